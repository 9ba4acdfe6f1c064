#include "report/json_findings.h"

#include <string.h>

#include "base/date.h"
#include "report/json_offer.h"
#include "report/report.h"
#include "sheet/workbook.h"

static const char *or_null(const char *text)
{
  return text && *text ? text : NULL;
}

/* 2027 is a number as in the manifest, FY2027 a text. */
void lde_json_year_text(lde_json *json, const char *year)
{
  size_t len = year ? strlen(year) : 0;
  int64_t value = 0;

  lde_json_key(json, "year");
  if (!len || len > 9 || strspn(year, "0123456789") != len) {
    lde_json_text(json, or_null(year));
    return;
  }
  for (size_t i = 0; i < len; i++)
    value = value * 10 + (year[i] - '0');
  lde_json_integer(json, value);
}

void lde_json_year(lde_json *json, const lde_dataset *dataset)
{
  lde_json_year_text(json, dataset ? dataset->year : NULL);
}

static void put_count_or_null(lde_json *json, const char *key, uint32_t value)
{
  lde_json_key(json, key);
  if (value)
    lde_json_integer(json, value);
  else
    lde_json_null(json);
}

/* Sheet and cell, as in a formula: F12. */
static void put_sheet(lde_json *json, const lde_finding_place *place)
{
  lde_buffer cell = {0};

  lde_json_put_text(json, "sheet", place->sheet);
  if (place->line && place->column)
    lde_sheet_column_name(&cell, place->column - 1);
  if (place->line)
    lde_buffer_printf(&cell, "%u", place->line);
  lde_json_put_text(json, "cell", or_null(cell.data));
  lde_buffer_free(&cell);
}

static void put_place(lde_json *json, const lde_finding_place *place)
{
  lde_json_put_text(json, "file", or_null(place->file));
  if (place->sheet)
    put_sheet(json, place);
  put_count_or_null(json, "line", place->line);
  put_count_or_null(json, "column", place->column);
}

static void put_evidence(lde_json *json, const lde_finding_evidence *evidence)
{
  lde_json_open(json, '{');
  lde_json_put_text(json, "entity", or_null(evidence->entity));
  lde_json_put_text(json, "id", or_null(evidence->id));
  lde_json_put_text(json, "label", or_null(evidence->label));
  put_place(json, &evidence->place);
  lde_json_close(json, '}');
}

static void put_nearest(lde_json *json, const lde_finding *finding)
{
  lde_json_key(json, "nearest");
  put_evidence(json, finding->nearest);
  lde_json_key_open(json, "misses", '[');
  for (size_t i = 0; i < finding->miss_count; i++) {
    lde_json_open(json, '{');
    lde_json_put_text(json, "name", finding->misses[i].name);
    lde_json_put_text(json, "operator", finding->misses[i].operator);
    lde_json_put_text(json, "has", finding->misses[i].has);
    lde_json_put_text(json, "wanted", finding->misses[i].wanted);
    lde_json_close(json, '}');
  }
  lde_json_close(json, ']');
}

static void put_exception(lde_json *json, const lde_exception *exception)
{
  char until[LDE_DATE_TEXT_SIZE];

  lde_json_key(json, "exception");
  if (!exception) {
    lde_json_null(json);
    return;
  }
  lde_json_open(json, '{');
  lde_json_put_text(json, "id", or_null(exception->id));
  lde_json_put_text(json, "until", lde_date_print(exception->until, until));
  lde_json_put_text(json, "by", exception->by);
  lde_json_put_text(json, "reason", exception->reason);
  lde_json_key(json, "limit");
  if (exception->has_limit)
    lde_json_number(json, exception->limit);
  else
    lde_json_null(json);
  put_place(json, &exception->place);
  lde_json_close(json, '}');
}

static void put_path(lde_json *json, const lde_finding *finding)
{
  lde_json_open(json, '[');
  for (size_t i = 0; i < finding->path_count; i++)
    lde_json_text(json, finding->path[i]);
  lde_json_close(json, ']');
}

void lde_report_json_path(lde_buffer *out, const lde_finding *finding)
{
  lde_json json = {.out = out};
  put_path(&json, finding);
}

void lde_json_finding(lde_json *json, const lde_finding *finding)
{
  lde_json_open(json, '{');
  lde_json_finding_members(json, finding);
  lde_json_close(json, '}');
}

void lde_json_finding_members(lde_json *json, const lde_finding *finding)
{
  lde_json_put_text(json, "rule", finding->rule);
  lde_json_put_text(json, "code", or_null(finding->code));
  lde_json_put_text(json, "severity", lde_severity_name(finding->severity));
  lde_json_put_text(json, "entity", or_null(finding->entity));
  lde_json_put_text(json, "id", or_null(finding->id));
  lde_json_put_text(json, "message", finding->message);
  put_place(json, &finding->place);
  lde_json_key(json, "path");
  put_path(json, finding);
  lde_json_put_text(json, "help", or_null(finding->help));
  put_exception(json, finding->exception);
  lde_json_key_open(json, "values", '{');
  for (size_t i = 0; i < finding->value_count; i++)
    lde_json_put_text(json, finding->values[i].name, finding->values[i].text);
  lde_json_close(json, '}');
  lde_json_key_open(json, "evidence", '[');
  for (size_t i = 0; i < finding->evidence_count; i++)
    put_evidence(json, &finding->evidence[i]);
  lde_json_close(json, ']');
  if (finding->nearest)
    put_nearest(json, finding);
  if (finding->has_size)
    lde_json_put_number(json, "size", finding->size);
  if (finding->known)
    lde_json_put_bool(json, "known", true);
  if (finding->step)
    lde_json_put_integer(json, "step", finding->step);
  lde_json_put_text(json, "rule_file", or_null(finding->rule_file));
  lde_json_put_integer(json, "rule_line", finding->rule_line);
  lde_json_put_text(json, "fingerprint", finding->fingerprint);
}

void lde_json_check(lde_json *json, lde_dataset *dataset, const lde_findings *findings)
{
  lde_json_key(json, "organisation");
  lde_json_row_id(json, dataset, LDE_E(organisation),
                  dataset && lde_count(dataset, organisation) > 0 ? 0 : LDE_NO_ROW);
  lde_json_year(json, dataset);
  lde_json_findings(json, findings);
}

void lde_json_findings(lde_json *json, const lde_findings *findings)
{
  lde_json_key_open(json, "findings", '[');
  for (size_t i = 0; i < findings->items.len; i++)
    lde_json_finding(json, &findings->items.data[i]);
  lde_json_close(json, ']');
  lde_json_key_open(json, "summary", '{');
  lde_json_counts(json, findings);
  lde_json_close(json, '}');
}

void lde_json_counts(lde_json *json, const lde_findings *findings)
{
  lde_json_put_integer(json, "error", (int64_t)findings->errors);
  lde_json_put_integer(json, "warning", (int64_t)findings->warnings);
  lde_json_put_integer(json, "note", (int64_t)findings->notes);
  lde_json_put_integer(json, "excepted", (int64_t)findings->excepted);
  lde_json_put_integer(json, "known", (int64_t)findings->known);
  lde_json_put_integer(json, "rules", (int64_t)findings->rules);
  lde_json_put_integer(json, "unknown", (int64_t)findings->unknown);
}
