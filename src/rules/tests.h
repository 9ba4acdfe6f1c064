/* tests.h: how well rules are tested: test files beside their examples (rules.h), what both reach, and
 * which changes to the rules they notice.
 *
 * A set that is to tell its coverage is told so first; examples and test files then run slower, row by
 * row. Everything is added to the results, which own their texts. */
#ifndef LDE_RULES_TESTS_H
#define LDE_RULES_TESTS_H

#include "model/test_result.h"
#include "rules/rules.h"

/* From now on the set notes what its tests reach; before any of them runs. */
void lde_rules_cover(lde_rules *rules);
/* Adds what was reached and what was not. */
void lde_rules_coverage(const lde_rules *rules, lde_test_results *out);

/* A *_test.lua: `name` is shown. */
typedef struct lde_rule_test_file {
  const char *name, *bytes;
  size_t len;
} lde_rule_test_file;

/* Runs its tests. ld.check looks for a rule in the first of the sets that has it. */
void lde_rules_test_file(lde_rules *const *sets, size_t count, const lde_rule_test_file *file,
                         lde_test_results *out);

/* Changes every constant and comparison of the rules, one at a time, and names the changes that
 * neither an example nor one of the files notices. Examples that fail as they are count for nothing. */
void lde_rules_mutate(lde_rules *rules, const lde_rule_test_file *files, size_t count,
                      lde_test_results *out);

#endif
