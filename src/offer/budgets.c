#include "offer/budgets.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "offer/needs.h"

void lde_pots_free(lde_pots *pots)
{
  if (!pots)
    return;
  for (size_t i = 0; i < pots->pots.len; i++) {
    lde_free(pots->pots.data[i].budgets);
    lde_free(pots->pots.data[i].first);
    lde_free(pots->pots.data[i].last);
  }
  lde_vec_free(&pots->pots);
  lde_free(pots->first_of_unit);
  lde_free(pots->next);
  lde_free(pots->joint);
  lde_free(pots);
}

int lde_unit_pot(const lde_draft *draft, int32_t unit)
{
  while (unit != LDE_NO_ROW && draft->pots->first_of_unit[unit] < 0)
    unit = lde_get_row(draft->ds, unit, parent, unit);
  return unit == LDE_NO_ROW ? -1 : draft->pots->first_of_unit[unit];
}

static void add_budget(lde_pot *pot, int32_t row, int32_t first, int32_t last)
{
  size_t room = (size_t)pot->count + 1;
  int at = pot->count++;

  pot->budgets = lde_realloc(pot->budgets, room, sizeof *pot->budgets);
  pot->first = lde_realloc(pot->first, room, sizeof *pot->first);
  pot->last = lde_realloc(pot->last, room, sizeof *pot->last);
  for (; at > 0 && pot->first[at - 1] > first; at--) {
    pot->budgets[at] = pot->budgets[at - 1];
    pot->first[at] = pot->first[at - 1];
    pot->last[at] = pot->last[at - 1];
  }
  pot->budgets[at] = row;
  pot->first[at] = first;
  pot->last[at] = last;
}

static bool same_series(const lde_pot *a, const lde_pot *b)
{
  return a->owner == b->owner && a->unit == b->unit && a->fund == b->fund &&
         a->employee == b->employee && a->focus_area == b->focus_area && a->lane == b->lane &&
         a->strict == b->strict && a->restrictive == b->restrictive;
}

/* One after the other, or beside each other for the same period and with the same budget above: then all of
 * it can be spent. */
static bool fits_beside(const lde_draft *draft, const lde_pot *pot, int32_t row, int32_t first, int32_t last)
{
  for (int i = 0; i < pot->count; i++) {
    bool same = first == pot->first[i] && last == pot->last[i] &&
                lde_get_row(draft->ds, budget, parent, row) == lde_get_row(draft->ds, budget, parent, pot->budgets[i]);
    if (!same && first <= pot->last[i] && last >= pot->first[i])
      return false;
  }
  return true;
}

typedef struct budget_order {
  const char *id;
  int32_t row;
} budget_order;

static int compare_budgets(const void *a, const void *b)
{
  const budget_order *x = a, *y = b;
  return strcmp(x->id, y->id);
}

static void take_budget(lde_draft *draft, lde_pots *pots, int32_t row, int32_t *pot_of)
{
  lde_dataset *ds = draft->ds;
  lde_pot pot = {.owner = (int)lde_get(ds, budget, owner, row),
                 .unit = lde_get_row(ds, budget, unit, row),
                 .fund = lde_get_row(ds, budget, fund, row),
                 .employee = lde_get_row(ds, budget, employee, row),
                 .focus_area = lde_get_row(ds, budget, focus_area, row),
                 .parent = -1,
                 .lane = lde_has(ds, budget, lane, row) ? (int)lde_get(ds, budget, lane, row) : -1,
                 .strict = lde_get(ds, budget, strict, row) != 0,
                 .restrictive = lde_get(ds, budget, mode, row) != LDE_CHOICE_OF(budget_mode, indicative)};
  int32_t first = ds->year_first, last = ds->year_last;

  if (lde_has(ds, budget, period, row))
    lde_period_bounds(ds, lde_text_of(ds, budget, period, row), &first, &last);
  pots->any = true; /* a budget of another year says that money is limited here, too */
  if (pot.owner == LDE_CHOICE_OF(bearer, central))
    pots->any_central = true;
  if (first > ds->year_last || last < ds->year_first)
    return;
  for (size_t i = 0; i < pots->pots.len; i++)
    if (same_series(&pots->pots.data[i], &pot) && fits_beside(draft, &pots->pots.data[i], row, first, last)) {
      add_budget(&pots->pots.data[i], row, first, last);
      pot_of[row] = (int32_t)i;
      return;
    }
  add_budget(&pot, row, first, last);
  pot_of[row] = (int32_t)pots->pots.len;
  lde_vec_push(&pots->pots, pot);
}

static bool is_units(const lde_pot *pot)
{
  return pot->owner == LDE_CHOICE_OF(bearer, unit) && pot->unit != LDE_NO_ROW;
}

/* An organisation has thousands of units with a budget, and each seat looks for one. */
static void index_pots(lde_pots *pots, int32_t units)
{
  pots->first_of_unit = lde_alloc((size_t)units + 1, sizeof *pots->first_of_unit);
  pots->next = lde_alloc(pots->pots.len + 1, sizeof *pots->next);
  memset(pots->first_of_unit, 0xff, (size_t)units * sizeof *pots->first_of_unit);
  pots->first_of_none = -1;
  for (int32_t p = (int32_t)pots->pots.len - 1; p >= 0; p--) {
    const lde_pot *pot = &pots->pots.data[p];
    int32_t *first = is_units(pot) ? &pots->first_of_unit[pot->unit] : &pots->first_of_none;
    pots->next[p] = *first;
    *first = p;
  }
}

void lde_draft_pots(lde_draft *draft)
{
  lde_dataset *ds = draft->ds;
  int32_t count = lde_count(ds, budget);
  budget_order *order = lde_alloc((size_t)count + 1, sizeof *order);
  int32_t *pot_of = lde_alloc((size_t)count + 1, sizeof *pot_of);
  unsigned char *corrected = lde_alloc((size_t)count + 1, 1);
  lde_pots *pots = lde_alloc(1, sizeof *pots);

  draft->pots = pots;
  for (int32_t row = 0; row < count; row++) {
    int32_t before = lde_get_row(ds, budget, supersedes, row);
    order[row] = (budget_order){lde_draft_id(draft, LDE_E(budget), row), row};
    pot_of[row] = -1;
    if (before != LDE_NO_ROW)
      corrected[before] = 1;
  }
  if (count)
    qsort(order, (size_t)count, sizeof *order, compare_budgets);
  for (int32_t i = 0; i < count; i++)
    if (!corrected[order[i].row])
      take_budget(draft, pots, order[i].row, pot_of);
  for (int32_t row = 0; row < count; row++) {
    int32_t above = lde_get_row(ds, budget, parent, row);
    if (pot_of[row] >= 0 && above != LDE_NO_ROW && pot_of[above] != pot_of[row])
      pots->pots.data[pot_of[row]].parent = pot_of[above];
  }
  index_pots(pots, lde_count(ds, unit));
  if (!pots->any)
    lde_draft_note(draft, "%s", LDE_TR(ds->language, "no budget in the project: money is not limited",
                                       "geen budget in het project: geld is niet begrensd"));
  for (size_t i = 0; i < pots->pots.len; i++)
    if (!pots->pots.data[i].restrictive)
      lde_draft_note(draft, LDE_TR(ds->language, "budget %s is indicative: it limits nothing",
                                   "budget %s is indicatief: het begrenst niets"),
                     lde_draft_id(draft, LDE_E(budget), pots->pots.data[i].budgets[0]));
  lde_free(order);
  lde_free(pot_of);
  lde_free(corrected);
}

int32_t lde_pot_budget(const lde_pot *pot, const lde_draft *draft, int period)
{
  int32_t best = LDE_NO_ROW;
  for (int i = 0; i < pot->count; i++)
    if (pot->first[i] <= draft->period_last[period] && (!pot->strict || pot->last[i] >= draft->period_first[period]))
      best = pot->budgets[i];
  return best;
}

int64_t lde_pot_limit(const lde_draft *draft, const lde_pot *pot, int period)
{
  int64_t sum = 0;

  for (int i = 0; i < pot->count; i++) {
    int64_t own = lde_get(draft->ds, budget, setup, pot->budgets[i]) +
                  lde_get(draft->ds, budget, carry_in, pot->budgets[i]);
    lde_buffer name = {0};
    double factor;
    if (pot->first[i] > draft->period_last[period] ||
        (pot->strict && pot->last[i] < draft->period_first[period]))
      continue;
    lde_buffer_puts(&name, "budgets:");
    lde_row_id(draft->ds, lde_dataset_table(draft->ds, LDE_E(budget)), pot->budgets[i], &name);
    factor = lde_offer_spec_factor(draft->spec, name.data);
    lde_buffer_free(&name);
    sum += factor == 1 ? own : (int64_t)floor((double)own * factor + 0.5);
  }
  return sum;
}

bool lde_option_in_focus(const lde_draft *draft, const lde_draft_option *option, int32_t need,
                         int32_t focus_area)
{
  lde_dataset *ds = draft->ds;
  const lde_entity *entity = lde_schema_entity(ds->schema, LDE_E(offering_competency));
  lde_rows covers = lde_dataset_inverse(ds, &entity->fields[LDE_F(offering_competency, offering)],
                                        LDE_E(offering), option->offering);
  lde_rows competencies = lde_get_list(ds, focus_area, competencies, focus_area);
  lde_rows goals = lde_get_list(ds, focus_area, goals, focus_area);

  for (size_t i = 0; i < competencies.count; i++) {
    for (size_t k = 0; k < covers.count; k++)
      if (lde_get_row(ds, offering_competency, competency, covers.rows[k]) == competencies.rows[i])
        return true;
    if (need >= 0 && lde_need_asks(&draft->needs.data[need], competencies.rows[i]))
      return true;
  }
  for (size_t i = 0; i < goals.count && need >= 0; i++)
    if (draft->needs.data[need].goal_count && draft->needs.data[need].goals[0].goal == goals.rows[i])
      return true;
  return false;
}

/* 3 = lane and focus match, 2 = lane, 1 = focus, 0 = the one without either, -1 = does not match. */
static int match(const lde_draft *draft, const lde_pot *pot, const lde_draft_option *option,
                 int32_t need, int period)
{
  int score = 0;

  if (lde_pot_budget(pot, draft, period) == LDE_NO_ROW)
    return -1;
  if (pot->lane >= 0) {
    if (need < 0 || draft->needs.data[need].lane != pot->lane)
      return -1;
    score += 2;
  }
  if (pot->focus_area != LDE_NO_ROW) {
    if (!lde_option_in_focus(draft, option, need, pot->focus_area))
      return -1;
    score += 1;
  }
  return score;
}

static int best_of(const lde_draft *draft, int owner, int32_t unit, const lde_draft_option *option,
                   int32_t need, int period)
{
  const lde_pots *pots = draft->pots;
  int best = LDE_POT_NONE, best_score = -1;
  bool units = owner == LDE_CHOICE_OF(bearer, unit) && unit != LDE_NO_ROW;

  for (int32_t i = units ? pots->first_of_unit[unit] : pots->first_of_none; i >= 0; i = pots->next[i]) {
    const lde_pot *pot = &pots->pots.data[i];
    int score;
    if (pot->owner != owner)
      continue;
    score = match(draft, pot, option, need, period);
    if (score > best_score) {
      best = (int)i;
      best_score = score;
    }
  }
  return best;
}

int lde_pot_find(const lde_draft *draft, int bearer, int32_t unit, int32_t need,
                 const lde_draft_option *option, int period)
{
  const lde_dataset *ds = draft->ds;
  int pot = LDE_POT_NONE, central = (int)LDE_CHOICE_OF(bearer, central);
  bool shared = bearer == central && !draft->pots->any_central;

  if (!draft->pots->any)
    return LDE_POT_FREE;
  if (bearer == LDE_CHOICE_OF(bearer, unit)) {
    for (; unit != LDE_NO_ROW && pot == LDE_POT_NONE; unit = lde_get_row(ds, unit, parent, unit))
      pot = best_of(draft, bearer, unit, option, need, period);
    if (pot == LDE_POT_NONE)
      bearer = central;
  }
  if (bearer == LDE_CHOICE_OF(bearer, employee) || bearer == LDE_CHOICE_OF(bearer, fund))
    pot = best_of(draft, bearer, unit, option, need, period);
  if (bearer == central) {
    pot = best_of(draft, central, LDE_NO_ROW, option, need, period);
    if (pot == LDE_POT_NONE && shared)
      pot = LDE_POT_UNITS;
  }
  return pot;
}

int lde_pot_bearer(const lde_draft *draft, const lde_charge *charge)
{
  if (!strcmp(draft->spec->cost_bearing, "central"))
    return (int)LDE_CHOICE_OF(bearer, central);
  if (!strcmp(draft->spec->cost_bearing, "unit"))
    return (int)LDE_CHOICE_OF(bearer, unit);
  return charge->bearer;
}

/* How much of a fixed cost a unit carries: its heads in need, or its full-time equivalents. */
static double key_of(const lde_draft *draft, const lde_draft_part *part)
{
  double fte = 0;
  if (strcmp(draft->spec->cost_bearing, "fixed_key"))
    return (double)part->heads;
  for (size_t i = 0; i < part->people_count; i++)
    fte += lde_has(draft->ds, employee, fte, part->people[i])
               ? (double)lde_get(draft->ds, employee, fte, part->people[i]) / 1000
               : 1;
  return part->people_count ? fte : (double)part->heads;
}

int lde_pot_routes(const lde_draft *draft, const lde_draft_option *option, int bearer, int period,
                   lde_route *routes)
{
  bool keyed = !strcmp(draft->spec->cost_bearing, "fixed_key") || bearer == LDE_CHOICE_OF(bearer, unit);
  double total = 0;
  int count = 0;

  for (int p = 0; keyed && p < option->pair_count; p++) {
    const lde_draft_pair *pair = &draft->pairs.data[option->first_pair + p];
    const lde_draft_need *need = &draft->needs.data[pair->need];
    for (int i = 0; i < need->part_count; i++) {
      const lde_draft_part *part = &draft->parts.data[need->first_part + i];
      int pot = lde_pot_find(draft, (int)LDE_CHOICE_OF(bearer, unit), part->unit, pair->need, option,
                             period);
      double key = key_of(draft, part);
      int at = 0;
      while (at < count && routes[at].pot != pot)
        at++;
      if (at == LDE_ROUTES_MAX)
        at = LDE_ROUTES_MAX - 1;
      if (at == count)
        routes[count++] = (lde_route){pot, 0};
      routes[at].share += key;
      total += key;
    }
  }
  if (total > 0) {
    for (int i = 0; i < count; i++)
      routes[i].share /= total;
    return count;
  }
  routes[0] = (lde_route){lde_pot_find(draft, bearer, LDE_NO_ROW, option->main_need, option, period), 1};
  return 1;
}
