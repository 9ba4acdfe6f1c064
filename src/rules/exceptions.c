/* What an organisation accepts: exceptions with an end date and a limit, and the baseline of
 * findings that were there before. An exception that has ended, is exceeded, or has nothing to
 * except is itself told. */
#include <ctype.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "model/value.h"
#include "rules/internal.h"

enum { SEEN = 1, EXPIRED = 2, OVER_LIMIT = 4 };

void lde_exceptions_start(lde_rules *rules, lde_exception_state *state)
{
  size_t written, given = rules->options.exception_count;
  lde_exception *of_data = lde_exceptions_of(rules->dataset, &state->arena, &written);

  lde_strings_init(&state->baseline);
  for (size_t i = 0; i < rules->options.baseline_count; i++)
    lde_strings_put(&state->baseline, rules->options.baseline[i]);
  state->count = written + given;
  state->all = lde_arena_array(&state->arena, state->count + 1, lde_exception);
  state->seen = lde_arena_array(&state->arena, state->count + 1, unsigned char);
  memcpy(state->all, of_data, written * sizeof *of_data);
  if (given)
    memcpy(state->all + written, rules->options.exceptions, given * sizeof *of_data);
}

/* ---- does it hold? ---- */

static bool same_number(const char *a, const char *b)
{
  char *end_a, *end_b;
  double x = strtod(a, &end_a), y = strtod(b, &end_b);

  return *a && *b && !*end_a && !*end_b && x == y;
}

/* A value under that name in the finding, or a field of its record. */
static bool value_is(lde_rules *rules, const lde_finding *finding, const lde_exception_match *match)
{
  const lde_entity *entity = finding->entity_index >= 0
                                 ? lde_schema_entity(rules->dataset->schema, finding->entity_index)
                                 : NULL;
  const lde_field *field =
      entity && finding->row >= 0 ? lde_entity_field(entity, match->name) : NULL;
  lde_buffer text = {0};
  bool same = false;

  if (field && !(field->flags & LDE_VIRTUAL)) {
    if (field->index == LDE_F_ID)
      lde_buffer_puts(&text, finding->id);
    else
      lde_field_print(rules->dataset, lde_dataset_table(rules->dataset, finding->entity_index),
                      field, finding->row, &text);
    same = strcmp(lde_buffer_text(&text), match->text) == 0 ||
           same_number(lde_buffer_text(&text), match->text);
  }
  lde_buffer_free(&text);
  for (size_t i = 0; i < finding->value_count && !same && !field; i++)
    same = strcmp(finding->values[i].name, match->name) == 0 &&
           (strcmp(finding->values[i].text, match->text) == 0 ||
            same_number(finding->values[i].text, match->text));
  return same;
}

static bool is_about(lde_rules *rules, const lde_exception *exception, const lde_rule *rule,
                     const lde_finding *finding)
{
  size_t len = strlen(finding->entity);

  if (strcmp(exception->rule, rule->id) != 0 &&
      (!*rule->code || strcmp(exception->rule, rule->code) != 0))
    return false;
  if (exception->record &&
      (strncmp(exception->record, finding->entity, len) != 0 || exception->record[len] != ':' ||
       strcmp(exception->record + len + 1, finding->id) != 0))
    return false;
  for (size_t i = 0; i < exception->match_count; i++)
    if (!value_is(rules, finding, &exception->match[i]))
      return false;
  return exception->record || exception->match_count > 0;
}

static bool is_over(const lde_rules *rules, const lde_exception *exception, const lde_rule *rule,
                    const lde_finding *finding)
{
  double one = rule->size_is_money ? pow(10, rules->dataset->currency_decimals) : 1;

  return exception->has_limit && finding->has_size && finding->size > exception->limit * one;
}

static bool in_baseline(const lde_exception_state *state, const lde_finding *finding)
{
  return lde_strings_find(&state->baseline, finding->fingerprint, strlen(finding->fingerprint)) >=
         0;
}

void lde_exceptions_apply(lde_rules *rules, lde_exception_state *state, const lde_rule *rule,
                          lde_findings *out, lde_finding *finding)
{
  const lde_exception *holds = NULL;

  for (size_t i = 0; i < state->count; i++) {
    const lde_exception *one = &state->all[i];
    if (!is_about(rules, one, rule, finding))
      continue;
    state->seen[i] |= SEEN;
    if (rules->dataset->today > one->until)
      state->seen[i] |= EXPIRED;
    else if (is_over(rules, one, rule, finding))
      state->seen[i] |= OVER_LIMIT;
    else if (!holds)
      holds = one;
  }
  finding->known = in_baseline(state, finding);
  if (finding->message) {
    if (holds)
      finding->exception = lde_exception_copy(&out->arena, holds);
    lde_findings_add(out, finding);
  } else if (holds) {
    out->excepted++;
  } else if (finding->known) {
    out->known++;
  } else {
    lde_findings_count(out, finding->severity);
  }
}

/* ---- what is wrong with exceptions ---- */

static void tell(lde_rules *rules, const lde_exception_state *state, const lde_exception *exception,
                 const char *id, lde_severity severity, const char *message, const char *help,
                 lde_findings *out)
{
  const lde_rule_severity *setting = lde_rules_setting(rules, id, "");
  lde_finding finding = {.rule = id,
                         .code = "",
                         .rule_file = "",
                         .severity = severity,
                         .entity = "exceptions",
                         .entity_index = LDE_E(exception),
                         .row = exception->row,
                         .step = 8};
  lde_buffer keys = {0};

  if (setting && setting->kind == LDE_RULE_OFF)
    return;
  if (setting && setting->kind == LDE_RULE_LEVEL)
    finding.severity = setting->level;
  lde_buffer_printf(&keys, "%s", exception->record ? exception->record : "");
  for (size_t i = 0; i < exception->match_count; i++)
    lde_buffer_printf(&keys, "%s%s=%s", i || exception->record ? "," : "", exception->match[i].name,
                      exception->match[i].text);
  finding.id =
      lde_arena_strdup(&out->arena, exception->id ? exception->id : lde_buffer_text(&keys));
  finding.message =
      lde_arena_printf(&out->arena, "%s (%s %s)", message, exception->rule, lde_buffer_text(&keys));
  finding.help = help;
  finding.place = lde_exception_copy(&out->arena, exception)->place;
  if (!finding.place.file)
    finding.place.file = "";
  lde_rule_fingerprint(&finding, exception->rule, lde_buffer_text(&keys));
  finding.known = in_baseline(state, &finding);
  lde_findings_add(out, &finding);
  lde_buffer_free(&keys);
}

void lde_exceptions_finish(lde_rules *rules, lde_exception_state *state, const char *const *unknown,
                           size_t unknown_count, lde_findings *out)
{
  lde_language lang = rules->lang;

  for (size_t i = 0; i < state->count; i++) {
    const lde_exception *one = &state->all[i];
    const lde_rule *rule = lde_rules_find(rules, one->rule);
    bool is_unknown = false;
    for (size_t u = 0; u < unknown_count; u++)
      is_unknown = is_unknown || strcmp(unknown[u], one->rule) == 0;
    if (rule && rule->left_out) /* it was not asked for: nothing can be said */
      continue;
    if (state->seen[i] & EXPIRED)
      tell(rules, state, one, "exception/expired", LDE_ERROR,
           LDE_TR(lang, "an exception has ended while the finding is still there",
                  "een uitzondering is afgelopen terwijl de bevinding er nog is"),
           LDE_TR(lang, "repair what was found, or decide on a new exception",
                  "los de bevinding op, of besluit over een nieuwe uitzondering"),
           out);
    if (state->seen[i] & OVER_LIMIT)
      tell(rules, state, one, "exception/over-limit", LDE_ERROR,
           LDE_TR(lang, "a finding is larger than its exception allows",
                  "een bevinding is groter dan de uitzondering toestaat"),
           LDE_TR(lang, "bring it back within the limit, or decide on a new one",
                  "breng het terug binnen de grens, of besluit over een nieuwe"),
           out);
    if (!state->seen[i] && !is_unknown)
      tell(rules, state, one, "exception/unused", LDE_WARNING,
           LDE_TR(lang, "an exception excepts nothing",
                  "een uitzondering heeft niets om voor te gelden"),
           LDE_TR(lang, "remove it, or correct its rule and record",
                  "verwijder haar, of verbeter de regel en het gegeven"),
           out);
  }
  lde_strings_deinit(&state->baseline);
  lde_arena_free(&state->arena);
}
