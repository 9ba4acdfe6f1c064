/* dive.h: a plan whose sessions are held for one part of the options after the other, those that the average is
 * surest of first, while the prices go along. */
#ifndef LDE_OFFER_DIVE_H
#define LDE_OFFER_DIVE_H

#include "offer/attempt.h"

/* Begins at the prices and the average of the attempt's dual, and offers what comes of it. */
void lde_dive(lde_attempt *attempt, lde_trial *trial);

#endif
