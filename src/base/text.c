#include "base/text.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <utf8proc.h>

size_t lde_utf8_decode(const char *text, size_t len, int *code_point)
{
  utf8proc_int32_t decoded;
  utf8proc_ssize_t used =
      utf8proc_iterate((const utf8proc_uint8_t *)text, (utf8proc_ssize_t)len, &decoded);
  if (used < 0)
    return 0;
  *code_point = decoded;
  return (size_t)used;
}

size_t lde_utf8_valid_length(const char *text, size_t len)
{
  size_t at = 0;
  while (at < len) {
    int code_point;
    size_t used;
    if (text[at] > 0) { /* ASCII without NUL */
      at++;
      continue;
    }
    used = lde_utf8_decode(text + at, len - at, &code_point);
    if (used == 0 || code_point == 0)
      break;
    at += used;
  }
  return at;
}

size_t lde_utf8_count(const char *text, size_t len)
{
  size_t count = 0;
  for (size_t i = 0; i < len; i++)
    count += ((unsigned char)text[i] & 0xC0) != 0x80;
  return count;
}

size_t lde_text_width(const char *text, size_t len)
{
  size_t width = 0;
  for (size_t at = 0; at < len;) {
    int code_point;
    size_t used = lde_utf8_decode(text + at, len - at, &code_point);
    if (used == 0) {
      used = 1;
      code_point = '?';
    }
    width += (size_t)utf8proc_charwidth(code_point);
    at += used;
  }
  return width;
}

/* Characters that would move the cursor, change the terminal or reorder the line. */
static bool is_unsafe(int code_point)
{
  return code_point < 0x20 || (code_point >= 0x7F && code_point < 0xA0) ||
         (code_point >= 0x202A && code_point <= 0x202E) ||
         (code_point >= 0x2066 && code_point <= 0x2069) || code_point == 0x2028 ||
         code_point == 0x2029 || code_point == 0x200E || code_point == 0x200F ||
         code_point == 0x061C || code_point == 0xFEFF;
}

void lde_text_append_safe(lde_buffer *out, const char *text, size_t len)
{
  for (size_t at = 0; at < len;) {
    int code_point;
    size_t used = lde_utf8_decode(text + at, len - at, &code_point);
    if (used == 0) {
      lde_buffer_printf(out, "\\x%02x", (unsigned char)text[at]);
      at++;
      continue;
    }
    if (!is_unsafe(code_point))
      lde_buffer_append(out, text + at, used);
    else if (code_point == '\n')
      lde_buffer_puts(out, "\\n");
    else if (code_point == '\r')
      lde_buffer_puts(out, "\\r");
    else if (code_point == '\t')
      lde_buffer_puts(out, "\\t");
    else
      lde_buffer_printf(out, "\\u{%x}", (unsigned)code_point);
    at += used;
  }
}

void lde_text_append_cut(lde_buffer *out, const char *text, size_t width)
{
  size_t len = strlen(text), used_width = 0;

  if (lde_text_width(text, len) <= width) {
    lde_buffer_append(out, text, len);
    return;
  }
  for (size_t at = 0; at < len;) {
    int code_point;
    size_t used = lde_utf8_decode(text + at, len - at, &code_point), columns;
    if (used == 0)
      break;
    columns = (size_t)utf8proc_charwidth(code_point);
    if (used_width + columns + 1 > width)
      break;
    lde_buffer_append(out, text + at, used);
    used_width += columns;
    at += used;
  }
  lde_buffer_puts(out, "…");
}

void lde_text_append_padded(lde_buffer *out, const char *text, size_t width)
{
  size_t len = strlen(text), taken = lde_text_width(text, len);
  lde_buffer_append(out, text, len);
  if (taken < width)
    lde_buffer_fill(out, ' ', width - taken);
}

void lde_text_trim(const char **text, size_t *len)
{
  static const char no_break_space[] = "\xC2\xA0";

  for (;;) {
    if (*len && ((*text)[0] == ' ' || (*text)[0] == '\t')) {
      (*text)++;
      (*len)--;
    } else if (*len >= 2 && memcmp(*text, no_break_space, 2) == 0) {
      *text += 2;
      *len -= 2;
    } else {
      break;
    }
  }
  for (;;) {
    if (*len && ((*text)[*len - 1] == ' ' || (*text)[*len - 1] == '\t'))
      (*len)--;
    else if (*len >= 2 && memcmp(*text + *len - 2, no_break_space, 2) == 0)
      *len -= 2;
    else
      break;
  }
}

void lde_text_append_folded(lde_buffer *out, const char *text, size_t len)
{
  lde_text_trim(&text, &len);
  for (size_t at = 0; at < len;) {
    int code_point;
    size_t used = lde_utf8_decode(text + at, len - at, &code_point);
    if (used == 0) {
      lde_buffer_putc(out, text[at++]);
      continue;
    }
    if (code_point < 0x80) {
      lde_buffer_putc(out, (char)(code_point >= 'A' && code_point <= 'Z' ? code_point + 32
                                                                          : code_point));
    } else {
      utf8proc_uint8_t bytes[4];
      utf8proc_ssize_t size = utf8proc_encode_char(utf8proc_tolower(code_point), bytes);
      lde_buffer_append(out, bytes, (size_t)size);
    }
    at += used;
  }
}

static char lower(char c)
{
  return c >= 'A' && c <= 'Z' ? (char)(c + 32) : c;
}

int lde_text_distance(const char *a, const char *b, int most)
{
  enum { LONGEST = 64 };
  int row[3][LONGEST + 1], la = (int)strlen(a), lb = (int)strlen(b);

  if (la > LONGEST || lb > LONGEST || abs(la - lb) > most)
    return most + 1;
  for (int j = 0; j <= lb; j++)
    row[0][j] = j;
  for (int i = 1; i <= la; i++) {
    int *now = row[i % 3], *above = row[(i - 1) % 3], *before = row[(i + 1) % 3];
    now[0] = i;
    for (int j = 1; j <= lb; j++) {
      bool same = lower(a[i - 1]) == lower(b[j - 1]);
      int best = above[j - 1] + !same;
      if (above[j] + 1 < best)
        best = above[j] + 1;
      if (now[j - 1] + 1 < best)
        best = now[j - 1] + 1;
      if (i > 1 && j > 1 && lower(a[i - 1]) == lower(b[j - 2]) &&
          lower(a[i - 2]) == lower(b[j - 1]) && before[j - 2] + 1 < best)
        best = before[j - 2] + 1;
      now[j] = best;
    }
  }
  return row[la % 3][lb] <= most ? row[la % 3][lb] : most + 1;
}

void lde_suggestion_offer(lde_suggestion *suggestion, const char *candidate)
{
  int most = strlen(suggestion->wanted) <= 3 ? 1 : 2;
  int distance = lde_text_distance(suggestion->wanted, candidate, most);
  int at;

  if (distance > most)
    return;
  for (at = 0; at < suggestion->count; at++)
    if (strcmp(suggestion->best[at], candidate) == 0)
      return;
  for (at = suggestion->count < 3 ? suggestion->count++ : 3; at > 0; at--) {
    if (suggestion->distance[at - 1] <= distance)
      break;
    if (at < 3) {
      suggestion->best[at] = suggestion->best[at - 1];
      suggestion->distance[at] = suggestion->distance[at - 1];
    }
  }
  if (at < 3) {
    suggestion->best[at] = candidate;
    suggestion->distance[at] = distance;
  }
}
