/* why.h: why a rule fired on a record, or did not, as plain structs between those who find out and those
 * who show. Everything lives in the arena of the explanation. */
#ifndef LDE_MODEL_WHY_H
#define LDE_MODEL_WHY_H

#include "model/finding.h"
#include "model/thread.h"

typedef enum lde_truth { LDE_TRUTH_NO, LDE_TRUTH_YES, LDE_TRUTH_FAILED } lde_truth;

/* One condition of a rule; of "a and b" each part by itself. */
typedef struct lde_why_clause {
  const char *key;  /* where, fails, unless, when, by … */
  const char *text; /* as the author wrote it */
  lde_truth truth;
  const char *trouble; /* of FAILED */
  lde_finding_value *values; /* that it reads */
  size_t value_count;
} lde_why_clause;

typedef struct lde_why_rule {
  lde_arena arena;
  const char *rule, *code, *title[2], *why[2], *file; /* why may be NULL, as of a rule */
  int line;
  bool looks_at;   /* the rule looks at records of this entity */
  bool off, failed; /* failed: it cannot be said; `trouble` tells why */
  const char *trouble;
  lde_findings findings; /* of this rule on this record */
  LDE_VEC(lde_why_clause) clauses;
  const lde_finding_evidence *match; /* of a join: the record that fits; NULL = none */
  const lde_finding_evidence *nearest; /* or nearly fits */
  lde_finding_miss *misses;
  size_t miss_count;
} lde_why_rule;

/* What an offer decided about a record. */
typedef struct lde_why_decision {
  bool in;
  const char *offering, *need, *period; /* NULL = none */
  int64_t seats, cost;
  const char *reason, *sentence;  /* code; in words, "" = none */
  const char *enters_if;          /* in words, NULL = none is known */
} lde_why_decision;

/* A record: what it serves, what serves it, what the offer and the rules say of it. */
typedef struct lde_why_record {
  lde_arena arena;
  int32_t entity, row;
  lde_thread thread;
  const char *run; /* id of the stored run that the decisions are of; NULL = an offer made now */
  bool has_offer;
  LDE_VEC(lde_why_decision) decisions;
  lde_findings findings;
} lde_why_record;

void lde_why_record_free(lde_why_record *why);
void lde_why_rule_free(lde_why_rule *why);

#endif
