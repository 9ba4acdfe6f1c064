#include "expr/group.h"

#include <string.h>

#include "base/error.h"
#include "expr/keys.h"

typedef struct grouping {
  lde_expr_groups *out;
  lde_expr_run *const *keys;
  lde_expr_run *value;
  const lde_field *column; /* the value is just this number */
  lde_expr_coder *coders;  /* of each key, then of the chains */
  LDE_VEC(int32_t) group_of_code;
  LDE_VEC(lde_expr_total) totals;
  lde_expr_failures *failures;
  uint8_t active[LDE_EXPR_BLOCK];
} grouping;

static lde_expr_value keep(grouping *g, const lde_expr_value *value)
{
  lde_expr_value kept = *value;

  if (kept.tag == LDE_EXPR_DAY)
    lde_expr_print_day(&kept, &g->out->arena);
  else if (kept.tag == LDE_EXPR_TEXT)
    kept.text = lde_arena_strndup(&g->out->arena, kept.text, kept.len);
  return kept;
}

static int32_t new_group(grouping *g, lde_expr_value *const *columns, int i, int32_t row)
{
  lde_expr_group group = {.first_row = row};
  lde_expr_total total = {0};
  int keys = g->out->key_count;

  group.keys = lde_arena_array(&g->out->arena, keys ? keys : 1, lde_expr_value);
  for (int k = 0; k < keys; k++)
    group.keys[k] = keep(g, &columns[k][i]);
  lde_vec_push(&g->out->items, group);
  lde_vec_push(&g->totals, total);
  return (int32_t)g->out->items.len - 1;
}

static int32_t find_group(grouping *g, lde_expr_value *const *columns, int i, int32_t row)
{
  int keys = g->out->key_count;
  int32_t code = 0;

  for (int k = 0; k < keys; k++) {
    int32_t own = lde_expr_code(&g->coders[k], &columns[k][i], true);
    code = k == 0 ? own : lde_expr_chain(&g->coders[keys], code, own, true);
  }
  while (g->group_of_code.len <= (size_t)code)
    lde_vec_push(&g->group_of_code, -1);
  if (g->group_of_code.data[code] < 0)
    g->group_of_code.data[code] = new_group(g, columns, i, row);
  return g->group_of_code.data[code];
}

/* False: too large. */
static bool add_value(grouping *g, int32_t group, int32_t row, const lde_expr_value *value)
{
  lde_expr_value unit = {.tag = LDE_EXPR_INTEGER};
  lde_expr_total *total = &g->totals.data[group];

  if (g->column) {
    const lde_table *table = lde_dataset_table(g->value->dataset, g->column->entity->index);
    if (!lde_table_has(table, g->column->index, row))
      return true;
    unit.integer = lde_table_get(table, g->column->index, row);
    value = &unit;
  }
  return !value || value->tag == LDE_EXPR_NIL || lde_expr_total_add(total, value);
}

static void fail_value(grouping *g, int32_t row, bool too_large)
{
  lde_language lang = g->value->lang;
  lde_expr_failure failure = {.row = row};

  failure.message =
      too_large ? LDE_TR(lang, "the sum is too large for an integer",
                         "de som is te groot voor een geheel getal")
                : LDE_TR(lang, "only numbers can be added up", "alleen getallen zijn op te tellen");
  if (g->failures)
    lde_vec_push(&g->failures->items, failure);
}

static void group_block(grouping *g, const lde_expr_block *block, lde_expr_value *const *columns,
                        const lde_expr_value *values)
{
  for (int i = 0; i < block->count; i++) {
    int32_t row = lde_expr_block_row(block, i), group;
    if (!g->active[i])
      continue;
    if (values && values[i].tag != LDE_EXPR_NIL && values[i].tag != LDE_EXPR_INTEGER &&
        values[i].tag != LDE_EXPR_FLOAT) {
      fail_value(g, row, false);
      continue;
    }
    group = find_group(g, columns, i, row);
    g->out->group_of[row] = group;
    g->out->items.data[group].count++;
    if (!add_value(g, group, row, values ? &values[i] : NULL))
      fail_value(g, row, true);
  }
}

/* Rows that failed since `before` are out. */
static void drop_failed(grouping *g, const lde_expr_block *block, const lde_expr_failures *failures,
                        size_t before)
{
  for (size_t f = before; f < failures->items.len; f++)
    g->active[failures->items.data[f].row - block->first] = 0;
}

static void read_columns(grouping *g, const lde_expr_block *block, lde_expr_value **columns,
                         lde_expr_failures *failures)
{
  size_t before = failures->items.len;

  for (int k = 0; k < g->out->key_count; k++) {
    lde_expr_read_block(g->keys[k], block, g->active, columns[k], failures);
    drop_failed(g, block, failures, before);
  }
  if (g->value && !g->column) {
    lde_expr_read_block(g->value, block, g->active, columns[g->out->key_count], failures);
    drop_failed(g, block, failures, before);
  }
}

static void finish(grouping *g)
{
  int64_t units = g->column ? lde_expr_units(g->column) : 1;

  for (size_t i = 0; i < g->out->items.len; i++)
    g->out->items.data[i].sum = lde_expr_total_sum(&g->totals.data[i], units);
  for (int k = 0; k <= g->out->key_count; k++)
    lde_expr_coder_free(&g->coders[k]);
  lde_free(g->coders);
  lde_vec_free(&g->group_of_code);
  lde_vec_free(&g->totals);
}

void lde_expr_group_rows(lde_expr_groups *out, lde_expr_run *const *keys, int key_count,
                         lde_expr_run *value, int32_t rows, const uint64_t *bits,
                         lde_expr_failures *failures)
{
  lde_expr_failures unused = {0};
  grouping *g = lde_alloc(1, sizeof *g);
  lde_expr_value **columns = lde_alloc((size_t)key_count + 1, sizeof *columns);
  const lde_field *field = value ? lde_expr_field(value->expr) : NULL;

  g->out = out;
  g->keys = keys;
  g->value = value;
  g->column = field && lde_expr_is_number_field(field) ? field : NULL;
  g->failures = failures ? failures : &unused;
  g->coders = lde_alloc((size_t)key_count + 1, sizeof *g->coders);
  out->key_count = key_count;
  out->rows = rows;
  out->group_of = lde_arena_array(&out->arena, rows + 1, int32_t);
  memset(out->group_of, -1, (size_t)rows * sizeof *out->group_of);
  for (int k = 0; k <= key_count; k++)
    columns[k] = lde_alloc(LDE_EXPR_BLOCK, sizeof **columns);
  for (int32_t at = 0; at < rows;) {
    lde_expr_block block = {.count = lde_expr_block_size(at, rows), .first = at};
    for (int i = 0; i < block.count; i++)
      g->active[i] = !bits || (bits[(at + i) >> 6] >> ((at + i) & 63) & 1);
    read_columns(g, &block, columns, g->failures);
    group_block(g, &block, columns, g->value && !g->column ? columns[key_count] : NULL);
    at += block.count;
  }
  finish(g);
  for (int k = 0; k <= key_count; k++)
    lde_free(columns[k]);
  lde_free(columns);
  lde_free(g);
  lde_expr_failures_free(&unused);
}

void lde_expr_groups_free(lde_expr_groups *groups)
{
  lde_vec_free(&groups->items);
  lde_arena_free(&groups->arena);
  groups->group_of = NULL;
}
