/* Ids of rows: written ones, and those made from the natural key (data-model.md 3.1). */
#include <string.h>

#include "model/connect.h"
#include "model/equal.h"
#include "model/value.h"

/* The parts of a natural key joined by '/', a '/' inside a part as %2F; empty parts are left out. */
static void append_key(lde_dataset *dataset, const lde_table *table, int32_t row, lde_buffer *out)
{
  const lde_entity *entity = table->entity;
  lde_buffer part = {0};
  size_t before = out->len;

  for (int f = 0; f < entity->field_count; f++) {
    const lde_field *field = &entity->fields[f];
    if (!(field->flags & LDE_ANY_KEY) || !lde_table_has(table, f, row))
      continue;
    lde_buffer_truncate(&part, 0);
    lde_field_print(dataset, table, field, row, &part);
    if (!part.len)
      continue;
    if (out->len > before)
      lde_buffer_putc(out, '/');
    for (size_t i = 0; i < part.len; i++)
      if (part.data[i] == '/')
        lde_buffer_puts(out, "%2F");
      else
        lde_buffer_putc(out, part.data[i]);
  }
  if (out->len == before)
    lde_buffer_printf(out, "%d", row + 1);
  lde_buffer_free(&part);
}

void lde_row_id(const lde_dataset *dataset, const lde_table *table, int32_t row, lde_buffer *out)
{
  if (lde_table_has(table, LDE_F_ID, row)) {
    int32_t code = (int32_t)lde_table_get(table, LDE_F_ID, row);
    lde_buffer_append(out, lde_strings_get(&dataset->strings, code),
                      lde_strings_length(&dataset->strings, code));
  } else {
    append_key((lde_dataset *)dataset, table, row, out);
  }
}

/* Gives rows without a written id their entry; the second of a key gets #2, and so on, and then keeps
 * that id as its written one. */
static void complete_index(lde_dataset *dataset, lde_table *table)
{
  lde_buffer id = {0};

  table->id_index_complete = true;
  for (int32_t row = 0; row < lde_table_count(table); row++) {
    size_t len;
    int32_t code;
    if (lde_table_has(table, LDE_F_ID, row))
      continue;
    lde_buffer_truncate(&id, 0);
    append_key(dataset, table, row, &id);
    len = id.len;
    code = lde_strings_intern(&dataset->strings, id.data, id.len);
    for (int number = 2; lde_codes_add(&table->by_id, code, row) != row; number++) {
      lde_buffer_truncate(&id, len);
      lde_buffer_printf(&id, "#%d", number);
      code = lde_strings_intern(&dataset->strings, id.data, id.len);
      lde_table_derive(table, LDE_F_ID, row, code);
    }
  }
  lde_buffer_free(&id);
}

/* Rows without a written id that share their natural key: these get #2, #3 at once, so that an id does
 * not depend on who asked for one before. The others keep their id unwritten: a million interned ids
 * would weigh more than the data. */

enum { KEY_PARTS_MAX = 16 };

/* The parts of the key as text codes or values: rows with equal ids have equal parts. */
static size_t parts_of(const lde_dataset *dataset, const lde_table *table, int32_t row, int64_t *parts)
{
  size_t count = 0;

  for (int f = 0; f < table->entity->field_count && count < KEY_PARTS_MAX; f++) {
    const lde_field *field = &table->entity->fields[f];
    if (!(field->flags & LDE_ANY_KEY) || !lde_table_has(table, f, row))
      continue;
    parts[count] = lde_table_get(table, f, row);
    if (field->type == LDE_TYPE_REFERENCE)
      parts[count] = lde_table_get(&dataset->tables[field->target->index], LDE_F_ID,
                                   (int32_t)parts[count]);
    count++;
  }
  return count;
}

static uint32_t hash_key(const lde_dataset *dataset, const lde_table *table, int32_t row)
{
  int64_t parts[KEY_PARTS_MAX];
  size_t count = parts_of(dataset, table, row, parts);
  uint32_t hash = (uint32_t)lde_hash(parts, count * sizeof *parts);
  return hash ? hash : 1;
}

typedef struct keyed {
  const lde_dataset *dataset;
  const lde_table *table;
  bool any;
} keyed;

static bool same_key(void *ctx, size_t earlier, size_t later)
{
  const keyed *keyed = ctx;
  int64_t a[KEY_PARTS_MAX], b[KEY_PARTS_MAX];
  size_t count = parts_of(keyed->dataset, keyed->table, (int32_t)earlier, a);

  return count == parts_of(keyed->dataset, keyed->table, (int32_t)later, b) &&
         memcmp(a, b, count * sizeof *a) == 0;
}

static bool note_equal(void *ctx, size_t row)
{
  (void)row;
  ((keyed *)ctx)->any = true;
  return false;
}

static void number_duplicates(lde_dataset *dataset, lde_table *table)
{
  size_t rows = (size_t)lde_table_count(table);
  uint32_t *hashes = lde_alloc(rows, sizeof *hashes);
  keyed keyed = {.dataset = dataset, .table = table};
  lde_equal equal = {hashes, rows, same_key, note_equal, &keyed};

  for (size_t row = 0; row < rows; row++)
    if (!lde_table_has(table, LDE_F_ID, (int32_t)row))
      hashes[row] = hash_key(dataset, table, (int32_t)row);
  lde_equal_find(&equal);
  lde_free(hashes);
  if (keyed.any)
    complete_index(dataset, table);
}

void lde_number_duplicates(lde_dataset *dataset)
{
  for (size_t e = 0; e < dataset->schema->entities.len; e++) {
    lde_table *table = &dataset->tables[e];
    if (table->entity->id_kind == LDE_ID_KEY && table->entity->origin == LDE_ORIGIN_WRITTEN &&
        lde_table_count(table) > 1)
      number_duplicates(dataset, table);
  }
}

int32_t lde_row_find(lde_dataset *dataset, lde_table *table, const char *id, size_t len)
{
  int32_t code = lde_strings_find(&dataset->strings, id, len), row;

  if (code >= 0 && (row = lde_codes_find(&table->by_id, code)) != LDE_MAP_NONE)
    return row;
  if (table->id_index_complete || !dataset->resolved || table->entity->id_kind == LDE_ID_OWN_ID)
    return LDE_NO_ROW;
  complete_index(dataset, table);
  code = lde_strings_find(&dataset->strings, id, len);
  row = code < 0 ? LDE_MAP_NONE : lde_codes_find(&table->by_id, code);
  return row == LDE_MAP_NONE ? LDE_NO_ROW : row;
}

void lde_row_label(const lde_dataset *dataset, const lde_table *table, int32_t row,
                   lde_language lang, lde_buffer *out)
{
  const char *names[2] = {"label_en", "label_nl"};

  if (table->entity->has_label)
    for (int i = 0; i < 2; i++) {
      const lde_field *field = lde_entity_field(table->entity, names[i == 0 ? lang : !lang]);
      int32_t code = field ? (int32_t)lde_table_get(table, field->index, row) : 0;
      if (code) { /* 0 is the empty text */
        lde_buffer_puts(out, lde_strings_get(&dataset->strings, code));
        return;
      }
    }
  lde_row_id(dataset, table, row, out);
}
