/* result.h: solving a draft, and the plan that comes back as plain data (model/offer.h). */
#ifndef LDE_OFFER_RESULT_H
#define LDE_OFFER_RESULT_H

#include "offer/build.h"
#include "offer/solve.h"

/* What stays useful after an offer was made: for prices and `why`. Owns everything but the draft. */
typedef struct lde_offer_result {
  lde_build build;
  lde_plan plan;
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

/* Seats of a column in a period of the plan. */
static inline int64_t lde_result_seats(const lde_offer_result *result, size_t column, int period)
{
  return result->plan.period_seats[column * (size_t)result->build.problem.periods + (size_t)period];
}

#endif
