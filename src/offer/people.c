#include "offer/people.h"

#include <stdlib.h>
#include <string.h>

#include "base/disjoint.h"
#include "base/error.h"

/* What somebody learns in the plan year outside the lines of the plan: seats that are booked already. */
static int64_t minutes_taken(const lde_draft *draft, int32_t employee)
{
  lde_dataset *ds = draft->ds;
  const lde_entity *entity = lde_schema_entity(ds->schema, LDE_E(participation));
  lde_rows rows = lde_dataset_inverse(ds, &entity->fields[LDE_F(participation, employee)], LDE_E(employee), employee);
  int64_t sum = 0;

  for (size_t i = 0; i < rows.count; i++) {
    int32_t row = rows.rows[i], session = lde_get_row(ds, participation, session, row);
    int32_t offering = lde_get_row(ds, participation, offering, row);
    int64_t status = lde_get(ds, participation, status, row), day = -1;
    if (lde_get_row(ds, participation, plan_line, row) != LDE_NO_ROW ||
        (session != LDE_NO_ROW && lde_get_row(ds, session, plan_line, session) != LDE_NO_ROW) ||
        status == LDE_CHOICE_OF(participation_status, cancelled) || status == LDE_CHOICE_OF(participation_status, no_show))
      continue;
    if (session != LDE_NO_ROW && lde_has(ds, session, starts_on, session))
      day = lde_get(ds, session, starts_on, session);
    else if (lde_has(ds, participation, completed_on, row))
      day = lde_get(ds, participation, completed_on, row);
    if (day < draft->period_first[0] || day > draft->period_last[draft->periods - 1])
      continue;
    if (offering == LDE_NO_ROW && session != LDE_NO_ROW)
      offering = lde_get_row(ds, session, offering, session);
    if (lde_has(ds, participation, minutes_realised, row))
      sum += lde_get(ds, participation, minutes_realised, row);
    else if (lde_has(ds, participation, minutes_planned, row))
      sum += lde_get(ds, participation, minutes_planned, row);
    else if (offering != LDE_NO_ROW)
      sum += draft->options.data[draft->option_of[offering]].minutes;
  }
  return sum;
}

int64_t lde_person_minutes(const lde_draft *draft, int32_t employee)
{
  int64_t most = draft->spec->hours_max > 0 ? (int64_t)(draft->spec->hours_max * 60 + 0.5) : -1;

  for (size_t i = 0; i < draft->spec->constraints.len; i++) {
    const lde_offer_constraint *each = &draft->spec->constraints.data[i];
    int64_t own = (int64_t)(each->bound * 60 + 0.5);
    if (each->per == LDE_PER_EMPLOYEE && each->measure.kind == LDE_MEASURE_HOURS && !each->soft &&
        each->sense == LDE_AT_MOST && !each->function && !each->is_share && (most < 0 || own < most))
      most = own;
  }
  if (employee != LDE_NO_ROW && lde_has(draft->ds, employee, minutes_max, employee)) {
    int64_t own = lde_get(draft->ds, employee, minutes_max, employee);
    most = most < 0 || own < most ? own : most;
  }
  if (most >= 0 && employee != LDE_NO_ROW) {
    most -= minutes_taken(draft, employee);
    most = most < 0 ? 0 : most;
  }
  return most;
}

int64_t lde_part_minutes(const lde_draft *draft, int32_t part)
{
  const lde_draft_part *each = &draft->parts.data[part];
  int64_t sum = 0;

  if ((int64_t)each->people_count != each->heads) {
    int64_t most = lde_person_minutes(draft, LDE_NO_ROW);
    return most < 0 ? -1 : most * each->heads;
  }
  for (size_t i = 0; i < each->people_count; i++) {
    int64_t most = lde_person_minutes(draft, each->people[i]);
    if (most < 0)
      return -1;
    sum += most;
  }
  return sum;
}

int64_t lde_part_person_max(const lde_draft *draft, int32_t part)
{
  const lde_draft_part *each = &draft->parts.data[part];
  int64_t best = -1;

  if ((int64_t)each->people_count != each->heads)
    return lde_person_minutes(draft, LDE_NO_ROW);
  for (size_t i = 0; i < each->people_count; i++) {
    int64_t most = lde_person_minutes(draft, each->people[i]);
    if (most < 0)
      return -1;
    best = most > best ? most : best;
  }
  return best;
}

int32_t *lde_part_groups(const lde_draft *draft)
{
  int32_t *above = lde_disjoint_new(draft->parts.len);
  int32_t *part_of = lde_alloc((size_t)lde_count(draft->ds, employee) + 1, sizeof *part_of);

  for (size_t p = 0; p < draft->parts.len; p++)
    for (size_t i = 0; i < draft->parts.data[p].people_count; i++) {
      int32_t *first = &part_of[draft->parts.data[p].people[i]];
      if (!*first)
        *first = (int32_t)p + 1;
      else
        lde_disjoint_join(above, (int32_t)p, *first - 1);
    }
  lde_free(part_of);
  return above;
}

bool lde_people_limited(const lde_draft *draft)
{
  bool any = lde_person_minutes(draft, LDE_NO_ROW) >= 0;

  for (int32_t row = 0; row < lde_count(draft->ds, employee) && !any; row++)
    any = lde_has(draft->ds, employee, minutes_max, row);
  return any && lde_draft_uses(draft, LDE_HOURS);
}

int64_t lde_part_wage(const lde_draft *draft, int32_t part, const lde_draft_option *option)
{
  if (!draft->spec->wage_loss || part < 0 || option->has_wages)
    return 0;
  return (draft->parts.data[part].hourly * option->minutes + 30) / 60;
}

/* ---- what somebody has done before ---- */

bool lde_person_has_completed(const lde_draft *draft, int32_t employee, int32_t offering)
{
  lde_dataset *ds = draft->ds;
  const lde_entity *entity = lde_schema_entity(ds->schema, LDE_E(participation));
  lde_rows rows = lde_dataset_inverse(ds, &entity->fields[LDE_F(participation, employee)], LDE_E(employee),
                                      employee);

  for (size_t i = 0; i < rows.count; i++) {
    int32_t row = rows.rows[i], of = lde_get_row(ds, participation, offering, row);
    int32_t session = lde_get_row(ds, participation, session, row);
    if (of == LDE_NO_ROW && session != LDE_NO_ROW)
      of = lde_get_row(ds, session, offering, session);
    if (of == offering &&
        lde_get(ds, participation, status, row) == LDE_CHOICE_OF(participation_status, completed) &&
        lde_has(ds, participation, status, row))
      return true;
  }
  return false;
}

/* Everything that the offering teaches is there already. */
bool lde_person_has_levels(const lde_draft *draft, int32_t employee, int32_t offering)
{
  lde_dataset *ds = draft->ds;
  const lde_entity *entity = lde_schema_entity(ds->schema, LDE_E(offering_competency));
  lde_rows rows = lde_dataset_inverse(ds, &entity->fields[LDE_F(offering_competency, offering)],
                                      LDE_E(offering), offering);

  for (size_t i = 0; i < rows.count; i++)
    if (lde_current_level(ds, employee, lde_get_row(ds, offering_competency, competency, rows.rows[i])) <
        (int32_t)lde_get(ds, offering_competency, to_level, rows.rows[i]))
      return false;
  return rows.count > 0;
}

/* The need itself starts at or above what the offering teaches. */
bool lde_need_starts_above(const lde_draft *draft, const lde_draft_need *need, int32_t offering)
{
  lde_dataset *ds = draft->ds;
  const lde_entity *entity = lde_schema_entity(ds->schema, LDE_E(offering_competency));
  lde_rows rows = lde_dataset_inverse(ds, &entity->fields[LDE_F(offering_competency, offering)],
                                      LDE_E(offering), offering);
  bool any = false;

  for (int a = 0; a < need->ask_count; a++)
    for (size_t i = 0; i < rows.count; i++) {
      if (lde_get_row(ds, offering_competency, competency, rows.rows[i]) != need->asks[a].competency)
        continue;
      if (lde_get(ds, offering_competency, to_level, rows.rows[i]) > need->asks[a].from)
        return false;
      any = true;
    }
  return any;
}

int64_t lde_part_qualified(const lde_draft *draft, int32_t part, const int32_t *offerings, size_t number)
{
  const lde_draft_part *each = &draft->parts.data[part];
  int64_t count = 0;

  for (size_t i = 0; i < number; i++)
    if (lde_need_starts_above(draft, &draft->needs.data[each->need], offerings[i]))
      return each->heads;
  for (size_t p = 0; p < each->people_count; p++) {
    bool has = false;
    for (size_t i = 0; i < number && !has; i++)
      has = lde_person_has_completed(draft, each->people[p], offerings[i]) ||
            lde_person_has_levels(draft, each->people[p], offerings[i]);
    count += has;
  }
  return count < each->heads ? count : each->heads;
}
