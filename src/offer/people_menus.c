/* What each person of a group can take within the own time, and what that is worth at given prices. */
#include "offer/menus.h"

#include "base/integer.h"

#include <stdlib.h>
#include <string.h>

enum { CHOICES_MAX = 64, CELLS_MAX = 1024, DEPTH_MAX = 4 };

/* A seat with what has to come before it. */
typedef struct choice {
  int64_t minutes;
  int count;
  int32_t keys[LDE_BUNDLE_MAX];
} choice;

typedef struct choices {
  choice list[CHOICES_MAX];
  int count;
  bool many; /* more than there is room for */
} choices;

static void add(choices *to, choice each)
{
  to->many = to->many || to->count == CHOICES_MAX;
  if (to->count < CHOICES_MAX)
    to->list[to->count++] = each;
}

static bool has_key(const choice *each, int32_t key)
{
  for (int i = 0; i < each->count; i++)
    if (each->keys[i] == key)
      return true;
  return false;
}

static choice with_key(const lde_menus *menus, choice each, int32_t key)
{
  each.minutes += menus->keys.data[key].minutes;
  if (each.count < LDE_BUNDLE_MAX)
    each.keys[each.count++] = key;
  return each;
}

static void expand(const lde_menus *menus, choices *all, int32_t of, int32_t employee, int depth);

static bool comes_first(const lde_menus *menus, const lde_menu_key *key, const lde_menu_key *of, const lde_name_before *before)
{
  return key->part == of->part && key->step && (!menus->timed || key->period < of->period) &&
         lde_name_comes_first(menus->names->draft, key->option, key->part, before);
}

/* Each choice with each way to have what comes before. Who has it already may take it all the same. */
static void expand_before(const lde_menus *menus, choices *all, int32_t of, const lde_name_before *before, int32_t employee, int depth)
{
  choices *from = lde_alloc(1, sizeof *from), *one = lde_alloc(1, sizeof *one);

  *from = *all;
  all->count = 0;
  for (int i = 0; i < from->count; i++) {
    const choice *each = &from->list[i];
    bool there = false;
    for (size_t k = 0; k < menus->keys.len; k++) {
      if (!comes_first(menus, &menus->keys.data[k], &menus->keys.data[of], before))
        continue;
      there = there || has_key(each, (int32_t)k);
      if (has_key(each, (int32_t)k))
        continue;
      *one = (choices){.count = 1, .list = {with_key(menus, *each, (int32_t)k)}};
      if (!before->met && depth < DEPTH_MAX)
        expand(menus, one, (int32_t)k, employee, depth + 1);
      all->many = all->many || one->many;
      for (int c = 0; c < one->count; c++)
        add(all, one->list[c]);
    }
    if (before->met || there)
      add(all, *each);
  }
  lde_free(one);
  lde_free(from);
}

static void expand(const lde_menus *menus, choices *all, int32_t of, int32_t employee, int depth)
{
  int32_t part = menus->keys.data[of].part, option = menus->keys.data[of].option;
  lde_name_before before[LDE_BUNDLE_MAX];
  int count;

  if (!lde_name_follows(menus->names->draft, option, part))
    return;
  count = lde_name_befores(menus->names->draft, option, part, employee, before);
  for (int i = 0; i < count; i++)
    expand_before(menus, all, of, &before[i], employee, depth);
}

/* All that somebody can take for a need. Where that is too much to list, the steps come without their time and,
 * as they are not all taken, never cost anything: what people can take then counts as more than it is, which is
 * allowed. */
static void list_choices(lde_menus *menus, int32_t part, int32_t employee, choices *out)
{
  choices *one = lde_alloc(1, sizeof *one);

  out->count = 0;
  for (size_t k = 0; k < menus->keys.len; k++) {
    const lde_menu_key *key = &menus->keys.data[k];
    if (key->part != part || key->step)
      continue;
    *one = (choices){.count = 1, .list = {with_key(menus, (choice){0}, (int32_t)k)}};
    expand(menus, one, (int32_t)k, employee, 0);
    if (one->many || out->count + one->count > CHOICES_MAX) {
      *one = (choices){.count = 1, .list = {with_key(menus, (choice){0}, (int32_t)k)}};
      for (size_t s = 0; s < menus->keys.len; s++)
        if (menus->keys.data[s].part == part && menus->keys.data[s].step && one->list[0].count < LDE_BUNDLE_MAX) {
          one->list[0].keys[one->list[0].count++] = (int32_t)s;
          menus->keys.data[s].plain = true;
        }
    }
    for (int c = 0; c < one->count; c++)
      add(out, one->list[c]);
  }
  lde_free(one);
}

/* ---- menus ---- */

typedef struct member {
  int32_t employee, part;
} member;

static int compare_members(const void *a, const void *b)
{
  const member *x = a, *y = b;
  if (x->employee != y->employee)
    return x->employee < y->employee ? -1 : 1;
  return (x->part > y->part) - (x->part < y->part);
}

static void add_code(lde_menus *menus, int64_t number)
{
  lde_vec_push(&menus->code, (int32_t)(number < INT32_MAX ? number : INT32_MAX));
}

static void add_menu(lde_menus *menus, const member *members, size_t count)
{
  choices *all = lde_alloc(1, sizeof *all);
  lde_menu menu = {.first = menus->code.len, .people = 1};
  int64_t most = menus->names->most[members[0].employee], longest = 0;

  add_code(menus, most);
  add_code(menus, (int64_t)count);
  for (size_t m = 0; m < count; m++) {
    int64_t own = 0;
    list_choices(menus, members[m].part, members[m].employee, all);
    add_code(menus, all->count);
    for (int c = 0; c < all->count; c++) {
      const choice *each = &all->list[c];
      own = each->minutes > own ? each->minutes : own;
      menus->unit = lde_gcd(each->minutes, menus->unit);
      add_code(menus, each->minutes);
      add_code(menus, each->count);
      for (int i = 0; i < each->count; i++)
        add_code(menus, each->keys[i]);
    }
    longest += own;
  }
  if (longest <= most)
    menus->code.data[menu.first] = -1; /* all of it fits */
  menu.length = menus->code.len - menu.first;
  lde_vec_push(&menus->menus, menu);
  lde_free(all);
}

/* The new menu counts with one that is there already. */
static void join_menu(lde_menus *menus)
{
  const lde_menu *last = &menus->menus.data[menus->menus.len - 1];

  for (size_t i = 0; i + 1 < menus->menus.len; i++) {
    lde_menu *each = &menus->menus.data[i];
    if (each->length == last->length &&
        !memcmp(&menus->code.data[each->first], &menus->code.data[last->first], each->length * sizeof *menus->code.data)) {
      each->people++;
      menus->code.len = last->first;
      menus->menus.len--;
      return;
    }
  }
}

static void add_key(lde_menus *menus, int32_t part, int32_t option, int32_t period, bool step, int64_t seats)
{
  for (size_t k = 0; k < menus->keys.len; k++) {
    lde_menu_key *key = &menus->keys.data[k];
    if (key->part == part && key->option == option && key->period == period && key->step == step) {
      key->seats += seats;
      return;
    }
  }
  lde_vec_push(&menus->keys, ((lde_menu_key){.part = part, .option = option, .period = period, .step = step, .seats = seats,
                                             .minutes = menus->names->draft->options.data[option].minutes}));
}

/* What the plan gives, and whatever could come before that. */
static void add_keys(lde_menus *menus, int32_t part)
{
  const lde_draft *draft = menus->names->draft;
  const lde_name_items *all = &menus->names->of_part[part];
  size_t first = menus->keys.len;
  lde_name_before before[LDE_BUNDLE_MAX];

  for (size_t i = 0; i < all->list.len; i++)
    add_key(menus, part, all->list.data[i]->option, menus->timed ? all->list.data[i]->period : -1, all->list.data[i]->rank == 2,
            all->list.data[i]->served->seats);
  for (size_t k = first; k < menus->keys.len; k++) { /* the list grows on the way */
    int32_t option = menus->keys.data[k].option, from = menus->timed ? 0 : -1, to = menus->timed ? menus->keys.data[k].period : 0;
    int count = 0;
    if (lde_name_follows(draft, option, part))
      count = lde_name_befores(draft, option, part, menus->names->order[part][0].employee, before);
    for (int i = 0; i < count; i++)
      for (size_t o = 0; o < draft->options.len; o++)
        for (int32_t t = from; t < to && lde_name_comes_first(draft, (int32_t)o, part, &before[i]); t++)
          add_key(menus, part, (int32_t)o, t, true, 0);
  }
}

void lde_menus_people(lde_menus *menus, const int32_t *parts, size_t count)
{
  const lde_naming *names = menus->names;
  LDE_VEC(member) members = {0};

  for (size_t p = 0; p < count; p++)
    for (size_t i = 0; i < names->draft->parts.data[parts[p]].people_count; i++)
      lde_vec_push(&members, ((member){names->order[parts[p]][i].employee, parts[p]}));
  if (members.len)
    qsort(members.data, members.len, sizeof *members.data, compare_members);
  for (size_t from = 0, to; from < members.len; from = to) {
    for (to = from + 1; to < members.len && members.data[to].employee == members.data[from].employee; to++)
      ;
    add_menu(menus, &members.data[from], to - from);
    join_menu(menus);
  }
  if (!menus->unit)
    menus->unit = 1;
  lde_vec_free(&members);
}

void lde_menus_make(lde_menus *menus, lde_naming *names, const int32_t *parts, size_t count, bool timed)
{
  *menus = (lde_menus){.names = names, .timed = timed};
  for (size_t p = 0; p < count; p++)
    add_keys(menus, parts[p]);
  lde_menus_people(menus, parts, count);
}

void lde_menus_deinit(lde_menus *menus)
{
  lde_vec_free(&menus->keys);
  lde_vec_free(&menus->menus);
  lde_vec_free(&menus->code);
  lde_vec_free(&menus->room);
  lde_vec_free(&menus->pick);
}

/* ---- what is worth most ---- */

static int64_t price_of(const lde_menus *menus, const int32_t *choice)
{
  int64_t sum = 0;
  for (int32_t i = 0; i < choice[1]; i++)
    sum += menus->keys.data[choice[2 + i]].price;
  return sum;
}

static void count_choice(lde_menus *menus, const int32_t *choice, int64_t people)
{
  for (int32_t i = 0; i < choice[1]; i++)
    menus->keys.data[choice[2 + i]].taken += people;
}

/* Without a limit the best of each part counts. */
static int64_t best_free(lde_menus *menus, const lde_menu *menu)
{
  const int32_t *at = &menus->code.data[menu->first];
  int32_t parts = at[1];
  int64_t sum = 0;

  at += 2;
  for (int32_t p = 0; p < parts; p++) {
    int32_t count = *at++;
    const int32_t *best = NULL;
    int64_t most = 0;
    for (int32_t c = 0; c < count; c++, at += 2 + at[1])
      if (price_of(menus, at) > most) {
        most = price_of(menus, at);
        best = at;
      }
    if (best)
      count_choice(menus, best, menu->people);
    sum += most;
  }
  return sum;
}

/* The best choice of one length. */
struct wide {
  int32_t wide, at;
  int64_t price;
};

/* The choices of one part that are worth something, the best of each length; moves on to the next part. */
static int32_t by_width(const lde_menus *menus, const int32_t *code, const int32_t **at, int64_t unit, struct wide *out)
{
  int32_t count = *(*at)++, found = 0;

  for (int32_t c = 0; c < count; c++, *at += 2 + (*at)[1]) {
    struct wide each = {(int32_t)((*at)[0] / unit), (int32_t)(*at - code), price_of(menus, *at)};
    int32_t i = 0;
    while (i < found && out[i].wide != each.wide)
      i++;
    if (each.price > 0 && (i == found || each.price > out[i].price))
      out[i] = each;
    found += i == found && each.price > 0;
  }
  return found;
}

/* Part by part: the most that fits into each amount of time. Time is rounded down to the unit. */
static int64_t best_within(lde_menus *menus, const lde_menu *menu)
{
  const int32_t *code = &menus->code.data[menu->first], *at = code + 2;
  int64_t unit = code[0] / menus->unit > CELLS_MAX ? code[0] / CELLS_MAX + 1 : menus->unit, sum;
  int32_t parts = code[1], cells = (int32_t)(code[0] / unit) + 1, left = cells - 1;

  lde_vec_reserve(&menus->room, (size_t)(parts + 1) * (size_t)cells);
  lde_vec_reserve(&menus->pick, (size_t)(parts + 1) * (size_t)cells);
  memset(menus->room.data, 0, (size_t)cells * sizeof *menus->room.data);
  for (int32_t p = 0; p < parts; p++) {
    const int64_t *before = menus->room.data + (ptrdiff_t)p * cells;
    int64_t *now = menus->room.data + (ptrdiff_t)(p + 1) * cells;
    int32_t *pick = menus->pick.data + (ptrdiff_t)p * cells;
    struct wide list[CHOICES_MAX];
    int32_t count = by_width(menus, code, &at, unit, list);
    memcpy(now, before, (size_t)cells * sizeof *now);
    memset(pick, 0, (size_t)cells * sizeof *pick);
    for (int32_t c = 0; c < count; c++)
      for (int32_t w = list[c].wide; w < cells; w++)
        if (before[w - list[c].wide] + list[c].price > now[w]) {
          now[w] = before[w - list[c].wide] + list[c].price;
          pick[w] = list[c].at;
        }
  }
  sum = menus->room.data[(ptrdiff_t)parts * cells + left];
  for (int32_t p = parts; p-- > 0;) {
    int32_t chosen = menus->pick.data[(ptrdiff_t)p * cells + left];
    if (!chosen)
      continue;
    count_choice(menus, code + chosen, menu->people);
    left -= (int32_t)(code[chosen] / unit);
  }
  return sum;
}

int64_t lde_menus_best(lde_menus *menus)
{
  int64_t sum = 0;

  for (size_t k = 0; k < menus->keys.len; k++)
    menus->keys.data[k].taken = 0;
  for (size_t i = 0; i < menus->menus.len; i++) {
    const lde_menu *menu = &menus->menus.data[i];
    int64_t own = menus->code.data[menu->first] < 0 ? best_free(menus, menu) : best_within(menus, menu);
    sum += own * menu->people;
  }
  return sum;
}
