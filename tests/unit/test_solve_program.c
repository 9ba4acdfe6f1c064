#include <errno.h>
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <sys/resource.h>

#include <cmocka.h>

#include "offer/program.h"

#define NEED_SOLVER()                                                                              \
  do {                                                                                             \
    if (!lde_mip_available())                                                                      \
      skip();                                                                                      \
  } while (0)

static lde_solution solve(const lde_program *program, double gap)
{
  lde_solve_options options = LDE_SOLVE_OPTIONS_INIT;
  lde_solution solution;
  options.gap = gap;
  lde_program_solve(program, &options, &solution);
  return solution;
}

static void test_solve_program__maximises(void **state)
{
  lde_program program = {0};
  lde_solution solution;
  (void)state;
  NEED_SOLVER();
  int32_t x = lde_program_variable(&program, "x", 0, 10, true);
  int32_t y = lde_program_variable(&program, "y", 0, 1, true);
  lde_program_objective(&program, true, 5);
  lde_program_cost(&program, x, 3);
  lde_program_cost(&program, y, 2);
  lde_program_row(&program, "room", -LDE_MIP_FREE, 14);
  lde_program_entry(&program, x, 1);
  lde_program_entry(&program, y, 1);
  lde_program_entry(&program, x, 1); /* adds up to 2 x + y <= 14 */
  solution = solve(&program, 0);
  assert_int_equal(solution.status, LDE_PROGRAM_OPTIMAL);
  assert_true(solution.values[x] == 7 && solution.values[y] == 0);
  assert_true(solution.value == 26 && solution.bound == 26);
  lde_solution_deinit(&solution);
  lde_program_deinit(&program);
}

static void test_solve_program__prices_of_a_linear_one(void **state)
{
  lde_program program = {0};
  lde_solution solution;
  (void)state;
  NEED_SOLVER();
  int32_t x = lde_program_variable(&program, "x", 0, LDE_MIP_FREE, false);
  int32_t y = lde_program_variable(&program, "y", 0, LDE_MIP_FREE, false);
  lde_program_objective(&program, true, 0);
  lde_program_cost(&program, x, 3);
  lde_program_cost(&program, y, 5);
  lde_program_row(&program, "a", -LDE_MIP_FREE, 4);
  lde_program_entry(&program, x, 1);
  lde_program_row(&program, "b", -LDE_MIP_FREE, 12);
  lde_program_entry(&program, y, 2);
  lde_program_row(&program, "c", -LDE_MIP_FREE, 18);
  lde_program_entry(&program, x, 3);
  lde_program_entry(&program, y, 2);
  solution = solve(&program, 0);
  assert_int_equal(solution.status, LDE_PROGRAM_OPTIMAL);
  assert_true(fabs(solution.value - 36) < 1e-9);
  assert_true(fabs(solution.row_price[0]) < 1e-9);
  assert_true(fabs(solution.row_price[1] - 1.5) < 1e-9);
  assert_true(fabs(solution.row_price[2] - 1) < 1e-9);
  lde_solution_deinit(&solution);
  lde_program_deinit(&program);
}

static void test_solve_program__infeasible_names_the_rows(void **state)
{
  lde_program program = {0};
  lde_solution solution;
  (void)state;
  NEED_SOLVER();
  int32_t x = lde_program_variable(&program, "x", 0, 10, true);
  lde_program_row(&program, "harmless", -LDE_MIP_FREE, 9);
  lde_program_entry(&program, x, 1);
  lde_program_row(&program, "low", -LDE_MIP_FREE, 3);
  lde_program_entry(&program, x, 1);
  lde_program_row(&program, "high", 5, LDE_MIP_FREE);
  lde_program_entry(&program, x, 1);
  solution = solve(&program, 0);
  assert_int_equal(solution.status, LDE_PROGRAM_INFEASIBLE);
  assert_int_equal(solution.clash_count, 2);
  assert_string_equal(program.row_name.data[solution.clash[0]], "low");
  assert_string_equal(program.row_name.data[solution.clash[1]], "high");
  lde_solution_deinit(&solution);
  lde_program_deinit(&program);
}

static void test_solve_program__unbounded(void **state)
{
  lde_program program = {0};
  lde_solution solution;
  (void)state;
  NEED_SOLVER();
  int32_t x = lde_program_variable(&program, "x", 0, LDE_MIP_FREE, false);
  lde_program_objective(&program, true, 0);
  lde_program_cost(&program, x, 1);
  solution = solve(&program, 0); /* no row yet: said without the solver */
  assert_int_equal(solution.status, LDE_PROGRAM_UNBOUNDED);
  lde_solution_deinit(&solution);
  lde_program_row(&program, "low", 1, LDE_MIP_FREE);
  lde_program_entry(&program, x, 1);
  solution = solve(&program, 0);
  assert_int_equal(solution.status, LDE_PROGRAM_UNBOUNDED);
  lde_solution_deinit(&solution);
  lde_program_deinit(&program);
}

/* ---- traps of CBC 2.10.8 ---- */

/* A knapsack with several weights, large enough not to be solved at the root. */
static void knapsack(lde_mip *mip, int columns, int rows)
{
  uint64_t dice = 42;
  for (int i = 0; i < columns; i++) {
    dice = dice * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    lde_mip_column(mip, 0, 1, -(double)(100 + (dice >> 33) % 400), true);
  }
  for (int r = 0; r < rows; r++) {
    double sum = 0;
    lde_mip_row(mip, -LDE_MIP_FREE, 0);
    for (int i = 0; i < columns; i++) {
      dice = dice * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
      double weight = (double)(1 + (dice >> 33) % 500);
      lde_mip_entry(mip, i, weight);
      sum += weight;
    }
    mip->row_upper.data[r] = floor(sum / 2);
  }
}

static void check_whole(const lde_mip *mip, const lde_mip_result *result)
{
  double objective = 0;
  for (size_t i = 0; i < mip->cost.len; i++) {
    assert_true(fabs(result->values[i] - floor(result->values[i] + 0.5)) < 1e-6);
    objective += mip->cost.data[i] * result->values[i];
  }
  assert_true(fabs(objective - result->objective) < 1e-6 * fabs(objective) + 1e-6);
  assert_true(result->bound <= result->objective);
}

/* A poor start must not come back as the best, whatever the solver makes of it. */
static void test_solve_program__poor_start_is_not_optimal(void **state)
{
  lde_mip mip = {0};
  lde_mip_limits limits = LDE_MIP_LIMITS_INIT;
  double start[40] = {0};
  (void)state;
  NEED_SOLVER();
  knapsack(&mip, 40, 5);
  start[0] = 1;
  lde_mip_result plain = lde_mip_solve(&mip, &limits);
  limits.start = start;
  lde_mip_result started = lde_mip_solve(&mip, &limits);
  assert_int_equal(plain.status, LDE_MIP_OPTIMAL);
  assert_int_equal(started.status, LDE_MIP_OPTIMAL);
  assert_true(plain.objective == started.objective);
  check_whole(&mip, &started);
  lde_mip_result_deinit(&plain);
  lde_mip_result_deinit(&started);
  lde_mip_deinit(&mip);
}

/* A limit before the first solution must not give the fractional point of the root. */
static void test_solve_program__limit_gives_whole_or_nothing(void **state)
{
  (void)state;
  NEED_SOLVER();
  for (int64_t nodes = 0; nodes <= 2; nodes++) {
    lde_mip mip = {0};
    lde_mip_limits limits = LDE_MIP_LIMITS_INIT;
    knapsack(&mip, 60, 10);
    /* Exactly half of everything: heuristics hardly find that. */
    lde_mip_row(&mip, 30, 30);
    for (int i = 0; i < 60; i++)
      lde_mip_entry(&mip, i, 1);
    limits.nodes = nodes;
    lde_mip_result result = lde_mip_solve(&mip, &limits);
    assert_int_not_equal(result.status, LDE_MIP_INFEASIBLE);
    if (result.values)
      check_whole(&mip, &result);
    else
      assert_int_equal(result.status, LDE_MIP_NONE);
    lde_mip_result_deinit(&result);
    lde_mip_deinit(&mip);
  }
}

/* Within an allowed gap, a bound equal to the solution would claim more than was shown. */
static void test_solve_program__allowed_gap_keeps_the_bound_true(void **state)
{
  lde_mip mip = {0};
  lde_mip_limits limits = LDE_MIP_LIMITS_INIT;
  (void)state;
  NEED_SOLVER();
  knapsack(&mip, 60, 10);
  lde_mip_result exact = lde_mip_solve(&mip, &limits);
  assert_int_equal(exact.status, LDE_MIP_OPTIMAL);
  for (int percent = 1; percent <= 40; percent += 3) {
    limits.gap = percent / 100.0;
    lde_mip_result near = lde_mip_solve(&mip, &limits);
    assert_int_equal(near.status, LDE_MIP_OPTIMAL);
    assert_true(near.bound <= exact.objective + 1e-6);
    assert_true(near.objective >= exact.objective - 1e-6);
    lde_mip_result_deinit(&near);
  }
  lde_mip_result_deinit(&exact);
  lde_mip_deinit(&mip);
}

static bool now(void *context)
{
  (void)context;
  return true;
}

static void test_solve_program__interrupt_ends_the_child(void **state)
{
  lde_mip mip = {0};
  lde_mip_limits limits = LDE_MIP_LIMITS_INIT;
  (void)state;
  NEED_SOLVER();
  knapsack(&mip, 200, 30);
  limits.nodes = 100000000;
  limits.interrupted = now;
  lde_mip_result result = lde_mip_solve(&mip, &limits);
  assert_int_equal(result.status, LDE_MIP_STOPPED);
  assert_null(result.values);
  lde_mip_result_deinit(&result);
  lde_mip_deinit(&mip);
}

static void test_solve_program__checker_sees_small_lies(void **state)
{
  lde_program program = {0};
  (void)state;
  lde_program_variable(&program, "x", 0, 10, true);
  lde_program_variable(&program, "z", 0, 1, false);
  lde_program_row(&program, "r", -LDE_MIP_FREE, 5);
  lde_program_entry(&program, 0, 1);
  lde_program_entry(&program, 1, 1);
  assert_true(lde_program_holds(&program, (double[]){4, 1}));
  assert_false(lde_program_holds(&program, (double[]){4.0000001, 0}));
  assert_false(lde_program_holds(&program, (double[]){5, 0.01}));
  assert_false(lde_program_holds(&program, (double[]){-1, 0}));
  assert_false(lde_program_holds(&program, (double[]){1, NAN}));
  lde_program_deinit(&program);
}

/* Without a pipe there is no process: no answer, and it can be told why. */
static void test_solve_program__lost_answer(void **state)
{
  lde_program program = {0};
  struct rlimit files, none = {0};
  (void)state;
  NEED_SOLVER();
  int32_t x = lde_program_variable(&program, "x", 0, 10, true);
  lde_program_objective(&program, true, 0);
  lde_program_cost(&program, x, 3);
  lde_program_row(&program, "room", -LDE_MIP_FREE, 7);
  lde_program_entry(&program, x, 2);
  assert_int_equal(getrlimit(RLIMIT_NOFILE, &files), 0);
  none.rlim_max = files.rlim_max;
  lde_mip_losses_forget();
  assert_int_equal(setrlimit(RLIMIT_NOFILE, &none), 0);
  lde_solution lost = solve(&program, 0);
  assert_int_equal(setrlimit(RLIMIT_NOFILE, &files), 0);
  assert_int_equal(lost.status, LDE_PROGRAM_NONE);
  assert_int_equal(lde_mip_losses_seen().count, 1);
  assert_int_equal(lde_mip_losses_seen().number, EMFILE);
  lde_solution_deinit(&lost);
  lde_mip_losses_forget();
  lde_solution found = solve(&program, 0);
  assert_int_equal(found.status, LDE_PROGRAM_OPTIMAL);
  assert_int_equal(lde_mip_losses_seen().count, 0);
  lde_solution_deinit(&found);
  lde_program_deinit(&program);
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_solve_program__maximises),
      cmocka_unit_test(test_solve_program__prices_of_a_linear_one),
      cmocka_unit_test(test_solve_program__infeasible_names_the_rows),
      cmocka_unit_test(test_solve_program__unbounded),
      cmocka_unit_test(test_solve_program__poor_start_is_not_optimal),
      cmocka_unit_test(test_solve_program__limit_gives_whole_or_nothing),
      cmocka_unit_test(test_solve_program__allowed_gap_keeps_the_bound_true),
      cmocka_unit_test(test_solve_program__interrupt_ends_the_child),
      cmocka_unit_test(test_solve_program__checker_sees_small_lies),
      cmocka_unit_test(test_solve_program__lost_answer),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
