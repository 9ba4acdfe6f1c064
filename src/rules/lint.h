/* lint.h: what is legal in rules and probably not meant, or slower or less explained than it could be.
 * Everything is a finding `lint/…` at its place in the rule file. */
#ifndef LDE_RULES_LINT_H
#define LDE_RULES_LINT_H

#include "rules/rules.h"

/* `out` is empty or has findings already; the texts go to its arena. */
void lde_rules_lint(lde_rules *rules, lde_findings *out);

/* Adds a note for every entity with filled fields that no rule reads. `modules`: texts of files that
 * rules require; what they name counts as read. */
void lde_rules_unused_fields(lde_rules *rules, const char *const *modules, size_t count,
                             lde_findings *out);

#endif
