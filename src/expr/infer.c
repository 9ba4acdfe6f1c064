/* What each node can give, whether it can fail, and in which layout kernels can compute it. */
#include <stdio.h>
#include <string.h>

#include "base/date.h"
#include "base/error.h"
#include "expr/node.h"
#include "expr/token.h"

enum {
  NIL = LDE_EXPR_IS_NIL,
  BOOL = LDE_EXPR_IS_BOOL,
  INTEGER = LDE_EXPR_IS_INTEGER,
  FLOAT = LDE_EXPR_IS_FLOAT,
  TEXT = LDE_EXPR_IS_TEXT,
  DAY = LDE_EXPR_IS_DAY,
  RECORD = LDE_EXPR_IS_RECORD,
  COLLECTION = LDE_EXPR_IS_COLLECTION,
  NUMBER = INTEGER | FLOAT,
  ANY = NIL | BOOL | NUMBER | TEXT
};

static bool is_one_of(unsigned types, unsigned allowed)
{
  return (types & ~(unsigned)NIL) != 0 && (types & ~(allowed | NIL)) == 0;
}

static bool is_integer(const lde_expr_node *node)
{
  return node->layout != LDE_LAYOUT_NONE && is_one_of(node->types, INTEGER);
}

static bool is_float(const lde_expr_node *node)
{
  return node->layout != LDE_LAYOUT_NONE && is_one_of(node->types, FLOAT);
}

static bool is_nil(const lde_expr_node *node)
{
  return node->kind == LDE_N_CONSTANT && node->value.tag == LDE_EXPR_NIL;
}

/* ---- messages ---- */

static const char *type_name(lde_language lang, unsigned types)
{
  types &= ~(unsigned)NIL;
  if (types & COLLECTION)
    return LDE_TR(lang, "a collection", "een verzameling");
  if (types & RECORD)
    return LDE_TR(lang, "a record", "een gegeven");
  if (types & NUMBER)
    return LDE_TR(lang, "a number", "een getal");
  if (types & DAY)
    return LDE_TR(lang, "a date", "een datum");
  return types & TEXT ? LDE_TR(lang, "a text", "een tekst")
                      : LDE_TR(lang, "true or false", "waar of onwaar");
}

static bool is_mistyped(lde_expr_compiler *c)
{
  return c && !c->expr->options.allow_mistyped;
}

/* ---- leaves ---- */

static void infer_constant(lde_expr_node *node)
{
  static const unsigned types[] = {NIL, BOOL, INTEGER, FLOAT, TEXT, RECORD, DAY};
  static const lde_expr_layout layouts[] = {LDE_LAYOUT_NONE,   LDE_LAYOUT_BYTE, LDE_LAYOUT_WIDE,
                                            LDE_LAYOUT_DOUBLE, LDE_LAYOUT_NONE, LDE_LAYOUT_NARROW,
                                            LDE_LAYOUT_NARROW};

  node->types = types[node->value.tag];
  node->layout = layouts[node->value.tag];
  if (node->value.tag == LDE_EXPR_INTEGER && node->value.integer >= INT32_MIN &&
      node->value.integer <= INT32_MAX)
    node->layout = LDE_LAYOUT_NARROW;
  node->safe = true;
}

static void infer_field(lde_expr_node *node)
{
  const lde_field *field = node->field;
  bool reachable = !node->a || node->a->layout == LDE_LAYOUT_NARROW;

  node->safe = !node->a || node->a->safe;
  node->layout = LDE_LAYOUT_NARROW;
  switch (field->type) {
  case LDE_TYPE_SHARE:
  case LDE_TYPE_FTE:
  case LDE_TYPE_NUMBER:
    node->types = FLOAT | NIL;
    node->layout = LDE_LAYOUT_DOUBLE;
    break;
  case LDE_TYPE_DATE:
    node->types = DAY | NIL;
    break;
  case LDE_TYPE_TIMESTAMP:
    node->types = TEXT | NIL;
    node->layout = LDE_LAYOUT_NONE;
    break;
  case LDE_TYPE_BOOL:
    node->types = BOOL | NIL;
    node->layout = LDE_LAYOUT_BYTE;
    break;
  case LDE_TYPE_REFERENCE:
    node->types = RECORD | NIL;
    break;
  case LDE_TYPE_TEXT:
  case LDE_TYPE_PERIOD:
  case LDE_TYPE_CHOICE:
    node->types = TEXT | NIL;
    break;
  default:
    node->types = INTEGER | NIL;
    if (lde_type_is_wide(field->type))
      node->layout = LDE_LAYOUT_WIDE;
  }
  if (field->flags & LDE_VIRTUAL || field->index == LDE_F_ID) {
    node->types = TEXT | (node->a ? node->a->types & NIL : 0);
    node->layout = LDE_LAYOUT_NONE;
  }
  if (!reachable)
    node->layout = LDE_LAYOUT_NONE;
}

static void infer_fact(lde_expr_node *node)
{
  static const unsigned types[] = {INTEGER | TEXT | NIL, DAY, RECORD | NIL};

  node->types = types[node->op];
  node->safe = true;
}

/* ---- comparing ---- */

/* Where the codes of a text column come from; NULL when it has none. */
static const void *code_space(const lde_expr_node *node)
{
  static const char pool = 0; /* stands for the texts of the dataset */

  if (node->kind != LDE_N_FIELD || node->layout != LDE_LAYOUT_NARROW || !(node->types & TEXT))
    return NULL;
  return node->field->type == LDE_TYPE_CHOICE ? (const void *)node->field->choices
                                              : (const void *)&pool;
}

static const lde_choices *choices_of(const lde_expr_node *node)
{
  return node->kind == LDE_N_FIELD && node->field->type == LDE_TYPE_CHOICE ? node->field->choices
                                                                           : NULL;
}

static void warn_choice(lde_expr_compiler *c, const lde_expr_node *field, const lde_expr_node *text)
{
  const lde_choices *choices = choices_of(field);
  lde_suggestion suggestion = {.wanted = text->value.text};
  char message[250];

  if (!c || !choices || text->kind != LDE_N_CONSTANT || text->value.tag != LDE_EXPR_TEXT ||
      lde_choices_index(choices, text->value.text, text->value.len) >= 0)
    return;
  for (int i = 0; i < choices->count; i++)
    lde_suggestion_offer(&suggestion, choices->items[i].text);
  snprintf(message, sizeof message, LDE_TR(c->lang, "%s is never '%.60s'", "%s is nooit '%.60s'"),
           field->field->name, text->value.text);
  lde_expr_suggest(message, sizeof message, c->lang, &suggestion);
  lde_expr_warn(c, text, "%s", message);
}

/* A text beside a date becomes a day when it is one: they compare the same. */
static void make_day(const lde_expr_node *beside, lde_expr_node *text)
{
  int32_t day;

  if (!is_one_of(beside->types, DAY) || text->kind != LDE_N_CONSTANT ||
      text->value.tag != LDE_EXPR_TEXT ||
      !lde_date_parse(text->value.text, text->value.len, &day, NULL))
    return;
  text->value = (lde_expr_value){.tag = LDE_EXPR_DAY, .integer = day};
  infer_constant(text);
}

/* A text beside a column of codes becomes the code, -1 when no row can have it. */
static bool make_code(const lde_expr_node *column, lde_expr_node *text, const lde_strings *strings)
{
  const lde_choices *choices = choices_of(column);

  if (text->kind != LDE_N_CONSTANT || text->value.tag != LDE_EXPR_TEXT)
    return false;
  text->code = choices   ? lde_choices_index(choices, text->value.text, text->value.len)
               : strings ? lde_strings_find(strings, text->value.text, text->value.len)
                         : -1;
  return true;
}

static bool has_same_codes(lde_expr_node *a, lde_expr_node *b, const lde_strings *strings)
{
  const void *of_a = code_space(a), *of_b = code_space(b);

  if (of_a && of_b)
    return of_a == of_b;
  return (of_a && make_code(a, b, strings)) || (of_b && make_code(b, a, strings));
}

static bool compares_in_kernels(lde_expr_node *node, const lde_strings *strings)
{
  lde_expr_node *a = node->a, *b = node->b;
  bool equality = node->op == LDE_OP_EQ || node->op == LDE_OP_NE;

  if (equality && (is_nil(a) || is_nil(b)))
    return (is_nil(a) ? b : a)->layout != LDE_LAYOUT_NONE;
  if (equality && is_one_of(a->types, TEXT) && is_one_of(b->types, TEXT))
    return has_same_codes(a, b, strings);
  if (a->layout == LDE_LAYOUT_NONE || b->layout == LDE_LAYOUT_NONE)
    return false;
  if (is_one_of(a->types, NUMBER) && is_one_of(b->types, NUMBER))
    return true;
  if (is_one_of(a->types, DAY) && is_one_of(b->types, DAY))
    return true;
  if (equality && is_one_of(a->types, RECORD) && is_one_of(b->types, RECORD))
    return a->entity == b->entity;
  return equality && is_one_of(a->types, BOOL) && is_one_of(b->types, BOOL);
}

static bool infer_compare(lde_expr_compiler *c, lde_expr_node *node, const lde_strings *strings)
{
  unsigned a, b;
  bool ordered = node->op != LDE_OP_EQ && node->op != LDE_OP_NE;

  make_day(node->a, node->b);
  make_day(node->b, node->a);
  a = node->a->types & ~(unsigned)NIL;
  b = node->b->types & ~(unsigned)NIL;
  node->types = BOOL;
  node->safe =
      node->a->safe && node->b->safe &&
      (!ordered || a == 0 || b == 0 || (!(a & ~(unsigned)NUMBER) && !(b & ~(unsigned)NUMBER)) ||
       (!(a & ~(unsigned)(TEXT | DAY)) && !(b & ~(unsigned)(TEXT | DAY))));
  if (compares_in_kernels(node, strings))
    node->layout = LDE_LAYOUT_BYTE;
  if (!ordered) {
    warn_choice(c, node->a, node->b);
    warn_choice(c, node->b, node->a);
    return true;
  }
  if (is_mistyped(c) && a && b && !((a & NUMBER) && (b & NUMBER)) &&
      !((a & (TEXT | DAY)) && (b & (TEXT | DAY)))) {
    if (type_name(c->lang, a) == type_name(c->lang, b))
      lde_expr_refuse(c, LDE_EXPR_ERROR, node->at, node->len,
                      LDE_TR(c->lang, "%s has no order", "%s heeft geen volgorde"),
                      type_name(c->lang, a));
    else
      lde_expr_refuse(
          c, LDE_EXPR_ERROR, node->at, node->len,
          LDE_TR(c->lang, "%s cannot be compared with %s", "%s is niet te vergelijken met %s"),
          type_name(c->lang, a), type_name(c->lang, b));
    return false;
  }
  return true;
}

/* ---- calculating ---- */

/* A text constant that Lua cannot read as a number. */
static bool is_no_number(const lde_expr_node *node)
{
  int64_t integer;
  double number;

  return node->kind == LDE_N_CONSTANT && node->value.tag == LDE_EXPR_TEXT &&
         lde_expr_number_of(node->value.text, node->value.len, &integer, &number) == 0;
}

static bool can_calculate(const lde_expr_node *node, int op)
{
  unsigned types = node->types & ~(unsigned)NIL;

  if (types == 0)
    return true;
  if (op == LDE_OP_CONCAT)
    return (types & (NUMBER | TEXT | DAY)) != 0;
  if ((op >= LDE_OP_BAND && op <= LDE_OP_SHR) || op == LDE_OP_BNOT)
    return (types & NUMBER) != 0; /* texts are not converted here */
  return (types & (NUMBER | TEXT)) != 0 && !is_no_number(node) && !choices_of(node);
}

static bool check_operand(lde_expr_compiler *c, const lde_expr_node *node,
                          const lde_expr_node *operand, const lde_expr_node *other)
{
  if (!is_mistyped(c) || can_calculate(operand, node->op) || (other->types & ~(unsigned)NIL) == 0)
    return true;
  lde_expr_refuse(c, LDE_EXPR_ERROR, node->at, node->len,
                  LDE_TR(c->lang, "one cannot calculate with %s", "met %s is niet te rekenen"),
                  type_name(c->lang, operand->types));
  return false;
}

static bool infer_arithmetic(lde_expr_compiler *c, lde_expr_node *node)
{
  const lde_expr_node *a = node->a, *b = node->b;
  unsigned nil = (a->types | b->types) & NIL;
  bool numbers = is_one_of(a->types, NUMBER) && is_one_of(b->types, NUMBER);
  bool integers = is_one_of(a->types, INTEGER) && is_one_of(b->types, INTEGER);
  bool divides = node->op == LDE_OP_IDIV || node->op == LDE_OP_MOD;
  bool floats = node->op == LDE_OP_DIV || node->op == LDE_OP_POW;
  bool by_constant =
      b->kind == LDE_N_CONSTANT && b->value.tag == LDE_EXPR_INTEGER && b->value.integer != 0;

  if (node->op == LDE_OP_CONCAT) {
    node->types = TEXT | nil;
    node->safe = a->safe && b->safe && !((a->types | b->types) & (BOOL | RECORD | COLLECTION));
  } else if (node->op >= LDE_OP_BAND && node->op <= LDE_OP_SHR) {
    node->types = INTEGER | nil;
    node->safe = a->safe && b->safe && integers;
  } else {
    node->types = nil | (integers && !floats                    ? INTEGER
                         : is_float(a) || is_float(b) || floats ? FLOAT
                                                                : NUMBER);
    node->safe = a->safe && b->safe && numbers &&
                 (!divides || !(a->types & INTEGER) || !(b->types & INTEGER) || by_constant);
    if ((is_integer(a) || is_float(a)) && (is_integer(b) || is_float(b)) && node->safe)
      node->layout = integers && !floats ? LDE_LAYOUT_WIDE : LDE_LAYOUT_DOUBLE;
  }
  return check_operand(c, node, a, b) && check_operand(c, node, b, a);
}

static bool infer_unary(lde_expr_compiler *c, lde_expr_node *node)
{
  const lde_expr_node *a = node->a;

  if (node->op == LDE_OP_LEN) {
    node->types = INTEGER | (a->types & NIL);
    node->safe = a->safe && is_one_of(a->types, TEXT | DAY | COLLECTION);
    if (is_mistyped(c) && a->types != NIL && !(a->types & (TEXT | DAY | COLLECTION))) {
      lde_expr_refuse(c, LDE_EXPR_ERROR, node->at, node->len,
                      LDE_TR(c->lang, "%s has no length", "%s heeft geen lengte"),
                      type_name(c->lang, a->types));
      return false;
    }
    return true;
  }
  node->types =
      (a->types & NIL) | (node->op == LDE_OP_BNOT || is_one_of(a->types, INTEGER) ? INTEGER
                          : is_one_of(a->types, FLOAT)                            ? FLOAT
                                                                                  : NUMBER);
  node->safe = a->safe && is_one_of(a->types, node->op == LDE_OP_NEG ? NUMBER : INTEGER);
  if (node->op == LDE_OP_NEG && node->safe && (is_integer(a) || is_float(a)))
    node->layout = is_integer(a) ? LDE_LAYOUT_WIDE : LDE_LAYOUT_DOUBLE;
  return check_operand(c, node, a, &(lde_expr_node){.types = ANY});
}

/* ---- and, or ---- */

/* Both are the same kind of value, so that a block can take each row from either. */
static lde_expr_layout common_layout(const lde_expr_node *a, const lde_expr_node *b)
{
  unsigned both = (a->types | b->types) & ~(unsigned)NIL;

  if (a->layout == LDE_LAYOUT_NONE || b->layout == LDE_LAYOUT_NONE)
    return LDE_LAYOUT_NONE;
  if (both == INTEGER)
    return a->layout == b->layout ? a->layout : LDE_LAYOUT_WIDE;
  if (both == FLOAT || both == DAY || both == BOOL || (both == RECORD && a->entity == b->entity))
    return a->layout;
  return LDE_LAYOUT_NONE;
}

static void infer_logic(lde_expr_node *node)
{
  const lde_expr_node *a = node->a, *b = node->b;
  bool is_and = node->kind == LDE_N_AND;
  unsigned kept = is_and ? a->types & (NIL | BOOL) : a->types & ~(unsigned)NIL;

  node->types = kept | b->types;
  if (is_and && !(a->types & (NIL | BOOL)))
    node->types = b->types;
  if (!is_and && a->types == (a->types & (RECORD | NUMBER | TEXT | DAY)))
    node->types = a->types;
  node->safe = a->safe && b->safe;
  node->decided = a->decided && b->decided;
  if (node->types & RECORD)
    node->entity = a->entity && b->entity ? (a->entity == b->entity ? a->entity : NULL)
                   : a->entity            ? a->entity
                                          : b->entity;
  if (a->types == BOOL && b->types == BOOL && node->decided)
    node->layout = LDE_LAYOUT_BYTE;
  else if (is_and)
    node->layout = (a->types & BOOL) == (b->types & BOOL) ? common_layout(a, b) : LDE_LAYOUT_NONE;
  else if (a->kind == LDE_N_AND && a->a->decided && !(a->b->types & BOOL) && !(b->types & BOOL))
    node->layout = common_layout(a->b, b); /* c and x or y */
  else
    node->layout = common_layout(a, b);
  if (!is_and && a->kind == LDE_N_AND && !(a->b->types & BOOL)) /* false and nil give way to y */
    node->types = (a->b->types & ~(unsigned)NIL) | b->types;
}

/* ---- functions and methods ---- */

static void infer_least(lde_expr_node *node)
{
  lde_expr_node **args = node->args;

  node->types = args[0]->types;
  for (int i = 1; i < node->arg_count; i++)
    node->types |= args[i]->types & ~(unsigned)NIL;
  node->safe =
      !(node->types & ~(unsigned)(NUMBER | NIL)) || !(node->types & ~(unsigned)(TEXT | DAY | NIL));
  for (int i = 0; i < node->arg_count; i++)
    node->safe = node->safe && args[i]->safe;
  if (node->safe && node->arg_count == 2 && is_one_of(node->types, args[0]->types) &&
      (is_one_of(node->types, INTEGER) || is_one_of(node->types, FLOAT) ||
       is_one_of(node->types, DAY)))
    node->layout = common_layout(args[0], args[1]);
}

static bool infer_pure(lde_expr_compiler *c, lde_expr_node *node)
{
  lde_expr_node **args = node->args;
  unsigned nil = 0;
  bool dates = true;

  for (int i = 0; i < node->arg_count; i++)
    nil |= args[i]->types & NIL;
  switch ((lde_expr_pure)node->op) {
  case LDE_PURE_MIN:
  case LDE_PURE_MAX:
    infer_least(node);
    return true;
  case LDE_PURE_ABS:
  case LDE_PURE_FLOOR:
  case LDE_PURE_CEIL:
    node->types = is_one_of(args[0]->types, INTEGER) ? INTEGER : NUMBER;
    node->safe = args[0]->safe && !(args[0]->types & ~(unsigned)NUMBER);
    dates = false;
    break;
  case LDE_PURE_LEVEL:
    node->types = INTEGER | NIL;
    dates = false;
    break;
  case LDE_PURE_DAYS:
    make_day(args[0], args[1]);
    make_day(args[1], args[0]);
    node->types = INTEGER | nil;
    node->safe = is_one_of(args[0]->types, DAY) && is_one_of(args[1]->types, DAY) &&
                 args[0]->safe && args[1]->safe;
    if (node->safe && args[0]->layout != LDE_LAYOUT_NONE && args[1]->layout != LDE_LAYOUT_NONE)
      node->layout = LDE_LAYOUT_WIDE;
    break;
  case LDE_PURE_QUARTER:
    node->types = INTEGER | nil;
    node->safe = is_one_of(args[0]->types, DAY) && args[0]->safe;
    break;
  default:
    node->types = DAY | nil;
  }
  if (is_mistyped(c) && dates && args[0]->types != NIL && !(args[0]->types & (TEXT | DAY))) {
    lde_expr_refuse(
        c, LDE_EXPR_ERROR, args[0]->at, args[0]->len,
        LDE_TR(c->lang, "a date is needed here, not %s", "hier hoort een datum, niet %s"),
        type_name(c->lang, args[0]->types));
    return false;
  }
  return true;
}

static bool infer_text(lde_expr_compiler *c, lde_expr_node *node)
{
  node->types = TEXT | (node->a->types & NIL);
  node->safe = node->a->safe && is_one_of(node->a->types, TEXT | DAY) && node->op != LDE_TEXT_SUB;
  for (int i = 0; i < node->arg_count; i++)
    node->safe = node->safe && node->args[i]->safe;
  if (is_mistyped(c) && node->a->types != NIL && !(node->a->types & (TEXT | DAY))) {
    lde_expr_refuse(
        c, LDE_EXPR_ERROR, node->at, node->len,
        LDE_TR(c->lang, "'%s' needs a text, not %s", "'%s' werkt op een tekst, niet op %s"),
        node->text, type_name(c->lang, node->a->types));
    return false;
  }
  return true;
}

/* ---- collections ---- */

/* The collection can be walked by kernels: a relation, filtered by what cannot fail. */
static bool is_walkable(const lde_expr_node *node)
{
  for (int filters = 0; node->kind == LDE_N_FILTER; node = node->a)
    if (!node->inner->decided || ++filters > LDE_EXPR_FILTERS_MAX)
      return false;
  return node->kind == LDE_N_COLLECTION && (!node->a || node->a->layout == LDE_LAYOUT_NARROW);
}

static void infer_sum(lde_expr_node *node)
{
  const lde_expr_node *inner = node->inner;
  unsigned nil = node->a->types & NIL;

  node->types = nil | (is_one_of(inner->types, INTEGER) ? INTEGER : NUMBER);
  if (is_integer(inner) && is_walkable(node->a))
    node->layout = LDE_LAYOUT_WIDE; /* only the sum itself can fail, which its kernel reports */
}

static bool infer_reduce(lde_expr_compiler *c, lde_expr_node *node)
{
  const lde_expr_node *inner = node->inner;
  unsigned nil = node->a->types & NIL;
  bool safe = node->a->safe && (!inner || inner->safe);
  bool kernels = is_walkable(node->a) && node->a->safe;

  switch ((lde_expr_reduce)node->op) {
  case LDE_REDUCE_COUNT:
    node->types = INTEGER | nil;
    node->safe = safe;
    if (kernels && (!inner || inner->decided))
      node->layout = LDE_LAYOUT_WIDE;
    break;
  case LDE_REDUCE_ANY:
  case LDE_REDUCE_ALL:
    node->types = BOOL | nil;
    node->safe = safe;
    if (kernels && inner->decided)
      node->layout = LDE_LAYOUT_BYTE;
    break;
  case LDE_REDUCE_SUM:
    infer_sum(node);
    break;
  case LDE_REDUCE_AVG:
    node->types = FLOAT | NIL;
    break;
  case LDE_REDUCE_FIRST:
    node->types = RECORD | NIL;
    node->safe = safe;
    return true;
  default:
    node->types = (inner->types & ~(unsigned)RECORD) | NIL | (inner->types & RECORD ? TEXT : 0);
    node->safe = safe && !(inner->types & COLLECTION) &&
                 (is_one_of(inner->types, NUMBER) || is_one_of(inner->types, TEXT | DAY) ||
                  is_one_of(inner->types, BOOL));
    if (kernels &&
        (is_integer(inner) || (is_one_of(inner->types, DAY) && inner->layout == LDE_LAYOUT_NARROW)))
      node->layout = is_integer(inner) ? LDE_LAYOUT_WIDE : LDE_LAYOUT_NARROW;
  }
  if (is_mistyped(c) && (node->op == LDE_REDUCE_SUM || node->op == LDE_REDUCE_AVG) &&
      inner->types != NIL && !(inner->types & NUMBER)) {
    lde_expr_refuse(
        c, LDE_EXPR_ERROR, node->at, node->len,
        LDE_TR(c->lang, "%s needs numbers, not %s", "%s rekent met getallen, niet met %s"),
        node->text, type_name(c->lang, inner->types));
    return false;
  }
  return true;
}

/* ---- all ---- */

static bool infer_node(lde_expr_compiler *c, lde_expr_node *node, const lde_strings *strings)
{
  switch (node->kind) {
  case LDE_N_CONSTANT:
    infer_constant(node);
    return true;
  case LDE_N_FIELD:
    infer_field(node);
    return true;
  case LDE_N_COLLECTION:
    node->types = COLLECTION | (node->a ? node->a->types & NIL : 0);
    node->safe = !node->a || node->a->safe;
    return true;
  case LDE_N_FILTER:
    node->types = COLLECTION | (node->a->types & NIL);
    node->safe = node->a->safe && node->inner->safe;
    return true;
  case LDE_N_EACH:
    node->types = RECORD;
    node->layout = LDE_LAYOUT_NARROW;
    node->safe = true;
    return true;
  case LDE_N_EXTRA:
    node->types = ANY;
    node->safe = true;
    return true;
  case LDE_N_FACT:
    infer_fact(node);
    return true;
  case LDE_N_PURE:
    return infer_pure(c, node);
  case LDE_N_TEXT:
    return infer_text(c, node);
  case LDE_N_REDUCE:
    return infer_reduce(c, node);
  case LDE_N_NOT:
    node->types = BOOL;
    node->safe = node->a->safe;
    if (node->a->decided)
      node->layout = LDE_LAYOUT_BYTE;
    return true;
  case LDE_N_AND:
  case LDE_N_OR:
    infer_logic(node);
    return true;
  case LDE_N_UNARY:
    return infer_unary(c, node);
  default:
    return lde_expr_is_compare(node->op) ? infer_compare(c, node, strings)
                                         : infer_arithmetic(c, node);
  }
}

/* A collection as a value is left to Lua: only Lua knows which of two are the same. */
static bool takes_collection(const lde_expr_node *node)
{
  return node->kind == LDE_N_FILTER || node->kind == LDE_N_REDUCE || node->kind == LDE_N_NOT ||
         (node->kind == LDE_N_UNARY && node->op == LDE_OP_LEN);
}

static bool check_child(lde_expr_compiler *c, const lde_expr_node *node, const lde_expr_node *child)
{
  if (!c || !child || !(child->types & COLLECTION) || (node && takes_collection(node)))
    return true;
  lde_expr_refuse(c, LDE_EXPR_FALLBACK, child->at, child->len, "%s",
                  LDE_TR(c->lang, "a collection as a value", "een verzameling als waarde"));
  return false;
}

static bool infer_all(lde_expr_compiler *c, lde_expr_node *node, const lde_strings *strings)
{
  if ((node->a && !infer_all(c, node->a, strings)) ||
      (node->b && !infer_all(c, node->b, strings)) ||
      (node->inner && !infer_all(c, node->inner, strings)))
    return false;
  if (!check_child(c, node, node->a) || !check_child(c, node, node->b) ||
      !check_child(c, NULL, node->inner))
    return false;
  for (int i = 0; node->kind != LDE_N_REDUCE && node->kind != LDE_N_FILTER && i < node->arg_count;
       i++)
    if (!infer_all(c, node->args[i], strings) || !check_child(c, NULL, node->args[i]))
      return false;
  node->layout = LDE_LAYOUT_NONE;
  node->decided = node->safe = false;
  if (!infer_node(c, node, strings))
    return false;
  node->decided = node->decided || node->layout != LDE_LAYOUT_NONE ||
                  (node->kind == LDE_N_NOT && node->a->decided) || is_nil(node) ||
                  (node->kind == LDE_N_CONSTANT);
  return true;
}

bool lde_expr_infer(lde_expr_compiler *c, lde_expr_node *node, const lde_strings *strings)
{
  return infer_all(c, node, strings) && check_child(c, NULL, node);
}

int64_t lde_expr_units(const lde_field *field)
{
  int64_t units = 1;

  for (int scale = lde_type_scale(field->type); scale > 0; scale--)
    units *= 10;
  return units;
}

bool lde_expr_is_number_field(const lde_field *field)
{
  switch (field->type) {
  case LDE_TYPE_MONEY:
  case LDE_TYPE_SHARE:
  case LDE_TYPE_FTE:
  case LDE_TYPE_NUMBER:
  case LDE_TYPE_INTEGER:
  case LDE_TYPE_MINUTES:
  case LDE_TYPE_LEVEL:
    return !(field->flags & LDE_LIST);
  default:
    return false;
  }
}
