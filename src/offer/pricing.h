/* pricing.h: everything shared at a price, while the best prices are sought; and what one option does at them.
 * Inside of lagrange.h. */
#ifndef LDE_OFFER_PRICING_H
#define LDE_OFFER_PRICING_H

#include "offer/lagrange.h"

/* A seat column where its option stands, with what a pass needs of it side by side. In here seats are
 * numbered by these places (`option_column` of the problem), so that a pass reads memory in order. */
struct place {
  int32_t cell, last, lower, upper;
  int32_t entry; /* the first of its entries in row_at and factor; they end where the next begins */
  bool due;      /* in time for its cell */
};

/* Shared constraints in one numbering: rows, then per cell (heads), per cell (in time), per option
 * (seats of the year), per option (sessions of the year), per option (prerequisite), and one for the
 * total shortage. All read "activity <= upper" with a price from 0, or two-sided for rows. */
struct lde_pricing {
  const lde_problem *problem;
  const lde_dual_options *options;
  int32_t rows, cells, opts, count;
  int32_t at_cell, at_due, at_seats, at_held, at_before, at_short;
  double *price, *low, *high;   /* prices and what they may be */
  double *lower, *upper;        /* limits of the activity */
  double *pace;                 /* step per unit of violation */
  double *activity, *mean_activity;
  struct place *places;         /* columns + 1 */
  int32_t *row_at;              /* entries of seats */
  double *factor;
  double *value;                /* by place: of a seat in this stage */
  double *worth;                /* by place: of a seat at the prices */
  double *answer, *mean;        /* by variable; seats by place */
  int32_t *order;               /* by option, its places: the best worths of the last pass first */
  int32_t *aside;               /* scratch: places */
  int32_t sorted;               /* how many places of the option at hand are in order */
  bool wants_all;               /* those were not enough to tell */
  int32_t *left;                /* by cell, scratch: people, or -1 */
  int32_t *least, *most;        /* sessions: option x periods */
  int32_t *active;              /* constraints whose price can move */
  int32_t active_count;
  double *gain;                 /* by option */
  double *best;                 /* prices of the best bound */
  bool slack;                   /* shortages may differ from 0 */
  double size;                  /* of the terms added, for the margin */
};

/* Seats that may be had at one worth, beside those that are locked. */
struct ranked {
  double worth;
  int32_t place, extra;
};

/* The sessions and once decision of an option that cannot move, or NULL. */
static inline const lde_point *lde_pricing_held(const struct lde_pricing *run, int32_t option)
{
  const lde_dual_options *options = run->options;
  return options->held && (!options->fixed || options->fixed[option]) ? options->held : NULL;
}

static inline double lde_positive(double x)
{
  return x > 0 ? x : 0;
}

/* What the entries of a variable cost at the prices. */
double lde_pricing_charge(const struct lde_pricing *run, int32_t var);
/* Gain of the option at the prices, with its once decision, and its answer. `list` is scratch for as many as
 * there are columns. */
double lde_pricing_answer(struct lde_pricing *run, int32_t option, struct ranked *list);
void lde_pricing_clear(struct lde_pricing *run, int32_t option);
/* Whether something of the option is fixed, so that it is in whatever it costs. */
bool lde_pricing_is_locked(const struct lde_pricing *run, int32_t option);

#endif
