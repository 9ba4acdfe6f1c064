/* Derived: unit paths, current levels (with the merge rule) and gaps. */
#include <stdlib.h>
#include <string.h>

#include "model/derive.h"
#include "model/derived.h"

bool lde_employee_is_active(const lde_dataset *ds, int32_t employee, int32_t first, int32_t last)
{
  if (lde_has(ds, employee, status, employee) &&
      lde_get(ds, employee, status, employee) == LDE_CHOICE_OF(employee_status, left))
    return false;
  return (!lde_has(ds, employee, contract_from, employee) ||
          lde_get(ds, employee, contract_from, employee) <= last) &&
         (!lde_has(ds, employee, contract_to, employee) ||
          lde_get(ds, employee, contract_to, employee) >= first);
}

bool lde_unit_is_within(const lde_dataset *ds, int32_t unit, int32_t ancestor)
{
  while (unit != LDE_NO_ROW && unit != ancestor)
    unit = lde_get_row(ds, unit, parent, unit);
  return unit == ancestor;
}

void lde_derive_units(lde_dataset *ds)
{
  lde_table *units = lde_dataset_table(ds, LDE_E(unit));
  lde_buffer path = {0}, part = {0};

  for (int32_t row = 0; row < lde_table_count(units); row++) {
    lde_buffer_truncate(&path, 0);
    for (int32_t at = row; at != LDE_NO_ROW; at = lde_get_row(ds, unit, parent, at)) {
      lde_buffer_truncate(&part, 0);
      lde_row_id(ds, units, at, &part);
      if (at != row) {
        lde_buffer_putc(&part, '/');
        lde_buffer_append(&part, path.data, path.len);
      }
      lde_buffer_truncate(&path, 0);
      lde_buffer_append(&path, part.data, part.len);
    }
    lde_derive(ds, unit, path, row, lde_strings_intern(&ds->strings, path.data, path.len));
  }
  lde_buffer_free(&path);
  lde_buffer_free(&part);
}

/* Compares ids with runs of digits as numbers: b2 before b10. */
static int compare_ids(const char *a, const char *b)
{
  while (*a && *b) {
    if (*a >= '0' && *a <= '9' && *b >= '0' && *b <= '9') {
      size_t la, lb;
      int order;
      a += strspn(a, "0");
      b += strspn(b, "0");
      la = strspn(a, "0123456789");
      lb = strspn(b, "0123456789");
      if (la != lb)
        return la < lb ? -1 : 1;
      order = strncmp(a, b, la);
      if (order)
        return order;
      a += la;
      b += lb;
    } else if (*a != *b) {
      return (unsigned char)*a < (unsigned char)*b ? -1 : 1;
    } else {
      a++;
      b++;
    }
  }
  return (*a != '\0') - (*b != '\0');
}

/* Newest first; on one date the highest id first. */
static int compare_assessments(lde_dataset *ds, int32_t a, int32_t b)
{
  const lde_table *table = lde_dataset_table(ds, LDE_E(assessment));
  int64_t da = lde_get(ds, assessment, date, a), db = lde_get(ds, assessment, date, b);
  lde_buffer ia = {0}, ib = {0};
  int order;

  if (da != db)
    return da > db ? -1 : 1;
  lde_row_id(ds, table, a, &ia);
  lde_row_id(ds, table, b, &ib);
  order = compare_ids(lde_buffer_text(&ib), lde_buffer_text(&ia));
  lde_buffer_free(&ia);
  lde_buffer_free(&ib);
  return order ? order : (a < b) - (a > b);
}

static void sort_assessments(lde_dataset *ds, int32_t *rows, size_t count)
{
  for (size_t i = 1; i < count; i++) /* a handful per employee and competency */
    for (size_t j = i; j > 0 && compare_assessments(ds, rows[j - 1], rows[j]) > 0; j--) {
      int32_t swap = rows[j];
      rows[j] = rows[j - 1];
      rows[j - 1] = swap;
    }
}

static int32_t merge_levels(lde_dataset *ds, int32_t *rows, size_t count)
{
  int32_t best = -1;

  sort_assessments(ds, rows, count);
  switch (ds->merge) {
  case LDE_MERGE_HIGHEST:
    for (size_t i = 0; i < count; i++)
      if (lde_get(ds, assessment, level, rows[i]) > best)
        best = (int32_t)lde_get(ds, assessment, level, rows[i]);
    return best;
  case LDE_MERGE_MANAGER_FIRST:
    for (size_t i = 0; i < count; i++)
      if (lde_has(ds, assessment, method, rows[i]) &&
          lde_get(ds, assessment, method, rows[i]) == LDE_CHOICE_OF(assessment_method, manager))
        return (int32_t)lde_get(ds, assessment, level, rows[i]);
    break;
  case LDE_MERGE_CALLBACK:
    return ds->merge_callback(ds->merge_ctx, ds, rows, count);
  case LDE_MERGE_LATEST:
    break;
  }
  return (int32_t)lde_get(ds, assessment, level, rows[0]);
}

static bool counts_today(lde_dataset *ds, int32_t row)
{
  return lde_has(ds, assessment, level, row) &&
         lde_get(ds, assessment, date, row) <= ds->today &&
         (!lde_has(ds, assessment, valid_until, row) ||
          lde_get(ds, assessment, valid_until, row) >= ds->today) &&
         lde_get(ds, assessment, status, row) == LDE_CHOICE_OF(assessment_status, final);
}

/* Pairs of competency and assessment of one employee, so that equal competencies come together. */
static int compare_pairs(const void *a, const void *b)
{
  const int32_t *x = a, *y = b;
  return x[0] != y[0] ? (x[0] > y[0]) - (x[0] < y[0]) : (x[1] > y[1]) - (x[1] < y[1]);
}

static void derive_levels_of(lde_dataset *ds, lde_rows assessments, const unsigned char *superseded, int32_t (*pairs)[2], int32_t *group)
{
  lde_table *levels = lde_dataset_table(ds, LDE_E(level));
  size_t count = 0, at = 0;

  for (size_t i = 0; i < assessments.count; i++) {
    int32_t row = assessments.rows[i];
    if (superseded[row] || !counts_today(ds, row))
      continue;
    pairs[count][0] = lde_get_row(ds, assessment, competency, row);
    pairs[count++][1] = row;
  }
  qsort(pairs, count, sizeof *pairs, compare_pairs);
  while (at < count) {
    int32_t competency = pairs[at][0], level, row;
    size_t size = 0;
    for (; at < count && pairs[at][0] == competency; at++)
      group[size++] = pairs[at][1];
    level = merge_levels(ds, group, size);
    if (level < 0)
      continue;
    row = lde_table_add_of(levels, group[0]);
    lde_put(ds, level, level, row, level);
  }
}

static void begin_levels(lde_dataset *ds)
{
  lde_table *levels = lde_dataset_table(ds, LDE_E(level));
  const lde_table *assessments = lde_dataset_table(ds, LDE_E(assessment));

  lde_table_restart(levels, assessments, -1);
  lde_table_repeat(levels, LDE_F(level, employee), assessments, LDE_F(assessment, employee),
                   &levels->original.rows);
  lde_table_repeat(levels, LDE_F(level, competency), assessments, LDE_F(assessment, competency),
                   &levels->original.rows);
  lde_packed_free(&ds->first_level);
}

void lde_derive_levels(lde_dataset *ds)
{
  const lde_entity *entity = lde_schema_entity(ds->schema, LDE_E(assessment));
  const lde_field *by_employee = &entity->fields[LDE_F(assessment, employee)];
  int32_t count = lde_count(ds, assessment), employees = lde_count(ds, employee);
  unsigned char *superseded = lde_alloc((size_t)count, 1);
  int32_t(*pairs)[2] = lde_alloc((size_t)count, sizeof *pairs);
  int32_t *group = lde_alloc((size_t)count, sizeof *group);

  for (int32_t row = 0; row < count; row++) {
    int32_t before = lde_get_row(ds, assessment, supersedes, row);
    if (before >= 0 && lde_get(ds, assessment, status, row) == LDE_CHOICE_OF(assessment_status, final))
      superseded[before] = 1;
  }
  begin_levels(ds);
  for (int32_t employee = 0; count && employee < employees; employee++) {
    lde_packed_put(&ds->first_level, (size_t)employee, lde_count(ds, level));
    derive_levels_of(ds, lde_dataset_inverse(ds, by_employee, LDE_E(employee), employee), superseded,
                     pairs, group);
  }
  lde_packed_put(&ds->first_level, (size_t)employees, lde_count(ds, level));
  lde_free(superseded);
  lde_free(pairs);
  lde_free(group);
}

int32_t lde_current_level(lde_dataset *ds, int32_t employee, int32_t competency)
{
  int32_t row = (int32_t)lde_packed_get(&ds->first_level, (size_t)employee);
  int32_t end = (int32_t)lde_packed_get(&ds->first_level, (size_t)employee + 1);

  for (; row < end; row++)
    if (lde_get_row(ds, level, competency, row) == competency)
      return (int32_t)lde_get(ds, level, level, row);
  return -1;
}

bool lde_row_is_in_force(const lde_dataset *ds, const lde_table *table, int from, int to, int32_t row)
{
  return (!lde_table_has(table, from, row) || lde_table_get(table, from, row) <= ds->today) &&
         (!lde_table_has(table, to, row) || lde_table_get(table, to, row) >= ds->today);
}

/* A current or acting assignment, in force on the run date. */
static bool assignment_counts(const lde_dataset *ds, int32_t row)
{
  const lde_table *table = lde_dataset_table(ds, LDE_E(role_assignment));
  return (!lde_has(ds, role_assignment, kind, row) ||
          lde_get(ds, role_assignment, kind, row) != LDE_CHOICE_OF(assignment_kind, target)) &&
         lde_row_is_in_force(ds, table, LDE_F(role_assignment, valid_from),
                             LDE_F(role_assignment, valid_to), row);
}

static lde_rows assignments_of(lde_dataset *ds, int32_t employee)
{
  const lde_entity *entity = lde_schema_entity(ds->schema, LDE_E(role_assignment));
  return lde_dataset_inverse(ds, &entity->fields[LDE_F(role_assignment, employee)], LDE_E(employee),
                             employee);
}

size_t lde_employee_roles(lde_dataset *ds, int32_t employee, int32_t *roles, size_t most)
{
  lde_rows rows = assignments_of(ds, employee);
  size_t count = 0;

  for (size_t i = 0; i < rows.count && count < most; i++)
    if (assignment_counts(ds, rows.rows[i]))
      roles[count++] = lde_get_row(ds, role_assignment, role, rows.rows[i]);
  if (!rows.count && count < most && lde_has(ds, employee, role, employee))
    roles[count++] = lde_get_row(ds, employee, role, employee);
  return count;
}

/* People of needs */

/* Has the employee the role in the unit? With assignments these decide, each with its own unit or else
 * the employee's; without any the employee's role and unit. LDE_NO_ROW asks nothing. */
static bool works_as(lde_dataset *ds, int32_t employee, int32_t unit, int32_t role)
{
  lde_rows rows = assignments_of(ds, employee);
  int32_t home = lde_get_row(ds, employee, unit, employee);
  bool at_home = unit == LDE_NO_ROW || (home != LDE_NO_ROW && lde_unit_is_within(ds, home, unit));

  if (role == LDE_NO_ROW && at_home)
    return true;
  if (!rows.count)
    return at_home && lde_get_row(ds, employee, role, employee) == role;
  for (size_t i = 0; i < rows.count; i++) {
    int32_t at = lde_get_row(ds, role_assignment, unit, rows.rows[i]);
    if (!assignment_counts(ds, rows.rows[i]) ||
        (role != LDE_NO_ROW && lde_get_row(ds, role_assignment, role, rows.rows[i]) != role))
      continue;
    if (at == LDE_NO_ROW ? at_home : unit == LDE_NO_ROW || lde_unit_is_within(ds, at, unit))
      return true;
  }
  return false;
}

typedef LDE_VEC(int32_t) people;

/* The employees and the assigned ones that refer to a unit or role through these fields. */
static void add_referring(lde_dataset *ds, int of_employee, int of_assignment, int32_t entity,
                          int32_t row, people *found)
{
  const lde_entity *employees = lde_schema_entity(ds->schema, LDE_E(employee));
  const lde_entity *assignments = lde_schema_entity(ds->schema, LDE_E(role_assignment));
  lde_rows rows = lde_dataset_inverse(ds, &employees->fields[of_employee], entity, row);

  for (size_t i = 0; i < rows.count; i++)
    lde_vec_push(found, rows.rows[i]);
  rows = lde_dataset_inverse(ds, &assignments->fields[of_assignment], entity, row);
  for (size_t i = 0; i < rows.count; i++)
    lde_vec_push(found, lde_get_row(ds, role_assignment, employee, rows.rows[i]));
}

/* Who may be meant, some perhaps twice: through the indexes, so that the need of a team does not walk
 * through the whole organisation. */
static void add_candidates(lde_dataset *ds, int32_t unit, int32_t role, people *found)
{
  const lde_entity *units = lde_schema_entity(ds->schema, LDE_E(unit));
  people below = {0};

  if (role != LDE_NO_ROW) {
    add_referring(ds, LDE_F(employee, role), LDE_F(role_assignment, role), LDE_E(role), role, found);
  } else if (unit != LDE_NO_ROW) {
    lde_vec_push(&below, unit);
    for (size_t at = 0; at < below.len; at++) {
      lde_rows children = lde_dataset_inverse(ds, &units->fields[LDE_F(unit, parent)], LDE_E(unit),
                                              below.data[at]);
      for (size_t i = 0; i < children.count; i++)
        lde_vec_push(&below, children.rows[i]);
      add_referring(ds, LDE_F(employee, unit), LDE_F(role_assignment, unit), LDE_E(unit),
                    below.data[at], found);
    }
    lde_vec_free(&below);
  } else {
    for (int32_t row = 0; row < lde_count(ds, employee); row++)
      lde_vec_push(found, row);
  }
}

static int compare_rows(const void *a, const void *b)
{
  const int32_t *x = a, *y = b;
  return (*x > *y) - (*x < *y);
}

size_t lde_need_people(lde_dataset *ds, int32_t need, int32_t **out)
{
  lde_rows named = lde_get_list(ds, need, employees, need);
  int32_t unit = lde_get_row(ds, need, unit, need), role = lde_get_row(ds, need, role, need);
  people found = {0};
  size_t count = 0;

  for (size_t i = 0; i < named.count; i++)
    lde_vec_push(&found, named.rows[i]);
  if (!named.count)
    add_candidates(ds, unit, role, &found);
  if (found.len)
    qsort(found.data, found.len, sizeof *found.data, compare_rows);
  for (size_t i = 0; i < found.len; i++) {
    int32_t row = found.data[i];
    if ((count && found.data[count - 1] == row) ||
        (!named.count && !(lde_employee_is_active(ds, row, ds->today, ds->today) &&
                           works_as(ds, row, unit, role))))
      continue;
    found.data[count++] = row;
  }
  *out = found.data;
  return count;
}

/* The requirement with the higher level, or on a tie the higher criticality. */
static bool asks_more(lde_dataset *ds, int32_t a, int32_t b)
{
  int64_t la = lde_get(ds, role_requirement, required_level, a);
  int64_t lb = lde_get(ds, role_requirement, required_level, b);
  return la != lb ? la > lb
                  : lde_get(ds, role_requirement, criticality, a) >
                        lde_get(ds, role_requirement, criticality, b);
}

/* What a gap says of the requirement and of the employee stands there already. */
static void begin_gaps(lde_dataset *ds)
{
  static const struct {
    int gap, requirement;
  } same[] = {{LDE_F(gap, competency), LDE_F(role_requirement, competency)},
              {LDE_F(gap, role), LDE_F(role_requirement, role)},
              {LDE_F(gap, required), LDE_F(role_requirement, required_level)},
              {LDE_F(gap, weight), LDE_F(role_requirement, weight)},
              {LDE_F(gap, criticality), LDE_F(role_requirement, criticality)},
              {LDE_F(gap, by_date), LDE_F(role_requirement, by_date)}};
  lde_table *gaps = lde_dataset_table(ds, LDE_E(gap));
  const lde_table *requirements = lde_dataset_table(ds, LDE_E(role_requirement));

  lde_table_restart(gaps, requirements, LDE_F(role_requirement, required_level));
  for (size_t i = 0; i < sizeof same / sizeof *same; i++)
    lde_table_repeat(gaps, same[i].gap, requirements, same[i].requirement, &gaps->original.rows);
  lde_table_repeat(gaps, LDE_F(gap, unit), lde_dataset_table(ds, LDE_E(employee)), LDE_F(employee, unit),
                   &gaps->columns[LDE_F(gap, employee)].values);
}

static void add_gap(lde_dataset *ds, int32_t employee, int32_t requirement)
{
  int32_t competency = lde_get_row(ds, role_requirement, competency, requirement);
  int64_t required = lde_get(ds, role_requirement, required_level, requirement);
  int32_t current = lde_current_level(ds, employee, competency);
  int32_t row = lde_table_add_of(lde_dataset_table(ds, LDE_E(gap)), requirement);

  lde_put(ds, gap, employee, row, employee);
  if (current >= 0)
    lde_put(ds, gap, current, row, current);
  if (current >= 0 || ds->unknown_is_zero) {
    int64_t gap = required - (current >= 0 ? current : 0);
    lde_put(ds, gap, gap, row, gap > 0 ? gap : 0);
  }
  lde_put(ds, gap, mandatory, row, lde_get(ds, role_requirement, mandatory, requirement));
}

void lde_derive_gaps(lde_dataset *ds)
{
  const lde_table *table = lde_dataset_table(ds, LDE_E(role_requirement));
  const lde_field *by_role = &table->entity->fields[LDE_F(role_requirement, role)];
  int32_t competencies = lde_count(ds, competency);
  int32_t *best = lde_alloc((size_t)competencies, sizeof *best); /* requirement + 1 by competency */
  LDE_VEC(int32_t) order = {0};
  int32_t roles[LDE_ROLES_MAX];

  begin_gaps(ds);
  for (int32_t employee = 0; employee < lde_count(ds, employee); employee++) {
    size_t count;
    if (!lde_employee_is_active(ds, employee, ds->today, ds->today))
      continue;
    count = lde_employee_roles(ds, employee, roles, LDE_ROLES_MAX);
    order.len = 0;
    for (size_t r = 0; r < count; r++) {
      lde_rows rows = lde_dataset_inverse(ds, by_role, LDE_E(role), roles[r]);
      for (size_t i = 0; i < rows.count; i++) {
        int32_t row = rows.rows[i], competency = lde_get_row(ds, role_requirement, competency, row);
        if (!lde_row_is_in_force(ds, table, LDE_F(role_requirement, valid_from),
                                 LDE_F(role_requirement, valid_to), row))
          continue;
        if (!best[competency])
          lde_vec_push(&order, competency);
        if (!best[competency] || asks_more(ds, row, best[competency] - 1))
          best[competency] = row + 1;
      }
    }
    for (size_t i = 0; i < order.len; i++) {
      add_gap(ds, employee, best[order.data[i]] - 1);
      best[order.data[i]] = 0;
    }
  }
  lde_vec_free(&order);
  lde_free(best);
}

int32_t lde_competency_top_level(lde_dataset *ds, int32_t competency)
{
  int32_t scale = lde_get_row(ds, competency, scale, competency), top = -1;

  for (int32_t row = 0; scale >= 0 && row < lde_count(ds, scale_level); row++)
    if (lde_get_row(ds, scale_level, scale, row) == scale &&
        lde_get(ds, scale_level, level, row) > top)
      top = (int32_t)lde_get(ds, scale_level, level, row);
  return top < 0 ? 100 : top;
}
