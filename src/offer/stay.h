/* stay.h: the least disruption for a plan that is proven within a gap; near.h says what was told before. */
#ifndef LDE_OFFER_STAY_H
#define LDE_OFFER_STAY_H

#include "offer/result.h"

/* While draft->stay: nothing is worth anything but seats that were told, for at least draft->stay_value. */
void lde_build_stay(lde_build *build);
/* Replaces the plan by one of at least its value that disrupts less, when one is found. */
void lde_stay_near(lde_offer_result *result, const lde_solve_options *options);

#endif
