/* An expression of a rule: compiled for columns and by Lua, over the same rows, it gives the same values
 * and fails on the same rows. The first byte chooses the entity; the rest is the text. */
#include "../unit/script_fixture.h"

#include <lauxlib.h>
#include <math.h>

#include "expr/expr.h"
#include "fuzz.h"
#include "script/expression.h"
#include "script/record.h"
#include "script/script_internal.h"

enum { TEXT_MOST = 2000 };

typedef struct side {
  lde_dataset *dataset;
  const lde_entity *entity;
  const char *text;
  size_t len;
} side;

static int l_compile(lua_State *L)
{
  const side *s = lua_touserdata(L, 1);

  lde_expression_compile(L, s->entity, NULL, NULL, s->text, s->len);
  return 1;
}

static int l_evaluate(lua_State *L)
{
  const lde_expression *expression = lua_touserdata(L, 1);
  int32_t row = (int32_t)lua_tointeger(L, 2);
  lde_evaluation evaluation;

  luaL_checkstack(L, LDE_EXPRESSION_STACK, "expression");
  lde_evaluation_open(&evaluation, L, true);
  lde_expression_push(&evaluation, 1, expression, row, 0);
  lde_evaluation_close(&evaluation);
  return 1;
}

static bool same(lua_State *L, int index, const lde_expr_value *value)
{
  const lde_record *record = lde_record_test(L, index);
  size_t len;
  const char *text;
  double number;

  switch (value->tag) {
  case LDE_EXPR_NIL:
    return lua_isnil(L, index);
  case LDE_EXPR_BOOL:
    return lua_isboolean(L, index) && lua_toboolean(L, index) == (int)value->integer;
  case LDE_EXPR_INTEGER:
    return lua_isinteger(L, index) && lua_tointeger(L, index) == value->integer;
  case LDE_EXPR_FLOAT:
    number = lua_tonumber(L, index);
    return lua_type(L, index) == LUA_TNUMBER && !lua_isinteger(L, index) &&
           (memcmp(&number, &value->number, sizeof number) == 0 || (isnan(number) && isnan(value->number)));
  case LDE_EXPR_TEXT:
    if (lua_type(L, index) != LUA_TSTRING)
      return false;
    text = lua_tolstring(L, index, &len);
    return len == value->len && memcmp(text, value->text, len) == 0;
  case LDE_EXPR_RECORD:
    return record && record->entity == value->entity && record->row == (int32_t)value->integer;
  default:
    return false;
  }
}

static bool has_failed(const lde_expr_failures *failures, int32_t row)
{
  for (size_t i = 0; i < failures->items.len; i++)
    if (failures->items.data[i].row == row)
      return true;
  return false;
}

/* The expression is on top of the stack. */
static void compare_rows(lua_State *L, const side *s, lde_expr_run *run)
{
  int32_t rows = lde_table_count(lde_dataset_table(s->dataset, s->entity->index));
  lde_expr_value *values = lde_alloc((size_t)rows + 1, sizeof *values);
  lde_expr_failures failures = {0};
  lde_arena texts = {0};

  lde_expr_fill(run, 0, rows, values, &texts, &failures);
  for (int32_t row = 0; row < rows; row++) {
    bool good, failed = has_failed(&failures, row);
    lua_pushcfunction(L, l_evaluate);
    lua_pushvalue(L, -2);
    lua_pushinteger(L, row);
    good = lde_sandbox_pcall(L, 2, 1) == LUA_OK;
    if (failed == good || (good && !same(L, -1, &values[row])))
      fprintf(stderr, "%.*s\n  %s, row %d: columns tag %d %lld%s, Lua %s\n", (int)s->len, s->text,
              s->entity->name, row, (int)values[row].tag, (long long)values[row].integer,
              failed ? " (failed)" : "", luaL_tolstring(L, -1, NULL));
    REQUIRE(failed != good);
    REQUIRE(failed || same(L, -1, &values[row]));
    lua_pop(L, 1);
  }
  lde_free(values);
  lde_arena_free(&texts);
  lde_expr_failures_free(&failures);
}

static int l_both(lua_State *L)
{
  side *s = lua_touserdata(L, 1);
  lde_expr_options options = {.allow_mistyped = true};
  lde_expr_problem problem = {0};
  lde_expr *expr = NULL;
  lde_expr_status status =
      lde_expr_compile(&expr, s->dataset->schema, s->entity, s->text, s->len, &options, &problem);
  bool compiled;

  REQUIRE(status == LDE_EXPR_OK || (problem.message[0] && problem.at <= s->len));
  lua_pushcfunction(L, l_compile);
  lua_pushlightuserdata(L, s);
  compiled = lde_sandbox_pcall(L, 1, 1) == LUA_OK;
  REQUIRE(status != LDE_EXPR_OK || compiled);
  if (status == LDE_EXPR_OK) {
    lde_expr_run *run = lde_expr_bind(expr, s->dataset);
    compare_rows(L, s, run);
    lde_expr_run_free(run);
  }
  lde_expr_free(expr);
  return 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len)
{
  static const char *const entities[] = {"plan_lines", "needs", "employees", "goals", "budgets"};
  static lde_dataset *dataset;
  static lde_script *script;
  static unsigned calls;
  side s;
  lde_failure failure;

  if (len == 0 || len > TEXT_MOST)
    return 0;
  if (!dataset)
    dataset = build_script_dataset();
  if (calls++ % 500 == 0) { /* the state keeps what it compiled */
    lde_script_options options = LDE_SCRIPT_OPTIONS_INIT;
    options.limits.steps = UINT64_MAX / 2;
    options.limits.seconds = 1e9;
    options.limits.memory = (size_t)1 << 30;
    lde_script_free(script);
    script = lde_script_new(dataset, &options);
  }
  s = (side){dataset, lde_schema_find(dataset->schema, entities[bytes[0] % 5]), (const char *)bytes + 1, len - 1};
  REQUIRE(lde_sandbox_run(lde_script_sandbox(script), l_both, &s, &failure) == LDE_OUTCOME_OK);
  return 0;
}
