/* Derived: costs of offerings, quarter and cost of plan lines, what budgets have planned, committed,
 * spent and left, and how much of the money each provider gets. */
#include <string.h>

#include "base/date.h"
#include "base/integer.h"
#include "base/strings.h"
#include "model/derive.h"
#include "model/derived.h"

/* Adds the components of one basis that are in force to what is written on the offering. */
static void add_components(lde_dataset *ds, int32_t offering, int64_t basis, int field)
{
  const lde_entity *entity = lde_schema_entity(ds->schema, LDE_E(cost_component));
  lde_table *offerings = lde_dataset_table(ds, LDE_E(offering));
  lde_rows rows = lde_dataset_inverse(ds, &entity->fields[LDE_F(cost_component, offering)],
                                      LDE_E(offering), offering);
  int32_t day = ds->today > ds->year_first ? ds->today : ds->year_first;
  int64_t sum = lde_table_get(offerings, field, offering);
  bool any = false;

  if (lde_table_is_derived(offerings, field, offering)) /* done before, in an earlier derive */
    return;
  for (size_t i = 0; i < rows.count; i++) {
    int32_t row = rows.rows[i];
    if (lde_get(ds, cost_component, basis, row) != basis ||
        (lde_has(ds, cost_component, valid_from, row) &&
         lde_get(ds, cost_component, valid_from, row) > day) ||
        (lde_has(ds, cost_component, valid_to, row) && lde_get(ds, cost_component, valid_to, row) < day))
      continue;
    sum = lde_add_capped(sum, lde_get(ds, cost_component, amount, row));
    any = true;
  }
  if (any)
    lde_table_derive(offerings, field, offering, sum);
}

/* Who pays a component when nobody is written: what rises with the seats is the unit's. */
static void fill_bearers(lde_dataset *ds)
{
  for (int32_t row = 0; row < lde_count(ds, cost_component); row++) {
    int64_t basis = lde_get(ds, cost_component, basis, row);
    bool by_seat = basis == LDE_CHOICE_OF(cost_basis, per_seat) ||
                   basis == LDE_CHOICE_OF(cost_basis, per_hour);
    if (!lde_has(ds, cost_component, bearer, row))
      lde_derive(ds, cost_component, bearer, row,
                 by_seat ? LDE_CHOICE_OF(bearer, unit) : LDE_CHOICE_OF(bearer, central));
  }
}

void lde_derive_offerings(lde_dataset *ds)
{
  fill_bearers(ds);
  for (int32_t row = 0; row < lde_count(ds, offering) && lde_count(ds, cost_component); row++) {
    add_components(ds, row, LDE_CHOICE_OF(cost_basis, once), LDE_F(offering, cost_once));
    add_components(ds, row, LDE_CHOICE_OF(cost_basis, per_session), LDE_F(offering, cost_per_session));
    add_components(ds, row, LDE_CHOICE_OF(cost_basis, per_seat), LDE_F(offering, cost_per_seat));
  }
}

/* Plan lines */

/* The plan of the plan year: of the whole organisation, no scenario, and of several one in force. */
static int32_t plan_of_year(lde_dataset *ds, int32_t year)
{
  int32_t found = LDE_NO_ROW;

  for (int32_t row = 0; row < lde_count(ds, annual_plan); row++) {
    int64_t status = lde_get(ds, annual_plan, status, row);
    bool in_force = lde_has(ds, annual_plan, status, row) &&
                    (status == LDE_CHOICE_OF(annual_plan_status, approved) ||
                     status == LDE_CHOICE_OF(annual_plan_status, running));
    if (lde_get(ds, annual_plan, year, row) != year || lde_has(ds, annual_plan, unit, row) ||
        lde_has(ds, annual_plan, scenario, row))
      continue;
    if (in_force)
      return row;
    if (found == LDE_NO_ROW)
      found = row;
  }
  return found;
}

/* The quarters that are written as children of a written plan year, in order of time. */
static size_t written_quarters(lde_dataset *ds, int32_t *rows, size_t most)
{
  int32_t year = lde_row_find(ds, lde_dataset_table(ds, LDE_E(period)), ds->year, strlen(ds->year));
  size_t count = 0;

  for (int32_t row = 0; year != LDE_NO_ROW && row < lde_count(ds, period); row++) {
    size_t at = count;
    if (lde_get_row(ds, period, parent, row) != year || !lde_has(ds, period, kind, row) ||
        lde_get(ds, period, kind, row) != LDE_CHOICE_OF(period_kind, quarter))
      continue;
    if (count == most)
      return 0;
    for (count++; at > 0 && lde_get(ds, period, starts_on, rows[at - 1]) >
                                lde_get(ds, period, starts_on, row); at--)
      rows[at] = rows[at - 1];
    rows[at] = row;
  }
  return count;
}

void lde_quarter_bounds(lde_dataset *ds, int quarter, int32_t *first, int32_t *last)
{
  int32_t rows[4];

  if (written_quarters(ds, rows, 4) == 4) {
    *first = (int32_t)lde_get(ds, period, starts_on, rows[quarter - 1]);
    *last = (int32_t)lde_get(ds, period, ends_on, rows[quarter - 1]);
    return;
  }
  *first = lde_date_add_months(ds->year_first, (quarter - 1) * 3);
  *last = quarter == 4 ? ds->year_last : lde_date_add_months(ds->year_first, quarter * 3) - 1;
}

enum { LONGEST_QUARTER = 100 }; /* days; a period that is longer than this and a quarter has none */

/* The quarter of the plan year in which the period begins, or the calendar's outside that year; 0 = none. */
static int quarter_of(lde_dataset *ds, const char *period)
{
  int32_t first, last, from, to;

  if (!lde_period_bounds(ds, period, &first, &last))
    return 0;
  for (int quarter = 1; quarter <= 4; quarter++) {
    lde_quarter_bounds(ds, quarter, &from, &to);
    if (first >= from && first <= to && (last <= to || last - first < LONGEST_QUARTER))
      return quarter;
  }
  return last - first < LONGEST_QUARTER ? lde_date_quarter(first) : 0;
}

static int64_t cost_of(lde_dataset *ds, int32_t line, int32_t offering)
{
  int64_t sessions = lde_get(ds, plan_line, sessions_planned, line);
  int64_t seats = lde_get(ds, plan_line, seats_planned, line), cost;

  if (!lde_has(ds, plan_line, seats_planned, line))
    seats = (int64_t)lde_get_list(ds, plan_line, employees, line).count;
  cost = lde_add_capped(lde_get(ds, offering, cost_once, offering),
                        lde_multiply_capped(sessions, lde_get(ds, offering, cost_per_session, offering)));
  return lde_add_capped(cost, lde_multiply_capped(seats, lde_get(ds, offering, cost_per_seat, offering)));
}

void lde_derive_plan_lines(lde_dataset *ds)
{
  int32_t year = lde_strings_put(&ds->strings, ds->year), plan;

  for (int32_t row = 0; row < lde_count(ds, annual_plan); row++)
    if (!lde_has(ds, annual_plan, year, row))
      lde_derive(ds, annual_plan, year, row, year);
  plan = plan_of_year(ds, year);
  for (int32_t row = 0; row < lde_count(ds, plan_line); row++) {
    int32_t offering = lde_get_row(ds, plan_line, offering, row);
    int quarter = 0;
    if (plan != LDE_NO_ROW && lde_is_open(ds, plan_line, annual_plan, row))
      lde_derive(ds, plan_line, annual_plan, row, plan);
    if (lde_has(ds, plan_line, period, row))
      quarter = quarter_of(ds, lde_text_of(ds, plan_line, period, row));
    if (quarter)
      lde_derive(ds, plan_line, quarter, row, quarter);
    if (offering != LDE_NO_ROW && lde_is_open(ds, plan_line, cost, row))
      lde_derive(ds, plan_line, cost, row, cost_of(ds, row, offering));
  }
}

/* Budgets */

/* Adds to the budget and all above it; what a corrected budget pays, its correction pays. */
static void add_upwards(lde_dataset *ds, int64_t *sums, int32_t budget, int64_t amount)
{
  const lde_table *budgets = lde_dataset_table(ds, LDE_E(budget));

  while (budget != LDE_NO_ROW) {
    budget = lde_row_newest(ds, budgets, budget);
    sums[budget] = lde_add_capped(sums[budget], amount);
    budget = lde_get_row(ds, budget, parent, budget);
  }
}

/* From the budgets of its fundings; without these from the one that pays all of it. */
static void add_lines(lde_dataset *ds, int64_t *planned)
{
  const lde_entity *entity = lde_schema_entity(ds->schema, LDE_E(funding));

  for (int32_t line = 0; line < lde_count(ds, plan_line); line++) {
    lde_rows parts = lde_dataset_inverse(ds, &entity->fields[LDE_F(funding, plan_line)],
                                         LDE_E(plan_line), line);
    if (!lde_line_is_in(ds, line))
      continue;
    for (size_t i = 0; i < parts.count; i++)
      add_upwards(ds, planned, lde_get_row(ds, funding, budget, parts.rows[i]),
                  lde_get(ds, funding, amount, parts.rows[i]));
    if (!parts.count)
      add_upwards(ds, planned, lde_get_row(ds, plan_line, budget, line),
                  lde_get(ds, plan_line, cost, line));
  }
}

static void fill_in(lde_dataset *ds, int32_t row, int32_t year)
{
  if (!lde_has(ds, budget, period, row))
    lde_derive(ds, budget, period, row, year);
  if (!lde_has(ds, budget, owner, row))
    lde_derive(ds, budget, owner, row,
               lde_has(ds, budget, unit, row) ? LDE_CHOICE_OF(bearer, unit)
                                              : LDE_CHOICE_OF(bearer, central));
}

/* A budget that was corrected has no amounts of its own: they would count twice. */
void lde_derive_budgets(lde_dataset *ds)
{
  const lde_table *budgets = lde_dataset_table(ds, LDE_E(budget));
  size_t count = (size_t)lde_count(ds, budget);
  int64_t *planned = lde_alloc(count, sizeof *planned);
  int64_t *committed = lde_alloc(count, sizeof *committed);
  int64_t *executed = lde_alloc(count, sizeof *executed);
  int32_t year = lde_strings_put(&ds->strings, ds->year);

  add_lines(ds, planned);
  for (int32_t row = 0; row < lde_count(ds, commitment); row++)
    add_upwards(ds, committed, lde_get_row(ds, commitment, budget, row),
                lde_get(ds, commitment, amount, row));
  for (int32_t row = 0; row < lde_count(ds, actual); row++)
    add_upwards(ds, executed, lde_get_row(ds, actual, budget, row), lde_get(ds, actual, amount, row));
  for (int32_t row = 0; row < (int32_t)count; row++) {
    int64_t all = lde_add_capped(lde_get(ds, budget, setup, row), lde_get(ds, budget, carry_in, row));
    fill_in(ds, row, year);
    if (lde_row_is_superseded(ds, budgets, row))
      continue;
    lde_derive(ds, budget, planned, row, planned[row]);
    lde_derive(ds, budget, committed, row, committed[row]);
    lde_derive(ds, budget, executed, row, executed[row]);
    lde_derive(ds, budget, left, row, lde_subtract_capped(all, planned[row]));
  }
  lde_free(planned);
  lde_free(committed);
  lde_free(executed);
}

void lde_derive_suppliers(lde_dataset *ds)
{
  size_t count = (size_t)lde_count(ds, supplier);
  int64_t *money = lde_alloc(count, sizeof *money), total = 0;

  for (int32_t row = 0; row < lde_count(ds, plan_line); row++) {
    int32_t offering = lde_get_row(ds, plan_line, offering, row), supplier;
    if (!lde_line_is_in(ds, row) || offering == LDE_NO_ROW)
      continue;
    supplier = lde_get_row(ds, offering, supplier, offering);
    total = lde_add_capped(total, lde_get(ds, plan_line, cost, row));
    if (supplier != LDE_NO_ROW)
      money[supplier] = lde_add_capped(money[supplier], lde_get(ds, plan_line, cost, row));
  }
  for (int32_t row = 0; row < (int32_t)count; row++)
    if (total > 0)
      lde_derive(ds, supplier, dependency_share, row,
                 lde_ratio(money[row], total, 10000));
  lde_free(money);
}
