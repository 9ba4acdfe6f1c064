/* Workbooks: what is written is read back; what other programs write, by hand-made parts; what is
 * hostile is refused. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>
#include <zip.h>

#include "base/date.h"
#include "base/io.h"
#include "base/memory.h"
#include "sheet/book.h"
#include "sheet/serial.h"
#include "sheet/workbook.h"

static char path[64];

static void make_path(void)
{
  int file;
  snprintf(path, sizeof path, "/tmp/test-sheet-XXXXXX");
  file = mkstemp(path);
  assert_true(file >= 0);
  close(file);
}

/* All cells of a sheet as "row:column kind text", one a line, from column A = 0. */
static bool put_row(void *ctx, uint32_t row, const lde_sheet_cell *cells, size_t count)
{
  static const char kinds[] = "-tndhbe?";
  lde_buffer *out = ctx;
  for (size_t i = 0; i < count; i++)
    if (cells[i].kind != LDE_SHEET_EMPTY)
      lde_buffer_printf(out, "%u:%zu %c %.*s\n", row, i, kinds[cells[i].kind], (int)cells[i].len,
                        cells[i].text);
  return true;
}

static lde_status read_all(lde_buffer *out, lde_error *err)
{
  lde_workbook *workbook;
  lde_status status = lde_workbook_open(&workbook, path, LDE_ENGLISH, err);

  if (status != LDE_OK)
    return status;
  status = lde_workbook_read(workbook, 0, put_row, out, err);
  lde_workbook_close(workbook);
  return status;
}

static void expect_cells(const char *expected)
{
  lde_buffer out = {0};
  lde_error err = {0};

  if (read_all(&out, &err) != LDE_OK)
    fail_msg("%s", err.message);
  assert_string_equal(lde_buffer_text(&out), expected);
  lde_buffer_free(&out);
  unlink(path);
}

static void expect_refused(const char *part_of_message)
{
  lde_buffer out = {0};
  lde_error err = {0};

  assert_int_equal(read_all(&out, &err), LDE_ERROR_INPUT);
  if (!strstr(err.message, part_of_message))
    fail_msg("%s", err.message);
  lde_buffer_free(&out);
  unlink(path);
}

/* A workbook of given parts: name, content, …, NULL. */
static void make_parts(const char *name, ...)
{
  va_list args;
  zipFile zip;

  make_path();
  zip = zipOpen(path, APPEND_STATUS_CREATE);
  va_start(args, name);
  for (; name; name = va_arg(args, const char *)) {
    const char *content = va_arg(args, const char *);
    assert_int_equal(zipOpenNewFileInZip(zip, name, NULL, NULL, 0, NULL, 0, NULL, Z_DEFLATED, 9), 0);
    assert_int_equal(zipWriteInFileInZip(zip, content, (unsigned)strlen(content)), 0);
    zipCloseFileInZip(zip);
  }
  va_end(args);
  zipClose(zip, NULL);
}

#define FRAME(properties)                                                                          \
  "xl/workbook.xml",                                                                               \
      "<workbook xmlns:r=\"x\">" properties                                                        \
      "<sheets><sheet name=\"A\" sheetId=\"1\" r:id=\"rId1\"/></sheets></workbook>",               \
      "xl/_rels/workbook.xml.rels",                                                                \
      "<Relationships><Relationship Id=\"rId1\" Type=\"t/worksheet\" "                             \
      "Target=\"worksheets/sheet1.xml\"/></Relationships>"
#define SHEET(rows) "xl/worksheets/sheet1.xml", "<worksheet><sheetData>" rows "</sheetData></worksheet>"

static void test_sheet__what_is_written_is_read(void **state)
{
  lde_book *book;
  lde_buffer bytes = {0};

  (void)state;
  make_path();
  assert_int_equal(lde_book_new(&book, "t", 20000, LDE_ENGLISH, NULL), LDE_OK);
  assert_int_equal(lde_book_add(book, "Blad's 1"), 0);
  lde_book_text(book, 0, 0, 0, "Zoë", LDE_BOOK_TEXT, LDE_BOOK_HEADING);
  lde_book_text(book, 0, 0, 2, "=1+1", LDE_BOOK_TEXT, LDE_BOOK_PLAIN);
  lde_book_note(book, 0, 0, 0, "note");
  lde_book_number(book, 0, 1, 0, 12.5, LDE_BOOK_MONEY, LDE_BOOK_PLAIN);
  lde_book_date(book, 0, 1, 1, lde_date_from_civil(2027, 3, 1), LDE_BOOK_DATE, LDE_BOOK_PLAIN);
  lde_book_date(book, 0, 1, 2, (int64_t)lde_date_from_civil(2027, 3, 1) * 1440 + 570,
                LDE_BOOK_TIMESTAMP, LDE_BOOK_WRONG);
  lde_book_bool(book, 0, 1, 3, true, LDE_BOOK_PLAIN);
  lde_book_text(book, 0, 4, 1, "a\nb", LDE_BOOK_TEXT, LDE_BOOK_PLAIN);
  assert_int_equal(lde_book_finish(book, &bytes, NULL), LDE_OK);
  lde_book_free(book);
  assert_int_equal(lde_file_write(path, bytes.data, bytes.len, LDE_ENGLISH, NULL), LDE_OK);
  lde_buffer_free(&bytes);
  expect_cells("1:0 t Zoë\n1:2 t =1+1\n2:0 n 12.5\n2:1 d 2027-03-01\n2:2 d 2027-03-01T09:30\n"
               "2:3 b true\n5:1 t a\nb\n");
}

static void test_sheet__same_calls_same_bytes(void **state)
{
  lde_buffer bytes[2] = {{0}};

  (void)state;
  for (int i = 0; i < 2; i++) {
    lde_book *book;
    assert_int_equal(lde_book_new(&book, "t", 20000, LDE_ENGLISH, NULL), LDE_OK);
    lde_book_add(book, "A");
    lde_book_text(book, 0, 0, 0, "x", LDE_BOOK_TEXT, LDE_BOOK_PLAIN);
    assert_int_equal(lde_book_finish(book, &bytes[i], NULL), LDE_OK);
    lde_book_free(book);
    if (i == 0)
      sleep(1);
  }
  assert_int_equal(bytes[0].len, bytes[1].len);
  assert_memory_equal(bytes[0].data, bytes[1].data, bytes[0].len);
  lde_buffer_free(&bytes[0]);
  lde_buffer_free(&bytes[1]);
}

static void test_sheet__strings_of_all_kinds(void **state)
{
  (void)state;
  make_parts(FRAME(""), "xl/sharedStrings.xml",
             "<sst><si><t>een</t></si><si><r><t>ri</t></r><r><rPr/><t>jk</t></r>"
             "<rPh sb=\"0\" eb=\"1\"><t>klank</t></rPh></si><si><t>a_x000A_b_x0041_</t></si></sst>",
             SHEET("<row r=\"2\"><c r=\"B2\" t=\"s\"><v>0</v></c><c t=\"s\"><v>1</v></c>"
                   "<c t=\"s\"><v>2</v></c><c t=\"inlineStr\"><is><r><t>in</t></r><t>line</t></is></c>"
                   "<c t=\"str\"><f>A1</f><v>f</v></c></row>"),
             NULL);
  expect_cells("2:1 t een\n2:2 t rijk\n2:3 t a\nbA\n2:4 t inline\n2:5 t f\n");
}

static void test_sheet__errors_truths_and_formulas(void **state)
{
  (void)state;
  make_parts(FRAME(""),
             SHEET("<row><c t=\"b\"><v>0</v></c><c t=\"e\"><v>#N/A</v></c><c><f>1+1</f><v/></c>"
                   "<c><f>1+1</f><v>2</v></c><c t=\"str\"><f>\"\"</f><v></v></c><c s=\"1\"/>"
                   "<c t=\"d\"><v>2027-03-01T00:00:00</v></c></row>"),
             NULL);
  expect_cells("1:0 b false\n1:1 e #N/A\n1:2 ? \n1:3 n 2\n1:6 d 2027-03-01\n");
}

static void test_sheet__dates_by_both_calendars(void **state)
{
  const char *styles = "<styleSheet><numFmts><numFmt numFmtId=\"164\" formatCode=\"[$-413]d mmmm yyyy;@\"/>"
                       "<numFmt numFmtId=\"165\" formatCode=\"[h]:mm\"/><numFmt numFmtId=\"166\" "
                       "formatCode=\"[Red]#,##0.00\\ &quot;dagen&quot;\"/></numFmts><cellXfs><xf numFmtId=\"0\"/>"
                       "<xf numFmtId=\"14\"/><xf numFmtId=\"164\"/><xf numFmtId=\"165\"/>"
                       "<xf numFmtId=\"166\"/><xf numFmtId=\"20\"/></cellXfs></styleSheet>";
  (void)state;
  make_parts(FRAME(""), "xl/styles.xml", styles,
             SHEET("<row><c s=\"1\"><v>46447</v></c><c s=\"2\"><v>1</v></c><c s=\"1\"><v>60</v></c>"
                   "<c s=\"1\"><v>61</v></c><c s=\"3\"><v>1.5</v></c><c s=\"4\"><v>3.5</v></c>"
                   "<c s=\"5\"><v>0.3125</v></c><c s=\"1\"><v>46447.395833333336</v></c></row>"),
             NULL);
  expect_cells("1:0 d 2027-03-01\n1:1 d 1900-01-01\n1:2 n 60\n1:3 d 1900-03-01\n1:4 h 36:00\n"
               "1:5 n 3.5\n1:6 h 7:30\n1:7 d 2027-03-01T09:30\n");
  make_parts(FRAME("<workbookPr date1904=\"1\"/>"), "xl/styles.xml", styles,
             SHEET("<row><c s=\"1\"><v>44985</v></c></row>"), NULL);
  expect_cells("1:0 d 2027-03-01\n");
}

static void test_sheet__numbers_as_they_were_typed(void **state)
{
  static const struct {
    const char *in, *out;
  } cases[] = {{"0.30000000000000004", "0.3"}, {"1E3", "1000"},     {"1.5E-2", "0.015"},
               {"-12.5", "-12.5"},             {"0", "0"},          {"1234567.8900000001", "1234567.89"},
               {"123456789012345", "123456789012345"}, {"1e-20", "0.00000000000000000001"}};
  (void)state;
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    lde_buffer out = {0};
    assert_true(lde_serial_number(&out, cases[i].in, strlen(cases[i].in)));
    assert_string_equal(lde_buffer_text(&out), cases[i].out);
    lde_buffer_free(&out);
  }
}

static void test_sheet__cells_and_rows_that_were_left_out(void **state)
{
  (void)state;
  make_parts(FRAME(""),
             SHEET("<row r=\"3\"><c r=\"C3\"><v>1</v></c><c r=\"E3\"><v>2</v></c></row><row>"
                   "<c><v>3</v></c></row><row r=\"9\"><c r=\"XFD9\"><v>4</v></c></row>"),
             NULL);
  expect_cells("3:2 n 1\n3:4 n 2\n4:0 n 3\n");
}

static void test_sheet__declarations_are_refused(void **state)
{
  (void)state;
  make_parts(FRAME(""), "xl/worksheets/sheet1.xml",
             "<!DOCTYPE x [<!ENTITY a \"aaaa\"><!ENTITY b \"&a;&a;\">]><worksheet><sheetData><row>"
             "<c><v>&b;</v></c></row></sheetData></worksheet>",
             NULL);
  expect_refused("refused");
}

static void test_sheet__bombs_are_refused(void **state)
{
  char *much = malloc(64 << 20);

  (void)state;
  memset(much, ' ', (64 << 20) - 1);
  much[(64 << 20) - 1] = '\0';
  memcpy(much, "<worksheet><sheetData>", 22);
  make_parts(FRAME(""), "xl/worksheets/sheet1.xml", much, NULL);
  free(much);
  expect_refused("refused");
}

static void test_sheet__broken_files_are_told(void **state)
{
  lde_buffer bytes = {0};

  (void)state;
  make_parts(FRAME(""), SHEET("<row><c><v>1</v></c></row>"), NULL);
  assert_int_equal(lde_file_read(path, 0, &bytes, LDE_ENGLISH, NULL), LDE_OK);
  for (size_t len = 0; len < bytes.len; len += 7) { /* cut short */
    lde_buffer out = {0};
    lde_error err = {0};
    assert_int_equal(lde_file_write(path, bytes.data, len, LDE_ENGLISH, NULL), LDE_OK);
    assert_int_equal(read_all(&out, &err), LDE_ERROR_INPUT);
    assert_true(err.message[0]);
    lde_buffer_free(&out);
  }
  for (size_t at = 0; at < bytes.len; at++) { /* one byte wrong: refused or read, never worse */
    lde_buffer out = {0};
    char before = bytes.data[at];
    bytes.data[at] = (char)(before ^ 0x55);
    assert_int_equal(lde_file_write(path, bytes.data, bytes.len, LDE_ENGLISH, NULL), LDE_OK);
    read_all(&out, NULL);
    bytes.data[at] = before;
    lde_buffer_free(&out);
  }
  lde_buffer_free(&bytes);
  unlink(path);
}

static void test_sheet__other_files_are_named(void **state)
{
  (void)state;
  make_path();
  expect_refused("empty");
  make_path();
  lde_file_write(path, "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", 8, LDE_ENGLISH, NULL);
  expect_refused("password");
  make_path();
  lde_file_write(path, "<html>", 6, LDE_ENGLISH, NULL);
  expect_refused("not an Excel workbook");
}

/* A process that is killed while it writes leaves no file in /tmp: what it writes to has no name. */
static void test_sheet__a_book_has_no_file_of_a_name(void **state)
{
  lde_book *book;
  char link[64], target[64];
  int unnamed = 0;
  (void)state;

  assert_int_equal(lde_book_new(&book, "t", 20000, LDE_ENGLISH, NULL), LDE_OK);
  for (int file = 0; file < 64; file++) {
    ssize_t len;
    snprintf(link, sizeof link, "/proc/self/fd/%d", file);
    len = readlink(link, target, sizeof target - 1);
    if (len <= 0)
      continue;
    target[len] = '\0';
    unnamed += strncmp(target, "/memfd:ldengine", 15) == 0;
    assert_int_not_equal(strncmp(target, "/tmp/ldengine-", 14), 0);
  }
  assert_int_equal(unnamed, 1);
  lde_book_free(book);
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_sheet__what_is_written_is_read),
      cmocka_unit_test(test_sheet__same_calls_same_bytes),
      cmocka_unit_test(test_sheet__strings_of_all_kinds),
      cmocka_unit_test(test_sheet__errors_truths_and_formulas),
      cmocka_unit_test(test_sheet__dates_by_both_calendars),
      cmocka_unit_test(test_sheet__numbers_as_they_were_typed),
      cmocka_unit_test(test_sheet__cells_and_rows_that_were_left_out),
      cmocka_unit_test(test_sheet__declarations_are_refused),
      cmocka_unit_test(test_sheet__bombs_are_refused),
      cmocka_unit_test(test_sheet__broken_files_are_told),
      cmocka_unit_test(test_sheet__other_files_are_named),
      cmocka_unit_test(test_sheet__a_book_has_no_file_of_a_name),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
