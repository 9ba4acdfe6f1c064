/* Subsidies: what a fund pays of the eligible cost relieves the budget that would bear it.
 *
 * An option has at most one fund, the one that pays most of its seat, so that nothing is claimed twice.
 * The share that the fund leaves stays with the budget. What it pays is at most its rate of the eligible
 * cost and its maximum, and nothing while the eligible cost is below its minimum. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/integer.h"
#include "offer/subsidies.h"

/* ---- which fund pays for what ---- */

static int64_t rate_of(const lde_dataset *ds, int32_t fund)
{
  lde_rows extra = lde_get_list(ds, fund, surcharges, fund);
  double rate = (double)lde_get(ds, fund, rate, fund) / LDE_RATE_WHOLE, more = 1;

  for (size_t i = 0; i + 2 < extra.count; i += 3)
    if (extra.rows[i + 1] == LDE_MAP_NUMBER)
      more += strtod(lde_strings_get(&ds->strings, extra.rows[i + 2]), NULL);
  rate = rate * more > 1 ? 1 : rate * more;
  return llround(rate * LDE_RATE_WHOLE);
}

/* Periods of the plan whose cost can still be applied for. */
static unsigned open_periods(const lde_draft *draft, int32_t fund)
{
  const lde_dataset *ds = draft->ds;
  unsigned bits = 0;

  if (lde_has(ds, fund, window_to, fund) && lde_get(ds, fund, window_to, fund) < ds->today)
    return 0;
  for (int t = 0; t < draft->periods; t++)
    if (!lde_has(ds, fund, window_from, fund) || lde_get(ds, fund, window_from, fund) <= draft->period_last[t])
      bits |= 1u << t;
  return bits;
}

bool lde_charge_is_eligible(const lde_draft *draft, const lde_draft_option *option, const lde_charge *charge, int period)
{
  const lde_draft_fund *fund = option->fund >= 0 ? &draft->funds.data[option->fund] : NULL;
  lde_rows kinds;

  if (!fund || charge->kind == LDE_CHARGE_PASSED_ON || !(fund->periods >> period & 1) || charge->amount <= 0 ||
      charge->bearer == LDE_CHOICE_OF(bearer, fund) || charge->bearer == LDE_CHOICE_OF(bearer, employee))
    return false;
  kinds = lde_get_list(draft->ds, fund, eligible_kinds, fund->row);
  if (!kinds.count || option->plain_cost)
    return true;
  for (size_t i = 0; i < kinds.count && charge->kind >= 0; i++) {
    const char *text = lde_strings_get(&draft->ds->strings, kinds.rows[i]);
    if (lde_choices_index(lde_choices_find("cost_kind"), text, strlen(text)) == charge->kind)
      return true;
  }
  return false;
}

/* What a fund would pay of a full group of the option. */
static double worth_of(lde_draft *draft, lde_draft_option *option, int fund)
{
  double seats = option->group_max > 0 ? (double)option->group_max : 1, sum = 0;

  option->fund = fund;
  for (int i = 0; i < option->charge_count; i++)
    for (int t = 0; t < draft->periods; t++)
      if (lde_charge_is_eligible(draft, option, &option->charges[i], t)) {
        sum += (double)option->charges[i].amount * (option->charges[i].basis == LDE_CHARGE_SEAT ? seats : 1);
        break;
      }
  return sum * (double)draft->funds.data[fund].rate;
}

static int compare_funds(const void *a, const void *b)
{
  const lde_draft_fund *x = a, *y = b;
  return strcmp(x->id, y->id);
}

void lde_draft_subsidies(lde_draft *draft)
{
  lde_dataset *ds = draft->ds;

  for (size_t o = 0; o < draft->options.len; o++)
    draft->options.data[o].fund = -1;
  for (int32_t row = 0; lde_draft_uses(draft, LDE_SUBSIDIES) && row < lde_count(ds, fund); row++) {
    lde_draft_fund fund = {.row = row,
                           .id = lde_draft_id(draft, LDE_E(fund), row),
                           .rate = rate_of(ds, row),
                           .cap = lde_has(ds, fund, cap, row) ? lde_get(ds, fund, cap, row) : -1,
                           .least = lde_get(ds, fund, cost_min, row),
                           .periods = open_periods(draft, row),
                           .pot = -1};
    if (fund.rate > 0 && fund.cap != 0 && fund.periods)
      lde_vec_push(&draft->funds, fund);
  }
  if (draft->funds.len)
    qsort(draft->funds.data, draft->funds.len, sizeof *draft->funds.data, compare_funds);
  for (size_t f = 0; f < draft->funds.len; f++)
    for (size_t p = 0; p < draft->pots->pots.len; p++)
      if (draft->pots->pots.data[p].owner == LDE_CHOICE_OF(bearer, fund) &&
          draft->pots->pots.data[p].fund == draft->funds.data[f].row)
        draft->funds.data[f].pot = (int)p;
  for (size_t o = 0; o < draft->options.len; o++) {
    lde_draft_option *option = &draft->options.data[o];
    double best = 0;
    int chosen = -1;
    for (size_t f = 0; f < draft->funds.len; f++) {
      double worth = worth_of(draft, option, (int)f);
      if (worth > best) {
        best = worth;
        chosen = (int)f;
      }
    }
    option->fund = chosen;
  }
}

/* ---- rows ---- */

static int compare_eligible(const void *a, const void *b)
{
  const lde_eligible *x = a, *y = b;
  if (x->fund != y->fund)
    return x->fund < y->fund ? -1 : 1;
  if (x->pot != y->pot)
    return x->pot < y->pot ? -1 : 1;
  if (x->period != y->period)
    return x->period < y->period ? -1 : 1;
  return (x->order > y->order) - (x->order < y->order);
}

static int64_t most_of(const lde_build *build, lde_var var)
{
  const lde_problem *problem = &build->problem;
  int64_t seats = 0;

  if (var.kind == LDE_VAR_SEATS)
    return problem->columns.data[var.index].upper;
  if (var.kind == LDE_VAR_OPEN)
    return 1;
  if (problem->options.data[var.index].sessions_max[var.period] != LDE_UNLIMITED)
    return problem->options.data[var.index].sessions_max[var.period];
  for (size_t c = 0; c < build->columns.len; c++)
    if (lde_column_option(build, c) == var.index)
      seats += problem->columns.data[c].upper;
  return seats;
}

static int32_t subsidy_row(lde_build *build, const lde_draft_fund *fund, int64_t lower, int64_t upper)
{
  const char *name = lde_arena_printf(&build->draft->arena, "subsidies:%s", fund->id);
  return lde_build_row_add(build, (lde_build_row){.kind = LDE_ROW_SUBSIDY, .name = name, .divisor = 1}, lower, upper,
                           LDE_ROW_HARD);
}

/* What the fund pays for one budget up to one day: at most its rate of the cost. */
static lde_build_subsidy one_subsidy(lde_build *build, const lde_eligible *list, size_t count)
{
  const lde_draft_fund *fund = &build->draft->funds.data[list->fund];
  int64_t divisor = lde_gcd(LDE_RATE_WHOLE, fund->rate), most = 0;
  lde_build_subsidy subsidy = {list->fund, list->pot, list->period, 0};
  int32_t row;

  for (size_t i = 0; i < count; i++)
    most += list[i].amount * most_of(build, list[i].var);
  most = most / LDE_RATE_WHOLE * fund->rate + most % LDE_RATE_WHOLE * fund->rate / LDE_RATE_WHOLE;
  if (fund->cap >= 0 && most > fund->cap)
    most = fund->cap;
  subsidy.aux = lde_problem_aux(&build->problem, (lde_aux){.upper = most, .cost = -1});
  row = subsidy_row(build, fund, -LDE_ROW_FREE, 0);
  lde_problem_entry(&build->problem, row, LDE_AUX(subsidy.aux), LDE_RATE_WHOLE / divisor);
  for (size_t i = 0; i < count; i++)
    lde_problem_entry(&build->problem, row, list[i].var, -(fund->rate / divisor) * list[i].amount);
  return subsidy;
}

/* The limits of the fund as a whole: its maximum, and the cost that it asks at least. */
static void fund_rows(lde_build *build, const lde_eligible *list, size_t count, size_t first)
{
  const lde_draft_fund *fund = &build->draft->funds.data[list->fund];
  lde_problem *problem = &build->problem;
  int64_t most = 0;
  int32_t row, granted = -1;

  for (size_t i = first; i < build->subsidies.len; i++)
    most += problem->auxes.data[build->subsidies.data[i].aux].upper;
  if (fund->cap >= 0 && most > fund->cap)
    most = fund->cap;
  if (fund->least > 0) {
    granted = lde_problem_aux(problem, (lde_aux){.upper = 1});
    row = subsidy_row(build, fund, 0, LDE_ROW_FREE);
    lde_problem_entry(problem, row, LDE_AUX(granted), -fund->least);
    for (size_t i = 0; i < count; i++)
      lde_problem_entry(problem, row, list[i].var, list[i].amount);
  }
  if (granted < 0 && (fund->cap < 0 || build->subsidies.len - first < 2))
    return;
  row = subsidy_row(build, fund, -LDE_ROW_FREE, granted < 0 ? most : 0);
  for (size_t i = first; i < build->subsidies.len; i++)
    lde_problem_entry(problem, row, LDE_AUX(build->subsidies.data[i].aux), 1);
  if (granted >= 0)
    lde_problem_entry(problem, row, LDE_AUX(granted), -most);
}

void lde_build_subsidies(lde_build *build, lde_eligible *list, size_t count)
{
  if (count)
    qsort(list, count, sizeof *list, compare_eligible);
  for (size_t from = 0, to; from < count; from = to) {
    size_t first = build->subsidies.len;
    for (to = from; to < count && list[to].fund == list[from].fund;) {
      size_t start = to;
      while (to < count && list[to].fund == list[start].fund && list[to].pot == list[start].pot &&
             list[to].period == list[start].period)
        to++;
      lde_vec_push(&build->subsidies, one_subsidy(build, &list[start], to - start));
    }
    fund_rows(build, &list[from], to - from, first);
  }
}
