#include "report/layout.h"

#include <string.h>

#include "base/text.h"

enum { COLUMNS_WITHOUT_TERMINAL = 100, COLUMNS_LEAST = 40, COLUMNS_MOST = 200, GAP = 2 };
enum { FLEXIBLE_LEAST = 10 }; /* a text column is not cut below this */

size_t lde_style_columns(const lde_style *style)
{
  if (style->width <= 0)
    return COLUMNS_WITHOUT_TERMINAL;
  if (style->width < COLUMNS_LEAST)
    return COLUMNS_LEAST;
  return style->width > COLUMNS_MOST ? COLUMNS_MOST : (size_t)style->width;
}

static const char *const codes[] = {"\033[1m",    "\033[2m",    "\033[1;31m",
                                    "\033[1;33m", "\033[1;36m", "\033[0m"};

void lde_paint_text(lde_buffer *out, const lde_style *style, lde_paint paint, const char *text)
{

  if (!style->color) {
    lde_buffer_puts(out, text);
    return;
  }
  lde_buffer_puts(out, codes[paint]);
  lde_buffer_puts(out, text);
  lde_buffer_puts(out, "\033[0m");
}

/* Length of a code of colour at the start of the text, or 0. */
static size_t color_code(const char *text, size_t len)
{
  for (size_t i = 0; i < sizeof codes / sizeof *codes; i++) {
    size_t size = strlen(codes[i]);
    if (size <= len && memcmp(text, codes[i], size) == 0)
      return size;
  }
  return 0;
}

static void append_sealed(lde_buffer *out, const char *text, size_t used, int code_point, bool data)
{
  if (used == 0 && data)
    lde_buffer_putc(out, *text); /* not UTF-8: windows-1252 for a spreadsheet */
  else if (!data)
    lde_text_append_safe(out, text, used ? used : 1);
  else if (code_point < 0x20 || (code_point >= 0x7F && code_point < 0xA0))
    lde_buffer_printf(out, "\\u{%x}", (unsigned)code_point);
  else
    lde_buffer_append(out, text, used);
}

/* Length of what stays as it is at the start of the text, or 0. */
static size_t kept_length(const char *text, size_t len, const lde_style *style, bool data)
{
  if (*text == '\n' || *text == '\t' || (*text == '\r' && (data || (len > 1 && text[1] == '\n'))))
    return 1;
  return *text == '\033' && style->color ? color_code(text, len) : 0;
}

void lde_report_seal(lde_buffer *text, const lde_style *style, bool data)
{
  lde_buffer out = {0};
  size_t at = 0;

  while (at < text->len) {
    const char *c = text->data + at;
    int code_point = 0;
    size_t used = lde_utf8_decode(c, text->len - at, &code_point),
           kept = kept_length(c, text->len - at, style, data);
    if (kept)
      lde_buffer_append(&out, c, kept);
    else
      append_sealed(&out, c, used, code_point, data);
    at += kept ? kept : used ? used : 1;
  }
  lde_buffer_free(text);
  *text = out;
}

static bool is_digit(char c)
{
  return c >= '0' && c <= '9';
}

/* "€ 1,250", "CHF 1,250" and "25 %" do not break at their blank. */
static bool may_break(const char *text, size_t at)
{
  char next = text[at + 1];
  size_t from = at;

  if (next == '%')
    return false;
  if (!is_digit(next) && !(next == '-' && is_digit(text[at + 2])))
    return true;
  while (from > 0 && text[from - 1] != ' ' && text[from - 1] != '(')
    from--;
  if (at - from == 3 && memcmp(text + from, "€", 3) == 0)
    return false;
  if (at - from == 2 && memcmp(text + from, "£", 2) == 0)
    return false;
  if (at - from == 1 && text[from] == '$')
    return false;
  return !(at - from == 3 && text[from] >= 'A' && text[from] <= 'Z' && text[from + 1] >= 'A' &&
           text[from + 1] <= 'Z' && text[from + 2] >= 'A' && text[from + 2] <= 'Z');
}

/* Bytes of the longest piece from `text` that is at most `columns` wide; at least one character. */
static size_t piece(const char *text, size_t len, size_t columns)
{
  size_t at = 0, taken = 0;

  while (at < len) {
    int code_point;
    size_t used = lde_utf8_decode(text + at, len - at, &code_point);
    if (used == 0)
      used = 1;
    taken += lde_text_width(text + at, used);
    if (taken > columns && at > 0)
      break;
    at += used;
  }
  return at;
}

static void new_line(lde_buffer *out, size_t indent)
{
  lde_buffer_putc(out, '\n');
  lde_buffer_fill(out, ' ', indent);
}

void lde_wrap(lde_buffer *out, const char *text, size_t taken, size_t indent, size_t columns)
{
  bool empty = taken <= indent; /* nothing but the indent stands in the line */

  while (*text) {
    size_t len = 0, width;
    while (text[len] && (text[len] != ' ' || !may_break(text, len)))
      len++;
    width = lde_text_width(text, len);
    if (len && !empty && taken + 1 + width > columns &&
        (indent + width <= columns || taken + 1 >= columns)) {
      new_line(out, indent);
      taken = indent;
      empty = true;
    } else if (len && !empty && out->len && out->data[out->len - 1] != ' ') {
      lde_buffer_putc(out, ' ');
      taken++;
    }
    for (size_t at = 0; at < len;) {
      size_t fits = piece(text + at, len - at, columns > taken ? columns - taken : 1);
      lde_buffer_append(out, text + at, fits);
      taken += lde_text_width(text + at, fits);
      at += fits;
      empty = false;
      if (at < len) {
        new_line(out, indent);
        taken = indent;
      }
    }
    text += len;
    while (*text == ' ')
      text++;
  }
  lde_buffer_putc(out, '\n');
}

void lde_grid_column(lde_grid *grid, const char *title, lde_grid_kind kind)
{
  lde_vec_push(&grid->columns,
               ((struct lde_grid_column){lde_arena_strdup(&grid->arena, title), kind}));
}

void lde_grid_cell(lde_grid *grid, const char *text, size_t len)
{
  lde_buffer safe = {0};

  lde_text_append_safe(&safe, text, len);
  lde_vec_push(&grid->cells, lde_arena_strdup(&grid->arena, lde_buffer_text(&safe)));
  if (grid->cells.len % grid->columns.len == 1 || grid->columns.len == 1)
    lde_vec_push(&grid->below, NULL);
  lde_buffer_free(&safe);
}

void lde_grid_take(lde_grid *grid, lde_buffer *text)
{
  lde_grid_cell(grid, lde_buffer_text(text), text->len);
  lde_buffer_truncate(text, 0);
}

void lde_grid_below(lde_grid *grid, lde_buffer *text)
{
  lde_buffer safe = {0};

  lde_text_append_safe(&safe, lde_buffer_text(text), text->len);
  if (grid->below.len && safe.len)
    grid->below.data[grid->below.len - 1] = lde_arena_strdup(&grid->arena, lde_buffer_text(&safe));
  lde_buffer_truncate(text, 0);
  lde_buffer_free(&safe);
}

void lde_grid_free(lde_grid *grid)
{
  lde_vec_free(&grid->columns);
  lde_vec_free(&grid->cells);
  lde_vec_free(&grid->below);
  lde_arena_free(&grid->arena);
}

static size_t width_of(const char *text)
{
  return lde_text_width(text, strlen(text));
}

static size_t total(const size_t *widths, size_t count, size_t indent)
{
  size_t sum = indent + (count ? (count - 1) * GAP : 0);
  for (size_t i = 0; i < count; i++)
    sum += widths[i];
  return sum;
}

/* Takes columns from the widest flexible one, until the table fits. False: it cannot. */
static bool fit(const lde_grid *grid, size_t *widths, size_t indent, size_t columns)
{
  size_t count = grid->columns.len, now = total(widths, count, indent);

  while (now > columns) {
    size_t widest = count;
    for (size_t i = 0; i < count; i++)
      if (grid->columns.data[i].kind == LDE_GRID_TEXT && widths[i] > FLEXIBLE_LEAST &&
          (widest == count || widths[i] > widths[widest]))
        widest = i;
    if (widest == count)
      return false;
    widths[widest]--;
    now--;
  }
  return true;
}

/* One line of the table, without blanks at its end. */
static void print_line(lde_buffer *out, const lde_grid *grid, const size_t *widths, size_t indent,
                       const char *const *cells, const lde_style *style)
{
  lde_buffer line = {0}, cut = {0};
  size_t count = grid->columns.len;

  lde_buffer_fill(&line, ' ', indent);
  for (size_t i = 0; i < count; i++) {
    const char *cell = cells ? cells[i] : grid->columns.data[i].title;
    size_t width;
    lde_buffer_truncate(&cut, 0);
    lde_text_append_cut(&cut, cell, widths[i]);
    width = width_of(lde_buffer_text(&cut));
    if (grid->columns.data[i].kind == LDE_GRID_NUMBER && width < widths[i])
      lde_buffer_fill(&line, ' ', widths[i] - width);
    lde_buffer_puts(&line, lde_buffer_text(&cut));
    if (grid->columns.data[i].kind != LDE_GRID_NUMBER && width < widths[i])
      lde_buffer_fill(&line, ' ', widths[i] - width);
    if (i + 1 < count)
      lde_buffer_fill(&line, ' ', GAP);
  }
  while (line.len && line.data[line.len - 1] == ' ')
    lde_buffer_truncate(&line, line.len - 1);
  if (cells)
    lde_buffer_puts(out, lde_buffer_text(&line));
  else
    lde_paint_text(out, style, LDE_PAINT_DIM, lde_buffer_text(&line));
  lde_buffer_putc(out, '\n');
  lde_buffer_free(&line);
  lde_buffer_free(&cut);
}

static void print_below(lde_buffer *out, const char *text, size_t indent, size_t columns)
{
  if (!text)
    return;
  lde_buffer_fill(out, ' ', indent);
  lde_wrap(out, text, indent, indent, columns);
}

/* Where the terminal is too narrow for the table: the first cell, then "Title: cell" in a
 * paragraph. */
static void print_block(lde_buffer *out, const lde_grid *grid, size_t row, size_t indent,
                        size_t columns)
{
  const char *const *cells = grid->cells.data + row * grid->columns.len;
  lde_buffer rest = {0};

  lde_buffer_fill(out, ' ', indent);
  lde_wrap(out, cells[0], indent, indent + GAP, columns);
  for (size_t i = 1; i < grid->columns.len; i++) {
    if (!*cells[i])
      continue;
    lde_buffer_printf(&rest, "%s%s: %s", rest.len ? "; " : "", grid->columns.data[i].title,
                      cells[i]);
  }
  print_below(out, rest.len ? rest.data : NULL, indent + GAP, columns);
  print_below(out, grid->below.data[row], indent + GAP, columns);
  lde_buffer_free(&rest);
}

void lde_grid_print(lde_buffer *out, const lde_grid *grid, size_t indent, const lde_style *style)
{
  size_t count = grid->columns.len, rows = count ? grid->cells.len / count : 0;
  size_t columns = lde_style_columns(style), *widths;

  if (!count)
    return;
  widths = lde_alloc(count, sizeof *widths);
  for (size_t i = 0; i < count; i++) {
    widths[i] = width_of(grid->columns.data[i].title);
    for (size_t row = 0; row < rows; row++) {
      size_t width = width_of(grid->cells.data[row * count + i]);
      widths[i] = width > widths[i] ? width : widths[i];
    }
  }
  if (style->width > 0 && !fit(grid, widths, indent, columns)) {
    for (size_t row = 0; row < rows; row++)
      print_block(out, grid, row, indent, columns);
  } else {
    print_line(out, grid, widths, indent, NULL, style);
    for (size_t row = 0; row < rows; row++) {
      print_line(out, grid, widths, indent, grid->cells.data + row * count, style);
      print_below(out, grid->below.data[row], indent + GAP, columns);
    }
  }
  lde_free(widths);
}
