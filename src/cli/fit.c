/* Lines that are wider than the terminal are broken between words. Where a line has columns, the rest of it
 * hangs under the last one; colour takes no room, and code between fences stays as it is. */
#include <stdlib.h>
#include <string.h>

#include "cli/command.h"

typedef struct fitting {
  char *out;
  size_t len, width;
} fitting;

/* Bytes of the character or colour code at `at`; `columns` gets its width. */
static size_t step(const char *at, const char *end, size_t *columns)
{
  size_t len = 1;

  *columns = 1;
  if (*at == '\033') {
    *columns = 0;
    while (at + len < end && at[len] != 'm' && at[len] != 'K')
      len++;
    return at + len < end ? len + 1 : len;
  }
  while (at + len < end && ((unsigned char)at[len] & 0xC0) == 0x80)
    len++;
  return len;
}

static size_t columns_of(const char *at, const char *end)
{
  size_t sum = 0, columns;

  while (at < end) {
    at += step(at, end, &columns);
    sum += columns;
  }
  return sum;
}

/* Behind the last gap of two blanks or more, when enough room is left there; else a little further in. */
static size_t hanging(const fitting *self, const char *line, const char *end)
{
  size_t indent = strspn(line, " "), at = 0;

  for (const char *c = line + indent; c + 2 < end; c++)
    if (c[0] == ' ' && c[1] == ' ' && c[2] != ' ')
      at = columns_of(line, c + 2);
  if (at && at + 24 <= self->width)
    return at;
  return indent + 2 < self->width / 2 ? indent + 2 : 2;
}

static void put(fitting *self, const char *text, size_t len)
{
  memcpy(self->out + self->len, text, len);
  self->len += len;
}

static void put_broken(fitting *self, const char *line, const char *end)
{
  size_t hang = hanging(self, line, end), column = strspn(line, " ");
  const char *at = line + column;
  bool first = true;

  put(self, line, column);
  while (at < end) {
    const char *word = at;
    size_t blanks, wide;
    while (word < end && *word == ' ')
      word++;
    blanks = (size_t)(word - at);
    at = word;
    while (at < end && *at != ' ')
      at++;
    wide = columns_of(word, at);
    if (!first && column + blanks + wide > self->width) {
      put(self, "\n", 1);
      memset(self->out + self->len, ' ', hang);
      self->len += hang;
      column = hang;
      blanks = 0;
    }
    memset(self->out + self->len, ' ', blanks);
    self->len += blanks;
    put(self, word, (size_t)(at - word));
    column += blanks + wide;
    first = false;
  }
}

char *fit_lines(const char *text, size_t *len, int width)
{
  const char *end = text + *len;
  size_t words = 2;
  fitting self = {.width = (size_t)width};
  bool fenced = false;

  for (const char *c = text; c < end; c++)
    words += *c == ' ';
  self.out = malloc(*len + words * ((size_t)width + 1) + 1);
  if (!self.out)
    return NULL;
  while (text < end) {
    const char *stop = memchr(text, '\n', (size_t)(end - text));
    stop = stop ? stop : end;
    fenced ^= stop - text >= 3 && strncmp(text, "```", 3) == 0;
    if (fenced || columns_of(text, stop) <= self.width)
      put(&self, text, (size_t)(stop - text));
    else
      put_broken(&self, text, stop);
    if (stop < end)
      put(&self, "\n", 1);
    text = stop + 1;
  }
  *len = self.len;
  return self.out;
}
