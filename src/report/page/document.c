#include "report/page/document.h"

#include <string.h>

#include "base/decimal.h"
#include "report/reasons.h"

lde_document *lde_document_new(lde_language language, const char *currency)
{
  lde_document *document = lde_alloc(1, sizeof *document);

  document->language = language;
  strncpy(document->currency, currency, sizeof document->currency - 1);
  document->title = document->subtitle = document->organisation = document->date = "";
  document->footer = "";
  return document;
}

void lde_document_free(lde_document *document)
{
  if (!document)
    return;
  for (size_t s = 0; s < document->sections.len; s++) {
    lde_document_section *section = &document->sections.data[s];
    for (size_t b = 0; b < section->blocks.len; b++) {
      lde_document_block *block = &section->blocks.data[b];
      lde_vec_free(&block->items);
      if (!block->table)
        continue;
      lde_vec_free(&block->table->columns);
      lde_vec_free(&block->table->rows);
      lde_vec_free(&block->table->cells);
    }
    lde_vec_free(&section->blocks);
  }
  lde_vec_free(&document->sections);
  lde_arena_free(&document->arena);
  lde_free(document);
}

const char *lde_document_say(lde_document *document, const char *format, ...)
{
  lde_buffer text = {0};
  va_list args;

  va_start(args, format);
  lde_buffer_vprintf(&text, format, args);
  va_end(args);
  return lde_document_take(document, &text);
}

const char *lde_document_take(lde_document *document, lde_buffer *text)
{
  const char *taken = lde_arena_strndup(&document->arena, lde_buffer_text(text), text->len);
  lde_buffer_free(text);
  return taken;
}

void lde_document_section_add(lde_document *document, const char *id, const char *title)
{
  lde_document_section section = {.id = id, .title = title};
  lde_vec_push(&document->sections, section);
}

static lde_document_section *last_section(lde_document *document)
{
  return &document->sections.data[document->sections.len - 1];
}

static lde_document_block *last_block(lde_document *document)
{
  lde_document_section *section = last_section(document);
  return &section->blocks.data[section->blocks.len - 1];
}

lde_document_block *lde_document_add(lde_document *document, lde_block_kind kind, const char *text)
{
  lde_document_section *section = last_section(document);
  lde_document_block block = {.kind = kind, .text = text};

  lde_vec_push(&section->blocks, block);
  return last_block(document);
}

lde_document_item *lde_document_item_add(lde_document *document, const char *strong,
                                         const char *text)
{
  lde_document_block *block = last_block(document);
  lde_document_item item = {.strong = strong, .text = text};

  if (block->kind == LDE_BLOCK_CARDS && block->items.len)
    item.card = block->items.data[block->items.len - 1].card;
  lde_vec_push(&block->items, item);
  return &block->items.data[block->items.len - 1];
}

void lde_document_card(lde_document *document, const char *title, lde_tone tone)
{
  lde_document_item *item = lde_document_item_add(document, title, NULL);

  item->title = true;
  item->tone = tone;
  item->card++;
}

void lde_document_picture(lde_document *document, const char *label, lde_buffer *svg,
                          lde_buffer *table)
{
  lde_document_block *block;

  if (!svg->len) {
    lde_buffer_free(svg);
    lde_buffer_free(table);
    return;
  }
  block = lde_document_add(document, LDE_BLOCK_PICTURE, label);
  block->picture = lde_document_take(document, svg);
  block->picture_table = table->len ? lde_document_take(document, table) : NULL;
}

lde_document_table *lde_document_table_add(lde_document *document, const char *name,
                                           const char *caption)
{
  lde_document_block *block = lde_document_add(document, LDE_BLOCK_TABLE, NULL);

  block->table = lde_arena_new(&document->arena, lde_document_table);
  block->table->name = name;
  block->table->caption = caption;
  return block->table;
}

void lde_document_column(lde_document *document, lde_document_kind kind, const char *title)
{
  lde_document_table *table = last_block(document)->table;
  struct lde_document_column column = {title, kind, false};
  lde_vec_push(&table->columns, column);
}

void lde_document_narrow_column(lde_document *document, const char *title)
{
  lde_document_table *table = last_block(document)->table;
  lde_document_column(document, LDE_CELL_TEXT, title);
  table->columns.data[table->columns.len - 1].narrow = true;
}

lde_document_row *lde_document_row_add(lde_document *document, lde_table_row_kind kind)
{
  lde_document_table *table = last_block(document)->table;
  lde_document_row row = {.kind = kind, .first = table->cells.len};
  lde_vec_push(&table->rows, row);
  return &table->rows.data[table->rows.len - 1];
}

static lde_document_cell *add_cell(lde_document *document, lde_document_cell cell)
{
  lde_document_table *table = last_block(document)->table;
  lde_vec_push(&table->cells, cell);
  return &table->cells.data[table->cells.len - 1];
}

lde_document_cell *lde_document_text(lde_document *document, const char *text)
{
  return add_cell(document, (lde_document_cell){.kind = LDE_CELL_TEXT, .text = text ? text : ""});
}

lde_document_cell *lde_document_number(lde_document *document, lde_document_kind kind,
                                       int64_t value)
{
  return add_cell(document, (lde_document_cell){.kind = kind, .value = value});
}

lde_document_cell *lde_document_nothing(lde_document *document)
{
  return add_cell(document, (lde_document_cell){.kind = LDE_CELL_INTEGER, .empty = true});
}

static int64_t minor_units(const lde_document *document)
{
  int64_t unit = 1;
  for (int i = 0; i < lde_currency_decimals(document->currency); i++)
    unit *= 10;
  return unit;
}

bool lde_document_table_has_cents(const lde_document *document, const lde_document_table *table)
{
  int64_t unit = minor_units(document);

  for (size_t i = 0; i < table->cells.len; i++) {
    const lde_document_cell *cell = &table->cells.data[i];
    if (cell->kind == LDE_CELL_MONEY && !cell->empty && cell->value % unit)
      return true;
  }
  return false;
}

static void print_money(lde_buffer *out, const lde_document *document, int64_t minor, bool cents)
{
  int decimals = lde_currency_decimals(document->currency);

  lde_money_format(out, minor, document->currency, document->language);
  if (!cents && decimals && minor % minor_units(document) == 0)
    lde_buffer_truncate(out, out->len - (size_t)decimals - 1);
}

void lde_document_cell_print(lde_buffer *out, const lde_document *document,
                             const lde_document_cell *cell, bool cents)
{
  if (cell->kind == LDE_CELL_TEXT || cell->text) {
    lde_buffer_puts(out, cell->text);
    return;
  }
  if (cell->empty) {
    lde_buffer_puts(out, "–");
    return;
  }
  switch (cell->kind) {
  case LDE_CELL_MONEY:
    print_money(out, document, cell->value, cents);
    break;
  case LDE_CELL_SHARE:
    lde_percentage_format(out, (double)cell->value / 10000, document->language);
    break;
  case LDE_CELL_MINUTES:
    lde_decimal_format(out, (cell->value + (cell->value < 0 ? -30 : 30)) / 60, 0, 0,
                       document->language);
    break;
  case LDE_CELL_INTEGER:
  case LDE_CELL_TEXT:
    lde_decimal_format(out, cell->value, 0, 0, document->language);
    break;
  }
}
