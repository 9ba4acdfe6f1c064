#include "expr/expr.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/error.h"
#include "expr/node.h"

enum { TEXT_MAX = 16 << 10 };

/* ---- for the steps ---- */

/* A message quotes what the author wrote: control characters and cut characters are made visible.
 */
void lde_expr_clean(char *message, size_t size)
{
  lde_buffer safe = {0};
  size_t len = strlen(message), valid = lde_utf8_valid_length(message, len);

  if (valid < len && len + 4 >= size)
    len = valid; /* cut within a character */
  lde_text_append_safe(&safe, message, len);
  snprintf(message, size, "%s", lde_buffer_text(&safe));
  len = strlen(message);
  message[lde_utf8_valid_length(message, len)] = '\0';
  lde_buffer_free(&safe);
}

static uint32_t column_of(const lde_expr_compiler *c, uint32_t at)
{
  return (uint32_t)lde_utf8_count(c->whole, at < c->whole_len ? at : c->whole_len) + 1;
}

static void fill_problem(const lde_expr_compiler *c, lde_expr_problem *problem, uint32_t at,
                         uint32_t len, const char *format, va_list args)
{
  problem->at = at;
  problem->len = len;
  problem->column = column_of(c, at);
  vsnprintf(problem->message, sizeof problem->message, format, args);
  lde_expr_clean(problem->message, sizeof problem->message);
}

void *lde_expr_refuse(lde_expr_compiler *c, lde_expr_status status, uint32_t at, uint32_t len,
                      const char *format, ...)
{
  va_list args;

  if (c->status != LDE_EXPR_OK)
    return NULL;
  c->status = status;
  va_start(args, format);
  fill_problem(c, c->problem, at, len, format, args);
  va_end(args);
  return NULL;
}

void lde_expr_warn(lde_expr_compiler *c, const lde_expr_node *node, const char *format, ...)
{
  lde_expr_problem problem;
  va_list args;

  va_start(args, format);
  fill_problem(c, &problem, node->at, node->len, format, args);
  va_end(args);
  lde_vec_push(&c->expr->warnings, problem);
}

void lde_expr_suggest(char *message, size_t size, lde_language lang,
                      const lde_suggestion *suggestion)
{
  size_t len = strlen(message);

  if (suggestion->count > 0 && len < size)
    snprintf(message + len, size - len,
             LDE_TR(lang, "; did you mean '%.60s'?", "; bedoelt u '%.60s'?"), suggestion->best[0]);
}

lde_expr_node *lde_expr_node_new(lde_expr_compiler *c, lde_expr_kind kind, uint32_t at,
                                 uint32_t len)
{
  lde_expr_node *node = lde_arena_new(&c->expr->arena, lde_expr_node);

  node->kind = kind;
  node->at = c->base + at;
  node->len = len;
  return node;
}

/* ---- compiling ---- */

static bool compile(lde_expr_compiler *c)
{
  lde_expr_node *root;

  if (c->len > TEXT_MAX)
    return lde_expr_refuse(
        c, LDE_EXPR_ERROR, 0, 1, "%s",
        LDE_TR(c->lang, "an expression of more than 16 KiB", "een expressie van meer dan 16 KiB"));
  root = lde_expr_parse(c);
  if (root)
    root = lde_expr_resolve(c, root);
  c->expr->root = root;
  return root && lde_expr_infer(c, root, NULL);
}

lde_expr_status lde_expr_compile(lde_expr **out, const lde_schema *schema, const lde_entity *entity,
                                 const char *text, size_t len, const lde_expr_options *options,
                                 lde_expr_problem *problem)
{
  lde_expr_problem unused;
  lde_expr *expr = lde_alloc(1, sizeof *expr);
  lde_expr_compiler c = {.expr = expr, .entity = entity, .problem = problem ? problem : &unused};

  expr->schema = schema;
  expr->entity = entity;
  expr->options = options ? *options : (lde_expr_options)LDE_EXPR_OPTIONS_INIT;
  c.lang = expr->options.language;
  c.text = c.whole = lde_arena_strndup(&expr->arena, text, len);
  c.len = c.whole_len = len;
  if (compile(&c) && c.status == LDE_EXPR_OK)
    *out = expr;
  else
    lde_expr_free(expr);
  return c.status;
}

void lde_expr_free(lde_expr *expr)
{
  if (!expr)
    return;
  lde_vec_free(&expr->columns);
  lde_vec_free(&expr->warnings);
  lde_arena_free(&expr->arena);
  lde_free(expr);
}

/* ---- what is known ---- */

const lde_expr_column *lde_expr_columns(const lde_expr *expr, size_t *count)
{
  *count = expr->columns.len;
  return expr->columns.data;
}

unsigned lde_expr_types(const lde_expr *expr, const lde_entity **entity)
{
  if (entity)
    *entity = expr->root->types & (LDE_EXPR_IS_RECORD | LDE_EXPR_IS_COLLECTION) ? expr->root->entity
                                                                                : NULL;
  return expr->root->types;
}

const lde_field *lde_expr_field(const lde_expr *expr)
{
  return expr->root->kind == LDE_N_FIELD && !expr->root->a ? expr->root->field : NULL;
}

const lde_expr_problem *lde_expr_warnings(const lde_expr *expr, size_t *count)
{
  *count = expr->warnings.len;
  return expr->warnings.data;
}
