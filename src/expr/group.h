/* group.h: group sums: `sum = "cost", of = "plan_lines", by = {"unit", "quarter"}`.
 *
 * Rows with equal keys form a group; groups stand in the order of their first row. The sum leaves
 * nil out and is exact for columns of numbers (money stays an integer of minor units), as c:sum is.
 * Rows for which a key or the value fails are left out and reported. The result owns its texts;
 * free it. */
#ifndef LDE_EXPR_GROUP_H
#define LDE_EXPR_GROUP_H

#include "expr/expr.h"

typedef struct lde_expr_group {
  lde_expr_value *keys; /* nil for an empty field, a record for a reference */
  lde_expr_value sum;   /* 0 when there is nothing to add */
  size_t count;         /* rows */
  int32_t first_row;
} lde_expr_group;

typedef struct lde_expr_groups {
  LDE_VEC(lde_expr_group) items;
  int32_t *group_of; /* by row; -1 = not in a group */
  int32_t rows;
  int key_count;
  lde_arena arena;
} lde_expr_groups;

/* `keys` and `value` are different runs over one dataset, for one entity of `rows` rows; `value`
 * NULL: only counts. `bits` (NULL = all): the rows to look at. `out` is empty when it comes in. */
void lde_expr_group_rows(lde_expr_groups *out, lde_expr_run *const *keys, int key_count,
                         lde_expr_run *value, int32_t rows, const uint64_t *bits,
                         lde_expr_failures *failures);
void lde_expr_groups_free(lde_expr_groups *groups);

#endif
