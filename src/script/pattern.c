#include "script/pattern.h"

#include <lauxlib.h>
#include <stdbool.h>
#include <string.h>

#include "script/sandbox.h"

enum { OPEN = -1, POSITION = -2 }; /* lengths of a capture that is not closed, and of () */
enum { PAY_AT = 1 << 12 };

void lde_pattern_init(lde_pattern *matcher, lua_State *L, const char *subject, size_t subject_len,
                      const char *pattern, size_t pattern_len)
{
  matcher->L = L;
  matcher->subject = subject;
  matcher->subject_end = subject + subject_len;
  matcher->pattern = pattern;
  matcher->pattern_end = pattern + pattern_len;
  matcher->depth = matcher->captures = 0;
  matcher->unpaid = 1;
}

void lde_pattern_pay(lde_pattern *matcher)
{
  uint64_t work = matcher->unpaid;

  matcher->unpaid = 0;
  lde_sandbox_charge(matcher->L, work);
}

static inline void spend(lde_pattern *m, uint64_t steps)
{
  m->unpaid += steps;
  if (m->unpaid >= PAY_AT)
    lde_pattern_pay(m);
}

/* ---- one character ---- */

/* The classes of the "C" locale, whatever locale the process has. */
static bool is_lower(int c)
{
  return c >= 'a' && c <= 'z';
}

static bool is_upper(int c)
{
  return c >= 'A' && c <= 'Z';
}

static bool is_digit(int c)
{
  return c >= '0' && c <= '9';
}

static bool is_in_class(int c, int letter)
{
  int kind = is_upper(letter) ? letter - 'A' + 'a' : letter;
  bool in;

  switch (kind) {
  case 'a':
    in = is_lower(c) || is_upper(c);
    break;
  case 'c':
    in = c < 32 || c == 127;
    break;
  case 'd':
    in = is_digit(c);
    break;
  case 'g':
    in = c > 32 && c < 127;
    break;
  case 'l':
    in = is_lower(c);
    break;
  case 'z': /* of old manuals; the stock matcher still has it */
    in = c == 0;
    break;
  case 'p':
    in = c > 32 && c < 127 && !is_lower(c) && !is_upper(c) && !is_digit(c);
    break;
  case 's':
    in = c == ' ' || (c >= '\t' && c <= '\r');
    break;
  case 'u':
    in = is_upper(c);
    break;
  case 'w':
    in = is_lower(c) || is_upper(c) || is_digit(c);
    break;
  case 'x':
    in = is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
    break;
  default:
    return c == letter;
  }
  return in != is_upper(letter);
}

/* Where the single-character item that begins at `p` ends. */
static const char *item_end(const lde_pattern *m, const char *p)
{
  char first = *p++;

  if (first == '%') {
    if (p == m->pattern_end)
      luaL_error(m->L, "malformed pattern (ends with '%%')");
    return p + 1;
  }
  if (first != '[')
    return p;
  if (p < m->pattern_end && *p == '^')
    p++;
  for (bool at_start = true;; at_start = false) { /* a ']' that comes first is a member */
    if (p >= m->pattern_end)
      luaL_error(m->L, "malformed pattern (missing ']')");
    if (*p == ']' && !at_start)
      return p + 1;
    p += *p == '%' ? 2 : 1;
  }
}

/* `set` is the '[' and `last` the ']' of a set. */
static bool is_in_set(lde_pattern *m, int c, const char *set, const char *last)
{
  bool inverted = set[1] == '^';
  const unsigned char *p = (const unsigned char *)set + (inverted ? 2 : 1);
  const unsigned char *end = (const unsigned char *)last;

  spend(m, (uint64_t)(last - set) / 8);
  while (p < end) {
    if (*p == '%') {
      if (is_in_class(c, p[1]))
        return !inverted;
      p += 2;
    } else if (p[1] == '-' && p + 2 < end) {
      if (*p <= c && c <= p[2])
        return !inverted;
      p += 3;
    } else if (*p++ == c) {
      return !inverted;
    }
  }
  return inverted;
}

/* Whether the character at `s` fits the item p…end. */
static bool fits(lde_pattern *m, const char *s, const char *p, const char *end)
{
  int c;

  spend(m, 1);
  if (s >= m->subject_end)
    return false;
  c = (unsigned char)*s;
  switch (*p) {
  case '.':
    return true;
  case '%':
    return is_in_class(c, (unsigned char)p[1]);
  case '[':
    return is_in_set(m, c, p, end - 1);
  default:
    return (unsigned char)*p == c;
  }
}

/* ---- items that are more than a character; each returns where the subject goes on, or NULL ----
 */

static const char *match(lde_pattern *m, const char *s, const char *p);

static const char *match_balance(lde_pattern *m, const char *s, const char *p)
{
  int open = 1;

  if (p + 1 >= m->pattern_end)
    luaL_error(m->L, "malformed pattern (missing arguments to '%%b')");
  if (s >= m->subject_end || *s != p[0])
    return NULL;
  for (s++; s < m->subject_end; s++) {
    spend(m, 1);
    if (*s == p[1]) {
      if (--open == 0)
        return s + 1;
    } else if (*s == p[0]) {
      open++;
    }
  }
  return NULL;
}

/* `p` is the set behind %f. */
static bool at_frontier(lde_pattern *m, const char *s, const char *p, const char *end)
{
  int before = s == m->subject ? 0 : (unsigned char)s[-1];
  int after = s < m->subject_end ? (unsigned char)*s : 0;

  return !is_in_set(m, before, p, end - 1) && is_in_set(m, after, p, end - 1);
}

static const char *match_back_reference(lde_pattern *m, const char *s, char digit)
{
  int number = digit - '1';
  size_t len;

  if (number < 0 || number >= m->captures || m->capture[number].len == OPEN)
    luaL_error(m->L, "invalid capture index %%%d", number + 1);
  if (m->capture[number].len == POSITION)
    return NULL; /* a position is not a text */
  len = (size_t)m->capture[number].len;
  spend(m, 1 + len / 16);
  if ((size_t)(m->subject_end - s) < len || memcmp(m->capture[number].start, s, len) != 0)
    return NULL;
  return s + len;
}

static const char *match_open(lde_pattern *m, const char *s, const char *p, ptrdiff_t len)
{
  const char *end;

  if (m->captures >= LDE_PATTERN_CAPTURES)
    luaL_error(m->L, "too many captures");
  m->capture[m->captures].start = s;
  m->capture[m->captures].len = len;
  m->captures++;
  end = match(m, s, p);
  if (!end)
    m->captures--;
  return end;
}

static const char *match_close(lde_pattern *m, const char *s, const char *p)
{
  int number = m->captures - 1;
  const char *end;

  while (number >= 0 && m->capture[number].len != OPEN)
    number--;
  if (number < 0)
    luaL_error(m->L, "invalid pattern capture");
  m->capture[number].len = s - m->capture[number].start;
  end = match(m, s, p);
  if (!end)
    m->capture[number].len = OPEN;
  return end;
}

/* As many as fit, then fewer until the rest matches; at least `least`. */
static const char *match_most(lde_pattern *m, const char *s, const char *p, const char *end,
                              ptrdiff_t least)
{
  ptrdiff_t count = 0;

  while (fits(m, s + count, p, end))
    count++;
  for (; count >= least; count--) {
    const char *found = match(m, s + count, end + 1);
    if (found)
      return found;
  }
  return NULL;
}

/* As few as possible. */
static const char *match_fewest(lde_pattern *m, const char *s, const char *p, const char *end)
{
  for (;;) {
    const char *found = match(m, s, end + 1);
    if (found)
      return found;
    if (!fits(m, s, p, end))
      return NULL;
    s++;
  }
}

/* ---- the pattern ---- */

/* What follows '%' when it is not a class: tells whether the item was one of these, and moves on.
 * A failed match sets *s to NULL. */
static bool match_special(lde_pattern *m, const char **s, const char **p)
{
  char kind = *p + 1 < m->pattern_end ? (*p)[1] : '\0';
  const char *set, *end;

  switch (kind) {
  case 'b':
    *s = match_balance(m, *s, *p + 2);
    *p += 4;
    return true;
  case 'f':
    set = *p + 2;
    if (set >= m->pattern_end || *set != '[')
      luaL_error(m->L, "missing '[' after '%%f' in pattern");
    end = item_end(m, set);
    if (!at_frontier(m, *s, set, end))
      *s = NULL;
    *p = end;
    return true;
  default:
    if (!is_digit((unsigned char)kind))
      return false;
    *s = match_back_reference(m, *s, kind);
    *p += 2;
    return true;
  }
}

/* One character item with what repeats it. True when s and p moved on and the loop continues, else
 * *s is the result. */
static bool match_single(lde_pattern *m, const char **s, const char **p)
{
  const char *end = item_end(m, *p), *found;
  char repeat = end < m->pattern_end ? *end : '\0';

  switch (repeat) {
  case '?':
    if (fits(m, *s, *p, end)) {
      found = match(m, *s + 1, end + 1);
      if (found) {
        *s = found;
        return false;
      }
    }
    *p = end + 1;
    return true;
  case '*':
  case '+':
    *s = match_most(m, *s, *p, end, repeat == '+');
    return false;
  case '-':
    *s = match_fewest(m, *s, *p, end);
    return false;
  default:
    *s = fits(m, *s, *p, end) ? *s + 1 : NULL;
    *p = end;
    return *s != NULL;
  }
}

static const char *match(lde_pattern *m, const char *s, const char *p)
{
  if (++m->depth > LDE_PATTERN_DEPTH)
    luaL_error(m->L, "pattern too complex");
  while (s && p < m->pattern_end) {
    spend(m, 1);
    if (*p == '(') {
      bool position = p + 1 < m->pattern_end && p[1] == ')';
      s = match_open(m, s, p + (position ? 2 : 1), position ? POSITION : OPEN);
      break;
    }
    if (*p == ')') {
      s = match_close(m, s, p + 1);
      break;
    }
    if (*p == '$' && p + 1 == m->pattern_end) {
      s = s == m->subject_end ? s : NULL;
      break;
    }
    if (*p == '%' && match_special(m, &s, &p))
      continue;
    if (!match_single(m, &s, &p))
      break;
  }
  m->depth--;
  return s;
}

const char *lde_pattern_match(lde_pattern *matcher, const char *at)
{
  matcher->captures = 0;
  matcher->depth = 0;
  return match(matcher, at, matcher->pattern);
}

/* ---- captures ---- */

void lde_pattern_push(lde_pattern *matcher, int number, const char *start, const char *end)
{
  ptrdiff_t len;

  if (number >= matcher->captures) {
    if (number > 0)
      luaL_error(matcher->L, "invalid capture index %%%d", number + 1);
    lua_pushlstring(matcher->L, start, (size_t)(end - start));
    return;
  }
  len = matcher->capture[number].len;
  if (len == OPEN)
    luaL_error(matcher->L, "unfinished capture");
  if (len == POSITION)
    lua_pushinteger(matcher->L, matcher->capture[number].start - matcher->subject + 1);
  else
    lua_pushlstring(matcher->L, matcher->capture[number].start, (size_t)len);
}

int lde_pattern_push_all(lde_pattern *matcher, const char *start, const char *end)
{
  int count = matcher->captures == 0 && start ? 1 : matcher->captures;

  luaL_checkstack(matcher->L, count, "too many captures");
  for (int i = 0; i < count; i++)
    lde_pattern_push(matcher, i, start, end);
  return count;
}
