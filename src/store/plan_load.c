/* Reading runs back from the plan database. */
#include <math.h>
#include <string.h>

#include "base/error.h"
#include "base/memory.h"
#include "base/text.h"
#include "model/diagnostic.h"
#include "store/connection.h"
#include "store/plan_internal.h"

#define RUN_COLUMNS                                                                                \
  "SELECT id, started, command, engine, data_hash, year, run_date, status, value, bound, gap, "    \
  "cost,"                                                                                          \
  " currency, exit_code, parameters FROM runs "

typedef struct reader {
  sqlite3_stmt *statement;
  lde_arena *arena;
  int at;   /* number of the column that is taken next */
  int code; /* why the statement could not begin, else SQLITE_OK */
} reader;

static const char *take_text(reader *from)
{
  int at = from->at++;
  const char *text = (const char *)sqlite3_column_text(from->statement, at);
  return text ? lde_arena_strndup(from->arena, text,
                                  (size_t)sqlite3_column_bytes(from->statement, at))
              : NULL;
}

static int64_t take_number(reader *from)
{
  return sqlite3_column_int64(from->statement, from->at++);
}

/* A value that no saved run can have (another program wrote it) becomes 0. */
static int64_t take_micro(reader *from)
{
  double value = sqlite3_column_double(from->statement, from->at++) * 1e6;
  return fabs(value) < 9e18 ? (int64_t)llround(value) : 0;
}

static bool next_row(reader *from)
{
  from->at = 0;
  return from->code == SQLITE_OK && sqlite3_step(from->statement) == SQLITE_ROW;
}

/* `run` may be NULL. */
static void begin(reader *from, lde_plan_db *db, const char *sql, const char *run)
{
  from->code = sqlite3_prepare_v2(db->sqlite, sql, -1, &from->statement, NULL);
  if (from->code == SQLITE_OK && run)
    from->code = sqlite3_bind_text(from->statement, 1, run, -1, SQLITE_STATIC);
}

static lde_status end(reader *from, lde_plan_db *db, lde_error *err)
{
  int code = sqlite3_finalize(from->statement);
  if (from->code == SQLITE_OK && code == SQLITE_OK)
    return LDE_OK;
  return lde_sqlite_fail(
      db->sqlite,
      LDE_TR(db->language, "cannot read the plan database", "kan de plandatabase niet lezen"), err);
}

static void take_run(reader *from, lde_run_record *run)
{
  *run = (lde_run_record){0};
  run->id = take_text(from);
  run->started = take_text(from);
  run->command = take_text(from);
  run->engine = take_text(from);
  run->data_hash = take_text(from);
  run->year = take_text(from);
  run->run_date = take_text(from);
  run->status = take_text(from);
  run->value_micro = take_micro(from);
  run->bound_micro = take_micro(from);
  run->gap_micro = take_micro(from);
  run->cost_minor = take_number(from);
  run->currency = take_text(from);
  run->exit_code = (int)take_number(from);
  run->parameters = take_text(from);
}

lde_status lde_plan_db_list(lde_plan_db *db, lde_arena *arena, lde_run_record **out, size_t *count,
                            lde_error *err)
{
  reader from = {.arena = arena};
  LDE_VEC(lde_run_record) runs = {0};
  lde_run_record run;
  lde_status status;

  begin(&from, db, RUN_COLUMNS "ORDER BY started DESC, rowid DESC", NULL);
  while (next_row(&from)) {
    take_run(&from, &run);
    lde_vec_push(&runs, run);
  }
  status = end(&from, db, err);
  if (status == LDE_OK) {
    *out = lde_arena_array(arena, runs.len + 1, lde_run_record);
    if (runs.len)
      memcpy(*out, runs.data, runs.len * sizeof run);
    *count = runs.len;
  }
  lde_vec_free(&runs);
  return status;
}

static lde_status count_rows(lde_plan_db *db, const char *sql, const char *run, int64_t *count,
                             lde_error *err)
{
  reader from = {0};

  *count = 0;
  begin(&from, db, sql, run);
  if (next_row(&from))
    *count = take_number(&from);
  return end(&from, db, err);
}

/* A list that is kept with a run: how many rows it can have, and what one row is. The run's id is the
 * parameter of both statements. */
typedef struct part {
  const char *count, *rows;
  size_t size; /* of a record */
  void (*take)(reader *from, void *record);
} part;

static lde_status load_part(lde_plan_db *db, const part *part, const char *run, lde_arena *arena,
                            void *out, size_t *count, lde_error *err)
{
  reader from = {.arena = arena};
  int64_t most;
  lde_status status = count_rows(db, part->count, run, &most, err);
  char *records;

  if (status != LDE_OK)
    return status;
  records = lde_arena_alloc(arena, ((size_t)most + 1) * part->size);
  memcpy(out, &records, sizeof records);
  begin(&from, db, part->rows, run);
  while (next_row(&from) && (int64_t)*count < most)
    part->take(&from, records + part->size * (*count)++);
  return end(&from, db, err);
}

static void take_rule(reader *from, void *record)
{
  lde_run_rule *rule = record;
  rule->file = take_text(from);
  rule->sha256 = take_text(from);
}

static const part rules_part = {
    "SELECT json_array_length(rules) FROM runs WHERE id = ?",
    "SELECT ifnull(json_each.value ->> 'file', ''), ifnull(json_each.value ->> 'sha256', '')"
    " FROM runs, json_each(runs.rules) WHERE runs.id = ? ORDER BY json_each.id",
    sizeof(lde_run_rule), take_rule};

static void take_line(reader *from, void *record)
{
  lde_run_line *line = record;
  line->id = take_text(from);
  line->decision = take_text(from);
  line->offering = take_text(from);
  line->need = take_text(from);
  line->period = take_text(from);
  line->lane = take_text(from);
  line->sessions = take_number(from);
  line->seats = take_number(from);
  line->cost_minor = take_number(from);
  line->reason = take_text(from);
  line->detail = take_text(from);
  line->served = take_text(from);
  line->funding = take_text(from);
  line->goals = take_text(from);
}

static const part lines_part = {
    "SELECT count(*) FROM run_lines WHERE run = ?",
    "SELECT id, decision, offering, need, period, lane, sessions, seats, cost, reason,"
    " detail, served, funding, goals FROM run_lines WHERE run = ? ORDER BY number",
    sizeof(lde_run_line), take_line};

static void take_budget(reader *from, void *record)
{
  lde_run_budget *budget = record;
  budget->budget = take_text(from);
  budget->period = take_text(from);
  budget->setup_minor = take_number(from);
  budget->planned_minor = take_number(from);
  budget->left_minor = take_number(from);
  budget->marginal_micro = take_micro(from);
}

static const part budgets_part = {
    "SELECT count(*) FROM run_budgets WHERE run = ?",
    "SELECT budget, period, setup, planned, \"left\", marginal FROM run_budgets"
    " WHERE run = ? ORDER BY number",
    sizeof(lde_run_budget), take_budget};

static void take_unmet(reader *from, void *record)
{
  lde_run_unmet *unmet = record;
  unmet->need = take_text(from);
  unmet->heads = take_number(from);
  unmet->reason = take_text(from);
}

static const part unmet_part = {
    "SELECT count(*) FROM run_unmet WHERE run = ?",
    "SELECT need, heads, reason FROM run_unmet WHERE run = ? ORDER BY number",
    sizeof(lde_run_unmet), take_unmet};

static void take_goal(reader *from, void *record)
{
  lde_run_goal *goal = record;
  goal->goal = take_text(from);
  goal->cost_minor = take_number(from);
  goal->seats = take_number(from);
  goal->covered_micro = take_micro(from);
}

static const part goals_part = {
    "SELECT count(*) FROM run_goals WHERE run = ?",
    "SELECT goal, cost, seats, covered FROM run_goals WHERE run = ? ORDER BY number",
    sizeof(lde_run_goal), take_goal};

static void take_finding(reader *from, void *record)
{
  lde_run_finding *finding = record;
  finding->fingerprint = take_text(from);
  finding->rule = take_text(from);
  finding->code = take_text(from);
  finding->severity = take_text(from);
  finding->entity = take_text(from);
  finding->record = take_text(from);
  finding->message = take_text(from);
  finding->help = take_text(from);
  finding->file = take_text(from);
  finding->line = (uint32_t)take_number(from);
  finding->column = (uint32_t)take_number(from);
  finding->path = take_text(from);
  finding->exception = take_text(from);
}

static const part findings_part = {
    "SELECT count(*) FROM run_findings WHERE run = ?",
    "SELECT fingerprint, rule, code, severity, entity, record, message, help, file, line,"
    " column_number, path, exception FROM run_findings WHERE run = ? ORDER BY number",
    sizeof(lde_run_finding), take_finding};

/* All lists of the run; of one that was kept before there was a place for a list nothing is known. */
static lde_status load_parts(lde_plan_db *db, lde_run_record *run, lde_arena *arena, lde_error *err)
{
  const struct {
    const part *part;
    void *records; /* the pointer in the run */
    size_t *count;
    int since; /* version of the database that has it */
  } parts[] = {{&rules_part, &run->rules, &run->rule_count, 1},
               {&lines_part, &run->lines, &run->line_count, 1},
               {&budgets_part, &run->budgets, &run->budget_count, 2},
               {&unmet_part, &run->unmet, &run->unmet_count, 3},
               {&goals_part, &run->goals, &run->goal_count, 3},
               {&findings_part, &run->findings, &run->finding_count, 1}};
  lde_status status = LDE_OK;
  int64_t kept = 0;

  for (size_t i = 0; i < sizeof parts / sizeof *parts && status == LDE_OK; i++)
    if (db->version >= parts[i].since)
      status = load_part(db, parts[i].part, run->id, arena, parts[i].records, parts[i].count, err);
  if (status == LDE_OK && db->version >= 3)
    status = count_rows(db, "SELECT count(unmet) FROM runs WHERE id = ?", run->id, &kept, err);
  run->knows_shares = kept > 0;
  return status;
}

static lde_status fail_unknown(lde_plan_db *db, const char *id, lde_arena *arena, lde_error *err)
{
  lde_run_record *runs = NULL;
  size_t count = 0;
  lde_language lang = db->language;
  lde_suggestion near = {.wanted = id ? id : ""};
  lde_buffer help = {0};

  if (!id)
    return lde_fail(err, LDE_ERROR_USAGE, "%s",
                    LDE_TR(lang, "no run has been saved yet", "er is nog geen run bewaard"));
  if (lde_plan_db_list(db, arena, &runs, &count, NULL) == LDE_OK)
    for (size_t i = 0; i < count; i++)
      lde_suggestion_offer(&near, runs[i].id);
  if (near.count)
    lde_buffer_puts(&help, "; ");
  lde_suggestion_print(&help, &near, lang);
  lde_fail(err, LDE_ERROR_USAGE, LDE_TR(lang, "there is no run '%s'%s", "er is geen run '%s'%s"),
           id, lde_buffer_text(&help));
  lde_buffer_free(&help);
  return LDE_ERROR_USAGE;
}

/* One reading transaction, so that the parts belong together. */
lde_status lde_plan_db_load(lde_plan_db *db, const char *id, lde_arena *arena, lde_run_record *out,
                            lde_error *err)
{
  reader from = {.arena = arena};
  lde_run_record run;
  lde_status status;
  bool found = false;

  from.code = sqlite3_exec(db->sqlite, "BEGIN", NULL, NULL, NULL);
  if (from.code != SQLITE_OK)
    return end(&from, db, err);
  begin(&from, db,
        id ? RUN_COLUMNS "WHERE id = ?" : RUN_COLUMNS "ORDER BY started DESC, rowid DESC LIMIT 1",
        id);
  found = next_row(&from);
  if (found)
    take_run(&from, &run);
  status = end(&from, db, err);
  if (status == LDE_OK && !found)
    status = fail_unknown(db, id, arena, err);
  if (status == LDE_OK)
    status = load_parts(db, &run, arena, err);
  if (status == LDE_OK)
    *out = run;
  sqlite3_exec(db->sqlite, "COMMIT", NULL, NULL, NULL);
  return status;
}
