/* A document as Markdown (GitHub's tables), which also reads well as plain text. */
#include <string.h>

#include "report/page/html.h"

/* What would be markup in running text or a table cell is escaped; line breaks become blanks. */
static void write_text(lde_buffer *out, const char *text)
{
  for (const char *c = text ? text : ""; *c; c++) {
    if (strchr("\\`*_[]<>|#", *c) && !(*c == '#' && c != text))
      lde_buffer_putc(out, '\\');
    if ((unsigned char)*c >= 0x20 && *c != 0x7f)
      lde_buffer_putc(out, *c);
    else
      lde_buffer_putc(out, ' ');
  }
}

static void write_line(lde_buffer *out, const char *before, const char *text)
{
  lde_buffer_puts(out, before);
  write_text(out, text);
  lde_buffer_puts(out, "\n\n");
}

static void write_cell(lde_buffer *out, const lde_document *document, const lde_document_cell *cell,
                       bool cents, bool strong)
{
  lde_buffer text = {0};

  lde_document_cell_print(&text, document, cell, cents);
  lde_buffer_puts(out, strong && text.len ? " **" : " ");
  write_text(out, lde_buffer_text(&text));
  lde_buffer_puts(out, strong && text.len ? "**" : "");
  if (cell->below && *cell->below) {
    lde_buffer_puts(out, "<br>");
    write_text(out, cell->below);
  }
  lde_buffer_puts(out, " |");
  lde_buffer_free(&text);
}

static void write_table(lde_buffer *out, const lde_document *document,
                        const lde_document_table *table)
{
  bool cents = lde_document_table_has_cents(document, table);

  if (!table->rows.len)
    return;
  lde_buffer_puts(out, "*");
  write_text(out, table->caption);
  lde_buffer_puts(out, "*\n\n|");
  for (size_t i = 0; i < table->columns.len; i++) {
    lde_buffer_putc(out, ' ');
    write_text(out, table->columns.data[i].title);
    lde_buffer_puts(out, " |");
  }
  lde_buffer_puts(out, "\n|");
  for (size_t i = 0; i < table->columns.len; i++)
    lde_buffer_puts(out, table->columns.data[i].kind == LDE_CELL_TEXT ? " --- |" : " ---: |");
  lde_buffer_putc(out, '\n');
  for (size_t r = 0; r < table->rows.len; r++) {
    const lde_document_row *row = &table->rows.data[r];
    bool group = row->kind == LDE_TABLE_GROUP;
    lde_buffer_putc(out, '|');
    for (size_t i = 0; i < table->columns.len; i++)
      if (group && i)
        lde_buffer_puts(out, " |");
      else
        write_cell(out, document, &table->cells.data[row->first + i], cents,
                   row->kind != LDE_TABLE_BODY);
    lde_buffer_putc(out, '\n');
  }
  lde_buffer_putc(out, '\n');
}

static void write_item(lde_buffer *out, const lde_document_item *item, const char *separator)
{
  lde_buffer_puts(out, "- ");
  if (item->strong) {
    lde_buffer_puts(out, "**");
    write_text(out, item->strong);
    lde_buffer_puts(out, "**");
    lde_buffer_puts(out, item->text ? separator : "");
  }
  write_text(out, item->text);
  if (item->below) {
    lde_buffer_puts(out, " (");
    write_text(out, item->below);
    lde_buffer_putc(out, ')');
  }
  lde_buffer_putc(out, '\n');
}

static void write_cards(lde_buffer *out, const lde_document_block *block)
{
  for (size_t i = 0; i < block->items.len; i++) {
    const lde_document_item *item = &block->items.data[i];
    if (!item->title) {
      write_item(out, item, " ");
      continue;
    }
    lde_buffer_puts(out, i ? "\n" : "");
    write_line(out, "### ", item->strong);
  }
  lde_buffer_putc(out, '\n');
}

static void write_block(lde_buffer *out, const lde_document *document,
                        const lde_document_block *block)
{
  switch (block->kind) {
  case LDE_BLOCK_LEAD:
  case LDE_BLOCK_TEXT:
  case LDE_BLOCK_SMALL:
    write_line(out, "", block->text);
    break;
  case LDE_BLOCK_QUOTE:
    write_line(out, "> ", block->text);
    break;
  case LDE_BLOCK_HEADING:
    write_line(out, "### ", block->text);
    break;
  case LDE_BLOCK_LIST:
  case LDE_BLOCK_FIGURES:
    for (size_t i = 0; i < block->items.len; i++)
      write_item(out, &block->items.data[i], block->kind == LDE_BLOCK_LIST ? " " : " – ");
    lde_buffer_putc(out, '\n');
    break;
  case LDE_BLOCK_CARDS:
    write_cards(out, block);
    break;
  case LDE_BLOCK_TABLE:
    write_table(out, document, block->table);
    break;
  case LDE_BLOCK_PICTURE:
    break;
  }
}

void lde_document_markdown(lde_buffer *out, const lde_document *document)
{
  write_line(out, "# ", document->title);
  write_line(out, "", document->organisation);
  write_line(out, "", document->subtitle);
  for (size_t s = 0; s < document->sections.len; s++) {
    const lde_document_section *section = &document->sections.data[s];
    write_line(out, "## ", section->title);
    for (size_t b = 0; b < section->blocks.len; b++)
      write_block(out, document, &section->blocks.data[b]);
  }
  lde_buffer_puts(out, "---\n\n");
  write_text(out, document->footer);
  lde_buffer_putc(out, '\n');
}
