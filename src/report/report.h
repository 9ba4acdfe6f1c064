/* report.h: results → text for people and JSON for programs. Every function appends to a buffer and
 * reads plain structs; none decides anything, none writes a file. The same input gives the same
 * bytes everywhere: own number, money and date formats, no locale, no clock. */
#ifndef LDE_REPORT_REPORT_H
#define LDE_REPORT_REPORT_H

#include "base/buffer.h"
#include "model/data.h"
#include "model/dataset.h"
#include "model/diagnostic.h"
#include "model/finding.h"
#include "model/offer.h"
#include "model/rule_page.h"
#include "model/test_result.h"
#include "model/why.h"
#include "store/query.h"

typedef struct lde_style {
  lde_language language;
  int width; /* columns of the terminal; 0 = not a terminal: nothing is cut */
  bool color;
  int verbosity; /* -1 quiet, 0, 1 */
} lde_style;

/* What made a result: printed at the end of an offer, so that it can be made again. */
typedef struct lde_provenance {
  const char *engine; /* "ldengine 0.1.0" */
  char data[65];      /* digest of the dataset */
  LDE_VEC(struct lde_provenance_rule {
    const char *file;
    char sha256[65];
  })
  rules;
  const lde_data *params; /* object, or NULL */
} lde_provenance;

/* One diagnostic: error[load/type] offer.yaml:14:3: message, excerpt with caret, help. */
void lde_report_diagnostic(lde_buffer *out, const lde_diagnostic *diagnostic,
                           const lde_style *style);
/* All, and a last line that counts them when there are several or some were not shown. */
void lde_report_diagnostics(lde_buffer *out, const lde_diagnostics *list, const lde_style *style);

/* What rules found: each with its place, excerpt, related records and remedy; then the counts. Findings
 * that an exception or the baseline holds are only counted. */
void lde_report_findings(lde_buffer *out, const lde_findings *findings, const lde_style *style);

/* How tests went: the failed ones and the counts; verbose: all. */
void lde_report_tests(lde_buffer *out, const lde_test_results *results, const lde_style *style);

/* One organisation of a check over several. */
typedef struct lde_report_organisation {
  const char *folder, *id, *name, *year; /* "" where it could not be read */
  lde_language language;                 /* its own: what was found in it is written in that */
  const lde_findings *findings;          /* NULL: it could not be judged */
  bool partly;                           /* a file of rules, or a rule, could not be run */
} lde_report_organisation;
typedef struct lde_report_batch {
  const lde_report_organisation *organisations;
  size_t count;
  const char *const *missing; /* locks of the workers that could not be had */
  size_t missing_count;
  bool unsafe; /* a lock that is needed was missing, and rules ran all the same */
} lde_report_batch;
/* A row for each organisation, then the findings of each. */
void lde_report_batch_text(lde_buffer *out, const lde_report_batch *batch, const lde_style *style);

/* What was found, for the formats of other programs: jsonl, sarif, junit, tap, github, gitlab, markdown,
 * csv. Also when nothing could be judged: then the diagnostics are all there is. */
typedef struct lde_report_check {
  const char *command, *engine; /* "check"; "ldengine 0.1.0" */
  const lde_report_organisation *organisations;
  size_t count;
  bool several; /* organisations, even if there is one: findings name theirs */
  const lde_diagnostics *diagnostics;
  const char *root;  /* the folder in which the program was started: paths begin there; NULL = unknown */
  const char *today; /* YYYY-MM-DD for which was checked; NULL = unknown */
  lde_language language;
  int exit_code;
} lde_report_check;
/* False when there is no such format. */
bool lde_report_check_as(lde_buffer *out, const char *format, const lde_report_check *check);
/* The same for tests of rules (junit, tap); `about` has the diagnostics and no organisations. */
bool lde_report_tests_as(lde_buffer *out, const char *format, const lde_report_check *about,
                         const lde_test_results *tests);
/* Whether diagnostics stand inside the format, so that they need not be said elsewhere. */
bool lde_report_carries_diagnostics(const char *format);

/* Why a record is there, and what was decided about it; why a rule fires on it or not. */
void lde_report_why_record(lde_buffer *out, lde_dataset *dataset, const lde_why_record *why,
                           const lde_style *style);
void lde_report_why_rule(lde_buffer *out, lde_dataset *dataset, const lde_why_record *record,
                         const lde_why_rule *why, const lde_style *style);

/* An offer as a manager reads it. */
void lde_report_offer(lde_buffer *out, lde_dataset *dataset, const lde_offer *offer,
                      const lde_provenance *provenance, const lde_style *style);
/* One value as machines write it: numbers with a point, NULL empty, bytes as hexadecimal digits. */
void lde_report_value(lde_buffer *out, const lde_query_value *value);
/* layout.c: the last look at what goes out. Characters that would steer a terminal and that no layout wrote
 * become \u{1b}, whoever brought them; line ends, tabs and, in a style with colour, the codes of colour stay.
 * `data`: files of values for other programs, where only control characters become so. */
void lde_report_seal(lde_buffer *text, const lde_style *style, bool data);

/* Columns aligned as a table; csv in the RFC dialect with formulas neutralised; markdown. */
void lde_report_rows_text(lde_buffer *out, const lde_query_result *rows, const lde_style *style);
void lde_report_rows_csv(lde_buffer *out, const lde_query_result *rows);
void lde_report_rows_markdown(lde_buffer *out, const lde_query_result *rows);
/* A script's value for people: scalars as they are, lists and objects as indented text; a list of
 * objects with the same keys as a table. */
void lde_report_data_text(lde_buffer *out, const lde_data *data, const lde_style *style);

/* The envelope of contract.md section 3. Exactly one of the payloads is given, or none; `log` may
 * be NULL. Keys are never translated. */
typedef struct lde_envelope {
  const char *command;
  bool ok;
  const lde_diagnostics *diagnostics;
  lde_dataset *dataset; /* for ids in offers */
  const lde_offer *offer;
  const lde_provenance *provenance;
  const lde_query_result *rows; /* data.columns, data.rows */
  const lde_data *result;       /* data.result, with data.log */
  const char *const *log;
  size_t log_count;
  const lde_why_record *why_record; /* data.record, up, down, decisions, findings */
  const lde_why_rule *why_rule;     /* with a rule: data.record, data.rule */
  const lde_test_results *tests; /* data.tests, data.summary */
  const lde_findings *findings; /* data: organisation, year, findings, summary */
  const lde_report_batch *batch; /* data.organisations, data.isolation */
  const lde_data *extra; /* members to add to data as they are */
} lde_envelope;
void lde_report_json(lde_buffer *out, const lde_envelope *envelope);

/* Parts of it as JSON text on one line, for the plan database; a NULL tree prints {}. */
void lde_report_json_data(lde_buffer *out, const lde_data *data);
void lde_report_json_served(lde_buffer *out, lde_dataset *dataset, const lde_offer_line *line);
void lde_report_json_funding(lde_buffer *out, const lde_offer_line *line);
void lde_report_json_goals(lde_buffer *out, lde_dataset *dataset, const lde_offer_line *line);
void lde_report_json_path(lde_buffer *out, const lde_finding *finding);
void lde_report_json_detail(lde_buffer *out, const lde_reason_detail *detail);

/* A page about one rule, as Markdown. */
void lde_report_rule_page(lde_buffer *out, const lde_rule_page *page, lde_language language);
/* A page about a code of diagnostics, as Markdown; false when there is none of that name. */
bool lde_report_code_page(lde_buffer *out, const char *code, lde_language language);
/* The codes that have a page, one after the other; NULL behind the last. */
const char *lde_report_code(size_t index);

/* Documents made from the schema rows. */
void lde_report_json_schema(lde_buffer *out, const lde_schema *schema, lde_language language);
void lde_report_json_schema_manifest(lde_buffer *out, lde_language language); /* of ldengine.yaml */
void lde_report_luals(lde_buffer *out, const lde_schema *schema, lde_language language);
void lde_report_dictionary(lde_buffer *out, const lde_schema *schema, lde_language language);

#endif
