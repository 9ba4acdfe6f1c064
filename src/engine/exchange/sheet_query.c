/* The rows of a query as a sheet, or as CSV for a spreadsheet. */
#include <math.h>
#include <string.h>

#include "base/error.h"
#include "engine/exchange/sheets.h"
#include "report/report.h"

static void put_cell(lde_book *book, uint32_t row, uint16_t column, const lde_query_value *value)
{
  lde_buffer text = {0};

  if (value->kind == LDE_QUERY_INTEGER && value->integer > -1000000000000000 &&
      value->integer < 1000000000000000) {
    lde_book_number(book, 0, row, column, (double)value->integer, LDE_BOOK_NUMBER, LDE_BOOK_PLAIN);
  } else if (value->kind == LDE_QUERY_REAL && isfinite(value->real)) {
    lde_book_number(book, 0, row, column, value->real, LDE_BOOK_NUMBER, LDE_BOOK_PLAIN);
  } else {
    lde_report_value(&text, value);
    if (text.len > LDE_BOOK_TEXT_MAX)
      lde_buffer_truncate(&text, LDE_BOOK_TEXT_MAX - 3);
    if (text.len)
      lde_book_text(book, 0, row, column, text.data, LDE_BOOK_TEXT, LDE_BOOK_PLAIN);
  }
  lde_buffer_free(&text);
}

lde_status lde_query_workbook(const lde_query_result *rows, int32_t day, lde_language lang,
                              lde_buffer *out, lde_error *err)
{
  lde_book *book;
  lde_status status;
  uint16_t columns = (uint16_t)(rows->column_count < 16384 ? rows->column_count : 16384);

  if (rows->row_count >= LDE_BOOK_ROWS_MAX)
    return lde_fail(err, LDE_ERROR_USAGE, "%s",
                    LDE_TR(lang, "more rows than a sheet has: choose --format csv",
                           "meer rijen dan er in een blad passen: kies --format csv"));
  status = lde_book_new(&book, "ldengine", day, lang, err);
  if (status != LDE_OK)
    return status;
  lde_book_add(book, LDE_TR(lang, "Rows", "Rijen"));
  for (uint16_t c = 0; c < columns; c++) {
    lde_book_width(book, 0, c, 18, LDE_BOOK_GENERAL, LDE_BOOK_PLAIN);
    lde_book_text(book, 0, 0, c, rows->columns[c], LDE_BOOK_GENERAL, LDE_BOOK_HEADING);
  }
  for (size_t row = 0; row < rows->row_count; row++)
    for (uint16_t c = 0; c < columns; c++)
      put_cell(book, (uint32_t)row + 1, c, lde_query_at(rows, row, c));
  lde_book_freeze(book, 0, (uint32_t)rows->row_count, columns);
  status = lde_book_finish(book, out, err);
  lde_book_free(book);
  return status;
}

lde_status lde_query_csv(const lde_query_result *rows, const char *dialect, lde_language lang,
                         lde_buffer *out, lde_error *err)
{
  bool narrow = strcmp(dialect, "excel-1252") == 0;
  lde_buffer text = {0};
  lde_status status = LDE_OK;

  if (!narrow)
    lde_buffer_puts(out, "\xEF\xBB\xBF");
  for (int c = 0; c < rows->column_count; c++)
    lde_csv_put_text(out, rows->columns[c], ';', c == 0);
  lde_buffer_puts(out, "\r\n");
  for (size_t row = 0; row < rows->row_count; row++) {
    for (int c = 0; c < rows->column_count; c++) {
      const lde_query_value *value = lde_query_at(rows, row, c);
      lde_buffer_truncate(&text, 0);
      lde_report_value(&text, value);
      if (value->kind == LDE_QUERY_REAL && text.len)
        lde_csv_to_comma(&text);
      lde_csv_put_text(out, lde_buffer_text(&text), ';', c == 0);
    }
    lde_buffer_puts(out, "\r\n");
  }
  lde_buffer_free(&text);
  if (narrow && !lde_csv_narrow(out, 0, &text)) {
    status =
        lde_fail(err, LDE_ERROR_INPUT,
                 LDE_TR(lang, "'%s' cannot be written in Windows-1252: use --dialect nl",
                        "'%s' kan niet in Windows-1252 worden geschreven: gebruik --dialect nl"),
                 lde_buffer_text(&text));
    lde_buffer_free(&text);
  }
  return status;
}
