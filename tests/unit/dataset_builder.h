/* dataset_builder.h: small datasets for tests, written as "field=value; field=a|b". */
#ifndef TESTS_DATASET_BUILDER_H
#define TESTS_DATASET_BUILDER_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <string.h>

#include "base/date.h"
#include "base/text.h"
#include "model/dataset.h"
#include "model/diagnostic.h"
#include "model/resolve.h"
#include "model/value.h"

static inline lde_dataset *build_dataset(void)
{
  lde_schema *schema = lde_schema_new();
  lde_dataset *ds;
  lde_source source = {.name = "test.yaml", .path = "test.yaml", .entity = -1};

  lde_schema_finish(schema);
  ds = lde_dataset_new(schema);
  ds->year = "2027";
  ds->year_first = lde_date_from_civil(2027, 1, 1);
  ds->year_last = lde_date_from_civil(2027, 12, 31);
  ds->today = ds->year_first;
  lde_vec_push(&ds->sources, source);
  return ds;
}

/* Lets the row come from another source; its line stays. */
static inline void build_source(lde_dataset *ds, int entity, int32_t row, int32_t source)
{
  lde_table *table = lde_dataset_table(ds, entity);
  lde_place place = lde_table_place(table, row);

  place.source = source;
  lde_table_move(table, row, place);
}

/* Adds one record; the line in its place counts up. */
static inline int32_t build_row(lde_dataset *ds, const char *plural, const char *fields)
{
  static const lde_dialect dialect = LDE_DIALECT_INIT;
  lde_entity *entity = lde_schema_find(ds->schema, plural);
  lde_table *table;
  lde_parse parse = {.dataset = ds, .dialect = &dialect};
  int32_t row;
  char copy[1024];

  assert_non_null(entity);
  table = lde_dataset_table(ds, entity->index);
  row = lde_table_add(table, (lde_place){0, (uint32_t)lde_table_count(table) + 1, 1});
  snprintf(copy, sizeof copy, "%s", fields);
  for (char *rest = NULL, *part = strtok_r(copy, ";", &rest); part; part = strtok_r(NULL, ";", &rest)) {
    char *equals = strchr(part, '=');
    const lde_field *field;
    int64_t value;
    part += strspn(part, " ");
    *equals = '\0';
    field = lde_entity_field(entity, part);
    if (!field)
      fail_msg("no field %s in %s", part, plural);
    if (field->flags & LDE_LIST) {
      char *inner = NULL;
      for (char *item = strtok_r(equals + 1, "|", &inner); item; item = strtok_r(NULL, "|", &inner)) {
        assert_true(lde_value_parse(&parse, field, item, strlen(item), &value));
        lde_table_append(table, field->index, row, (int32_t)value);
      }
      continue;
    }
    if (!lde_value_parse(&parse, field, equals + 1, strlen(equals + 1), &value))
      fail_msg("%s=%s: %s", part, equals + 1, lde_buffer_text(&parse.mistake.message));
    lde_table_put(table, field->index, row, value);
  }
  lde_mistake_deinit(&parse.mistake);
  return row;
}

/* Resolves and expects no mistakes. */
static inline void build_resolve(lde_dataset *ds)
{
  lde_diagnostics found = {0};
  lde_dataset_resolve(ds, &found);
  if (found.errors)
    fail_msg("%s: %s", found.items.data[0].code, found.items.data[0].message);
  lde_diagnostics_free(&found);
}

/* Resolves and expects exactly these codes, in the order found, separated by blanks. */
static inline void build_expect(lde_dataset *ds, const char *codes)
{
  lde_diagnostics found = {0};
  lde_buffer got = {0};
  lde_dataset_resolve(ds, &found);
  for (size_t i = 0; i < found.items.len; i++)
    lde_buffer_printf(&got, "%s%s", i ? " " : "", found.items.data[i].code);
  assert_string_equal(lde_buffer_text(&got), codes);
  lde_buffer_free(&got);
  lde_diagnostics_free(&found);
}

#endif
