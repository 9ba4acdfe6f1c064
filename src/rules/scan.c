/* One pass over a table for all rules that look at it: block by block, each rule's `where` and then
 * `fails`, as far as they run over columns. Rows that remain are told of rule by rule. */
#include <string.h>

#include "rules/internal.h"

const lde_entity *lde_rule_rows_of(const lde_rule *rule)
{
  return rule->has_once ? NULL : rule->group.of ? rule->group.of : rule->each;
}

/* Argument 1 a run: compiles what the scan can apply. A rule that reads no rows has nothing. */
int lde_rule_prepare(lua_State *L)
{
  lde_rule_run *run = lua_touserdata(L, 1);
  const lde_rule *rule = run->rule;

  if (!lde_rule_rows_of(rule) || (!rule->where && !rule->fails))
    return 0;
  lde_rule_begin(L, run);
  if (rule->where && lde_rule_column(L, run, rule->where))
    run->scan[0] = rule->where;
  if (rule->fails && !rule->group.of && (!rule->where || run->scan[0]) &&
      lde_rule_column(L, run, rule->fails))
    run->scan[1] = rule->fails;
  return 0;
}

void lde_rules_scan(lde_rule_run *runs, size_t count)
{
  const lde_entity *entity = count ? lde_rule_rows_of(runs[0].rule) : NULL;
  int32_t rows =
      entity ? lde_table_count(lde_dataset_table(runs[0].rules->dataset, entity->index)) : 0;

  for (size_t i = 0; i < count; i++) {
    runs[i].bits = lde_alloc((size_t)rows / 64 + 1, sizeof *runs[i].bits);
    memset(runs[i].bits, 0xFF, ((size_t)rows / 64 + 1) * sizeof *runs[i].bits);
  }
  for (int32_t first = 0; first < rows; first += LDE_RULE_BLOCK)
    for (size_t i = 0; i < count; i++)
      for (int which = 0; which < 2 && runs[i].failures.items.len == 0; which++)
        if (runs[i].scan[which]) {
          int64_t started = lde_rule_clock(runs[i].rules);
          lde_rule_filter_block(&runs[i], runs[i].columns[runs[i].scan[which] - 1].run, first,
                                rows);
          if (runs[i].failures.items.len)
            runs[i].failed = runs[i].scan[which];
          runs[i].nanoseconds += lde_rule_clock(runs[i].rules) - started;
        }
}
