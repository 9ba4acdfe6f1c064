/* A document as HTML for a mail: styles stand on the elements, layout is plain, there are no pictures,
 * no style sheet, no links inside the page. Long sections are left to the attachment. */
#include <string.h>

#include "base/error.h"
#include "report/page/html.h"

#define INK    "color:#1b2330"
#define MUTED  "color:#525c6b"
#define ACCENT "color:#0b5563"

enum { MOST_ROWS = 25 };

static void element(lde_buffer *out, const char *name, const char *style, const char *text)
{
  lde_buffer_printf(out, "<%s style=\"%s\">", name, style);
  lde_html_text(out, text);
  lde_buffer_printf(out, "</%s>\n", name);
}

static void write_items(lde_buffer *out, const lde_document_block *block)
{
  bool open = false;

  for (size_t i = 0; i < block->items.len; i++) {
    const lde_document_item *item = &block->items.data[i];
    if (item->title) {
      lde_buffer_puts(out, open ? "</ul>\n" : "");
      element(out, "h3", "margin:16px 0 4px;font-size:16px;" INK, item->strong);
      open = false;
      continue;
    }
    lde_buffer_puts(out, open ? "" : "<ul style=\"margin:0 0 12px;padding-left:20px\">\n");
    open = true;
    lde_buffer_puts(out, "<li style=\"margin:0 0 4px\">");
    if (item->strong) {
      lde_buffer_puts(out, "<strong>");
      lde_html_text(out, item->strong);
      lde_buffer_puts(out, item->text ? "</strong> " : "</strong>");
    }
    lde_html_text(out, item->text);
    lde_buffer_puts(out, "</li>\n");
  }
  lde_buffer_puts(out, open ? "</ul>\n" : "");
}

/* Key figures one below the other: the widths of mail readers are not known. */
static void write_figures(lde_buffer *out, const lde_document_block *block)
{
  lde_buffer_puts(out, "<table role=\"presentation\" cellpadding=\"0\" cellspacing=\"0\" "
                       "style=\"margin:8px 0 16px;border-collapse:collapse\">\n");
  for (size_t i = 0; i < block->items.len; i++) {
    const lde_document_item *item = &block->items.data[i];
    lde_buffer_puts(out, "<tr>");
    element(out, "td", "padding:4px 24px 4px 0;font-size:14px;" MUTED, item->text);
    element(out, "td", "padding:4px 24px 4px 0;font-size:20px;white-space:nowrap;" INK,
            item->strong);
    element(out, "td", "padding:4px 0;font-size:14px;" MUTED, item->below);
    lde_buffer_puts(out, "</tr>\n");
  }
  lde_buffer_puts(out, "</table>\n");
}

static void write_row(lde_buffer *out, const lde_document *document,
                      const lde_document_table *table, const lde_document_row *row, bool cents)
{
  bool group = row->kind == LDE_TABLE_GROUP;
  lde_buffer text = {0};

  lde_buffer_puts(out, "<tr>");
  for (size_t i = 0; i < (group ? 1 : table->columns.len); i++) {
    const lde_document_cell *cell = &table->cells.data[row->first + i];
    bool number = table->columns.data[i].kind != LDE_CELL_TEXT;
    lde_buffer_printf(out, i ? "<td" : "<th scope=\"row\"");
    if (group)
      lde_buffer_printf(out, " colspan=\"%zu\"", table->columns.len);
    lde_buffer_printf(
        out,
        " style=\"padding:4px 12px 4px 0;border-bottom:1px solid #d5dae0;vertical-align:top;"
        "text-align:%s;font-weight:%s\">",
        number ? "right" : "left", row->kind == LDE_TABLE_BODY ? "normal" : "bold");
    lde_buffer_truncate(&text, 0);
    lde_document_cell_print(&text, document, cell, cents);
    lde_html_text(out, lde_buffer_text(&text));
    if (cell->below && *cell->below) {
      lde_buffer_puts(out, "<br />");
      element(out, "span", "font-size:13px;font-weight:normal;" MUTED, cell->below);
    }
    lde_buffer_puts(out, i ? "</td>" : "</th>");
  }
  lde_buffer_puts(out, "</tr>\n");
  lde_buffer_free(&text);
}

static void write_table(lde_buffer *out, const lde_document *document,
                        const lde_document_table *table)
{
  bool cents = lde_document_table_has_cents(document, table);
  size_t shown = table->rows.len < MOST_ROWS ? table->rows.len : MOST_ROWS;

  lde_buffer_puts(out, "<table cellpadding=\"0\" cellspacing=\"0\" "
                       "style=\"border-collapse:collapse;margin:0 0 16px;font-size:14px\">\n");
  element(out, "caption", "text-align:left;padding:0 0 6px;font-size:13px;" MUTED, table->caption);
  lde_buffer_puts(out, "<tr>");
  for (size_t i = 0; i < table->columns.len; i++) {
    lde_buffer_printf(
        out,
        "<th scope=\"col\" style=\"padding:4px 12px 4px 0;border-bottom:1px solid #1b2330;text-align:%s\">",
        table->columns.data[i].kind == LDE_CELL_TEXT ? "left" : "right");
    lde_html_text(out, table->columns.data[i].title);
    lde_buffer_puts(out, "</th>");
  }
  lde_buffer_puts(out, "</tr>\n");
  for (size_t i = 0; i < table->rows.len; i++)
    if (i < shown || table->rows.data[i].kind == LDE_TABLE_SUM)
      write_row(out, document, table, &table->rows.data[i], cents);
  lde_buffer_puts(out, "</table>\n");
  if (shown < table->rows.len)
    element(
        out, "p", "margin:0 0 16px;font-size:13px;" MUTED,
        LDE_TR(document->language, "The report has all rows.", "Het rapport heeft alle regels."));
}

static void write_block(lde_buffer *out, const lde_document *document,
                        const lde_document_block *block)
{
  switch (block->kind) {
  case LDE_BLOCK_LEAD:
    element(out, "p", "margin:0 0 12px;font-size:19px;line-height:1.4", block->text);
    break;
  case LDE_BLOCK_TEXT:
  case LDE_BLOCK_QUOTE:
    element(out, "p", "margin:0 0 12px", block->text);
    break;
  case LDE_BLOCK_SMALL:
    element(out, "p", "margin:0 0 12px;font-size:13px;" MUTED, block->text);
    break;
  case LDE_BLOCK_HEADING:
    element(out, "h3", "margin:20px 0 6px;font-size:16px", block->text);
    break;
  case LDE_BLOCK_LIST:
  case LDE_BLOCK_CARDS:
    write_items(out, block);
    break;
  case LDE_BLOCK_FIGURES:
    write_figures(out, block);
    break;
  case LDE_BLOCK_TABLE:
    if (block->table->rows.len)
      write_table(out, document, block->table);
    break;
  case LDE_BLOCK_PICTURE:
    break;
  }
}

static bool is_for_mail(const lde_document *document, const char *id)
{
  static const char *const ids[] = {"decision", "thread", "budgets", "nothing"};

  if (!document->contents || document->one_page)
    return true;
  for (size_t i = 0; i < sizeof ids / sizeof *ids; i++)
    if (strcmp(ids[i], id) == 0)
      return true;
  return strcmp(document->sections.data[0].id, "decision") != 0;
}

void lde_document_mail(lde_buffer *out, const lde_document *document)
{
  lde_buffer_printf(
      out, "<!DOCTYPE html>\n<html lang=\"%s\">\n<head>\n<meta charset=\"utf-8\" />\n<title>",
      LDE_TR(document->language, "en", "nl"));
  lde_html_text(out, document->title);
  lde_buffer_puts(
      out,
      "</title>\n</head>\n<body style=\"margin:0;padding:16px;background-color:#ffffff;" INK
      ";font:16px/1.5 Arial,Helvetica,sans-serif\">\n<div role=\"main\" style=\"max-width:680px\">\n");
  element(out, "p", "margin:0;font-weight:bold;" ACCENT, document->organisation);
  element(out, "h1", "margin:0 0 4px;font-size:28px;line-height:1.2", document->title);
  element(out, "p", "margin:0 0 16px;font-size:14px;" MUTED, document->subtitle);
  for (size_t s = 0; s < document->sections.len; s++) {
    const lde_document_section *section = &document->sections.data[s];
    if (!is_for_mail(document, section->id))
      continue;
    element(out, "h2", "margin:28px 0 8px;font-size:21px;" ACCENT, section->title);
    for (size_t b = 0; b < section->blocks.len; b++)
      write_block(out, document, &section->blocks.data[b]);
  }
  element(out, "p", "margin:28px 0 0;font-size:12px;" MUTED, document->footer);
  lde_buffer_puts(out, "</div>\n</body>\n</html>\n");
}
