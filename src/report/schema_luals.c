/* Type stubs for the Lua language server: a class for every entity and its collection, and
 * everything in the ld table, so that an editor completes fields and shows what they mean. */
#include <string.h>

#include "base/error.h"
#include "model/value.h"
#include "report/lua_api.h"
#include "report/report.h"

/* goal_contribution → GoalContribution */
static void append_class(lde_buffer *out, const lde_entity *entity)
{
  bool upper = true;

  lde_buffer_puts(out, "ld.");
  for (const char *c = entity->name; *c; c++) {
    if (*c == '_') {
      upper = true;
      continue;
    }
    lde_buffer_putc(out, upper && *c >= 'a' && *c <= 'z' ? (char)(*c - 32) : *c);
    upper = false;
  }
}

static void append_collection(lde_buffer *out, const lde_entity *entity)
{
  append_class(out, entity);
  lde_buffer_puts(out, "s_"); /* cannot be the class of a record */
}

/* Documentation in one line. */
static void append_line(lde_buffer *out, const char *text)
{
  for (; *text; text++)
    lde_buffer_putc(out, *text == '\n' || *text == '\r' ? ' ' : *text);
}

static void append_item_type(lde_buffer *out, const lde_field *field)
{
  switch (field->type) {
  case LDE_TYPE_REFERENCE:
    if (field->target)
      append_class(out, field->target);
    else
      lde_buffer_puts(out, "any");
    return;
  case LDE_TYPE_REF:
    lde_buffer_puts(out, "ld.Record");
    return;
  case LDE_TYPE_MAP:
    lde_buffer_puts(out, "table<string, string|number|boolean>");
    return;
  case LDE_TYPE_CHOICE:
    for (int i = 0; field->choices && i < field->choices->count; i++)
      lde_buffer_printf(out, "%s\"%s\"", i ? "|" : "", field->choices->items[i].text);
    if (!field->choices)
      lde_buffer_puts(out, "string");
    return;
  default:
    break;
  }
  switch (lde_type_class_of(field->type)->shape) {
  case LDE_SHAPE_TEXT:
    lde_buffer_puts(out, "string");
    break;
  case LDE_SHAPE_INTEGER:
    lde_buffer_puts(out, "integer");
    break;
  case LDE_SHAPE_NUMBER:
    lde_buffer_puts(out, "number");
    break;
  case LDE_SHAPE_BOOL:
    lde_buffer_puts(out, "boolean");
    break;
  }
}

static void append_type(lde_buffer *out, const lde_field *field)
{
  if ((field->flags & LDE_LIST) && field->type == LDE_TYPE_REFERENCE && field->target) {
    append_collection(out, field->target);
  } else if (field->flags & LDE_LIST) {
    bool several = field->type == LDE_TYPE_CHOICE;
    lde_buffer_puts(out, several ? "(" : "");
    append_item_type(out, field);
    lde_buffer_puts(out, several ? ")[]" : "[]");
  } else {
    append_item_type(out, field);
  }
}

static void append_field(lde_buffer *out, const lde_field *field, lde_language lang)
{
  bool always = field->index == LDE_F_ID || (field->flags & (LDE_REQUIRED | LDE_KEY | LDE_LIST));

  lde_buffer_printf(out, "---@field %s%s ", field->name, always ? "" : "?");
  append_type(out, field);
  lde_buffer_putc(out, ' ');
  append_line(out, field->doc[lang] && *field->doc[lang] ? field->doc[lang] : field->label[lang]);
  if (field->type == LDE_TYPE_MONEY)
    lde_buffer_puts(out, LDE_TR(lang, " (minor units)", " (in centen)"));
  else if (field->unit && *field->unit)
    lde_buffer_printf(out, " (%s)", field->unit);
  lde_buffer_putc(out, '\n');
}

/* Row and Rows in a type become the classes of the entity. */
static void append_substituted(lde_buffer *out, const char *type, size_t len,
                               const lde_entity *entity)
{
  for (size_t at = 0; at < len;) {
    if (len - at >= 4 && memcmp(type + at, "Rows", 4) == 0) {
      append_collection(out, entity);
      at += 4;
    } else if (len - at >= 3 && memcmp(type + at, "Row", 3) == 0) {
      append_class(out, entity);
      at += 3;
    } else {
      lde_buffer_putc(out, type[at++]);
    }
  }
}

/* Calls back for every parameter of "name type, name? type"; commas in brackets belong to the type.
 */
static const char *next_param(const char *at, const char **name, size_t *name_len,
                              const char **type, size_t *type_len)
{
  int depth = 0;

  *name = at;
  *name_len = strcspn(at, " ");
  at += *name_len + strspn(at + *name_len, " ");
  *type = at;
  for (; *at && (depth || *at != ','); at++)
    depth += (*at == '(' || *at == '<') - (*at == ')' || *at == '>');
  *type_len = (size_t)(at - *type);
  return at + strspn(at, ", ");
}

/* `---@field where fun(self: …, condition: …): …` */
static void append_method(lde_buffer *out, const lde_lua_function *function,
                          const lde_entity *entity)
{
  const char *name, *type;
  size_t name_len, type_len;

  lde_buffer_printf(out, "---@field %s fun(self: ", function->name);
  append_collection(out, entity);
  for (const char *at = function->params; *at;) {
    at = next_param(at, &name, &name_len, &type, &type_len);
    lde_buffer_printf(out, ", %.*s: ", (int)name_len, name);
    append_substituted(out, type, type_len, entity);
  }
  lde_buffer_puts(out, "): ");
  append_substituted(out, function->returns, strlen(function->returns), entity);
  lde_buffer_putc(out, '\n');
}

static void append_entity(lde_buffer *out, const lde_entity *entity, lde_language lang)
{
  const lde_lua_function *functions;
  size_t count;

  lde_buffer_puts(out, "\n---");
  append_line(out, entity->label[lang]);
  lde_buffer_puts(out, *entity->doc[lang] ? ". " : "");
  append_line(out, entity->doc[lang]);
  lde_buffer_puts(out, "\n---@class ");
  append_class(out, entity);
  lde_buffer_puts(out, ": ld.Record\n");
  for (int f = 0; f < entity->field_count; f++)
    append_field(out, &entity->fields[f], lang);
  for (size_t r = 0; r < entity->relations.len; r++) {
    const lde_relation *relation = &entity->relations.data[r];
    lde_buffer_printf(out, "---@field %s ", relation->name);
    append_collection(out, relation->field->entity);
    lde_buffer_printf(out, " %s: %s\n", relation->field->entity->label[lang],
                      relation->field->label[lang]);
  }
  lde_buffer_puts(out, "\n---@class ");
  append_collection(out, entity);
  lde_buffer_puts(out, ": ld.Collection\n---@operator len: integer\n---@field [string] ");
  append_class(out, entity);
  lde_buffer_putc(out, '\n');
  functions = lde_lua_functions(&count);
  for (size_t i = 0; i < count; i++)
    if (strcmp(functions[i].owner, "collection") == 0)
      append_method(out, &functions[i], entity);
}

static void append_function(lde_buffer *out, const lde_lua_function *function, const char *table,
                            char separator, lde_language lang)
{
  const char *name, *type;
  size_t name_len, type_len;
  lde_buffer names = {0};

  lde_buffer_printf(out, "\n---%s\n", function->doc[lang]);
  for (const char *at = function->params; *at;) {
    at = next_param(at, &name, &name_len, &type, &type_len);
    lde_buffer_printf(out, "---@param %.*s %.*s\n", (int)name_len, name, (int)type_len, type);
    name_len -= name[name_len - 1] == '?';
    lde_buffer_printf(&names, "%s%.*s", names.len ? ", " : "", (int)name_len, name);
  }
  if (*function->returns)
    lde_buffer_printf(out, "---@return %s\n", function->returns);
  lde_buffer_printf(out, "function %s%c%s(%s) end\n", table, separator, function->name,
                    lde_buffer_text(&names));
  lde_buffer_free(&names);
}

static void append_classes(lde_buffer *out, lde_language lang)
{
  lde_buffer_printf(out,
                    "\n---%s\n---@class ld.Source\n---@field file string\n---@field line integer\n"
                    "---@field column integer\n",
                    LDE_TR(lang, "Where a record was written.", "Waar een gegeven is geschreven."));
  lde_buffer_printf(
      out, "\n---%s\n---@class ld.Record\n---@field id string\n---@field source ld.Source\n",
      LDE_TR(lang, "A record of the model; it cannot be changed.",
             "Een gegeven uit het model; het is niet te wijzigen."));
  lde_buffer_printf(out, "\n---%s\n---@class ld.Collection\n",
                    LDE_TR(lang, "Records of one kind, in the order of the sources.",
                           "Gegevens van één soort, in de volgorde van de bronnen."));
  lde_buffer_printf(
      out,
      "\n---%s\n---@class ld.Filter\n---@field lane? string\n---@field kind? string\n"
      "---@field modality? string\n---@field sourcing? string\n---@field offering? string\n"
      "---@field supplier? string\n---@field unit? string\n---@field competency? string\n"
      "---@field focus_area? string\n---@field goal? string\n---@field programme? string\n"
      "---@field period? string\n---@field quarter? integer\n---@field part? string\n",
      LDE_TR(lang, "Which part of the offer a measure counts.",
             "Welk deel van het aanbod een maat telt."));
  lde_buffer_puts(out, "\n---@class ld.Constraint\n");
}

static void append_class_methods(lde_buffer *out, const char *owner, const char *class_name,
                                 const char *fields, lde_language lang)
{
  const lde_lua_function *functions;
  size_t count;
  const char *local = strrchr(class_name, '.') + 1;

  lde_buffer_printf(out, "\n---@class %s\n%slocal %s = {}\n", class_name, fields, local);
  functions = lde_lua_functions(&count);
  for (size_t i = 0; i < count; i++)
    if (strcmp(functions[i].owner, owner) == 0)
      append_function(out, &functions[i], local, ':', lang);
}

static void append_ld(lde_buffer *out, const lde_schema *schema, lde_language lang)
{
  const lde_lua_function *functions;
  const lde_lua_value *values;
  size_t count;

  lde_buffer_puts(out, "\n---@class ld\n");
  values = lde_lua_values(&count);
  for (size_t i = 0; i < count; i++)
    lde_buffer_printf(out, "---@field %s %s %s\n", values[i].name, values[i].type,
                      values[i].doc[lang]);
  for (size_t e = 0; e < schema->entities.len; e++) {
    const lde_entity *entity = schema->entities.data[e];
    lde_buffer_printf(out, "---@field %s ", entity->plural);
    append_collection(out, entity);
    lde_buffer_putc(out, ' ');
    append_line(out, entity->doc[lang]);
    lde_buffer_putc(out, '\n');
  }
  lde_buffer_puts(out, "ld = {}\n");
  functions = lde_lua_functions(&count);
  for (size_t i = 0; i < count; i++)
    if (strcmp(functions[i].owner, "ld") == 0)
      append_function(out, &functions[i], "ld", '.', lang);
  lde_buffer_puts(out, "\nreturn ld\n");
}

/* The words of test files. */
static void append_test_words(lde_buffer *out, lde_language lang)
{
  static const char *const asserts[] = {
      "equal fun(expected: any, actual: any, message?: string)",
      "not_equal fun(unexpected: any, actual: any, message?: string)",
      "same fun(expected: any, actual: any, message?: string)",
      "not_same fun(unexpected: any, actual: any, message?: string)",
      "near fun(expected: number, actual: number, tolerance: number, message?: string)",
      "is_true fun(actual: any, message?: string)",
      "is_false fun(actual: any, message?: string)",
      "is_nil fun(actual: any, message?: string)",
      "is_not_nil fun(actual: any, message?: string)",
      "truthy fun(actual: any, message?: string)",
      "falsy fun(actual: any, message?: string)",
      "has_error fun(body: fun(), message?: string)",
  };

  lde_buffer_printf(
      out, "\n---%s\n---@class ld.Assert\n---@overload fun(value: any, message?: string): any\n",
      LDE_TR(lang, "What a test (*_test.lua) states.", "Wat een test (*_test.lua) stelt."));
  for (size_t i = 0; i < sizeof asserts / sizeof *asserts; i++)
    lde_buffer_printf(out, "---@field %s\n", asserts[i]);
  lde_buffer_puts(out, "assert = {}\n");
  lde_buffer_printf(
      out,
      "\n---%s\n---@param name string\n---@param body fun()\nfunction describe(name, body) end\n",
      LDE_TR(lang, "Tests that belong together.", "Tests die bij elkaar horen."));
  lde_buffer_printf(
      out, "\n---%s\n---@param name string\n---@param body fun()\nfunction it(name, body) end\n",
      LDE_TR(lang, "One test.", "Eén test."));
  lde_buffer_printf(
      out,
      "\n---%s\n---@param body fun()\nfunction before_each(body) end\n\n---%s\n---@param body fun()\nfunction after_each(body) end\n",
      LDE_TR(lang, "Runs before each test around it.", "Loopt voor elke test eromheen."),
      LDE_TR(lang, "Runs after each test around it.", "Loopt na elke test eromheen."));
}

void lde_report_luals(lde_buffer *out, const lde_schema *schema, lde_language lang)
{
  lde_buffer_printf(out, "---@meta ld\n-- %s\n",
                    LDE_TR(lang, "Made by `ldengine schema luals`; do not edit.",
                           "Gemaakt door `ldengine schema luals`; niet bewerken."));
  append_classes(out, lang);
  append_class_methods(out, "measure", "ld.Measure", "", lang);
  append_class_methods(out, "offer", "ld.Offer", "", lang);
  append_class_methods(out, "result", "ld.Result",
                       "---@field status string\n---@field value number\n---@field bound number\n"
                       "---@field gap number\n---@field cost integer\n---@field lines table[]\n",
                       lang);
  append_class_methods(
      out, "measure", "ld.Term",
      "---@operator add(ld.Term|number): ld.Term\n---@operator sub(ld.Term|number): ld.Term\n"
      "---@operator mul(number): ld.Term\n---@operator unm: ld.Term\n",
      lang);
  append_class_methods(out, "model", "ld.Model", "", lang);
  append_class_methods(out, "model_result", "ld.ModelResult",
                       "---@field status string\n---@field value number\n---@field bound number\n",
                       lang);
  for (size_t e = 0; e < schema->entities.len; e++)
    append_entity(out, schema->entities.data[e], lang);
  append_test_words(out, lang);
  append_ld(out, schema, lang);
}
