/* The plan database as part of the model, the latest run of each plan year: rules may ask what was
 * found last year. */
#include <stdio.h>
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

static void add_finding(reading *in, int32_t run, const lde_run_finding *from)
{
  lde_exception exception = {.id = from->exception};
  lde_finding finding = {.rule = from->rule,
                         .code = from->code,
                         .entity = from->entity,
                         .id = from->record,
                         .message = from->message,
                         .help = from->help,
                         .place = {.file = from->file, .line = from->line, .column = from->column},
                         .exception = from->exception ? &exception : NULL};

  for (int level = LDE_NOTE; level <= LDE_ERROR; level++)
    if (strcmp(lde_severity_name((lde_severity)level), from->severity) == 0)
      finding.severity = (lde_severity)level;
  snprintf(finding.fingerprint, sizeof finding.fingerprint, "%s", from->fingerprint);
  lde_finding_put_row(in->dataset, run, (lde_place){-1, 0, 0}, &finding);
}

static void add_run(reading *in, const lde_run_record *from)
{
  lde_dataset *ds = in->dataset;
  int32_t row = lde_rule_run_put_row(ds, from->id, from->command, from->year), day;

  if (from->data_hash)
    lde_put(ds, rule_run, data_hash, row, lde_strings_put(&ds->strings, from->data_hash));
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
