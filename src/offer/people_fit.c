#include "offer/people_fit.h"

#include <math.h>
#include <string.h>

#include "offer/fitting.h"
#include "offer/form.h"
#include "offer/people_bound.h"

#define PASSED_COLUMNS 300000000 /* columns times passes of the bound, at most */

#define TURNED_SLOTS 12000000000 /* needs of people times turns, at most: where there are many, a turn costs more */

/* Work counts passes of the bound, and turns for so many needs of people. */
enum { PASSES = 8, PASSES_MOST = 3000, PASSES_LEAST = 100, TURNS = 3 };

/* ---- several beginnings ---- */

/* What the trial has, when that is better than what the plan has so far. */
static void take(lde_fit *all, bool *taken)
{
  lde_build *build = all->build;

  lde_point_settle(&build->problem, &all->trial.point);
  if ((*taken && lde_score_compare(&all->trial.score, &all->plan->score) <= 0) ||
      !lde_plan_take(all->plan, &build->problem, &all->trial.point))
    return;
  *taken = true;
  all->kept.len = 0;
  for (size_t i = 0; i < all->slots.len; i++)
    lde_vec_push(&all->kept, all->slots.data[i]);
}

/* The best one again. */
static void go_back(lde_fit *all)
{
  memset(all->used, 0, (size_t)lde_count(all->draft->ds, employee) * sizeof *all->used);
  memcpy(all->slots.data, all->kept.data, all->slots.len * sizeof *all->slots.data);
  for (size_t i = 0; i < all->slots.len; i++)
    if (all->slots.data[i].column >= 0)
      lde_fit_count_seat(all, &all->slots.data[i], 1);
  lde_trial_set(&all->trial, &all->plan->point);
}

/* ---- prices ---- */

/* Worths at the prices, but for those of time: each person's own is looked at as it is. */
static void set_worths(lde_fit *all)
{
  int64_t *price = lde_alloc(all->problem->rows.len + 1, sizeof *price);
  size_t count = (size_t)all->problem->var_count;

  lde_free(all->value);
  all->value = lde_alloc(count + 1, sizeof *all->value);
  lde_trial_price(&all->trial, NULL, NULL, 0, 0);
  memcpy(all->value, all->trial.worth, count * sizeof *all->value);
  for (size_t r = 0; r < all->problem->rows.len; r++)
    price[r] = all->build->rows.data[r].kind == LDE_ROW_HOURS ? 0 : all->plan->row_price[r];
  lde_trial_price(&all->trial, price, NULL, 0, 0);
  lde_free(price);
}

static double *start_prices(const lde_build *build, const lde_plan *plan)
{
  size_t rows = build->problem.rows.len, cells = build->problem.cells.len;
  double *start = lde_alloc(rows + 2 * cells + 3 * build->problem.options.len + 1, sizeof *start);

  for (size_t r = 0; r < rows; r++)
    start[r] = (double)plan->row_price[r] / (double)LDE_PRICE_UNIT;
  for (size_t c = 0; c < cells; c++)
    start[rows + c] = (double)plan->cell_price[c];
  return start;
}

/* The bound and its prices with what each person has time for; `shortage` is what the solve took for granted. */
static void prove(lde_fit *all, int64_t shortage, lde_dual *dual)
{
  const lde_problem *problem = all->problem;
  lde_people_bound *people = lde_people_bound_new(all->build);
  double *start = start_prices(all->build, all->plan);
  int64_t most = PASSED_COLUMNS / (int64_t)(problem->columns.len + 1);
  lde_dual_options own = {.stage = LDE_STAGE_VALUE,
                          .shortage = all->plan->score.shortage,
                          .target = all->plan->score.value,
                          .has_target = true,
                          .gap = all->options->gap / 10,
                          .passes = PASSES * all->options->work,
                          .people = people ? lde_people_bound_hook(people) : NULL,
                          .start = start,
                          .interrupted = all->options->interrupted,
                          .context = all->options->context};

  own.passes = own.passes < PASSES_MOST ? own.passes : PASSES_MOST;
  own.passes = own.passes < most ? own.passes : most > PASSES_LEAST ? most : PASSES_LEAST;
  lde_dual_run(dual, problem, &own);
  all->plan->work_used += dual->passes;
  if (all->plan->score.shortage > shortage || dual->bound < all->plan->bound) {
    all->plan->bound = dual->bound;
    memcpy(all->plan->row_price, dual->row_price, problem->rows.len * sizeof *dual->row_price);
    memcpy(all->plan->cell_price, dual->cell_price, problem->cells.len * sizeof *dual->cell_price);
    memcpy(all->plan->option_value, dual->option_value, problem->options.len * sizeof *dual->option_value);
  }
  lde_free(start);
  lde_people_bound_free(people);
}

/* ---- all of it ---- */

static void tell(const lde_fit *all)
{
  lde_draft *draft = all->build->draft;

  draft->seated.len = 0;
  for (size_t i = 0; i < all->kept.len; i++) {
    const lde_fit_slot *each = &all->kept.data[i];
    for (int32_t k = each->column < 0 ? 0 : -1; k < each->count; k++) {
      int32_t column = k < 0 ? each->column : each->steps[k];
      lde_vec_push(&draft->seated, ((lde_draft_seated){each->employee, each->part, lde_column_option(all->build, column),
                                                       lde_column_last(all->build, column), k >= 0}));
    }
  }
}

static void conclude(lde_fit *all)
{
  lde_plan *plan = all->plan;
  bool within = plan->score.shortage <= plan->shortage_bound && lde_plan_gap(plan) <= all->options->gap;

  plan->bound = plan->bound > plan->score.value ? plan->bound : plan->score.value;
  plan->status = within ? LDE_PLAN_WITHIN_GAP : LDE_PLAN_FEASIBLE;
  if (plan->stopped_by == LDE_STOP_GAP || plan->stopped_by == LDE_STOP_WORK)
    plan->stopped_by = within ? LDE_STOP_GAP : lde_fit_is_stopped(all) ? LDE_STOP_INTERRUPT : LDE_STOP_WORK;
  tell(all);
}

static bool is_enough(const lde_fit *all)
{
  return lde_plan_gap(all->plan) <= all->options->gap || lde_fit_is_stopped(all);
}

bool lde_people_fit(lde_build *build, lde_plan *plan, const lde_offer *offer, const lde_solve_options *options)
{
  lde_fit all;
  lde_dual dual;
  bool taken = false;
  int64_t shortage = plan->score.shortage, turns, most;

  lde_fit_init(&all, build, plan, options);
  turns = options->work * (int64_t)all.slots.len / TURNS;
  most = TURNED_SLOTS / ((int64_t)all.slots.len + 1);
  turns = turns < most ? turns : most;
  set_worths(&all);
  if (lde_fit_names(&all, offer) && lde_fit_better(&all, turns / 4))
    take(&all, &taken);
  if (taken) {
    prove(&all, shortage, &dual);
    set_worths(&all);
    for (int duties = 0; duties < 2 && !is_enough(&all); duties++) {
      lde_fit_mean(&all, dual.mean, duties > 0);
      if (lde_fit_better(&all, turns / 4))
        take(&all, &taken);
      if (all.trial.score.shortage <= plan->score.shortage)
        break;
    }
    if (!is_enough(&all)) {
      go_back(&all);
      if (lde_fit_better(&all, turns))
        take(&all, &taken);
    }
    lde_dual_deinit(&dual);
    conclude(&all);
  }
  lde_fit_deinit(&all);
  return taken;
}
