/* why.h: one rule on one record. */
#ifndef LDE_RULES_WHY_H
#define LDE_RULES_WHY_H

#include "model/why.h"
#include "rules/rules.h"

/* `name`: id or code. False when there is no such rule, which is reported. `out` is empty when it comes
 * in and freed by the caller with lde_why_rule_free. The other rules of the set are left out from then
 * on. */
bool lde_rules_why(lde_rules *rules, const char *name, int32_t entity, int32_t row,
                   lde_why_rule *out, lde_diagnostics *found);

#endif
