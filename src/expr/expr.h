/* expr.h: an expression of a rule ("current < required and not mandatory") compiled to run over
 * columns.
 *
 * It means what Lua 5.4 computes over one row with the nil of expressions (contract.md section 4),
 * and what it cannot run that way it refuses with a reason, so that the caller hands the text to
 * Lua instead. lde_expr_compile checks the text against the schema once; lde_expr_bind joins it to
 * a resolved dataset and owns the scratch memory; a run is used by one thread at a time. Runs over
 * one dataset share its indexes, which are built when first needed, so bind and evaluate them in
 * one thread. The expression borrows schema and parameters, a run borrows expression and dataset.
 */
#ifndef LDE_EXPR_EXPR_H
#define LDE_EXPR_EXPR_H

#include "base/arena.h"
#include "base/memory.h"
#include "model/data.h"
#include "model/dataset.h"

/* ---- values ---- */

typedef enum lde_expr_tag {
  LDE_EXPR_NIL,
  LDE_EXPR_BOOL,
  LDE_EXPR_INTEGER,
  LDE_EXPR_FLOAT,
  LDE_EXPR_TEXT,
  LDE_EXPR_RECORD,
  /* Inside the layer only: a text that is a day, not yet printed. */
  LDE_EXPR_DAY
} lde_expr_tag;

typedef struct lde_expr_value {
  lde_expr_tag tag;
  union {
    uint32_t len;   /* of TEXT */
    int32_t entity; /* of RECORD */
  };
  union {
    int64_t integer; /* also BOOL (0, 1), DAY, and the row of RECORD */
    double number;
    const char *text; /* may hold NUL bytes; ends in NUL only where the dataset owns it */
  };
} lde_expr_value;

/* What an expression may give: a set. Dates are texts that are days. */
enum lde_expr_type {
  LDE_EXPR_IS_NIL = 1,
  LDE_EXPR_IS_BOOL = 2,
  LDE_EXPR_IS_INTEGER = 4,
  LDE_EXPR_IS_FLOAT = 8,
  LDE_EXPR_IS_TEXT = 16,
  LDE_EXPR_IS_DAY = 32,
  LDE_EXPR_IS_RECORD = 64,
  LDE_EXPR_IS_COLLECTION = 128
};

/* ---- compiling ---- */

typedef struct lde_expr lde_expr;

typedef enum lde_expr_status {
  LDE_EXPR_OK,
  LDE_EXPR_FALLBACK, /* a Lua expression that only Lua can run */
  LDE_EXPR_ERROR     /* no expression, an unknown name, or an operation that cannot succeed */
} lde_expr_status;

typedef struct lde_expr_options {
  lde_language language;  /* of messages and of labels */
  const lde_data *params; /* object: what `P` is; NULL = empty */
  const char *const
      *extras;         /* names that the caller gives values, ends in NULL; they win over fields */
  bool allow_mistyped; /* an operation that must fail is then an error of the row, as in Lua */
} lde_expr_options;
#define LDE_EXPR_OPTIONS_INIT                                                                      \
  {                                                                                                \
    .language = LDE_ENGLISH                                                                        \
  }

/* The reason of a fallback, an error, or something to warn of. */
typedef struct lde_expr_problem {
  uint32_t at, len;  /* bytes of the text */
  uint32_t column;   /* from 1, in characters */
  char message[300]; /* with the suggestion */
} lde_expr_problem;

typedef struct lde_expr_column {
  int entity, field; /* field -1: any change in the table, also rows that come or go */
} lde_expr_column;

/* `entity` may be NULL: there are then only extras, P, ld and math. `options` and `problem` may be
 * NULL; `out` is written on OK only. */
lde_expr_status lde_expr_compile(lde_expr **out, const lde_schema *schema, const lde_entity *entity,
                                 const char *text, size_t len, const lde_expr_options *options,
                                 lde_expr_problem *problem);
void lde_expr_free(lde_expr *expr);

/* The columns that can change the result, each once, those of inner expressions too. */
const lde_expr_column *lde_expr_columns(const lde_expr *expr, size_t *count);
/* Set of lde_expr_type. `entity` (may be NULL) gets that of a record or collection, else NULL. */
unsigned lde_expr_types(const lde_expr *expr, const lde_entity **entity);
/* The field when the expression is no more than one. */
const lde_field *lde_expr_field(const lde_expr *expr);
/* What is legal and surely not meant: lane == 'mandatry', an unknown parameter. */
const lde_expr_problem *lde_expr_warnings(const lde_expr *expr, size_t *count);

/* ---- evaluating ---- */

typedef struct lde_expr_run lde_expr_run;

/* A row that Lua would have raised an error for; its value is nil and it is not selected. */
typedef struct lde_expr_failure {
  int32_t row;
  uint32_t at; /* byte of the text */
  const char *message;
} lde_expr_failure;

typedef struct lde_expr_failures {
  LDE_VEC(lde_expr_failure) items; /* in row order */
  lde_arena arena;
} lde_expr_failures;
void lde_expr_failures_free(lde_expr_failures *failures);

lde_expr_run *lde_expr_bind(const lde_expr *expr, lde_dataset *dataset);
void lde_expr_run_free(lde_expr_run *run);
/* Whether blocks run in kernels throughout; else some part is evaluated row by row. */
bool lde_expr_is_columnar(const lde_expr_run *run);

/* `bits` has a bit for each row from `first` to `last` - 1 (bit 0 is `first`): those that are set
 * are evaluated, and stay set where the expression is true. `failures` may be NULL. */
void lde_expr_filter(lde_expr_run *run, int32_t first, int32_t last, uint64_t *bits,
                     lde_expr_failures *failures);
/* The value of each row; texts that do not live in the dataset are copied to `texts`. */
void lde_expr_fill(lde_expr_run *run, int32_t first, int32_t last, lde_expr_value *values,
                   lde_arena *texts, lde_expr_failures *failures);
/* One row (any when there is no entity); `extras` are the values of the extra names. False when it
 * failed: `failure` (may be NULL) then says why, its message borrowed until the next evaluation. */
bool lde_expr_get(lde_expr_run *run, int32_t row, const lde_expr_value *extras,
                  lde_expr_value *value, lde_arena *texts, lde_expr_failure *failure);

static inline bool lde_expr_is_true(const lde_expr_value *value)
{
  return value->tag != LDE_EXPR_NIL && (value->tag != LDE_EXPR_BOOL || value->integer != 0);
}

#endif
