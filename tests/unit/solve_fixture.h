/* solve_fixture.h: a small year of training for two units, as a problem; for the tests of the solver.
 * Eight needs, six offerings, one period; the central budget is the parameter. */
#ifndef LDE_TEST_SOLVE_FIXTURE_H
#define LDE_TEST_SOLVE_FIXTURE_H

#include "offer/solve.h"

enum { FIXTURE_CENTRAL = 10, FIXTURE_BUDGET_Z, FIXTURE_BUDGET_K, FIXTURE_HOURS_Z, FIXTURE_HOURS_K };

/* Column numbers, in canonical order. */
enum {
  O1_N1, O1_N2, O2_N3, O2_N4, O3_N3, O3_N4, O4_N5, O5_N6, O6_N7, O6_N8
};

void fixture_build(lde_problem *problem, lde_window window, int64_t central);

#endif
