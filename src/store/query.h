/* query.h: read-only SQL over a loaded dataset and the stored runs.
 *
 * Every entity is a table under its plural, with all fields, derived ones included, and source_file
 * and source_line; references are ids, money is minor units, shares are 0 to 1, booleans 0 or 1,
 * maps and lists JSON text. A list of references is a table of its own:
 * plan_line_employee(plan_line, employee, position). The runs of the plan database are runs,
 * run_lines, run_budgets, run_unmet, run_goals and run_findings. One statement at a time; nothing can be written, no file
 * read, and date('now') is the run date, so the same query gives the same rows. The dataset must be
 * resolved and outlive the query. Not safe between threads; the memory limit holds for all SQLite
 * connections of the process while one is open. */
#ifndef LDE_STORE_QUERY_H
#define LDE_STORE_QUERY_H

#include "base/arena.h"
#include "base/memory.h"
#include "model/dataset.h"

typedef enum lde_query_kind {
  LDE_QUERY_NULL,
  LDE_QUERY_INTEGER,
  LDE_QUERY_REAL,
  LDE_QUERY_TEXT, /* valid UTF-8; bytes that were none became U+FFFD */
  LDE_QUERY_BLOB
} lde_query_kind;

typedef struct lde_query_value {
  lde_query_kind kind;
  union {
    int64_t integer;
    double real;
    struct {
      const char *text; /* ends in NUL, may contain others */
      size_t len;
    };
  };
} lde_query_value;

typedef struct lde_query_result {
  lde_arena arena;
  const char **columns;
  int column_count;
  LDE_VEC(lde_query_value) values; /* row after row */
  size_t row_count;
} lde_query_result;

static inline const lde_query_value *lde_query_at(const lde_query_result *result, size_t row,
                                                  int column)
{
  return &result->values.data[row * (size_t)result->column_count + (size_t)column];
}
void lde_query_result_free(lde_query_result *result);

typedef struct lde_query_options {
  const char *plan_db;               /* file; NULL = no stored runs; it may not exist yet */
  uint64_t steps_max;                /* work of one statement, in steps of SQLite; 0 = no limit */
  size_t bytes_max;                  /* of one result; 0 = no limit */
  int64_t memory_max;                /* of SQLite; 0 = no limit */
  bool (*interrupted)(void *ctx); /* polled while a statement runs; true = stop; may be NULL */
  void *ctx;
} lde_query_options;
#define LDE_QUERY_OPTIONS_INIT                                                                     \
  {                                                                                                \
    .steps_max = UINT64_C(4000000000), .bytes_max = (size_t)256 << 20, .memory_max = 512 << 20     \
  }

typedef struct lde_query lde_query;

lde_status lde_query_open(lde_query **out, lde_dataset *dataset, const lde_query_options *options,
                          lde_error *err);
/* Runs one statement. `result` is overwritten on success only and freed by the caller. Wrong SQL is
 * an error of usage, a limit one of the script. */
lde_status lde_query_run(lde_query *query, const char *sql, lde_query_result *result,
                         lde_error *err);
void lde_query_close(lde_query *query);

#endif
