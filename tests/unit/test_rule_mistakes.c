/* What can be wrong in a rule file is told with the rule and in both languages; and what a join compares. */
#include "rules_runner.h"

#include "model/node.h"

static void add_messages(const bench *b, lde_buffer *out)
{
  for (size_t i = 0; i < b->trouble.items.len; i++)
    lde_buffer_printf(out, "%s\n", b->trouble.items.data[i].message);
}

/* The file is refused with this message among others, and in Dutch with as many, none of them English. */
static void expect_mistake(const char *text, const char *message)
{
  bench b = bench_new(), nl = bench_new();
  lde_buffer said = {0}, gezegd = {0};

  nl.options.script.host.lang = LDE_DUTCH;
  if (bench_add_pack(&b, NULL, "r.lua", text))
    fail_msg("loads: %s", text);
  assert_false(bench_add_pack(&nl, NULL, "r.lua", text));
  add_messages(&b, &said);
  add_messages(&nl, &gezegd);
  if (!strstr(lde_buffer_text(&said), message))
    fail_msg("%s\n  wanted: %s\n  got: %s", text, message, lde_buffer_text(&said));
  if (strstr(lde_buffer_text(&gezegd), message) || b.trouble.items.len != nl.trouble.items.len)
    fail_msg("%s\n  in Dutch: %s", text, lde_buffer_text(&gezegd));
  lde_buffer_free(&said);
  lde_buffer_free(&gezegd);
  bench_free(&b);
  bench_free(&nl);
}

#define BODY "title = 'T', severity = 'warning', each = 'budgets', fails = 'setup > 1', message = 'm', "
#define WITH(text) "return ld.rule { id = 't/r', " BODY text " }"

static void test_rule_mistakes__names_of_a_rule(void **state)
{
  (void)state;
  expect_mistake("return ld.rule { " BODY "}", "the rule has no id");
  expect_mistake("return ld.rule { id = 5, " BODY "}", "id must be a text, not a number");
  expect_mistake("return ld.rule { id = 'Over', " BODY "}", "'Over' is no id; write pack/what-is-wrong in small letters");
  expect_mistake("return ld.rule { id = 'over', " BODY "}", "'over' is no id");
  expect_mistake("return ld.rule { id = '/over', " BODY "}", "'/over' is no id");
  expect_mistake("return ld.rule { id = 'over/', " BODY "}", "'over/' is no id");
  expect_mistake("return ld.rule { id = 'a/b/c', " BODY "}", "'a/b/c' is no id");
  expect_mistake("return ld.rule { id = 'exception/x', " BODY "}", "ids that begin with exception/ belong to the engine");
  expect_mistake(WITH("code = 'B-1'"), "'B-1' is no code; use letters and digits");
  expect_mistake(WITH("step = 10"), "step must be a number from 1 to 9");
  expect_mistake(WITH("step = 0"), "step must be a number from 1 to 9");
  expect_mistake(WITH("step = 1.5"), "step must be a number from 1 to 9");
  expect_mistake(WITH("'loose'"), "a rule has names for its parts; one has none");
}

static void test_rule_mistakes__texts(void **state)
{
  (void)state;
  expect_mistake("return ld.rule { id = 't/r', severity = 'note', each = 'budgets', fails = 'true', message = 'm' }",
                 "the rule has no title");
  expect_mistake("return ld.rule { id = 't/r', title = 'T', severity = 'note', each = 'budgets', fails = 'true' }",
                 "the rule has no message");
  expect_mistake(WITH("help = 5"), "help must be a text or {en = …, nl = …}, not a number");
  expect_mistake(WITH("help = {de = 'x'}"), "help has texts under en and nl only");
  expect_mistake(WITH("help = {en = 5}"), "help has texts under en and nl only");
  expect_mistake(WITH("help = {'x'}"), "help has texts under en and nl only");
  expect_mistake(WITH("help = 'a {id'"), "help: a { has no }");
  expect_mistake(WITH("fires = 'x'"), "fires must be a table of entities, not a string");
}

static void test_rule_mistakes__severity(void **state)
{
  static const char rest[] = "id = 't/r', title = 'T', each = 'budgets', fails = 'true', message = 'm'";
  char text[256];

  (void)state;
  snprintf(text, sizeof text, "return ld.rule { %s }", rest);
  expect_mistake(text, "the rule has no severity");
  snprintf(text, sizeof text, "return ld.rule { %s, severity = 'fatal' }", rest);
  expect_mistake(text, "severity is error, warning or note, or a table of these with expressions");
  snprintf(text, sizeof text, "return ld.rule { %s, severity = 5 }", rest);
  expect_mistake(text, "severity is error, warning or note, or a table of these with expressions");
  snprintf(text, sizeof text, "return ld.rule { %s, severity = {fatal = 'true'} }", rest);
  expect_mistake(text, "severity has error, warning and note");
  snprintf(text, sizeof text, "return ld.rule { %s, severity = {'true'} }", rest);
  expect_mistake(text, "severity has error, warning and note");
}

static void test_rule_mistakes__what_is_looked_at(void **state)
{
  (void)state;
  expect_mistake(WITH("where = 5"), "where must be an expression in quotes, not a number");
  expect_mistake(WITH("unless = 5"), "unless is an ld.exists(…)");
  expect_mistake(WITH("when = {}"), "when is an ld.exists(…)");
  expect_mistake(WITH("check = function() end"), "a rule has one of fails, check, unless, when, once; this one has 2");
  expect_mistake("return ld.rule { id = 't/r', title = 'T', severity = 'note', each = 'budgets', message = 'm' }",
                 "a rule has one of fails, check, unless, when, once; this one has 0");
  expect_mistake("return ld.rule { id = 't/r', title = 'T', severity = 'note', fails = 'true', at = 'x', message = 'm' }",
                 "the rule does not say which records it looks at");
}

#define JOIN(terms) \
  "return ld.rule { id = 't/r', title = 'T', severity = 'note', each = 'kpis', message = 'm', unless = ld.exists('goals', " terms ") }"

static void test_rule_mistakes__joins(void **state)
{
  (void)state;
  expect_mistake(JOIN("{['a b'] = 'id'}"), "unless: the left side is a field of goals");
  expect_mistake(JOIN("{[''] = 'id'}"), "unless: the left side is a field of goals");
  expect_mistake(JOIN("{id = {}}"), "unless: the right side of id is an expression in quotes");
  expect_mistake(JOIN("{}"), "unless: write between 1 and ");
  expect_mistake("local t = {} for i = 1, 100 do t['f' .. i] = 'id' end\n" JOIN("t"), "unless: write between 1 and ");
  expect_mistake("local t = {} for i = 1, 100 do t['f' .. i] = 'id' end\n" JOIN("t"), " conditions as field = expression");
}

#define SUM(text) "return ld.rule { id = 't/r', title = 'T', severity = 'note', fails = 'sum > 1', message = 'm', " text " }"

static void test_rule_mistakes__group_sums(void **state)
{
  (void)state;
  expect_mistake(SUM("each = 'budgets', sum = 'setup'"), "a sum needs of = \"plan_lines\", say, which records it adds up");
  expect_mistake(SUM("each = 'budgets', by = 'unit'"), "a sum needs of = \"plan_lines\", say, which records it adds up");
  expect_mistake(SUM("of = 'budgets', each = 'budgets', sum = 'setup', by = 'unit'"), "a rule with of has groups; leave each out");
  expect_mistake(SUM("of = 'budgets', by = 'unit'"), "of needs sum = what is added up");
  expect_mistake(SUM("of = 'budgets', sum = 'setup'"), "a sum needs by = {\"unit\"}: its groups");
  expect_mistake(SUM("of = 'budgets', sum = 'setup', by = {'a b'}"), "by holds names of fields of budgets");
  expect_mistake(SUM("of = 'budgets', sum = 'setup', by = {5}"), "by holds names of fields of budgets");
  expect_mistake(SUM("of = 'budgets', sum = 'setup', by = {'unit', 'unit'}"), "by has the name 'unit' twice");
}

#define FUNCTION(text) "return ld.rule { id = 't/r', title = 'T', severity = 'note', each = 'budgets', " text " }"

static void test_rule_mistakes__functions(void **state)
{
  lde_buffer many = {0};

  (void)state;
  expect_mistake(FUNCTION("check = 'x'"), "check must be a function");
  expect_mistake(FUNCTION("check = print"), "check must be a function");
  expect_mistake(FUNCTION("check = function(setpu) end"), "check: budgets have no field 'setpu'");
  lde_buffer_puts(&many, "return ld.rule { id = 't/r', title = 'T', severity = 'note', each = 'budgets', check = function(id");
  for (int i = 0; i < 60; i++)
    lde_buffer_printf(&many, ", p%d", i);
  lde_buffer_puts(&many, ") end }");
  expect_mistake(lde_buffer_text(&many), "check has too many parameters");
  lde_buffer_free(&many);
  expect_mistake("return ld.rule { id = 't/r', title = 'T', severity = 'note', once = 5 }", "once must be a function");
  expect_mistake("return ld.rule { id = 't/r', title = 'T', severity = 'note', once = function(organisation) end }",
                 "once has the parameters org, P and report, not 'organisation'");
}

static void test_rule_mistakes__evidence(void **state)
{
  (void)state;
  expect_mistake(WITH("evidence = 5"), "evidence is a table with from, sort and first");
  expect_mistake(WITH("evidence = {form = 'lines'}"), "evidence has no key 'form'");
  expect_mistake(WITH("evidence = {'lines'}"), "evidence has no key '?'");
  expect_mistake(WITH("evidence = {}"), "evidence: from and sort are expressions, first is a number up to 100");
  expect_mistake(WITH("evidence = {from = 'lines', first = 101}"), "first is a number up to 100");
  expect_mistake(WITH("evidence = {from = 'lines', first = 0}"), "first is a number up to 100");
  expect_mistake(WITH("evidence = {from = 'lines', sort = 5}"), "evidence: from and sort are expressions");
  expect_mistake(WITH("evidence = {from = 'lines', sort = 'a\"b'}"), "evidence: from and sort are expressions");
}

static void test_rule_mistakes__parameters(void **state)
{
  (void)state;
  expect_mistake(WITH("params = 5"), "params is a table");
  expect_mistake(WITH("params = {5}"), "params holds at most ");
  expect_mistake(WITH("params = {a = 5}"), "a parameter is name = {type = …, default = …}");
  expect_mistake(WITH("params = {a = {type = 'choice', default = 'x'}}"), "parameter a needs choices = {\"a\", \"b\"}");
  expect_mistake(WITH("params = {a = {type = 'integer', default = 1, min = 'x'}}"), "min of parameter a must be a number");
  expect_mistake("local t = {} for i = 1, 100 do t['p' .. i] = {type = 'integer', default = 1} end\n" WITH("params = t"),
                 "params holds at most ");
}

/* ---- settings of an organisation ---- */

static const char over[] = "return ld.rule { id = 'budget/over', code = 'B01', title = 't', severity = 'error', each = 'budgets', "
                           "fails = 'setup > P.most', message = '{id}', params = {most = {type = 'money', default = 1000}} }";

static lde_node scalar(const char *key, const char *text)
{
  return (lde_node){.kind = LDE_NODE_SCALAR, .plain = true, .text = text, .len = strlen(text), .key = key};
}

static void expect_setting(lde_language lang, const lde_rule_severity *severity, const lde_node *params, const char *expected)
{
  bench b = bench_new();
  lde_buffer said = {0};

  b.options.script.host.lang = lang;
  b.options.severities = severity;
  b.options.severity_count = severity ? 1 : 0;
  b.options.script.params = params;
  assert_true(bench_add_pack(&b, "budget", "over.lua", over));
  lde_rules_check_settings(b.rules, &b.trouble);
  for (size_t i = 0; i < b.trouble.items.len; i++)
    lde_buffer_printf(&said, "%s %s [%s]\n", b.trouble.items.data[i].code, b.trouble.items.data[i].message,
                      b.trouble.items.data[i].help);
  assert_string_equal(lde_buffer_text(&said), expected);
  lde_buffer_free(&said);
  bench_free(&b);
}

static void test_rule_mistakes__settings_without_a_rule(void **state)
{
  lde_rule_severity severity = {.rule = "budget/ovr", .kind = LDE_RULE_OFF, .file = "m.yaml"};
  lde_node most = scalar("most", "1"), rule = {.kind = LDE_NODE_MAP, .key = "budget/ovr", .count = 1, .first = &most},
           map = {.kind = LDE_NODE_MAP, .count = 1, .first = &rule};

  (void)state;
  expect_setting(LDE_ENGLISH, &severity, NULL,
                 "load/reference a severity is set for 'budget/ovr', and there is no such rule [did you mean 'budget/over'?]\n");
  expect_setting(LDE_DUTCH, &severity, NULL,
                 "load/reference er is een zwaarte ingesteld voor 'budget/ovr', en die regel is er niet [bedoelt u 'budget/over'?]\n");
  expect_setting(LDE_ENGLISH, NULL, &map,
                 "load/reference parameters are set for 'budget/ovr', and there is no such rule [did you mean 'budget/over'?]\n");
  rule.key = "budget/over";
  most.key = "mots";
  expect_setting(LDE_ENGLISH, NULL, &map, "load/unknown-key budget/over has no parameter 'mots' [did you mean 'most'?]\n");
  expect_setting(LDE_DUTCH, NULL, &map, "load/unknown-key budget/over heeft geen parameter 'mots' [bedoelt u 'most'?]\n");
  severity.rule = "exception/expired"; /* of the engine itself */
  expect_setting(LDE_ENGLISH, &severity, NULL, "");
}

static void test_rule_mistakes__thresholds_need_a_size(void **state)
{
  lde_rule_severity severity = {.rule = "B01", .kind = LDE_RULE_THRESHOLDS};

  (void)state;
  assert_true(lde_rule_threshold_parse(">= 100", &severity.by[LDE_ERROR]));
  assert_false(lde_rule_threshold_parse("> 0x10", &severity.by[LDE_NOTE]));
  assert_false(lde_rule_threshold_parse("> ten", &severity.by[LDE_NOTE]));
  assert_false(lde_rule_threshold_parse("> 10 days", &severity.by[LDE_NOTE]));
  assert_false(lde_rule_threshold_parse(">", &severity.by[LDE_NOTE]));
  expect_setting(LDE_ENGLISH, &severity, NULL, "load/type budget/over has no size to compare []\n");
  expect_setting(LDE_DUTCH, &severity, NULL, "load/type budget/over heeft geen size om mee te vergelijken []\n");
}

/* ---- what a join compares ---- */

#define WHEN(each, entity, terms) \
  RULE("each = '" each "', message = '{id}', when = ld.exists('" entity "', " terms ")")

static void test_rule_mistakes__joins_compare_values_of_every_kind(void **state)
{
  (void)state;
  /* text by order, number, fraction, truth; nothing is equal to what is empty */
  expect_findings(WHEN("goals", "goals", "{id = ld.gt 'id'}"), "t/r warning goals:g1 g1");
  expect_findings(WHEN("goals", "goals", "{id = ld.le 'id', weight = ld.gt 'weight'}"), "t/r warning goals:g2 g2");
  expect_findings(WHEN("goals", "goals", "{weight = ld.lt 'weight'}"), "t/r warning goals:g1 g1");
  expect_findings(WHEN("goals", "goals", "{weight = '1 - weight'}"), "t/r warning goals:g1 g1\nt/r warning goals:g2 g2");
  expect_findings(WHEN("budgets", "budgets", "{setup = ld.gt 'setup + 0.5'}"), "t/r warning budgets:b2 b2");
  expect_findings(WHEN("budgets", "budgets", "{setup = ld.ge 'setup / 1', id = 'id'}"),
                  "t/r warning budgets:b1 b1\nt/r warning budgets:b2 b2");
  expect_findings(WHEN("goals", "kpis", "{goal = ld.ne 'kpis:first().goal', id = 'id'}"), "");
}

static void test_rule_mistakes__joins_refuse_values_without_order(void **state)
{
  bench b = bench_new();

  (void)state;
  assert_true(bench_add_pack(&b, NULL, "r.lua", WHEN("goals", "goals", "{id = ld.gt 'weight'}")));
  lde_rules_run(b.rules, &b.found, &b.trouble);
  assert_int_equal(b.found.unknown, 1);
  assert_int_equal(b.trouble.items.len, 1);
  assert_non_null(strstr(b.trouble.items.data[0].message, "ld.exists compares values that have no order"));
  bench_free(&b);
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_rule_mistakes__names_of_a_rule),
      cmocka_unit_test(test_rule_mistakes__texts),
      cmocka_unit_test(test_rule_mistakes__severity),
      cmocka_unit_test(test_rule_mistakes__what_is_looked_at),
      cmocka_unit_test(test_rule_mistakes__joins),
      cmocka_unit_test(test_rule_mistakes__group_sums),
      cmocka_unit_test(test_rule_mistakes__functions),
      cmocka_unit_test(test_rule_mistakes__evidence),
      cmocka_unit_test(test_rule_mistakes__parameters),
      cmocka_unit_test(test_rule_mistakes__settings_without_a_rule),
      cmocka_unit_test(test_rule_mistakes__thresholds_need_a_size),
      cmocka_unit_test(test_rule_mistakes__joins_compare_values_of_every_kind),
      cmocka_unit_test(test_rule_mistakes__joins_refuse_values_without_order),
  };

  return cmocka_run_group_tests(tests, NULL, NULL);
}
