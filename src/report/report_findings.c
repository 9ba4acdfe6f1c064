/* Findings as people read them. */
#include <string.h>

#include "base/error.h"
#include "report/diagnostic_text.h"
#include "report/layout.h"

static void print_evidence(lde_buffer *out, const lde_finding_evidence *evidence)
{
  lde_buffer_printf(out, "%s:%s", evidence->entity, evidence->id);
  if (evidence->label && *evidence->label && strcmp(evidence->label, evidence->id) != 0)
    lde_buffer_printf(out, " %s", evidence->label);
  if (evidence->place.file && *evidence->place.file) {
    lde_buffer_puts(out, " (");
    lde_buffer place = {0};
    lde_place_print(&place, evidence->place.file, evidence->place.sheet, evidence->place.line, 0);
    lde_buffer_append(out, place.data + 1, place.len - 2); /* without the blank and the colon */
    lde_buffer_free(&place);
    lde_buffer_putc(out, ')');
  }
}

/* "closest: offerings:O-118 (offer.yaml:88): to_level is 3, needs >= 4". */
static void print_nearest(lde_buffer *out, const lde_finding *finding, const lde_style *style)
{
  lde_language lang = style->language;
  lde_buffer line = {0};

  print_evidence(&line, finding->nearest);
  for (size_t i = 0; i < finding->miss_count; i++) {
    const lde_finding_miss *miss = &finding->misses[i];
    lde_buffer_printf(&line, LDE_TR(lang, "%s%s is %s, needs %s %s", "%s%s is %s, nodig is %s %s"),
                      i ? "; " : ": ", miss->name, miss->has, miss->operator, miss->wanted);
  }
  lde_labelled_print(out, LDE_TR(lang, "closest", "dichtstbij"), line.data, style);
  lde_buffer_free(&line);
}

static void print_path(lde_buffer *out, const lde_finding *finding, const lde_style *style)
{
  lde_buffer line = {0};

  for (size_t i = 0; i < finding->path_count; i++)
    lde_buffer_printf(&line, "%s%s", i ? " → " : "", finding->path[i]);
  lde_labelled_print(out, LDE_TR(style->language, "serves", "dient"), line.data, style);
  lde_buffer_free(&line);
}

const lde_finding_rule *lde_findings_rule(const lde_findings *findings, const char *id)
{
  for (size_t i = 0; i < findings->judged.len; i++)
    if (strcmp(findings->judged.data[i].id, id) == 0)
      return &findings->judged.data[i];
  return NULL;
}

void lde_finding_print(lde_buffer *out, const lde_finding *finding, const lde_finding_rule *rule,
                       lde_excerpts *excerpts, const lde_style *style)
{
  lde_language lang = style->language;
  lde_diagnostic head = {.code = finding->rule,
                         .severity = finding->severity,
                         .message = finding->message,
                         .file = finding->place.file,
                         .path = finding->place.open,
                         .line = finding->place.line,
                         .column = finding->place.column,
                         .sheet = finding->place.sheet};
  lde_buffer line = {0};

  lde_diagnostic_print(out, &head, excerpts, style);
  if (finding->nearest)
    print_nearest(out, finding, style);
  for (size_t i = 0; i < finding->evidence_count; i++) {
    lde_buffer_truncate(&line, 0);
    print_evidence(&line, &finding->evidence[i]);
    lde_labelled_print(out, LDE_TR(lang, "see", "zie"), line.data, style);
  }
  if (finding->path_count > 1)
    print_path(out, finding, style);
  lde_labelled_print(out, LDE_TR(lang, "help", "hulp"), finding->help, style);
  if (style->verbosity > 0 && rule)
    lde_labelled_print(out, LDE_TR(lang, "why it matters", "waarom dit telt"), rule->why, style);
  if (style->verbosity > 0 && *finding->rule_file) {
    lde_buffer_truncate(&line, 0);
    lde_buffer_printf(&line, "%s:%d%s%s%s", finding->rule_file, finding->rule_line,
                      *finding->code ? " (" : "", finding->code, *finding->code ? ")" : "");
    lde_labelled_print(out, LDE_TR(lang, "rule", "regel"), line.data, style);
  }
  lde_buffer_free(&line);
}

static void print_count(lde_buffer *out, size_t count, const char *one, const char *many)
{
  if (count)
    lde_buffer_printf(out, "; %zu %s", count, count == 1 ? one : many);
}

void lde_findings_counts_print(lde_buffer *out, const lde_findings *findings, lde_language lang)
{
  size_t count[3] = {findings->notes, findings->warnings, findings->errors};
  size_t all = count[0] + count[1] + count[2];

  if (all)
    lde_counts_print(out, count, lang);
  else
    lde_buffer_puts(out, LDE_TR(lang, "No findings", "Geen bevindingen"));
  print_count(out, findings->excepted,
              LDE_TR(lang, "finding excepted", "bevinding met uitzondering"),
              LDE_TR(lang, "findings excepted", "bevindingen met uitzondering"));
  print_count(out, findings->known,
              LDE_TR(lang, "known from the baseline", "bekend uit de nulmeting"),
              LDE_TR(lang, "known from the baseline", "bekend uit de nulmeting"));
  lde_buffer_printf(out,
                    findings->rules == 1 ? LDE_TR(lang, " (%zu rule%s)", " (%zu regel%s)")
                                         : LDE_TR(lang, " (%zu rules%s)", " (%zu regels%s)"),
                    findings->rules, "");
  print_count(out, findings->unknown,
              LDE_TR(lang, "rule could not be judged", "regel kon niet worden beoordeeld"),
              LDE_TR(lang, "rules could not be judged", "regels konden niet worden beoordeeld"));
}

void lde_report_findings(lde_buffer *out, const lde_findings *findings, const lde_style *style)
{
  lde_excerpts excerpts = {0};

  for (size_t i = 0; i < findings->items.len; i++) {
    const lde_finding *finding = &findings->items.data[i];
    if (!finding->exception && !finding->known)
      lde_finding_print(out, finding,
                        style->verbosity > 0 ? lde_findings_rule(findings, finding->rule) : NULL,
                        &excerpts, style);
  }
  if (style->verbosity >= 0) {
    lde_findings_counts_print(out, findings, style->language);
    lde_buffer_putc(out, '\n');
  }
  lde_excerpts_free(&excerpts);
}
