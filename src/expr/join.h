/* join.h: existence joins: is there a row of another table that fits this one?
 *
 * `ld.exists("offering_competencies", {competency = "competency", from_level = ld.le "current"})`
 * is two pairs: left an expression over the other table, right one over this row, and how the left
 * compares to the right. All `=` pairs together are a hash index over the other table, built at
 * once; what else is compared stands in it, so that a candidate is judged without going back to its
 * columns. Nothing equals an empty value, and no order holds with one; `~=` is true for two
 * different values, empty or not. A pair whose sides fail for a row makes that row fail; on the
 * other table such a row fits nothing. */
#ifndef LDE_EXPR_JOIN_H
#define LDE_EXPR_JOIN_H

#include "expr/expr.h"

typedef enum lde_expr_comparator {
  LDE_JOIN_EQ,
  LDE_JOIN_NE,
  LDE_JOIN_LT,
  LDE_JOIN_LE,
  LDE_JOIN_GT,
  LDE_JOIN_GE
} lde_expr_comparator;

typedef struct lde_expr_pair {
  lde_expr_run *left;             /* over the other table */
  lde_expr_run *right;            /* over this one */
  lde_expr_comparator comparator; /* left comparator right */
} lde_expr_pair;

enum { LDE_JOIN_PAIRS_MAX = 16 };

typedef struct lde_expr_join lde_expr_join;

/* `rows`: of the other table. The pairs are copied, their runs borrowed; a run is one side of
 * one pair only. */
lde_expr_join *lde_expr_join_new(const lde_expr_pair *pairs, int count, int32_t rows,
                                 lde_expr_failures *failures);
void lde_expr_join_free(lde_expr_join *join);

/* For each row from `first` to `last` - 1 whose bit is set (`bits` as in lde_expr_filter; NULL =
 * all) the first row of the other table that fits, else LDE_NO_ROW. */
void lde_expr_join_match(lde_expr_join *join, int32_t first, int32_t last, const uint64_t *bits,
                         int32_t *match, lde_expr_failures *failures);
/* The row of the other table for which most pairs hold, of equals the first; LDE_NO_ROW when it has
 * none or for none a pair holds. `held` gets a bit for each pair that holds. Looks at the whole
 * table: for findings that are shown. */
int32_t lde_expr_join_nearest(lde_expr_join *join, int32_t row, unsigned *held);

#endif
