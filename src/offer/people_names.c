/* Names on seats: who goes first, and giving the seats. */
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "offer/naming.h"

/* ---- who goes first ---- */

static int compare_candidates(const void *a, const void *b)
{
  const lde_candidate *x = a, *y = b;
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

static void order_part(lde_naming *names, int32_t part)
{
  const lde_draft_part *each = &names->draft->parts.data[part];
  const lde_draft_need *need = &names->draft->needs.data[each->need];

  if (names->order[part])
    return;
  names->order[part] = lde_alloc(each->people_count + 1, sizeof **names->order);
  for (size_t i = 0; i < each->people_count; i++) {
    lde_buffer id = {0};
    lde_row_id(names->draft->ds, lde_dataset_table(names->draft->ds, LDE_E(employee)), each->people[i], &id);
    names->order[part][i] = (lde_candidate){.employee = each->people[i],
                                            .gap = gap_of(names->draft, need, each->people[i]),
                                            .assessed = last_assessed(names->draft, each->people[i]),
                                            .id = lde_arena_strdup(&names->offer->arena, lde_buffer_text(&id))};
    lde_buffer_free(&id);
  }
  qsort(names->order[part], each->people_count, sizeof **names->order, compare_candidates);
}

static bool is_limited(const lde_naming *names, const lde_candidate *person)
{
  return names->most[person->employee] >= 0;
}

void lde_name_places(lde_naming *names)
{
  size_t people = (size_t)lde_count(names->draft->ds, employee), *next;

  if (names->places_of)
    return;
  names->busy = lde_alloc(people + 1, 1);
  names->places_of = lde_alloc(people + 2, sizeof *names->places_of);
  for (size_t p = 0; p < names->draft->parts.len; p++)
    for (size_t i = 0; names->order[p] && i < names->draft->parts.data[p].people_count; i++)
      names->places_of[names->order[p][i].employee + 1] += is_limited(names, &names->order[p][i]);
  for (size_t e = 0; e < people; e++)
    names->places_of[e + 1] += names->places_of[e];
  names->places = lde_alloc(names->places_of[people] + 1, sizeof *names->places);
  next = lde_alloc(people + 1, sizeof *next);
  memcpy(next, names->places_of, people * sizeof *next);
  for (size_t p = 0; p < names->draft->parts.len; p++)
    for (size_t i = 0; names->order[p] && i < names->draft->parts.data[p].people_count; i++)
      if (is_limited(names, &names->order[p][i]))
        names->places[next[names->order[p][i].employee]++] = (lde_name_place){(int32_t)p, (int32_t)i};
  lde_free(next);
}

/* ---- what there is to give ---- */

static void collect_served(lde_naming *names, lde_offer_line *line, bool step)
{
  size_t count = step ? line->steps.len : line->served.len;
  lde_offer_served *list = step ? line->steps.data : line->served.data;
  bool mandatory = line->lane && !strcmp(line->lane, "mandatory");
  const lde_draft *draft = names->draft;
  int32_t period = 0;

  while (period + 1 < draft->periods && strcmp(draft->period_text[period], line->period) != 0)
    period++;
  for (size_t s = 0; s < count; s++) {
    lde_name_item item = {.served = &list[s],
                          .part = list[s].part,
                          .option = draft->option_of[line->offering],
                          .period = period,
                          .minutes = line->minutes_per_seat,
                          .weight = 1,
                          .rank = step ? 2 : !mandatory,
                          .order = names->items.len};
    const lde_draft_pair *pair;
    if (item.part < 0 || !draft->parts.data[item.part].people_count)
      continue;
    pair = lde_draft_find_pair(draft, item.option, draft->parts.data[item.part].need);
    if (!step && pair && pair->value > 0)
      item.weight += (int64_t)(pair->value * (double)LDE_VALUE_UNIT);
    if (item.rank == 0)
      item.weight += INT64_C(1) << 40; /* a duty goes before any value */
    item.follows = lde_name_follows(draft, item.option, item.part);
    item.rows = lde_arena_array(&names->offer->arena, list[s].seats + 1, int32_t);
    lde_vec_push(&names->items, item);
    order_part(names, item.part);
  }
}

static void collect_items(lde_naming *names)
{
  for (size_t l = 0; l < names->offer->lines.len; l++) {
    collect_served(names, &names->offer->lines.data[l], false);
    collect_served(names, &names->offer->lines.data[l], true);
  }
  for (size_t i = 0; i < names->items.len; i++)
    lde_vec_push(&names->of_part[names->items.data[i].part].list, &names->items.data[i]);
  for (size_t i = 0; i < names->items.len; i++) {
    lde_name_item *item = &names->items.data[i];
    lde_name_bundle bundle = {.count = 0};
    lde_name_add_steps(names, item, names->order[item->part][0].employee, &bundle);
    item->whole = item->minutes + bundle.minutes;
  }
}

/* What takes longest first: it finds room while there is most. */
static int longest_first(const void *a, const void *b)
{
  const lde_name_item *x = *(lde_name_item *const *)a, *y = *(lde_name_item *const *)b;
  if (x->rank != y->rank)
    return x->rank < y->rank ? -1 : 1;
  if (x->whole != y->whole)
    return x->whole > y->whole ? -1 : 1;
  return (x->order > y->order) - (x->order < y->order);
}

/* What needs steps first: while people who need none, and free steps, are left. */
static int followers_first(const void *a, const void *b)
{
  const lde_name_item *x = *(lde_name_item *const *)a, *y = *(lde_name_item *const *)b;
  if (x->rank == y->rank && x->follows != y->follows)
    return x->follows ? -1 : 1;
  return longest_first(a, b);
}

/* ---- giving ---- */

static void sit(lde_naming *names, lde_name_item *item, int32_t employee)
{
  item->rows[item->count++] = employee;
  names->minutes[employee] += item->minutes;
}

static void leave(lde_naming *names, lde_name_item *item, int32_t employee)
{
  size_t at = 0;

  while (item->rows[at] != employee)
    at++;
  item->rows[at] = item->rows[--item->count];
  names->minutes[employee] -= item->minutes;
}

void lde_name_give(lde_naming *names, lde_name_item *item, lde_candidate *person, const lde_name_bundle *bundle)
{
  if (item->rank < 2)
    person->seat = item;
  sit(names, item, person->employee);
  for (int i = 0; i < bundle->count; i++)
    sit(names, bundle->steps[i], person->employee);
}

void lde_name_take(lde_naming *names, lde_candidate *person, lde_name_bundle *bundle)
{
  lde_name_items *all = &names->of_part[person->seat->part];

  bundle->count = 0;
  bundle->minutes = 0;
  for (size_t k = 0; person->seat->follows && k < all->list.len && bundle->count < LDE_BUNDLE_MAX; k++)
    if (all->list.data[k]->rank == 2 && lde_name_sits_in(all->list.data[k], person->employee)) {
      leave(names, all->list.data[k], person->employee);
      bundle->minutes += all->list.data[k]->minutes;
      bundle->steps[bundle->count++] = all->list.data[k];
    }
  leave(names, person->seat, person->employee);
  person->seat = NULL;
}

int64_t lde_name_minutes(const lde_naming *names, int32_t part, const lde_candidate *person)
{
  const lde_name_items *all = &names->of_part[part];
  int64_t minutes = person->seat->minutes;

  for (size_t k = 0; person->seat->follows && k < all->list.len; k++)
    if (all->list.data[k]->rank == 2 && lde_name_sits_in(all->list.data[k], person->employee))
      minutes += all->list.data[k]->minutes;
  return minutes;
}

static void name_item(lde_naming *names, lde_name_item *item)
{
  for (size_t i = 0; i < names->draft->parts.data[item->part].people_count && !lde_name_is_full(item); i++) {
    lde_candidate *person = &names->order[item->part][i];
    lde_name_bundle bundle = {.count = 0};
    if (!person->seat && lde_name_add_steps(names, item, person->employee, &bundle) &&
        lde_name_has_room(names, person->employee, item->minutes + bundle.minutes))
      lde_name_give(names, item, person, &bundle);
  }
}

static bool sits_in_option(const lde_naming *names, int32_t part, int32_t option, int32_t employee)
{
  const lde_name_items *all = &names->of_part[part];

  for (size_t k = 0; k < all->list.len; k++)
    if (all->list.data[k]->option == option && lde_name_sits_in(all->list.data[k], employee))
      return true;
  return false;
}

/* Steps are taken by those who arrive: also by those who could do without. */
static void name_step(lde_naming *names, lde_name_item *item)
{
  const lde_name_items *all = &names->of_part[item->part];

  for (size_t k = 0; k < all->list.len; k++) {
    const lde_name_item *end = all->list.data[k];
    for (size_t i = 0; end->rank < 2 && end->option != item->option && end->follows && i < end->count && !lde_name_is_full(item); i++)
      if (lde_name_has_room(names, end->rows[i], item->minutes) &&
          !sits_in_option(names, item->part, item->option, end->rows[i]))
        sit(names, item, end->rows[i]);
  }
}

/* ---- all of it ---- */

static void clear(lde_naming *names)
{
  memset(names->minutes, 0, (size_t)lde_count(names->draft->ds, employee) * sizeof *names->minutes);
  for (size_t p = 0; p < names->draft->parts.len; p++)
    for (size_t i = 0; names->order[p] && i < names->draft->parts.data[p].people_count; i++)
      names->order[p][i].seat = NULL;
  for (size_t i = 0; i < names->items.len; i++)
    names->items.data[i].count = 0;
}

/* Everything that a seat without a name is worth. */
static int64_t nameless_weight(const lde_naming *names)
{
  int64_t sum = 0;

  for (size_t i = 0; i < names->items.len; i++)
    sum += names->items.data[i].weight * (names->items.data[i].served->seats - (int64_t)names->items.data[i].count);
  return sum;
}

/* Seats without a name get one by exchange, as long as that finds a way. */
static void exchange_all(lde_naming *names, lde_name_item *const *sequence)
{
  bool again = true, any = false;

  lde_name_places(names);
  while (again) {
    again = false;
    for (int settle = 0; settle < 2; settle++)
      for (size_t i = 0; i < names->items.len; i++)
        while (sequence[i]->rank < 2 && !lde_name_is_full(sequence[i]) && lde_name_exchange(names, sequence[i], settle))
          again = any = true;
    for (size_t i = 0; i < names->items.len && !again; i++)
      if (sequence[i]->rank < 2 && !lde_name_is_full(sequence[i]))
        again = lde_name_trade(names, sequence[i]);
    any = any || again;
  }
  if (any)
    lde_name_restore_order(names);
}

/* Puts names on all seats in one order; returns what those that stay without are worth. */
static int64_t name_all(lde_naming *names, int (*order)(const void *, const void *), bool limited)
{
  lde_name_item **sequence = lde_alloc(names->items.len + 1, sizeof *sequence);
  bool full = true;

  clear(names);
  for (size_t p = 0; p < names->draft->parts.len; p++)
    names->of_part[p].list.len = 0;
  for (size_t i = 0; i < names->items.len; i++)
    sequence[i] = &names->items.data[i];
  qsort(sequence, names->items.len, sizeof *sequence, order);
  for (size_t i = 0; i < names->items.len; i++)
    lde_vec_push(&names->of_part[sequence[i]->part].list, sequence[i]);
  for (size_t i = 0; i < names->items.len && sequence[i]->rank < 2; i++) {
    name_item(names, sequence[i]);
    full = full && lde_name_is_full(sequence[i]);
  }
  if (!full && limited)
    exchange_all(names, sequence);
  for (size_t i = 0; i < names->items.len; i++)
    if (sequence[i]->rank == 2)
      name_step(names, sequence[i]);
  lde_free(sequence);
  return nameless_weight(names);
}

/* An item with a free seat, of the period where there is one. */
static lde_name_item *item_of(const lde_naming *names, const lde_draft_seated *seated)
{
  const lde_name_items *all = &names->of_part[seated->part];
  lde_name_item *found = NULL;

  for (size_t k = 0; k < all->list.len; k++) {
    lde_name_item *item = all->list.data[k];
    if (item->option == seated->option && (item->rank == 2) == seated->step && !lde_name_is_full(item) &&
        (!found || item->period == seated->period))
      found = item;
  }
  return found;
}

/* Names that were there before the plan; what has none then gets one like any other seat. */
static int64_t name_seated(lde_naming *names)
{
  const lde_draft *draft = names->draft;
  lde_name_item **sequence = lde_alloc(names->items.len + 1, sizeof *sequence);

  clear(names);
  for (size_t i = 0; i < names->items.len; i++)
    sequence[i] = &names->items.data[i];
  for (size_t i = 0; i < draft->seated.len; i++) {
    const lde_draft_seated *each = &draft->seated.data[i];
    lde_name_item *item = item_of(names, each);
    if (!item)
      continue;
    sit(names, item, each->employee);
    for (size_t k = 0; !each->step && k < draft->parts.data[each->part].people_count; k++)
      if (names->order[each->part][k].employee == each->employee)
        names->order[each->part][k].seat = item;
  }
  lde_name_places(names);
  lde_name_restore_order(names);
  for (size_t i = 0; i < names->items.len; i++)
    if (sequence[i]->rank == 2)
      name_step(names, sequence[i]);
    else
      name_item(names, sequence[i]);
  lde_free(sequence);
  return nameless_weight(names);
}

/* Where people who arrive have no names, their steps need none either. */
static bool waits_for_arrivals(const lde_naming *names, const lde_name_item *item)
{
  const lde_name_items *all = &names->of_part[item->part];

  for (size_t k = 0; item->rank == 2 && k < all->list.len; k++)
    if (all->list.data[k]->rank < 2 && all->list.data[k]->follows && !lde_name_is_full(all->list.data[k]))
      return true;
  return false;
}

static int64_t tell_names(lde_naming *names, lde_name_items *nameless)
{
  lde_language lang = names->draft->ds->language;
  lde_offer *offer = names->offer;
  int64_t seats = 0;
  bool any = false;

  for (size_t i = 0; i < names->items.len; i++) {
    lde_name_item *item = &names->items.data[i];
    item->served->employees = (lde_rows){item->rows, item->count};
    any = any || item->count;
    if (!lde_name_is_full(item) && !waits_for_arrivals(names, item)) {
      seats += item->served->seats - (int64_t)item->count;
      lde_vec_push(&nameless->list, item);
    }
  }
  if (any)
    lde_vec_push(&offer->notes,
                 LDE_TR(lang, "seats go to people in this order: mandatory first, larger gap first, then longest since an assessment, then by number",
                        "plaatsen gaan in deze volgorde naar mensen: verplicht eerst, grootste tekort eerst, dan wie het langst niet is beoordeeld, dan op nummer"));
  if (any && seats)
    lde_vec_push(&offer->notes,
                 lde_arena_printf(&offer->arena,
                                  LDE_TR(lang, "%lld seats have no name yet: the people left would exceed their own learning time",
                                         "%lld plaatsen staan nog op niemands naam: wie overblijft zou boven de eigen leertijd komen"),
                                  (long long)seats));
  return seats;
}

static void free_naming(lde_naming *names)
{
  for (size_t p = 0; p < names->draft->parts.len; p++) {
    lde_free(names->order[p]);
    lde_vec_free(&names->of_part[p].list);
  }
  lde_free(names->order);
  lde_free(names->of_part);
  lde_free(names->minutes);
  lde_free(names->most);
  lde_free(names->places);
  lde_free(names->places_of);
  lde_free(names->busy);
  lde_vec_free(&names->trail);
  lde_vec_free(&names->items);
}

int64_t lde_offer_name_people(lde_draft *draft, lde_offer *offer)
{
  lde_naming names = {.draft = draft, .offer = offer};
  lde_name_items nameless = {0};
  size_t people = (size_t)lde_count(draft->ds, employee);
  int64_t seats, left;
  bool limited = false;

  names.minutes = lde_alloc(people + 1, sizeof *names.minutes);
  names.most = lde_alloc(people + 1, sizeof *names.most);
  names.order = lde_alloc(draft->parts.len + 1, sizeof *names.order);
  names.of_part = lde_alloc(draft->parts.len + 1, sizeof *names.of_part);
  for (size_t i = 0; i < people; i++) {
    names.most[i] = lde_draft_uses(draft, LDE_HOURS) ? lde_person_minutes(draft, (int32_t)i) : -1;
    limited = limited || names.most[i] >= 0;
  }
  collect_items(&names);
  left = draft->seated.len ? name_seated(&names) : name_all(&names, followers_first, limited && !draft->naming_fits);
  if (left && !draft->seated.len && !draft->naming_fits && name_all(&names, longest_first, limited) >= left)
    name_all(&names, followers_first, limited);
  seats = tell_names(&names, &nameless);
  if (limited && seats)
    lde_name_turn_away(&names, &nameless);
  if (limited && seats && !draft->naming_fits)
    lde_name_limits(&names, &nameless);
  lde_vec_free(&nameless.list);
  free_naming(&names);
  return limited ? seats : 0;
}
