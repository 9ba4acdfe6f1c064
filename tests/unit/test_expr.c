#include "dataset_builder.h"

#include "expr/expr.h"

/* ---- fixtures ---- */

static lde_dataset *ds;
static lde_arena arena;

static int setup(void **state)
{
  lde_table *gaps;
  static const struct {
    int employee, competency, required, current, mandatory; /* -1 = empty */
  } rows[] = {
      {0, 0, 3, 2, 0}, {0, 1, 2, -1, 1}, {1, 0, 4, 4, -1}, {1, 1, 1, 0, 1}, {2, 0, 5, 1, 0}};

  (void)state;
  ds = build_dataset();
  build_row(ds, "units", "id=top");
  build_row(ds, "units", "id=it; parent=top");
  build_row(ds, "employees",
            "id=e1; unit=it; fte=0.8; contract_from=2025-03-01; location=Utrecht; minutes_max=600");
  build_row(ds, "employees", "id=e2; unit=top; fte=1; status=left; location=10");
  build_row(ds, "employees", "id=e3; hourly_cost=50; contract_from=2027-06-30");
  build_row(ds, "competencies", "id=c1; label_en=Care");
  build_row(ds, "competencies", "id=c2");
  build_row(ds, "offerings", "id=o1");
  build_row(ds, "offering_competencies", "offering=o1; competency=c1; from_level=0; to_level=3");
  build_row(ds, "offering_competencies", "offering=o1; competency=c1; from_level=2; to_level=5");
  build_row(ds, "offering_competencies", "offering=o1; competency=c2; from_level=0; to_level=2");
  build_row(ds, "assessments", "employee=e2; competency=c2; date=2028-05-01; level=2"); /* not yet */
  build_row(ds, "assessments", "employee=e1; competency=c1; date=2026-05-01; level=2");
  build_row(ds, "budgets", "id=b1; setup=1000; carry_in=-50");
  build_row(ds, "budgets", "id=b2; setup=250.50; parent=b1");
  build_row(ds, "plan_lines", "id=l1; budget=b1; cost=300; unit=it; period=2027-Q1; offering=o1");
  build_row(ds, "plan_lines",
            "id=l2; budget=b1; cost=900.25; unit=it; period=2027-Q2; offering=o1");
  build_row(ds, "plan_lines",
            "id=l3; budget=b2; unit=top; period=2027-Q1; offering=o1; lane=mandatory");
  build_row(ds, "plan_lines", "id=l4; cost=100; period=2027-Q1; offering=o1");
  build_resolve(ds);
  gaps = lde_dataset_table(ds, LDE_E(gap));
  lde_table_restart(gaps, NULL, -1); /* made by hand: simpler to read than what they derive from */
  for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
    int32_t row = lde_table_add(gaps, (lde_place){-1, 0, 0});
    lde_table_put(gaps, LDE_F(gap, employee), row, rows[i].employee);
    lde_table_put(gaps, LDE_F(gap, competency), row, rows[i].competency);
    lde_table_put(gaps, LDE_F(gap, required), row, rows[i].required);
    if (rows[i].current >= 0)
      lde_table_put(gaps, LDE_F(gap, current), row, rows[i].current);
    if (rows[i].mandatory >= 0)
      lde_table_put(gaps, LDE_F(gap, mandatory), row, rows[i].mandatory);
  }
  return 0;
}

static int teardown(void **state)
{
  (void)state;
  lde_dataset_free(ds);
  lde_arena_free(&arena);
  return 0;
}

static lde_expr *compile_with(const char *plural, const char *text, const lde_expr_options *options)
{
  lde_expr *expr = NULL;
  lde_expr_problem problem;
  lde_entity *entity = plural ? lde_schema_find(ds->schema, plural) : NULL;

  if (lde_expr_compile(&expr, ds->schema, entity, text, strlen(text), options, &problem) !=
      LDE_EXPR_OK)
    fail_msg("%s: %s", text, problem.message);
  return expr;
}

static void write_value(lde_buffer *out, const lde_expr_value *value)
{
  switch (value->tag) {
  case LDE_EXPR_NIL:
    lde_buffer_puts(out, "nil");
    return;
  case LDE_EXPR_BOOL:
    lde_buffer_puts(out, value->integer ? "true" : "false");
    return;
  case LDE_EXPR_INTEGER:
    lde_buffer_printf(out, "%lld", (long long)value->integer);
    return;
  case LDE_EXPR_FLOAT:
    lde_buffer_printf(out, "%.6gf", value->number);
    return;
  case LDE_EXPR_RECORD:
    lde_buffer_printf(out, "%s:%d", lde_schema_entity(ds->schema, value->entity)->name,
                      (int)value->integer);
    return;
  default:
    lde_buffer_putc(out, '\'');
    lde_buffer_append(out, value->text, value->len);
    lde_buffer_putc(out, '\'');
  }
}

/* The values of all rows, "1 nil 'a' error", by blocks and row by row. */
static void expect(const char *plural, const char *text, const char *values)
{
  static const lde_expr_options options = {.allow_mistyped = true};
  lde_expr *expr = compile_with(plural, text, &options);
  lde_expr_run *run = lde_expr_bind(expr, ds);
  int32_t rows = lde_table_count(lde_dataset_table(ds, lde_schema_find(ds->schema, plural)->index));
  lde_expr_value block[64], one;
  lde_expr_failures failures = {0};
  lde_buffer by_block = {0}, by_row = {0};
  uint64_t bits = UINT64_MAX;
  size_t failed = 0;

  lde_expr_fill(run, 0, rows, block, &arena, &failures);
  lde_expr_filter(run, 0, rows, &bits, NULL);
  for (int32_t row = 0; row < rows; row++) {
    bool good = lde_expr_get(run, row, NULL, &one, &arena, NULL);
    lde_buffer_puts(&by_block, row ? " " : "");
    lde_buffer_puts(&by_row, row ? " " : "");
    if (failed < failures.items.len && failures.items.data[failed].row == row) {
      lde_buffer_puts(&by_block, "error");
      failed++;
    } else {
      write_value(&by_block, &block[row]);
    }
    if (good)
      write_value(&by_row, &one);
    else
      lde_buffer_puts(&by_row, "error");
    assert_int_equal(bits >> row & 1, good && lde_expr_is_true(&one));
  }
  assert_string_equal(lde_buffer_text(&by_block), values);
  assert_string_equal(lde_buffer_text(&by_row), values);
  lde_buffer_free(&by_block);
  lde_buffer_free(&by_row);
  lde_expr_failures_free(&failures);
  lde_expr_run_free(run);
  lde_expr_free(expr);
}

static void expect_refused(const char *plural, const char *text, lde_expr_status status,
                           uint32_t column, const char *part)
{
  lde_expr *expr = NULL;
  lde_expr_problem problem = {0};
  lde_entity *entity = plural ? lde_schema_find(ds->schema, plural) : NULL;

  assert_int_equal(lde_expr_compile(&expr, ds->schema, entity, text, strlen(text), NULL, &problem),
                   status);
  assert_null(expr);
  if (!strstr(problem.message, part))
    fail_msg("%s: %s", text, problem.message);
  assert_int_equal(problem.column, column);
}

/* ---- operators ---- */

static void test_expr__arithmetic(void **state)
{
  (void)state;
  expect("budgets", "1 + 2 * 3 - 4", "3 3");
  expect("budgets", "7 // 2", "3 3");
  expect("budgets", "-7 // 2", "-4 -4");
  expect("budgets", "-7 % 3", "2 2");
  expect("budgets", "7 % -3", "-2 -2");
  expect("budgets", "-7.5 % 2", "0.5f 0.5f");
  expect("budgets", "7 / 2", "3.5f 3.5f");
  expect("budgets", "6 / 2", "3f 3f");
  expect("budgets", "2 ^ 10", "1024f 1024f");
  expect("budgets", "-2 ^ 2", "-4f -4f");
  expect("budgets", "2 ^ 3 ^ 2", "512f 512f");
  expect("budgets", "9223372036854775807 + 1 < 0", "true true");
  expect("budgets", "-9223372036854775807 - 1 == 0x8000000000000000", "true true");
  expect("budgets", "9223372036854775808", "9.22337e+18f 9.22337e+18f");
  expect("budgets", "(-9223372036854775807 - 1) // -1",
         "-9223372036854775808 -9223372036854775808");
  expect("budgets", "setup // 2", "50000 12525");
  expect("budgets", "setup + carry_in", "95000 nil");
  expect("budgets", "setup // (carry_in + 5000)", "error nil");
  expect("budgets", "setup % 0", "error error");
  expect("budgets", "setup // 0.0 > 0", "true true");
  expect("budgets", "'10' + 1", "11 11");
  expect("budgets", "'0x10' * '2.5'", "40f 40f");
  expect("budgets", "-'2'", "-2 -2");
  expect("budgets", "'a' + 1", "error error");
  expect("budgets", "nil + 'a'", "nil nil");
}

static void test_expr__bits(void **state)
{
  (void)state;
  expect("budgets", "6 & 3", "2 2");
  expect("budgets", "6 | 3.0", "7 7");
  expect("budgets", "6 ~ 3", "5 5");
  expect("budgets", "~0", "-1 -1");
  expect("budgets", "1 << 63 >> 63", "1 1");
  expect("budgets", "1 << 64", "0 0");
  expect("budgets", "2 >> -1", "4 4");
  expect("budgets", "1.5 & 1", "error error");
  expect("budgets", "'3' & 1", "error error");
  expect("budgets", "carry_in & 1", "0 nil");
}

static void test_expr__compare(void **state)
{
  (void)state;
  expect("gaps", "current < required", "true false false true true");
  expect("gaps", "current <= 2", "true false false true true");
  expect("gaps", "2 >= current", "true false false true true");
  expect("gaps", "current == nil", "false true false false false");
  expect("gaps", "current ~= nil", "true false true true true");
  expect("gaps", "nil ~= current", "true false true true true");
  expect("gaps", "not (current < required)", "false true true false false");
  expect("gaps", "current == required", "false false true false false");
  expect("gaps", "current < 2.5", "true false false true true");
  expect("gaps", "current == 2.0", "true false false false false");
  expect("gaps", "current == '2'", "false false false false false");
  expect("gaps", "current < '2'", "error false error error error");
  expect("gaps", "mandatory == false", "true false false false true");
  expect("gaps", "mandatory ~= true", "true false true false true");
}

static void test_expr__logic(void **state)
{
  (void)state;
  expect("gaps", "current < required and not mandatory", "true false false false true");
  expect("gaps", "current or 0", "2 0 4 0 1");
  expect("gaps", "current and required", "3 nil 4 1 5");
  expect("gaps", "mandatory and 'must' or 'may'", "'may' 'must' 'may' 'must' 'may'");
  expect("gaps", "mandatory and current or required", "3 2 4 0 5");
  expect("gaps", "current and current > 1 or mandatory", "true true true true false");
  expect("gaps", "current ~= nil and 10 // current > 3", "true false false error true");
  expect("gaps", "current == nil or current == 0 or 10 // current > 3",
         "true true false true true");
}

static void test_expr__text(void **state)
{
  (void)state;
  expect("employees", "location .. '!'", "'Utrecht!' '10!' nil");
  expect("employees", "1 .. 2", "'12' '12' '12'");
  expect("employees", "3.0 .. ''", "'3.0' '3.0' '3.0'");
  expect("employees", "1e100 .. '|' .. 2^53",
         "'1e+100|9.007199254741e+15' '1e+100|9.007199254741e+15' '1e+100|9.007199254741e+15'");
  expect("employees", "true .. ''", "error error error");
  expect("employees", "#location", "7 2 nil");
  expect("employees", "#'a\\0b'", "3 3 3");
  expect("employees", "'a\\0b' < 'a\\0c'", "true true true");
  expect("employees", "'Z' < 'a'", "true true true");
  expect("employees", "location:lower():upper()", "'UTRECHT' '10' nil");
  expect("employees", "location:sub(2, -2)", "'trech' '' nil");
  expect("employees", "location:sub(0)", "'Utrecht' '10' nil");
  expect("employees", "location:sub(5, 2)", "'' '' nil");
  expect("employees", "location:sub(nil)", "error error nil");
  expect("employees", "location + 1", "error 11 nil");
  expect("employees", "[==[\na]]b]==]", "'a]]b' 'a]]b' 'a]]b'");
  expect("employees", "'\\x41\\66\\u{43}\\z  D'", "'ABCD' 'ABCD' 'ABCD'");
  expect("employees", "status == 'left'", "false true false");
  expect("employees", "status ~= 'left'", "true false true");
  expect("employees", "location == 'Utrecht'", "true false false");
  expect("employees", "location < 'B'", "false true false");
  expect("employees", "unit.id == location", "false false true");
}

static void test_expr__dates(void **state)
{
  (void)state;
  expect("employees", "contract_from", "'2025-03-01' nil '2027-06-30'");
  expect("employees", "contract_from < '2026-01-01'", "true false false");
  expect("employees", "contract_from == '2025-03-01'", "true false false");
  expect("employees", "contract_from >= '2027'", "false false true");
  expect("employees", "contract_from > ld.today", "false false true");
  expect("employees", "ld.days(contract_from, ld.today)", "671 nil -180");
  expect("employees", "ld.add_months(contract_from, 12)", "'2026-03-01' nil '2028-06-30'");
  expect("employees", "ld.add_days(contract_from, 1)", "'2025-03-02' nil '2027-07-01'");
  expect("employees", "ld.add_days(contract_from, 'x')", "error nil error");
  expect("employees", "ld.quarter(contract_from)", "1 nil 2");
  expect("employees", "ld.date('2027-02-30')", "error error error");
  expect("employees", "contract_from:sub(1, 4) .. ''", "'2025' nil '2027'");
  expect("employees", "#contract_from", "10 nil 10");
  expect("employees", "ld.year + 1", "2028 2028 2028");
}

static void test_expr__numbers_of_lua(void **state)
{
  (void)state;
  expect("employees", "fte", "0.8f 1f nil");
  expect("employees", "fte == 1", "false true false");
  expect("employees", "minutes_max / 60", "10f nil nil");
  expect("employees", "math.max(fte, 0.9)", "0.9f 1f nil");
  expect("employees", "math.max(0.9, fte)", "0.9f 1f 0.9f");
  expect("employees", "math.min(minutes_max, 500)", "500 nil nil");
  expect("employees", "math.floor(fte or 0.5)", "0 1 0");
  expect("employees", "math.ceil(fte)", "1 1 error");
  expect("employees", "math.abs(-3)", "3 3 3");
  expect("employees", "math.abs('-3')", "3f 3f 3f");
  expect("employees", "0.1 + 0.2 == 0.3", "false false false");
  expect("employees", "9007199254740993 < 9007199254740992.0", "false false false");
  expect("employees", "2^63 == 9223372036854775807", "false false false");
}

static void test_expr__references(void **state)
{
  (void)state;
  expect("employees", "unit", "unit:1 unit:0 nil");
  expect("employees", "unit.parent.id", "'top' nil nil");
  expect("employees", "unit.parent == nil", "false true true");
  expect("employees", "unit.id", "'it' 'top' nil");
  expect("gaps", "employee.fte < 1", "true true false false false");
  expect("gaps", "employee.unit.id == 'it'", "true true false false false");
  expect("levels", "employee.fte", "0.8f"); /* levels and gaps repeat what other tables say */
  expect("levels", "competency.label", "'Care'");
  expect("gaps", "competency.label", "'Care' 'c2' 'Care' 'c2' 'Care'");
  expect("gaps", "ld.level(employee, competency)", "2 nil nil nil nil");
  expect("gaps", "ld.level('e1', 'c1')", "2 2 2 2 2");
  expect("gaps", "ld.level('e9', 'c1')", "error error error error error");
  expect("plan_lines", "budget.parent == nil and budget ~= nil", "true true false false");
  expect("assessments", "id", "'e2/c2/2028-05-01' 'e1/c1/2026-05-01'");
}

static void test_expr__collections(void **state)
{
  (void)state;
  expect("budgets", "plan_lines:count()", "2 1");
  expect("budgets", "#plan_lines", "2 1");
  expect("budgets", "plan_lines:sum('cost')", "120025 0");
  expect("budgets", "plan_lines:sum('cost') > setup", "true false");
  expect("budgets", "plan_lines:sum 'cost' + 1", "120026 1");
  expect("budgets", "plan_lines:max('cost')", "90025 0");
  expect("budgets", "plan_lines:min('period')", "'2027-Q1' '2027-Q1'");
  expect("budgets", "plan_lines:avg('cost')", "60012.5f 0f");
  expect("budgets", "plan_lines:any('lane == \"mandatory\"')", "false true");
  expect("budgets", "plan_lines:all('cost > 100')", "true false");
  expect("budgets", "plan_lines:count('cost * 3 > each.setup')", "1 0");
  expect("budgets", "plan_lines:where('period == \"2027-Q1\"'):sum('cost')", "30000 0");
  expect("budgets", "plan_lines:where('cost'):first().id", "'l1' 'l3'");
  expect("budgets", "plan_lines:first().unit.id", "'it' 'top'");
  expect("budgets", "children:sum('plan_lines:count()')", "1 0");
  expect("budgets", "parent.plan_lines:sum('cost')", "nil 120025");
  expect("budgets", "not plan_lines", "false false");
  expect("budgets", "plan_lines:sum('cost // (cost - 30000)')", "error 0");
  expect("budgets", "plan_lines:sum('lane')", "0 error");
  expect("employees", "gaps:sum('required')", "5 5 5");
  expect("employees", "gaps:any('current < required and mandatory')", "false true false");
  expect("employees", "gaps:avg('current')", "2f 2f 1f");
  expect("units", "employees:sum('fte')", "1f 0.8f");
}

static void test_expr__sum_too_large(void **state)
{
  lde_table *lines = lde_dataset_table(ds, LDE_E(plan_line));

  (void)state;
  lde_table_put(lines, LDE_F(plan_line, cost), 0, INT64_MAX);
  expect("budgets", "plan_lines:sum('cost')", "error 0");
  expect("budgets", "id == 'b2' and plan_lines:sum('cost') == 0", "false true");
}

/* ---- parameters and extra names ---- */

static void test_expr__parameters(void **state)
{
  lde_data *params = lde_data_new(&arena, LDE_DATA_OBJECT);
  lde_expr_options options = {.params = params};
  lde_expr *expr;
  lde_expr_run *run;
  lde_expr_value value;
  size_t count;

  (void)state;
  lde_data_put(&arena, params, "tolerance", 9, lde_data_number(&arena, 0.1));
  expr = compile_with("budgets", "setup * (1 + P.tolerance)", &options);
  run = lde_expr_bind(expr, ds);
  assert_true(lde_expr_is_columnar(run));
  assert_true(lde_expr_get(run, 0, NULL, &value, &arena, NULL));
  assert_true(value.tag == LDE_EXPR_FLOAT && value.number > 109999 && value.number < 110001);
  assert_null(lde_expr_warnings(expr, &count));
  lde_expr_run_free(run);
  lde_expr_free(expr);
  expr = compile_with("budgets", "P.tolerence == nil", &options);
  assert_non_null(strstr(lde_expr_warnings(expr, &count)->message, "did you mean 'tolerance'?"));
  assert_int_equal(count, 1);
  lde_expr_free(expr);
}

static void test_expr__extras(void **state)
{
  static const char *const names[] = {"sum", "unit", NULL};
  lde_expr_options options = {.extras = names};
  lde_expr_value extras[] = {{.tag = LDE_EXPR_INTEGER, .integer = 7}, {.tag = LDE_EXPR_NIL}}, value;
  lde_expr *expr = compile_with(NULL, "sum > 5 and unit == nil", &options);
  lde_expr_run *run = lde_expr_bind(expr, ds);

  (void)state;
  assert_true(lde_expr_get(run, 0, extras, &value, &arena, NULL));
  assert_true(lde_expr_is_true(&value));
  extras[0].integer = 5;
  assert_true(lde_expr_get(run, 0, extras, &value, &arena, NULL));
  assert_false(lde_expr_is_true(&value));
  lde_expr_run_free(run);
  lde_expr_free(expr);
}

/* ---- what is refused ---- */

static void test_expr__errors_have_places_and_suggestions(void **state)
{
  (void)state;
  expect_refused("gaps", "curent < required", LDE_EXPR_ERROR, 1, "did you mean 'current'?");
  expect_refused("gaps", "employee.untt.id", LDE_EXPR_ERROR, 10, "did you mean 'unit'?");
  expect_refused("gaps", "required.x", LDE_EXPR_ERROR, 10, "'required' is a value");
  expect_refused("gaps", "current <", LDE_EXPR_ERROR, 10, "ends too soon");
  expect_refused("gaps", "", LDE_EXPR_ERROR, 1, "empty");
  expect_refused("gaps", "current = 3", LDE_EXPR_ERROR, 9, "compare with ==");
  expect_refused("gaps", "current < 'x'", LDE_EXPR_ERROR, 9,
                 "a number cannot be compared with a text");
  expect_refused("gaps", "current + mandatory", LDE_EXPR_ERROR, 9, "calculate with true or false");
  expect_refused("gaps", "#current", LDE_EXPR_ERROR, 1, "no length");
  expect_refused("gaps", "each.id", LDE_EXPR_ERROR, 1, "'each'");
  expect_refused("gaps", "ld.goals", LDE_EXPR_ERROR, 4, "write a function");
  expect_refused("gaps", "ld.todya", LDE_EXPR_ERROR, 4, "did you mean 'today'?");
  expect_refused("gaps", "math.sqrt(2)", LDE_EXPR_ERROR, 6, "unknown name");
  expect_refused("gaps", "f(1,)", LDE_EXPR_ERROR, 5, "')'");
  expect_refused("gaps", "3x", LDE_EXPR_ERROR, 1, "not a number");
  expect_refused("gaps", "'abc", LDE_EXPR_ERROR, 1, "does not end");
  expect_refused("gaps", "function() end", LDE_EXPR_ERROR, 1, "write a function");
  expect_refused("budgets", "plan_lines:sum('costs')", LDE_EXPR_ERROR, 17, "did you mean 'cost'?");
  expect_refused("budgets", "plan_lines:suum('cost')", LDE_EXPR_ERROR, 12, "did you mean 'sum'?");
  expect_refused("employees", "caf\xC3\xA9 == 1", LDE_EXPR_ERROR, 4, "'\xC3\xA9' does not");
}

static void test_expr__what_only_lua_can_do(void **state)
{
  (void)state;
  expect_refused("employees", "location:find('t')", LDE_EXPR_FALLBACK, 10, "pattern");
  expect_refused("employees", "#{1, 2}", LDE_EXPR_FALLBACK, 2, "table");
  expect_refused("employees", "ld.money(3)", LDE_EXPR_FALLBACK, 4, "Lua");
  expect_refused("employees", "unit['id']", LDE_EXPR_FALLBACK, 5, "brackets");
  expect_refused("employees", "gaps", LDE_EXPR_FALLBACK, 1, "collection");
  expect_refused("employees", "gaps:sort('current')", LDE_EXPR_FALLBACK, 6, "list");
  expect_refused("employees", "languages == nil", LDE_EXPR_FALLBACK, 1, "list");
}

static void test_expr__warns_of_a_choice_that_does_not_exist(void **state)
{
  lde_expr *expr = compile_with("plan_lines", "lane == 'mandatry'", NULL);
  const lde_expr_problem *warnings;
  size_t count;

  (void)state;
  warnings = lde_expr_warnings(expr, &count);
  assert_int_equal(count, 1);
  assert_int_equal(warnings->column, 9);
  assert_string_equal(warnings->message, "lane is never 'mandatry'; did you mean 'mandatory'?");
  lde_expr_free(expr);
}

/* ---- what is known of an expression ---- */

static void test_expr__columns_that_are_read(void **state)
{
  lde_expr *expr =
      compile_with("budgets", "plan_lines:sum('cost') > setup and parent.setup ~= nil", NULL);
  static const struct {
    int entity, field;
  } wanted[] = {{LDE_E(plan_line), -1},
                {LDE_E(plan_line), LDE_F(plan_line, budget)},
                {LDE_E(funding), -1},
                {LDE_E(plan_line), LDE_F(plan_line, cost)},
                {LDE_E(budget), LDE_F(budget, setup)},
                {LDE_E(budget), LDE_F(budget, parent)}};
  const lde_expr_column *columns;
  size_t count;

  (void)state;
  columns = lde_expr_columns(expr, &count);
  assert_int_equal(count, sizeof wanted / sizeof *wanted);
  for (size_t i = 0; i < count; i++)
    assert_true(columns[i].entity == wanted[i].entity && columns[i].field == wanted[i].field);
  assert_int_equal(lde_expr_types(expr, NULL), LDE_EXPR_IS_BOOL);
  lde_expr_free(expr);
  expr = compile_with("budgets", "setup", NULL);
  assert_int_equal(lde_expr_field(expr)->index, LDE_F(budget, setup));
  lde_expr_free(expr);
}

static void test_expr__failures_tell_row_and_place(void **state)
{
  lde_expr *expr = compile_with("gaps", "required > 0 and 10 // current > 1", NULL);
  lde_expr_run *run = lde_expr_bind(expr, ds);
  lde_expr_failures failures = {0};
  uint64_t bits = 0x1F;

  (void)state;
  lde_expr_filter(run, 0, 5, &bits, &failures);
  assert_int_equal(bits, 0x15);
  assert_int_equal(failures.items.len, 1);
  assert_int_equal(failures.items.data[0].row, 3);
  assert_int_equal(failures.items.data[0].at, 20);
  assert_string_equal(failures.items.data[0].message, "a division by zero");
  bits = 0x17; /* a row that is not asked for does not fail */
  lde_expr_failures_free(&failures);
  lde_expr_filter(run, 0, 5, &bits, &failures);
  assert_int_equal(bits, 0x15);
  assert_int_equal(failures.items.len, 0);
  lde_expr_run_free(run);
  lde_expr_free(expr);
}

/* ---- blocks ---- */

/* More than one block, columns that end before the table does, and a start in the middle of a word.
 */
static void test_expr__many_blocks(void **state)
{
  enum { ROWS = 5000 };
  lde_table *gaps = lde_dataset_table(ds, LDE_E(gap));
  lde_expr *expr = compile_with("gaps", "current < required and employee.fte < 1", NULL);
  lde_expr *by_row = compile_with("gaps", "#employee.id == 2 and criticality % 7 == 3", NULL);
  lde_expr_run *run = lde_expr_bind(expr, ds), *row_run = lde_expr_bind(by_row, ds);
  static uint64_t bits[ROWS / 64 + 2], other[ROWS / 64 + 2];

  (void)state;
  assert_true(lde_expr_is_columnar(run));
  assert_false(lde_expr_is_columnar(row_run));
  for (int32_t row = lde_table_count(gaps); row < ROWS; row++) {
    lde_table_add(gaps, (lde_place){-1, 0, 0});
    lde_table_put(gaps, LDE_F(gap, required), row, row % 5);
    if (row % 3)
      lde_table_put(gaps, LDE_F(gap, employee), row, row % 3);
    if (row < 3000)
      lde_table_put(gaps, LDE_F(gap, criticality), row, row % 100);
    if (row < 2050 && row % 4)
      lde_table_put(gaps, LDE_F(gap, current), row, row % 4);
  }
  for (int32_t first = 0; first < 130; first += 43) {
    memset(bits, 0xFF, sizeof bits);
    memset(other, 0xFF, sizeof other);
    lde_expr_filter(run, first, ROWS - 7, bits, NULL);
    lde_expr_filter(row_run, first, ROWS - 7, other, NULL);
    for (int32_t row = first; row < ROWS - 7; row++) {
      int32_t employee = lde_get_row(ds, gap, employee, row), at = row - first;
      bool below = lde_has(ds, gap, current, row) &&
                   lde_get(ds, gap, current, row) < lde_get(ds, gap, required, row);
      bool part = employee >= 0 && lde_has(ds, employee, fte, employee) &&
                  lde_get(ds, employee, fte, employee) < 1000;
      bool third =
          lde_has(ds, gap, criticality, row) && lde_get(ds, gap, criticality, row) % 7 == 3;
      assert_int_equal(bits[at >> 6] >> (at & 63) & 1, below && part);
      assert_int_equal(other[at >> 6] >> (at & 63) & 1, third && employee >= 0);
    }
  }
  lde_expr_run_free(run);
  lde_expr_run_free(row_run);
  lde_expr_free(expr);
  lde_expr_free(by_row);
}

#define CASE(name) cmocka_unit_test_setup_teardown(test_expr__##name, setup, teardown)

int main(void)
{
  const struct CMUnitTest tests[] = {CASE(arithmetic),
                                     CASE(bits),
                                     CASE(compare),
                                     CASE(logic),
                                     CASE(text),
                                     CASE(dates),
                                     CASE(numbers_of_lua),
                                     CASE(references),
                                     CASE(collections),
                                     CASE(sum_too_large),
                                     CASE(parameters),
                                     CASE(extras),
                                     CASE(errors_have_places_and_suggestions),
                                     CASE(what_only_lua_can_do),
                                     CASE(warns_of_a_choice_that_does_not_exist),
                                     CASE(columns_that_are_read),
                                     CASE(failures_tell_row_and_place),
                                     CASE(many_blocks)};

  return cmocka_run_group_tests(tests, NULL, NULL);
}
