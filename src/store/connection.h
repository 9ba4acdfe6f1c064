/* connection.h: what every SQLite connection of ours has in common: nothing that a file or a user
 * brings along is run (no extensions, triggers, views of the file, or functions from its schema),
 * and the limits are small unless our own statements need more. */
#ifndef LDE_STORE_CONNECTION_H
#define LDE_STORE_CONNECTION_H

#include <sqlite3.h>

#include "ldengine/status.h"

/* Right after opening. Returns an SQLite code. */
int lde_sqlite_harden(sqlite3 *db);
/* Limits for a connection on which only our own constant statements run. */
void lde_sqlite_limit(sqlite3 *db);
/* Fills the error with what SQLite says about the connection. `doing` is a phrase in the language
 * of the run, such as "cannot save the run". */
lde_status lde_sqlite_fail(sqlite3 *db, const char *doing, lde_error *err);

#endif
