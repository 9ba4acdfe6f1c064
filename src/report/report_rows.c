/* Rows of a query: as a table for people, as CSV for spreadsheets, as Markdown for documents. */
#include <inttypes.h>
#include <math.h>
#include <string.h>

#include "base/error.h"
#include "base/text.h"
#include "report/json.h"
#include "report/layout.h"

void lde_report_value(lde_buffer *out, const lde_query_value *value)
{
  switch (value->kind) {
  case LDE_QUERY_NULL:
    break;
  case LDE_QUERY_INTEGER:
    lde_buffer_printf(out, "%" PRId64, value->integer);
    break;
  case LDE_QUERY_REAL:
    if (isfinite(value->real))
      lde_number_print(out, value->real);
    break;
  case LDE_QUERY_TEXT:
    lde_buffer_append(out, value->text, value->len);
    break;
  case LDE_QUERY_BLOB:
    for (size_t i = 0; i < value->len; i++)
      lde_buffer_printf(out, "%02x", (unsigned char)value->text[i]);
    break;
  }
}

/* Only numbers, or nothing, and at least one number. */
static bool is_numeric(const lde_query_result *rows, int column)
{
  bool any = false;

  for (size_t row = 0; row < rows->row_count; row++) {
    lde_query_kind kind = lde_query_at(rows, row, column)->kind;
    if (kind == LDE_QUERY_TEXT || kind == LDE_QUERY_BLOB)
      return false;
    any = any || kind != LDE_QUERY_NULL;
  }
  return any;
}

void lde_report_rows_text(lde_buffer *out, const lde_query_result *rows, const lde_style *style)
{
  lde_grid grid = {0};
  lde_buffer cell = {0};

  for (int c = 0; c < rows->column_count; c++) {
    lde_buffer_truncate(&cell, 0);
    lde_text_append_safe(&cell, rows->columns[c], strlen(rows->columns[c]));
    lde_grid_column(&grid, lde_buffer_text(&cell),
                    is_numeric(rows, c) ? LDE_GRID_NUMBER : LDE_GRID_TEXT);
  }
  lde_buffer_truncate(&cell, 0);
  for (size_t row = 0; row < rows->row_count; row++)
    for (int c = 0; c < rows->column_count; c++) {
      lde_report_value(&cell, lde_query_at(rows, row, c));
      lde_grid_take(&grid, &cell);
    }
  lde_grid_print(out, &grid, 0, style);
  if (style->width > 0 && style->verbosity >= 0)
    lde_buffer_printf(out,
                      rows->row_count == 1 ? LDE_TR(style->language, "%zu row\n", "%zu rij\n")
                                           : LDE_TR(style->language, "%zu rows\n", "%zu rijen\n"),
                      rows->row_count);
  lde_buffer_free(&cell);
  lde_grid_free(&grid);
}

/* -12, 3.5, +1e6: what a spreadsheet reads as a number and not as a formula. */
static bool looks_numeric(const char *text, size_t len)
{
  size_t at = 0, digits = 0, start;

  if (at < len && (text[at] == '+' || text[at] == '-'))
    at++;
  for (; at < len && text[at] >= '0' && text[at] <= '9'; at++)
    digits++;
  if (at < len && (text[at] == '.' || text[at] == ','))
    for (at++; at < len && text[at] >= '0' && text[at] <= '9'; at++)
      digits++;
  if (!digits)
    return false;
  if (at < len && (text[at] == 'e' || text[at] == 'E')) {
    at++;
    if (at < len && (text[at] == '+' || text[at] == '-'))
      at++;
    start = at;
    while (at < len && text[at] >= '0' && text[at] <= '9')
      at++;
    return at == len && at > start;
  }
  return at == len;
}

/* Quoted where needed; an apostrophe keeps a spreadsheet from running a cell as a formula. */
void lde_csv_append(lde_buffer *out, const char *text, size_t len)
{
  bool formula = len && strchr("=+-@\t\r", text[0]) && text[0] && !looks_numeric(text, len);
  bool quote = false;

  for (size_t i = 0; i < len; i++)
    quote = quote || strchr(",;\"\n\r\t", text[i]) != NULL; /* also NUL, which strchr finds */
  quote = quote || (len && (text[0] == ' ' || text[len - 1] == ' '));
  if (quote)
    lde_buffer_putc(out, '"');
  if (formula)
    lde_buffer_putc(out, '\'');
  for (size_t i = 0; i < len; i++) {
    if (text[i] == '"')
      lde_buffer_putc(out, '"');
    if (text[i])
      lde_buffer_putc(out, text[i]);
    else
      lde_buffer_puts(out, "\xEF\xBF\xBD");
  }
  if (quote)
    lde_buffer_putc(out, '"');
}

void lde_report_rows_csv(lde_buffer *out, const lde_query_result *rows)
{
  lde_buffer cell = {0};

  for (int c = 0; c < rows->column_count; c++) {
    lde_buffer_puts(out, c ? "," : "");
    lde_csv_append(out, rows->columns[c], strlen(rows->columns[c]));
  }
  lde_buffer_puts(out, "\r\n");
  for (size_t row = 0; row < rows->row_count; row++) {
    for (int c = 0; c < rows->column_count; c++) {
      lde_buffer_truncate(&cell, 0);
      lde_report_value(&cell, lde_query_at(rows, row, c));
      lde_buffer_puts(out, c ? "," : "");
      if (rows->column_count == 1 && !cell.len)
        lde_buffer_puts(out, "\"\""); /* an empty line would be no row */
      lde_csv_append(out, lde_buffer_text(&cell), cell.len);
    }
    lde_buffer_puts(out, "\r\n");
  }
  lde_buffer_free(&cell);
}

/* In a table of Markdown a cell is one line without bars, and nothing in it is markup. */
void lde_markdown_append(lde_buffer *out, const char *text, size_t len)
{
  lde_buffer safe = {0};
  const char *c;

  lde_text_append_safe(&safe, text, len);
  for (c = lde_buffer_text(&safe); *c; c++) {
    if (*c == '<')
      lde_buffer_puts(out, "&lt;");
    else if (*c == '&')
      lde_buffer_puts(out, "&amp;");
    else {
      if (strchr("|\\`*_[]", *c))
        lde_buffer_putc(out, '\\');
      lde_buffer_putc(out, *c);
    }
  }
  lde_buffer_free(&safe);
}

void lde_report_rows_markdown(lde_buffer *out, const lde_query_result *rows)
{
  lde_buffer cell = {0};

  for (int c = 0; c < rows->column_count; c++) {
    lde_buffer_puts(out, c ? " | " : "| ");
    lde_markdown_append(out, rows->columns[c], strlen(rows->columns[c]));
  }
  lde_buffer_puts(out, " |\n");
  for (int c = 0; c < rows->column_count; c++)
    lde_buffer_printf(out, "%s%s", c ? " | " : "| ", is_numeric(rows, c) ? "---:" : "---");
  lde_buffer_puts(out, " |\n");
  for (size_t row = 0; row < rows->row_count; row++) {
    for (int c = 0; c < rows->column_count; c++) {
      lde_buffer_truncate(&cell, 0);
      lde_report_value(&cell, lde_query_at(rows, row, c));
      lde_buffer_puts(out, c ? " | " : "| ");
      lde_markdown_append(out, lde_buffer_text(&cell), cell.len);
    }
    lde_buffer_puts(out, " |\n");
  }
  lde_buffer_free(&cell);
}
