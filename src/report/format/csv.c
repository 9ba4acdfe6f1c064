/* CSV: a finding a row, for spreadsheets and other programs; trouble has no place in it. */
#include <string.h>

#include "base/date.h"
#include "report/format/format.h"
#include "report/layout.h"

static const char *const columns[] = {"folder",
                                      "organisation",
                                      "year",
                                      "severity",
                                      "rule",
                                      "code",
                                      "entity",
                                      "id",
                                      "message",
                                      "file",
                                      "sheet",
                                      "line",
                                      "column",
                                      "help",
                                      "path",
                                      "exception_by",
                                      "exception_until",
                                      "exception_reason",
                                      "known",
                                      "fingerprint",
                                      NULL};

static void put(lde_buffer *out, const char *text)
{
  if (text)
    lde_csv_append(out, text, strlen(text));
  lde_buffer_putc(out, ',');
}

static void put_number(lde_buffer *out, uint32_t number)
{
  if (number)
    lde_buffer_printf(out, "%u", number);
  lde_buffer_putc(out, ',');
}

static void put_path(lde_buffer *out, const lde_finding *finding)
{
  lde_buffer path = {0};

  for (size_t i = 0; i < finding->path_count; i++)
    lde_buffer_printf(&path, "%s%s", i ? " > " : "", finding->path[i]);
  put(out, lde_buffer_text(&path));
  lde_buffer_free(&path);
}

static void put_exception(lde_buffer *out, const lde_exception *exception)
{
  char until[LDE_DATE_TEXT_SIZE];

  put(out, exception ? exception->by : NULL);
  put(out, exception ? lde_date_print(exception->until, until) : NULL);
  put(out, exception ? exception->reason : NULL);
}

static void put_row(lde_buffer *out, const lde_report_check *check,
                    const lde_report_organisation *organisation, const lde_finding *finding)
{
  put(out, check->several ? organisation->folder : NULL);
  put(out, organisation->id);
  put(out, organisation->year);
  put(out, lde_severity_name(finding->severity));
  put(out, finding->rule);
  put(out, finding->code);
  put(out, finding->entity);
  put(out, finding->id);
  put(out, finding->message);
  put(out, finding->place.file);
  put(out, finding->place.sheet);
  put_number(out, finding->place.line);
  put_number(out, finding->place.column);
  put(out, finding->help);
  put_path(out, finding);
  put_exception(out, finding->exception);
  put(out, finding->known ? "true" : "false");
  lde_csv_append(out, finding->fingerprint, strlen(finding->fingerprint));
  lde_buffer_puts(out, "\r\n");
}

void lde_format_csv(lde_buffer *out, const lde_report_check *check)
{
  for (size_t i = 0; columns[i]; i++)
    lde_buffer_printf(out, "%s%s", i ? "," : "", columns[i]);
  lde_buffer_puts(out, "\r\n");
  for (size_t i = 0; i < check->count; i++) {
    const lde_findings *findings = check->organisations[i].findings;
    for (size_t f = 0; findings && f < findings->items.len; f++)
      put_row(out, check, &check->organisations[i], &findings->items.data[f]);
  }
}
