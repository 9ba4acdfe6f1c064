/* Markdown: what a board or a colleague reads: how it stands, then tables by severity with place and
 * remedy, then what somebody answers for. */
#include <string.h>

#include "base/date.h"
#include "report/format/format.h"
#include "report/layout.h"

static void put(lde_buffer *out, const char *text)
{
  lde_markdown_append(out, text ? text : "", text ? strlen(text) : 0);
}

static void put_cell(lde_buffer *out, const char *text)
{
  lde_buffer_puts(out, " ");
  put(out, text);
  lde_buffer_puts(out, " |");
}

static void put_place(lde_buffer *out, const lde_finding *finding, lde_language lang)
{
  const lde_finding_place *place = &finding->place;
  lde_buffer text = {0};

  if (place->file && *place->file)
    lde_format_place(&text, place->file, place->sheet, place->line, 0);
  else
    lde_buffer_puts(&text, LDE_TR(lang, "the plan as a whole", "het plan als geheel"));
  put_cell(out, lde_buffer_text(&text));
  lde_buffer_free(&text);
}

static const char *plural(lde_severity severity, lde_language lang)
{
  return severity == LDE_ERROR     ? LDE_TR(lang, "Errors", "Fouten")
         : severity == LDE_WARNING ? LDE_TR(lang, "Warnings", "Waarschuwingen")
                                   : LDE_TR(lang, "Notes", "Opmerkingen");
}

static void put_severity(lde_buffer *out, const lde_findings *findings, lde_severity severity,
                         const char *level, lde_language lang)
{
  bool any = false;

  for (size_t i = 0; i < findings->items.len; i++) {
    const lde_finding *finding = &findings->items.data[i];
    if (finding->severity != severity || !lde_format_is_open(finding))
      continue;
    if (!any)
      lde_buffer_printf(out, "\n%s %s\n\n| %s | %s | %s | %s |\n|---|---|---|---|\n", level,
                        plural(severity, lang), LDE_TR(lang, "What", "Wat"),
                        LDE_TR(lang, "Where", "Waar"), LDE_TR(lang, "What to do", "Wat te doen"),
                        LDE_TR(lang, "Rule", "Regel"));
    any = true;
    lde_buffer_putc(out, '|');
    put_cell(out, finding->message);
    put_place(out, finding, lang);
    put_cell(out, finding->help);
    put_cell(out, finding->rule);
    lde_buffer_putc(out, '\n');
  }
}

static void put_exceptions(lde_buffer *out, const lde_findings *findings, const char *level,
                           lde_language lang)
{
  char until[LDE_DATE_TEXT_SIZE];

  if (!findings->excepted)
    return;
  lde_buffer_printf(out, "\n%s %s\n\n| %s | %s | %s | %s |\n|---|---|---|---|\n", level,
                    LDE_TR(lang, "Accepted exceptions", "Geaccepteerde uitzonderingen"),
                    LDE_TR(lang, "What", "Wat"), LDE_TR(lang, "Who", "Wie"),
                    LDE_TR(lang, "Until", "Tot en met"), LDE_TR(lang, "Reason", "Reden"));
  for (size_t i = 0; i < findings->items.len; i++) {
    const lde_finding *finding = &findings->items.data[i];
    if (!finding->exception)
      continue;
    lde_buffer_putc(out, '|');
    put_cell(out, finding->message);
    put_cell(out, finding->exception->by);
    put_cell(out, lde_date_print(finding->exception->until, until));
    put_cell(out, finding->exception->reason);
    lde_buffer_putc(out, '\n');
  }
}

/* `level`: the marks of a heading under that of the organisation. */
static void put_findings(lde_buffer *out, const lde_report_organisation *organisation,
                         const char *level)
{
  const lde_findings *findings = organisation->findings;
  lde_language lang = organisation->language;

  lde_buffer_puts(out, "**");
  lde_findings_counts_print(out, findings, lang);
  lde_buffer_puts(out, "**\n");
  for (int severity = LDE_ERROR; severity >= LDE_NOTE; severity--)
    put_severity(out, findings, (lde_severity)severity, level, lang);
  put_exceptions(out, findings, level, lang);
}

static void put_trouble(lde_buffer *out, const lde_report_check *check)
{
  lde_language lang = check->language;
  lde_buffer place = {0};

  if (!check->diagnostics->items.len)
    return;
  lde_buffer_printf(out, "\n## %s\n\n",
                    LDE_TR(lang, "About reading and judging", "Over het lezen en beoordelen"));
  for (size_t i = 0; i < check->diagnostics->items.len; i++) {
    const lde_diagnostic *diagnostic = &check->diagnostics->items.data[i];
    lde_buffer_truncate(&place, 0);
    lde_format_place(&place, diagnostic->file, diagnostic->sheet, diagnostic->line,
                     diagnostic->column);
    lde_buffer_printf(out, "- **%s** (%s) ", lde_severity_word(diagnostic->severity, lang),
                      diagnostic->code);
    put(out, lde_buffer_text(&place));
    lde_buffer_puts(out, place.len ? ": " : "");
    put(out, diagnostic->message);
    if (diagnostic->help && *diagnostic->help) {
      lde_buffer_printf(out, ". %s: ", LDE_TR(lang, "Help", "Hulp"));
      put(out, diagnostic->help);
    }
    lde_buffer_putc(out, '\n');
  }
  lde_buffer_free(&place);
}

static void put_name(lde_buffer *out, const lde_report_organisation *organisation)
{
  put(out, *organisation->name ? organisation->name : lde_format_organisation(organisation));
}

static const char *result_of(const lde_report_organisation *of, lde_language lang)
{
  const lde_findings *findings = of->findings;

  if (!findings)
    return LDE_TR(lang, "not judged", "niet beoordeeld");
  if (of->partly || findings->unknown)
    return LDE_TR(lang, "partly judged", "deels beoordeeld");
  return findings->errors || findings->warnings ? LDE_TR(lang, "findings", "bevindingen")
                                                : LDE_TR(lang, "clean", "schoon");
}

static void put_overview(lde_buffer *out, const lde_report_check *check)
{
  static const lde_findings none = {0};
  lde_language lang = check->language;

  lde_buffer_printf(
      out, "# %s\n\n| %s | %s | %s | %s | %s | %s | %s |\n|---|---|---:|---:|---:|---:|---|\n",
      LDE_TR(lang, "Check of several organisations", "Controle van meerdere organisaties"),
      LDE_TR(lang, "Organisation", "Organisatie"), LDE_TR(lang, "Folder", "Map"),
      plural(LDE_ERROR, lang), plural(LDE_WARNING, lang), plural(LDE_NOTE, lang),
      LDE_TR(lang, "Excepted", "Uitgezonderd"), LDE_TR(lang, "Result", "Uitkomst"));
  for (size_t i = 0; i < check->count; i++) {
    const lde_report_organisation *each = &check->organisations[i];
    const lde_findings *findings = each->findings ? each->findings : &none;
    lde_buffer_puts(out, "| ");
    put_name(out, each);
    lde_buffer_puts(out, " |");
    put_cell(out, each->folder);
    lde_buffer_printf(out, " %zu | %zu | %zu | %zu | %s |\n", findings->errors, findings->warnings,
                      findings->notes, findings->excepted, result_of(each, lang));
  }
}

static void put_several(lde_buffer *out, const lde_report_check *check)
{
  put_overview(out, check);
  for (size_t i = 0; i < check->count; i++) {
    const lde_report_organisation *each = &check->organisations[i];
    if (!each->findings)
      continue;
    lde_buffer_puts(out, "\n## ");
    put_name(out, each);
    lde_buffer_puts(out, *each->year ? ", " : "");
    put(out, each->year);
    lde_buffer_puts(out, "\n\n");
    put_findings(out, each, "###");
  }
}

static void put_single(lde_buffer *out, const lde_report_check *check)
{
  const lde_report_organisation *each = check->count ? &check->organisations[0] : NULL;
  lde_language lang = check->language;

  lde_buffer_puts(out, LDE_TR(lang, "# Check", "# Controle"));
  if (each && *lde_format_organisation(each)) {
    lde_buffer_puts(out, LDE_TR(lang, " of ", " van "));
    put_name(out, each);
  }
  if (each && *each->year) {
    lde_buffer_puts(out, ", ");
    put(out, each->year);
  }
  lde_buffer_puts(out, "\n\n");
  if (each && each->findings)
    put_findings(out, each, "##");
  else
    lde_buffer_printf(out, "**%s**\n", LDE_TR(lang, "Not judged.", "Niet beoordeeld."));
}

void lde_format_markdown(lde_buffer *out, const lde_report_check *check)
{
  if (check->several)
    put_several(out, check);
  else
    put_single(out, check);
  put_trouble(out, check);
}
