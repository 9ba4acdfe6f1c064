/* An expression of a rule: compiled for columns and by Lua, over the same rows, it gives the same values
 * and fails on the same rows. The first byte chooses the entity; the rest is the text. */
#include "../unit/script_fixture.h"

#include "../unit/expression_sides.h"
#include "fuzz.h"

enum { TEXT_MOST = 2000 };

/* The expression is on top of the stack. */
static void compare_rows(lua_State *L, const expression_side *s, lde_expr_run *run)
{
  int32_t rows = lde_table_count(lde_dataset_table(s->dataset, s->entity->index));
  lde_expr_value *values = lde_alloc((size_t)rows + 1, sizeof *values);
  lde_expr_failures failures = {0};
  lde_arena texts = {0};

  lde_expr_fill(run, 0, rows, values, &texts, &failures);
  for (int32_t row = 0; row < rows; row++) {
    bool good, failed = expression_failed(&failures, row);
    lua_pushcfunction(L, l_expression_evaluate);
    lua_pushvalue(L, -2);
    lua_pushinteger(L, row);
    good = lde_sandbox_pcall(L, 2, 1) == LUA_OK;
    if (failed == good || (good && !expression_same(L, -1, &values[row])))
      fprintf(stderr, "%.*s\n  %s, row %d: columns tag %d %lld%s, Lua %s\n", (int)s->len, s->text,
              s->entity->name, row, (int)values[row].tag, (long long)values[row].integer,
              failed ? " (failed)" : "", luaL_tolstring(L, -1, NULL));
    REQUIRE(failed != good);
    REQUIRE(failed || expression_same(L, -1, &values[row]));
    lua_pop(L, 1);
  }
  lde_free(values);
  lde_arena_free(&texts);
  lde_expr_failures_free(&failures);
}

static int l_both(lua_State *L)
{
  expression_side *s = lua_touserdata(L, 1);
  lde_expr_options options = {.allow_mistyped = true};
  lde_expr_problem problem = {0};
  lde_expr *expr = NULL;
  lde_expr_status status =
      lde_expr_compile(&expr, s->dataset->schema, s->entity, s->text, s->len, &options, &problem);
  bool compiled;

  REQUIRE(status == LDE_EXPR_OK || (problem.message[0] && problem.at <= s->len));
  lua_pushcfunction(L, l_expression_compile);
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
  expression_side s;
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
  s = (expression_side){dataset, lde_schema_find(dataset->schema, entities[bytes[0] % 5]), (const char *)bytes + 1, len - 1};
  REQUIRE(lde_sandbox_run(lde_script_sandbox(script), l_both, &s, &failure) == LDE_OUTCOME_OK);
  return 0;
}
