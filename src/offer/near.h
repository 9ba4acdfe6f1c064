/* near.h: staying near an earlier plan: of the offers that are worth the same, the one that changes the fewest
 * seats that people were told of, and the fewest sessions (offer.md 5.4, third stage). */
#ifndef LDE_OFFER_NEAR_H
#define LDE_OFFER_NEAR_H

#include <stddef.h>
#include <stdint.h>

/* Seats that an earlier plan gives, or a line of it with its sessions. Texts are ids; `unit` may be NULL. */
typedef struct lde_earlier_seats {
  const char *offering;
  const char *need; /* NULL: of the line as a whole */
  const char *unit, *period;
  int64_t seats, sessions; /* sessions: of a line */
} lde_earlier_seats;

struct lde_build;
/* Adds what was told to the problem, as references. */
void lde_build_near(struct lde_build *build);

#endif
