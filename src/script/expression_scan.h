/* expression_scan.h: the tokens of a Lua expression, as the Lua manual (3.1) defines them. Only as
 * exact as the check of names needs: what is malformed is left to Lua's compiler, which sees the
 * same text. */
#ifndef LDE_SCRIPT_EXPRESSION_SCAN_H
#define LDE_SCRIPT_EXPRESSION_SCAN_H

#include <stdbool.h>
#include <stddef.h>

typedef enum lde_token_kind {
  LDE_TOKEN_END,
  LDE_TOKEN_NAME,
  LDE_TOKEN_KEYWORD,
  LDE_TOKEN_NUMBER,
  LDE_TOKEN_STRING, /* plain: without escapes, so that `body` is its value */
  LDE_TOKEN_SYMBOL
} lde_token_kind;

typedef struct lde_token {
  lde_token_kind kind;
  const char *text;
  size_t len;
  const char *body; /* of a STRING without escapes, else NULL */
  size_t body_len;
} lde_token;

typedef struct lde_scanner {
  const char *at, *end;
} lde_scanner;

lde_token lde_scanner_next(lde_scanner *scanner);
/* The next token, which stays the next. */
lde_token lde_scanner_peek(const lde_scanner *scanner);
bool lde_token_is(const lde_token *token, const char *text);

#endif
