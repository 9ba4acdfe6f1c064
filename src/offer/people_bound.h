/* people_bound.h: prices and a bound that know what each person has time for. The solve knows the time of a group of
 * people as one amount; here each chooses at the prices what fits into the own time (menus.h), which proves more and
 * gives an average plan that is near to one with names. Owns its menus and borrows the build. */
#ifndef LDE_OFFER_PEOPLE_BOUND_H
#define LDE_OFFER_PEOPLE_BOUND_H

#include "offer/build.h"
#include "offer/lagrange.h"

typedef struct lde_people_bound lde_people_bound;

/* NULL when nobody's own time is known, or locks go beyond it. */
lde_people_bound *lde_people_bound_new(const lde_build *build);
void lde_people_bound_free(lde_people_bound *bound); /* NULL is fine */
/* For lde_dual_options.people. */
const lde_dual_people *lde_people_bound_hook(const lde_people_bound *bound);

#endif
