/* near.h: staying near an earlier plan: of the offers that are worth the same, the one that takes the fewest
 * seats from people who were told of them (offer.md 5.4, third stage). */
#ifndef LDE_OFFER_NEAR_H
#define LDE_OFFER_NEAR_H

#include <stddef.h>
#include <stdint.h>

/* Seats that an earlier plan gives. Texts are ids; `unit` may be NULL. */
typedef struct lde_earlier_seats {
  const char *offering, *need, *unit, *period;
  int64_t seats;
} lde_earlier_seats;

struct lde_build;
/* Adds what was told to the problem, as references. */
void lde_build_near(struct lde_build *build);

#endif
