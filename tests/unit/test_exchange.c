/* People who change places and sessions that change: by hand where the best is known, and on random plans, each
 * recomputed by lde_problem_check. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "offer/construct.h"
#include "offer/exchange.h"
#include "offer/form.h"
#include "offer/sessions.h"

static uint64_t state_of_dice;

static int32_t dice(int32_t sides)
{
  state_of_dice = state_of_dice * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
  return (int32_t)((state_of_dice >> 33) % (uint64_t)sides);
}

static int32_t add_option(lde_problem *problem, int32_t least, int32_t most, int32_t sessions)
{
  lde_option option = LDE_OPTION_INIT;
  option.group_min = least;
  option.group_max = most;
  for (int32_t t = 0; t < problem->periods; t++)
    option.sessions_max[t] = sessions;
  return lde_problem_option(problem, option);
}

static int32_t add_seats(lde_problem *problem, int32_t cell, int32_t option, int32_t period, int32_t upper, int64_t value)
{
  return lde_problem_column(problem, (lde_seat_column){.cell = cell, .option = option, .first = period,
                                                       .last = period, .upper = upper, .value = value});
}

static void finish(lde_problem *problem)
{
  lde_error error;
  assert_int_equal(lde_problem_finish(problem, &error), LDE_OK);
}

/* A sits where B could only sit; A could sit elsewhere at nearly the same worth, and C is in the way there. */
static void test_exchange__moves_on_until_a_place_is_free(void **state)
{
  lde_problem problem;
  lde_trial trial;
  int32_t cell[3], option[3], seat[6];
  (void)state;

  lde_problem_init(&problem, LDE_WINDOW_TIMED, 1, 1000000);
  for (int i = 0; i < 3; i++) {
    cell[i] = lde_problem_cell(&problem, (lde_cell){.heads = 1, .deadline = -1});
    option[i] = add_option(&problem, 0, 1, 1);
  }
  seat[0] = add_seats(&problem, cell[0], option[0], 0, 1, 5000000);
  seat[1] = add_seats(&problem, cell[0], option[1], 0, 1, 4900000);
  seat[2] = add_seats(&problem, cell[1], option[0], 0, 1, 3000000);
  seat[3] = add_seats(&problem, cell[2], option[1], 0, 1, 4000000);
  seat[4] = add_seats(&problem, cell[2], option[2], 0, 1, 3950000);
  finish(&problem);
  lde_trial_init(&trial, &problem, 1);
  for (int i = 0; i < 3; i++)
    lde_trial_apply(&trial, lde_problem_var(&problem, LDE_SESSIONS(option[i], 0)), 1);
  lde_trial_apply(&trial, seat[0], 1);
  lde_trial_apply(&trial, seat[3], 1);
  lde_exchange *exchange = lde_exchange_new(&trial);
  assert_int_equal(lde_exchange_all(exchange, 10), 1);
  assert_int_equal(trial.point.seats[seat[2]], 1);
  assert_int_equal(trial.point.seats[seat[1]], 1);
  assert_int_equal(trial.point.seats[seat[4]], 1);
  assert_int_equal(trial.score.value, 3000000 + 4900000 + 3950000);
  assert_int_equal(lde_exchange_all(exchange, 10), 0);
  lde_exchange_free(exchange);
  lde_trial_deinit(&trial);
  lde_problem_deinit(&problem);
}

/* A seat in the second period, and the step before it in the first, for the same person. */
typedef struct chain {
  int32_t goal, lower, upper, step, follows;
} chain;

static chain add_chain(lde_problem *problem, int64_t steps_to_spare)
{
  chain out;

  out.goal = lde_problem_cell(problem, (lde_cell){.heads = 1, .deadline = -1});
  int32_t first = lde_problem_cell(problem, (lde_cell){.heads = 1, .deadline = -1});
  out.lower = add_option(problem, 0, 1, 1);
  out.upper = add_option(problem, 0, 1, 1);
  out.step = add_seats(problem, first, out.lower, 0, 1, 0);
  out.follows = add_seats(problem, out.goal, out.upper, 1, 1, 2000000);
  int32_t row = lde_problem_row(problem, (lde_row){LDE_NAME_NONE, 0, steps_to_spare, LDE_ROW_HARD});
  lde_problem_entry(problem, row, LDE_SEATS(out.follows), 1);
  lde_problem_entry(problem, row, LDE_SEATS(out.step), -1);
  return out;
}

static void take_chain(lde_trial *trial, const chain *taken)
{
  lde_trial_apply(trial, lde_problem_var(trial->problem, LDE_SESSIONS(taken->lower, 0)), 1);
  lde_trial_apply(trial, lde_problem_var(trial->problem, LDE_SESSIONS(taken->upper, 1)), 1);
  lde_trial_apply(trial, taken->step, 1);
  lde_trial_apply(trial, taken->follows, 1);
}

/* Who goes from a chained option to a direct one leaves no step behind that leads nowhere. */
static void test_exchange__gives_up_steps_that_lead_nowhere(void **state)
{
  lde_problem problem;
  lde_trial trial;
  (void)state;

  lde_problem_init(&problem, LDE_WINDOW_TIMED, 2, 1000000);
  chain own = add_chain(&problem, 0);
  int32_t direct = add_option(&problem, 0, 1, 1);
  int32_t better = add_seats(&problem, own.goal, direct, 0, 1, 3000000);
  finish(&problem);
  lde_trial_init(&trial, &problem, 1);
  take_chain(&trial, &own);
  lde_trial_apply(&trial, lde_problem_var(&problem, LDE_SESSIONS(direct, 0)), 1);
  lde_exchange *exchange = lde_exchange_new(&trial);
  assert_int_equal(lde_exchange_all(exchange, 10), 1);
  assert_int_equal(trial.point.seats[better], 1);
  assert_int_equal(trial.point.seats[own.step], 0);
  assert_int_equal(trial.broken, 0);
  lde_exchange_free(exchange);
  lde_trial_deinit(&trial);
  lde_problem_deinit(&problem);
}

/* A seat that went already, as the step of another, is not given up once more: there would be fewer than none. */
static void test_exchange__gives_up_no_seat_twice(void **state)
{
  lde_problem problem;
  lde_trial trial;
  (void)state;

  lde_problem_init(&problem, LDE_WINDOW_TIMED, 2, 1000000);
  chain own = add_chain(&problem, LDE_ROW_FREE);
  finish(&problem);
  lde_trial_init(&trial, &problem, 1);
  take_chain(&trial, &own);
  assert_true(lde_trial_give_up(&trial, own.follows, 1));
  assert_int_equal(trial.point.seats[own.follows], 0);
  assert_int_equal(trial.point.seats[own.step], 0);
  assert_false(lde_trial_give_up(&trial, own.step, 1));
  assert_int_equal(trial.point.seats[own.step], 0);
  assert_int_equal(trial.broken, 0);
  lde_trial_deinit(&trial);
  lde_problem_deinit(&problem);
}

/* Needs with three options each, some behind a step, groups of two to five, two periods, and one budget that is
 * too small. */
static void random_problem(lde_problem *problem, lde_window window)
{
  enum { CELLS = 24, OPTIONS = 9 };
  int32_t budget, periods = 2;

  lde_problem_init(problem, window, periods, 1000000);
  for (int32_t c = 0; c < CELLS; c++)
    lde_problem_cell(problem, (lde_cell){.heads = 1 + dice(6), .deadline = dice(2), .severity = dice(5) == 0});
  budget = lde_problem_row(problem, (lde_row){LDE_NAME_NONE, -LDE_ROW_FREE, 60 + dice(60), LDE_ROW_HARD});
  for (int32_t o = 0; o < OPTIONS; o++) {
    add_option(problem, 2 + dice(2), 3 + dice(3), 1 + dice(3));
    for (int32_t t = 0; t < periods; t++)
      lde_problem_entry(problem, budget, LDE_SESSIONS(o, t), 4 + dice(8));
  }
  for (int32_t c = 0; c < CELLS; c++) {
    int32_t heads = problem->cells.data[c].heads, from = dice(OPTIONS);
    for (int32_t i = 0; i < 3; i++)
      for (int32_t t = 0; t < periods; t++) {
        if (window == LDE_WINDOW_NESTED && t != dice(periods))
          continue;
        int32_t o = (from + i) % OPTIONS;
        int32_t j = lde_problem_column(problem, (lde_seat_column){.cell = c, .option = o,
                                                                  .first = window == LDE_WINDOW_NESTED ? 0 : t,
                                                                  .last = t, .upper = heads,
                                                                  .value = 100000 * (1 + dice(30))});
        lde_problem_entry(problem, budget, LDE_SEATS(j), dice(2));
        if (window != LDE_WINDOW_TIMED || t == 0 || dice(2))
          continue;
        int32_t first = lde_problem_cell(problem, (lde_cell){.heads = heads, .deadline = -1});
        int32_t step = add_seats(problem, first, (o + 4) % OPTIONS, 0, heads, 0);
        int32_t row = lde_problem_row(problem, (lde_row){LDE_NAME_NONE, 0, 0, LDE_ROW_HARD});
        lde_problem_entry(problem, row, LDE_SEATS(j), 1);
        lde_problem_entry(problem, row, LDE_SEATS(step), -1);
      }
  }
  finish(problem);
}

static bool never(void *context, const lde_score *score)
{
  (void)context;
  (void)score;
  return false;
}

static void assert_holds(const lde_trial *trial)
{
  lde_point point = lde_point_new(trial->problem);

  lde_point_copy(trial->problem, &point, &trial->point);
  lde_point_settle(trial->problem, &point);
  lde_check check = lde_problem_check(trial->problem, &point);
  assert_int_equal(check.breaches, 0);
  assert_int_equal(check.score.value, trial->score.value);
  assert_int_equal(check.score.shortage, trial->score.shortage);
  lde_point_free(&point);
}

static void run_random(lde_window window)
{
  int64_t built = 0, changed = 0;

  for (uint64_t seed = 1; seed <= 300; seed++) {
    lde_problem problem;
    lde_trial trial;
    state_of_dice = seed;
    random_problem(&problem, window);
    int64_t *price = lde_alloc(problem.rows.len + 1, sizeof *price);
    price[0] = INT64_C(50000000000) * dice(8);
    lde_trial_init(&trial, &problem, seed);
    lde_trial_build(&trial);
    assert_int_equal(trial.broken, 0);
    assert_holds(&trial);
    int64_t shortage = trial.score.shortage;
    built += trial.score.value;
    lde_sessions *sessions = lde_sessions_new(&trial);
    lde_sessions_run(sessions, price, trial.effort + 200000, never, NULL);
    assert_holds(&trial);
    assert_true(trial.score.shortage <= shortage);
    lde_trial_insert_all(&trial);
    assert_holds(&trial);
    changed += trial.score.value;
    lde_sessions_free(sessions);
    lde_trial_deinit(&trial);
    lde_free(price);
    lde_problem_deinit(&problem);
  }
  assert_true(changed > built + built / 50); /* worth at least one in fifty more */
}

static void test_exchange__sessions_leave_plans_that_hold(void **state)
{
  (void)state;
  run_random(LDE_WINDOW_TIMED);
  run_random(LDE_WINDOW_NESTED);
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_exchange__moves_on_until_a_place_is_free),
      cmocka_unit_test(test_exchange__gives_up_steps_that_lead_nowhere),
      cmocka_unit_test(test_exchange__gives_up_no_seat_twice),
      cmocka_unit_test(test_exchange__sessions_leave_plans_that_hold),
  };
  return cmocka_run_group_tests_name("exchange", tests, NULL, NULL);
}
