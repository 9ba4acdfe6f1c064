/* Parts of a large problem, decided again by the exact solver while the rest stands.
 *
 * Mid-size: the sessions of some options move, and all seats that are worth something at the prices;
 * what the others hold stays. Large: some options move with their seats, all else stays. Which ones is
 * decided by where the average of the bound and the plan disagree, shaken by the seed, so that each
 * turn sees others. Every answer is only a candidate. */
#include "offer/attempt.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/disjoint.h"
#include "offer/construct.h"

#define LOOSE_OPTIONS 20
#define WIDE_OPTIONS 30   /* in turns in which all seats move */
#define WIDE_COLUMNS 20000 /* up to which all turns are such */
#define LOOSE_COLUMNS 30000 /* marked seats up to which all of them may move at once */
#define LOOSE_NODES 2       /* the heuristics at the root find what there is to find */
#define LOOSE_EVERY 3       /* blocks for one turn */
#define KERNEL_OPTIONS 90
#define KERNEL_COLUMNS 6000
#define KERNEL_NODES 10
#define KERNEL_TURNS 1      /* in one block */
#define POLISH_EVERY 6      /* blocks until all seats are moved again */
#define POLISH_COLUMNS 300000
#define MARKED_LEAST 10000
#define MARKED_PER_CELL 3   /* columns that stay in sight */

struct lde_parts {
  lde_attempt *attempt;
  char *seats;   /* by column: worth a place in a part */
  char *options; /* by option: its sessions move in this turn */
  char *near;    /* by option: it shares people with one of those, so that its seats move too */
  int32_t *group; /* by option: the first of those that it shares people with, directly or not */
  size_t marked;
  bool loose;    /* sessions of some options and all seats, instead of some options alone */
  bool wide;     /* in every turn that is not too much */
  int32_t turn;
  uint64_t random;
};

struct wanted {
  double key;
  int32_t index;
};

static int wanted_order(const void *left, const void *right)
{
  const struct wanted *a = left, *b = right;
  if (a->key != b->key)
    return a->key > b->key ? -1 : 1;
  return a->index < b->index ? -1 : a->index > b->index;
}

/* What a seat adds at the prices, sessions aside. */
static double priced(const lde_attempt *attempt, int32_t j)
{
  const lde_problem *problem = attempt->problem;
  const lde_seat_column *column = &problem->columns.data[j];
  double worth = (double)column->value - (double)attempt->dual.cell_price[column->cell];

  for (int32_t k = problem->var_start[j]; k < problem->var_start[j + 1]; k++) {
    const lde_entry *entry = &problem->entries.data[problem->var_entry[k]];
    worth -= (double)attempt->dual.row_price[entry->row] / (double)LDE_PRICE_UNIT *
             (double)entry->factor;
  }
  return worth;
}

/* Marks the columns worth most at the prices, and those that the average uses. */
static void mark_seats(lde_parts *parts)
{
  const lde_problem *problem = parts->attempt->problem;
  size_t count = problem->columns.len, most = problem->cells.len * MARKED_PER_CELL;
  struct wanted *list = lde_alloc(count + 1, sizeof *list);

  if (most < MARKED_LEAST)
    most = MARKED_LEAST;
  for (size_t j = 0; j < count; j++) {
    bool average = parts->attempt->dual.mean[j] > 1e-3;
    list[j] = (struct wanted){priced(parts->attempt, (int32_t)j) + (average ? 1e18 : 0), (int32_t)j};
  }
  qsort(list, count, sizeof *list, wanted_order);
  for (size_t i = 0; i < count && i < most; i++)
    parts->seats[list[i].index] = 1;
  parts->marked = count < most ? count : most;
  lde_free(list);
}

/* What the plan uses must be part of what may move. */
static void mark_used(lde_parts *parts)
{
  for (size_t j = 0; j < parts->attempt->problem->columns.len; j++)
    if (parts->attempt->best.seats[j] > 0)
      parts->seats[j] = 1;
}

static double shake(lde_parts *parts)
{
  parts->random = parts->random * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
  return (double)(parts->random >> 40) / 16777216.0;
}

/* Options by how much the average and the plan disagree on them; returns how many there are. */
static int32_t rank_options(lde_parts *parts, struct wanted *list, bool decisions_only,
                            bool shaken)
{
  const lde_problem *problem = parts->attempt->problem;
  int32_t listed = 0;

  for (int32_t o = 0; o < (int32_t)problem->options.len; o++) {
    const lde_option *option = &problem->options.data[o];
    double mean = 0, now = 0, by = shake(parts);
    parts->options[o] = 0;
    if (decisions_only && !option->opens && option->group_max <= 0)
      continue;
    for (int32_t k = problem->option_start[o]; k < problem->option_start[o + 1]; k++) {
      mean += parts->attempt->dual.mean[problem->option_column[k]];
      now += parts->attempt->best.seats[problem->option_column[k]];
    }
    double key = fabs(mean - now) + 0.3 * fmin(mean, now) + 0.1 * fmax(mean, now);
    if (key > 0)
      list[listed++] = (struct wanted){shaken ? sqrt(key + 1) * (0.1 + by) : key, o};
  }
  qsort(list, (size_t)listed, sizeof *list, wanted_order);
  return listed;
}

/* Moves the seats of all options at once, with the sessions as they are. */
static void polish_seats(lde_parts *parts)
{
  lde_attempt *attempt = parts->attempt;
  lde_form_options options = {.hold_sessions = true, .merge = true};
  lde_point base = lde_point_new(attempt->problem);
  lde_mip_status status;

  lde_point_copy(attempt->problem, &base, &attempt->best);
  options.base = &base;
  lde_exact_limit(attempt, &options);
  lde_exact_relaxed(attempt, &options, LDE_STAGE_VALUE, 10, 0, &status);
  lde_point_free(&base);
}

/* Options that serve the same people, directly or by others in between: what else they share are rows. */
static int32_t *find_groups(const lde_problem *problem)
{
  int32_t *group = lde_disjoint_new(problem->options.len);

  for (int32_t c = 0; c < (int32_t)problem->cells.len; c++)
    for (int32_t k = problem->cell_start[c] + 1; k < problem->cell_start[c + 1]; k++)
      lde_disjoint_join(group, problem->columns.data[problem->cell_column[k - 1]].option,
                        problem->columns.data[problem->cell_column[k]].option);
  for (int32_t o = 0; o < (int32_t)problem->options.len; o++)
    group[o] = lde_disjoint_root(group, o);
  return group;
}

/* Every other turn: the options on which the average and the plan disagree most, with all seats. Returns how
 * many. */
static int32_t choose_options(lde_parts *parts, bool shaken)
{
  const lde_problem *problem = parts->attempt->problem;
  struct wanted *list = lde_alloc(problem->options.len + 1, sizeof *list);
  int32_t count = rank_options(parts, list, true, shaken), chosen = 0;

  memset(parts->near, 1, problem->options.len);
  for (; chosen < count && chosen < WIDE_OPTIONS; chosen++)
    parts->options[list[chosen].index] = 1;
  lde_free(list);
  return chosen;
}

/* In between: groups by how much the average and the plan disagree on their options; from the first of them all those
 * options, up to LOOSE_OPTIONS, with the seats of the groups. Returns how many. */
static int32_t choose_groups(lde_parts *parts, bool shaken)
{
  const lde_problem *problem = parts->attempt->problem;
  int32_t options = (int32_t)problem->options.len, groups = 0, chosen = 0;
  struct wanted *list = lde_alloc((size_t)options + 1, sizeof *list);
  struct wanted *by_group = lde_alloc((size_t)options + 1, sizeof *by_group);
  double *sum = lde_alloc((size_t)options + 1, sizeof *sum);
  int32_t count = rank_options(parts, list, true, false);

  memset(parts->near, 0, (size_t)options);
  for (int32_t i = 0; i < count; i++)
    sum[parts->group[list[i].index]] += list[i].key;
  for (int32_t o = 0; o < options; o++)
    if (sum[o] > 0)
      by_group[groups++] = (struct wanted){shaken ? sqrt(sum[o] + 1) * (0.1 + shake(parts)) : sum[o], o};
  qsort(by_group, (size_t)groups, sizeof *by_group, wanted_order);
  for (int32_t g = 0; g < groups && chosen < LOOSE_OPTIONS; g++)
    for (int32_t i = 0; i < count; i++) {
      int32_t o = list[i].index;
      if (parts->group[o] != by_group[g].index)
        continue;
      parts->options[o] = 1;
      chosen++;
    }
  for (int32_t g = 0, taken = 0; g < groups && taken < chosen; g++)
    for (int32_t o = 0; o < options; o++)
      if (parts->group[o] == by_group[g].index) {
        parts->near[o] = 1;
        taken += parts->options[o];
      }
  lde_free(sum);
  lde_free(by_group);
  lde_free(list);
  return chosen;
}

static bool solve_loose(lde_parts *parts, int32_t turn)
{
  lde_attempt *attempt = parts->attempt;
  lde_form_options options = {.strong = true, .merge = true, .hold_sessions = true};
  int32_t count = parts->wide || turn % 2 ? choose_options(parts, parts->wide ? turn > 0 : turn > 1)
                                         : choose_groups(parts, turn > 0);
  lde_point base = lde_point_new(attempt->problem);
  lde_mip_status status;

  lde_point_copy(attempt->problem, &base, &attempt->best);
  options.base = &base;
  options.seats = parts->seats;
  options.loose = parts->options;
  options.free = parts->near;
  lde_exact_limit(attempt, &options);
  if (count > 0)
    lde_exact_relaxed(attempt, &options, LDE_STAGE_VALUE, LOOSE_NODES, 1e-3, &status);
  lde_point_free(&base);
  return count > 0;
}

static bool solve_kernel(lde_parts *parts, int32_t turn)
{
  lde_attempt *attempt = parts->attempt;
  const lde_problem *problem = attempt->problem;
  lde_form_options options = {.strong = true, .merge = true};
  struct wanted *list = lde_alloc(problem->options.len + 1, sizeof *list);
  int32_t count = rank_options(parts, list, false, turn > 0), chosen = 0;
  lde_point base = lde_point_new(problem);
  size_t columns = 0;
  lde_mip_status status;

  for (int32_t i = 0; i < count && chosen < KERNEL_OPTIONS; i++) {
    int32_t o = list[i].index;
    size_t more = 0;
    for (int32_t k = problem->option_start[o]; k < problem->option_start[o + 1]; k++)
      more += parts->seats[problem->option_column[k]] != 0;
    if (columns + more > KERNEL_COLUMNS)
      continue;
    parts->options[o] = 1;
    columns += more;
    chosen++;
  }
  lde_point_copy(problem, &base, &attempt->best);
  options.base = &base;
  options.seats = parts->seats;
  options.free = parts->options;
  lde_exact_limit(attempt, &options);
  if (chosen > 0)
    lde_exact_relaxed(attempt, &options, LDE_STAGE_VALUE, KERNEL_NODES, 1e-3, &status);
  lde_point_free(&base);
  lde_free(list);
  return chosen > 0;
}

lde_parts *lde_parts_new(lde_attempt *attempt)
{
  const lde_problem *problem = attempt->problem;
  lde_parts *parts = lde_alloc(1, sizeof *parts);

  parts->attempt = attempt;
  parts->random = attempt->options->seed;
  parts->seats = lde_alloc(problem->columns.len + 1, 1);
  parts->options = lde_alloc(problem->options.len + 1, 1);
  parts->near = lde_alloc(problem->options.len + 1, 1);
  parts->group = find_groups(problem);
  mark_seats(parts);
  parts->loose = parts->marked <= LOOSE_COLUMNS;
  parts->wide = problem->columns.len <= WIDE_COLUMNS;
  return parts;
}

void lde_parts_free(lde_parts *parts)
{
  if (!parts)
    return;
  lde_free(parts->seats);
  lde_free(parts->options);
  lde_free(parts->near);
  lde_free(parts->group);
  lde_free(parts);
}

static bool enough(lde_attempt *attempt)
{
  return lde_attempt_within_gap(attempt) || lde_attempt_stopped(attempt);
}

bool lde_parts_turn(lde_parts *parts)
{
  int32_t block = parts->turn++;
  bool more = true;

  if (block % POLISH_EVERY == 0 && parts->attempt->problem->columns.len <= POLISH_COLUMNS)
    polish_seats(parts);
  if (parts->loose && (!parts->wide || block % LOOSE_EVERY == 0) && !enough(parts->attempt)) {
    mark_used(parts);
    return solve_loose(parts, parts->wide ? block / LOOSE_EVERY : block);
  }
  for (int32_t i = 0; !parts->loose && more && i < KERNEL_TURNS && !enough(parts->attempt); i++) {
    mark_used(parts);
    more = solve_kernel(parts, block * KERNEL_TURNS + i);
  }
  return more;
}
