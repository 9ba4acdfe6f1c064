/* enters.h: by how much an offering has to be cheaper to come into a solved offer.
 *
 * One price changes: that of a session, or of a seat where there are no sessions of our own, or of making it
 * where it costs nothing else. By how much is told by the prices of the offer, which is free; small problems
 * are solved again to see whether that is so, and to find the least. */
#ifndef LDE_OFFER_ENTERS_H
#define LDE_OFFER_ENTERS_H

#include "offer/explain.h"

typedef enum lde_price_of { LDE_PRICE_SESSION, LDE_PRICE_SEAT, LDE_PRICE_ONCE, LDE_PRICE_ALL } lde_price_of;

/* Which price changes, and what it is now in minor units; 0 = it costs nothing. */
typedef struct lde_own_price {
  lde_price_of of;
  int64_t amount;
} lde_own_price;
lde_own_price lde_own_price_of(const lde_draft_option *option);
/* All its prices alike, in millionths. */
#define LDE_ALL_PRICES ((lde_own_price){LDE_PRICE_ALL, 1000000})

/* Whether problems of this size are solved again. */
bool lde_enters_is_cheap(const lde_offer_result *result);
/* The least reduction of the price with which the option has seats (for the need, when it is not -1), by at
 * most so many solves that are taken off `solves`: between what does and what does not lies a hundredth of
 * the price when there were enough. `guess` is where to begin, 0 = unknown. -1 when not even for nothing. */
int64_t lde_enters_search(const lde_offer_result *result, const lde_solve_options *options, int32_t option, int32_t need,
                          lde_own_price price, int64_t guess, int *solves);

/* Fills in by which price candidates come in that are not worth their money, or are outbid, and makes sure of
 * the amounts of money that the reasons (reasons.c) found missing where that is cheap. */
void lde_enters_find(lde_offer_result *result, const lde_solve_options *options);

#endif
