#include "script/expression_check.h"

#include <string.h>

#include "base/error.h"
#include "script/collection.h"
#include "script/ld.h"

const char *const lde_expression_ld_names[] = {"year",    "today",    "org",        "money",
                                               "date",    "add_days", "add_months", "days",
                                               "quarter", "param",    "level",      NULL};
const char *const lde_expression_math_names[] = {"min", "max", "abs", "floor", "ceil", NULL};
static const char *const text_methods[] = {"lower", "upper", "sub", "find", "match", NULL};

enum { DEPTH_MAX = 100 };

/* What is known of the value to the left of a dot or colon. */
typedef struct chain {
  enum {
    CHAIN_NONE,
    CHAIN_UNKNOWN,
    CHAIN_SCALAR,
    CHAIN_RECORD,
    CHAIN_COLLECTION,
    CHAIN_LD,
    CHAIN_MATH
  } kind;
  const lde_entity *entity; /* of RECORD and COLLECTION */
  const char *name;         /* of SCALAR, for the message */
  int name_len;
} chain;

typedef struct bracket {
  char closes;
  chain result;               /* of what is behind the closing bracket */
  const lde_entity *elements; /* the first argument is an expression over these; else NULL */
} bracket;

typedef struct check {
  lua_State *L;
  lde_language lang;
  const lde_entity *entity, *outer;
  const char *const *extras;
  const char *text;
  size_t len;
  lde_expression_names *out;
  lde_scanner scanner;
  lde_token token, before;
  chain at;
  bracket brackets[DEPTH_MAX];
  int depth;
} check;

/* ---- messages ---- */

/* `(column 11 of "current < requird")`; a long text is cut. */
static const char *push_where(check *c, const char *place)
{
  size_t column = lde_utf8_count(c->text, (size_t)(place - c->text)) + 1;
  size_t shown = c->len > 60 ? 60 : c->len;

  while (shown < c->len && shown > 0 && ((unsigned char)c->text[shown] & 0xC0) == 0x80)
    shown--;
  lua_pushlstring(c->L, c->text, shown);
  return lua_pushfstring(c->L, LDE_TR(c->lang, "column %d of \"%s%s\"", "kolom %d van \"%s%s\""),
                         (int)column, lua_tostring(c->L, -1), shown < c->len ? "\xE2\x80\xA6" : "");
}

static void refuse(check *c, const char *fact)
{
  luaL_error(c->L, "%s (%s)", fact, push_where(c, c->token.text));
}

static const char *token_text(check *c)
{
  return lua_pushlstring(c->L, c->token.text, c->token.len > 60 ? 60 : c->token.len);
}

/* `is_free`: the name stands by itself, so it could be an extra one too. */
static void refuse_field(check *c, const lde_entity *entity, bool is_free)
{
  const char *name = token_text(c);
  lde_suggestion suggestion = {.wanted = name};

  lde_name_suggest(entity, &suggestion);
  for (int i = 0; is_free && c->extras && c->extras[i]; i++)
    lde_suggestion_offer(&suggestion, c->extras[i]);
  lde_script_raise_unknown(
      c->L, &suggestion,
      LDE_TR(c->lang, "%s have no field '%s' (%s)", "%s hebben geen veld '%s' (%s)"),
      entity->plural, name, push_where(c, c->token.text));
}

static void refuse_name(check *c, const char *const *known)
{
  const char *name = token_text(c);
  lde_suggestion suggestion = {.wanted = name};

  for (; known && *known; known++)
    lde_suggestion_offer(&suggestion, *known);
  lde_script_raise_unknown(c->L, &suggestion,
                           LDE_TR(c->lang, "unknown name '%s' (%s)", "onbekende naam '%s' (%s)"),
                           name, push_where(c, c->token.text));
}

/* ---- what names stand for ---- */

static chain chain_of_field(const lde_field *field)
{
  if (field->type == LDE_TYPE_REFERENCE && field->target)
    return (chain){.kind = field->flags & LDE_LIST ? CHAIN_COLLECTION : CHAIN_RECORD,
                   .entity = field->target};
  if (field->flags & LDE_LIST || field->type == LDE_TYPE_MAP || field->type == LDE_TYPE_REF)
    return (chain){.kind = CHAIN_UNKNOWN};
  return (chain){.kind = CHAIN_SCALAR, .name = field->name, .name_len = (int)strlen(field->name)};
}

static chain chain_of_code(const lde_entity *entity, lde_name_code code)
{
  switch (lde_name_kind_of(code)) {
  case LDE_NAME_FIELD:
    return chain_of_field(&entity->fields[lde_name_index(code)]);
  case LDE_NAME_RELATION:
    return (chain){.kind = CHAIN_COLLECTION,
                   .entity = entity->relations.data[lde_name_index(code)].field->entity};
  case LDE_NAME_LD:
    return (chain){.kind = CHAIN_LD};
  case LDE_NAME_MATH:
    return (chain){.kind = CHAIN_MATH};
  default:
    return (chain){.kind = CHAIN_UNKNOWN};
  }
}

static bool is_among(const lde_token *token, const char *const *names)
{
  for (; *names; names++)
    if (lde_token_is(token, *names))
      return true;
  return false;
}

/* A name that stands by itself. */
static lde_name_code find_free(check *c, const char *name)
{
  lde_name_code code = -1;

  for (int i = 0; c->extras && c->extras[i]; i++)
    if (strcmp(c->extras[i], name) == 0)
      return lde_name_make(LDE_NAME_EXTRA, i);
  if (c->entity)
    code = lde_name_find_text(c->entity, name);
  if (code >= 0)
    return code;
  if (strcmp(name, "P") == 0)
    return lde_name_make(LDE_NAME_P, 0);
  if (strcmp(name, "ld") == 0)
    return lde_name_make(LDE_NAME_LD, 0);
  if (strcmp(name, "math") == 0)
    return lde_name_make(LDE_NAME_MATH, 0);
  return strcmp(name, "each") == 0 ? lde_name_make(LDE_NAME_EACH, 0) : -1;
}

static void remember(check *c, lde_name_code code)
{
  lde_expression_names *out = c->out;

  if (!out)
    return;
  for (int i = 0; i < out->count; i++)
    if (out->names[i].len == c->token.len &&
        memcmp(out->names[i].text, c->token.text, c->token.len) == 0)
      return;
  if (out->count == LDE_EXPRESSION_NAMES_MAX)
    refuse(c,
           LDE_TR(c->lang, "too many names in one expression", "te veel namen in één expressie"));
  out->names[out->count++] = (lde_free_name){c->token.text, c->token.len, code};
}

static void take_free_name(check *c)
{
  const char *name = token_text(c);
  lde_name_code code = find_free(c, name);
  lde_token next = lde_scanner_peek(&c->scanner);

  lua_pop(c->L, 1);
  if (code < 0 && c->entity)
    refuse_field(c, c->entity, true);
  if (code < 0)
    refuse_name(c, c->extras);
  if (lde_name_kind_of(code) == LDE_NAME_EACH && !c->outer)
    refuse(
        c,
        LDE_TR(
            c->lang,
            "'each' is the record around the expression of a collection method, and "
            "there is none here",
            "'each' is het gegeven rond de expressie van een verzameling, en dat is er hier niet"));
  if ((lde_name_kind_of(code) == LDE_NAME_LD || lde_name_kind_of(code) == LDE_NAME_MATH) &&
      !lde_token_is(&next, "."))
    refuse(c, LDE_TR(c->lang, "a name of 'ld' or 'math' must follow with a dot",
                     "na 'ld' of 'math' moet een punt met een naam volgen"));
  remember(c, code);
  c->at = lde_name_kind_of(code) == LDE_NAME_EACH
              ? (chain){.kind = CHAIN_RECORD, .entity = c->outer}
              : chain_of_code(c->entity, code);
}

/* A name behind a dot. */
static void take_member(check *c)
{
  const char *name;
  lde_name_code code;

  switch (c->at.kind) {
  case CHAIN_RECORD:
    name = token_text(c);
    code = lde_name_find_text(c->at.entity, name);
    lua_pop(c->L, 1);
    if (code < 0)
      refuse_field(c, c->at.entity, false);
    c->at = chain_of_code(c->at.entity, code);
    return;
  case CHAIN_SCALAR:
    refuse(c, lua_pushfstring(c->L,
                              LDE_TR(c->lang, "'%s' is a value and has no fields",
                                     "'%s' is een waarde en heeft geen velden"),
                              lua_pushlstring(c->L, c->at.name, (size_t)c->at.name_len)));
    return;
  case CHAIN_COLLECTION: /* c.g1 is c["g1"] */
    c->at = (chain){.kind = CHAIN_RECORD, .entity = c->at.entity};
    return;
  case CHAIN_LD:
    if (!is_among(&c->token, lde_expression_ld_names)) {
      if (lde_ld_has_member(c->L, token_text(c)))
        refuse(c, lua_pushfstring(c->L,
                                  LDE_TR(c->lang,
                                         "ld.%s cannot be used in an expression; write a function",
                                         "ld.%s kan niet in een expressie; schrijf een functie"),
                                  token_text(c)));
      refuse_name(c, lde_expression_ld_names);
    }
    c->at = lde_token_is(&c->token, "org")
                ? (chain){.kind = CHAIN_RECORD,
                          .entity = lde_schema_entity(lde_script_of(c->L)->dataset->schema,
                                                      LDE_E(organisation))}
                : (chain){.kind = CHAIN_UNKNOWN};
    return;
  case CHAIN_MATH:
    if (!is_among(&c->token, lde_expression_math_names))
      refuse_name(c, lde_expression_math_names);
    break;
  default:
    break;
  }
  c->at = (chain){.kind = CHAIN_UNKNOWN};
}

/* ---- methods ---- */

static void refuse_method(check *c, bool of_collection, bool of_text)
{
  const char *name = token_text(c);
  lde_suggestion suggestion = {.wanted = name};

  if (of_collection)
    lde_collection_suggest(&suggestion);
  for (const char *const *method = text_methods; of_text && *method; method++)
    lde_suggestion_offer(&suggestion, *method);
  lde_script_raise_unknown(
      c->L, &suggestion,
      LDE_TR(c->lang, "no method '%s' in expressions (%s)", "geen methode '%s' in expressies (%s)"),
      name, push_where(c, c->token.text));
}

static chain result_of_method(const chain *collection, const lde_token *method, bool no_argument)
{
  if (collection->kind != CHAIN_COLLECTION)
    return (chain){.kind = CHAIN_UNKNOWN};
  if (lde_token_is(method, "where") || lde_token_is(method, "sort") ||
      (lde_token_is(method, "first") && !no_argument))
    return *collection;
  if (lde_token_is(method, "first") || lde_token_is(method, "get"))
    return (chain){.kind = CHAIN_RECORD, .entity = collection->entity};
  return (chain){.kind = CHAIN_UNKNOWN};
}

static void check_nested(check *c, const lde_entity *elements, const lde_token *string);

/* A name behind a colon, with what opens its arguments. */
static void take_method(check *c)
{
  const char *name = token_text(c);
  bool takes_expression = false, of_collection = lde_collection_has_method(name, &takes_expression);
  bool of_text = is_among(&c->token, text_methods);
  lde_token method = c->token, next;
  const lde_entity *elements =
      c->at.kind == CHAIN_COLLECTION && takes_expression ? c->at.entity : NULL;
  chain result;

  lua_pop(c->L, 1);
  if (c->at.kind == CHAIN_COLLECTION ? !of_collection
      : c->at.kind == CHAIN_SCALAR   ? !of_text
      : c->at.kind == CHAIN_RECORD   ? true
                                     : !of_collection && !of_text)
    refuse_method(c, c->at.kind != CHAIN_SCALAR && c->at.kind != CHAIN_RECORD,
                  c->at.kind != CHAIN_COLLECTION && c->at.kind != CHAIN_RECORD);
  next = lde_scanner_peek(&c->scanner);
  if (next.kind == LDE_TOKEN_STRING) { /* c:sum "cost" */
    c->token = lde_scanner_next(&c->scanner);
    if (elements)
      check_nested(c, elements, &c->token);
    c->at = result_of_method(&c->at, &method, false);
    return;
  }
  if (!lde_token_is(&next, "("))
    return; /* Lua's compiler says what is missing */
  c->token = lde_scanner_next(&c->scanner);
  next = lde_scanner_peek(&c->scanner);
  result = result_of_method(&c->at, &method, lde_token_is(&next, ")"));
  if (c->depth == DEPTH_MAX)
    refuse(c, LDE_TR(c->lang, "nested too deeply", "te diep genest"));
  c->brackets[c->depth++] = (bracket){')', result, elements};
  c->at = (chain){.kind = CHAIN_NONE};
}

/* The text of a method's expression, known here because it is a plain string. */
static void check_nested(check *c, const lde_entity *elements, const lde_token *string)
{
  if (!string->body || !c->entity)
    return;
  luaL_checkstack(c->L, 20, "expression");
  lde_expression_check(c->L, elements, c->entity, NULL, string->body, string->body_len, NULL);
}

static void take_string(check *c)
{
  bracket *around = c->depth > 0 ? &c->brackets[c->depth - 1] : NULL;
  lde_token next = lde_scanner_peek(&c->scanner);

  if (around && around->elements && lde_token_is(&c->before, "(") &&
      (lde_token_is(&next, ")") || lde_token_is(&next, ",")))
    check_nested(c, around->elements, &c->token);
  c->at = (chain){.kind = CHAIN_UNKNOWN};
}

/* ---- symbols ---- */

static void open_bracket(check *c, char closes)
{
  chain result = {.kind = CHAIN_UNKNOWN};

  if (closes == ']' && c->at.kind == CHAIN_COLLECTION)
    result = (chain){.kind = CHAIN_RECORD, .entity = c->at.entity};
  if (c->depth == DEPTH_MAX)
    refuse(c, LDE_TR(c->lang, "nested too deeply", "te diep genest"));
  c->brackets[c->depth++] = (bracket){closes, result, NULL};
  c->at = (chain){.kind = CHAIN_NONE};
}

static bool in_braces(const check *c)
{
  return c->depth > 0 && c->brackets[c->depth - 1].closes == '}';
}

static void take_symbol(check *c)
{
  char symbol = c->token.text[0];

  if (c->token.len == 1 && (symbol == '(' || symbol == '[' || symbol == '{')) {
    open_bracket(c, symbol == '(' ? ')' : symbol == '[' ? ']' : '}');
    return;
  }
  if (c->token.len == 1 && (symbol == ')' || symbol == ']' || symbol == '}')) {
    if (c->depth == 0 || c->brackets[c->depth - 1].closes != symbol)
      refuse(c, LDE_TR(c->lang, "a bracket closes that was not opened",
                       "een haakje sluit dat niet is geopend"));
    c->at = c->brackets[--c->depth].result;
    return;
  }
  if (lde_token_is(&c->token, ".") || lde_token_is(&c->token, ":"))
    return; /* what is to the left stays */
  c->at = (chain){.kind = CHAIN_NONE};
  if (lde_token_is(&c->token, "=") && !in_braces(c))
    refuse(c, LDE_TR(c->lang, "an expression cannot assign; compare with ==",
                     "een expressie kan niets toekennen; vergelijk met =="));
  if (lde_token_is(&c->token, ",") && c->depth == 0)
    refuse(c, LDE_TR(c->lang, "an expression is one value", "een expressie is één waarde"));
  if (lde_token_is(&c->token, "...") || lde_token_is(&c->token, "::") ||
      (lde_token_is(&c->token, ";") && !in_braces(c)))
    refuse(c, lua_pushfstring(c->L,
                              LDE_TR(c->lang, "'%s' does not belong in an expression",
                                     "'%s' hoort niet in een expressie"),
                              token_text(c)));
}

static void take_keyword(check *c)
{
  static const char *const allowed[] = {"and", "or", "not", "true", "false", "nil", NULL};

  if (!is_among(&c->token, allowed))
    refuse(c, lua_pushfstring(c->L,
                              LDE_TR(c->lang,
                                     "'%s' does not belong in an expression; write a function",
                                     "'%s' hoort niet in een expressie; schrijf een functie"),
                              token_text(c)));
  c->at = (chain){.kind = CHAIN_NONE};
}

static void take_name(check *c)
{
  lde_token next = lde_scanner_peek(&c->scanner);

  if (lde_token_is(&c->before, "."))
    take_member(c);
  else if (lde_token_is(&c->before, ":"))
    take_method(c);
  else if (in_braces(c) && lde_token_is(&next, "="))
    c->at = (chain){.kind = CHAIN_NONE}; /* {key = …} */
  else
    take_free_name(c);
}

void lde_expression_check(lua_State *L, const lde_entity *entity, const lde_entity *outer,
                          const char *const *extras, const char *text, size_t len,
                          lde_expression_names *out)
{
  check *c = lde_collection_scratch(L, 1, sizeof *c);
  int top = lua_gettop(L), tokens = 0;

  memset(c, 0, sizeof *c);
  c->L = L;
  c->lang = lde_script_of(L)->language;
  c->entity = entity;
  c->outer = outer;
  c->extras = extras;
  c->text = text;
  c->len = len;
  c->out = out;
  c->scanner = (lde_scanner){text, text + len};
  lde_sandbox_charge(L, 20 + len);
  for (;; tokens++) {
    c->before = c->token;
    c->token = lde_scanner_next(&c->scanner);
    if (c->token.kind == LDE_TOKEN_END)
      break;
    if (c->token.kind == LDE_TOKEN_NAME)
      take_name(c);
    else if (c->token.kind == LDE_TOKEN_KEYWORD)
      take_keyword(c);
    else if (c->token.kind == LDE_TOKEN_STRING)
      take_string(c);
    else if (c->token.kind == LDE_TOKEN_SYMBOL)
      take_symbol(c);
    else
      c->at = (chain){.kind = CHAIN_NONE};
    lua_settop(L, top);
  }
  if (tokens == 0)
    luaL_error(L, "%s", LDE_TR(c->lang, "an empty expression", "een lege expressie"));
  if (out)
    out->single = tokens == 1 && out->count == 1;
  lua_settop(L, top - 1);
}
