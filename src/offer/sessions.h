/* sessions.h: sessions more and fewer, one or two at a time, with the people around them dealt out again.
 *
 * A change counts by what it is worth at prices: its value, less what it takes of hard rows, so that money
 * moves to where it brings most. The plain value of the trial may come down by what is then left over;
 * whoever goes on puts in what still fits (construct.h). A sessions object borrows the trial and remembers
 * which options share people. */
#ifndef LDE_OFFER_SESSIONS_H
#define LDE_OFFER_SESSIONS_H

#include "offer/trial.h"

typedef struct lde_sessions lde_sessions;

lde_sessions *lde_sessions_new(lde_trial *trial);
void lde_sessions_free(lde_sessions *sessions); /* NULL is fine */
/* Changes a trial that holds until it has touched `effort` entries in all or that is enough; then all people change
 * places as far as it pays. Sets the worths of the trial; `row_price` as in lde_plan. */
void lde_sessions_run(lde_sessions *sessions, const int64_t *row_price, int64_t effort,
                      bool (*enough)(void *context, const lde_score *score), void *context);

#endif
