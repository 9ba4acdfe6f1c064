/* needs.h: helpers over the needs of a draft that other files share. */
#ifndef LDE_OFFER_NEEDS_H
#define LDE_OFFER_NEEDS_H

#include "offer/draft.h"

/* The goals of a need that carry weight, as shares that sum to 1 (ten-thousandths); the largest
 * first. What people write on a competency counts for a need made from gaps. */
double lde_need_goal_push(const lde_dataset *dataset, const lde_goal_share *share);
bool lde_need_asks(const lde_draft_need *need, int32_t competency);

#endif
