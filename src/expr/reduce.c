/* Collections of one row: their rows, counts, sums and extremes. */
#include <math.h>
#include <string.h>

#include "base/error.h"
#include "expr/run.h"

/* ---- sums ---- */

bool lde_expr_total_add(lde_expr_total *total, const lde_expr_value *value)
{
  double sum;

  total->count++;
  if (value->tag == LDE_EXPR_INTEGER)
    return !__builtin_add_overflow(total->whole, value->integer, &total->whole);
  sum = total->sum + value->number;
  if (isfinite(sum))
    total->lost += fabs(total->sum) >= fabs(value->number) ? (total->sum - sum) + value->number
                                                           : (value->number - sum) + total->sum;
  total->sum = sum;
  total->floats = true;
  return true;
}

static double total_float(const lde_expr_total *total, int64_t units)
{
  if (units > 1)
    return (double)total->whole / (double)units;
  return (double)total->whole + (total->sum + total->lost);
}

lde_expr_value lde_expr_total_sum(const lde_expr_total *total, int64_t units)
{
  if (total->floats || (units > 1 && total->count > 0))
    return (lde_expr_value){.tag = LDE_EXPR_FLOAT, .number = total_float(total, units)};
  return (lde_expr_value){.tag = LDE_EXPR_INTEGER, .integer = total->whole};
}

/* ---- rows ---- */

static bool keep_rows(lde_expr_run *run, const lde_expr_node *node, const lde_expr_frame *frame,
                      const int32_t **rows, int64_t *count)
{
  lde_expr_frame inner = {.outer_row = frame->row};
  int32_t *kept;
  int64_t found = 0;

  if (!lde_expr_rows(run, node->a, frame, rows, count))
    return false;
  if (*count < 0)
    return true;
  kept = lde_expr_scratch(run, (size_t)*count * sizeof *kept);
  for (int64_t i = 0; i < *count; i++) {
    lde_expr_value value;
    inner.row = (*rows)[i];
    if (!lde_expr_eval(run, node->inner, &inner, &value))
      return false;
    if (lde_expr_is_true(&value))
      kept[found++] = inner.row;
  }
  *rows = kept;
  *count = found;
  return true;
}

bool lde_expr_rows(lde_expr_run *run, const lde_expr_node *node, const lde_expr_frame *frame,
                   const int32_t **rows, int64_t *count)
{
  const lde_field *field = node->field;
  int32_t row = frame->row;
  lde_rows found;

  if (node->kind == LDE_N_FILTER)
    return keep_rows(run, node, frame, rows, count);
  if (node->a) {
    lde_expr_value record;
    if (!lde_expr_eval(run, node->a, frame, &record))
      return false;
    if (record.tag == LDE_EXPR_NIL) {
      *count = -1;
      return true;
    }
    row = (int32_t)record.integer;
  }
  if (node->op < 0)
    found =
        lde_table_list(lde_dataset_table(run->dataset, field->entity->index), field->index, row);
  else
    found = lde_dataset_inverse(run->dataset, field, node->op, row);
  *rows = found.rows;
  *count = (int64_t)found.count;
  return true;
}

/* ---- reductions ---- */

typedef struct reduction {
  lde_expr_run *run;
  const lde_expr_node *node;
  lde_expr_frame inner;
  const int32_t *rows;
  int64_t count;
} reduction;

static bool value_at(reduction *r, int64_t i, lde_expr_value *value)
{
  r->inner.row = r->rows[i];
  return lde_expr_eval(r->run, r->node->inner, &r->inner, value);
}

static bool count_true(reduction *r, lde_expr_value *out)
{
  int64_t count = 0;
  bool stops = r->node->op != LDE_REDUCE_COUNT, stop_at = r->node->op == LDE_REDUCE_ANY,
       stopped = false;

  for (int64_t i = 0; i < r->count && !stopped; i++) {
    lde_expr_value value;
    if (!value_at(r, i, &value))
      return false;
    count += lde_expr_is_true(&value);
    stopped = stops && lde_expr_is_true(&value) == stop_at;
  }
  if (stops)
    *out = (lde_expr_value){.tag = LDE_EXPR_BOOL, .integer = stopped == stop_at};
  else
    *out = (lde_expr_value){.tag = LDE_EXPR_INTEGER, .integer = count};
  return true;
}

/* A column of numbers: its units are integers, so the sum is exact whatever the order. */
static bool add_column(reduction *r, const lde_field *field, lde_expr_total *total)
{
  const lde_table *table = lde_dataset_table(r->run->dataset, field->entity->index);

  for (int64_t i = 0; i < r->count; i++)
    if (lde_table_has(table, field->index, r->rows[i])) {
      lde_expr_value value = {.tag = LDE_EXPR_INTEGER,
                              .integer = lde_table_get(table, field->index, r->rows[i])};
      if (!lde_expr_total_add(total, &value))
        return false;
    }
  return true;
}

static bool add_values(reduction *r, lde_expr_total *total, bool *too_large)
{
  for (int64_t i = 0; i < r->count; i++) {
    lde_expr_value value;
    if (!value_at(r, i, &value))
      return false;
    if (value.tag == LDE_EXPR_NIL)
      continue;
    if (value.tag != LDE_EXPR_INTEGER && value.tag != LDE_EXPR_FLOAT)
      return lde_expr_fail(
          r->run, r->node,
          LDE_TR(r->run->lang, "%s needs numbers, not %s", "%s rekent met getallen, niet met %s"),
          r->node->text, lde_expr_tag_name(r->run->lang, value.tag));
    *too_large = *too_large || !lde_expr_total_add(total, &value);
  }
  return true;
}

static bool add_up(reduction *r, lde_expr_value *out)
{
  const lde_expr_node *inner = r->node->inner;
  bool column = inner->kind == LDE_N_FIELD && !inner->a && lde_expr_is_number_field(inner->field);
  int64_t units = column ? lde_expr_units(inner->field) : 1;
  lde_expr_total total = {0};
  bool too_large = false;

  if (column)
    too_large = !add_column(r, inner->field, &total);
  else if (!add_values(r, &total, &too_large))
    return false;
  if (too_large)
    return lde_expr_fail(r->run, r->node, "%s",
                         LDE_TR(r->run->lang, "the sum is too large for an integer",
                                "de som is te groot voor een geheel getal"));
  if (r->node->op == LDE_REDUCE_SUM)
    *out = lde_expr_total_sum(&total, units);
  else if (total.count)
    *out = (lde_expr_value){.tag = LDE_EXPR_FLOAT,
                            .number = total_float(&total, units) / (double)total.count};
  return true;
}

/* 0 nil, 1 number, 2 text, 3 boolean */
static int kind_of(const lde_expr_value *value)
{
  switch (value->tag) {
  case LDE_EXPR_NIL:
    return 0;
  case LDE_EXPR_INTEGER:
  case LDE_EXPR_FLOAT:
    return 1;
  case LDE_EXPR_BOOL:
    return 3;
  default:
    return 2;
  }
}

static int order(const lde_expr_value *a, const lde_expr_value *b)
{
  switch (kind_of(a)) {
  case 1:
    return lde_expr_order_numbers(a, b);
  case 2:
    return lde_expr_order_texts(a, b);
  default:
    return (a->integer > b->integer) - (a->integer < b->integer);
  }
}

/* A record is compared and given as its id. */
static void make_id(lde_expr_run *run, lde_expr_value *value)
{
  const lde_entity *entity;

  if (value->tag != LDE_EXPR_RECORD)
    return;
  entity = lde_schema_entity(run->dataset->schema, value->entity);
  lde_expr_read_field(run, &entity->fields[LDE_F_ID], (int32_t)value->integer, value);
}

static bool extreme(reduction *r, lde_expr_value *out)
{
  int sign = r->node->op == LDE_REDUCE_MIN ? 1 : -1;

  for (int64_t i = 0; i < r->count; i++) {
    lde_expr_value value;
    if (!value_at(r, i, &value))
      return false;
    make_id(r->run, &value);
    if (value.tag == LDE_EXPR_NIL)
      continue;
    if (out->tag != LDE_EXPR_NIL && kind_of(out) != kind_of(&value))
      return lde_expr_fail(
          r->run, r->node,
          LDE_TR(r->run->lang, "%s cannot be compared with %s", "%s is niet te vergelijken met %s"),
          lde_expr_tag_name(r->run->lang, out->tag), lde_expr_tag_name(r->run->lang, value.tag));
    if (out->tag == LDE_EXPR_NIL || sign * order(&value, out) < 0)
      *out = value;
  }
  return true;
}

bool lde_expr_reduce_rows(lde_expr_run *run, const lde_expr_node *node, const lde_expr_frame *frame,
                          lde_expr_value *out)
{
  lde_expr_mark mark = lde_expr_scratch_mark(run);
  reduction r = {.run = run, .node = node, .inner = {.outer_row = frame->row}};
  bool good;

  *out = (lde_expr_value){.tag = LDE_EXPR_NIL};
  if (!lde_expr_rows(run, node->a, frame, &r.rows, &r.count))
    return false;
  if (r.count < 0) {
    good = true;
  } else if (node->op == LDE_REDUCE_FIRST) {
    if (r.count > 0)
      *out = (lde_expr_value){
          .tag = LDE_EXPR_RECORD, .entity = node->entity->index, .integer = r.rows[0]};
    good = true;
  } else if (node->op == LDE_REDUCE_COUNT && !node->inner) {
    *out = (lde_expr_value){.tag = LDE_EXPR_INTEGER, .integer = r.count};
    good = true;
  } else if (node->op == LDE_REDUCE_SUM || node->op == LDE_REDUCE_AVG) {
    good = add_up(&r, out);
  } else if (node->op == LDE_REDUCE_MIN || node->op == LDE_REDUCE_MAX) {
    good = extreme(&r, out);
  } else {
    good = count_true(&r, out);
  }
  lde_expr_scratch_reset(run, mark);
  return good;
}
