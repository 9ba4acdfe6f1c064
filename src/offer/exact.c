/* What the exact solver adds to an attempt.
 *
 * Its plans are only ever candidates: rounded, checked in integers, dropped when one row is off. Its
 * bound is believed in one case: the whole problem was given, only minimised, and the answer came
 * with a plan of ours at least as good as the claim's own solution, so that bound and plan do not
 * contradict each other; some room for tolerances is left, and the own bound stands beside it. */
#include "offer/attempt.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "offer/construct.h"
#include "offer/exchange.h"

#define SMALL_COLUMNS 1200
#define SMALL_SESSIONS 600
#define TIE_VARIABLES 400
#define NODES_PER_WORK 1
#define FULL_COLUMNS 8000
#define LINEAR_COLUMNS 32000 /* for the first stage alone */
#define NEAR_NODES 200       /* whole seats around fractions, */
#define NEAR_GAP 1e-4
#define SEATED_NODES 4       /* and with nothing but the sessions as they are, */
#define SEATED_GAP 1e-3      /* unless places changed by our own hands lose less than this */
#define EXCHANGE_ROUNDS 8

bool lde_exact_is_small(const lde_problem *problem)
{
  return lde_mip_available() && problem->columns.len <= SMALL_COLUMNS &&
         problem->options.len * (size_t)problem->periods <= SMALL_SESSIONS;
}

bool lde_exact_is_full(const lde_problem *problem)
{
  return problem->columns.len <= FULL_COLUMNS;
}

/* Solves the form for its stage, offers the solution, and returns the bound (in the stage's sense of
 * "at least"); `optimal` says that the solver finished. */
static int64_t solve_stage(lde_attempt *attempt, lde_form *form, int64_t nodes, double gap,
                           lde_mip_result *result)
{
  lde_mip_limits limits = lde_attempt_limits(attempt, nodes, gap);
  double *start = NULL;
  int64_t bound = -LDE_ROW_FREE;

  if (attempt->has_best) {
    start = lde_form_write(form, &attempt->best);
    limits.start = start;
  }
  *result = lde_mip_solve(&form->mip, &limits);
  if (result->values) {
    lde_point point = lde_point_new(attempt->problem);
    lde_form_read(form, result->values, &point);
    lde_attempt_offer(attempt, &point);
    lde_point_free(&point);
  }
  if (result->status == LDE_MIP_OPTIMAL || result->status == LDE_MIP_FEASIBLE)
    bound = lde_form_bound(form, result->bound);
  lde_free(start);
  return bound;
}

static int64_t stage_of(const lde_score *score, lde_stage stage)
{
  return stage == LDE_STAGE_SHORTAGE     ? score->shortage
         : stage == LDE_STAGE_VALUE      ? -score->value
         : stage == LDE_STAGE_DISRUPTION ? score->disruption
                                         : score->cost;
}

/* ---- fractional seats, made whole afterwards ---- */

void lde_exact_limit(lde_attempt *attempt, lde_form_options *options)
{
  if (!attempt->has_best)
    return;
  options->has_limit[LDE_STAGE_SHORTAGE] = true;
  options->limit[LDE_STAGE_SHORTAGE] = attempt->score.shortage;
}

/* Whole seats by the exact solver: around `near`, or anywhere in the sessions of `point`. False when it finds none. */
static bool solve_whole(lde_attempt *attempt, const lde_form *form, const double *near, lde_point *point)
{
  lde_form_options options = form->options;
  lde_form whole;

  options.integer_seats = true;
  options.strong = false;
  options.near = near;
  if (!near) {
    options.hold_sessions = true;
    options.loose = NULL;
    options.base = point;
  }
  lde_form_init(&whole, attempt->problem, &options);
  lde_form_stage(&whole, LDE_STAGE_VALUE);
  lde_mip_limits limits = near ? lde_attempt_limits(attempt, NEAR_NODES, NEAR_GAP)
                               : lde_attempt_limits(attempt, SEATED_NODES, SEATED_GAP);
  lde_mip_result result = lde_mip_solve(&whole.mip, &limits);
  bool found = result.values;
  if (found)
    lde_form_read(&whole, result.values, point);
  lde_mip_result_deinit(&result);
  lde_form_deinit(&whole);
  return found;
}

/* Whole seats by chains of people who change places, from fractions on. */
static void exchange_seats(const lde_attempt *attempt, lde_trial *trial, const lde_point *held, const double *seats)
{
  const lde_dual *dual = &attempt->dual;

  lde_trial_price(trial, dual->row_price, dual->cell_price, 1, 0);
  lde_trial_reseat(trial, held, seats);
  if (trial->broken > 0)
    return;
  lde_exchange *exchange = lde_exchange_new(trial);
  lde_trial_price(trial, dual->row_price, NULL, 0, 0);
  lde_exchange_all(exchange, EXCHANGE_ROUNDS);
  lde_exchange_free(exchange);
  lde_trial_price(trial, dual->row_price, dual->cell_price, 1, 0);
  lde_trial_insert_all(trial);
}

static void offer_filled(lde_attempt *attempt, lde_trial *trial, const lde_point *point)
{
  lde_trial_set(trial, point);
  lde_trial_insert_all(trial);
  lde_attempt_offer_trial(attempt, trial);
}

/* Fractions of seats become whole ones: around the solution, by a small programme; when that has none, by
 * exchanges, and when those lose too much, by a programme with the sessions of the solution. */
static void make_whole(lde_attempt *attempt, const lde_form *form, const lde_mip_result *result)
{
  const lde_problem *problem = attempt->problem;
  double *near = lde_alloc((size_t)problem->var_count + 1, sizeof *near);
  lde_point point = lde_point_new(problem);
  int64_t hoped = form->stage == LDE_STAGE_VALUE ? -lde_form_bound(form, result->objective) : LDE_ROW_FREE;
  lde_trial trial;

  lde_form_read(form, result->values, &point);
  for (int32_t var = 0; var < problem->var_count; var++)
    near[var] = form->var_column[var] >= 0 ? result->values[form->var_column[var]]
                                           : (double)lde_point_get(problem, &point, var);
  lde_trial_init(&trial, problem, attempt->options->seed);
  if (solve_whole(attempt, form, near, &point)) {
    offer_filled(attempt, &trial, &point);
  } else {
    exchange_seats(attempt, &trial, &point, near);
    lde_attempt_offer_trial(attempt, &trial);
    if ((!attempt->has_best || lde_gap_between(attempt->score.value, hoped) > SEATED_GAP) &&
        solve_whole(attempt, form, NULL, &point))
      offer_filled(attempt, &trial, &point);
  }
  lde_trial_deinit(&trial);
  lde_point_free(&point);
  lde_free(near);
}

int64_t lde_exact_relaxed(lde_attempt *attempt, const lde_form_options *options, lde_stage stage,
                          int64_t nodes, double gap, lde_mip_status *status)
{
  lde_form form;
  lde_mip_result result;
  int64_t bound = -LDE_ROW_FREE;

  lde_form_init(&form, attempt->problem, options);
  lde_form_stage(&form, stage);
  if (form.mip.cost.len == 0) {
    lde_form_deinit(&form);
    *status = LDE_MIP_NONE;
    return bound;
  }
  lde_mip_limits limits = lde_attempt_limits(attempt, nodes, gap);
  double *start = NULL;
  if (attempt->has_best)
    limits.start = start = lde_form_write(&form, &attempt->best);
  result = lde_mip_solve(&form.mip, &limits);
  lde_free(start);
  *status = result.status;
  if (result.status == LDE_MIP_OPTIMAL || result.status == LDE_MIP_FEASIBLE)
    bound = lde_form_bound(&form, result.bound);
  if (result.values)
    make_whole(attempt, &form, &result);
  lde_mip_result_deinit(&result);
  lde_form_deinit(&form);
  return bound;
}

/* The whole model with fractional seats: for its bound as much as for its plan. */
void lde_exact_full(lde_attempt *attempt, int64_t nodes)
{
  lde_form_options options = {.strong = true, .merge = true};
  lde_mip_status status;

  lde_exact_limit(attempt, &options);
  int64_t bound = lde_exact_relaxed(attempt, &options, LDE_STAGE_VALUE, nodes,
                                    attempt->options->gap * 0.5, &status);
  if (!attempt->loose && bound > -LDE_ROW_FREE && -bound < attempt->value_bound &&
      -bound >= attempt->score.value)
    attempt->value_bound = -bound;
}

/* ---- small problems: every stage, then the tie-break ---- */

/* Columns whose canonical order decides, with the sign in which more is better. */
struct tie {
  int32_t column;
  double sign;
};

static int32_t list_ties(const lde_form *form, struct tie *ties)
{
  const lde_problem *problem = form->problem;
  int32_t count = 0, sessions = (int32_t)(problem->columns.len +
                                          problem->options.len * (size_t)problem->periods);
  for (int32_t var = 0; var < problem->var_count; var++) {
    int32_t column = form->var_column[var];
    if (column < 0 || form->mip.lower.data[column] == form->mip.upper.data[column])
      continue;
    ties[count++] = (struct tie){column, var < sessions ? 1.0 : -1.0};
  }
  return count;
}

/* Several columns at once, as digits of one number, as long as the number stays small. */
static int32_t set_digits(lde_form *form, const struct tie *ties, int32_t count)
{
  double range = 1;
  int32_t used = 0;

  for (size_t i = 0; i < form->mip.cost.len; i++)
    form->mip.cost.data[i] = 0;
  while (used < count) {
    int32_t column = ties[used].column;
    double width = form->mip.upper.data[column] - form->mip.lower.data[column] + 1;
    if (used > 0 && range * width > 2e5)
      break;
    range *= width;
    used++;
  }
  for (int32_t i = 0; i < used; i++) {
    int32_t column = ties[i].column;
    range /= form->mip.upper.data[column] - form->mip.lower.data[column] + 1;
    form->mip.cost.data[column] = -ties[i].sign * range;
  }
  return used;
}

static bool same_score(const lde_score *a, const lde_score *b)
{
  return lde_score_compare(a, b) == 0;
}

static void break_ties(lde_attempt *attempt, lde_form *form)
{
  struct tie *ties = lde_alloc((size_t)form->problem->var_count + 1, sizeof *ties);
  lde_point point = lde_point_new(form->problem);
  int32_t count = list_ties(form, ties), at = 0;
  bool sure = count <= TIE_VARIABLES;

  while (sure && at < count) {
    lde_mip_limits limits = lde_attempt_limits(attempt, 20000, 0);
    double *start = lde_form_write(form, &attempt->best);
    int32_t used = set_digits(form, ties + at, count - at);
    limits.start = start;
    lde_mip_result result = lde_mip_solve(&form->mip, &limits);
    lde_free(start);
    sure = result.status == LDE_MIP_OPTIMAL && result.values;
    if (sure) {
      lde_form_read(form, result.values, &point);
      lde_check check = lde_problem_check(form->problem, &point);
      sure = check.breaches == 0 && same_score(&check.score, &attempt->score);
    }
    if (sure) {
      lde_point_copy(form->problem, &attempt->best, &point);
      for (int32_t i = at; i < at + used; i++) {
        double whole = floor(result.values[ties[i].column] + 0.5);
        form->mip.lower.data[ties[i].column] = form->mip.upper.data[ties[i].column] = whole;
      }
    }
    at += used;
    lde_mip_result_deinit(&result);
  }
  lde_free(ties);
  lde_point_free(&point);
}

/* What a bound for a stage says about the best plan; a bound beyond a plan that exists is a mistake of
 * the solver and says nothing. */
static void note_bound(lde_attempt *attempt, lde_stage stage, int64_t bound)
{
  int64_t reached = stage_of(&attempt->score, stage);

  if (bound <= -LDE_ROW_FREE || bound > reached)
    return;
  attempt->proven[stage] = bound == reached;
  if (stage == LDE_STAGE_SHORTAGE && bound > attempt->shortage_bound)
    attempt->shortage_bound = bound;
  if (stage == LDE_STAGE_VALUE && -bound < attempt->value_bound)
    attempt->value_bound = -bound;
}

static void run_stage(lde_attempt *attempt, lde_form *form, lde_stage stage, int64_t nodes)
{
  lde_mip_result result;

  lde_form_stage(form, stage);
  int64_t bound = solve_stage(attempt, form, nodes, 0, &result);
  if (result.status == LDE_MIP_INFEASIBLE && !attempt->has_best)
    attempt->impossible = true;
  lde_mip_result_deinit(&result);
  if (attempt->has_best)
    note_bound(attempt, stage, bound);
}

void lde_exact_stages(lde_attempt *attempt)
{
  lde_form_options options = {.integer_seats = true, .strong = true};
  int64_t work = attempt->options->work;
  bool all = true;
  lde_form form;

  lde_form_init(&form, attempt->problem, &options);
  for (int s = 0; s < LDE_STAGES && !lde_attempt_stopped(attempt); s++) {
    lde_stage stage = (lde_stage)s;
    bool trivial = form.common[s] == 0 && attempt->has_best;
    /* Fractions of seats say nearly as much and are found much sooner, where a gap is allowed. */
    if (stage == LDE_STAGE_VALUE && attempt->has_best && attempt->options->gap > 0)
      lde_exact_full(attempt, attempt->options->work);
    /* When best is not the aim any more, a quarter of the nodes is enough to look for better. */
    if (trivial)
      note_bound(attempt, stage, form.constant[s]);
    else
      run_stage(attempt, &form, stage, all ? work * NODES_PER_WORK : work / 4 + 1);
    if (!attempt->has_best)
      break;
    all &= attempt->proven[s];
    /* Later stages are worth their while without a proof of this one, too. */
    if (!trivial)
      lde_form_limit(&form, stage, stage_of(&attempt->score, stage));
  }
  if (all && attempt->has_best && attempt->proven[LDE_STAGE_COST])
    break_ties(attempt, &form);
  lde_form_deinit(&form);
}

/* ---- larger problems ---- */

void lde_exact_shortage(lde_attempt *attempt)
{
  lde_form_options options = {.merge = true};
  lde_mip_status status;

  if (attempt->problem->columns.len > LINEAR_COLUMNS)
    return;
  int64_t bound = lde_exact_relaxed(attempt, &options, LDE_STAGE_SHORTAGE, attempt->options->work, 0,
                                    &status);
  if (attempt->loose)
    return; /* what holds for some plans proves nothing about all */
  if (status == LDE_MIP_INFEASIBLE && !attempt->has_best)
    attempt->impossible = true;
  if (attempt->has_best && bound > attempt->shortage_bound && bound <= attempt->score.shortage)
    attempt->shortage_bound = bound;
}
