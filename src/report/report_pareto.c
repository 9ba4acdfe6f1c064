/* What each total budget brings: as a table, as data, and as a picture. */
#include <string.h>

#include "base/decimal.h"
#include "base/error.h"
#include "report/picture/picture.h"
#include "report/reasons.h"
#include "report/whatif.h"

static void take_amount(lde_grid *grid, lde_buffer *cell, lde_dataset *ds, int64_t minor,
                        lde_language lang)
{
  lde_amount_format(cell, ds, minor, lang);
  lde_grid_take(grid, cell);
}

static void take_number(lde_grid *grid, lde_buffer *cell, double value, lde_language lang)
{
  lde_fixed_format(cell, value, 1, lang);
  lde_grid_take(grid, cell);
}

static void fill(lde_grid *grid, lde_dataset *ds, const lde_curve *curve, lde_language lang)
{
  lde_buffer cell = {0};

  lde_grid_column(grid, "Budget", LDE_GRID_NUMBER);
  lde_grid_column(grid, LDE_TR(lang, "Value", "Waarde"), LDE_GRID_NUMBER);
  lde_grid_column(grid, LDE_TR(lang, "Proven at most", "Bewezen hooguit"), LDE_GRID_NUMBER);
  lde_grid_column(grid, LDE_TR(lang, "Proven by its prices", "Bewezen met de prijzen"),
                  LDE_GRID_NUMBER);
  lde_grid_column(grid, LDE_TR(lang, "Cost", "Kosten"), LDE_GRID_NUMBER);
  lde_grid_column(grid, LDE_TR(lang, "People", "Mensen"), LDE_GRID_NUMBER);
  lde_grid_column(grid, LDE_TR(lang, "Mandatory without seat", "Verplicht zonder plaats"),
                  LDE_GRID_NUMBER);
  lde_grid_column(grid, LDE_TR(lang, "Plan of", "Plan van"), LDE_GRID_NUMBER);
  for (size_t i = 0; i < curve->count; i++) {
    const lde_curve_point *point = &curve->points[i];
    take_amount(grid, &cell, ds, point->budget, lang);
    take_number(grid, &cell, point->value, lang);
    take_number(grid, &cell, point->upper, lang);
    take_number(grid, &cell, point->bound, lang);
    take_amount(grid, &cell, ds, point->cost, lang);
    lde_decimal_format(&cell, point->people, 0, 0, lang);
    lde_grid_take(grid, &cell);
    lde_decimal_format(&cell, point->shortfall, 0, 0, lang);
    lde_grid_take(grid, &cell);
    take_amount(grid, &cell, ds, point->run, lang);
  }
  lde_buffer_free(&cell);
}

static const char *title(lde_language lang)
{
  return LDE_TR(lang, "What each budget brings", "Wat elk budget oplevert");
}

/* How to read it, and where the plan of today stands. */
static void explain(lde_buffer *text, lde_dataset *ds, const lde_curve *curve, lde_language lang)
{
  lde_buffer_puts(text,
                  LDE_TR(lang, "Now the budgets are together ", "Nu zijn de budgetten samen "));
  lde_amount_format(text, ds, curve->current.budget, lang);
  lde_buffer_puts(text, LDE_TR(lang, ", which brings ", ", goed voor "));
  lde_number_format(text, curve->current.value, 1, lang);
  lde_buffer_puts(
      text,
      LDE_TR(
          lang,
          ". Each amount is divided over the budgets in proportion. The last column tells "
          "which run gives that plan: ldengine run --budget AMOUNT. No plan for that money has "
          "more value than \"Proven at most\". What the prices of one amount prove holds for "
          "all others too: a budget that differs brings at most that value and the price of "
          "the difference; the JSON output has these prices.",
          ". Elk bedrag is naar verhouding over de budgetten verdeeld. De laatste kolom zegt "
          "welke uitvoering dat plan geeft: ldengine run --budget BEDRAG. Geen plan voor dat geld "
          "heeft meer waarde dan 'Bewezen hooguit'. Wat de prijzen bij één bedrag bewijzen, geldt "
          "ook voor andere: een ander budget brengt hooguit die waarde plus de prijs van het "
          "verschil; de JSON-uitvoer bevat die prijzen."));
}

void lde_report_curve(lde_buffer *out, lde_dataset *dataset, const lde_curve *curve,
                      const lde_style *style)
{
  lde_grid grid = {0};
  lde_buffer text = {0};

  lde_paint_text(out, style, LDE_PAINT_BOLD, title(style->language));
  lde_buffer_putc(out, '\n');
  fill(&grid, dataset, curve, style->language);
  lde_grid_print(out, &grid, 2, style);
  lde_buffer_putc(out, '\n');
  explain(&text, dataset, curve, style->language);
  lde_wrap(out, text.data, 0, 0, lde_style_columns(style));
  lde_buffer_free(&text);
  lde_grid_free(&grid);
}

void lde_report_curve_markdown(lde_buffer *out, lde_dataset *dataset, const lde_curve *curve,
                               lde_language language)
{
  lde_grid grid = {0};

  lde_buffer_printf(out, "# %s\n\n", title(language));
  fill(&grid, dataset, curve, language);
  lde_grid_markdown(out, &grid);
  lde_buffer_putc(out, '\n');
  explain(out, dataset, curve, language);
  lde_buffer_putc(out, '\n');
  lde_grid_free(&grid);
}

static lde_pareto_point picture_point(const lde_curve_point *point)
{
  return (lde_pareto_point){.budget = point->budget,
                            .cost = point->cost,
                            .value = point->value,
                            .bound = point->upper,
                            .below = point->upper_below,
                            .above = point->upper_above,
                            .chosen = point->chosen};
}

/* The points of the picture: with the plan of today among them, and without those that leave more
 * mandatory people without a seat than has to be. */
static lde_pareto_point *picture_points(const lde_curve *curve, size_t *count)
{
  lde_pareto_point *points = lde_alloc(curve->count + 1, sizeof *points);
  int64_t least = curve->current.shortfall;
  bool placed = false;

  *count = 0;
  for (size_t i = 0; i < curve->count; i++)
    if (curve->points[i].shortfall < least)
      least = curve->points[i].shortfall;
  for (size_t i = 0; i < curve->count; i++) {
    const lde_curve_point *point = &curve->points[i];
    if (!placed && curve->current.budget < point->budget)
      points[(*count)++] = picture_point(&curve->current);
    placed = placed || curve->current.budget <= point->budget;
    if (point->shortfall == least)
      points[(*count)++] = picture_point(point);
  }
  if (!placed)
    points[(*count)++] = picture_point(&curve->current);
  return points;
}

void lde_report_curve_svg(lde_buffer *out, lde_dataset *dataset, const lde_curve *curve,
                          lde_language language)
{
  lde_picture_style style = {.language = language, .alone = true};
  size_t count;
  lde_pareto_point *points = picture_points(curve, &count);

  lde_picture_pareto(out, dataset, points, count, &style);
  lde_free(points);
}

void lde_report_curve_html(lde_buffer *out, lde_dataset *dataset, const lde_curve *curve,
                           lde_language language)
{
  lde_picture_style style = {.language = language};
  lde_buffer text = {0};
  size_t count;
  lde_pareto_point *points = picture_points(curve, &count);

  lde_buffer_printf(
      out,
      "<!DOCTYPE html>\n<html lang=\"%s\">\n<head>\n<meta charset=\"utf-8\">\n"
      "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
      "<title>%s</title>\n<style>\nbody{font-family:system-ui,sans-serif;max-width:62rem;"
      "margin:2rem auto;padding:0 1rem}svg{max-width:100%%;height:auto}\n",
      LDE_TR(language, "en", "nl"), title(language));
  lde_picture_css(out);
  lde_buffer_printf(out, "</style>\n</head>\n<body>\n<main>\n<h1>%s</h1>\n", title(language));
  lde_picture_pareto(out, dataset, points, count, &style);
  explain(&text, dataset, curve, language);
  lde_buffer_printf(out, "\n<p>%s</p>\n", text.data);
  lde_picture_pareto_table(out, dataset, points, count, &style);
  lde_buffer_puts(out, "\n</main>\n</body>\n</html>\n");
  lde_buffer_free(&text);
  lde_free(points);
}

static lde_data *point_data(lde_arena *arena, const lde_curve_point *point)
{
  lde_data *row = lde_data_new(arena, LDE_DATA_OBJECT);

  lde_data_put_integer(arena, row, "budget", point->budget);
  lde_data_put_number(arena, row, "value", point->value);
  lde_data_put_number(arena, row, "bound", point->bound);
  lde_data_put_number(arena, row, "upper", point->upper);
  lde_data_put_number(arena, row, "price", point->price);
  lde_data_put_integer(arena, row, "cost", point->cost);
  lde_data_put_integer(arena, row, "people", point->people);
  lde_data_put_integer(arena, row, "mandatory_shortfall", point->shortfall);
  lde_data_put_integer(arena, row, "open_offerings", point->offerings);
  lde_data_put_integer(arena, row, "run", point->run);
  return row;
}

lde_data *lde_report_curve_data(lde_arena *arena, const lde_curve *curve)
{
  lde_data *data = lde_data_new(arena, LDE_DATA_OBJECT), *list;

  list = lde_data_put_new(arena, data, "points", LDE_DATA_LIST);
  for (size_t i = 0; i < curve->count; i++)
    lde_data_add(list, point_data(arena, &curve->points[i]));
  lde_data_put(arena, data, "current", 7, point_data(arena, &curve->current));
  return data;
}
