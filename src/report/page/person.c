/* For one employee: the own seats, gaps and certificates, and nothing about anybody else. */
#include <string.h>

#include "report/page/internal.h"

static const char *level(lde_page *page, int32_t competency, int64_t number)
{
  int32_t scale = lde_get_row(page->ds, competency, scale, competency);
  lde_rows levels = {0};

  if (scale != LDE_NO_ROW)
    levels = PAGE_INVERSE(page->ds, scale_level, scale, scale, scale);
  for (size_t i = 0; i < levels.count; i++)
    if (lde_get(page->ds, scale_level, level, levels.rows[i]) == number)
      return lde_document_say(page->document, "%d: %s", (int)number,
                              lde_page_label(page, LDE_E(scale_level), levels.rows[i]));
  return lde_page_integer(page, number);
}

static bool has_seat(const lde_page *page, const lde_offer_line *line)
{
  for (size_t s = 0; s < line->served.len; s++)
    for (size_t e = 0; e < line->served.data[s].employees.count; e++)
      if (line->served.data[s].employees.rows[e] == page->person)
        return true;
  return false;
}

static void add_seats(lde_page *page)
{
  lde_document *document = page->document;
  bool any = false;

  lde_document_section_add(document, "seats", PAGE_TR(page, "Your seats", "Jouw plaatsen"));
  for (size_t i = 0; i < page->offer->lines.len; i++) {
    const lde_offer_line *line = &page->offer->lines.data[i];
    if (!has_seat(page, line))
      continue;
    if (!any) {
      lde_document_table_add(document, PAGE_TR(page, "Your seats", "Jouw plaatsen"),
                             PAGE_TR(page, "Learning in which a seat is planned for you",
                                     "Leren waarin voor jou een plaats is gepland"));
      lde_document_column(document, LDE_CELL_TEXT, PAGE_TR(page, "Activity", "Activiteit"));
      lde_document_narrow_column(document, PAGE_TR(page, "When", "Wanneer"));
      lde_document_column(document, LDE_CELL_MINUTES, PAGE_TR(page, "Hours", "Uren"));
    }
    any = true;
    lde_document_row_add(document, LDE_TABLE_BODY);
    lde_document_text(document, lde_page_label(page, LDE_E(offering), line->offering))->below =
        lde_has(page->ds, offering, outcomes_text, line->offering)
            ? lde_text_of(page->ds, offering, outcomes_text, line->offering)
            : NULL;
    lde_document_text(document, lde_page_period(page, line->period));
    lde_document_number(document, LDE_CELL_MINUTES, line->minutes_per_seat);
  }
  if (!any)
    lde_document_add(
        document, LDE_BLOCK_TEXT,
        PAGE_TR(
            page,
            "No seat is planned for you this year. Talk with your manager about what you need.",
            "Er is dit jaar geen plaats voor je gepland. Bespreek met je leidinggevende wat je nodig hebt."));
}

static void add_gaps(lde_page *page)
{
  lde_document *document = page->document;
  lde_rows rows = PAGE_INVERSE(page->ds, gap, employee, employee, page->person);

  if (!rows.count)
    return;
  lde_document_section_add(document, "levels", PAGE_TR(page, "Your levels", "Jouw niveaus"));
  lde_document_table_add(document, PAGE_TR(page, "Your levels", "Jouw niveaus"),
                         PAGE_TR(page, "What your role asks and what was established last",
                                 "Wat je functie vraagt en wat het laatst is vastgesteld"));
  lde_document_column(document, LDE_CELL_TEXT, PAGE_TR(page, "Competency", "Competentie"));
  lde_document_column(document, LDE_CELL_TEXT, PAGE_TR(page, "Asked", "Gevraagd"));
  lde_document_column(document, LDE_CELL_TEXT, PAGE_TR(page, "Now", "Nu"));
  lde_document_column(document, LDE_CELL_TEXT, PAGE_TR(page, "To gain", "Nog te leren"));
  for (size_t i = 0; i < rows.count; i++) {
    int32_t row = rows.rows[i], competency = lde_get_row(page->ds, gap, competency, row);
    int64_t gap = lde_get(page->ds, gap, gap, row);
    lde_document_row_add(document, LDE_TABLE_BODY);
    lde_document_text(document, lde_page_label(page, LDE_E(competency), competency));
    lde_document_text(document, level(page, competency, lde_get(page->ds, gap, required, row)));
    lde_document_text(document, lde_has(page->ds, gap, current, row)
                                    ? level(page, competency, lde_get(page->ds, gap, current, row))
                                    : PAGE_TR(page, "not assessed", "niet beoordeeld"));
    lde_document_text(document, gap > 0
                                    ? lde_page_count(page, gap, PAGE_TR(page, "level", "niveau"),
                                                     PAGE_TR(page, "levels", "niveaus"))
                                : lde_has(page->ds, gap, current, row)
                                    ? PAGE_TR(page, "nothing: at level", "niets: op niveau")
                                    : "–");
  }
}

static void add_certificates(lde_page *page)
{
  lde_document *document = page->document;
  lde_rows rows = PAGE_INVERSE(page->ds, credential, employee, employee, page->person);

  if (!rows.count)
    return;
  lde_document_section_add(document, "certificates",
                           PAGE_TR(page, "Your certificates", "Jouw certificaten"));
  lde_document_table_add(document, PAGE_TR(page, "Your certificates", "Jouw certificaten"),
                         PAGE_TR(page, "Certificates on record", "Vastgelegde certificaten"));
  lde_document_column(document, LDE_CELL_TEXT, PAGE_TR(page, "Certificate", "Certificaat"));
  lde_document_column(document, LDE_CELL_TEXT, PAGE_TR(page, "Obtained", "Behaald"));
  lde_document_column(document, LDE_CELL_TEXT, PAGE_TR(page, "Valid to", "Geldig tot en met"));
  for (size_t i = 0; i < rows.count; i++) {
    int32_t row = rows.rows[i], end = (int32_t)lde_get(page->ds, credential, expires_on, row);
    lde_document_cell *cell;
    if (lde_row_is_superseded(page->ds, lde_dataset_table(page->ds, LDE_E(credential)), row))
      continue;
    lde_document_row_add(document, LDE_TABLE_BODY);
    lde_document_text(document,
                      lde_page_label(page, LDE_E(credential_type),
                                     lde_get_row(page->ds, credential, credential_type, row)));
    lde_document_text(
        document, lde_has(page->ds, credential, issued_on, row)
                      ? lde_page_date(page, (int32_t)lde_get(page->ds, credential, issued_on, row))
                      : "–");
    cell = lde_document_text(document,
                             end ? lde_page_date(page, end) : PAGE_TR(page, "no end", "onbeperkt"));
    if (end && end <= page->ds->year_last) {
      cell->tone = LDE_TONE_CARE;
      cell->below = end < page->ds->today
                        ? PAGE_TR(page, "lapsed", "verlopen")
                        : PAGE_TR(page, "lapses in the plan year", "verloopt in het planjaar");
    }
  }
}

void lde_page_person(lde_page *page)
{
  lde_document *document = page->document;
  int32_t role = lde_get_row(page->ds, employee, role, page->person);
  int32_t unit = lde_get_row(page->ds, employee, unit, page->person);
  lde_buffer id = {0};

  lde_row_id(page->ds, lde_dataset_table(page->ds, LDE_E(employee)), page->person, &id);
  document->subtitle = lde_document_say(
      document, "%s%s%s%s%s – %s", lde_document_take(document, &id), role == LDE_NO_ROW ? "" : ", ",
      lde_page_label(page, LDE_E(role), role), unit == LDE_NO_ROW ? "" : ", ",
      lde_page_label(page, LDE_E(unit), unit), document->subtitle);
  add_seats(page);
  add_gaps(page);
  add_certificates(page);
}
