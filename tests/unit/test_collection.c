/* What collections mean is in tests/script/collections.lua; here what they cost and survive. */
#include "script_runner.h"

enum { ROWS = 100000 };

/* Many plan lines over few offerings, without going through texts. */
static lde_dataset *build_large(void)
{
  lde_dataset *ds = build_dataset();
  lde_table *lines = lde_dataset_table(ds, LDE_E(plan_line));

  for (int i = 0; i < 100; i++) {
    char row[32];
    snprintf(row, sizeof row, "id=o%d", i);
    build_row(ds, "offerings", row);
  }
  for (int i = 0; i < ROWS; i++) {
    char id[16];
    int32_t row = lde_table_add(lines, (lde_place){0, (uint32_t)i + 1, 0});
    snprintf(id, sizeof id, "p%d", i);
    lde_put(ds, plan_line, id, row, lde_strings_put(&ds->strings, id));
    snprintf(id, sizeof id, "o%d", i % 100);
    lde_put(ds, plan_line, offering, row, lde_strings_put(&ds->strings, id));
    lde_put(ds, plan_line, seats_planned, row, (i * 7919) % 1000);
    lde_put(ds, plan_line, cost, row, 100);
  }
  build_resolve(ds);
  return ds;
}

/* Every line would take minutes and far more than the budget if a method were quadratic. */
static void test_collection__large_tables_are_not_quadratic(void **state)
{
  runner r = {.dataset = build_large(), .options = LDE_SCRIPT_OPTIONS_INIT};

  (void)state;
  r.options.limits.steps = 60000000;
  r.options.limits.seconds = 120;
  runner_start(&r);
  runner_expect(&r, "return ld.plan_lines:sum('cost')", "10000000");
  runner_expect(&r, "return #ld.plan_lines:where('seats_planned >= 500 and cost == 100')", "50000");
  runner_expect(&r, "local n = 0 for l in ld.plan_lines:each() do n = n + l.cost end return n",
                "10000000");
  runner_expect(&r,
                "local n = 0 for i = 0, 99999 do if ld.plan_lines['p' .. i] then n = n + 1 end end "
                "return n",
                "100000");
  runner_expect(&r,
                "local c = ld.plan_lines:where('seats_planned > 10') local n = 0 "
                "for i = 0, 99999 do if c['p' .. i] then n = n + 1 end end return n == #c",
                "true");
  lde_sandbox_refill(lde_script_sandbox(r.script));
  runner_expect(&r,
                "local s = ld.plan_lines:sort('seats_planned', 'desc') "
                "return s[1].seats_planned .. ' ' .. s[#s].seats_planned",
                "999 0");
  runner_expect(&r,
                "local n = 0 for k, g in pairs(ld.plan_lines:group('offering')) do n = n + #g end "
                "return n",
                "100000");
  runner_expect(&r, "return #ld.plan_lines:distinct('id') + #ld.plan_lines:values('offering')",
                "200000");
  lde_sandbox_refill(lde_script_sandbox(r.script));
  runner_expect(
      &r,
      "return #ld.offerings:where(\"plan_lines:count('seats_planned < each.id:sub(2) * 0') "
      "== 0\")",
      "100");
  runner_expect(&r,
                "local seen, n = {}, 0 for l in ld.plan_lines:each() do seen[l] = true end "
                "for l in ld.plan_lines:each() do if seen[l] then n = n + 1 end end return n",
                "100000");
  runner_free(&r);
}

static void test_collection__work_is_charged(void **state)
{
  runner r = {.dataset = build_large(), .options = LDE_SCRIPT_OPTIONS_INIT};

  (void)state;
  r.options.limits.steps = 3000000;
  runner_start(&r);
  assert_int_equal(runner_run(&r, "while true do ld.plan_lines:sum('cost') end"), LDE_OUTCOME_TIME);
  assert_int_equal(r.failure.line, 1);
  lde_sandbox_refill(lde_script_sandbox(r.script));
  assert_int_equal(
      runner_run(&r, "while true do pcall(ld.plan_lines.where, ld.plan_lines, 'cost > 1') end"),
      LDE_OUTCOME_TIME);
  lde_sandbox_refill(lde_script_sandbox(r.script));
  assert_int_equal(runner_run(&r, "for i = 1, 1e9 do local x = ld.plan_lines.p1 end"),
                   LDE_OUTCOME_TIME);
  runner_free(&r);
}

static void test_collection__memory_is_limited(void **state)
{
  runner r = {.dataset = build_large(), .options = LDE_SCRIPT_OPTIONS_INIT};

  (void)state;
  r.options.limits.memory = 16 << 20;
  runner_start(&r);
  assert_int_equal(
      runner_run(&r, "local t = {} while true do t[#t + 1] = ld.plan_lines:sort('id') end"),
      LDE_OUTCOME_MEMORY);
  runner_free(&r);
}

/* Records that nobody holds are collected, and the next one of the row is as good. */
static void test_collection__records_come_and_go(void **state)
{
  runner r = {.dataset = build_large(), .options = LDE_SCRIPT_OPTIONS_INIT};

  (void)state;
  r.options.limits.memory = 24 << 20;
  runner_start(&r);
  runner_expect(
      &r,
      "local held, n = ld.plan_lines.p5, 0 for i = 1, 5 do for l in ld.plan_lines:each() do "
      "if l == held then n = n + 1 end end end return n",
      "5");
  assert_true(lde_sandbox_peak(lde_script_sandbox(r.script)) < (size_t)24 << 20);
  runner_free(&r);
}

/* A condition over columns and the same condition as a function, over all rows and over parts. */
static void test_collection__columns_answer_as_rows_do(void **state)
{
  runner r = {.dataset = build_large(), .options = LDE_SCRIPT_OPTIONS_INIT};

  (void)state;
  r.options.limits.steps = 600000000;
  r.options.limits.seconds = 120;
  runner_start(&r);
  runner_expect(&r,
                "local l = ld.plan_lines "
                "local parts = {l, l:where('seats_planned % 3 == 0'), l:first(5000), "
                "l:where(function(x) return x.offering.id == 'o7' end), l:sort('seats_planned')} "
                "local pairs_ = { "
                "{'seats_planned > 500', function(x) return x.seats_planned > 500 end}, "
                "{\"offering.id == 'o7' or seats_planned == 3\", function(x) return x.offering.id == 'o7' or x.seats_planned == 3 end}, "
                "{'not period', function(x) return not x.period end}, "
                "{'minutes_per_seat > 1', function(x) return false end}, "
                "{'true', function() return true end}, {'nil', function() return nil end}} "
                "local wrong = 0 "
                "for _, c in ipairs(parts) do for _, p in ipairs(pairs_) do "
                "  local a, b = c:where(p[1]), c:where(p[2]) "
                "  if #a ~= #b or c:count(p[1]) ~= #b or c:any(p[1]) ~= c:any(p[2]) or c:all(p[1]) ~= c:all(p[2]) then wrong = wrong + 1 end "
                "  if #a > 0 and (a:first() ~= b:first() or a[#a] ~= b[#b]) then wrong = wrong + 1 end "
                "end end return wrong",
                "0");
  /* the row at which Lua would stop comes before the one that fails */
  runner_expect(&r, "return ld.plan_lines:any(\"1 // (3 - #id) > 0\")", "true");
  assert_int_equal(runner_run(&r, "return ld.plan_lines:count(\"1 // (seats_planned - 919) > 0\")"),
                   LDE_OUTCOME_ERROR);
  assert_non_null(strstr(r.failure.message, "zero"));
  runner_free(&r);
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_collection__large_tables_are_not_quadratic),
      cmocka_unit_test(test_collection__work_is_charged),
      cmocka_unit_test(test_collection__memory_is_limited),
      cmocka_unit_test(test_collection__records_come_and_go),
      cmocka_unit_test(test_collection__columns_answer_as_rows_do),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
