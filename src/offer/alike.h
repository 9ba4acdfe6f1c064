/* alike.h: people whom nothing in a problem tells apart are decided on together from the start.
 *
 * Two parts are alike when their needs can be served by the same options at the same value and by the same
 * day, the same pots pay for both, and no limit knows the unit, the need or the people of one of them. The
 * first of them stands for all: it has their heads, and the problem knows no other. Small problems keep
 * everybody apart, because there the order of single people breaks ties. Who of them takes which seat is
 * worked out afterwards (seats.h). */
#ifndef LDE_OFFER_ALIKE_H
#define LDE_OFFER_ALIKE_H

#include "offer/draft.h"

/* Columns that the problem would have with everybody apart. */
int64_t lde_draft_ways(const lde_draft *draft, bool nested);

/* By part; all NULL when everybody is apart. */
typedef struct lde_alike {
  int32_t *leader; /* the first of those that are alike */
  int32_t *next;   /* the next one that is like this, or -1 */
  int64_t *heads;  /* of a leader: of all together */
  int32_t *kin;    /* of a leader: the first one from which only the pot that pays sets it apart; NULL where no
                      pots count as one */
} lde_alike;

void lde_alike_init(lde_alike *alike, const lde_draft *draft, bool nested);
void lde_alike_deinit(lde_alike *alike);

static inline int32_t lde_alike_leader(const lde_alike *alike, int32_t part)
{
  return alike->leader ? alike->leader[part] : part;
}

/* Of any part: who stands for all from whom only a pot sets it apart. */
static inline int32_t lde_alike_kin(const lde_alike *alike, int32_t part)
{
  int32_t leader = lde_alike_leader(alike, part);
  return alike->kin ? alike->kin[leader] : leader;
}

static inline int32_t lde_alike_next(const lde_alike *alike, int32_t part)
{
  return alike->next ? alike->next[part] : -1;
}

static inline int64_t lde_alike_heads(const lde_alike *alike, const lde_draft *draft, int32_t part)
{
  return alike->heads ? alike->heads[part] : draft->parts.data[part].heads;
}

#endif
