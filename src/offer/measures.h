/* measures.h: money, hours, seats, sessions and people of a plan as linear sums, filtered and split.
 * Seats know their need and unit; sessions and once costs belong to the need with the most heads that
 * their option serves, because who sits in them is what the plan decides. */
#ifndef LDE_OFFER_MEASURES_H
#define LDE_OFFER_MEASURES_H

#include "offer/build.h"

/* The records that `per` splits by, in canonical order; one group without a key for LDE_PER_ALL. For
 * UNIT, SUPPLIER, NEED rows (needs and parts: indexes of the draft); for LANE choices; for PERIOD
 * numbers; for EMPLOYEE parts. Returns how many; the caller frees `keys` with lde_free. */
int lde_measure_groups(lde_draft *draft, lde_per per, int32_t **keys);

typedef struct lde_slice {
  lde_per per;
  int32_t key;
} lde_slice;
int64_t lde_measure_of_seat(const lde_build *build, const lde_measure *measure, lde_slice slice,
                            int32_t column);
int64_t lde_measure_of_session(const lde_build *build, const lde_measure *measure, lde_slice slice,
                               int32_t option, int period);
int64_t lde_measure_of_open(const lde_build *build, const lde_measure *measure, lde_slice slice,
                            int32_t option);
/* How many units of the inside one unit of the author is: 60 for hours, 1 for minor units and heads. */
int64_t lde_measure_unit(const lde_measure *measure);

#endif
