#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "offer/coarse.h"
#include "offer/fold.h"
#include "offer/form.h"
#include "offer/solve.h"

#define TEAMS 3
#define PERIODS 4

/* Teams with the same wish: a level that follows on another one, or the first level alone. The step
 * comes before what follows on it, period by period; the money is one budget for all. */
static void build(lde_problem *problem, int64_t money, int32_t odd_heads)
{
  int32_t first, second, budget;

  lde_problem_init(problem, LDE_WINDOW_TIMED, PERIODS, 1);
  lde_option group = LDE_OPTION_INIT;
  group.group_min = 2;
  group.group_max = 4;
  group.cost_session = 100;
  for (int32_t t = 0; t < PERIODS; t++)
    group.sessions_max[t] = 2;
  first = lde_problem_option(problem, group);
  second = lde_problem_option(problem, group);
  budget = lde_problem_row(
      problem, (lde_row){.name = 0, .lower = -LDE_ROW_FREE, .upper = money, .penalty = LDE_ROW_HARD});
  for (int32_t t = 0; t < PERIODS; t++) {
    lde_problem_entry(problem, budget, LDE_SESSIONS(first, t), 100);
    lde_problem_entry(problem, budget, LDE_SESSIONS(second, t), 100);
  }
  for (int32_t team = 0; team < TEAMS; team++) {
    int32_t heads = team == 0 && odd_heads ? odd_heads : 3, own[PERIODS], step[PERIODS], rows[PERIODS];
    int32_t cell = lde_problem_cell(problem, (lde_cell){.heads = heads, .deadline = -1});
    int32_t steps = lde_problem_cell(problem, (lde_cell){.heads = heads, .deadline = -1});
    lde_seat_column column = {.cell = cell, .option = first, .upper = heads, .value = 10};
    for (int32_t t = 0; t < PERIODS; t++) {
      column.first = column.last = t;
      lde_problem_column(problem, column);
    }
    column.option = second;
    column.value = 30;
    for (int32_t t = 0; t < PERIODS; t++) {
      column.first = column.last = t;
      own[t] = lde_problem_column(problem, column);
    }
    column.option = first;
    column.cell = steps;
    column.value = 10;
    for (int32_t t = 0; t < PERIODS; t++) {
      column.first = column.last = t;
      step[t] = lde_problem_column(problem, column);
    }
    for (int32_t t = 0; t < PERIODS; t++) {
      rows[t] = lde_problem_row(problem, (lde_row){.name = 1, .lower = -LDE_ROW_FREE, .upper = 0,
                                                   .penalty = LDE_ROW_HARD});
      for (int32_t p = 0; p < PERIODS; p++) {
        if (p <= t)
          lde_problem_entry(problem, rows[t], LDE_SEATS(own[p]), 1);
        if (p < t)
          lde_problem_entry(problem, rows[t], LDE_SEATS(step[p]), -1);
      }
    }
    int32_t last = lde_problem_row(problem, (lde_row){.name = 1, .lower = 0, .upper = LDE_ROW_FREE,
                                                      .penalty = LDE_ROW_HARD});
    for (int32_t p = 0; p < PERIODS; p++) {
      lde_problem_entry(problem, last, LDE_SEATS(own[p]), 1);
      lde_problem_entry(problem, last, LDE_SEATS(step[p]), -1);
    }
  }
  assert_int_equal(lde_problem_finish(problem, NULL), LDE_OK);
}

static lde_plan solve(const lde_problem *problem)
{
  lde_solve_options options = LDE_SOLVE_OPTIONS_INIT;
  lde_plan plan;

  options.gap = 0;
  assert_int_equal(lde_solve(problem, &options, &plan, NULL), LDE_OK);
  return plan;
}

static void test_fold__teams_become_one_and_come_back(void **state)
{
  lde_problem problem;
  lde_fold fold;

  (void)state;
  for (int64_t money = 0; money <= 800; money += 100) {
    build(&problem, money, 0);
    assert_true(lde_fold_init(&fold, &problem));
    assert_int_equal(fold.problem.cells.len, 2);
    assert_int_equal(fold.problem.columns.len, 3 * PERIODS);
    assert_int_equal(fold.problem.cells.data[0].heads, 9);
    lde_plan whole = solve(&problem), folded = solve(&fold.problem);
    assert_int_equal(folded.score.value, whole.score.value);
    lde_point point = lde_point_new(&problem);
    lde_fold_back(&fold, &folded.point, &point);
    lde_point_settle(&problem, &point);
    lde_check check = lde_problem_check(&problem, &point);
    assert_int_equal(check.breaches, 0);
    assert_int_equal(lde_score_compare(&check.score, &folded.score), 0);
    lde_point_free(&point);
    lde_plan_deinit(&whole);
    lde_plan_deinit(&folded);
    lde_fold_deinit(&fold);
    lde_problem_deinit(&problem);
  }
}

/* Other numbers of people are no reason to stay apart; another worth is. */
static void test_fold__what_differs_stays_apart(void **state)
{
  lde_problem problem;
  lde_fold fold;

  (void)state;
  build(&problem, 800, 5);
  assert_true(lde_fold_init(&fold, &problem));
  assert_int_equal(fold.problem.cells.len, 2);
  assert_int_equal(fold.problem.cells.data[0].heads, 11);
  lde_fold_deinit(&fold);
  problem.columns.data[0].value++;
  assert_true(lde_fold_init(&fold, &problem));
  assert_int_equal(fold.problem.cells.len, 4);
  lde_fold_deinit(&fold);
  for (int32_t team = 1; team < TEAMS; team++) /* now each has a worth of its own */
    problem.columns.data[team * 3 * PERIODS].value += 1 + team;
  assert_false(lde_fold_init(&fold, &problem));
  lde_problem_deinit(&problem);
}

static void test_fold__half_years_hold_and_the_year_bounds(void **state)
{
  lde_problem problem;
  lde_coarse strict, loose;

  (void)state;
  for (int64_t money = 0; money <= 800; money += 100) {
    build(&problem, money, 0);
    assert_true(lde_coarse_init(&strict, &problem, 2, true));
    assert_true(lde_coarse_init(&loose, &problem, 1, false));
    lde_plan whole = solve(&problem), half = solve(&strict.problem), year = solve(&loose.problem);
    assert_true(half.score.value <= whole.score.value);
    assert_true(whole.score.value <= year.bound);
    assert_int_equal(half.score.value, whole.score.value); /* two half-years are enough for two steps */
    lde_point point = lde_point_new(&problem);
    lde_coarse_back(&strict, &half.point, &point);
    lde_point_settle(&problem, &point);
    lde_check check = lde_problem_check(&problem, &point);
    assert_int_equal(check.breaches, 0);
    assert_int_equal(lde_score_compare(&check.score, &half.score), 0);
    lde_point_free(&point);
    lde_plan_deinit(&whole);
    lde_plan_deinit(&half);
    lde_plan_deinit(&year);
    lde_coarse_deinit(&strict);
    lde_coarse_deinit(&loose);
    lde_problem_deinit(&problem);
  }
}

/* A budget of one quarter, or a lock, is a reason to look at single quarters. */
static void test_fold__quarters_that_matter_stay(void **state)
{
  lde_problem problem;
  lde_coarse coarse;

  (void)state;
  build(&problem, 800, 0);
  problem.options.data[0].sessions_min[1] = 1;
  assert_false(lde_coarse_init(&coarse, &problem, 2, true));
  problem.options.data[0].sessions_min[1] = 0;
  assert_true(lde_coarse_init(&coarse, &problem, 2, true));
  lde_coarse_deinit(&coarse);
  problem.entries.data[0].factor++; /* the first quarter's sessions cost more */
  assert_false(lde_coarse_init(&coarse, &problem, 2, true));
  lde_problem_deinit(&problem);
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_fold__teams_become_one_and_come_back),
      cmocka_unit_test(test_fold__what_differs_stays_apart),
      cmocka_unit_test(test_fold__half_years_hold_and_the_year_bounds),
      cmocka_unit_test(test_fold__quarters_that_matter_stay),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
