/* When time does not suffice for all seats of a plan: what that says of every plan, or of this one at least,
 * and who is turned away. */
#include <stdlib.h>
#include <string.h>

#include "base/disjoint.h"
#include "base/index.h"
#include "offer/menus.h"

/* After so many solves the seats that have no name are taken back one by one. */
enum { ROUNDS_PROVEN = 10, ROUNDS_HASTY = 2, PASSES = 150, PRICE = 1024, PRICE_MOST = 4096 };

/* ---- groups of parts that share people whose time is limited ---- */

static int32_t *group_parts(const lde_naming *names)
{
  int32_t *above = lde_disjoint_new(names->draft->parts.len);
  size_t people = (size_t)lde_count(names->draft->ds, employee);

  for (size_t e = 0; e < people; e++)
    for (size_t i = names->places_of[e] + 1; i < names->places_of[e + 1]; i++)
      lde_disjoint_join(above, names->places[i].part, names->places[i - 1].part);
  return above;
}

/* ---- what no plan can have ---- */

static void add_entry(lde_draft *draft, lde_draft_held *held, lde_draft_held_entry entry)
{
  if (!(held->count & (held->count - 1))) { /* room for a power of two */
    lde_draft_held_entry *more = lde_arena_array(&draft->arena, (size_t)(held->count ? 2 * held->count : 1), lde_draft_held_entry);
    if (held->count)
      memcpy(more, held->entries, (size_t)held->count * sizeof *more);
    held->entries = more;
  }
  held->entries[held->count++] = entry;
}

/* Whoever sits in `option` in the period could sit in what the key stands for: it takes no more time and asks
 * nothing before it. What asks something could be later. */
static bool stands_for(const lde_menus *menus, const lde_menu_key *key, int32_t option, int32_t period)
{
  const lde_draft *draft = menus->names->draft;

  if (key->option == option)
    return period <= key->period;
  return key->minutes <= draft->options.data[option].minutes && !lde_name_follows(draft, option, key->part) &&
         !lde_name_follows(draft, key->option, key->part);
}

/* What counts for an offering counts as well for any that people could sit in instead. */
static void add_longer(lde_menus *menus, lde_draft_held *held, int32_t part)
{
  lde_draft *draft = menus->names->draft;
  int32_t from = menus->timed ? 0 : -1, to = menus->timed ? draft->periods : 0;

  for (size_t o = 0; o < draft->options.len; o++)
    for (int32_t t = from; t < to && lde_draft_find_pair(draft, (int32_t)o, draft->parts.data[part].need); t++) {
      int64_t price = 0;
      for (size_t k = 0; k < menus->keys.len; k++) {
        const lde_menu_key *key = &menus->keys.data[k];
        if (key->part == part && !key->step && key->price > price && stands_for(menus, key, (int32_t)o, t))
          price = key->price;
      }
      if (price)
        add_entry(draft, held, (lde_draft_held_entry){part, (int32_t)o, t, false, price});
    }
}

static void hold(lde_menus *menus, const int32_t *parts, size_t count)
{
  lde_draft *draft = menus->names->draft;
  lde_draft_held held = {.most = lde_menus_best(menus)};

  for (size_t p = 0; p < count; p++)
    add_longer(menus, &held, parts[p]);
  for (size_t k = 0; k < menus->keys.len; k++) {
    const lde_menu_key *key = &menus->keys.data[k];
    if (key->price && key->step)
      add_entry(draft, &held, (lde_draft_held_entry){key->part, key->option, key->period, true, key->price});
  }
  lde_vec_push(&draft->held, held);
}

/* What the seats of the plan are worth beyond what people can take. */
static int64_t excess(lde_menus *menus)
{
  int64_t sum = -lde_menus_best(menus);

  for (size_t k = 0; k < menus->keys.len; k++)
    sum += menus->keys.data[k].price * menus->keys.data[k].seats;
  return sum;
}

static int64_t longest_key(const lde_menus *menus)
{
  int64_t longest = 1;
  for (size_t k = 0; k < menus->keys.len; k++)
    longest = menus->keys.data[k].minutes > longest ? menus->keys.data[k].minutes : longest;
  return longest;
}

/* What is asked more than it is taken becomes dearer. Returns false when each seat is taken. */
static bool change_prices(lde_menus *menus, int pass)
{
  int64_t largest = 0, step = PRICE_MOST / (8 + pass);

  for (size_t k = 0; k < menus->keys.len; k++)
    largest = llabs(menus->keys.data[k].seats - menus->keys.data[k].taken) > largest
                  ? llabs(menus->keys.data[k].seats - menus->keys.data[k].taken)
                  : largest;
  for (size_t k = 0; largest && k < menus->keys.len; k++) {
    lde_menu_key *key = &menus->keys.data[k];
    key->price += step * (key->seats - key->taken) / largest;
    key->price = key->price > PRICE_MOST ? PRICE_MOST : key->price < -PRICE_MOST ? -PRICE_MOST : key->price;
    if (key->price < 0 && (!key->step || key->plain))
      key->price = 0;
  }
  return largest > 0;
}

/* Prices in the minutes that they stand for, rounded to whole units when that does as well. */
static bool round_prices(lde_menus *menus, const int64_t *price)
{
  const int64_t longest = longest_key(menus);
  const int64_t units[] = {menus->unit, 1, 0};

  for (int i = 0; i < 3; i++) {
    for (size_t k = 0; k < menus->keys.len; k++) {
      int64_t minutes = price[k] * longest / PRICE;
      menus->keys.data[k].price = units[i] ? (minutes + units[i] / 2) / units[i] * units[i] : price[k];
    }
    if (excess(menus) > 0)
      return true;
  }
  return false;
}

/* Prices at which the seats of the plan are worth more than all that its people can take; then no plan can have
 * as much. False when there are none, or they were not found. */
static bool separate(lde_menus *menus)
{
  int64_t longest = longest_key(menus), *best = lde_alloc(menus->keys.len + 1, sizeof *best);
  double best_share = 0;
  bool found;

  for (size_t k = 0; k < menus->keys.len; k++)
    menus->keys.data[k].price = menus->keys.data[k].seats ? menus->keys.data[k].minutes * PRICE / longest : 0;
  for (int pass = 0; pass < PASSES; pass++) {
    int64_t over = excess(menus), sum = 1;
    for (size_t k = 0; k < menus->keys.len; k++)
      sum += llabs(menus->keys.data[k].price);
    if ((double)over / (double)sum > best_share) {
      best_share = (double)over / (double)sum;
      for (size_t k = 0; k < menus->keys.len; k++)
        best[k] = menus->keys.data[k].price;
    }
    if (!change_prices(menus, pass))
      break;
  }
  found = best_share > 0 && round_prices(menus, best);
  lde_free(best);
  return found;
}

static bool hold_group(lde_naming *names, const int32_t *parts, size_t count, bool timed)
{
  lde_menus menus;
  bool found;

  lde_menus_make(&menus, names, parts, count, timed);
  found = separate(&menus);
  if (found)
    hold(&menus, parts, count);
  lde_menus_deinit(&menus);
  return found;
}

/* ---- what this plan cannot have ---- */

/* No more of these seats than have a name now. Other plans might find room for more. */
static void hold_item(lde_naming *names, const lde_name_item *item)
{
  lde_draft *draft = names->draft;
  const lde_name_items *all = &names->of_part[item->part];
  lde_draft_held held = {.guessed = true};

  for (size_t k = 0; k < all->list.len; k++)
    if (all->list.data[k]->option == item->option)
      held.most += (int64_t)all->list.data[k]->count;
  for (int step = 0; step < 2; step++)
    add_entry(draft, &held, (lde_draft_held_entry){item->part, item->option, -1, step != 0, 1});
  lde_vec_push(&draft->held, held);
}

/* ---- who is turned away ---- */

static void turn_away(lde_naming *names, const lde_name_item *item)
{
  lde_draft *draft = names->draft;
  const lde_draft_part *part = &draft->parts.data[item->part];

  for (size_t i = 0; i < part->people_count && item->rank < 2; i++) {
    const lde_candidate *person = &names->order[item->part][i];
    lde_name_bundle bundle = {.count = 0};
    lde_name_add_steps(names, item, person->employee, &bundle);
    if (draft->naming_fits || /* it is not yet known who will have time left */
        (!person->seat && !lde_name_has_room(names, person->employee, item->minutes + bundle.minutes)))
      lde_vec_push(&draft->rejected, ((lde_draft_rejected){person->employee, part->need, item->option,
                                                           item->minutes + bundle.minutes,
                                                           names->most[person->employee] - names->minutes[person->employee]}));
  }
}

void lde_name_turn_away(lde_naming *names, const lde_name_items *nameless)
{
  for (size_t i = 0; i < nameless->list.len; i++)
    turn_away(names, nameless->list.data[i]);
}

void lde_name_limits(lde_naming *names, const lde_name_items *nameless)
{
  lde_draft *draft = names->draft;
  size_t parts = draft->parts.len;
  unsigned char *concerned = lde_alloc(parts + 1, 1);
  int32_t *above, *root = lde_alloc(parts + 1, sizeof *root);

  lde_name_places(names);
  above = group_parts(names);
  for (size_t i = 0; i < nameless->list.len; i++)
    concerned[lde_disjoint_root(above, nameless->list.data[i]->part)] = 1;
  for (size_t p = 0; p < parts; p++) {
    int32_t of = lde_disjoint_root(above, (int32_t)p);
    root[p] = names->order[p] && concerned[of] ? of : -1;
  }
  lde_index groups = lde_index_new(root, parts, parts);
  for (size_t g = 0; g < parts; g++) {
    const int32_t *own = &groups.at[groups.start[g]];
    size_t count = (size_t)(groups.start[g + 1] - groups.start[g]);
    bool proven = count && (hold_group(names, own, count, false) ||
                            (draft->periods > 1 && !draft->naming_hasty && hold_group(names, own, count, true)));
    if (proven && draft->naming_rounds < (draft->naming_hasty ? ROUNDS_HASTY : ROUNDS_PROVEN))
      concerned[g] = 0;
  }
  for (size_t i = 0; i < nameless->list.len; i++)
    if (concerned[lde_disjoint_root(above, nameless->list.data[i]->part)])
      hold_item(names, nameless->list.data[i]);
  draft->naming_rounds++;
  lde_free(above);
  lde_index_free(&groups);
  lde_free(root);
  lde_free(concerned);
}

/* ---- what is told ---- */

/* What somebody has in the plan: seats for needs, and their time. */
typedef struct seated {
  int32_t employee, need;
  int64_t minutes;
} seated;

typedef LDE_VEC(seated) seated_list;

static int compare_seated(const void *a, const void *b)
{
  const seated *x = a, *y = b;
  if (x->employee != y->employee)
    return x->employee < y->employee ? -1 : 1;
  return (x->need > y->need) - (x->need < y->need);
}

static void list_seated(const lde_draft *draft, const lde_offer *offer, seated_list *out)
{
  for (size_t l = 0; l < offer->lines.len; l++) {
    const lde_offer_line *line = &offer->lines.data[l];
    for (size_t s = 0; s < line->served.len + line->steps.len; s++) {
      bool step = s >= line->served.len;
      const lde_offer_served *served = step ? &line->steps.data[s - line->served.len] : &line->served.data[s];
      for (size_t i = 0; i < served->employees.count; i++)
        lde_vec_push(out, ((seated){served->employees.rows[i], step ? -1 : draft->parts.data[served->part].need,
                                    line->minutes_per_seat}));
    }
  }
  if (out->len)
    qsort(out->data, out->len, sizeof *out->data, compare_seated);
}

static int compare_rejected(const void *a, const void *b)
{
  const lde_draft_rejected *x = a, *y = b;
  if (x->need != y->need)
    return x->need < y->need ? -1 : 1;
  if (x->option != y->option)
    return x->option < y->option ? -1 : 1;
  if (x->employee != y->employee)
    return x->employee < y->employee ? -1 : 1;
  return (x->minutes > y->minutes) - (x->minutes < y->minutes);
}

/* Whether somebody is without a seat for the need and has too little time for this one, as the plan is now. */
static bool is_without(const lde_draft *draft, const seated_list *list, lde_draft_rejected *each)
{
  size_t low = 0, high = list->len;

  each->left = lde_person_minutes(draft, each->employee);
  while (low < high) {
    size_t middle = low + (high - low) / 2;
    if (list->data[middle].employee < each->employee)
      low = middle + 1;
    else
      high = middle;
  }
  for (; low < list->len && list->data[low].employee == each->employee; low++) {
    if (list->data[low].need == each->need)
      return false;
    each->left -= list->data[low].minutes;
  }
  return each->left < each->minutes;
}

void lde_offer_tell_rejected(lde_draft *draft, lde_offer *offer)
{
  seated_list list = {0};

  if (draft->rejected.len)
    qsort(draft->rejected.data, draft->rejected.len, sizeof *draft->rejected.data, compare_rejected);
  list_seated(draft, offer, &list);
  for (size_t i = 0; i < draft->rejected.len; i++) {
    lde_draft_rejected *each = &draft->rejected.data[i];
    const lde_draft_rejected *last = i ? each - 1 : NULL;
    if (last && last->employee == each->employee && last->need == each->need && last->option == each->option)
      continue;
    if (is_without(draft, &list, each))
      lde_vec_push(&offer->rejected, ((lde_offer_rejected){each->employee,
                                                           lde_arena_strdup(&offer->arena, draft->needs.data[each->need].id),
                                                           draft->options.data[each->option].offering, each->minutes,
                                                           each->left}));
  }
  lde_vec_free(&list);
}
