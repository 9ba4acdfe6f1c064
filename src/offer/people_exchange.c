/* People who change places, so that one more seat gets a name: somebody who has no time left gives a seat to a
 * colleague, who may give one in turn. What is tried is taken back when it leads nowhere. */
#include "offer/naming.h"

enum { DEPTH_MAX = 10, STEPS_MAX = 20000 };

typedef struct exchange {
  lde_naming *names;
  int64_t allowed; /* weight that may lose its name on the way; 0 = none */
  int tries;
} exchange;

static void note(lde_naming *names, lde_candidate *person, lde_name_item *item, bool given, const lde_name_bundle *bundle)
{
  lde_vec_push(&names->trail, ((lde_name_change){person, item, given, *bundle}));
}

static void give(lde_naming *names, lde_name_item *item, lde_candidate *person, const lde_name_bundle *bundle)
{
  lde_name_give(names, item, person, bundle);
  note(names, person, item, true, bundle);
}

static void take(lde_naming *names, lde_candidate *person)
{
  lde_name_item *item = person->seat;
  lde_name_bundle bundle;

  lde_name_take(names, person, &bundle);
  note(names, person, item, false, &bundle);
}

static void back_to(lde_naming *names, size_t mark)
{
  while (names->trail.len > mark) {
    const lde_name_change *last = &names->trail.data[--names->trail.len];
    lde_name_bundle bundle;
    if (last->given)
      lde_name_take(names, last->person, &bundle);
    else
      lde_name_give(names, last->item, last->person, &last->bundle);
  }
}

static bool fill(exchange *all, lde_name_item *item, int depth);

/* What lost its name gets another one, or may go without. */
static bool fill_again(exchange *all, lde_name_item *item, int depth)
{
  if (!item || fill(all, item, depth + 1))
    return true;
  if (item->weight >= all->allowed)
    return false;
  all->allowed -= item->weight;
  return true;
}

/* Room is made for the seat by what the person gives up: one seat elsewhere, or two. `own` is the seat of the
 * same need that is given up besides, or NULL. */
static bool give_up(exchange *all, lde_name_item *item, lde_candidate *person, lde_name_item *own, int64_t lack, int depth)
{
  lde_naming *names = all->names;
  const lde_name_place *places = names->places + names->places_of[person->employee];
  size_t count = names->places_of[person->employee + 1] - names->places_of[person->employee], mark = names->trail.len;
  int64_t allowed = all->allowed;

  for (size_t a = 0; a < count; a++)
    for (size_t b = a; b < count; b++) {
      lde_candidate *first = &names->order[places[a].part][places[a].at], *second = &names->order[places[b].part][places[b].at];
      lde_name_item *left = first->seat, *right = a == b ? NULL : second->seat;
      lde_name_bundle bundle = {.count = 0};
      int64_t freed;
      if (!left || (a != b && !right) || places[a].part == item->part || places[b].part == item->part)
        continue;
      freed = lde_name_minutes(names, places[a].part, first);
      if (right && freed < lack) {
        int64_t other = lde_name_minutes(names, places[b].part, second);
        freed = other < lack ? freed + other : 0; /* else one of them is enough */
      } else if (right) {
        continue;
      }
      if (freed < lack || ++all->tries > STEPS_MAX)
        continue;
      take(names, first);
      if (right)
        take(names, second);
      if (lde_name_add_steps(names, item, person->employee, &bundle) &&
          lde_name_has_room(names, person->employee, item->minutes + bundle.minutes)) {
        give(names, item, person, &bundle);
        if (fill_again(all, left, depth) && fill_again(all, right, depth) && fill_again(all, own, depth))
          return true;
      }
      all->allowed = allowed;
      back_to(names, mark);
    }
  return false;
}

/* The seat goes to this person, whatever has to move for it. */
static bool fill_with(exchange *all, lde_name_item *item, lde_candidate *person, int depth)
{
  lde_naming *names = all->names;
  lde_name_item *own = person->seat;
  lde_name_bundle bundle = {.count = 0};
  int64_t allowed = all->allowed, lack;
  size_t mark = names->trail.len;

  if (own)
    take(names, person);
  if (lde_name_add_steps(names, item, person->employee, &bundle)) {
    lack = names->most[person->employee] < 0 ? 0
                                             : names->minutes[person->employee] + item->minutes + bundle.minutes -
                                                   names->most[person->employee];
    if (lack <= 0) {
      give(names, item, person, &bundle);
      if (fill_again(all, own, depth))
        return true;
    } else if (give_up(all, item, person, own, lack, depth)) {
      return true;
    }
  }
  all->allowed = allowed;
  back_to(names, mark);
  return false;
}

static bool fill(exchange *all, lde_name_item *item, int depth)
{
  lde_naming *names = all->names;
  size_t people = names->draft->parts.data[item->part].people_count;

  if (item->seen == names->search || depth > DEPTH_MAX || all->tries > STEPS_MAX)
    return false;
  item->seen = names->search;
  for (int moving = 0; moving < 2; moving++) /* first who needs nothing to move */
    for (size_t i = 0; i < people; i++) {
      lde_candidate *person = &names->order[item->part][i];
      bool done;
      if (person->seat == item || (moving ? names->busy[person->employee] : person->seat != NULL))
        continue;
      if (moving == 0) {
        lde_name_bundle bundle = {.count = 0};
        if (!lde_name_has_room(names, person->employee, item->minutes) ||
            !lde_name_add_steps(names, item, person->employee, &bundle) ||
            !lde_name_has_room(names, person->employee, item->minutes + bundle.minutes))
          continue;
        give(names, item, person, &bundle);
        return true;
      }
      names->busy[person->employee] = 1;
      done = fill_with(all, item, person, depth);
      names->busy[person->employee] = 0;
      if (done)
        return true;
    }
  return false;
}

static bool exchange_once(lde_naming *names, lde_name_item *item, bool settle)
{
  exchange all = {.names = names, .allowed = settle ? item->weight : 0};

  names->search++;
  return fill(&all, item, 0);
}

bool lde_name_exchange(lde_naming *names, lde_name_item *item, bool settle)
{
  names->trail.len = 0;
  return exchange_once(names, item, settle);
}

/* ---- one seat for several ---- */

/* Gives names to what has none where the person could sit, but for one item; returns what that is worth. */
static int64_t fill_around(lde_naming *names, int32_t employee, const lde_name_item *except)
{
  int64_t gain = 0;

  for (size_t i = names->places_of[employee]; i < names->places_of[employee + 1]; i++) {
    const lde_name_items *all = &names->of_part[names->places[i].part];
    for (size_t k = 0; k < all->list.len; k++)
      while (all->list.data[k] != except && all->list.data[k]->rank < 2 && !lde_name_is_full(all->list.data[k]) &&
             exchange_once(names, all->list.data[k], false))
        gain += all->list.data[k]->weight;
  }
  return gain;
}

bool lde_name_trade(lde_naming *names, const lde_name_item *item)
{
  for (size_t p = 0; p < names->draft->parts.data[item->part].people_count; p++) {
    int32_t employee = names->order[item->part][p].employee;
    for (size_t i = names->places_of[employee]; i < names->places_of[employee + 1]; i++) {
      lde_candidate *person = &names->order[names->places[i].part][names->places[i].at];
      const lde_name_item *given_up = person->seat;
      if (!given_up)
        continue;
      names->trail.len = 0;
      take(names, person);
      if (fill_around(names, employee, given_up) > given_up->weight)
        return true;
      back_to(names, 0);
    }
  }
  return false;
}

/* ---- the order in which people go ---- */

/* The seat of somebody behind, when nothing stands in the way; what needs steps stays as it is. */
static bool take_over(lde_naming *names, int32_t part, size_t at)
{
  lde_candidate *order = names->order[part], *person = &order[at];
  static const lde_name_bundle none;

  for (size_t i = names->draft->parts.data[part].people_count; --i > at;) {
    lde_name_item *item = order[i].seat;
    lde_name_bundle bundle;
    if (!item || item->follows || !lde_name_has_room(names, person->employee, item->minutes))
      continue;
    lde_name_take(names, &order[i], &bundle);
    lde_name_give(names, item, person, &none);
    return true;
  }
  return false;
}

void lde_name_restore_order(lde_naming *names)
{
  bool again = true;

  while (again) { /* each time a seat moves to the front, so that it ends */
    again = false;
    for (size_t p = 0; p < names->draft->parts.len; p++)
      for (size_t i = 0; names->order[p] && i < names->draft->parts.data[p].people_count; i++)
        if (!names->order[p][i].seat)
          again = take_over(names, (int32_t)p, i) || again;
  }
}
