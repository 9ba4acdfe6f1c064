/* people.h: what is known of the people behind a part of a need, and giving seats to them by name. */
#ifndef LDE_OFFER_PEOPLE_H
#define LDE_OFFER_PEOPLE_H

#include "offer/draft.h"

/* Minutes that one person can take in the year; -1 = no limit. */
int64_t lde_person_minutes(const lde_draft *draft, int32_t employee);
/* What the people of a part can take together, and the most that one of them can; -1 = no limit. */
int64_t lde_part_minutes(const lde_draft *draft, int32_t part);
int64_t lde_part_person_max(const lde_draft *draft, int32_t part);
/* What an hour of the people of a part costs, on average, for a seat of the option; 0 unless the policy
 * counts wages, or when the option has wages among its own costs. */
int64_t lde_part_wage(const lde_draft *draft, int32_t part, const lde_draft_option *option);
/* People of the part who have what the offering asks beforehand. */
int64_t lde_part_qualified(const lde_draft *draft, int32_t part, const int32_t *offerings, size_t count);

/* Puts names on the seats; who is turned away for want of time goes into the draft, with how many of such
 * seats can be given. Returns the seats that have no name although there are people. */
int64_t lde_offer_name_people(lde_draft *draft, lde_offer *offer);

#endif
