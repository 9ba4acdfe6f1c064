/* The plan database as part of the model, the latest run of each plan year: rules may ask what was
 * found last year. */
#include <string.h>

#include "base/date.h"
#include "base/error.h"
#include "engine/save.h"
#include "model/value.h"
#include "store/plan_db.h"

typedef struct reading {
  lde_dataset *dataset;
  lde_plan_db *db;
  lde_arena arena;
} reading;

static void put_text(reading *in, lde_table *table, int field, int32_t row, const char *text)
{
  if (text && *text)
    lde_table_put(table, field, row, lde_strings_put(&in->dataset->strings, text));
}

static void add_finding(reading *in, int32_t run, const lde_run_finding *from)
{
  static const struct {
    const char *name;
    int choice;
  } levels[] = {{"error", LDE_CHOICE_OF(rule_severity, error)},
                {"warning", LDE_CHOICE_OF(rule_severity, warning)},
                {"note", LDE_CHOICE_OF(rule_severity, note)}};
  lde_dataset *ds = in->dataset;
  lde_table *table = lde_dataset_table(ds, LDE_E(finding));
  int32_t row = lde_table_add(table, (lde_place){-1, 0, 0});

  lde_put(ds, finding, rule_run, row, run);
  put_text(in, table, LDE_F(finding, fingerprint), row, from->fingerprint);
  put_text(in, table, LDE_F(finding, rule), row, from->rule);
  put_text(in, table, LDE_F(finding, code), row, from->code);
  put_text(in, table, LDE_F(finding, entity), row, from->entity);
  put_text(in, table, LDE_F(finding, record), row, from->record);
  put_text(in, table, LDE_F(finding, message), row, from->message);
  put_text(in, table, LDE_F(finding, help), row, from->help);
  put_text(in, table, LDE_F(finding, file), row, from->file);
  put_text(in, table, LDE_F(finding, exception), row, from->exception);
  if (from->line)
    lde_put(ds, finding, line, row, from->line);
  for (size_t i = 0; i < 3; i++)
    if (strcmp(levels[i].name, from->severity) == 0)
      lde_put(ds, finding, severity, row, levels[i].choice);
}

static void add_run(reading *in, const lde_run_record *from)
{
  lde_dataset *ds = in->dataset;
  lde_table *table = lde_dataset_table(ds, LDE_E(rule_run));
  int32_t row = lde_table_add(table, (lde_place){-1, 0, 0}), day;

  put_text(in, table, LDE_F_ID, row, from->id);
  lde_map_add(&table->by_id, (int32_t)lde_table_get(table, LDE_F_ID, row), row);
  put_text(in, table, LDE_F(rule_run, command), row, from->command);
  put_text(in, table, LDE_F(rule_run, year), row, from->year);
  put_text(in, table, LDE_F(rule_run, data_hash), row, from->data_hash);
  if (from->run_date && lde_date_parse(from->run_date, strlen(from->run_date), &day, NULL))
    lde_put(ds, rule_run, run_date, row, day);
  for (size_t i = 0; i < from->finding_count; i++)
    add_finding(in, row, &from->findings[i]);
}

/* Of each plan year the findings of its latest check count: older ones were looked at again. */
static bool is_latest(const lde_run_record *runs, size_t at)
{
  for (size_t i = 0; i < at; i++)
    if (strcmp(runs[i].command, runs[at].command) == 0 && runs[i].year && runs[at].year &&
        strcmp(runs[i].year, runs[at].year) == 0)
      return false;
  return true;
}

void lde_history_load(lde_project *project, const char *database, lde_diagnostics *found)
{
  const char *path = lde_database_path(project, database);
  reading in = {.dataset = project->loaded.dataset};
  lde_run_record *runs = NULL, whole;
  size_t count = 0;
  lde_error err = {0};
  lde_status status;

  if (!lde_plan_db_exists(path) || lde_count(in.dataset, rule_run) > 0)
    return;
  status = lde_plan_db_open(&in.db, path, LDE_PLAN_DB_READ, project->language, &err);
  if (status == LDE_OK)
    status = lde_plan_db_list(in.db, &in.arena, &runs, &count, &err);
  while (status == LDE_OK && count-- > 0) { /* oldest first */
    if (!is_latest(runs, count))
      continue;
    whole = (lde_run_record){0};
    status = lde_plan_db_load(in.db, runs[count].id, &in.arena, &whole, &err);
    if (status == LDE_OK)
      add_run(&in, &whole);
  }
  if (status != LDE_OK)
    lde_diagnose(found, LDE_WARNING, "load/database", path, NULL, 0, 0,
                 LDE_TR(project->language, "rules that look back at earlier runs see none",
                        "regels die naar eerdere runs kijken, zien er geen"),
                 "%s", err.message);
  lde_plan_db_close(in.db);
  lde_arena_free(&in.arena);
}
