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
  int32_t part, option, period;
  int64_t minutes, whole; /* of the seat; with the steps that lead up to it */
  int rank;     /* duties, then what serves a need, then steps */
  bool follows; /* on lower steps, or on prerequisites */
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

/* ---- a seat and the steps that lead up to it ---- */

enum { BUNDLE_MAX = 16 };

typedef struct naming_bundle {
  naming_item *steps[BUNDLE_MAX];
  int count;
  int64_t minutes; /* of the steps */
} naming_bundle;

/* What has to come first: one of some offerings, or something that reaches a level of the need. */
typedef struct naming_before {
  int32_t offerings[BUNDLE_MAX];
  int count;
  int32_t level; /* when count is 0 */
} naming_before;

static bool comes_first(const lde_draft *draft, const naming_item *step, const naming_before *before)
{
  const lde_draft_pair *pair = lde_draft_find_pair(draft, step->option, draft->parts.data[step->part].need);

  for (int i = 0; i < before->count; i++)
    if (draft->option_of[before->offerings[i]] == step->option)
      return true;
  return !before->count && pair && pair->start_level < before->level && pair->end_level >= before->level;
}

static bool sits_in(const naming_item *item, int32_t employee)
{
  for (size_t i = 0; i < item->count; i++)
    if (item->rows[i] == employee)
      return true;
  return false;
}

static bool add_steps(const naming *names, const naming_item *item, int32_t employee, naming_bundle *bundle);

/* The last free seat before the item; true as well when the person has one already. */
static bool add_step(const naming *names, const naming_item *item, int32_t employee, const naming_before *before,
                     naming_bundle *bundle)
{
  naming_item *best = NULL;

  for (size_t k = 0; k < names->items.len; k++) {
    naming_item *step = &names->items.data[k];
    if (step->rank < 2 || step->part != item->part || !comes_first(names->draft, step, before) ||
        (step->period >= item->period && names->draft->periods > 1))
      continue;
    if (sits_in(step, employee))
      return true;
    for (int i = 0; i < bundle->count; i++)
      if (bundle->steps[i] == step)
        return true;
    if ((int64_t)step->count < step->served->seats && (!best || step->period > best->period))
      best = step;
  }
  if (!best || bundle->count == BUNDLE_MAX)
    return false;
  bundle->steps[bundle->count++] = best;
  bundle->minutes += best->minutes;
  return add_steps(names, best, employee, bundle);
}

static bool is_qualified(const lde_draft *draft, const naming_item *item, int32_t employee, const naming_before *before)
{
  for (int i = 0; i < before->count; i++)
    if (starts_above(draft, &draft->needs.data[draft->parts.data[item->part].need], before->offerings[i]) ||
        has_completed(draft, employee, before->offerings[i]) || has_levels(draft, employee, before->offerings[i]))
      return true;
  return false;
}

/* A prerequisite with the variants of it that are named too; false when an earlier one has said so. */
static bool read_before(const lde_draft *draft, lde_rows rows, size_t at, naming_before *before)
{
  int32_t variant = draft->options.data[draft->option_of[rows.rows[at]]].variant;

  before->count = 0;
  for (size_t i = 0; i < rows.count; i++)
    if (i == at || (variant >= 0 && draft->options.data[draft->option_of[rows.rows[i]]].variant == variant)) {
      if (i < at)
        return false;
      if (before->count < BUNDLE_MAX)
        before->offerings[before->count++] = rows.rows[i];
    }
  return true;
}

static lde_rows prerequisites_of(const lde_draft *draft, const naming_item *item)
{
  return lde_get_list(draft->ds, offering, prerequisites, draft->options.data[item->option].offering);
}

/* All steps that the person still has to take for a seat; false when a free one is missing. */
static bool add_steps(const naming *names, const naming_item *item, int32_t employee, naming_bundle *bundle)
{
  const lde_draft *draft = names->draft;
  const lde_draft_pair *pair = lde_draft_find_pair(draft, item->option, draft->parts.data[item->part].need);
  lde_rows rows = prerequisites_of(draft, item);
  naming_before before = {.count = 0};

  if (!item->follows)
    return true;
  if (pair && pair->chained) {
    before.level = pair->start_level;
    if (!add_step(names, item, employee, &before, bundle))
      return false;
  }
  for (size_t i = 0; i < rows.count && lde_draft_uses(draft, LDE_PREREQUISITES); i++)
    if (read_before(draft, rows, i, &before) && !is_qualified(draft, item, employee, &before) &&
        !add_step(names, item, employee, &before, bundle))
      return false;
  return true;
}

/* ---- who sits where ---- */

/* What takes longest first: it finds room while there is most. */
static int longest_first(const void *a, const void *b)
{
  const naming_item *x = a, *y = b;
  if (x->rank != y->rank)
    return x->rank < y->rank ? -1 : 1;
  if (x->whole != y->whole)
    return x->whole > y->whole ? -1 : 1;
  return (x->order > y->order) - (x->order < y->order);
}

/* What needs steps first: while people who need none, and free steps, are left. */
static int followers_first(const void *a, const void *b)
{
  const naming_item *x = a, *y = b;
  if (x->rank == y->rank && x->follows != y->follows)
    return x->follows ? -1 : 1;
  return longest_first(a, b);
}

static void collect_served(naming *names, lde_offer_line *line, bool step)
{
  size_t count = step ? line->steps.len : line->served.len;
  lde_offer_served *list = step ? line->steps.data : line->served.data;
  bool mandatory = line->lane && !strcmp(line->lane, "mandatory");
  const lde_draft *draft = names->draft;
  int32_t period = 0;

  while (period + 1 < draft->periods && strcmp(draft->period_text[period], line->period) != 0)
    period++;
  for (size_t s = 0; s < count; s++) {
    naming_item item = {.served = &list[s],
                        .part = list[s].part,
                        .option = draft->option_of[line->offering],
                        .period = period,
                        .minutes = line->minutes_per_seat,
                        .rank = step ? 2 : !mandatory,
                        .order = names->items.len};
    const lde_draft_pair *pair;
    if (item.part < 0 || !draft->parts.data[item.part].people_count)
      continue;
    pair = lde_draft_find_pair(draft, item.option, draft->parts.data[item.part].need);
    item.follows = (pair && pair->chained) ||
                   (lde_draft_uses(draft, LDE_PREREQUISITES) && prerequisites_of(draft, &item).count);
    item.rows = lde_arena_array(&names->offer->arena, list[s].seats + 1, int32_t);
    lde_vec_push(&names->items, item);
    order_part(names, item.part);
  }
}

static void give(naming *names, naming_item *item, size_t person, const naming_bundle *bundle)
{
  int32_t employee = names->order[item->part][person].employee;

  names->taken[item->part][person] = 1;
  names->minutes[employee] += item->minutes + bundle->minutes;
  item->rows[item->count++] = employee;
  for (int i = 0; i < bundle->count; i++)
    bundle->steps[i]->rows[bundle->steps[i]->count++] = employee;
}

static size_t place_of(const naming *names, int32_t part, int32_t employee)
{
  size_t i = 0;
  while (names->order[part][i].employee != employee)
    i++;
  return i;
}

/* Somebody who has no time left gives one of the own seats to a colleague who has, to sit here instead. */
static bool exchange(naming *names, naming_item *item, size_t person, const naming_bundle *bundle)
{
  int32_t employee = names->order[item->part][person].employee;
  int64_t minutes = item->minutes + bundle->minutes;

  for (size_t k = 0; k < names->items.len; k++) {
    naming_item *other = &names->items.data[k];
    const lde_draft_part *part = &names->draft->parts.data[other->part];
    size_t at = 0;
    if (other->rank == 2 || other->follows || other->part == item->part)
      continue;
    while (at < other->count && other->rows[at] != employee)
      at++;
    if (at == other->count || (names->most[employee] >= 0 &&
                               names->minutes[employee] - other->minutes + minutes > names->most[employee]))
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
      give(names, item, person, bundle);
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
      int32_t employee = names->order[item->part][i].employee;
      naming_bundle bundle = {.count = 0};
      if (names->taken[item->part][i] || !add_steps(names, item, employee, &bundle))
        continue;
      if (has_room(names, employee, item->minutes + bundle.minutes))
        give(names, item, i, &bundle);
      else if (pass)
        exchange(names, item, i, &bundle);
    }
}

/* Steps are taken by those who arrive: also by those who could do without. */
static void name_step(naming *names, naming_item *item)
{
  for (size_t k = 0; k < names->items.len && names->items.data[k].rank < 2; k++) {
    const naming_item *end = &names->items.data[k];
    for (size_t i = 0; end->part == item->part && end->option != item->option && end->follows && i < end->count &&
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
    naming_bundle bundle = {.count = 0};
    add_steps(names, item, employee, &bundle);
    if (item->rank < 2 && !names->taken[item->part][i] && !has_room(names, employee, item->minutes + bundle.minutes))
      lde_vec_push(&draft->rejected, ((lde_draft_rejected){employee, part->need, item->option,
                                                           item->minutes + bundle.minutes,
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

/* Where people who arrive have no names, their steps need none either. */
static bool waits_for_arrivals(const naming *names, const naming_item *item)
{
  for (size_t k = 0; item->rank == 2 && k < names->items.len; k++) {
    const naming_item *end = &names->items.data[k];
    if (end->rank < 2 && end->follows && end->part == item->part && (int64_t)end->count < end->served->seats)
      return true;
  }
  return false;
}

/* Puts names on all seats in one order; returns how many stay without. */
static int64_t name_all(naming *names, int (*order)(const void *, const void *))
{
  int64_t nameless = 0;

  memset(names->minutes, 0, (size_t)lde_count(names->draft->ds, employee) * sizeof *names->minutes);
  for (size_t p = 0; p < names->draft->parts.len; p++)
    if (names->taken[p])
      memset(names->taken[p], 0, names->draft->parts.data[p].people_count);
  for (size_t i = 0; i < names->items.len; i++)
    names->items.data[i].count = 0;
  if (names->items.len)
    qsort(names->items.data, names->items.len, sizeof *names->items.data, order);
  for (size_t i = 0; i < names->items.len; i++)
    if (names->items.data[i].rank < 2)
      name_item(names, &names->items.data[i]);
    else
      name_step(names, &names->items.data[i]);
  for (size_t i = 0; i < names->items.len; i++)
    nameless += names->items.data[i].served->seats - (int64_t)names->items.data[i].count;
  return nameless;
}

static void collect_items(naming *names)
{
  for (size_t l = 0; l < names->offer->lines.len; l++) {
    collect_served(names, &names->offer->lines.data[l], false);
    collect_served(names, &names->offer->lines.data[l], true);
  }
  for (size_t i = 0; i < names->items.len; i++) {
    naming_item *item = &names->items.data[i];
    naming_bundle bundle = {.count = 0};
    add_steps(names, item, names->order[item->part][0].employee, &bundle);
    item->whole = item->minutes + bundle.minutes;
  }
}

static void free_naming(naming *names)
{
  for (size_t p = 0; p < names->draft->parts.len; p++) {
    lde_free(names->order[p]);
    lde_free(names->taken[p]);
  }
  lde_free(names->order);
  lde_free(names->taken);
  lde_free(names->minutes);
  lde_free(names->most);
  lde_vec_free(&names->items);
}

int64_t lde_offer_name_people(lde_draft *draft, lde_offer *offer)
{
  naming names = {.draft = draft, .offer = offer};
  lde_language lang = draft->ds->language;
  size_t people = (size_t)lde_count(draft->ds, employee);
  int64_t nameless = 0, left;
  bool any = false, limited = false;

  names.minutes = lde_alloc(people + 1, sizeof *names.minutes);
  names.most = lde_alloc(people + 1, sizeof *names.most);
  names.order = lde_alloc(draft->parts.len + 1, sizeof *names.order);
  names.taken = lde_alloc(draft->parts.len + 1, sizeof *names.taken);
  for (size_t i = 0; i < people; i++) {
    names.most[i] = lde_draft_uses(draft, LDE_HOURS) ? lde_person_minutes(draft, (int32_t)i) : -1;
    limited = limited || names.most[i] >= 0;
  }
  collect_items(&names);
  left = name_all(&names, followers_first);
  if (left && name_all(&names, longest_first) >= left)
    name_all(&names, followers_first);
  for (size_t i = 0; i < names.items.len; i++) {
    naming_item *item = &names.items.data[i];
    item->served->employees = (lde_rows){item->rows, item->count};
    any = any || item->count;
    if ((int64_t)item->count < item->served->seats && !waits_for_arrivals(&names, item)) {
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
  free_naming(&names);
  return limited ? nameless : 0;
}
