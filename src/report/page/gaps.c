/* Competence gaps: what people still have to learn, by competency, and what the offer does about it. */
#include <stdlib.h>
#include <string.h>

#include "report/page/internal.h"

enum { MOST = 15 };

typedef struct competency_gap {
  int32_t competency;
  int64_t required, at_level, short_of, unknown, seats;
} competency_gap;

static int compare(const void *a, const void *b)
{
  const competency_gap *x = a, *y = b;
  return x->short_of != y->short_of
             ? (x->short_of < y->short_of) - (x->short_of > y->short_of)
             : (x->competency > y->competency) - (x->competency < y->competency);
}

/* Seats of activities that teach the competency. */
static void count_seats(lde_page *page, competency_gap *sums)
{
  for (size_t i = 0; i < page->offer->lines.len; i++) {
    const lde_offer_line *line = &page->offer->lines.data[i];
    lde_rows taught =
        PAGE_INVERSE(page->ds, offering_competency, offering, offering, line->offering);
    for (size_t t = 0; t < taught.count; t++)
      sums[lde_get_row(page->ds, offering_competency, competency, taught.rows[t])].seats +=
          line->seats;
  }
}

static competency_gap *sum_gaps(lde_page *page)
{
  size_t count = (size_t)lde_count(page->ds, competency);
  competency_gap *sums = lde_alloc(count + 1, sizeof *sums);

  for (size_t i = 0; i < count; i++)
    sums[i].competency = (int32_t)i;
  for (int32_t row = 0; row < lde_count(page->ds, gap); row++) {
    competency_gap *sum = &sums[lde_get_row(page->ds, gap, competency, row)];
    bool known = lde_has(page->ds, gap, current, row);
    bool is_short = lde_get(page->ds, gap, gap, row) > 0;
    sum->required++;
    sum->short_of += is_short;
    sum->at_level += known && !is_short;
    sum->unknown += !known && !is_short;
  }
  count_seats(page, sums);
  if (count)
    qsort(sums, count, sizeof *sums, compare);
  return sums;
}

static void add_share(lde_page *page, const competency_gap *sum)
{
  lde_document_cell *cell = lde_document_number(
      page->document, LDE_CELL_SHARE, sum->required ? sum->at_level * 10000 / sum->required : 0);

  if (lde_page_is_small(page, sum->required)) {
    cell->value = 0;
    cell->text = "–";
    return;
  }
  cell->tone = cell->value < 5000   ? LDE_TONE_BAD
               : cell->value < 8000 ? LDE_TONE_CARE
                                    : LDE_TONE_PLAIN;
}

void lde_page_gaps(lde_page *page)
{
  lde_document *document = page->document;
  competency_gap *sums;

  if (!lde_count(page->ds, gap))
    return;
  sums = sum_gaps(page);
  lde_document_section_add(document, "gaps",
                           PAGE_TR(page, "Where the gaps are", "Waar de kloven zitten"));
  document->sections.data[document->sections.len - 1].new_page = true;
  lde_document_add(
      document, LDE_BLOCK_TEXT,
      lde_document_say(
          document,
          PAGE_TR(
              page,
              "What roles ask against what people have shown. Groups of fewer than %s people are not shown.",
              "Wat functies vragen tegenover wat mensen hebben laten zien. Groepen van minder dan %s mensen worden niet getoond."),
          lde_page_integer(page, page->group_min)));
  lde_page_picture_add(page, LDE_PAGE_PICTURE_COVERAGE, true);
  lde_document_table_add(document, PAGE_TR(page, "Gaps", "Kloven"),
                         PAGE_TR(page, "The competencies that most people still have to learn",
                                 "De competenties die de meeste mensen nog moeten leren"));
  lde_document_column(document, LDE_CELL_TEXT, PAGE_TR(page, "Competency", "Competentie"));
  lde_document_column(document, LDE_CELL_INTEGER, PAGE_TR(page, "Asked of", "Gevraagd van"));
  lde_document_column(document, LDE_CELL_INTEGER, PAGE_TR(page, "Below level", "Onder niveau"));
  lde_document_column(document, LDE_CELL_INTEGER,
                      PAGE_TR(page, "Never assessed", "Nooit beoordeeld"));
  lde_document_column(document, LDE_CELL_SHARE, PAGE_TR(page, "At level", "Op niveau"));
  lde_document_column(document, LDE_CELL_INTEGER,
                      PAGE_TR(page, "Seats in the plan", "Plaatsen in het plan"));
  for (int i = 0; i < MOST && i < lde_count(page->ds, competency) && sums[i].short_of; i++) {
    lde_document_row_add(document, LDE_TABLE_BODY);
    lde_document_text(document, lde_page_label(page, LDE_E(competency), sums[i].competency));
    lde_page_people_cell(page, sums[i].required);
    lde_page_people_cell(page, sums[i].short_of);
    lde_page_people_cell(page, sums[i].unknown);
    add_share(page, &sums[i]);
    lde_document_number(document, LDE_CELL_INTEGER, sums[i].seats);
  }
  lde_free(sums);
}
