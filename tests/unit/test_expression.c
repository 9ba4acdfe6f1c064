/* What expressions mean is in tests/script/expressions.lua; here the interface for other layers. */
#include "script_runner.h"

#include "script/expression.h"
#include "script/expression_scan.h"
#include "script/record.h"

static void test_expression__tokens(void **state)
{
  static const struct {
    lde_token_kind kind;
    const char *text;
  } want[] = {{LDE_TOKEN_NAME, "a"},
              {LDE_TOKEN_SYMBOL, "~="},
              {LDE_TOKEN_NUMBER, "0x1p-2"},
              {LDE_TOKEN_KEYWORD, "and"},
              {LDE_TOKEN_STRING, "'it\\'s'"},
              {LDE_TOKEN_SYMBOL, ".."},
              {LDE_TOKEN_STRING, "[=[ ]] ]=]"},
              {LDE_TOKEN_SYMBOL, "//"},
              {LDE_TOKEN_NUMBER, "1e+5"},
              {LDE_TOKEN_SYMBOL, "-"},
              {LDE_TOKEN_NUMBER, ".5"},
              {LDE_TOKEN_STRING, "\"x"}};
  const char *text = "a~=0x1p-2 and--[[ not ]]'it\\'s' ..[=[ ]] ]=]//1e+5 -.5 --rest\n\"x";
  lde_scanner scanner = {text, text + strlen(text)};
  lde_token token;

  (void)state;
  for (size_t i = 0; i < sizeof want / sizeof *want; i++) {
    token = lde_scanner_next(&scanner);
    assert_int_equal(token.kind, want[i].kind);
    if (!lde_token_is(&token, want[i].text))
      fail_msg("token %zu is %.*s", i, (int)token.len, token.text);
  }
  token = lde_scanner_next(&scanner);
  assert_int_equal(token.kind, LDE_TOKEN_END);
}

static void test_expression__tokens_end_where_the_text_ends(void **state)
{
  static const char *const texts[] = {"'",  "'\\", "[[", "[==", "--[[",
                                      "--", "0x",  "1e", "a.",  "[=[ ]] ]="};

  (void)state;
  for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
    size_t len = strlen(texts[i]);
    char *copy = lde_alloc(len, 1); /* without a NUL behind: a sanitizer sees every step too far */
    lde_scanner scanner = {copy, copy + len};
    memcpy(copy, texts[i], len);
    while (lde_scanner_next(&scanner).kind != LDE_TOKEN_END)
      ;
    lde_free(copy);
  }
}

/* As a rule does: a group's sum and key are extra names, P is the rule's. */
static int use_extras(lua_State *L)
{
  static const char *const extras[] = {"sum", "unit", NULL};
  const lde_entity *lines =
      lde_schema_find(lde_script_dataset(lde_script_of(L))->schema, "plan_lines");
  const char *text = "unit.label == 'Care' and sum > P.most and seats_planned == 2";
  lde_evaluation evaluation;
  const lde_expression *expression;

  lua_createtable(L, 0, 1);
  lua_pushinteger(L, 10);
  lua_setfield(L, -2, "most");
  lde_expression_set_params(L);
  expression = lde_expression_compile(L, lines, NULL, extras, text, strlen(text));
  assert_int_equal(expression->count, 4);
  assert_null(lde_expression_field(expression));
  lua_createtable(L, 2, 0);
  lua_pushinteger(L, 11);
  lua_rawseti(L, -2, 1);
  lde_record_push(L, LDE_E(unit), 0);
  lua_rawseti(L, -2, 2);
  luaL_checkstack(L, LDE_EXPRESSION_STACK, NULL);
  lde_evaluation_open(&evaluation, L, true);
  lde_expression_push(&evaluation, 2, expression, 0, 3);
  assert_true(lua_toboolean(L, -1));
  lde_expression_push(&evaluation, 2, expression, 1, 3);
  assert_false(lua_toboolean(L, -1));
  lde_evaluation_close(&evaluation);
  return 0;
}

static int use_no_entity(lua_State *L)
{
  static const char *const extras[] = {"need", "option", NULL};
  const char *text = "need.lane == 'core' and option.seats > 3 and need.nothing_here.at_all == nil";
  lde_evaluation evaluation;
  const lde_expression *expression =
      lde_expression_compile(L, NULL, NULL, extras, text, strlen(text));

  lua_createtable(L, 2, 0);
  for (int i = 1; i <= 2; i++) {
    lua_createtable(L, 0, 2);
    lua_pushliteral(L, "core");
    lua_setfield(L, -2, "lane");
    lua_pushinteger(L, 4);
    lua_setfield(L, -2, "seats");
    lua_rawseti(L, -2, i);
  }
  lde_evaluation_open(&evaluation, L, true);
  lde_expression_push(&evaluation, 2, expression, LDE_NO_ROW, 3);
  assert_true(lua_toboolean(L, -1));
  lde_evaluation_close(&evaluation);
  return 0;
}

static int misspell_extra(lua_State *L)
{
  static const char *const extras[] = {"sum", NULL};
  lde_expression_compile(L, lde_schema_find(lde_script_dataset(lde_script_of(L))->schema, "goals"),
                         NULL, extras, "smu > 1", 7);
  return 0;
}

static int read_field(lua_State *L)
{
  const lde_entity *goals = lde_schema_find(lde_script_dataset(lde_script_of(L))->schema, "goals");
  const lde_field *field =
      lde_expression_field(lde_expression_compile(L, goals, NULL, NULL, " weight ", 8));

  assert_non_null(field);
  assert_string_equal(field->name, "weight");
  assert_null(lde_expression_field(lde_expression_compile(L, goals, NULL, NULL, "-weight", 7)));
  assert_null(lde_expression_field(lde_expression_compile(L, goals, NULL, NULL, "kpis", 4)));
  return 0;
}

static void run_c(runner *r, lua_CFunction function)
{
  if (lde_sandbox_run(lde_script_sandbox(r->script), function, NULL, &r->failure) != LDE_OUTCOME_OK)
    fail_msg("%s", r->failure.message);
}

static void test_expression__names_of_the_caller(void **state)
{
  runner r = runner_new();

  (void)state;
  run_c(&r, use_extras);
  run_c(&r, use_no_entity);
  run_c(&r, read_field);
  assert_int_equal(lde_sandbox_run(lde_script_sandbox(r.script), misspell_extra, NULL, &r.failure),
                   LDE_OUTCOME_ERROR);
  assert_non_null(strstr(r.failure.message, "goals have no field 'smu'"));
  assert_non_null(strstr(r.failure.message, "'sum'"));
  /* P of the rule holds for the expressions of its collections too */
  runner_expect(&r, "return #ld.goals:where('P.most == 10')", "3");
  runner_free(&r);
}

/* each is the row of the expression around, one step out, also two deep. */
static void test_expression__each_is_one_step_out(void **state)
{
  runner r = runner_new();

  (void)state;
  runner_expect(&r,
                "return #ld.units:where([[employees:any(\"unit == each and "
                "plan_lines:all('each.fte > 0')\")]])",
                "2");
  runner_expect_error(&r,
                      "return ld.units:where(function(u) return u.employees:any('each.id') end)",
                      "'each' is the record around");
  runner_free(&r);
}

/* A text is compiled once for each kind of row around it. */
static void test_expression__compiled_once(void **state)
{
  runner r = runner_new();
  uint64_t before, first, second;

  (void)state;
  before = lde_sandbox_steps(lde_script_sandbox(r.script));
  runner_expect(
      &r, "return #ld.goals:where('weight > 0.1 and label ~= \"a fairly long text for a name\"')",
      "2");
  first = lde_sandbox_steps(lde_script_sandbox(r.script)) - before;
  runner_expect(
      &r, "return #ld.goals:where('weight > 0.1 and label ~= \"a fairly long text for a name\"')",
      "2");
  second = lde_sandbox_steps(lde_script_sandbox(r.script)) - before - first;
  assert_true(second + 50 < first);
  runner_free(&r);
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_expression__tokens),
      cmocka_unit_test(test_expression__tokens_end_where_the_text_ends),
      cmocka_unit_test(test_expression__names_of_the_caller),
      cmocka_unit_test(test_expression__each_is_one_step_out),
      cmocka_unit_test(test_expression__compiled_once),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
