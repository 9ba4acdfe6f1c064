/* Reductions over relations for a block of rows. The related rows of all rows of the block are laid
 * end to end, computed a block at a time, and added to the row that owns them. */
#include "expr/run.h"

#include <string.h>

#include "base/error.h"

typedef struct walk {
  lde_expr_run *run;
  const lde_expr_node *node;
  const lde_expr_block *block;
  const uint8_t *active;
  const lde_expr_node *filters[LDE_EXPR_FILTERS_MAX]; /* innermost first */
  int filter_count;
  int32_t rows[LDE_EXPR_BLOCK], owner[LDE_EXPR_BLOCK]; /* waiting */
  int waiting;
  /* by row of the block */
  int64_t *total;
  uint8_t *seen; /* SUM: too large; MIN and MAX: has a value */
} walk;

/* ---- a full block of related rows ---- */

static void compact(walk *w, lde_expr_block *inner, const uint8_t *truth)
{
  int kept = 0;

  for (int i = 0; i < inner->count; i++)
    if (truth[i]) {
      w->rows[kept] = w->rows[i];
      w->owner[kept++] = w->owner[i];
    }
  inner->count = kept;
}

static void add_truths(walk *w, const lde_expr_block *inner)
{
  uint8_t truth[LDE_EXPR_BLOCK];

  lde_expr_truths(w->run, w->node->inner, inner, NULL, truth);
  if (w->node->op == LDE_REDUCE_ALL)
    for (int i = 0; i < inner->count; i++)
      w->total[w->owner[i]] += !truth[i];
  else
    for (int i = 0; i < inner->count; i++)
      w->total[w->owner[i]] += truth[i];
}

static void add_integers(walk *w, const lde_expr_vector *values, int count)
{
  for (int i = 0; i < count; i++) {
    int owner = w->owner[i];
    if (!values->has || values->has[i])
      w->seen[owner] |= __builtin_add_overflow(w->total[owner], values->wide[i], &w->total[owner]);
  }
}

static void take_extremes(walk *w, const lde_expr_vector *values, int count)
{
  bool least = w->node->op == LDE_REDUCE_MIN;

  for (int i = 0; i < count; i++) {
    int owner = w->owner[i];
    int64_t value = values->wide[i];
    if (values->has && !values->has[i])
      continue;
    if (!w->seen[owner] || (least ? value < w->total[owner] : value > w->total[owner]))
      w->total[owner] = value;
    w->seen[owner] = 1;
  }
}

static void flush(walk *w)
{
  lde_expr_mark mark = lde_expr_scratch_mark(w->run);
  lde_expr_block inner = {
      .count = w->waiting, .rows = w->rows, .outer = w->block, .owner = w->owner};
  lde_expr_reduce op = (lde_expr_reduce)w->node->op;

  for (int f = 0; f < w->filter_count && inner.count > 0; f++) {
    uint8_t truth[LDE_EXPR_BLOCK];
    lde_expr_truths(w->run, w->filters[f]->inner, &inner, NULL, truth);
    compact(w, &inner, truth);
  }
  w->waiting = 0;
  if (inner.count == 0) {
    lde_expr_scratch_reset(w->run, mark);
    return;
  }
  if (op == LDE_REDUCE_COUNT && !w->node->inner) {
    for (int i = 0; i < inner.count; i++)
      w->total[w->owner[i]]++;
  } else if (op == LDE_REDUCE_SUM || op == LDE_REDUCE_MIN || op == LDE_REDUCE_MAX) {
    lde_expr_vector values =
        lde_expr_widen(w->run, lde_expr_compute(w->run, w->node->inner, &inner, NULL), inner.count,
                       LDE_LAYOUT_WIDE);
    if (op == LDE_REDUCE_SUM)
      add_integers(w, &values, inner.count);
    else
      take_extremes(w, &values, inner.count);
  } else {
    add_truths(w, &inner);
  }
  lde_expr_scratch_reset(w->run, mark);
}

/* ---- walking ---- */

static lde_rows related(walk *w, const lde_expr_node *base, int32_t row)
{
  if (base->op < 0)
    return lde_table_list(lde_dataset_table(w->run->dataset, base->field->entity->index),
                          base->field->index, row);
  return lde_dataset_inverse(w->run->dataset, base->field, base->op, row);
}

/* A bare count needs no look at the related rows. */
static void count_rows(walk *w, const lde_expr_node *base, const lde_expr_vector *from)
{
  for (int i = 0; i < w->block->count; i++)
    if ((!w->active || w->active[i]) && !(from->has && !from->has[i]))
      w->total[i] = (int64_t)related(
                        w, base, from->narrow ? from->narrow[i] : lde_expr_block_row(w->block, i))
                        .count;
}

static void walk_rows(walk *w, const lde_expr_node *base, const lde_expr_vector *from)
{
  for (int i = 0; i < w->block->count; i++) {
    lde_rows rows;
    if ((w->active && !w->active[i]) || (from->has && !from->has[i]))
      continue;
    rows = related(w, base, from->narrow ? from->narrow[i] : lde_expr_block_row(w->block, i));
    for (size_t k = 0; k < rows.count; k++) {
      w->rows[w->waiting] = rows.rows[k];
      w->owner[w->waiting] = i;
      if (++w->waiting == LDE_EXPR_BLOCK)
        flush(w);
    }
  }
  if (w->waiting)
    flush(w);
}

/* ---- the result ---- */

static void fail_sums(walk *w)
{
  for (int i = 0; i < w->block->count; i++)
    if (w->seen[i] && !lde_expr_row_has_failed(w->run, w->block, i)) {
      lde_expr_fail(w->run, w->node, "%s",
                    LDE_TR(w->run->lang, "the sum is too large for an integer",
                           "de som is te groot voor een geheel getal"));
      lde_expr_fail_row(w->run, w->block, i);
    }
}

static lde_expr_vector finish(walk *w, const lde_expr_vector *from)
{
  int count = w->block->count;
  lde_expr_vector result = {.layout = w->node->layout, .wide = w->total, .has = from->has};

  if (w->node->layout == LDE_LAYOUT_BYTE) {
    uint8_t *bytes = lde_expr_scratch(w->run, (size_t)count);
    for (int i = 0; i < count; i++)
      bytes[i] = (w->total[i] != 0) == (w->node->op == LDE_REDUCE_ANY);
    result.bytes = bytes;
  }
  if (w->node->op == LDE_REDUCE_SUM)
    fail_sums(w);
  if (w->node->op == LDE_REDUCE_MIN || w->node->op == LDE_REDUCE_MAX)
    result.has = w->seen;
  if (w->node->layout == LDE_LAYOUT_NARROW) {
    int32_t *narrow = lde_expr_scratch(w->run, (size_t)count * sizeof *narrow);
    for (int i = 0; i < count; i++)
      narrow[i] = (int32_t)w->total[i];
    result.narrow = narrow;
  }
  return result;
}

lde_expr_vector lde_expr_reduce_block(lde_expr_run *run, const lde_expr_node *node,
                                      const lde_expr_block *block, const uint8_t *active)
{
  walk *w = lde_expr_scratch(run, sizeof *w);
  const lde_expr_node *base = node->a;
  lde_expr_vector from = {.layout = LDE_LAYOUT_NONE};

  *w = (walk){.run = run, .node = node, .block = block, .active = active};
  for (; base->kind == LDE_N_FILTER; base = base->a) {
    memmove(w->filters + 1, w->filters, (size_t)w->filter_count * sizeof *w->filters);
    w->filters[0] = base;
    w->filter_count++;
  }
  w->total = lde_expr_scratch(run, (size_t)block->count * sizeof *w->total);
  w->seen = lde_expr_scratch(run, (size_t)block->count);
  memset(w->total, 0, (size_t)block->count * sizeof *w->total);
  memset(w->seen, 0, (size_t)block->count);
  if (base->a)
    from = lde_expr_compute(run, base->a, block, active);
  if (node->op == LDE_REDUCE_COUNT && !node->inner && w->filter_count == 0)
    count_rows(w, base, &from);
  else
    walk_rows(w, base, &from);
  return finish(w, &from);
}
