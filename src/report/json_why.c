#include "report/json_why.h"

#include "report/json_findings.h"
#include "report/json_offer.h"

static void put_record(lde_json *json, lde_dataset *dataset, int64_t ref)
{
  lde_table *table = lde_dataset_table(dataset, lde_ref_entity(ref));
  lde_buffer text = {0};

  lde_buffer_printf(&text, "%s:", table->entity->plural);
  lde_row_id(dataset, table, lde_ref_row(ref), &text);
  lde_json_text(json, text.data);
  lde_buffer_free(&text);
}

static void put_edges(lde_json *json, lde_dataset *dataset, const char *key,
                      const lde_thread_edges *edges)
{
  lde_json_key_open(json, key, '[');
  for (size_t i = 0; i < edges->len; i++) {
    lde_json_open(json, '{');
    lde_json_key(json, "upper");
    put_record(json, dataset, edges->data[i].upper);
    lde_json_key(json, "lower");
    put_record(json, dataset, edges->data[i].lower);
    lde_json_put_integer(json, "distance", edges->data[i].distance);
    lde_json_put_integer(json, "money", edges->data[i].money);
    lde_json_put_integer(json, "minutes", edges->data[i].minutes);
    lde_json_close(json, '}');
  }
  lde_json_close(json, ']');
}

static void put_decisions(lde_json *json, const lde_why_record *why)
{
  lde_json_put_text(json, "run", why->run);
  lde_json_key_open(json, "decisions", '[');
  for (size_t i = 0; i < why->decisions.len; i++) {
    const lde_why_decision *one = &why->decisions.data[i];
    lde_json_open(json, '{');
    lde_json_put_bool(json, "in", one->in);
    lde_json_put_text(json, "offering", one->offering);
    lde_json_put_text(json, "need", one->need);
    lde_json_put_text(json, "period", one->period);
    lde_json_put_integer(json, "seats", one->seats);
    lde_json_put_integer(json, "cost", one->cost);
    lde_json_put_text(json, "reason", one->reason);
    lde_json_put_text(json, "sentence", one->sentence && *one->sentence ? one->sentence : NULL);
    lde_json_put_text(json, "enters_if", one->enters_if);
    lde_json_close(json, '}');
  }
  lde_json_close(json, ']');
}

static void put_findings(lde_json *json, const lde_findings *findings)
{
  lde_json_key_open(json, "findings", '[');
  for (size_t i = 0; i < findings->items.len; i++)
    lde_json_finding(json, &findings->items.data[i]);
  lde_json_close(json, ']');
}

void lde_json_why_record(lde_json *json, lde_dataset *dataset, const lde_why_record *why)
{
  lde_json_key(json, "record");
  put_record(json, dataset, lde_ref_pack(why->entity, why->row));
  lde_json_put_integer(json, "money", why->thread.money);
  lde_json_put_integer(json, "minutes", why->thread.minutes);
  put_edges(json, dataset, "up", &why->thread.up);
  put_edges(json, dataset, "down", &why->thread.down);
  put_decisions(json, why);
  put_findings(json, &why->findings);
}

static void put_clause(lde_json *json, const lde_why_clause *clause)
{
  lde_json_open(json, '{');
  lde_json_put_text(json, "key", clause->key);
  lde_json_put_text(json, "text", clause->text);
  lde_json_key(json, "holds");
  if (clause->truth == LDE_TRUTH_FAILED)
    lde_json_null(json);
  else
    lde_json_bool(json, clause->truth == LDE_TRUTH_YES);
  lde_json_put_text(json, "trouble", clause->trouble);
  lde_json_key_open(json, "values", '{');
  for (size_t v = 0; v < clause->value_count; v++)
    lde_json_put_text(json, clause->values[v].name, clause->values[v].shown);
  lde_json_close(json, '}');
  lde_json_close(json, '}');
}

static void put_evidence_id(lde_json *json, const char *key, const lde_finding_evidence *evidence)
{
  lde_buffer text = {0};

  if (evidence)
    lde_buffer_printf(&text, "%s:%s", evidence->entity, evidence->id);
  lde_json_put_text(json, key, evidence ? text.data : NULL);
  lde_buffer_free(&text);
}

void lde_json_why_rule(lde_json *json, lde_dataset *dataset, const lde_why_record *record,
                       const lde_why_rule *why)
{
  lde_json_key(json, "record");
  put_record(json, dataset, lde_ref_pack(record->entity, record->row));
  lde_json_key_open(json, "rule", '{');
  lde_json_put_text(json, "id", why->rule);
  lde_json_put_text(json, "code", *why->code ? why->code : NULL);
  lde_json_put_text(json, "file", why->file);
  lde_json_put_integer(json, "line", why->line);
  lde_json_put_bool(json, "looks_at", why->looks_at);
  lde_json_put_bool(json, "off", why->off);
  lde_json_key(json, "fires");
  if (why->failed)
    lde_json_null(json);
  else
    lde_json_bool(json, why->findings.items.len > 0);
  lde_json_put_text(json, "trouble", why->trouble);
  lde_json_key_open(json, "clauses", '[');
  for (size_t i = 0; i < why->clauses.len; i++)
    put_clause(json, &why->clauses.data[i]);
  lde_json_close(json, ']');
  put_evidence_id(json, "match", why->match);
  put_evidence_id(json, "nearest", why->nearest);
  lde_json_close(json, '}');
  put_findings(json, &why->findings);
}
