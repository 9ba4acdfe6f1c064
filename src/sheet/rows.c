/* The cells of one sheet, row by row. */
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "sheet/internal.h"

enum { TEXT_MOST = 1000000 };

typedef struct reading {
  lde_workbook *workbook;
  lde_sheet_take *take;
  void *ctx;
  lde_xml *xml;

  uint32_t row;      /* at hand, from 1 */
  uint32_t next;     /* column of the next cell, from 0 */
  bool in_row;
  LDE_VEC(lde_sheet_cell) cells;
  LDE_VEC(size_t) starts; /* of texts in `texts`, which moves while it grows */
  lde_buffer texts;

  /* the cell at hand */
  uint32_t column;
  char type; /* s shared, i inline, f text of a formula, b, e, d, n */
  lde_serial_kind format;
  bool in_cell, in_text, has_formula, has_value;
  int phonetic;
  lde_buffer value;
} reading;

/* "F12" → 5; anything else keeps the count. */
static uint32_t column_of(const char *reference, uint32_t otherwise)
{
  uint32_t column = 0;
  int letters = 0;

  for (; *reference; reference++, letters++) {
    char c = (char)(*reference & ~0x20);
    if (c < 'A' || c > 'Z')
      break;
    if (letters == 3)
      return otherwise;
    column = column * 26 + (uint32_t)(c - 'A') + 1;
  }
  return letters ? column - 1 : otherwise;
}

static void start_row(reading *self, const char **attributes)
{
  const char *number = lde_xml_attribute(attributes, "r");
  unsigned long row = number ? strtoul(number, NULL, 10) : 0;

  self->row = row > 0 && row <= 1048576 ? (uint32_t)row : self->row + 1;
  self->next = 0;
  self->in_row = true;
  self->cells.len = self->starts.len = 0;
  lde_buffer_truncate(&self->texts, 0);
}

static void start_cell(reading *self, const char **attributes)
{
  const char *reference = lde_xml_attribute(attributes, "r");
  const char *type = lde_xml_attribute(attributes, "t");
  const char *style = lde_xml_attribute(attributes, "s");
  unsigned long format = style ? strtoul(style, NULL, 10) : 0;

  self->column = reference ? column_of(reference, self->next) : self->next;
  self->next = self->column + 1;
  self->type = !type                           ? 'n'
               : strcmp(type, "inlineStr") == 0 ? 'i'
               : strcmp(type, "str") == 0       ? 'f'
                                                : *type;
  self->format = format < self->workbook->formats.len
                     ? (lde_serial_kind)self->workbook->formats.data[format]
                     : LDE_SERIAL_NUMBER;
  self->in_cell = true;
  self->has_formula = self->has_value = false;
  self->phonetic = 0;
  lde_buffer_truncate(&self->value, 0);
}

static void on_start(void *ctx, const char *name, const char **attributes)
{
  reading *self = ctx;

  if (strcmp(name, "row") == 0) {
    start_row(self, attributes);
  } else if (strcmp(name, "c") == 0 && self->in_row) {
    start_cell(self, attributes);
  } else if (self->in_cell) {
    if (strcmp(name, "rPh") == 0)
      self->phonetic++;
    self->has_formula = self->has_formula || strcmp(name, "f") == 0;
    self->has_value = self->has_value || strcmp(name, "v") == 0;
    self->in_text = strcmp(name, "v") == 0 ||
                    (strcmp(name, "t") == 0 && self->type == 'i' && !self->phonetic);
  }
}

static void on_text(void *ctx, const char *text, size_t len)
{
  reading *self = ctx;

  if (self->in_text && self->value.len + len <= TEXT_MOST)
    lde_buffer_append(&self->value, text, len);
}

/* Cells that were left out before this one are empty. */
static lde_sheet_cell *make_cell(reading *self)
{
  const lde_sheet_cell empty = {LDE_SHEET_EMPTY, "", 0, true};

  while (self->cells.len <= self->column) {
    lde_vec_push(&self->cells, empty);
    lde_vec_push(&self->starts, SIZE_MAX);
  }
  self->starts.data[self->column] = SIZE_MAX;
  return &self->cells.data[self->column];
}

/* The text behind the texts of the row; its pointer is set when the row is complete. */
static void put_own(reading *self, lde_sheet_cell *cell, lde_cell_kind kind, size_t from)
{
  *cell = (lde_sheet_cell){.kind = kind, .len = self->texts.len - from};
  self->starts.data[self->column] = from;
}

static void put_number(reading *self, lde_sheet_cell *cell)
{
  const char *text = lde_buffer_text(&self->value);
  size_t len = self->value.len, from = self->texts.len;
  lde_cell_kind kind = LDE_SHEET_NUMBER;

  if (self->format != LDE_SERIAL_NUMBER &&
      lde_serial_date(&self->texts, text, len, self->format, self->workbook->from_1904)) {
    kind = memchr(self->texts.data + from, '-', self->texts.len - from) ? LDE_SHEET_DATE
                                                                        : LDE_SHEET_TIME;
  } else if (!lde_serial_number(&self->texts, text, len)) {
    kind = LDE_SHEET_TEXT;
    lde_buffer_append(&self->texts, text, len);
  }
  put_own(self, cell, kind, from);
}

/* 2027-03-01T00:00:00 of the strict form. */
static void put_iso(reading *self, lde_sheet_cell *cell)
{
  size_t from = self->texts.len, len = self->value.len;

  len = len > 16 ? 16 : len;
  if (len == 16 && memcmp(self->value.data + 10, "T00:00", 6) == 0)
    len = 10;
  lde_buffer_append(&self->texts, lde_buffer_text(&self->value), len);
  put_own(self, cell, LDE_SHEET_DATE, from);
}

static void put_shared(reading *self, lde_sheet_cell *cell)
{
  const lde_workbook *workbook = self->workbook;
  unsigned long number = strtoul(lde_buffer_text(&self->value), NULL, 10);
  uint32_t start;

  if (number >= workbook->ends.len)
    return;
  start = number ? workbook->ends.data[number - 1] : 0;
  *cell = (lde_sheet_cell){LDE_SHEET_TEXT, lde_buffer_text(&workbook->strings) + start,
                           workbook->ends.data[number] - start, true};
}

static void end_cell(reading *self)
{
  lde_sheet_cell *cell;
  size_t from = self->texts.len;

  self->in_cell = false;
  if (self->column >= LDE_SHEET_COLUMNS_MAX || (!self->value.len && !self->has_formula))
    return;
  cell = make_cell(self);
  if (!self->value.len && !(self->type == 'f' && self->has_value)) {
    *cell = (lde_sheet_cell){LDE_SHEET_NO_VALUE, "", 0, true};
    return;
  }
  switch (self->type) {
  case 's':
    put_shared(self, cell);
    break;
  case 'b':
    *cell = self->value.data[0] == '1' || self->value.data[0] == 't'
                ? (lde_sheet_cell){LDE_SHEET_BOOL, "true", 4, true}
                : (lde_sheet_cell){LDE_SHEET_BOOL, "false", 5, true};
    break;
  case 'd':
    put_iso(self, cell);
    break;
  case 'i':
  case 'f':
  case 'e':
    lde_sheet_unescape(&self->value, 0);
    lde_buffer_append(&self->texts, lde_buffer_text(&self->value), self->value.len);
    put_own(self, cell, self->type == 'e' ? LDE_SHEET_ERROR : LDE_SHEET_TEXT, from);
    break;
  default:
    put_number(self, cell);
  }
  if (!cell->len && cell->kind == LDE_SHEET_TEXT)
    *cell = (lde_sheet_cell){LDE_SHEET_EMPTY, "", 0, true};
}

static void end_row(reading *self)
{
  const char *texts = lde_buffer_text(&self->texts);
  bool any = false;

  self->in_row = false;
  for (size_t i = 0; i < self->cells.len; i++) {
    if (self->starts.data[i] != SIZE_MAX && self->cells.data[i].kind != LDE_SHEET_EMPTY)
      self->cells.data[i].text = texts + self->starts.data[i];
    any = any || self->cells.data[i].kind != LDE_SHEET_EMPTY;
  }
  if (any && !self->take(self->ctx, self->row, self->cells.data, self->cells.len))
    self->xml->stopped = true;
}

static void on_end(void *ctx, const char *name)
{
  reading *self = ctx;

  self->in_text = false;
  if (strcmp(name, "rPh") == 0 && self->phonetic)
    self->phonetic--;
  else if (strcmp(name, "c") == 0 && self->in_cell)
    end_cell(self);
  else if (strcmp(name, "row") == 0 && self->in_row)
    end_row(self);
  else if (strcmp(name, "sheetData") == 0)
    self->xml->stopped = true;
}

lde_status lde_workbook_read(lde_workbook *workbook, size_t sheet, lde_sheet_take *take, void *ctx,
                             lde_error *err)
{
  const sheet_entry *entry = &workbook->sheets.data[sheet];
  lde_xml xml = {.start = on_start, .end = on_end, .text = on_text};
  reading self = {.workbook = workbook, .take = take, .ctx = ctx, .xml = &xml};
  lde_status status;

  if (!entry->found)
    return lde_fail(err, LDE_ERROR_INPUT,
                    LDE_TR(workbook->language, "the workbook is damaged: sheet '%s' is missing",
                           "de werkmap is beschadigd: blad '%s' ontbreekt"),
                    entry->name);
  status = lde_workbook_load_strings(workbook, err);
  xml.ctx = &self;
  if (status == LDE_OK)
    status = lde_xml_read(&xml, &workbook->zip, entry->part, err);
  lde_vec_free(&self.cells);
  lde_vec_free(&self.starts);
  lde_buffer_free(&self.texts);
  lde_buffer_free(&self.value);
  return status;
}
