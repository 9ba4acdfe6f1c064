/* What the offer costs: budgets with what is left and what more would be worth, and goals with the
 * money and seats that go to them. */
#include <string.h>

#include "base/decimal.h"
#include "base/error.h"
#include "report/offer_text.h"
#include "report/reasons.h"

enum { MORE = 1000 }; /* major units: what so much more money is worth */

static void add_budget(const lde_offer_text *text, lde_grid *grid, const lde_offer_budget *budget)
{
  lde_buffer cell = {0};

  lde_record_name(&cell, text->dataset, "budgets", budget->budget, text->lang);
  lde_grid_take(grid, &cell);
  lde_buffer_puts(&cell, budget->period ? budget->period : "");
  lde_grid_take(grid, &cell);
  lde_offer_text_amount(text, &cell, budget->planned + budget->left);
  lde_grid_take(grid, &cell);
  lde_offer_text_amount(text, &cell, budget->planned);
  lde_grid_take(grid, &cell);
  lde_offer_text_amount(text, &cell, budget->left);
  lde_grid_take(grid, &cell);
  if (budget->marginal > 0) {
    lde_buffer_putc(&cell, '+');
    lde_number_format(&cell, budget->marginal * MORE, 1, text->lang);
  } else {
    lde_buffer_puts(&cell, "–");
  }
  lde_grid_take(grid, &cell);
  lde_buffer_free(&cell);
}

static void explain_margin(const lde_offer_text *text)
{
  lde_buffer line = {0};
  bool any = false;

  for (size_t i = 0; i < text->offer->budgets.len; i++)
    any = any || text->offer->budgets.data[i].marginal > 0;
  lde_buffer_puts(&line,
                  any ? LDE_TR(text->lang,
                               "The last column tells how much value more money would add, on a "
                               "scale on which the whole offer is worth ",
                               "De laatste kolom zegt hoeveel waarde extra geld toevoegt, op een "
                               "schaal waarop het hele aanbod ")
                      : LDE_TR(text->lang, "No budget holds the offer back.",
                               "Geen enkel budget beperkt het aanbod."));
  if (any) {
    lde_number_format(&line, text->offer->value, 1, text->lang);
    lde_buffer_puts(&line, LDE_TR(text->lang, "; it is an estimate, not a promise.",
                                  " waard is; het is een schatting, geen toezegging."));
  }
  lde_buffer_fill(text->out, ' ', 2);
  lde_wrap(text->out, line.data, 2, 2, lde_style_columns(text->style));
  lde_buffer_free(&line);
}

void lde_offer_text_budgets(const lde_offer_text *text)
{
  lde_grid grid = {0};
  lde_buffer title = {0};
  int64_t more = MORE;

  if (!text->offer->budgets.len)
    return;
  for (int i = 0; i < text->dataset->currency_decimals; i++)
    more *= 10;
  lde_grid_column(&grid, "Budget", LDE_GRID_TEXT);
  lde_grid_column(&grid, LDE_TR(text->lang, "Period", "Periode"), LDE_GRID_FIXED);
  lde_grid_column(&grid, LDE_TR(text->lang, "Available", "Beschikbaar"), LDE_GRID_NUMBER);
  lde_grid_column(&grid, LDE_TR(text->lang, "Planned", "Gepland"), LDE_GRID_NUMBER);
  lde_grid_column(&grid, LDE_TR(text->lang, "Left", "Over"), LDE_GRID_NUMBER);
  lde_amount_format(&title, text->dataset, more, text->lang);
  lde_buffer_puts(&title, LDE_TR(text->lang, " more", " extra"));
  lde_grid_column(&grid, title.data, LDE_GRID_NUMBER);
  for (size_t i = 0; i < text->offer->budgets.len; i++)
    add_budget(text, &grid, &text->offer->budgets.data[i]);
  lde_offer_text_heading(text, LDE_TR(text->lang, "Budgets", "Budgetten"));
  lde_grid_print(text->out, &grid, 2, text->style);
  if (text->style->verbosity >= 0)
    explain_margin(text);
  lde_buffer_free(&title);
  lde_grid_free(&grid);
}

static void add_goal(const lde_offer_text *text, lde_grid *grid, const lde_offer_goal *goal)
{
  lde_buffer cell = {0};

  if (goal->goal == LDE_NO_ROW)
    lde_buffer_puts(&cell, LDE_TR(text->lang, "no goal", "geen doel"));
  else
    lde_offer_text_label(text, &cell, LDE_E(goal), goal->goal);
  lde_grid_take(grid, &cell);
  if (goal->goal != LDE_NO_ROW)
    lde_percentage_format(&cell, goal->weight, text->lang);
  lde_grid_take(grid, &cell);
  lde_offer_text_amount(text, &cell, goal->cost);
  lde_grid_take(grid, &cell);
  lde_decimal_format(&cell, goal->seats, 0, 0, text->lang);
  lde_grid_take(grid, &cell);
  lde_percentage_format(&cell, goal->covered, text->lang);
  lde_grid_take(grid, &cell);
  lde_buffer_free(&cell);
}

void lde_offer_text_goals(const lde_offer_text *text)
{
  lde_grid grid = {0};

  if (!text->offer->goals.len)
    return;
  lde_grid_column(&grid, LDE_TR(text->lang, "Goal", "Doel"), LDE_GRID_TEXT);
  lde_grid_column(&grid, LDE_TR(text->lang, "Weight", "Gewicht"), LDE_GRID_NUMBER);
  lde_grid_column(&grid, LDE_TR(text->lang, "Cost", "Kosten"), LDE_GRID_NUMBER);
  lde_grid_column(&grid, LDE_TR(text->lang, "Seats", "Plaatsen"), LDE_GRID_NUMBER);
  lde_grid_column(&grid, LDE_TR(text->lang, "Covered", "Gedekt"), LDE_GRID_NUMBER);
  for (size_t i = 0; i < text->offer->goals.len; i++)
    add_goal(text, &grid, &text->offer->goals.data[i]);
  lde_offer_text_heading(text, LDE_TR(text->lang, "Strategic goals", "Strategische doelen"));
  lde_grid_print(text->out, &grid, 2, text->style);
  lde_grid_free(&grid);
}
