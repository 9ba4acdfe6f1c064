/* Budgets: what there is, what the plan takes, what is committed and spent, what is left. */
#include <string.h>

#include "report/page/internal.h"

static void add_row(lde_page *page, const lde_page_budget *budget, const char *name,
                    lde_table_row_kind kind)
{
  lde_document *document = page->document;
  lde_buffer id = {0};

  lde_document_row_add(document, kind)->indent = budget->depth;
  if (kind == LDE_TABLE_BODY)
    lde_row_id(page->ds, lde_dataset_table(page->ds, LDE_E(budget)), budget->row, &id);
  lde_document_text(document, name)->below = id.len ? lde_document_take(document, &id) : NULL;
  lde_document_number(document, LDE_CELL_MONEY, budget->available);
  lde_document_number(document, LDE_CELL_MONEY, budget->planned);
  lde_document_number(document, LDE_CELL_MONEY, budget->committed);
  lde_document_number(document, LDE_CELL_MONEY, budget->spent);
  lde_document_number(document, LDE_CELL_MONEY, budget->left)->tone =
      budget->left < 0 ? LDE_TONE_BAD : LDE_TONE_PLAIN;
}

void lde_page_budget_table(lde_page *page, size_t most)
{
  lde_document *document = page->document;
  lde_page_budget total = page->total;

  lde_document_table_add(
      document, PAGE_TR(page, "Budgets", "Budgetten"),
      PAGE_TR(
          page,
          "Available is what was set plus what was carried in. Left is available less planned; committed and spent are shown beside it and not taken off. A budget under another one is included in it.",
          "Beschikbaar is begroot plus meegenomen. Over is beschikbaar min gepland; verplicht en gerealiseerd staan ernaast en gaan er niet af. Een budget onder een ander budget zit daarin."));
  lde_document_column(document, LDE_CELL_TEXT, "Budget");
  lde_document_column(document, LDE_CELL_MONEY, PAGE_TR(page, "Available", "Beschikbaar"));
  lde_document_column(document, LDE_CELL_MONEY, PAGE_TR(page, "Planned", "Gepland"));
  lde_document_column(document, LDE_CELL_MONEY, PAGE_TR(page, "Committed", "Verplicht"));
  lde_document_column(document, LDE_CELL_MONEY, PAGE_TR(page, "Spent", "Gerealiseerd"));
  lde_document_column(document, LDE_CELL_MONEY, PAGE_TR(page, "Left", "Over"));
  for (size_t i = 0; i < page->budgets.len && i < most; i++)
    add_row(page, &page->budgets.data[i], lde_page_budget_name(page, page->budgets.data[i].row),
            LDE_TABLE_BODY);
  if (page->unfunded) {
    lde_document_row_add(document, LDE_TABLE_BODY);
    lde_document_text(document, PAGE_TR(page, "No budget on record", "Geen budget vastgelegd"));
    lde_document_nothing(document);
    lde_document_number(document, LDE_CELL_MONEY, page->unfunded);
    lde_document_nothing(document);
    lde_document_nothing(document);
    lde_document_nothing(document);
    total.planned += page->unfunded;
  }
  add_row(page, &total, PAGE_TR(page, "Total", "Totaal"), LDE_TABLE_SUM);
}

/* The budget in which more money would bring most. */
static void add_marginal(lde_page *page)
{
  const lde_offer_budget *best = NULL;
  lde_table *budgets = lde_dataset_table(page->ds, LDE_E(budget));
  int32_t row;

  for (size_t i = 0; i < page->offer->budgets.len; i++)
    if (page->offer->budgets.data[i].marginal > (best ? best->marginal : 0))
      best = &page->offer->budgets.data[i];
  row = best ? lde_row_find(page->ds, budgets, best->budget, strlen(best->budget)) : LDE_NO_ROW;
  if (row != LDE_NO_ROW)
    lde_document_add(
        page->document, LDE_BLOCK_TEXT,
        lde_document_say(page->document,
                         PAGE_TR(page, "Extra money would bring most in the budget %s (%s).",
                                 "Extra geld levert het meeste op in het budget %s (%s)."),
                         lde_page_budget_name(page, row), best->budget));
}

void lde_page_money_sections(lde_page *page)
{
  lde_document *document = page->document;

  lde_document_section_add(document, "budgets", PAGE_TR(page, "Budgets", "Budgetten"));
  document->sections.data[document->sections.len - 1].new_page = true;
  if (!page->budgets.len) {
    lde_document_add(
        document, LDE_BLOCK_TEXT,
        lde_document_say(document,
                         PAGE_TR(page, "No budget is on record for %s; the plan costs %s.",
                                 "Voor %s is geen budget vastgelegd; het plan kost %s."),
                         page->ds->year, lde_page_money(page, page->offer->cost)));
    return;
  }
  lde_document_add(
      document, LDE_BLOCK_LEAD,
      lde_document_say(document,
                       PAGE_TR(page, "Of the %s available the plan takes %s; %s is left.",
                               "Van de beschikbare %s neemt het plan %s; er blijft %s over."),
                       lde_page_money(page, page->total.available),
                       lde_page_money(page, page->total.planned),
                       lde_page_money(page, page->total.left)));
  lde_page_picture_add(page, LDE_PAGE_PICTURE_BUDGETS, false);
  lde_page_budget_table(page, SIZE_MAX);
  add_marginal(page);
  lde_page_picture_add(page, LDE_PAGE_PICTURE_WATERFALL, true);
}
