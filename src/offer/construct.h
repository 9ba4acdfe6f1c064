/* construct.h: a plan in the making, its moves, and a first plan.
 *
 * A draft keeps the sums that decide whether a move is allowed, so that a move costs what it touches.
 * Every change can be taken back to a mark. Hard rows are never made worse by a move that adds;
 * clearing an option may break them, which `broken` counts. Worths steer the order of choices and are
 * floating point; whether a draft is better is decided by its integer score. */
#ifndef LDE_OFFER_CONSTRUCT_H
#define LDE_OFFER_CONSTRUCT_H

#include "offer/problem.h"

typedef struct lde_change {
  int32_t var;
  int64_t delta;
} lde_change;

typedef struct lde_draft {
  const lde_problem *problem;
  lde_point point;
  lde_score score;     /* kept up to date */
  int64_t broken;      /* hard rows that do not hold */
  double off;          /* by how much, each row in its own measure */
  int64_t *activity;   /* by row */
  int32_t *cell_left;  /* by cell: heads without a seat */
  int32_t *ending;     /* option x periods: seats of columns that end there */
  int32_t *seats;      /* by option */
  int32_t *held;       /* by option: sessions */
  int32_t *variant_open;
  double *row_measure; /* by row: 1 / largest factor */
  double *worth;       /* by variable, at the prices */
  int32_t *step_row;   /* by column that needs a step before it: the row that says so, or -1 */
  int32_t *reference;  /* by variable: index + 1, or NULL when there are none */
  double urgency;      /* worth of one unit of severity */
  LDE_VEC(lde_change) log;
  uint64_t random;
  int64_t effort;      /* entries touched; the measure of work */
} lde_draft;

void lde_draft_init(lde_draft *draft, const lde_problem *problem, uint64_t seed);
void lde_draft_deinit(lde_draft *draft);
/* Takes over a point. */
void lde_draft_set(lde_draft *draft, const lde_point *point);
/* Worths at these prices (see lde_plan); NULL = none. `cell_share` is how much of the cells' prices
 * counts; `noise` shakes each worth by up to that share. */
void lde_draft_price(lde_draft *draft, const int64_t *row_price, const int64_t *cell_price,
                     double cell_share, double noise);
size_t lde_draft_mark(const lde_draft *draft);
void lde_draft_back(lde_draft *draft, size_t mark);
void lde_draft_apply(lde_draft *draft, int32_t var, int64_t delta);
/* Takes away what the option has beyond its locks. */
void lde_draft_clear(lde_draft *draft, int32_t option);
/* Adds sessions and seats of the listed options while that helps, best first. */
void lde_draft_insert(lde_draft *draft, const int32_t *options, int32_t count);
/* Raises what only rows know as far as they allow; for subsidies and the like. */
void lde_draft_raise(lde_draft *draft);
/* Sets locks, then the rest. */
void lde_draft_build(lde_draft *draft);
/* Sets locks, then sessions and seats as an average has them, then the rest. `share` is how much of a
 * session or once decision the average must have for it to be taken. */
void lde_draft_round(lde_draft *draft, const double *mean, double share);
/* Sessions and once decisions as held, seats as the average has them, then the rest. */
void lde_draft_reseat(lde_draft *draft, const lde_point *held, const double *mean);
/* Seats of a column, as many as fit, with the steps before them: those that the average has most of, or
 * (NULL) that are worth most. Returns how many. */
int64_t lde_draft_seat(lde_draft *draft, int32_t column, int64_t want, const double *mean);
/* Whether the sessions of the option have the seats they need. */
bool lde_draft_filled(const lde_draft *draft, int32_t option);
/* True when every hard row holds and a is better than the best score. */
bool lde_draft_better(const lde_draft *draft, const lde_score *score);
uint64_t lde_draft_random(lde_draft *draft);

#endif
