/* What rules cost: time, rows, and in which layer they ran. */
#include <time.h>

#include "rules/internal.h"

int64_t lde_rule_clock(const lde_rules *rules)
{
  struct timespec now;

  if (!rules->timed)
    return 0;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
}

void lde_rules_time(lde_rules *rules, void (*take)(void *ctx, const lde_rule_timing *timing),
                    void *ctx)
{
  rules->timed = take;
  rules->timed_ctx = ctx;
}

typedef struct counting {
  int columns, lua;
} counting;

static void count(const lde_rule_run *run, int number, counting *c)
{
  if (!number)
    return;
  if (run->columns && (size_t)number <= run->column_count && run->columns[number - 1].run)
    c->columns++;
  else
    c->lua++;
}

/* By the expressions that went over rows. */
static const char *layer_of(const lde_rule_run *run)
{
  const lde_rule *rule = run->rule;
  counting c = {0};

  count(run, rule->where, &c);
  count(run, rule->group.of ? rule->group.sum : rule->fails, &c);
  for (int i = 0; i < rule->group.count; i++)
    count(run, rule->group.keys[i], &c);
  for (int i = 0; i < rule->join.count; i++)
    count(run, rule->join.terms[i].right_expression, &c);
  c.lua += rule->has_check + rule->has_once;
  return !c.lua ? "columns" : c.columns ? "mixed" : "lua";
}

void lde_rule_tell_time(lde_rule_run *run, bool failed)
{
  const lde_rule *rule = run->rule;
  const lde_entity *rows = lde_rule_rows_of(rule);
  lde_rule_timing timing = {
      .rule = rule->id,
      .file = rule->file->name,
      .line = rule->line,
      .nanoseconds = run->nanoseconds,
      .rows = rows ? lde_table_count(lde_dataset_table(run->rules->dataset, rows->index)) : 0,
      .layer = layer_of(run),
      .findings = run->found.len,
      .failed = failed};

  if (run->rules->timed)
    run->rules->timed(run->rules->timed_ctx, &timing);
}
