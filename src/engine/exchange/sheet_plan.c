/* Which sheets and columns there are, and the value of a cell. */
#include <string.h>

#include "base/decimal.h"
#include "base/error.h"
#include "base/text.h"
#include "engine/exchange/sheets.h"
#include "load/header.h"
#include "load/source.h"
#include "model/value.h"

void lde_sheet_job_init(lde_sheet_job *job, lde_project *project, lde_schema *schema,
                        lde_language language)
{
  const lde_dataset *dataset = project ? project->loaded.dataset : NULL;
  const lde_node *organisation =
      project ? lde_node_member(project->loaded.manifest.root, "organisation") : NULL;
  const char *written = lde_node_text(lde_node_member(organisation, "language"));

  *job = (lde_sheet_job){.schema = dataset ? dataset->schema : schema,
                         .dataset = project ? project->loaded.dataset : NULL,
                         .language = language,
                         .written = language,
                         .day = 20454}; /* 2026-01-01 */
  if (project)
    job->written = written && strcmp(written, "nl") == 0 ? LDE_DUTCH : LDE_ENGLISH;
  if (dataset)
    job->day = dataset->today;
}

void lde_sheet_job_deinit(lde_sheet_job *job)
{
  for (size_t i = 0; i < job->plans.len; i++)
    lde_vec_free(&job->plans.data[i].fields);
  lde_vec_free(&job->plans);
}

/* Written by people, not filled in while loading. */
static bool is_written(const lde_table *table, int field, int32_t row)
{
  return lde_table_has(table, field, row) && !lde_table_is_derived(table, field, row);
}

static bool any_written(const lde_table *table, int field)
{
  for (int32_t row = 0; row < lde_table_count(table); row++)
    if (is_written(table, field, row))
      return true;
  return false;
}

/* Templates show what people fill in; with data the columns are those, and whatever else has values. */
static bool has_column(const lde_sheet_job *job, const lde_entity *entity, const lde_field *field)
{
  const lde_table *table = job->data ? &job->dataset->tables[entity->index] : NULL;
  bool is_label = strncmp(field->name, "label_", 6) == 0 && !(field->flags & LDE_OWN);

  if (field->flags & (LDE_DERIVED | LDE_VIRTUAL))
    return false;
  if (field->index == LDE_F_ID)
    return entity->id_kind == LDE_ID_OWN_ID || (table && any_written(table, LDE_F_ID));
  if (field->flags & LDE_COMMON)
    return table && any_written(table, field->index);
  if (is_label)
    return lde_field_written(entity, "label", job->written) == field ||
           (table && any_written(table, field->index));
  return true;
}

void lde_sheet_job_add(lde_sheet_job *job, const lde_entity *entity)
{
  lde_sheet_plan plan = {.entity = entity, .name = lde_sheet_name(entity, job->language)};

  for (int f = 0; f < entity->field_count; f++)
    if (has_column(job, entity, &entity->fields[f]))
      lde_vec_push(&plan.fields, &entity->fields[f]);
  plan.rows = job->data ? lde_table_count(&job->dataset->tables[entity->index]) : 0;
  lde_vec_push(&job->plans, plan);
}

const lde_sheet_plan *lde_sheet_job_find(const lde_sheet_job *job, const lde_entity *entity)
{
  for (size_t i = 0; i < job->plans.len; i++)
    if (job->plans.data[i].entity == entity)
      return &job->plans.data[i];
  return NULL;
}

static bool tell_unknown(lde_sheet_job *job, lde_result *result, const char *name)
{
  lde_suggestion near = {.wanted = name};
  lde_buffer help = {0};
  lde_language lang = job->language;

  for (size_t e = 0; e < job->schema->entities.len; e++) {
    const lde_entity *entity = job->schema->entities.data[e];
    if (entity->origin != LDE_ORIGIN_WRITTEN)
      continue;
    lde_suggestion_offer(&near, entity->plural);
    lde_suggestion_offer(&near, lde_sheet_name(entity, lang));
  }
  lde_suggestion_print(&help, &near, lang);
  lde_result_add(result, "usage/arguments",
                 help.len ? help.data
                          : LDE_TR(lang, "the names are in: ldengine schema dictionary",
                                   "de namen staan in: ldengine schema dictionary"),
                 LDE_TR(lang, "there is no entity '%s' that people fill in",
                        "er is geen entiteit '%s' die mensen invullen"),
                 name);
  lde_buffer_free(&help);
  return false;
}

bool lde_sheet_job_choose(lde_sheet_job *job, lde_result *result, const char *const *names,
                          size_t count)
{
  bool all = count == 1 && strcmp(names[0], "all") == 0;

  for (size_t i = 0; i < count && !all; i++) {
    const lde_entity *entity = lde_sheet_entity(job->schema, names[i], strlen(names[i]));
    if (!entity)
      return tell_unknown(job, result, names[i]);
    if (!lde_sheet_job_find(job, entity))
      lde_sheet_job_add(job, entity);
  }
  for (size_t e = 0; e < job->schema->entities.len && (!count || all); e++) {
    const lde_entity *entity = job->schema->entities.data[e];
    if (entity->origin != LDE_ORIGIN_WRITTEN || entity->index == LDE_E(organisation))
      continue;
    if (job->data ? lde_table_count(&job->dataset->tables[e]) > 0
                  : all || lde_sheet_is_usual(entity))
      lde_sheet_job_add(job, entity);
  }
  return true;
}

/* Cells */

static bool same_folded(const char *a, const char *b)
{
  lde_buffer fa = {0}, fb = {0};
  bool same;

  lde_text_append_folded(&fa, a, strlen(a));
  lde_text_append_folded(&fb, b, strlen(b));
  same = strcmp(lde_buffer_text(&fa), lde_buffer_text(&fb)) == 0;
  lde_buffer_free(&fa);
  lde_buffer_free(&fb);
  return same;
}

const char *lde_sheet_choice(const lde_choices *choices, int64_t item, lde_language lang)
{
  const char *label = choices->items[item].label[lang];

  if (lde_choices_index(choices, label, strlen(label)) >= 0)
    return choices->items[item].text;
  for (int i = 0; i < item; i++)
    if (same_folded(label, choices->items[i].text) ||
        same_folded(label, choices->items[i].label[0]) ||
        same_folded(label, choices->items[i].label[1]))
      return choices->items[item].text;
  return label;
}

lde_book_kind lde_sheet_kind(const lde_sheet_job *job, const lde_field *field)
{
  if (field->flags & LDE_LIST)
    return LDE_BOOK_TEXT;
  switch (field->type) {
  case LDE_TYPE_MONEY:
    return !job->dataset || job->dataset->currency_decimals == 2 ? LDE_BOOK_MONEY : LDE_BOOK_NUMBER;
  case LDE_TYPE_SHARE:
  case LDE_TYPE_FTE:
  case LDE_TYPE_NUMBER:
  case LDE_TYPE_INTEGER:
  case LDE_TYPE_MINUTES:
  case LDE_TYPE_LEVEL:
    return LDE_BOOK_NUMBER;
  case LDE_TYPE_DATE:
    return LDE_BOOK_DATE;
  case LDE_TYPE_TIMESTAMP:
    return LDE_BOOK_TIMESTAMP;
  case LDE_TYPE_BOOL:
    return LDE_BOOK_GENERAL;
  default:
    return LDE_BOOK_TEXT;
  }
}

static void put_value(const lde_sheet_job *job, const lde_field *field, int64_t value, bool labels,
                      lde_buffer *out)
{
  if (field->type == LDE_TYPE_MONEY)
    lde_decimal_print_fixed(out, value, job->dataset->currency_decimals);
  else if (field->type == LDE_TYPE_CHOICE && labels)
    lde_buffer_puts(out, lde_sheet_choice(field->choices, value, job->language));
  else
    lde_value_print(job->dataset, field, value, out);
}

void lde_sheet_value(const lde_sheet_job *job, const lde_table *table, const lde_field *field,
                     int32_t row, bool labels, lde_buffer *out)
{
  lde_buffer value = {0};
  const char *text;
  size_t len;

  if (!is_written(table, field->index, row))
    return;
  if (field->type == LDE_TYPE_MAP) {
    lde_field_print(job->dataset, table, field, row, &value);
  } else if (field->flags & LDE_LIST) {
    lde_rows items = lde_table_list(table, field->index, row);
    for (size_t i = 0; i < items.count; i++) {
      if (i)
        lde_buffer_putc(&value, '|');
      put_value(job, field, items.rows[i], labels, &value);
    }
  } else {
    put_value(job, field, lde_table_get(table, field->index, row), labels, &value);
  }
  text = lde_buffer_text(&value);
  len = value.len;
  lde_text_trim(&text, &len); /* a cell keeps no outer blanks */
  lde_buffer_append(out, text, len);
  lde_buffer_free(&value);
}
