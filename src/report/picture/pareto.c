/* What each amount of money brings: value reached against budget, with the most that is possible. */
#include "base/error.h"
#include "report/picture/lines.h"
#include "report/reasons.h"

#define TITLE(lang)                                                                                \
  LDE_TR(lang, "What each budget brings", "Wat elk budget oplevert")

enum { LEFT = 76, RIGHT = 40, PLOT = 300, TICKS = 6 };
static const double enough = 0.9; /* of the largest value: where more money adds little */

typedef struct plot {
  lde_svg svg;
  lde_dataset *ds;
  const lde_pareto_point *points;
  size_t count;
  double top, width, x_most, y_most;
  lde_buffer text;
} plot;

static double x_of(const plot *p, int64_t budget)
{
  return LEFT + (double)budget / p->x_most * p->width;
}

static double y_of(const plot *p, double value)
{
  return p->top + PLOT - value / p->y_most * PLOT;
}

static void draw_axes(plot *p)
{
  lde_svg_font font = {11, false, LDE_COLOR_MUTED, LDE_ANCHOR_END};
  lde_svg_font name = {12, true, LDE_COLOR_INK, LDE_ANCHOR_START};
  lde_svg_stroke grid = {LDE_COLOR_LINE, 1, false};
  double one = 1, step = lde_picture_step(p->y_most, TICKS);
  lde_language lang = p->svg.lang;

  for (double v = 0; v <= p->y_most * 1.0001; v += step) {
    lde_svg_line(&p->svg, LEFT, y_of(p, v), LEFT + p->width, y_of(p, v), grid);
    lde_buffer_truncate(&p->text, 0);
    lde_number_format(&p->text, v, 2, lang);
    lde_svg_text(&p->svg, LEFT - 8, y_of(p, v) + 4, font, p->text.data);
  }
  for (int i = 0; i < p->ds->currency_decimals; i++)
    one *= 10;
  step = lde_picture_step(p->x_most / one, TICKS) * one;
  font.anchor = LDE_ANCHOR_MIDDLE;
  for (double x = 0; x <= p->x_most * 1.0001; x += step) {
    lde_buffer_truncate(&p->text, 0);
    lde_picture_money(&p->text, p->ds, (int64_t)x, lang);
    lde_svg_line(&p->svg, LEFT + x / p->x_most * p->width, p->top + PLOT,
                 LEFT + x / p->x_most * p->width, p->top + PLOT + 5, grid);
    lde_svg_text(&p->svg, LEFT + x / p->x_most * p->width, p->top + PLOT + 20, font, p->text.data);
  }
  lde_svg_text(&p->svg, 8, p->top - 14, name,
               LDE_TR(lang, "Value of the offer", "Waarde van het aanbod"));
  name.anchor = LDE_ANCHOR_END;
  lde_svg_text(&p->svg, LEFT + p->width, p->top + PLOT + 40, name, "Budget");
}

/* What is proven, from each amount to the next; it may fall by a step where a better proof begins. */
static void draw_proven(plot *p)
{
  double *at = lde_alloc(4 * p->count, sizeof *at);
  size_t n = 0;

  for (size_t i = 0; i < p->count; i++)
    for (int side = 0; side < 2; side++) {
      double value = side ? p->points[i].above : p->points[i].below;
      at[2 * n] = x_of(p, p->points[i].budget);
      at[2 * n++ + 1] = y_of(p, value > 0 ? value : p->points[i].bound);
    }
  lde_svg_points(&p->svg, at, n, false, LDE_COLOR_NONE,
                 (lde_svg_stroke){LDE_COLOR_MUTED, 1.5, true});
  lde_free(at);
}

static void draw_curves(plot *p)
{
  double *at = lde_alloc(2 * p->count, sizeof *at);

  draw_proven(p);
  for (size_t i = 0; i < p->count; i++) {
    at[2 * i] = x_of(p, p->points[i].budget);
    at[2 * i + 1] = y_of(p, p->points[i].value);
  }
  lde_svg_points(&p->svg, at, p->count, false, LDE_COLOR_NONE,
                 (lde_svg_stroke){LDE_COLOR_BLUE, 2.5, false});
  for (size_t i = 0; i < p->count; i++)
    lde_svg_circle(&p->svg, at[2 * i], at[2 * i + 1], p->points[i].chosen ? 7 : 3.5,
                   p->points[i].chosen ? LDE_COLOR_ORANGE : LDE_COLOR_BLUE,
                   (lde_svg_stroke){LDE_COLOR_PAPER, p->points[i].chosen ? 2 : 1, false});
  lde_free(at);
}

static double draw_legend(plot *p, double y)
{
  lde_svg_font font = {12, false, LDE_COLOR_INK, LDE_ANCHOR_START};
  const char *const labels[] = {
      LDE_TR(p->svg.lang, "value reached", "bereikte waarde"),
      LDE_TR(p->svg.lang, "proven: never more than this", "bewezen: nooit meer dan dit"),
      LDE_TR(p->svg.lang, "the budget of this plan", "het budget van dit plan")};
  double x = 8;

  for (int i = 0; i < 3; i++) {
    if (i < 2)
      lde_svg_line(&p->svg, x, y - 4, x + 26, y - 4,
                   i ? (lde_svg_stroke){LDE_COLOR_MUTED, 1.5, true}
                     : (lde_svg_stroke){LDE_COLOR_BLUE, 2.5, false});
    else
      lde_svg_circle(&p->svg, x + 14, y - 4, 6, LDE_COLOR_ORANGE, (lde_svg_stroke){0});
    lde_svg_text(&p->svg, x + 34, y, font, labels[i]);
    x += 60 + lde_svg_text_width(labels[i], font.size, false);
  }
  return y + 34;
}

/* The cheapest point with nearly all of the value: what a board wants to know first. */
static void describe(plot *p, lde_buffer *how)
{
  double most = 0;
  lde_language lang = p->svg.lang;

  for (size_t i = 0; i < p->count; i++)
    most = p->points[i].value > most ? p->points[i].value : most;
  for (size_t i = 0; i < p->count && most > 0; i++)
    if (p->points[i].value >= enough * most) {
      lde_buffer_truncate(&p->text, 0);
      lde_picture_money(&p->text, p->ds, p->points[i].budget, lang);
      lde_buffer_printf(
          how,
          LDE_TR(lang, "With %s the offer reaches %d%% of the highest value shown here.",
                 "Met %s haalt het aanbod %d%% van de hoogste waarde die hier staat."),
          p->text.data, (int)(p->points[i].value / most * 100));
      return;
    }
  lde_buffer_puts(
      how, LDE_TR(lang, "No amount brings any value.", "Geen enkel bedrag levert waarde op."));
}

void lde_picture_pareto(lde_buffer *out, lde_dataset *ds, const lde_pareto_point *points,
                        size_t count, const lde_picture_style *style)
{
  plot p = {.ds = ds, .points = points, .count = count};
  lde_buffer how = {0};

  if (!count) {
    lde_picture_nothing(out, style, TITLE(style->language),
                        LDE_TR(style->language, "Nothing was computed for several budgets.",
                               "Er is niets doorgerekend voor verschillende budgetten."));
    return;
  }
  lde_svg_begin(&p.svg, style);
  for (size_t i = 0; i < count; i++) {
    double y = points[i].bound > points[i].value ? points[i].bound : points[i].value;
    y = points[i].above > y ? points[i].above : y;
    p.x_most = (double)points[i].budget > p.x_most ? (double)points[i].budget : p.x_most;
    p.y_most = y > p.y_most ? y : p.y_most;
  }
  p.x_most = p.x_most > 0 ? p.x_most : 1;
  p.y_most = p.y_most > 0 ? p.y_most * 1.05 : 1;
  p.width = p.svg.width - LEFT - RIGHT;
  describe(&p, &how);
  p.top = draw_legend(&p, lde_picture_head(&p.svg, TITLE(p.svg.lang), how.data) + 12) + 8;
  draw_axes(&p);
  draw_curves(&p);
  lde_svg_finish(&p.svg, out, p.top + PLOT + 50, TITLE(style->language), how.data);
  lde_buffer_free(&p.text);
  lde_buffer_free(&how);
}

void lde_picture_pareto_table(lde_buffer *out, lde_dataset *ds, const lde_pareto_point *points,
                              size_t count, const lde_picture_style *style)
{
  lde_language lang = style->language;
  lde_html_table table;
  lde_buffer text = {0};

  lde_html_table_begin(&table, out, TITLE(lang));
  lde_html_table_column(&table, "Budget", true);
  lde_html_table_column(&table, LDE_TR(lang, "Cost", "Kosten"), true);
  lde_html_table_column(&table, LDE_TR(lang, "Value reached", "Bereikte waarde"), true);
  lde_html_table_column(&table, LDE_TR(lang, "Proven at most", "Bewezen hooguit"), true);
  lde_html_table_column(&table, LDE_TR(lang, "This plan", "Dit plan"), false);
  for (size_t i = 0; i < count; i++) {
    lde_picture_money_exact(&text, ds, points[i].budget, lang);
    lde_html_table_take(&table, &text);
    lde_picture_money_exact(&text, ds, points[i].cost, lang);
    lde_html_table_take(&table, &text);
    lde_number_format(&text, points[i].value, 2, lang);
    lde_html_table_take(&table, &text);
    lde_number_format(&text, points[i].bound, 2, lang);
    lde_html_table_take(&table, &text);
    lde_html_table_cell(&table, points[i].chosen ? LDE_TR(lang, "yes", "ja") : "");
  }
  lde_html_table_end(&table);
  lde_buffer_free(&text);
}
