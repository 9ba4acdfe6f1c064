/* A script's value for people: a scalar as it is, lists and objects as indented text, a list of
 * records with the same keys as a table. */
#include <inttypes.h>
#include <string.h>

#include "base/error.h"
#include "base/text.h"
#include "report/json.h"
#include "report/layout.h"

static bool is_scalar(const lde_data *data)
{
  return data->kind != LDE_DATA_LIST && data->kind != LDE_DATA_OBJECT;
}

/* Text of several lines keeps them when it stands alone. */
static void append_scalar(lde_buffer *out, const lde_data *data, bool lines, lde_language lang)
{
  switch (data->kind) {
  case LDE_DATA_NULL:
    lde_buffer_puts(out, "–");
    break;
  case LDE_DATA_BOOL:
    lde_buffer_puts(out, data->as.truth ? LDE_TR(lang, "yes", "ja") : LDE_TR(lang, "no", "nee"));
    break;
  case LDE_DATA_INTEGER:
    lde_buffer_printf(out, "%" PRId64, data->as.integer);
    break;
  case LDE_DATA_NUMBER:
    lde_number_print(out, data->as.number);
    break;
  case LDE_DATA_TEXT:
    for (size_t at = 0, len = data->as.text.len; at < len;) {
      const char *text = data->as.text.bytes + at;
      const char *end = lines ? memchr(text, '\n', len - at) : NULL;
      size_t size = end ? (size_t)(end - text) : len - at;
      lde_text_append_safe(out, text, size);
      if (end)
        lde_buffer_putc(out, '\n');
      at += size + (end ? 1 : 0);
    }
    break;
  default:
    break;
  }
}

/* A list of objects with equal keys and only scalars in them. */
static bool is_table(const lde_data *data)
{
  const lde_data *first = data->kind == LDE_DATA_LIST ? data->as.items.first : NULL;

  if (!first || first->kind != LDE_DATA_OBJECT || !first->as.items.count)
    return false;
  for (const lde_data *row = first; row; row = row->next) {
    const lde_data *key = first->as.items.first, *cell;
    if (row->kind != LDE_DATA_OBJECT || row->as.items.count != first->as.items.count)
      return false;
    for (cell = row->as.items.first; cell; cell = cell->next, key = key->next)
      if (!is_scalar(cell) || strcmp(cell->key, key->key) != 0)
        return false;
  }
  return true;
}

static bool is_number_column(const lde_data *table, size_t column)
{
  bool any = false;

  for (const lde_data *row = table->as.items.first; row; row = row->next) {
    const lde_data *cell = row->as.items.first;
    for (size_t i = 0; i < column; i++)
      cell = cell->next;
    if (cell->kind != LDE_DATA_INTEGER && cell->kind != LDE_DATA_NUMBER &&
        cell->kind != LDE_DATA_NULL)
      return false;
    any = any || cell->kind != LDE_DATA_NULL;
  }
  return any;
}

static void print_table(lde_buffer *out, const lde_data *table, size_t indent,
                        const lde_style *style)
{
  lde_grid grid = {0};
  lde_buffer cell = {0};
  size_t column = 0;

  for (const lde_data *key = table->as.items.first->as.items.first; key;
       key = key->next, column++) {
    lde_buffer_truncate(&cell, 0);
    lde_text_append_safe(&cell, key->key, key->key_len);
    lde_grid_column(&grid, lde_buffer_text(&cell),
                    is_number_column(table, column) ? LDE_GRID_NUMBER : LDE_GRID_TEXT);
  }
  lde_buffer_truncate(&cell, 0);
  for (const lde_data *row = table->as.items.first; row; row = row->next)
    for (const lde_data *each = row->as.items.first; each; each = each->next) {
      append_scalar(&cell, each, true, style->language);
      lde_grid_take(&grid, &cell);
    }
  lde_grid_print(out, &grid, indent, style);
  lde_buffer_free(&cell);
  lde_grid_free(&grid);
}

/* The value behind "key:" or "-": on the same line, or below it with more indent. */
static void print_value(lde_buffer *out, const lde_data *data, size_t indent,
                        const lde_style *style);

static void print_items(lde_buffer *out, const lde_data *data, size_t indent,
                        const lde_style *style)
{
  if (is_table(data)) {
    print_table(out, data, indent, style);
    return;
  }
  for (const lde_data *item = data->as.items.first; item; item = item->next) {
    lde_buffer_fill(out, ' ', indent);
    if (data->kind == LDE_DATA_OBJECT) {
      lde_text_append_safe(out, item->key, item->key_len);
      lde_buffer_putc(out, ':');
    } else {
      lde_buffer_putc(out, '-');
    }
    print_value(out, item, indent, style);
  }
}

static void print_value(lde_buffer *out, const lde_data *data, size_t indent,
                        const lde_style *style)
{
  if (is_scalar(data)) {
    lde_buffer_putc(out, ' ');
    append_scalar(out, data, false, style->language);
    lde_buffer_putc(out, '\n');
  } else if (!data->as.items.count) {
    lde_buffer_puts(out, data->kind == LDE_DATA_LIST ? " []\n" : " {}\n");
  } else {
    lde_buffer_putc(out, '\n');
    print_items(out, data, indent + 2, style);
  }
}

void lde_report_data_text(lde_buffer *out, const lde_data *data, const lde_style *style)
{
  if (!data || data->kind == LDE_DATA_NULL)
    return; /* a script that returns nothing prints nothing */
  if (is_scalar(data)) {
    append_scalar(out, data, true, style->language);
    if (!out->len || out->data[out->len - 1] != '\n')
      lde_buffer_putc(out, '\n');
  } else if (!data->as.items.count) {
    lde_buffer_puts(out, data->kind == LDE_DATA_LIST ? "[]\n" : "{}\n");
  } else {
    print_items(out, data, 0, style);
  }
}
