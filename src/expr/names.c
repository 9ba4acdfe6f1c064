/* What the names of an expression stand for: fields, relations, parameters, functions and methods.
 */
#include <stdio.h>
#include <string.h>

#include "base/error.h"
#include "expr/node.h"

static lde_expr_node *resolve(lde_expr_compiler *c, lde_expr_node *node);

/* ---- columns that are read ---- */

static void read_column(lde_expr_compiler *c, int entity, int field)
{
  lde_expr *expr = c->expr;

  for (size_t i = 0; i < expr->columns.len; i++)
    if (expr->columns.data[i].entity == entity && expr->columns.data[i].field == field)
      return;
  lde_vec_push(&expr->columns, ((lde_expr_column){entity, field}));
}

static void read_field(lde_expr_compiler *c, const lde_field *field)
{
  const lde_entity *entity = field->entity;

  read_column(c, entity->index, field->index);
  if (field->flags & LDE_VIRTUAL && entity->has_label) {
    read_column(c, entity->index, lde_entity_field(entity, "label_nl")->index);
    read_column(c, entity->index, lde_entity_field(entity, "label_en")->index);
  }
  if (field->index == LDE_F_ID || field->flags & LDE_VIRTUAL)
    read_column(c, entity->index, -1); /* an id can come from the natural key */
}

static void read_relation(lde_expr_compiler *c, const lde_field *field)
{
  read_column(c, field->entity->index, -1);
  read_column(c, field->entity->index, field->index);
  if (field->entity->index == LDE_E(plan_line) && field->index == LDE_F(plan_line, budget))
    read_column(c, LDE_E(funding), -1); /* lines that a budget pays in part */
}

/* ---- messages ---- */

static void *refuse_unknown(lde_expr_compiler *c, const lde_expr_node *node,
                            lde_suggestion *suggestion, const char *fact)
{
  char message[300];

  snprintf(message, sizeof message, "%s", fact);
  lde_expr_suggest(message, sizeof message, c->lang, suggestion);
  return lde_expr_refuse(c, LDE_EXPR_ERROR, node->at, node->len, "%s", message);
}

static void *refuse_field(lde_expr_compiler *c, const lde_entity *entity, const lde_expr_node *node)
{
  lde_suggestion suggestion = {.wanted = node->text};
  char fact[200];

  if (!entity) {
    for (int i = 0; c->expr->options.extras && c->expr->options.extras[i]; i++)
      lde_suggestion_offer(&suggestion, c->expr->options.extras[i]);
    snprintf(fact, sizeof fact, LDE_TR(c->lang, "unknown name '%.60s'", "onbekende naam '%.60s'"),
             node->text);
    return refuse_unknown(c, node, &suggestion, fact);
  }
  for (int f = 0; f < entity->field_count; f++)
    lde_suggestion_offer(&suggestion, entity->fields[f].name);
  for (size_t i = 0; i < entity->relations.len; i++)
    lde_suggestion_offer(&suggestion, entity->relations.data[i].name);
  for (int f = 0; f < entity->field_count && suggestion.count == 0; f++)
    for (int lang = 0; lang < 2 && suggestion.count == 0; lang++)
      if (lde_text_distance(node->text, entity->fields[f].label[lang], 0) == 0)
        suggestion.best[suggestion.count++] = entity->fields[f].name;
  snprintf(fact, sizeof fact,
           LDE_TR(c->lang, "%s have no field '%.60s'", "%s hebben geen veld '%.60s'"),
           entity->plural, node->text);
  return refuse_unknown(c, node, &suggestion, fact);
}

static void *refuse_name(lde_expr_compiler *c, const lde_expr_node *node, const char *const *known,
                         const char *prefix)
{
  lde_suggestion suggestion = {.wanted = node->text};
  char fact[200];

  for (; *known; known++)
    lde_suggestion_offer(&suggestion, *known);
  snprintf(fact, sizeof fact, LDE_TR(c->lang, "unknown name '%s%.60s'", "onbekende naam '%s%.60s'"),
           prefix, node->text);
  return refuse_unknown(c, node, &suggestion, fact);
}

static void *leave_to_lua(lde_expr_compiler *c, const lde_expr_node *node, const char *what)
{
  return lde_expr_refuse(c, LDE_EXPR_FALLBACK, node->at, node->len, "%s", what);
}

/* ---- fields ---- */

static lde_expr_node *make_field(lde_expr_compiler *c, lde_expr_node *node, const lde_field *field,
                                 lde_expr_node *of)
{
  bool list = (field->flags & LDE_LIST) != 0;

  if (field->type == LDE_TYPE_MAP || field->type == LDE_TYPE_REF ||
      (field->type == LDE_TYPE_REFERENCE && !field->target) ||
      (list && field->type != LDE_TYPE_REFERENCE))
    return leave_to_lua(c, node,
                        LDE_TR(c->lang, "a list, a map or a reference to one of several kinds",
                               "een lijst, een map of een verwijzing naar een van meer soorten"));
  node->kind = list ? LDE_N_COLLECTION : LDE_N_FIELD;
  node->op = -1; /* read from the row itself */
  node->field = field;
  node->a = of;
  if (field->type == LDE_TYPE_REFERENCE)
    node->entity = field->target;
  read_field(c, field);
  return node;
}

/* A field, relation or `source` of an entity; NULL and nothing refused when there is none. */
static lde_expr_node *find_member(lde_expr_compiler *c, const lde_entity *entity,
                                  lde_expr_node *node, lde_expr_node *of)
{
  const lde_field *field = lde_entity_field(entity, node->text);
  const lde_relation *relation = lde_entity_relation(entity, node->text);

  if (field)
    return make_field(c, node, field, of);
  if (relation) {
    node->kind = LDE_N_COLLECTION;
    node->field = relation->field;
    node->entity = relation->field->entity;
    node->op = entity->index; /* the side that the relation is read from */
    node->a = of;
    read_relation(c, relation->field);
    return node;
  }
  if (strcmp(node->text, "source") == 0)
    return leave_to_lua(c, node,
                        LDE_TR(c->lang, "the place of a record", "de plaats van een gegeven"));
  return NULL;
}

static int extra_of(const lde_expr_compiler *c, const char *name)
{
  const char *const *extras = c->outer || c->base ? NULL : c->expr->options.extras;

  for (int i = 0; extras && extras[i]; i++)
    if (strcmp(extras[i], name) == 0)
      return i;
  return -1;
}

/* Whether the node is the bare name, not hidden by a field or an extra of that name. */
static bool is_bare(const lde_expr_compiler *c, const lde_expr_node *node, const char *name)
{
  return node->kind == LDE_N_NAME && !node->in_brackets && strcmp(node->text, name) == 0 &&
         extra_of(c, name) < 0 && !(c->entity && lde_entity_field(c->entity, name)) &&
         !(c->entity && lde_entity_relation(c->entity, name));
}

static lde_expr_node *resolve_name(lde_expr_compiler *c, lde_expr_node *node)
{
  int extra = extra_of(c, node->text);
  lde_expr_node *found = NULL;

  if (extra >= 0) {
    node->kind = LDE_N_EXTRA;
    node->op = extra;
    return node;
  }
  if (c->entity)
    found = find_member(c, c->entity, node, NULL);
  if (found || c->status != LDE_EXPR_OK)
    return found;
  if (strcmp(node->text, "each") == 0) {
    if (!c->outer)
      return lde_expr_refuse(
          c, LDE_EXPR_ERROR, node->at, node->len, "%s",
          LDE_TR(
              c->lang,
              "'each' is the record around the expression of a collection; there is none here",
              "'each' is het gegeven rond de expressie van een verzameling; dat is er hier niet"));
    node->kind = LDE_N_EACH;
    node->entity = c->outer;
    return node;
  }
  if (strcmp(node->text, "ld") == 0 || strcmp(node->text, "math") == 0)
    return lde_expr_refuse(c, LDE_EXPR_ERROR, node->at, node->len, "%s",
                           LDE_TR(c->lang, "a name of 'ld' or 'math' must follow with a dot",
                                  "na 'ld' of 'math' moet een punt met een naam volgen"));
  if (strcmp(node->text, "P") == 0)
    return leave_to_lua(c, node,
                        LDE_TR(c->lang, "all parameters at once", "alle parameters tegelijk"));
  return refuse_field(c, c->entity, node);
}

/* ---- parameters and ld ---- */

static lde_expr_node *make_parameter(lde_expr_compiler *c, lde_expr_node *node,
                                     const lde_data *data)
{
  node->kind = LDE_N_CONSTANT;
  node->a = NULL;
  node->value = (lde_expr_value){.tag = LDE_EXPR_NIL};
  switch (data ? data->kind : LDE_DATA_NULL) {
  case LDE_DATA_NULL:
    return node;
  case LDE_DATA_BOOL:
    node->value.tag = LDE_EXPR_BOOL;
    node->value.integer = data->as.truth;
    return node;
  case LDE_DATA_INTEGER:
    node->value.tag = LDE_EXPR_INTEGER;
    node->value.integer = data->as.integer;
    return node;
  case LDE_DATA_NUMBER:
    node->value.tag = LDE_EXPR_FLOAT;
    node->value.number = data->as.number;
    return node;
  case LDE_DATA_TEXT:
    node->value.tag = LDE_EXPR_TEXT;
    node->value.text = data->as.text.bytes;
    node->value.len = (uint32_t)data->as.text.len;
    return node;
  default:
    return leave_to_lua(c, node,
                        LDE_TR(c->lang, "a parameter that is a list or map",
                               "een parameter die een lijst of map is"));
  }
}

/* The data that P or P.a.b is; false when the node is something else. */
static bool find_parameter(lde_expr_compiler *c, const lde_expr_node *node, const lde_data **data)
{
  const lde_data *parent = NULL;

  if (is_bare(c, node, "P")) {
    *data = c->expr->options.params;
    return true;
  }
  if (node->kind != LDE_N_MEMBER || node->in_brackets || !find_parameter(c, node->a, &parent))
    return false;
  if (parent && parent->kind != LDE_DATA_OBJECT && parent->kind != LDE_DATA_NULL)
    return false;
  *data = lde_data_member(parent, node->text);
  return true;
}

static lde_expr_node *resolve_parameter(lde_expr_compiler *c, lde_expr_node *node,
                                        const lde_data *data)
{
  const lde_data *params = c->expr->options.params;
  lde_suggestion suggestion = {.wanted = node->text};
  char message[200];

  if (!data && is_bare(c, node->a, "P")) {
    for (const lde_data *item = params ? params->as.items.first : NULL; item; item = item->next)
      lde_suggestion_offer(&suggestion, item->key);
    snprintf(message, sizeof message,
             LDE_TR(c->lang, "there is no parameter '%.60s'", "er is geen parameter '%.60s'"),
             node->text);
    lde_expr_suggest(message, sizeof message, c->lang, &suggestion);
    lde_expr_warn(c, node, "%s", message);
  }
  return make_parameter(c, node, data);
}

static const char *const ld_names[] = {"year",    "today",    "org",        "money",
                                       "date",    "add_days", "add_months", "days",
                                       "quarter", "param",    "level",      NULL};
static const char *const math_names[] = {"min", "max", "abs", "floor", "ceil", NULL};

static bool is_among(const char *name, const char *const *names)
{
  for (; *names; names++)
    if (strcmp(name, *names) == 0)
      return true;
  return false;
}

static lde_expr_node *resolve_fact(lde_expr_compiler *c, lde_expr_node *node)
{
  static const char *const facts[] = {"year", "today", "org"};

  for (int i = 0; i < 3; i++)
    if (strcmp(node->text, facts[i]) == 0) {
      node->kind = LDE_N_FACT;
      node->op = i;
      node->a = NULL;
      if (i == LDE_FACT_ORG) {
        node->entity = lde_schema_entity(c->expr->schema, LDE_E(organisation));
        read_column(c, node->entity->index, -1);
      }
      return node;
    }
  if (is_among(node->text, ld_names))
    return leave_to_lua(c, node,
                        LDE_TR(c->lang, "a function as a value", "een functie als waarde"));
  if (lde_schema_find(c->expr->schema, node->text) || strcmp(node->text, "params") == 0)
    return lde_expr_refuse(c, LDE_EXPR_ERROR, node->at, node->len,
                           LDE_TR(c->lang,
                                  "ld.%.60s cannot be used in an expression; write a function",
                                  "ld.%.60s kan niet in een expressie; schrijf een functie"),
                           node->text);
  return refuse_name(c, node, ld_names, "ld.");
}

static lde_expr_node *resolve_member(lde_expr_compiler *c, lde_expr_node *node)
{
  const lde_data *data = NULL;
  lde_expr_node *of, *found;

  if (is_bare(c, node->a, "ld"))
    return resolve_fact(c, node);
  if (is_bare(c, node->a, "math"))
    return is_among(node->text, math_names)
               ? leave_to_lua(c, node,
                              LDE_TR(c->lang, "a function as a value", "een functie als waarde"))
               : refuse_name(c, node, math_names, "math.");
  if (find_parameter(c, node, &data))
    return resolve_parameter(c, node, data);
  of = resolve(c, node->a);
  if (!of)
    return NULL;
  if (of->kind == LDE_N_COLLECTION || of->kind == LDE_N_FILTER || !of->entity) {
    if (of->kind == LDE_N_FIELD)
      return lde_expr_refuse(c, LDE_EXPR_ERROR, node->at, node->len,
                             LDE_TR(c->lang, "'%s' is a value and has no fields",
                                    "'%s' is een waarde en heeft geen velden"),
                             of->field->name);
    return leave_to_lua(
        c, node,
        LDE_TR(c->lang, "a name behind a value that is not known to be a record",
               "een naam achter iets waarvan niet vaststaat dat het een gegeven is"));
  }
  found = find_member(c, of->entity, node, of);
  return found || c->status != LDE_EXPR_OK ? found : refuse_field(c, of->entity, node);
}

/* ---- calls ---- */

static bool resolve_arguments(lde_expr_compiler *c, lde_expr_node *node)
{
  for (int i = 0; i < node->arg_count; i++) {
    node->args[i] = resolve(c, node->args[i]);
    if (!node->args[i])
      return false;
  }
  return true;
}

static lde_expr_node *resolve_call(lde_expr_compiler *c, lde_expr_node *node)
{
  static const struct {
    const char *name;
    lde_expr_pure pure;
    int least, most;
  } pures[] = {{"min", LDE_PURE_MIN, 1, 50},
               {"max", LDE_PURE_MAX, 1, 50},
               {"abs", LDE_PURE_ABS, 1, 1},
               {"floor", LDE_PURE_FLOOR, 1, 1},
               {"ceil", LDE_PURE_CEIL, 1, 1},
               {"date", LDE_PURE_DATE, 1, 1},
               {"days", LDE_PURE_DAYS, 2, 2},
               {"add_days", LDE_PURE_ADD_DAYS, 2, 2},
               {"add_months", LDE_PURE_ADD_MONTHS, 2, 2},
               {"quarter", LDE_PURE_QUARTER, 1, 1},
               {"level", LDE_PURE_LEVEL, 2, 2}};
  lde_expr_node *of = node->a;
  bool ld = of->kind == LDE_N_MEMBER && !of->in_brackets && is_bare(c, of->a, "ld");
  bool math = of->kind == LDE_N_MEMBER && !of->in_brackets && is_bare(c, of->a, "math");

  if (!ld && !math) {
    if (of->kind == LDE_N_NAME && !resolve(c, of))
      return NULL;
    return leave_to_lua(c, node,
                        LDE_TR(c->lang, "a call of a value", "een aanroep van een waarde"));
  }
  if (!is_among(of->text, ld ? ld_names : math_names))
    return ld ? resolve_fact(c, of)
              : refuse_name(c, of, math_names, "math."); /* refused either way */
  node->at = of->at;
  node->len = of->len;
  for (size_t i = 0; i < sizeof pures / sizeof *pures; i++)
    if (strcmp(pures[i].name, of->text) == 0 && (pures[i].pure <= LDE_PURE_CEIL) == math) {
      if (node->arg_count < pures[i].least || node->arg_count > pures[i].most)
        return leave_to_lua(
            c, node, LDE_TR(c->lang, "another number of arguments", "een ander aantal argumenten"));
      node->kind = LDE_N_PURE;
      node->op = (int)pures[i].pure;
      node->a = NULL;
      if (node->op == LDE_PURE_LEVEL)
        read_column(c, LDE_E(assessment), -1);
      return resolve_arguments(c, node) ? node : NULL;
    }
  return leave_to_lua(
      c, node, LDE_TR(c->lang, "a function that only Lua has", "een functie die alleen Lua heeft"));
}

/* ---- methods ---- */

static lde_expr_node *resolve_inner(lde_expr_compiler *c, lde_expr_node *node,
                                    const lde_expr_node *text)
{
  lde_expr_compiler inner = *c;

  inner.outer = c->entity;
  inner.entity = node->a->entity;
  inner.text = text->value.text;
  inner.len = text->value.len;
  inner.base = text->at + 1;
  node->inner = lde_expr_parse(&inner);
  if (node->inner)
    node->inner = lde_expr_resolve(&inner, node->inner);
  c->status = inner.status;
  return node->inner ? node : NULL;
}

static lde_expr_node *resolve_collection(lde_expr_compiler *c, lde_expr_node *node)
{
  static const char *const reductions[] = {"count", "sum", "min",   "max", "avg",
                                           "any",   "all", "first", NULL};
  static const char *const others[] = {"get",   "each",   "where",    "sort",
                                       "group", "values", "distinct", NULL};
  lde_suggestion suggestion = {.wanted = node->text};
  char fact[200];
  bool no_argument =
      node->arg_count == 0 || (node->arg_count == 1 && node->args[0]->kind == LDE_N_CONSTANT &&
                               node->args[0]->value.tag == LDE_EXPR_NIL);

  node->entity = NULL;
  for (int i = 0; reductions[i]; i++)
    if (strcmp(reductions[i], node->text) == 0) {
      node->kind = LDE_N_REDUCE;
      node->op = i;
    }
  if (strcmp(node->text, "where") == 0) {
    node->kind = LDE_N_FILTER;
    node->entity = node->a->entity;
  }
  if (node->kind == LDE_N_METHOD && is_among(node->text, others))
    return leave_to_lua(
        c, node, LDE_TR(c->lang, "a method that makes a list", "een methode die een lijst maakt"));
  if (node->kind == LDE_N_METHOD) {
    for (int i = 0; reductions[i]; i++)
      lde_suggestion_offer(&suggestion, reductions[i]);
    for (int i = 0; others[i]; i++)
      lde_suggestion_offer(&suggestion, others[i]);
    snprintf(fact, sizeof fact,
             LDE_TR(c->lang, "collections have no method '%.60s'",
                    "verzamelingen hebben geen methode '%.60s'"),
             node->text);
    return refuse_unknown(c, node, &suggestion, fact);
  }
  if (node->kind == LDE_N_REDUCE && node->op == LDE_REDUCE_FIRST && no_argument) {
    node->entity = node->a->entity;
    return node;
  }
  if (node->kind == LDE_N_REDUCE && node->op == LDE_REDUCE_COUNT && no_argument)
    return node;
  if (node->arg_count != 1 || node->args[0]->kind != LDE_N_CONSTANT ||
      node->args[0]->value.tag != LDE_EXPR_TEXT ||
      (node->kind == LDE_N_REDUCE && node->op == LDE_REDUCE_FIRST))
    return leave_to_lua(c, node,
                        LDE_TR(c->lang, "a method whose argument is not a text",
                               "een methode waarvan het argument geen tekst is"));
  return resolve_inner(c, node, node->args[0]);
}

static lde_expr_node *resolve_method(lde_expr_compiler *c, lde_expr_node *node)
{
  static const char *const text_methods[] = {"lower", "upper", "sub", "find", "match", NULL};
  lde_suggestion suggestion = {.wanted = node->text};
  char fact[200];

  node->a = resolve(c, node->a);
  if (!node->a)
    return NULL;
  if (node->a->kind == LDE_N_COLLECTION || node->a->kind == LDE_N_FILTER)
    return resolve_collection(c, node);
  if (node->a->entity && c->expr->options.allow_mistyped)
    return leave_to_lua(c, node,
                        LDE_TR(c->lang, "a method of a record", "een methode van een gegeven"));
  if (!is_among(node->text, text_methods) || node->a->entity) {
    for (int i = 0; text_methods[i] && !node->a->entity; i++)
      lde_suggestion_offer(&suggestion, text_methods[i]);
    snprintf(fact, sizeof fact,
             LDE_TR(c->lang, "there is no method '%.60s' here", "hier is geen methode '%.60s'"),
             node->text);
    return refuse_unknown(c, node, &suggestion, fact);
  }
  for (int i = 0; i < 3; i++)
    if (strcmp(text_methods[i], node->text) == 0) {
      node->kind = LDE_N_TEXT;
      node->op = i;
      if (i == LDE_TEXT_SUB && node->arg_count == 0)
        return leave_to_lua(c, node,
                            LDE_TR(c->lang, "sub without a position", "sub zonder positie"));
      return resolve_arguments(c, node) ? node : NULL;
    }
  return leave_to_lua(c, node, LDE_TR(c->lang, "a pattern", "een patroon"));
}

/* ---- all ---- */

static lde_expr_node *resolve(lde_expr_compiler *c, lde_expr_node *node)
{
  switch (node->kind) {
  case LDE_N_NAME:
    return resolve_name(c, node);
  case LDE_N_MEMBER:
    return resolve_member(c, node);
  case LDE_N_CALL:
    return resolve_call(c, node);
  case LDE_N_METHOD:
    return resolve_method(c, node);
  default:
    if (node->a && !(node->a = resolve(c, node->a)))
      return NULL;
    if (node->b && !(node->b = resolve(c, node->b)))
      return NULL;
    return node;
  }
}

lde_expr_node *lde_expr_resolve(lde_expr_compiler *c, lde_expr_node *node)
{
  return resolve(c, node);
}
