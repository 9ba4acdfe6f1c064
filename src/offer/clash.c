/* Which named rows and locks cannot hold together, and what it takes to let the rest stand. */
#include "offer/attempt.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define NODES 2000

struct names {
  int32_t *name;
  lde_hold *hold;
  double *off; /* by how much it gave way in the last question */
  int32_t count;
};

static int number_order(const void *left, const void *right)
{
  int32_t a = *(const int32_t *)left, b = *(const int32_t *)right;
  return a < b ? -1 : a > b;
}

static int32_t find_name(const struct names *names, int32_t name)
{
  const int32_t *at =
      bsearch(&name, names->name, (size_t)names->count, sizeof *names->name, number_order);
  return at ? (int32_t)(at - names->name) : -1;
}

static lde_hold hold_of(void *context, int32_t name)
{
  const struct names *names = context;
  int32_t at = find_name(names, name);
  return at < 0 ? LDE_HOLD_KEEP : names->hold[at];
}

static void collect(const lde_problem *problem, struct names *names)
{
  LDE_VEC(int32_t) all = {0};
  int32_t kept = 0;

  for (size_t r = 0; r < problem->rows.len; r++)
    if (problem->rows.data[r].penalty < 0)
      lde_vec_push(&all, problem->rows.data[r].name);
  for (size_t o = 0; o < problem->options.len; o++)
    lde_vec_push(&all, problem->options.data[o].lock_name);
  for (size_t j = 0; j < problem->columns.len; j++)
    if (problem->columns.data[j].lower > 0)
      lde_vec_push(&all, problem->options.data[problem->columns.data[j].option].lock_name);
  if (all.len)
    qsort(all.data, all.len, sizeof *all.data, number_order);
  for (size_t i = 0; i < all.len; i++)
    if (all.data[i] != LDE_NAME_NONE && (kept == 0 || all.data[kept - 1] != all.data[i]))
      all.data[kept++] = all.data[i];
  names->name = all.data;
  names->count = kept;
  names->hold = lde_alloc((size_t)kept + 1, sizeof *names->hold);
  names->off = lde_alloc((size_t)kept + 1, sizeof *names->off);
}

/* Whether there is a plan with the names held as they are now. */
static bool possible(lde_attempt *attempt, struct names *names)
{
  const lde_problem *problem = attempt->problem;
  lde_form_options options = {
      .integer_seats = lde_exact_is_small(problem), .hold = hold_of, .context = names};
  lde_form form;
  lde_mip_result result;

  lde_form_init(&form, problem, &options);
  lde_form_elastic_stage(&form);
  lde_mip_limits limits = lde_attempt_limits(attempt, NODES, 0);
  result = lde_mip_solve(&form.mip, &limits);
  for (int32_t i = 0; i < names->count; i++)
    names->off[i] = 0;
  for (size_t i = 0; result.values && i < form.elastic.len; i++) {
    int32_t at = find_name(names, form.elastic.data[i].name);
    names->off[at] = result.values[form.elastic.data[i].column];
  }
  /* Without an answer nothing is shown; a name is kept out of the clash only by proof. */
  bool yes = result.status != LDE_MIP_INFEASIBLE;
  lde_mip_result_deinit(&result);
  lde_form_deinit(&form);
  return yes;
}

static void hold_all(struct names *names, lde_hold hold)
{
  for (int32_t i = 0; i < names->count; i++)
    names->hold[i] = hold;
}

/* Names that give way are made to hold, until the rest cannot: a set that holds a clash. */
static bool gather(lde_attempt *attempt, struct names *names)
{
  hold_all(names, LDE_HOLD_ELASTIC);
  for (int32_t round = 0; round <= names->count; round++) {
    bool more = false;
    if (lde_attempt_stopped(attempt))
      return false;
    if (!possible(attempt, names))
      return true;
    for (int32_t i = 0; i < names->count; i++)
      if (names->hold[i] == LDE_HOLD_ELASTIC && names->off[i] > 1e-6) {
        names->hold[i] = LDE_HOLD_KEEP;
        more = true;
      }
    if (!more)
      return false;
  }
  return false;
}

static int64_t repair(lde_attempt *attempt, struct names *names, int32_t at)
{
  hold_all(names, LDE_HOLD_KEEP);
  names->hold[at] = LDE_HOLD_ELASTIC;
  if (!possible(attempt, names) || names->off[at] <= 1e-6)
    return -1;
  return (int64_t)ceil(names->off[at] - 1e-6);
}

void lde_clash_find(lde_attempt *attempt, lde_plan *plan)
{
  struct names names = {0};

  collect(attempt->problem, &names);
  if (gather(attempt, &names)) {
    for (int32_t i = 0; i < names.count; i++)
      if (names.hold[i] == LDE_HOLD_ELASTIC)
        names.hold[i] = LDE_HOLD_DROP;
    for (int32_t i = 0; i < names.count; i++) {
      if (names.hold[i] != LDE_HOLD_KEEP)
        continue;
      names.hold[i] = LDE_HOLD_DROP;
      if (possible(attempt, &names))
        names.hold[i] = LDE_HOLD_KEEP;
    }
    plan->clash = lde_alloc((size_t)names.count + 1, sizeof *plan->clash);
    plan->clash_repair = lde_alloc((size_t)names.count + 1, sizeof *plan->clash_repair);
    int32_t *member = lde_alloc((size_t)names.count + 1, sizeof *member);
    for (int32_t i = 0; i < names.count; i++)
      if (names.hold[i] == LDE_HOLD_KEEP)
        member[plan->clash_count++] = i;
    for (int32_t i = 0; i < plan->clash_count; i++) {
      plan->clash[i] = names.name[member[i]];
      plan->clash_repair[i] = repair(attempt, &names, member[i]);
    }
    lde_free(member);
  }
  lde_free(names.name);
  lde_free(names.hold);
  lde_free(names.off);
}
