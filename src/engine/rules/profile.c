/* `profile`: where the time of a check goes, rule by rule, as a table. */
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "engine/internal.h"
#include "script/deep_stack.h"

typedef struct timing {
  const char *rule, *layer;
  int64_t nanoseconds, rows;
  size_t findings;
  bool failed;
} timing;

typedef struct profiling {
  lde_project *project;
  lde_result *result;
  const lde_profile_options *options;
  LDE_VEC(timing) rules;
  int64_t all;
} profiling;

static void take(void *ctx, const lde_rule_timing *from)
{
  profiling *profiling = ctx;
  timing one = {lde_arena_strdup(&profiling->result->arena, from->rule),
                from->layer,
                from->nanoseconds,
                from->rows,
                from->findings,
                from->failed};

  lde_vec_push(&profiling->rules, one);
  profiling->all += from->nanoseconds;
}

/* The dearest first. */
static int by_time(const void *a, const void *b)
{
  const timing *x = a, *y = b;

  return x->nanoseconds != y->nanoseconds ? (x->nanoseconds < y->nanoseconds ? 1 : -1)
                                          : strcmp(x->rule, y->rule);
}

static void put_text(lde_query_result *rows, const char *text)
{
  lde_query_value value = {.kind = LDE_QUERY_TEXT};

  value.text = text;
  value.len = strlen(text);
  lde_vec_push(&rows->values, value);
}

static void put_integer(lde_query_result *rows, int64_t integer)
{
  lde_query_value value = {.kind = LDE_QUERY_INTEGER};

  value.integer = integer;
  lde_vec_push(&rows->values, value);
}

static void put_tenths(lde_query_result *rows, double number)
{
  lde_query_value value = {.kind = LDE_QUERY_REAL};

  value.real = (double)(int64_t)(number * 10 + 0.5) / 10;
  lde_vec_push(&rows->values, value);
}

static lde_query_result *make_table(profiling *profiling)
{
  static const char *const names[] = {"rule",       "layer", "rows",    "ms",
                                      "ns_per_row", "share", "findings"};
  lde_query_result *rows = lde_alloc(1, sizeof *rows);

  rows->column_count = (int)(sizeof names / sizeof *names);
  rows->columns = lde_arena_array(&rows->arena, rows->column_count, const char *);
  memcpy(rows->columns, names, sizeof names);
  if (profiling->rules.len)
    qsort(profiling->rules.data, profiling->rules.len, sizeof *profiling->rules.data, by_time);
  for (size_t i = 0; i < profiling->rules.len; i++) {
    const timing *one = &profiling->rules.data[i];
    put_text(rows, lde_arena_strdup(&rows->arena, one->rule));
    put_text(rows, one->failed ? "failed" : one->layer);
    put_integer(rows, one->rows);
    put_tenths(rows, (double)one->nanoseconds / 1e6);
    put_tenths(rows, one->rows ? (double)one->nanoseconds / (double)one->rows : 0);
    put_tenths(rows,
               profiling->all ? 100.0 * (double)one->nanoseconds / (double)profiling->all : 0);
    put_integer(rows, (int64_t)one->findings);
    rows->row_count++;
  }
  return rows;
}

static void run(void *ctx)
{
  profiling *profiling = ctx;
  lde_result *result = profiling->result;
  const lde_profile_options *options = profiling->options;
  lde_findings found = {0};
  lde_rules *rules = lde_project_rules(profiling->project, result, NULL, 0);

  lde_rules_time(rules, take, profiling);
  if (lde_rules_keep(rules, options->rules, options->rule_count, &result->diagnostics)) {
    lde_rules_run(rules, &found, &result->diagnostics);
    result->rows = make_table(profiling);
  }
  lde_findings_free(&found);
  lde_rules_free(rules);
  lde_vec_free(&profiling->rules);
}

lde_result *lde_profile(lde_project *project, const lde_profile_options *options)
{
  lde_result *result = lde_result_new("profile", project, project->language);
  profiling profiling = {.project = project, .result = result, .options = options};

  if (project->valid)
    lde_deep_stack_call(run, &profiling);
  if (result->rows)
    result->payload = LDE_PAYLOAD_ROWS;
  lde_diagnostics_sort(&result->diagnostics);
  return result;
}
