/* transform.h: the two kinds of Lua files that run while data is loaded: a transform, which makes
 * records of a row of an export, and a merge, which makes one level of several assessments
 * (contract.md section 1).
 *
 * Each is a file that returns a function, in a state of its own that lives from open to close, so
 * upvalues keep their value between rows. The budgets of steps, time and output hold for the file
 * and are filled again after every 10 000 rows, so that a large export does not need larger limits.
 */
#ifndef LDE_SCRIPT_TRANSFORM_H
#define LDE_SCRIPT_TRANSFORM_H

#include "script/script.h"

typedef struct lde_transform lde_transform;

/* One value of a record that a transform returned. */
typedef enum lde_script_value_kind {
  LDE_SCRIPT_TEXT,    /* text, len */
  LDE_SCRIPT_INTEGER, /* integer */
  LDE_SCRIPT_NUMBER,  /* number */
  LDE_SCRIPT_BOOL,    /* integer: 0 or 1 */
  LDE_SCRIPT_LIST     /* text, len: the items separated by '|' */
} lde_script_value_kind;

typedef struct lde_script_value {
  const char *field;
  lde_script_value_kind kind;
  const char *text; /* ends in NUL */
  size_t len;
  int64_t integer;
  double number;
} lde_script_value;

/* Takes one record; the values live until it returns, their fields sorted by name. */
typedef void lde_script_take(void *ctx, const lde_script_value *values, size_t count);

/* Runs the file, which must return a function. NULL with the reason in `failure`. In `options`,
 * without_records holds for a transform whatever is set. */
lde_transform *lde_transform_open(lde_dataset *dataset, const lde_script_options *options,
                                  const char *name, const char *bytes, size_t len,
                                  lde_failure *failure);
/* Calls it with one row: row[header] is the cell's text, an unknown header is an error with a
 * suggestion. `take` is called for each record that it returns, none when it drops the row, whose
 * reason is then appended to `reason`. All records are checked before the first is taken. The same
 * headers (the same pointer) must be given for every row. */
lde_outcome lde_transform_call(lde_transform *transform, const char *const *headers,
                               const char *const *cells, const size_t *lengths, size_t count,
                               lde_script_take *take, void *take_ctx, lde_buffer *reason,
                               lde_failure *failure);

/* A merge: called with a collection of assessments in the order of `rows` (newest first). `level`
 * gets the level, or -1 for nil. */
lde_transform *lde_merge_open(lde_dataset *dataset, const lde_script_options *options,
                              const char *name, const char *bytes, size_t len,
                              lde_failure *failure);
lde_outcome lde_merge_call(lde_transform *merge, const int32_t *rows, size_t count, int32_t *level,
                           lde_failure *failure);

/* The script behind it, for its log or steps. */
lde_script *lde_transform_script(lde_transform *transform);
void lde_transform_close(lde_transform *transform);

#endif
