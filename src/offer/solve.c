#include "offer/solve.h"

#include <math.h>
#include <string.h>
#include <time.h>

#include "base/error.h"
#include "offer/attempt.h"
#include "offer/coarse.h"
#include "offer/fold.h"

/* Passes of the bound: below some hundreds it says little, beyond these it hardly moves. */
#define PASSES_MORE 300
#define PASSES_MOST 700
#define PASSES_LEAST 120
#define SHORTAGE_PASSES 60 /* to begin with: mostly nothing has to be short, and a plan will show it */
#define PASSED_COLUMNS 240000000

static double clock_seconds(void)
{
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return (double)now.tv_sec + (double)now.tv_nsec * 1e-9;
}

/* ---- the attempt ---- */

bool lde_attempt_stopped(void *context)
{
  lde_attempt *attempt = context;
  const lde_solve_options *options = attempt->options;

  if (!attempt->interrupted && options->interrupted && options->interrupted(options->context))
    attempt->interrupted = true;
  if (!attempt->out_of_time && options->emergency_seconds > 0 &&
      clock_seconds() - attempt->started > options->emergency_seconds)
    attempt->out_of_time = true;
  return attempt->interrupted || attempt->out_of_time;
}

lde_mip_limits lde_attempt_limits(lde_attempt *attempt, int64_t nodes, double gap)
{
  lde_mip_limits limits = LDE_MIP_LIMITS_INIT;

  limits.nodes = nodes;
  limits.gap = gap;
  limits.seed = attempt->options->seed;
  limits.interrupted = lde_attempt_stopped;
  limits.context = attempt;
  if (attempt->options->emergency_seconds > 0) {
    double left = attempt->options->emergency_seconds - (clock_seconds() - attempt->started);
    limits.seconds = left > 0.05 ? left : 0.05;
  }
  return limits;
}

bool lde_attempt_offer(lde_attempt *attempt, const lde_point *point)
{
  lde_check check = lde_problem_check(attempt->problem, point);

  if (check.breaches > 0)
    return false;
  if (attempt->has_best && lde_score_compare(&check.score, &attempt->score) <= 0)
    return false;
  lde_point_copy(attempt->problem, &attempt->best, point);
  attempt->score = check.score;
  attempt->has_best = true;
  return true;
}

void lde_attempt_offer_trial(lde_attempt *attempt, lde_trial *trial)
{
  if (trial->broken)
    return;
  lde_point_settle(attempt->problem, &trial->point);
  lde_attempt_offer(attempt, &trial->point);
  for (size_t o = 0; o < attempt->problem->options.len; o++)
    if (!attempt->problem->options.data[o].opens)
      trial->point.open[o] = 0;
}

/* What the bound leaves open, over what the plan is worth. */
double lde_gap_between(int64_t value, int64_t bound)
{
  double size = fabs((double)value);
  if (bound <= value)
    return 0;
  return bound >= LDE_ROW_FREE || size == 0 ? 1 : fmin(1, ((double)bound - (double)value) / size);
}

bool lde_attempt_within_gap(const lde_attempt *attempt)
{
  return attempt->has_best && attempt->score.shortage <= attempt->shortage_bound &&
         lde_gap_between(attempt->score.value, attempt->value_bound) <= attempt->options->gap;
}

void lde_attempt_report(lde_attempt *attempt)
{
  if (attempt->options->progress)
    attempt->options->progress(attempt->options->context, attempt->score.value,
                               attempt->value_bound, attempt->passes);
}

static void dual_progress(void *context, int64_t bound, int64_t passes)
{
  lde_attempt *attempt = context;
  if (attempt->options->progress)
    attempt->options->progress(attempt->options->context, attempt->score.value, bound,
                               attempt->passes + passes);
}

/* ---- the own method ---- */

static void price_shortage(lde_attempt *attempt, int64_t passes)
{
  lde_dual dual;
  lde_dual_options options = {.stage = LDE_STAGE_SHORTAGE,
                              .target = attempt->score.shortage,
                              .has_target = attempt->has_best,
                              .passes = passes,
                              .interrupted = lde_attempt_stopped,
                              .context = attempt};

  lde_dual_run(&dual, attempt->loose ? attempt->loose : attempt->problem, &options);
  attempt->passes += dual.passes;
  if (dual.bound > attempt->shortage_bound)
    attempt->shortage_bound = dual.bound;
  lde_dual_deinit(&dual);
}

/* Large problems need fewer passes to come near, and each costs more. */
static int64_t passes_for(const lde_problem *problem, int64_t passes, int64_t columns)
{
  int64_t most = columns / (int64_t)(problem->columns.len + 1);
  most = most > PASSES_LEAST ? most : PASSES_LEAST;
  return passes < most ? passes : most;
}

static int64_t value_passes(int64_t work)
{
  return work + PASSES_MORE < PASSES_MOST ? work + PASSES_MORE : PASSES_MOST;
}

/* Better prices, going on from those there are, for plans with no more than this shortage. Where a loose
 * problem stands beside, the bound is proven on that one, which is also much smaller: the strict one
 * begins with its prices, whose numbers mean the same, and only has to say what an average plan is. */
static void price_value(lde_attempt *attempt, int64_t shortage, int64_t passes)
{
  lde_dual before = attempt->dual, proof = attempt->proof;
  lde_dual_options options = {.stage = LDE_STAGE_VALUE,
                              .start = attempt->loose ? proof.price : before.price,
                              .shortage = shortage,
                              .target = attempt->score.value,
                              .has_target = attempt->has_best,
                              .passes = passes,
                              .interrupted = lde_attempt_stopped,
                              .progress = dual_progress,
                              .context = attempt};
  int64_t bound;

  if (attempt->loose) {
    options.passes = passes_for(attempt->loose, passes, PASSED_COLUMNS);
    lde_dual_run(&attempt->proof, attempt->loose, &options);
    attempt->passes += attempt->proof.passes;
    options.start = attempt->proof.price;
    options.passes = passes_for(attempt->problem, passes, PASSED_COLUMNS / 2);
    lde_dual_deinit(&proof);
  }
  lde_dual_run(&attempt->dual, attempt->problem, &options);
  attempt->passes += attempt->dual.passes;
  bound = attempt->loose ? attempt->proof.bound : attempt->dual.bound;
  if (shortage > attempt->priced_shortage || bound < attempt->value_bound)
    attempt->value_bound = bound;
  attempt->priced_shortage = shortage;
  lde_dual_deinit(&before);
}

static void first_plans(lde_attempt *attempt, lde_trial *trial)
{
  lde_trial_build(trial);
  lde_attempt_offer_trial(attempt, trial);
}

/* ---- what the plan says ---- */

/* Seats of a nested option into periods: each period holds as many as its sessions allow while the
 * later ones keep their minimum; who has to be ready first goes first. */
static void split_option(const lde_problem *problem, const lde_point *point, int32_t o,
                         int32_t *out)
{
  const lde_option *option = &problem->options.data[o];
  int32_t periods = problem->periods, begin = problem->option_start[o];
  int32_t end = problem->option_start[o + 1];
  int64_t left = 0, later = 0, taken;

  for (int32_t k = begin; k < end; k++)
    left += point->seats[problem->option_column[k]];
  for (int32_t t = 0; t < periods; t++)
    later += (int64_t)point->sessions[o * periods + t] * option->group_min;
  for (int32_t t = 0; t < periods; t++) {
    int64_t places = (int64_t)point->sessions[o * periods + t] * option->group_max;
    later -= (int64_t)point->sessions[o * periods + t] * option->group_min;
    if (option->group_max <= 0)
      places = option->sessions_max[t] != 0 ? left : 0;
    if (places > left - later)
      places = left - later;
    for (int32_t last = 0; last < periods && places > 0; last++)
      for (int32_t k = begin; k < end && places > 0; k++) {
        int32_t j = problem->option_column[k];
        if (problem->columns.data[j].last != last || last < t)
          continue;
        taken = point->seats[j];
        for (int32_t p = 0; p < t; p++)
          taken -= out[j * periods + p];
        if (taken > places)
          taken = places;
        out[j * periods + t] = (int32_t)taken;
        places -= taken;
        left -= taken;
      }
  }
}

static void split_seats(const lde_problem *problem, const lde_point *point, int32_t *out)
{
  for (int32_t o = 0; o < (int32_t)problem->options.len; o++)
    split_option(problem, point, o, out);
}

static void describe(const lde_problem *problem, lde_plan *plan)
{
  for (size_t c = 0; c < problem->cells.len; c++) {
    const lde_cell *cell = &problem->cells.data[c];
    if (cell->severity <= 0)
      continue;
    plan->shortage[c] = cell->heads;
    for (int32_t k = problem->cell_start[c]; k < problem->cell_start[c + 1]; k++)
      if (problem->columns.data[problem->cell_column[k]].last <= cell->deadline)
        plan->shortage[c] -= plan->point.seats[problem->cell_column[k]];
  }
  for (size_t r = 0; r < problem->rows.len; r++) {
    const lde_row *row = &problem->rows.data[r];
    int64_t sum = 0;
    for (int32_t e = problem->row_start[r]; e < problem->row_start[r + 1]; e++)
      sum += problem->entries.data[e].factor *
             lde_point_get(problem, &plan->point, problem->entries.data[e].var);
    plan->violation[r] = sum > row->upper   ? sum - row->upper
                         : sum < row->lower ? row->lower - sum
                                            : 0;
  }
  if (plan->period_seats)
    split_seats(problem, &plan->point, plan->period_seats);
}

bool lde_plan_take(lde_plan *plan, const lde_problem *problem, const lde_point *point)
{
  lde_check check = lde_problem_check(problem, point);

  if (check.breaches > 0)
    return false;
  lde_point_copy(problem, &plan->point, point);
  plan->score = check.score;
  describe(problem, plan);
  return true;
}

static void plan_init(lde_plan *plan, const lde_problem *problem)
{
  memset(plan, 0, sizeof *plan);
  plan->status = LDE_PLAN_NONE;
  plan->point = lde_point_new(problem);
  if (problem->window == LDE_WINDOW_NESTED)
    plan->period_seats = lde_alloc(problem->columns.len * (size_t)problem->periods + 1, sizeof *plan->period_seats);
  plan->shortage = lde_alloc(problem->cells.len + 1, sizeof *plan->shortage);
  plan->violation = lde_alloc(problem->rows.len + 1, sizeof *plan->violation);
  plan->bound = LDE_ROW_FREE;
}

void lde_plan_deinit(lde_plan *plan)
{
  lde_point_free(&plan->point);
  lde_free(plan->period_seats);
  lde_free(plan->shortage);
  lde_free(plan->violation);
  lde_free(plan->row_price);
  lde_free(plan->cell_price);
  lde_free(plan->option_value);
  lde_free(plan->clash);
  lde_free(plan->clash_repair);
  memset(plan, 0, sizeof *plan);
}

int64_t lde_plan_seats(const lde_problem *problem, const lde_plan *plan, int32_t column, int32_t period)
{
  if (plan->period_seats)
    return plan->period_seats[(size_t)column * (size_t)problem->periods + (size_t)period];
  return problem->columns.data[column].last == period ? plan->point.seats[column] : 0;
}

double lde_plan_gap(const lde_plan *plan)
{
  return lde_gap_between(plan->score.value, plan->bound);
}

bool lde_solve_has_exact(void)
{
  return lde_mip_available();
}

static void conclude(lde_attempt *attempt, lde_plan *plan)
{
  bool all = attempt->has_best;

  for (int s = 0; s < LDE_STAGES; s++)
    all &= attempt->proven[s];
  plan->work_used = attempt->passes;
  plan->shortage_bound = attempt->shortage_bound;
  plan->bound = attempt->value_bound;
  lde_dual *dual = attempt->loose ? &attempt->proof : &attempt->dual;
  plan->row_price = dual->row_price;
  plan->cell_price = dual->cell_price;
  plan->option_value = dual->option_value;
  dual->row_price = dual->cell_price = dual->option_value = NULL;
  if (!plan->row_price) { /* ended before there were prices */
    plan->row_price = lde_alloc(attempt->problem->rows.len + 1, sizeof *plan->row_price);
    plan->cell_price = lde_alloc(attempt->problem->cells.len + 1, sizeof *plan->cell_price);
    plan->option_value = lde_alloc(attempt->problem->options.len + 1, sizeof *plan->option_value);
  }
  plan->stopped_by = attempt->interrupted                 ? LDE_STOP_INTERRUPT
                     : attempt->out_of_time               ? LDE_STOP_CLOCK
                     : all || lde_attempt_within_gap(attempt) ? LDE_STOP_GAP
                                                          : LDE_STOP_WORK;
  if (!attempt->has_best) {
    plan->status = attempt->impossible ? LDE_PLAN_INFEASIBLE : LDE_PLAN_NONE;
    return;
  }
  lde_point_copy(attempt->problem, &plan->point, &attempt->best);
  plan->score = attempt->score;
  if (all) /* prices of a stage that was proven otherwise can be weaker than the proof */
    plan->bound = plan->score.value;
  describe(attempt->problem, plan);
  plan->status = all                               ? LDE_PLAN_OPTIMAL
                 : lde_attempt_within_gap(attempt) ? LDE_PLAN_WITHIN_GAP
                                                   : LDE_PLAN_FEASIBLE;
}

/* ---- the order of things ---- */

static void solve_all(lde_attempt *attempt, lde_trial *trial)
{
  bool exact = lde_mip_available() && !attempt->options->without_exact;
  bool small = exact && !attempt->loose && lde_exact_is_small(attempt->problem);
  int64_t work = attempt->options->work;

  first_plans(attempt, trial);
  if (exact && !small && (!attempt->has_best || attempt->score.shortage > 0))
    lde_exact_shortage(attempt);
  if (attempt->impossible)
    return;
  if (attempt->has_best && attempt->score.shortage > attempt->shortage_bound && !small)
    price_shortage(attempt, SHORTAGE_PASSES);
  /* The plan will mostly get there; when it does not, the bound is proven again below. */
  price_value(attempt, attempt->shortage_bound, value_passes(work));
  lde_improve(attempt, trial, exact, small);
  if (small)
    lde_exact_stages(attempt);
  if (attempt->has_best && attempt->score.shortage > attempt->shortage_bound && !small)
    price_shortage(attempt, work);
  if (attempt->has_best && attempt->score.shortage > attempt->priced_shortage)
    price_value(attempt, attempt->score.shortage, value_passes(work));
  lde_attempt_report(attempt);
}

static void attempt_init(lde_attempt *attempt, const lde_problem *problem, const lde_problem *loose,
                         const lde_solve_options *options)
{
  memset(attempt, 0, sizeof *attempt);
  attempt->problem = problem;
  attempt->loose = loose;
  attempt->options = options;
  attempt->started = clock_seconds();
  attempt->best = lde_point_new(problem);
  attempt->value_bound = LDE_ROW_FREE;
}

static void attempt_deinit(lde_attempt *attempt)
{
  lde_dual_deinit(&attempt->dual);
  lde_dual_deinit(&attempt->proof);
  lde_point_free(&attempt->best);
}

static void solve_one(const lde_problem *problem, const lde_problem *loose,
                      const lde_solve_options *options, lde_plan *plan)
{
  lde_attempt attempt;
  lde_trial trial;

  plan_init(plan, problem);
  attempt_init(&attempt, problem, loose, options);
  lde_trial_init(&trial, problem, options->seed);
  solve_all(&attempt, &trial);
  conclude(&attempt, plan);
  if (plan->status == LDE_PLAN_INFEASIBLE)
    lde_clash_find(&attempt, plan);
  lde_trial_deinit(&trial);
  attempt_deinit(&attempt);
}

static bool has_point(const lde_plan *plan)
{
  return plan->status != LDE_PLAN_INFEASIBLE && plan->status != LDE_PLAN_NONE;
}

bool lde_plan_revise(const lde_problem *problem, lde_plan *plan)
{
  lde_point_settle(problem, &plan->point);
  lde_check check = lde_problem_check(problem, &plan->point);
  if (check.breaches > 0)
    return false;
  plan->score = check.score;
  plan->status = LDE_PLAN_FEASIBLE;
  describe(problem, plan);
  return true;
}

/* Fills the plan of a problem from that of one that stands for it: plan->point is there already. `row`
 * and `cell` say which stands for which, NULL = the same. False when the point does not hold. */
static bool carry_over(const lde_problem *whole, const int32_t *row, const int32_t *cell, lde_plan *from,
                       lde_plan *plan)
{
  if (has_point(from)) {
    lde_point_settle(whole, &plan->point);
    lde_check check = lde_problem_check(whole, &plan->point);
    if (check.breaches > 0 || lde_score_compare(&check.score, &from->score) != 0)
      return false;
    plan->score = check.score;
    describe(whole, plan);
  }
  plan->status = from->status;
  plan->stopped_by = from->stopped_by;
  plan->work_used = from->work_used;
  plan->bound = from->bound;
  plan->shortage_bound = from->shortage_bound;
  plan->row_price = lde_alloc(whole->rows.len + 1, sizeof *plan->row_price);
  plan->cell_price = lde_alloc(whole->cells.len + 1, sizeof *plan->cell_price);
  for (size_t r = 0; r < whole->rows.len; r++)
    plan->row_price[r] = from->row_price[row ? (size_t)row[r] : r];
  for (size_t c = 0; c < whole->cells.len; c++)
    plan->cell_price[c] = from->cell_price[cell ? (size_t)cell[c] : c];
  plan->option_value = from->option_value;
  plan->clash = from->clash;
  plan->clash_repair = from->clash_repair;
  plan->clash_count = from->clash_count;
  from->option_value = from->clash_repair = NULL;
  from->clash = NULL;
  return true;
}

/* By half-years, proven against the whole year as one; false when that does not do. */
static bool solve_coarse(const lde_problem *problem, const lde_solve_options *options, lde_plan *plan)
{
  lde_coarse strict, loose;
  lde_plan inner;
  bool done;

  if (!lde_coarse_init(&strict, problem, 2, true))
    return false;
  if (!lde_coarse_init(&loose, problem, 1, false)) {
    lde_coarse_deinit(&strict);
    return false;
  }
  solve_one(&strict.problem, &loose.problem, options, &inner);
  done = has_point(&inner) && inner.score.shortage <= inner.shortage_bound;
  if (done) {
    plan_init(plan, problem);
    lde_coarse_back(&strict, &inner.point, &plan->point);
    done = carry_over(problem, NULL, NULL, &inner, plan);
    if (!done)
      lde_plan_deinit(plan);
  }
  lde_plan_deinit(&inner);
  lde_coarse_deinit(&loose);
  lde_coarse_deinit(&strict);
  return done;
}

static void solve_any(const lde_problem *problem, const lde_solve_options *options, lde_plan *plan)
{
  bool small = lde_exact_is_small(problem) && !options->without_exact;

  if (small || !solve_coarse(problem, options, plan))
    solve_one(problem, NULL, options, plan);
}

lde_status lde_solve(const lde_problem *problem, const lde_solve_options *options, lde_plan *plan,
                     lde_error *err)
{
  bool small = lde_exact_is_small(problem) && !options->without_exact;
  lde_plan folded;
  lde_fold fold;

  if (options->work < 1 || options->gap < 0 || !(options->gap <= 1)) {
    plan_init(plan, problem);
    return lde_fail(err, LDE_ERROR_INTERNAL, "the limits of a solve make no sense");
  }
  /* Where all stages are proven, the order of single cells breaks the ties. */
  if (small || !lde_fold_init(&fold, problem)) {
    solve_any(problem, options, plan);
    return LDE_OK;
  }
  solve_any(&fold.problem, options, &folded);
  plan_init(plan, problem);
  if (has_point(&folded))
    lde_fold_back(&fold, &folded.point, &plan->point);
  if (!carry_over(problem, fold.row, fold.cell, &folded, plan)) {
    lde_plan_deinit(plan);
    solve_one(problem, NULL, options, plan);
  }
  lde_plan_deinit(&folded);
  lde_fold_deinit(&fold);
  return LDE_OK;
}
