/* guard.h: what a user's SQL may do on a connection: read, with functions whose result depends on
 * their arguments only, for a limited amount of work. It remembers why something was refused, so
 * that the message can say it. */
#ifndef LDE_STORE_GUARD_H
#define LDE_STORE_GUARD_H

#include <stdbool.h>
#include <sqlite3.h>
#include <stdbool.h>
#include <stdint.h>

#include "base/text.h"

typedef enum lde_refusal {
  LDE_REFUSAL_NONE,
  LDE_REFUSAL_WRITE, /* would change something */
  LDE_REFUSAL_FUNCTION,
  LDE_REFUSAL_PRAGMA,
  LDE_REFUSAL_ATTACH,
  LDE_REFUSAL_WORK,   /* the work limit */
  LDE_REFUSAL_STOPPED /* by the user */
} lde_refusal;

typedef struct lde_guard {
  uint64_t steps, steps_max;         /* of SQLite's machine; 0 = no limit */
  bool (*interrupted)(void *ctx); /* true = stop; may be NULL */
  void *ctx;
  lde_refusal refusal;               /* the first one of the statement */
  char name[64];                     /* of the function or pragma that was refused */
} lde_guard;

/* From here on the connection is guarded; the guard must live as long as it. Returns an SQLite
 * code. */
int lde_guard_install(lde_guard *guard, sqlite3 *db);
/* Before each statement. */
void lde_guard_reset(lde_guard *guard);
/* Offers the names of all functions that are allowed. */
void lde_guard_suggest(lde_suggestion *suggestion);

#endif
