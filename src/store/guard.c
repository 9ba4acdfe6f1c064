#include "store/guard.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { STEPS_PER_CALL = 1000 };

/* Sorted. What is not here reads the outside world (readfile, load_extension), differs between runs
 * or machines (random, sqlite_version), or tells about the connection (changes). */
/* clang-format off */
static const char *const functions[] = {
    "->", "->>", "abs", "acos", "acosh", "asin", "asinh", "atan", "atan2", "atanh", "avg",
    "ceil", "ceiling", "char", "coalesce", "cos", "cosh", "count", "cume_dist", "current_date",
    "current_time", "current_timestamp", "date", "datetime", "degrees", "dense_rank", "exp",
    "first_value", "floor", "format", "glob", "group_concat", "hex", "ifnull", "iif", "instr",
    "json", "json_array", "json_array_length", "json_extract", "json_group_array",
    "json_group_object", "json_insert", "json_object", "json_patch", "json_quote",
    "json_remove", "json_replace", "json_set", "json_type", "json_valid", "julianday", "lag",
    "last_value", "lead", "length", "like", "likelihood", "likely", "ln", "log", "log10",
    "log2", "lower", "ltrim", "max", "min", "mod", "nth_value", "ntile", "nullif",
    "percent_rank", "pi", "pow", "power", "printf", "quote", "radians", "rank", "replace",
    "round", "row_number", "rtrim", "sign", "sin", "sinh", "soundex", "sqrt", "strftime",
    "substr", "substring", "sum", "tan", "tanh", "time", "total", "trim", "trunc", "typeof",
    "unicode", "unixepoch", "unlikely", "upper", "zeroblob"
};
/* clang-format on */
enum { FUNCTIONS = sizeof functions / sizeof *functions };

static const char *const pragmas[] = {"table_info", "table_list", "table_xinfo"};

static int compare_names(const void *wanted, const void *item)
{
  return sqlite3_stricmp(wanted, *(const char *const *)item);
}

static bool is_listed(const char *name, const char *const *list, size_t count)
{
  return name && bsearch(name, list, count, sizeof *list, compare_names);
}

static int refuse(lde_guard *guard, lde_refusal refusal, const char *name)
{
  if (guard->refusal == LDE_REFUSAL_NONE) {
    guard->refusal = refusal;
    snprintf(guard->name, sizeof guard->name, "%s", name ? name : "");
  }
  return SQLITE_DENY;
}

static int authorize(void *ctx, int action, const char *first, const char *second,
                     const char *database, const char *view)
{
  lde_guard *guard = ctx;

  (void)database;
  (void)view;
  switch (action) {
  case SQLITE_SELECT:
  case SQLITE_READ:
  case SQLITE_RECURSIVE:
    return SQLITE_OK;
  case SQLITE_FUNCTION:
    return is_listed(second, functions, FUNCTIONS) ? SQLITE_OK
                                                   : refuse(guard, LDE_REFUSAL_FUNCTION, second);
  case SQLITE_PRAGMA:
    return is_listed(first, pragmas, sizeof pragmas / sizeof *pragmas)
               ? SQLITE_OK
               : refuse(guard, LDE_REFUSAL_PRAGMA, first);
  case SQLITE_ATTACH:
  case SQLITE_DETACH:
    return refuse(guard, LDE_REFUSAL_ATTACH, NULL);
  default:
    return refuse(guard, LDE_REFUSAL_WRITE, NULL);
  }
}

static int progress(void *ctx)
{
  lde_guard *guard = ctx;

  guard->steps += STEPS_PER_CALL;
  if (guard->interrupted && guard->interrupted(guard->ctx))
    refuse(guard, LDE_REFUSAL_STOPPED, NULL);
  else if (guard->steps_max && guard->steps > guard->steps_max)
    refuse(guard, LDE_REFUSAL_WORK, NULL);
  else
    return 0;
  return 1;
}

int lde_guard_install(lde_guard *guard, sqlite3 *db)
{
  /* Making the table of a table-valued function is a write to the authoriser: made before. */
  static const char touch[] =
      "SELECT 1 FROM pragma_table_info('x'), pragma_table_xinfo('x'), pragma_table_list('x'),"
      " json_each('[]'), json_tree('[]')";
  int code = sqlite3_exec(db, touch, NULL, NULL, NULL);

  sqlite3_limit(db, SQLITE_LIMIT_ATTACHED, 0);
  sqlite3_limit(db, SQLITE_LIMIT_WORKER_THREADS, 0);
  sqlite3_limit(db, SQLITE_LIMIT_LENGTH, 64000000); /* one value; statements keep SQLite's limits */
  sqlite3_set_authorizer(db, authorize, guard);
  sqlite3_progress_handler(db, STEPS_PER_CALL, progress, guard);
  return code;
}

void lde_guard_reset(lde_guard *guard)
{
  guard->steps = 0;
  guard->refusal = LDE_REFUSAL_NONE;
  guard->name[0] = '\0';
}

void lde_guard_suggest(lde_suggestion *suggestion)
{
  for (size_t i = 0; i < FUNCTIONS; i++)
    lde_suggestion_offer(suggestion, functions[i]);
}
