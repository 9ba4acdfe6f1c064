/* search.h: better plans by taking parts of a plan away and filling the room again. Own method, no
 * solver; the end is a limit of effort, so that the same input gives the same plan. */
#ifndef LDE_OFFER_SEARCH_H
#define LDE_OFFER_SEARCH_H

#include "offer/construct.h"
#include "offer/lagrange.h"

/* Improves the trial until its effort reaches `effort`, or the value `enough` with no shortage above
 * `shortage`. The trial ends as the best plan seen, if it ever held all hard rows. */
void lde_search(lde_trial *trial, const lde_dual *dual, int64_t effort,
                bool (*enough)(void *context, const lde_score *score), void *context);

#endif
