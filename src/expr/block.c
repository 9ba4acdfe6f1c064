/* A block of rows at a time: logic, arithmetic, and the way to the row evaluator for the rest. */
#include <math.h>
#include <string.h>

#include "expr/run.h"

/* ---- scratch ---- */

void *lde_expr_scratch(lde_expr_run *run, size_t bytes)
{
  enum { CHUNK = 256 << 10 };
  void *taken;

  bytes = (bytes + 63) & ~(size_t)63;
  while (run->chunk < run->chunks.len && run->used + bytes > run->chunks.data[run->chunk].size) {
    run->chunk++;
    run->used = 0;
  }
  if (run->chunk == run->chunks.len) {
    lde_expr_chunk chunk = {.size = bytes > CHUNK ? bytes : CHUNK};
    chunk.bytes = lde_alloc(chunk.size, 1);
    lde_vec_push(&run->chunks, chunk);
    run->used = 0;
  }
  taken = run->chunks.data[run->chunk].bytes + run->used;
  run->used += bytes;
  return taken;
}

/* ---- failures ---- */

static int outermost(const lde_expr_block *block, int i)
{
  for (; block->outer; block = block->outer)
    i = block->owner[i];
  return i;
}

bool lde_expr_row_has_failed(const lde_expr_run *run, const lde_expr_block *block, int i)
{
  return run->any_failed && run->row_failed[outermost(block, i)];
}

void lde_expr_fail_row(lde_expr_run *run, const lde_expr_block *block, int i)
{
  int row = outermost(block, i);

  if (!run->row_failed[row]) {
    run->row_failed[row] = 1;
    run->row_failed_at[row] = run->failed_at;
    run->row_message[row] = lde_arena_strdup(&run->messages, run->message);
    run->any_failed = true;
  }
  run->failed = false;
}

/* ---- truth ---- */

static bool is_any(const uint8_t *bytes, int count)
{
  return memchr(bytes, 1, (size_t)count) != NULL;
}

static void truths_by_row(lde_expr_run *run, const lde_expr_node *node, const lde_expr_block *block,
                          const uint8_t *active, uint8_t *truth)
{
  for (int i = 0; i < block->count; i++) {
    lde_expr_frame frame = {.row = lde_expr_block_row(block, i)};
    lde_expr_value value;
    truth[i] = 0;
    if ((active && !active[i]) || lde_expr_row_has_failed(run, block, i))
      continue;
    if (block->outer)
      frame.outer_row = lde_expr_block_row(block->outer, block->owner[i]);
    if (lde_expr_eval(run, node, &frame, &value))
      truth[i] = lde_expr_is_true(&value);
    else
      lde_expr_fail_row(run, block, i);
  }
}

/* The rows for which the right side counts: where the left one is true for `and`, false for `or`.
 */
static void truths_of_logic(lde_expr_run *run, const lde_expr_node *node,
                            const lde_expr_block *block, const uint8_t *active, uint8_t *truth)
{
  int count = block->count;
  bool is_and = node->kind == LDE_N_AND;
  bool swap =
      !node->a->decided && node->a->safe && node->b->decided; /* what kernels do is cheap: first */
  const lde_expr_node *a = swap ? node->b : node->a, *b = swap ? node->a : node->b;
  uint8_t *right = lde_expr_scratch(run, (size_t)count), *matters = NULL;

  lde_expr_truths(run, a, block, active, truth);
  if (!b->decided) {
    matters = lde_expr_scratch(run, (size_t)count);
    for (int i = 0; i < count; i++)
      matters[i] = (truth[i] == is_and) & (active ? active[i] : 1);
    if (!is_any(matters, count))
      return;
  }
  lde_expr_truths(run, b, block, matters ? matters : active, right);
  if (is_and)
    for (int i = 0; i < count; i++)
      truth[i] &= right[i];
  else
    for (int i = 0; i < count; i++)
      truth[i] |= right[i];
}

static void truths_of_vector(const lde_expr_vector *vector, int count, uint8_t *truth)
{
  if (vector->layout == LDE_LAYOUT_BYTE)
    memcpy(truth, vector->bytes, (size_t)count);
  else
    memset(truth, 1, (size_t)count);
  if (vector->has)
    for (int i = 0; i < count; i++)
      truth[i] &= vector->has[i];
}

void lde_expr_truths(lde_expr_run *run, const lde_expr_node *node, const lde_expr_block *block,
                     const uint8_t *active, uint8_t *truth)
{
  lde_expr_mark mark = lde_expr_scratch_mark(run);
  int count = block->count;

  if (node->kind == LDE_N_CONSTANT) {
    memset(truth, lde_expr_is_true(&node->value), (size_t)count);
  } else if (node->kind == LDE_N_AND || node->kind == LDE_N_OR) {
    truths_of_logic(run, node, block, active, truth);
  } else if (node->kind == LDE_N_NOT && !(node->a->types & LDE_EXPR_IS_COLLECTION)) {
    lde_expr_truths(run, node->a, block, active, truth);
    for (int i = 0; i < count; i++)
      truth[i] ^= 1;
  } else if (node->layout != LDE_LAYOUT_NONE) {
    lde_expr_vector vector = lde_expr_compute(run, node, block, active);
    truths_of_vector(&vector, count, truth);
  } else {
    truths_by_row(run, node, block, active, truth);
  }
  lde_expr_scratch_reset(run, mark);
}

/* ---- values ---- */

static size_t size_of(lde_expr_layout layout)
{
  return layout == LDE_LAYOUT_BYTE ? 1 : layout == LDE_LAYOUT_NARROW ? 4 : 8;
}

static lde_expr_vector fill_constant(lde_expr_run *run, const lde_expr_node *node, int count)
{
  lde_expr_vector vector = {.layout = node->layout};
  int64_t *wide = lde_expr_scratch(run, (size_t)count * sizeof *wide);
  int32_t *narrow = (int32_t *)wide;

  vector.data = wide;
  if (node->layout == LDE_LAYOUT_BYTE)
    memset(wide, (int)node->value.integer, (size_t)count);
  else if (node->layout == LDE_LAYOUT_NARROW)
    for (int i = 0; i < count; i++)
      narrow[i] = (int32_t)node->value.integer;
  else
    for (int i = 0; i < count; i++)
      wide[i] = node->value.integer; /* or the bits of a double */
  return vector;
}

static lde_expr_vector rows_around(lde_expr_run *run, const lde_expr_block *block)
{
  int32_t *rows = lde_expr_scratch(run, (size_t)block->count * sizeof *rows);

  for (int i = 0; i < block->count; i++)
    rows[i] = lde_expr_block_row(block->outer, block->owner[i]);
  return (lde_expr_vector){.layout = LDE_LAYOUT_NARROW, .narrow = rows};
}

static const uint8_t *both(lde_expr_run *run, const uint8_t *a, const uint8_t *b, int count)
{
  uint8_t *has;

  if (!a || !b)
    return a ? a : b;
  has = lde_expr_scratch(run, (size_t)count);
  for (int i = 0; i < count; i++)
    has[i] = a[i] & b[i];
  return has;
}

/* Division by a constant that is not 0; the rest wraps around. */
static void calculate_wide(int64_t *out, int op, const int64_t *a, const int64_t *b, int count)
{
  switch (op) {
  case LDE_OP_ADD:
    for (int i = 0; i < count; i++)
      out[i] = (int64_t)((uint64_t)a[i] + (uint64_t)b[i]);
    return;
  case LDE_OP_SUB:
    for (int i = 0; i < count; i++)
      out[i] = (int64_t)((uint64_t)a[i] - (uint64_t)b[i]);
    return;
  case LDE_OP_MUL:
    for (int i = 0; i < count; i++)
      out[i] = (int64_t)((uint64_t)a[i] * (uint64_t)b[i]);
    return;
  default:
    for (int i = 0; i < count; i++) {
      int64_t q = b[i] == -1 ? (int64_t)(0 - (uint64_t)a[i]) : a[i] / b[i];
      int64_t r = b[i] == -1 ? 0 : a[i] % b[i];
      bool below = r != 0 && (r ^ b[i]) < 0;
      out[i] = op == LDE_OP_MOD ? r + (below ? b[i] : 0) : q - below;
    }
  }
}

static void calculate_doubles(double *out, int op, const double *a, const double *b, int count)
{
  switch (op) {
  case LDE_OP_ADD:
    for (int i = 0; i < count; i++)
      out[i] = a[i] + b[i];
    return;
  case LDE_OP_SUB:
    for (int i = 0; i < count; i++)
      out[i] = a[i] - b[i];
    return;
  case LDE_OP_MUL:
    for (int i = 0; i < count; i++)
      out[i] = a[i] * b[i];
    return;
  case LDE_OP_DIV:
    for (int i = 0; i < count; i++)
      out[i] = a[i] / b[i];
    return;
  case LDE_OP_IDIV:
    for (int i = 0; i < count; i++)
      out[i] = floor(a[i] / b[i]);
    return;
  case LDE_OP_MOD:
    for (int i = 0; i < count; i++)
      out[i] = lde_expr_float_mod(a[i], b[i]);
    return;
  default:
    for (int i = 0; i < count; i++)
      out[i] = b[i] == 2 ? a[i] * a[i] : pow(a[i], b[i]);
  }
}

static lde_expr_vector calculate(lde_expr_run *run, const lde_expr_node *node,
                                 const lde_expr_block *block, const uint8_t *active)
{
  int count = block->count;
  lde_expr_vector a = lde_expr_compute(run, node->a, block, active);
  lde_expr_vector b = lde_expr_compute(run, node->b, block, active);
  lde_expr_vector result = {.layout = node->layout, .has = both(run, a.has, b.has, count)};
  void *out = lde_expr_scratch(run, (size_t)count * 8);

  a = lde_expr_widen(run, a, count, node->layout);
  b = lde_expr_widen(run, b, count, node->layout);
  if (node->layout == LDE_LAYOUT_WIDE)
    calculate_wide(out, node->op, a.wide, b.wide, count);
  else
    calculate_doubles(out, node->op, a.doubles, b.doubles, count);
  result.data = out;
  return result;
}

static lde_expr_vector negate(lde_expr_run *run, const lde_expr_node *node,
                              const lde_expr_block *block, const uint8_t *active)
{
  int count = block->count;
  lde_expr_vector a =
      lde_expr_widen(run, lde_expr_compute(run, node->a, block, active), count, node->layout);
  void *out = lde_expr_scratch(run, (size_t)count * 8);
  int64_t *wide = out;
  double *doubles = out;

  if (node->layout == LDE_LAYOUT_WIDE)
    for (int i = 0; i < count; i++)
      wide[i] = (int64_t)(0 - (uint64_t)a.wide[i]);
  else
    for (int i = 0; i < count; i++)
      doubles[i] = -a.doubles[i];
  a.data = out;
  return a;
}

#define LOOP_CHOOSE(type, name)                                                                    \
  static void choose_##name(type *restrict out, const uint8_t *from_a, const type *a,              \
                            const type *b, int count)                                              \
  {                                                                                                \
    for (int i = 0; i < count; i++)                                                                \
      out[i] = from_a[i] ? a[i] : b[i];                                                            \
  }
LOOP_CHOOSE(uint8_t, bytes)
LOOP_CHOOSE(int32_t, narrow)
LOOP_CHOOSE(int64_t, wide)

/* Takes each row from `a` where `from_a` is 1, else from `b`. */
static lde_expr_vector choose(lde_expr_run *run, const uint8_t *from_a, lde_expr_vector a,
                              lde_expr_vector b, int count, lde_expr_layout layout)
{
  void *out = lde_expr_scratch(run, (size_t)count * size_of(layout));
  uint8_t *has = NULL;

  a = lde_expr_widen(run, a, count, layout);
  b = lde_expr_widen(run, b, count, layout);
  if (layout == LDE_LAYOUT_BYTE)
    choose_bytes(out, from_a, a.bytes, b.bytes, count);
  else if (layout == LDE_LAYOUT_NARROW)
    choose_narrow(out, from_a, a.narrow, b.narrow, count);
  else
    choose_wide(out, from_a, a.data, b.data, count); /* doubles too: only moved */
  if (a.has || b.has) {
    has = lde_expr_scratch(run, (size_t)count);
    for (int i = 0; i < count; i++)
      has[i] = from_a[i] ? (a.has ? a.has[i] : 1) : (b.has ? b.has[i] : 1);
  }
  return (lde_expr_vector){.layout = layout, .data = out, .has = has};
}

static lde_expr_vector compute_logic(lde_expr_run *run, const lde_expr_node *node,
                                     const lde_expr_block *block, const uint8_t *active)
{
  int count = block->count;
  uint8_t *truth = lde_expr_scratch(run, (size_t)count), *other;
  const lde_expr_node *left = node->a;
  lde_expr_vector a, b;

  if (node->types == LDE_EXPR_IS_BOOL && left->types == LDE_EXPR_IS_BOOL) {
    lde_expr_truths(run, node, block, active, truth);
    return (lde_expr_vector){.layout = LDE_LAYOUT_BYTE, .bytes = truth};
  }
  if (node->kind == LDE_N_OR && left->kind == LDE_N_AND && left->a->decided &&
      !(left->b->types & LDE_EXPR_IS_BOOL)) { /* c and x or y */
    other = lde_expr_scratch(run, (size_t)count);
    lde_expr_truths(run, left->a, block, active, truth);
    a = lde_expr_compute(run, left->b, block, active);
    truths_of_vector(&a, count, other);
    for (int i = 0; i < count; i++)
      truth[i] &= other[i];
  } else {
    a = lde_expr_compute(run, left, block, active);
    truths_of_vector(&a, count, truth);
    if (node->kind == LDE_N_AND)
      for (int i = 0; i < count; i++)
        truth[i] ^= 1;
  }
  b = lde_expr_compute(run, node->b, block, active);
  return choose(run, truth, a, b, count, node->layout);
}

/* math.min and math.max of two: nil only where the first is, for a comparison with nil is false. */
static lde_expr_vector compute_least(lde_expr_run *run, const lde_expr_node *node,
                                     const lde_expr_block *block, const uint8_t *active)
{
  int count = block->count;
  bool least = node->op == LDE_PURE_MIN;
  lde_expr_vector a = lde_expr_compute(run, node->args[0], block, active);
  lde_expr_vector b = lde_expr_compute(run, node->args[1], block, active), result;
  uint8_t *first = lde_expr_scratch(run, (size_t)count);

  a = lde_expr_widen(run, a, count, node->layout);
  b = lde_expr_widen(run, b, count, node->layout);
  for (int i = 0; i < count; i++) {
    bool second = node->layout == LDE_LAYOUT_NARROW
                      ? (least ? b.narrow[i] < a.narrow[i] : a.narrow[i] < b.narrow[i])
                  : node->layout == LDE_LAYOUT_WIDE
                      ? (least ? b.wide[i] < a.wide[i] : a.wide[i] < b.wide[i])
                  : least ? b.doubles[i] < a.doubles[i]
                          : a.doubles[i] < b.doubles[i];
    first[i] = !(second && (!a.has || a.has[i]) && (!b.has || b.has[i]));
  }
  result = choose(run, first, a, b, count, node->layout);
  result.has = a.has;
  return result;
}

static lde_expr_vector compute_days(lde_expr_run *run, const lde_expr_node *node,
                                    const lde_expr_block *block, const uint8_t *active)
{
  int count = block->count;
  lde_expr_vector a = lde_expr_compute(run, node->args[0], block, active);
  lde_expr_vector b = lde_expr_compute(run, node->args[1], block, active);
  int64_t *out = lde_expr_scratch(run, (size_t)count * sizeof *out);

  for (int i = 0; i < count; i++)
    out[i] = (int64_t)b.narrow[i] - a.narrow[i];
  return (lde_expr_vector){
      .layout = LDE_LAYOUT_WIDE, .wide = out, .has = both(run, a.has, b.has, count)};
}

lde_expr_vector lde_expr_compute(lde_expr_run *run, const lde_expr_node *node,
                                 const lde_expr_block *block, const uint8_t *active)
{
  uint8_t *truth;

  switch (node->kind) {
  case LDE_N_CONSTANT:
    return fill_constant(run, node, block->count);
  case LDE_N_FIELD:
    return lde_expr_load(run, node, block, active);
  case LDE_N_EACH:
    return rows_around(run, block);
  case LDE_N_REDUCE:
    return lde_expr_reduce_block(run, node, block, active);
  case LDE_N_PURE:
    return node->op == LDE_PURE_DAYS ? compute_days(run, node, block, active)
                                     : compute_least(run, node, block, active);
  case LDE_N_AND:
  case LDE_N_OR:
    return compute_logic(run, node, block, active);
  case LDE_N_NOT:
    truth = lde_expr_scratch(run, (size_t)block->count);
    lde_expr_truths(run, node, block, active, truth);
    return (lde_expr_vector){.layout = LDE_LAYOUT_BYTE, .bytes = truth};
  case LDE_N_UNARY:
    return negate(run, node, block, active);
  default:
    return lde_expr_is_compare(node->op) ? lde_expr_compare_block(run, node, block, active)
                                         : calculate(run, node, block, active);
  }
}
