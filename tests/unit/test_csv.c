/* The reader of delimited text, and the decoding of bytes. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "load/csv.h"
#include "load/encoding.h"

/* Reads the next record and compares it with cells joined by '|'. */
static void expect_record(lde_csv *csv, const char *joined)
{
  lde_buffer got = {0};

  assert_int_equal(lde_csv_next(csv), LDE_CSV_RECORD);
  for (size_t i = 0; i < csv->cells.len; i++) {
    if (i)
      lde_buffer_putc(&got, '|');
    lde_buffer_append(&got, csv->cells.data[i].text, csv->cells.data[i].len);
  }
  assert_string_equal(lde_buffer_text(&got), joined);
  lde_buffer_free(&got);
}

static void start(lde_csv *csv, const char *text, char delimiter)
{
  lde_csv_init(csv, text, strlen(text), delimiter);
}

static void expect_place(const lde_csv *csv, const char *byte, uint32_t line, uint32_t column)
{
  uint32_t got_line, got_column;
  lde_csv_place(csv, byte, &got_line, &got_column);
  assert_int_equal(got_line, line);
  assert_int_equal(got_column, column);
}

static void expect_mistake(const char *text, lde_csv_mistake mistake, uint32_t line,
                           uint32_t column)
{
  lde_csv csv;

  start(&csv, text, ',');
  assert_int_equal(lde_csv_next(&csv), LDE_CSV_RECORD);
  assert_int_equal(lde_csv_next(&csv), LDE_CSV_MISTAKE);
  assert_int_equal(csv.mistake, mistake);
  expect_place(&csv, csv.mistake_at, line, column);
  lde_csv_deinit(&csv);
}

static void test_csv__cells_of_every_kind(void **state)
{
  lde_csv csv;

  (void)state;
  start(&csv, "a,b,c\r\n1,,\"x,y\"\n\"say \"\"hi\"\"\",\"\",\"\"\"\"\n,,\n", ',');
  expect_record(&csv, "a|b|c");
  expect_record(&csv, "1||x,y");
  expect_record(&csv, "say \"hi\"||\"");
  expect_record(&csv, "||");
  assert_int_equal(lde_csv_next(&csv), LDE_CSV_END);
  assert_int_equal(csv.records, 4);
  lde_csv_deinit(&csv);
}

static void test_csv__line_ends_and_no_last_newline(void **state)
{
  lde_csv csv;

  (void)state;
  start(&csv, "a;b\r1;2\r\n3;4\n5;6", ';');
  expect_record(&csv, "a|b");
  expect_record(&csv, "1|2");
  expect_record(&csv, "3|4");
  expect_record(&csv, "5|6");
  assert_int_equal(csv.record_line, 4);
  assert_int_equal(lde_csv_next(&csv), LDE_CSV_END);
  lde_csv_deinit(&csv);
}

static void test_csv__physical_lines_inside_quotes_count(void **state)
{
  lde_csv csv;

  (void)state;
  start(&csv, "a,b\n1,\"two\nlines\"\n\"x\r\ny\",z\n2,é,q\n", ',');
  expect_record(&csv, "a|b");
  expect_record(&csv, "1|two\nlines");
  assert_int_equal(csv.record_line, 2);
  expect_record(&csv, "x\r\ny|z");
  assert_int_equal(csv.record_line, 4);
  expect_place(&csv, csv.cells.data[1].raw, 5, 4);
  expect_record(&csv, "2|é|q");
  assert_int_equal(csv.record_line, 6);
  expect_place(&csv, csv.cells.data[2].raw, 6, 5); /* characters, not bytes */
  lde_csv_deinit(&csv);
}

static void test_csv__blank_lines_are_skipped_and_counted(void **state)
{
  lde_csv csv;

  (void)state;
  start(&csv, "a\n\n1\r\n\r\n\n2\n", ',');
  expect_record(&csv, "a");
  expect_record(&csv, "1");
  expect_record(&csv, "2");
  assert_int_equal(csv.record_line, 6);
  assert_int_equal(lde_csv_next(&csv), LDE_CSV_END);
  assert_int_equal(csv.blank_lines, 3);
  assert_int_equal(csv.first_blank, 2);
  lde_csv_deinit(&csv);
}

static void test_csv__quote_in_the_middle_is_a_character(void **state)
{
  lde_csv csv;

  (void)state;
  start(&csv, "a\tb\n5\" pipe\tsay \"x\"\n", '\t');
  expect_record(&csv, "a|b");
  expect_record(&csv, "5\" pipe|say \"x\"");
  lde_csv_deinit(&csv);
}

static void test_csv__mistakes_have_a_place(void **state)
{
  (void)state;
  expect_mistake("a,b\n1,\"abc\n2,def\n", LDE_CSV_QUOTE_OPEN, 2, 3);
  expect_mistake("a,b\n1,\"ab\"\"c\n2,def\n", LDE_CSV_QUOTE_OPEN, 2, 3);
  expect_mistake("a,b\n1,\"abc\"x\n", LDE_CSV_AFTER_QUOTE, 2, 8);
  expect_mistake("a,b\n1,\"a\nbc\"x\n", LDE_CSV_AFTER_QUOTE, 3, 4);
}

static void test_csv__nul_is_a_mistake(void **state)
{
  static const char plain[] = "a,b\n1,ab\0cd\n3,4\n", quoted[] = "a,b\n1,\"a\0b\"\n";
  lde_csv csv;

  (void)state;
  lde_csv_init(&csv, plain, sizeof plain - 1, ',');
  expect_record(&csv, "a|b");
  assert_int_equal(lde_csv_next(&csv), LDE_CSV_MISTAKE);
  assert_int_equal(csv.mistake, LDE_CSV_NUL);
  expect_place(&csv, csv.mistake_at, 2, 5);
  expect_record(&csv, "3|4"); /* goes on behind the line */
  lde_csv_deinit(&csv);
  lde_csv_init(&csv, quoted, sizeof quoted - 1, ',');
  expect_record(&csv, "a|b");
  assert_int_equal(lde_csv_next(&csv), LDE_CSV_MISTAKE);
  assert_int_equal(csv.mistake, LDE_CSV_NUL);
  lde_csv_deinit(&csv);
}

static void test_csv__limits(void **state)
{
  lde_buffer text = {0};
  lde_csv csv;

  (void)state;
  lde_buffer_puts(&text, "a\n");
  lde_buffer_fill(&text, 'x', LDE_CSV_CELL_MAX);
  lde_buffer_puts(&text, "\nx");
  lde_buffer_fill(&text, 'x', LDE_CSV_CELL_MAX);
  lde_buffer_puts(&text, "\n\"x");
  lde_buffer_fill(&text, 'x', LDE_CSV_CELL_MAX);
  lde_buffer_puts(&text, "\"\n");
  lde_buffer_fill(&text, ',', LDE_CSV_COLUMNS_MAX - 1);
  lde_buffer_puts(&text, "\n");
  lde_buffer_fill(&text, ',', LDE_CSV_COLUMNS_MAX);
  lde_buffer_puts(&text, "\n1");
  lde_csv_init(&csv, text.data, text.len, ',');
  expect_record(&csv, "a");
  assert_int_equal(lde_csv_next(&csv), LDE_CSV_RECORD);
  assert_int_equal(lde_csv_next(&csv), LDE_CSV_MISTAKE);
  assert_int_equal(csv.mistake, LDE_CSV_CELL_TOO_LONG);
  assert_int_equal(lde_csv_next(&csv), LDE_CSV_MISTAKE);
  assert_int_equal(csv.mistake, LDE_CSV_CELL_TOO_LONG);
  assert_int_equal(lde_csv_next(&csv), LDE_CSV_RECORD);
  assert_int_equal(csv.cells.len, LDE_CSV_COLUMNS_MAX);
  assert_int_equal(lde_csv_next(&csv), LDE_CSV_MISTAKE);
  assert_int_equal(csv.mistake, LDE_CSV_TOO_MANY_CELLS);
  expect_record(&csv, "1");
  lde_csv_deinit(&csv);
  lde_buffer_free(&text);
}

static void expect_text(const char *bytes, size_t len, lde_encoding named, const char *text)
{
  lde_decoded decoded;

  assert_true(lde_decode(&decoded, bytes, len, named));
  assert_int_equal(decoded.len, strlen(text));
  assert_memory_equal(decoded.text, text, decoded.len);
  lde_buffer_free(&decoded.converted);
}

static void expect_not(const char *bytes, size_t len, lde_encoding named,
                       lde_encoding_mistake mistake, uint32_t line, uint32_t column)
{
  lde_decoded decoded;

  assert_false(lde_decode(&decoded, bytes, len, named));
  assert_int_equal(decoded.mistake, mistake);
  assert_int_equal(decoded.line, line);
  assert_int_equal(decoded.column, column);
  lde_buffer_free(&decoded.converted);
}

static void test_csv__encodings(void **state)
{
  (void)state;
  expect_text("\xEF\xBB\xBFid", 5, LDE_ENCODING_AUTO, "id");
  expect_text("Jos\xE9", 4, LDE_ENCODING_LATIN_1, "José");
  expect_text("\x80 100 \x93net\x94", 11, LDE_ENCODING_WINDOWS_1252, "€ 100 “net”");
  expect_text("\xFF\xFEi\0\xE9\0", 6, LDE_ENCODING_AUTO, "ié");
  expect_text("\xFE\xFF\0i\xD8\x3D\xDE\x00", 8, LDE_ENCODING_AUTO, "i\xF0\x9F\x98\x80");
  expect_text("i\0d\0", 4, LDE_ENCODING_UTF_16, "id");
  expect_not("id;n\n1;Jos\xE9\n", 12, LDE_ENCODING_AUTO, LDE_ENCODING_NOT_UTF_8, 2, 6);
  expect_not("é\nlong enough, é \xC0\xAF", 20, LDE_ENCODING_AUTO, LDE_ENCODING_NOT_UTF_8, 2, 16);
  expect_not("a\x81", 2, LDE_ENCODING_WINDOWS_1252, LDE_ENCODING_NOT_IN_SET, 1, 2);
  expect_not("i\0d\0;\0", 6, LDE_ENCODING_AUTO, LDE_ENCODING_LOOKS_UTF_16, 1, 1);
  expect_not("\xFF\xFEi\0\x00\xDC", 6, LDE_ENCODING_AUTO, LDE_ENCODING_BROKEN_UTF_16, 1, 2);
  expect_not("\xFF\xFEi\0x", 5, LDE_ENCODING_AUTO, LDE_ENCODING_BROKEN_UTF_16, 1, 2);
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_csv__cells_of_every_kind),
      cmocka_unit_test(test_csv__line_ends_and_no_last_newline),
      cmocka_unit_test(test_csv__physical_lines_inside_quotes_count),
      cmocka_unit_test(test_csv__blank_lines_are_skipped_and_counted),
      cmocka_unit_test(test_csv__quote_in_the_middle_is_a_character),
      cmocka_unit_test(test_csv__mistakes_have_a_place),
      cmocka_unit_test(test_csv__nul_is_a_mistake),
      cmocka_unit_test(test_csv__limits),
      cmocka_unit_test(test_csv__encodings),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
