#include "store/run_views.h"

#include <string.h>

#include "base/error.h"
#include "store/connection.h"
#include "store/plan_db.h"
#include "store/tables.h"

static const struct {
  const char *name, *columns;
  int since; /* version of the plan database */
} views[] = {
    {"runs",
     "id, started, command, engine, data_hash, year, run_date, status, value, bound, gap, cost, "
     "currency, exit_code, parameters, rules",
     1},
    {"run_lines",
     "run, id, decision, offering, need, period, lane, sessions, seats, cost, reason, detail, "
     "served, funding, goals",
     1},
    {"run_findings",
     "run, number, fingerprint, rule, code, severity, entity, record, message, help, file, line, "
     "column_number, path, exception",
     1},
    {"run_budgets", "run, budget, period, setup, planned, \"left\", marginal", 2},
    {"run_unmet", "run, need, heads, reason", 3},
    {"run_goals", "run, goal, cost, seats, covered", 3},
};
enum { VIEWS = sizeof views / sizeof *views };

/* Fields of the model's own entities for stored runs, over those views; the others are empty. */
static const struct {
  int entity;
  const char *field, *from;
} model_fields[] = {
    {LDE_E(rule_run), "id", "id"},
    {LDE_E(rule_run), "command", "command"},
    {LDE_E(rule_run), "year", "year"},
    {LDE_E(rule_run), "run_date", "run_date"},
    {LDE_E(rule_run), "data_hash", "data_hash"},
    {LDE_E(rule_run), "rule_hashes",
     "(SELECT json_group_object(value ->> 'file', value ->> 'sha256') FROM json_each(rules))"},
    {LDE_E(rule_run), "started", "started"},
    {LDE_E(finding), "id", "run || '/' || fingerprint"},
    {LDE_E(finding), "rule_run", "run"},
    {LDE_E(finding), "fingerprint", "fingerprint"},
    {LDE_E(finding), "rule", "rule"},
    {LDE_E(finding), "code", "code"},
    {LDE_E(finding), "severity", "severity"},
    {LDE_E(finding), "entity", "entity"},
    {LDE_E(finding), "record", "record"},
    {LDE_E(finding), "message", "message"},
    {LDE_E(finding), "help", "help"},
    {LDE_E(finding), "file", "file"},
    {LDE_E(finding), "line", "line"},
    {LDE_E(finding), "column_number", "column_number"},
    {LDE_E(finding), "exception", "exception"},
};

/* Calls back with each name of a list "a, b, c". */
static void each_name(const char *names, void (*visit)(void *ctx, const char *name, size_t len),
                      void *ctx)
{
  while (*names) {
    size_t len = strcspn(names, ",");
    visit(ctx, names, len);
    names += len + strspn(names + len, ", ");
  }
}

static void add_empty(void *ctx, const char *name, size_t len)
{
  lde_buffer_printf(ctx, "NULL AS %.*s, ", (int)len, name);
}

static void add_stored_view(lde_buffer *sql, int view, int version)
{
  lde_buffer_printf(sql, "CREATE TEMP VIEW %s AS SELECT ", views[view].name);
  if (version >= views[view].since) {
    lde_buffer_printf(sql, "%s FROM plan.%s;", views[view].columns, views[view].name);
    return;
  }
  each_name(views[view].columns, add_empty, sql);
  lde_buffer_truncate(sql, sql->len - 2);
  lde_buffer_puts(sql, " WHERE 0;");
}

typedef struct model_view {
  lde_buffer *sql;
  const lde_entity *entity;
} model_view;

static void add_model_column(void *ctx, const char *name, int field)
{
  const model_view *view = ctx;
  const char *from = "NULL";

  for (size_t i = 0; i < sizeof model_fields / sizeof *model_fields; i++)
    if (field >= 0 && model_fields[i].entity == view->entity->index &&
        strcmp(model_fields[i].field, name) == 0)
      from = model_fields[i].from;
  lde_buffer_printf(view->sql, "%s AS ", from);
  lde_sql_name(view->sql, name);
  lde_buffer_puts(view->sql, ", ");
}

/* Stands before the table of the same name in the main database. */
static void add_model_view(lde_buffer *sql, const lde_dataset *dataset, int entity,
                           const char *from)
{
  model_view view = {sql, dataset->schema->entities.data[entity]};

  if (lde_table_count(&dataset->tables[entity])) /* the runs were loaded into the model */
    return;
  lde_buffer_printf(sql, "CREATE TEMP VIEW %s AS SELECT ", view.entity->plural);
  lde_table_each_column(view.entity, add_model_column, &view);
  lde_buffer_truncate(sql, sql->len - 2);
  lde_buffer_printf(sql, " FROM temp.%s;", from);
}

static int attach(sqlite3 *db, const char *path)
{
  lde_buffer uri = {0};
  sqlite3_stmt *statement = NULL;
  int code;

  lde_buffer_puts(&uri, "file:");
  for (; *path; path++)
    if (strchr("%?#", *path))
      lde_buffer_printf(&uri, "%%%02X", (unsigned)(unsigned char)*path);
    else
      lde_buffer_putc(&uri, *path);
  lde_buffer_puts(&uri, "?mode=ro");
  code = sqlite3_prepare_v2(db, "ATTACH ? AS plan", -1, &statement, NULL);
  if (code == SQLITE_OK)
    code = sqlite3_bind_text(statement, 1, uri.data, (int)uri.len, SQLITE_STATIC);
  if (code == SQLITE_OK)
    sqlite3_step(statement);
  code = sqlite3_finalize(statement);
  lde_buffer_free(&uri);
  return code;
}

/* Checks the file with a connection of its own, then attaches it. `version` stays 0 without a file.
 */
static lde_status attach_plan(sqlite3 *db, const char *path, int *version, lde_language lang,
                              lde_error *err)
{
  lde_plan_db *plan = NULL;
  lde_status status = LDE_OK;

  if (!path || !lde_plan_db_exists(path))
    return LDE_OK;
  status = lde_plan_db_open(&plan, path, LDE_PLAN_DB_READ, lang, err);
  if (status != LDE_OK)
    return status;
  *version = lde_plan_db_version(plan);
  if (attach(db, lde_plan_db_path(plan)) != SQLITE_OK)
    status = lde_sqlite_fail(
        db, LDE_TR(lang, "cannot open the plan database", "kan de plandatabase niet openen"), err);
  lde_plan_db_close(plan);
  return status;
}

lde_status lde_run_views_create(sqlite3 *db, const lde_dataset *dataset, const char *path,
                                lde_error *err)
{
  lde_language lang = dataset->language;
  lde_buffer sql = {0};
  int version = 0;
  lde_status status = attach_plan(db, path, &version, lang, err);

  if (status != LDE_OK)
    return status;
  for (int i = 0; i < VIEWS; i++)
    if (!lde_schema_find(dataset->schema, views[i].name)) /* an own entity goes first */
      add_stored_view(&sql, i, version);
  if (!lde_schema_find(dataset->schema, "runs"))
    add_model_view(&sql, dataset, LDE_E(rule_run), "runs");
  if (!lde_schema_find(dataset->schema, "run_findings"))
    add_model_view(&sql, dataset, LDE_E(finding), "run_findings");
  if (sqlite3_exec(db, sql.data, NULL, NULL, NULL) != SQLITE_OK)
    status = lde_sqlite_fail(
        db, LDE_TR(lang, "cannot read the stored runs", "kan de bewaarde runs niet lezen"), err);
  lde_buffer_free(&sql);
  return status;
}

void lde_run_views_suggest(lde_suggestion *suggestion)
{
  for (int i = 0; i < VIEWS; i++)
    lde_suggestion_offer(suggestion, views[i].name);
}

typedef struct offering_columns {
  lde_suggestion *suggestion;
  lde_arena *arena;
} offering_columns;

static void offer_column(void *ctx, const char *name, size_t len)
{
  offering_columns *to = ctx;
  size_t quote = *name == '"';
  lde_suggestion_offer(to->suggestion, lde_arena_strndup(to->arena, name + quote, len - 2 * quote));
}

void lde_run_views_suggest_columns(const char *view, lde_suggestion *suggestion, lde_arena *arena)
{
  offering_columns to = {suggestion, arena};
  for (int i = 0; i < VIEWS; i++)
    if (sqlite3_stricmp(views[i].name, view) == 0)
      each_name(views[i].columns, offer_column, &to);
}
