/* Joining an expression to a dataset: facts and what only depends on them become constants. */
#include <string.h>

#include "expr/run.h"
#include "expr/token.h"

static lde_expr_node *copy(lde_expr_run *run, const lde_expr_node *from)
{
  lde_expr_node *node;

  if (!from)
    return NULL;
  node = lde_arena_new(&run->arena, lde_expr_node);
  *node = *from;
  node->a = copy(run, from->a);
  node->b = copy(run, from->b);
  node->inner = copy(run, from->inner);
  if (from->arg_count > 0) {
    node->args = lde_arena_array(&run->arena, from->arg_count, lde_expr_node *);
    for (int i = 0; i < from->arg_count; i++)
      node->args[i] = copy(run, from->args[i]);
  }
  return node;
}

static lde_expr_value fact_of(const lde_dataset *ds, int fact)
{
  lde_expr_value value = {.tag = LDE_EXPR_NIL};
  size_t len = strlen(ds->year);
  double number;

  if (fact == LDE_FACT_TODAY) {
    value.tag = LDE_EXPR_DAY;
    value.integer = ds->today;
  } else if (fact == LDE_FACT_ORG) {
    if (lde_count(ds, organisation) > 0) {
      value.tag = LDE_EXPR_RECORD;
      value.entity = LDE_E(organisation);
    }
  } else if (len > 0 && len < 10 && strspn(ds->year, "0123456789") == len) {
    value.tag = LDE_EXPR_INTEGER;
    lde_expr_number_of(ds->year, len, &value.integer, &number);
  } else if (len > 0) {
    value.tag = LDE_EXPR_TEXT;
    value.len = (uint32_t)len;
    value.text = ds->year;
  }
  return value;
}

static bool is_constant(const lde_expr_node *node)
{
  return !node || node->kind == LDE_N_CONSTANT;
}

static bool can_fold(const lde_expr_node *node)
{
  switch (node->kind) {
  case LDE_N_PURE:
  case LDE_N_TEXT:
  case LDE_N_AND:
  case LDE_N_OR:
  case LDE_N_NOT:
  case LDE_N_UNARY:
  case LDE_N_BINARY:
    break;
  default:
    return false;
  }
  for (int i = 0; i < node->arg_count; i++)
    if (!is_constant(node->args[i]))
      return false;
  return is_constant(node->a) && is_constant(node->b) &&
         !(node->kind == LDE_N_PURE && node->op == LDE_PURE_LEVEL);
}

/* What fails stays as it is: it fails in the rows that reach it. */
static void fold(lde_expr_run *run, lde_expr_node *node)
{
  lde_expr_frame frame = {.row = LDE_NO_ROW};
  lde_expr_value value;

  if (!node)
    return;
  fold(run, node->a);
  fold(run, node->b);
  fold(run, node->inner);
  for (int i = 0; i < node->arg_count; i++)
    fold(run, node->args[i]);
  if (node->kind == LDE_N_FACT) {
    node->kind = LDE_N_CONSTANT;
    node->value = fact_of(run->dataset, node->op);
    return;
  }
  if (!can_fold(node))
    return;
  if (lde_expr_eval(run, node, &frame, &value)) {
    node->kind = LDE_N_CONSTANT;
    node->value = value;
    node->a = node->b = NULL;
    node->arg_count = 0;
    if (value.tag == LDE_EXPR_TEXT)
      node->value.text = lde_arena_strndup(&run->arena, value.text, value.len);
  }
  run->failed = false;
}

lde_expr_run *lde_expr_bind(const lde_expr *expr, lde_dataset *dataset)
{
  lde_expr_run *run = lde_alloc(1, sizeof *run);

  run->expr = expr;
  run->dataset = dataset;
  run->lang = expr->options.language;
  run->root = copy(run, expr->root);
  fold(run, run->root);
  lde_arena_free(&run->texts);
  lde_expr_infer(NULL, run->root, &dataset->strings);
  return run;
}

void lde_expr_run_free(lde_expr_run *run)
{
  if (!run)
    return;
  for (size_t i = 0; i < run->chunks.len; i++)
    lde_free(run->chunks.data[i].bytes);
  lde_vec_free(&run->chunks);
  lde_arena_free(&run->arena);
  lde_arena_free(&run->texts);
  lde_arena_free(&run->messages);
  lde_free(run);
}

bool lde_expr_is_columnar(const lde_expr_run *run)
{
  return run->root->decided;
}
