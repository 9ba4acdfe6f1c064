#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "solve_fixture.h"

struct row {
  int64_t central, value, cost;
  int32_t sessions[6];
  int32_t seats[10];
};

/* The four known optima, found elsewhere by enumeration. */
static const struct row table[] = {
    {7000, 116800, 1650000, {2, 0, 0, 1, 0, 0}, {10, 4, 12, 8, 0, 0, 12, 2, 1, 1}},
    {7900, 128600, 1980000, {2, 0, 1, 1, 0, 0}, {10, 4, 10, 0, 2, 8, 12, 4, 1, 2}},
    {8000, 133600, 1700000, {2, 0, 2, 1, 0, 0}, {10, 4, 0, 0, 12, 8, 12, 4, 1, 2}},
    {11000, 140800, 1920000, {2, 0, 2, 2, 0, 0}, {10, 4, 0, 0, 12, 8, 15, 4, 1, 2}},
};

static void check_known(const struct row *row, lde_window window)
{
  lde_problem problem;
  lde_plan plan;
  lde_solve_options options = LDE_SOLVE_OPTIONS_INIT;
  lde_error err = {0};

  fixture_build(&problem, window, row->central);
  assert_int_equal(lde_problem_finish(&problem, &err), LDE_OK);
  assert_int_equal(lde_solve(&problem, &options, &plan, &err), LDE_OK);
  assert_int_equal(plan.status, LDE_PLAN_OPTIMAL);
  assert_int_equal(plan.score.shortage, 0);
  assert_int_equal(plan.score.value, row->value);
  assert_int_equal(plan.score.cost, row->cost);
  assert_int_equal(plan.bound, row->value);
  for (int32_t i = 0; i < 10; i++)
    assert_int_equal(plan.point.seats[i], row->seats[i]);
  for (int32_t i = 0; i < 6; i++)
    assert_int_equal(plan.point.sessions[i], row->sessions[i]);
  lde_plan_deinit(&plan);
  lde_problem_deinit(&problem);
}

static void test_solve__known_optima(void **state)
{
  (void)state;
  if (!lde_solve_has_exact())
    skip();
  for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
    check_known(&table[i], LDE_WINDOW_TIMED);
    check_known(&table[i], LDE_WINDOW_NESTED);
  }
}

static void test_solve__own_method_is_near(void **state)
{
  (void)state;
  for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
    lde_problem problem;
    lde_plan plan;
    lde_solve_options options = LDE_SOLVE_OPTIONS_INIT;

    options.without_exact = true;
    fixture_build(&problem, LDE_WINDOW_TIMED, table[i].central);
    assert_int_equal(lde_problem_finish(&problem, NULL), LDE_OK);
    assert_int_equal(lde_solve(&problem, &options, &plan, NULL), LDE_OK);
    print_message("own method %ld: value %ld of %ld, bound %ld, cost %ld status %d\n", (long)table[i].central,
                  (long)plan.score.value, (long)table[i].value, (long)plan.bound, (long)plan.score.cost, plan.status);
    assert_int_equal(plan.score.shortage, 0);
    assert_true(plan.score.value * 100 >= table[i].value * 97);
    assert_true(plan.bound >= table[i].value);
    assert_int_not_equal(plan.status, LDE_PLAN_OPTIMAL);
    lde_plan_deinit(&plan);
    lde_problem_deinit(&problem);
  }
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_solve__known_optima),
      cmocka_unit_test(test_solve__own_method_is_near),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
