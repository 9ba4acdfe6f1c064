#include "offer/people.h"

#include <stdlib.h>
#include <string.h>

#include "base/error.h"

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

/* ---- what somebody has done before ---- */

static bool has_completed(const lde_draft *draft, int32_t employee, int32_t offering)
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
static bool has_levels(const lde_draft *draft, int32_t employee, int32_t offering)
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
static bool starts_above(const lde_draft *draft, const lde_draft_need *need, int32_t offering)
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
    if (starts_above(draft, &draft->needs.data[each->need], offerings[i]))
      return each->heads;
  for (size_t p = 0; p < each->people_count; p++) {
    bool has = false;
    for (size_t i = 0; i < number && !has; i++)
      has = has_completed(draft, each->people[p], offerings[i]) || has_levels(draft, each->people[p], offerings[i]);
    count += has;
  }
  return count < each->heads ? count : each->heads;
}

/* ---- names on seats ---- */

typedef struct candidate {
  int32_t employee;
  int64_t gap, assessed;
  const char *id;
} candidate;

static int compare_candidates(const void *a, const void *b)
{
  const candidate *x = a, *y = b;
  if (x->gap != y->gap)
    return x->gap > y->gap ? -1 : 1;
  if (x->assessed != y->assessed)
    return x->assessed < y->assessed ? -1 : 1;
  return strcmp(x->id, y->id);
}

static int64_t last_assessed(const lde_draft *draft, int32_t employee)
{
  lde_dataset *ds = draft->ds;
  const lde_entity *entity = lde_schema_entity(ds->schema, LDE_E(assessment));
  lde_rows rows = lde_dataset_inverse(ds, &entity->fields[LDE_F(assessment, employee)], LDE_E(employee),
                                      employee);
  int64_t last = INT64_MIN;

  for (size_t i = 0; i < rows.count; i++)
    if (lde_get(ds, assessment, date, rows.rows[i]) > last)
      last = lde_get(ds, assessment, date, rows.rows[i]);
  return last;
}

static int64_t gap_of(const lde_draft *draft, const lde_draft_need *need, int32_t employee)
{
  int64_t gap = 0;
  for (int a = 0; a < need->ask_count; a++) {
    int32_t level = lde_current_level(draft->ds, employee, need->asks[a].competency);
    int32_t from = level < 0 ? need->asks[a].from : level;
    gap += need->asks[a].to > from ? need->asks[a].to - from : 0;
  }
  return gap;
}

typedef struct naming {
  const lde_draft *draft;
  lde_offer *offer;
  int64_t *minutes;      /* by employee: given so far */
  candidate **order;     /* by part, made when first asked for */
  unsigned char **taken; /* by part: seat given for this need */
  int64_t nameless;
} naming;

static void order_part(naming *names, int32_t part)
{
  const lde_draft_part *each = &names->draft->parts.data[part];
  const lde_draft_need *need = &names->draft->needs.data[each->need];

  names->order[part] = lde_alloc(each->people_count + 1, sizeof **names->order);
  names->taken[part] = lde_alloc(each->people_count + 1, 1);
  for (size_t i = 0; i < each->people_count; i++) {
    lde_buffer id = {0};
    lde_row_id(names->draft->ds, lde_dataset_table(names->draft->ds, LDE_E(employee)), each->people[i], &id);
    names->order[part][i] = (candidate){each->people[i], gap_of(names->draft, need, each->people[i]),
                                        last_assessed(names->draft, each->people[i]),
                                        lde_arena_strdup(&names->offer->arena, lde_buffer_text(&id))};
    lde_buffer_free(&id);
  }
  qsort(names->order[part], each->people_count, sizeof **names->order, compare_candidates);
}

static void name_served(naming *names, lde_offer_served *served, int64_t minutes, int32_t part)
{
  const lde_draft_part *each = &names->draft->parts.data[part];
  int32_t *rows;
  size_t count = 0;

  if (!each->people_count)
    return;
  if (!names->order[part])
    order_part(names, part);
  rows = lde_arena_array(&names->offer->arena, served->seats + 1, int32_t);
  for (size_t i = 0; i < each->people_count && (int64_t)count < served->seats; i++) {
    int32_t employee = names->order[part][i].employee;
    int64_t most = names->draft->spec->without & LDE_HOURS ? -1 : lde_person_minutes(names->draft, employee);
    if (names->taken[part][i] || (most >= 0 && names->minutes[employee] + minutes > most))
      continue;
    names->taken[part][i] = 1;
    names->minutes[employee] += minutes;
    rows[count++] = employee;
  }
  names->nameless += served->seats - (int64_t)count;
  served->employees = (lde_rows){rows, count};
}

void lde_offer_name_people(const lde_draft *draft, lde_offer *offer)
{
  naming names = {.draft = draft, .offer = offer};
  lde_language lang = draft->ds->language;
  bool any = false;

  names.minutes = lde_alloc((size_t)lde_count(draft->ds, employee) + 1, sizeof *names.minutes);
  names.order = lde_alloc(draft->parts.len + 1, sizeof *names.order);
  names.taken = lde_alloc(draft->parts.len + 1, sizeof *names.taken);
  /* Duties first, so that nobody lacks the time for them. */
  for (int pass = 0; pass < 2; pass++)
    for (size_t l = 0; l < offer->lines.len; l++) {
      lde_offer_line *line = &offer->lines.data[l];
      bool mandatory = line->lane && !strcmp(line->lane, "mandatory");
      for (size_t s = 0; s < line->served.len && mandatory == !pass; s++)
        if (line->served.data[s].part >= 0) {
          name_served(&names, &line->served.data[s], line->minutes_per_seat, line->served.data[s].part);
          any = any || line->served.data[s].employees.count;
        }
    }
  if (any)
    lde_vec_push(&offer->notes,
                 LDE_TR(lang, "seats go to people in this order: mandatory first, larger gap first, then longest since an assessment, then by number",
                        "plaatsen gaan in deze volgorde naar mensen: verplicht eerst, grootste tekort eerst, dan wie het langst niet is beoordeeld, dan op nummer"));
  if (any && names.nameless)
    lde_vec_push(&offer->notes,
                 lde_arena_printf(&offer->arena,
                                  LDE_TR(lang, "%lld seats have no name yet: the people left would exceed their own learning time",
                                         "%lld plaatsen staan nog op niemands naam: wie overblijft zou boven de eigen leertijd komen"),
                                  (long long)names.nameless));
  for (size_t p = 0; p < draft->parts.len; p++) {
    lde_free(names.order[p]);
    lde_free(names.taken[p]);
  }
  lde_free(names.order);
  lde_free(names.taken);
  lde_free(names.minutes);
}
