/* test_result.h: how the tests of rules went, as plain structs between those who run them and those who
 * show. The list owns its texts. */
#ifndef LDE_MODEL_TEST_RESULT_H
#define LDE_MODEL_TEST_RESULT_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/memory.h"

typedef struct lde_test_case {
  const char *group;   /* id of the rule, or what a test file describes */
  const char *name;    /* "fires", "clean 2", or what a test says of it */
  bool passed;
  const char *message; /* of a failure: why; of an example that fires: what the rule says */
  const char *file;    /* as people know it */
  int line;
} lde_test_case;

/* A place in a rule that no example and no test reaches. */
typedef struct lde_test_gap {
  const char *rule, *file;
  int line;
  const char *part; /* "where", "fails", "severity error", "exists", "line" */
  const char *text; /* of the clause, or the line as it is written */
  bool is_line, never_true, never_false;
} lde_test_gap;

typedef struct lde_test_coverage {
  const char *rule;
  size_t covered, total; /* outcomes of clauses, and lines of functions */
} lde_test_coverage;

/* A change to a rule that no example and no test noticed. */
typedef struct lde_test_mutant {
  const char *file;
  int line, column;
  const char *from, *to, *text; /* text: the line as it is written */
} lde_test_mutant;

typedef struct lde_test_mutation {
  const char *file;
  size_t killed, total;
} lde_test_mutation;

typedef struct lde_test_results {
  lde_arena arena;
  LDE_VEC(lde_test_case) items; /* by file, then in its order */
  size_t failed;
  bool has_coverage, has_mutation;
  LDE_VEC(lde_test_coverage) coverage; /* by rule */
  LDE_VEC(lde_test_gap) gaps;
  size_t covered, total;
  double min_coverage; /* percent; 0 = none asked */
  LDE_VEC(lde_test_mutation) mutation; /* by file */
  LDE_VEC(lde_test_mutant) survivors;
  size_t killed, mutants;
} lde_test_results;

/* Less was reached than was asked for. */
static inline bool lde_test_is_thin(const lde_test_results *results)
{
  return results->has_coverage && results->total > 0 &&
         (double)results->covered * 100.0 < results->min_coverage * (double)results->total;
}

#endif
