/* The offer: every activity that is in, by lane, with for whom and why. */
#include <string.h>

#include "report/page/internal.h"
#include "report/reasons.h"

static bool is_seen(const lde_offer_line *line, size_t at)
{
  for (size_t i = 0; i < at; i++)
    if (strcmp(line->served.data[i].need, line->served.data[at].need) == 0)
      return true;
  return false;
}

/* "For: need (unit, unit and 3 more units); need (unit). Worth its place; serves a goal." */
static const char *below(lde_page *page, const lde_offer_line *line)
{
  lde_dataset *ds = page->ds;
  lde_table *units = lde_dataset_table(ds, LDE_E(unit));
  lde_buffer text = {0};
  int needs = 0;

  for (size_t i = 0; i < line->served.len; i++) {
    int named = 0, more = 0;
    if (is_seen(line, i))
      continue;
    lde_buffer_printf(&text, "%s%s", needs++ ? "; " : PAGE_TR(page, "For: ", "Voor: "),
                      lde_page_need(page, line->served.data[i].need));
    for (size_t j = i; j < line->served.len; j++) {
      const char *id = line->served.data[j].unit;
      int32_t unit = id ? lde_row_find(ds, units, id, strlen(id)) : LDE_NO_ROW;
      if (strcmp(line->served.data[j].need, line->served.data[i].need) != 0 || unit == LDE_NO_ROW)
        continue;
      if (named < 3)
        lde_buffer_printf(&text, "%s%s", named++ ? ", " : " (",
                          lde_page_label(page, LDE_E(unit), unit));
      else
        more++;
    }
    if (more)
      lde_buffer_printf(&text,
                        more == 1 ? PAGE_TR(page, " and %d more unit", " en nog %d onderdeel")
                                  : PAGE_TR(page, " and %d more units", " en nog %d onderdelen"),
                        more);
    lde_buffer_puts(&text, named ? ")" : "");
  }
  lde_buffer_printf(&text, "%s%s", text.len ? ". " : "",
                    lde_reason_title(line->reason, page->lang));
  for (size_t g = 0; g < line->goals.len && g < 2; g++)
    lde_buffer_printf(&text, "%s%s", g ? ", " : PAGE_TR(page, "; serves ", "; draagt bij aan "),
                      lde_page_label(page, LDE_E(goal), line->goals.data[g]));
  lde_buffer_putc(&text, '.');
  return lde_document_take(page->document, &text);
}

static void add_line(lde_page *page, const lde_offer_line *line)
{
  lde_document *document = page->document;

  lde_document_row_add(document, LDE_TABLE_BODY);
  lde_document_text(document, lde_page_label(page, LDE_E(offering), line->offering))->below =
      below(page, line);
  lde_document_text(document, lde_page_period(page, line->period));
  if (line->sessions)
    lde_document_number(document, LDE_CELL_INTEGER, line->sessions);
  else
    lde_document_nothing(document);
  lde_document_number(document, LDE_CELL_INTEGER, line->seats);
  lde_document_number(document, LDE_CELL_MINUTES, line->seats * line->minutes_per_seat);
  lde_document_number(document, LDE_CELL_MONEY, line->cost);
}

typedef struct lane_sum {
  int64_t lines, seats, minutes, cost;
} lane_sum;

static void add_sum(lde_page *page, const char *title, const lane_sum *sum)
{
  lde_document *document = page->document;

  lde_document_row_add(document, LDE_TABLE_SUM);
  lde_document_text(document, title);
  lde_document_text(document, "");
  lde_document_nothing(document)->text = "";
  lde_document_number(document, LDE_CELL_INTEGER, sum->seats);
  lde_document_number(document, LDE_CELL_MINUTES, sum->minutes);
  lde_document_number(document, LDE_CELL_MONEY, sum->cost);
}

static bool is_of_lane(const lde_offer_line *line, const char *lane)
{
  return lane ? line->lane && strcmp(line->lane, lane) == 0
              : !line->lane ||
                    lde_choices_index(lde_choices_find("lane"), line->lane, strlen(line->lane)) < 0;
}

/* The activities of a lane, its sum; `lane` NULL: those without one. */
static void add_lane(lde_page *page, const char *lane, lane_sum *all)
{
  lde_document *document = page->document;
  const char *title =
      lane ? lde_page_choice(page, "lane", lane) : PAGE_TR(page, "no lane", "geen categorie");
  lane_sum sum = {0};

  for (size_t i = 0; i < page->offer->lines.len; i++) {
    const lde_offer_line *line = &page->offer->lines.data[i];
    if (!is_of_lane(line, lane))
      continue;
    if (!sum.lines++) {
      lde_document_row_add(document, LDE_TABLE_GROUP);
      lde_document_text(
          document, lde_document_say(document, PAGE_TR(page, "Lane: %s", "Categorie: %s"), title));
    }
    sum.seats += line->seats;
    sum.minutes += line->seats * line->minutes_per_seat;
    sum.cost += line->cost;
    add_line(page, line);
  }
  if (!sum.lines)
    return;
  add_sum(page, lde_document_say(document, PAGE_TR(page, "Together, %s", "Samen, %s"), title),
          &sum);
  all->lines += sum.lines;
  all->seats += sum.seats;
  all->minutes += sum.minutes;
  all->cost += sum.cost;
}

void lde_page_offer(lde_page *page)
{
  lde_document *document = page->document;
  const lde_choices *lanes = lde_choices_find("lane");
  lane_sum all = {0};

  lde_document_section_add(
      document, "offer",
      PAGE_TR(page, "The learning offer, with reasons", "Het aanbod, met redenen"));
  document->sections.data[document->sections.len - 1].new_page = true;
  if (!page->offer->lines.len) {
    lde_document_add(document, LDE_BLOCK_TEXT,
                     PAGE_TR(page, "No activity is in.", "Er is geen activiteit opgenomen."));
    return;
  }
  lde_document_table_add(document, PAGE_TR(page, "Offer", "Aanbod"),
                         PAGE_TR(page, "Every activity with when, for how many, and why",
                                 "Elke activiteit: wanneer, voor hoeveel mensen, en waarom"));
  lde_document_column(document, LDE_CELL_TEXT, PAGE_TR(page, "Activity", "Activiteit"));
  lde_document_narrow_column(document, PAGE_TR(page, "When", "Wanneer"));
  lde_document_column(document, LDE_CELL_INTEGER, PAGE_TR(page, "Groups", "Groepen"));
  lde_document_column(document, LDE_CELL_INTEGER, PAGE_TR(page, "Seats", "Plaatsen"));
  lde_document_column(document, LDE_CELL_MINUTES, PAGE_TR(page, "Hours", "Uren"));
  lde_document_column(document, LDE_CELL_MONEY, PAGE_TR(page, "Cost", "Kosten"));
  for (int i = 0; i < lanes->count; i++)
    add_lane(page, lanes->items[i].text, &all);
  add_lane(page, NULL, &all);
  add_sum(page, PAGE_TR(page, "Total", "Totaal"), &all);
}
