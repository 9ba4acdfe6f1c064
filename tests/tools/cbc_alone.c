/* cbc_alone: ldengine with its own method taken out. The model of the offer goes to CBC as it is, after people
 * who mean the same were put together, with the rows that make its relaxation tight; for comparing, see
 * scripts/bench. CBC_SECONDS limits it (60). Prints value, bound and how long on standard error, and ends:
 * there is no offer. */
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>

#include "offer/fold.h"
#include "offer/form.h"
#include "offer/solve.h"

lde_status __wrap_lde_solve(const lde_problem *problem, const lde_solve_options *options, lde_plan *plan,
                            lde_error *err);

lde_status __wrap_lde_solve(const lde_problem *problem, const lde_solve_options *options, lde_plan *plan,
                            lde_error *err)
{
  const char *seconds = getenv("CBC_SECONDS");
  lde_mip_limits limits = LDE_MIP_LIMITS_INIT;
  lde_form_options shape = {.integer_seats = true, .strong = true, .merge = true};
  struct rusage used;
  lde_form form;
  lde_fold fold;

  (void)plan;
  (void)err;
  if (lde_fold_init(&fold, problem))
    problem = &fold.problem;
  shape.has_limit[LDE_STAGE_SHORTAGE] = true; /* nobody who must be trained is left out */
  lde_form_init(&form, problem, &shape);
  lde_form_stage(&form, LDE_STAGE_VALUE);
  limits.nodes = 100000000;
  limits.gap = options->gap;
  limits.seconds = seconds ? atof(seconds) : 60;
  lde_mip_result result = lde_mip_solve(&form.mip, &limits);
  getrusage(RUSAGE_CHILDREN, &used);
  fprintf(stderr, "cbc_alone: columns %zu rows %zu", form.mip.cost.len, form.mip.start.len);
  if (result.values) {
    lde_point point = lde_point_new(problem);
    lde_form_read(&form, result.values, &point);
    lde_check check = lde_problem_check(problem, &point);
    fprintf(stderr, " value %.3f", check.breaches ? 0.0 : (double)check.score.value / (double)problem->value_unit);
  } else {
    fprintf(stderr, " value none");
  }
  fprintf(stderr, " bound %.3f CPU %.1f\n", -(double)lde_form_bound(&form, result.bound) / (double)problem->value_unit,
          (double)used.ru_utime.tv_sec + (double)used.ru_utime.tv_usec / 1e6);
  exit(0);
}
