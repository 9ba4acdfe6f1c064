/* `why`: a record, a rule on a record, or a finding. */
#include <string.h>

#include "base/error.h"
#include "engine/internal.h"
#include "report/reasons.h"
#include "rules/why.h"
#include "script/deep_stack.h"
#include "store/plan_db.h"

typedef struct asking {
  lde_project *project;
  lde_result *result;
  const lde_why_options *options;
  int32_t entity, row;
  const char *rule;
} asking;

/* ---- what is asked about ---- */

static bool complain_unknown(asking *asking, const lde_suggestion *suggestion, const char *format,
                             const char *what)
{
  lde_buffer help = {0};

  lde_suggestion_print(&help, suggestion, asking->result->language);
  lde_result_add(asking->result, "usage/record", lde_buffer_text(&help), format, what);
  lde_buffer_free(&help);
  return false;
}

static bool find_row(asking *asking, const lde_entity *entity, const char *id)
{
  lde_dataset *ds = asking->project->loaded.dataset;
  lde_table *table = lde_dataset_table(ds, entity->index);
  lde_suggestion suggestion = {.wanted = id};
  lde_language lang = asking->result->language;
  lde_arena texts = {0};
  lde_buffer text = {0};

  asking->entity = entity->index;
  asking->row = lde_row_find(ds, table, id, strlen(id));
  if (asking->row != LDE_NO_ROW)
    return true;
  for (int32_t row = 0; row < lde_table_count(table); row++) {
    lde_buffer_truncate(&text, 0);
    lde_row_id(ds, table, row, &text);
    lde_suggestion_offer(&suggestion, lde_arena_strdup(&texts, lde_buffer_text(&text)));
  }
  complain_unknown(asking, &suggestion,
                   LDE_TR(lang, "there is no such record: %s", "dit gegeven is er niet: %s"), id);
  lde_buffer_free(&text);
  lde_arena_free(&texts);
  return false;
}

/* "goals:g1" or "goal:g1". */
static bool find_record(asking *asking, const char *text)
{
  const lde_schema *schema = asking->project->loaded.dataset->schema;
  const char *colon = strchr(text, ':');
  lde_language lang = asking->result->language;
  lde_suggestion suggestion = {0};
  const char *kind;
  const lde_entity *entity;

  if (!colon) {
    lde_result_add(asking->result, "usage/record",
                   LDE_TR(lang, "write the kind and the id: goals:g1, offerings:O-118",
                          "schrijf de soort en de id: goals:g1, offerings:O-118"),
                   LDE_TR(lang, "'%s' names no record", "'%s' noemt geen gegeven"), text);
    return false;
  }
  kind = lde_arena_strndup(&asking->result->arena, text, (size_t)(colon - text));
  entity = lde_schema_find(schema, kind);
  if (!entity)
    entity = lde_schema_find_singular(schema, kind);
  if (entity)
    return find_row(asking, entity, colon + 1);
  suggestion.wanted = kind;
  for (size_t e = 0; e < schema->entities.len; e++)
    lde_suggestion_offer(&suggestion, schema->entities.data[e]->plural);
  return complain_unknown(
      asking, &suggestion,
      LDE_TR(lang, "there is no kind of record '%s'", "er is geen soort gegeven '%s'"), kind);
}

static bool is_fingerprint(const char *text)
{
  size_t len = strlen(text);
  return len >= 8 && len < LDE_DIGEST_TEXT_SIZE && strspn(text, "0123456789abcdef") == len;
}

/* The findings of all rules, in the result of a check of its own. */
static void check_all(asking *asking, lde_findings *out)
{
  lde_rules *rules = lde_project_rules(asking->project, asking->result, NULL, 0);

  lde_rules_run(rules, out, &asking->result->diagnostics);
  lde_rules_free(rules);
}

static bool find_finding(asking *asking, const char *start)
{
  lde_findings all = {0};
  bool found = false;
  lde_language lang = asking->result->language;

  check_all(asking, &all);
  for (size_t i = 0; i < all.items.len && !found; i++) {
    const lde_finding *finding = &all.items.data[i];
    if (strncmp(finding->fingerprint, start, strlen(start)) != 0)
      continue;
    found = true;
    asking->rule = lde_arena_strdup(&asking->result->arena, finding->rule);
    asking->entity = finding->entity_index;
    asking->row = finding->row;
  }
  lde_findings_free(&all);
  if (!found)
    lde_result_add(asking->result, "usage/record",
                   LDE_TR(lang, "fingerprints stand in the output of check --format json",
                          "vingerafdrukken staan in de uitvoer van check --format json"),
                   LDE_TR(lang, "no finding has the fingerprint %s",
                          "geen bevinding heeft de vingerafdruk %s"),
                   start);
  else if (asking->row == LDE_NO_ROW) {
    lde_result_add(
        asking->result, "usage/record", NULL,
        LDE_TR(
            lang,
            "the finding of %s is about a group of records; ask about one of them: why %s KIND:ID",
            "de bevinding van %s gaat over een groep; vraag naar één gegeven: why %s SOORT:ID"),
        asking->rule, asking->rule);
    found = false;
  }
  return found;
}

/* ---- what an offer decided ---- */

static const char *id_of(asking *asking, int entity, int32_t row)
{
  lde_dataset *ds = asking->project->loaded.dataset;
  lde_buffer id = {0};
  const char *copy;

  if (row < 0)
    return NULL;
  lde_row_id(ds, lde_dataset_table(ds, entity), row, &id);
  copy = lde_arena_strdup(&asking->result->why_record.arena, lde_buffer_text(&id));
  lde_buffer_free(&id);
  return copy;
}

static const char *take(lde_arena *arena, lde_buffer *text)
{
  const char *copy = lde_arena_strdup(arena, lde_buffer_text(text));
  lde_buffer_truncate(text, 0);
  return copy;
}

static bool same(const char *a, const char *b)
{
  return a && b && strcmp(a, b) == 0;
}

/* A line concerns its offering, the needs that it serves and the goals of these. */
static bool line_concerns(const asking *asking, const lde_offer_line *line, const char *id)
{
  if (asking->entity == LDE_E(offering))
    return line->offering == asking->row;
  for (size_t i = 0; i < line->served.len && asking->entity == LDE_E(need); i++)
    if (same(line->served.data[i].need, id))
      return true;
  for (size_t i = 0; i < line->goals.len && asking->entity == LDE_E(goal); i++)
    if (line->goals.data[i] == asking->row)
      return true;
  return false;
}

static void take_offer(asking *asking, const lde_offer *offer)
{
  lde_why_record *out = &asking->result->why_record;
  lde_dataset *ds = asking->project->loaded.dataset;
  lde_language lang = asking->result->language;
  const char *id = id_of(asking, asking->entity, asking->row);
  lde_buffer text = {0};

  out->has_offer = true;
  for (size_t i = 0; i < offer->lines.len; i++) {
    const lde_offer_line *line = &offer->lines.data[i];
    lde_why_decision decision = {.in = true,
                                 .seats = line->seats,
                                 .cost = line->cost,
                                 .reason = lde_reason_name(line->reason)};
    if (!line_concerns(asking, line, id))
      continue;
    decision.offering = id_of(asking, LDE_E(offering), line->offering);
    decision.period = line->period ? lde_arena_strdup(&out->arena, line->period) : NULL;
    lde_reason_sentence(&text, ds, line->reason, NULL, lang);
    decision.sentence = take(&out->arena, &text);
    lde_vec_push(&out->decisions, decision);
  }
  for (size_t i = 0; i < offer->left_out.len; i++) {
    const lde_offer_left_out *left = &offer->left_out.data[i];
    lde_why_decision decision = {.reason = lde_reason_name(left->reason)};
    if (!(asking->entity == LDE_E(offering) && left->offering == asking->row) &&
        !(asking->entity == LDE_E(need) && same(left->need, id)))
      continue;
    decision.offering = id_of(asking, LDE_E(offering), left->offering);
    decision.need = left->need ? lde_arena_strdup(&out->arena, left->need) : NULL;
    lde_reason_sentence(&text, ds, left->reason, &left->detail, lang);
    decision.sentence = take(&out->arena, &text);
    lde_enters_if_sentence(&text, ds, &left->enters_if, lang);
    decision.enters_if = text.len ? take(&out->arena, &text) : NULL;
    lde_vec_push(&out->decisions, decision);
  }
  for (size_t i = 0; i < offer->unmet.len && asking->entity == LDE_E(need); i++) {
    const lde_offer_unmet *unmet = &offer->unmet.data[i];
    lde_why_decision decision = {
        .need = id, .seats = unmet->heads, .reason = lde_reason_name(unmet->reason)};
    if (!same(unmet->need, id))
      continue;
    lde_reason_sentence(&text, ds, unmet->reason, &unmet->detail, lang);
    decision.sentence = take(&out->arena, &text);
    lde_vec_push(&out->decisions, decision);
  }
  lde_buffer_free(&text);
}

static void solve_now(asking *asking)
{
  lde_run_options options = LDE_RUN_OPTIONS_INIT;
  lde_result *run = lde_run(asking->project, &options);

  if (run->offer)
    take_offer(asking, run->offer);
  else
    for (size_t i = 0; i < run->diagnostics.items.len; i++)
      lde_diagnostics_add(&asking->result->diagnostics, &run->diagnostics.items.data[i]);
  lde_result_free(run);
}

/* The latest run with an offer. */
static void take_stored(asking *asking)
{
  lde_why_record *out = &asking->result->why_record;
  const char *path = lde_database_path(asking->project, asking->options->database);
  const char *id = id_of(asking, asking->entity, asking->row);
  lde_run_record *runs = NULL, run = {0};
  size_t count = 0, at = 0;
  lde_plan_db *db = NULL;
  lde_error err = {0};

  if (!lde_plan_db_exists(path) ||
      lde_plan_db_open(&db, path, LDE_PLAN_DB_READ, asking->result->language, &err) != LDE_OK)
    return;
  if (lde_plan_db_list(db, &out->arena, &runs, &count, &err) == LDE_OK)
    while (at < count && !runs[at].status)
      at++;
  if (at < count && lde_plan_db_load(db, runs[at].id, &out->arena, &run, &err) == LDE_OK) {
    out->has_offer = true;
    out->run = run.id;
  }
  for (size_t i = 0; i < run.line_count; i++) {
    const lde_run_line *line = &run.lines[i];
    lde_buffer quoted = {0};
    lde_why_decision decision = {.in = strcmp(line->decision, "out") != 0,
                                 .offering = line->offering,
                                 .need = line->need,
                                 .period = line->period,
                                 .seats = line->seats,
                                 .cost = line->cost_minor,
                                 .reason = line->reason,
                                 .sentence = ""};
    lde_buffer_printf(&quoted, "\"%s\"", id);
    if ((asking->entity == LDE_E(offering) && same(line->offering, id)) ||
        (asking->entity == LDE_E(need) &&
         (same(line->need, id) || (line->served && strstr(line->served, quoted.data)))) ||
        (asking->entity == LDE_E(goal) && line->goals && strstr(line->goals, quoted.data)))
      lde_vec_push(&out->decisions, decision);
    lde_buffer_free(&quoted);
  }
  lde_plan_db_close(db);
}

/* ---- answers ---- */

static void explain_record(asking *asking)
{
  lde_why_record *out = &asking->result->why_record;
  lde_findings all = {0};

  asking->result->payload = LDE_PAYLOAD_WHY_RECORD;
  out->entity = asking->entity;
  out->row = asking->row;
  lde_thread_find(&out->thread, asking->project->loaded.dataset, asking->entity, asking->row);
  if (asking->options->run)
    solve_now(asking);
  else
    take_stored(asking);
  check_all(asking, &all);
  for (size_t i = 0; i < all.items.len; i++)
    if (all.items.data[i].entity_index == asking->entity && all.items.data[i].row == asking->row)
      lde_findings_add(&out->findings, &all.items.data[i]);
  /* their texts live in the arena of all; it goes along */
  out->findings.arena = all.arena;
  all.arena = (lde_arena){0};
  lde_findings_free(&all);
}

static void explain_rule(asking *asking)
{
  lde_result *result = asking->result;
  lde_rules *rules = lde_project_rules(asking->project, result, NULL, 0);

  if (lde_rules_why(rules, asking->rule, asking->entity, asking->row, &result->why_rule,
                    &result->diagnostics)) {
    result->payload = LDE_PAYLOAD_WHY_RULE;
    result->why_record.entity = asking->entity;
    result->why_record.row = asking->row;
  }
  lde_rules_free(rules);
}

static void explain(void *ctx)
{
  asking *asking = ctx;
  const lde_why_options *options = asking->options;

  asking->rule = options->rule;
  if (!options->rule && is_fingerprint(options->record) ? !find_finding(asking, options->record)
                                                         : !find_record(asking, options->record))
    return;
  if (asking->rule)
    explain_rule(asking);
  else
    explain_record(asking);
}

lde_result *lde_why(lde_project *project, const lde_why_options *options)
{
  lde_result *result = lde_result_new("why", project, project->language);
  asking asking = {.project = project, .result = result, .options = options};

  if (project->valid)
    lde_deep_stack_call(explain, &asking);
  lde_diagnostics_sort(&result->diagnostics);
  return result;
}
