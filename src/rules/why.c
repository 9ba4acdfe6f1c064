/* Why a rule fires on one record, or does not: the rule is run, and then each of its conditions is
 * evaluated on that record by itself. */
#include <string.h>

#include "rules/internal.h"
#include "rules/why.h"

typedef struct asking {
  lde_rule_run run;
  lde_why_rule *out;
  int32_t row;
} asking;

/* ---- parts of a condition ---- */

static bool is_word(char c)
{
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

/* The next `and` or `or` (`word`) outside brackets and strings, or NULL. */
static const char *find_word(const char *at, const char *end, const char *word)
{
  size_t len = strlen(word);
  int depth = 0;

  for (const char *start = at; at < end; at++) {
    if (*at == '\'' || *at == '"') {
      char quote = *at++;
      while (at < end && *at != quote)
        at += *at == '\\' ? 2 : 1;
    } else if (strchr("([{", *at)) {
      depth++;
    } else if (strchr(")]}", *at)) {
      depth--;
    } else if (depth == 0 && (size_t)(end - at) > len && memcmp(at, word, len) == 0 &&
               (at == start || !is_word(at[-1])) && !is_word(at[len])) {
      return at;
    }
  }
  return NULL;
}

/* ---- evaluating one ---- */

typedef struct evaluating {
  asking *asking;
  lde_why_clause *clause;
  const lde_entity *entity;
} evaluating;

static int l_evaluate(lua_State *L)
{
  const evaluating *e = lua_touserdata(L, 1);
  asking *asking = e->asking;
  lde_why_clause *clause = e->clause;
  const lde_expression *expression;
  lde_evaluation evaluation;
  int at;

  lde_rule_begin(L, &asking->run);
  expression = lde_expression_compile(L, e->entity, NULL, NULL, clause->text, strlen(clause->text));
  at = lua_gettop(L);
  lde_evaluation_open(&evaluation, L, true);
  clause->values = lde_arena_array(&asking->out->arena, expression->count + 1, lde_finding_value);
  for (int i = 0; i < expression->count; i++) {
    const lde_field *field;
    lde_finding_value *value = &clause->values[clause->value_count];
    if (lde_name_kind_of(expression->names[i]) != LDE_NAME_FIELD)
      continue;
    field = &e->entity->fields[lde_name_index(expression->names[i])];
    lde_name_push(L, lde_script_of(L), e->entity, asking->row, expression->names[i]);
    lde_buffer_truncate(&asking->run.text, 0);
    lde_rule_format(L, lua_gettop(L), field, LDE_FORMAT_PLAIN, &asking->run.text);
    value->name = lde_arena_strdup(&asking->out->arena, field->name);
    value->text = value->shown =
        lua_isnil(L, -1)
            ? ""
            : lde_arena_strdup(&asking->out->arena, lde_buffer_text(&asking->run.text));
    clause->value_count++;
    lua_pop(L, 1);
  }
  lde_expression_push(&evaluation, at, expression, asking->row, 0);
  clause->truth = lua_toboolean(L, -1) ? LDE_TRUTH_YES : LDE_TRUTH_NO;
  lde_evaluation_close(&evaluation);
  return 0;
}

static void add_clause(asking *asking, const lde_entity *entity, const char *key, const char *text,
                       size_t len)
{
  lde_why_clause clause = {.key = key, .truth = LDE_TRUTH_FAILED};
  evaluating e = {asking, &clause, entity};
  lde_failure failure = {0};

  while (len && strchr(" \t\n", *text))
    text++, len--;
  while (len && strchr(" \t\n", text[len - 1]))
    len--;
  clause.text = lde_arena_strndup(&asking->out->arena, text, len);
  if (lde_rule_call(&asking->run, l_evaluate, &e, &failure) != LDE_OUTCOME_OK) {
    clause.truth = LDE_TRUTH_FAILED;
    clause.trouble = lde_arena_strdup(&asking->out->arena, failure.message);
  }
  lde_vec_push(&asking->out->clauses, clause);
}

static void add_clauses(asking *asking, const lde_entity *entity, const char *key, int number)
{
  const lde_rule_text *text = number ? &asking->run.rule->file->texts.data[number - 1] : NULL;
  const char *at = text ? text->text : NULL, *end = text ? at + text->len : NULL, *word = "or",
             *next;

  if (!text)
    return;
  if (!find_word(at, end, "or"))
    word = "and";
  while ((next = find_word(at, end, word))) {
    add_clause(asking, entity, key, at, (size_t)(next - at));
    at = next + strlen(word);
  }
  add_clause(asking, entity, key, at, (size_t)(end - at));
}

/* ---- joins ---- */

static int l_join(lua_State *L)
{
  evaluating *e = lua_touserdata(L, 1);
  asking *asking = e->asking;
  lde_rule_run *run = &asking->run;
  const lde_join *join = &run->rule->join;
  lde_finding explained = {0};
  lde_join_value right[LDE_RULE_NAMES_MAX];
  lde_evaluation evaluation;
  int32_t match;

  lde_rule_begin(L, run);
  lde_join_open(L, run);
  for (int i = 0; i < join->count; i++)
    lde_rule_fill(L, run, join->terms[i].right_expression, asking->row, asking->row + 1, NULL,
                  &right[i], 1);
  match = lde_join_find(L, run, right);
  e->clause->truth = match >= 0 ? LDE_TRUTH_YES : LDE_TRUTH_NO;
  if (match >= 0) {
    lde_finding_evidence *found = lde_arena_new(&asking->out->arena, lde_finding_evidence);
    *found = lde_rule_evidence_of(run->rules, &asking->out->arena, join->entity->index, match);
    asking->out->match = found;
    return 0;
  }
  lde_evaluation_open(&evaluation, L, true);
  lde_join_explain(&evaluation, run, asking->row, &explained);
  lde_evaluation_close(&evaluation);
  asking->out->nearest = explained.nearest;
  asking->out->misses = explained.misses;
  asking->out->miss_count = explained.miss_count;
  return 0;
}

static void add_join(asking *asking)
{
  const lde_rule *rule = asking->run.rule;
  lde_why_clause clause = {
      .key = rule->join.fires_on_match ? "when" : "unless",
      .text = lde_arena_printf(&asking->out->arena, "exists %s", rule->join.entity->plural),
      .truth = LDE_TRUTH_FAILED};
  evaluating e = {asking, &clause, rule->each};
  lde_failure failure = {0};

  if (lde_rule_call(&asking->run, l_join, &e, &failure) != LDE_OUTCOME_OK)
    clause.trouble = lde_arena_strdup(&asking->out->arena, failure.message);
  lde_vec_push(&asking->out->clauses, clause);
}

/* ---- the rule as a whole ---- */

/* Of a group: the keys that the record has are those of the finding. */
static bool is_of_group(asking *asking, const lde_finding *finding)
{
  const lde_group_by *by = &asking->run.rule->group;

  for (int i = 0; i < by->count; i++) {
    bool same = false;
    for (size_t c = 0; c < asking->out->clauses.len; c++) {
      const lde_why_clause *clause = &asking->out->clauses.data[c];
      for (size_t v = 0; strcmp(clause->key, "by") == 0 && v < clause->value_count; v++)
        for (size_t f = 0; f < finding->value_count; f++)
          same = same || (strcmp(finding->values[f].name, by->names[i + 1]) == 0 &&
                          strcmp(clause->text, by->names[i + 1]) == 0 &&
                          strcmp(finding->values[f].shown, clause->values[v].shown) == 0);
    }
    if (!same)
      return false;
  }
  return by->count > 0;
}

static void run_rule(asking *asking, lde_rule *rule, int32_t entity)
{
  lde_why_rule *out = asking->out;
  lde_rule_run run = {.arena = &out->findings.arena};
  lde_failure failure = {0};

  lde_rule_run_init(&run, rule);
  if (lde_rule_execute(&run, &failure) != LDE_OUTCOME_OK) {
    out->failed = true;
    out->trouble = lde_arena_strdup(&out->arena, failure.message);
  }
  for (size_t i = 0; i < run.found.len && !out->failed; i++) {
    const lde_finding *finding = &run.found.data[i];
    if ((finding->entity_index == entity && finding->row == asking->row) ||
        (finding->row == LDE_NO_ROW && rule->group.of && is_of_group(asking, finding)))
      lde_findings_add(&out->findings, finding);
  }
  lde_rule_run_deinit(&run);
}

bool lde_rules_why(lde_rules *rules, const char *name, int32_t entity, int32_t row,
                   lde_why_rule *out, lde_diagnostics *found)
{
  lde_rule *rule;
  const lde_entity *rows;
  asking asking = {.out = out, .row = row};

  if (!lde_rules_keep(rules, &name, 1, found))
    return false;
  rule = lde_rules_find(rules, name);
  rows = lde_rule_rows_of(rule);
  out->rule = lde_arena_strdup(&out->arena, rule->id);
  out->code = lde_arena_strdup(&out->arena, rule->code);
  out->file = lde_arena_strdup(&out->arena, rule->file->name);
  out->line = rule->line;
  for (int lang = 0; lang < 2; lang++) {
    out->title[lang] = lde_arena_strdup(&out->arena, rule->title[lang]);
    out->why[lang] = rule->why[lang] ? lde_arena_strdup(&out->arena, rule->why[lang]) : NULL;
  }
  out->off = rule->setting && rule->setting->kind == LDE_RULE_OFF;
  out->looks_at = rule->has_once || (rows && rows->index == entity);
  asking.run.arena = &out->arena;
  lde_rule_run_init(&asking.run, rule);
  if (rows && rows->index == entity) {
    add_clauses(&asking, rows, "where", rule->where);
    if (!rule->group.of)
      add_clauses(&asking, rows, "fails", rule->fails);
    for (int i = 0; i < rule->group.count; i++)
      add_clauses(&asking, rows, "by", rule->group.keys[i]);
    if (rule->join.entity)
      add_join(&asking);
  }
  lde_rule_run_deinit(&asking.run);
  if (out->looks_at)
    run_rule(&asking, rule, entity);
  return true;
}
