#include "expr/token.h"

#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"

static bool is_digit(char c)
{
  return c >= '0' && c <= '9';
}

static bool is_letter(char c)
{
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}

static bool is_blank(char c)
{
  return c == ' ' || (c >= '\t' && c <= '\r');
}

static int hex_of(char c)
{
  if (is_digit(c))
    return c - '0';
  if (c >= 'a' && c <= 'f')
    return c - 'a' + 10;
  return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

bool lde_expr_token_is(const lde_expr_token *token, const char *text)
{
  return (token->kind == LDE_TOK_SYMBOL || token->kind == LDE_TOK_KEYWORD) &&
         strlen(text) == token->len && memcmp(token->text, text, token->len) == 0;
}

/* ---- numbers ---- */

/* Decimal that fits, or hexadecimal that wraps around. */
static bool read_integer(const char *text, size_t len, int64_t *value)
{
  uint64_t n = 0;
  size_t i = 0;
  bool negative = false, any = false;

  if (i < len && (text[i] == '-' || text[i] == '+'))
    negative = text[i++] == '-';
  if (i + 1 < len && text[i] == '0' && (text[i + 1] == 'x' || text[i + 1] == 'X')) {
    for (i += 2; i < len && hex_of(text[i]) >= 0; i++, any = true)
      n = n * 16 + (uint64_t)hex_of(text[i]);
  } else {
    for (; i < len && is_digit(text[i]); i++, any = true) {
      uint64_t digit = (uint64_t)(text[i] - '0');
      if (n > INT64_MAX / 10 ||
          (n == INT64_MAX / 10 && digit > (uint64_t)(INT64_MAX % 10) + negative))
        return false;
      n = n * 10 + digit;
    }
  }
  if (!any || i != len)
    return false;
  *value = (int64_t)(negative ? 0 - n : n);
  return true;
}

int lde_expr_number_of(const char *text, size_t len, int64_t *integer, double *number)
{
  char copy[201], *end;

  while (len > 0 && is_blank(*text))
    text++, len--;
  while (len > 0 && is_blank(text[len - 1]))
    len--;
  if (len == 0 || memchr(text, '\0', len) || memchr(text, 'n', len) || memchr(text, 'N', len))
    return 0;
  if (read_integer(text, len, integer))
    return 1;
  if (len >= sizeof copy)
    return 0;
  memcpy(copy, text, len);
  copy[len] = '\0';
  *number = strtod(copy, &end);
  return end == copy + len ? 2 : 0;
}

static void take_number(lde_expr_lexer *lexer, lde_expr_token *token)
{
  const char *text = lexer->text;
  size_t at = lexer->at;
  bool hex = text[at] == '0' && at + 1 < lexer->len && (text[at + 1] == 'x' || text[at + 1] == 'X');
  char exponent = hex ? 'p' : 'e';

  while (at < lexer->len && (is_digit(text[at]) || is_letter(text[at]) || text[at] == '.')) {
    bool is_exponent = (text[at] | 32) == exponent;
    at++;
    if (is_exponent && at < lexer->len && (text[at] == '-' || text[at] == '+'))
      at++;
  }
  token->len = (uint32_t)(at - lexer->at);
  switch (lde_expr_number_of(text + lexer->at, token->len, &token->integer, &token->number)) {
  case 1:
    token->kind = LDE_TOK_INTEGER;
    break;
  case 2:
    token->kind = LDE_TOK_FLOAT;
    break;
  default:
    token->kind = LDE_TOK_BAD;
    token->bad = LDE_BAD_NUMBER;
  }
}

/* ---- strings ---- */

static void put_code_point(lde_buffer *out, uint32_t code)
{
  char bytes[6];
  int count = 0;
  uint32_t first_max = 0x3F;

  if (code < 0x80) {
    lde_buffer_putc(out, (char)code);
    return;
  }
  do {
    bytes[count++] = (char)(0x80 | (code & 0x3F));
    code >>= 6;
    first_max >>= 1;
  } while (code > first_max);
  lde_buffer_putc(out, (char)((~first_max << 1 | code) & 0xFF));
  while (count > 0)
    lde_buffer_putc(out, bytes[--count]);
}

/* \u{…}; `at` is behind the u. */
static bool take_code_point(const lde_expr_lexer *lexer, size_t *at, lde_buffer *out)
{
  uint32_t code = 0;
  size_t i = *at + 1;

  if (*at >= lexer->len || lexer->text[*at] != '{' || i >= lexer->len || hex_of(lexer->text[i]) < 0)
    return false;
  for (; i < lexer->len && hex_of(lexer->text[i]) >= 0; i++) {
    if (code > 0x7FFFFFFu)
      return false;
    code = code * 16 + (uint32_t)hex_of(lexer->text[i]);
  }
  if (i >= lexer->len || lexer->text[i] != '}')
    return false;
  put_code_point(out, code);
  *at = i + 1;
  return true;
}

/* \65: up to three digits. */
static bool take_decimal(const lde_expr_lexer *lexer, size_t *at, lde_buffer *out)
{
  int code = 0;

  for (int i = 0; i < 3 && *at < lexer->len && is_digit(lexer->text[*at]); i++)
    code = code * 10 + (lexer->text[(*at)++] - '0');
  if (code > 255)
    return false;
  lde_buffer_putc(out, (char)code);
  return true;
}

/* `at` is behind the backslash and moves behind the escape. */
static bool take_escape(const lde_expr_lexer *lexer, size_t *at, lde_buffer *out)
{
  static const char letters[] = "abfnrtv\\\"'", values[] = "\a\b\f\n\r\t\v\\\"'";
  const char *text = lexer->text, *letter;
  char c = *at < lexer->len ? text[*at] : '\0';

  if (is_digit(c))
    return take_decimal(lexer, at, out);
  ++*at;
  if (c == '\n' || c == '\r') {
    if (*at < lexer->len && (text[*at] == '\n' || text[*at] == '\r') && text[*at] != c)
      ++*at;
    lde_buffer_putc(out, '\n');
    return true;
  }
  if (c == 'z') {
    while (*at < lexer->len && is_blank(text[*at]))
      ++*at;
    return true;
  }
  if (c == 'x') {
    if (*at + 1 >= lexer->len || hex_of(text[*at]) < 0 || hex_of(text[*at + 1]) < 0)
      return false;
    lde_buffer_putc(out, (char)(hex_of(text[*at]) * 16 + hex_of(text[*at + 1])));
    *at += 2;
    return true;
  }
  if (c == 'u')
    return take_code_point(lexer, at, out);
  letter = c ? strchr(letters, c) : NULL;
  if (!letter)
    return false;
  lde_buffer_putc(out, values[letter - letters]);
  return true;
}

static void finish_string(lde_expr_lexer *lexer, lde_expr_token *token, lde_buffer *value,
                          bool good, lde_expr_bad bad)
{
  token->kind = good ? LDE_TOK_STRING : LDE_TOK_BAD;
  token->bad = bad;
  token->bytes = lde_arena_strndup(lexer->arena, lde_buffer_text(value), value->len);
  token->byte_count = value->len;
  lde_buffer_free(value);
}

static void take_string(lde_expr_lexer *lexer, lde_expr_token *token)
{
  const char *text = lexer->text;
  size_t at = lexer->at + 1;
  char quote = text[lexer->at];
  lde_buffer value = {0};
  bool good = true;
  lde_expr_bad bad = LDE_BAD_STRING;

  while (at < lexer->len && text[at] != quote && good) {
    if (text[at] == '\n' || text[at] == '\r') {
      good = false;
    } else if (text[at] == '\\') {
      at++;
      good = take_escape(lexer, &at, &value);
      bad = LDE_BAD_ESCAPE;
    } else {
      lde_buffer_putc(&value, text[at++]);
    }
  }
  if (good && at >= lexer->len) {
    good = false;
    bad = LDE_BAD_STRING;
  }
  at = at >= lexer->len ? lexer->len : at + good;
  token->len = (uint32_t)(at - lexer->at);
  finish_string(lexer, token, &value, good, bad);
}

/* How many '=' a long bracket at `at` has; -1 = it is none. */
static int long_level(const lde_expr_lexer *lexer, size_t at)
{
  int level = 0;

  for (at++; at < lexer->len && lexer->text[at] == '='; at++)
    level++;
  return at < lexer->len && lexer->text[at] == '[' ? level : -1;
}

/* Where the bracket that closes `level` begins, from `at`; len when there is none. */
static size_t long_end(const lde_expr_lexer *lexer, size_t at, int level)
{
  for (; at < lexer->len; at++) {
    size_t i = at + 1;
    if (lexer->text[at] != ']')
      continue;
    while (i < lexer->len && lexer->text[i] == '=')
      i++;
    if (i < lexer->len && lexer->text[i] == ']' && i - at - 1 == (size_t)level)
      return at;
  }
  return lexer->len;
}

static void take_long_string(lde_expr_lexer *lexer, lde_expr_token *token, int level)
{
  const char *text = lexer->text;
  size_t start = lexer->at + 2 + (size_t)level, end = long_end(lexer, start, level);
  lde_buffer value = {0};

  for (size_t i = start; i < end; i++) {
    bool newline = text[i] == '\n' || text[i] == '\r';
    bool first = i == start;
    if (newline && i + 1 < end && (text[i + 1] == '\n' || text[i + 1] == '\r') &&
        text[i + 1] != text[i])
      i++;
    if (!newline)
      lde_buffer_putc(&value, text[i]);
    else if (!first)
      lde_buffer_putc(&value, '\n');
  }
  token->len = (uint32_t)((end < lexer->len ? end + 2 + (size_t)level : end) - lexer->at);
  finish_string(lexer, token, &value, end < lexer->len, LDE_BAD_STRING);
}

/* ---- the rest ---- */

/* False when a long comment does not end. */
static bool skip_blanks(lde_expr_lexer *lexer)
{
  const char *text = lexer->text;

  for (;;) {
    int level = -1;
    while (lexer->at < lexer->len && is_blank(text[lexer->at]))
      lexer->at++;
    if (lexer->at + 1 >= lexer->len || text[lexer->at] != '-' || text[lexer->at + 1] != '-')
      return true;
    if (lexer->at + 2 < lexer->len && text[lexer->at + 2] == '[')
      level = long_level(lexer, lexer->at + 2);
    if (level >= 0) {
      size_t end = long_end(lexer, lexer->at + 4 + (size_t)level, level);
      if (end >= lexer->len)
        return false;
      lexer->at = end + 2 + (size_t)level;
    } else {
      while (lexer->at < lexer->len && text[lexer->at] != '\n' && text[lexer->at] != '\r')
        lexer->at++;
    }
  }
}

static bool is_keyword(const char *text, size_t len)
{
  static const char *const words[] = {"and",   "break", "do",       "else", "elseif", "end",
                                      "false", "for",   "function", "goto", "if",     "in",
                                      "local", "nil",   "not",      "or",   "repeat", "return",
                                      "then",  "true",  "until",    "while"};

  for (size_t i = 0; i < sizeof words / sizeof *words; i++)
    if (strlen(words[i]) == len && memcmp(words[i], text, len) == 0)
      return true;
  return false;
}

static void take_symbol(lde_expr_lexer *lexer, lde_expr_token *token)
{
  static const char *const symbols[] = {
      "...", "..", "==", "~=", "<=", ">=", "<<", ">>", "//", "::"};
  size_t left = lexer->len - lexer->at;

  token->kind = LDE_TOK_SYMBOL;
  token->len = 1;
  for (size_t i = 0; i < sizeof symbols / sizeof *symbols; i++) {
    size_t len = strlen(symbols[i]);
    if (left >= len && memcmp(token->text, symbols[i], len) == 0) {
      token->len = (uint32_t)len;
      return;
    }
  }
  if (token->text[0] == '\0' || !strchr("+-*/%^#&~|<>=(){}[];:,.", token->text[0])) {
    token->kind = LDE_TOK_BAD;
    token->bad = LDE_BAD_SYMBOL;
    while (token->len < left && ((unsigned char)token->text[token->len] & 0xC0) == 0x80)
      token->len++; /* the whole character */
  }
}

lde_expr_token lde_expr_next(lde_expr_lexer *lexer)
{
  lde_expr_token token = {.kind = LDE_TOK_END};
  bool closed = skip_blanks(lexer);
  const char *text = lexer->text + lexer->at;
  size_t left = lexer->len - lexer->at;
  int level;

  token.at = (uint32_t)lexer->at;
  token.text = text;
  if (!closed) {
    token.kind = LDE_TOK_BAD;
    token.bad = LDE_BAD_STRING;
    token.len = (uint32_t)left;
  } else if (left == 0) {
    return token;
  } else if (is_letter(*text)) {
    while (token.len < left && (is_letter(text[token.len]) || is_digit(text[token.len])))
      token.len++;
    token.kind = is_keyword(text, token.len) ? LDE_TOK_KEYWORD : LDE_TOK_NAME;
  } else if (is_digit(*text) || (*text == '.' && left > 1 && is_digit(text[1]))) {
    take_number(lexer, &token);
  } else if (*text == '"' || *text == '\'') {
    take_string(lexer, &token);
  } else if (*text == '[' && (level = long_level(lexer, lexer->at)) >= 0) {
    take_long_string(lexer, &token, level);
  } else {
    take_symbol(lexer, &token);
  }
  lexer->at += token.len;
  return token;
}
