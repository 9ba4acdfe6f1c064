/* plan_internal.h: shared by plan_db.c (opening), plan_save.c and plan_load.c. Inside store only.
 */
#ifndef LDE_STORE_PLAN_INTERNAL_H
#define LDE_STORE_PLAN_INTERNAL_H

#include <sqlite3.h>

#include "store/plan_db.h"

struct lde_plan_db {
  sqlite3 *sqlite;
  char *path;
  int version;
  lde_language language;
};

#endif
