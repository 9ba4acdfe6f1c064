/* Derived: costs of offerings, quarter and cost of plan lines, what budgets have planned, committed,
 * spent and left, and how much of the money each provider gets. */
#include "base/date.h"
#include "base/strings.h"
#include "model/derive.h"

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
    sum += lde_get(ds, cost_component, amount, row);
    any = true;
  }
  if (any)
    lde_table_derive(offerings, field, offering, sum);
}

void lde_derive_offerings(lde_dataset *ds)
{
  for (int32_t row = 0; row < lde_count(ds, offering) && lde_count(ds, cost_component); row++) {
    add_components(ds, row, LDE_CHOICE_OF(cost_basis, once), LDE_F(offering, cost_once));
    add_components(ds, row, LDE_CHOICE_OF(cost_basis, per_session), LDE_F(offering, cost_per_session));
    add_components(ds, row, LDE_CHOICE_OF(cost_basis, per_seat), LDE_F(offering, cost_per_seat));
  }
}

/* Quarter of the plan year (its four three-month parts) in which the period lies whole; 0 = none. */
static int quarter_of(lde_dataset *ds, const char *period)
{
  int32_t first, last;

  if (!lde_period_bounds(ds, period, &first, &last))
    return 0;
  for (int quarter = 1; quarter <= 4; quarter++) {
    int32_t from = lde_date_add_months(ds->year_first, (quarter - 1) * 3);
    int32_t to = quarter == 4 ? ds->year_last : lde_date_add_months(ds->year_first, quarter * 3) - 1;
    if (first >= from && last <= to)
      return quarter;
  }
  return (int)(last - first) < 100 ? lde_date_quarter(first) : 0; /* of another year */
}

void lde_derive_plan_lines(lde_dataset *ds)
{
  for (int32_t row = 0; row < lde_count(ds, plan_line); row++) {
    int32_t offering = lde_get_row(ds, plan_line, offering, row);
    int quarter = 0;
    if (lde_has(ds, plan_line, period, row))
      quarter = quarter_of(ds, lde_text_of(ds, plan_line, period, row));
    if (quarter)
      lde_derive(ds, plan_line, quarter, row, quarter);
    if (!lde_has(ds, plan_line, cost, row) && offering != LDE_NO_ROW) {
      int64_t sessions = lde_get(ds, plan_line, sessions_planned, row);
      int64_t seats = lde_get(ds, plan_line, seats_planned, row);
      if (!lde_has(ds, plan_line, seats_planned, row))
        seats = (int64_t)lde_get_list(ds, plan_line, employees, row).count;
      lde_derive(ds, plan_line, cost, row,
                 lde_get(ds, offering, cost_once, offering) +
                     sessions * lde_get(ds, offering, cost_per_session, offering) +
                     seats * lde_get(ds, offering, cost_per_seat, offering));
    }
  }
}

static bool counts(lde_dataset *ds, int32_t line)
{
  int64_t decision = lde_get(ds, plan_line, decision, line);
  return decision == LDE_CHOICE_OF(line_decision, in) ||
         decision == LDE_CHOICE_OF(line_decision, locked_in);
}

/* Adds to the budget and all above it. */
static void add_upwards(lde_dataset *ds, int64_t *sums, int32_t budget, int64_t amount)
{
  for (; budget != LDE_NO_ROW; budget = lde_get_row(ds, budget, parent, budget))
    sums[budget] += amount;
}

void lde_derive_budgets(lde_dataset *ds)
{
  size_t count = (size_t)lde_count(ds, budget);
  int64_t *planned = lde_alloc(count, sizeof *planned);
  int64_t *committed = lde_alloc(count, sizeof *committed);
  int64_t *executed = lde_alloc(count, sizeof *executed);
  int32_t year = lde_strings_put(&ds->strings, ds->year);

  for (int32_t row = 0; row < lde_count(ds, plan_line); row++)
    if (counts(ds, row) && lde_has(ds, plan_line, budget, row))
      add_upwards(ds, planned, lde_get_row(ds, plan_line, budget, row),
                  lde_get(ds, plan_line, cost, row));
  for (int32_t row = 0; row < lde_count(ds, funding); row++) {
    int32_t line = lde_get_row(ds, funding, plan_line, row);
    if (line != LDE_NO_ROW && counts(ds, line))
      add_upwards(ds, planned, lde_get_row(ds, funding, budget, row),
                  lde_get(ds, funding, amount, row));
  }
  for (int32_t row = 0; row < lde_count(ds, commitment); row++)
    add_upwards(ds, committed, lde_get_row(ds, commitment, budget, row),
                lde_get(ds, commitment, amount, row));
  for (int32_t row = 0; row < lde_count(ds, actual); row++)
    add_upwards(ds, executed, lde_get_row(ds, actual, budget, row), lde_get(ds, actual, amount, row));
  for (int32_t row = 0; row < (int32_t)count; row++) {
    lde_derive(ds, budget, planned, row, planned[row]);
    lde_derive(ds, budget, committed, row, committed[row]);
    lde_derive(ds, budget, executed, row, executed[row]);
    lde_derive(ds, budget, left, row,
               lde_get(ds, budget, setup, row) + lde_get(ds, budget, carry_in, row) - planned[row]);
    if (!lde_has(ds, budget, period, row))
      lde_derive(ds, budget, period, row, year);
    if (!lde_has(ds, budget, owner, row))
      lde_derive(ds, budget, owner, row,
                 lde_has(ds, budget, unit, row) ? LDE_CHOICE_OF(bearer, unit)
                                                : LDE_CHOICE_OF(bearer, central));
  }
  for (int32_t row = 0; row < lde_count(ds, annual_plan); row++)
    if (!lde_has(ds, annual_plan, year, row))
      lde_derive(ds, annual_plan, year, row, year);
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
    if (!counts(ds, row) || offering == LDE_NO_ROW)
      continue;
    supplier = lde_get_row(ds, offering, supplier, offering);
    total += lde_get(ds, plan_line, cost, row);
    if (supplier != LDE_NO_ROW)
      money[supplier] += lde_get(ds, plan_line, cost, row);
  }
  for (int32_t row = 0; row < (int32_t)count; row++)
    if (total > 0)
      lde_derive(ds, supplier, dependency_share, row,
                 (int64_t)((double)money[row] / (double)total * 10000 + 0.5));
  lde_free(money);
}
