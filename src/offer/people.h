/* people.h: who could take a seat: what is known of the people behind a part of a need, their time and
 * what they have done before. And giving seats to them by name (people_names.c). Borrows the draft; what
 * turning people away says about another plan goes into draft->held and draft->rejected. */
#ifndef LDE_OFFER_PEOPLE_H
#define LDE_OFFER_PEOPLE_H

#include "offer/draft.h"

/* Minutes that one person can take in the year; -1 = no limit. */
int64_t lde_person_minutes(const lde_draft *draft, int32_t employee);
/* What the people of a part can take together, and the most that one of them can; -1 = no limit. */
int64_t lde_part_minutes(const lde_draft *draft, int32_t part);
int64_t lde_part_person_max(const lde_draft *draft, int32_t part);
/* Parts that share people are one group (base/disjoint.h): somebody's time counts once for all of that person's
 * needs. The caller frees. */
int32_t *lde_part_groups(const lde_draft *draft);
/* What an hour of the people of a part costs, on average, for a seat of the option; 0 unless the policy
 * counts wages, or when the option has wages among its own costs. */
int64_t lde_part_wage(const lde_draft *draft, int32_t part, const lde_draft_option *option);
/* People of the part who have what the offering asks beforehand. */
int64_t lde_part_qualified(const lde_draft *draft, int32_t part, const int32_t *offerings, size_t count);
bool lde_person_has_completed(const lde_draft *draft, int32_t employee, int32_t offering);
/* Everything that the offering teaches is there already: in the person, or where the need itself starts. */
bool lde_person_has_levels(const lde_draft *draft, int32_t employee, int32_t offering);
bool lde_need_starts_above(const lde_draft *draft, const lde_draft_need *need, int32_t offering);

/* Whether anybody has a limit. */
bool lde_people_limited(const lde_draft *draft);
/* Puts names on the seats; who is turned away for want of time goes into the draft, with what that says of
 * any other plan. Returns the seats that have no name although there are people. */
int64_t lde_offer_name_people(lde_draft *draft, lde_offer *offer);
/* Who was turned away from a seat in some round, has none for that need in this plan and no time for it. */
void lde_offer_tell_rejected(lde_draft *draft, lde_offer *offer); /* people_limits.c */

#endif
