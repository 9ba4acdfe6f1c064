/* save.h: keeps a run in the plan database. Inside engine only. */
#ifndef LDE_ENGINE_SAVE_H
#define LDE_ENGINE_SAVE_H

#include "engine/internal.h"

/* Saves what was run on which data and rules, and what came out, in one transaction; trouble becomes a
 * diagnostic of the result. `started`: seconds since 1970; `database` NULL: the project's. */
void lde_run_save(lde_result *result, lde_project *project, const char *database,
                  long long started);

/* history.c: the stored runs and their findings as rows of the model, for rules that look back. */
void lde_history_load(lde_project *project, const char *database, lde_diagnostics *found);

#endif
