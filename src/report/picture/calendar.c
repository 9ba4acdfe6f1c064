/* The plan year by month: which offerings run when. Sessions with dates are dark bars; what has only a
 * period is a light band as long as that period. */
#include <stdlib.h>

#include "base/date.h"
#include "base/decimal.h"
#include "base/error.h"
#include "report/picture/lines.h"
#include "report/reasons.h"

#define TITLE(lang)                                                                                \
  LDE_TR(lang, "The year: what runs when", "Het jaar: wat loopt wanneer")

enum { ROWS_MAX = 36, LABEL = 330, RIGHT = 8, ROW = 26, GOAL_ROW = 36 };

/* Of one offering (or goal) in one stretch of time. */
typedef struct run {
  int32_t what;        /* offering; for the short form goal; LDE_NO_ROW = none */
  int32_t line;        /* plan line without offering, which gives the label; else LDE_NO_ROW */
  int32_t first, last; /* days */
  int64_t sessions, seats;
  bool dated, done;
} run;

typedef LDE_VEC(run) runs;

typedef struct calendar {
  lde_svg svg;
  lde_dataset *ds;
  lde_buffer text;
} calendar;

static int by_what(const void *a, const void *b)
{
  const run *x = a, *y = b;
  if (x->what != y->what)
    return x->what < y->what ? -1 : 1;
  if (x->line != y->line)
    return x->line < y->line ? -1 : 1;
  if (x->dated != y->dated)
    return x->dated ? 1 : -1;
  if (x->first != y->first)
    return x->first < y->first ? -1 : 1;
  return (x->last > y->last) - (x->last < y->last);
}

static void add_lines(runs *out, lde_dataset *ds, const lde_offer *offer)
{
  lde_picture_lines lines;

  lde_picture_lines_find(&lines, ds, offer);
  for (size_t i = 0; i < lines.len; i++) {
    const lde_picture_line *line = &lines.data[i];
    run r = {.what = line->offering,
             .line = line->offering == LDE_NO_ROW ? line->row : LDE_NO_ROW,
             .first = ds->year_first,
             .last = ds->year_last,
             .sessions = line->sessions,
             .seats = line->seats};
    if (*line->period && !lde_period_bounds(ds, line->period, &r.first, &r.last))
      continue;
    if (r.first <= ds->year_last && r.last >= ds->year_first)
      lde_vec_push(out, r);
  }
  lde_picture_lines_free(&lines);
}

static void add_sessions(runs *out, lde_dataset *ds)
{
  for (int32_t row = 0; row < lde_count(ds, session); row++) {
    int64_t status = lde_get(ds, session, status, row);
    run r = {.what = lde_get_row(ds, session, offering, row),
             .line = LDE_NO_ROW,
             .first = (int32_t)lde_get(ds, session, starts_on, row),
             .sessions = 1,
             .seats = lde_get(ds, session, seats_max, row),
             .dated = true,
             .done = lde_has(ds, session, status, row) &&
                     status == LDE_CHOICE_OF(session_status, done)};
    if (!lde_has(ds, session, starts_on, row) || r.what == LDE_NO_ROW ||
        (lde_has(ds, session, status, row) && status == LDE_CHOICE_OF(session_status, cancelled)))
      continue;
    r.last =
        lde_has(ds, session, ends_on, row) ? (int32_t)lde_get(ds, session, ends_on, row) : r.first;
    if (r.first <= ds->year_last && r.last >= ds->year_first)
      lde_vec_push(out, r);
  }
}

/* Lanes of one offering in one period are one band. */
static void merge(runs *list)
{
  size_t count = 0;

  if (list->len)
    qsort(list->data, list->len, sizeof *list->data, by_what);
  for (size_t i = 0; i < list->len; i++) {
    run *last = count ? &list->data[count - 1] : NULL;
    if (last && !last->dated && by_what(last, &list->data[i]) == 0) {
      last->sessions += list->data[i].sessions;
      last->seats += list->data[i].seats;
    } else {
      list->data[count++] = list->data[i];
    }
  }
  list->len = count;
}

static void find(runs *out, lde_dataset *ds, const lde_offer *offer)
{
  *out = (runs){0};
  add_lines(out, ds, offer);
  add_sessions(out, ds);
  merge(out);
}

/* A row of the picture: the runs from `from` up to `to`. */
typedef struct row {
  size_t from, to;
  int32_t first;
} row;

static int by_start(const void *a, const void *b)
{
  const row *x = a, *y = b;
  if (x->first != y->first)
    return x->first < y->first ? -1 : 1;
  return (x->from > y->from) - (x->from < y->from);
}

static row *find_rows(const runs *list, size_t *count)
{
  row *rows = lde_alloc(list->len + 1, sizeof *rows);

  *count = 0;
  for (size_t i = 0; i < list->len; i++) {
    const run *r = &list->data[i];
    if (!i || r->what != r[-1].what || r->line != r[-1].line)
      rows[(*count)++] = (row){i, i, r->first};
    rows[*count - 1].to = i + 1;
    if (r->first < rows[*count - 1].first)
      rows[*count - 1].first = r->first;
  }
  if (*count)
    qsort(rows, *count, sizeof *rows, by_start);
  return rows;
}

/* The short form: by goal and quarter, for a plan with more offerings than there is room for. */
static void shorten(runs *list, lde_dataset *ds, const lde_offer *offer)
{
  int32_t *goal_of = lde_alloc((size_t)lde_count(ds, offering) + 1, sizeof *goal_of);
  lde_picture_lines lines;
  size_t count = 0;

  for (int32_t i = 0; i < lde_count(ds, offering); i++)
    goal_of[i] = LDE_NO_ROW;
  lde_picture_lines_find(&lines, ds, offer);
  for (size_t i = 0; i < lines.len; i++)
    if (lines.data[i].offering != LDE_NO_ROW && goal_of[lines.data[i].offering] == LDE_NO_ROW)
      goal_of[lines.data[i].offering] = lde_picture_line_goal(&lines.data[i]);
  for (size_t i = 0; i < list->len; i++) {
    run *r = &list->data[i];
    int32_t first, last;
    if (r->dated && goal_of[r->what] != LDE_NO_ROW)
      continue; /* the line of the plan counts it already */
    list->data[count++] = *r;
    r = &list->data[count - 1];
    r->what = r->what == LDE_NO_ROW ? LDE_NO_ROW : goal_of[r->what];
    r->line = LDE_NO_ROW;
    r->dated = r->done = false;
    for (int q = 1; q <= 4; q++) {
      lde_quarter_bounds(ds, q, &first, &last);
      if (r->first >= first && r->first <= last && (r->last <= last || r->last - r->first < 120)) {
        r->first = first;
        r->last = last;
        break;
      }
    }
  }
  list->len = count;
  merge(list);
  lde_picture_lines_free(&lines);
  lde_free(goal_of);
}

/* Drawing */

static double x_of(const calendar *c, int32_t date)
{
  double days = (double)(c->ds->year_last - c->ds->year_first + 1);
  int32_t within = date < c->ds->year_first       ? 0
                   : date > c->ds->year_last + 1 ? c->ds->year_last + 1 - c->ds->year_first
                                                 : date - c->ds->year_first;
  return LABEL + (double)within / days * (c->svg.width - LABEL - RIGHT);
}

static const char *month_name(int month, lde_language lang)
{
  static const char *const names[2][12] = {
      {"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"},
      {"jan", "feb", "mrt", "apr", "mei", "jun", "jul", "aug", "sep", "okt", "nov", "dec"}};
  return names[lang == LDE_DUTCH][month - 1];
}

static void draw_months(calendar *c, double y, double height)
{
  lde_svg_font font = {11, true, LDE_COLOR_MUTED, LDE_ANCHOR_MIDDLE};
  int32_t day = c->ds->year_first;

  for (int i = 0; day <= c->ds->year_last && i < 24; i++) {
    int32_t next = lde_date_add_months(c->ds->year_first, i + 1);
    int year, month, of_month;
    double x = x_of(c, day), end = x_of(c, next);
    lde_date_to_civil(day, &year, &month, &of_month);
    lde_svg_line(&c->svg, x, y, x, y + height,
                 (lde_svg_stroke){LDE_COLOR_LINE, i % 3 ? 0.5 : 1.5, false});
    if (end - x > 24)
      lde_svg_text(&c->svg, (x + end) / 2, y + 13, font, month_name(month, c->svg.lang));
    day = next;
  }
}

/* The longest of three forms that fits in the band. */
static const char *describe_run(calendar *c, const run *r, double width)
{
  lde_language lang = c->svg.lang;
  lde_buffer groups = {0}, seats = {0};
  const char *text = NULL;

  lde_count_format(&groups, r->sessions, LDE_TR(lang, "group", "groep"),
                   LDE_TR(lang, "groups", "groepen"), lang);
  lde_count_format(&seats, r->seats, LDE_TR(lang, "seat", "plaats"),
                   LDE_TR(lang, "seats", "plaatsen"), lang);
  for (int form = r->sessions ? 0 : 1; form < 4 && !text; form++) {
    lde_buffer_truncate(&c->text, 0);
    if (form == 0)
      lde_buffer_printf(&c->text, "%s · %s", groups.data, seats.data);
    else if (form == 1 && r->seats)
      lde_buffer_puts(&c->text, seats.data);
    else if (form == 2 && r->seats)
      lde_decimal_format(&c->text, r->seats, 0, 0, lang);
    text = lde_buffer_text(&c->text);
    if (lde_svg_text_width(text, 11, false) > width - 8)
      text = NULL;
  }
  lde_buffer_free(&groups);
  lde_buffer_free(&seats);
  return text ? text : "";
}

/* Bands under bars: a band's text stands where no bar of the row is, so bars go to the lower edge. */
static void draw_run(calendar *c, const run *r, double y, double height, bool bars,
                     double *free_from)
{
  lde_svg_font font = {11, false, LDE_COLOR_INK, LDE_ANCHOR_MIDDLE};
  double x = x_of(c, r->first), end = x_of(c, r->last + 1);

  if (r->dated) {
    end = end - x < 5 ? x + 5 : end;
    if (end > c->svg.width - 2)
      x = c->svg.width - 2 - (end - x), end = c->svg.width - 2;
    lde_svg_rect(&c->svg, x, y + height - 9, end - x, 6, 1.5,
                 r->done ? LDE_COLOR_TEAL : LDE_COLOR_BLUE, (lde_svg_stroke){0});
    return;
  }
  lde_svg_rect(&c->svg, x + 1, y + 2, end - x - 2, height - 4, 3, LDE_COLOR_SKY,
               (lde_svg_stroke){0});
  if (x >= *free_from) { /* two bands over each other: the first keeps its text */
    lde_svg_text(&c->svg, (x + end) / 2, bars ? y + 14 : y + height / 2 + 4, font,
                 describe_run(c, r, end - x));
    *free_from = end;
  }
}

static const char *label_of(calendar *c, const run *r, bool goals)
{
  if (goals)
    return r->what == LDE_NO_ROW
               ? LDE_TR(c->svg.lang, "no goal", "geen doel")
               : lde_picture_label(&c->text, c->ds, LDE_E(goal), r->what, c->svg.lang);
  if (r->what == LDE_NO_ROW)
    return lde_picture_label(&c->text, c->ds, LDE_E(plan_line), r->line, c->svg.lang);
  return lde_picture_label(&c->text, c->ds, LDE_E(offering), r->what, c->svg.lang);
}

static void draw_row(calendar *c, const runs *list, const row *r, double y, double height,
                     bool goals)
{
  lde_svg_font font = {12, false, LDE_COLOR_INK, LDE_ANCHOR_START};
  double free_from = 0;
  bool bars = false;
  int lines = goals ? 2 : 1;
  const char *label = label_of(c, &list->data[r->from], goals);

  lines = lde_svg_text_wrap(NULL, 0, 0, font, LABEL - 18, 15, lines, label);
  lde_svg_text_wrap(&c->svg, 8, y + height / 2 + 12 - 7.5 * lines, font, LABEL - 18, 15,
                    goals ? 2 : 1, label);
  for (size_t i = r->from; i < r->to; i++)
    bars = bars || list->data[i].dated;
  for (size_t i = r->from; i < r->to; i++)
    draw_run(c, &list->data[i], y, height, bars, &free_from);
  lde_svg_line(&c->svg, 8, y + height, c->svg.width - RIGHT, y + height,
               (lde_svg_stroke){LDE_COLOR_LINE, 0.5, false});
}

void lde_picture_calendar(lde_buffer *out, lde_dataset *ds, const lde_offer *offer,
                          const lde_picture_style *style)
{
  lde_language lang = style->language;
  calendar c = {.ds = ds};
  lde_buffer how = {0};
  size_t count;
  bool goals;
  runs list;
  row *rows;
  double y, height;

  find(&list, ds, offer);
  rows = find_rows(&list, &count);
  if (!count) {
    lde_picture_nothing(out, style, TITLE(lang),
                        LDE_TR(lang, "Nothing has been planned in this year yet.",
                               "Er is in dit jaar nog niets gepland."));
    lde_free(rows);
    lde_vec_free(&list);
    return;
  }
  goals = count > ROWS_MAX;
  if (goals) {
    lde_buffer_printf(
        &how,
        LDE_TR(lang, "%zu offerings, drawn together by the goal that they serve most. ",
               "%zu opleidingen, samengenomen per doel waaraan ze het meest bijdragen. "),
        count);
    lde_free(rows);
    shorten(&list, ds, offer);
    rows = find_rows(&list, &count);
    lde_buffer_puts(&how, LDE_TR(lang, "Light: the period in which it runs, with groups and seats.",
                                 "Licht: de periode waarin het loopt, met groepen en plaatsen."));
  } else {
    lde_buffer_puts(
        &how, LDE_TR(lang,
                     "Light band: the period in which it runs, with groups and seats. Dark bar: "
                     "a session with dates; green: done.",
                     "Lichte band: de periode waarin het loopt, met groepen en plaatsen. Donkere "
                     "balk: een uitvoering met datum; groen: uitgevoerd."));
  }
  lde_svg_begin(&c.svg, style);
  y = lde_picture_head(&c.svg, TITLE(lang), how.data);
  if (count > ROWS_MAX)
    count = ROWS_MAX;
  height = goals ? GOAL_ROW : ROW;
  draw_months(&c, y, 22 + height * (double)count);
  y += 22;
  for (size_t i = 0; i < count; i++, y += height)
    draw_row(&c, &list, &rows[i], y, height, goals);
  lde_svg_finish(&c.svg, out, y + 8, TITLE(lang), how.data);
  lde_buffer_free(&how);
  lde_buffer_free(&c.text);
  lde_free(rows);
  lde_vec_free(&list);
}

void lde_picture_calendar_table(lde_buffer *out, lde_dataset *ds, const lde_offer *offer,
                                const lde_picture_style *style)
{
  lde_language lang = style->language;
  calendar c = {.ds = ds, .svg = {.lang = lang}};
  lde_html_table table;
  size_t count;
  runs list;
  row *rows;

  find(&list, ds, offer);
  rows = find_rows(&list, &count);
  lde_html_table_begin(&table, out, TITLE(lang));
  lde_html_table_column(&table, LDE_TR(lang, "Offering", "Opleiding"), false);
  lde_html_table_column(&table, LDE_TR(lang, "From", "Van"), false);
  lde_html_table_column(&table, LDE_TR(lang, "To", "Tot en met"), false);
  lde_html_table_column(&table, LDE_TR(lang, "Groups", "Groepen"), true);
  lde_html_table_column(&table, LDE_TR(lang, "Seats", "Plaatsen"), true);
  lde_html_table_column(&table, LDE_TR(lang, "Dates", "Datum"), false);
  for (size_t i = 0; i < count; i++)
    for (size_t n = rows[i].from; n < rows[i].to; n++) {
      const run *r = &list.data[n];
      lde_html_table_cell(&table, label_of(&c, r, false));
      lde_buffer_truncate(&c.text, 0);
      lde_date_format(&c.text, r->first, lang);
      lde_html_table_take(&table, &c.text);
      lde_date_format(&c.text, r->last, lang);
      lde_html_table_take(&table, &c.text);
      lde_decimal_format(&c.text, r->sessions, 0, 0, lang);
      lde_html_table_take(&table, &c.text);
      lde_decimal_format(&c.text, r->seats, 0, 0, lang);
      lde_html_table_take(&table, &c.text);
      lde_html_table_cell(&table, r->done    ? LDE_TR(lang, "done", "uitgevoerd")
                                  : r->dated ? LDE_TR(lang, "fixed", "vastgelegd")
                                             : LDE_TR(lang, "period only", "alleen periode"));
    }
  lde_html_table_end(&table);
  lde_buffer_free(&c.text);
  lde_free(rows);
  lde_vec_free(&list);
}
