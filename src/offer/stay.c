/* Staying near an earlier plan where the solver proves no more than a gap: of the plans within the gap, one
 * is looked for that keeps most of the seats that people were told of. */
#include <math.h>
#include <string.h>

#include "offer/stay.h"

void lde_build_stay(lde_build *build)
{
  lde_problem *problem = &build->problem;
  int32_t row;

  if (!build->draft->stay)
    return;
  row = lde_build_row_add(build, (lde_build_row){.kind = LDE_ROW_LANES, .name = "value so far", .divisor = 1},
                          build->draft->stay_value, LDE_ROW_FREE, LDE_ROW_HARD);
  for (size_t c = 0; c < build->columns.len; c++) {
    if (problem->columns.data[c].value)
      lde_problem_entry(problem, row, LDE_SEATS((int32_t)c), problem->columns.data[c].value);
    problem->columns.data[c].value = 0;
  }
  for (size_t i = 0; i < problem->references.len; i++) {
    const lde_reference *told = &problem->references.data[i];
    int32_t kept;
    if (told->var.kind == LDE_VAR_SEATS) {
      problem->columns.data[told->var.index].value = LDE_VALUE_UNIT;
      continue;
    }
    /* What is kept of the sessions is at most what there is of them. */
    kept = lde_problem_aux(problem, (lde_aux){.upper = told->value, .value = told->weight * LDE_VALUE_UNIT});
    row = lde_build_row_add(build, (lde_build_row){.kind = LDE_ROW_LANES, .name = "sessions so far", .divisor = 1}, -LDE_ROW_FREE, 0,
                            LDE_ROW_HARD);
    lde_problem_entry(problem, row, LDE_AUX(kept), 1);
    lde_problem_entry(problem, row, told->var, -1);
  }
}

/* Soft rows and what only rows know have a value of their own, which the row above does not count. */
static bool is_plain(const lde_problem *problem)
{
  for (size_t r = 0; r < problem->rows.len; r++)
    if (problem->rows.data[r].penalty != LDE_ROW_HARD)
      return false;
  for (size_t i = 0; i < problem->auxes.len; i++)
    if (problem->auxes.data[i].value)
      return false;
  return true;
}

static void take_over(lde_offer_result *result, const lde_build *near, lde_plan *plan)
{
  const lde_problem *problem = &result->build.problem;
  lde_check check = lde_problem_check(problem, &plan->point);
  size_t seats = problem->columns.len * (size_t)problem->periods;

  if (check.breaches || near->columns.len != result->build.columns.len ||
      near->problem.auxes.len < problem->auxes.len || /* after them stand those of sessions kept */
      check.score.shortage > result->plan.score.shortage ||
      check.score.value < near->draft->stay_value || check.score.disruption >= result->plan.score.disruption)
    return;
  lde_point_copy(problem, &result->plan.point, &plan->point);
  if (plan->period_seats)
    memcpy(result->plan.period_seats, plan->period_seats, seats * sizeof *plan->period_seats);
  memcpy(result->plan.shortage, plan->shortage, problem->cells.len * sizeof *plan->shortage);
  result->plan.score = check.score;
}

void lde_stay_near(lde_offer_result *result, const lde_solve_options *options)
{
  lde_draft *draft = result->build.draft;
  lde_build near;
  lde_plan plan = {0};

  if (!result->build.problem.references.len || result->plan.status == LDE_PLAN_OPTIMAL ||
      result->plan.score.disruption == 0 || !is_plain(&result->build.problem))
    return;
  draft->stay = true;
  draft->stay_value = result->plan.score.value;
  if (result->plan.status == LDE_PLAN_WITHIN_GAP)
    draft->stay_value = (int64_t)ceil((double)result->plan.bound / (1 + options->gap));
  if (draft->stay_value > result->plan.score.value)
    draft->stay_value = result->plan.score.value;
  if (lde_build_make(&near, draft, NULL) == LDE_OK) {
    if (lde_solve(&near.problem, options, &plan, NULL) == LDE_OK && plan.status != LDE_PLAN_INFEASIBLE &&
        plan.status != LDE_PLAN_NONE)
      take_over(result, &near, &plan);
    lde_plan_deinit(&plan);
  }
  lde_build_deinit(&near);
  draft->stay = false;
}
