/* From text to tree, by the precedence of Lua's operators. Names are only written down. */
#include <string.h>

#include "base/error.h"
#include "base/text.h"
#include "expr/node.h"
#include "expr/token.h"

typedef struct parser {
  lde_expr_compiler *c;
  lde_expr_lexer lexer;
  lde_expr_token token;
} parser;

static const struct {
  const char *text;
  lde_expr_op op;
  int left, right; /* how tightly it binds */
} operators[] = {
    {"or", LDE_OP_OR, 1, 1},     {"and", LDE_OP_AND, 2, 2},   {"<", LDE_OP_LT, 3, 3},
    {">", LDE_OP_GT, 3, 3},      {"<=", LDE_OP_LE, 3, 3},     {">=", LDE_OP_GE, 3, 3},
    {"~=", LDE_OP_NE, 3, 3},     {"==", LDE_OP_EQ, 3, 3},     {"|", LDE_OP_BOR, 4, 4},
    {"~", LDE_OP_BXOR, 5, 5},    {"&", LDE_OP_BAND, 6, 6},    {"<<", LDE_OP_SHL, 7, 7},
    {">>", LDE_OP_SHR, 7, 7},    {"..", LDE_OP_CONCAT, 9, 8}, {"+", LDE_OP_ADD, 10, 10},
    {"-", LDE_OP_SUB, 10, 10},   {"*", LDE_OP_MUL, 11, 11},   {"/", LDE_OP_DIV, 11, 11},
    {"//", LDE_OP_IDIV, 11, 11}, {"%", LDE_OP_MOD, 11, 11},   {"^", LDE_OP_POW, 14, 13}};
enum { UNARY_BINDS = 12 };

static lde_expr_node *parse_binary(parser *p, int limit);

static void *refuse(parser *p, lde_expr_status status, const char *message)
{
  return lde_expr_refuse(p->c, status, p->c->base + p->token.at, p->token.len, "%s", message);
}

static void *refuse_token(parser *p)
{
  lde_language lang = p->c->lang;

  if (p->token.kind == LDE_TOK_END)
    return refuse(p, LDE_EXPR_ERROR,
                  p->c->len == 0 ? LDE_TR(lang, "an empty expression", "een lege expressie")
                                 : LDE_TR(lang, "the expression ends too soon",
                                          "de expressie houdt te vroeg op"));
  if (p->token.kind == LDE_TOK_BAD && p->token.bad == LDE_BAD_NUMBER)
    return refuse(p, LDE_EXPR_ERROR, LDE_TR(lang, "this is not a number", "dit is geen getal"));
  if (p->token.kind == LDE_TOK_BAD && p->token.bad == LDE_BAD_STRING)
    return refuse(p, LDE_EXPR_ERROR,
                  LDE_TR(lang, "a text or comment does not end",
                         "een tekst of opmerking is niet afgesloten"));
  if (p->token.kind == LDE_TOK_BAD && p->token.bad == LDE_BAD_ESCAPE)
    return refuse(p, LDE_EXPR_ERROR,
                  LDE_TR(lang, "an unknown sequence after \\ in a text",
                         "een onbekend teken na \\ in een tekst"));
  if (lde_expr_token_is(&p->token, "="))
    return refuse(p, LDE_EXPR_ERROR,
                  LDE_TR(lang, "compare with ==, an expression cannot assign",
                         "vergelijk met ==, een expressie kan niets toekennen"));
  return lde_expr_refuse(p->c, LDE_EXPR_ERROR, p->c->base + p->token.at, p->token.len,
                         LDE_TR(lang, "'%.*s' does not belong here", "'%.*s' hoort hier niet"),
                         p->token.len > 40 ? 40 : (int)p->token.len, p->token.text);
}

static void advance(parser *p)
{
  p->token = lde_expr_next(&p->lexer);
}

static bool accept(parser *p, const char *text)
{
  if (!lde_expr_token_is(&p->token, text))
    return false;
  advance(p);
  return true;
}

static const char *token_text(parser *p)
{
  return lde_arena_strndup(&p->c->expr->arena, p->token.text, p->token.len);
}

static lde_expr_node *new_constant(parser *p, lde_expr_tag tag, int64_t integer)
{
  lde_expr_node *node = lde_expr_node_new(p->c, LDE_N_CONSTANT, p->token.at, p->token.len);

  node->value.tag = tag;
  node->value.integer = integer;
  return node;
}

static lde_expr_node *parse_constant(parser *p)
{
  lde_expr_node *node = NULL;

  if (p->token.kind == LDE_TOK_INTEGER) {
    node = new_constant(p, LDE_EXPR_INTEGER, p->token.integer);
  } else if (p->token.kind == LDE_TOK_FLOAT) {
    node = new_constant(p, LDE_EXPR_FLOAT, 0);
    node->value.number = p->token.number;
  } else if (p->token.kind == LDE_TOK_STRING) {
    node = new_constant(p, LDE_EXPR_TEXT, 0);
    node->value.text = p->token.bytes;
    node->value.len = (uint32_t)p->token.byte_count;
  } else if (lde_expr_token_is(&p->token, "nil")) {
    node = new_constant(p, LDE_EXPR_NIL, 0);
  } else if (lde_expr_token_is(&p->token, "true") || lde_expr_token_is(&p->token, "false")) {
    node = new_constant(p, LDE_EXPR_BOOL, p->token.text[0] == 't');
  }
  if (node)
    advance(p);
  return node;
}

/* Arguments in parentheses, or one string. */
static bool parse_arguments(parser *p, lde_expr_node *call)
{
  enum { ARGUMENTS_MAX = 50 };
  lde_expr_node *args[ARGUMENTS_MAX];

  if (p->token.kind == LDE_TOK_STRING) {
    args[call->arg_count++] = parse_constant(p);
  } else if (lde_expr_token_is(&p->token, "{")) {
    return refuse(p, LDE_EXPR_FALLBACK, LDE_TR(p->c->lang, "a table", "een tabel"));
  } else {
    if (!accept(p, "("))
      return refuse_token(p);
    if (!lde_expr_token_is(&p->token, ")"))
      do {
        if (call->arg_count == ARGUMENTS_MAX)
          return refuse(p, LDE_EXPR_FALLBACK,
                        LDE_TR(p->c->lang, "many arguments", "veel argumenten"));
        args[call->arg_count] = parse_binary(p, 0);
        if (!args[call->arg_count++])
          return false;
      } while (accept(p, ","));
    if (!accept(p, ")"))
      return refuse_token(p);
  }
  call->args =
      lde_arena_array(&p->c->expr->arena, call->arg_count ? call->arg_count : 1, lde_expr_node *);
  memcpy(call->args, args, (size_t)call->arg_count * sizeof *args);
  return true;
}

static lde_expr_node *parse_primary(parser *p)
{
  lde_expr_node *node;

  if (p->token.kind == LDE_TOK_NAME) {
    node = lde_expr_node_new(p->c, LDE_N_NAME, p->token.at, p->token.len);
    node->text = token_text(p);
    advance(p);
    return node;
  }
  if (!accept(p, "("))
    return refuse_token(p);
  node = parse_binary(p, 0);
  if (!node)
    return NULL;
  if (!accept(p, ")"))
    return refuse_token(p);
  node->in_brackets = true;
  return node;
}

static lde_expr_node *parse_named(parser *p, lde_expr_kind kind, lde_expr_node *of)
{
  lde_expr_node *node;

  advance(p);
  if (p->token.kind != LDE_TOK_NAME)
    return refuse_token(p);
  node = lde_expr_node_new(p->c, kind, p->token.at, p->token.len);
  node->text = token_text(p);
  node->a = of;
  advance(p);
  return kind == LDE_N_METHOD && !parse_arguments(p, node) ? NULL : node;
}

/* A name or parentheses, with what follows by dots, colons and calls. */
static lde_expr_node *parse_suffixed(parser *p)
{
  lde_expr_node *node = parse_primary(p);
  int length = 0;

  while (node) {
    if (++length > LDE_EXPR_DEPTH_MAX)
      return refuse(p, LDE_EXPR_FALLBACK, LDE_TR(p->c->lang, "a long chain", "een lange reeks"));
    if (lde_expr_token_is(&p->token, ".")) {
      node = parse_named(p, LDE_N_MEMBER, node);
    } else if (lde_expr_token_is(&p->token, ":")) {
      node = parse_named(p, LDE_N_METHOD, node);
    } else if (lde_expr_token_is(&p->token, "[")) {
      return refuse(p, LDE_EXPR_FALLBACK,
                    LDE_TR(p->c->lang, "an index in brackets", "een index tussen haken"));
    } else if (lde_expr_token_is(&p->token, "(") || p->token.kind == LDE_TOK_STRING) {
      lde_expr_node *call = lde_expr_node_new(p->c, LDE_N_CALL, node->at, node->len);
      call->a = node;
      node = parse_arguments(p, call) ? call : NULL;
    } else if (lde_expr_token_is(&p->token, "{")) {
      return refuse(p, LDE_EXPR_FALLBACK, LDE_TR(p->c->lang, "a table", "een tabel"));
    } else {
      return node;
    }
  }
  return NULL;
}

static lde_expr_node *parse_simple(parser *p)
{
  static const char *const statements[] = {"function", "if",     "for",    "while",
                                           "local",    "return", "repeat", "do"};
  lde_expr_node *node = parse_constant(p);

  if (node)
    return node;
  if (lde_expr_token_is(&p->token, "{"))
    return refuse(p, LDE_EXPR_FALLBACK, LDE_TR(p->c->lang, "a table", "een tabel"));
  for (size_t i = 0; i < sizeof statements / sizeof *statements; i++)
    if (lde_expr_token_is(&p->token, statements[i]))
      return lde_expr_refuse(p->c, LDE_EXPR_ERROR, p->c->base + p->token.at, p->token.len,
                             LDE_TR(p->c->lang,
                                    "'%s' does not belong in an expression; write a function",
                                    "'%s' hoort niet in een expressie; schrijf een functie"),
                             statements[i]);
  return parse_suffixed(p);
}

static lde_expr_op unary_of(const parser *p)
{
  if (lde_expr_token_is(&p->token, "not"))
    return LDE_OP_NOT;
  if (lde_expr_token_is(&p->token, "-"))
    return LDE_OP_NEG;
  if (lde_expr_token_is(&p->token, "#"))
    return LDE_OP_LEN;
  return lde_expr_token_is(&p->token, "~") ? LDE_OP_BNOT : LDE_OP_NONE;
}

static lde_expr_node *parse_operand(parser *p)
{
  lde_expr_op op = unary_of(p);
  lde_expr_node *node;

  if (op == LDE_OP_NONE)
    return parse_simple(p);
  node = lde_expr_node_new(p->c, op == LDE_OP_NOT ? LDE_N_NOT : LDE_N_UNARY, p->token.at,
                           p->token.len);
  node->op = (int)op;
  advance(p);
  node->a = parse_binary(p, UNARY_BINDS);
  return node->a ? node : NULL;
}

static int operator_of(const parser *p)
{
  for (size_t i = 0; i < sizeof operators / sizeof *operators; i++)
    if (lde_expr_token_is(&p->token, operators[i].text))
      return (int)i;
  return -1;
}

static lde_expr_node *parse_binary(parser *p, int limit)
{
  lde_expr_node *left;
  int i;

  if (++p->c->depth > LDE_EXPR_DEPTH_MAX)
    return refuse(p, LDE_EXPR_FALLBACK, LDE_TR(p->c->lang, "deep nesting", "diepe nesting"));
  left = parse_operand(p);
  for (int length = 0; left && (i = operator_of(p)) >= 0 && operators[i].left > limit; length++) {
    lde_expr_op op = operators[i].op;
    lde_expr_node *node = lde_expr_node_new(p->c,
                                            op == LDE_OP_AND  ? LDE_N_AND
                                            : op == LDE_OP_OR ? LDE_N_OR
                                                              : LDE_N_BINARY,
                                            p->token.at, p->token.len);
    if (length > LDE_EXPR_DEPTH_MAX)
      return refuse(p, LDE_EXPR_FALLBACK, LDE_TR(p->c->lang, "a long chain", "een lange reeks"));
    node->op = (int)op;
    node->a = left;
    advance(p);
    node->b = parse_binary(p, operators[i].right);
    left = node->b ? node : NULL;
  }
  p->c->depth--;
  return left;
}

lde_expr_node *lde_expr_parse(lde_expr_compiler *c)
{
  parser p = {.c = c, .lexer = {c->text, c->len, 0, &c->expr->arena}};
  lde_expr_node *node;

  advance(&p);
  node = parse_binary(&p, 0);
  if (node && p.token.kind != LDE_TOK_END)
    return refuse_token(&p);
  return node;
}
