#include "script_runner.h"

#include "script/transform.h"

static const char *const headers[] = {"Regel", "Medewerker", "Uren"};

typedef struct taken {
  lde_buffer text;
} taken;

static void take(void *ctx, const lde_script_value *values, size_t count)
{
  lde_buffer *out = &((taken *)ctx)->text;

  lde_buffer_putc(out, '(');
  for (size_t i = 0; i < count; i++) {
    const lde_script_value *value = &values[i];
    lde_buffer_printf(out, "%s%s=", i ? " " : "", value->field);
    if (value->kind == LDE_SCRIPT_TEXT)
      lde_buffer_printf(out, "'%.*s'", (int)value->len, value->text);
    else if (value->kind == LDE_SCRIPT_LIST)
      lde_buffer_printf(out, "[%s]", value->text);
    else if (value->kind == LDE_SCRIPT_INTEGER)
      lde_buffer_printf(out, "%lld", (long long)value->integer);
    else if (value->kind == LDE_SCRIPT_NUMBER)
      lde_buffer_printf(out, "%gf", value->number);
    else
      lde_buffer_puts(out, value->integer ? "true" : "false");
  }
  lde_buffer_putc(out, ')');
}

/* One row through a transform: what it gives, "drop: reason", or "!line: message". */
static void expect_rows(const char *code, const char *const (*cells)[3], size_t rows,
                        const char *want)
{
  lde_dataset *ds = build_dataset();
  lde_script_options options = LDE_SCRIPT_OPTIONS_INIT;
  lde_failure failure = {.outcome = LDE_OUTCOME_OK};
  lde_transform *transform =
      lde_transform_open(ds, &options, "import.lua", code, strlen(code), &failure);
  taken t = {.text = {0}};
  lde_buffer reason = {0};

  if (!transform)
    lde_buffer_printf(&t.text, "!%s:%d: %s", failure.file, failure.line, failure.message);
  for (size_t i = 0; transform && i < rows; i++) {
    size_t lengths[3], before = t.text.len;
    for (int c = 0; c < 3; c++)
      lengths[c] = strlen(cells[i][c]);
    lde_buffer_truncate(&reason, 0);
    if (lde_transform_call(transform, headers, cells[i], lengths, 3, take, &t, &reason, &failure) !=
        LDE_OUTCOME_OK)
      lde_buffer_printf(&t.text, "!%d: %s", failure.line, failure.message);
    else if (t.text.len == before)
      lde_buffer_printf(&t.text, "drop:%s", lde_buffer_text(&reason));
  }
  assert_string_equal(lde_buffer_text(&t.text), want);
  lde_transform_close(transform);
  lde_buffer_free(&reason);
  lde_buffer_free(&t.text);
  lde_dataset_free(ds);
}

static const char *const one[][3] = {{"r1", "e1", ""}};

static void test_transform__gives_records(void **state)
{
  (void)state;
  expect_rows("return function(row) return {id = row.Regel, n = 3, x = 1.5, ok = true, "
              "employees = {row.Medewerker, 'e2', 3}} end",
              one, 1, "(employees=[e1|e2|3] id='r1' n=3 ok=true x=1.5f)");
  expect_rows("return function(row) return {{id = row.Regel .. 'a'}, {id = row.Regel .. 'b'}} end",
              one, 1, "(id='r1a')(id='r1b')");
  expect_rows("return function(row) return {u = row.Uren == ''} end", one, 1, "(u=true)");
  expect_rows("return function(row) return {x = {}} end", one, 1, "(x=[])");
}

static void test_transform__drops_rows(void **state)
{
  (void)state;
  expect_rows("return function(row) end", one, 1, "drop:");
  expect_rows("return function(row) return nil, 'unknown quarter' end", one, 1,
              "drop:unknown quarter");
  expect_rows("return function(row) return {} end", one, 1, "drop:");
}

static void test_transform__keeps_its_upvalues(void **state)
{
  static const char *const rows[][3] = {{"r1", "e1", "1"}, {"r2", "", "2"}, {"r3", "e3", "3"}};

  (void)state;
  expect_rows("local last, before = '', nil\n"
              "return function(row) if row.Medewerker ~= '' then last = row.Medewerker end\n"
              "local b = before and before.Regel before = row\n"
              "return {who = last, hours = tonumber(row.Uren), before = b} end",
              rows, 3,
              "(hours=1 who='e1')(before='r1' hours=2 who='e1')(before='r2' hours=3 who='e3')");
}

static void test_transform__errors_name_the_line(void **state)
{
  (void)state;
  expect_rows("return function(row)\n return {x = row.Medewerkr} end", one, 1,
              "!2: the source has no column 'Medewerkr'; did you mean 'Medewerker'?");
  expect_rows("return 3", one, 1, "!import.lua:0: the file must return a function, not a number");
  expect_rows("return function(row)", one, 1, "!import.lua:1: 'end' expected near <eof>");
  expect_rows("return function() return ld.goals.g1 end", one, 1,
              "!1: ld.goals: records cannot be looked up while loading; joins belong in rules");
}

static void test_transform__bad_results(void **state)
{
  (void)state;
  expect_rows("return function() return 'x' end", one, 1,
              "!0: a transform returns a record, a list of records or nil, not a string");
  expect_rows("return function() return {{id = 'ok'}, 'x'} end", one, 1,
              "!0: item 2 of the list that was returned is a string, not a record");
  expect_rows("return function() return {[true] = 1} end", one, 1,
              "!0: a record has field names as keys, not a boolean");
  expect_rows(
      "return function() return {x = print} end", one, 1,
      "!0: field 'x' gets a function; a value must be a text, a number, a boolean or a list");
  expect_rows("return function() return {x = {{}}} end", one, 1,
              "!0: the list 'x' has a table; only texts and numbers can be items");
  expect_rows("return function() return {x = {'a|b'}} end", one, 1,
              "!0: an item of the list 'x' has a '|' in it");
}

/* The budget is filled again, so that it does not depend on the size of the export. */
static void test_transform__many_rows(void **state)
{
  static const char code[] =
      "local n = 0 return function(row) for i = 1, 300 do n = n + 1 end return nil end";
  const size_t lengths[] = {2, 2, 0};
  lde_dataset *ds = build_dataset();
  lde_script_options options = LDE_SCRIPT_OPTIONS_INIT;
  lde_failure failure = {.outcome = LDE_OUTCOME_OK};
  lde_buffer reason = {0};
  lde_transform *transform;

  (void)state;
  options.limits.steps = 20000000;
  options.limits.seconds = 120;
  transform = lde_transform_open(ds, &options, "t.lua", code, strlen(code), &failure);
  assert_non_null(transform);
  for (int i = 0; i < 50000; i++)
    if (lde_transform_call(transform, headers, one[0], lengths, 3, take, NULL, &reason, &failure) !=
        LDE_OUTCOME_OK)
      fail_msg("row %d: %s", i, failure.message);
  lde_transform_close(transform);
  transform = lde_transform_open(ds, &options, "t.lua", "return function() while true do end end",
                                 39, &failure);
  assert_non_null(transform);
  assert_int_equal(
      lde_transform_call(transform, headers, one[0], lengths, 3, take, NULL, &reason, &failure),
      LDE_OUTCOME_TIME);
  lde_transform_close(transform);
  lde_buffer_free(&reason);
  lde_dataset_free(ds);
}

static void expect_merge(const char *code, int32_t want, const char *message)
{
  static const int32_t rows[] = {1, 0}; /* newest first */
  lde_dataset *ds = build_script_dataset();
  lde_script_options options = LDE_SCRIPT_OPTIONS_INIT;
  lde_failure failure = {.outcome = LDE_OUTCOME_OK};
  lde_transform *merge = lde_merge_open(ds, &options, "merge.lua", code, strlen(code), &failure);
  int32_t level = 99;

  assert_non_null(merge);
  if (message) {
    assert_int_equal(lde_merge_call(merge, rows, 2, &level, &failure), LDE_OUTCOME_ERROR);
    assert_non_null(strstr(failure.message, message));
  } else {
    assert_int_equal(lde_merge_call(merge, rows, 2, &level, &failure), LDE_OUTCOME_OK);
    assert_int_equal(level, want);
  }
  lde_transform_close(merge);
  lde_dataset_free(ds);
}

static void test_transform__merge(void **state)
{
  (void)state;
  expect_merge("return function(list) return list[1].level end", 2, NULL);
  expect_merge("return function(list) return list:min('level') end", 1, NULL);
  expect_merge("return function(list) for _, a in ipairs(list) do if a.method == 'manager' then "
               "return a.level end end end",
               1, NULL);
  expect_merge("return function(list) return list:avg('level') // 1 end", 1, NULL);
  expect_merge("return function(list) end", -1, NULL);
  expect_merge("return function(list) return 'high' end", 0,
               "a merge returns a level (0 or more) or nil, not high");
  expect_merge("return function(list) return 1.5 end", 0, "not 1.5");
  expect_merge("return function(list) return -1 end", 0, "not -1");
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_transform__gives_records),
      cmocka_unit_test(test_transform__drops_rows),
      cmocka_unit_test(test_transform__keeps_its_upvalues),
      cmocka_unit_test(test_transform__errors_name_the_line),
      cmocka_unit_test(test_transform__bad_results),
      cmocka_unit_test(test_transform__many_rows),
      cmocka_unit_test(test_transform__merge),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
