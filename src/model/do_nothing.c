#include "model/do_nothing.h"

#include <stdlib.h>
#include <string.h>

#include "base/integer.h"
#include "model/derived.h"

#define INVERSE(ds, holder, field, target, row)                                                    \
  lde_dataset_inverse((ds), &lde_schema_entity((ds)->schema, LDE_E(holder))->fields[LDE_F(holder, field)], \
                      LDE_E(target), (row))

static int quarter_of_day(const lde_do_nothing *out, int32_t day)
{
  for (int q = 0; q < 4; q++)
    if (day >= out->quarters[q].first && day <= out->quarters[q].last)
      return q;
  return -1;
}

/* ---- certificates ---- */

static bool has_tag(lde_dataset *ds, int32_t employee, int64_t tag)
{
  lde_rows tags = lde_get_list(ds, employee, group_tags, employee);

  for (size_t i = 0; i < tags.count; i++)
    if (tags.rows[i] == tag)
      return true;
  return false;
}

/* Must the employee hold that kind of certificate on the day? */
static bool is_obliged(lde_dataset *ds, int32_t employee, int32_t type, int32_t day)
{
  lde_rows rows = INVERSE(ds, compliance_requirement, credential_type, credential_type, type);

  for (size_t i = 0; i < rows.count; i++) {
    int32_t row = rows.rows[i];
    int32_t role = lde_get_row(ds, compliance_requirement, role, row);
    int32_t unit = lde_get_row(ds, compliance_requirement, unit, row);
    if ((role != LDE_NO_ROW && lde_get_row(ds, employee, role, employee) != role) ||
        (unit != LDE_NO_ROW &&
         !lde_unit_is_within(ds, lde_get_row(ds, employee, unit, employee), unit)) ||
        (lde_has(ds, compliance_requirement, group_tag, row) &&
         !has_tag(ds, employee, lde_get(ds, compliance_requirement, group_tag, row))) ||
        (lde_has(ds, compliance_requirement, from_date, row) &&
         lde_get(ds, compliance_requirement, from_date, row) > day))
      continue;
    return true;
  }
  return false;
}

/* Last day of a certificate; 0 = it does not end. */
static int32_t last_day(lde_dataset *ds, int32_t credential)
{
  return lde_has(ds, credential, expires_on, credential)
             ? (int32_t)lde_get(ds, credential, expires_on, credential)
             : 0;
}

/* Is there another of the same kind and person that lasts longer? */
static bool is_renewed(lde_dataset *ds, int32_t credential)
{
  int32_t type = lde_get_row(ds, credential, credential_type, credential);
  lde_rows all = INVERSE(ds, credential, employee, employee,
                         lde_get_row(ds, credential, employee, credential));
  int32_t end = last_day(ds, credential);

  for (size_t i = 0; i < all.count; i++) {
    int32_t other = all.rows[i], other_end = last_day(ds, other);
    if (other != credential && lde_get_row(ds, credential, credential_type, other) == type &&
        (other_end == 0 || other_end > end || (other_end == end && other > credential)))
      return true;
  }
  return false;
}

static lde_do_nothing_lapse *find_lapse(lde_do_nothing *out, lde_map *known, int32_t type, int32_t unit)
{
  int32_t next = (int32_t)out->lapses.len;
  int32_t at = lde_map_add(known, lde_ref_pack(type, unit), next);

  if (at == next)
    lde_vec_push(&out->lapses, ((lde_do_nothing_lapse){.credential_type = type, .unit = unit}));
  return &out->lapses.data[at];
}

static int compare_lapses(const void *a, const void *b)
{
  const lde_do_nothing_lapse *x = a, *y = b;
  return x->credential_type != y->credential_type
             ? (x->credential_type > y->credential_type) - (x->credential_type < y->credential_type)
             : (x->unit > y->unit) - (x->unit < y->unit);
}

static void count_lapse(lde_do_nothing *out, lde_map *known, lde_dataset *ds, int32_t credential)
{
  int32_t employee = lde_get_row(ds, credential, employee, credential);
  int32_t type = lde_get_row(ds, credential, credential_type, credential);
  int32_t end = last_day(ds, credential);
  int quarter = quarter_of_day(out, end);
  bool obliged = is_obliged(ds, employee, type, end);
  lde_do_nothing_lapse *lapse;

  if (quarter < 0) {
    out->already_invalid += obliged && end < ds->year_first;
    return;
  }
  lapse = find_lapse(out, known, type, lde_get_row(ds, employee, unit, employee));
  lapse->by_quarter[quarter]++;
  lapse->obliged += obliged;
  out->quarters[quarter].lapsing++;
  out->quarters[quarter].obliged += obliged;
  out->lapsing++;
  out->obliged += obliged;
}

static void find_lapses(lde_do_nothing *out, lde_dataset *ds)
{
  lde_map known = {0};

  for (int32_t row = 0; row < lde_count(ds, credential); row++) {
    int32_t employee = lde_get_row(ds, credential, employee, row);
    int32_t end = last_day(ds, row);
    if (!end || end > ds->year_last || employee == LDE_NO_ROW ||
        lde_row_is_superseded(ds, lde_dataset_table(ds, LDE_E(credential)), row) ||
        !lde_employee_is_active(ds, employee, end > ds->year_first ? end : ds->year_first,
                                end > ds->year_first ? end : ds->year_first) ||
        is_renewed(ds, row))
      continue;
    count_lapse(out, &known, ds, row);
  }
  lde_map_free(&known);
  if (out->lapses.len)
    qsort(out->lapses.data, out->lapses.len, sizeof *out->lapses.data, compare_lapses);
  for (int q = 0; q < 4; q++)
    out->quarters[q].invalid =
        out->quarters[q].obliged + (q ? out->quarters[q - 1].invalid : out->already_invalid);
}

/* ---- gaps ---- */

static void find_gaps(lde_do_nothing *out, lde_dataset *ds)
{
  size_t units = (size_t)lde_count(ds, unit);
  lde_do_nothing_unit *sums = lde_alloc(units + 1, sizeof *sums);
  unsigned char *seen = lde_alloc((size_t)lde_count(ds, employee) + 1, 1);

  for (int32_t row = 0; row < lde_count(ds, gap); row++) {
    int32_t employee = lde_get_row(ds, gap, employee, row), unit = lde_get_row(ds, gap, unit, row);
    int64_t gap = lde_get(ds, gap, gap, row);
    int64_t weight = lde_has(ds, gap, weight, row) ? lde_get(ds, gap, weight, row) : 1000000;
    int64_t criticality = lde_has(ds, gap, criticality, row) ? lde_get(ds, gap, criticality, row) : 1;
    lde_do_nothing_unit *sum = &sums[unit == LDE_NO_ROW ? units : (size_t)unit];
    int quarter = lde_has(ds, gap, by_date, row)
                      ? quarter_of_day(out, (int32_t)lde_get(ds, gap, by_date, row))
                      : -1;
    sum->people += !(seen[employee] & 1);
    sum->people_short += gap > 0 && !(seen[employee] & 2);
    seen[employee] = (unsigned char)(seen[employee] | 1 | (gap > 0 ? 2 : 0));
    sum->unknown += !lde_has(ds, gap, current, row);
    sum->levels += gap;
    sum->weighted = lde_add_capped(
        sum->weighted, lde_multiply_capped(lde_multiply_capped(gap, weight), criticality));
    if (quarter >= 0 && gap > 0) {
      out->quarters[quarter].levels_due++;
      sum->levels_due[quarter]++;
    }
  }
  for (size_t i = 0; i <= units; i++) {
    sums[i].unit = i == units ? LDE_NO_ROW : (int32_t)i;
    out->people_short += sums[i].people_short;
    out->levels += sums[i].levels;
    if (sums[i].people_short || sums[i].unknown)
      lde_vec_push(&out->units, sums[i]);
  }
  lde_free(seen);
  lde_free(sums);
}

/* ---- needs, goals, KPIs ---- */

static bool is_open(lde_dataset *ds, int32_t need)
{
  int64_t status = lde_get(ds, need, status, need);

  return status != LDE_CHOICE_OF(need_status, met) && status != LDE_CHOICE_OF(need_status, rejected) &&
         !(lde_has(ds, need, remedy_is_learning, need) &&
           lde_get(ds, need, remedy_is_learning, need) == LDE_CHOICE_OF(learning_remedy, no));
}

static int64_t people_of(lde_dataset *ds, int32_t need)
{
  int32_t *people = NULL;
  size_t count;

  if (lde_has(ds, need, heads, need))
    return lde_get(ds, need, heads, need);
  count = lde_need_people(ds, need, &people);
  lde_free(people);
  return (int64_t)count;
}

static void find_needs(lde_do_nothing *out, lde_dataset *ds)
{
  size_t goals = (size_t)lde_count(ds, goal);
  lde_do_nothing_goal *sums = lde_alloc(goals + 1, sizeof *sums);

  for (int32_t need = 0; need < lde_count(ds, need); need++) {
    lde_goal_share *shares = NULL;
    int64_t people;
    size_t count;
    int quarter;
    if (!is_open(ds, need))
      continue;
    people = people_of(ds, need);
    quarter = lde_has(ds, need, deadline, need)
                  ? quarter_of_day(out, (int32_t)lde_get(ds, need, deadline, need))
                  : -1;
    if (quarter >= 0) {
      out->quarters[quarter].needs_due++;
      out->quarters[quarter].people_due += people;
    }
    count = lde_need_goals(ds, need, &shares);
    for (size_t i = 0; i < count; i++) {
      sums[shares[i].goal].needs++;
      sums[shares[i].goal].people += people;
      if (quarter >= 0)
        sums[shares[i].goal].needs_due[quarter]++;
    }
    lde_free(shares);
  }
  for (size_t i = 0; i < goals; i++) {
    sums[i].goal = (int32_t)i;
    if (sums[i].needs && lde_get(ds, goal, status, (int32_t)i) == LDE_CHOICE_OF(goal_status, active))
      lde_vec_push(&out->goals, sums[i]);
  }
  lde_free(sums);
}

int32_t lde_kpi_latest(lde_dataset *ds, int32_t kpi)
{
  lde_rows rows = INVERSE(ds, kpi_measurement, kpi, kpi, kpi);
  const lde_table *table = lde_dataset_table(ds, LDE_E(kpi_measurement));
  int32_t latest = LDE_NO_ROW;

  for (size_t i = 0; i < rows.count; i++) {
    int32_t row = rows.rows[i];
    int64_t date = lde_get(ds, kpi_measurement, date, row);
    if (date > ds->today || lde_has(ds, kpi_measurement, unit, row) ||
        lde_row_is_superseded(ds, table, row))
      continue;
    if (latest == LDE_NO_ROW || date >= lde_get(ds, kpi_measurement, date, latest))
      latest = row;
  }
  return latest;
}

bool lde_kpi_is_reached(const lde_dataset *ds, int32_t kpi, int64_t value)
{
  int64_t target = lde_get(ds, kpi, target_value, kpi), margin = lde_get(ds, kpi, tolerance, kpi);

  if (!lde_has(ds, kpi, target_value, kpi))
    return false;
  if (lde_get(ds, kpi, direction, kpi) == LDE_CHOICE_OF(kpi_direction, down))
    return value <= target;
  if (lde_get(ds, kpi, direction, kpi) == LDE_CHOICE_OF(kpi_direction, keep))
    return value >= target - margin && value <= target + margin;
  return value >= target;
}

static void find_kpis(lde_do_nothing *out, lde_dataset *ds)
{
  for (size_t g = 0; g < out->goals.len; g++) {
    lde_rows kpis = INVERSE(ds, kpi, goal, goal, out->goals.data[g].goal);
    for (size_t i = 0; i < kpis.count; i++) {
      lde_do_nothing_kpi kpi = {.kpi = kpis.rows[i], .goal = out->goals.data[g].goal};
      int32_t latest = lde_kpi_latest(ds, kpi.kpi);
      int quarter;
      kpi.has_value = latest != LDE_NO_ROW;
      kpi.value = kpi.has_value ? lde_get(ds, kpi_measurement, value, latest) : 0;
      kpi.due = (int32_t)lde_get(ds, kpi, target_date, kpi.kpi);
      if (kpi.has_value && lde_kpi_is_reached(ds, kpi.kpi, kpi.value))
        continue;
      quarter = kpi.due ? quarter_of_day(out, kpi.due) : -1;
      if (quarter >= 0)
        out->quarters[quarter].kpis_due++;
      lde_vec_push(&out->kpis, kpi);
    }
  }
}

/* ---- money ---- */

/* What a budget has per quarter: a part of the year all of it in its last quarter, else evenly, the
 * last quarter taking what does not divide. */
static void add_unused(lde_do_nothing *out, lde_dataset *ds, int32_t budget, int64_t unused)
{
  int32_t first = ds->year_first, last = ds->year_last;
  int from, to;

  lde_period_bounds(ds, lde_text_of(ds, budget, period, budget), &first, &last);
  from = quarter_of_day(out, first > ds->year_first ? first : ds->year_first);
  to = quarter_of_day(out, last < ds->year_last ? last : ds->year_last);
  if (from < 0 || to < from)
    return;
  for (int q = from; q < 4; q++) {
    int64_t part = q >= to ? unused : unused / (to - from + 1) * (q - from + 1);
    out->quarters[q].unused = lde_add_capped(out->quarters[q].unused, part);
  }
}

static void find_money(lde_do_nothing *out, lde_dataset *ds)
{
  const lde_table *budgets = lde_dataset_table(ds, LDE_E(budget));

  for (int32_t row = 0; row < lde_count(ds, budget); row++) {
    int32_t first = ds->year_first, last = ds->year_last;
    int64_t available = lde_add_capped(lde_get(ds, budget, setup, row), lde_get(ds, budget, carry_in, row));
    int64_t unused = available - lde_get(ds, budget, executed, row);
    lde_period_bounds(ds, lde_text_of(ds, budget, period, row), &first, &last);
    if (lde_row_is_superseded(ds, budgets, row) || lde_get_row(ds, budget, parent, row) != LDE_NO_ROW ||
        first > ds->year_last || last < ds->year_first)
      continue;
    out->available = lde_add_capped(out->available, available);
    out->unused = lde_add_capped(out->unused, unused);
    add_unused(out, ds, row, unused);
  }
}

void lde_do_nothing_find(lde_do_nothing *out, lde_dataset *ds)
{
  memset(out, 0, sizeof *out);
  for (int q = 0; q < 4; q++)
    lde_quarter_bounds(ds, q + 1, &out->quarters[q].first, &out->quarters[q].last);
  find_lapses(out, ds);
  find_gaps(out, ds);
  find_needs(out, ds);
  find_kpis(out, ds);
  find_money(out, ds);
}

void lde_do_nothing_free(lde_do_nothing *nothing)
{
  lde_vec_free(&nothing->lapses);
  lde_vec_free(&nothing->units);
  lde_vec_free(&nothing->goals);
  lde_vec_free(&nothing->kpis);
}
