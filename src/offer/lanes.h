/* lanes.h: deciding on lanes one after the other, before the offer as a whole is solved. */
#ifndef LDE_OFFER_LANES_H
#define LDE_OFFER_LANES_H

#include "offer/build.h"
#include "offer/solve.h"

/* Solves for each lane that goes first, in order, and remembers in the draft what it reached. */
lde_status lde_lanes_decide(lde_draft *draft, const lde_solve_options *options, lde_error *err);

#endif
