/* `pareto`: what each total budget brings, one offer for each amount. */
#include <stdlib.h>
#include <string.h>

#include "base/decimal.h"
#include "base/error.h"
#include "base/integer.h"
#include "engine/whatif/whatif.h"
#include "ldengine/whatif.h"
#include "model/derived.h"
#include "offer/proof.h"

enum { POINTS_MAX = 200, PARTS = 10 };

/* ---- amounts ---- */

/* "120000", "120k", "1.2m" in major units: a thousand is three decimals that are not cents. */
static bool read_amount(const lde_dataset *ds, const char *text, size_t len, int64_t *minor)
{
  int more = 0;

  if (len > 1 && (text[len - 1] == 'k' || text[len - 1] == 'K'))
    more = 3;
  else if (len > 1 && (text[len - 1] == 'm' || text[len - 1] == 'M'))
    more = 6;
  return lde_decimal_parse(text, len - (more > 0), '.', 0, ds->currency_decimals + more, minor) ==
             LDE_DECIMAL_OK &&
         *minor >= 0;
}

bool lde_budget_parse(const lde_dataset *dataset, const char *text, int64_t *minor)
{
  return read_amount(dataset, text, strlen(text), minor);
}

/* ---- budgets in proportion ---- */

/* A budget of the plan year. */
static bool counts(lde_dataset *ds, int32_t row)
{
  int32_t first = ds->year_first, last = ds->year_last;

  lde_period_bounds(ds, lde_text_of(ds, budget, period, row), &first, &last);
  return !lde_row_is_superseded(ds, lde_dataset_table(ds, LDE_E(budget)), row) &&
         first <= ds->year_last && last >= ds->year_first;
}

static int64_t available(const lde_dataset *ds, int32_t row)
{
  return lde_add_capped(lde_get(ds, budget, setup, row), lde_get(ds, budget, carry_in, row));
}

int64_t lde_budget_total(lde_dataset *dataset)
{
  int64_t total = 0;

  for (int32_t row = 0; row < lde_count(dataset, budget); row++)
    if (counts(dataset, row) && lde_get_row(dataset, budget, parent, row) == LDE_NO_ROW)
      total = lde_add_capped(total, available(dataset, row));
  return total;
}

static int64_t part_of(int64_t amount, int64_t wanted, int64_t total)
{
  __extension__ typedef __int128 wide;
  return (int64_t)((wide)amount * wanted / total);
}

static void assign(lde_dataset *ds, lde_arena *arena, lde_assignment *out, size_t *count,
                   int32_t row, int64_t amount)
{
  lde_buffer id = {0}, money = {0};

  lde_row_id(ds, lde_dataset_table(ds, LDE_E(budget)), row, &id);
  lde_decimal_print_fixed(&money, amount, ds->currency_decimals);
  out[(*count)++] =
      (lde_assignment){lde_arena_printf(arena, "budgets:%s.setup", lde_buffer_text(&id)),
                       lde_arena_strdup(arena, lde_buffer_text(&money))};
  if (lde_get(ds, budget, carry_in, row))
    out[(*count)++] =
        (lde_assignment){lde_arena_printf(arena, "budgets:%s.carry_in", lde_buffer_text(&id)), "0"};
  lde_buffer_free(&id);
  lde_buffer_free(&money);
}

/* What rounding down leaves goes to the first budgets at the top, a cent each. */
const lde_assignment *lde_budget_settings(lde_dataset *dataset, int64_t wanted, lde_arena *arena,
                                          size_t *count)
{
  int32_t rows = lde_count(dataset, budget);
  lde_assignment *out = lde_arena_array(arena, (size_t)rows * 2 + 1, lde_assignment);
  int64_t total = lde_budget_total(dataset), rest = wanted;

  *count = 0;
  for (int32_t row = 0; row < rows && total > 0; row++)
    if (counts(dataset, row) && lde_get_row(dataset, budget, parent, row) == LDE_NO_ROW)
      rest -= part_of(available(dataset, row), wanted, total);
  for (int32_t row = 0; row < rows && total > 0; row++) {
    int64_t amount = part_of(available(dataset, row), wanted, total);
    if (!counts(dataset, row))
      continue;
    if (rest > 0 && available(dataset, row) > 0 &&
        lde_get_row(dataset, budget, parent, row) == LDE_NO_ROW) {
      amount++;
      rest--;
    }
    assign(dataset, arena, out, count, row, amount);
  }
  return out;
}

/* ---- the points ---- */

typedef struct curve {
  lde_project *project;
  lde_result *result;
  const lde_pareto_options *options;
  int64_t from, to, step, total;
  LDE_VEC(lde_curve_point) points;
  LDE_VEC(const lde_offer_proof *) proofs; /* by point, then that of the budget as it is; NULL = none */
  lde_arena arena;                         /* of the proofs */
  lde_curve_point current;
} curve;

static bool complain(curve *c, const char *text)
{
  lde_language lang = c->result->language;

  lde_result_add(c->result, "usage/budget", "--budget 0..300k --step 10k",
                 LDE_TR(lang, "'%s' is no range of amounts of at most 200 steps",
                        "'%s' is geen reeks bedragen van hooguit 200 stappen"),
                 text);
  return false;
}

static bool read_range(curve *c)
{
  lde_dataset *ds = c->project->loaded.dataset;
  const char *range = c->options->budget, *dots = range ? strstr(range, "..") : NULL;
  lde_language lang = c->result->language;

  c->total = lde_budget_total(ds);
  if (c->total <= 0) {
    lde_result_add(
        c->result, "usage/budget",
        LDE_TR(lang, "write budgets with a setup", "leg budgetten met een setup vast"), "%s",
        LDE_TR(lang, "there is no budget in the plan year", "er is geen budget in het planjaar"));
    return false;
  }
  c->to = c->total + c->total / 2;
  if (range && (!dots || !read_amount(ds, range, (size_t)(dots - range), &c->from) ||
                !lde_budget_parse(ds, dots + 2, &c->to) || c->to < c->from))
    return complain(c, range);
  c->step = c->to > c->from ? (c->to - c->from + PARTS - 1) / PARTS : 1;
  if (c->options->step && (!lde_budget_parse(ds, c->options->step, &c->step) || c->step <= 0))
    return complain(c, c->options->step);
  return (c->to - c->from) / c->step < POINTS_MAX
             ? true
             : complain(c, c->options->step ? c->options->step : range);
}

/* False when there is no offer at that amount and going on makes no sense. */
static bool solve(curve *c, int64_t budget, lde_curve_point *point, const lde_offer_proof **proof)
{
  lde_run_options options = {.script = c->options->script, .prices = true};
  lde_arena arena = {0};
  size_t count;
  const lde_assignment *settings =
      lde_budget_settings(c->project->loaded.dataset, budget, &arena, &count);
  lde_project *again = lde_project_again(c->project, settings, count, NULL, 0);
  lde_result *run = lde_run(again, &options);
  const lde_offer *offer = run->offer;
  bool done = offer && !run->interrupted && offer->status != LDE_OFFER_INFEASIBLE;

  *proof = done && offer->proof ? lde_proof_copy(&c->arena, offer->proof) : NULL;
  if (done)
    *point = (lde_curve_point){.budget = budget,
                               .cost = offer->cost,
                               .value = offer->value,
                               .bound = offer->proof ? offer->proof->bound : offer->bound,
                               .upper = offer->bound,
                               .people = lde_offer_people(offer),
                               .shortfall = lde_offer_shortfall(offer),
                               .offerings = lde_offer_offerings(offer),
                               .run = budget};
  else if (run->interrupted)
    c->result->interrupted = true;
  for (size_t i = 0; i < run->diagnostics.items.len && !run->interrupted; i++)
    if (!done || strcmp(run->diagnostics.items.data[i].code, "offer/solver") == 0)
      lde_diagnostics_add(&c->result->diagnostics, &run->diagnostics.items.data[i]);
  if (run->infeasible && !done)
    c->result->infeasible = true;
  lde_result_free(run);
  lde_project_free(again);
  lde_arena_free(&arena);
  return done;
}

/* A plan for less money is a plan for more: where a later search ends below an earlier one, that one
 * stands. Fewer mandatory people without a seat goes before value. */
static void keep_rising(curve *c)
{
  for (size_t i = 1; i < c->points.len; i++) {
    const lde_curve_point *before = &c->points.data[i - 1];
    lde_curve_point *point = &c->points.data[i];
    if (before->shortfall > point->shortfall ||
        (before->shortfall == point->shortfall && before->value <= point->value))
      continue;
    point->value = before->value;
    point->cost = before->cost;
    point->people = before->people;
    point->shortfall = before->shortfall;
    point->offerings = before->offerings;
    point->run = before->run;
  }
}

/* ---- what is proven to be the most ---- */

/* A point of the curve, or the budget as it is, with what its prices prove. */
typedef struct proven {
  lde_curve_point *point;
  const lde_offer_proof *proof;
} proven;

static int by_budget(const void *a, const void *b)
{
  const proven *x = a, *y = b;
  return (x->point->budget > y->point->budget) - (x->point->budget < y->point->budget);
}

/* What the prices of one prove of another; its own bound for itself. */
static bool line_at(const proven *from, const proven *at, double *value)
{
  return from->proof && at->proof && lde_proof_at(from->proof, at->proof, value);
}

/* The slope of what the prices prove, towards the next amount, or from the one before. */
static double price_of(const curve *c, const proven *all, size_t count, size_t i)
{
  double major = 1, value;

  for (int d = 0; d < c->project->loaded.dataset->currency_decimals; d++)
    major *= 10;
  for (int side = 1; side >= -1; side -= 2)
    for (size_t k = i + (size_t)side; k < count; k += (size_t)side) /* below 0 wraps around */
      if (all[k].point->budget != all[i].point->budget && all[i].proof && all[k].proof &&
          lde_proof_change(all[i].proof, all[k].proof, &value))
        return value / (double)(all[k].point->budget - all[i].point->budget) * major;
  return 0;
}

/* The lowest proof between two neighbours: that of the higher budget, or the line of some prices. */
static void bound_between(const proven *all, size_t count, size_t i)
{
  lde_curve_point *left = all[i].point, *right = all[i + 1].point;

  left->upper_above = right->upper_below = right->upper > left->upper ? right->upper : left->upper;
  for (size_t j = 0; j < count; j++) {
    double from, to;
    if (!line_at(&all[j], &all[i], &from) || !line_at(&all[j], &all[i + 1], &to) ||
        from + to >= left->upper_above + right->upper_below)
      continue;
    left->upper_above = from;
    right->upper_below = to;
  }
}

/* Of all proofs the lowest: the bound of the solve itself, that of more money, and what the prices of any
 * solve prove. Every one of them holds. */
static void draw_upper(curve *c)
{
  size_t count = c->points.len + 1;
  proven *all = lde_alloc(count, sizeof *all);

  for (size_t i = 0; i < c->points.len; i++)
    all[i] = (proven){&c->points.data[i], c->proofs.data[i]};
  all[c->points.len] = (proven){&c->current, c->proofs.data[c->points.len]};
  qsort(all, count, sizeof *all, by_budget);
  for (size_t i = 0; i < count; i++) {
    double value;
    for (size_t j = 0; j < count; j++)
      if (line_at(&all[j], &all[i], &value) && value < all[i].point->upper)
        all[i].point->upper = value;
    all[i].point->price = price_of(c, all, count, i);
  }
  for (size_t i = count; i-- > 1;)
    if (all[i].point->upper < all[i - 1].point->upper &&
        all[i].point->shortfall == all[i - 1].point->shortfall)
      all[i - 1].point->upper = all[i].point->upper;
  all[0].point->upper_below = all[0].point->upper;
  all[count - 1].point->upper_above = all[count - 1].point->upper;
  for (size_t i = 0; i + 1 < count; i++)
    bound_between(all, count, i);
  lde_free(all);
}

static void solve_all(curve *c)
{
  const lde_offer_proof *proof;

  for (int64_t budget = c->from; budget <= c->to; budget += c->step) {
    lde_curve_point point;
    if (!solve(c, budget, &point, &proof))
      return;
    point.chosen = budget == c->total;
    lde_vec_push(&c->points, point);
    lde_vec_push(&c->proofs, proof);
    if (budget > INT64_MAX - c->step)
      break;
  }
  if (!solve(c, c->total, &c->current, &proof))
    return;
  lde_vec_push(&c->proofs, proof);
  c->current.chosen = true;
  keep_rising(c);
  draw_upper(c);
}

lde_result *lde_pareto(lde_project *project, const lde_pareto_options *options)
{
  lde_result *result = lde_result_new("pareto", project, project->language);
  curve curve = {.project = project, .result = result, .options = options};

  if (project->valid && read_range(&curve))
    solve_all(&curve);
  if (project->valid && !result->diagnostics.errors && !result->interrupted) {
    result->whatif = lde_alloc(1, sizeof *result->whatif);
    result->whatif->curve.current = curve.current;
    for (size_t i = 0; i < curve.points.len; i++)
      lde_vec_push(&result->whatif->points, curve.points.data[i]);
    result->whatif->curve.points = result->whatif->points.data;
    result->whatif->curve.count = result->whatif->points.len;
    result->data = lde_report_curve_data(&result->arena, &result->whatif->curve);
    result->payload = LDE_PAYLOAD_WHATIF;
  }
  lde_vec_free(&curve.points);
  lde_vec_free(&curve.proofs);
  lde_arena_free(&curve.arena);
  return result;
}
