#include "script/expression_scan.h"

#include <string.h>

static bool is_digit(char c)
{
  return c >= '0' && c <= '9';
}

static bool is_name_start(char c)
{
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}

bool lde_token_is(const lde_token *token, const char *text)
{
  return strlen(text) == token->len && memcmp(text, token->text, token->len) == 0;
}

/* The number of '=' of a long bracket that opens at `at`, or -1. */
static int long_bracket(const char *at, const char *end)
{
  const char *c = at + 1;

  if (at >= end || *at != '[')
    return -1;
  while (c < end && *c == '=')
    c++;
  return c < end && *c == '[' ? (int)(c - at) - 1 : -1;
}

/* Past the closing bracket of that level, or the end of the text. */
static const char *skip_long(const char *at, const char *end, int level)
{
  for (at += level + 2; at < end; at++) {
    const char *c = at + 1;
    if (*at != ']')
      continue;
    while (c < end && *c == '=')
      c++;
    if (c < end && *c == ']' && c - at - 1 == level)
      return c + 1;
  }
  return end;
}

static const char *skip_blanks(const char *at, const char *end)
{
  while (at < end) {
    if (strchr(" \t\n\r\f\v", *at) && *at) {
      at++;
    } else if (end - at >= 2 && at[0] == '-' && at[1] == '-') {
      int level = long_bracket(at + 2, end);
      if (level >= 0) {
        at = skip_long(at + 2, end, level);
      } else {
        while (at < end && *at != '\n' && *at != '\r')
          at++;
      }
    } else {
      break;
    }
  }
  return at;
}

static void scan_string(lde_token *token, const char *end)
{
  const char quote = *token->text, *at = token->text + 1;
  bool plain = true;

  while (at < end && *at != quote && *at != '\n') {
    if (*at == '\\') {
      plain = false;
      at++;
    }
    if (at < end)
      at++;
  }
  token->kind = LDE_TOKEN_STRING;
  if (plain && at < end && *at == quote) {
    token->body = token->text + 1;
    token->body_len = (size_t)(at - token->body);
  }
  if (at < end)
    at++;
  token->len = (size_t)(at - token->text);
}

/* As Lua reads a numeral: everything that could belong to it. */
static void scan_number(lde_token *token, const char *end)
{
  const char *at = token->text;
  bool hex = end - at >= 2 && at[0] == '0' && (at[1] == 'x' || at[1] == 'X');

  for (at += hex ? 2 : 0; at < end; at++) {
    bool exponent = hex ? *at == 'p' || *at == 'P' : *at == 'e' || *at == 'E';
    if (exponent && at + 1 < end && (at[1] == '+' || at[1] == '-'))
      at++;
    else if (!is_digit(*at) && !is_name_start(*at) && *at != '.')
      break;
  }
  token->kind = LDE_TOKEN_NUMBER;
  token->len = (size_t)(at - token->text);
}

static void scan_name(lde_token *token, const char *end)
{
  static const char *const keywords[] = {"and",   "break", "do",       "else", "elseif", "end",
                                         "false", "for",   "function", "goto", "if",     "in",
                                         "local", "nil",   "not",      "or",   "repeat", "return",
                                         "then",  "true",  "until",    "while"};
  const char *at = token->text;

  while (at < end && (is_name_start(*at) || is_digit(*at)))
    at++;
  token->len = (size_t)(at - token->text);
  token->kind = LDE_TOKEN_NAME;
  for (size_t i = 0; i < sizeof keywords / sizeof *keywords; i++)
    if (lde_token_is(token, keywords[i]))
      token->kind = LDE_TOKEN_KEYWORD;
}

static void scan_symbol(lde_token *token, const char *end)
{
  static const char *const symbols[] = {
      "...", "..", "==", "~=", "<=", ">=", "//", "::", "<<", ">>"};

  token->kind = LDE_TOKEN_SYMBOL;
  token->len = 1;
  for (size_t i = 0; i < sizeof symbols / sizeof *symbols; i++) {
    size_t len = strlen(symbols[i]);
    if ((size_t)(end - token->text) >= len && memcmp(symbols[i], token->text, len) == 0) {
      token->len = len;
      return;
    }
  }
}

lde_token lde_scanner_next(lde_scanner *scanner)
{
  lde_token token = {.kind = LDE_TOKEN_END};
  const char *end = scanner->end;
  int level;

  token.text = scanner->at = skip_blanks(scanner->at, end);
  if (token.text == end)
    return token;
  if (is_name_start(*token.text)) {
    scan_name(&token, end);
  } else if (is_digit(*token.text) ||
             (*token.text == '.' && end - token.text >= 2 && is_digit(token.text[1]))) {
    scan_number(&token, end);
  } else if (*token.text == '"' || *token.text == '\'') {
    scan_string(&token, end);
  } else if ((level = long_bracket(token.text, end)) >= 0) {
    token.kind = LDE_TOKEN_STRING;
    token.len = (size_t)(skip_long(token.text, end, level) - token.text);
  } else {
    scan_symbol(&token, end);
  }
  scanner->at = token.text + token.len;
  return token;
}

lde_token lde_scanner_peek(const lde_scanner *scanner)
{
  lde_scanner ahead = *scanner;

  return lde_scanner_next(&ahead);
}
