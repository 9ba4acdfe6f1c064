/* solve.h: finds a plan for a problem and proves how good it is.
 *
 * Stages, each fixed before the next: least weighted shortage, most value less penalties, least
 * disruption, least cost, canonical order. Limits count work, so the same input gives the same plan
 * on every machine; the clock is only an emergency stop, and is reported. `bound` always holds, also
 * after an interrupt. A plan that was not accepted by lde_problem_check is never returned.
 * lde_plan owns its arrays; the problem must outlive neither call nor plan. */
#ifndef LDE_OFFER_SOLVE_H
#define LDE_OFFER_SOLVE_H

#include "offer/problem.h"

typedef struct lde_solve_options {
  double gap;               /* relative; 0 = prove the best */
  int64_t work;             /* passes of the bound; the search and the exact solver scale with it */
  uint64_t seed;
  double emergency_seconds; /* 0 = none */
  bool without_exact;       /* own method only, also when CBC is there */
  bool (*interrupted)(void *context);
  void (*progress)(void *context, int64_t value, int64_t bound, int64_t work_done);
  void *context;
} lde_solve_options;
#define LDE_SOLVE_OPTIONS_INIT                                                                     \
  {                                                                                                \
    .gap = 0.01, .work = 400, .seed = 1                                                            \
  }

typedef enum lde_plan_status {
  LDE_PLAN_OPTIMAL,    /* proven, all stages */
  LDE_PLAN_WITHIN_GAP, /* proven within the gap that was asked */
  LDE_PLAN_FEASIBLE,   /* a plan, with a wider gap */
  LDE_PLAN_INFEASIBLE, /* hard rows or locks clash; see clash */
  LDE_PLAN_NONE,       /* none was found, and none was shown to be impossible */
} lde_plan_status;

typedef enum lde_stop { LDE_STOP_GAP, LDE_STOP_WORK, LDE_STOP_CLOCK, LDE_STOP_INTERRUPT } lde_stop;

/* Row prices are in value units per LDE_PRICE_UNIT units of the row. */
#define LDE_PRICE_UNIT INT64_C(1000000)

typedef struct lde_plan {
  lde_plan_status status;
  lde_stop stopped_by;
  int64_t work_used;

  lde_point point;
  lde_score score;         /* score.value is the value of the plan, score.cost its cost */
  int32_t *period_seats;   /* of nested windows, split, earliest deadline first: column x periods + period; else NULL */
  int32_t *shortage;       /* by cell */
  int64_t *violation;      /* by row: 0, or how far a soft row is off (positive) */

  int64_t bound;           /* no plan with this shortage has more value */
  int64_t shortage_bound;  /* no plan has less weighted shortage */

  /* Prices that prove the bound: what one more unit is worth. Never negative for a cell; positive for
   * a row that binds from above, negative from below. */
  int64_t *row_price;      /* by row, see LDE_PRICE_UNIT */
  int64_t *cell_price;     /* by cell, value units per seat */
  int64_t *option_value;   /* by option: what it adds at these prices; at or below 0 = does not pay */

  /* For infeasible: names of which no one can be left out (ascending), and for each the smallest
   * change of its rows' limits that lets the others stand, or -1 when not one amount. */
  int32_t *clash;
  int64_t *clash_repair;
  int32_t clash_count;
} lde_plan;

/* Seats of a column that are taken in a period. */
int64_t lde_plan_seats(const lde_problem *problem, const lde_plan *plan, int32_t column, int32_t period);
/* Relative distance between value and bound, in [0, 1]; 0 when both are equal. */
double lde_plan_gap(const lde_plan *plan);

/* The plan is always initialised, also on failure; free it with lde_plan_deinit. An infeasible
 * problem is not a failure. */
lde_status lde_solve(const lde_problem *problem, const lde_solve_options *options, lde_plan *plan,
                     lde_error *err);
void lde_plan_deinit(lde_plan *plan);
/* After its point was changed: what it is worth, and what it lacks. False when it is no plan any more. */
bool lde_plan_revise(const lde_problem *problem, lde_plan *plan);

/* Another point for the plan; its bound and prices stay. False, and nothing changes, when the point does not hold. */
bool lde_plan_take(lde_plan *plan, const lde_problem *problem, const lde_point *point);

/* Whether an exact solver was built in. */
bool lde_solve_has_exact(void);

#endif
