/* seats.h: who takes which seat of a plan. Where a column holds several parts that are alike (alike.h), its
 * seats are dealt out to them in their order: to each as many as it has heads, and with a seat the steps
 * that come before it. Owns its lists. */
#ifndef LDE_OFFER_SEATS_H
#define LDE_OFFER_SEATS_H

#include "offer/build.h"
#include "offer/purses.h"
#include "offer/solve.h"

typedef struct lde_taken {
  int32_t part, column, period, seats; /* part -1: people outside the needs */
} lde_taken;

typedef struct lde_seats {
  LDE_VEC(lde_taken) list; /* by option; seats that serve a need before steps, then by part and column */
  int32_t *start;          /* options + 1 */
} lde_seats;

/* `purses` pay where pots count as one, and tell what nobody can pay; else NULL.
 * Fails when the plan holds less for some part than for all together, which a plan that was checked does not. */
lde_status lde_seats_deal(lde_seats *seats, const lde_build *build, const lde_plan *plan, lde_purses *purses, lde_error *err);
/* The same once more for those of whom `again` (by part) says so of their kin, see alike.h; the others keep their
 * seats. Pots count as one. */
lde_status lde_seats_deal_again(lde_seats *seats, const lde_build *build, const lde_plan *plan, lde_purses *purses,
                                const bool *again, lde_error *err);
/* Only what the plan would take from each pot, if all who are alike took the same of it: purses->expected. */
void lde_seats_expect(const lde_build *build, const lde_plan *plan, lde_purses *purses);
/* Seats that come on top, with their places in the list. */
void lde_seats_add(lde_seats *seats, const lde_build *build, const lde_taken *more, size_t count);
void lde_seats_deinit(lde_seats *seats);

/* What a part has of a column that is no step, in all periods. */
int64_t lde_seats_of(const lde_seats *seats, const lde_build *build, int32_t column, int32_t part);

#endif
