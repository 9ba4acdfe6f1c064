#include "expr/advice.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "expr/node.h"

/* ---- never true ---- */

typedef struct bounds {
  double low, high;
  bool known;
} bounds;

/* A constant that is no parameter: those may be set to something else. */
static bool is_fixed(const lde_expr_node *node)
{
  return node->kind == LDE_N_CONSTANT && !node->text; /* a parameter still has its name */
}

static bool number_of(const lde_expr_node *node, double *number)
{
  if (!is_fixed(node))
    return false;
  *number = node->value.tag == LDE_EXPR_INTEGER ? (double)node->value.integer : node->value.number;
  return node->value.tag == LDE_EXPR_INTEGER || node->value.tag == LDE_EXPR_FLOAT;
}

static bounds bounds_of(const lde_expr_node *node)
{
  bounds b = {-INFINITY, INFINITY, false};
  double number;

  if (number_of(node, &number))
    return (bounds){number, number, true};
  if (node->kind == LDE_N_REDUCE && node->op == LDE_REDUCE_COUNT)
    return (bounds){0, INFINITY, true};
  if (node->kind != LDE_N_FIELD || (node->field->flags & LDE_DERIVED) ||
      !lde_expr_is_number_field(node->field))
    return b;
  b.known = node->field->range != LDE_RANGE_ANY;
  if (b.known)
    b.low = node->field->range == LDE_RANGE_FROM_1_TO_5 ? 1 : 0;
  if (node->field->range == LDE_RANGE_SHARE_0_1)
    b.high = 1;
  if (node->field->range == LDE_RANGE_FROM_1_TO_5)
    b.high = 5;
  if (node->field->range == LDE_RANGE_FROM_0_TO_100)
    b.high = 100;
  return b;
}

static bool can_order(int op, const bounds *a, const bounds *b)
{
  switch (op) {
  case LDE_OP_LT:
    return a->low < b->high;
  case LDE_OP_LE:
    return a->low <= b->high;
  case LDE_OP_GT:
    return a->high > b->low;
  case LDE_OP_GE:
    return a->high >= b->low;
  default:
    return a->low <= b->high && b->low <= a->high;
  }
}

/* A choice beside a text that is none of its items. */
static bool is_no_choice(const lde_expr_node *field, const lde_expr_node *constant)
{
  return field->kind == LDE_N_FIELD && field->field->type == LDE_TYPE_CHOICE &&
         is_fixed(constant) && constant->value.tag == LDE_EXPR_TEXT &&
         lde_choices_index(field->field->choices, constant->value.text, constant->value.len) < 0;
}

static bool never(const lde_expr_node *node);

static bool always(const lde_expr_node *node)
{
  switch (node->kind) {
  case LDE_N_CONSTANT:
    return is_fixed(node) && lde_expr_is_true(&node->value);
  case LDE_N_NOT:
    return never(node->a);
  case LDE_N_AND:
    return always(node->a) && always(node->b);
  case LDE_N_OR:
    return always(node->a) || always(node->b);
  default:
    return false;
  }
}

static bool never_equal(const lde_expr_node *a, const lde_expr_node *b)
{
  enum { NUMBER = LDE_EXPR_IS_INTEGER | LDE_EXPR_IS_FLOAT, WORDS = LDE_EXPR_IS_TEXT | LDE_EXPR_IS_DAY };
  unsigned of_a = a->types, of_b = b->types;

  if ((a->kind == LDE_N_CONSTANT && !is_fixed(a)) || (b->kind == LDE_N_CONSTANT && !is_fixed(b)))
    return false;
  if (is_no_choice(a, b) || is_no_choice(b, a))
    return true;
  of_a |= (of_a & NUMBER ? NUMBER : 0) | (of_a & WORDS ? WORDS : 0);
  of_b |= (of_b & NUMBER ? NUMBER : 0) | (of_b & WORDS ? WORDS : 0);
  return (of_a & of_b) == 0;
}

static bool never_compares(const lde_expr_node *node)
{
  bounds a = bounds_of(node->a), b = bounds_of(node->b);

  if (node->op == LDE_OP_NE)
    return false;
  if (node->op == LDE_OP_EQ && never_equal(node->a, node->b))
    return true;
  return a.known && b.known && !can_order(node->op, &a, &b);
}

/* ---- conditions that exclude each other ---- */

typedef struct fact {
  const lde_field *field;
  int op;
  const lde_expr_value *value;
} fact;
enum { FACTS_MAX = 32 };

static const int mirrored[] = {[LDE_OP_EQ] = LDE_OP_EQ, [LDE_OP_NE] = LDE_OP_NE,
                               [LDE_OP_LT] = LDE_OP_GT, [LDE_OP_LE] = LDE_OP_GE,
                               [LDE_OP_GT] = LDE_OP_LT, [LDE_OP_GE] = LDE_OP_LE};

static void collect(const lde_expr_node *node, fact *facts, int *count)
{
  const lde_expr_node *a = node->a, *b = node->b;

  if (node->kind == LDE_N_AND) {
    collect(a, facts, count);
    collect(b, facts, count);
    return;
  }
  if (node->kind != LDE_N_BINARY || !lde_expr_is_compare(node->op) || *count == FACTS_MAX)
    return;
  if (a->kind == LDE_N_FIELD && !a->a && is_fixed(b))
    facts[(*count)++] = (fact){a->field, node->op, &b->value};
  else if (b->kind == LDE_N_FIELD && !b->a && is_fixed(a))
    facts[(*count)++] = (fact){b->field, mirrored[node->op], &a->value};
}

static bool is_number(const lde_expr_value *value, double *number)
{
  *number = value->tag == LDE_EXPR_INTEGER ? (double)value->integer : value->number;
  return value->tag == LDE_EXPR_INTEGER || value->tag == LDE_EXPR_FLOAT;
}

static bool is_same(const lde_expr_value *a, const lde_expr_value *b)
{
  double x, y;

  if (is_number(a, &x) && is_number(b, &y))
    return x == y;
  if (a->tag != b->tag)
    return false;
  if (a->tag == LDE_EXPR_TEXT)
    return a->len == b->len && memcmp(a->text, b->text, a->len) == 0;
  return a->tag == LDE_EXPR_NIL || a->integer == b->integer;
}

static bool exclude(const fact *a, const fact *b)
{
  double x, y;
  bool low_a = a->op == LDE_OP_GT || a->op == LDE_OP_GE, low_b = b->op == LDE_OP_GT || b->op == LDE_OP_GE;

  if (a->field != b->field)
    return false;
  if (a->op == LDE_OP_EQ && b->op == LDE_OP_EQ)
    return !is_same(a->value, b->value);
  if ((a->op == LDE_OP_EQ && b->op == LDE_OP_NE) || (a->op == LDE_OP_NE && b->op == LDE_OP_EQ))
    return is_same(a->value, b->value);
  if (a->op <= LDE_OP_NE || b->op <= LDE_OP_NE || low_a == low_b || !is_number(a->value, &x) ||
      !is_number(b->value, &y))
    return false;
  if (low_b) { /* b is the upper one from here on */
    const fact *other = a;
    double number = x;
    a = b, b = other;
    x = y, y = number;
  }
  return x > y || (x == y && (a->op == LDE_OP_GT || b->op == LDE_OP_LT));
}

static bool contradicts(const lde_expr_node *node)
{
  fact facts[FACTS_MAX];
  int count = 0;

  collect(node, facts, &count);
  for (int i = 0; i < count; i++)
    for (int k = i + 1; k < count; k++)
      if (exclude(&facts[i], &facts[k]))
        return true;
  return false;
}

static bool never(const lde_expr_node *node)
{
  switch (node->kind) {
  case LDE_N_CONSTANT:
    return is_fixed(node) && !lde_expr_is_true(&node->value);
  case LDE_N_NOT:
    return always(node->a);
  case LDE_N_AND:
    return never(node->a) || never(node->b) || contradicts(node);
  case LDE_N_OR:
    return never(node->a) && never(node->b);
  case LDE_N_BINARY:
    return lde_expr_is_compare(node->op) && never_compares(node);
  default:
    return false;
  }
}

bool lde_expr_is_never_true(const lde_expr *expr)
{
  return never(expr->root);
}

/* ---- units ---- */

static const char *unit_of(const lde_expr_node *node, lde_expr_problem *problem);

static const char *field_unit(const lde_field *field)
{
  switch (field->type) {
  case LDE_TYPE_MONEY:
    return "money";
  case LDE_TYPE_MINUTES:
    return "minutes";
  case LDE_TYPE_LEVEL:
    return "level";
  case LDE_TYPE_SHARE:
    return "share";
  default:
    return NULL;
  }
}

static const char *either(const lde_expr_node *node, lde_expr_problem *problem, bool must_fit)
{
  const char *a = unit_of(node->a, problem), *b = unit_of(node->b, problem);

  if (must_fit && a && b && strcmp(a, b) != 0 && !problem->len) {
    problem->at = node->at;
    problem->len = node->len;
    snprintf(problem->message, sizeof problem->message, "%s, %s", a, b);
  }
  return !a ? b : !b || strcmp(a, b) == 0 ? a : NULL;
}

/* NULL: of no unit, or of one that cannot be told. Looks into all parts. */
static const char *unit_of(const lde_expr_node *node, lde_expr_problem *problem)
{
  const char *unit;

  switch (node->kind) {
  case LDE_N_FIELD:
    if (node->a)
      unit_of(node->a, problem);
    return field_unit(node->field);
  case LDE_N_REDUCE:
    unit_of(node->a, problem);
    unit = node->inner ? unit_of(node->inner, problem) : NULL;
    return node->op == LDE_REDUCE_SUM || node->op == LDE_REDUCE_MIN || node->op == LDE_REDUCE_MAX ||
                   node->op == LDE_REDUCE_AVG
               ? unit
               : NULL;
  case LDE_N_FILTER:
    unit_of(node->a, problem);
    unit_of(node->inner, problem);
    return NULL;
  case LDE_N_PURE:
    for (int i = 0; i < node->arg_count; i++)
      unit_of(node->args[i], problem);
    return NULL;
  case LDE_N_OR:
    return either(node, problem, false);
  case LDE_N_AND:
    unit_of(node->a, problem);
    return unit_of(node->b, problem);
  case LDE_N_NOT:
    unit_of(node->a, problem);
    return NULL;
  case LDE_N_UNARY:
    unit = unit_of(node->a, problem);
    return node->op == LDE_OP_NEG ? unit : NULL;
  case LDE_N_BINARY:
    unit = either(node, problem, node->op == LDE_OP_ADD || node->op == LDE_OP_SUB || lde_expr_is_compare(node->op));
    return node->op == LDE_OP_ADD || node->op == LDE_OP_SUB ? unit : NULL;
  default:
    return NULL;
  }
}

bool lde_expr_mixes_units(const lde_expr *expr, lde_expr_problem *problem)
{
  *problem = (lde_expr_problem){0};
  unit_of(expr->root, problem);
  return problem->len > 0;
}

/* ---- empty fields ---- */

typedef struct doubting {
  void (*tell)(void *ctx, lde_expr_doubt doubt, uint32_t at, uint32_t len, const lde_field *field);
  void *ctx;
  const lde_expr_node *filled[FACTS_MAX]; /* looked at before */
  int count;
} doubting;

static bool is_same_path(const lde_expr_node *a, const lde_expr_node *b)
{
  if (!a || !b)
    return a == b;
  return a->kind == LDE_N_FIELD && b->kind == LDE_N_FIELD && a->field == b->field &&
         is_same_path(a->a, b->a);
}

/* A field that may be empty in this row, and that nobody asked for before. */
static bool may_be_empty(const doubting *d, const lde_expr_node *node)
{
  if (node->kind != LDE_N_FIELD || node->field->flags & (LDE_LIST | LDE_VIRTUAL) ||
      node->field->index == LDE_F_ID)
    return false;
  if (!node->a && (node->field->flags & (LDE_REQUIRED | LDE_KEY) || *node->field->default_text))
    return false;
  for (int i = 0; i < d->count; i++)
    if (is_same_path(d->filled[i], node))
      return false;
  return true;
}

static bool is_nil(const lde_expr_node *node)
{
  return node->kind == LDE_N_CONSTANT && node->value.tag == LDE_EXPR_NIL;
}

/* The fields that are filled when the node is `truth`. */
static void learn(doubting *d, const lde_expr_node *node, bool truth)
{
  if (node->kind == LDE_N_NOT) {
    learn(d, node->a, !truth);
  } else if (node->kind == (truth ? LDE_N_AND : LDE_N_OR)) {
    learn(d, node->a, truth);
    learn(d, node->b, truth);
  } else if (node->kind == LDE_N_FIELD && truth && d->count < FACTS_MAX) {
    d->filled[d->count++] = node;
    if (node->a)
      learn(d, node->a, true);
  } else if (node->kind == LDE_N_BINARY && lde_expr_is_compare(node->op)) {
    bool against_nil = is_nil(node->a) || is_nil(node->b);
    bool filled = node->op == LDE_OP_NE ? (against_nil ? truth : !truth)
                  : node->op == LDE_OP_EQ ? (against_nil ? !truth : truth)
                                          : truth;
    if (filled) {
      learn(d, node->a, true);
      learn(d, node->b, true);
    }
  }
}

static void doubt(doubting *d, const lde_expr_node *node, bool negated);

static void doubt_logic(doubting *d, const lde_expr_node *node, bool negated)
{
  int before = d->count;

  doubt(d, node->a, negated);
  learn(d, node->a, node->kind == LDE_N_AND);
  doubt(d, node->b, negated);
  d->count = before;
}

static void doubt_comparison(doubting *d, const lde_expr_node *node, bool negated)
{
  const lde_expr_node *field = may_be_empty(d, node->a) ? node->a : may_be_empty(d, node->b) ? node->b : NULL;

  if (!field || is_nil(node->a) || is_nil(node->b))
    return;
  if (node->op == LDE_OP_NE && !negated && (node->a->kind == LDE_N_CONSTANT || node->b->kind == LDE_N_CONSTANT))
    d->tell(d->ctx, LDE_DOUBT_NOT_EQUAL, node->at, node->len, field->field);
  else if (node->op != LDE_OP_NE && node->op != LDE_OP_EQ && negated)
    d->tell(d->ctx, LDE_DOUBT_NEGATION, node->at, node->len, field->field);
}

static void doubt(doubting *d, const lde_expr_node *node, bool negated)
{
  doubting inside = {d->tell, d->ctx, {0}, 0};

  if (node->kind == LDE_N_AND || node->kind == LDE_N_OR)
    doubt_logic(d, node, negated);
  else if (node->kind == LDE_N_NOT)
    doubt(d, node->a, !negated);
  else if (node->kind == LDE_N_BINARY && lde_expr_is_compare(node->op))
    doubt_comparison(d, node, negated);
  if (node->kind == LDE_N_REDUCE || node->kind == LDE_N_FILTER) {
    if (node->a->kind == LDE_N_FILTER)
      doubt(d, node->a, false);
    if (node->inner)
      doubt(&inside, node->inner, false);
  } else if (node->kind == LDE_N_BINARY) {
    for (int side = 0; side < 2; side++) {
      const lde_expr_node *part = side ? node->b : node->a;
      if (part->kind == LDE_N_REDUCE)
        doubt(d, part, false);
    }
  }
}

void lde_expr_each_doubt(const lde_expr *expr,
                         void (*tell)(void *ctx, lde_expr_doubt doubt, uint32_t at, uint32_t len,
                                      const lde_field *field),
                         void *ctx)
{
  doubting d = {tell, ctx, {0}, 0};

  doubt(&d, expr->root, false);
}
