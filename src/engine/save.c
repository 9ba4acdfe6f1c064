#include "engine/save.h"

#include <stdio.h>
#include <string.h>

#include "base/date.h"
#include "base/error.h"
#include "store/plan_db.h"

static int64_t micro(double value)
{
  return (int64_t)(value * 1e6 + (value < 0 ? -0.5 : 0.5));
}

static const char *json_text(lde_arena *arena, lde_buffer *out)
{
  const char *copy = lde_arena_strndup(arena, lde_buffer_text(out), out->len);
  lde_buffer_truncate(out, 0);
  return copy;
}

static const char *row_id(lde_dataset *dataset, int entity, int32_t row, lde_arena *arena)
{
  lde_buffer id = {0};
  const char *copy;

  if (row < 0)
    return NULL;
  lde_row_id(dataset, lde_dataset_table(dataset, entity), row, &id);
  copy = lde_arena_strndup(arena, lde_buffer_text(&id), id.len);
  lde_buffer_free(&id);
  return copy;
}

/* The lists of a line as JSON text, in the shape of the JSON output. */
static void describe_line(lde_dataset *dataset, const lde_offer_line *line, lde_run_line *to,
                          lde_arena *arena)
{
  lde_buffer out = {0};

  lde_report_json_served(&out, dataset, line);
  to->served = json_text(arena, &out);
  lde_report_json_funding(&out, line);
  to->funding = json_text(arena, &out);
  lde_report_json_goals(&out, dataset, line);
  to->goals = json_text(arena, &out);
  lde_buffer_free(&out);
}

static size_t gather_lines(lde_result *result, lde_dataset *dataset, lde_run_line **out,
                           lde_arena *arena)
{
  const lde_offer *offer = result->offer;
  size_t count = offer->lines.len + offer->left_out.len, at = 0;
  lde_run_line *lines = lde_arena_array(arena, count, lde_run_line);

  for (size_t i = 0; i < offer->lines.len; i++) {
    const lde_offer_line *line = &offer->lines.data[i];
    lde_run_line *to = &lines[at++];
    *to = (lde_run_line){.id = line->id,
                         .decision = line->reason == LDE_IN_LOCK ? "locked_in" : "in",
                         .offering = row_id(dataset, LDE_E(offering), line->offering, arena),
                         .period = line->period,
                         .lane = line->lane,
                         .sessions = line->sessions,
                         .seats = line->seats,
                         .cost_minor = line->cost,
                         .reason = lde_reason_name(line->reason)};
    describe_line(dataset, line, to, arena);
  }
  for (size_t i = 0; i < offer->left_out.len; i++) {
    const lde_offer_left_out *left = &offer->left_out.data[i];
    const char *offering = row_id(dataset, LDE_E(offering), left->offering, arena);
    lde_buffer detail = {0};
    lde_report_json_detail(&detail, &left->detail);
    lines[at++] = (lde_run_line){.id = lde_arena_printf(arena, "%s/%s", offering ? offering : "",
                                                        left->need ? left->need : ""),
                                 .decision = "out",
                                 .offering = offering,
                                 .need = left->need,
                                 .reason = lde_reason_name(left->reason),
                                 .detail = json_text(arena, &detail)};
    lde_buffer_free(&detail);
  }
  *out = lines;
  return count;
}

/* What stays open, and what each goal gets. */
static void gather_shares(lde_dataset *dataset, const lde_offer *offer, lde_run_record *run,
                          lde_arena *arena)
{
  lde_run_unmet *unmet = lde_arena_array(arena, offer->unmet.len + 1, lde_run_unmet);
  lde_run_goal *goals = lde_arena_array(arena, offer->goals.len + 1, lde_run_goal);

  for (size_t i = 0; i < offer->unmet.len; i++)
    unmet[i] = (lde_run_unmet){offer->unmet.data[i].need, offer->unmet.data[i].heads,
                               lde_reason_name(offer->unmet.data[i].reason)};
  for (size_t i = 0; i < offer->goals.len; i++)
    goals[i] = (lde_run_goal){row_id(dataset, LDE_E(goal), offer->goals.data[i].goal, arena),
                              offer->goals.data[i].cost, offer->goals.data[i].seats,
                              micro(offer->goals.data[i].covered)};
  run->unmet = unmet;
  run->unmet_count = offer->unmet.len;
  run->goals = goals;
  run->goal_count = offer->goals.len;
}

/* What has a place keeps it as people see it. */
static size_t gather_findings(const lde_findings *findings, lde_run_finding **out, lde_arena *arena)
{
  lde_run_finding *all = lde_arena_array(arena, findings->items.len + 1, lde_run_finding);

  for (size_t i = 0; i < findings->items.len; i++) {
    const lde_finding *from = &findings->items.data[i];
    lde_buffer path = {0};
    lde_report_json_path(&path, from);
    all[i] = (lde_run_finding){.fingerprint = from->fingerprint,
                               .rule = from->rule,
                               .severity = lde_severity_name(from->severity),
                               .message = from->message,
                               .code = from->code,
                               .entity = from->entity,
                               .record = from->id,
                               .help = from->help,
                               .file = from->place.file,
                               .line = from->place.line,
                               .column = from->place.column,
                               .path = json_text(arena, &path),
                               .exception =
                                   from->exception ? lde_exception_name(from->exception) : NULL};
    lde_buffer_free(&path);
  }
  *out = all;
  return findings->items.len;
}

static void gather(lde_result *result, lde_project *project, lde_run_record *run, lde_arena *arena)
{
  lde_dataset *dataset = project->loaded.dataset;
  const lde_offer *offer = result->offer;
  lde_run_rule *rules = lde_arena_array(arena, result->provenance.rules.len, lde_run_rule);
  lde_run_budget *budgets = lde_arena_array(arena, offer ? offer->budgets.len : 0, lde_run_budget);
  lde_run_line *lines = NULL;
  lde_run_finding *findings = NULL;
  lde_buffer params = {0};

  for (size_t i = 0; i < result->provenance.rules.len; i++)
    rules[i] = (lde_run_rule){result->provenance.rules.data[i].file,
                              result->provenance.rules.data[i].sha256};
  run->rules = rules;
  run->rule_count = result->provenance.rules.len;
  lde_report_json_data(&params, result->provenance.params);
  run->parameters = json_text(arena, &params);
  lde_buffer_free(&params);
  run->finding_count = gather_findings(&result->findings, &findings, arena);
  run->findings = findings;
  run->currency = dataset->currency;
  run->year = dataset->year;
  run->run_date = lde_date_print(dataset->today, lde_arena_alloc(arena, LDE_DATE_TEXT_SIZE));
  if (!offer)
    return;
  run->status = lde_offer_status_name(offer->status);
  run->value_micro = micro(offer->value);
  run->bound_micro = micro(offer->bound);
  run->gap_micro = micro(offer->gap);
  run->cost_minor = offer->cost;
  for (size_t i = 0; i < offer->budgets.len; i++) {
    const lde_offer_budget *budget = &offer->budgets.data[i];
    budgets[i] = (lde_run_budget){budget->budget,  budget->period, budget->setup,
                                  budget->planned, budget->left,   micro(budget->marginal)};
  }
  gather_shares(dataset, offer, run, arena);
  run->budgets = budgets;
  run->budget_count = offer->budgets.len;
  run->line_count = gather_lines(result, dataset, &lines, arena);
  run->lines = lines;
}

void lde_run_save(lde_result *result, lde_project *project, const char *database, long long started)
{
  lde_arena arena = {0};
  lde_run_record run = {.command = result->command, .engine = result->provenance.engine};
  lde_plan_db *db = NULL;
  lde_error err = {0};
  lde_status status;
  char moment[40];
  int32_t day = (int32_t)(started / 86400);
  int second = (int)(started % 86400);

  lde_timestamp_print((int64_t)day * 1440 + second / 60, moment);
  snprintf(moment + strlen(moment), 8, ":%02d", second % 60);
  run.started = moment;
  run.data_hash = result->provenance.data;
  run.exit_code = lde_result_exit_code(result, LDE_FAIL_ON_ERROR);
  gather(result, project, &run, &arena);
  status = lde_plan_db_open(&db, lde_database_path(project, database), LDE_PLAN_DB_WRITE,
                            project->language, &err);
  if (status == LDE_OK)
    status = lde_plan_db_save(db, &run, NULL, &err);
  if (status != LDE_OK)
    lde_result_add(result, "load/database", NULL, "%s", err.message);
  lde_plan_db_close(db);
  lde_arena_free(&arena);
}
