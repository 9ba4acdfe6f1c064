/* Annotations of GitHub: commands to the runner, one a line. */
#include <string.h>

#include "report/format/format.h"

/* In a property also the characters that end it. */
static void escape(lde_buffer *out, const char *text, bool in_property)
{
  for (; *text; text++)
    if (*text == '%' || *text == '\r' || *text == '\n' ||
        (in_property && (*text == ':' || *text == ',')))
      lde_buffer_printf(out, "%%%02X", (unsigned char)*text);
    else
      lde_buffer_putc(out, *text);
}

static const char *command_of(lde_severity severity)
{
  return severity == LDE_ERROR ? "error" : severity == LDE_WARNING ? "warning" : "notice";
}

static void start(lde_buffer *out, lde_severity severity, const char *path, const char *sheet,
                  uint32_t line, uint32_t column)
{
  lde_buffer_printf(out, "::%s file=", command_of(severity));
  escape(out, path, true);
  if (line && !sheet) /* a workbook has no lines */
    lde_buffer_printf(out, ",line=%u", line);
  if (line && column && !sheet)
    lde_buffer_printf(out, ",col=%u", column);
}

static void put_finding(lde_buffer *out, const lde_report_check *check,
                        const lde_report_organisation *organisation, const lde_finding *finding)
{
  const lde_finding_place *place = &finding->place;
  const lde_finding_rule *rule = lde_findings_rule(organisation->findings, finding->rule);
  lde_buffer text = {0};

  lde_format_path(&text, check, organisation, place->file, place->open);
  start(out, finding->severity, text.data, place->sheet, place->line, place->column);
  lde_buffer_truncate(&text, 0);
  lde_buffer_puts(&text, finding->rule);
  if (rule && *rule->title)
    lde_buffer_printf(&text, " - %s", rule->title);
  lde_buffer_puts(out, ",title=");
  escape(out, text.data, true);
  lde_buffer_puts(out, "::");
  lde_buffer_truncate(&text, 0);
  if (place->sheet) {
    lde_format_place(&text, place->file, place->sheet, place->line, place->column);
    lde_buffer_puts(&text, ": ");
  }
  lde_buffer_puts(&text, finding->message);
  if (finding->help && *finding->help)
    lde_buffer_printf(&text, "\n%s: %s", LDE_TR(organisation->language, "help", "hulp"),
                      finding->help);
  escape(out, text.data, false);
  lde_buffer_putc(out, '\n');
  lde_buffer_free(&text);
}

static void put_diagnostic(lde_buffer *out, const lde_report_check *check,
                           const lde_diagnostic *diagnostic)
{
  lde_buffer text = {0};

  lde_format_path(&text, check, NULL, diagnostic->file, diagnostic->path);
  start(out, diagnostic->severity, text.data, diagnostic->sheet, diagnostic->line,
        diagnostic->column);
  lde_buffer_puts(out, ",title=");
  escape(out, diagnostic->code, true);
  lde_buffer_puts(out, "::");
  escape(out, diagnostic->message, false);
  if (diagnostic->help && *diagnostic->help) {
    lde_buffer_printf(out, "%%0A%s: ", LDE_TR(check->language, "help", "hulp"));
    escape(out, diagnostic->help, false);
  }
  lde_buffer_putc(out, '\n');
  lde_buffer_free(&text);
}

void lde_format_github(lde_buffer *out, const lde_report_check *check)
{
  for (size_t i = 0; i < check->diagnostics->items.len; i++)
    put_diagnostic(out, check, &check->diagnostics->items.data[i]);
  for (size_t i = 0; i < check->count; i++) {
    const lde_findings *findings = check->organisations[i].findings;
    for (size_t f = 0; findings && f < findings->items.len; f++)
      if (lde_format_is_open(&findings->items.data[f]))
        put_finding(out, check, &check->organisations[i], &findings->items.data[f]);
  }
}
