/* Expressions of a rule over columns: compiled when first needed, with the rule's own P. What the
 * compiler leaves to Lua has no column here, and the callers then go row by row. */
#include <string.h>

#include "rules/internal.h"

/* P as plain data; it stands at index 3. */
static const lde_data *params_of(lua_State *L, lde_rule_run *run)
{
  const lde_rule *rule = run->rule;

  if (run->params)
    return run->params;
  run->params = lde_data_new(&run->scratch, LDE_DATA_OBJECT);
  for (int i = 0; i < rule->param_count; i++) {
    lua_getfield(L, 3, rule->params[i].name);
    if (!lua_isnil(L, -1))
      lde_data_put(&run->scratch, run->params, rule->params[i].name, strlen(rule->params[i].name),
                   lde_value_to_data(L, lua_gettop(L), &run->scratch));
    lua_pop(L, 1);
  }
  return run->params;
}

lde_expr_run *lde_rule_column(lua_State *L, lde_rule_run *run, int number)
{
  const lde_rule_file *file = run->rule->file;
  const lde_rule_text *text = &file->texts.data[number - 1];
  lde_expr_options options = LDE_EXPR_OPTIONS_INIT;
  struct lde_rule_column *column;

  if (run->cover)
    return NULL;
  if (!run->columns) {
    run->column_count = file->texts.len;
    run->columns = lde_arena_array(&run->scratch, file->texts.len, struct lde_rule_column);
  }
  column = &run->columns[number - 1];
  if (column->tried || !text->entity || text->has_extras)
    return column->run;
  column->tried = true;
  options.language = run->rules->lang;
  options.params = params_of(L, run);
  options.allow_mistyped = true;
  if (lde_expr_compile(&column->expr, run->rules->dataset->schema, text->entity, text->text,
                       text->len, &options, NULL) != LDE_EXPR_OK)
    return NULL;
  column->run = lde_expr_bind(column->expr, run->rules->dataset);
  return column->run;
}

void lde_rule_columns_deinit(lde_rule_run *run)
{
  for (size_t i = 0; i < run->column_count; i++) {
    lde_expr_run_free(run->columns[i].run);
    lde_expr_free(run->columns[i].expr);
  }
  lde_expr_failures_free(&run->failures);
  lde_arena_free(&run->scratch);
}

/* The row for which Lua raises an error: Lua says it. */
static void raise(lua_State *L, lde_rule_run *run, int number)
{
  const lde_expr_failure *failure = &run->failures.items.data[0];
  lde_evaluation evaluation;

  lde_evaluation_open(&evaluation, L, true);
  lde_rule_push(&evaluation, run, number, failure->row, 0);
  luaL_error(L, "%s", failure->message);
}

void lde_rule_filter_block(lde_rule_run *run, lde_expr_run *column, int32_t first, int32_t rows)
{
  int32_t last = first + LDE_RULE_BLOCK < rows ? first + LDE_RULE_BLOCK : rows;

  lde_expr_filter(column, first, last, run->bits + first / 64, &run->failures);
}

bool lde_rule_filter(lua_State *L, lde_rule_run *run, int number, int32_t rows)
{
  lde_expr_run *column = lde_rule_column(L, run, number);

  for (int32_t first = 0; column && first < rows; first += LDE_RULE_BLOCK) {
    lde_sandbox_charge(L, LDE_RULE_BLOCK / 16);
    lde_rule_filter_block(run, column, first, rows);
    lde_rule_check_failures(L, run, number);
  }
  return column != NULL;
}

void lde_rule_check_failures(lua_State *L, lde_rule_run *run, int number)
{
  if (run->failures.items.len)
    raise(L, run, number);
}

/* ---- values ---- */

static lde_join_value take_value(lde_rule_run *run, const lde_expr_value *from)
{
  lde_join_value value = {.kind = LDE_JOIN_NIL};
  int64_t whole;

  switch (from->tag) {
  case LDE_EXPR_BOOL:
    value.kind = LDE_JOIN_BOOL;
    value.as.integer = from->integer;
    break;
  case LDE_EXPR_INTEGER:
    value.kind = LDE_JOIN_INTEGER;
    value.as.integer = from->integer;
    break;
  case LDE_EXPR_FLOAT: /* 2.0 is 2, as keys of tables are */
    value.kind = LDE_JOIN_FLOAT;
    value.as.number = from->number;
    if (from->number >= -9e15 && from->number <= 9e15 &&
        (double)(whole = (int64_t)from->number) == from->number) {
      value.kind = LDE_JOIN_INTEGER;
      value.as.integer = whole;
    }
    break;
  case LDE_EXPR_TEXT:
    value.kind = LDE_JOIN_TEXT;
    value.as.integer = lde_strings_intern(&run->texts, from->text, from->len);
    break;
  case LDE_EXPR_RECORD:
    value.kind = LDE_JOIN_RECORD;
    value.as.integer = lde_ref_pack(from->entity, (int32_t)from->integer);
    break;
  case LDE_EXPR_NIL:
  case LDE_EXPR_DAY:
    break;
  }
  return value;
}

static void fill_columns(lua_State *L, lde_rule_run *run, lde_expr_run *column, int number,
                         int32_t start, int32_t rows, const uint64_t *bits, lde_join_value *out,
                         int stride)
{
  lde_expr_value values[256];
  lde_arena texts = {0};

  for (int32_t first = start; first < rows; first += 256) {
    int32_t last = first + 256 < rows ? first + 256 : rows;
    lde_sandbox_charge(L, 32);
    lde_expr_fill(column, first, last, values, &texts, &run->failures);
    for (size_t i = 0; i < run->failures.items.len; i++) { /* rows that are not looked at may fail */
      int32_t row = run->failures.items.data[i].row;
      if (!bits || (bits[row >> 6] >> (row & 63) & 1)) {
        run->failures.items.data[0] = run->failures.items.data[i];
        lde_arena_free(&texts);
        raise(L, run, number);
      }
    }
    run->failures.items.len = 0;
    for (int32_t row = first; row < last; row++)
      out[(size_t)(row - start) * (size_t)stride] = take_value(run, &values[row - first]);
    lde_arena_free(&texts);
  }
}

void lde_rule_fill(lua_State *L, lde_rule_run *run, int number, int32_t first, int32_t last,
                   const uint64_t *bits, lde_join_value *out, int stride)
{
  lde_expr_run *column = lde_rule_column(L, run, number);
  lde_evaluation evaluation;

  if (column) {
    fill_columns(L, run, column, number, first, last, bits, out, stride);
    return;
  }
  lde_evaluation_open(&evaluation, L, true);
  for (int32_t row = first; row < last; row++) {
    if (bits && !(bits[row >> 6] >> (row & 63) & 1))
      continue;
    lde_sandbox_charge(L, 2);
    lde_rule_push(&evaluation, run, number, row, 0);
    out[(size_t)(row - first) * (size_t)stride] = lde_rule_value(L, run, -1);
    lua_pop(L, 1);
  }
  lde_evaluation_close(&evaluation);
}
