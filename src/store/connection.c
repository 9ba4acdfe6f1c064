#include "store/connection.h"

#include <stddef.h>

#include "base/error.h"

int lde_sqlite_harden(sqlite3 *db)
{
  static const int on[] = {SQLITE_DBCONFIG_DEFENSIVE};
  static const int off[] = {
      SQLITE_DBCONFIG_TRUSTED_SCHEMA,  SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION,
      SQLITE_DBCONFIG_ENABLE_TRIGGER,  SQLITE_DBCONFIG_ENABLE_VIEW, /* temporary ones stay */
      SQLITE_DBCONFIG_WRITABLE_SCHEMA, SQLITE_DBCONFIG_ENABLE_FTS3_TOKENIZER,
      SQLITE_DBCONFIG_DQS_DML,         SQLITE_DBCONFIG_DQS_DDL,
  };
  static const char pragmas[] =
      "PRAGMA trusted_schema=OFF; PRAGMA cell_size_check=ON; PRAGMA mmap_size=0;"
      "PRAGMA temp_store=MEMORY; PRAGMA foreign_keys=ON;";
  int code = SQLITE_OK;

  sqlite3_extended_result_codes(db, 1);
  for (size_t i = 0; i < sizeof on / sizeof *on && code == SQLITE_OK; i++)
    code = sqlite3_db_config(db, on[i], 1, NULL);
  for (size_t i = 0; i < sizeof off / sizeof *off && code == SQLITE_OK; i++)
    code = sqlite3_db_config(db, off[i], 0, NULL);
  if (code == SQLITE_OK)
    code = sqlite3_exec(db, pragmas, NULL, NULL, NULL);
  return code;
}

void lde_sqlite_limit(sqlite3 *db)
{
  static const struct {
    int what, most;
  } limits[] = {
      {SQLITE_LIMIT_LENGTH, 16000000}, /* parameters and what a line serves, as JSON */
      {SQLITE_LIMIT_SQL_LENGTH, 100000},  {SQLITE_LIMIT_COLUMN, 100},
      {SQLITE_LIMIT_EXPR_DEPTH, 10},      {SQLITE_LIMIT_COMPOUND_SELECT, 3},
      {SQLITE_LIMIT_VDBE_OP, 25000},      {SQLITE_LIMIT_FUNCTION_ARG, 8},
      {SQLITE_LIMIT_ATTACHED, 0},         {SQLITE_LIMIT_LIKE_PATTERN_LENGTH, 50},
      {SQLITE_LIMIT_VARIABLE_NUMBER, 20}, /* fields of a run */
      {SQLITE_LIMIT_TRIGGER_DEPTH, 10},   {SQLITE_LIMIT_WORKER_THREADS, 0},
  };

  for (size_t i = 0; i < sizeof limits / sizeof *limits; i++)
    sqlite3_limit(db, limits[i].what, limits[i].most);
}

lde_status lde_sqlite_fail(sqlite3 *db, const char *doing, lde_error *err)
{
  return lde_fail(err, LDE_ERROR_INPUT, "%s: %s", doing, sqlite3_errmsg(db));
}
