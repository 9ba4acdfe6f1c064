/* save.h: keeps a run in the plan database. Inside engine only. */
#ifndef LDE_ENGINE_SAVE_H
#define LDE_ENGINE_SAVE_H

#include "engine/internal.h"

/* Saves what was run on which data and rules, and what came out, in one transaction; trouble becomes a
 * diagnostic of the result. */
void lde_run_save(lde_result *result, lde_project *project, const lde_run_options *options);

#endif
