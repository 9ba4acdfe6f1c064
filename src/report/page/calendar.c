/* The plan year: activities by the quarter in which they begin, with the dates that are known. */
#include <string.h>

#include "report/page/internal.h"

/* First day of a line: of its first dated session in the period, else of the period. */
static int32_t first_day(lde_page *page, const lde_offer_line *line)
{
  int32_t first = page->ds->year_first, last;

  lde_period_bounds(page->ds, line->period, &first, &last);
  return first;
}

/* "9 February, 11 February 2027": of the sessions of the offering within the period of the line. */
static const char *dates_of(lde_page *page, const lde_offer_line *line)
{
  lde_rows sessions = PAGE_INVERSE(page->ds, session, offering, offering, line->offering);
  lde_buffer text = {0};
  int32_t first = 0, last = 0;
  int more = 0, named = 0;

  lde_period_bounds(page->ds, line->period, &first, &last);
  for (size_t i = 0; i < sessions.count; i++) {
    int32_t day = (int32_t)lde_get(page->ds, session, starts_on, sessions.rows[i]);
    if (!lde_has(page->ds, session, starts_on, sessions.rows[i]) || day < first || day > last ||
        (lde_has(page->ds, session, status, sessions.rows[i]) &&
         lde_get(page->ds, session, status, sessions.rows[i]) ==
             LDE_CHOICE_OF(session_status, cancelled)))
      continue;
    if (named < 3)
      lde_buffer_printf(&text, "%s%s", named++ ? "; " : "", lde_page_date(page, day));
    else
      more++;
  }
  if (more)
    lde_buffer_printf(&text, PAGE_TR(page, "; %d more", "; nog %d"), more);
  return lde_document_take(page->document, &text);
}

static void add_quarter(lde_page *page, int quarter)
{
  lde_document *document = page->document;
  int32_t from, to;
  int count = 0;

  lde_quarter_bounds(page->ds, quarter, &from, &to);
  for (size_t i = 0; i < page->offer->lines.len; i++) {
    const lde_offer_line *line = &page->offer->lines.data[i];
    int32_t day = first_day(page, line);
    const char *dates;
    if ((day < from && quarter > 1) || (day > to && quarter < 4) || (quarter == 1 && day > to) ||
        (quarter == 4 && day < from))
      continue;
    if (!count++) {
      lde_document_row_add(document, LDE_TABLE_GROUP);
      lde_document_text(
          document,
          lde_document_say(document,
                           PAGE_TR(page, "Quarter %d: %s to %s", "Kwartaal %d: %s tot en met %s"),
                           quarter, lde_page_date(page, from), lde_page_date(page, to)));
    }
    dates = dates_of(page, line);
    lde_document_row_add(document, LDE_TABLE_BODY);
    lde_document_text(document, lde_page_label(page, LDE_E(offering), line->offering));
    lde_document_text(document, *dates ? dates : PAGE_TR(page, "to be set", "nog te bepalen"));
    if (line->sessions)
      lde_document_number(document, LDE_CELL_INTEGER, line->sessions);
    else
      lde_document_nothing(document);
    lde_document_number(document, LDE_CELL_INTEGER, line->seats);
  }
}

void lde_page_calendar(lde_page *page)
{
  lde_document *document = page->document;

  if (!page->offer->lines.len)
    return;
  lde_document_section_add(document, "calendar", PAGE_TR(page, "The year", "Het jaar"));
  document->sections.data[document->sections.len - 1].new_page = true;
  lde_page_picture_add(page, LDE_PAGE_PICTURE_CALENDAR, false);
  lde_document_table_add(document, PAGE_TR(page, "Calendar", "Kalender"),
                         PAGE_TR(page, "Activities by the quarter in which they begin",
                                 "Activiteiten naar het kwartaal waarin ze beginnen"));
  lde_document_column(document, LDE_CELL_TEXT, PAGE_TR(page, "Activity", "Activiteit"));
  lde_document_column(document, LDE_CELL_TEXT, PAGE_TR(page, "Dates", "Data"));
  lde_document_column(document, LDE_CELL_INTEGER, PAGE_TR(page, "Groups", "Groepen"));
  lde_document_column(document, LDE_CELL_INTEGER, PAGE_TR(page, "Seats", "Plaatsen"));
  for (int quarter = 1; quarter <= 4; quarter++)
    add_quarter(page, quarter);
}
