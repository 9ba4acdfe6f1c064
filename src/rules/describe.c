/* From a hit to a finding: severity, size, place, texts, evidence, the values compared, the
 * fingerprint. */
#include <math.h>
#include <string.h>

#include "model/thread.h"
#include "model/value.h"
#include "rules/internal.h"
#include "script/order.h"

/* ---- identity ---- */

/* Records that are kept without an id of their own are known by what is written in them, not by
 * their number among the others. */
static void written_values(lde_dataset *ds, const lde_table *table, int32_t row, lde_buffer *out)
{
  for (int f = 1; f < table->entity->field_count; f++) {
    const lde_field *field = &table->entity->fields[f];
    if (!lde_table_has(table, f, row) || lde_table_is_derived(table, f, row) ||
        field->flags & (LDE_COMMON | LDE_DERIVED | LDE_VIRTUAL))
      continue;
    lde_buffer_printf(out, "%s=", field->name);
    lde_field_print(ds, table, field, row, out);
    lde_buffer_putc(out, '\n');
  }
}

void lde_rule_identity(lde_dataset *dataset, int entity, int32_t row, lde_buffer *out)
{
  lde_table *table = lde_dataset_table(dataset, entity);

  if (table->entity->id_kind == LDE_ID_ANY_ROW && !lde_table_has(table, LDE_F_ID, row))
    written_values(dataset, table, row, out);
  else
    lde_row_id(dataset, table, row, out);
}

void lde_rule_fingerprint(lde_finding *finding, const char *identity, const char *keys)
{
  lde_digest digest;

  lde_digest_init(&digest);
  lde_digest_add(&digest, finding->rule, strlen(finding->rule) + 1);
  lde_digest_add(&digest, finding->entity, strlen(finding->entity) + 1);
  lde_digest_add(&digest, identity, strlen(identity) + 1);
  if (keys)
    lde_digest_add(&digest, keys, strlen(keys) + 1);
  lde_digest_finish(&digest, finding->fingerprint);
}

lde_finding_evidence lde_rule_evidence_of(lde_rules *rules, lde_arena *arena, int entity,
                                          int32_t row)
{
  lde_table *table = lde_dataset_table(rules->dataset, entity);
  lde_finding_evidence evidence = {.entity = lde_arena_strdup(arena, table->entity->plural)};
  lde_buffer text = {0};

  lde_row_id(rules->dataset, table, row, &text);
  evidence.id = lde_arena_strdup(arena, lde_buffer_text(&text));
  lde_buffer_truncate(&text, 0);
  lde_row_label(rules->dataset, table, row, rules->lang, &text);
  evidence.label = lde_arena_strdup(arena, lde_buffer_text(&text));
  lde_buffer_free(&text);
  evidence.place = lde_finding_place_of(arena, rules->dataset, table, -1, row);
  return evidence;
}

/* ---- severity ---- */

static bool compare_size(double size, const lde_rule_threshold *threshold, double one)
{
  double number = threshold->number * one;

  switch (threshold->operator[0]) {
  case '>':
    return threshold->operator[1] ? size >= number : size> number;
  case '<':
    return threshold->operator[1] ? size <= number : size<number;
  case '~':
    return size != number;
  default:
    return size == number;
  }
}

bool lde_rule_adjust(const lde_rule *rule, lde_finding *finding)
{
  const lde_rule_severity *setting = rule->setting;
  double one = rule->size_is_money ? pow(10, rule->file->rules->dataset->currency_decimals) : 1;

  if (!setting)
    return true;
  if (setting->kind == LDE_RULE_LEVEL)
    finding->severity = setting->level;
  if (setting->kind != LDE_RULE_THRESHOLDS)
    return setting->kind != LDE_RULE_OFF;
  for (int level = LDE_ERROR; level >= LDE_NOTE; level--)
    if (setting->by[level].set && finding->has_size &&
        compare_size(finding->size, &setting->by[level], one)) {
      finding->severity = (lde_severity)level;
      return true;
    }
  return false;
}

/* What the rule or the report says; false when no condition of a table is true. */
static bool find_severity(lde_evaluation *evaluation, lde_rule_run *run, const lde_hit *hit,
                          lde_finding *finding)
{
  static const char *const names[] = {"note", "warning", "error"};
  const lde_rule *rule = run->rule;
  lua_State *L = evaluation->L;

  finding->severity = rule->severity;
  if (hit->report) {
    lua_getfield(L, hit->report, "severity");
    for (int level = 0; level < 3 && lua_type(L, -1) == LUA_TSTRING; level++)
      if (strcmp(lua_tostring(L, -1), names[level]) == 0) {
        finding->severity = (lde_severity)level;
        lua_pop(L, 1);
        return true;
      }
    if (!lua_isnil(L, -1))
      luaL_error(L, "%s",
                 LDE_TR(run->rules->lang, "report: severity is error, warning or note",
                        "report: severity is error, warning of note"));
    lua_pop(L, 1);
  }
  if (!rule->severity_is_table)
    return true;
  for (int level = LDE_ERROR; level >= LDE_NOTE; level--)
    if (rule->severity_by[level] &&
        lde_rule_is_true(evaluation, run, rule->severity_by[level], hit->row, hit->extras)) {
      finding->severity = (lde_severity)level;
      return true;
    }
  return false;
}

static void find_size(lde_evaluation *evaluation, lde_rule_run *run, const lde_hit *hit,
                      bool can_evaluate, lde_finding *finding)
{
  lua_State *L = evaluation->L;

  lua_pushnil(L);
  if (hit->report) {
    lua_pop(L, 1);
    lua_getfield(L, hit->report, "size");
  }
  if (lua_isnil(L, -1) && run->rule->size && can_evaluate) {
    lua_pop(L, 1);
    lde_rule_push(evaluation, run, run->rule->size, hit->row, hit->extras);
  }
  if (lua_type(L, -1) == LUA_TNUMBER && isfinite(lua_tonumber(L, -1))) {
    finding->has_size = true;
    finding->size = lua_tonumber(L, -1);
  } else if (!lua_isnil(L, -1)) {
    luaL_error(L,
               LDE_TR(run->rules->lang, "size must be a number, not a %s",
                      "size moet een getal zijn, geen %s"),
               luaL_typename(L, -1));
  }
  lua_pop(L, 1);
}

/* ---- texts ---- */

static const char *take_text(lde_rule_run *run)
{
  lde_buffer safe = {0};
  const char *copy;

  lde_text_append_safe(&safe, lde_buffer_text(&run->text), run->text.len);
  copy = lde_arena_strdup(run->arena, lde_buffer_text(&safe));
  lde_buffer_free(&safe);
  lde_buffer_truncate(&run->text, 0);
  return copy;
}

static const lde_template *in_language(const lde_template *both, lde_language lang)
{
  return both[lang].set ? &both[lang] : &both[!lang];
}

static void find_texts(lde_evaluation *evaluation, lde_rule_run *run, const lde_hit *hit,
                       bool can_evaluate, lde_finding *finding)
{
  const lde_template *message = in_language(run->rule->message, run->rules->lang);
  const lde_template *help = in_language(run->rule->help, run->rules->lang);
  lua_State *L = evaluation->L;
  size_t len;
  const char *text;

  lde_buffer_truncate(&run->text, 0);
  if (hit->text) {
    text = lua_tolstring(L, hit->text, &len);
    lde_buffer_append(&run->text, text, len);
  } else if (message->set && can_evaluate) {
    lde_template_render(evaluation, run, message, hit->row, hit->extras, &run->text);
  } else {
    luaL_error(
        L, "%s",
        LDE_TR(run->rules->lang, "the finding has no message", "de bevinding heeft geen melding"));
  }
  finding->message = take_text(run);
  if (hit->report) {
    lua_getfield(L, hit->report, "help");
    if (lua_type(L, -1) == LUA_TSTRING)
      lde_buffer_puts(&run->text, lua_tostring(L, -1));
    lua_pop(L, 1);
  }
  if (run->text.len == 0 && help->set && can_evaluate)
    lde_template_render(evaluation, run, help, hit->row, hit->extras, &run->text);
  finding->help = take_text(run);
}

/* ---- what it rests on ---- */

/* The records of the value on top: a collection, a record, or a list of records. */
static void add_evidence(lua_State *L, lde_rule_run *run, lde_finding *finding)
{
  enum { MOST = 100 };
  const lde_record *record = lde_record_test(L, -1);
  const lde_collection *rows = lua_isuserdata(L, -1) && !record ? lde_collection_test(L, -1) : NULL;
  size_t count = rows                 ? rows->count
                 : record             ? 1
                 : lua_istable(L, -1) ? (size_t)lua_rawlen(L, -1)
                                      : 0;

  if (count > MOST)
    count = MOST;
  finding->evidence = lde_arena_array(run->arena, count + 1, lde_finding_evidence);
  for (size_t i = 0; i < count; i++) {
    if (rows) {
      finding->evidence[finding->evidence_count++] = lde_rule_evidence_of(
          run->rules, run->arena, rows->entity->index, lde_collection_row(rows, i));
      continue;
    }
    if (!record)
      lua_rawgeti(L, -1, (lua_Integer)i + 1);
    if (lde_record_test(L, -1)) {
      const lde_record *one = lde_record_test(L, -1);
      finding->evidence[finding->evidence_count++] =
          lde_rule_evidence_of(run->rules, run->arena, one->entity, one->row);
    }
    if (!record)
      lua_pop(L, 1);
  }
}

static void find_evidence(lde_evaluation *evaluation, lde_rule_run *run, const lde_hit *hit,
                          bool can_evaluate, lde_finding *finding)
{
  lua_State *L = evaluation->L;

  if (run->rule->evidence && can_evaluate) {
    lde_rule_push(evaluation, run, run->rule->evidence, hit->row, hit->extras);
    add_evidence(L, run, finding);
    lua_pop(L, 1);
  }
  if (hit->report) {
    lua_getfield(L, hit->report, "evidence");
    if (!lua_isnil(L, -1))
      add_evidence(L, run, finding);
    lua_pop(L, 1);
  }
}

/* The value on top. */
static void add_value(lua_State *L, lde_rule_run *run, const char *name, const lde_field *field,
                      lde_template_format format, lde_finding *finding)
{
  lde_finding_value *value = &finding->values[finding->value_count++];

  value->name = lde_arena_strdup(run->arena, name);
  lde_buffer_truncate(&run->text, 0);
  lde_rule_format(L, lua_gettop(L), field, format, &run->text);
  value->shown = take_text(run);
  if (lua_isnil(L, -1) || lde_record_test(L, -1) || lua_isuserdata(L, -1) || lua_istable(L, -1)) {
    value->text = lua_isnil(L, -1) ? "" : value->shown;
    return;
  }
  lde_buffer_puts(&run->text, lde_sandbox_tostring(L, -1, NULL));
  lua_pop(L, 1);
  value->text = take_text(run);
}

/* The fields that the condition reads; of a check its parameters. */
static void add_row_values(lua_State *L, lde_rule_run *run, const lde_hit *hit,
                           lde_finding *finding)
{
  const lde_rule *rule = run->rule;
  const lde_expression *fails =
      rule->fails ? lde_rule_expression(L, rule->file, rule->fails) : NULL;
  const lde_name_code *codes = fails ? fails->names : rule->check_names;
  int count = fails ? fails->count : rule->check_count;

  finding->values = lde_arena_array(run->arena, count + 1, lde_finding_value);
  for (int i = 0; i < count; i++) {
    const lde_field *field;
    if (lde_name_kind_of(codes[i]) != LDE_NAME_FIELD)
      continue;
    field = &rule->each->fields[lde_name_index(codes[i])];
    lde_name_push(L, lde_script_of(L), rule->each, hit->row, codes[i]);
    add_value(L, run, field->name, field, LDE_FORMAT_PLAIN, finding);
    lua_pop(L, 1);
  }
}

static void add_group_values(lua_State *L, lde_rule_run *run, const lde_hit *hit,
                             lde_finding *finding)
{
  const lde_group_by *by = &run->rule->group;

  finding->values = lde_arena_array(run->arena, by->count + 1, lde_finding_value);
  for (int i = 0; i <= by->count; i++) {
    lua_rawgeti(L, hit->extras, i + 1);
    add_value(L, run, by->names[i], NULL,
              i == 0 && by->sum_is_money ? LDE_FORMAT_MONEY : LDE_FORMAT_PLAIN, finding);
    lua_pop(L, 1);
  }
}

static void add_reported_values(lua_State *L, lde_rule_run *run, const lde_hit *hit,
                                lde_finding *finding)
{
  lua_getfield(L, hit->report, "values");
  if (lua_istable(L, -1)) {
    int table = lua_gettop(L);
    finding->values = lde_arena_array(run->arena, LDE_RULE_NAMES_MAX, lde_finding_value);
    lua_pushnil(L);
    while (finding->value_count < LDE_RULE_NAMES_MAX && lde_keys_next(L, table)) {
      lua_pushvalue(L, -1);
      lua_rawget(L, table);
      if (lua_type(L, -2) == LUA_TSTRING)
        add_value(L, run, lua_tostring(L, -2), NULL, LDE_FORMAT_PLAIN, finding);
      lua_pop(L, 1);
    }
    lua_settop(L, table);
  }
  lua_pop(L, 1);
}

/* ---- all of it ---- */

/* Which field's place it shows. */
static int place_field(lua_State *L, lde_rule_run *run, const lde_hit *hit)
{
  const lde_field *field = NULL;

  if (!hit->report)
    return hit->row == LDE_NO_ROW ? -1 : run->rule->at;
  lua_getfield(L, hit->report, "field");
  if (lua_type(L, -1) == LUA_TSTRING && hit->entity) {
    field = lde_entity_field(hit->entity, lua_tostring(L, -1));
    if (!field)
      lde_name_raise(L, hit->entity, lua_tostring(L, -1));
  }
  lua_pop(L, 1);
  return field ? field->index : hit->entity == run->rule->each ? run->rule->at : -1;
}

/* The record and what it serves, up to the vision. */
static void find_path(lde_rule_run *run, lde_finding *finding)
{
  enum { MOST = 16 };
  int64_t way[MOST];
  lde_rules *rules = run->rules;
  lde_buffer text = {0};

  if (!rules->thread)
    rules->thread = lde_thread_map_new(rules->dataset);
  finding->path_count =
      lde_thread_map_up(rules->thread, finding->entity_index, finding->row, way, MOST);
  finding->path = lde_arena_array(run->arena, MOST, const char *);
  for (size_t i = 0; i < finding->path_count; i++) {
    const lde_table *table = lde_dataset_table(rules->dataset, lde_ref_entity(way[i]));
    lde_buffer_truncate(&text, 0);
    lde_row_id(rules->dataset, table, lde_ref_row(way[i]), &text);
    finding->path[i] =
        lde_arena_printf(run->arena, "%s:%s", table->entity->plural, lde_buffer_text(&text));
  }
  lde_buffer_free(&text);
}

static void find_subject(lua_State *L, lde_rule_run *run, const lde_hit *hit, lde_finding *finding)
{
  lde_dataset *ds = run->rules->dataset;
  lde_table *table = hit->entity ? lde_dataset_table(ds, hit->entity->index) : NULL;
  int32_t place_row = hit->row == LDE_NO_ROW ? hit->first : hit->row;

  finding->entity = table ? lde_arena_strdup(run->arena, table->entity->plural) : "";
  finding->entity_index = table ? hit->entity->index : -1;
  finding->row = hit->row;
  finding->id = hit->keys && hit->row == LDE_NO_ROW ? hit->keys : "";
  finding->place = (lde_finding_place){.file = ""};
  lde_buffer_truncate(&run->text, 0);
  if (table && hit->row >= 0) {
    lde_row_id(ds, table, hit->row, &run->text);
    finding->id = lde_arena_strdup(run->arena, lde_buffer_text(&run->text));
    lde_buffer_truncate(&run->text, 0);
    lde_rule_identity(ds, hit->entity->index, hit->row, &run->text);
  }
  if (table && place_row >= 0)
    finding->place =
        lde_finding_place_of(run->arena, ds, table, place_field(L, run, hit), place_row);
  lde_rule_fingerprint(finding, lde_buffer_text(&run->text), hit->keys);
  lde_buffer_truncate(&run->text, 0);
  if (*finding->id && hit->row >= 0)
    find_path(run, finding);
}

void lde_rule_hit(lua_State *L, lde_rule_run *run, const lde_hit *hit)
{
  lde_rule *rule = run->rule;
  lde_evaluation evaluation;
  lde_finding finding = {.rule = lde_arena_strdup(run->arena, rule->id),
                         .code = lde_arena_strdup(run->arena, rule->code),
                         .rule_file = lde_arena_strdup(run->arena, rule->file->name),
                         .rule_line = rule->line,
                         .step = rule->step};
  /* expressions of a once are over records of each, when it has that, and these only */
  bool can_evaluate = !hit->report || !rule->each || hit->entity == rule->each, is_hit;
  int top = lua_gettop(L);

  lde_evaluation_open(&evaluation, L, true);
  is_hit = can_evaluate ? find_severity(&evaluation, run, hit, &finding) : !rule->severity_is_table;
  finding.severity = can_evaluate ? finding.severity : rule->severity;
  if (is_hit)
    find_size(&evaluation, run, hit, can_evaluate, &finding);
  if (is_hit && lde_rule_adjust(rule, &finding)) {
    find_subject(L, run, hit, &finding);
    if (run->rules->options.most == 0 || run->found.len < run->rules->options.most) {
      find_texts(&evaluation, run, hit, can_evaluate, &finding);
      find_evidence(&evaluation, run, hit, can_evaluate, &finding);
      if (rule->join.entity && !rule->join.fires_on_match)
        lde_join_explain(&evaluation, run, hit->row, &finding);
      if (rule->group.of)
        add_group_values(L, run, hit, &finding);
      else if (hit->report)
        add_reported_values(L, run, hit, &finding);
      else
        add_row_values(L, run, hit, &finding);
    } else if (rule->group.of) {
      add_group_values(L, run, hit, &finding); /* exceptions match on them */
    }
    lde_vec_push(&run->found, finding);
  }
  lde_evaluation_close(&evaluation);
  lua_settop(L, top);
}
