/* run.h: an expression joined to a dataset. Inside expr only.
 *
 * Two evaluators share one tree: eval.c computes one row with all of Lua's meaning, block.c
 * computes the nodes that have a layout for a thousand rows at once and asks eval.c for the others,
 * only for the rows that need them. A failure is kept per row of the outermost block. */
#ifndef LDE_EXPR_RUN_H
#define LDE_EXPR_RUN_H

#include "expr/node.h"

enum { LDE_EXPR_BLOCK = 1024 };

typedef struct lde_expr_chunk {
  char *bytes;
  size_t size;
} lde_expr_chunk;

struct lde_expr_run {
  const lde_expr *expr;
  lde_dataset *dataset;
  lde_language lang;
  lde_arena arena; /* the copy of the tree */
  lde_expr_node *root;
  lde_arena texts; /* made while evaluating; emptied between blocks */
  /* the last failure of a row */
  bool failed;
  uint32_t failed_at;
  char message[200];
  /* scratch of kernels: a stack of chunks */
  LDE_VEC(lde_expr_chunk) chunks;
  size_t chunk, used;
  /* failures of the rows of the outermost block */
  uint8_t row_failed[LDE_EXPR_BLOCK];
  uint32_t row_failed_at[LDE_EXPR_BLOCK];
  const char *row_message[LDE_EXPR_BLOCK];
  bool any_failed;
  lde_arena messages;
};

/* Where one row is evaluated. */
typedef struct lde_expr_frame {
  int32_t row, outer_row;
  const lde_expr_value *extras;
} lde_expr_frame;

/* ---- value.c ---- */

/* Notes the failure of the row under evaluation; false. */
bool lde_expr_fail(lde_expr_run *run, const lde_expr_node *node, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
/* Lua's `+ - * / // % ^ & | ~ << >> ..` and comparisons. */
bool lde_expr_calculate(lde_expr_run *run, const lde_expr_node *node, int op,
                        const lde_expr_value *a, const lde_expr_value *b, lde_expr_value *out);
bool lde_expr_negate(lde_expr_run *run, const lde_expr_node *node, int op, const lde_expr_value *a,
                     lde_expr_value *out);
bool lde_expr_less(lde_expr_run *run, const lde_expr_node *node, bool or_equal,
                   const lde_expr_value *a, const lde_expr_value *b, bool *out);
bool lde_expr_equal(const lde_expr_value *a, const lde_expr_value *b);
/* A day becomes text, printed into the arena. */
void lde_expr_print_day(lde_expr_value *value, lde_arena *texts);
/* As Lua's functions read a number or an integer from an argument; texts are converted. */
bool lde_expr_to_number(const lde_expr_value *value, double *number);
bool lde_expr_to_integer(const lde_expr_value *value, int64_t *integer);
const char *lde_expr_tag_name(lde_language lang, lde_expr_tag tag);
/* Floats to integers when they are whole and fit. */
bool lde_expr_float_to_integer(double number, int64_t *integer);
/* Less than, equal to or greater than 0; exact, NaN after all numbers. */
int lde_expr_order_numbers(const lde_expr_value *a, const lde_expr_value *b);
int lde_expr_order_texts(const lde_expr_value *a, const lde_expr_value *b);
bool lde_expr_integer_below(int64_t integer, double number, bool or_equal);
bool lde_expr_number_below(double number, int64_t integer, bool or_equal);
double lde_expr_float_mod(double a, double b);

/* ---- eval.c ---- */

bool lde_expr_eval(lde_expr_run *run, const lde_expr_node *node, const lde_expr_frame *frame,
                   lde_expr_value *out);
void lde_expr_read_field(lde_expr_run *run, const lde_field *field, int32_t row,
                         lde_expr_value *out);

/* ---- pure.c ---- */

bool lde_expr_call_pure(lde_expr_run *run, const lde_expr_node *node, lde_expr_value *args,
                        lde_expr_value *out);
bool lde_expr_call_text(lde_expr_run *run, const lde_expr_node *node, lde_expr_value *of,
                        const lde_expr_value *args, lde_expr_value *out);

/* ---- reduce.c ---- */

typedef struct lde_expr_total {
  size_t count; /* values that are not nil */
  bool floats;
  int64_t whole;    /* of the integers */
  double sum, lost; /* of the floats: Neumaier's sum, so that order hardly matters */
} lde_expr_total;

bool lde_expr_total_add(lde_expr_total *total, const lde_expr_value *value); /* false: too large */
/* `units` of a field whose integers were added, else 1. */
lde_expr_value lde_expr_total_sum(const lde_expr_total *total, int64_t units);

/* The rows of a collection in scratch memory; count -1 is nil. False: failed. */
bool lde_expr_rows(lde_expr_run *run, const lde_expr_node *node, const lde_expr_frame *frame,
                   const int32_t **rows, int64_t *count);
bool lde_expr_reduce_rows(lde_expr_run *run, const lde_expr_node *node, const lde_expr_frame *frame,
                          lde_expr_value *out);

/* ---- block.c ---- */

/* Rows that are computed together. */
typedef struct lde_expr_block {
  int count;
  int32_t first;
  const int32_t *rows;                /* NULL: first, first + 1, … */
  const struct lde_expr_block *outer; /* the rows around, for `each`; NULL = none */
  const int32_t *owner;               /* by row: its row in `outer` */
} lde_expr_block;

typedef struct lde_expr_vector {
  lde_expr_layout layout;
  union {
    const void *data;
    const uint8_t *bytes;
    const int32_t *narrow;
    const int64_t *wide;
    const double *doubles;
  };
  const uint8_t *has; /* 0 where nil; NULL = no nil */
} lde_expr_vector;

static inline int32_t lde_expr_block_row(const lde_expr_block *block, int i)
{
  return block->rows ? block->rows[i] : block->first + i;
}

void *lde_expr_scratch(lde_expr_run *run, size_t bytes);
typedef struct lde_expr_mark {
  size_t chunk, used;
} lde_expr_mark;
static inline lde_expr_mark lde_expr_scratch_mark(const lde_expr_run *run)
{
  return (lde_expr_mark){run->chunk, run->used};
}
static inline void lde_expr_scratch_reset(lde_expr_run *run, lde_expr_mark mark)
{
  run->chunk = mark.chunk;
  run->used = mark.used;
}

/* Puts the failure of the row under evaluation at row `i` of the outermost block. */
void lde_expr_fail_row(lde_expr_run *run, const lde_expr_block *block, int i);
bool lde_expr_row_has_failed(const lde_expr_run *run, const lde_expr_block *block, int i);

/* 1 where the node is true; `active` (NULL = all): the rows that matter, the others get any value.
 */
void lde_expr_truths(lde_expr_run *run, const lde_expr_node *node, const lde_expr_block *block,
                     const uint8_t *active, uint8_t *truth);
/* The node has a layout. */
lde_expr_vector lde_expr_compute(lde_expr_run *run, const lde_expr_node *node,
                                 const lde_expr_block *block, const uint8_t *active);
/* reduce_block.c */
lde_expr_vector lde_expr_reduce_block(lde_expr_run *run, const lde_expr_node *node,
                                      const lde_expr_block *block, const uint8_t *active);
/* column.c: the values of a field. */
lde_expr_vector lde_expr_load(lde_expr_run *run, const lde_expr_node *node,
                              const lde_expr_block *block, const uint8_t *active);
/* compare.c */
lde_expr_vector lde_expr_compare_block(lde_expr_run *run, const lde_expr_node *node,
                                       const lde_expr_block *block, const uint8_t *active);
lde_expr_vector lde_expr_widen(lde_expr_run *run, lde_expr_vector vector, int count,
                               lde_expr_layout layout);

/* ---- evaluate.c ---- */

/* Hands over the failures of the outermost block, in row order, and clears them. */
void lde_expr_take_failures(lde_expr_run *run, const lde_expr_block *block,
                            lde_expr_failures *failures);
/* Rows of the block that begins at `at`: blocks begin where the words of presence bits do. */
int lde_expr_block_size(int32_t at, int32_t last);

#endif
