/* token.h: the tokens of a Lua expression with their values. Inside expr only. */
#ifndef LDE_EXPR_TOKEN_H
#define LDE_EXPR_TOKEN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"

typedef enum lde_expr_token_kind {
  LDE_TOK_END,
  LDE_TOK_NAME,
  LDE_TOK_KEYWORD,
  LDE_TOK_INTEGER,
  LDE_TOK_FLOAT,
  LDE_TOK_STRING,
  LDE_TOK_SYMBOL,
  LDE_TOK_BAD /* malformed: `bytes` says what, as one of lde_expr_bad */
} lde_expr_token_kind;

typedef enum lde_expr_bad {
  LDE_BAD_NUMBER,
  LDE_BAD_STRING,
  LDE_BAD_ESCAPE,
  LDE_BAD_SYMBOL
} lde_expr_bad;

typedef struct lde_expr_token {
  lde_expr_token_kind kind;
  uint32_t at, len;
  const char *text;  /* at `at` */
  const char *bytes; /* of STRING: its value */
  size_t byte_count;
  int64_t integer;
  double number;
  lde_expr_bad bad;
} lde_expr_token;

typedef struct lde_expr_lexer {
  const char *text;
  size_t len, at;
  lde_arena *arena; /* takes the values of strings */
} lde_expr_lexer;

lde_expr_token lde_expr_next(lde_expr_lexer *lexer);
bool lde_expr_token_is(const lde_expr_token *token, const char *text);
/* The number that a text is, as Lua converts it: 0 = none, 1 = integer, 2 = float. */
int lde_expr_number_of(const char *text, size_t len, int64_t *integer, double *number);

#endif
