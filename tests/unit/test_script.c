/* The life of a script, its parameters and its extensions. */
#include "script_runner.h"

#include "model/data.h"

static void test_script__failures_have_a_place(void **state)
{
  runner r = runner_new();

  (void)state;
  assert_int_equal(runner_run(&r, "local x =\n"), LDE_OUTCOME_LOAD);
  assert_int_equal(runner_run(&r, "\n\nreturn ld.goals.g1.titel"), LDE_OUTCOME_ERROR);
  assert_string_equal(r.failure.file, "test.lua");
  assert_int_equal(r.failure.line, 3);
  assert_string_equal(r.failure.message, "goals have no field 'titel'; did you mean 'label'?");
  assert_int_equal(runner_run(&r, "\nreturn ld.goals:where('wieght')"), LDE_OUTCOME_ERROR);
  assert_int_equal(r.failure.line, 2);
  assert_int_equal(runner_run(&r, "\nreturn ld.goals:where('label < weight')"), LDE_OUTCOME_ERROR);
  assert_int_equal(r.failure.line, 2);
  assert_string_equal(r.failure.message, "attempt to compare string with number");
  assert_int_equal(lua_gettop(runner_state(&r)), 0);
  runner_free(&r);
}

static void test_script__too_little_memory_shows_at_the_run(void **state)
{
  runner r = {.dataset = build_script_dataset(), .options = LDE_SCRIPT_OPTIONS_INIT};

  (void)state;
  r.options.limits.memory = 1 << 10;
  runner_start(&r);
  assert_int_not_equal(runner_run(&r, "return 1"), LDE_OUTCOME_OK);
  runner_free(&r);
}

/* Nodes as the YAML reader makes them. */
static lde_node *node(lde_arena *arena, lde_node *parent, const char *key, const char *text)
{
  lde_node *made = lde_arena_new(arena, lde_node), **at;

  made->kind = text ? LDE_NODE_SCALAR : LDE_NODE_MAP;
  made->plain = true;
  made->text = text;
  made->len = text ? strlen(text) : 0;
  made->key = key;
  if (parent) {
    for (at = &parent->first; *at; at = &(*at)->next)
      ;
    *at = made;
    parent->count++;
  }
  return made;
}

static void test_script__parameters_come_in_layers(void **state)
{
  runner r = {.dataset = build_script_dataset(), .options = LDE_SCRIPT_OPTIONS_INIT};
  lde_arena *arena = &r.arena;
  lde_data *defaults = lde_data_new(arena, LDE_DATA_OBJECT);
  lde_node *params = node(arena, NULL, NULL, NULL), *dated, *list, *quoted;
  const lde_script_setting set[] = {{"params.tol", "0.2"}, {"on", "false"}, {"lanes.team", "3"}};

  (void)state;
  lde_data_put(arena, defaults, "tol", 3, lde_data_number(arena, 0.1));
  lde_data_put(arena, defaults, "lambda", 6, lde_data_number(arena, 0.5));
  lde_data_put(arena, defaults, "cap", 3, lde_data_integer(arena, 40));
  node(arena, params, "tol", "0.15");
  node(arena, params, "on", "true");
  dated = node(arena, params, "cap", NULL);
  node(arena, dated, "2028-01-01", "80");
  node(arena, dated, "2026-01-01", "60");
  dated = node(arena, params, "later", NULL);
  node(arena, dated, "2030-01-01", "1");
  list = node(arena, params, "days", NULL);
  list->kind = LDE_NODE_LIST;
  node(arena, list, NULL, "2027-05-05");
  node(arena, list, NULL, "25%");
  quoted = node(arena, params, "code", "007");
  quoted->plain = false;
  node(arena, params, "empty", "");
  r.options.defaults = defaults;
  r.options.params = params;
  r.options.params_set = set;
  r.options.params_set_count = 3;
  runner_start(&r);
  runner_expect(&r, "return ld.params.tol", "0.2");
  runner_expect(&r, "return ld.params.lambda", "0.5");
  runner_expect(&r, "return tostring(ld.params.on)", "false");
  runner_expect(&r, "return ld.params.lanes.team", "3");
  runner_expect(&r, "return ld.params.cap", "60");
  runner_expect(&r, "return ld.param('cap', '2027-12-31')", "60");
  runner_expect(&r, "return ld.param('cap', '2028-01-01')", "80");
  runner_expect(&r, "return tostring(ld.param('cap', '2025-12-31'))", "nil");
  runner_expect(&r, "return tostring(ld.params.later)", "nil");
  runner_expect(&r, "return ld.params.days[1] .. ' ' .. ld.params.days[2]", "2027-05-05 0.25");
  runner_expect(&r, "return ld.params.code .. type(ld.params.code) .. type(ld.params.empty)",
                "007stringnil");
  runner_free(&r);
}

static int l_double(lua_State *L)
{
  int *calls = lde_script_attached(lde_script_of(L), "numbers");

  ++*calls;
  lua_pushinteger(L, 2 * luaL_checkinteger(L, 1));
  return 1;
}

static int open_numbers(lua_State *L)
{
  lua_pushcfunction(L, l_double);
  lua_setfield(L, 1, "double");
  return 0;
}

static void test_script__other_layers_add_to_ld(void **state)
{
  runner r = runner_new();
  int calls = 0;

  (void)state;
  lde_script_attach(r.script, "numbers", &calls);
  assert_int_equal(lde_script_extend(r.script, "numbers", open_numbers, &r.failure),
                   LDE_OUTCOME_OK);
  assert_int_equal(lde_script_extend(r.script, "numbers", NULL, &r.failure), LDE_OUTCOME_OK);
  assert_null(lde_script_attached(r.script, "others"));
  runner_expect(&r, "return ld.double(21)", "42");
  assert_int_equal(calls, 1);
  runner_expect_error(&r, "return ld.duble(1)", "ld has no 'duble'; did you mean 'double'?");
  runner_expect_error(&r, "return ld.goals:where('ld.double(1)')", "write a function");
  runner_free(&r);
}

static void test_script__without_records(void **state)
{
  runner r = {.dataset = build_script_dataset(), .options = LDE_SCRIPT_OPTIONS_INIT};

  (void)state;
  r.options.without_records = true;
  runner_start(&r);
  runner_expect(&r, "return ld.add_days('2027-01-01', 1)", "2027-01-02");
  runner_expect_error(&r, "return ld.goals", "records cannot be looked up while loading");
  runner_expect_error(&r, "return ld.level('e1', 'c1')", "ld has no 'level'");
  runner_expect(&r, "return tostring(ld.org)", "nil");
  runner_free(&r);
}

/* A written plan year is text, and its quarters are its own. */
static void test_script__a_school_year(void **state)
{
  runner r = {.dataset = build_script_dataset(), .options = LDE_SCRIPT_OPTIONS_INIT};

  (void)state;
  r.dataset->year = "SY2027";
  r.dataset->year_first = lde_date_from_civil(2027, 8, 1);
  r.dataset->year_last = lde_date_from_civil(2028, 7, 31);
  runner_start(&r);
  runner_expect(&r, "return ld.year", "SY2027");
  runner_expect(&r, "return ld.quarter('2027-08-01')", "1");
  runner_expect(&r, "return ld.quarter('2028-07-31')", "4");
  runner_expect(&r, "return ld.quarter('2027-07-31')", "3");
  runner_free(&r);
}

static bool give_module(void *ctx, const char *name, lde_buffer *out, char *file, size_t file_size,
                        lde_error *err)
{
  (void)err;
  assert_string_equal(ctx, "host");
  if (strcmp(name, "lib.money") != 0)
    return false;
  snprintf(file, file_size, "rules/lib/money.lua");
  lde_buffer_puts(out, "return {euro = function(n) return ld.money(n) end}");
  return true;
}

static void test_script__the_host_gives_modules(void **state)
{
  runner r = {.dataset = build_script_dataset(), .options = LDE_SCRIPT_OPTIONS_INIT};
  char ctx[] = "host";

  (void)state;
  r.options.host.ctx = ctx;
  r.options.host.require = give_module;
  r.options.host.lang = LDE_DUTCH;
  runner_start(&r);
  runner_expect(&r, "return require('lib.money').euro(125000)", "\xE2\x82\xAC 1.250,00");
  runner_expect(&r, "return tostring(require('ld') == ld)", "true");
  runner_free(&r);
}

static void test_script__no_organisation(void **state)
{
  runner r = {.dataset = build_dataset(), .options = LDE_SCRIPT_OPTIONS_INIT};

  (void)state;
  build_resolve(r.dataset);
  runner_start(&r);
  runner_expect(&r, "return tostring(ld.org) .. #ld.goals .. #ld.gaps", "nil00");
  runner_expect(&r, "return tostring(ld.goals:first())", "nil");
  runner_free(&r);
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_script__failures_have_a_place),
      cmocka_unit_test(test_script__too_little_memory_shows_at_the_run),
      cmocka_unit_test(test_script__parameters_come_in_layers),
      cmocka_unit_test(test_script__other_layers_add_to_ld),
      cmocka_unit_test(test_script__without_records),
      cmocka_unit_test(test_script__a_school_year),
      cmocka_unit_test(test_script__the_host_gives_modules),
      cmocka_unit_test(test_script__no_organisation),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
