#include "engine/internal.h"

const char *lde_database_path(lde_project *project, const char *database)
{
  return database ? database
                  : lde_arena_printf(&project->arena, "%s/.ldengine/plan.db",
                                     project->loaded.manifest.folder);
}

lde_result *lde_sql(lde_project *project, const char *query, const char *database)
{
  lde_result *result = lde_result_new("sql", project, project->language);
  lde_query_options options = LDE_QUERY_OPTIONS_INIT;
  lde_query *opened = NULL;
  lde_query_result rows = {0};
  lde_error err = {0};
  lde_status status;

  if (!project->valid)
    return result;
  options.plan_db = lde_database_path(project, database);
  options.interrupted = project->options.interrupted;
  options.ctx = project->options.ctx;
  status = lde_query_open(&opened, project->loaded.dataset, &options, &err);
  if (status == LDE_OK)
    status = lde_query_run(opened, query, &rows, &err);
  if (status == LDE_OK) {
    result->rows = lde_alloc(1, sizeof *result->rows);
    *result->rows = rows;
    result->payload = LDE_PAYLOAD_ROWS;
  } else {
    lde_result_add(result,
                   status == LDE_ERROR_USAGE    ? "usage/sql"
                   : status == LDE_ERROR_SCRIPT ? "limit/time"
                                                : "load/database",
                   NULL, "%s", err.message);
    result->interrupted = status == LDE_ERROR_INTERRUPTED;
  }
  lde_query_close(opened);
  return result;
}
