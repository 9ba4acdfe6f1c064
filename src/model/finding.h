/* finding.h: what rules say about a plan, as plain structs between those who find and those who
 * show.
 *
 * A list owns its texts and refers to nothing else, so it may outlive the dataset. Entity and row
 * say which record it is about (row LDE_NO_ROW: a group of records, or the plan as a whole). A
 * finding that an exception holds, or that an older run had already, stays in the list and is
 * counted apart. */
#ifndef LDE_MODEL_FINDING_H
#define LDE_MODEL_FINDING_H

#include "base/io.h"
#include "model/dataset.h"
#include "model/diagnostic.h"

/* A place as people see it; `file` is "" and the numbers 0 where it is not known. */
typedef struct lde_finding_place {
  const char *file, *open; /* as shown; as opened for the excerpt, NULL = none */
  const char *sheet;
  uint32_t line, column;
} lde_finding_place;

/* A related record, with its own place. */
typedef struct lde_finding_evidence {
  const char *entity, *id, *label;
  lde_finding_place place;
} lde_finding_evidence;

/* A value that the rule looked at; `text` for machines, `shown` for people. */
typedef struct lde_finding_value {
  const char *name, *text, *shown;
} lde_finding_value;

/* One comparison that kept the nearest record from being a match. */
typedef struct lde_finding_miss {
  const char *name, *operator, * has, *wanted;
} lde_finding_miss;

typedef struct lde_finding {
  const char *rule, *code; /* code "" when the rule has none */
  const char *rule_file;
  int rule_line, step;
  lde_severity severity;
  const char *entity, *id;   /* plural; "" when it is about the plan as a whole */
  int32_t entity_index, row; /* -1 and LDE_NO_ROW when there is none */
  const char *message, *help;
  lde_finding_place place;
  const char **path; /* "goals:g1", the record itself first, then what it serves */
  size_t path_count;
  lde_finding_evidence *evidence;
  size_t evidence_count;
  lde_finding_value *values; /* compared; of a group also its keys */
  size_t value_count;
  const lde_finding_evidence *nearest; /* of a join without a match; NULL = none */
  lde_finding_miss *misses;
  size_t miss_count;
  bool has_size, known;                   /* known: in the baseline */
  double size;                            /* in the unit of the rule; money in minor units */
  const struct lde_exception *exception;  /* that holds; copied into the list */
  char fingerprint[LDE_DIGEST_TEXT_SIZE]; /* of rule and keys, not of lines */
} lde_finding;

/* One condition of an exception's match: a field of the record or a key of the group. */
typedef struct lde_exception_match {
  const char *name, *text;
} lde_exception_match;

/* A finding that somebody answers for. */
typedef struct lde_exception {
  const char *rule;   /* id or code */
  const char *record; /* "budgets:IT-2027", or NULL */
  const lde_exception_match *match;
  size_t match_count;
  int32_t until; /* the last day on which it holds */
  const char *by, *reason;
  bool has_limit;
  double limit;   /* on the size; in major units where that is money */
  const char *id; /* for the findings about itself */
  int32_t row;    /* in the table exceptions, or LDE_NO_ROW */
  lde_finding_place place;
} lde_exception;

/* A rule that ran or should have, told in the language of the run; texts are "" when it has none. */
typedef struct lde_finding_rule {
  const char *id, *code, *pack, *title, *why;
  const char *help; /* as written: values stand as {names} */
  lde_severity severity; /* unless the record or the organisation says otherwise */
  int step;
  const char *failure; /* why it could not judge; NULL = it did */
} lde_finding_rule;

typedef struct lde_findings {
  lde_arena arena;
  LDE_VEC(lde_finding) items;
  LDE_VEC(lde_finding_rule) judged; /* the rules in the order loaded */
  bool has_baseline;                /* they were compared with those of an older run */
  size_t errors, warnings, notes; /* also those beyond what is kept */
  size_t excepted, known;
  size_t rules, unknown; /* rules that ran or should have; those that failed */
} lde_findings;

/* Counts the finding; the texts must live in the arena of the list. */
void lde_findings_add(lde_findings *list, const lde_finding *finding);
/* Counts one that is not kept. */
void lde_findings_count(lde_findings *list, lde_severity severity);
/* By file, line, column, rule, id; stable. */
void lde_findings_sort(lde_findings *list);
void lde_findings_free(lde_findings *list);

/* A run and one of its findings as rows of the model, for rules that look back. Texts that are empty or
 * NULL are left out. */
int32_t lde_rule_run_put_row(lde_dataset *dataset, const char *id, const char *command,
                             const char *year);
void lde_finding_put_row(lde_dataset *dataset, int32_t run, lde_place place,
                         const lde_finding *finding);

/* Where a value of a row was written (field -1: the row); texts are copied to the arena. */
lde_finding_place lde_finding_place_of(lde_arena *arena, const lde_dataset *dataset,
                                       const lde_table *table, int field, int32_t row);
lde_exception *lde_exception_copy(lde_arena *arena, const lde_exception *exception);
/* What an exception is called: its id, else who allows it. */
const char *lde_exception_name(const lde_exception *exception);
/* The exceptions that stand in the dataset; the array lives in the arena. */
lde_exception *lde_exceptions_of(lde_dataset *dataset, lde_arena *arena, size_t *count);

#endif
