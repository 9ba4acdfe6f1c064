/* Conditions over many rows go over columns: the same answer as row by row, at C speed. What the
 * compiler to columns leaves to Lua, and what looks at P or at an outer row, goes row by row. */
#include <string.h>

#include "expr/expr.h"
#include "script/collection.h"

enum {
  ROWS_MIN = 256,   /* fewer are not worth compiling for */
  COLUMNS_MAX = 64, /* compiled for one script: an author's program may not pile them up */
  BLOCK = 4096      /* a multiple of 64 */
};

struct lde_script_column {
  lde_expr *expr;
  lde_expr_run *run;
  lde_expr_failures failures;
  uint64_t bits[BLOCK / 64];
};

static bool reads_params(const lde_expression *expression)
{
  for (int i = 0; i < expression->count; i++)
    if (lde_name_kind_of(expression->names[i]) == LDE_NAME_P)
      return true;
  return false;
}

static struct lde_script_column *compile(lde_script *script, const lde_expression *expression,
                                         const char *text, size_t len)
{
  lde_expr_options options = LDE_EXPR_OPTIONS_INIT;
  struct lde_script_column *column;
  lde_expr *expr;

  options.language = script->language;
  options.allow_mistyped = true;
  if (lde_expr_compile(&expr, script->dataset->schema, expression->entity, text, len, &options,
                       NULL) != LDE_EXPR_OK)
    return NULL;
  column = lde_alloc(1, sizeof *column);
  column->expr = expr;
  column->run = lde_expr_bind(expr, script->dataset);
  lde_vec_push(&script->columns, column);
  return column;
}

void lde_script_columns_free(lde_script *script)
{
  for (size_t i = 0; i < script->columns.len; i++) {
    lde_expr_run_free(script->columns.data[i]->run);
    lde_expr_free(script->columns.data[i]->expr);
    lde_expr_failures_free(&script->columns.data[i]->failures);
    lde_free(script->columns.data[i]);
  }
  lde_vec_free(&script->columns);
}

struct lde_script_column *lde_mapper_column(lde_mapper *mapper)
{
  lde_script *script = mapper->script;
  lde_expression *expression = (lde_expression *)mapper->expression;

  if (!expression || expression->outer || mapper->collection->count < ROWS_MIN ||
      !mapper->collection->ascending)
    return NULL;
  if (!expression->tried && script->columns.len < COLUMNS_MAX) {
    expression->tried = true;
    if (!reads_params(expression))
      expression->column = compile(script, expression, mapper->text, mapper->text_len);
  }
  return expression->column;
}

/* Sets the bits of the collection's rows from number `at` on that lie in the block of the first;
 * returns how many these are. */
static size_t take_rows(const lde_collection *rows, size_t at, int32_t first, uint64_t *bits)
{
  size_t count = 0;

  memset(bits, 0, BLOCK / 8);
  for (; at + count < rows->count && lde_collection_row(rows, at + count) < first + BLOCK;
       count++) {
    int32_t bit = lde_collection_row(rows, at + count) - first;
    bits[bit >> 6] |= (uint64_t)1 << (bit & 63);
  }
  return count;
}

bool lde_mapper_columns(lde_mapper *mapper, bool (*take)(void *ctx, int32_t row, bool truth),
                        void *ctx)
{
  struct lde_script_column *column = lde_mapper_column(mapper);
  const lde_collection *rows = mapper->collection;
  int32_t table =
      column ? lde_table_count(lde_dataset_table(mapper->script->dataset, rows->entity->index)) : 0;

  if (!column)
    return false;
  for (size_t at = 0, count; at < rows->count; at += count) {
    int32_t first = lde_collection_row(rows, at) / 64 * 64, failed = INT32_MAX;
    int32_t last = first + BLOCK < table ? first + BLOCK : table;
    count = take_rows(rows, at, first, column->bits);
    column->failures.items.len = 0;
    lde_arena_free(&column->failures.arena);
    lde_expr_filter(column->run, first, last, column->bits, &column->failures);
    if (column->failures.items.len)
      failed = column->failures.items.data[0].row;
    for (size_t i = at; i < at + count; i++) {
      int32_t row = lde_collection_row(rows, i), bit = row - first;
      if (row == failed) { /* Lua raises the error */
        lde_mapper_push(mapper, i);
        lua_pop(mapper->L, 1);
      }
      if (!take(ctx, row, column->bits[bit >> 6] >> (bit & 63) & 1))
        return true;
    }
  }
  return true;
}
