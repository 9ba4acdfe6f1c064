/* What is in the offer: a table for each lane, and under every activity whom it serves and why. */
#include <inttypes.h>
#include <string.h>

#include "base/decimal.h"
#include "base/error.h"
#include "report/offer_text.h"
#include "report/reasons.h"

enum { NEEDS_SHOWN = 3, GOALS_SHOWN = 2 };

static bool same(const char *a, const char *b)
{
  return a == b || (a && b && strcmp(a, b) == 0);
}

/* Was this need named by an earlier entry of the line? */
static bool seen_before(const lde_offer_line *line, size_t at)
{
  for (size_t i = 0; i < at; i++)
    if (strcmp(line->served.data[i].need, line->served.data[at].need) == 0)
      return true;
  return false;
}

/* "BHV (Zorg 10, Kantoor 4)": one need with its seats by unit. */
static void append_need(const lde_offer_text *text, const lde_offer_line *line, size_t at,
                        lde_buffer *out)
{
  const char *need = line->served.data[at].need, *unit;
  lde_table *units = lde_dataset_table(text->dataset, LDE_E(unit));
  size_t parts = 0;

  lde_buffer_puts(out, lde_offer_text_need(text, need));
  for (size_t i = at; i < line->served.len; i++) {
    if (strcmp(line->served.data[i].need, need) != 0)
      continue;
    lde_buffer_puts(out, parts++ ? ", " : " (");
    unit = line->served.data[i].unit;
    if (unit) {
      int32_t row = lde_row_find(text->dataset, units, unit, strlen(unit));
      if (row == LDE_NO_ROW)
        lde_buffer_puts(out, unit);
      else
        lde_row_label(text->dataset, units, row, text->lang, out);
      lde_buffer_putc(out, ' ');
    }
    lde_decimal_format(out, line->served.data[i].seats, 0, 0, text->lang);
  }
  lde_buffer_putc(out, ')');
}

static void append_needs(const lde_offer_text *text, const lde_offer_line *line, lde_buffer *out)
{
  size_t shown = 0, more = 0;

  for (size_t i = 0; i < line->served.len; i++) {
    if (seen_before(line, i))
      continue;
    if (shown == NEEDS_SHOWN && text->style->verbosity < 1) {
      more++;
      continue;
    }
    lde_buffer_puts(out, shown++ ? ", " : "");
    append_need(text, line, i, out);
  }
  if (more)
    lde_buffer_printf(out, LDE_TR(text->lang, " and %zu more", " en nog %zu"), more);
}

static void append_goals(const lde_offer_text *text, const lde_offer_line *line, lde_buffer *out)
{
  size_t most = text->style->verbosity > 0 ? line->goals.len : GOALS_SHOWN;

  for (size_t i = 0; i < line->goals.len && i < most; i++) {
    lde_buffer_puts(out, i ? ", " : "");
    lde_offer_text_label(text, out, LDE_E(goal), line->goals.data[i]);
  }
  if (line->goals.len > most)
    lde_buffer_printf(out, LDE_TR(text->lang, " and %zu more", " en nog %zu"),
                      line->goals.len - most);
}

/* "For: BHV (14). Why: required, so it goes before everything else." */
static void append_why(const lde_offer_text *text, const lde_offer_line *line, lde_buffer *out)
{
  if (line->served.len) {
    lde_buffer_puts(out, LDE_TR(text->lang, "For: ", "Voor: "));
    append_needs(text, line, out);
    lde_buffer_puts(out, ". ");
  }
  lde_buffer_puts(out, LDE_TR(text->lang, "Why: ", "Waarom: "));
  lde_reason_sentence(out, text->dataset, line->reason, NULL, text->lang);
  if (line->goals.len) {
    lde_buffer_puts(out, LDE_TR(text->lang, "; it serves ", "; draagt bij aan "));
    append_goals(text, line, out);
  }
  lde_buffer_putc(out, '.');
}

static void add_line(const lde_offer_text *text, lde_grid *grid, const lde_offer_line *line)
{
  lde_buffer cell = {0};

  lde_offer_text_label(text, &cell, LDE_E(offering), line->offering);
  lde_grid_take(grid, &cell);
  lde_buffer_puts(&cell, line->period ? line->period : "");
  lde_grid_take(grid, &cell);
  if (line->sessions)
    lde_decimal_format(&cell, line->sessions, 0, 0, text->lang);
  lde_grid_take(grid, &cell);
  lde_decimal_format(&cell, line->seats, 0, 0, text->lang);
  lde_grid_take(grid, &cell);
  lde_hours_format(&cell, line->seats * line->minutes_per_seat, text->lang);
  lde_grid_take(grid, &cell);
  lde_offer_text_amount(text, &cell, line->cost);
  lde_grid_take(grid, &cell);
  if (text->style->verbosity >= 0) {
    append_why(text, line, &cell);
    lde_grid_below(grid, &cell);
  }
  lde_buffer_free(&cell);
}

static void lane_heading(const lde_offer_text *text, const char *lane)
{
  lde_buffer title = {0};
  int64_t seats = 0, cost = 0, count = 0;

  for (size_t i = 0; i < text->offer->lines.len; i++) {
    const lde_offer_line *line = &text->offer->lines.data[i];
    if (!same(line->lane, lane))
      continue;
    count++;
    seats += line->seats;
    cost += line->cost;
  }
  if (lane)
    lde_buffer_printf(&title, LDE_TR(text->lang, "Lane %s: ", "Categorie %s: "),
                      lde_choice_label("lane", lane, text->lang));
  else
    lde_buffer_puts(&title, LDE_TR(text->lang, "Without a lane: ", "Zonder categorie: "));
  lde_count_format(&title, count, LDE_TR(text->lang, "activity, ", "activiteit, "),
                   LDE_TR(text->lang, "activities, ", "activiteiten, "), text->lang);
  lde_count_format(&title, seats, LDE_TR(text->lang, "seat, ", "plaats, "),
                   LDE_TR(text->lang, "seats, ", "plaatsen, "), text->lang);
  lde_amount_format(&title, text->dataset, cost, text->lang);
  lde_offer_text_heading(text, title.data);
  lde_buffer_free(&title);
}

static void print_lane(const lde_offer_text *text, const char *lane)
{
  lde_grid grid = {0};

  lde_grid_column(&grid, LDE_TR(text->lang, "Activity", "Activiteit"), LDE_GRID_TEXT);
  lde_grid_column(&grid, LDE_TR(text->lang, "Period", "Periode"), LDE_GRID_FIXED);
  lde_grid_column(&grid, LDE_TR(text->lang, "Groups", "Groepen"), LDE_GRID_NUMBER);
  lde_grid_column(&grid, LDE_TR(text->lang, "Seats", "Plaatsen"), LDE_GRID_NUMBER);
  lde_grid_column(&grid, LDE_TR(text->lang, "Hours", "Uren"), LDE_GRID_NUMBER);
  lde_grid_column(&grid, LDE_TR(text->lang, "Cost", "Kosten"), LDE_GRID_NUMBER);
  for (size_t i = 0; i < text->offer->lines.len; i++)
    if (same(text->offer->lines.data[i].lane, lane))
      add_line(text, &grid, &text->offer->lines.data[i]);
  if (grid.cells.len) {
    lane_heading(text, lane);
    lde_grid_print(text->out, &grid, 2, text->style);
  }
  lde_grid_free(&grid);
}

void lde_offer_text_lines(const lde_offer_text *text)
{
  const lde_choices *lanes = lde_choices_find("lane");

  for (int i = 0; i < lanes->count; i++)
    print_lane(text, lanes->items[i].text);
  for (size_t i = 0; i < text->offer->lines.len; i++) {
    const char *lane = text->offer->lines.data[i].lane;
    bool done = lane && lde_choices_index(lanes, lane, strlen(lane)) >= 0;
    for (size_t before = 0; before < i && !done; before++)
      done = same(text->offer->lines.data[before].lane, lane);
    if (!done)
      print_lane(text, lane);
  }
}
