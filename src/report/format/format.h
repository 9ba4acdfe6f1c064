/* format.h: findings and test results in the formats of other programs. One file per format; each walks
 * the same plain structs (report.h) and appends to a buffer. Shared here: findings of several
 * organisations as one list, paths as a build sees them, fingerprints, and test cases for the formats
 * that know nothing else. Inside report/format only. */
#ifndef LDE_REPORT_FORMAT_FORMAT_H
#define LDE_REPORT_FORMAT_FORMAT_H

#include "base/error.h"
#include "report/diagnostic_text.h"
#include "report/report.h"

/* A finding among all that are shown. */
typedef struct lde_format_item {
  const lde_report_organisation *organisation;
  const lde_finding *finding;
  /* of those before it in the same organisation: */
  size_t again; /* how many have the same fingerprint */
  size_t same;  /* how many are of the same rule about the same record */
} lde_format_item;

typedef struct lde_format_items {
  lde_format_item *data; /* by organisation, then in its order */
  size_t len;
} lde_format_items;

lde_format_items lde_format_items_of(const lde_report_check *check);
void lde_format_items_free(lde_format_items *items);

/* Neither excepted nor known from the baseline. */
static inline bool lde_format_is_open(const lde_finding *finding)
{
  return !finding->exception && !finding->known;
}

/* Appends the path as it is seen from where the program was started, with / and without ./; the
 * manifest of the organisation (may be NULL) when the place is not known. */
void lde_format_path(lde_buffer *out, const lde_report_check *check,
                     const lde_report_organisation *organisation, const char *file,
                     const char *open);
/* "offer.yaml:14:3" or "plan.xlsx:Aanbod!F12"; nothing without a file. */
void lde_format_place(lde_buffer *out, const char *file, const char *sheet, uint32_t line,
                      uint32_t column);
/* Appends what tells the finding from all others of the report: its fingerprint; with several
 * organisations also which one, and a number when even that is the same. */
void lde_format_identity(lde_buffer *out, const lde_report_check *check,
                         const lde_format_item *item);
/* "goals:g1", or "plan" where it is about the plan as a whole. */
void lde_format_record(lde_buffer *out, const lde_finding *finding);
/* Id, else folder, else "". */
const char *lde_format_organisation(const lde_report_organisation *organisation);
/* "accepted by finance until 2027-03-31: reason", or that it is in the baseline. */
void lde_format_pardon(lde_buffer *out, const lde_finding *finding, lde_language lang);

/* ---- test cases: junit and tap ---- */

typedef enum lde_format_outcome {
  LDE_CASE_PASSED,
  LDE_CASE_FAILED,
  LDE_CASE_BROKEN, /* nothing can be said */
  LDE_CASE_SKIPPED /* it failed, and somebody answers for that */
} lde_format_outcome;

typedef struct lde_format_case {
  const char *group, *name; /* rule and record */
  lde_format_outcome outcome;
  const char *type, *message;      /* severity or code; one line */
  const lde_format_item *item;     /* a finding, or NULL */
  const lde_diagnostic *diagnostic;
  const lde_test_case *test;
} lde_format_case;

typedef struct lde_format_suite {
  const char *name;
  const lde_report_organisation *organisation; /* NULL: trouble of none of them, or tests */
  LDE_VEC(lde_format_case) cases;
} lde_format_suite;

typedef struct lde_format_suites {
  lde_arena arena;
  lde_format_items items;
  lde_excerpts excerpts; /* files that were read for them */
  LDE_VEC(lde_format_suite) all;
} lde_format_suites;

/* One suite for each organisation: a case for each rule that found nothing, one for each finding, and one
 * for each trouble with it. Trouble that is nobody's has a suite at the end. */
void lde_format_suites_of_check(lde_format_suites *suites, const lde_report_check *check);
void lde_format_suites_of_tests(lde_format_suites *suites, const lde_report_check *about,
                                const lde_test_results *tests);
void lde_format_suites_free(lde_format_suites *suites);
size_t lde_format_count(const lde_format_suite *suite, lde_format_outcome outcome);

/* ---- the formats ---- */

void lde_format_jsonl(lde_buffer *out, const lde_report_check *check);
void lde_format_sarif(lde_buffer *out, const lde_report_check *check);
void lde_format_github(lde_buffer *out, const lde_report_check *check);
void lde_format_gitlab(lde_buffer *out, const lde_report_check *check);
void lde_format_markdown(lde_buffer *out, const lde_report_check *check);
void lde_format_csv(lde_buffer *out, const lde_report_check *check);
void lde_format_junit(lde_buffer *out, const lde_report_check *check, lde_format_suites *suites);
void lde_format_tap(lde_buffer *out, const lde_report_check *check, lde_format_suites *suites);

#endif
