/* purses.h: units that pay from pots of their own are decided on as if these were fewer.
 *
 * A very large organisation has thousands of such pots, and people whom nothing else tells apart. Pots that are
 * as tight as each other count as one while the offer is decided: every plan keeps to their sum, so what is proven
 * holds for every plan. When seats are dealt out, each part is paid from its own pot; seats for which no pot
 * has money are taken out of the plan. Whether the plan is good enough all the same is for the caller to judge:
 * it can solve again with each pot by itself. A ledger owns its lists and borrows the build. */
#ifndef LDE_OFFER_PURSES_H
#define LDE_OFFER_PURSES_H

#include "offer/build.h"
#include "offer/solve.h"

/* Seats that leave a column, or (below 0) that come to one. */
typedef struct lde_leaving {
  int32_t column, seats;
} lde_leaving;

typedef struct lde_purses {
  const lde_build *build;
  bool *plain;      /* by pot: counts as one with others */
  int64_t *left;    /* by pot */
  double *expected; /* by pot: what its people will take of it when all get the same */
  int64_t *cost;    /* by option: what a seat costs the unit, without wages */
  LDE_VEC(lde_leaving) leaving; /* what nobody can pay, and what somebody takes who is of another sort */
  int64_t unpaid;               /* seats that nobody can pay */
} lde_purses;

/* Makes all such pots count as one where the problem is very large, the gap that is asked leaves room for it, and
 * nothing looks at single pots; says whether it did. */
bool lde_purses_join(lde_draft *draft, double gap);
/* Makes those count as one that are as tight as each other: by what would be taken from each of them. */
void lde_purses_sort(lde_draft *draft, const double *taken);
void lde_purses_part(lde_draft *draft);

void lde_purses_init(lde_purses *purses, const lde_build *build);
void lde_purses_deinit(lde_purses *purses);
/* The pot that pays for a part, when it counts as one with others; -1 = it does not. */
int lde_purses_pot(const lde_purses *purses, int32_t part);
/* What one seat takes from that pot. */
int64_t lde_purses_cost(const lde_purses *purses, int32_t part, int32_t column);

/* Deals the seats of a plan out, each part paid for by its own pot. What nobody can pay goes to others or is taken
 * out of the plan, and so is what cannot be without it: sessions with too few people and what follows on them.
 * `fits`: what is left is a plan, with no more shortage. */
struct lde_seats;
lde_status lde_purses_deal(lde_purses *purses, lde_plan *plan, struct lde_seats *seats, bool *fits, lde_error *err);
/* The part of it that gives people without a seat what still fits and their own pot can pay. */
void lde_purses_fill(lde_purses *purses, lde_plan *plan, struct lde_seats *seats); /* purses_fill.c */

#endif
