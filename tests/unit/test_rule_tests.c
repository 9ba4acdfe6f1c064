/* Tests of rules: test files, what tests reach, which changes they notice; and lint. */
#include "rules_runner.h"
#include "rules/lint.h"
#include "rules/tests.h"

#define OVER                                                                                       \
  "each = 'budgets', fails = 'setup > P.most and mode ~= nil', message = '{id}', size = 'setup - P.most',"           \
  " params = {most = {type = 'money', default = 600}},"

static void free_results(lde_test_results *results)
{
  lde_vec_free(&results->items);
  lde_vec_free(&results->coverage);
  lde_vec_free(&results->gaps);
  lde_vec_free(&results->mutation);
  lde_vec_free(&results->survivors);
  lde_arena_free(&results->arena);
}

/* Runs a test file against one rule: "passed group name" or "failed group name line: message". */
static void expect_tests(const char *rule, const char *text, const char *expected)
{
  bench b = bench_new();
  lde_test_results results = {0};
  lde_rule_test_file file = {"r_test.lua", text, strlen(text)};
  lde_buffer got = {0};

  if (!bench_add_pack(&b, NULL, "r.lua", rule))
    fail_msg("%s", b.trouble.items.data[0].message);
  lde_rules_test_file(&b.rules, 1, &file, &results);
  for (size_t i = 0; i < results.items.len; i++) {
    const lde_test_case *one = &results.items.data[i];
    lde_buffer_printf(&got, "%s%s %s %s", i ? "\n" : "", one->passed ? "passed" : "failed", one->group, one->name);
    if (!one->passed)
      lde_buffer_printf(&got, " %d: %s", one->line, one->message);
  }
  assert_string_equal(lde_buffer_text(&got), expected);
  lde_buffer_free(&got);
  free_results(&results);
  bench_free(&b);
}

static void test_rule_tests__a_file_describes_and_asserts(void **state)
{
  (void)state;
  expect_tests(RULE(OVER),
               "describe('over', function()\n"
               "  local model\n"
               "  before_each(function() model = {budgets = {{id = 'b1', setup = 700, mode = 'restrictive'}}} end)\n"
               "  describe('most', function()\n"
               "    it('fires', function()\n"
               "      local found = ld.check('t/r', model)\n"
               "      assert.equal(1, #found) assert.equal('b1', found[1].id) assert.near(100, found[1].size, 0.1)\n"
               "      model.budgets[1].setup = 1\n"
               "    end)\n"
               "    it('is set', function() assert.same({}, ld.check('T1', model, {most = 700})) end)\n"
               "  end)\n"
               "  it('reads YAML as files have it', function()\n"
               "    assert.equal(1, #ld.check('t/r', 'budgets: [{id: b1, setup: 6.01, mode: restrictive}, {id: b2, setup: 6.00, mode: restrictive}]'))\n"
               "  end)\n"
               "end)",
               "passed over most fires\npassed over most is set\npassed over reads YAML as files have it");
}

static void test_rule_tests__a_failure_shows_line_rule_and_values(void **state)
{
  (void)state;
  expect_tests(RULE(OVER),
               "it('a', function()\n  assert.equal(2, #ld.check('t/r', {}))\nend)\n"
               "it('b', function() assert.same({a = {1}}, {a = {2}}) end)\n"
               "it('c', function() ld.check('t/x', {}) end)\n"
               "it('d', function() ld.check('t/r', {budgets = {{setpu = 1}}}) end)\n"
               "it('e', function() assert.has_error(function() end) end)\n"
               "it('f', function() assert(false) end)\n"
               "it('g', function() while true do end end)\n"
               "it('h', function() assert.is_true(true) assert.is_nil(nil) assert.has_error(function() error('x') end, 'x') end)",
               "failed r_test.lua a 2: expected 2, got 0 (rule t/r, r.lua:1)\n"
               "failed r_test.lua b 4: expected {a = {1}}, got {a = {2}}\n"
               "failed r_test.lua c 5: there is no rule 't/x'; did you mean 't/r'?\n"
               "failed r_test.lua d 6: t/r: budgets have no field 'setpu'; did you mean 'setup'? (rule t/r, r.lua:1)\n"
               "failed r_test.lua e 7: expected an error, got none\n"
               "failed r_test.lua f 8: assertion failed\n"
               "failed r_test.lua g 9: stopped after 300000000 steps\n"
               "passed r_test.lua h");
  expect_tests(RULE(OVER), "it('a', function()", "failed r_test.lua is read 1: 'end' expected near <eof>");
}

/* Examples of the rule, then what they reach. */
static void expect_coverage(const char *rule, const char *expected)
{
  bench b = bench_new();
  lde_rule_examples examples = {0};
  lde_test_results results = {0};
  lde_buffer got = {0};

  if (!bench_add_pack(&b, NULL, "r.lua", rule))
    fail_msg("%s", b.trouble.items.data[0].message);
  lde_rules_cover(b.rules);
  lde_rules_test(b.rules, &examples);
  assert_int_equal(examples.failed, 0);
  lde_rules_coverage(b.rules, &results);
  lde_buffer_printf(&got, "%zu/%zu", results.covered, results.total);
  for (size_t i = 0; i < results.gaps.len; i++) {
    const lde_test_gap *gap = &results.gaps.data[i];
    lde_buffer_printf(&got, "\n%d %s %s%s: %s", gap->line, gap->part, gap->never_true ? "T" : "", gap->never_false ? "F" : "", gap->text);
  }
  assert_string_equal(lde_buffer_text(&got), expected);
  lde_buffer_free(&got);
  lde_rule_examples_free(&examples);
  free_results(&results);
  bench_free(&b);
}

static void test_rule_tests__each_clause_is_reached_both_ways(void **state)
{
  (void)state;
  expect_coverage(RULE(OVER "fires = {budgets = {{id = 'a', setup = 601, mode = 'restrictive'}}},\n"
                            "clean = {budgets = {{id = 'a', setup = 600, mode = 'restrictive'}}}"),
                  "3/4\n1 fails F: mode ~= nil");
  expect_coverage(RULE("each = 'budgets', where = \"not (setup == nil or setup < 5) and (mode == 'indicative' or setup > 9)\",\n"
                       "fails = 'true', message = 'm', fires = {budgets = {{id = 'a', setup = 10}}},\n clean = {budgets = {{id = 'a'}}}"),
                  "6/9\n1 where T: setup < 5\n1 where T: mode == 'indicative'\n1 where F: setup > 9");
}

static void test_rule_tests__lines_and_matches_are_reached(void **state)
{
  (void)state;
  expect_coverage("return ld.rule { " HEAD "each = 'budgets',\n"
                  "check = function(setup, mode)\n"
                  "  if not setup then\n"
                  "    return nil\n"
                  "  end\n"
                  "  if setup > 10 then\n"
                  "    return 'much'\n"
                  "  end\n"
                  "end,\n"
                  "fires = {budgets = {{id = 'a', setup = 11}}}, clean = {budgets = {{id = 'a', setup = 10}}} }",
                  "3/4\n4 line T: return nil");
  expect_coverage(RULE("each = 'goals', unless = ld.exists('kpis', {goal = 'id'}), message = 'm', fires = {goals = {{id = 'g'}}}"),
                  "1/2\n1 exists T: kpis");
}

static void expect_mutants(const char *rule, const char *test, const char *expected)
{
  bench b = bench_new();
  lde_test_results results = {0};
  lde_rule_test_file file = {"r_test.lua", test, test ? strlen(test) : 0};
  lde_buffer got = {0};

  if (!bench_add_pack(&b, NULL, "r.lua", rule))
    fail_msg("%s", b.trouble.items.data[0].message);
  lde_rules_mutate(b.rules, &file, test ? 1 : 0, &results);
  lde_buffer_printf(&got, "%zu/%zu", results.killed, results.mutants);
  for (size_t i = 0; i < results.survivors.len; i++)
    lde_buffer_printf(&got, "\n%d: %s → %s", results.survivors.data[i].line, results.survivors.data[i].from, results.survivors.data[i].to);
  assert_string_equal(lde_buffer_text(&got), expected);
  lde_buffer_free(&got);
  free_results(&results);
  bench_free(&b);
}

static void test_rule_tests__mutants_that_nobody_notices_are_named(void **state)
{
  static const char rule[] = "return ld.rule { " HEAD "each = 'budgets',\n fails = \"setup > 600 and mode == 'restrictive'\", message = '{setup + 1}',\n"
                             "fires = {budgets = {{id = 'a', setup = 700, mode = 'restrictive'}}},\n"
                             "clean = {budgets = {{id = 'a', setup = 500, mode = 'restrictive'}}} }";

  (void)state;
  expect_mutants(rule, NULL, "3/6\n2: > → >=\n2: 600 → 601\n2: 600 → (599)");
  expect_mutants(rule, "it('x', function() assert.equal(1, #ld.check('t/r', {budgets = {{id = 'a', setup = 601, mode = 'restrictive'}, {id = 'b', setup = 600, mode = 'restrictive'}}})) end)",
                 "6/6");
}

static void test_rule_tests__mutants_of_functions_and_joins(void **state)
{
  (void)state;
  expect_mutants("local least = 5\nreturn ld.rule { " HEAD "each = 'goals',\n"
                 "check = function(id, kpis)\n return id == 'g1' and kpis:count(\"id ~= 'k1'\") >= least - 4 and string.format('%d', 3 + 4) end, message = 'm',\n"
                 "fires = {goals = {{id = 'g1', kpis = {{id = 'k2'}}}}},\n"
                 "clean = {{goals = {{id = 'g1', kpis = {{id = 'k1'}}}}}, {goals = {{id = 'g2', kpis = {{id = 'k2'}}}}}} }",
                 NULL, "13/13");
  expect_mutants(RULE("each = 'goals', unless = ld.exists('kpis', {['goal.id'] = 'id', id = ld.ne \"'k9'\"}), message = 'm',"
                      "fires = {goals = {{id = 'g', kpis = {{id = 'k9'}}}}}, clean = {goals = {{id = 'g', kpis = {{id = 'k1'}}}}}"),
                 NULL, "2/2");
}

static void test_rule_tests__what_cannot_be_meant_is_refused(void **state)
{
  (void)state;
  expect_refused(RULE("each = 'budgets', fails = 'setup > id', message = 'm'"),
                 "1: t/r: fails: a number cannot be compared with a text (column 7 of \"setup > id\")");
  expect_refused(RULE("each = 'budgets', fails = \"mode == 'restrictve'\", message = 'm'"),
                 "1: t/r: fails can never be true, so the rule cannot fire: mode is never 'restrictve'; did you mean 'restrictive'?");
  expect_refused(RULE("each = 'budgets', fails = 'setup > 5 and setup < 5', message = 'm'"),
                 "1: t/r: fails can never be true, so the rule cannot fire");
  expect_refused(RULE("each = 'goals', fails = 'kpis:count() < 0', message = 'm'"),
                 "1: t/r: fails can never be true, so the rule cannot fire");
  expect_refused(RULE("each = 'offerings', fails = 'minutes_contact > cost_per_seat', message = 'm'"),
                 "1: t/r: fails: the two sides of '>' have different units: minutes, money (\"minutes_contact > cost_per_seat\")");
  expect_refused(RULE("each = 'goals', when = ld.exists('budgets', {mode = \"'restrictve'\"}), message = 'm'"),
                 "1: t/r: when: no record can match: mode == ('restrictve') is never so");
  /* what a parameter decides may be set */
  expect_findings(RULE("each = 'budgets', fails = 'P.on and setup > 60000', message = '{id}', params = {on = {type = 'bool', default = false}}"), "");
}

static void expect_lint(const char *rule, const char *expected)
{
  bench b = bench_new();
  lde_findings found = {0};
  lde_buffer got = {0};

  if (!bench_add_pack(&b, NULL, "r.lua", rule))
    fail_msg("%s", b.trouble.items.data[0].message);
  lde_rules_lint(b.rules, &found);
  for (size_t i = 0; i < found.items.len; i++) {
    const lde_finding *f = &found.items.data[i];
    lde_buffer_printf(&got, "%s%s %u:%u %s", i ? "\n" : "", f->rule + 5, f->place.line, f->place.column, f->message + 5);
  }
  assert_string_equal(lde_buffer_text(&got), expected);
  lde_buffer_free(&got);
  lde_findings_free(&found);
  bench_free(&b);
}

#define TEXTS "message = {en = 'm', nl = 'm'}, fires = {}, clean = {}, "

static void test_rule_tests__lint_knows_empty_fields(void **state)
{
  (void)state;
  expect_lint("return ld.rule { " HEAD TEXTS "each = 'needs',\n  fails = \"lane ~= 'core'\" }",
              "empty-not-equal 2:17 fails: ~= is also true where lane is empty");
  expect_lint("return ld.rule { " HEAD TEXTS "each = 'needs',\n  fails = \"lane and lane ~= 'core' or lane ~= nil and lane ~= 'team'\" }", "");
  expect_lint("return ld.rule { " HEAD TEXTS "each = 'budgets',\n  where = 'setup', fails = 'not (setup < carry_in)' }",
              "negated-unknown 2:40 fails: not over this comparison is also true where carry_in is empty");
  expect_lint("return ld.rule { " HEAD TEXTS "each = 'goals',\n  fails = \"needs:any(\\\"lane ~= 'core'\\\")\" }",
              "empty-not-equal 2:3 fails: ~= is also true where lane is empty");
}

static void test_rule_tests__lint_knows_functions_and_texts(void **state)
{
  (void)state;
  expect_lint("return ld.rule { " HEAD TEXTS "each = 'budgets',\n  check = function(setup) return setup ~= nil and setup > 5 end }",
              "could-be-expression 2:0 this check can be an expression, which runs over columns");
  expect_lint("return ld.rule { " HEAD TEXTS "each = 'budgets',\n  check = function(setup)\n    if setup > 5 then return 'much' end\n  end }",
              "could-be-expression 3:0 this check can be an expression, which runs over columns");
  expect_lint("return ld.rule { " HEAD TEXTS "once = function(org)\n  local t = {1, nil, 3}\n  return #t\nend }",
              "length-of-holes 2:0 a list gets a hole here, and # of a list with holes is not fixed");
  expect_lint("return ld.rule { " HEAD "each = 'goals', fails = \"id:find('%S')\", message = 'm', params = {a = {type = 'days', default = 1}}, size = 'P.a' }",
              "no-examples 1:18 the rule has no examples\n"
              "slow-layer 1:123 fails does not run over columns: a pattern\n"
              "one-language 1:136 message is one text for both languages\n"
              "param-without-doc 1:161 parameter a is not explained in both languages");
}

static void test_rule_tests__fields_that_no_rule_reads(void **state)
{
  bench b = bench_new();
  lde_findings found = {0};

  (void)state;
  assert_true(bench_add_pack(&b, NULL, "r.lua", RULE("each = 'budgets', fails = 'setup > 1', message = 'm'")));
  lde_rules_unused_fields(b.rules, (const char *const[]){"return function(u) return u.label_en end"}, 1, &found);
  assert_int_equal(found.items.len, 3);
  assert_string_equal(found.items.data[0].message, "goals: no rule reads weight");
  assert_string_equal(found.items.data[1].message, "kpis: no rule reads goal");
  assert_string_equal(found.items.data[2].message, "budgets: no rule reads unit, mode");
  lde_findings_free(&found);
  bench_free(&b);
}

static void take(void *ctx, const lde_rule_timing *timing)
{
  lde_buffer_printf(ctx, "%s %s %d %zu;", timing->rule, timing->layer, (int)timing->rows, timing->findings);
  assert_true(timing->nanoseconds > 0);
}

static void test_rule_tests__rules_tell_their_time_and_layer(void **state)
{
  bench b = bench_new();
  lde_buffer got = {0};

  (void)state;
  assert_true(bench_add_pack(&b, NULL, "r.lua",
                             "local T = {id='t/a', title='a', severity='note', each='budgets', message='m', fails='setup > 6000'}\n"
                             "return {ld.rule(T), ld.rule{id='t/b', title='b', severity='note', each='budgets', where='setup > 6000', check=function(id) return id end},"
                             " ld.rule{id='t/c', title='c', severity='note', each='goals', message='m', fails=\"id:find('g')\"}}"));
  lde_rules_time(b.rules, take, &got);
  lde_rules_run(b.rules, &b.found, &b.trouble);
  assert_string_equal(lde_buffer_text(&got), "t/a columns 3 1;t/b mixed 3 1;t/c lua 2 2;");
  lde_buffer_free(&got);
  bench_free(&b);
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_rule_tests__a_file_describes_and_asserts),
      cmocka_unit_test(test_rule_tests__a_failure_shows_line_rule_and_values),
      cmocka_unit_test(test_rule_tests__each_clause_is_reached_both_ways),
      cmocka_unit_test(test_rule_tests__lines_and_matches_are_reached),
      cmocka_unit_test(test_rule_tests__mutants_that_nobody_notices_are_named),
      cmocka_unit_test(test_rule_tests__mutants_of_functions_and_joins),
      cmocka_unit_test(test_rule_tests__what_cannot_be_meant_is_refused),
      cmocka_unit_test(test_rule_tests__lint_knows_empty_fields),
      cmocka_unit_test(test_rule_tests__lint_knows_functions_and_texts),
      cmocka_unit_test(test_rule_tests__fields_that_no_rule_reads),
      cmocka_unit_test(test_rule_tests__rules_tell_their_time_and_layer),
  };

  return cmocka_run_group_tests(tests, NULL, NULL);
}
