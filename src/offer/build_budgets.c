/* Budget rows: what is charged to a pot and to those below it, up to the end of each period in which
 * its limit changes, is at most what it holds by then. What locked lines already take counts as used
 * up rather than making the offer impossible. */
#include <math.h>
#include <string.h>

#include "base/error.h"
#include "offer/build.h"
#include "offer/people.h"
#include "offer/subsidies.h"

/* One amount of one variable in one pot. */
typedef struct charge_entry {
  lde_var var;
  int pot, period;
  int64_t amount, locked;
} charge_entry;

typedef struct charges {
  LDE_VEC(charge_entry) list;
  LDE_VEC(lde_eligible) eligible;
} charges;

int lde_build_seat_pot(const lde_build *build, int32_t column, int32_t part, const lde_charge *charge, int period)
{
  const lde_draft *draft = build->draft;
  int32_t unit = part >= 0 ? draft->parts.data[part].unit : LDE_NO_ROW;
  int32_t need = part >= 0 ? draft->parts.data[part].need : -1;

  return lde_pot_find(draft, lde_pot_bearer(draft, charge), unit, need,
                      &draft->options.data[lde_column_option(build, column)], period);
}

/* Remembers what the fund of the option pays a part of. */
static void subsidise(const lde_build *build, charges *all, int32_t option, const lde_charge *each, lde_var var,
                      int pot, int period, int64_t amount)
{
  const lde_draft *draft = build->draft;
  const lde_draft_option *of = &draft->options.data[option];

  if (pot == LDE_POT_NONE || amount <= 0 || !lde_charge_is_eligible(draft, of, each, period))
    return;
  lde_vec_push(&all->eligible, ((lde_eligible){var, of->fund, pot, lde_pot_row_period(draft, pot, period), amount,
                                               all->eligible.len}));
}

int lde_build_wage_pot(const lde_build *build, int32_t column, int32_t part, int period)
{
  lde_charge wage = {LDE_CHARGE_SEAT, (int)LDE_CHOICE_OF(bearer, unit), 0, (int)LDE_CHOICE_OF(cost_kind, wage_loss)};
  return lde_build_seat_pot(build, column, part, &wage, period);
}

static void charge(lde_build *build, charges *all, lde_var var, int pot, int period, int64_t amount,
                   int64_t locked)
{
  lde_problem *problem = &build->problem;

  if (pot == LDE_POT_FREE || !amount)
    return;
  if (pot == LDE_POT_NONE) { /* nothing can be spent here */
    if (var.kind == LDE_VAR_SEATS)
      problem->columns.data[var.index].upper = problem->columns.data[var.index].lower;
    else if (var.kind == LDE_VAR_SESSIONS)
      problem->options.data[var.index].sessions_max[var.period] =
          problem->options.data[var.index].sessions_min[var.period];
    else if (!problem->options.data[var.index].open_min)
      problem->options.data[var.index].open_max = 0;
    return;
  }
  for (pot = lde_pot_joint(build->draft, pot); pot != -1; pot = pot >= 0 ? build->draft->pots->pots.data[pot].parent : -1)
    lde_vec_push(&all->list, ((charge_entry){var, pot, period, amount, locked}));
}

static void charge_seats(lde_build *build, charges *all)
{
  const lde_draft *draft = build->draft;

  for (size_t c = 0; c < build->columns.len; c++) {
    const lde_draft_option *option = &draft->options.data[lde_column_option(build, c)];
    const lde_seat_column *column = &build->problem.columns.data[c];
    int32_t part = lde_column_part(build, c);
    int period = build->nested ? column->last : column->first;
    for (int i = 0; i < option->charge_count; i++)
      if (option->charges[i].basis == LDE_CHARGE_SEAT) {
        int pot = lde_build_seat_pot(build, (int32_t)c, part, &option->charges[i], period);
        charge(build, all, LDE_SEATS((int32_t)c), pot, period, option->charges[i].amount, column->lower);
        subsidise(build, all, lde_column_option(build, c), &option->charges[i], LDE_SEATS((int32_t)c), pot, period,
                  option->charges[i].amount);
      }
    if (lde_part_wage(draft, part, option))
      charge(build, all, LDE_SEATS((int32_t)c), lde_build_wage_pot(build, (int32_t)c, part, period), period,
             lde_part_wage(draft, part, option), column->lower);
  }
}

static void charge_option(lde_build *build, charges *all, int32_t index)
{
  const lde_draft *draft = build->draft;
  const lde_draft_option *option = &draft->options.data[index];
  lde_route routes[LDE_ROUTES_MAX];

  for (int i = 0; i < option->charge_count; i++) {
    const lde_charge *each = &option->charges[i];
    int from = 0, to = draft->periods - 1;
    if (each->basis == LDE_CHARGE_SEAT || (each->basis == LDE_CHARGE_SESSION && option->enrolment))
      continue;
    if (each->basis == LDE_CHARGE_ONCE)
      from = to = lde_option_first(draft, option);
    for (int t = from; t <= to; t++) {
      const lde_option *out = &build->problem.options.data[index];
      lde_var var = each->basis == LDE_CHARGE_ONCE ? LDE_OPEN(index) : LDE_SESSIONS(index, t);
      int64_t locked = each->basis == LDE_CHARGE_ONCE ? out->open_min : out->sessions_min[t];
      int count;
      if (each->basis == LDE_CHARGE_SESSION && !out->sessions_max[t])
        continue;
      count = lde_pot_routes(draft, option, lde_pot_bearer(draft, each), t, routes);
      for (int r = 0; r < count; r++) {
        int64_t own = llround(routes[r].share * (double)each->amount);
        charge(build, all, var, routes[r].pot, t, own, locked);
        subsidise(build, all, index, each, var, routes[r].pot, t, own);
      }
    }
  }
}

/* ---- lines whose cost is written ---- */

static int pot_of_budget(const lde_draft *draft, int32_t budget)
{
  for (size_t i = 0; i < draft->pots->pots.len; i++)
    for (int k = 0; k < draft->pots->pots.data[i].count; k++)
      if (draft->pots->pots.data[i].budgets[k] == budget)
        return (int)i;
  return LDE_POT_FREE;
}

static void adjust(lde_build *build, const lde_draft_lock *lock, int pot, int64_t amount)
{
  if (amount)
    lde_vec_push(&build->adjusts,
                 ((lde_build_adjust){pot, lock->period, lock->option, lock->line, amount}));
}

/* Takes away what the parts of a locked line would cost; returns how much that was. */
static int64_t take_computed(lde_build *build, const lde_draft_lock *first)
{
  const lde_draft *draft = build->draft;
  const lde_draft_option *option = &draft->options.data[first->option];
  lde_route routes[LDE_ROUTES_MAX];
  int64_t total = 0;

  for (int i = 0; i < option->charge_count; i++) {
    const lde_charge *each = &option->charges[i];
    if (each->basis == LDE_CHARGE_SEAT) {
      for (size_t l = 0; l < draft->locks.len; l++) {
        const lde_draft_lock *lock = &draft->locks.data[l];
        int32_t unit = lock->part >= 0 ? draft->parts.data[lock->part].unit : LDE_NO_ROW;
        if (lock->line != first->line)
          continue;
        adjust(build, lock,
               lde_pot_find(draft, lde_pot_bearer(draft, each), unit, lock->need, option, lock->period),
               -each->amount * lock->seats);
        total += each->amount * lock->seats;
      }
    } else if (each->basis == LDE_CHARGE_SESSION && !option->enrolment) {
      int count = lde_pot_routes(draft, option, lde_pot_bearer(draft, each), first->period, routes);
      for (int r = 0; r < count; r++)
        adjust(build, first, routes[r].pot,
               -llround(routes[r].share * (double)each->amount) * first->sessions);
      total += each->amount * first->sessions;
    }
  }
  return total;
}

static void adjust_line(lde_build *build, const lde_draft_lock *lock)
{
  lde_dataset *ds = build->draft->ds;
  const lde_table *lines = lde_dataset_table(ds, LDE_E(plan_line));
  const lde_entity *entity = lde_schema_entity(ds->schema, LDE_E(funding));
  lde_rows fundings = lde_dataset_inverse(ds, &entity->fields[LDE_F(funding, plan_line)],
                                          LDE_E(plan_line), lock->line);
  bool written = lde_has(ds, plan_line, cost, lock->line) &&
                 !lde_table_is_derived(lines, LDE_F(plan_line, cost), lock->line);
  int64_t cost = lde_get(ds, plan_line, cost, lock->line), computed;
  int32_t budget = lde_get_row(ds, plan_line, budget, lock->line);
  int pot = LDE_POT_FREE;

  if (!written && !fundings.count && budget == LDE_NO_ROW)
    return;
  computed = take_computed(build, lock);
  if (!written)
    cost = computed;
  for (size_t i = 0; i < fundings.count; i++) {
    int64_t amount = lde_get(ds, funding, amount, fundings.rows[i]);
    pot = pot_of_budget(build->draft, lde_get_row(ds, funding, budget, fundings.rows[i]));
    adjust(build, lock, pot, amount);
    cost -= amount;
  }
  if (budget != LDE_NO_ROW)
    pot = pot_of_budget(build->draft, budget);
  else if (!fundings.count)
    pot = lde_pot_find(build->draft, (int)LDE_CHOICE_OF(bearer, central), LDE_NO_ROW,
                       build->draft->options.data[lock->option].main_need,
                       &build->draft->options.data[lock->option], lock->period);
  adjust(build, lock, pot, cost);
}

/* ---- rows ---- */

static bool is_row_period(const lde_draft *draft, const lde_pot *pot, int t)
{
  if (t + 1 == draft->periods)
    return true;
  return pot->strict ? lde_pot_budget(pot, draft, t) != lde_pot_budget(pot, draft, t + 1)
                     : lde_pot_limit(draft, pot, t) != lde_pot_limit(draft, pot, t + 1);
}

int lde_pot_row_period(const lde_draft *draft, int pot, int period)
{
  while (period + 1 < draft->periods && (pot < 0 || !is_row_period(draft, &draft->pots->pots.data[pot], period)))
    period++;
  return period;
}

static bool counts_at(const lde_draft *draft, const lde_pot *pot, int period, int t)
{
  return period <= t &&
         (!pot->strict || lde_pot_budget(pot, draft, period) == lde_pot_budget(pot, draft, t));
}

static bool is_below(const lde_draft *draft, int pot, int above)
{
  while (pot >= 0 && pot != above)
    pot = draft->pots->pots.data[pot].parent;
  return pot == above;
}

static void emit_row(lde_build *build, const charges *all, const int32_t *order, size_t count, int pot,
                     int t, int64_t limit, const char *name)
{
  lde_draft *draft = build->draft;
  const lde_pot *each = pot >= 0 ? &draft->pots->pots.data[pot] : NULL;
  int64_t locked = 0, adjusted = 0;
  int32_t row;

  for (size_t i = 0; i < build->adjusts.len; i++) {
    const lde_build_adjust *own = &build->adjusts.data[i];
    if (own->period <= t && (each ? own->pot >= 0 && is_below(draft, own->pot, pot) : own->pot == pot))
      adjusted += own->amount;
  }
  for (size_t i = 0; i < count; i++) {
    const charge_entry *entry = &all->list.data[order[i]];
    if (!each || counts_at(draft, each, entry->period, t))
      locked += entry->amount * entry->locked;
  }
  limit -= adjusted;
  if (locked > limit) {
    lde_draft_note(draft, LDE_TR(draft->ds->language, "locked lines take more than %s holds; it counts as used up",
                                 "vaste regels nemen meer dan %s bevat; het geldt als op"),
                   name);
    limit = locked;
  }
  row = lde_build_row_add(build, (lde_build_row){.kind = LDE_ROW_BUDGET, .name = name, .pot = pot, .period = t, .divisor = 1},
                          -LDE_ROW_FREE, limit, LDE_ROW_HARD);
  for (size_t i = 0; i < count; i++) {
    const charge_entry *entry = &all->list.data[order[i]];
    if (!each || counts_at(draft, each, entry->period, t))
      lde_problem_entry(&build->problem, row, entry->var, entry->amount);
  }
}

/* What the pots that count as one hold together. */
static int64_t limit_of(const lde_draft *draft, int pot, int t)
{
  const lde_pots *pots = draft->pots;
  int64_t sum = 0;

  if (!pots->joint)
    return lde_pot_limit(draft, &pots->pots.data[pot], t);
  for (size_t i = 0; i < pots->pots.len; i++)
    if (pots->joint[i] == pot)
      sum += lde_pot_limit(draft, &pots->pots.data[i], t);
  return sum;
}

static void emit_pot(lde_build *build, const charges *all, const int32_t *order, size_t count, int pot)
{
  lde_draft *draft = build->draft;
  const lde_pot *each = &draft->pots->pots.data[pot];

  if (!each->restrictive || lde_pot_joint(draft, pot) != pot)
    return;
  for (int t = 0; t < draft->periods; t++) {
    int32_t budget = lde_pot_budget(each, draft, t);
    const char *name;
    if (budget == LDE_NO_ROW || !is_row_period(draft, each, t))
      continue;
    name = lde_arena_printf(&draft->arena, "budgets:%s", lde_draft_id(draft, LDE_E(budget), budget));
    if (!lde_offer_spec_is_dropped(draft->spec, name))
      emit_row(build, all, order, count, pot, t, limit_of(draft, pot, t), name);
  }
}

/* Central costs without a central budget: what the unit budgets together leave. */
static void emit_units(lde_build *build, const charges *all)
{
  lde_draft *draft = build->draft;
  charges shared = {0};
  LDE_VEC(int32_t) order = {0};
  int64_t limit = 0;
  bool any = false;

  for (size_t i = 0; i < draft->pots->pots.len; i++)
    if (draft->pots->pots.data[i].parent < 0)
      limit += lde_pot_limit(draft, &draft->pots->pots.data[i], draft->periods - 1);
  for (size_t i = 0; i < all->list.len; i++) {
    const charge_entry *entry = &all->list.data[i];
    if (entry->pot != LDE_POT_UNITS && draft->pots->pots.data[entry->pot].parent >= 0)
      continue; /* counted in the pot above */
    any = any || entry->pot == LDE_POT_UNITS;
    lde_vec_push(&order, (int32_t)shared.list.len);
    lde_vec_push(&shared.list, *entry);
  }
  if (any)
    emit_row(build, &shared, order.data, order.len, LDE_POT_UNITS, draft->periods - 1, limit,
             "budgets:central");
  lde_vec_free(&shared.list);
  lde_vec_free(&order);
}

/* What funds pay counts in their own budgets, and in those that they relieve. */
static void relieve(lde_build *build, charges *all)
{
  lde_build_subsidies(build, all->eligible.data, all->eligible.len);
  for (size_t i = 0; i < build->subsidies.len; i++) {
    const lde_build_subsidy *each = &build->subsidies.data[i];
    int own = build->draft->funds.data[each->fund].pot;
    charge(build, all, LDE_AUX(each->aux), each->pot, each->period, -1, 0);
    if (own >= 0)
      charge(build, all, LDE_AUX(each->aux), own, each->period, 1, 0);
  }
  lde_vec_free(&all->eligible);
}

void lde_build_budgets(lde_build *build)
{
  lde_draft *draft = build->draft;
  charges all = {0};
  size_t pots = draft->pots->pots.len;
  int32_t *start, *order;

  for (size_t i = 0; i < draft->locks.len; i++)
    if (draft->locks.data[i].opens)
      adjust_line(build, &draft->locks.data[i]);
  if (!lde_draft_uses(draft, LDE_BUDGETS))
    return;
  charge_seats(build, &all);
  for (size_t o = 0; o < draft->options.len; o++)
    charge_option(build, &all, (int32_t)o);
  relieve(build, &all);
  start = lde_alloc(pots + 2, sizeof *start);
  order = lde_alloc(all.list.len + 1, sizeof *order);
  for (size_t i = 0; i < all.list.len; i++)
    if (all.list.data[i].pot >= 0)
      start[all.list.data[i].pot + 1]++;
  for (size_t p = 0; p < pots; p++)
    start[p + 1] += start[p];
  for (size_t i = 0; i < all.list.len; i++)
    if (all.list.data[i].pot >= 0)
      order[start[all.list.data[i].pot]++] = (int32_t)i;
  for (size_t p = 0; p < pots; p++)
    emit_pot(build, &all, order + (p ? start[p - 1] : 0), (size_t)(start[p] - (p ? start[p - 1] : 0)),
             (int)p);
  emit_units(build, &all);
  lde_free(start);
  lde_free(order);
  lde_vec_free(&all.list);
}
