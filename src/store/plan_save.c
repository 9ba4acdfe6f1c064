/* Saving a run in the plan database: one transaction. */
#include <string.h>

#include "base/error.h"
#include "store/connection.h"
#include "store/json_text.h"
#include "store/plan_internal.h"

/* A statement that is run for many rows. The first failure stays; what follows does nothing. */
typedef struct writer {
  sqlite3 *db;
  sqlite3_stmt *statement;
  int code, at; /* `at`: number of the parameter that is bound next */
} writer;

static void begin_rows(writer *to, const char *sql)
{
  if (to->code == SQLITE_OK)
    to->code = sqlite3_prepare_v2(to->db, sql, -1, &to->statement, NULL);
  to->at = 1;
}

static void put_text(writer *to, const char *text)
{
  int at = to->at++;
  if (to->code == SQLITE_OK)
    to->code = text ? sqlite3_bind_text64(to->statement, at, text, strlen(text), SQLITE_STATIC,
                                          SQLITE_UTF8)
                    : sqlite3_bind_null(to->statement, at);
}

static void put_number(writer *to, int64_t value)
{
  int at = to->at++;
  if (to->code == SQLITE_OK)
    to->code = sqlite3_bind_int64(to->statement, at, value);
}

static void put_micro(writer *to, int64_t value)
{
  int at = to->at++;
  if (to->code == SQLITE_OK)
    to->code = sqlite3_bind_double(to->statement, at, (double)value / 1e6);
}

static void put_none(writer *to)
{
  put_text(to, NULL);
}

/* What every row of a list begins with. */
static void put_place(writer *to, const char *run, size_t index)
{
  put_text(to, run);
  put_number(to, (int64_t)index + 1);
}

static void put_position(writer *to, uint32_t value)
{
  if (value)
    put_number(to, value);
  else
    put_none(to);
}

static void end_row(writer *to)
{
  if (to->code == SQLITE_OK) {
    sqlite3_step(to->statement);
    to->code = sqlite3_reset(to->statement);
  }
  to->at = 1;
}

static void end_rows(writer *to)
{
  sqlite3_finalize(to->statement); /* its failure is that of the last step */
  to->statement = NULL;
}

static void save_header(writer *to, const lde_run_record *run, const char *id)
{
  int64_t heads = 0;
  lde_buffer rules = {0};

  lde_buffer_putc(&rules, '[');
  for (size_t i = 0; i < run->rule_count; i++) {
    lde_buffer_puts(&rules, i ? ",{\"file\":" : "{\"file\":");
    lde_json_quote(&rules, run->rules[i].file, strlen(run->rules[i].file));
    lde_buffer_puts(&rules, ",\"sha256\":");
    lde_json_quote(&rules, run->rules[i].sha256, strlen(run->rules[i].sha256));
    lde_buffer_putc(&rules, '}');
  }
  lde_buffer_putc(&rules, ']');
  begin_rows(to, "INSERT INTO runs(id, started, command, engine, data_hash, year, run_date,"
                 " exit_code, parameters, rules, status, value, bound, gap, cost, currency, unmet)"
                 " VALUES(?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)");
  put_text(to, id);
  put_text(to, run->started);
  put_text(to, run->command);
  put_text(to, run->engine);
  put_text(to, run->data_hash);
  put_text(to, run->year);
  put_text(to, run->run_date);
  put_number(to, run->exit_code);
  put_text(to, run->parameters ? run->parameters : "{}");
  put_text(to, rules.data);
  for (size_t i = 0; i < run->unmet_count; i++)
    heads += run->unmet[i].heads;
  if (run->status) {
    put_text(to, run->status);
    put_micro(to, run->value_micro);
    put_micro(to, run->bound_micro);
    put_micro(to, run->gap_micro);
    put_number(to, run->cost_minor);
    put_text(to, run->currency);
    put_number(to, heads);
  }
  end_row(to);
  end_rows(to);
  lde_buffer_free(&rules);
}

static void save_lines(writer *to, const lde_run_record *run, const char *id)
{
  begin_rows(to, "INSERT INTO run_lines(run, number, id, decision, offering, need, period, lane,"
                 " sessions, seats, cost, reason, detail, served, funding, goals)"
                 " VALUES(?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)");
  for (size_t i = 0; i < run->line_count; i++) {
    const lde_run_line *line = &run->lines[i];
    put_place(to, id, i);
    put_text(to, line->id);
    put_text(to, line->decision);
    put_text(to, line->offering);
    put_text(to, line->need);
    put_text(to, line->period);
    put_text(to, line->lane);
    put_number(to, line->sessions);
    put_number(to, line->seats);
    put_number(to, line->cost_minor);
    put_text(to, line->reason);
    put_text(to, line->detail);
    put_text(to, line->served);
    put_text(to, line->funding);
    put_text(to, line->goals);
    end_row(to);
  }
  end_rows(to);
}

static void save_budgets(writer *to, const lde_run_record *run, const char *id)
{
  begin_rows(to, "INSERT INTO run_budgets(run, number, budget, period, setup, planned, \"left\","
                 " marginal) VALUES(?,?,?,?,?,?,?,?)");
  for (size_t i = 0; i < run->budget_count; i++) {
    const lde_run_budget *budget = &run->budgets[i];
    put_place(to, id, i);
    put_text(to, budget->budget);
    put_text(to, budget->period);
    put_number(to, budget->setup_minor);
    put_number(to, budget->planned_minor);
    put_number(to, budget->left_minor);
    put_micro(to, budget->marginal_micro);
    end_row(to);
  }
  end_rows(to);
}

static void save_shares(writer *to, const lde_run_record *run, const char *id)
{
  begin_rows(to, "INSERT INTO run_unmet(run, number, need, heads, reason) VALUES(?,?,?,?,?)");
  for (size_t i = 0; i < run->unmet_count; i++) {
    put_place(to, id, i);
    put_text(to, run->unmet[i].need);
    put_number(to, run->unmet[i].heads);
    put_text(to, run->unmet[i].reason);
    end_row(to);
  }
  end_rows(to);
  begin_rows(to, "INSERT INTO run_goals(run, number, goal, cost, seats, covered) VALUES(?,?,?,?,?,?)");
  for (size_t i = 0; i < run->goal_count; i++) {
    put_place(to, id, i);
    put_text(to, run->goals[i].goal);
    put_number(to, run->goals[i].cost_minor);
    put_number(to, run->goals[i].seats);
    put_micro(to, run->goals[i].covered_micro);
    end_row(to);
  }
  end_rows(to);
}

static void save_findings(writer *to, const lde_run_record *run, const char *id)
{
  begin_rows(to, "INSERT INTO run_findings(run, number, fingerprint, rule, code, severity, entity,"
                 " record, message, help, file, line, column_number, path, exception)"
                 " VALUES(?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)");
  for (size_t i = 0; i < run->finding_count; i++) {
    const lde_run_finding *finding = &run->findings[i];
    put_place(to, id, i);
    put_text(to, finding->fingerprint);
    put_text(to, finding->rule);
    put_text(to, finding->code);
    put_text(to, finding->severity);
    put_text(to, finding->entity);
    put_text(to, finding->record);
    put_text(to, finding->message);
    put_text(to, finding->help);
    put_text(to, finding->file);
    put_position(to, finding->line);
    put_position(to, finding->column);
    put_text(to, finding->path);
    put_text(to, finding->exception);
    end_row(to);
  }
  end_rows(to);
}

static bool id_exists(writer *to, const char *id)
{
  bool found = false;

  begin_rows(to, "SELECT 1 FROM runs WHERE id = ?");
  put_text(to, id);
  if (to->code == SQLITE_OK) {
    int code = sqlite3_step(to->statement);
    found = code == SQLITE_ROW;
    if (!found && code != SQLITE_DONE)
      to->code = code;
  }
  end_rows(to);
  return found;
}

/* Inside the transaction, so that two processes cannot choose the same one. */
static void choose_id(writer *to, const lde_run_record *run, lde_buffer *id)
{
  lde_buffer_puts(id, run->id ? run->id : run->started);
  for (int number = 2; !run->id && id_exists(to, id->data); number++) {
    lde_buffer_truncate(id, 0);
    lde_buffer_printf(id, "%s#%d", run->started, number);
  }
}

lde_status lde_plan_db_save(lde_plan_db *db, const lde_run_record *run, lde_buffer *id,
                            lde_error *err)
{
  writer to = {.db = db->sqlite};
  lde_buffer own = {0};
  lde_language lang = db->language;
  lde_status status = LDE_OK;

  to.code = sqlite3_exec(db->sqlite, "BEGIN IMMEDIATE", NULL, NULL, NULL);
  if (to.code == SQLITE_OK)
    choose_id(&to, run, &own);
  save_header(&to, run, own.data);
  save_lines(&to, run, own.data);
  save_budgets(&to, run, own.data);
  save_shares(&to, run, own.data);
  save_findings(&to, run, own.data);
  if (to.code == SQLITE_OK)
    to.code = sqlite3_exec(db->sqlite, "COMMIT", NULL, NULL, NULL);
  if (to.code == SQLITE_CONSTRAINT_PRIMARYKEY)
    status = lde_fail(err, LDE_ERROR_INPUT,
                      LDE_TR(lang, "cannot save the run: there is a run '%s' already",
                             "kan de run niet bewaren: er is al een run '%s'"),
                      own.data);
  else if (to.code != SQLITE_OK)
    status = lde_sqlite_fail(db->sqlite,
                             LDE_TR(lang, "cannot save the run", "kan de run niet bewaren"), err);
  if (!sqlite3_get_autocommit(db->sqlite))
    sqlite3_exec(db->sqlite, "ROLLBACK", NULL, NULL, NULL);
  if (status == LDE_OK && id)
    lde_buffer_puts(id, own.data);
  lde_buffer_free(&own);
  return status;
}
