/* with_offer.h: an offer as plan lines of the project: native YAML that can take the place of the lines that
 * are there, to be judged by the rules or adopted as the plan. Inside engine only.
 *
 * What is locked, or has gone beyond a proposal, stays as it is; of an offer line only what such lines do
 * not give yet is written. A proposed line for the same offering and period keeps its id and what people
 * wrote in it; other proposed lines of the year are out. */
#ifndef LDE_ENGINE_WITH_OFFER_H
#define LDE_ENGINE_WITH_OFFER_H

#include "engine/internal.h"

/* The lines that differ from those of the project (for lde_load_text), or all of them (`whole`: to adopt),
 * and the needs that the offer made from gaps. */
void lde_offer_plan_lines(lde_dataset *dataset, const lde_offer *offer, bool whole,
                          lde_language lang, lde_buffer *out);

/* Judges the rules over the project with the offer in the place of its plan; findings go into the result,
 * which keeps the project that was made for it. */
void lde_offer_check(lde_project *project, lde_result *result, const char *database);

#endif
