/* diagnostic_text.h: how trouble and findings look alike: head line, excerpt, remedy. Inside report. */
#ifndef LDE_REPORT_DIAGNOSTIC_TEXT_H
#define LDE_REPORT_DIAGNOSTIC_TEXT_H

#include "report/excerpt.h"

/* "error[load/type] offer.yaml:14:3: message" and the excerpt. */
void lde_diagnostic_print(lde_buffer *out, const lde_diagnostic *diagnostic,
                          lde_excerpts *excerpts, const lde_style *style);
/* "   help: …", wrapped; nothing without a text. */
void lde_labelled_print(lde_buffer *out, const char *label, const char *text,
                        const lde_style *style);
/* " offer.yaml:14:3:" or " plan.xlsx:Aanbod!F12:"; nothing without a file. */
void lde_place_print(lde_buffer *out, const char *file, const char *sheet, uint32_t line,
                     uint32_t column);
/* "2 errors, 1 warning", "" when all are zero; by lde_severity. */
void lde_counts_print(lde_buffer *out, const size_t count[3], lde_language lang);

/* "error", "fout". */
const char *lde_severity_word(lde_severity severity, lde_language lang);

/* report_findings.c */
/* One finding with excerpt, related records and remedy; `rule` may be NULL. */
void lde_finding_print(lde_buffer *out, const lde_finding *finding, const lde_finding_rule *rule,
                       lde_excerpts *excerpts, const lde_style *style);
/* "2 errors; 1 finding excepted (100 rules)", without the end of the line. */
void lde_findings_counts_print(lde_buffer *out, const lde_findings *findings, lde_language lang);
/* What is known of the rule with this id; NULL: nothing. */
const lde_finding_rule *lde_findings_rule(const lde_findings *findings, const char *id);

#endif
