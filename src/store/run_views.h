/* run_views.h: the stored runs of the plan database, for SQL: runs, run_lines, run_budgets, run_unmet, run_goals and
 * run_findings, and over them rule_runs and findings as the model names them. They are empty when
 * there is no plan database yet. The file is checked, attached read-only and not changed. */
#ifndef LDE_STORE_RUN_VIEWS_H
#define LDE_STORE_RUN_VIEWS_H

#include <sqlite3.h>

#include "base/text.h"
#include "model/dataset.h"

/* `path` may be NULL. Before the connection is guarded. */
lde_status lde_run_views_create(sqlite3 *db, const lde_dataset *dataset, const char *path,
                                lde_error *err);
/* Offers the names of the views. */
void lde_run_views_suggest(lde_suggestion *suggestion);
/* Offers the columns of the view; nothing when there is no such view. */
void lde_run_views_suggest_columns(const char *view, lde_suggestion *suggestion, lde_arena *arena);

#endif
