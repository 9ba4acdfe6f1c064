/* The values of a field for a block of rows, in the layout of its node. Rows that follow each other
 * in a column that has their width already are not copied. */
#include "expr/run.h"

#include <string.h>

/* ---- which rows ---- */

typedef struct rows {
  int count;
  int32_t first;
  const int32_t *at;  /* NULL: first, first + 1, … */
  const uint8_t *has; /* NULL = all */
} rows;

static rows rows_of(lde_expr_run *run, const lde_expr_node *node, const lde_expr_block *block,
                    const uint8_t *active)
{
  rows r = {.count = block->count, .first = block->first, .at = block->rows};

  if (node->a) {
    lde_expr_vector records = lde_expr_compute(run, node->a, block, active);
    r.at = records.narrow;
    r.has = records.has;
  }
  return r;
}

/* A field that repeats what another table says: the rows there. */
static const int32_t *rows_through(lde_expr_run *run, const lde_packed *at, const rows *r)
{
  int32_t *other = lde_expr_scratch(run, (size_t)r->count * sizeof *other);

  if (!r->at)
    lde_packed_read_32(at, (size_t)r->first, (size_t)r->count, other);
  for (int i = 0; r->at && i < r->count; i++)
    other[i] = !r->has || r->has[i] ? (int32_t)lde_packed_get(at, (size_t)(uint32_t)r->at[i]) : 0;
  return other;
}

/* ---- presence ---- */

/* Eight bits to eight bytes of 0 or 1. */
static inline uint64_t spread(uint8_t bits)
{
  uint64_t bytes = bits * UINT64_C(0x0101010101010101) & UINT64_C(0x8040201008040201);

  return (bytes + UINT64_C(0x7F7F7F7F7F7F7F7F)) >> 7 & UINT64_C(0x0101010101010101);
}

static bool all_present(const lde_column *column, int32_t first, int count)
{
  int i = 0;

  if (first % 64 != 0 || (size_t)first + (size_t)count > column->capacity)
    return false;
  for (; i + 64 <= count; i += 64)
    if (column->present[(first + i) >> 6] != UINT64_MAX)
      return false;
  return i == count ||
         (column->present[(first + i) >> 6] | UINT64_MAX << (count - i)) == UINT64_MAX;
}

static const uint8_t *presence_in_order(lde_expr_run *run, const lde_column *column, int32_t first,
                                        int count)
{
  uint8_t *has;
  int i = 0, within = count;

  if (column->present && all_present(column, first, count))
    return NULL;
  has = lde_expr_scratch(run, (size_t)count + 8);
  if (!column->present || (size_t)first >= column->capacity)
    within = 0;
  else if ((size_t)first + (size_t)count > column->capacity)
    within = (int)(column->capacity - (size_t)first);
  if (first % 8 == 0)
    for (; i + 8 <= within; i += 8) {
      uint64_t bytes = spread((uint8_t)(column->present[(first + i) >> 6] >> ((first + i) & 63)));
      memcpy(has + i, &bytes, 8);
    }
  for (; i < within; i++)
    has[i] = column->present[(first + i) >> 6] >> ((first + i) & 63) & 1;
  memset(has + within, 0, (size_t)(count - within));
  return has;
}

/* Presence at scattered rows; `safe` gets rows that can be read without looking. */
static const uint8_t *presence_at(lde_expr_run *run, const lde_column *column, const rows *r,
                                  int32_t *safe)
{
  uint8_t *has = lde_expr_scratch(run, (size_t)r->count);
  const uint64_t *present = column->present;
  size_t capacity = present ? column->capacity : 0;

  for (int i = 0; i < r->count; i++) {
    bool reachable = (!r->has || r->has[i]) && (size_t)(uint32_t)r->at[i] < capacity;
    int32_t row = reachable ? r->at[i] : 0;
    has[i] = reachable && (present[row >> 6] >> (row & 63) & 1);
    safe[i] = row;
  }
  return has;
}

/* ---- values ---- */

#define DOUBLES(name, type)                                                                        \
  static void name(double *out, const type *in, int count, double units)                           \
  {                                                                                                \
    for (int i = 0; i < count; i++)                                                                \
      out[i] = (double)in[i] / units;                                                              \
  }
DOUBLES(divide_narrow, int32_t)
DOUBLES(divide_wide, int64_t)

static void bytes_of(uint8_t *out, const int32_t *in, int count)
{
  for (int i = 0; i < count; i++)
    out[i] = in[i] != 0;
}

/* From the form of the column to the layout of the node. */
static const void *convert(lde_expr_run *run, const lde_expr_node *node, const int32_t *narrow,
                           const int64_t *wide, int count)
{
  double *doubles;
  uint8_t *bytes;

  switch (node->layout) {
  case LDE_LAYOUT_NARROW:
    return narrow;
  case LDE_LAYOUT_WIDE:
    return wide;
  case LDE_LAYOUT_BYTE:
    bytes = lde_expr_scratch(run, (size_t)count);
    bytes_of(bytes, narrow, count);
    return bytes;
  default:
    doubles = lde_expr_scratch(run, (size_t)count * sizeof *doubles);
    if (narrow)
      divide_narrow(doubles, narrow, count, (double)lde_expr_units(node->field));
    else
      divide_wide(doubles, wide, count, (double)lde_expr_units(node->field));
    return doubles;
  }
}

static lde_expr_vector load_nothing(lde_expr_run *run, const lde_expr_node *node, int count)
{
  uint8_t *has = lde_expr_scratch(run, (size_t)count);
  void *data = lde_expr_scratch(run, (size_t)count * 8);

  memset(has, 0, (size_t)count);
  memset(data, 0, (size_t)count * 8);
  return (lde_expr_vector){.layout = node->layout, .data = data, .has = has};
}

static const int32_t *narrow_in_order(lde_expr_run *run, const lde_packed *values, const rows *r)
{
  int32_t *copy;

  if (values->width == sizeof *copy && (size_t)r->first + (size_t)r->count <= values->len)
    return (const int32_t *)values->data + r->first;
  copy = lde_expr_scratch(run, (size_t)r->count * sizeof *copy);
  lde_packed_read_32(values, (size_t)r->first, (size_t)r->count, copy);
  return copy;
}

static const int64_t *wide_in_order(lde_expr_run *run, const lde_packed *values, const rows *r)
{
  int64_t *copy;

  if (values->width == sizeof *copy && (size_t)r->first + (size_t)r->count <= values->len)
    return (const int64_t *)values->data + r->first;
  copy = lde_expr_scratch(run, (size_t)r->count * sizeof *copy);
  lde_packed_read_64(values, (size_t)r->first, (size_t)r->count, copy);
  return copy;
}

static lde_expr_vector load_in_order(lde_expr_run *run, const lde_expr_node *node,
                                     const lde_column *column, const rows *r)
{
  lde_expr_vector vector = {.layout = node->layout};
  bool is_wide = lde_type_is_wide(node->field->type);
  const int32_t *narrow = is_wide ? NULL : narrow_in_order(run, &column->values, r);
  const int64_t *wide = is_wide ? wide_in_order(run, &column->values, r) : NULL;

  vector.has = presence_in_order(run, column, r->first, r->count);
  vector.data = convert(run, node, narrow, wide, r->count);
  return vector;
}

static lde_expr_vector load_scattered(lde_expr_run *run, const lde_expr_node *node,
                                      const lde_column *column, const rows *r)
{
  lde_expr_vector vector = {.layout = node->layout};
  int32_t *safe = lde_expr_scratch(run, (size_t)r->count * sizeof *safe), *narrow = NULL;
  int64_t *wide = NULL;

  vector.has = presence_at(run, column, r, safe);
  if (!lde_type_is_wide(node->field->type)) {
    narrow = lde_expr_scratch(run, (size_t)r->count * sizeof *narrow);
    for (int i = 0; i < r->count; i++)
      narrow[i] = (int32_t)lde_packed_get(&column->values, (size_t)safe[i]);
  } else {
    wide = lde_expr_scratch(run, (size_t)r->count * sizeof *wide);
    for (int i = 0; i < r->count; i++)
      wide[i] = lde_packed_get(&column->values, (size_t)safe[i]);
  }
  vector.data = convert(run, node, narrow, wide, r->count);
  return vector;
}

lde_expr_vector lde_expr_load(lde_expr_run *run, const lde_expr_node *node,
                              const lde_expr_block *block, const uint8_t *active)
{
  const lde_column *column =
      &lde_dataset_table(run->dataset, node->field->entity->index)->columns[node->field->index];
  rows r = rows_of(run, node, block, active);

  if (column->through) {
    r.at = rows_through(run, column->at, &r);
    column = column->through;
  }
  if (!column->present || column->capacity == 0)
    return load_nothing(run, node, r.count);
  return r.at ? load_scattered(run, node, column, &r) : load_in_order(run, node, column, &r);
}
