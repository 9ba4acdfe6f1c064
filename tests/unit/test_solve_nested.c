/* Seats that know no period against seats in periods: learners may come in any period up to their deadline,
 * and a plan says how many come and when sessions are, not who comes when. Whether such a plan can be spread
 * over the periods is found here by trying every way, and the best one by trying every plan. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "offer/solve.h"

enum { PROBLEMS = 400, SOLVED = 60, CELLS = 3, PERIODS = 4 };

static uint64_t state_of_dice;

static int32_t dice(int32_t sides)
{
  state_of_dice = state_of_dice * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
  return (int32_t)((state_of_dice >> 33) % (uint64_t)sides);
}

struct small {
  int32_t cells, periods, least, most;
  int32_t heads[CELLS], deadline[CELLS], value[CELLS], sessions[PERIODS];
  int32_t year; /* sessions in the year */
};

static struct small make_small(void)
{
  struct small s = {.cells = 1 + dice(CELLS), .periods = 2 + dice(PERIODS - 1), .least = dice(4)};

  s.most = (s.least ? s.least : 1) + dice(3);
  for (int32_t i = 0; i < s.cells; i++) {
    s.heads[i] = 1 + dice(2);
    s.deadline[i] = dice(s.periods);
    s.value[i] = 1 + dice(5);
  }
  for (int32_t t = 0; t < s.periods; t++)
    s.sessions[t] = dice(3) ? dice(3) : 0;
  s.year = dice(3) ? -1 : 1 + dice(2);
  return s;
}

static void build(const struct small *s, lde_problem *problem)
{
  lde_option option = LDE_OPTION_INIT;

  lde_problem_init(problem, LDE_WINDOW_NESTED, s->periods, 1);
  option.group_min = s->least;
  option.group_max = s->most;
  option.year_sessions_max = s->year;
  for (int32_t t = 0; t < s->periods; t++)
    option.sessions_max[t] = s->sessions[t];
  lde_problem_option(problem, option);
  for (int32_t i = 0; i < s->cells; i++) {
    lde_problem_cell(problem, (lde_cell){.heads = s->heads[i], .deadline = s->deadline[i]});
    lde_problem_column(problem, (lde_seat_column){.cell = i,
                                             .option = 0,
                                             .last = s->deadline[i],
                                             .upper = s->heads[i],
                                             .value = s->value[i]});
  }
  assert_int_equal(lde_problem_finish(problem, NULL), LDE_OK);
}

/* ---- by period, in every way ---- */

/* Puts what is left of a cell into the periods from `t` on; goes on with the next cell when all is placed. */
static bool place(const struct small *s, const int32_t *x, const int32_t *g, int32_t *in, int32_t cell, int32_t t, int32_t left)
{
  if (cell == s->cells) {
    for (int32_t p = 0; p < s->periods; p++)
      if (in[p] < s->least * g[p])
        return false;
    return true;
  }
  if (!left)
    return place(s, x, g, in, cell + 1, 0, cell + 1 < s->cells ? x[cell + 1] : 0);
  if (t > s->deadline[cell])
    return false;
  for (int32_t here = 0; here <= left && in[t] + here <= s->most * g[t]; here++) {
    bool fits;
    in[t] += here;
    fits = place(s, x, g, in, cell, t + 1, left - here);
    in[t] -= here;
    if (fits)
      return true;
  }
  return false;
}

static bool spreads(const struct small *s, const int32_t *x, const int32_t *g)
{
  int32_t in[PERIODS] = {0}, held = 0;

  for (int32_t t = 0; t < s->periods; t++)
    held += g[t];
  return (s->year < 0 || held <= s->year) && place(s, x, g, in, 0, 0, x[0]);
}

/* ---- every plan of a problem ---- */

struct tally {
  long plans, held;
  int64_t best;
};

static bool next(int32_t *digits, const int32_t *most, int32_t count)
{
  for (int32_t i = 0; i < count; i++) {
    if (digits[i]++ < most[i])
      return true;
    digits[i] = 0;
  }
  return false;
}

static void compare_all(const struct small *s, const lde_problem *problem, struct tally *tally)
{
  int32_t x[CELLS] = {0}, g[PERIODS] = {0};
  lde_point point = lde_point_new(problem);

  do {
    do {
      int64_t value = 0;
      bool by_period = spreads(s, x, g), by_rows;
      for (int32_t i = 0; i < s->cells; i++) {
        point.seats[i] = x[i];
        value += s->value[i] * x[i];
      }
      memcpy(point.sessions, g, (size_t)s->periods * sizeof *g);
      point.open[0] = 1;
      by_rows = lde_problem_check(problem, &point).breaches == 0;
      assert_int_equal(by_rows, by_period);
      tally->plans++;
      tally->held += by_period;
      if (by_period && value > tally->best)
        tally->best = value;
    } while (next(g, s->sessions, s->periods));
  } while (next(x, s->heads, s->cells));
  lde_point_free(&point);
}

static void test_solve_nested__rows_say_what_periods_say(void **state)
{
  struct tally all = {0, 0, 0};
  (void)state;

  for (uint64_t i = 1; i <= PROBLEMS; i++) {
    lde_problem problem;
    struct small s;
    state_of_dice = i * 104729;
    s = make_small();
    build(&s, &problem);
    all.best = 0;
    compare_all(&s, &problem, &all);
    lde_problem_deinit(&problem);
  }
  assert_in_range(all.plans, 10000, 100000000);       /* else the cases say little */
  assert_in_range(all.held, all.plans / 100, all.plans / 2);
}

/* The best plan, and how it is spread: the sum over periods is the plan, and every group has its size. */
static void check_spread(const struct small *s, const lde_plan *plan)
{
  int32_t in[PERIODS] = {0};

  for (int32_t i = 0; i < s->cells; i++) {
    int32_t sum = 0;
    for (int32_t t = 0; t < s->periods; t++) {
      int32_t here = plan->period_seats[i * s->periods + t];
      assert_true(here == 0 || t <= s->deadline[i]);
      in[t] += here;
      sum += here;
    }
    assert_int_equal(sum, plan->point.seats[i]);
  }
  for (int32_t t = 0; t < s->periods; t++) {
    assert_true(in[t] <= s->most * plan->point.sessions[t]);
    assert_true(in[t] >= s->least * plan->point.sessions[t]);
  }
}

static void solve_all(bool without_exact)
{
  for (uint64_t i = 1; i <= SOLVED; i++) {
    lde_solve_options options = LDE_SOLVE_OPTIONS_INIT;
    struct tally own = {0, 0, 0};
    lde_problem problem;
    lde_plan plan;
    struct small s;
    state_of_dice = i * 104729;
    s = make_small();
    build(&s, &problem);
    compare_all(&s, &problem, &own);
    options.gap = 0;
    options.work = 60;
    options.without_exact = without_exact;
    assert_int_equal(lde_solve(&problem, &options, &plan, NULL), LDE_OK);
    assert_true(plan.status <= LDE_PLAN_FEASIBLE);
    if (without_exact)
      assert_true(plan.score.value <= own.best && plan.bound >= own.best);
    else
      assert_int_equal(plan.score.value, own.best);
    check_spread(&s, &plan);
    lde_plan_deinit(&plan);
    lde_problem_deinit(&problem);
  }
}

static void test_solve_nested__the_best_is_the_best_by_period(void **state)
{
  (void)state;
  if (!lde_solve_has_exact())
    skip();
  solve_all(false);
}

static void test_solve_nested__own_method_stays_within_its_bound(void **state)
{
  (void)state;
  solve_all(true);
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_solve_nested__rows_say_what_periods_say),
      cmocka_unit_test(test_solve_nested__the_best_is_the_best_by_period),
      cmocka_unit_test(test_solve_nested__own_method_stays_within_its_bound),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
