#include "script/source.h"

#include <stdbool.h>
#include <string.h>

void lde_source_skip_head(const char **bytes, size_t *len)
{
  if (*len >= 3 && memcmp(*bytes, "\xef\xbb\xbf", 3) == 0) {
    *bytes += 3;
    *len -= 3;
  }
  if (*len > 0 && **bytes == '#') {
    const char *end = memchr(*bytes, '\n', *len);
    size_t skip = end ? (size_t)(end - *bytes) : *len;
    *bytes += skip;
    *len -= skip;
  }
}

/* More open brackets than the compiler accepts need not be followed. */
enum { BRACKETS_MAX = 256 };

typedef enum token { TOKEN_OTHER, TOKEN_NAME, TOKEN_INDEX_END } token;

typedef struct scan {
  const char *at, *end;
  int line;
  token last;
  int chain;               /* field accesses since the expression began */
  int outer[BRACKETS_MAX]; /* chains that wait for their ']' or ')' */
  int brackets;
  int depth, deepest;
  lde_source_shape shape;
} scan;

static bool is_name_char(unsigned char c)
{
  return c == '_' || (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

/* The level of a long bracket that opens here, or -1. */
static int long_level(const scan *s, const char *at)
{
  const char *p = at + 1;

  while (p < s->end && *p == '=')
    p++;
  return p < s->end && *p == '[' && *at == '[' ? (int)(p - at - 1) : -1;
}

static void skip_long(scan *s, int level)
{
  s->at += level + 2;
  while (s->at < s->end) {
    const char *p = s->at + 1;
    if (*s->at == '\n')
      s->line++;
    if (*s->at++ != ']')
      continue;
    while (p < s->end && *p == '=')
      p++;
    if (p < s->end && *p == ']' && p - s->at == level) {
      s->at = p + 1;
      return;
    }
  }
}

static void skip_string(scan *s)
{
  char quote = *s->at++;

  while (s->at < s->end && *s->at != quote) {
    if (*s->at == '\\' && s->at + 1 < s->end)
      s->at++;
    if (*s->at == '\n')
      s->line++;
    s->at++;
  }
  if (s->at < s->end)
    s->at++;
}

static void skip_comment(scan *s)
{
  int level;

  s->at += 2;
  level = s->at < s->end ? long_level(s, s->at) : -1;
  if (level >= 0) {
    skip_long(s, level);
    return;
  }
  while (s->at < s->end && *s->at != '\n')
    s->at++;
}

static void go_deeper(scan *s)
{
  if (++s->depth > s->deepest) {
    s->deepest = s->depth;
    s->shape.deepest_line = s->line;
  }
}

static void add_access(scan *s)
{
  if (++s->chain > LDE_SOURCE_CHAIN_MAX && s->shape.chain_line == 0)
    s->shape.chain_line = s->line;
}

static bool word_is(const char *word, size_t len, const char *const *list)
{
  for (; *list; list++)
    if (strlen(*list) == len && memcmp(*list, word, len) == 0)
      return true;
  return false;
}

static void take_word(scan *s)
{
  static const char *const openers[] = {"function", "do", "if", "repeat", NULL};
  static const char *const closers[] = {"end", "until", NULL};
  static const char *const operators[] = {"and", "or", "not", NULL};
  const char *word = s->at;
  size_t len;

  while (s->at < s->end && is_name_char((unsigned char)*s->at))
    s->at++;
  len = (size_t)(s->at - word);
  if (word_is(word, len, openers))
    go_deeper(s);
  else if (word_is(word, len, closers))
    s->depth--;
  if (s->last != TOKEN_OTHER || word_is(word, len, operators))
    s->chain = 0; /* a name behind a name starts a new statement */
  s->last = TOKEN_NAME;
}

static void take_bracket(scan *s, char c)
{
  bool opens = c == '[' || c == '(' || c == '{';

  if (opens) {
    go_deeper(s);
    if (s->brackets < BRACKETS_MAX)
      s->outer[s->brackets] = s->chain;
    s->brackets++;
    s->chain = 0;
    s->last = TOKEN_OTHER;
    return;
  }
  s->depth--;
  if (s->brackets > 0)
    s->brackets--;
  if (c == ']') { /* t[…] is one more access on what came before the bracket */
    s->chain = s->brackets < BRACKETS_MAX ? s->outer[s->brackets] : 0;
    add_access(s);
  } else if (c == '}') {
    s->chain = 0;
  }
  s->last = TOKEN_INDEX_END;
}

static void take_dot(scan *s)
{
  size_t dots = 1;

  while (s->at + dots < s->end && s->at[dots] == '.')
    dots++;
  s->at += dots;
  s->last = TOKEN_OTHER;
  if (dots == 1)
    add_access(s);
  else
    s->chain = 0;
}

lde_source_shape lde_source_look(const char *bytes, size_t len)
{
  scan s = {.at = bytes, .end = bytes + len, .line = 1, .shape = {.deepest_line = 1}};

  while (s.at < s.end) {
    char c = *s.at;
    if (c == '\n')
      s.line++;
    if (c == ' ' || (c >= '\t' && c <= '\r')) {
      s.at++;
    } else if (c == '-' && s.at + 1 < s.end && s.at[1] == '-') {
      skip_comment(&s);
    } else if (is_name_char((unsigned char)c)) {
      take_word(&s);
    } else if (c == '"' || c == '\'') {
      skip_string(&s);
      s.last = TOKEN_INDEX_END;
    } else if (c == '[' && long_level(&s, s.at) >= 0) {
      skip_long(&s, long_level(&s, s.at));
      s.last = TOKEN_INDEX_END;
    } else if (c == '.') {
      take_dot(&s);
    } else if (strchr("[](){}", c) && c != '\0') {
      s.at++;
      take_bracket(&s, c);
    } else {
      s.at++;
      s.chain = 0;
      s.last = TOKEN_OTHER;
    }
  }
  return s.shape;
}
