/* Rules: reading them, the ways to find, texts, limits. */
#include "rules_runner.h"

static void test_rules__an_expression_finds_records(void **state)
{
  bench b = bench_new();
  const lde_finding *f;

  (void)state;
  assert_true(bench_add_pack(&b, NULL, "r.lua",
                             RULE("each = 'budgets', where = 'setup ~= nil', fails = 'setup > P.most', at = 'setup', step = 4,"
                                  "size = 'setup - P.most', params = {most = {type = 'money', default = 60000}},"
                                  "message = {en = '{id} has {setup} of {P.most|money}, {{so}}', nl = 'x'}, help = 'ask {unit|label}'")));
  bench_run(&b, "t/r warning budgets:b1 b1 has € 1,000.00 of € 600.00, {so}");
  f = &b.found.items.data[0];
  assert_string_equal(f->code, "T1");
  assert_string_equal(f->help, "ask Digital");
  assert_true(f->has_size && f->size == 40000 && f->step == 4 && f->place.line == 1);
  assert_string_equal(f->place.file, "test.yaml");
  assert_int_equal(f->value_count, 1);
  assert_string_equal(f->values[0].name, "setup");
  assert_string_equal(f->values[0].text, "100000");
  assert_string_equal(f->path[0], "budgets:b1");
  assert_int_equal(strlen(f->fingerprint), 64);
  assert_true(b.found.rules == 1 && b.found.warnings == 1 && b.found.unknown == 0);
  bench_free(&b);
}

static void test_rules__an_empty_field_is_safe(void **state)
{
  (void)state;
  expect_findings(RULE("each = 'budgets', fails = 'setup + 1 < 6000', message = '{id}'"), "t/r warning budgets:b2 b2");
  expect_findings(RULE("each = 'budgets', fails = 'setup == nil', message = '{id} {setup}'"), "t/r warning budgets:b3 b3 (empty)");
}

static void test_rules__mistakes_are_told_at_once(void **state)
{
  (void)state;
  expect_refused("return ld.rule {\n  id = 't/r', title = 'x', severity = 'warning',\n  each = 'budgets',\n  fials = 'true',\n"
                 "  where = 'setpu > 1',\n  fails = 'true',\n  message = '{idd} {id|mony}',\n  at = 'stup'\n}",
                 "4: t/r: a rule has no key 'fials' [did you mean 'fails' or 'fires'?]\n"
                 "5: t/r: where: budgets have no field 'setpu' (column 1 of \"setpu > 1\"); did you mean 'setup'?\n"
                 "8: t/r: at: budgets have no field 'stup' [did you mean 'setup'?]\n"
                 "7: t/r: message: budgets have no field 'idd' (column 1 of \"idd\"); did you mean 'id'?\n"
                 "7: t/r: message: there is no format 'mony' [did you mean 'money'?]");
}

static void test_rules__each_must_be_an_entity(void **state)
{
  (void)state;
  expect_refused(RULE("each = 'budgest', fails = 'true', message = 'm'"),
                 "1: t/r: each: there is no entity 'budgest' [did you mean 'budgets'?]\n"
                 "1: t/r: the rule does not say which records it looks at; write each = \"goals\"");
}

static void test_rules__a_file_without_a_rule_is_refused(void **state)
{
  (void)state;
  expect_refused("local x = 1", "0: the file has no rule [end it with return ld.rule {…}]");
  expect_refused("return {}", "0: the file has no rule [end it with return ld.rule {…}]");
  expect_refused("return {ld.rule{" HEAD "each='goals', fails='true', message='m'}, {id='x/y'}}",
                 "0: the file returns something that is no rule [end it with return ld.rule {…}, or a list of these]");
  expect_refused("return ld.rule {\n id = }", "2: unexpected symbol near '}'");
}

static void test_rules__signatures_are_checked(void **state)
{
  (void)state;
  expect_refused(RULE("each = 'budgets', check = function(setup, plannd) end"),
                 "1: t/r: check: budgets have no field 'plannd' [did you mean 'planned'?]");
  expect_refused(RULE("once = function(organisation) end"),
                 "1: t/r: once has the parameters org, P and report, not 'organisation'");
}

static void test_rules__parameters_are_checked(void **state)
{
  (void)state;
  expect_refused(RULE("each = 'budgets', fails = 'setup > P.mots', message = 'm', params = {most = {type = 'money', default = 1}}"),
                 "1: t/r: fails: the rule has no parameter 'mots' [did you mean 'most'?]\n"
                 "1: t/r: parameter most is never used");
  expect_refused(RULE("each = 'goals', fails = 'weight > P.a', message = 'm', params = {a = {type = 'shere', defalt = 1}}"),
                 "1: t/r: parameter a has no key 'defalt' [did you mean 'default'?]\n"
                 "1: t/r: parameter a has no type share, money, integer, number, days, text, bool or choice [did you mean 'share'?]");
  expect_refused(RULE("each = 'goals', fails = 'weight > P.a', message = 'm', params = {a = {type = 'share', default = 2, max = 1}}"),
                 "1: t/r: the default of parameter a: it lies outside its range");
}

static void test_rules__a_check_gets_values_by_name(void **state)
{
  (void)state;
  expect_findings(RULE("each = 'budgets', params = {low = {type = 'money', default = 6000}},"
                       "check = function(setup, P, row) if setup and setup < P.low then return row.id .. ' ' .. setup end end"),
                  "t/r warning budgets:b2 b2 5000");
  expect_findings(RULE("each = 'budgets', message = '{id}!', check = function(mode) return mode == 'indicative' end"),
                  "t/r warning budgets:b2 b2!");
}

static void test_rules__a_failing_rule_is_unknown_and_others_go_on(void **state)
{
  bench b = bench_new();

  (void)state;
  assert_true(bench_add_pack(&b, NULL, "r.lua",
                             "return {\n ld.rule{id='t/a', title='a', severity='error', each='budgets', message='m',\n"
                             "  check=function(setup)\n   return setup > 1 end},\n"
                             "ld.rule{id='t/b', title='b', severity='note', each='goals', fails='id == \"g1\"', message='{id}'}}"));
  lde_rules_run(b.rules, &b.found, &b.trouble);
  assert_true(b.found.rules == 2 && b.found.unknown == 1 && b.found.items.len == 1 && b.found.notes == 1);
  assert_string_equal(b.found.items.data[0].rule, "t/b");
  assert_string_equal(b.trouble.items.data[0].code, "script/error");
  assert_int_equal(b.trouble.items.data[0].line, 4);
  bench_free(&b);
}

static void test_rules__parameters_of_every_type(void **state)
{
  static const char params[] = "params = {s = {type = 'text', default = 'x'}, b = {type = 'bool', default = true}, d = {type = 'days', default = 3},"
                               "c = {type = 'choice', choices = {'one', 'two'}, default = 'two'}, n = {type = 'number'},"
                               "h = {type = 'integer', default = {['2026-01-01'] = 60, ['2027-01-01'] = 80, ['2028-01-01'] = 90}}}";
  bench b = bench_new();
  char text[1024];

  (void)state;
  snprintf(text, sizeof text, RULE("%s, each = 'goals', check = function(id, P) if id == 'g1' then"
                                   " return P.s .. tostring(P.b) .. P.d .. P.c .. tostring(P.n) .. P.h end end"), params);
  expect_findings(text, "t/r warning goals:g1 xtrue3twonil80");
  snprintf(text, sizeof text, RULE("params = {a = {type = 'days', default = 3}}, each = 'goals', check = function(id, P) P.a = 4 end"));
  bench_add_pack(&b, NULL, "r.lua", text);
  bench_run(&b, "\n!script/error t/r: parameters are read-only");
  bench_free(&b);
  b = bench_new();
  bench_add_pack(&b, NULL, "r.lua", RULE("params = {tolerance = {type = 'days', default = 3}}, each = 'goals', check = function(P) return P.tolerence, P.tolerance end"));
  bench_run(&b, "\n!script/error t/r: the rule has no parameter 'tolerence'; did you mean 'tolerance'?");
  bench_free(&b);
}

static void test_rules__limits_make_a_rule_unknown(void **state)
{
  bench b = bench_new();

  (void)state;
  b.options.script.limits.steps = 5000000;
  b.options.script.limits.memory = 4u << 20;
  assert_true(bench_add_pack(&b, NULL, "r.lua",
                             "local t, s = {id='t/a', title='a', severity='error', once=function() while true do end end}\n"
                             "return {ld.rule(t),\n ld.rule{id='t/b', title='b', severity='error', once=function() s = ('x'):rep(1 << 30) end},\n"
                             "ld.rule{id='t/d', title='d', severity='error', once=function() local t = {} for i = 1, 1 << 30 do t[i] = i end end},\n"
                             "ld.rule{id='t/c', title='c', severity='note', each='goals', fails='id == \"g1\"', message='{id}'}}"));
  lde_rules_run(b.rules, &b.found, &b.trouble);
  assert_true(b.found.rules == 4 && b.found.unknown == 3 && b.found.items.len == 1);
  assert_string_equal(b.trouble.items.data[0].code, "limit/time");
  assert_string_equal(b.trouble.items.data[1].code, "limit/memory");
  bench_free(&b);
}

/* One request far beyond the limit ends a state for good: the file is read again for its other rules. */
static void test_rules__an_abandoned_state_does_not_take_others_along(void **state)
{
  bench b = bench_new();

  (void)state;
  b.options.script.limits.memory = 40u << 20;
  assert_true(bench_add_pack(&b, NULL, "r.lua",
                             "return {ld.rule{id='t/a', title='a', severity='error', once=function() local t = {} for i = 1, 1 << 30 do t[i] = i end end},\n"
                             "ld.rule{id='t/b', title='b', severity='note', each='goals', fails='id == \"g1\"', message='{id}'}}"));
  lde_rules_run(b.rules, &b.found, &b.trouble);
  assert_true(b.found.rules == 2 && b.found.unknown == 1);
  assert_string_equal(b.trouble.items.data[0].code, "limit/memory");
  assert_string_equal(b.found.items.data[0].rule, "t/b");
  bench_free(&b);
}

static void test_rules__severity_may_depend_on_the_record(void **state)
{
  (void)state;
  expect_findings("return ld.rule { id = 't/r', title = 't', each = 'budgets', fails = 'true', message = '{id}',"
                  "severity = {error = 'setup > 6000', note = 'setup ~= nil'} }",
                  "t/r error budgets:b1 b1\nt/r note budgets:b2 b2");
}

static void test_rules__once_reports(void **state)
{
  bench b = bench_new();

  (void)state;
  assert_true(bench_add_pack(&b, NULL, "r.lua",
                             RULE("once = function(org, P)\n for g in ld.goals:each() do if #g.kpis == 0 then report{at = g, field = 'weight',"
                                  "message = {en = g.id .. ' unmeasured', nl = 'x'}, values = {weight = g.weight}, evidence = {g}, size = 3} end end\n"
                                  " report{message = 'whole', severity = 'error'} end")));
  bench_run(&b, "t/r error : whole\nt/r warning goals:g2 g2 unmeasured");
  assert_int_equal(b.found.items.data[1].evidence_count, 1);
  assert_string_equal(b.found.items.data[1].values[0].shown, "0.4");
  bench_free(&b);
  b = bench_new();
  bench_add_pack(&b, NULL, "r.lua", RULE("once = function() report{mesage = 'x'} end"));
  bench_run(&b, "\n!script/error t/r: report has no key 'mesage'; did you mean 'message'?");
  bench_free(&b);
}

static void add_offerings(bench *b)
{
  build_row(b->ds, "roles", "id=nurse");
  build_row(b->ds, "competencies", "id=data");
  build_row(b->ds, "role_requirements", "role=nurse; competency=data; required_level=4");
  build_row(b->ds, "employees", "id=e1; role=nurse");
  build_row(b->ds, "employees", "id=e2; role=nurse");
  build_row(b->ds, "assessments", "employee=e1; competency=data; date=2026-01-01; level=2");
  build_row(b->ds, "assessments", "employee=e2; competency=data; date=2026-01-01; level=3");
  build_row(b->ds, "offerings", "id=o1; status=active");
  build_row(b->ds, "offerings", "id=o2; status=active");
  build_row(b->ds, "offerings", "id=o3; status=expired");
  build_row(b->ds, "offering_competencies", "offering=o1; competency=data; from_level=2; to_level=3");
  build_row(b->ds, "offering_competencies", "offering=o2; competency=data; from_level=3; to_level=4");
  build_row(b->ds, "offering_competencies", "offering=o3; competency=data; from_level=1; to_level=5");
}

static void test_rules__a_join_names_the_nearest_miss(void **state)
{
  static const char text[] =
      RULE("each = 'gaps', message = 'nothing for {employee}', unless = ld.exists('offering_competencies', {competency = 'competency',"
           "from_level = ld.le 'current', to_level = ld.ge 'required', ['offering.status'] = ld.eq \"'active'\"})");
  bench b = bench_new();
  const lde_finding *f;

  (void)state;
  add_offerings(&b);
  assert_true(bench_add_pack(&b, NULL, "r.lua", text));
  bench_run(&b, "t/r warning gaps:e1/data nothing for e1");
  f = &b.found.items.data[0];
  assert_non_null(f->nearest);
  assert_string_equal(f->nearest->id, "o1/data");
  assert_int_equal(f->miss_count, 1);
  assert_string_equal(f->misses[0].name, "to_level");
  assert_string_equal(f->misses[0].operator, ">=");
  assert_string_equal(f->misses[0].has, "3");
  assert_string_equal(f->misses[0].wanted, "4");
  bench_free(&b);
}

static void test_rules__when_fires_on_a_match(void **state)
{
  (void)state;
  expect_findings(RULE("each = 'kpis', message = '{id}', when = ld.exists('kpis', {goal = 'goal', id = \"'k1'\"})"), "t/r warning kpis:k1 k1");
  expect_findings(RULE("each = 'kpis', message = '{id}', when = ld.exists('kpis', {goal = 'goal', id = \"'k2'\"})"), "");
  expect_findings(RULE("each = 'goals', message = '{id}', when = ld.exists('kpis', {['goal.id'] = 'id'})"), "t/r warning goals:g1 g1");
  expect_refused(RULE("each = 'goals', message = '{id}', when = ld.exists('kpi', {gaol = 'id'})"),
                 "1: t/r: when: there is no entity 'kpi' [did you mean 'kpis'?]");
  expect_refused(RULE("each = 'goals', message = '{id}', when = ld.exists('kpis', {gaol = 'idd'})"),
                 "1: t/r: when: kpis have no field 'gaol' (column 1 of \"gaol\"); did you mean 'goal'?\n"
                 "1: t/r: when: goals have no field 'idd' (column 1 of \"idd\"); did you mean 'id'?");
}

static void test_rules__group_sums(void **state)
{
  bench b = bench_new();
  const lde_finding *f;

  (void)state;
  assert_true(bench_add_pack(&b, NULL, "r.lua",
                             RULE("sum = 'setup', of = 'budgets', by = {'unit', 'mode'}, fails = 'sum > 4000', size = 'sum',"
                                  "evidence = {sort = 'setup', first = 1}, message = '{unit|label} {mode}: {sum|money}'")));
  bench_run(&b, "t/r warning budgets:it/restrictive Digital restrictive: € 1,000.00\n"
                "t/r warning budgets:hr/indicative hr indicative: € 50.00");
  f = &b.found.items.data[1];
  assert_int_equal(f->evidence_count, 1);
  assert_string_equal(f->evidence[0].id, "b2");
  assert_string_equal(f->values[0].shown, "€ 50.00");
  assert_string_equal(f->values[1].name, "unit");
  bench_free(&b);
  expect_refused(RULE("sum = 'setpu', of = 'budgets', by = {'untit'}, fails = 'smu > 1', message = '{unit}'"),
                 "1: t/r: sum: budgets have no field 'setpu' (column 1 of \"setpu\"); did you mean 'setup'?\n"
                 "1: t/r: by: budgets have no field 'untit' (column 1 of \"untit\"); did you mean 'unit'?\n"
                 "1: t/r: fails: unknown name 'smu' (column 1 of \"smu > 1\"); did you mean 'sum'?\n"
                 "1: t/r: message: unknown name 'unit' (column 1 of \"unit\"); did you mean 'untit'?");
}

static void test_rules__evidence_is_sorted_and_cut(void **state)
{
  bench b = bench_new();

  (void)state;
  build_row(b.ds, "kpis", "id=k2; goal=g1; target_value=5");
  build_row(b.ds, "kpis", "id=k3; goal=g1; target_value=7");
  assert_true(bench_add_pack(&b, NULL, "r.lua",
                             RULE("each = 'goals', fails = '#kpis > 1', message = '{id} {kpis|count}', evidence = {from = 'kpis', sort = 'target_value', first = 2}")));
  bench_run(&b, "t/r warning goals:g1 g1 3");
  assert_int_equal(b.found.items.data[0].evidence_count, 2);
  assert_string_equal(b.found.items.data[0].evidence[0].id, "k3");
  assert_int_equal(b.found.items.data[0].evidence[0].place.line, 3);
  bench_free(&b);
}

static void test_rules__formats_in_both_languages(void **state)
{
  static const char text[] = RULE("each = 'goals', where = \"id == 'g1'\", fails = 'true', message = "
                                  "\"{1234567|money} {'2027-03-01'|date} {weight|share} {90|hours} {1234.5|number} {1234|count} {true}\"");
  bench b = bench_new();

  (void)state;
  expect_findings(text, "t/r warning goals:g1 € 12,345.67 1 March 2027 60% 1.5 1,234.5 1,234 yes");
  b.options.script.host.lang = LDE_DUTCH;
  assert_true(bench_add_pack(&b, NULL, "r.lua", text));
  bench_run(&b, "t/r warning goals:g1 € 12.345,67 1-3-2027 60% 1,5 1.234,5 1.234 ja");
  bench_free(&b);
}

static void test_rules__repeats_are_the_rows_after_the_first(void **state)
{
  bench b = bench_new();

  (void)state;
  build_row(b.ds, "kpi_measurements", "kpi=k1; date=2027-01-01; value=1");
  build_row(b.ds, "kpi_measurements", "kpi=k1; date=2027-02-01; value=1");
  build_row(b.ds, "kpi_measurements", "kpi=k1; date=2027-01-01; value=2");
  assert_true(bench_add_pack(&b, NULL, "r.lua",
                             RULE("once = function() for m in ld.repeats('kpi_measurements'):each() do "
                                  "report{at = m, message = m.value .. ''} end "
                                  "if #ld.repeats('goals') > 0 then report{message = 'x'} end end")));
  bench_run(&b, "t/r warning kpi_measurements:k1/2027-01-01#2 2.0");
  bench_free(&b);
  b = bench_new();
  assert_true(bench_add_pack(&b, NULL, "r.lua", RULE("once = function() ld.repeats('kpi') end")));
  bench_run(&b, "\n!script/error t/r: there is no entity 'kpi'");
  bench_free(&b);
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_rules__an_expression_finds_records),
      cmocka_unit_test(test_rules__an_empty_field_is_safe),
      cmocka_unit_test(test_rules__mistakes_are_told_at_once),
      cmocka_unit_test(test_rules__each_must_be_an_entity),
      cmocka_unit_test(test_rules__a_file_without_a_rule_is_refused),
      cmocka_unit_test(test_rules__signatures_are_checked),
      cmocka_unit_test(test_rules__parameters_are_checked),
      cmocka_unit_test(test_rules__a_check_gets_values_by_name),
      cmocka_unit_test(test_rules__a_failing_rule_is_unknown_and_others_go_on),
      cmocka_unit_test(test_rules__parameters_of_every_type),
      cmocka_unit_test(test_rules__limits_make_a_rule_unknown),
      cmocka_unit_test(test_rules__an_abandoned_state_does_not_take_others_along),
      cmocka_unit_test(test_rules__severity_may_depend_on_the_record),
      cmocka_unit_test(test_rules__once_reports),
      cmocka_unit_test(test_rules__a_join_names_the_nearest_miss),
      cmocka_unit_test(test_rules__when_fires_on_a_match),
      cmocka_unit_test(test_rules__group_sums),
      cmocka_unit_test(test_rules__evidence_is_sorted_and_cut),
      cmocka_unit_test(test_rules__formats_in_both_languages),
      cmocka_unit_test(test_rules__repeats_are_the_rows_after_the_first),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
