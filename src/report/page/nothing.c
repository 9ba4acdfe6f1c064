/* What happens if nothing is done, quarter by quarter. */
#include <string.h>

#include "report/page/internal.h"

enum { MOST_KINDS = 15 };

static void add_quarters(lde_page *page)
{
  lde_document *document = page->document;

  lde_document_table_add(
      document, PAGE_TR(page, "Without the plan", "Zonder plan"),
      PAGE_TR(
          page,
          "Per quarter, without any of the activities. Unused money and certificates that are no longer valid are counted up to the end of the quarter.",
          "Per kwartaal, zonder één van de activiteiten. Ongebruikt geld en certificaten die niet meer geldig zijn, zijn geteld tot het eind van het kwartaal."));
  lde_document_column(document, LDE_CELL_TEXT, PAGE_TR(page, "Quarter", "Kwartaal"));
  lde_document_column(document, LDE_CELL_INTEGER,
                      PAGE_TR(page, "Certificates that lapse", "Certificaten die verlopen"));
  lde_document_column(
      document, LDE_CELL_INTEGER,
      PAGE_TR(page, "Required ones no longer valid", "Vereist en niet meer geldig"));
  lde_document_column(
      document, LDE_CELL_INTEGER,
      PAGE_TR(page, "Needs past their deadline", "Behoeften over hun uiterste datum"));
  lde_document_column(document, LDE_CELL_INTEGER,
                      PAGE_TR(page, "People in those", "Mensen daarin"));
  lde_document_column(document, LDE_CELL_INTEGER,
                      PAGE_TR(page, "KPIs due", "KPI’s op streefdatum"));
  lde_document_column(document, LDE_CELL_MONEY, PAGE_TR(page, "Unused money", "Ongebruikt geld"));
  for (int q = 0; q < 4; q++) {
    const lde_do_nothing_quarter *quarter = &page->nothing.quarters[q];
    lde_document_row_add(document, LDE_TABLE_BODY);
    lde_document_text(document,
                      lde_document_say(document, PAGE_TR(page, "Quarter %d", "Kwartaal %d"), q + 1))
        ->below = lde_document_say(document, PAGE_TR(page, "to %s", "tot en met %s"),
                                   lde_page_date(page, quarter->last));
    lde_page_people_cell(page, quarter->lapsing);
    lde_page_people_cell(page, quarter->invalid);
    lde_document_number(document, LDE_CELL_INTEGER, quarter->needs_due);
    lde_page_people_cell(page, quarter->people_due);
    lde_document_number(document, LDE_CELL_INTEGER, quarter->kpis_due);
    lde_document_number(document, LDE_CELL_MONEY, quarter->unused);
  }
}

/* By kind of certificate for the whole organisation. */
static void add_lapses(lde_page *page)
{
  lde_document *document = page->document;
  const lde_do_nothing *nothing = &page->nothing;
  int shown = 0;

  if (!nothing->lapses.len)
    return;
  lde_document_table_add(
      document, PAGE_TR(page, "Lapsing", "Verlopen"),
      PAGE_TR(page, "Certificates that lapse, by kind", "Certificaten die verlopen, naar soort"));
  lde_document_column(document, LDE_CELL_TEXT, PAGE_TR(page, "Certificate", "Certificaat"));
  for (int q = 1; q <= 4; q++)
    lde_document_column(document, LDE_CELL_INTEGER,
                        lde_document_say(document, PAGE_TR(page, "Quarter %d", "Kwartaal %d"), q));
  lde_document_column(document, LDE_CELL_INTEGER,
                      PAGE_TR(page, "Of which required", "Waarvan vereist"));
  for (size_t i = 0; i < nothing->lapses.len && shown < MOST_KINDS; shown++) {
    int32_t type = nothing->lapses.data[i].credential_type;
    lde_do_nothing_lapse sum = {0};
    for (; i < nothing->lapses.len && nothing->lapses.data[i].credential_type == type; i++) {
      for (int q = 0; q < 4; q++)
        sum.by_quarter[q] += nothing->lapses.data[i].by_quarter[q];
      sum.obliged += nothing->lapses.data[i].obliged;
    }
    lde_document_row_add(document, LDE_TABLE_BODY);
    lde_document_text(document, lde_page_label(page, LDE_E(credential_type), type));
    for (int q = 0; q < 4; q++)
      lde_page_people_cell(page, sum.by_quarter[q]);
    lde_page_people_cell(page, sum.obliged);
  }
}

static void add_goals(lde_page *page)
{
  lde_document *document = page->document;

  if (!page->nothing.goals.len)
    return;
  lde_document_table_add(
      document, PAGE_TR(page, "Goals without", "Doelen zonder steun"),
      PAGE_TR(
          page, "Goals that lose the learning they count on, and their KPIs that are not on target",
          "Doelen die het leren verliezen waarop ze rekenen, met hun KPI’s die nog niet op de streefwaarde zijn"));
  lde_document_column(document, LDE_CELL_TEXT, PAGE_TR(page, "Goal", "Doel"));
  lde_document_column(document, LDE_CELL_INTEGER, PAGE_TR(page, "Needs", "Behoeften"));
  lde_document_column(document, LDE_CELL_INTEGER, PAGE_TR(page, "People", "Mensen"));
  lde_document_column(document, LDE_CELL_TEXT,
                      PAGE_TR(page, "Exposed KPIs", "KPI’s die risico lopen"));
  for (size_t g = 0; g < page->nothing.goals.len; g++) {
    const lde_do_nothing_goal *goal = &page->nothing.goals.data[g];
    lde_buffer kpis = {0};
    for (size_t k = 0; k < page->nothing.kpis.len; k++) {
      const lde_do_nothing_kpi *kpi = &page->nothing.kpis.data[k];
      if (kpi->goal != goal->goal)
        continue;
      lde_buffer_printf(&kpis, "%s%s", kpis.len ? "; " : "",
                        lde_page_label(page, LDE_E(kpi), kpi->kpi));
      if (kpi->due)
        lde_buffer_printf(&kpis, PAGE_TR(page, " (target date %s)", " (streefdatum %s)"),
                          lde_page_date(page, kpi->due));
    }
    lde_document_row_add(document, LDE_TABLE_BODY);
    lde_document_text(document, lde_page_label(page, LDE_E(goal), goal->goal));
    lde_document_number(document, LDE_CELL_INTEGER, goal->needs);
    lde_page_people_cell(page, goal->people);
    lde_document_text(document, kpis.len ? lde_document_take(document, &kpis) : "–");
  }
}

static void add_units(lde_page *page)
{
  lde_document *document = page->document;

  if (!page->nothing.units.len)
    return;
  lde_document_table_add(
      document, PAGE_TR(page, "Gaps that stay", "Kloven die blijven"),
      PAGE_TR(
          page,
          "Gaps that stay, by unit: people below the level that their role asks, and the levels they lack together",
          "Kloven die blijven, per onderdeel: mensen onder het niveau dat hun functie vraagt, en de niveaus die zij samen missen"));
  lde_document_column(document, LDE_CELL_TEXT, PAGE_TR(page, "Unit", "Onderdeel"));
  lde_document_column(document, LDE_CELL_INTEGER, PAGE_TR(page, "People", "Mensen"));
  lde_document_column(document, LDE_CELL_INTEGER, PAGE_TR(page, "Below level", "Onder niveau"));
  lde_document_column(document, LDE_CELL_INTEGER,
                      PAGE_TR(page, "Levels to gain", "Te winnen niveaus"));
  for (size_t i = 0; i < page->nothing.units.len; i++) {
    const lde_do_nothing_unit *unit = &page->nothing.units.data[i];
    bool hidden =
        lde_page_is_small(page, unit->people) || lde_page_is_small(page, unit->people_short);
    lde_document_row_add(document, LDE_TABLE_BODY);
    lde_document_text(document, unit->unit == LDE_NO_ROW
                                    ? PAGE_TR(page, "no unit", "geen onderdeel")
                                    : lde_page_label(page, LDE_E(unit), unit->unit));
    lde_page_people_cell(page, unit->people);
    lde_page_people_cell(page, unit->people_short);
    if (hidden)
      lde_document_nothing(document);
    else
      lde_document_number(document, LDE_CELL_INTEGER, unit->levels);
  }
}

void lde_page_nothing(lde_page *page)
{
  lde_document *document = page->document;

  lde_document_section_add(document, "nothing",
                           PAGE_TR(page, "What if nothing is done", "Wat als er niets gebeurt"));
  document->sections.data[document->sections.len - 1].new_page = true;
  lde_document_add(
      document, LDE_BLOCK_TEXT,
      PAGE_TR(
          page,
          "These are facts from the same data, each counted by itself; they are not added up into one amount.",
          "Dit zijn feiten uit dezelfde gegevens, elk apart geteld; ze worden niet tot één bedrag opgeteld."));
  lde_document_add(document, LDE_BLOCK_LIST, NULL);
  lde_page_without(page, 6);
  add_quarters(page);
  add_lapses(page);
  add_goals(page);
  add_units(page);
}
