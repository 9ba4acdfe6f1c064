/* json_findings.h: findings in the shape of contract.md section 3, for the envelope of one project and
 * for the rows of a batch. Each writes members of an object that is open. */
#ifndef LDE_REPORT_JSON_FINDINGS_H
#define LDE_REPORT_JSON_FINDINGS_H

#include "model/finding.h"
#include "report/json.h"

/* `year`: 2027 is a number as in the manifest, FY2027 a text. */
void lde_json_year(lde_json *json, const lde_dataset *dataset);
/* One finding as an object, or its members alone. */
void lde_json_finding(lde_json *json, const lde_finding *finding);
void lde_json_finding_members(lde_json *json, const lde_finding *finding);
/* `error`, `warning` … `unknown`: the members of a summary. */
void lde_json_counts(lde_json *json, const lde_findings *findings);
/* The members of a diagnostic (report_json.c). */
void lde_json_diagnostic_members(lde_json *json, const lde_diagnostic *diagnostic);
/* `organisation`, `year`, `findings`, `summary`; `dataset` may be NULL. */
void lde_json_check(lde_json *json, lde_dataset *dataset, const lde_findings *findings);
/* `year` from its text, "" when it is not known; then `findings` and `summary`. */
void lde_json_year_text(lde_json *json, const char *year);
void lde_json_findings(lde_json *json, const lde_findings *findings);

#endif
