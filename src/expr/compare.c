/* Comparisons of blocks. */
#include "expr/run.h"

#include <string.h>

#define LOOPS(type, name)                                                                          \
  static void compare_##name(uint8_t *restrict out, int op, const type *a, const type *b,          \
                             int count)                                                            \
  {                                                                                                \
    switch (op) {                                                                                  \
    case LDE_OP_EQ:                                                                                \
    case LDE_OP_NE:                                                                                \
      for (int i = 0; i < count; i++)                                                              \
        out[i] = a[i] == b[i];                                                                     \
      return;                                                                                      \
    case LDE_OP_LT:                                                                                \
      for (int i = 0; i < count; i++)                                                              \
        out[i] = a[i] < b[i];                                                                      \
      return;                                                                                      \
    default:                                                                                       \
      for (int i = 0; i < count; i++)                                                              \
        out[i] = a[i] <= b[i];                                                                     \
    }                                                                                              \
  }
LOOPS(int32_t, narrow)
LOOPS(int64_t, wide)
LOOPS(double, doubles)
LOOPS(uint8_t, bytes)

/* A block against one number, without filling a block with it. */
#define LOOPS_ONE(type, name)                                                                      \
  static void compare_one_##name(uint8_t *restrict out, int op, const type *a, type b, int count)  \
  {                                                                                                \
    switch (op) {                                                                                  \
    case LDE_OP_EQ:                                                                                \
    case LDE_OP_NE:                                                                                \
      for (int i = 0; i < count; i++)                                                              \
        out[i] = a[i] == b;                                                                        \
      return;                                                                                      \
    case LDE_OP_LT:                                                                                \
      for (int i = 0; i < count; i++)                                                              \
        out[i] = a[i] < b;                                                                         \
      return;                                                                                      \
    case LDE_OP_LE:                                                                                \
      for (int i = 0; i < count; i++)                                                              \
        out[i] = a[i] <= b;                                                                        \
      return;                                                                                      \
    case LDE_OP_GT:                                                                                \
      for (int i = 0; i < count; i++)                                                              \
        out[i] = a[i] > b;                                                                         \
      return;                                                                                      \
    default:                                                                                       \
      for (int i = 0; i < count; i++)                                                              \
        out[i] = a[i] >= b;                                                                        \
    }                                                                                              \
  }
LOOPS_ONE(int32_t, narrow)
LOOPS_ONE(int64_t, wide)
LOOPS_ONE(double, doubles)

/* Integers beside floats, exact: `swapped` when the integers are on the right. */
static void compare_mixed(uint8_t *out, int op, const int64_t *a, const double *b, bool swapped,
                          int count)
{
  for (int i = 0; i < count; i++) {
    int64_t whole;
    if (op == LDE_OP_EQ || op == LDE_OP_NE)
      out[i] = lde_expr_float_to_integer(b[i], &whole) && whole == a[i];
    else
      out[i] = swapped ? lde_expr_number_below(b[i], a[i], op == LDE_OP_LE)
                       : lde_expr_integer_below(a[i], b[i], op == LDE_OP_LE);
  }
}

lde_expr_vector lde_expr_widen(lde_expr_run *run, lde_expr_vector vector, int count,
                               lde_expr_layout layout)
{
  const lde_expr_vector from = vector;

  if (from.layout == layout || from.layout == LDE_LAYOUT_BYTE)
    return from;
  vector.layout = layout;
  if (layout == LDE_LAYOUT_WIDE) {
    int64_t *wide = lde_expr_scratch(run, (size_t)count * sizeof *wide);
    for (int i = 0; i < count; i++)
      wide[i] = from.narrow[i];
    vector.wide = wide;
  } else if (layout == LDE_LAYOUT_DOUBLE) {
    double *doubles = lde_expr_scratch(run, (size_t)count * sizeof *doubles);
    if (from.layout == LDE_LAYOUT_NARROW)
      for (int i = 0; i < count; i++)
        doubles[i] = (double)from.narrow[i];
    else
      for (int i = 0; i < count; i++)
        doubles[i] = (double)from.wide[i];
    vector.doubles = doubles;
  }
  return vector;
}

static void compare_vectors(lde_expr_run *run, uint8_t *out, int op, lde_expr_vector a,
                            lde_expr_vector b, int count)
{
  bool double_a = a.layout == LDE_LAYOUT_DOUBLE, double_b = b.layout == LDE_LAYOUT_DOUBLE;

  if (op == LDE_OP_GT || op == LDE_OP_GE) {
    compare_vectors(run, out, op == LDE_OP_GT ? LDE_OP_LT : LDE_OP_LE, b, a, count);
  } else if (double_a && double_b) {
    compare_doubles(out, op, a.doubles, b.doubles, count);
  } else if (double_a || double_b) {
    lde_expr_vector whole = lde_expr_widen(run, double_a ? b : a, count, LDE_LAYOUT_WIDE);
    compare_mixed(out, op, whole.wide, double_a ? a.doubles : b.doubles, double_a, count);
  } else if (a.layout == LDE_LAYOUT_BYTE) {
    compare_bytes(out, op, a.bytes, b.bytes, count);
  } else if (a.layout == LDE_LAYOUT_NARROW && b.layout == LDE_LAYOUT_NARROW) {
    compare_narrow(out, op, a.narrow, b.narrow, count);
  } else {
    a = lde_expr_widen(run, a, count, LDE_LAYOUT_WIDE);
    b = lde_expr_widen(run, b, count, LDE_LAYOUT_WIDE);
    compare_wide(out, op, a.wide, b.wide, count);
  }
}

/* ---- nil ---- */

static void keep(uint8_t *out, const uint8_t *has, int count)
{
  if (has)
    for (int i = 0; i < count; i++)
      out[i] &= has[i];
}

/* Two nils are equal. */
static void equate_nils(uint8_t *out, const uint8_t *has_a, const uint8_t *has_b, int count)
{
  if (has_a && has_b)
    for (int i = 0; i < count; i++)
      out[i] |= (uint8_t)(1 & ~(has_a[i] | has_b[i]));
}

static void invert(uint8_t *out, int count)
{
  for (int i = 0; i < count; i++)
    out[i] ^= 1;
}

static void finish(uint8_t *out, int op, const uint8_t *has_a, const uint8_t *has_b, int count)
{
  keep(out, has_a, count);
  keep(out, has_b, count);
  if (op == LDE_OP_EQ || op == LDE_OP_NE)
    equate_nils(out, has_a, has_b, count);
  if (op == LDE_OP_NE)
    invert(out, count);
}

/* ---- kinds of operands ---- */

static int mirrored(int op)
{
  switch (op) {
  case LDE_OP_LT:
    return LDE_OP_GT;
  case LDE_OP_LE:
    return LDE_OP_GE;
  case LDE_OP_GT:
    return LDE_OP_LT;
  case LDE_OP_GE:
    return LDE_OP_LE;
  default:
    return op;
  }
}

/* The constant in the layout of the block beside it; false when it has no such form. */
static bool fits_beside(const lde_expr_node *constant, lde_expr_layout layout, lde_expr_value *one)
{
  enum { EXACT_BITS = 53 }; /* integers up to this size are floats without loss */
  int64_t limit = INT64_C(1) << EXACT_BITS;

  if (constant->kind != LDE_N_CONSTANT || layout == LDE_LAYOUT_BYTE ||
      constant->layout == LDE_LAYOUT_BYTE)
    return false;
  *one = constant->value;
  if (one->tag == LDE_EXPR_TEXT)
    one->integer = constant->code;
  else if (layout == LDE_LAYOUT_DOUBLE && one->tag == LDE_EXPR_INTEGER) {
    if (one->integer < -limit || one->integer > limit)
      return false;
    one->number = (double)one->integer;
  } else if (layout != LDE_LAYOUT_DOUBLE && one->tag == LDE_EXPR_FLOAT) {
    if (!lde_expr_float_to_integer(one->number, &one->integer))
      return false;
  }
  return layout != LDE_LAYOUT_NARROW || (one->integer >= INT32_MIN && one->integer <= INT32_MAX);
}

static void compare_one(uint8_t *out, int op, const lde_expr_vector *a, const lde_expr_value *one,
                        int count)
{
  if (a->layout == LDE_LAYOUT_NARROW)
    compare_one_narrow(out, op, a->narrow, (int32_t)one->integer, count);
  else if (a->layout == LDE_LAYOUT_WIDE)
    compare_one_wide(out, op, a->wide, one->integer, count);
  else
    compare_one_doubles(out, op, a->doubles, one->number, count);
}

static void compare_nil(lde_expr_run *run, const lde_expr_node *node, const lde_expr_block *block,
                        const uint8_t *active, uint8_t *out)
{
  bool left = node->a->kind == LDE_N_CONSTANT && node->a->value.tag == LDE_EXPR_NIL;
  lde_expr_vector vector = lde_expr_compute(run, left ? node->b : node->a, block, active);

  memset(out, node->op == LDE_OP_NE, (size_t)block->count);
  if (vector.has)
    for (int i = 0; i < block->count; i++)
      out[i] = vector.has[i] ^ (node->op == LDE_OP_EQ);
}

static bool is_nil(const lde_expr_node *node)
{
  return node->kind == LDE_N_CONSTANT && node->value.tag == LDE_EXPR_NIL;
}

lde_expr_vector lde_expr_compare_block(lde_expr_run *run, const lde_expr_node *node,
                                       const lde_expr_block *block, const uint8_t *active)
{
  uint8_t *out = lde_expr_scratch(run, (size_t)block->count);
  lde_expr_mark mark = lde_expr_scratch_mark(run);
  lde_expr_vector a, b;
  lde_expr_value one;
  const lde_expr_node *of = NULL;
  int op = node->op;

  if (is_nil(node->a) || is_nil(node->b)) {
    compare_nil(run, node, block, active, out);
  } else {
    if (fits_beside(node->b, node->a->layout, &one)) {
      of = node->a;
    } else if (fits_beside(node->a, node->b->layout, &one)) {
      of = node->b;
      op = mirrored(op);
    }
    a = lde_expr_compute(run, of ? of : node->a, block, active);
    if (of) {
      compare_one(out, op, &a, &one, block->count);
      finish(out, op, a.has, NULL, block->count);
    } else {
      b = lde_expr_compute(run, node->b, block, active);
      compare_vectors(run, out, node->op, a, b, block->count);
      finish(out, node->op, a.has, b.has, block->count);
    }
  }
  lde_expr_scratch_reset(run, mark);
  return (lde_expr_vector){.layout = LDE_LAYOUT_BYTE, .bytes = out};
}
