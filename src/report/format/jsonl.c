/* JSON lines: a finding a line, then trouble, then one line that sums it up. */
#include "report/format/format.h"
#include "report/json_findings.h"

static void open_line(lde_buffer *out, lde_json *json, const char *type)
{
  *json = (lde_json){.out = out};
  lde_json_open(json, '{');
  lde_json_put_text(json, "type", type);
}

static void close_line(lde_json *json)
{
  lde_json_close(json, '}');
  lde_buffer_putc(json->out, '\n');
}

static void put_organisation(lde_json *json, const lde_report_check *check,
                             const lde_report_organisation *organisation)
{
  if (check->several)
    lde_json_put_text(json, "folder", organisation->folder);
  lde_json_put_text(json, "organisation", *organisation->id ? organisation->id : NULL);
  lde_json_year_text(json, organisation->year);
}

static void add_counts(lde_findings *sum, const lde_findings *findings)
{
  sum->errors += findings->errors;
  sum->warnings += findings->warnings;
  sum->notes += findings->notes;
  sum->excepted += findings->excepted;
  sum->known += findings->known;
  sum->rules += findings->rules;
  sum->unknown += findings->unknown;
}

static void put_summary(lde_buffer *out, const lde_report_check *check)
{
  lde_findings sum = {0};
  lde_json json;

  open_line(out, &json, "summary");
  lde_json_put_text(&json, "format", "ldengine/1");
  lde_json_put_text(&json, "command", check->command);
  lde_json_put_bool(&json, "ok", check->exit_code == 0);
  lde_json_key_open(&json, "organisations", '[');
  for (size_t i = 0; i < check->count; i++) {
    const lde_report_organisation *each = &check->organisations[i];
    lde_json_open(&json, '{');
    put_organisation(&json, check, each);
    lde_json_put_bool(&json, "judged", each->findings != NULL);
    if (each->findings) {
      lde_json_counts(&json, each->findings);
      add_counts(&sum, each->findings);
    }
    lde_json_close(&json, '}');
  }
  lde_json_close(&json, ']');
  lde_json_counts(&json, &sum);
  close_line(&json);
}

void lde_format_jsonl(lde_buffer *out, const lde_report_check *check)
{
  lde_json json;

  for (size_t i = 0; i < check->count; i++) {
    const lde_findings *findings = check->organisations[i].findings;
    for (size_t f = 0; findings && f < findings->items.len; f++) {
      open_line(out, &json, "finding");
      put_organisation(&json, check, &check->organisations[i]);
      lde_json_finding_members(&json, &findings->items.data[f]);
      close_line(&json);
    }
  }
  for (size_t i = 0; i < check->diagnostics->items.len; i++) {
    open_line(out, &json, "diagnostic");
    lde_json_diagnostic_members(&json, &check->diagnostics->items.data[i]);
    close_line(&json);
  }
  put_summary(out, check);
}
