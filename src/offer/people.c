#include "offer/people.h"

#include <stdlib.h>
#include <string.h>

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

int64_t lde_part_wage(const lde_draft *draft, int32_t part, const lde_draft_option *option)
{
  if (!draft->spec->wage_loss || part < 0 || option->has_wages)
    return 0;
  return (draft->parts.data[part].hourly * option->minutes + 30) / 60;
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

/* Seats of one line for one part, that want names. */
typedef struct naming_item {
  lde_offer_served *served;
  int32_t part, option;
  int64_t minutes;
  int rank; /* duties, then what serves a need, then steps */
  size_t order;
  int32_t *rows; /* room for all seats */
  size_t count;
} naming_item;

typedef struct naming {
  lde_draft *draft;
  lde_offer *offer;
  int64_t *minutes;      /* by employee: given so far */
  int64_t *most;         /* by employee: what there is; -1 = no limit */
  candidate **order;     /* by part, made when first asked for */
  unsigned char **taken; /* by part: seat given for this need */
  LDE_VEC(naming_item) items;
} naming;

static void order_part(naming *names, int32_t part)
{
  const lde_draft_part *each = &names->draft->parts.data[part];
  const lde_draft_need *need = &names->draft->needs.data[each->need];

  if (names->order[part])
    return;
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

static bool has_room(const naming *names, int32_t employee, int64_t minutes)
{
  return names->most[employee] < 0 || names->minutes[employee] + minutes <= names->most[employee];
}

static int compare_items(const void *a, const void *b)
{
  const naming_item *x = a, *y = b;
  if (x->rank != y->rank)
    return x->rank < y->rank ? -1 : 1;
  if (x->minutes != y->minutes)
    return x->minutes > y->minutes ? -1 : 1;
  return (x->order > y->order) - (x->order < y->order);
}

static void collect_served(naming *names, lde_offer_line *line, bool step)
{
  size_t count = step ? line->steps.len : line->served.len;
  lde_offer_served *list = step ? line->steps.data : line->served.data;
  bool mandatory = line->lane && !strcmp(line->lane, "mandatory");

  for (size_t s = 0; s < count; s++) {
    naming_item item = {&list[s], list[s].part, names->draft->option_of[line->offering], line->minutes_per_seat,
                        step ? 2 : !mandatory, names->items.len, NULL, 0};
    if (item.part < 0 || !names->draft->parts.data[item.part].people_count)
      continue;
    item.rows = lde_arena_array(&names->offer->arena, list[s].seats + 1, int32_t);
    lde_vec_push(&names->items, item);
    order_part(names, item.part);
  }
}

static void give(naming *names, naming_item *item, size_t person)
{
  int32_t employee = names->order[item->part][person].employee;

  names->taken[item->part][person] = 1;
  names->minutes[employee] += item->minutes;
  item->rows[item->count++] = employee;
}

static size_t place_of(const naming *names, int32_t part, int32_t employee)
{
  size_t i = 0;
  while (names->order[part][i].employee != employee)
    i++;
  return i;
}

/* Somebody who has no time left gives one of the own seats to a colleague who has, to sit here instead. */
static bool exchange(naming *names, naming_item *item, size_t person)
{
  int32_t employee = names->order[item->part][person].employee;

  for (size_t k = 0; k < names->items.len; k++) {
    naming_item *other = &names->items.data[k];
    const lde_draft_part *part = &names->draft->parts.data[other->part];
    size_t at = 0;
    if (other->rank == 2 || other->part == item->part)
      continue;
    while (at < other->count && other->rows[at] != employee)
      at++;
    if (at == other->count || (names->most[employee] >= 0 &&
                               names->minutes[employee] - other->minutes + item->minutes > names->most[employee]))
      continue;
    for (size_t q = 0; q < part->people_count; q++) {
      int32_t colleague = names->order[other->part][q].employee;
      if (names->taken[other->part][q] || !has_room(names, colleague, other->minutes))
        continue;
      names->taken[other->part][place_of(names, other->part, employee)] = 0;
      names->minutes[employee] -= other->minutes;
      names->taken[other->part][q] = 1;
      names->minutes[colleague] += other->minutes;
      other->rows[at] = colleague;
      give(names, item, person);
      return true;
    }
  }
  return false;
}

static void name_item(naming *names, naming_item *item)
{
  const lde_draft_part *part = &names->draft->parts.data[item->part];
  int64_t seats = item->served->seats;

  for (int pass = 0; pass < 2; pass++)
    for (size_t i = 0; i < part->people_count && (int64_t)item->count < seats; i++) {
      if (names->taken[item->part][i])
        continue;
      if (has_room(names, names->order[item->part][i].employee, item->minutes))
        give(names, item, i);
      else if (pass)
        exchange(names, item, i);
    }
}

/* Steps are taken by those who arrive. */
static void name_step(naming *names, naming_item *item)
{
  for (size_t k = 0; k < names->items.len && names->items.data[k].rank < 2; k++) {
    const naming_item *end = &names->items.data[k];
    for (size_t i = 0; end->part == item->part && end->option != item->option && i < end->count &&
                       (int64_t)item->count < item->served->seats; i++) {
      bool there = false;
      for (size_t o = 0; o < names->items.len; o++)
        for (size_t p = 0; names->items.data[o].part == item->part && names->items.data[o].option == item->option &&
                           p < names->items.data[o].count; p++)
          there = there || names->items.data[o].rows[p] == end->rows[i];
      if (there || !has_room(names, end->rows[i], item->minutes))
        continue;
      names->minutes[end->rows[i]] += item->minutes;
      item->rows[item->count++] = end->rows[i];
    }
  }
}

/* Who was turned away, and how many of these seats can be given. */
static void turn_away(naming *names, const naming_item *item)
{
  lde_draft *draft = names->draft;
  const lde_draft_part *part = &draft->parts.data[item->part];
  lde_draft_held held = {item->part, item->option, 0};

  for (size_t i = 0; i < part->people_count; i++) {
    int32_t employee = names->order[item->part][i].employee;
    if (item->rank < 2 && !names->taken[item->part][i])
      lde_vec_push(&draft->rejected, ((lde_draft_rejected){employee, part->need, item->option, item->minutes,
                                                           names->most[employee] - names->minutes[employee]}));
  }
  for (size_t k = 0; k < names->items.len; k++)
    if (names->items.data[k].part == item->part && names->items.data[k].option == item->option)
      held.most += (int64_t)names->items.data[k].count;
  for (size_t i = 0; i < draft->held.len; i++)
    if (draft->held.data[i].part == held.part && draft->held.data[i].option == held.option) {
      draft->held.data[i].most = held.most < draft->held.data[i].most ? held.most : draft->held.data[i].most;
      return;
    }
  lde_vec_push(&draft->held, held);
}

int64_t lde_offer_name_people(lde_draft *draft, lde_offer *offer)
{
  naming names = {.draft = draft, .offer = offer};
  lde_language lang = draft->ds->language;
  size_t people = (size_t)lde_count(draft->ds, employee);
  int64_t nameless = 0;
  bool any = false, limited = false;

  names.minutes = lde_alloc(people + 1, sizeof *names.minutes);
  names.most = lde_alloc(people + 1, sizeof *names.most);
  names.order = lde_alloc(draft->parts.len + 1, sizeof *names.order);
  names.taken = lde_alloc(draft->parts.len + 1, sizeof *names.taken);
  for (size_t i = 0; i < people; i++) {
    names.most[i] = lde_draft_uses(draft, LDE_HOURS) ? lde_person_minutes(draft, (int32_t)i) : -1;
    limited = limited || names.most[i] >= 0;
  }
  for (size_t l = 0; l < offer->lines.len; l++) {
    collect_served(&names, &offer->lines.data[l], false);
    collect_served(&names, &offer->lines.data[l], true);
  }
  if (names.items.len)
    qsort(names.items.data, names.items.len, sizeof *names.items.data, compare_items);
  for (size_t i = 0; i < names.items.len; i++)
    if (names.items.data[i].rank < 2)
      name_item(&names, &names.items.data[i]);
    else
      name_step(&names, &names.items.data[i]);
  for (size_t i = 0; i < names.items.len; i++) {
    naming_item *item = &names.items.data[i];
    item->served->employees = (lde_rows){item->rows, item->count};
    any = any || item->count;
    if ((int64_t)item->count < item->served->seats) {
      nameless += item->served->seats - (int64_t)item->count;
      turn_away(&names, item);
    }
  }
  if (any)
    lde_vec_push(&offer->notes,
                 LDE_TR(lang, "seats go to people in this order: mandatory first, larger gap first, then longest since an assessment, then by number",
                        "plaatsen gaan in deze volgorde naar mensen: verplicht eerst, grootste tekort eerst, dan wie het langst niet is beoordeeld, dan op nummer"));
  if (any && nameless)
    lde_vec_push(&offer->notes,
                 lde_arena_printf(&offer->arena,
                                  LDE_TR(lang, "%lld seats have no name yet: the people left would exceed their own learning time",
                                         "%lld plaatsen staan nog op niemands naam: wie overblijft zou boven de eigen leertijd komen"),
                                  (long long)nameless));
  for (size_t p = 0; p < draft->parts.len; p++) {
    lde_free(names.order[p]);
    lde_free(names.taken[p]);
  }
  lde_free(names.order);
  lde_free(names.taken);
  lde_free(names.minutes);
  lde_free(names.most);
  lde_vec_free(&names.items);
  return limited ? nameless : 0;
}
