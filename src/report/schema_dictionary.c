/* The data dictionary: every entity and field in Markdown, for people who fill in or deliver data.
 */
#include <string.h>

#include "base/error.h"
#include "report/report.h"

/* In a cell: one line, no bars, no markup. */
static void append_cell(lde_buffer *out, const char *text)
{
  for (; text && *text; text++) {
    if (*text == '|' || *text == '*' || *text == '`' || *text == '\\')
      lde_buffer_putc(out, '\\');
    if (*text == '<')
      lde_buffer_puts(out, "&lt;");
    else
      lde_buffer_putc(out, (unsigned char)*text < 0x20 ? ' ' : *text);
  }
}

static const char *type_word(const lde_field *field, lde_language lang)
{
  switch (field->type) {
  case LDE_TYPE_TEXT:
    return LDE_TR(lang, "text", "tekst");
  case LDE_TYPE_MONEY:
    return LDE_TR(lang, "money", "bedrag");
  case LDE_TYPE_SHARE:
    return LDE_TR(lang, "share", "aandeel");
  case LDE_TYPE_FTE:
    return "fte";
  case LDE_TYPE_NUMBER:
    return LDE_TR(lang, "number", "getal");
  case LDE_TYPE_INTEGER:
    return LDE_TR(lang, "whole number", "geheel getal");
  case LDE_TYPE_MINUTES:
    return LDE_TR(lang, "minutes", "minuten");
  case LDE_TYPE_LEVEL:
    return LDE_TR(lang, "level", "niveau");
  case LDE_TYPE_DATE:
    return LDE_TR(lang, "date", "datum");
  case LDE_TYPE_TIMESTAMP:
    return LDE_TR(lang, "date and time", "datum en tijd");
  case LDE_TYPE_PERIOD:
    return LDE_TR(lang, "period", "periode");
  case LDE_TYPE_BOOL:
    return LDE_TR(lang, "yes or no", "ja of nee");
  case LDE_TYPE_CHOICE:
    return LDE_TR(lang, "choice", "keuze");
  case LDE_TYPE_REFERENCE:
  case LDE_TYPE_REF:
    return LDE_TR(lang, "reference", "verwijzing");
  case LDE_TYPE_MAP:
    return LDE_TR(lang, "names with values", "namen met waarden");
  case LDE_TYPE_COUNT:
    break;
  }
  return "";
}

static void append_type(lde_buffer *out, const lde_field *field, lde_language lang)
{
  if (field->flags & LDE_LIST)
    lde_buffer_puts(out, LDE_TR(lang, "list: ", "lijst: "));
  lde_buffer_puts(out, type_word(field, lang));
  if (field->target)
    lde_buffer_printf(out, LDE_TR(lang, " to [%s](#%s)", " naar [%s](#%s)"), field->target->plural,
                      field->target->plural);
  else if (field->type == LDE_TYPE_REF)
    lde_buffer_puts(out,
                    LDE_TR(lang, " to a record of any kind", " naar een gegeven van elke soort"));
  if (field->unit && *field->unit) {
    lde_buffer_puts(out, ", ");
    append_cell(out, field->unit);
  }
}

static const char *need_word(const lde_entity *entity, const lde_field *field, lde_language lang)
{
  if (field->flags & LDE_DERIVED)
    return LDE_TR(lang, "computed", "berekend");
  if (field->index == LDE_F_ID && entity->id_kind == LDE_ID_OWN_ID)
    return LDE_TR(lang, "required", "verplicht");
  if (field->flags & LDE_KEY)
    return LDE_TR(lang, "key", "sleutel");
  if (field->flags & LDE_KEY_EITHER)
    return LDE_TR(lang, "key, one of these", "sleutel, één hiervan");
  if (field->flags & LDE_KEY_OPTIONAL)
    return LDE_TR(lang, "key, may be empty", "sleutel, mag leeg");
  if (field->flags & LDE_REQUIRED)
    return LDE_TR(lang, "required", "verplicht");
  return field->flags & LDE_OWN ? LDE_TR(lang, "own field", "eigen veld") : "";
}

static void append_field(lde_buffer *out, const lde_entity *entity, const lde_field *field,
                         lde_language lang)
{
  lde_buffer_printf(out, "| `%s` | ", field->name);
  append_cell(out, field->label[lang]);
  lde_buffer_puts(out, " | ");
  append_type(out, field, lang);
  lde_buffer_printf(out, " | %s | ", need_word(entity, field, lang));
  append_cell(out, field->doc[lang]);
  if (field->default_text && *field->default_text) {
    lde_buffer_puts(out, LDE_TR(lang, " Default: ", " Standaard: "));
    append_cell(out, field->default_text);
    lde_buffer_putc(out, '.');
  }
  for (int i = 0; field->choices && i < field->choices->count; i++) {
    lde_buffer_puts(out, i ? "; " : LDE_TR(lang, " One of: ", " Eén van: "));
    lde_buffer_printf(out, "`%s` (", field->choices->items[i].text);
    append_cell(out, field->choices->items[i].label[lang]);
    lde_buffer_puts(out, i + 1 < field->choices->count ? ")" : ").");
  }
  lde_buffer_puts(out, " |\n");
}

static void append_entity(lde_buffer *out, const lde_entity *entity, lde_language lang)
{
  lde_buffer_printf(out, "\n## %s\n\n**", entity->plural);
  append_cell(out, entity->label[lang]);
  lde_buffer_puts(out, "**");
  if (*entity->doc[lang]) {
    lde_buffer_puts(out, " – ");
    append_cell(out, entity->doc[lang]);
  }
  if (entity->origin == LDE_ORIGIN_ENGINE)
    lde_buffer_puts(out, LDE_TR(lang, " Made by the engine.", " Door het programma gemaakt."));
  if (entity->origin == LDE_ORIGIN_DERIVED)
    lde_buffer_puts(out,
                    LDE_TR(lang, " Computed from other data.", " Berekend uit andere gegevens."));
  if (entity->own)
    lde_buffer_puts(out, LDE_TR(lang, " The organisation's own.", " Van de organisatie zelf."));
  lde_buffer_puts(
      out,
      LDE_TR(lang,
             "\n\n| field | label | type | needed | meaning |\n| --- | --- | --- | --- | --- |\n",
             "\n\n| veld | naam | soort | nodig | betekenis |\n| --- | --- | --- | --- | --- |\n"));
  for (int f = 0; f < entity->field_count; f++)
    if (f == LDE_F_ID || !(entity->fields[f].flags & LDE_COMMON))
      append_field(out, entity, &entity->fields[f], lang);
  for (size_t r = 0; r < entity->relations.len; r++) {
    const lde_relation *relation = &entity->relations.data[r];
    lde_buffer_printf(
        out, "%s`%s` ([%s](#%s))",
        r ? ", "
          : LDE_TR(lang, "\nOther records that refer to it: ", "\nGegevens die ernaar verwijzen: "),
        relation->name, relation->field->entity->plural, relation->field->entity->plural);
  }
  if (entity->relations.len)
    lde_buffer_puts(out, ".\n");
}

/* Fields that every entity has stand once, not on every entity. */
static void append_common(lde_buffer *out, const lde_schema *schema, lde_language lang)
{
  const lde_entity *entity = schema->entities.data[0];

  lde_buffer_puts(
      out, LDE_TR(lang,
                  "\nEvery entity also has these fields:\n\n| field | label | type | needed | "
                  "meaning |\n| --- | --- | --- | --- | --- |\n",
                  "\nElke soort heeft ook deze velden:\n\n| veld | naam | soort | nodig | "
                  "betekenis |\n| --- | --- | --- | --- | --- |\n"));
  for (int f = 1; f < entity->field_count; f++)
    if (entity->fields[f].flags & LDE_COMMON)
      append_field(out, entity, &entity->fields[f], lang);
}

void lde_report_dictionary(lde_buffer *out, const lde_schema *schema, lde_language lang)
{
  lde_buffer_puts(out, LDE_TR(lang, "# Data dictionary\n", "# Gegevenswoordenboek\n"));
  if (schema->entities.len)
    append_common(out, schema, lang);
  for (size_t e = 0; e < schema->entities.len; e++)
    append_entity(out, schema->entities.data[e], lang);
}
