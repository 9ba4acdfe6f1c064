/* Two intervals of one natural key that overlap: which of the two would hold? Checked for entities
 * whose natural key has valid_from. Intervals are closed; an empty end is open. */
#include <stdlib.h>

#include "base/date.h"
#include "base/error.h"
#include "base/strings.h"
#include "model/connect.h"

typedef struct interval {
  uint64_t key; /* hash over the other key fields */
  int32_t first, last, row;
} interval;

static int compare(const void *a, const void *b)
{
  const interval *x = a, *y = b;
  if (x->key != y->key)
    return x->key < y->key ? -1 : 1;
  if (x->first != y->first)
    return x->first < y->first ? -1 : 1;
  return (x->row > y->row) - (x->row < y->row);
}

static uint64_t hash_key(const lde_table *table, int from, int32_t row)
{
  int64_t parts[24];
  size_t count = 0;

  for (int f = 0; f < table->entity->field_count && count + 2 <= 24; f++)
    if (f != from && table->entity->fields[f].flags & LDE_ANY_KEY) {
      parts[count++] = lde_table_has(table, f, row);
      parts[count++] = lde_table_get(table, f, row);
    }
  return lde_hash(parts, count * sizeof *parts);
}

static bool same_key(const lde_table *table, int from, int32_t a, int32_t b)
{
  for (int f = 0; f < table->entity->field_count; f++)
    if (f != from && table->entity->fields[f].flags & LDE_ANY_KEY &&
        (lde_table_has(table, f, a) != lde_table_has(table, f, b) ||
         lde_table_get(table, f, a) != lde_table_get(table, f, b)))
      return false;
  return true;
}

static void check_table(lde_resolve *resolve, const lde_table *table, const lde_field *from,
                        const lde_field *to)
{
  lde_language lang = resolve->dataset->language;
  int32_t count = lde_table_count(table);
  interval *all = lde_alloc((size_t)count, sizeof *all);

  for (int32_t row = 0; row < count; row++)
    all[row] = (interval){
        .key = hash_key(table, from->index, row),
        .first = lde_table_has(table, from->index, row)
                     ? (int32_t)lde_table_get(table, from->index, row)
                     : INT32_MIN,
        .last = to && lde_table_has(table, to->index, row)
                    ? (int32_t)lde_table_get(table, to->index, row)
                    : INT32_MAX,
        .row = row};
  qsort(all, (size_t)count, sizeof *all, compare);
  for (int32_t i = 1, longest = 0; i < count; i++) { /* `longest` of those before ends last */
    const interval *before = &all[longest], *now = &all[i];
    lde_place place;
    bool same = before->key == now->key && same_key(table, from->index, before->row, now->row);
    if (!same || now->last > before->last)
      longest = i;
    if (!same || before->last < now->first)
      continue;
    place = lde_table_place(table, before->row);
    lde_report_row(resolve, table, NULL, now->row, "load/duplicate",
                   LDE_TR(lang, "end the first with valid_to before the second begins, or remove one",
                          "beëindig de eerste met valid_to voordat de tweede begint, of haal er een weg"),
                   LDE_TR(lang, "this %s overlaps in time with the same one at %s:%u",
                          "%s: overlapt in de tijd met dezelfde op %s:%u"),
                   table->entity->label[lang], lde_source_name(resolve->dataset, place.source),
                   place.line);
  }
  lde_free(all);
}

void lde_check_intervals(lde_resolve *resolve)
{
  for (size_t e = 0; e < resolve->dataset->schema->entities.len; e++) {
    const lde_table *table = &resolve->dataset->tables[e];
    const lde_field *from = lde_entity_field(table->entity, "valid_from");
    if (from && from->flags & LDE_ANY_KEY && lde_table_count(table) > 1)
      check_table(resolve, table, from, lde_entity_field(table->entity, "valid_to"));
  }
}
