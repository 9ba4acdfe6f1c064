/* plan_schema.h: the tables of the plan database and how they came to be. Every version is a step
 * from the one before; a new file takes all steps, an older one those it lacks. Steps that were
 * once released do not change. */
#ifndef LDE_STORE_PLAN_SCHEMA_H
#define LDE_STORE_PLAN_SCHEMA_H

#include <sqlite3.h>

#define LDE_PLAN_APPLICATION_ID 0x4C444531 /* "LDE1" */
enum { LDE_PLAN_VERSION = 3 };

/* Takes the steps from version `from` (0 = empty file) to `to`, in the transaction that the caller
 * opened. Returns an SQLite code. */
int lde_plan_schema_upgrade(sqlite3 *db, int from, int to);

#endif
