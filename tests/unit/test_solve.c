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
    assert_int_equal(plan.score.shortage, 0);
    assert_true(plan.score.value * 100 >= table[i].value * 97);
    assert_true(plan.bound >= table[i].value);
    assert_int_not_equal(plan.status, LDE_PLAN_OPTIMAL);
    lde_plan_deinit(&plan);
    lde_problem_deinit(&problem);
  }
}

/* ---- properties ---- */

struct answer {
  int64_t value, cost;
  lde_plan_status status;
};

static struct answer answer_of(lde_problem *problem)
{
  lde_plan plan;
  lde_solve_options options = LDE_SOLVE_OPTIONS_INIT;
  struct answer answer;

  assert_int_equal(lde_problem_finish(problem, NULL), LDE_OK);
  assert_int_equal(lde_solve(problem, &options, &plan, NULL), LDE_OK);
  if (plan.status <= LDE_PLAN_FEASIBLE)
    assert_int_equal(lde_problem_check(problem, &plan.point).breaches, 0);
  answer = (struct answer){plan.score.value, plan.score.cost, plan.status};
  lde_plan_deinit(&plan);
  lde_problem_deinit(problem);
  return answer;
}

static void test_solve__more_budget_never_hurts(void **state)
{
  int64_t before = -1;
  (void)state;
  if (!lde_solve_has_exact())
    skip();
  for (int64_t central = 2800; central <= 12000; central += 1150) {
    lde_problem problem;
    fixture_build(&problem, LDE_WINDOW_TIMED, central);
    struct answer answer = answer_of(&problem);
    assert_true(answer.value >= before);
    before = answer.value;
  }
}

static void test_solve__locking_the_plan_changes_nothing(void **state)
{
  (void)state;
  if (!lde_solve_has_exact())
    skip();
  for (size_t i = 0; i < 4; i++) {
    lde_problem problem;
    fixture_build(&problem, LDE_WINDOW_TIMED, table[i].central);
    for (int32_t j = 0; j < 10; j++)
      problem.columns.data[j].lower = table[i].seats[j];
    for (int32_t o = 0; o < 6; o++)
      problem.options.data[o].sessions_min[0] = table[i].sessions[o];
    struct answer answer = answer_of(&problem);
    assert_int_equal(answer.status, LDE_PLAN_OPTIMAL);
    assert_int_equal(answer.value, table[i].value);
    assert_int_equal(answer.cost, table[i].cost);
  }
}

static void test_solve__forbidding_the_unused_changes_nothing(void **state)
{
  lde_problem problem;
  (void)state;
  if (!lde_solve_has_exact())
    skip();
  fixture_build(&problem, LDE_WINDOW_TIMED, table[0].central);
  problem.options.data[2].open_max = 0;
  struct answer answer = answer_of(&problem);
  assert_int_equal(answer.value, table[0].value);
  assert_int_equal(answer.cost, table[0].cost);
}

static void test_solve__scaling_values_scales_the_value(void **state)
{
  lde_problem problem;
  (void)state;
  if (!lde_solve_has_exact())
    skip();
  fixture_build(&problem, LDE_WINDOW_TIMED, table[1].central);
  for (int32_t j = 0; j < 10; j++)
    problem.columns.data[j].value *= 7;
  struct answer answer = answer_of(&problem);
  assert_int_equal(answer.value, table[1].value * 7);
  assert_int_equal(answer.cost, table[1].cost);
}

static void test_solve__shortage_gives_a_plan(void **state)
{
  lde_problem problem;
  lde_plan plan;
  lde_solve_options options = LDE_SOLVE_OPTIONS_INIT;
  (void)state;
  fixture_build(&problem, LDE_WINDOW_TIMED, 1500); /* one session of O1: 12 of 14 heads */
  assert_int_equal(lde_problem_finish(&problem, NULL), LDE_OK);
  assert_int_equal(lde_solve(&problem, &options, &plan, NULL), LDE_OK);
  assert_int_equal(plan.score.shortage, 2);
  assert_int_equal(plan.shortage[0] + plan.shortage[1], 2);
  assert_int_equal(plan.shortage_bound <= 2, 1);
  assert_int_equal(plan.point.sessions[0], 1);
  lde_plan_deinit(&plan);
  lde_problem_deinit(&problem);
}

static void test_solve__clash_is_named_and_repaired(void **state)
{
  lde_problem problem;
  lde_plan plan;
  lde_solve_options options = LDE_SOLVE_OPTIONS_INIT;
  (void)state;
  if (!lde_solve_has_exact())
    skip();
  fixture_build(&problem, LDE_WINDOW_TIMED, 7000);
  problem.options.data[3].sessions_min[0] = 4; /* 4 sessions cost 8 800 and need 24 of 15 heads */
  problem.options.data[3].group_min = 3;
  problem.options.data[3].lock_name = 77;
  assert_int_equal(lde_problem_finish(&problem, NULL), LDE_OK);
  assert_int_equal(lde_solve(&problem, &options, &plan, NULL), LDE_OK);
  assert_int_equal(plan.status, LDE_PLAN_INFEASIBLE);
  assert_int_equal(plan.clash_count, 2);
  assert_int_equal(plan.clash[0], FIXTURE_CENTRAL);
  assert_int_equal(plan.clash_repair[0], 180000);
  assert_int_equal(plan.clash[1], 77);
  assert_int_equal(plan.clash_repair[1], 1);
  lde_plan_deinit(&plan);
  lde_problem_deinit(&problem);
}

static void test_solve__checker_rejects_corrupted_plans(void **state)
{
  lde_problem problem;
  lde_point point;
  (void)state;
  fixture_build(&problem, LDE_WINDOW_TIMED, 7000);
  assert_int_equal(lde_problem_finish(&problem, NULL), LDE_OK);
  point = lde_point_new(&problem);
  memcpy(point.seats, table[0].seats, sizeof table[0].seats);
  memcpy(point.sessions, table[0].sessions, sizeof table[0].sessions);
  assert_int_equal(lde_problem_check(&problem, &point).breaches, 0);
  assert_int_equal(lde_problem_check(&problem, &point).score.value, 116800);
  for (int32_t j = 0; j < 10; j++) {
    if (j == O3_N3 || j == O3_N4)
      continue;
    point.seats[j] += 20;
    assert_int_not_equal(lde_problem_check(&problem, &point).breaches, 0);
    point.seats[j] -= 20;
  }
  point.seats[O3_N3] = -1;
  assert_int_equal(lde_problem_check(&problem, &point).first.kind, LDE_BREACH_BOUND);
  point.seats[O3_N3] = 0;
  point.sessions[2] = 1;
  assert_int_not_equal(lde_problem_check(&problem, &point).breaches, 0);
  lde_point_free(&point);
  lde_problem_deinit(&problem);
}

/* ---- limits ---- */

static bool at_once(void *context)
{
  int *calls = context;
  return ++*calls > 3;
}

static void test_solve__interrupt_keeps_a_bound(void **state)
{
  lde_problem problem;
  lde_plan plan;
  lde_solve_options options = LDE_SOLVE_OPTIONS_INIT;
  int calls = 0;
  (void)state;
  options.interrupted = at_once;
  options.context = &calls;
  fixture_build(&problem, LDE_WINDOW_NESTED, 7900);
  assert_int_equal(lde_problem_finish(&problem, NULL), LDE_OK);
  assert_int_equal(lde_solve(&problem, &options, &plan, NULL), LDE_OK);
  assert_int_equal(plan.stopped_by, LDE_STOP_INTERRUPT);
  assert_int_equal(plan.status, LDE_PLAN_FEASIBLE);
  assert_true(plan.bound >= 128600);
  assert_true(plan.score.value <= 128600);
  lde_plan_deinit(&plan);
  lde_problem_deinit(&problem);
}

static void test_solve__same_input_same_plan(void **state)
{
  lde_problem problem;
  lde_plan first, second;
  lde_solve_options options = LDE_SOLVE_OPTIONS_INIT;
  (void)state;
  options.work = 60;
  for (int own = 0; own < 2; own++) {
    options.without_exact = own == 1;
    fixture_build(&problem, LDE_WINDOW_TIMED, 7900);
    assert_int_equal(lde_problem_finish(&problem, NULL), LDE_OK);
    assert_int_equal(lde_solve(&problem, &options, &first, NULL), LDE_OK);
    assert_int_equal(lde_solve(&problem, &options, &second, NULL), LDE_OK);
    assert_memory_equal(first.point.seats, second.point.seats, 10 * sizeof *first.point.seats);
    assert_memory_equal(first.row_price, second.row_price, 5 * sizeof *first.row_price);
    assert_int_equal(first.bound, second.bound);
    assert_int_equal(first.work_used, second.work_used);
    lde_plan_deinit(&first);
    lde_plan_deinit(&second);
    lde_problem_deinit(&problem);
  }
}

/* Courses for forty groups of people, with a budget for each quarter of them and one for sessions. */
static void crowded_build(lde_problem *problem)
{
  uint32_t dice = 12345;
  int32_t budget[4], central;

  lde_problem_init(problem, LDE_WINDOW_TIMED, 2, 1000);
  for (int32_t c = 0; c < 40; c++)
    lde_problem_cell(problem, (lde_cell){.heads = 3 + c * 7 % 11, .deadline = -1});
  for (int32_t o = 0; o < 14; o++) {
    lde_option option = LDE_OPTION_INIT;
    option.group_min = 4;
    option.group_max = 10;
    option.sessions_max[0] = option.sessions_max[1] = 3;
    lde_problem_option(problem, option);
  }
  for (int32_t i = 0; i < 4; i++)
    budget[i] = lde_problem_row(problem, (lde_row){0, -LDE_ROW_FREE, 2500, LDE_ROW_HARD});
  central = lde_problem_row(problem, (lde_row){1, -LDE_ROW_FREE, 9000, LDE_ROW_HARD});
  for (int32_t o = 0; o < 14; o++)
    for (int32_t t = 0; t < 2; t++)
      lde_problem_entry(problem, central, LDE_SESSIONS(o, t), 300 + o * 37 % 200);
  for (int32_t c = 0; c < 40; c++)
    for (int32_t o = c % 3; o < 14; o += 3)
      for (int32_t t = 0; t < 2; t++) {
        dice = dice * 1664525u + 1013904223u;
        int32_t column = lde_problem_column(problem, (lde_seat_column){.cell = c, .option = o, .first = t, .last = t,
                                                                       .upper = 20, .value = 500 + (int64_t)(dice >> 22)});
        lde_problem_entry(problem, budget[c % 4], LDE_SEATS(column), 20 + o * 13 % 40);
      }
}

/* More work goes on where less stopped. */
static void test_solve__more_work_is_never_worse(void **state)
{
  static const int64_t works[] = {400, 450};
  int64_t value = 0, bound = LDE_ROW_FREE;
  (void)state;
  for (size_t i = 0; i < sizeof works / sizeof *works; i++) {
    lde_problem problem;
    lde_plan plan;
    lde_solve_options options = LDE_SOLVE_OPTIONS_INIT;
    options.without_exact = true;
    options.gap = 0;
    options.work = works[i];
    crowded_build(&problem);
    assert_int_equal(lde_problem_finish(&problem, NULL), LDE_OK);
    assert_int_equal(lde_solve(&problem, &options, &plan, NULL), LDE_OK);
    assert_true(plan.score.value > 0);
    assert_true(plan.score.value >= value);
    assert_true(plan.bound <= bound);
    value = plan.score.value;
    bound = plan.bound;
    lde_plan_deinit(&plan);
    lde_problem_deinit(&problem);
  }
  assert_true((double)value > 0.97 * (double)bound);
}

/* Prices prove what more money can bring at most. */
static void test_solve__prices_bound_other_budgets(void **state)
{
  lde_problem problem;
  lde_plan plan;
  lde_solve_options options = LDE_SOLVE_OPTIONS_INIT;
  (void)state;
  options.without_exact = true;
  fixture_build(&problem, LDE_WINDOW_TIMED, table[0].central);
  assert_int_equal(lde_problem_finish(&problem, NULL), LDE_OK);
  assert_int_equal(lde_solve(&problem, &options, &plan, NULL), LDE_OK);
  for (size_t i = 1; i < 4; i++) {
    int64_t more = (table[i].central - table[0].central) * 100;
    int64_t most = plan.bound + plan.row_price[0] * more / LDE_PRICE_UNIT + 1;
    assert_true(most >= table[i].value);
  }
  lde_plan_deinit(&plan);
  lde_problem_deinit(&problem);
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_solve__known_optima),
      cmocka_unit_test(test_solve__own_method_is_near),
      cmocka_unit_test(test_solve__more_budget_never_hurts),
      cmocka_unit_test(test_solve__locking_the_plan_changes_nothing),
      cmocka_unit_test(test_solve__forbidding_the_unused_changes_nothing),
      cmocka_unit_test(test_solve__scaling_values_scales_the_value),
      cmocka_unit_test(test_solve__shortage_gives_a_plan),
      cmocka_unit_test(test_solve__clash_is_named_and_repaired),
      cmocka_unit_test(test_solve__checker_rejects_corrupted_plans),
      cmocka_unit_test(test_solve__interrupt_keeps_a_bound),
      cmocka_unit_test(test_solve__same_input_same_plan),
      cmocka_unit_test(test_solve__more_work_is_never_worse),
      cmocka_unit_test(test_solve__prices_bound_other_budgets),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
