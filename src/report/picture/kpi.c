/* Small multiples: for each KPI where it began, what was measured, and where it must end. */
#include <stdlib.h>
#include <string.h>

#include "base/date.h"
#include "base/decimal.h"
#include "base/error.h"
#include "report/picture/lines.h"
#include "report/reasons.h"

#define TITLE(lang)                                                                                \
  LDE_TR(lang, "Indicators: from baseline to target", "Indicatoren: van nulmeting naar doel")

enum { SHOWN_MAX = 12, COLUMNS = 3, HEIGHT = 254, PLOT = 92, GAP = 16 };

typedef struct reading {
  int32_t date, count;
  double value;
} reading;

typedef struct indicator {
  lde_dataset *ds;
  int32_t row;
  bool has_baseline, has_target;
  double baseline, target;
  int32_t baseline_date, target_date;
  LDE_VEC(reading) readings; /* by date; of several units the mean */
} indicator;

static int by_date(const void *a, const void *b)
{
  const reading *x = a, *y = b;
  return (x->date > y->date) - (x->date < y->date);
}

/* Of the whole organisation; only where there are none, those of its units. */
static void find_readings(indicator *k)
{
  const lde_table *table = lde_dataset_table(k->ds, LDE_E(kpi_measurement));
  lde_rows rows = lde_dataset_inverse(k->ds, &table->entity->fields[LDE_F(kpi_measurement, kpi)],
                                      LDE_E(kpi), k->row);
  size_t count = 0;

  for (int units = 0; units < 2 && !k->readings.len; units++)
    for (size_t i = 0; i < rows.count; i++)
      if (lde_has(k->ds, kpi_measurement, unit, rows.rows[i]) == (units == 1) &&
          lde_has(k->ds, kpi_measurement, value, rows.rows[i]) &&
          !lde_row_is_superseded(k->ds, table, rows.rows[i]))
        lde_vec_push(
            &k->readings,
            ((reading){(int32_t)lde_get(k->ds, kpi_measurement, date, rows.rows[i]), 1,
                       (double)lde_get(k->ds, kpi_measurement, value, rows.rows[i]) / 1e6}));
  if (k->readings.len)
    qsort(k->readings.data, k->readings.len, sizeof *k->readings.data, by_date);
  for (size_t i = 0; i < k->readings.len; i++) {
    reading *last = count ? &k->readings.data[count - 1] : NULL;
    if (last && last->date == k->readings.data[i].date) {
      last->value = (last->value * last->count + k->readings.data[i].value) / (last->count + 1);
      last->count++;
    } else {
      k->readings.data[count++] = k->readings.data[i];
    }
  }
  k->readings.len = count;
}

static indicator find(lde_dataset *ds, int32_t row)
{
  indicator k = {.ds = ds,
                 .row = row,
                 .has_baseline = lde_has(ds, kpi, baseline_value, row),
                 .has_target = lde_has(ds, kpi, target_value, row),
                 .baseline = (double)lde_get(ds, kpi, baseline_value, row) / 1e6,
                 .target = (double)lde_get(ds, kpi, target_value, row) / 1e6,
                 .baseline_date = lde_has(ds, kpi, baseline_date, row)
                                      ? (int32_t)lde_get(ds, kpi, baseline_date, row)
                                      : ds->year_first,
                 .target_date = lde_has(ds, kpi, target_date, row)
                                    ? (int32_t)lde_get(ds, kpi, target_date, row)
                                    : ds->year_last};
  find_readings(&k);
  return k;
}

/* Short enough to stand behind each number; else it stands once in the head. */
static bool is_short(const char *unit)
{
  return strlen(unit) <= 4;
}

static void put_value(lde_buffer *out, const indicator *k, bool has, double value,
                      lde_language lang)
{
  const char *unit = lde_text_of(k->ds, kpi, unit_of_measure, k->row);

  if (!has) {
    lde_buffer_puts(out, LDE_TR(lang, "missing", "ontbreekt"));
    return;
  }
  lde_number_format(out, value, 2, lang);
  if (is_short(unit))
    lde_buffer_printf(out, "%s%s", !*unit || *unit == '%' ? "" : " ", unit);
}

/* How far from baseline to target the last reading is; nothing where that has no meaning. */
static bool progress_of(const indicator *k, double *share)
{
  if (!k->has_baseline || !k->has_target || !k->readings.len || !(k->target != k->baseline))
    return false;
  *share = (k->readings.data[k->readings.len - 1].value - k->baseline) / (k->target - k->baseline);
  return true;
}

static void put_progress(lde_buffer *out, const indicator *k, lde_language lang)
{
  double share;

  if (!k->has_baseline || !k->has_target)
    lde_buffer_puts(out, LDE_TR(lang, "no baseline and target: cannot be followed",
                                "geen nulmeting en doel: niet te volgen"));
  else if (!k->readings.len)
    lde_buffer_puts(
        out, LDE_TR(lang, "not measured since the baseline", "nog niet gemeten na de nulmeting"));
  else if (!progress_of(k, &share))
    lde_buffer_puts(out, LDE_TR(lang, "to be kept as it is", "gelijk houden"));
  else if (share < 0)
    lde_buffer_puts(out, LDE_TR(lang, "further from the target than at the start",
                                "verder van het doel dan bij de start"));
  else if (share >= 1)
    lde_buffer_puts(out, LDE_TR(lang, "target reached", "doel gehaald"));
  else
    lde_buffer_printf(
        out, LDE_TR(lang, "%d%% of the way to the target", "%d%% van de weg naar het doel"),
        (int)(share * 100));
}

typedef struct frame {
  double x, y, width; /* of the plot */
  int32_t first, last;
  double least, most;
} frame;

static double x_of(const frame *f, int32_t date)
{
  return f->x + 8 + (double)(date - f->first) / (double)(f->last - f->first) * (f->width - 16);
}

static double y_of(const frame *f, double value)
{
  return f->y + PLOT - 8 - (value - f->least) / (f->most - f->least) * (PLOT - 16);
}

static void include(frame *f, bool *any, int32_t date, double value)
{
  if (!*any) {
    f->first = f->last = date;
    f->least = f->most = value;
    *any = true;
  }
  f->first = date < f->first ? date : f->first;
  f->last = date > f->last ? date : f->last;
  f->least = value < f->least ? value : f->least;
  f->most = value > f->most ? value : f->most;
}

static bool fit(frame *f, const indicator *k)
{
  bool any = false;

  if (k->has_baseline)
    include(f, &any, k->baseline_date, k->baseline);
  if (k->has_target)
    include(f, &any, k->target_date, k->target);
  for (size_t i = 0; i < k->readings.len; i++)
    include(f, &any, k->readings.data[i].date, k->readings.data[i].value);
  if (f->last == f->first)
    f->last = f->first + 1;
  if (!(f->most > f->least)) {
    f->least -= 1;
    f->most += 1;
  }
  return any;
}

static void draw_plot(lde_svg *svg, const indicator *k, frame f)
{
  double *line = lde_alloc(2 * (k->readings.len + 1), sizeof *line);
  size_t count = 0;

  lde_svg_rect(svg, f.x, f.y, f.width, PLOT, 0, LDE_COLOR_PAPER,
               (lde_svg_stroke){LDE_COLOR_LINE, 1, false});
  if (!fit(&f, k)) {
    lde_free(line);
    return;
  }
  if (k->has_target)
    lde_svg_line(svg, f.x, y_of(&f, k->target), f.x + f.width, y_of(&f, k->target),
                 (lde_svg_stroke){LDE_COLOR_TEAL, 1.5, true});
  if (k->has_baseline && k->has_target) /* the way that was promised */
    lde_svg_line(svg, x_of(&f, k->baseline_date), y_of(&f, k->baseline), x_of(&f, k->target_date),
                 y_of(&f, k->target), (lde_svg_stroke){LDE_COLOR_LINE, 2, false});
  if (k->has_baseline) {
    line[0] = x_of(&f, k->baseline_date);
    line[1] = y_of(&f, k->baseline);
    count = 1;
  }
  for (size_t i = 0; i < k->readings.len; i++) {
    line[2 * count] = x_of(&f, k->readings.data[i].date);
    line[2 * count++ + 1] = y_of(&f, k->readings.data[i].value);
  }
  if (count > 1)
    lde_svg_points(svg, line, count, false, LDE_COLOR_NONE,
                   (lde_svg_stroke){LDE_COLOR_BLUE, 2.5, false});
  for (size_t i = k->has_baseline ? 1 : 0; i < count; i++)
    lde_svg_circle(svg, line[2 * i], line[2 * i + 1], 3.5, LDE_COLOR_BLUE, (lde_svg_stroke){0});
  if (k->has_baseline)
    lde_svg_circle(svg, line[0], line[1], 4.5, LDE_COLOR_PAPER,
                   (lde_svg_stroke){LDE_COLOR_BLUE, 2, false});
  if (k->has_target) {
    double x = x_of(&f, k->target_date), y = y_of(&f, k->target);
    const double diamond[] = {x, y - 6, x + 6, y, x, y + 6, x - 6, y};
    lde_svg_points(svg, diamond, 4, true, LDE_COLOR_TEAL, (lde_svg_stroke){0});
  }
  lde_free(line);
}

static void draw_numbers(lde_svg *svg, const indicator *k, double x, double y, double width)
{
  lde_language lang = svg->lang;
  const char *const names[] = {LDE_TR(lang, "○ Baseline", "○ Nulmeting"),
                               LDE_TR(lang, "● Latest", "● Laatste"),
                               LDE_TR(lang, "◆ Target", "◆ Doel")};
  const reading *last = k->readings.len ? &k->readings.data[k->readings.len - 1] : NULL;
  const bool has[] = {k->has_baseline, last != NULL, k->has_target};
  const double values[] = {k->baseline, last ? last->value : 0, k->target};
  const int32_t dates[] = {k->baseline_date, last ? last->date : 0, k->target_date};
  lde_buffer text = {0};

  for (int i = 0; i < 3; i++) {
    lde_svg_font font = {11, false, LDE_COLOR_MUTED, LDE_ANCHOR_START};
    double at = x + width / 3 * i, room = width / 3 - 6;
    lde_svg_text_fit(svg, at, y, font, room, names[i]);
    lde_buffer_truncate(&text, 0);
    if (has[i]) {
      char date[LDE_DATE_TEXT_SIZE];
      if (lang == LDE_DUTCH)
        lde_date_format(&text, dates[i], lang);
      else
        lde_buffer_puts(&text, lde_date_print(dates[i], date)); /* the long form does not fit */
      lde_svg_text_fit(svg, at, y + 33, font, room, text.data);
    }
    lde_buffer_truncate(&text, 0);
    put_value(&text, k, has[i], values[i], lang);
    font = (lde_svg_font){13, true, has[i] ? LDE_COLOR_INK : LDE_COLOR_RED, LDE_ANCHOR_START};
    lde_svg_text_fit(svg, at, y + 17, font, room, text.data);
  }
  lde_buffer_free(&text);
}

static void draw(lde_svg *svg, const indicator *k, double x, double y, double width)
{
  lde_svg_font font = {13, true, LDE_COLOR_INK, LDE_ANCHOR_START};
  lde_svg_font small = {11, false, LDE_COLOR_MUTED, LDE_ANCHOR_START};
  int32_t goal = lde_get_row(k->ds, kpi, goal, k->row);
  const char *unit = lde_text_of(k->ds, kpi, unit_of_measure, k->row);
  double share;
  int lines;
  bool broken = !k->has_baseline || !k->has_target;
  lde_buffer text = {0};

  lde_svg_rect(svg, x, y, width, HEIGHT, 6, LDE_COLOR_BAND,
               broken ? (lde_svg_stroke){LDE_COLOR_RED, 1.5, true} : (lde_svg_stroke){0});
  lines = lde_svg_text_wrap(svg, x + 10, y + 20, font, width - 20, 16, 2,
                            lde_picture_label(&text, k->ds, LDE_E(kpi), k->row, svg->lang));
  lde_buffer_truncate(&text, 0);
  if (goal != LDE_NO_ROW)
    lde_picture_label(&text, k->ds, LDE_E(goal), goal, svg->lang);
  if (!is_short(unit))
    lde_buffer_printf(&text, "%s%s", text.len ? " · " : "", unit);
  lde_svg_text_fit(svg, x + 10, y + 21 + 16 * lines, small, width - 20, lde_buffer_text(&text));
  draw_plot(svg, k, (frame){.x = x + 10, .y = y + 64, .width = width - 20});
  draw_numbers(svg, k, x + 10, y + 176, width - 20);
  lde_buffer_truncate(&text, 0);
  put_progress(&text, k, svg->lang);
  broken = broken || (progress_of(k, &share) && share < 0);
  small.color = broken ? LDE_COLOR_RED : LDE_COLOR_INK;
  small.bold = true;
  if (broken)
    lde_svg_warning(svg, x + 18, y + HEIGHT - 18, true);
  lde_svg_text_fit(svg, x + (broken ? 32 : 10), y + HEIGHT - 13, small, width - (broken ? 42 : 20),
                   text.data);
  lde_buffer_free(&text);
}

/* By the weight of their goal, so that what matters most comes first. */
static int32_t *order_of(lde_dataset *ds)
{
  int32_t count = lde_count(ds, kpi), *rows = lde_alloc((size_t)count + 1, sizeof *rows);

  for (int32_t i = 0; i < count; i++) {
    int32_t goal = lde_get_row(ds, kpi, goal, i), to = i;
    int64_t weight = goal == LDE_NO_ROW ? -1 : lde_get(ds, goal, total_weight, goal);
    for (; to > 0; to--) {
      int32_t other = lde_get_row(ds, kpi, goal, rows[to - 1]);
      if ((other == LDE_NO_ROW ? -1 : lde_get(ds, goal, total_weight, other)) >= weight)
        break;
      rows[to] = rows[to - 1];
    }
    rows[to] = i;
  }
  return rows;
}

void lde_picture_kpi(lde_buffer *out, lde_dataset *ds, const lde_picture_style *style)
{
  lde_language lang = style->language;
  const char *how =
      LDE_TR(lang,
             "The blue line is what was measured; the grey line leads from baseline to "
             "target.",
             "De blauwe lijn is wat er gemeten is; de grijze lijn loopt van nulmeting "
             "naar doel.");
  int32_t count = lde_count(ds, kpi), *rows;
  int32_t shown = count < SHOWN_MAX ? count : SHOWN_MAX;
  double y, width;
  lde_svg svg;

  if (!count) {
    lde_picture_nothing(out, style, TITLE(lang),
                        LDE_TR(lang, "There are no KPIs.", "Er zijn geen KPI's."));
    return;
  }
  rows = order_of(ds);
  lde_svg_begin(&svg, style);
  y = lde_picture_head(&svg, TITLE(lang), how);
  width = (svg.width - 16 - GAP * (COLUMNS - 1)) / COLUMNS;
  for (int32_t i = 0; i < shown; i++) {
    indicator k = find(ds, rows[i]);
    draw(&svg, &k, 8 + (width + GAP) * (i % COLUMNS), y, width);
    lde_vec_free(&k.readings);
    if (i % COLUMNS == COLUMNS - 1 || i == shown - 1)
      y += HEIGHT + GAP;
  }
  if (shown < count) {
    lde_svg_font small = {12, false, LDE_COLOR_MUTED, LDE_ANCHOR_START};
    lde_buffer text = {0};
    lde_svg_text(&svg, 8, y + 4, small,
                 lde_picture_print(&text,
                                   LDE_TR(lang, "+ %d more indicators", "+ %d andere indicatoren"),
                                   (int)(count - shown)));
    lde_buffer_free(&text);
    y += 18;
  }
  lde_svg_finish(&svg, out, y, TITLE(lang), how);
  lde_free(rows);
}

void lde_picture_kpi_table(lde_buffer *out, lde_dataset *ds, const lde_picture_style *style)
{
  lde_language lang = style->language;
  int32_t *rows = order_of(ds);
  lde_html_table table;
  lde_buffer text = {0};

  lde_html_table_begin(&table, out, TITLE(lang));
  lde_html_table_column(&table, "KPI", false);
  lde_html_table_column(&table, LDE_TR(lang, "Goal", "Doel"), false);
  lde_html_table_column(&table, LDE_TR(lang, "Baseline", "Nulmeting"), true);
  lde_html_table_column(&table, LDE_TR(lang, "Measured", "Gemeten"), false);
  lde_html_table_column(&table, LDE_TR(lang, "Target", "Streefwaarde"), true);
  lde_html_table_column(&table, LDE_TR(lang, "Progress", "Voortgang"), false);
  for (int32_t i = 0; i < lde_count(ds, kpi); i++) {
    indicator k = find(ds, rows[i]);
    int32_t goal = lde_get_row(ds, kpi, goal, rows[i]);
    const char *unit = lde_text_of(ds, kpi, unit_of_measure, rows[i]);
    lde_picture_label(&text, ds, LDE_E(kpi), rows[i], lang);
    if (!is_short(unit))
      lde_buffer_printf(&text, " (%s)", unit);
    lde_html_table_take(&table, &text);
    lde_html_table_cell(
        &table, goal == LDE_NO_ROW ? "–" : lde_picture_label(&text, ds, LDE_E(goal), goal, lang));
    lde_buffer_truncate(&text, 0);
    put_value(&text, &k, k.has_baseline, k.baseline, lang);
    lde_html_table_take(&table, &text);
    for (size_t r = 0; r < k.readings.len; r++) {
      lde_buffer_puts(&text, r ? "; " : "");
      lde_date_format(&text, k.readings.data[r].date, lang);
      lde_buffer_puts(&text, ": ");
      put_value(&text, &k, true, k.readings.data[r].value, lang);
    }
    lde_html_table_take(&table, &text);
    put_value(&text, &k, k.has_target, k.target, lang);
    lde_html_table_take(&table, &text);
    put_progress(&text, &k, lang);
    lde_html_table_take(&table, &text);
    lde_vec_free(&k.readings);
  }
  lde_html_table_end(&table);
  lde_buffer_free(&text);
  lde_free(rows);
}
