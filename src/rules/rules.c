#include "rules/rules.h"

#include <stdlib.h>
#include <string.h>

#include "model/thread.h"
#include "rules/internal.h"

/* ---- a file ---- */

static void open_tables(lua_State *L, lde_rule_file *file)
{
  lua_newtable(L);
  file->tables = luaL_ref(L, LUA_REGISTRYINDEX);
  lua_newtable(L);
  file->compiled = luaL_ref(L, LUA_REGISTRYINDEX);
  lua_newtable(L);
  file->params = luaL_ref(L, LUA_REGISTRYINDEX);
}

/* Argument 1 the file: before its text runs. */
static int l_open(lua_State *L)
{
  open_tables(L, lua_touserdata(L, 1));
  return 0;
}

/* What the file returned, on top, is a rule, a list of rules, or nothing at all. */
static bool is_rules(lua_State *L, const lde_rule_file *file)
{
  int top = lua_gettop(L);
  size_t found = 0, listed = 0;

  if (lua_isnil(L, top))
    return true;
  lua_rawgeti(L, LUA_REGISTRYINDEX, file->tables);
  for (size_t i = 1; lua_istable(L, top) && i <= file->lines.len; i++) {
    lua_rawgeti(L, top + 1, (lua_Integer)i);
    found += (size_t)lua_rawequal(L, -1, top);
    listed = (size_t)lua_rawlen(L, top);
    for (size_t at = 1; at <= listed && at <= 1000; at++) {
      lua_rawgeti(L, top, (lua_Integer)at);
      found += (size_t)lua_rawequal(L, -1, -2);
      lua_pop(L, 1);
    }
    lua_pop(L, 1);
  }
  lua_settop(L, top);
  return found > 0 && found >= listed;
}

static void report_failure(lde_rule_file *file, const lde_failure *failure)
{
  lde_diagnostic diagnostic = {.code = lde_outcome_code(failure->outcome),
                               .severity = LDE_ERROR,
                               .message = failure->message,
                               .file = failure->line ? failure->file : file->name,
                               .line = (uint32_t)failure->line};

  file->failed = true;
  if (strcmp(diagnostic.file, file->name) == 0)
    diagnostic.path = file->path;
  if (file->found)
    lde_diagnostics_add(file->found, &diagnostic);
}

static void tell(const lde_rules *rules, const char *rule, const char *file)
{
  if (rules->options.begins)
    rules->options.begins(rules->options.script.host.ctx, rule, file);
}

static void read_file(lde_rule_file *file)
{
  lde_sandbox *sandbox = lde_script_sandbox(file->script);
  lde_failure failure = {0};
  lde_language lang = file->rules->lang;
  lua_State *L;

  tell(file->rules, NULL, file->name);
  if (lde_script_extend(file->script, LDE_RULES_DESK, lde_rules_open, &failure) != LDE_OUTCOME_OK ||
      lde_sandbox_run(sandbox, l_open, file, &failure) != LDE_OUTCOME_OK ||
      lde_script_run(file->script, file->name, file->bytes, file->len, &failure) !=
          LDE_OUTCOME_OK) {
    report_failure(file, &failure);
    return;
  }
  L = lde_sandbox_state(sandbox);
  if (file->lines.len == 0)
    lde_rule_complain(
        file, NULL, NULL,
        LDE_TR(lang, "end it with return ld.rule {…}", "eindig met return ld.rule {…}"),
        LDE_TR(lang, "the file has no rule", "het bestand bevat geen regel"));
  else if (!is_rules(L, file))
    lde_rule_complain(file, NULL, NULL,
                      LDE_TR(lang, "end it with return ld.rule {…}, or a list of these",
                             "eindig met return ld.rule {…}, of een lijst daarvan"),
                      LDE_TR(lang, "the file returns something that is no rule",
                             "het bestand geeft iets terug dat geen regel is"));
  lua_settop(L, 0);
  if (lde_sandbox_run(sandbox, lde_rules_read, file, &failure) != LDE_OUTCOME_OK)
    report_failure(file, &failure);
}

lde_rule_file *lde_rule_file_load(lde_rules *rules, const char *pack, const char *name,
                                  const char *path, const char *bytes, size_t len,
                                  lde_diagnostics *found)
{
  lde_rule_file *file = lde_alloc(1, sizeof *file);

  file->rules = rules;
  file->pack = pack ? lde_arena_strdup(&file->arena, pack) : NULL;
  file->name = lde_arena_strdup(&file->arena, name);
  file->path = path ? lde_arena_strdup(&file->arena, path) : NULL;
  file->bytes = lde_arena_strndup(&file->arena, bytes, len);
  file->len = len;
  file->found = found;
  file->tables = file->compiled = file->params = LUA_NOREF;
  file->script = lde_script_new(rules->dataset, &rules->options.script);
  lde_script_attach(file->script, LDE_RULES_DESK, file);
  read_file(file);
  file->found = NULL;
  return file;
}

void lde_rule_file_free(lde_rule_file *file)
{
  if (!file)
    return;
  for (size_t i = 0; i < file->items.len; i++)
    for (int lang = 0; lang < 2; lang++) {
      lde_vec_free(&file->items.data[i]->message[lang].parts);
      lde_vec_free(&file->items.data[i]->help[lang].parts);
    }
  lde_script_free(file->script);
  lde_vec_free(&file->items);
  lde_vec_free(&file->texts);
  lde_vec_free(&file->lines);
  lde_arena_free(&file->arena);
  lde_free(file);
}

/* ---- the set ---- */

lde_rules *lde_rules_new(lde_dataset *dataset, const lde_rules_options *options)
{
  lde_rules *rules = lde_alloc(1, sizeof *rules);

  rules->dataset = dataset;
  rules->options = *options;
  rules->lang = options->script.host.lang;
  return rules;
}

void lde_rules_free(lde_rules *rules)
{
  if (!rules)
    return;
  for (size_t i = 0; i < rules->files.len; i++)
    lde_rule_file_free(rules->files.data[i]);
  lde_vec_free(&rules->files);
  lde_vec_free(&rules->all);
  lde_thread_map_free(rules->thread);
  lde_cover_free(rules->cover);
  lde_free(rules);
}

static bool is_named(const lde_rule *rule, const char *name)
{
  return strcmp(rule->id, name) == 0 || (*rule->code && strcmp(rule->code, name) == 0);
}

lde_rule *lde_rules_find(const lde_rules *rules, const char *name)
{
  for (size_t i = 0; i < rules->all.len; i++)
    if (!rules->all.data[i]->replaced && is_named(rules->all.data[i], name))
      return rules->all.data[i];
  return NULL;
}

const lde_rule_severity *lde_rules_setting(const lde_rules *rules, const char *id, const char *code)
{
  const lde_rule_severity *found = NULL;

  for (size_t i = 0; i < rules->options.severity_count; i++) {
    const lde_rule_severity *one = &rules->options.severities[i];
    if (strcmp(one->rule, id) == 0 || (*code && strcmp(one->rule, code) == 0))
      found = one;
  }
  return found;
}

/* Its place among the others: it replaces one of a pack, or clashes with one of its own kind. */
static void settle(lde_rules *rules, lde_rule *rule, lde_diagnostics *found)
{
  const char *pack = rule->file->pack;

  for (size_t i = 0; i < rules->all.len; i++) {
    lde_rule *other = rules->all.data[i];
    bool same_id = strcmp(other->id, rule->id) == 0;
    bool same_code = *rule->code && strcmp(other->code, rule->code) == 0;
    if (other->replaced || (!same_id && !same_code))
      continue;
    if (same_id && (!pack) != (!other->file->pack)) {
      if (pack)
        rule->replaced = true;
      else
        other->replaced = true;
      continue;
    }
    rule->file->found = found;
    lde_rule_complain(rule->file, rule, same_id ? "id" : "code", NULL,
                      LDE_TR(rules->lang, "%s:%d has a rule with the same %s",
                             "%s:%d heeft een regel met dezelfde %s"),
                      other->file->name, other->line, same_id ? "id" : "code");
    rule->file->found = NULL;
  }
  rule->setting = lde_rules_setting(rules, rule->id, rule->code);
  lde_vec_push(&rules->all, rule);
}

bool lde_rules_add(lde_rules *rules, const char *pack, const char *name, const char *path,
                   const char *bytes, size_t len, lde_diagnostics *found)
{
  lde_rule_file *file = lde_rule_file_load(rules, pack, name, path, bytes, len, found);

  if (file->failed) { /* a file with a mistake does not run at all */
    lde_rule_file_free(file);
    return false;
  }
  lde_vec_push(&rules->files, file);
  for (size_t i = 0; i < file->items.len; i++)
    settle(rules, file->items.data[i], found);
  return !file->failed;
}

size_t lde_rules_count(const lde_rules *rules)
{
  return rules->all.len;
}

lde_rule_info lde_rules_info(const lde_rules *rules, size_t index)
{
  const lde_rule *rule = rules->all.data[index];

  return (lde_rule_info){.id = rule->id,
                         .code = rule->code,
                         .pack = rule->file->pack,
                         .file = rule->file->name,
                         .title = {rule->title[0], rule->title[1]},
                         .why = {rule->why[0], rule->why[1]},
                         .line = rule->line,
                         .step = rule->step,
                         .replaced = rule->replaced,
                         .off = rule->setting && rule->setting->kind == LDE_RULE_OFF,
                         .has_fires = rule->examples[0],
                         .has_clean = rule->examples[1]};
}

static void complain_no_rule(const lde_rules *rules, const char *name, lde_diagnostics *found)
{
  lde_suggestion suggestion = {.wanted = name};
  lde_buffer help = {0};

  for (size_t i = 0; i < rules->all.len; i++)
    lde_suggestion_offer(&suggestion, rules->all.data[i]->id);
  lde_suggestion_print(&help, &suggestion, rules->lang);
  lde_diagnose(found, LDE_ERROR, "usage/rule", "", NULL, 0, 0, lde_buffer_text(&help),
               LDE_TR(rules->lang, "there is no rule '%s' among those that are enabled",
                      "er is geen regel '%s' bij de ingeschakelde regels"),
               name);
  lde_buffer_free(&help);
}

bool lde_rules_keep(lde_rules *rules, const char *const *names, size_t count,
                    lde_diagnostics *found)
{
  /* a rule that is not there may be in a file that could not be read, and what is wrong there is told */
  bool all = true, complete = found->errors == 0;

  for (size_t i = 0; i < rules->all.len && count; i++)
    rules->all.data[i]->left_out = true;
  for (size_t i = 0; i < count; i++) {
    lde_rule *rule = lde_rules_find(rules, names[i]);
    if (rule)
      rule->left_out = false;
    else if (complete)
      complain_no_rule(rules, names[i], found);
    all = all && rule;
  }
  return all;
}

/* ---- running ---- */

void lde_rule_run_init(lde_rule_run *run, lde_rule *rule)
{
  run->rules = rule->file->rules;
  run->rule = rule;
  lde_strings_init(&run->texts);
}

void lde_rule_run_deinit(lde_rule_run *run)
{
  lde_rule_columns_deinit(run);
  lde_free(run->bits);
  lde_free(run->right);
  lde_free(run->next);
  lde_free(run->slots);
  lde_free(run->left);
  lde_free(run->groups);
  lde_free(run->keys);
  lde_buffer_free(&run->text);
  lde_vec_free(&run->found);
  lde_strings_deinit(&run->texts);
}

lde_outcome lde_rule_call(lde_rule_run *run, lua_CFunction function, void *argument,
                          lde_failure *failure)
{
  lde_rule_file *file = run->rule->file;
  lde_sandbox *sandbox = lde_script_sandbox(file->script);
  lde_outcome outcome;

  tell(file->rules, run->rule->id, file->name);
  lde_sandbox_refill(sandbox);
  file->run = run;
  outcome = lde_sandbox_run(sandbox, function, argument, failure);
  file->run = NULL;
  return outcome;
}

lde_outcome lde_rule_execute(lde_rule_run *run, lde_failure *failure)
{
  const lde_rule *rule = run->rule;

  return lde_rule_call(run,
                       rule->has_once   ? lde_rule_run_once
                       : rule->group.of ? lde_rule_run_groups
                                        : lde_rule_run_rows,
                       run, failure);
}

/* A state that was abandoned at the memory limit: the file is read again for its other rules. */
static void revive(lde_rules *rules, lde_rule_file *old, lde_rule_run *runs, size_t count)
{
  lde_rule_file *fresh, **slot = rules->files.data;

  while (*slot != old)
    slot++;
  fresh = lde_rule_file_load(rules, old->pack, old->name, old->path, old->bytes, old->len, NULL);
  if (fresh->failed || fresh->items.len != old->items.len) { /* stays dead: its rules are unknown */
    lde_rule_file_free(fresh);
    return;
  }
  for (size_t i = 0; i < fresh->items.len; i++) {
    fresh->items.data[i]->replaced = old->items.data[i]->replaced;
    fresh->items.data[i]->setting = old->items.data[i]->setting;
    fresh->items.data[i]->left_out = old->items.data[i]->left_out;
    fresh->items.data[i]->row = old->items.data[i]->row;
    for (size_t r = 0; r < count; r++)
      if (runs[r].rule == old->items.data[i])
        runs[r].rule = fresh->items.data[i];
    for (size_t r = 0; r < rules->all.len; r++)
      if (rules->all.data[r] == old->items.data[i])
        rules->all.data[r] = fresh->items.data[i];
  }
  *slot = fresh;
  lde_rule_file_free(old);
}

static void report_unknown(const lde_rule *rule, const lde_failure *failure, lde_diagnostics *found)
{
  lde_language lang = rule->file->rules->lang;
  bool placed = failure->line > 0;

  lde_diagnose(found, LDE_ERROR, lde_outcome_code(failure->outcome),
               placed ? failure->file : rule->file->name,
               placed && strcmp(failure->file, rule->file->name) != 0 ? NULL : rule->file->path,
               placed ? (uint32_t)failure->line : (uint32_t)rule->line, 0,
               LDE_TR(lang, "what this rule would say is unknown; the other rules went on",
                      "wat deze regel zou zeggen is onbekend; de andere regels zijn doorgegaan"),
               "%s: %s", rule->id, failure->message);
}

/* What a check of the whole set carries along. */
typedef struct checking {
  lde_rules *rules;
  lde_findings *out;
  lde_diagnostics *found;
  lde_exception_state exceptions;
  const char **unknown; /* id and code of each rule that failed */
  size_t unknown_count;
} checking;

static void give_up(checking *c, lde_rule_run *run, const lde_failure *failure)
{
  c->out->unknown++;
  for (size_t i = 0; i < c->out->judged.len; i++)
    if (strcmp(c->out->judged.data[i].id, run->rule->id) == 0)
      c->out->judged.data[i].failure = lde_arena_strdup(&c->out->arena, failure->message);
  report_unknown(run->rule, failure, c->found);
  lde_rules_record_failure(run->rule, failure->message);
  c->unknown[c->unknown_count++] = lde_arena_strdup(&c->exceptions.arena, run->rule->id);
  c->unknown[c->unknown_count++] = lde_arena_strdup(&c->exceptions.arena, run->rule->code);
}

/* Prepared and scanned; now the rows that are left. */
static void finish_rule(checking *c, lde_rule_run *runs, size_t count, lde_rule_run *run,
                        lde_failure *failure)
{
  int64_t started = lde_rule_clock(c->rules);

  if (failure->outcome == LDE_OUTCOME_OK)
    lde_rule_execute(run, failure);
  run->nanoseconds += lde_rule_clock(c->rules) - started;
  lde_rule_tell_time(run, failure->outcome != LDE_OUTCOME_OK);
  if (failure->outcome != LDE_OUTCOME_OK)
    give_up(c, run, failure);
  else
    for (size_t i = 0; i < run->found.len; i++)
      lde_exceptions_apply(c->rules, &c->exceptions, run->rule, c->out, &run->found.data[i]);
  if (lde_sandbox_is_dead(lde_script_sandbox(run->rule->file->script)))
    revive(c->rules, run->rule->file, runs, count);
}

/* The rules over the rows of one entity; false when the user interrupted. */
static bool run_together(checking *c, lde_rule_run *runs, size_t count)
{
  lde_failure *failures = lde_alloc(count, sizeof *failures);
  bool goes_on = true;

  for (size_t i = 0; i < count; i++) {
    int64_t started = lde_rule_clock(c->rules);
    lde_rule_call(&runs[i], lde_rule_prepare, &runs[i], &failures[i]);
    runs[i].nanoseconds += lde_rule_clock(c->rules) - started;
  }
  tell(c->rules, NULL, NULL);
  lde_rules_scan(runs, count);
  for (size_t i = 0; i < count && goes_on; i++) {
    finish_rule(c, runs, count, &runs[i], &failures[i]);
    goes_on = failures[i].outcome != LDE_OUTCOME_INTERRUPTED;
  }
  for (size_t i = 0; i < count; i++)
    lde_rule_run_deinit(&runs[i]);
  lde_free(failures);
  return goes_on;
}

bool lde_rule_is_asked(const lde_rule *rule)
{
  return !rule->replaced && !rule->left_out &&
         !(rule->setting && rule->setting->kind == LDE_RULE_OFF);
}

/* The rules that are `last` or that are not, those of one entity together; false when interrupted. */
static bool run_all(checking *c, lde_rule_run *runs, bool last)
{
  size_t all = c->rules->all.len;
  bool *done = lde_alloc(all + 1, sizeof *done), goes_on = true;

  for (size_t first = 0; first < all && goes_on; first++) {
    const lde_entity *entity = lde_rule_rows_of(c->rules->all.data[first]);
    size_t count = 0;
    for (size_t i = first; i < all; i++) {
      lde_rule *rule = c->rules->all.data[i];
      if (done[i] || rule->last != last || !lde_rule_is_asked(rule) ||
          (i > first && (!entity || lde_rule_rows_of(rule) != entity)))
        continue;
      done[i] = true;
      runs[count] = (lde_rule_run){.arena = &c->out->arena};
      lde_rule_run_init(&runs[count++], rule);
    }
    c->out->rules += count;
    goes_on = run_together(c, runs, count);
  }
  lde_free(done);
  return goes_on;
}

/* The template as one text, its expressions in braces. */
static const char *template_text(const lde_rule *rule, const lde_template *template,
                                 lde_arena *arena)
{
  lde_buffer text = {0};
  const char *made;

  for (size_t i = 0; i < template->parts.len; i++) {
    const lde_template_part *part = &template->parts.data[i];
    const lde_rule_text *written =
        part->text || part->expression < 1 ? NULL : &rule->file->texts.data[part->expression - 1];
    if (part->text)
      lde_buffer_puts(&text, part->text);
    else if (written)
      lde_buffer_printf(&text, "{%.*s}", (int)written->len, written->text);
  }
  made = lde_arena_strdup(arena, lde_buffer_text(&text));
  lde_buffer_free(&text);
  return made;
}

static const char *keep_text(lde_arena *arena, const char *text)
{
  return text ? lde_arena_strdup(arena, text) : "";
}

static void list_rule(const lde_rule *rule, lde_findings *out)
{
  lde_language lang = rule->file->rules->lang;
  lde_arena *arena = &out->arena;
  bool levelled = rule->setting && rule->setting->kind == LDE_RULE_LEVEL;
  lde_finding_rule one = {
      .id = keep_text(arena, rule->id),
      .code = keep_text(arena, rule->code),
      .pack = keep_text(arena, rule->file->pack),
      .title = keep_text(arena, rule->title[lang] ? rule->title[lang] : rule->title[!lang]),
      .why = keep_text(arena, rule->why[lang] ? rule->why[lang] : rule->why[!lang]),
      .help = template_text(rule, &rule->help[rule->help[lang].set ? lang : !lang], arena),
      .severity = levelled ? rule->setting->level : rule->severity,
      .step = rule->step};

  lde_vec_push(&out->judged, one);
}

static void swap_asked(lde_rules *rules)
{
  for (size_t i = 0; i < rules->all.len; i++)
    rules->all.data[i]->left_out = !rules->all.data[i]->left_out;
}

/* The rules that were not asked for: those that are `last` look at what all of them find. Only that
 * one of them failed is told. */
static void run_unasked(checking *seen, lde_rule_run *runs)
{
  lde_findings out = {0};
  checking c = {.rules = seen->rules, .out = &out, .found = seen->found};

  c.unknown = lde_alloc(2 * c.rules->all.len + 1, sizeof *c.unknown);
  lde_exceptions_start(c.rules, &c.exceptions);
  swap_asked(c.rules);
  run_all(&c, runs, false);
  swap_asked(c.rules);
  lde_rules_record_findings(c.rules, seen->out, &out);
  seen->out->unknown += out.unknown;
  lde_exceptions_finish(c.rules, &c.exceptions, c.unknown, c.unknown_count, &out);
  lde_free(c.unknown);
  lde_findings_free(&out);
}

void lde_rules_run(lde_rules *rules, lde_findings *out, lde_diagnostics *found)
{
  checking c = {.rules = rules, .out = out, .found = found};
  lde_rule_run *runs = lde_alloc(rules->all.len + 1, sizeof *runs);
  bool any_last = false;

  c.unknown = lde_alloc(2 * rules->all.len + 1, sizeof *c.unknown);
  out->has_baseline = rules->options.baseline != NULL;
  for (size_t i = 0; i < rules->all.len; i++) {
    if (!lde_rule_is_asked(rules->all.data[i]))
      continue;
    any_last = any_last || rules->all.data[i]->last;
    list_rule(rules->all.data[i], out);
  }
  lde_rules_record(rules);
  lde_exceptions_start(rules, &c.exceptions);
  if (run_all(&c, runs, false) && any_last) {
    run_unasked(&c, runs);
    run_all(&c, runs, true);
  }
  lde_exceptions_finish(rules, &c.exceptions, c.unknown, c.unknown_count, out);
  lde_free(c.unknown);
  lde_free(runs);
  lde_findings_sort(out);
}
