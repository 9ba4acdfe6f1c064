/* solve_fixture.h: a small year of training for two units, as a problem; for the tests of the solver.
 * Eight needs, six offerings, one period; the central budget is the parameter. */
#ifndef LDE_TEST_SOLVE_FIXTURE_H
#define LDE_TEST_SOLVE_FIXTURE_H

#include <stddef.h>

#include "offer/solve.h"

enum { FIXTURE_CENTRAL = 10, FIXTURE_BUDGET_Z, FIXTURE_BUDGET_K, FIXTURE_HOURS_Z, FIXTURE_HOURS_K };

/* Column numbers, in canonical order. */
enum {
  O1_N1, O1_N2, O2_N3, O2_N4, O3_N3, O3_N4, O4_N5, O5_N6, O6_N7, O6_N8
};

struct fixture_seat {
  int32_t cell, option;
  int64_t value; /* thousandths */
};

static const struct fixture_seat fixture_seats[] = {
    {0, 0, 0},    {1, 0, 0},    {2, 1, 4000}, {3, 1, 4000}, {2, 2, 4500},
    {3, 2, 4500}, {4, 3, 2400}, {5, 4, 2800}, {6, 5, 1200}, {7, 5, 1200},
};
static const int32_t fixture_heads[] = {10, 4, 12, 8, 15, 5, 3, 2};
static const char fixture_unit[] = "ZKZKZKKZ";
static const int32_t fixture_min[] = {4, 0, 6, 6, 0, 0}, fixture_max[] = {12, 0, 10, 12, 0, 0};
static const int64_t fixture_once[] = {0, 0, 2400, 0, 0, 0}, fixture_session[] = {1400, 0, 300, 2200, 0, 0};
static const int64_t fixture_each[] = {0, 350, 40, 0, 1450, 800}, fixture_hours[] = {8, 8, 6, 12, 32, 16};

static int32_t fixture_limit(lde_problem *problem, int32_t name, int64_t upper)
{
  return lde_problem_row(problem, (lde_row){name, -LDE_ROW_FREE, upper, LDE_ROW_HARD});
}

static void fixture_build(lde_problem *problem, lde_window window, int64_t central)
{
  int32_t rows[5];

  lde_problem_init(problem, window, 1, 1000);
  for (size_t i = 0; i < 8; i++)
    lde_problem_cell(problem, (lde_cell){fixture_heads[i], 0, i < 2 ? 1 : 0});
  rows[0] = fixture_limit(problem, FIXTURE_CENTRAL, central * 100);
  rows[1] = fixture_limit(problem, FIXTURE_BUDGET_Z, 520000);
  rows[2] = fixture_limit(problem, FIXTURE_BUDGET_K, 700000);
  rows[3] = fixture_limit(problem, FIXTURE_HOURS_Z, 420 * 60);
  rows[4] = fixture_limit(problem, FIXTURE_HOURS_K, 260 * 60);
  for (int32_t o = 0; o < 6; o++) {
    lde_option option = LDE_OPTION_INIT;
    option.group_min = fixture_min[o];
    option.group_max = fixture_max[o];
    option.sessions_max[0] = LDE_UNLIMITED;
    option.opens = fixture_once[o] > 0;
    option.cost_open = fixture_once[o] * 100;
    option.cost_session = fixture_session[o] * 100;
    lde_problem_option(problem, option);
    if (fixture_once[o])
      lde_problem_entry(problem, rows[0], LDE_OPEN(o), fixture_once[o] * 100);
    lde_problem_entry(problem, rows[0], LDE_SESSIONS(o, 0), fixture_session[o] * 100);
  }
  for (size_t i = 0; i < sizeof fixture_seats / sizeof *fixture_seats; i++) {
    int32_t o = fixture_seats[i].option, unit = fixture_unit[fixture_seats[i].cell] == 'Z' ? 0 : 1;
    int32_t column = lde_problem_column(problem, (lde_seat_column){.cell = fixture_seats[i].cell,
                                                              .option = o,
                                                              .upper = fixture_heads[fixture_seats[i].cell],
                                                              .value = fixture_seats[i].value,
                                                              .cost = fixture_each[o] * 100});
    lde_problem_entry(problem, rows[1 + unit], LDE_SEATS(column), fixture_each[o] * 100);
    lde_problem_entry(problem, rows[3 + unit], LDE_SEATS(column), fixture_hours[o] * 60);
  }
}

#endif
