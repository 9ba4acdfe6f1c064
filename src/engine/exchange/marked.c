/* A copy of a workbook in which what is wrong is coloured and explained, with a list that leads there.
 * The copy has the values of all sheets; formulas have become the values that were saved with them. */
#include <stdlib.h>
#include <string.h>

#include "base/date.h"
#include "base/error.h"
#include "engine/exchange/sheets.h"
#include "load/header.h"
#include "sheet/workbook.h"

typedef struct marking {
  lde_result *result;
  lde_language language;
  lde_workbook *workbook;
  lde_book *book;
  LDE_VEC(const lde_diagnostic *) marks; /* in this workbook, by sheet, row and column */
  int sheet;         /* of the copy */
  const char *name;  /* of the sheet at hand */
  size_t next;       /* the mark that comes next on it */
  bool has_head, is_data;
} marking;

static int compare(const void *a, const void *b)
{
  const lde_diagnostic *x = *(const lde_diagnostic *const *)a,
                       *y = *(const lde_diagnostic *const *)b;
  int order = strcmp(x->sheet, y->sheet);
  uint32_t xc = x->column ? x->column : 1, yc = y->column ? y->column : 1;

  if (order)
    return order;
  if (x->line != y->line)
    return x->line < y->line ? -1 : 1;
  return (xc > yc) - (xc < yc);
}

static void collect(marking *self, const char *file)
{
  const lde_diagnostics *found = &self->result->diagnostics;

  for (size_t i = 0; i < found->items.len; i++) {
    const lde_diagnostic *each = &found->items.data[i];
    if (each->sheet && each->severity != LDE_NOTE && strcmp(each->file, file) == 0)
      lde_vec_push(&self->marks, each);
  }
  if (self->marks.len)
    qsort(self->marks.data, self->marks.len, sizeof *self->marks.data, compare);
}

/* The list */

static void cell_name(const lde_diagnostic *mark, lde_buffer *out)
{
  lde_buffer_truncate(out, 0);
  lde_sheet_column_name(out, mark->column ? mark->column - 1 : 0);
  lde_buffer_printf(out, "%u", mark->line ? mark->line : 1);
}

static void add_list(marking *self)
{
  lde_language lang = self->language;
  lde_book *book = self->book;
  int sheet = lde_book_add(book, LDE_TR(lang, "Findings", "Bevindingen"));
  const char *const heads[] = {LDE_TR(lang, "Place", "Plaats"), LDE_TR(lang, "Severity", "Ernst"),
                               LDE_TR(lang, "What is wrong", "Wat er mis is"),
                               LDE_TR(lang, "What to do", "Wat u kunt doen"), "Code"};
  static const double widths[] = {24, 16, 70, 50, 20};
  lde_buffer cell = {0}, place = {0};

  for (uint16_t i = 0; i < 5; i++) {
    lde_book_width(book, sheet, i, widths[i], LDE_BOOK_GENERAL, LDE_BOOK_PLAIN);
    lde_book_text(book, sheet, 0, i, heads[i], LDE_BOOK_GENERAL, LDE_BOOK_HEADING);
  }
  for (size_t i = 0; i < self->marks.len; i++) {
    const lde_diagnostic *mark = self->marks.data[i];
    uint32_t row = (uint32_t)i + 1;
    cell_name(mark, &cell);
    lde_buffer_truncate(&place, 0);
    lde_buffer_printf(&place, "%s!%s", mark->sheet, cell.data);
    lde_book_link(book, sheet, row, 0, place.data, mark->sheet, cell.data);
    lde_book_text(book, sheet, row, 1,
                  mark->severity == LDE_ERROR ? LDE_TR(lang, "error", "fout")
                                              : LDE_TR(lang, "warning", "waarschuwing"),
                  LDE_BOOK_GENERAL, LDE_BOOK_PLAIN);
    lde_book_text(book, sheet, row, 2, mark->message, LDE_BOOK_GENERAL, LDE_BOOK_PLAIN);
    lde_book_text(book, sheet, row, 3, mark->help ? mark->help : "", LDE_BOOK_GENERAL,
                  LDE_BOOK_PLAIN);
    lde_book_text(book, sheet, row, 4, mark->code, LDE_BOOK_GENERAL, LDE_BOOK_PLAIN);
  }
  lde_book_freeze(book, sheet, (uint32_t)self->marks.len, 5);
  lde_buffer_free(&cell);
  lde_buffer_free(&place);
}

/* The sheets */

static void put_date(marking *self, uint32_t row, uint16_t column, const lde_sheet_cell *cell,
                     lde_book_look look)
{
  bool impossible;
  int32_t date;
  int64_t minutes;

  if (cell->len == 10 && lde_date_parse(cell->text, 10, &date, &impossible) && date > -25508)
    lde_book_date(self->book, self->sheet, row, column, date, LDE_BOOK_DATE, look);
  else if (lde_timestamp_parse(cell->text, cell->len, &minutes, &impossible) &&
           minutes > (int64_t)-25508 * 1440)
    lde_book_date(self->book, self->sheet, row, column, minutes, LDE_BOOK_TIMESTAMP, look);
}

static void put_cell(marking *self, uint32_t row, uint16_t column, const lde_sheet_cell *cell,
                     lde_book_look look)
{
  lde_buffer text = {0};

  switch (cell->kind) {
  case LDE_SHEET_NUMBER:
    lde_book_number(self->book, self->sheet, row, column, lde_sheet_number(cell), LDE_BOOK_NUMBER,
                    look);
    break;
  case LDE_SHEET_DATE:
    put_date(self, row, column, cell, look);
    break;
  case LDE_SHEET_BOOL:
    lde_book_bool(self->book, self->sheet, row, column, *cell->text == 't', look);
    break;
  case LDE_SHEET_EMPTY:
  case LDE_SHEET_NO_VALUE:
    if (look != LDE_BOOK_PLAIN)
      lde_book_blank(self->book, self->sheet, row, column, LDE_BOOK_GENERAL, look);
    break;
  default:
    lde_buffer_append(&text, cell->text,
                      cell->len < LDE_BOOK_TEXT_MAX ? cell->len : LDE_BOOK_TEXT_MAX);
    lde_book_text(self->book, self->sheet, row, column, lde_buffer_text(&text), LDE_BOOK_TEXT,
                  look);
  }
  lde_buffer_free(&text);
}

/* Everything that is wrong with one cell, in one note. */
static lde_book_look put_note(marking *self, uint32_t row, uint32_t column, lde_buffer *note)
{
  lde_book_look look = LDE_BOOK_PLAIN;

  lde_buffer_truncate(note, 0);
  while (self->next < self->marks.len) {
    const lde_diagnostic *mark = self->marks.data[self->next];
    uint32_t at = mark->column ? mark->column : 1;
    if (strcmp(mark->sheet, self->name) != 0 || mark->line != row || at != column)
      break;
    if (look != LDE_BOOK_WRONG)
      look = mark->severity == LDE_ERROR ? LDE_BOOK_WRONG : LDE_BOOK_DOUBTFUL;
    lde_buffer_printf(note, "%s%s [%s]", note->len ? "\n" : "", mark->message, mark->code);
    if (mark->help && *mark->help)
      lde_buffer_printf(note, "\n%s", mark->help);
    self->next++;
  }
  return look;
}

static bool copy_row(void *ctx, uint32_t row, const lde_sheet_cell *cells, size_t count)
{
  static const lde_sheet_cell empty = {.text = ""};
  marking *self = ctx;
  lde_buffer note = {0};
  bool head = self->is_data && !self->has_head;

  while (self->next < self->marks.len &&
         strcmp(self->marks.data[self->next]->sheet, self->name) == 0 &&
         self->marks.data[self->next]->line < row)
    self->next++; /* of the sheet as a whole: only in the list */
  for (uint32_t column = 0; column < LDE_SHEET_COLUMNS_MAX; column++) {
    lde_book_look look;
    bool more = self->next < self->marks.len && self->marks.data[self->next]->line == row &&
                strcmp(self->marks.data[self->next]->sheet, self->name) == 0;
    if (column >= count && !more)
      break;
    look = put_note(self, row, column + 1, &note);
    put_cell(self, row - 1, (uint16_t)column, column < count ? &cells[column] : &empty,
             look == LDE_BOOK_PLAIN && head ? LDE_BOOK_HEADING : look);
    if (note.len)
      lde_book_note(self->book, self->sheet, row - 1, (uint16_t)column, note.data);
  }
  self->has_head = true;
  lde_buffer_free(&note);
  return true;
}

static lde_status copy_sheets(marking *self, lde_error *err)
{
  lde_status status = LDE_OK;

  for (size_t s = 0; s < lde_workbook_sheets(self->workbook) && status == LDE_OK; s++) {
    self->name = lde_workbook_sheet_name(self->workbook, s);
    self->is_data = !lde_sheet_is_ours(self->name);
    if (strcmp(self->name, "Bevindingen") == 0 || strcmp(self->name, "Findings") == 0)
      continue; /* of an earlier copy */
    self->sheet = lde_book_add(self->book, self->name);
    self->has_head = false;
    self->next = 0;
    while (self->next < self->marks.len &&
           strcmp(self->marks.data[self->next]->sheet, self->name) != 0)
      self->next++;
    for (uint16_t column = 0; column < 40; column++)
      lde_book_width(self->book, self->sheet, column, 18, LDE_BOOK_GENERAL, LDE_BOOK_PLAIN);
    status = lde_workbook_read(self->workbook, s, copy_row, self, err);
    if (self->is_data)
      lde_book_freeze(self->book, self->sheet, 0, 0);
    if (lde_workbook_sheet_is_hidden(self->workbook, s))
      lde_book_hide(self->book, self->sheet);
  }
  return status;
}

bool lde_marked_write(lde_result *result, const char *file, const char *name, const char *to,
                      int32_t day)
{
  marking self = {.result = result, .language = result->language};
  lde_error err = {0};
  lde_buffer bytes = {0};
  lde_status status;

  collect(&self, name);
  status = lde_workbook_open(&self.workbook, file, self.language, &err);
  if (status == LDE_OK)
    status = lde_book_new(&self.book, "ldengine", day, self.language, &err);
  if (status == LDE_OK) {
    add_list(&self);
    status = copy_sheets(&self, &err);
  }
  if (status == LDE_OK && (status = lde_book_finish(self.book, &bytes, &err)) == LDE_OK)
    status = lde_file_write(to, bytes.data, bytes.len, self.language, &err);
  lde_book_free(self.book);
  lde_workbook_close(self.workbook);
  lde_vec_free(&self.marks);
  lde_buffer_free(&bytes);
  if (status != LDE_OK)
    lde_result_add(result, "load/syntax", NULL, "%s: %s", to, err.message);
  return status == LDE_OK;
}
