/* One row, with all of Lua's meaning. */
#include "expr/run.h"

#include <string.h>

#include "base/date.h"

static const lde_expr_value nil_value = {.tag = LDE_EXPR_NIL};

/* ---- fields ---- */

static void take_text(lde_expr_run *run, lde_buffer *text, lde_expr_value *out)
{
  out->tag = LDE_EXPR_TEXT;
  out->len = (uint32_t)text->len;
  out->text = lde_arena_strndup(&run->texts, lde_buffer_text(text), text->len);
  lde_buffer_free(text);
}

static void read_value(lde_expr_run *run, const lde_field *field, int64_t value,
                       lde_expr_value *out)
{
  const lde_strings *strings = &run->dataset->strings;
  char text[LDE_DATE_TEXT_SIZE];

  out->integer = value;
  switch (field->type) {
  case LDE_TYPE_SHARE:
  case LDE_TYPE_FTE:
  case LDE_TYPE_NUMBER:
    out->tag = LDE_EXPR_FLOAT;
    out->number = (double)value / (double)lde_expr_units(field);
    return;
  case LDE_TYPE_DATE:
    out->tag = LDE_EXPR_DAY;
    return;
  case LDE_TYPE_BOOL:
    out->tag = LDE_EXPR_BOOL;
    out->integer = value != 0;
    return;
  case LDE_TYPE_REFERENCE:
    out->tag = value < 0 ? LDE_EXPR_NIL : LDE_EXPR_RECORD;
    out->entity = field->target->index;
    return;
  case LDE_TYPE_TIMESTAMP:
    lde_timestamp_print(value, text);
    out->tag = LDE_EXPR_TEXT;
    out->len = (uint32_t)strlen(text);
    out->text = lde_arena_strdup(&run->texts, text);
    return;
  case LDE_TYPE_CHOICE:
    out->tag = LDE_EXPR_TEXT;
    out->text = field->choices->items[value].text;
    out->len = (uint32_t)strlen(out->text);
    return;
  case LDE_TYPE_TEXT:
  case LDE_TYPE_PERIOD:
    out->tag = LDE_EXPR_TEXT;
    out->text = lde_strings_get(strings, (int32_t)value);
    out->len = (uint32_t)lde_strings_length(strings, (int32_t)value);
    return;
  default:
    out->tag = LDE_EXPR_INTEGER;
  }
}

void lde_expr_read_field(lde_expr_run *run, const lde_field *field, int32_t row,
                         lde_expr_value *out)
{
  lde_table *table = lde_dataset_table(run->dataset, field->entity->index);
  lde_buffer text = {0};

  *out = nil_value;
  if (field->flags & LDE_VIRTUAL) {
    lde_row_label(run->dataset, table, row, run->lang, &text);
    take_text(run, &text, out);
  } else if (lde_table_has(table, field->index, row)) {
    read_value(run, field, lde_table_get(table, field->index, row), out);
  } else if (field->index == LDE_F_ID) {
    /* The second row of a natural key gets its #2 when the index of ids is completed. */
    if (!table->id_index_complete && table->entity->id_kind != LDE_ID_OWN_ID)
      lde_row_find(run->dataset, table, "", 0);
    lde_row_id(run->dataset, table, row, &text);
    take_text(run, &text, out);
  }
}

static bool eval_field(lde_expr_run *run, const lde_expr_node *node, const lde_expr_frame *frame,
                       lde_expr_value *out)
{
  int32_t row = frame->row;

  if (node->a) {
    if (!lde_expr_eval(run, node->a, frame, out))
      return false;
    if (out->tag == LDE_EXPR_NIL)
      return true;
    row = (int32_t)out->integer;
  }
  lde_expr_read_field(run, node->field, row, out);
  return true;
}

/* ---- the rest ---- */

static bool eval_logic(lde_expr_run *run, const lde_expr_node *node, const lde_expr_frame *frame,
                       lde_expr_value *out)
{
  if (!lde_expr_eval(run, node->a, frame, out))
    return false;
  return lde_expr_is_true(out) == (node->kind == LDE_N_AND)
             ? lde_expr_eval(run, node->b, frame, out)
             : true;
}

static bool eval_length(lde_expr_run *run, const lde_expr_node *node, const lde_expr_frame *frame,
                        lde_expr_value *out)
{
  lde_expr_mark mark = lde_expr_scratch_mark(run);
  const int32_t *rows;
  int64_t count;

  if (!lde_expr_rows(run, node->a, frame, &rows, &count))
    return false;
  lde_expr_scratch_reset(run, mark);
  *out = count < 0 ? nil_value : (lde_expr_value){.tag = LDE_EXPR_INTEGER, .integer = count};
  return true;
}

static bool eval_call(lde_expr_run *run, const lde_expr_node *node, const lde_expr_frame *frame,
                      lde_expr_value *out)
{
  lde_expr_value args[51], of = nil_value;

  if (node->kind == LDE_N_TEXT && !lde_expr_eval(run, node->a, frame, &of))
    return false;
  for (int i = 0; i < node->arg_count; i++)
    if (!lde_expr_eval(run, node->args[i], frame, &args[i]))
      return false;
  *out = nil_value;
  return node->kind == LDE_N_TEXT ? lde_expr_call_text(run, node, &of, args, out)
                                  : lde_expr_call_pure(run, node, args, out);
}

static bool eval_binary(lde_expr_run *run, const lde_expr_node *node, const lde_expr_frame *frame,
                        lde_expr_value *out)
{
  lde_expr_value a, b;

  return lde_expr_eval(run, node->a, frame, &a) && lde_expr_eval(run, node->b, frame, &b) &&
         lde_expr_calculate(run, node, node->op, &a, &b, out);
}

bool lde_expr_eval(lde_expr_run *run, const lde_expr_node *node, const lde_expr_frame *frame,
                   lde_expr_value *out)
{
  lde_expr_value a;

  switch (node->kind) {
  case LDE_N_CONSTANT:
    *out = node->value;
    return true;
  case LDE_N_FIELD:
    return eval_field(run, node, frame, out);
  case LDE_N_EACH:
    *out = (lde_expr_value){
        .tag = LDE_EXPR_RECORD, .entity = node->entity->index, .integer = frame->outer_row};
    return true;
  case LDE_N_EXTRA:
    *out = frame->extras ? frame->extras[node->op] : nil_value;
    return true;
  case LDE_N_PURE:
  case LDE_N_TEXT:
    return eval_call(run, node, frame, out);
  case LDE_N_REDUCE:
    return lde_expr_reduce_rows(run, node, frame, out);
  case LDE_N_AND:
  case LDE_N_OR:
    return eval_logic(run, node, frame, out);
  case LDE_N_NOT:
    if (node->a->types & LDE_EXPR_IS_COLLECTION) {
      if (!eval_length(run, node, frame, &a))
        return false;
    } else if (!lde_expr_eval(run, node->a, frame, &a)) {
      return false;
    }
    *out = (lde_expr_value){.tag = LDE_EXPR_BOOL, .integer = !lde_expr_is_true(&a)};
    return true;
  case LDE_N_UNARY:
    if (node->a->types & LDE_EXPR_IS_COLLECTION)
      return eval_length(run, node, frame, out);
    return lde_expr_eval(run, node->a, frame, &a) && lde_expr_negate(run, node, node->op, &a, out);
  case LDE_N_BINARY:
    return eval_binary(run, node, frame, out);
  default: /* the others are gone when a run is made */
    *out = nil_value;
    return true;
  }
}
