/* A document as a workbook: a first sheet with the texts, then a sheet a table. Tables of one section that
 * have the same columns share a sheet, each under its name. Numbers are numbers; percentages are written
 * as such, money in whole units, and what stands in small type gets a column of its own. */
#include <string.h>

#include "base/decimal.h"
#include "base/error.h"
#include "base/text.h"
#include "report/page/html.h"
#include "sheet/book.h"

typedef struct writer {
  lde_book *book;
  const lde_document *document;
  LDE_VEC(char *) names; /* of sheets, in order */
  int sheet;
  uint32_t row;
  double unit; /* minor units in one */
} writer;

/* A name that a sheet may have and none has yet. */
static const char *free_name(writer *writer, const char *wanted)
{
  lde_buffer name = {0};

  for (int attempt = 1; attempt < 1000; attempt++) {
    bool taken = false;
    lde_buffer_truncate(&name, 0);
    lde_text_append_cut(&name, wanted, attempt == 1 ? LDE_BOOK_NAME_MAX : LDE_BOOK_NAME_MAX - 5);
    for (size_t i = 0; i < name.len; i++)
      if (strchr("[]:*?/\\'", name.data[i]))
        name.data[i] = '-';
    if (attempt > 1)
      lde_buffer_printf(&name, " %d", attempt);
    for (size_t i = 0; i < writer->names.len; i++)
      taken |= strcmp(writer->names.data[i], lde_buffer_text(&name)) == 0;
    if (!taken)
      break;
  }
  lde_vec_push(&writer->names, lde_strdup(lde_buffer_text(&name)));
  lde_buffer_free(&name);
  return writer->names.data[writer->names.len - 1];
}

static void put_text(writer *writer, uint16_t column, const char *text, lde_book_look look)
{
  if (text && *text)
    lde_book_text(writer->book, writer->sheet, writer->row, column, text, LDE_BOOK_GENERAL, look);
}

static void put_cell(writer *writer, uint16_t column, const lde_document_cell *cell,
                     lde_book_look look)
{
  double value = (double)cell->value;
  lde_book_kind kind = LDE_BOOK_NUMBER;

  if (cell->kind == LDE_CELL_TEXT || cell->text) {
    put_text(writer, column, cell->text, look);
    return;
  }
  if (cell->empty)
    return;
  if (cell->kind == LDE_CELL_MONEY) {
    value /= writer->unit;
    kind = LDE_BOOK_MONEY;
  } else if (cell->kind == LDE_CELL_SHARE) {
    value /= 100;
  } else if (cell->kind == LDE_CELL_MINUTES) {
    value /= 60;
  }
  lde_book_number(writer->book, writer->sheet, writer->row, column, value, kind, look);
}

static void put_row(writer *writer, const lde_document_table *table, const lde_document_row *row)
{
  size_t count = row->kind == LDE_TABLE_GROUP ? 1 : table->columns.len;
  lde_book_look look = row->kind == LDE_TABLE_BODY ? LDE_BOOK_PLAIN : LDE_BOOK_HEADING;
  lde_buffer below = {0};

  for (size_t i = 0; i < count; i++) {
    const lde_document_cell *cell = &table->cells.data[row->first + i];
    put_cell(writer, (uint16_t)i, cell, look);
    if (cell->below && *cell->below)
      lde_buffer_printf(&below, "%s%s", below.len ? "; " : "", cell->below);
  }
  put_text(writer, (uint16_t)table->columns.len, lde_buffer_text(&below), LDE_BOOK_PLAIN);
  lde_buffer_free(&below);
  writer->row++;
}

static bool has_same_columns(const lde_document_table *one, const lde_document_table *other)
{
  if (one->columns.len != other->columns.len)
    return false;
  for (size_t i = 0; i < one->columns.len; i++)
    if (strcmp(one->columns.data[i].title, other->columns.data[i].title) != 0)
      return false;
  return true;
}

static void open_sheet(writer *writer, const lde_document_table *table, const char *name)
{
  lde_buffer title = {0};

  writer->sheet = lde_book_add(writer->book, free_name(writer, name));
  writer->row = 0;
  for (size_t i = 0; i <= table->columns.len; i++)
    lde_book_width(
        writer->book, writer->sheet, (uint16_t)i,
        i == 0 || i == table->columns.len || table->columns.data[i].kind == LDE_CELL_TEXT ? 48 : 14,
        LDE_BOOK_GENERAL, LDE_BOOK_PLAIN);
  for (size_t i = 0; i < table->columns.len; i++) {
    lde_buffer_truncate(&title, 0);
    lde_buffer_puts(&title, table->columns.data[i].title);
    if (table->columns.data[i].kind == LDE_CELL_SHARE)
      lde_buffer_puts(&title, " (%)");
    put_text(writer, (uint16_t)i, lde_buffer_text(&title), LDE_BOOK_HEADING);
  }
  put_text(writer, (uint16_t)table->columns.len,
           LDE_TR(writer->document->language, "Remarks", "Toelichting"), LDE_BOOK_HEADING);
  writer->row = 1;
  lde_buffer_free(&title);
}

/* The tables of a section, those with the same columns behind each other. */
static void put_tables(writer *writer, const lde_document_section *section)
{
  const lde_document_table *last = NULL;

  for (size_t b = 0; b < section->blocks.len; b++) {
    const lde_document_table *table = section->blocks.data[b].table;
    bool joins = false, shared = false;
    if (!table || !table->rows.len)
      continue;
    joins = last && has_same_columns(last, table);
    for (size_t next = b + 1; next < section->blocks.len && !shared; next++)
      shared = section->blocks.data[next].table &&
               has_same_columns(table, section->blocks.data[next].table);
    if (!joins)
      open_sheet(writer, table, shared ? section->title : table->name);
    if (joins || shared) {
      put_text(writer, 0, table->name, LDE_BOOK_HEADING);
      writer->row++;
    }
    for (size_t r = 0; r < table->rows.len && writer->row < LDE_BOOK_ROWS_MAX; r++)
      put_row(writer, table, &table->rows.data[r]);
    last = table;
  }
}

static void put_block(writer *writer, const lde_document_block *block)
{
  if (block->text && block->kind != LDE_BLOCK_PICTURE) {
    put_text(writer, 0, block->text,
             block->kind == LDE_BLOCK_HEADING ? LDE_BOOK_HEADING : LDE_BOOK_PLAIN);
    writer->row++;
  }
  for (size_t i = 0; i < block->items.len; i++) {
    const lde_document_item *item = &block->items.data[i];
    put_text(writer, 0, item->strong, item->title ? LDE_BOOK_HEADING : LDE_BOOK_PLAIN);
    put_text(writer, 1, item->text, LDE_BOOK_PLAIN);
    put_text(writer, 2, item->below, LDE_BOOK_PLAIN);
    writer->row++;
  }
}

/* The first section whole: what is asked, and the figures. */
static void put_summary(writer *writer)
{
  const lde_document *document = writer->document;

  writer->sheet = lde_book_add(
      writer->book, free_name(writer, LDE_TR(document->language, "Summary", "Samenvatting")));
  for (uint16_t column = 0; column < 3; column++)
    lde_book_width(writer->book, writer->sheet, column, 60, LDE_BOOK_GENERAL, LDE_BOOK_PLAIN);
  put_text(writer, 0, document->title, LDE_BOOK_HEADING);
  writer->row++;
  put_text(writer, 0, document->organisation, LDE_BOOK_PLAIN);
  put_text(writer, 1, document->subtitle, LDE_BOOK_PLAIN);
  writer->row += 2;
  for (size_t b = 0; document->sections.len && b < document->sections.data[0].blocks.len; b++)
    put_block(writer, &document->sections.data[0].blocks.data[b]);
  writer->row++;
  put_text(writer, 0, document->footer, LDE_BOOK_PLAIN);
}

lde_status lde_document_workbook(lde_buffer *out, const lde_document *document, lde_error *err)
{
  writer writer = {.document = document, .unit = 1};
  lde_status status =
      lde_book_new(&writer.book, document->title, document->day, document->language, err);

  if (status != LDE_OK)
    return status;
  for (int i = 0; i < lde_currency_decimals(document->currency); i++)
    writer.unit *= 10;
  put_summary(&writer);
  for (size_t s = 0; s < document->sections.len; s++)
    put_tables(&writer, &document->sections.data[s]);
  status = lde_book_finish(writer.book, out, err);
  lde_book_free(writer.book);
  for (size_t i = 0; i < writer.names.len; i++)
    lde_free(writer.names.data[i]);
  lde_vec_free(&writer.names);
  return status;
}
