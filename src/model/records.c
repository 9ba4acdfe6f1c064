/* Checks of one record at a time, after its references are rows: required fields, the choice between
 * fields, periods; and defaults. */
#include <string.h>

#include "base/error.h"
#include "model/connect.h"
#include "model/value.h"

static void check_required(lde_resolve *resolve, const lde_table *table, const lde_field *field,
                           int32_t row)
{
  lde_language lang = resolve->dataset->language;

  if (!(field->flags & (LDE_REQUIRED | LDE_KEY)) || lde_table_has(table, field->index, row) ||
      lde_map_find(&resolve->reported, lde_reported_key(field, row)) != LDE_MAP_NONE)
    return;
  lde_report_row(resolve, table, NULL, row, "load/required", field->doc[lang],
                 LDE_TR(lang, "this %s has no %s", "%s: %s ontbreekt"),
                 table->entity->label[lang], field->name);
}

static void list_names(const lde_entity *entity, const int *fields, int count, lde_language lang,
                       lde_buffer *out)
{
  for (int i = 0; i < count; i++) {
    if (i)
      lde_buffer_puts(out, i + 1 == count ? LDE_TR(lang, " or ", " of ") : ", ");
    lde_buffer_puts(out, entity->fields[fields[i]].name);
  }
}

/* How many of the fields have a value, against what is asked. */
static void check_choose(lde_resolve *resolve, const lde_table *table, const int *fields, int count,
                         bool exactly, int32_t row)
{
  lde_language lang = resolve->dataset->language;
  lde_buffer names = {0};
  int given = 0;

  for (int i = 0; i < count; i++)
    given += lde_table_has(table, fields[i], row);
  if (given == 1 || (!exactly && given > 0))
    return;
  list_names(table->entity, fields, count, lang, &names);
  lde_report_row(resolve, table, NULL, row, "load/required",
                 given ? LDE_TR(lang, "keep one of them", "houd er een van")
                       : LDE_TR(lang, "fill in one of them", "vul er een van in"),
                 given ? LDE_TR(lang, "this %s has more than one of %s", "%s: meer dan een van %s is ingevuld")
                       : LDE_TR(lang, "this %s has none of %s", "%s: geen van %s is ingevuld"),
                 table->entity->label[lang], lde_buffer_text(&names));
  lde_buffer_free(&names);
}

static void check_period(lde_resolve *resolve, const lde_table *table, const lde_field *field,
                         int32_t row)
{
  lde_dataset *dataset = resolve->dataset;
  const char *text = lde_strings_get(&dataset->strings,
                                     (int32_t)lde_table_get(table, field->index, row));
  int32_t first, last;

  if (!lde_period_bounds(dataset, text, &first, &last))
    lde_report_row(resolve, table, field, row, "load/type",
                   LDE_TR(dataset->language,
                          "write 2027, 2027-H1, 2027-Q1, 2027-03 or the id of a written period",
                          "schrijf 2027, 2027-H1, 2027-Q1, 2027-03 of de id van een opgegeven periode"),
                   LDE_TR(dataset->language, "'%s' is not a period", "'%s' is geen periode"), text);
}

void lde_check_records(lde_resolve *resolve)
{
  for (size_t e = 0; e < resolve->dataset->schema->entities.len; e++) {
    const lde_table *table = &resolve->dataset->tables[e];
    const lde_entity *entity = table->entity;
    int either[8], eithers = 0;
    if (entity->origin != LDE_ORIGIN_WRITTEN)
      continue;
    for (int f = 0; f < entity->field_count; f++)
      if (entity->fields[f].flags & LDE_KEY_EITHER && eithers < 8)
        either[eithers++] = f;
    for (int f = 0; f < entity->field_count; f++) {
      const lde_field *field = &entity->fields[f];
      bool required = field->flags & (LDE_REQUIRED | LDE_KEY);
      bool period = field->type == LDE_TYPE_PERIOD && !(field->flags & LDE_LIST);
      if (!required && !(period && table->columns[f].present))
        continue;
      for (int32_t row = 0; row < lde_table_count(table); row++) {
        check_required(resolve, table, field, row);
        if (period && lde_table_has(table, f, row))
          check_period(resolve, table, field, row);
      }
    }
    for (int32_t row = 0; row < lde_table_count(table); row++) {
      if (eithers)
        check_choose(resolve, table, either, eithers, true, row);
      for (size_t i = 0; i < entity->chooses.len; i++)
        check_choose(resolve, table, entity->chooses.data[i].fields,
                     entity->chooses.data[i].count, entity->chooses.data[i].exactly, row);
    }
  }
}

void lde_fill_defaults(lde_resolve *resolve)
{
  static const lde_dialect dialect = LDE_DIALECT_INIT;
  lde_parse parse = {.dataset = resolve->dataset, .dialect = &dialect};

  for (size_t e = 0; e < resolve->dataset->schema->entities.len; e++) {
    lde_table *table = &resolve->dataset->tables[e];
    for (int f = 0; f < table->entity->field_count; f++) {
      const lde_field *field = &table->entity->fields[f];
      int64_t value;
      if (!*field->default_text ||
          !lde_value_parse(&parse, field, field->default_text, strlen(field->default_text), &value))
        continue;
      for (int32_t row = 0; row < lde_table_count(table); row++)
        if (!lde_table_has(table, f, row))
          lde_table_derive(table, f, row, value);
    }
  }
  lde_mistake_deinit(&parse.mistake);
}
