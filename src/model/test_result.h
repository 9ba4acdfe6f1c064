/* test_result.h: how the tests of rules went, as plain structs between those who run them and those who
 * show. The list owns its texts. */
#ifndef LDE_MODEL_TEST_RESULT_H
#define LDE_MODEL_TEST_RESULT_H

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

typedef struct lde_test_results {
  lde_arena arena;
  LDE_VEC(lde_test_case) items; /* by file, then in its order */
  size_t failed;
} lde_test_results;

#endif
