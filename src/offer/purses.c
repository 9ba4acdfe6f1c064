#include "offer/purses.h"

#include <stdlib.h>
#include <string.h>

#include "offer/people.h"
#include "offer/seats.h"

#define JOIN_GAP 0.03 /* pots count as one when no smaller gap than this is asked: */
#define SORTS 8       /* so many sorts of them by how tight they are */
#define ROUNDS_MOST 20 /* in which sessions are given up and others dealt to again */

/* ---- which pots count as one ---- */

/* What can only be said of single pots, or of single people. */
static bool looks_at_pots(const lde_draft *draft)
{
  const lde_offer_spec *spec = draft->spec;

  if (!draft->pots->any_central || !lde_draft_uses(draft, LDE_BUDGETS) || draft->locks.len || draft->funds.len || lde_people_limited(draft) ||
      draft->near_count || draft->stay || spec->prove || spec->dropped.len || spec->tiers.len || spec->lane_count)
    return true;
  for (size_t o = 0; o < draft->options.len; o++)
    for (int i = 0; i < draft->options.data[o].charge_count; i++) {
      const lde_charge *charge = &draft->options.data[o].charges[i];
      if (charge->basis != LDE_CHARGE_SEAT && lde_pot_bearer(draft, charge) == LDE_CHOICE_OF(bearer, unit))
        return true;
    }
  return strcmp(spec->cost_bearing, "fixed_key") == 0;
}

/* One budget of a unit for all it buys in the whole year, and nothing below it. */
static bool is_plain(const lde_draft *draft, int32_t p)
{
  const lde_pot *pot = &draft->pots->pots.data[p];

  return pot->owner == LDE_CHOICE_OF(bearer, unit) && pot->unit != LDE_NO_ROW &&
         draft->pots->first_of_unit[pot->unit] == p && draft->pots->next[p] < 0 && pot->count == 1 && pot->lane < 0 &&
         pot->focus_area == LDE_NO_ROW && pot->fund == LDE_NO_ROW && pot->employee == LDE_NO_ROW &&
         pot->restrictive && pot->first[0] <= draft->period_first[0] &&
         pot->last[0] >= draft->period_last[draft->periods - 1];
}

static int64_t unit_cost(const lde_draft *draft, const lde_draft_option *option)
{
  int64_t sum = 0;

  for (int i = 0; i < option->charge_count; i++)
    if (option->charges[i].basis == LDE_CHARGE_SEAT &&
        lde_pot_bearer(draft, &option->charges[i]) == LDE_CHOICE_OF(bearer, unit))
      sum += option->charges[i].amount;
  return sum;
}

struct sorted {
  int32_t pot, parent;
  double tight; /* what its people would take, over what it has */
};

static int by_tightness(const void *left, const void *right)
{
  const struct sorted *a = left, *b = right;

  if (a->parent != b->parent)
    return a->parent < b->parent ? -1 : 1;
  if (a->tight != b->tight)
    return a->tight < b->tight ? -1 : 1;
  return a->pot < b->pot ? -1 : a->pot > b->pot;
}

/* By pot; the caller frees. */
static bool *find_plain(const lde_draft *draft)
{
  const lde_pots *pots = draft->pots;
  bool *plain = lde_alloc(pots->pots.len + 1, sizeof *plain);

  for (size_t p = 0; p < pots->pots.len; p++)
    plain[p] = is_plain(draft, (int32_t)p);
  for (size_t p = 0; p < pots->pots.len; p++)
    if (pots->pots.data[p].parent >= 0)
      plain[pots->pots.data[p].parent] = false;
  return plain;
}

/* As many of each sort; the first by number stands for them. */
static void join_sorted(lde_pots *pots, const struct sorted *list, size_t count, size_t sorts)
{
  for (size_t sort = 0; sort < sorts; sort++) {
    size_t from = count * sort / sorts, to = count * (sort + 1) / sorts;
    int32_t first = INT32_MAX;
    for (size_t i = from; i < to; i++)
      first = list[i].pot < first ? list[i].pot : first;
    for (size_t i = from; i < to; i++)
      pots->joint[list[i].pot] = first;
  }
}

static void join(lde_draft *draft, const double *taken, size_t sorts)
{
  lde_pots *pots = draft->pots;
  struct sorted *list = lde_alloc(pots->pots.len + 1, sizeof *list);
  bool *plain = find_plain(draft);
  size_t count = 0;

  for (size_t p = 0; p < pots->pots.len; p++)
    pots->joint[p] = (int32_t)p;
  for (size_t p = 0; p < pots->pots.len; p++)
    if (plain[p])
      list[count++] = (struct sorted){(int32_t)p, pots->pots.data[p].parent,
                                      taken ? taken[p] / (double)(lde_pot_limit(draft, &pots->pots.data[p], 0) + 1) : 0};
  if (count)
    qsort(list, count, sizeof *list, by_tightness);
  for (size_t from = 0, to; from < count; from = to) {
    for (to = from + 1; to < count && list[to].parent == list[from].parent; to++)
      ;
    join_sorted(pots, list + from, to - from, sorts);
  }
  lde_free(plain);
  lde_free(list);
}

bool lde_purses_join(lde_draft *draft, double gap)
{
  lde_pots *pots = draft->pots;

  lde_free(pots->joint);
  pots->joint = NULL;
  if (pots->apart || gap < JOIN_GAP || lde_draft_ways(draft, false) < draft->joint_from || looks_at_pots(draft))
    return false;
  pots->joint = lde_alloc(pots->pots.len + 1, sizeof *pots->joint);
  join(draft, NULL, 1);
  return true;
}

void lde_purses_sort(lde_draft *draft, const double *taken)
{
  join(draft, taken, SORTS);
}

void lde_purses_part(lde_draft *draft)
{
  lde_free(draft->pots->joint);
  draft->pots->joint = NULL;
  draft->pots->apart = true;
}

/* ---- the ledger ---- */

void lde_purses_init(lde_purses *purses, const lde_build *build)
{
  const lde_draft *draft = build->draft;
  size_t pots = draft->pots->pots.len;

  *purses = (lde_purses){.build = build};
  purses->plain = find_plain(draft);
  purses->left = lde_alloc(pots + 1, sizeof *purses->left);
  purses->expected = lde_alloc(pots + 1, sizeof *purses->expected);
  purses->cost = lde_alloc(draft->options.len + 1, sizeof *purses->cost);
  for (size_t p = 0; p < pots; p++)
    purses->left[p] = lde_pot_limit(draft, &draft->pots->pots.data[p], 0);
  for (size_t o = 0; o < draft->options.len; o++)
    purses->cost[o] = unit_cost(draft, &draft->options.data[o]);
}

void lde_purses_deinit(lde_purses *purses)
{
  lde_free(purses->plain);
  lde_free(purses->left);
  lde_free(purses->expected);
  lde_free(purses->cost);
  lde_vec_free(&purses->leaving);
  *purses = (lde_purses){.build = NULL};
}

int lde_purses_pot(const lde_purses *purses, int32_t part)
{
  const lde_draft *draft = purses->build->draft;
  int pot = part < 0 ? -1 : lde_unit_pot(draft, draft->parts.data[part].unit);

  return pot >= 0 && purses->plain[pot] ? pot : -1;
}

int64_t lde_purses_cost(const lde_purses *purses, int32_t part, int32_t column)
{
  int32_t option = lde_column_option(purses->build, column);

  return purses->cost[option] +
         lde_part_wage(purses->build->draft, part, &purses->build->draft->options.data[option]);
}

/* ---- a plan without what nobody can pay ---- */

/* Takes seats away, from the columns of the lowest value first: those of an option in a period, or (`row`) those
 * that a row counts with this sign. */
static void drop_seats(const lde_problem *problem, lde_point *point, const int32_t *columns, size_t count, int64_t seats)
{
  while (seats > 0) {
    int32_t worst = -1;
    for (size_t i = 0; i < count; i++)
      if (point->seats[columns[i]] > 0 &&
          (worst < 0 || problem->columns.data[columns[i]].value < problem->columns.data[worst].value))
        worst = columns[i];
    if (worst < 0)
      return;
    int32_t take = point->seats[worst] < seats ? point->seats[worst] : (int32_t)seats;
    point->seats[worst] -= take;
    seats -= take;
  }
}

typedef LDE_VEC(int32_t) column_list;

/* No session with fewer people than it needs. */
static bool mend_sessions(const lde_problem *problem, lde_point *point, int32_t o, int32_t t, column_list *list)
{
  const lde_option *option = &problem->options.data[o];
  int32_t *run = &point->sessions[o * problem->periods + t];
  int64_t seats = 0, most;

  list->len = 0;
  for (int32_t k = problem->option_start[o]; k < problem->option_start[o + 1]; k++) {
    int32_t j = problem->option_column[k];
    if (problem->columns.data[j].last != t || !point->seats[j])
      continue;
    seats += point->seats[j];
    lde_vec_push(list, j);
  }
  if (option->group_max <= 0 || option->group_min <= 0 || seats >= (int64_t)*run * option->group_min)
    return false;
  *run = (int32_t)(seats / option->group_min);
  most = (int64_t)*run * option->group_max;
  if (seats > most)
    drop_seats(problem, point, list->data, list->len, seats - most);
  return seats > most;
}

/* Nobody without the step before, and no step that leads nowhere. */
static bool mend_steps(const lde_problem *problem, lde_point *point, int32_t r, column_list *list)
{
  int64_t sum = 0, off;

  for (int32_t e = problem->row_start[r]; e < problem->row_start[r + 1]; e++)
    sum += problem->entries.data[e].factor * point->seats[problem->entries.data[e].var];
  off = sum > problem->rows.data[r].upper   ? sum - problem->rows.data[r].upper
        : sum < problem->rows.data[r].lower ? sum - problem->rows.data[r].lower
                                            : 0;
  if (!off)
    return false;
  list->len = 0;
  for (int32_t e = problem->row_start[r]; e < problem->row_start[r + 1]; e++)
    if ((problem->entries.data[e].factor > 0) == (off > 0))
      lde_vec_push(list, problem->entries.data[e].var);
  drop_seats(problem, point, list->data, list->len, llabs(off));
  return true;
}

/* Every change takes seats away, so there is an end to it. */
static bool mend(const lde_build *build, lde_point *point)
{
  const lde_problem *problem = &build->problem;
  column_list list = {0};
  bool changed = false, more = true;

  while (more) {
    more = false;
    for (int32_t o = 0; o < (int32_t)problem->options.len; o++)
      for (int32_t t = 0; t < problem->periods; t++)
        more |= mend_sessions(problem, point, o, t, &list);
    for (int32_t r = 0; r < (int32_t)problem->rows.len && more; r++)
      if (build->rows.data[r].kind == LDE_ROW_PREREQ)
        mend_steps(problem, point, r, &list);
    changed |= more;
  }
  lde_vec_free(&list);
  return changed;
}

/* Puts into the plan who takes what; without the seats that nobody can pay. */
static void leave(lde_purses *purses, lde_plan *plan)
{
  for (size_t i = 0; i < purses->leaving.len; i++)
    plan->point.seats[purses->leaving.data[i].column] -= purses->leaving.data[i].seats;
  purses->leaving.len = 0;
}

/* Whose seats are fewer now: by part, the kin. False when nobody's are. */
static bool mend_and_tell(lde_purses *purses, lde_plan *plan, bool *again)
{
  const lde_build *build = purses->build;
  size_t columns = build->problem.columns.len;
  int32_t *before = lde_alloc(columns + 1, sizeof *before);
  bool changed;

  memcpy(before, plan->point.seats, columns * sizeof *before);
  memset(again, 0, build->draft->parts.len * sizeof *again);
  changed = mend(build, &plan->point);
  for (size_t c = 0; c < columns && changed; c++)
    if (before[c] != plan->point.seats[c])
      again[lde_alike_kin(&build->alike, lde_column_part(build, c))] = true;
  lde_free(before);
  return changed;
}

lde_status lde_purses_deal(lde_purses *purses, lde_plan *plan, lde_seats *seats, bool *fits, lde_error *err)
{
  const lde_build *build = purses->build;
  int64_t shortage = plan->score.shortage;
  bool *again = lde_alloc(build->draft->parts.len + 1, sizeof *again), mended = true;
  lde_status st = lde_seats_deal(seats, build, plan, purses, err);

  leave(purses, plan);
  if (st == LDE_OK)
    lde_purses_fill(purses, plan, seats);
  for (int round = 0; round < ROUNDS_MOST && st == LDE_OK && (mended = mend_and_tell(purses, plan, again)); round++) {
    st = lde_seats_deal_again(seats, build, plan, purses, again, err);
    leave(purses, plan);
  }
  *fits = st == LDE_OK && !mended && lde_plan_revise(&build->problem, plan) && plan->score.shortage <= shortage;
  lde_free(again);
  return st;
}
