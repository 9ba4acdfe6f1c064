#include "report_fixture.h"

#include <jansson.h>
#include <math.h>

#include "report/json.h"

static void put_text(lde_query_result *rows, const char *text)
{
  lde_query_value value = {.kind = LDE_QUERY_TEXT};
  value.text = text;
  value.len = strlen(text);
  lde_vec_push(&rows->values, value);
}

static void put_integer(lde_query_result *rows, int64_t number)
{
  lde_query_value value = {.kind = LDE_QUERY_INTEGER};
  value.integer = number;
  lde_vec_push(&rows->values, value);
}

static void make_rows(lde_query_result *rows)
{
  static const char *columns[] = {"label", "cost", "share"};
  lde_query_value real = {.kind = LDE_QUERY_REAL}, null = {.kind = LDE_QUERY_NULL};

  rows->columns = columns;
  rows->column_count = 3;
  rows->row_count = 3;
  real.real = 0.1;
  put_text(rows, "=cmd|' /C calc'!A0");
  put_integer(rows, -5);
  lde_vec_push(&rows->values, real);
  put_text(rows, "-12,5");
  put_integer(rows, 1250);
  lde_vec_push(&rows->values, null);
  put_text(rows, "a \"b\", c\nsecond line");
  put_integer(rows, 7);
  real.real = 1e21;
  lde_vec_push(&rows->values, real);
}

static void test_report_rows__csv_quotes_and_neutralises(void **state)
{
  lde_query_result rows = {0};
  lde_buffer out = {0};

  (void)state;
  make_rows(&rows);
  lde_report_rows_csv(&out, &rows);
  assert_string_equal(out.data, "label,cost,share\r\n"
                                "'=cmd|' /C calc'!A0,-5,0.1\r\n"
                                "\"-12,5\",1250,\r\n"
                                "\"a \"\"b\"\", c\nsecond line\",7,1e+21\r\n");
  lde_buffer_free(&out);
  lde_vec_free(&rows.values);
}

static void test_report_rows__csv_knows_all_formula_starts(void **state)
{
  static const struct {
    const char *cell, *csv;
  } cells[] = {{"+1", "+1"},        {"+1a", "'+1a"},  {"-", "'-"},      {"@x", "'@x"},
               {"\tx", "\"'\tx\""}, {"-1e5", "-1e5"}, {"-1e", "'-1e"},  {"1=2", "1=2"},
               {"\rx", "\"'\rx\""}, {"=1", "'=1"},    {" x", "\" x\""}, {"", "\"\""}};
  static const char *columns[] = {"c"};

  (void)state;
  for (size_t i = 0; i < sizeof cells / sizeof *cells; i++) {
    lde_query_result rows = {.columns = columns, .column_count = 1, .row_count = 1};
    lde_buffer out = {0};
    char wanted[64];
    put_text(&rows, cells[i].cell);
    lde_report_rows_csv(&out, &rows);
    snprintf(wanted, sizeof wanted, "c\r\n%s\r\n", cells[i].csv);
    assert_string_equal(out.data, wanted);
    lde_buffer_free(&out);
    lde_vec_free(&rows.values);
  }
}

static void test_report_rows__text_aligns_numbers_and_cuts_on_a_terminal_only(void **state)
{
  lde_query_result rows = {0};
  lde_buffer out = {0};
  lde_style pipe = {.language = LDE_ENGLISH}, terminal = {.language = LDE_ENGLISH, .width = 40};

  (void)state;
  make_rows(&rows);
  lde_report_rows_text(&out, &rows, &pipe);
  assert_string_equal(out.data, "label                  cost  share\n"
                                "=cmd|' /C calc'!A0       -5    0.1\n"
                                "-12,5                  1250\n"
                                "a \"b\", c\\nsecond line     7  1e+21\n");
  rows.values.data[0].text = "a very long text that does not fit in the width of a terminal";
  rows.values.data[0].len = strlen(rows.values.data[0].text);
  lde_buffer_truncate(&out, 0);
  lde_report_rows_text(&out, &rows, &terminal);
  assert_non_null(strstr(out.data, "a very long text that does…    -5    0.1\n"));
  assert_non_null(strstr(out.data, "\n3 rows\n"));
  lde_buffer_truncate(&out, 0);
  lde_report_rows_text(&out, &rows, &pipe);
  assert_non_null(strstr(out.data, "width of a terminal"));
  lde_buffer_free(&out);
  lde_vec_free(&rows.values);
}

static void test_report_rows__markdown_escapes(void **state)
{
  lde_query_result rows = {0};
  lde_buffer out = {0};

  (void)state;
  make_rows(&rows);
  rows.values.data[0].text = "a|b <script>";
  rows.values.data[0].len = strlen(rows.values.data[0].text);
  lde_report_rows_markdown(&out, &rows);
  assert_non_null(strstr(
      out.data,
      "| label | cost | share |\n| --- | ---: | ---: |\n| a\\|b &lt;script> | -5 | 0.1 |\n"));
  lde_buffer_free(&out);
  lde_vec_free(&rows.values);
}

static void test_report_rows__json_keeps_types(void **state)
{
  lde_query_result rows = {0};
  lde_buffer out = {0};
  lde_envelope envelope = {.command = "sql", .ok = true, .rows = &rows};

  (void)state;
  make_rows(&rows);
  lde_report_json(&out, &envelope);
  assert_non_null(
      strstr(out.data, "\"data\":{\"columns\":[\"label\",\"cost\",\"share\"],\"rows\":[[\"=cmd"));
  assert_non_null(
      strstr(out.data, "[\"-12,5\",1250,null],[\"a \\\"b\\\", c\\nsecond line\",7,1e+21]]}}\n"));
  lde_buffer_free(&out);
  lde_vec_free(&rows.values);
}

static void test_report_rows__numbers_are_shortest_and_read_back(void **state)
{
  static const struct {
    double value;
    const char *text;
  } rows[] = {{0.1, "0.1"},      {5, "5.0"},
              {-0.0, "0.0"},     {1.0 / 3, "0.3333333333333333"},
              {1e300, "1e+300"}, {123456789012345680.0, "1.2345678901234568e+17"}};

  (void)state;
  for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
    lde_buffer out = {0};
    lde_number_print(&out, rows[i].value);
    assert_string_equal(out.data, rows[i].text);
    assert_true(strtod(out.data, NULL) == rows[i].value);
    lde_buffer_free(&out);
  }
}

static void test_report_rows__json_escapes_hostile_text(void **state)
{
  lde_buffer out = {0};
  lde_json json = {.out = &out};
  json_t *parsed;

  (void)state;
  lde_json_open(&json, '[');
  lde_json_bytes(&json, "\0\x1b\"\\\xff\xE2\x80\xA8", 8);
  lde_json_number(&json, NAN);
  lde_json_close(&json, ']');
  assert_string_equal(out.data, "[\"\\u0000\\u001b\\\"\\\\\xEF\xBF\xBD\\u2028\",null]");
  parsed = json_loads(out.data, JSON_ALLOW_NUL, NULL);
  assert_non_null(parsed);
  json_decref(parsed);
  lde_buffer_free(&out);
}

static lde_data *text(lde_arena *arena, const char *bytes)
{
  return lde_data_text(arena, bytes, strlen(bytes));
}

static void test_report_rows__data_for_people(void **state)
{
  lde_arena arena = {0};
  lde_data *object = lde_data_new(&arena, LDE_DATA_OBJECT),
           *list = lde_data_new(&arena, LDE_DATA_LIST);
  lde_style style = {.language = LDE_DUTCH};
  lde_buffer out = {0};

  (void)state;
  for (int i = 0; i < 2; i++) {
    lde_data *row = lde_data_add(list, lde_data_new(&arena, LDE_DATA_OBJECT));
    lde_data_put(&arena, row, "naam", 4, text(&arena, i ? "b" : "a\033"));
    lde_data_put(&arena, row, "n", 1, lde_data_integer(&arena, i * 100));
  }
  lde_data_put(&arena, object, "ok", 2, lde_data_bool(&arena, true));
  lde_data_put(&arena, object, "tabel", 5, list);
  lde_data_put(&arena, object, "leeg", 4, lde_data_new(&arena, LDE_DATA_LIST));
  list = lde_data_put(&arena, object, "lijst", 5, lde_data_new(&arena, LDE_DATA_LIST));
  lde_data_add(list, lde_data_number(&arena, 0.5));
  lde_data_add(list, lde_data_new(&arena, LDE_DATA_NULL));
  lde_report_data_text(&out, object, &style);
  assert_string_equal(out.data, "ok: ja\n"
                                "tabel:\n"
                                "  naam       n\n"
                                "  a\\u{1b}    0\n"
                                "  b        100\n"
                                "leeg: []\n"
                                "lijst:\n"
                                "  - 0.5\n"
                                "  - –\n");
  lde_buffer_truncate(&out, 0);
  lde_report_data_text(&out, text(&arena, "one\ntwo\033"), &style);
  assert_string_equal(out.data, "one\ntwo\\u{1b}\n");
  lde_buffer_free(&out);
  lde_arena_free(&arena);
}

static void test_report_rows__json_of_a_result_has_its_log(void **state)
{
  static const char *const log[] = {"first", "second"};
  lde_arena arena = {0};
  lde_buffer out = {0};
  lde_envelope envelope = {.command = "run",
                           .ok = true,
                           .log = log,
                           .log_count = 2,
                           .result = lde_data_new(&arena, LDE_DATA_LIST)};

  (void)state;
  lde_report_json(&out, &envelope);
  assert_non_null(strstr(out.data, "\"data\":{\"result\":[],\"log\":[\"first\",\"second\"]}}\n"));
  lde_buffer_free(&out);
  lde_arena_free(&arena);
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_report_rows__csv_quotes_and_neutralises),
      cmocka_unit_test(test_report_rows__csv_knows_all_formula_starts),
      cmocka_unit_test(test_report_rows__text_aligns_numbers_and_cuts_on_a_terminal_only),
      cmocka_unit_test(test_report_rows__markdown_escapes),
      cmocka_unit_test(test_report_rows__json_keeps_types),
      cmocka_unit_test(test_report_rows__numbers_are_shortest_and_read_back),
      cmocka_unit_test(test_report_rows__json_escapes_hostile_text),
      cmocka_unit_test(test_report_rows__data_for_people),
      cmocka_unit_test(test_report_rows__json_of_a_result_has_its_log),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
