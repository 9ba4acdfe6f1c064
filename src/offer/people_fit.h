/* people_fit.h: a plan in which every seat has a name, near one that people lack the time for. Sessions stay
 * as they are, or fewer; who takes what is decided person by person, each within the own time: what nobody has time
 * for is given up, and what that sets free goes to those who have time left. A fit borrows all it is given. */
#ifndef LDE_OFFER_PEOPLE_FIT_H
#define LDE_OFFER_PEOPLE_FIT_H

#include "offer/build.h"
#include "offer/solve.h"

/* Changes the plan, and says in draft->seated who sits where. The names so far are those of the offer's lines.
 * False when that does not lead to a plan that holds, and nothing has changed. */
bool lde_people_fit(lde_build *build, lde_plan *plan, const lde_offer *offer, const lde_solve_options *options);

#endif
