/* One A4 page that asks for a decision. Lists are short by construction, so that it stays one page. */
#include "report/page/internal.h"

static void add_goals(lde_page *page)
{
  lde_document *document = page->document;
  size_t shown = 0, most = 6;
  double last = 2;

  if (!page->offer->goals.len)
    return;
  lde_document_section_add(document, "goals", PAGE_TR(page, "Goals and money", "Doelen en geld"));
  lde_document_table_add(
      document, PAGE_TR(page, "Goals", "Doelen"),
      PAGE_TR(
          page,
          "The goals with the most weight: what is planned for them, and how many of the people who need it get a seat",
          "De zwaarste doelen: wat ervoor gepland is, en welk deel van de mensen die het nodig hebben een plaats krijgt"));
  lde_document_column(document, LDE_CELL_TEXT, PAGE_TR(page, "Goal", "Doel"));
  lde_document_column(document, LDE_CELL_SHARE, PAGE_TR(page, "Weight", "Gewicht"));
  lde_document_column(document, LDE_CELL_SHARE, PAGE_TR(page, "Covered", "Gedekt"));
  lde_document_column(document, LDE_CELL_MONEY, PAGE_TR(page, "Cost", "Kosten"));
  while (shown < most && last >= 0) {
    double next = -1;
    for (size_t i = 0; i < page->offer->goals.len; i++)
      if (page->offer->goals.data[i].weight < last && page->offer->goals.data[i].weight > next)
        next = page->offer->goals.data[i].weight;
    for (size_t i = 0; i < page->offer->goals.len && next >= 0; i++) {
      const lde_offer_goal *goal = &page->offer->goals.data[i];
      if (goal->weight != next || shown == most)
        continue;
      lde_document_row_add(document, LDE_TABLE_BODY);
      lde_document_text(document,
                        lde_page_cut(page, lde_page_label(page, LDE_E(goal), goal->goal), 90));
      lde_document_number(document, LDE_CELL_SHARE, (int64_t)(goal->weight * 10000 + 0.5));
      lde_document_number(document, LDE_CELL_SHARE, (int64_t)(goal->covered * 10000 + 0.5))->tone =
          goal->covered < 0.8 ? LDE_TONE_CARE : LDE_TONE_PLAIN;
      lde_document_number(document, LDE_CELL_MONEY, goal->cost);
      shown++;
    }
    last = next;
  }
}

static void add_decision(lde_page *page)
{
  lde_document *document = page->document;

  lde_document_section_add(document, "sign", PAGE_TR(page, "Your decision", "Uw besluit"));
  lde_document_add(document, LDE_BLOCK_LIST, NULL);
  lde_document_item_add(
      document, PAGE_TR(page, "Adopt", "Vaststellen"),
      lde_document_say(
          document,
          PAGE_TR(page, "☐ as it stands: the activities can be booked, for %s.",
                  "☐ zoals het er ligt: de activiteiten kunnen worden ingekocht, voor %s."),
          lde_page_money(page, page->offer->cost)));
  lde_document_item_add(
      document, PAGE_TR(page, "Change", "Wijzigen"),
      PAGE_TR(page, "☐ with other limits or priorities: the plan is computed anew.",
              "☐ met andere grenzen of prioriteiten: het plan wordt opnieuw berekend."));
  lde_document_item_add(document, PAGE_TR(page, "Not now", "Niet nu"),
                        PAGE_TR(page, "☐ and take what happens without a plan for granted.",
                                "☐ en daarmee aanvaarden wat er zonder plan gebeurt."));
  lde_document_add(document, LDE_BLOCK_SMALL,
                   PAGE_TR(page, "Date and signature: ______________________________",
                           "Datum en handtekening: ______________________________"));
}

void lde_page_board(lde_page *page)
{
  lde_page_decision(page, true);
  add_goals(page);
  add_decision(page);
}
