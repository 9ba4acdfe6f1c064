/* exchange.h: people who change places, with the sessions as they are.
 *
 * Somebody takes a place, who had it moves on to another option, and so on, until a place is free or a seat is
 * given up: chains that pay at the worths of the trial. The trial holds before and after. What a chain frees
 * (money, a place in a step) counts at its price, so that the plain value may come down a little.
 * An exchange borrows the trial and keeps what it needs for many runs. */
#ifndef LDE_OFFER_EXCHANGE_H
#define LDE_OFFER_EXCHANGE_H

#include "offer/trial.h"

typedef struct lde_exchange lde_exchange;

lde_exchange *lde_exchange_new(lde_trial *trial);
void lde_exchange_free(lde_exchange *exchange); /* NULL is fine */
/* Chains among these options, in at most so many rounds over all their seats. Returns how many there were. */
int64_t lde_exchange_run(lde_exchange *exchange, const int32_t *options, int32_t count, int rounds);
int64_t lde_exchange_all(lde_exchange *exchange, int rounds);

#endif
