/* result.h: solving a draft, and the plan that comes back as plain data (model/offer.h). */
#ifndef LDE_OFFER_RESULT_H
#define LDE_OFFER_RESULT_H

#include "offer/build.h"
#include "offer/seats.h"
#include "offer/solve.h"

/* What stays useful after an offer was made: for prices and `why`. Owns everything but the draft. */
typedef struct lde_offer_result {
  lde_build build;
  lde_plan plan;
  lde_purses purses; /* where pots count as one: what each really has left */
  lde_seats seats; /* who takes which; of an offer that is possible */
  lde_offer *offer;
} lde_offer_result;

/* Solves. An offer that cannot be is a result with status infeasible, not a failure. `options` may be
 * NULL: gap, work and seed of the spec. The result is the caller's, also on failure. */
lde_status lde_offer_solve(lde_offer_result *result, lde_draft *draft, const lde_solve_options *options,
                           lde_error *err);
void lde_offer_result_deinit(lde_offer_result *result);

/* Fills in the reasons of what is in and out; reasons.c. */
void lde_offer_reasons(lde_offer_result *result);
/* The value of one more major unit (money), hour or head of a named row; 0 when it does not bind. */
double lde_offer_price(const lde_offer_result *result, const char *name, bool *known);

#endif
