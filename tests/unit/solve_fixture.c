#include "solve_fixture.h"

#include <stddef.h>

struct seat {
  int32_t cell, option;
  int64_t value; /* thousandths */
};

static const struct seat seats[] = {
    {0, 0, 0},    {1, 0, 0},    {2, 1, 4000}, {3, 1, 4000}, {2, 2, 4500},
    {3, 2, 4500}, {4, 3, 2400}, {5, 4, 2800}, {6, 5, 1200}, {7, 5, 1200},
};
static const int32_t heads[] = {10, 4, 12, 8, 15, 5, 3, 2};
static const char unit_of[] = "ZKZKZKKZ";
static const int32_t group_min[] = {4, 0, 6, 6, 0, 0}, group_max[] = {12, 0, 10, 12, 0, 0};
static const int64_t once[] = {0, 0, 2400, 0, 0, 0}, session[] = {1400, 0, 300, 2200, 0, 0};
static const int64_t each[] = {0, 350, 40, 0, 1450, 800}, hours[] = {8, 8, 6, 12, 32, 16};

static int32_t limit(lde_problem *problem, int32_t name, int64_t upper)
{
  return lde_problem_row(problem, (lde_row){name, -LDE_ROW_FREE, upper, LDE_ROW_HARD});
}

void fixture_build(lde_problem *problem, lde_window window, int64_t central)
{
  int32_t rows[5];

  lde_problem_init(problem, window, 1, 1000);
  for (size_t i = 0; i < 8; i++)
    lde_problem_cell(problem, (lde_cell){heads[i], 0, i < 2 ? 1 : 0});
  rows[0] = limit(problem, FIXTURE_CENTRAL, central * 100);
  rows[1] = limit(problem, FIXTURE_BUDGET_Z, 520000);
  rows[2] = limit(problem, FIXTURE_BUDGET_K, 700000);
  rows[3] = limit(problem, FIXTURE_HOURS_Z, 420 * 60);
  rows[4] = limit(problem, FIXTURE_HOURS_K, 260 * 60);
  for (int32_t o = 0; o < 6; o++) {
    lde_option option = LDE_OPTION_INIT;
    option.group_min = group_min[o];
    option.group_max = group_max[o];
    option.sessions_max[0] = LDE_UNLIMITED;
    option.opens = once[o] > 0;
    option.cost_open = once[o] * 100;
    option.cost_session = session[o] * 100;
    lde_problem_option(problem, option);
    if (once[o])
      lde_problem_entry(problem, rows[0], LDE_OPEN(o), once[o] * 100);
    lde_problem_entry(problem, rows[0], LDE_SESSIONS(o, 0), session[o] * 100);
  }
  for (size_t i = 0; i < sizeof seats / sizeof *seats; i++) {
    int32_t o = seats[i].option, unit = unit_of[seats[i].cell] == 'Z' ? 0 : 1;
    int32_t column = lde_problem_column(problem, (lde_column){.cell = seats[i].cell,
                                                              .option = o,
                                                              .upper = heads[seats[i].cell],
                                                              .value = seats[i].value,
                                                              .cost = each[o] * 100,
                                                              .lock_name = LDE_NAME_NONE});
    lde_problem_entry(problem, rows[1 + unit], LDE_SEATS(column), each[o] * 100);
    lde_problem_entry(problem, rows[3 + unit], LDE_SEATS(column), hours[o] * 60);
  }
}
