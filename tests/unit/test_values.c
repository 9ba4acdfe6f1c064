/* Values of the model in Lua are in tests/script/records.lua; here what a script returns as plain
 * data. */
#include "script_runner.h"

static void test_values__results_are_trees(void **state)
{
  runner r = runner_new();

  (void)state;
  runner_expect_data(&r, "return nil", "null");
  runner_expect_data(&r, "return", "null");
  runner_expect_data(&r, "return 42", "42");
  runner_expect_data(&r, "return 4.5", "4.5f");
  runner_expect_data(&r, "return 1, 2", "1");
  runner_expect_data(&r, "return {}", "[]");
  runner_expect_data(&r, "return ld.object{}", "{}");
  runner_expect_data(&r, "return ld.object{1, 2}", "{1:1,2:2}");
  runner_expect_data(&r, "return {1, 'a', true, {false}}", "[1,'a',true,[false]]");
  runner_expect_data(&r, "return {b = 1, a = {x = ld.object()}}", "{a:{x:{}},b:1}");
  runner_expect_data(&r, "return {1, 2, [4] = 3}", "{1:1,2:2,4:3}");
  runner_expect_data(&r, "return {[1.5] = 1, [true] = 2, z = 3}", "{1.5:1,z:3,true:2}");
  runner_expect_data(&r, "return ld.goals.g1", "'goals:g1'");
  runner_expect_data(&r, "return {n = ld.goals, k = ld.goals.g1.kpis:where('false')}",
                     "{k:[],n:['goals:g1','goals:g2','goals:g3']}");
  runner_expect_data(&r, "return {[ld.goals.g2] = 1, [ld.goals.g1] = 2}",
                     "{goals:g1:2,goals:g2:1}");
  runner_expect_data(&r, "return ld.goals:group('unit')",
                     "{:['goals:g1','goals:g3'],u1:['goals:g2']}");
  runner_expect_data(&r, "return '\\xff\\xc3\\xa9x'", "'\xEF\xBF\xBD\xC3\xA9x'");
  runner_free(&r);
}

static void test_values__what_is_no_data_is_named(void **state)
{
  runner r = runner_new();

  (void)state;
  runner_expect_data(&r, "return {rows = {1, 2, {f = print}}}",
                     "!result.rows[3].f cannot be given as a result: it is a function");
  runner_expect_data(&r, "return {a = 1 / 0}",
                     "!result.a cannot be given as a result: it is infinite (division by 0)");
  runner_expect_data(&r, "return 0 / 0",
                     "!result cannot be given as a result: it is not a number (0/0)");
  runner_expect_data(
      &r, "return {[{}] = 1}",
      "!result cannot be given as a result: a key must be a text, a number, a boolean "
      "or a record");
  runner_expect_data(&r, "local t = {} for i = 1, 63 do t = {t} end return #t", "1");
  runner_free(&r);
}

static void test_values__cycles_and_depth_end(void **state)
{
  runner r = runner_new();
  const lde_data *data;

  (void)state;
  assert_int_equal(runner_run(&r, "local t = {} t.t = t return t"), LDE_OUTCOME_OK);
  assert_int_equal(lde_script_take_data(r.script, &r.arena, &data, &r.failure), LDE_OUTCOME_ERROR);
  assert_non_null(strstr(r.failure.message, "nested too deeply, or contains itself"));
  assert_int_equal(runner_run(&r, "local t = 1 for i = 1, 64 do t = {t} end return t"),
                   LDE_OUTCOME_OK);
  assert_int_equal(lde_script_take_data(r.script, &r.arena, &data, &r.failure), LDE_OUTCOME_OK);
  assert_int_equal(runner_run(&r, "local t = 1 for i = 1, 65 do t = {t} end return t"),
                   LDE_OUTCOME_OK);
  assert_int_equal(lde_script_take_data(r.script, &r.arena, &data, &r.failure), LDE_OUTCOME_ERROR);
  /* tables that are shared stand for 2^60 values: refused, not built */
  assert_int_equal(runner_run(&r, "local t = {} for i = 1, 60 do t = {t, t} end return t"),
                   LDE_OUTCOME_OK);
  assert_int_not_equal(lde_script_take_data(r.script, &r.arena, &data, &r.failure), LDE_OUTCOME_OK);
  runner_free(&r);
}

static int l_data(lua_State *L)
{
  lua_createtable(L, 0, 1);
  lua_pushinteger(L, 7);
  lua_setfield(L, -2, "seats");
  return 1;
}

static int l_thing(lua_State *L)
{
  lua_newuserdatauv(L, 1, 0);
  if (lde_sandbox_metatable(L, "thing")) {
    lua_pushcfunction(L, l_data);
    lua_setfield(L, -2, "__data");
  }
  lua_setmetatable(L, -2);
  return 1;
}

static int open_thing(lua_State *L)
{
  lua_pushcfunction(L, l_thing);
  lua_setfield(L, 1, "thing");
  return 0;
}

static void test_values__userdata_may_give_data(void **state)
{
  runner r = runner_new();

  (void)state;
  assert_int_equal(lde_script_extend(r.script, "thing", open_thing, &r.failure), LDE_OUTCOME_OK);
  runner_expect_data(&r, "return {ld.thing()}", "[{seats:7}]");
  runner_free(&r);
}

static void test_values__maps_are_tables(void **state)
{
  runner r = runner_new();
  lde_table *lines = lde_dataset_table(r.dataset, LDE_E(plan_line));
  const int32_t items[] = {lde_strings_put(&r.dataset->strings, "share"),
                           LDE_MAP_NUMBER,
                           lde_strings_put(&r.dataset->strings, "0.25"),
                           lde_strings_put(&r.dataset->strings, "heads"),
                           LDE_MAP_NUMBER,
                           lde_strings_put(&r.dataset->strings, "3"),
                           lde_strings_put(&r.dataset->strings, "why"),
                           LDE_MAP_TEXT,
                           lde_strings_put(&r.dataset->strings, "cheap"),
                           lde_strings_put(&r.dataset->strings, "ok"),
                           LDE_MAP_BOOL,
                           1};

  (void)state;
  for (size_t i = 0; i < sizeof items / sizeof *items; i++)
    lde_table_append(lines, LDE_F(plan_line, detail), 0, items[i]);
  runner_expect_data(&r, "return ld.plan_lines.p1.detail",
                     "{heads:3,ok:true,share:0.25f,why:'cheap'}");
  runner_expect_data(&r, "return ld.plan_lines.p2.detail", "null");
  runner_free(&r);
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_values__results_are_trees),
      cmocka_unit_test(test_values__what_is_no_data_is_named),
      cmocka_unit_test(test_values__cycles_and_depth_end),
      cmocka_unit_test(test_values__userdata_may_give_data),
      cmocka_unit_test(test_values__maps_are_tables),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
