/* The worker's side of an answer. */
#include "model/diagnostic.h"
#include "worker/answer.h"
#include "worker/answer_kinds.h"

void lde_answer_begin(lde_buffer *out)
{
  size_t start = lde_wire_start(out, KIND_BEGIN);

  lde_wire_put_number(out, ANSWER_MAGIC);
  lde_wire_put_number(out, ANSWER_VERSION);
  lde_wire_finish(out, start);
}

void lde_answer_locked(lde_buffer *out, unsigned locks, double seconds)
{
  size_t start = lde_wire_start(out, KIND_LOCKED);

  lde_wire_put_number(out, locks);
  lde_wire_put_real(out, seconds);
  lde_wire_finish(out, start);
}

void lde_answer_rule(lde_buffer *out, const char *rule, const char *file)
{
  size_t start = lde_wire_start(out, KIND_RULE);

  lde_wire_put_text(out, rule ? rule : "");
  lde_wire_put_text(out, file ? file : "");
  lde_wire_finish(out, start);
}

void lde_answer_refuse(lde_buffer *out, lde_answer_refusal why)
{
  size_t start = lde_wire_start(out, KIND_REFUSE);

  lde_wire_put_byte(out, why);
  lde_wire_finish(out, start);
}

static void put_place(lde_buffer *out, const lde_finding_place *place)
{
  lde_wire_put_text(out, place->file ? place->file : "");
  lde_wire_put_text(out, place->open);
  lde_wire_put_text(out, place->sheet);
  lde_wire_put_number(out, place->line);
  lde_wire_put_number(out, place->column);
}

static void put_evidence(lde_buffer *out, const lde_finding_evidence *evidence)
{
  lde_wire_put_text(out, evidence->entity);
  lde_wire_put_text(out, evidence->id);
  lde_wire_put_text(out, evidence->label);
  put_place(out, &evidence->place);
}

static void put_exception(lde_buffer *out, const lde_exception *exception)
{
  lde_wire_put_byte(out, exception != NULL);
  if (!exception)
    return;
  lde_wire_put_text(out, exception->rule);
  lde_wire_put_text(out, exception->record);
  lde_wire_put_number(out, (uint32_t)exception->match_count);
  for (size_t i = 0; i < exception->match_count; i++) {
    lde_wire_put_text(out, exception->match[i].name);
    lde_wire_put_text(out, exception->match[i].text);
  }
  lde_wire_put_number(out, (uint32_t)exception->until);
  lde_wire_put_text(out, exception->by);
  lde_wire_put_text(out, exception->reason);
  lde_wire_put_byte(out, exception->has_limit);
  lde_wire_put_real(out, exception->has_limit ? exception->limit : 0);
  lde_wire_put_text(out, exception->id);
  put_place(out, &exception->place);
}

static void put_nearest(lde_buffer *out, const lde_finding *finding)
{
  lde_wire_put_byte(out, finding->nearest != NULL);
  if (!finding->nearest)
    return;
  put_evidence(out, finding->nearest);
  lde_wire_put_number(out, (uint32_t)finding->miss_count);
  for (size_t i = 0; i < finding->miss_count; i++) {
    lde_wire_put_text(out, finding->misses[i].name);
    lde_wire_put_text(out, finding->misses[i].operator);
    lde_wire_put_text(out, finding->misses[i].has);
    lde_wire_put_text(out, finding->misses[i].wanted);
  }
}

static void put_finding(lde_buffer *out, const lde_finding *finding)
{
  size_t start = lde_wire_start(out, KIND_FINDING);

  lde_wire_put_text(out, finding->rule);
  lde_wire_put_text(out, finding->code);
  lde_wire_put_text(out, finding->rule_file);
  lde_wire_put_number(out, (uint32_t)(finding->rule_line > 0 ? finding->rule_line : 0));
  lde_wire_put_number(out, (uint32_t)finding->step);
  lde_wire_put_byte(out, finding->severity);
  lde_wire_put_text(out, finding->entity);
  lde_wire_put_text(out, finding->id);
  lde_wire_put_text(out, finding->message);
  lde_wire_put_text(out, finding->help);
  put_place(out, &finding->place);
  lde_wire_put_number(out, (uint32_t)finding->path_count);
  for (size_t i = 0; i < finding->path_count; i++)
    lde_wire_put_text(out, finding->path[i]);
  lde_wire_put_number(out, (uint32_t)finding->evidence_count);
  for (size_t i = 0; i < finding->evidence_count; i++)
    put_evidence(out, &finding->evidence[i]);
  lde_wire_put_number(out, (uint32_t)finding->value_count);
  for (size_t i = 0; i < finding->value_count; i++) {
    lde_wire_put_text(out, finding->values[i].name);
    lde_wire_put_text(out, finding->values[i].text);
    lde_wire_put_text(out, finding->values[i].shown);
  }
  put_nearest(out, finding);
  lde_wire_put_byte(out, finding->has_size);
  lde_wire_put_real(out, finding->has_size ? finding->size : 0);
  lde_wire_put_byte(out, finding->known);
  put_exception(out, finding->exception);
  lde_wire_put_text(out, finding->fingerprint);
  lde_wire_finish(out, start);
}

static void put_diagnostic(lde_buffer *out, const lde_diagnostic *diagnostic)
{
  size_t start = lde_wire_start(out, KIND_DIAGNOSTIC);

  lde_wire_put_text(out, diagnostic->code);
  lde_wire_put_byte(out, diagnostic->severity);
  lde_wire_put_text(out, diagnostic->message);
  lde_wire_put_text(out, diagnostic->file);
  lde_wire_put_text(out, diagnostic->path);
  lde_wire_put_number(out, diagnostic->line);
  lde_wire_put_number(out, diagnostic->column);
  lde_wire_put_number(out, diagnostic->width);
  lde_wire_put_text(out, diagnostic->sheet);
  lde_wire_put_text(out, diagnostic->help);
  lde_wire_finish(out, start);
}

static size_t put_diagnostics(lde_buffer *out, const lde_diagnostics *list)
{
  size_t kept[3] = {0}, start;

  for (size_t i = 0; i < list->items.len; i++) {
    kept[list->items.data[i].severity]++;
    put_diagnostic(out, &list->items.data[i]);
  }
  start = lde_wire_start(out, KIND_UNKEPT);
  lde_wire_put_long(out, list->errors > kept[LDE_ERROR] ? list->errors - kept[LDE_ERROR] : 0);
  lde_wire_put_long(out,
                    list->warnings > kept[LDE_WARNING] ? list->warnings - kept[LDE_WARNING] : 0);
  lde_wire_put_long(out, list->notes > kept[LDE_NOTE] ? list->notes - kept[LDE_NOTE] : 0);
  lde_wire_finish(out, start);
  return list->items.len + 1;
}

static void put_judged(lde_buffer *out, const lde_finding_rule *rule)
{
  size_t start = lde_wire_start(out, KIND_JUDGED);

  lde_wire_put_text(out, rule->id);
  lde_wire_put_text(out, rule->code);
  lde_wire_put_text(out, rule->pack);
  lde_wire_put_text(out, rule->title);
  lde_wire_put_text(out, rule->why);
  lde_wire_put_text(out, rule->help);
  lde_wire_put_byte(out, rule->severity);
  lde_wire_put_number(out, (uint32_t)rule->step);
  lde_wire_put_text(out, rule->failure);
  lde_wire_finish(out, start);
}

static void put_counts(lde_buffer *out, const lde_findings *findings)
{
  size_t start = lde_wire_start(out, KIND_COUNTS);

  lde_wire_put_long(out, findings->errors);
  lde_wire_put_long(out, findings->warnings);
  lde_wire_put_long(out, findings->notes);
  lde_wire_put_long(out, findings->excepted);
  lde_wire_put_long(out, findings->known);
  lde_wire_put_long(out, findings->rules);
  lde_wire_put_long(out, findings->unknown);
  lde_wire_put_byte(out, findings->has_baseline);
  lde_wire_finish(out, start);
}

void lde_answer_write(lde_buffer *out, const lde_answer *answer)
{
  size_t start = lde_wire_start(out, KIND_ABOUT), records = 2;

  lde_wire_put_text(out, answer->organisation);
  lde_wire_put_text(out, answer->name);
  lde_wire_put_text(out, answer->year);
  lde_wire_put_byte(out, answer->language);
  lde_wire_put_byte(out, answer->judged);
  lde_wire_put_number(out, answer->locks);
  lde_wire_finish(out, start);
  records += put_diagnostics(out, &answer->diagnostics);
  for (size_t i = 0; i < answer->log.len; i++) {
    start = lde_wire_start(out, KIND_LOG);
    lde_wire_put_text(out, answer->log.data[i]);
    lde_wire_finish(out, start);
  }
  for (size_t i = 0; i < answer->findings.items.len; i++)
    put_finding(out, &answer->findings.items.data[i]);
  for (size_t i = 0; i < answer->findings.judged.len; i++)
    put_judged(out, &answer->findings.judged.data[i]);
  put_counts(out, &answer->findings);
  records += answer->log.len + answer->findings.items.len + answer->findings.judged.len;
  start = lde_wire_start(out, KIND_END);
  lde_wire_put_long(out, records);
  lde_wire_finish(out, start);
}
