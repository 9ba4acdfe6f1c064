/* Digests: of a whole dataset (what was this run about?) and of a document with all that is part of it
 * (does this signature still cover what is there?). Over written values, in canonical order. */
#include <stdlib.h>
#include <string.h>

#include "base/io.h"
#include "model/derive.h"
#include "model/value.h"

static void add_text(lde_digest *digest, const char *text, size_t len)
{
  lde_digest_add(digest, text, len);
  lde_digest_add(digest, "\x1f", 1);
}

/* Every written value of the row as name=value. Status and approval are left out on request. */
static void add_row(lde_dataset *ds, const lde_table *table, int32_t row, bool content_only,
                    lde_digest *digest)
{
  static const char *const approval[] = {"status", "approved_on", "approved_by", "frozen_on", "approver"};
  lde_buffer text = {0};

  for (int f = 0; f < table->entity->field_count; f++) {
    const lde_field *field = &table->entity->fields[f];
    bool skip = field->flags & (LDE_DERIVED | LDE_VIRTUAL) || !lde_table_has(table, f, row) ||
                lde_table_is_derived(table, f, row);
    for (size_t i = 0; content_only && i < sizeof approval / sizeof *approval; i++)
      skip = skip || strcmp(field->name, approval[i]) == 0;
    if (skip || (content_only && field->flags & LDE_COMMON && f != LDE_F_ID))
      continue;
    lde_buffer_truncate(&text, 0);
    lde_buffer_printf(&text, "%s=", field->name);
    lde_field_print(ds, table, field, row, &text);
    add_text(digest, text.data, text.len);
  }
  lde_digest_add(digest, "\x1e", 1);
  lde_buffer_free(&text);
}

void lde_dataset_digest(const lde_dataset *dataset, char *text)
{
  lde_digest digest;

  lde_digest_init(&digest);
  add_text(&digest, dataset->year, strlen(dataset->year));
  for (size_t e = 0; e < dataset->schema->entities.len; e++) {
    const lde_table *table = &dataset->tables[e];
    if (table->entity->origin != LDE_ORIGIN_WRITTEN || !lde_table_count(table))
      continue;
    add_text(&digest, table->entity->plural, strlen(table->entity->plural));
    for (int32_t row = 0; row < lde_table_count(table); row++)
      add_row((lde_dataset *)dataset, table, row, false, &digest);
  }
  lde_digest_finish(&digest, text);
}

/* What belongs to a document, besides its own record: the records that refer to it through these. */
static const struct {
  int whole, part, field;
} parts[] = {
    {LDE_E(annual_plan), LDE_E(plan_line), LDE_F(plan_line, annual_plan)},
    {LDE_E(plan_line), LDE_E(plan_line_need), LDE_F(plan_line_need, plan_line)},
    {LDE_E(plan_line), LDE_E(funding), LDE_F(funding, plan_line)},
    {LDE_E(policy), LDE_E(principle), LDE_F(principle, policy)},
    {LDE_E(policy), LDE_E(policy_objective), LDE_F(policy_objective, policy)},
    {LDE_E(policy), LDE_E(focus_area), LDE_F(focus_area, policy)},
    {LDE_E(hrd_plan), LDE_E(programme), LDE_F(programme, hrd_plan)},
    {LDE_E(programme), LDE_E(envelope), LDE_F(envelope, programme)},
    {LDE_E(movement), LDE_E(milestone), LDE_F(milestone, movement)},
    {LDE_E(session), LDE_E(session_part), LDE_F(session_part, session)},
    {LDE_E(evaluation_plan), LDE_E(evaluation_level), LDE_F(evaluation_level, evaluation_plan)},
};

static int compare_texts(const void *a, const void *b)
{
  return strcmp(*(char *const *)a, *(char *const *)b);
}

/* The record, then its parts in the order of their ids, so that moving lines in a file changes
 * nothing. */
static void add_whole(lde_dataset *ds, int32_t entity, int32_t row, lde_digest *digest)
{
  add_row(ds, &ds->tables[entity], row, true, digest);
  for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
    const lde_field *field = &lde_schema_entity(ds->schema, parts[i].part)->fields[parts[i].field];
    const lde_table *table = &ds->tables[parts[i].part];
    char **ids;
    lde_rows rows;
    if (parts[i].whole != entity)
      continue;
    rows = lde_dataset_inverse(ds, field, entity, row);
    ids = lde_alloc(rows.count, sizeof *ids);
    for (size_t r = 0; r < rows.count; r++) {
      lde_buffer id = {0};
      lde_row_id(ds, table, rows.rows[r], &id);
      lde_buffer_printf(&id, "%c%d", '\x1f', rows.rows[r]);
      ids[r] = id.data;
    }
    if (rows.count)
      qsort(ids, rows.count, sizeof *ids, compare_texts);
    for (size_t r = 0; r < rows.count; r++) {
      add_whole(ds, parts[i].part, (int32_t)strtol(strrchr(ids[r], '\x1f') + 1, NULL, 10), digest);
      lde_free(ids[r]);
    }
    lde_free(ids);
  }
}

void lde_derive_documents(lde_dataset *ds)
{
  for (int32_t row = 0; row < lde_count(ds, document); row++) {
    char text[LDE_DIGEST_TEXT_SIZE];
    lde_digest digest;
    int64_t about = lde_get(ds, document, about, row);
    if (!lde_has(ds, document, about, row))
      continue;
    lde_digest_init(&digest);
    add_whole(ds, lde_ref_entity(about), lde_ref_row(about), &digest);
    lde_derive(ds, document, content_hash, row,
               lde_strings_put(&ds->strings, lde_digest_finish(&digest, text)));
  }
}
