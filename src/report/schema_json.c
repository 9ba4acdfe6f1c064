/* JSON Schema (draft-07) of the native YAML files, for completion and checks in editors: a list of
 * records under every plural, children nested under the name of their relation. It is a little more
 * lenient than the loader, which also knows the other records. */
#include <stdio.h>
#include <string.h>

#include "base/error.h"
#include "report/json.h"
#include "report/report.h"

typedef struct schema_writer {
  lde_json json;
  const lde_schema *schema;
  lde_language lang;
} schema_writer;

static bool is_written(const lde_entity *entity)
{
  return entity->origin == LDE_ORIGIN_WRITTEN && strcmp(entity->plural, "organisation") != 0;
}

/* Fields whose own name SQL reserves are written under another one. */
static const char *written_name(const lde_entity *entity, const lde_field *field)
{
  static const char *const aliases[] = {"until", "by", "limit"};

  for (size_t i = 0; i < sizeof aliases / sizeof *aliases; i++)
    if (lde_entity_field(entity, aliases[i]) == field)
      return aliases[i];
  return field->name;
}

static void put_range(lde_json *json, lde_range range)
{
  if (range == LDE_RANGE_NOT_NEGATIVE || range == LDE_RANGE_SHARE_0_1 ||
      range == LDE_RANGE_FROM_0_TO_100)
    lde_json_put_integer(json, "minimum", 0);
  if (range == LDE_RANGE_POSITIVE)
    lde_json_put_integer(json, "exclusiveMinimum", 0);
  if (range == LDE_RANGE_SHARE_0_1)
    lde_json_put_integer(json, "maximum", 1);
  if (range == LDE_RANGE_FROM_1_TO_5) {
    lde_json_put_integer(json, "minimum", 1);
    lde_json_put_integer(json, "maximum", 5);
  }
  if (range == LDE_RANGE_FROM_0_TO_100)
    lde_json_put_integer(json, "maximum", 100);
}

/* "type": one word, or a list of several. */
static void put_types(lde_json *json, const char *first, const char *second)
{
  lde_json_key(json, "type");
  if (!second) {
    lde_json_text(json, first);
    return;
  }
  lde_json_open(json, '[');
  lde_json_text(json, first);
  lde_json_text(json, second);
  lde_json_close(json, ']');
}

/* A number, or text of that shape such as 15% or 7:30. */
static void put_number_or(lde_json *json, const char *type, const char *pattern, lde_range range)
{
  lde_json_key_open(json, "anyOf", '[');
  lde_json_open(json, '{');
  lde_json_put_text(json, "type", type);
  put_range(json, range);
  lde_json_close(json, '}');
  lde_json_open(json, '{');
  lde_json_put_text(json, "type", "string");
  lde_json_put_text(json, "pattern", pattern);
  lde_json_close(json, '}');
  lde_json_close(json, ']');
}

static void put_choices(lde_json *json, const lde_choices *choices)
{
  lde_json_key_open(json, "enum", '[');
  for (int i = 0; i < choices->count; i++) {
    const char *text = choices->items[i].text;
    size_t len = strlen(text);
    lde_json_text(json, text);
    if (len < 10 && strspn(text, "0123456789") == len) { /* 70 reads as a number */
      int64_t value = 0;
      for (const char *c = text; *c; c++)
        value = value * 10 + (*c - '0');
      lde_json_integer(json, value);
    }
  }
  lde_json_close(json, ']');
}

static void put_map(lde_json *json)
{
  lde_json_put_text(json, "type", "object");
  lde_json_key_open(json, "additionalProperties", '{');
  lde_json_key_open(json, "type", '[');
  lde_json_text(json, "string");
  lde_json_text(json, "number");
  lde_json_text(json, "boolean");
  lde_json_close(json, ']');
  lde_json_close(json, '}');
}

/* What one value may be; the members of an open object. */
static void put_value_type(lde_json *json, const lde_field *field)
{
  switch (field->type) {
  case LDE_TYPE_SHARE:
  case LDE_TYPE_FTE:
    put_number_or(json, "number", "^[0-9]+(\\.[0-9]+)? ?%$", field->range);
    break;
  case LDE_TYPE_MONEY: /* major units */
  case LDE_TYPE_NUMBER:
    lde_json_put_text(json, "type", "number");
    put_range(json, field->range);
    break;
  case LDE_TYPE_INTEGER:
    lde_json_put_text(json, "type", "integer");
    put_range(json, field->range);
    break;
  case LDE_TYPE_MINUTES:
    put_number_or(json, "integer", "^([0-9]+(\\.[0-9]{1,2})? ?[hu]|[0-9]{1,6}:[0-5][0-9])$",
                  field->range);
    break;
  case LDE_TYPE_LEVEL: /* an ordinal or a level's label */
    put_types(json, "integer", "string");
    lde_json_put_integer(json, "minimum", 0);
    break;
  case LDE_TYPE_DATE:
    lde_json_put_text(json, "type", "string");
    lde_json_put_text(json, "pattern", "^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$");
    break;
  case LDE_TYPE_TIMESTAMP:
    lde_json_put_text(json, "type", "string");
    lde_json_put_text(json, "pattern",
                      "^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])"
                      "(T([01][0-9]|2[0-3]):[0-5][0-9])?$");
    break;
  case LDE_TYPE_PERIOD: /* 2027, 2027-H1, 2027-Q1, 2027-03, or the id of a written one */
    put_types(json, "string", "integer");
    lde_json_put_text(json, "pattern", "^[^\\s](.*[^\\s])?$");
    break;
  case LDE_TYPE_BOOL:
    lde_json_put_text(json, "type", "boolean");
    break;
  case LDE_TYPE_CHOICE:
    if (field->choices)
      put_choices(json, field->choices);
    else
      lde_json_put_text(json, "type", "string");
    break;
  case LDE_TYPE_REF:
    lde_json_put_text(json, "type", "string");
    lde_json_put_text(json, "pattern", "^[a-z][a-z0-9_]*:.+$");
    break;
  case LDE_TYPE_MAP:
    put_map(json);
    break;
  case LDE_TYPE_TEXT:
  case LDE_TYPE_REFERENCE:
  case LDE_TYPE_COUNT: /* ids and codes such as 0421 or 7 need no quotes */
    put_types(json, "string", "number");
    break;
  }
}

static void put_field(schema_writer *to, const lde_entity *entity, const lde_field *field)
{
  lde_json *json = &to->json;

  lde_json_key_open(json, written_name(entity, field), '{');
  lde_json_put_text(json, "title", field->label[to->lang]);
  if (*field->doc[to->lang])
    lde_json_put_text(json, "description", field->doc[to->lang]);
  if ((field->flags & LDE_LIST) && field->type != LDE_TYPE_MAP) {
    lde_json_put_text(json, "type", "array");
    lde_json_key_open(json, "items", '{');
    put_value_type(json, field);
    lde_json_close(json, '}');
  } else {
    put_value_type(json, field);
  }
  lde_json_close(json, '}');
}

/* Is the field needed on a record that stands at the top, or nested under `link`? */
static bool is_required(const lde_entity *entity, const lde_field *field, const lde_field *link)
{
  if (field == link || (field->default_text && *field->default_text))
    return false;
  if (field->index == LDE_F_ID)
    return entity->id_kind == LDE_ID_OWN_ID;
  return (field->flags & (LDE_REQUIRED | LDE_KEY)) && !(field->flags & LDE_DERIVED);
}

static void put_required(lde_json *json, const lde_entity *entity, const lde_field *link)
{
  bool any = false;

  for (int f = 0; f < entity->field_count; f++) {
    if (!is_required(entity, &entity->fields[f], link))
      continue;
    if (!any)
      lde_json_key_open(json, "required", '[');
    any = true;
    lde_json_text(json, written_name(entity, &entity->fields[f]));
  }
  if (any)
    lde_json_close(json, ']');
}

static void put_choose(lde_json *json, const lde_entity *entity, const lde_choose *choose,
                       const lde_field *link)
{
  for (int i = 0; i < choose->count; i++)
    if (&entity->fields[choose->fields[i]] == link)
      return; /* the parent is the choice */
  lde_json_open(json, '{');
  lde_json_key_open(json, choose->exactly ? "oneOf" : "anyOf", '[');
  for (int i = 0; i < choose->count; i++) {
    lde_json_open(json, '{');
    lde_json_key_open(json, "required", '[');
    lde_json_text(json, written_name(entity, &entity->fields[choose->fields[i]]));
    lde_json_close(json, ']');
    lde_json_close(json, '}');
  }
  lde_json_close(json, ']');
  lde_json_close(json, '}');
}

/* Of the parts of a natural key that exclude each other, one is given. */
static void put_either(lde_json *json, const lde_entity *entity, const lde_field *link)
{
  lde_choose either = {.exactly = true};

  for (int f = 0; f < entity->field_count && either.count < 6; f++)
    if (entity->fields[f].flags & LDE_KEY_EITHER)
      either.fields[either.count++] = f;
  if (either.count)
    put_choose(json, entity, &either, link);
}

/* A list of records, with what is required where they stand. */
static void put_list(schema_writer *to, const char *name, const lde_entity *entity,
                     const lde_field *link)
{
  lde_json *json = &to->json;
  char ref[128];

  snprintf(ref, sizeof ref, "#/definitions/%s", entity->name);
  lde_json_key_open(json, name, '{');
  lde_json_put_text(json, "title", entity->label[to->lang]);
  if (*entity->doc[to->lang])
    lde_json_put_text(json, "description", entity->doc[to->lang]);
  lde_json_put_text(json, "type", "array");
  lde_json_key_open(json, "items", '{');
  lde_json_key_open(json, "allOf", '[');
  lde_json_open(json, '{');
  lde_json_put_text(json, "$ref", ref);
  lde_json_close(json, '}');
  lde_json_open(json, '{');
  put_required(json, entity, link);
  lde_json_close(json, '}');
  put_either(json, entity, link);
  for (size_t i = 0; i < entity->chooses.len; i++)
    put_choose(json, entity, &entity->chooses.data[i], link);
  lde_json_close(json, ']');
  lde_json_close(json, '}');
  lde_json_close(json, '}');
}

/* `goal: g1` and `goals: [g1]` of a need stand for contributions. */
static void put_goals_of_need(schema_writer *to)
{
  lde_json *json = &to->json;

  lde_json_key_open(json, "goals", '{');
  lde_json_put_text(json, "description",
                    LDE_TR(to->lang, "Ids of the goals that the need serves in full.",
                           "Id's van de doelen die de behoefte geheel dient."));
  lde_json_put_text(json, "type", "array");
  lde_json_key_open(json, "items", '{');
  put_types(json, "string", "number");
  lde_json_close(json, '}');
  lde_json_close(json, '}');
  lde_json_key_open(json, "goal", '{');
  lde_json_put_text(json, "description",
                    LDE_TR(to->lang, "Id of the one goal that the need serves.",
                           "Id van het ene doel dat de behoefte dient."));
  put_types(json, "string", "number");
  lde_json_close(json, '}');
}

static void put_entity(schema_writer *to, const lde_entity *entity)
{
  lde_json *json = &to->json;

  lde_json_key_open(json, entity->name, '{');
  lde_json_put_text(json, "title", entity->label[to->lang]);
  if (*entity->doc[to->lang])
    lde_json_put_text(json, "description", entity->doc[to->lang]);
  lde_json_put_text(json, "type", "object");
  lde_json_key_open(json, "properties", '{');
  for (int f = 0; f < entity->field_count; f++)
    if (!(entity->fields[f].flags & LDE_DERIVED))
      put_field(to, entity, &entity->fields[f]);
  if (entity->index == LDE_E(need))
    put_goals_of_need(to);
  for (size_t r = 0; r < entity->relations.len; r++) {
    const lde_relation *relation = &entity->relations.data[r];
    if (is_written(relation->field->entity) && !(relation->field->flags & LDE_DERIVED))
      put_list(to, relation->name, relation->field->entity, relation->field);
  }
  lde_json_close(json, '}');
  lde_json_put_bool(json, "additionalProperties", false);
  lde_json_close(json, '}');
}

/* A file that is checked alone may say which year and organisation it is about. */
static void put_alone(schema_writer *to)
{
  lde_json *json = &to->json;

  lde_json_key_open(json, "organisation", '{');
  lde_json_put_text(json, "$ref", "#/definitions/organisation");
  lde_json_close(json, '}');
  lde_json_key_open(json, "year", '{');
  lde_json_put_text(json, "description",
                    LDE_TR(to->lang, "Plan year or written period, for a file on its own.",
                           "Planjaar of eigen periode, voor een los bestand."));
  put_types(json, "integer", "string");
  lde_json_close(json, '}');
  lde_json_key_open(json, "today", '{');
  lde_json_put_text(
      json, "description",
      LDE_TR(to->lang, "Run date, for a file on its own.", "Peildatum, voor een los bestand."));
  lde_json_put_text(json, "type", "string");
  lde_json_put_text(json, "pattern", "^[0-9]{4}-[0-9]{2}-[0-9]{2}$");
  lde_json_close(json, '}');
}

void lde_report_json_schema(lde_buffer *out, const lde_schema *schema, lde_language language)
{
  schema_writer to = {.json = {.out = out, .indented = true}, .schema = schema, .lang = language};
  lde_json *json = &to.json;

  lde_json_open(json, '{');
  lde_json_put_text(json, "$schema", "http://json-schema.org/draft-07/schema#");
  lde_json_put_text(json, "title",
                    LDE_TR(language, "ldengine: data of an organisation",
                           "ldengine: gegevens van een organisatie"));
  lde_json_put_text(json, "type", "object");
  lde_json_key_open(json, "properties", '{');
  put_alone(&to);
  for (size_t e = 0; e < schema->entities.len; e++)
    if (is_written(schema->entities.data[e]))
      put_list(&to, schema->entities.data[e]->plural, schema->entities.data[e], NULL);
  lde_json_close(json, '}');
  lde_json_put_bool(json, "additionalProperties", false);
  lde_json_key_open(json, "definitions", '{');
  for (size_t e = 0; e < schema->entities.len; e++)
    if (schema->entities.data[e]->origin == LDE_ORIGIN_WRITTEN)
      put_entity(&to, schema->entities.data[e]);
  lde_json_close(json, '}');
  lde_json_close(json, '}');
  lde_buffer_putc(out, '\n');
}
