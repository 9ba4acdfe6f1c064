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

#define SMALL_COLUMNS 1200
#define SMALL_SESSIONS 600
#define TIE_VARIABLES 400
#define NODES_PER_WORK 3
#define FULL_COLUMNS 8000
#define KERNEL_COLUMNS 6000 /* a wide part */
#define KERNEL_OPTIONS 90
#define PART_COLUMNS 4000 /* any other part */
#define PART_OPTIONS 60
#define PART_NODES 30
#define PART_WORK 20        /* work for one part */
#define POLISH_EVERY 8      /* parts until all seats are moved again */
#define WIDE_EVERY 6

bool lde_exact_is_small(const lde_problem *problem)
{
  return lde_mip_available() && problem->columns.len <= SMALL_COLUMNS &&
         problem->options.len * (size_t)problem->periods <= SMALL_SESSIONS;
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

static void solve_full(lde_attempt *attempt, int64_t nodes);

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

static void run_stage(lde_attempt *attempt, lde_form *form, lde_stage stage)
{
  int64_t work = attempt->options->work;
  lde_mip_result result;

  lde_form_stage(form, stage);
  int64_t bound = solve_stage(attempt, form, work * NODES_PER_WORK, 0, &result);
  if (result.status == LDE_MIP_INFEASIBLE && !attempt->has_best)
    attempt->impossible = true;
  lde_mip_result_deinit(&result);
  if (!attempt->has_best)
    return;
  note_bound(attempt, stage, bound);
  if (stage != LDE_STAGE_VALUE || attempt->proven[stage] || lde_attempt_within_gap(attempt) ||
      lde_attempt_stopped(attempt))
    return;
  solve_full(attempt, work * NODES_PER_WORK);
}

void lde_exact_stages(lde_attempt *attempt)
{
  lde_form_options options = {.integer_seats = true, .strong = true};
  bool all = true;
  lde_form form;

  lde_form_init(&form, attempt->problem, &options);
  for (int s = 0; s < LDE_STAGES && !lde_attempt_stopped(attempt); s++) {
    lde_stage stage = (lde_stage)s;
    bool trivial = form.common[s] == 0 && attempt->has_best;
    if (trivial)
      note_bound(attempt, stage, form.constant[s]);
    else
      run_stage(attempt, &form, stage);
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

static void limit_to_best(lde_attempt *attempt, lde_form_options *options)
{
  if (!attempt->has_best)
    return;
  options->has_limit[LDE_STAGE_SHORTAGE] = true;
  options->limit[LDE_STAGE_SHORTAGE] = attempt->score.shortage;
}

/* Fractions of seats become whole ones: first as a small programme around the solution, and when
 * that has none, by rounding down and filling up again. */
static void make_whole(lde_attempt *attempt, const lde_form *form, const double *values)
{
  const lde_problem *problem = attempt->problem;
  lde_form_options options = form->options;
  double *near = lde_alloc((size_t)problem->var_count + 1, sizeof *near);
  lde_point point = lde_point_new(problem);
  lde_mip_result result;
  lde_form whole;

  for (int32_t var = 0; var < problem->var_count; var++)
    if (form->var_column[var] >= 0)
      near[var] = values[form->var_column[var]];
  options.integer_seats = true;
  options.strong = false;
  options.near = near;
  lde_form_init(&whole, problem, &options);
  lde_form_stage(&whole, LDE_STAGE_VALUE);
  lde_mip_limits limits = lde_attempt_limits(attempt, 200, 1e-4);
  result = lde_mip_solve(&whole.mip, &limits);
  if (!result.values) { /* any whole seats, then, in the sessions there are */
    lde_mip_result_deinit(&result);
    lde_form_deinit(&whole);
    lde_form_read(form, values, &point);
    options.near = NULL;
    options.hold_sessions = true;
    options.free = NULL;
    options.loose = NULL;
    options.base = &point;
    options.merge = true;
    lde_form_init(&whole, problem, &options);
    lde_form_stage(&whole, LDE_STAGE_VALUE);
    limits.gap = 1e-3;
    limits.nodes = 20;
    result = lde_mip_solve(&whole.mip, &limits);
  }
  if (result.values) {
    lde_form_read(&whole, result.values, &point);
  } else {
    double *down = lde_alloc(form->mip.cost.len + 1, sizeof *down);
    for (size_t i = 0; i < form->mip.cost.len; i++)
      down[i] = floor(values[i] + 1e-6);
    lde_form_read(form, down, &point);
    lde_free(down);
  }
  lde_draft draft;
  int32_t count = (int32_t)problem->options.len;
  int32_t *all = lde_alloc((size_t)count + 1, sizeof *all);
  for (int32_t o = 0; o < count; o++)
    all[o] = o;
  lde_draft_init(&draft, problem, attempt->options->seed);
  lde_draft_set(&draft, &point);
  lde_draft_insert(&draft, all, count);
  lde_point_settle(problem, &draft.point);
  lde_attempt_offer(attempt, &draft.point);
  lde_draft_deinit(&draft);
  lde_free(all);
  lde_mip_result_deinit(&result);
  lde_form_deinit(&whole);
  lde_point_free(&point);
  lde_free(near);
}

/* One programme with fractional seats over the free options. */
static int64_t solve_relaxed(lde_attempt *attempt, lde_form_options *options, lde_stage stage,
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
    make_whole(attempt, &form, result.values);
  lde_mip_result_deinit(&result);
  lde_form_deinit(&form);
  return bound;
}

void lde_exact_shortage(lde_attempt *attempt)
{
  lde_form_options options = {.integer_seats = false, .strong = false};
  lde_mip_status status;

  if (attempt->problem->columns.len > FULL_COLUMNS * 4)
    return;
  int64_t bound = solve_relaxed(attempt, &options, LDE_STAGE_SHORTAGE, attempt->options->work, 0,
                                &status);
  if (status == LDE_MIP_INFEASIBLE && !attempt->has_best)
    attempt->impossible = true;
  if (attempt->has_best && bound > attempt->shortage_bound && bound <= attempt->score.shortage)
    attempt->shortage_bound = bound;
}

/* ---- parts of a large problem ---- */

struct wanted {
  double key;
  int32_t option;
};

static int wanted_order(const void *left, const void *right)
{
  const struct wanted *a = left, *b = right;
  if (a->key != b->key)
    return a->key > b->key ? -1 : 1;
  return a->option < b->option ? -1 : 1;
}

static double usage(const lde_problem *problem, const double *mean, int32_t o)
{
  double sum = 0;
  for (int32_t k = problem->option_start[o]; k < problem->option_start[o + 1]; k++)
    sum += mean[problem->option_column[k]];
  return sum;
}

/* Frees the options that the average and the plan disagree on most, up to a size that the solver
 * deals with; later turns shake the choice, so that each sees others. */
static int32_t choose_kernel(lde_attempt *attempt, char *free, int32_t turn, uint64_t *random)
{
  const lde_problem *problem = attempt->problem;
  int32_t count = (int32_t)problem->options.len, chosen = 0;
  int32_t most = turn % WIDE_EVERY == 0 ? KERNEL_OPTIONS : PART_OPTIONS;
  struct wanted *list = lde_alloc((size_t)count + 1, sizeof *list);
  size_t columns = 0, columns_max = turn % WIDE_EVERY == 0 ? KERNEL_COLUMNS : PART_COLUMNS;

  for (int32_t o = 0; o < count; o++) {
    double mean = usage(problem, attempt->dual.mean, o), now = 0;
    for (int32_t k = problem->option_start[o]; k < problem->option_start[o + 1]; k++)
      now += attempt->best.seats[problem->option_column[k]];
    *random = *random * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    double shake = (double)(*random >> 40) / 16777216.0;
    double key = fabs(mean - now) + 0.3 * fmin(mean, now) + 0.1 * fmax(mean, now);
    list[o].key = turn == 0 ? key : sqrt(key + 1) * (0.1 + shake);
    list[o].option = o;
    free[o] = 0;
  }
  qsort(list, (size_t)count, sizeof *list, wanted_order);
  for (int32_t i = 0; i < count && chosen < most; i++) {
    int32_t o = list[i].option;
    size_t more = (size_t)(problem->option_start[o + 1] - problem->option_start[o]);
    if (list[i].key <= 0 || columns + more > columns_max)
      continue;
    free[o] = 1;
    columns += more;
    chosen++;
  }
  lde_free(list);
  return chosen;
}

/* Moves the seats of all options at once, with the sessions as they are. */
static void polish_seats(lde_attempt *attempt)
{
  lde_form_options options = {.hold_sessions = true};
  lde_point base = lde_point_new(attempt->problem);
  lde_mip_status status;

  lde_point_copy(attempt->problem, &base, &attempt->best);
  options.base = &base;
  limit_to_best(attempt, &options);
  solve_relaxed(attempt, &options, LDE_STAGE_VALUE, 10, 0, &status);
  lde_point_free(&base);
}

struct worthy {
  double worth;
  int32_t column;
};

static int worthy_order(const void *left, const void *right)
{
  const struct worthy *a = left, *b = right;
  if (a->worth != b->worth)
    return a->worth > b->worth ? -1 : 1;
  return a->column < b->column ? -1 : a->column > b->column;
}

/* What a seat adds at the prices, sessions aside. */
static double priced(const lde_attempt *attempt, int32_t j)
{
  const lde_problem *problem = attempt->problem;
  const lde_seat_column *column = &problem->columns.data[j];
  double worth = (double)column->value - (double)attempt->dual.cell_price[column->cell];

  for (int32_t k = problem->var_start[j]; k < problem->var_start[j + 1]; k++) {
    const lde_entry *entry = &problem->entries.data[problem->var_entry[k]];
    worth -= (double)attempt->dual.row_price[entry->row] / (double)LDE_PRICE_UNIT *
             (double)entry->factor;
  }
  return worth;
}

/* Marks the columns worth most at the prices, beside those in use. */
static void choose_columns(lde_attempt *attempt, char *seats, size_t most)
{
  const lde_problem *problem = attempt->problem;
  struct worthy *list = lde_alloc(problem->columns.len + 1, sizeof *list);
  size_t count = problem->columns.len;

  for (size_t j = 0; j < count; j++) {
    list[j] = (struct worthy){priced(attempt, (int32_t)j), (int32_t)j};
    if (attempt->dual.mean[j] > 1e-3)
      list[j].worth += 1e18;
  }
  qsort(list, count, sizeof *list, worthy_order);
  for (size_t i = 0; i < count; i++)
    seats[list[i].column] = i < most || attempt->best.seats[list[i].column] > 0;
  lde_free(list);
}

/* Options whose number of sessions is to be decided again. */
static int32_t choose_loose(lde_attempt *attempt, char *loose, int32_t turn, int32_t most,
                            uint64_t *random)
{
  const lde_problem *problem = attempt->problem;
  int32_t count = (int32_t)problem->options.len, chosen = 0, listed = 0;
  struct wanted *list = lde_alloc((size_t)count + 1, sizeof *list);

  for (int32_t o = 0; o < count; o++) {
    const lde_option *option = &problem->options.data[o];
    double mean = usage(problem, attempt->dual.mean, o), now = 0;
    loose[o] = 0;
    if (!option->opens && option->group_max <= 0)
      continue;
    for (int32_t k = problem->option_start[o]; k < problem->option_start[o + 1]; k++)
      now += attempt->best.seats[problem->option_column[k]];
    *random = *random * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    double shake = (double)(*random >> 40) / 16777216.0;
    double key = fabs(mean - now) + 0.3 * fmin(mean, now) + 0.1 * fmax(mean, now);
    if (key <= 0)
      continue;
    list[listed].key = turn == 0 ? key : sqrt(key + 1) * (0.1 + shake);
    list[listed++].option = o;
  }
  qsort(list, (size_t)listed, sizeof *list, wanted_order);
  for (; chosen < listed && chosen < most; chosen++)
    loose[list[chosen].option] = 1;
  lde_free(list);
  return chosen;
}

static void solve_loose(lde_attempt *attempt, int32_t turn, uint64_t *random)
{
  const lde_problem *problem = attempt->problem;
  lde_form_options options = {.strong = true, .merge = true, .hold_sessions = true};
  char *seats = lde_alloc(problem->columns.len + 1, 1);
  char *loose = lde_alloc(problem->options.len + 1, 1);
  lde_point base = lde_point_new(problem);
  lde_mip_status status;

  lde_point_copy(problem, &base, &attempt->best);
  choose_loose(attempt, loose, turn, getenv("LOOSE") ? atoi(getenv("LOOSE")) : 60, random);
  choose_columns(attempt, seats, getenv("CORE") ? (size_t)atol(getenv("CORE")) : 8000);
  options.seats = seats;
  options.loose = loose;
  options.base = &base;
  limit_to_best(attempt, &options);
  solve_relaxed(attempt, &options, LDE_STAGE_VALUE, getenv("COREN") ? atol(getenv("COREN")) : 30, 1e-3,
                &status);
  lde_point_free(&base);
  lde_free(seats);
  lde_free(loose);
}

static void solve_parts(lde_attempt *attempt)
{
  const lde_problem *problem = attempt->problem;
  lde_form_options options = {.integer_seats = false, .strong = true};
  char *free = lde_alloc(problem->options.len + 1, 1);
  uint64_t random = attempt->options->seed;
  int64_t work = attempt->options->work;
  lde_point base = lde_point_new(problem);
  lde_mip_status status;

  for (int32_t turn = 0; turn < (int32_t)(work / PART_WORK + 1); turn++) {
    if (lde_attempt_within_gap(attempt) || lde_attempt_stopped(attempt))
      break;
    if (turn % POLISH_EVERY == 0)
      polish_seats(attempt);
    if (getenv("CORE")) {
      solve_loose(attempt, turn, &random);
      continue;
    }
    if (choose_kernel(attempt, free, turn, &random) == 0)
      break;
    lde_point_copy(problem, &base, &attempt->best);
    options.free = free;
    options.base = &base;
    limit_to_best(attempt, &options);
    solve_relaxed(attempt, &options, LDE_STAGE_VALUE, PART_NODES, 1e-3, &status);
  }
  lde_point_free(&base);
  lde_free(free);
}

/* The whole model with fractional seats: for its bound as much as for its plan. */
static void solve_full(lde_attempt *attempt, int64_t nodes)
{
  lde_form_options options = {.integer_seats = false, .strong = true};
  lde_mip_status status;

  limit_to_best(attempt, &options);
  int64_t bound = solve_relaxed(attempt, &options, LDE_STAGE_VALUE, nodes,
                                attempt->options->gap * 0.5, &status);
  if (bound > -LDE_ROW_FREE && -bound < attempt->value_bound && -bound >= attempt->score.value)
    attempt->value_bound = -bound;
}

void lde_exact_value(lde_attempt *attempt)
{
  if (!attempt->has_best)
    return;
  solve_parts(attempt);
  if (lde_attempt_within_gap(attempt) || lde_attempt_stopped(attempt) ||
      attempt->problem->columns.len > FULL_COLUMNS)
    return;
  solve_full(attempt, attempt->options->work / 4 + 1);
}
