/* Settings of an organisation against the rules that there are: severities and parameters by rule.
 */
#include <stdlib.h>
#include <string.h>

#include "rules/internal.h"

bool lde_rule_threshold_parse(const char *text, lde_rule_threshold *threshold)
{
  static const char *const operators[] = {">=", "<=", "==", "~=", ">", "<"};
  char *end;

  text += strspn(text, " ");
  for (size_t i = 0; i < sizeof operators / sizeof *operators; i++) {
    size_t len = strlen(operators[i]);
    if (strncmp(text, operators[i], len) != 0)
      continue;
    text += len;
    text += strspn(text, " ");
    if (!*text || !strchr("-.0123456789", *text) || strpbrk(text, "xXeEnN"))
      return false;
    threshold->number = strtod(text, &end);
    memcpy(threshold->operator, operators[i], len + 1);
    threshold->set = end[strspn(end, " ")] == '\0';
    return threshold->set;
  }
  return false;
}

bool lde_rule_severity_parse(const char *text, lde_rule_severity *setting)
{
  static const char *const names[] = {"note", "warning", "error"};

  if (strcmp(text, "off") == 0) {
    setting->kind = LDE_RULE_OFF;
    return true;
  }
  for (int level = 0; level < 3; level++)
    if (strcmp(text, names[level]) == 0) {
      setting->kind = LDE_RULE_LEVEL;
      setting->level = (lde_severity)level;
      return true;
    }
  return false;
}

static const char *suggest_rule(const lde_rules *rules, const char *wanted, lde_arena *arena)
{
  lde_suggestion suggestion = {.wanted = wanted};
  lde_buffer text = {0};
  const char *copy;

  for (size_t i = 0; i < rules->all.len; i++)
    lde_suggestion_offer(&suggestion, rules->all.data[i]->id);
  lde_suggestion_print(&text, &suggestion, rules->lang);
  copy = lde_arena_strdup(arena, lde_buffer_text(&text));
  lde_buffer_free(&text);
  return copy;
}

static void check_severity(const lde_rules *rules, const lde_rule_severity *setting,
                           lde_arena *arena, lde_diagnostics *found)
{
  const lde_rule *rule = lde_rules_find(rules, setting->rule);
  const char *file = setting->file ? setting->file : "";

  if (strncmp(setting->rule, "exception/", 10) == 0)
    return;
  if (!rule)
    lde_diagnose(found, LDE_WARNING, "load/reference", file, NULL, setting->line, setting->column,
                 suggest_rule(rules, setting->rule, arena),
                 LDE_TR(rules->lang, "a severity is set for '%s', and there is no such rule",
                        "er is een zwaarte ingesteld voor '%s', en die regel is er niet"),
                 setting->rule);
  else if (setting->kind == LDE_RULE_THRESHOLDS && !rule->size && !rule->has_once)
    lde_diagnose(found, LDE_ERROR, "load/type", file, NULL, setting->line, setting->column, "",
                 LDE_TR(rules->lang, "%s has no size to compare",
                        "%s heeft geen size om mee te vergelijken"),
                 rule->id);
}

static bool has_param(const lde_rule *rule, const char *name)
{
  for (int i = 0; i < rule->param_count; i++)
    if (strcmp(rule->params[i].name, name) == 0)
      return true;
  return false;
}

/* `budget/over: {tolerance: 0.05}` */
static void check_params(const lde_rules *rules, const lde_node *node, lde_arena *arena,
                         lde_diagnostics *found)
{
  const lde_rule *rule = lde_rules_find(rules, node->key);
  const char *file = rules->options.params_file ? rules->options.params_file : "";

  if (!rule && strchr(node->key, '/'))
    lde_diagnose(found, LDE_WARNING, "load/reference", file, NULL, node->key_line, node->key_column,
                 suggest_rule(rules, node->key, arena),
                 LDE_TR(rules->lang, "parameters are set for '%s', and there is no such rule",
                        "er zijn parameters ingesteld voor '%s', en die regel is er niet"),
                 node->key);
  if (!rule || node->kind != LDE_NODE_MAP)
    return;
  for (const lde_node *item = node->first; item; item = item->next) {
    lde_suggestion suggestion = {.wanted = item->key};
    lde_buffer help = {0};
    if (has_param(rule, item->key))
      continue;
    for (int i = 0; i < rule->param_count; i++)
      lde_suggestion_offer(&suggestion, rule->params[i].name);
    lde_suggestion_print(&help, &suggestion, rules->lang);
    lde_diagnose(found, LDE_ERROR, "load/unknown-key", file, NULL, item->key_line, item->key_column,
                 lde_buffer_text(&help),
                 LDE_TR(rules->lang, "%s has no parameter '%s'", "%s heeft geen parameter '%s'"),
                 rule->id, item->key);
    lde_buffer_free(&help);
  }
}

/* Where the value of a parameter was set: for the rule, else for all. NULL: on the command line. */
static const lde_node *find_setting(const lde_rule *rule, const char *param)
{
  const lde_node *params = rule->file->rules->options.script.params;
  const lde_node *node = lde_node_member(lde_node_member(params, rule->id), param);

  if (!node && *rule->code)
    node = lde_node_member(lde_node_member(params, rule->code), param);
  return node ? node : lde_node_member(params, param);
}

void lde_rule_complain_setting(lde_rule *rule, const char *param, const char *fact)
{
  const lde_rules *rules = rule->file->rules;
  const lde_node *node = find_setting(rule, param);

  rule->file->failed = true;
  if (rule->file->found)
    lde_diagnose(rule->file->found, LDE_ERROR, "load/type",
                 rules->options.params_file ? rules->options.params_file : "", NULL,
                 node ? node->key_line : 0, node ? node->key_column : 0, NULL,
                 LDE_TR(rules->lang, "%s: the setting of parameter %s: %s",
                        "%s: de instelling van parameter %s: %s"),
                 rule->id, param, fact);
}

/* Argument 1: the rule. Its parameters as set are of their types. */
static int l_check_values(lua_State *L)
{
  lde_rule_push_params(L, lua_touserdata(L, 1), false);
  return 0;
}

void lde_rules_check_settings(lde_rules *rules, lde_diagnostics *found)
{
  const lde_node *params = rules->options.script.params;
  lde_arena arena = {0};

  for (size_t i = 0; i < rules->options.severity_count; i++)
    check_severity(rules, &rules->options.severities[i], &arena, found);
  for (const lde_node *item = params && params->kind == LDE_NODE_MAP ? params->first : NULL; item;
       item = item->next)
    check_params(rules, item, &arena, found);
  for (size_t i = 0; i < rules->all.len; i++) {
    lde_rule *rule = rules->all.data[i];
    if (rule->replaced || rule->param_count == 0)
      continue;
    rule->file->found = found;
    lde_sandbox_run(lde_script_sandbox(rule->file->script), l_check_values, rule, NULL);
    rule->file->found = NULL;
  }
  lde_arena_free(&arena);
}
