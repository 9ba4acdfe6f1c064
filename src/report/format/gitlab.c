/* Code quality of GitLab: a JSON list; an issue that has the same fingerprint as another is dropped
 * there, so each has its own. */
#include <string.h>

#include "report/format/format.h"
#include "report/json.h"

static const char *severity_of(lde_severity severity)
{
  return severity == LDE_ERROR ? "critical" : severity == LDE_WARNING ? "minor" : "info";
}

static void put_issue(lde_json *json, const char *description, const char *name,
                      const char *fingerprint, const char *severity, const char *path,
                      uint32_t line)
{
  lde_json_open(json, '{');
  lde_json_put_text(json, "description", description);
  lde_json_put_text(json, "check_name", name);
  lde_json_put_text(json, "fingerprint", fingerprint);
  lde_json_put_text(json, "severity", severity);
  lde_json_key_open(json, "location", '{');
  lde_json_put_text(json, "path", path);
  lde_json_key_open(json, "lines", '{');
  lde_json_put_integer(json, "begin", line ? line : 1);
  lde_json_close(json, '}');
  lde_json_close(json, '}');
  lde_json_close(json, '}');
}

static void put_finding(lde_json *json, const lde_report_check *check, const lde_format_item *item)
{
  const lde_finding *finding = item->finding;
  const lde_finding_place *place = &finding->place;
  lde_buffer path = {0}, identity = {0}, description = {0};

  lde_format_path(&path, check, item->organisation, place->file, place->open);
  lde_format_identity(&identity, check, item);
  if (place->sheet) {
    lde_format_place(&description, place->file, place->sheet, place->line, place->column);
    lde_buffer_puts(&description, ": ");
  }
  lde_buffer_puts(&description, finding->message);
  put_issue(json, description.data, finding->rule, identity.data, severity_of(finding->severity),
            path.data, place->sheet ? 1 : place->line);
  lde_buffer_free(&path);
  lde_buffer_free(&identity);
  lde_buffer_free(&description);
}

/* Trouble has no fingerprint of its own: what it says and where. */
static void put_diagnostic(lde_json *json, const lde_report_check *check,
                           const lde_diagnostic *diagnostic)
{
  lde_buffer path = {0}, identity = {0};

  lde_format_path(&path, check, NULL, diagnostic->file, diagnostic->path);
  lde_buffer_printf(&identity, "%s:%s:%s", diagnostic->code, path.data, diagnostic->message);
  put_issue(json, diagnostic->message, diagnostic->code, identity.data,
            diagnostic->severity == LDE_ERROR ? "blocker" : severity_of(diagnostic->severity),
            path.data, diagnostic->sheet ? 1 : diagnostic->line);
  lde_buffer_free(&path);
  lde_buffer_free(&identity);
}

void lde_format_gitlab(lde_buffer *out, const lde_report_check *check)
{
  lde_json json = {.out = out, .indented = true};
  lde_format_items items = lde_format_items_of(check);

  lde_json_open(&json, '[');
  for (size_t i = 0; i < check->diagnostics->items.len; i++)
    put_diagnostic(&json, check, &check->diagnostics->items.data[i]);
  for (size_t i = 0; i < items.len; i++)
    if (lde_format_is_open(items.data[i].finding))
      put_finding(&json, check, &items.data[i]);
  lde_json_close(&json, ']');
  lde_buffer_putc(out, '\n');
  lde_format_items_free(&items);
}
