/* trial.h: a plan in the making: what is in it, what still fits, and every change taken back at will.
 *
 * A trial keeps the sums that decide whether a change is allowed, so that a change costs what it touches.
 * Changes can be taken back to a mark. Worths steer the order of choices and are floating point; whether a
 * trial is better is decided by its integer score. A trial borrows the problem. */
#ifndef LDE_OFFER_TRIAL_H
#define LDE_OFFER_TRIAL_H

#include "offer/problem.h"

typedef struct lde_change {
  int32_t var;
  int64_t delta;
} lde_change;

typedef struct lde_trial {
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
} lde_trial;

void lde_trial_init(lde_trial *trial, const lde_problem *problem, uint64_t seed);
void lde_trial_deinit(lde_trial *trial);
/* Takes over a point. */
void lde_trial_set(lde_trial *trial, const lde_point *point);
/* Worths at these prices (see lde_plan); NULL = none. `cell_share` is how much of the cells' prices
 * counts; `noise` shakes each worth by up to that share. */
void lde_trial_price(lde_trial *trial, const int64_t *row_price, const int64_t *cell_price,
                     double cell_share, double noise);
size_t lde_trial_mark(const lde_trial *trial);
void lde_trial_back(lde_trial *trial, size_t mark);
void lde_trial_apply(lde_trial *trial, int32_t var, int64_t delta);
uint64_t lde_trial_random(lde_trial *trial);
/* One of 0 up to count - 1. */
int32_t lde_trial_pick(lde_trial *trial, int32_t count);

/* How far the hard rows let a variable rise, at most `want`. */
int64_t lde_trial_room(lde_trial *trial, int32_t var, int64_t want);
/* Places that the sessions of an option leave for seats that end in period `last`. */
int64_t lde_trial_places(const lde_trial *trial, int32_t option, int32_t last);
/* How many seats of a column fit; `rows` = also by the hard rows. */
int64_t lde_trial_seat_room(lde_trial *trial, int32_t column, int64_t want, bool rows);
/* Seats of a column, as many as fit, with the steps before them: those that the average has most of, or
 * (NULL) that are worth most. Returns how many. */
int64_t lde_trial_seat(lde_trial *trial, int32_t column, int64_t want, const double *mean);
/* Opens the option, and what it requires, where that is needed and allowed; `depth` 0. What it is worth is
 * added to `gain`. */
bool lde_trial_open(lde_trial *trial, int32_t option, int depth, double *gain);
/* Whether the sessions of the option have the seats they need. */
bool lde_trial_filled(const lde_trial *trial, int32_t option);
/* Whether options that changed since the mark have neither too many seats nor too few for their sessions. */
bool lde_trial_groups_hold(const lde_trial *trial, size_t mark);

/* Seats of a column that are not locked. */
static inline int64_t lde_trial_above_lock(const lde_trial *trial, int32_t column)
{
  return trial->point.seats[column] - trial->problem->columns.data[column].lower;
}

#endif
