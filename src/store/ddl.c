#include "store/ddl.h"

#include <sqlite3.h>
#include <string.h>

#include "base/error.h"
#include "model/value.h"
#include "store/tables.h"

/* A name, in quotes where SQL would read it otherwise. */
static void put_name(lde_buffer *out, const char *name)
{
  bool plain = *name && !sqlite3_keyword_check(name, (int)strlen(name)) &&
               strspn(name, "abcdefghijklmnopqrstuvwxyz_0123456789") == strlen(name) &&
               !(*name >= '0' && *name <= '9');
  if (plain)
    lde_buffer_puts(out, name);
  else
    lde_sql_name(out, name);
}

static void put_text(lde_buffer *out, const char *text)
{
  lde_buffer_putc(out, '\'');
  for (; *text; text++) {
    if (*text == '\'')
      lde_buffer_putc(out, '\'');
    lde_buffer_putc(out, *text);
  }
  lde_buffer_putc(out, '\'');
}

/* On one line, so that the comment ends where the line does. */
static void put_comment(lde_buffer *out, const char *text)
{
  lde_buffer_puts(out, "-- ");
  for (; *text; text++)
    lde_buffer_putc(out, (unsigned char)*text < ' ' ? ' ' : *text);
  lde_buffer_putc(out, '\n');
}

static bool is_json(const lde_field *field)
{
  return field->type == LDE_TYPE_MAP || (field->flags & LDE_LIST && !lde_field_is_link(field));
}

static const char *type_of(const lde_field *field)
{
  if (is_json(field))
    return "TEXT";
  switch (lde_type_class_of(field->type)->shape) {
  case LDE_SHAPE_INTEGER:
  case LDE_SHAPE_BOOL:
    return "INTEGER";
  case LDE_SHAPE_NUMBER:
    return "REAL";
  case LDE_SHAPE_TEXT:
    break;
  }
  return "TEXT";
}

static void put_choices(lde_buffer *out, const lde_field *field)
{
  lde_buffer_puts(out, " CHECK (");
  put_name(out, field->name);
  lde_buffer_puts(out, " IN (");
  for (int i = 0; i < field->choices->count; i++) {
    if (i)
      lde_buffer_puts(out, ", ");
    put_text(out, field->choices->items[i].text);
  }
  lde_buffer_puts(out, "))");
}

static void put_range(lde_buffer *out, const lde_field *field)
{
  static const char *const ranges[] = {
      [LDE_RANGE_NOT_NEGATIVE] = ">= 0",
      [LDE_RANGE_POSITIVE] = "> 0",
      [LDE_RANGE_SHARE_0_1] = "BETWEEN 0 AND 1",
      [LDE_RANGE_FROM_1_TO_5] = "BETWEEN 1 AND 5",
      [LDE_RANGE_FROM_0_TO_100] = "BETWEEN 0 AND 100",
  };

  if (field->type == LDE_TYPE_BOOL) {
    lde_buffer_puts(out, " CHECK (");
    put_name(out, field->name);
    lde_buffer_puts(out, " IN (0, 1))");
  } else if (field->range != LDE_RANGE_ANY) {
    lde_buffer_puts(out, " CHECK (");
    put_name(out, field->name);
    lde_buffer_printf(out, " %s)", ranges[field->range]);
  }
}

static void put_constraints(lde_buffer *out, const lde_field *field)
{
  if (field->index == LDE_F_ID)
    lde_buffer_puts(out, " PRIMARY KEY NOT NULL");
  else if (field->flags & (LDE_REQUIRED | LDE_KEY))
    lde_buffer_puts(out, " NOT NULL");
  if (is_json(field)) {
    lde_buffer_puts(out, " CHECK (");
    put_name(out, field->name);
    lde_buffer_puts(out, " IS NULL OR json_valid(");
    put_name(out, field->name);
    lde_buffer_puts(out, "))");
    return;
  }
  if (field->type == LDE_TYPE_CHOICE && field->choices)
    put_choices(out, field);
  put_range(out, field);
  if (field->type == LDE_TYPE_REFERENCE && field->target) {
    lde_buffer_puts(out, " REFERENCES ");
    put_name(out, field->target->plural);
    lde_buffer_puts(out, "(id)");
  }
}

/* The name as people read it, in the language that comes first. */
static void put_label_column(lde_buffer *out, lde_language lang)
{
  lde_buffer_puts(
      out, LDE_TR(lang, "  label TEXT GENERATED ALWAYS AS (coalesce(label_en, label_nl, id))",
                  "  label TEXT GENERATED ALWAYS AS (coalesce(label_nl, label_en, id))"));
}

/* Exactly or at least one of some fields. */
static void put_choose(lde_buffer *out, const lde_entity *entity, const int *fields, int count,
                       bool exactly)
{
  lde_buffer_puts(out, ",\n  CHECK (");
  for (int i = 0; i < count; i++) {
    lde_buffer_puts(out, i ? " + (" : "(");
    put_name(out, entity->fields[fields[i]].name);
    lde_buffer_puts(out, " IS NOT NULL)");
  }
  lde_buffer_puts(out, exactly ? " = 1)" : " >= 1)");
}

static void put_chooses(lde_buffer *out, const lde_entity *entity)
{
  int either[8], count = 0;

  for (int f = 0; f < entity->field_count; f++)
    if (entity->fields[f].flags & LDE_KEY_EITHER && count < 8)
      either[count++] = f;
  if (count)
    put_choose(out, entity, either, count, true);
  for (size_t i = 0; i < entity->chooses.len; i++) {
    const lde_choose *choose = &entity->chooses.data[i];
    if (count && choose->exactly && choose->count == count &&
        memcmp(choose->fields, either, (size_t)count * sizeof *either) == 0)
      continue; /* the same fields as those of the key */
    put_choose(out, entity, choose->fields, choose->count, choose->exactly);
  }
}

static void put_field(lde_buffer *out, const lde_field *field, lde_language lang)
{
  if (field->flags & LDE_VIRTUAL) {
    put_label_column(out, lang);
    return;
  }
  lde_buffer_puts(out, "  ");
  put_name(out, field->name);
  lde_buffer_printf(out, " %s", type_of(field));
  put_constraints(out, field);
}

static void put_field_comment(lde_buffer *out, const lde_field *field, lde_language lang)
{
  lde_buffer text = {0};

  lde_buffer_puts(&text, field->doc[lang]);
  if (field->type == LDE_TYPE_MONEY)
    lde_buffer_puts(&text, LDE_TR(lang, " Minor units.", " In centen (kleinste munteenheid)."));
  else if (field->unit && *field->unit)
    lde_buffer_printf(&text, LDE_TR(lang, " Unit: %s.", " Eenheid: %s."), field->unit);
  if (field->flags & LDE_DERIVED)
    lde_buffer_puts(&text, LDE_TR(lang, " Derived.", " Afgeleid."));
  if (text.len) {
    lde_buffer_puts(out, "  ");
    put_comment(out, text.data[0] == ' ' ? text.data + 1 : text.data);
  }
  lde_buffer_free(&text);
}

static void put_table(lde_buffer *out, const lde_entity *entity, lde_language lang)
{
  bool first = true;

  lde_buffer_puts(out, "\n");
  put_comment(out, entity->label[lang]);
  if (*entity->doc[lang])
    put_comment(out, entity->doc[lang]);
  lde_buffer_puts(out, "CREATE TABLE ");
  put_name(out, entity->plural);
  lde_buffer_puts(out, "(\n");
  for (int f = 0; f < entity->field_count; f++) {
    const lde_field *field = &entity->fields[f];
    if (lde_field_is_link(field))
      continue;
    if (!first)
      lde_buffer_puts(out, ",\n");
    first = false;
    put_field_comment(out, field, lang);
    put_field(out, field, lang);
  }
  put_chooses(out, entity);
  lde_buffer_puts(out, "\n);\n");
}

static void put_link(lde_buffer *out, const lde_field *field, lde_language lang)
{
  lde_buffer table = {0}, item = {0};

  lde_link_name(field, &table);
  lde_link_column(field, &item);
  lde_buffer_puts(out, "\n");
  put_comment(out, field->doc[lang]);
  lde_buffer_puts(out, "CREATE TABLE ");
  put_name(out, table.data);
  lde_buffer_puts(out, "(\n  ");
  put_name(out, field->entity->name);
  lde_buffer_puts(out, " TEXT NOT NULL REFERENCES ");
  put_name(out, field->entity->plural);
  lde_buffer_puts(out, "(id),\n  ");
  put_name(out, item.data);
  lde_buffer_puts(out, " TEXT NOT NULL REFERENCES ");
  put_name(out, field->target->plural);
  lde_buffer_puts(out, "(id),\n  position INTEGER NOT NULL CHECK (position > 0),\n  PRIMARY KEY (");
  put_name(out, field->entity->name);
  lde_buffer_puts(out, ", position)\n);\n");
  lde_buffer_free(&table);
  lde_buffer_free(&item);
}

void lde_ddl_write(const lde_schema *schema, lde_language lang, lde_buffer *out)
{
  put_comment(out, LDE_TR(lang, "The model of ldengine as SQLite tables.",
                          "Het model van ldengine als tabellen voor SQLite."));
  put_comment(out,
              LDE_TR(lang,
                     "Amounts are integers of minor units, dates are texts YYYY-MM-DD, "
                     "lists and maps are JSON.",
                     "Bedragen zijn gehele getallen in centen, datums zijn teksten JJJJ-MM-DD, "
                     "lijsten en tabellen zijn JSON."));
  for (size_t e = 0; e < schema->entities.len; e++) {
    const lde_entity *entity = schema->entities.data[e];
    put_table(out, entity, lang);
    for (int f = 0; f < entity->field_count; f++)
      if (lde_field_is_link(&entity->fields[f]))
        put_link(out, &entity->fields[f], lang);
  }
}
