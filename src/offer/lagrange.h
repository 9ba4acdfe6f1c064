/* lagrange.h: prices for everything that options share, and the bound they prove.
 *
 * With a price on every cell and row, what is left are small problems of one option each, solved one
 * by one. Any prices give a bound that holds; better prices give a better one. The average of the
 * answers along the way (`mean`) is a near-plan for construction to round.
 * Sums are plain IEEE additions in a fixed order, prices are rounded to integers before they prove
 * anything, and the bound has room for the rounding of its own sum. */
#ifndef LDE_OFFER_LAGRANGE_H
#define LDE_OFFER_LAGRANGE_H

#include "offer/form.h"

typedef struct lde_dual {
  int64_t bound;         /* value stage: no plan has more value; shortage stage: none has less of it */
  int64_t passes;
  int64_t *row_price;    /* by row, per LDE_PRICE_UNIT */
  int64_t *cell_price;   /* by cell */
  int64_t *option_value; /* by option, value units */
  double *mean;          /* by variable */
  double *price;         /* of everything shared, to start another run from */
} lde_dual;

/* People who each take what fits into their own time, instead of amounts that a group of them has together: for the
 * rows and cells counted here (rows, then cells), what they take at the prices stands for the upper limit. `take`
 * returns what that is worth, at least, and takes it off the activities. See people_bound.h. */
typedef struct lde_dual_people {
  const bool *counted;
  double (*take)(void *context, const double *price, double *activity);
  void *context;
} lde_dual_people;

typedef struct lde_dual_options {
  lde_stage stage;        /* shortage or value */
  int64_t shortage;       /* value stage: plans with at most this shortage */
  int64_t target;         /* best plan so far, in the stage's own sense */
  bool has_target;
  double gap;             /* good enough */
  int64_t passes;
  const lde_point *held;  /* sessions and once decisions are as in here, and only seats are looked for:
                             what is proven holds for such plans alone; NULL = everything moves */
  const bool *fixed;      /* by option: those of which that is so; NULL = all of them */
  const lde_dual_people *people; /* or NULL */
  const double *start;    /* prices of an earlier run of the same problem and stage, or NULL */
  bool (*interrupted)(void *context);
  void (*progress)(void *context, int64_t bound, int64_t passes);
  void *context;
} lde_dual_options;

void lde_dual_run(lde_dual *dual, const lde_problem *problem, const lde_dual_options *options);
void lde_dual_deinit(lde_dual *dual);

#endif
