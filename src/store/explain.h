/* explain.h: why a statement failed, for the person who wrote it: what SQLite said, in the language
 * of the run where the case is known, with a suggestion where a name is near. */
#ifndef LDE_STORE_EXPLAIN_H
#define LDE_STORE_EXPLAIN_H

#include "model/dataset.h"
#include "store/guard.h"

/* `sql` is the statement that just failed on `db`. */
lde_status lde_sql_explain(sqlite3 *db, const lde_guard *guard, const lde_dataset *dataset,
                           const char *sql, lde_error *err);

#endif
