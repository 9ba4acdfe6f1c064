/* test_file.h: one run of a *_test.lua. Inside rules only. */
#ifndef LDE_RULES_TEST_FILE_H
#define LDE_RULES_TEST_FILE_H

#include "rules/tests.h"

typedef struct lde_test_job {
  lde_rules *const *sets; /* where ld.check looks for a rule, in order */
  size_t set_count;
  const lde_rule_test_file *file;
  const struct lde_rule_file *changed; /* has this text instead of its own; NULL = none */
  const char *bytes;
  size_t len;
  bool until_failure; /* the first one is enough */
} lde_test_job;

void lde_test_file_run(const lde_test_job *job, lde_test_results *out);

#endif
