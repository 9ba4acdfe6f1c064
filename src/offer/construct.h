/* construct.h: what is done to a plan in the making (trial.h): options filled and cleared, and whole plans.
 *
 * Hard rows are never made worse by what adds; clearing an option may break them, which the trial counts. */
#ifndef LDE_OFFER_CONSTRUCT_H
#define LDE_OFFER_CONSTRUCT_H

#include "offer/trial.h"

/* Adds sessions and seats of the listed options while that helps, best first. */
void lde_trial_insert(lde_trial *trial, const int32_t *options, int32_t count);
/* The same for all options. */
void lde_trial_insert_all(lde_trial *trial);
/* Fills free places of an option, best worth first: seats that pay (priced) or help, then, up to `least`, any.
 * What they are worth is added to `gain`. */
void lde_trial_fill(lde_trial *trial, int32_t option, bool priced, int32_t least, double *gain);
/* Raises what only rows know as far as they allow; for subsidies and the like. */
void lde_trial_raise(lde_trial *trial);
/* The same down to nothing, before something changes that they depend on. */
void lde_trial_lower(lde_trial *trial);

/* Takes away what the option has beyond its locks. */
void lde_trial_clear(lde_trial *trial, int32_t option);
/* Gives seats up, with the steps that then lead nowhere. False when something that follows on them is left; the caller
 * takes the changes back. */
bool lde_trial_give_up(lde_trial *trial, int32_t column, int64_t seats);
/* One session less, and as many seats as then have no place, those worth least first. False as above. */
bool lde_trial_drop_session(lde_trial *trial, int32_t option, int32_t period);
/* Whether there is one that is not locked. */
bool lde_trial_can_drop(const lde_trial *trial, int32_t option, int32_t period);
/* Sets locks, then the rest. */
void lde_trial_build(lde_trial *trial);
/* Sets locks, then sessions and seats as an average has them, then the rest. `share` is how much of a
 * session or once decision the average must have for it to be taken. */
void lde_trial_round(lde_trial *trial, const double *mean, double share);
/* Sessions and once decisions as held, seats as the average has them, then the rest. */
void lde_trial_reseat(lde_trial *trial, const lde_point *held, const double *mean);
/* Sessions and once decisions alone, as far as they fit; what fits is written back to `held`. */
void lde_trial_hold(lde_trial *trial, lde_point *held);

#endif
