/* page.h: what can be said of a loaded rule. */
#ifndef LDE_RULES_PAGE_H
#define LDE_RULES_PAGE_H

#include "model/rule_page.h"
#include "rules/rules.h"

/* `name`: id or code. False when there is no such rule. `page` is empty when it comes in. */
bool lde_rules_page(lde_rules *rules, const char *name, lde_rule_page *page);

#endif
