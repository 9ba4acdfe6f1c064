/* The JSON envelope of every verb: contract.md section 3. Keys and their order are part of the
 * contract; ids stand for records, amounts are minor units. */
#include <string.h>

#include "report/json.h"
#include "report/json_findings.h"
#include "report/json_offer.h"
#include "report/json_why.h"
#include "report/report.h"
#include "sheet/workbook.h"

static const char *or_null(const char *text)
{
  return text && *text ? text : NULL;
}

/* Sheet and cell, as in a formula: F12; the row alone when the trouble is with all of it. */
static void put_sheet(lde_json *json, const lde_diagnostic *diagnostic)
{
  lde_buffer cell = {0};

  lde_json_put_text(json, "sheet", diagnostic->sheet);
  if (diagnostic->line && diagnostic->column)
    lde_sheet_column_name(&cell, diagnostic->column - 1);
  if (diagnostic->line)
    lde_buffer_printf(&cell, "%u", diagnostic->line);
  lde_json_put_text(json, "cell", or_null(cell.data));
  lde_buffer_free(&cell);
}

static void put_number(lde_json *json, const char *key, uint32_t value)
{
  lde_json_key(json, key);
  if (value)
    lde_json_integer(json, value);
  else
    lde_json_null(json);
}

void lde_json_diagnostic_members(lde_json *json, const lde_diagnostic *diagnostic)
{
  lde_json_put_text(json, "code", diagnostic->code);
  lde_json_put_text(json, "severity", lde_severity_name(diagnostic->severity));
  lde_json_put_text(json, "message", diagnostic->message);
  lde_json_put_text(json, "file", or_null(diagnostic->file));
  if (diagnostic->sheet)
    put_sheet(json, diagnostic);
  put_number(json, "line", diagnostic->line);
  put_number(json, "column", diagnostic->column);
  lde_json_put_text(json, "help", or_null(diagnostic->help));
}

static void put_diagnostics(lde_json *json, const lde_diagnostics *list)
{
  lde_json_key_open(json, "diagnostics", '[');
  for (size_t i = 0; list && i < list->items.len; i++) {
    lde_json_open(json, '{');
    lde_json_diagnostic_members(json, &list->items.data[i]);
    lde_json_close(json, '}');
  }
  lde_json_close(json, ']');
}

static void put_line(lde_json *json, lde_dataset *dataset, const lde_offer_line *line)
{
  lde_json_open(json, '{');
  lde_json_put_text(json, "id", line->id);
  lde_json_key(json, "offering");
  lde_json_row_id(json, dataset, LDE_E(offering), line->offering);
  lde_json_put_text(json, "period", line->period);
  lde_json_put_integer(json, "sessions", line->sessions);
  lde_json_put_integer(json, "seats", line->seats);
  lde_json_put_integer(json, "cost", line->cost);
  lde_json_put_text(json, "lane", line->lane);
  lde_json_key(json, "served");
  lde_json_served(json, dataset, line);
  lde_json_key(json, "funding");
  lde_json_funding(json, line);
  lde_json_put_text(json, "reason", lde_reason_name(line->reason));
  lde_json_key(json, "goals");
  lde_json_goals(json, dataset, line);
  lde_json_close(json, '}');
}

static void put_left_out(lde_json *json, lde_dataset *dataset, const lde_offer_left_out *left)
{
  lde_json_open(json, '{');
  lde_json_key(json, "offering");
  lde_json_row_id(json, dataset, LDE_E(offering), left->offering);
  lde_json_put_text(json, "need", left->need);
  lde_json_put_text(json, "reason", lde_reason_name(left->reason));
  lde_json_key(json, "detail");
  lde_json_detail(json, &left->detail);
  lde_json_key(json, "enters_if");
  if (left->enters_if.change) {
    lde_json_open(json, '{');
    lde_json_put_text(json, "change", left->enters_if.change);
    lde_json_put_text(json, "record", left->enters_if.record);
    lde_json_put_integer(json, "by", left->enters_if.by);
    lde_json_close(json, '}');
  } else {
    lde_json_null(json);
  }
  lde_json_close(json, '}');
}

static void put_unmet(lde_json *json, const lde_offer *offer)
{
  lde_json_key_open(json, "unmet", '[');
  for (size_t i = 0; i < offer->unmet.len; i++) {
    lde_json_open(json, '{');
    lde_json_put_text(json, "need", offer->unmet.data[i].need);
    lde_json_put_integer(json, "heads", offer->unmet.data[i].heads);
    lde_json_put_text(json, "reason", lde_reason_name(offer->unmet.data[i].reason));
    lde_json_close(json, '}');
  }
  lde_json_close(json, ']');
}

/* Who had to go without a seat for want of learning time; nothing when nobody had. */
static void put_rejected(lde_json *json, lde_dataset *dataset, const lde_offer *offer)
{
  if (!offer->rejected.len)
    return;
  lde_json_key_open(json, "rejected", '[');
  for (size_t i = 0; i < offer->rejected.len; i++) {
    const lde_offer_rejected *each = &offer->rejected.data[i];
    lde_json_open(json, '{');
    lde_json_key(json, "employee");
    lde_json_row_id(json, dataset, LDE_E(employee), each->employee);
    lde_json_put_text(json, "need", each->need);
    lde_json_key(json, "offering");
    lde_json_row_id(json, dataset, LDE_E(offering), each->offering);
    lde_json_put_integer(json, "minutes", each->minutes);
    lde_json_put_integer(json, "left", each->left);
    lde_json_close(json, '}');
  }
  lde_json_close(json, ']');
}

static void put_budgets(lde_json *json, const lde_offer *offer)
{
  lde_json_key_open(json, "budgets", '[');
  for (size_t i = 0; i < offer->budgets.len; i++) {
    const lde_offer_budget *budget = &offer->budgets.data[i];
    lde_json_open(json, '{');
    lde_json_put_text(json, "budget", budget->budget);
    lde_json_put_text(json, "period", budget->period);
    lde_json_put_integer(json, "setup", budget->setup);
    lde_json_put_integer(json, "planned", budget->planned);
    lde_json_put_integer(json, "left", budget->left);
    lde_json_put_number(json, "marginal", budget->marginal);
    lde_json_close(json, '}');
  }
  lde_json_close(json, ']');
}

static void put_goals(lde_json *json, lde_dataset *dataset, const lde_offer *offer)
{
  lde_json_key_open(json, "goals", '[');
  for (size_t i = 0; i < offer->goals.len; i++) {
    const lde_offer_goal *goal = &offer->goals.data[i];
    lde_json_open(json, '{');
    lde_json_key(json, "goal");
    lde_json_row_id(json, dataset, LDE_E(goal), goal->goal);
    lde_json_put_number(json, "weight", goal->weight);
    lde_json_put_integer(json, "cost", goal->cost);
    lde_json_put_integer(json, "seats", goal->seats);
    lde_json_put_number(json, "covered", goal->covered);
    lde_json_close(json, '}');
  }
  lde_json_close(json, ']');
}

static void put_provenance(lde_json *json, const lde_provenance *from, int64_t work)
{
  lde_json_key_open(json, "provenance", '{');
  lde_json_put_text(json, "engine", from ? from->engine : NULL);
  lde_json_put_text(json, "data", from ? or_null(from->data) : NULL);
  lde_json_key_open(json, "rules", '[');
  for (size_t i = 0; from && i < from->rules.len; i++) {
    lde_json_open(json, '{');
    lde_json_put_text(json, "file", from->rules.data[i].file);
    lde_json_put_text(json, "sha256", from->rules.data[i].sha256);
    lde_json_close(json, '}');
  }
  lde_json_close(json, ']');
  lde_json_key(json, "params");
  if (from && from->params) {
    lde_json_data(json, from->params);
  } else {
    lde_json_open(json, '{');
    lde_json_close(json, '}');
  }
  lde_json_put_integer(json, "work", work);
  lde_json_close(json, '}');
}

static void put_texts(lde_json *json, const char *key, const char *const *texts, size_t count)
{
  lde_json_key_open(json, key, '[');
  for (size_t i = 0; i < count; i++)
    lde_json_text(json, texts[i]);
  lde_json_close(json, ']');
}

static void put_offer(lde_json *json, lde_dataset *dataset, const lde_offer *offer,
                      const lde_provenance *provenance)
{
  lde_json_key_open(json, "offer", '{');
  lde_json_year(json, dataset);
  lde_json_put_text(json, "currency", dataset ? dataset->currency : NULL);
  lde_json_put_text(json, "status", lde_offer_status_name(offer->status));
  lde_json_put_number(json, "value", offer->value);
  lde_json_put_number(json, "bound", offer->bound);
  lde_json_put_number(json, "gap", offer->gap);
  lde_json_put_integer(json, "cost", offer->cost);
  lde_json_key_open(json, "lines", '[');
  for (size_t i = 0; i < offer->lines.len; i++)
    put_line(json, dataset, &offer->lines.data[i]);
  lde_json_close(json, ']');
  lde_json_key_open(json, "left_out", '[');
  for (size_t i = 0; i < offer->left_out.len; i++)
    put_left_out(json, dataset, &offer->left_out.data[i]);
  lde_json_close(json, ']');
  put_unmet(json, offer);
  put_rejected(json, dataset, offer);
  put_budgets(json, offer);
  put_goals(json, dataset, offer);
  put_texts(json, "clash", offer->clash.data, offer->clash.len);
  put_texts(json, "notes", offer->notes.data, offer->notes.len);
  put_provenance(json, provenance, offer->work);
  lde_json_close(json, '}');
}

static void put_value(lde_json *json, const lde_query_value *value)
{
  lde_buffer hex = {0};

  switch (value->kind) {
  case LDE_QUERY_NULL:
    lde_json_null(json);
    break;
  case LDE_QUERY_INTEGER:
    lde_json_integer(json, value->integer);
    break;
  case LDE_QUERY_REAL:
    lde_json_number(json, value->real);
    break;
  case LDE_QUERY_TEXT:
    lde_json_bytes(json, value->text, value->len);
    break;
  case LDE_QUERY_BLOB: /* as hexadecimal digits */
    for (size_t i = 0; i < value->len; i++)
      lde_buffer_printf(&hex, "%02x", (unsigned char)value->text[i]);
    lde_json_bytes(json, lde_buffer_text(&hex), hex.len);
    break;
  }
  lde_buffer_free(&hex);
}

static void put_rows(lde_json *json, const lde_query_result *rows)
{
  lde_json_key_open(json, "columns", '[');
  for (int c = 0; c < rows->column_count; c++)
    lde_json_text(json, rows->columns[c]);
  lde_json_close(json, ']');
  lde_json_key_open(json, "rows", '[');
  for (size_t row = 0; row < rows->row_count; row++) {
    lde_json_open(json, '[');
    for (int c = 0; c < rows->column_count; c++)
      put_value(json, lde_query_at(rows, row, c));
    lde_json_close(json, ']');
  }
  lde_json_close(json, ']');
}

static void put_result(lde_json *json, const lde_envelope *envelope)
{
  lde_json_key(json, "result");
  lde_json_data(json, envelope->result);
}

static void put_log(lde_json *json, const lde_envelope *envelope)
{
  lde_json_key_open(json, "log", '[');
  for (size_t i = 0; i < envelope->log_count; i++)
    lde_json_text(json, envelope->log[i]);
  lde_json_close(json, ']');
}

static void put_coverage(lde_json *json, const lde_test_results *results)
{
  lde_json_key_open(json, "coverage", '{');
  lde_json_put_integer(json, "covered", (int64_t)results->covered);
  lde_json_put_integer(json, "total", (int64_t)results->total);
  lde_json_key_open(json, "rules", '[');
  for (size_t i = 0; i < results->coverage.len; i++) {
    lde_json_open(json, '{');
    lde_json_put_text(json, "rule", results->coverage.data[i].rule);
    lde_json_put_integer(json, "covered", (int64_t)results->coverage.data[i].covered);
    lde_json_put_integer(json, "total", (int64_t)results->coverage.data[i].total);
    lde_json_close(json, '}');
  }
  lde_json_close(json, ']');
  lde_json_key_open(json, "missing", '[');
  for (size_t i = 0; i < results->gaps.len; i++) {
    const lde_test_gap *gap = &results->gaps.data[i];
    lde_json_open(json, '{');
    lde_json_put_text(json, "rule", gap->rule);
    lde_json_put_text(json, "file", gap->file);
    lde_json_put_integer(json, "line", gap->line);
    lde_json_put_text(json, "part", gap->part);
    lde_json_put_text(json, "text", gap->text);
    lde_json_put_text(json, "never",
                      gap->is_line || (gap->never_true && gap->never_false) ? "reached"
                      : gap->never_true                                     ? "true"
                                                                            : "false");
    lde_json_close(json, '}');
  }
  lde_json_close(json, ']');
  lde_json_close(json, '}');
}

static void put_mutation(lde_json *json, const lde_test_results *results)
{
  lde_json_key_open(json, "mutation", '{');
  lde_json_put_integer(json, "killed", (int64_t)results->killed);
  lde_json_put_integer(json, "total", (int64_t)results->mutants);
  lde_json_key_open(json, "files", '[');
  for (size_t i = 0; i < results->mutation.len; i++) {
    lde_json_open(json, '{');
    lde_json_put_text(json, "file", results->mutation.data[i].file);
    lde_json_put_integer(json, "killed", (int64_t)results->mutation.data[i].killed);
    lde_json_put_integer(json, "total", (int64_t)results->mutation.data[i].total);
    lde_json_close(json, '}');
  }
  lde_json_close(json, ']');
  lde_json_key_open(json, "survivors", '[');
  for (size_t i = 0; i < results->survivors.len; i++) {
    const lde_test_mutant *one = &results->survivors.data[i];
    lde_json_open(json, '{');
    lde_json_put_text(json, "file", one->file);
    lde_json_put_integer(json, "line", one->line);
    lde_json_put_integer(json, "column", one->column);
    lde_json_put_text(json, "from", one->from);
    lde_json_put_text(json, "to", one->to);
    lde_json_put_text(json, "text", one->text);
    lde_json_close(json, '}');
  }
  lde_json_close(json, ']');
  lde_json_close(json, '}');
}

static void put_tests(lde_json *json, const lde_test_results *results)
{
  lde_json_key_open(json, "tests", '[');
  for (size_t i = 0; i < results->items.len; i++) {
    const lde_test_case *one = &results->items.data[i];
    lde_json_open(json, '{');
    lde_json_put_text(json, "group", one->group);
    lde_json_put_text(json, "name", one->name);
    lde_json_put_bool(json, "passed", one->passed);
    lde_json_put_text(json, "message", or_null(one->message));
    lde_json_put_text(json, "file", or_null(one->file));
    lde_json_put_integer(json, "line", one->line);
    lde_json_close(json, '}');
  }
  lde_json_close(json, ']');
  lde_json_key_open(json, "summary", '{');
  lde_json_put_integer(json, "passed", (int64_t)(results->items.len - results->failed));
  lde_json_put_integer(json, "failed", (int64_t)results->failed);
  lde_json_close(json, '}');
  if (results->has_coverage)
    put_coverage(json, results);
  if (results->has_mutation)
    put_mutation(json, results);
}

static void put_organisation(lde_json *json, const lde_report_organisation *each)
{
  lde_json_open(json, '{');
  lde_json_put_text(json, "folder", each->folder);
  lde_json_put_bool(json, "judged", each->findings != NULL);
  lde_json_put_text(json, "organisation", or_null(each->id));
  lde_json_put_text(json, "name", or_null(each->name));
  lde_json_year_text(json, each->year);
  if (each->findings) {
    lde_json_findings(json, each->findings);
  } else {
    lde_json_key_open(json, "findings", '[');
    lde_json_close(json, ']');
    lde_json_key(json, "summary");
    lde_json_null(json);
  }
  lde_json_close(json, '}');
}

static void put_batch(lde_json *json, const lde_report_batch *batch)
{
  lde_json_key_open(json, "isolation", '{');
  lde_json_put_bool(json, "unsafe", batch->unsafe);
  lde_json_key_open(json, "missing", '[');
  for (size_t i = 0; i < batch->missing_count; i++)
    lde_json_text(json, batch->missing[i]);
  lde_json_close(json, ']');
  lde_json_close(json, '}');
  lde_json_key_open(json, "organisations", '[');
  for (size_t i = 0; i < batch->count; i++)
    put_organisation(json, &batch->organisations[i]);
  lde_json_close(json, ']');
}

void lde_report_json(lde_buffer *out, const lde_envelope *envelope)
{
  lde_json json = {.out = out};

  lde_json_open(&json, '{');
  lde_json_put_text(&json, "format", "ldengine/1");
  lde_json_put_text(&json, "command", envelope->command);
  lde_json_put_bool(&json, "ok", envelope->ok);
  put_diagnostics(&json, envelope->diagnostics);
  lde_json_key_open(&json, "data", '{');
  if (envelope->offer)
    put_offer(&json, envelope->dataset, envelope->offer, envelope->provenance);
  if (envelope->rows)
    put_rows(&json, envelope->rows);
  if (envelope->result)
    put_result(&json, envelope);
  if (envelope->result || envelope->log_count) /* also what was printed before a failure */
    put_log(&json, envelope);
  if (envelope->why_rule)
    lde_json_why_rule(&json, envelope->dataset, envelope->why_record, envelope->why_rule);
  else if (envelope->why_record)
    lde_json_why_record(&json, envelope->dataset, envelope->why_record);
  if (envelope->tests)
    put_tests(&json, envelope->tests);
  if (envelope->findings)
    lde_json_check(&json, envelope->dataset, envelope->findings);
  if (envelope->batch)
    put_batch(&json, envelope->batch);
  if (envelope->extra && envelope->extra->kind == LDE_DATA_OBJECT)
    for (const lde_data *each = envelope->extra->as.items.first; each; each = each->next) {
      lde_json_key(&json, each->key);
      lde_json_data(&json, each);
    }
  lde_json_close(&json, '}');
  lde_json_close(&json, '}');
  lde_buffer_putc(out, '\n');
}
