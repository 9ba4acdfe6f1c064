/* What an organisation sets: severities, parameters, exceptions, baseline, replacement; and examples. */
#include "model/node.h"
#include "rules_runner.h"

static const char over[] = "return ld.rule { id = 'budget/over', code = 'B01', title = 't', severity = 'error', each = 'budgets', fails = 'setup > P.most',"
                           "size = 'setup - P.most', message = '{id} {setup - P.most|money}', params = {most = {type = 'money', default = 1000}} }";

static void test_rules_settings__severity(void **state)
{
  bench b = bench_new();
  lde_rule_severity setting = {.rule = "B01"};

  (void)state;
  assert_true(lde_rule_severity_parse("note", &setting));
  assert_false(lde_rule_severity_parse("warn", &setting));
  b.options.severities = &setting;
  b.options.severity_count = 1;
  bench_add_pack(&b, "budget", "over.lua", over);
  bench_run(&b, "budget/over note budgets:b1 b1 € 990.00\nbudget/over note budgets:b2 b2 € 40.00");
  bench_free(&b);
  b = bench_new();
  setting = (lde_rule_severity){.rule = "budget/over", .kind = LDE_RULE_THRESHOLDS};
  assert_true(lde_rule_threshold_parse("> 500", &setting.by[LDE_ERROR])); /* euros */
  assert_true(lde_rule_threshold_parse(" >= 100", &setting.by[LDE_WARNING]));
  assert_false(lde_rule_threshold_parse("500", &setting.by[LDE_NOTE]));
  b.options.severities = &setting;
  b.options.severity_count = 1;
  bench_add_pack(&b, "budget", "over.lua", over);
  bench_run(&b, "budget/over error budgets:b1 b1 € 990.00");
  bench_free(&b);
  b = bench_new();
  setting = (lde_rule_severity){.rule = "budget/over", .kind = LDE_RULE_OFF};
  b.options.severities = &setting;
  b.options.severity_count = 1;
  bench_add_pack(&b, "budget", "over.lua", over);
  bench_run(&b, "");
  assert_int_equal(b.found.rules, 0);
  bench_free(&b);
}

static lde_node scalar(const char *key, const char *text)
{
  return (lde_node){.kind = LDE_NODE_SCALAR, .plain = true, .text = text, .len = strlen(text), .key = key};
}

static void test_rules_settings__parameters_by_rule_and_date(void **state)
{
  bench b = bench_new();
  lde_node late = scalar("2027-06-01", "9000"), early = scalar("2026-01-01", "600"), dated = {.kind = LDE_NODE_MAP, .key = "most", .count = 2};
  lde_node own = {.kind = LDE_NODE_MAP, .key = "budget/over", .count = 1}, shared = scalar("most", "1"), map = {.kind = LDE_NODE_MAP, .count = 2};

  (void)state;
  early.next = &late;
  dated.first = &early;
  own.first = &dated;
  shared.next = &own;
  map.first = &shared;
  b.options.script.params = &map;
  bench_add_pack(&b, "budget", "over.lua", over);
  lde_rules_check_settings(b.rules, &b.trouble);
  bench_run(&b, "budget/over error budgets:b1 b1 € 400.00");
  bench_free(&b);
  b = bench_new();
  dated.key = "mots";
  own.next = &dated; /* a shared name that nobody declares is fine */
  own.first = &late;
  late.key = "mots";
  b.options.script.params = &map;
  bench_add_pack(&b, "budget", "over.lua", over);
  lde_rules_check_settings(b.rules, &b.trouble);
  assert_int_equal(b.trouble.items.len, 1);
  assert_string_equal(b.trouble.items.data[0].message, "budget/over has no parameter 'mots'");
  assert_string_equal(b.trouble.items.data[0].help, "did you mean 'most'?");
  bench_free(&b);
}

static void test_rules_settings__a_setting_of_another_type(void **state)
{
  bench b = bench_new();
  lde_node shared = scalar("most", "many"), map = {.kind = LDE_NODE_MAP, .count = 1, .first = &shared};

  (void)state;
  shared.key_line = 7;
  b.options.params_file = "ldengine.yaml";
  b.options.script.params = &map;
  bench_add_pack(&b, "budget", "over.lua", over);
  lde_rules_check_settings(b.rules, &b.trouble);
  assert_int_equal(b.trouble.items.len, 1);
  assert_string_equal(b.trouble.items.data[0].message, "budget/over: the setting of parameter most: it is not of type money");
  assert_string_equal(b.trouble.items.data[0].code, "load/type");
  assert_string_equal(b.trouble.items.data[0].file, "ldengine.yaml");
  assert_int_equal(b.trouble.items.data[0].line, 7);
  bench_free(&b);
}

static void test_rules_settings__exceptions(void **state)
{
  bench b = bench_new();

  (void)state;
  build_row(b.ds, "exceptions", "id=x1; rule=budget/over; record=budgets:b1; ends_on=2027-01-01; by_whom=cfo; reason=agreed; limit_size=990");
  build_row(b.ds, "exceptions", "id=x2; rule=B01; record=budgets:b2; ends_on=2026-12-31; by_whom=cfo; reason=agreed");
  build_row(b.ds, "exceptions", "id=x3; rule=budget/over; record=budgets:b9; ends_on=2027-12-31; by_whom=cfo; reason=agreed");
  build_row(b.ds, "exceptions", "id=x4; rule=budget/over; record=budgets:b1; ends_on=2027-12-31; by_whom=cfo; reason=agreed; limit_size=989.99");
  bench_add_pack(&b, "budget", "over.lua", over);
  bench_run(&b, "budget/over error budgets:b1 b1 € 990.00 (excepted)\n"
                "budget/over error budgets:b2 b2 € 40.00\n"
                "exception/expired error exceptions:x2 an exception has ended while the finding is still there (B01 budgets:b2)\n"
                "exception/unused warning exceptions:x3 an exception excepts nothing (budget/over budgets:b9)\n"
                "exception/over-limit error exceptions:x4 a finding is larger than its exception allows (budget/over budgets:b1)");
  assert_true(b.found.excepted == 1 && b.found.errors == 3 && b.found.warnings == 1);
  assert_string_equal(b.found.items.data[0].exception->by, "cfo");
  bench_free(&b);
}

static void test_rules_settings__exceptions_by_match(void **state)
{
  static const lde_exception_match unit[] = {{"unit", "it"}}, group[] = {{"unit", "hr"}, {"sum", "5000"}};
  const lde_exception exceptions[] = {
      {.rule = "budget/over", .match = unit, .match_count = 1, .until = 30000, .by = "b", .reason = "r", .row = LDE_NO_ROW},
      {.rule = "t/r", .match = group, .match_count = 2, .until = 30000, .by = "b", .reason = "r", .row = LDE_NO_ROW}};
  bench b = bench_new();

  (void)state;
  b.options.exceptions = exceptions;
  b.options.exception_count = 2;
  bench_add_pack(&b, "budget", "over.lua", over);
  bench_add_pack(&b, NULL, "r.lua", RULE("sum = 'setup', of = 'budgets', by = {'unit'}, fails = 'sum > 0', message = '{unit}'"));
  bench_run(&b, "budget/over error budgets:b1 b1 € 990.00 (excepted)\nt/r warning budgets:it it\n"
                "budget/over error budgets:b2 b2 € 40.00\nt/r warning budgets:hr hr (excepted)");
  bench_free(&b);
}

static void test_rules_settings__baseline_and_fingerprints(void **state)
{
  bench b = bench_new();
  char old[LDE_DIGEST_TEXT_SIZE], other[LDE_DIGEST_TEXT_SIZE];
  const char *baseline[] = {old};

  (void)state;
  bench_add_pack(&b, "budget", "over.lua", over);
  lde_rules_run(b.rules, &b.found, &b.trouble);
  strcpy(old, b.found.items.data[0].fingerprint);
  strcpy(other, b.found.items.data[1].fingerprint);
  assert_string_not_equal(old, other);
  bench_free(&b);
  b = bench_new();
  lde_table_move(&b.ds->tables[LDE_E(budget)], 0, (lde_place){0, 700, 1}); /* lines move, fingerprints stay */
  b.options.baseline = baseline;
  b.options.baseline_count = 1;
  bench_add_pack(&b, "budget", "over.lua", over);
  bench_run(&b, "budget/over error budgets:b2 b2 € 40.00\nbudget/over error budgets:b1 b1 € 990.00 (known)");
  assert_true(b.found.errors == 1 && b.found.known == 1);
  bench_free(&b);
}

static void test_rules_settings__own_rules_replace_those_of_packs(void **state)
{
  static const char mine[] = "return ld.rule { id = 'budget/over', title = 't', severity = 'note', each = 'budgets', fails = \"id == 'b2'\", message = 'mine' }";
  bench b = bench_new();

  (void)state;
  assert_true(bench_add_pack(&b, "budget", "over.lua", over));
  assert_true(bench_add_pack(&b, NULL, "mine.lua", mine));
  assert_true(lde_rules_info(b.rules, 0).replaced);
  bench_run(&b, "budget/over note budgets:b2 mine");
  bench_free(&b);
  b = bench_new();
  assert_true(bench_add_pack(&b, "budget", "over.lua", over));
  assert_false(bench_add_pack(&b, "budget", "again.lua", over));
  assert_string_equal(b.trouble.items.data[0].message, "budget/over: over.lua:1 has a rule with the same id");
  bench_free(&b);
}

static void test_rules_settings__only_so_many_are_kept(void **state)
{
  bench b = bench_new();

  (void)state;
  b.options.most = 1;
  bench_add_pack(&b, "budget", "over.lua", over);
  bench_run(&b, "budget/over error budgets:b1 b1 € 990.00");
  assert_int_equal(b.found.errors, 2);
  bench_free(&b);
}

/* ---- examples ---- */

static void expect_examples(const char *text, const char *expected)
{
  bench b = bench_new();
  lde_rule_examples examples = {0};
  lde_buffer got = {0};

  if (!bench_add_pack(&b, NULL, "r.lua", text))
    fail_msg("%s", b.trouble.items.data[0].message);
  lde_rules_test(b.rules, &examples);
  for (size_t i = 0; i < examples.items.len; i++)
    lde_buffer_printf(&got, "%s%s %s: %s", i ? "\n" : "", examples.items.data[i].fires ? "fires" : "clean",
                      examples.items.data[i].passed ? "passed" : "failed", examples.items.data[i].message);
  assert_string_equal(lde_buffer_text(&got), expected);
  lde_buffer_free(&got);
  lde_rule_examples_free(&examples);
  bench_free(&b);
}

#define BIG "each = 'budgets', fails = 'planned > setup', message = '{id} {planned|money}', "

static void test_rules_settings__examples(void **state)
{
  (void)state;
  expect_examples(RULE(BIG "fires = {budgets = {{id = 'a', setup = 100}}, plan_lines = {{id = 'l', budget = 'a', cost = 150, decision = 'in'}}},"
                           "clean = {budgets = {{id = 'a', setup = 100}}}"),
                  "fires passed: a € 1.50\nclean passed: ");
  expect_examples(RULE(BIG "fires = {budgets = {{id = 'a', setup = 100}}}, clean = {}"), "fires failed: nothing is found in it\nclean passed: ");
  expect_examples(RULE("each = 'goals', fails = '#kpis > 0', message = '{id}', fires = {goals = {{id = 'g', label = 'G', kpis = {{id = 'k'}}}}},"
                       "clean = {goals = {{id = 'g', kpis = {{id = 'k'}}}}}"),
                  "fires passed: g\nclean failed: g");
}

static void test_rules_settings__examples_have_a_day(void **state)
{
  (void)state;
  expect_examples(RULE("each = 'goals', fails = \"ld.today == '2028-05-01' and ld.year == 2028\", message = '{id}',"
                       "fires = {year = 2028, today = '2028-05-01', goals = {{id = 'g'}}}, clean = {goals = {{id = 'g'}}}"),
                  "fires passed: g\nclean passed: ");
}

static void test_rules_settings__examples_are_checked(void **state)
{
  (void)state;
  expect_examples(RULE(BIG "fires = {budgest = {}}, clean = {budgets = {{id = 'a', setpu = 1}}}"),
                  "fires failed: there is no entity 'budgest'; did you mean 'budgets'?\n"
                  "clean failed: budgets have no field 'setpu'; did you mean 'setup'?");
  expect_examples(RULE(BIG "fires = {budgets = {{id = 'a', setup = '100'}}}, clean = {budgets = {{id = 'a', unit = 'x'}}}"),
                  "fires failed: budgets.setup is not of type money\n"
                  "clean failed: Organisational unit 'x' does not exist");
  expect_examples(RULE(BIG "fires = {gaps = {{id = 'a'}}}, clean = {budgets = {{id = 'a', planned = 1}}}"),
                  "fires failed: gaps are computed; write what they are computed from\n"
                  "clean failed: budgets.planned is computed; write what it is computed from");
}

/* A record of each kind with nothing in it: what is left out must not break what is computed. */
static void test_rules_settings__empty_records_are_safe(void **state)
{
  bench b = bench_new();
  lde_rule_examples examples = {0};
  lde_buffer text = {0};

  (void)state;
  lde_buffer_puts(&text, "return ld.rule { " HEAD "each = 'goals', fails = \"label == 'x'\", message = 'm', clean = {");
  for (size_t e = 0; e < b.ds->schema->entities.len; e++)
    if (lde_schema_entity(b.ds->schema, (int)e)->origin == LDE_ORIGIN_WRITTEN)
      lde_buffer_printf(&text, "%s = {{}},", lde_schema_entity(b.ds->schema, (int)e)->plural);
  lde_buffer_puts(&text, "}}");
  assert_true(bench_add_pack(&b, NULL, "r.lua", text.data));
  lde_rules_test(b.rules, &examples);
  if (examples.failed)
    fail_msg("%s", examples.items.data[0].message);
  lde_buffer_free(&text);
  lde_rule_examples_free(&examples);
  bench_free(&b);
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_rules_settings__severity),
      cmocka_unit_test(test_rules_settings__parameters_by_rule_and_date),
      cmocka_unit_test(test_rules_settings__a_setting_of_another_type),
      cmocka_unit_test(test_rules_settings__exceptions),
      cmocka_unit_test(test_rules_settings__exceptions_by_match),
      cmocka_unit_test(test_rules_settings__baseline_and_fingerprints),
      cmocka_unit_test(test_rules_settings__own_rules_replace_those_of_packs),
      cmocka_unit_test(test_rules_settings__only_so_many_are_kept),
      cmocka_unit_test(test_rules_settings__examples),
      cmocka_unit_test(test_rules_settings__examples_have_a_day),
      cmocka_unit_test(test_rules_settings__examples_are_checked),
      cmocka_unit_test(test_rules_settings__empty_records_are_safe),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
