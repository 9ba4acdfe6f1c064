/* Which of several versions or corrections counts (data-model.md 3.1). */
#include "model/derived.h"

static const lde_field *supersedes_of(const lde_table *table)
{
  const lde_field *field = lde_entity_field(table->entity, "supersedes");
  return field && field->target == table->entity && table->columns[field->index].present ? field : NULL;
}

/* The last row that corrects this one, or LDE_NO_ROW. */
static int32_t correction_of(lde_dataset *dataset, const lde_table *table, int32_t row)
{
  const lde_field *field = supersedes_of(table);
  int entity = table->entity->index;
  lde_rows rows = {0};

  if (field)
    rows = lde_dataset_inverse(dataset, field, entity, row);
  return rows.count ? rows.rows[rows.count - 1] : LDE_NO_ROW;
}

bool lde_row_is_superseded(lde_dataset *dataset, const lde_table *table, int32_t row)
{
  return correction_of(dataset, table, row) != LDE_NO_ROW;
}

int32_t lde_row_newest(lde_dataset *dataset, const lde_table *table, int32_t row)
{
  for (int32_t next; (next = correction_of(dataset, table, row)) != LDE_NO_ROW;)
    row = next; /* ends: a circle of corrections is an error when loading */
  return row;
}

/* Empty counts as in force; statuses of all kinds of documents are in one set. */
static bool has_force(const lde_table *table, int32_t row)
{
  const lde_field *status = lde_entity_field(table->entity, "status");
  int64_t value;

  if (!status || !lde_table_has(table, status->index, row))
    return true;
  value = lde_table_get(table, status->index, row);
  return value == LDE_CHOICE_OF(document_status, approved) ||
         value == LDE_CHOICE_OF(document_status, active);
}

static bool contains(const lde_table *table, const char *from_name, const char *to_name, int32_t row,
                     int32_t day)
{
  const lde_field *from = lde_entity_field(table->entity, from_name);
  const lde_field *to = lde_entity_field(table->entity, to_name);

  return (!from || !lde_table_has(table, from->index, row) ||
          lde_table_get(table, from->index, row) <= day) &&
         (!to || !lde_table_has(table, to->index, row) || lde_table_get(table, to->index, row) >= day);
}

int32_t lde_current_version(lde_dataset *dataset, int entity)
{
  const lde_table *table = lde_dataset_table(dataset, entity);
  const lde_field *version = lde_entity_field(table->entity, "version");
  int32_t best = LDE_NO_ROW;

  for (int32_t row = 0; version && row < lde_table_count(table); row++)
    if (has_force(table, row) && contains(table, "valid_from", "valid_to", row, dataset->today) &&
        contains(table, "starts_on", "ends_on", row, dataset->today) &&
        (best == LDE_NO_ROW ||
         lde_table_get(table, version->index, row) > lde_table_get(table, version->index, best)))
      best = row;
  return best;
}
