#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/date.h"
#include "base/decimal.h"
#include "base/error.h"
#include "base/io.h"
#include "base/map.h"
#include "base/memory.h"
#include "base/strings.h"
#include "base/text.h"

static void test_date__calendar(void **state)
{
  int32_t date;
  bool impossible;
  char text[LDE_DATE_TEXT_SIZE];

  (void)state;
  assert_int_equal(lde_date_from_civil(1970, 1, 1), 0);
  assert_int_equal(lde_date_from_civil(2000, 3, 1), 11017);
  for (int32_t day = -200000; day < 200000; day += 37) {
    int y, m, d;
    lde_date_to_civil(day, &y, &m, &d);
    assert_int_equal(lde_date_from_civil(y, m, d), day);
  }
  assert_true(lde_date_parse("2028-02-29", 10, &date, &impossible));
  assert_string_equal(lde_date_print(date, text), "2028-02-29");
  assert_false(lde_date_parse("2026-02-30", 10, &date, &impossible));
  assert_true(impossible);
  assert_false(lde_date_parse("2026-2-3", 8, &date, &impossible));
  assert_false(impossible);
}

static void test_date__months_and_quarters(void **state)
{
  (void)state;
  assert_int_equal(lde_date_add_months(lde_date_from_civil(2027, 1, 31), 1),
                   lde_date_from_civil(2027, 2, 28));
  assert_int_equal(lde_date_add_months(lde_date_from_civil(2027, 1, 15), -13),
                   lde_date_from_civil(2025, 12, 15));
  assert_int_equal(lde_date_quarter(lde_date_from_civil(2027, 10, 1)), 4);
  assert_int_equal(lde_date_weekday(lde_date_from_civil(2026, 11, 23)), 0);
}

static void test_period__forms(void **state)
{
  static const struct {
    const char *text, *first, *last;
  } cases[] = {{"2027", "2027-01-01", "2027-12-31"},
               {"2027-H2", "2027-07-01", "2027-12-31"},
               {"2027-Q1", "2027-01-01", "2027-03-31"},
               {"2028-02", "2028-02-01", "2028-02-29"}};
  static const char *const wrong[] = {"2027-Q5", "2027-13", "27", "2027-H", "2027-Q1x", "FY2027"};
  int32_t first, last;
  char text[LDE_DATE_TEXT_SIZE];

  (void)state;
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    assert_true(lde_period_parse(cases[i].text, strlen(cases[i].text), &first, &last));
    assert_string_equal(lde_date_print(first, text), cases[i].first);
    assert_string_equal(lde_date_print(last, text), cases[i].last);
  }
  for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
    assert_false(lde_period_parse(wrong[i], strlen(wrong[i]), &first, &last));
}

static void test_decimal__parse(void **state)
{
  static const struct {
    const char *text;
    char decimal, thousands;
    int scale;
    lde_decimal_result result;
    int64_t value;
  } cases[] = {
      {"1250", '.', 0, 2, LDE_DECIMAL_OK, 125000},
      {"1250.5", '.', 0, 2, LDE_DECIMAL_OK, 125050},
      {"-0.05", '.', 0, 2, LDE_DECIMAL_OK, -5},
      {"1.403,00", ',', '.', 2, LDE_DECIMAL_OK, 140300},
      {"1.234.567,89", ',', '.', 2, LDE_DECIMAL_OK, 123456789},
      {"12.34", ',', '.', 2, LDE_DECIMAL_NOT_A_NUMBER, 0},
      {"1234.567", ',', '.', 2, LDE_DECIMAL_NOT_A_NUMBER, 0},
      {"1.5", '.', 0, 0, LDE_DECIMAL_TOO_PRECISE, 0},
      {"1.50", '.', 0, 1, LDE_DECIMAL_OK, 15},
      {"9223372036854775807", '.', 0, 0, LDE_DECIMAL_OK, INT64_MAX},
      {"9223372036854775808", '.', 0, 0, LDE_DECIMAL_RANGE, 0},
      {"-9223372036854775808", '.', 0, 0, LDE_DECIMAL_OK, INT64_MIN},
      {"1e3", '.', 0, 2, LDE_DECIMAL_NOT_A_NUMBER, 0},
      {"0x10", '.', 0, 2, LDE_DECIMAL_NOT_A_NUMBER, 0},
      {"1_000", '.', 0, 2, LDE_DECIMAL_NOT_A_NUMBER, 0},
      {"inf", '.', 0, 2, LDE_DECIMAL_NOT_A_NUMBER, 0},
      {"", '.', 0, 2, LDE_DECIMAL_NOT_A_NUMBER, 0},
      {"-", '.', 0, 2, LDE_DECIMAL_NOT_A_NUMBER, 0},
      {"1.", '.', 0, 2, LDE_DECIMAL_NOT_A_NUMBER, 0},
  };

  (void)state;
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    int64_t value = 0;
    assert_int_equal(lde_decimal_parse(cases[i].text, strlen(cases[i].text), cases[i].decimal,
                                       cases[i].thousands, cases[i].scale, &value),
                     cases[i].result);
    if (cases[i].result == LDE_DECIMAL_OK)
      assert_true(value == cases[i].value);
  }
}

static void check_format(const char *expected, lde_buffer *out)
{
  assert_string_equal(lde_buffer_text(out), expected);
  lde_buffer_truncate(out, 0);
}

static void test_decimal__format(void **state)
{
  lde_buffer out = {0};

  (void)state;
  lde_money_format(&out, 125000, "EUR", LDE_DUTCH);
  check_format("€ 1.250,00", &out);
  lde_money_format(&out, -123456789, "EUR", LDE_ENGLISH);
  check_format("€ -1,234,567.89", &out);
  lde_money_format(&out, 500, "JPY", LDE_ENGLISH);
  check_format("JPY 500", &out);
  lde_decimal_format(&out, 12345, 4, 1, LDE_DUTCH);
  check_format("1,2", &out);
  lde_decimal_format(&out, 999950, 6, 2, LDE_ENGLISH);
  check_format("1.00", &out);
  lde_decimal_print(&out, 1500, 4);
  check_format("0.15", &out);
  lde_hours_format(&out, 750, LDE_DUTCH);
  check_format("12,5", &out);
  lde_date_format(&out, lde_date_from_civil(2027, 3, 1), LDE_DUTCH);
  check_format("1-3-2027", &out);
  lde_buffer_free(&out);
}

static void test_text__safe(void **state)
{
  lde_buffer out = {0};
  static const char nasty[] = "a\x1b[31m\n\xff\xE2\x80\xAE é";

  (void)state;
  lde_text_append_safe(&out, nasty, sizeof nasty - 1);
  check_format("a\\u{1b}[31m\\n\\xff\\u{202e} é", &out);
  assert_int_equal(lde_utf8_valid_length("é\xC0\x80", 4), 2);
  assert_int_equal(lde_utf8_valid_length("\xED\xA0\x80", 3), 0);
  assert_int_equal(lde_text_width("Zoë", 4), 3);
  assert_int_equal(lde_text_width("日本", 6), 4);
  lde_text_append_folded(&out, "  GEMEENTE Ëlan ", 17);
  check_format("gemeente ëlan", &out);
  lde_text_append_cut(&out, "leerbehoefte", 6);
  check_format("leerb…", &out);
  lde_buffer_free(&out);
}

static void test_text__suggestions(void **state)
{
  lde_suggestion near = {.wanted = "titel"};

  (void)state;
  assert_int_equal(lde_text_distance("goals", "gaols", 2), 1);
  assert_int_equal(lde_text_distance("goals", "budgets", 2), 3);
  lde_suggestion_offer(&near, "label");
  lde_suggestion_offer(&near, "title");
  lde_suggestion_offer(&near, "titels");
  lde_suggestion_offer(&near, "titel_nl");
  assert_int_equal(near.count, 2);
  assert_string_equal(near.best[0], "title");
  assert_string_equal(near.best[1], "titels");
}

static void test_strings__codes(void **state)
{
  lde_strings strings;
  char text[24];

  (void)state;
  lde_strings_init(&strings);
  assert_int_equal(lde_strings_put(&strings, ""), 0);
  for (int i = 0; i < 5000; i++) {
    snprintf(text, sizeof text, "text-%d", i);
    assert_int_equal(lde_strings_put(&strings, text), i + 1);
  }
  assert_int_equal(lde_strings_find(&strings, "text-4999", 9), 5000);
  assert_int_equal(lde_strings_find(&strings, "text-5000", 9), -1);
  assert_string_equal(lde_strings_get(&strings, 17), "text-16");
  lde_strings_deinit(&strings);
}

/* Long texts among short ones: what was handed out stays where it is. */
static void test_strings__long_texts(void **state)
{
  enum { COUNT = 300 };
  lde_strings strings;
  const char *given[COUNT];
  char *text = lde_alloc(70001, 1);

  (void)state;
  lde_strings_init(&strings);
  for (int i = 0; i < COUNT; i++) {
    size_t len = i % 10 == 9 ? 70000 : (size_t)i * 60;
    memset(text, 'a' + i % 26, len);
    given[i] = lde_strings_get(&strings, lde_strings_intern(&strings, text, len));
  }
  for (int i = 0; i < COUNT; i++) {
    size_t len = i % 10 == 9 ? 70000 : (size_t)i * 60;
    int32_t code;
    memset(text, 'a' + i % 26, len);
    text[len] = '\0';
    code = lde_strings_find(&strings, text, len);
    assert_true(code >= 0);
    assert_int_equal(lde_strings_length(&strings, code), len);
    assert_string_equal(given[i], text);
    if (len < 70000) /* of the longest some are equal */
      assert_ptr_equal(lde_strings_get(&strings, code), given[i]);
  }
  lde_strings_deinit(&strings);
  lde_free(text);
}

static void test_map__keys(void **state)
{
  lde_map map = {0};

  (void)state;
  for (int64_t i = 0; i < 3000; i++)
    assert_int_equal(lde_map_put(&map, i * 7919 - 1000, (int32_t)i), LDE_MAP_NONE);
  assert_int_equal(lde_map_find(&map, 7919 - 1000), 1);
  assert_int_equal(lde_map_add(&map, 7919 - 1000, 9), 1);
  assert_int_equal(lde_map_put(&map, 7919 - 1000, 9), 1);
  assert_int_equal(lde_map_find(&map, 7919 - 1000), 9);
  assert_int_equal(lde_map_find(&map, 5), LDE_MAP_NONE);
  lde_map_free(&map);
}

static void test_arena__alignment_and_sizes(void **state)
{
  lde_arena arena = {0};

  (void)state;
  for (size_t size = 1; size < 200000; size = size * 3 + 1) {
    unsigned char *block = lde_arena_alloc(&arena, size);
    assert_int_equal((uintptr_t)block % _Alignof(max_align_t), 0);
    assert_int_equal(block[size - 1], 0);
    memset(block, 0xAA, size);
  }
  assert_string_equal(lde_arena_printf(&arena, "%s-%d", "a", 7), "a-7");
  lde_arena_free(&arena);
}

static void test_io__whole_or_not_at_all(void **state)
{
  char folder[] = "/tmp/lde-test-XXXXXX", path[64], deep[96];
  lde_buffer out = {0};
  lde_error err;

  (void)state;
  assert_non_null(mkdtemp(folder));
  snprintf(path, sizeof path, "%s/plan.json", folder);
  assert_int_equal(lde_file_write(path, "abc", 3, LDE_ENGLISH, &err), LDE_OK);
  assert_int_equal(lde_file_read(path, 0, &out, LDE_ENGLISH, &err), LDE_OK);
  assert_string_equal(out.data, "abc");
  assert_int_equal(lde_file_read(path, 2, &out, LDE_ENGLISH, &err), LDE_ERROR_INPUT);
  assert_non_null(strstr(err.message, "larger than the limit of 2 bytes"));
  assert_int_equal(lde_file_read(folder, 0, &out, LDE_DUTCH, &err), LDE_ERROR_INPUT);
  snprintf(deep, sizeof deep, "%s/a/b", folder);
  assert_int_equal(lde_folder_make(deep, LDE_ENGLISH, &err), LDE_OK);
  assert_int_equal(lde_file_write(deep, "x", 1, LDE_ENGLISH, &err), LDE_ERROR_INPUT);
  snprintf(deep, sizeof deep, "rm -r %s", folder);
  assert_int_equal(system(deep), 0);
  lde_buffer_free(&out);
}

static void test_io__digest(void **state)
{
  lde_digest digest;
  char text[LDE_DIGEST_TEXT_SIZE];

  (void)state;
  lde_digest_init(&digest);
  lde_digest_add(&digest, "ab", 2);
  lde_digest_add(&digest, "c", 1);
  assert_string_equal(lde_digest_finish(&digest, text),
                      "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

static void test_error__cut_at_a_character(void **state)
{
  lde_error err;
  char text[600];

  (void)state;
  for (size_t i = 0; i + 2 < sizeof text; i += 2)
    memcpy(text + i, "é", 3);
  assert_int_equal(lde_fail(&err, LDE_ERROR_INPUT, "x%s", text), LDE_ERROR_INPUT);
  assert_int_equal(lde_utf8_valid_length(err.message, strlen(err.message)), strlen(err.message));
}

static void test_error__control_characters_are_shown(void **state)
{
  lde_error err;
  char text[600];

  (void)state;
  lde_fail(&err, LDE_ERROR_INPUT, "no %s\n%s", "a\033[2J\xc2\x9b\xe2\x80\xae\xd8\x9c", "\xff");
  assert_string_equal(err.message, "no a\\u{1b}[2J\\u{9b}\\u{202e}\\u{61c}\n\\xff");
  lde_fail(&err, LDE_ERROR_INPUT, "é %s", "x");
  assert_string_equal(err.message, "é x");
  memset(text, 033, sizeof text - 1); /* grows past the message */
  text[sizeof text - 1] = '\0';
  lde_fail(&err, LDE_ERROR_INPUT, "%s", text);
  assert_null(strchr(err.message, 033));
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_date__calendar),
      cmocka_unit_test(test_date__months_and_quarters),
      cmocka_unit_test(test_period__forms),
      cmocka_unit_test(test_decimal__parse),
      cmocka_unit_test(test_decimal__format),
      cmocka_unit_test(test_text__safe),
      cmocka_unit_test(test_text__suggestions),
      cmocka_unit_test(test_strings__codes),
      cmocka_unit_test(test_strings__long_texts),
      cmocka_unit_test(test_map__keys),
      cmocka_unit_test(test_arena__alignment_and_sizes),
      cmocka_unit_test(test_io__whole_or_not_at_all),
      cmocka_unit_test(test_io__digest),
      cmocka_unit_test(test_error__cut_at_a_character),
      cmocka_unit_test(test_error__control_characters_are_shown),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
