#include "report/page/html.h"

#include <stdio.h>
#include <string.h>

#include "base/error.h"
#include "report/page/style.h"
#include "report/picture/picture.h"

void lde_html_text(lde_buffer *out, const char *text)
{
  for (const char *c = text ? text : ""; *c; c++) {
    switch (*c) {
    case '&':
      lde_buffer_puts(out, "&amp;");
      break;
    case '<':
      lde_buffer_puts(out, "&lt;");
      break;
    case '>':
      lde_buffer_puts(out, "&gt;");
      break;
    case '"':
      lde_buffer_puts(out, "&quot;");
      break;
    default:
      if (*c == ' ' && c - text >= 3 && memcmp(c - 3, "€", 3) == 0 && strchr("0123456789-", c[1]) &&
          c[1])
        lde_buffer_puts(out, "\xc2\xa0"); /* an amount stays on one line */
      else if ((unsigned char)*c >= 0x20 && *c != 0x7f)
        lde_buffer_putc(out, *c);
      else if (*c == '\n' || *c == '\t')
        lde_buffer_putc(out, ' ');
    }
  }
}

void lde_html_attribute(lde_buffer *out, const char *name, const char *value)
{
  if (!value)
    return;
  lde_buffer_printf(out, " %s=\"", name);
  lde_html_text(out, value);
  lde_buffer_putc(out, '"');
}

void lde_html_element(lde_buffer *out, const char *name, const char *class_name, const char *text)
{
  lde_buffer_printf(out, "<%s", name);
  lde_html_attribute(out, "class", class_name);
  lde_buffer_putc(out, '>');
  lde_html_text(out, text);
  lde_buffer_printf(out, "</%s>\n", name);
}

static const char *tone_class(lde_tone tone)
{
  static const char *const names[] = {NULL, "good", "care", "bad"};
  return names[tone];
}

static void open_tag(lde_buffer *out, const char *name, const char *class_name, const char *id)
{
  lde_buffer_printf(out, "<%s", name);
  lde_html_attribute(out, "class", class_name);
  lde_html_attribute(out, "id", id);
  lde_buffer_putc(out, '>');
}

/* ---- tables ---- */

/* Places that links of pictures lead to. */
static void write_anchors(lde_buffer *out, const char *ids)
{
  for (size_t len; ids && *ids; ids += len + (ids[len] == ' ')) {
    len = strcspn(ids, " ");
    lde_buffer_printf(out, "<span id=\"%.*s\"></span>", (int)len, ids);
  }
}

static void write_cell(lde_buffer *out, const lde_document *document,
                       const lde_document_table *table, size_t column,
                       const lde_document_cell *cell, bool cents)
{
  bool head = column == 0, number = table->columns.data[column].kind != LDE_CELL_TEXT;
  const char *tone = tone_class(cell->tone);
  lde_buffer text = {0}, names = {0};

  if (number || table->columns.data[column].narrow)
    lde_buffer_puts(&names, number ? "n" : "w");
  if (tone)
    lde_buffer_printf(&names, "%s%s", names.len ? " " : "", tone);
  lde_buffer_puts(out, head ? "<th scope=\"row\"" : "<td");
  lde_html_attribute(out, "class", names.len ? names.data : NULL);
  lde_buffer_putc(out, '>');
  write_anchors(out, cell->anchor);
  lde_document_cell_print(&text, document, cell, cents);
  if (cell->link) {
    lde_buffer_puts(out, "<a href=\"#");
    lde_html_text(out, cell->link);
    lde_buffer_puts(out, "\">");
  }
  lde_html_text(out, lde_buffer_text(&text));
  if (cell->link)
    lde_buffer_puts(out, "</a>");
  if (cell->below && *cell->below) {
    lde_buffer_puts(out, "<span class=\"below\">");
    lde_html_text(out, cell->below);
    lde_buffer_puts(out, "</span>");
  }
  lde_buffer_puts(out, head ? "</th>" : "</td>");
  lde_buffer_free(&text);
  lde_buffer_free(&names);
}

static void write_row(lde_buffer *out, const lde_document *document,
                      const lde_document_table *table, const lde_document_row *row, bool cents)
{
  const lde_document_cell *cells = table->cells.data + row->first;

  if (row->kind == LDE_TABLE_GROUP) {
    lde_buffer_printf(out, "<tr class=\"group\"><th scope=\"rowgroup\" colspan=\"%zu\">",
                      table->columns.len);
    lde_html_text(out, cells->text);
    if (cells->below) {
      lde_buffer_puts(out, "<span class=\"below\">");
      lde_html_text(out, cells->below);
      lde_buffer_puts(out, "</span>");
    }
    lde_buffer_puts(out, "</th></tr>\n");
    return;
  }
  lde_buffer_puts(out, row->kind == LDE_TABLE_SUM ? "<tr class=\"sum\">"
                       : row->indent              ? "<tr class=\"indent\">"
                                                  : "<tr>");
  for (size_t i = 0; i < table->columns.len; i++)
    write_cell(out, document, table, i, &cells[i], cents);
  lde_buffer_puts(out, "</tr>\n");
}

static void write_table(lde_buffer *out, const lde_document *document,
                        const lde_document_table *table)
{
  bool cents = lde_document_table_has_cents(document, table);

  if (!table->rows.len)
    return;
  lde_buffer_puts(out, "<div class=\"scroll\" tabindex=\"0\" role=\"region\"");
  lde_html_attribute(out, "aria-label", table->name);
  lde_buffer_printf(out, ">\n<table%s>\n", table->compact ? " class=\"compact\"" : "");
  lde_html_element(out, "caption", NULL, table->caption);
  lde_buffer_puts(out, "<thead><tr>");
  for (size_t i = 0; i < table->columns.len; i++) {
    lde_buffer_printf(out, "<th scope=\"col\"%s>",
                      table->columns.data[i].kind == LDE_CELL_TEXT ? "" : " class=\"n\"");
    lde_html_text(out, table->columns.data[i].title);
    lde_buffer_puts(out, "</th>");
  }
  lde_buffer_puts(out, "</tr></thead>\n<tbody>\n");
  for (size_t i = 0; i < table->rows.len; i++) {
    if (i && table->rows.data[i].kind == LDE_TABLE_GROUP)
      lde_buffer_puts(out, "</tbody>\n<tbody>\n");
    write_row(out, document, table, &table->rows.data[i], cents);
  }
  lde_buffer_puts(out, "</tbody>\n</table>\n</div>\n");
}

/* ---- other blocks ---- */

static void write_item(lde_buffer *out, const lde_document_item *item)
{
  open_tag(out, "li", tone_class(item->tone), NULL);
  if (item->strong) {
    lde_buffer_puts(out, "<strong>");
    if (item->link) {
      lde_buffer_puts(out, "<a");
      lde_buffer_puts(out, " href=\"#");
      lde_html_text(out, item->link);
      lde_buffer_puts(out, "\">");
    }
    lde_html_text(out, item->strong);
    lde_buffer_puts(out, item->link ? "</a></strong>" : "</strong>");
    if (item->text)
      lde_buffer_putc(out, ' ');
  }
  lde_html_text(out, item->text);
  if (item->below) {
    lde_buffer_puts(out, "<span class=\"below\">");
    lde_html_text(out, item->below);
    lde_buffer_puts(out, "</span>");
  }
  lde_buffer_puts(out, "</li>\n");
}

static void write_figures(lde_buffer *out, const lde_document_block *block)
{
  lde_buffer_puts(out, "<dl class=\"figures\">\n");
  for (size_t i = 0; i < block->items.len; i++) {
    const lde_document_item *item = &block->items.data[i];
    open_tag(out, "div", tone_class(item->tone), NULL);
    lde_html_element(out, "dt", NULL, item->text);
    lde_html_element(out, "dd", "value", item->strong);
    if (item->below)
      lde_html_element(out, "dd", "below", item->below);
    lde_buffer_puts(out, "</div>\n");
  }
  lde_buffer_puts(out, "</dl>\n");
}

static void write_cards(lde_buffer *out, const lde_document_block *block)
{
  bool list = false, card = false;

  lde_buffer_puts(out, "<div class=\"cards\">\n");
  for (size_t i = 0; i < block->items.len; i++) {
    const lde_document_item *item = &block->items.data[i];
    if (item->title) {
      lde_buffer_puts(out, list ? "</ul>\n" : "");
      lde_buffer_puts(out, card ? "</div>\n" : "");
      lde_buffer_printf(out, "<div class=\"card%s%s\">\n", item->tone ? " " : "",
                        item->tone ? tone_class(item->tone) : "");
      lde_html_element(out, "h3", NULL, item->strong);
      card = true;
      list = false;
      continue;
    }
    if (!list)
      lde_buffer_puts(out, "<ul>\n");
    list = true;
    write_item(out, item);
  }
  lde_buffer_puts(out, list ? "</ul>\n" : "");
  lde_buffer_puts(out, card ? "</div>\n</div>\n" : "</div>\n");
}

/* Is the drawing too tall for a sheet of paper? By its view box: "0 0 width height". */
static bool is_tall(const char *svg)
{
  const char *box = strstr(svg, "viewBox=\"");
  double x, y, width, height;

  return box && sscanf(box + 9, "%lf %lf %lf %lf", &x, &y, &width, &height) == 4 &&
         height > width * 1.45;
}

/* A tall picture is not printed: it would be too small to read, and the tables have what it says. */
static void write_picture(lde_buffer *out, const lde_document *document,
                          const lde_document_block *block)
{
  lde_buffer_printf(out, "<figure%s>\n<div class=\"scroll\" tabindex=\"0\" role=\"region\"",
                    is_tall(block->picture) ? " class=\"tall\"" : "");
  lde_html_attribute(out, "aria-label", block->text);
  lde_buffer_printf(out, ">\n%s\n</div>\n", block->picture);
  if (block->picture_table) {
    lde_buffer label = {0};
    lde_buffer_printf(&label, LDE_TR(document->language, "%s, as a table", "%s, als tabel"),
                      block->text);
    lde_buffer_puts(out, "<details>");
    lde_html_element(out, "summary", NULL, lde_buffer_text(&label));
    lde_buffer_puts(out, "<div class=\"scroll\" tabindex=\"0\" role=\"region\"");
    lde_html_attribute(out, "aria-label", lde_buffer_text(&label));
    lde_buffer_printf(out, ">\n%s\n</div>\n</details>\n", block->picture_table);
    lde_buffer_free(&label);
  }
  lde_buffer_puts(out, "</figure>\n");
}

static void write_block(lde_buffer *out, const lde_document *document,
                        const lde_document_block *block)
{
  switch (block->kind) {
  case LDE_BLOCK_LEAD:
    lde_html_element(out, "p", "lead", block->text);
    break;
  case LDE_BLOCK_TEXT:
    lde_html_element(out, "p", NULL, block->text);
    break;
  case LDE_BLOCK_SMALL:
    lde_html_element(out, "p", "small", block->text);
    break;
  case LDE_BLOCK_QUOTE:
    lde_html_element(out, "blockquote", NULL, block->text);
    break;
  case LDE_BLOCK_HEADING:
    open_tag(out, "h3", NULL, block->anchor);
    lde_html_text(out, block->text);
    lde_buffer_puts(out, "</h3>\n");
    break;
  case LDE_BLOCK_LIST:
    lde_buffer_puts(out, "<ul>\n");
    for (size_t i = 0; i < block->items.len; i++)
      write_item(out, &block->items.data[i]);
    lde_buffer_puts(out, "</ul>\n");
    break;
  case LDE_BLOCK_FIGURES:
    write_figures(out, block);
    break;
  case LDE_BLOCK_CARDS:
    write_cards(out, block);
    break;
  case LDE_BLOCK_TABLE:
    write_table(out, document, block->table);
    break;
  case LDE_BLOCK_PICTURE:
    write_picture(out, document, block);
    break;
  }
}

/* ---- the page ---- */

static void write_head(lde_buffer *out, const lde_document *document)
{
  lde_buffer css = {0};

  lde_buffer_printf(out,
                    "<!DOCTYPE html>\n<html lang=\"%s\">\n<head>\n<meta charset=\"utf-8\" />\n",
                    LDE_TR(document->language, "en", "nl"));
  /* the browser itself refuses anything from outside */
  lde_buffer_puts(out,
                  "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; "
                  "style-src 'unsafe-inline'; img-src data:\" />\n"
                  "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\" />\n"
                  "<meta name=\"color-scheme\" content=\"light dark\" />\n"
                  "<meta name=\"referrer\" content=\"no-referrer\" />\n<title>");
  lde_html_text(out, document->title);
  lde_buffer_puts(out, " – ");
  lde_html_text(out, document->organisation);
  lde_buffer_puts(out, "</title>\n<style>\n");
  lde_buffer_append(out, lde_page_style, lde_page_style_size);
  lde_picture_css(&css);
  lde_buffer_puts(out, lde_buffer_text(&css));
  lde_buffer_puts(out, "\n</style>\n</head>\n");
  lde_buffer_free(&css);
}

static void write_contents(lde_buffer *out, const lde_document *document)
{
  const char *title = LDE_TR(document->language, "Contents", "Inhoud");

  lde_buffer_puts(out, "<nav class=\"contents\"");
  lde_html_attribute(out, "aria-label", title);
  lde_buffer_puts(out, ">\n<ol>\n");
  for (size_t i = 0; i < document->sections.len; i++) {
    lde_buffer_puts(out, "<li><a href=\"#");
    lde_html_text(out, document->sections.data[i].id);
    lde_buffer_puts(out, "\">");
    lde_html_text(out, document->sections.data[i].title);
    lde_buffer_puts(out, "</a></li>\n");
  }
  lde_buffer_puts(out, "</ol>\n</nav>\n");
}

void lde_document_html(lde_buffer *out, const lde_document *document)
{
  write_head(out, document);
  lde_buffer_printf(out, "<body%s>\n<header>\n", document->one_page ? " class=\"one-page\"" : "");
  lde_html_element(out, "p", "organisation", document->organisation);
  lde_html_element(out, "h1", NULL, document->title);
  lde_html_element(out, "p", "subtitle", document->subtitle);
  lde_buffer_puts(out, "</header>\n<main>\n");
  for (size_t s = 0; s < document->sections.len; s++) {
    const lde_document_section *section = &document->sections.data[s];
    lde_buffer_printf(out, "<section%s>\n", section->new_page ? " class=\"new-page\"" : "");
    open_tag(out, "h2", NULL, section->id);
    lde_html_text(out, section->title);
    lde_buffer_puts(out, "</h2>\n");
    for (size_t b = 0; b < section->blocks.len; b++)
      write_block(out, document, &section->blocks.data[b]);
    lde_buffer_puts(out, "</section>\n");
    if (s == 0 && document->contents) /* behind the decision: that comes first */
      write_contents(out, document);
  }
  lde_buffer_puts(out, "</main>\n<footer>\n");
  lde_html_element(out, "p", NULL, document->footer);
  lde_buffer_puts(out, "</footer>\n</body>\n</html>\n");
}
