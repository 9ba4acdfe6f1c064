#include "load/csv.h"

#include <string.h>

#include "base/text.h"

void lde_csv_init(lde_csv *csv, const char *data, size_t len, char delimiter)
{
  memset(csv, 0, sizeof *csv);
  csv->data = csv->at = csv->record = data;
  csv->end = data + len;
  csv->delimiter = delimiter;
  csv->line = csv->record_line = 1;
}

void lde_csv_deinit(lde_csv *csv)
{
  lde_vec_free(&csv->cells);
  lde_buffer_free(&csv->scratch);
}

/* Past the end of the line: LF, CRLF or a lone CR. */
static bool skip_line_end(lde_csv *csv)
{
  if (csv->at < csv->end && *csv->at == '\r')
    csv->at += csv->at + 1 < csv->end && csv->at[1] == '\n' ? 2 : 1;
  else if (csv->at < csv->end && *csv->at == '\n')
    csv->at++;
  else
    return false;
  csv->line++;
  return true;
}

static void skip_line(lde_csv *csv)
{
  while (csv->at < csv->end && *csv->at != '\n' && *csv->at != '\r')
    csv->at++;
  skip_line_end(csv);
}

void lde_csv_skip_to(lde_csv *csv, uint32_t line)
{
  while (csv->line < line && csv->at < csv->end)
    skip_line(csv);
}

static bool fail(lde_csv *csv, lde_csv_mistake mistake, const char *at)
{
  csv->mistake = mistake;
  csv->mistake_at = at;
  return false;
}

static bool is_end_of_cell(const lde_csv *csv)
{
  return csv->at == csv->end || *csv->at == csv->delimiter || *csv->at == '\n' || *csv->at == '\r';
}

/* The rest of a quoted cell whose content began at `start`, from its first doubled quote on. It is
 * put together in the scratch; the cell keeps an offset, because the scratch may still move. */
static bool read_doubled(lde_csv *csv, lde_csv_cell *cell, const char *start)
{
  size_t offset = csv->scratch.len;

  for (;;) {
    const char *quote = memchr(start, '"', (size_t)(csv->end - start));
    if (!quote)
      return fail(csv, LDE_CSV_QUOTE_OPEN, cell->raw);
    lde_buffer_append(&csv->scratch, start, (size_t)(quote - start));
    csv->at = quote + 1;
    if (csv->at == csv->end || *csv->at != '"')
      break;
    lde_buffer_putc(&csv->scratch, '"');
    start = quote + 2;
  }
  cell->text = NULL;
  cell->len = offset; /* see settle_scratch */
  return true;
}

static bool read_quoted(lde_csv *csv, lde_csv_cell *cell)
{
  const char *start = csv->at + 1;
  const char *quote = memchr(start, '"', (size_t)(csv->end - start));
  const char *content_end;

  if (!quote)
    return fail(csv, LDE_CSV_QUOTE_OPEN, cell->raw);
  if (quote + 1 < csv->end && quote[1] == '"') {
    if (!read_doubled(csv, cell, start))
      return false;
  } else {
    cell->text = start;
    cell->len = (size_t)(quote - start);
    csv->at = quote + 1;
  }
  content_end = csv->at - 1;
  for (const char *byte = start; byte < content_end; byte++)
    if (*byte == '\n' || (*byte == '\r' && byte[1] != '\n'))
      csv->line++;
  if (memchr(start, '\0', (size_t)(content_end - start)))
    return fail(csv, LDE_CSV_NUL, memchr(start, '\0', (size_t)(content_end - start)));
  if (content_end - start > LDE_CSV_CELL_MAX)
    return fail(csv, LDE_CSV_CELL_TOO_LONG, cell->raw);
  if (!is_end_of_cell(csv))
    return fail(csv, LDE_CSV_AFTER_QUOTE, csv->at);
  return true;
}

static bool read_plain(lde_csv *csv, lde_csv_cell *cell)
{
  const char *at = csv->at, *end = csv->end;
  char delimiter = csv->delimiter;

  cell->text = at;
  for (; at < end && *at != delimiter && *at != '\n' && *at != '\r'; at++)
    if (*at == '\0') {
      csv->at = at;
      return fail(csv, LDE_CSV_NUL, at);
    }
  csv->at = at;
  cell->len = (size_t)(at - cell->text);
  if (cell->len > LDE_CSV_CELL_MAX)
    return fail(csv, LDE_CSV_CELL_TOO_LONG, cell->raw);
  return true;
}

/* Offsets of cells in the scratch become texts, now that it no longer moves. */
static void settle_scratch(lde_csv *csv)
{
  size_t end = csv->scratch.len;

  if (!end)
    return;
  for (size_t i = csv->cells.len; i-- > 0;) {
    lde_csv_cell *cell = &csv->cells.data[i];
    if (cell->text)
      continue;
    cell->text = csv->scratch.data + cell->len;
    cell->len = end - cell->len;
    end -= cell->len;
  }
}

static bool read_record(lde_csv *csv)
{
  csv->cells.len = 0;
  csv->scratch.len = 0;
  csv->record = csv->at;
  csv->record_line = csv->line;
  for (;;) {
    lde_csv_cell cell = {.raw = csv->at};
    if (csv->cells.len == LDE_CSV_COLUMNS_MAX)
      return fail(csv, LDE_CSV_TOO_MANY_CELLS, csv->at);
    if (!(csv->at < csv->end && *csv->at == '"' ? read_quoted(csv, &cell) : read_plain(csv, &cell)))
      return false;
    lde_vec_push(&csv->cells, cell);
    if (csv->at == csv->end || *csv->at != csv->delimiter)
      break;
    csv->at++;
  }
  skip_line_end(csv);
  settle_scratch(csv);
  return true;
}

lde_csv_result lde_csv_next(lde_csv *csv)
{
  uint32_t line = csv->line;

  while (csv->at < csv->end && skip_line_end(csv)) {
    if (!csv->blank_lines++)
      csv->first_blank = line;
    line = csv->line;
  }
  if (csv->at == csv->end)
    return LDE_CSV_END;
  csv->records++;
  if (read_record(csv))
    return LDE_CSV_RECORD;
  csv->cells.len = 0;
  if (csv->mistake == LDE_CSV_QUOTE_OPEN)
    csv->at = csv->end;
  else
    skip_line(csv);
  return LDE_CSV_MISTAKE;
}

void lde_csv_place(const lde_csv *csv, const char *byte, uint32_t *line, uint32_t *column)
{
  const char *start = csv->record;

  *line = csv->record_line;
  for (const char *at = csv->record; at < byte; at++)
    if (*at == '\n' || (*at == '\r' && at + 1 < csv->end && at[1] != '\n')) {
      ++*line;
      start = at + 1;
    }
  *column = (uint32_t)lde_utf8_count(start, (size_t)(byte - start)) + 1;
}
