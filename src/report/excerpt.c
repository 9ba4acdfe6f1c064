#include "report/excerpt.h"

#include <string.h>

#include "base/io.h"
#include "base/text.h"

enum { FILE_MOST = 256 << 20, GUTTER = 6, TAB = 8, CARETS_MOST = 60 };

void lde_excerpts_free(lde_excerpts *excerpts)
{
  for (size_t i = 0; i < excerpts->files.len; i++) {
    lde_free(excerpts->files.data[i].path);
    lde_buffer_free(&excerpts->files.data[i].bytes);
  }
  lde_vec_free(&excerpts->files);
}

static bool ends_with(const char *text, const char *end)
{
  size_t len = strlen(text), size = strlen(end);
  return len >= size && strcmp(text + len - size, end) == 0;
}

static struct lde_excerpt_file *find_file(lde_excerpts *excerpts, const char *path)
{
  struct lde_excerpt_file file = {0};

  for (size_t i = 0; i < excerpts->files.len; i++)
    if (strcmp(excerpts->files.data[i].path, path) == 0)
      return &excerpts->files.data[i];
  file.path = lde_strdup(path);
  file.line = 1;
  file.yaml = ends_with(path, ".yaml") || ends_with(path, ".yml");
  if (strcmp(path, "-") != 0) /* standard input is gone by now */
    (void)lde_file_read(path, FILE_MOST, &file.bytes, LDE_ENGLISH, NULL);
  if (file.bytes.len >= 3 && memcmp(file.bytes.data, "\xEF\xBB\xBF", 3) == 0)
    file.offset = 3;
  lde_vec_push(&excerpts->files, file);
  return &excerpts->files.data[excerpts->files.len - 1];
}

/* Bytes of the line break at `at`, 0 when there is none. */
static size_t break_at(const struct lde_excerpt_file *file, size_t at)
{
  const char *text = file->bytes.data + at;
  size_t left = file->bytes.len - at;

  if (*text == '\n')
    return 1;
  if (*text == '\r')
    return left > 1 && text[1] == '\n' ? 2 : 1;
  if (!file->yaml || left < 2)
    return 0;
  if (memcmp(text, "\xC2\x85", 2) == 0)
    return 2;
  return left > 2 && (memcmp(text, "\xE2\x80\xA8", 3) == 0 || memcmp(text, "\xE2\x80\xA9", 3) == 0)
             ? 3
             : 0;
}

static bool find_line(struct lde_excerpt_file *file, uint32_t line, const char **text, size_t *len)
{
  size_t at;

  if (line < file->line) {
    file->line = 1;
    file->offset = file->bytes.len >= 3 && memcmp(file->bytes.data, "\xEF\xBB\xBF", 3) == 0 ? 3 : 0;
  }
  at = file->offset;
  while (file->line < line) {
    size_t used = 0;
    while (at < file->bytes.len && !(used = break_at(file, at)))
      at++;
    if (at >= file->bytes.len)
      return false;
    at += used;
    file->line++;
    file->offset = at;
  }
  while (at < file->bytes.len && !break_at(file, at))
    at++;
  *text = file->bytes.data + file->offset;
  *len = at - file->offset;
  return *len > 0;
}

/* A byte of Windows-1252 as UTF-8. */
static void append_1252(lde_buffer *out, unsigned char byte)
{
  static const char high[32][4] = {"€", "",  "‚", "ƒ", "„", "…", "†", "‡", "ˆ", "‰", "Š",
                                   "‹", "Œ", "",  "Ž", "",  "",  "‘", "’", "“", "”", "•",
                                   "–", "—", "˜", "™", "š", "›", "œ", "",  "ž", "Ÿ"};

  if (byte < 0x80) {
    lde_buffer_putc(out, (char)byte);
  } else if (byte < 0xA0) {
    lde_buffer_puts(out, *high[byte - 0x80] ? high[byte - 0x80] : "\xEF\xBF\xBD");
  } else {
    lde_buffer_putc(out, (char)(0xC0 | byte >> 6));
    lde_buffer_putc(out, (char)(0x80 | (byte & 0x3F)));
  }
}

/* One character of the line as it is shown. */
typedef struct glyph {
  size_t start, len; /* in the shown text */
  size_t columns;
  bool tab;
} glyph;

typedef struct shown_line {
  lde_buffer text;
  LDE_VEC(glyph) glyphs; /* one per code point of the file */
} shown_line;

/* A line that is no UTF-8 is read as Windows-1252, in which every byte is a character. */
static void show(shown_line *shown, const char *text, size_t len)
{
  lde_buffer decoded = {0};

  if (lde_utf8_valid_length(text, len) < len && !memchr(text, '\0', len)) {
    for (size_t i = 0; i < len; i++)
      append_1252(&decoded, (unsigned char)text[i]);
    text = lde_buffer_text(&decoded);
    len = decoded.len;
  }
  for (size_t at = 0; at < len;) {
    int code_point;
    size_t used = lde_utf8_decode(text + at, len - at, &code_point);
    glyph each = {.start = shown->text.len, .tab = text[at] == '\t'};
    used = used ? used : 1;
    if (each.tab)
      lde_buffer_putc(&shown->text, '\t');
    else
      lde_text_append_safe(&shown->text, text + at, used);
    each.len = shown->text.len - each.start;
    each.columns = each.tab ? TAB : lde_text_width(shown->text.data + each.start, each.len);
    lde_vec_push(&shown->glyphs, each);
    at += used;
  }
  lde_buffer_free(&decoded);
}

static size_t columns_between(const shown_line *shown, size_t from, size_t to)
{
  size_t sum = 0;
  for (size_t i = from; i < to && i < shown->glyphs.len; i++)
    sum += shown->glyphs.data[i].columns;
  return sum;
}

/* Which glyphs fit around the one that is meant: a third of the room before it, the rest after. */
static void choose_window(const shown_line *shown, size_t at, size_t room, size_t *from, size_t *to)
{
  size_t count = shown->glyphs.len;

  *from = 0;
  *to = count;
  if (columns_between(shown, 0, count) <= room)
    return;
  room -= 2; /* for the ellipses */
  at = at < count ? at : count;
  *from = at;
  while (*from > 0 && columns_between(shown, *from - 1, at) <= room / 3)
    (*from)--;
  *to = *from;
  while (*to < count && columns_between(shown, *from, *to + 1) <= room)
    (*to)++;
  while (*from > 0 && columns_between(shown, *from - 1, *to) <= room)
    (*from)--;
}

static void print_shown(lde_buffer *out, const shown_line *shown, size_t from, size_t to)
{
  bool cut = from > 0 || to < shown->glyphs.len;

  if (from > 0)
    lde_buffer_puts(out, "…");
  for (size_t i = from; i < to; i++) {
    const glyph *each = &shown->glyphs.data[i];
    if (each->tab && cut) /* in a cut line a tab would no longer stop where it did */
      lde_buffer_fill(out, ' ', each->columns);
    else
      lde_buffer_append(out, shown->text.data + each->start, each->len);
  }
  if (to < shown->glyphs.len)
    lde_buffer_puts(out, "…");
  while (out->len && (out->data[out->len - 1] == ' ' || out->data[out->len - 1] == '\t'))
    lde_buffer_truncate(out, out->len - 1);
  lde_buffer_putc(out, '\n');
}

static void print_caret(lde_buffer *out, const shown_line *shown, size_t at, size_t from, size_t to,
                        uint32_t width, lde_paint paint, const lde_style *style)
{
  lde_buffer carets = {0};
  bool cut = from > 0 || to < shown->glyphs.len;
  size_t count = shown->glyphs.len, wanted;

  while (at > from && at < count && shown->glyphs.data[at].columns == 0)
    at--; /* a combining mark stands on the glyph before it */
  if (from > 0)
    lde_buffer_putc(out, ' ');
  for (size_t i = from; i < at && i < count; i++) {
    const glyph *each = &shown->glyphs.data[i];
    if (each->tab && !cut)
      lde_buffer_putc(out, '\t');
    else
      lde_buffer_fill(out, ' ', each->columns);
  }
  wanted = columns_between(shown, at, at + width < to ? at + width : to);
  if (at < count && shown->glyphs.data[at].tab)
    wanted = 1;
  wanted = wanted < 1 ? 1 : wanted > CARETS_MOST ? CARETS_MOST : wanted;
  lde_buffer_fill(&carets, '^', wanted);
  lde_paint_text(out, style, paint, carets.data);
  lde_buffer_putc(out, '\n');
  lde_buffer_free(&carets);
}

/* The word at the place, where the diagnostic does not say how wide it is: a number, date or id. */
static uint32_t word_width(const shown_line *shown, size_t at)
{
  uint32_t width = 0;

  for (; at + width < shown->glyphs.len; width++) {
    const char *text = shown->text.data + shown->glyphs.data[at + width].start;
    if (shown->glyphs.data[at + width].len == 1 && strchr(" \t,;|\"'{}[]", *text))
      break;
  }
  return width ? width : 1;
}

void lde_excerpt_print(lde_buffer *out, lde_excerpts *excerpts, const char *path, uint32_t line,
                       uint32_t column, uint32_t width, lde_paint paint, const lde_style *style)
{
  shown_line shown = {0};
  const char *text;
  size_t len, at = column ? column - 1 : 0, from, to;

  if (!line || !find_line(find_file(excerpts, path), line, &text, &len))
    return;
  show(&shown, text, len);
  at = at < shown.glyphs.len ? at : shown.glyphs.len; /* just behind the end at most */
  choose_window(&shown, at, lde_style_columns(style) - GUTTER - 3, &from, &to);
  lde_buffer_printf(out, "%*u | ", GUTTER, line);
  print_shown(out, &shown, from, to);
  if (column) {
    lde_buffer_printf(out, "%*s | ", GUTTER, "");
    print_caret(out, &shown, at, from, to, width ? width : word_width(&shown, at), paint, style);
  }
  lde_buffer_free(&shown.text);
  lde_vec_free(&shown.glyphs);
}
