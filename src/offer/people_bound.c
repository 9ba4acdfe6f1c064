#include "offer/people_bound.h"

#include <math.h>

#include "base/disjoint.h"
#include "base/index.h"
#include "offer/menus.h"

/* Columns of the same option for a part, which cost people the same. */
typedef struct member {
  int32_t column, cell;  /* cell: -1 when its heads are limited as before */
  int32_t entry, entries; /* of counted rows */
} member;

typedef struct seat_key {
  int32_t first, count; /* members */
  int32_t dearest;      /* member, at the prices of now */
} seat_key;

/* People who share needs. */
typedef struct group {
  lde_menus menus;
  int32_t key; /* of the first key of its menus */
} group;

struct lde_people_bound {
  const lde_build *build;
  lde_naming names;
  bool *counted; /* by row, then by cell */
  lde_index columns; /* by part */
  LDE_VEC(member) members;
  LDE_VEC(seat_key) keys;
  LDE_VEC(lde_entry) entries; /* of members; `var` is not used */
  LDE_VEC(group) groups;
  lde_dual_people hook;
};

/* ---- whose time is known ---- */

static lde_index index_columns(const lde_build *build)
{
  int32_t *part = lde_alloc(build->columns.len + 1, sizeof *part);

  for (size_t c = 0; c < build->columns.len; c++)
    part[c] = lde_column_part(build, c);
  lde_index columns = lde_index_new(part, build->columns.len, build->draft->parts.len);
  lde_free(part);
  return columns;
}

/* Everybody in the part is known and decided on alone, and nothing is fixed. */
static bool is_known(const lde_people_bound *all, int32_t part)
{
  const lde_draft_part *each = &all->build->draft->parts.data[part];
  bool known = each->people_count && (int64_t)each->people_count == each->heads &&
               lde_alike_leader(&all->build->alike, part) == part && lde_alike_next(&all->build->alike, part) < 0;

  for (int32_t k = all->columns.start[part]; known && k < all->columns.start[part + 1]; k++)
    known = all->build->problem.columns.data[all->columns.at[k]].lower == 0;
  return known;
}

static void list_people(lde_people_bound *all)
{
  lde_draft *draft = all->build->draft;
  size_t people = (size_t)lde_count(draft->ds, employee);
  lde_naming *names = &all->names;

  names->draft = draft;
  names->most = lde_alloc(people + 1, sizeof *names->most);
  names->order = lde_alloc(draft->parts.len + 1, sizeof *names->order);
  for (size_t e = 0; e < people; e++)
    names->most[e] = lde_person_minutes(draft, (int32_t)e);
  for (size_t p = 0; p < draft->parts.len; p++) {
    const lde_draft_part *part = &draft->parts.data[p];
    if (!is_known(all, (int32_t)p))
      continue;
    names->order[p] = lde_alloc(part->people_count + 1, sizeof **names->order);
    for (size_t i = 0; i < part->people_count; i++)
      names->order[p][i].employee = part->people[i];
  }
}

/* Rows of people's own time in which everybody is known, and cells of such people that are no tiers. */
static void count_limits(lde_people_bound *all)
{
  const lde_build *build = all->build;
  const lde_problem *problem = &build->problem;
  int32_t *tiers = lde_alloc(build->draft->parts.len + 1, sizeof *tiers);

  all->counted = lde_alloc(problem->rows.len + problem->cells.len + 1, sizeof *all->counted);
  for (size_t r = 0; r < problem->rows.len; r++) {
    bool known = build->rows.data[r].kind == LDE_ROW_HOURS && build->rows.data[r].own;
    for (int32_t e = problem->row_start[r]; known && e < problem->row_start[r + 1]; e++) {
      int32_t var = problem->entries.data[e].var, part = var < (int32_t)build->columns.len ? lde_column_part(build, var) : -1;
      known = part >= 0 && all->names.order[part];
    }
    all->counted[r] = known;
  }
  for (size_t c = 0; c < build->cells.len; c++)
    if (build->cells.data[c].part >= 0 && !build->cells.data[c].step)
      tiers[build->cells.data[c].part]++;
  for (size_t c = 0; c < build->cells.len; c++) {
    int32_t part = build->cells.data[c].part;
    all->counted[problem->rows.len + c] = part >= 0 && all->names.order[part] && (build->cells.data[c].step || tiers[part] == 1);
  }
  lde_free(tiers);
}

/* ---- keys ---- */

static bool is_same(const lde_people_bound *all, const member *a, const member *b)
{
  bool same = a->cell == b->cell && a->entries == b->entries;

  for (int32_t i = 0; same && i < a->entries; i++)
    same = all->entries.data[a->entry + i].row == all->entries.data[b->entry + i].row &&
           all->entries.data[a->entry + i].factor == all->entries.data[b->entry + i].factor;
  return same;
}

static void add_member(lde_people_bound *all, seat_key *key, int32_t column)
{
  const lde_problem *problem = &all->build->problem;
  int32_t cell = problem->columns.data[column].cell;
  member each = {.column = column, .cell = all->counted[problem->rows.len + (size_t)cell] ? cell : -1, .entry = (int32_t)all->entries.len};

  for (int32_t k = problem->var_start[column]; k < problem->var_start[column + 1]; k++) {
    const lde_entry *entry = &problem->entries.data[problem->var_entry[k]];
    if (all->counted[entry->row])
      lde_vec_push(&all->entries, *entry);
  }
  each.entries = (int32_t)all->entries.len - each.entry;
  for (int32_t i = key->first; i < key->first + key->count; i++)
    if (is_same(all, &all->members.data[i], &each)) {
      all->entries.len = (size_t)each.entry;
      return;
    }
  lde_vec_push(&all->members, each);
  key->count++;
}

/* A kind of seat: all columns of the part in the option, as steps or not. */
static void add_key(lde_people_bound *all, group *of, int32_t part, int32_t option, bool step)
{
  seat_key key = {.first = (int32_t)all->members.len};

  for (int32_t k = all->columns.start[part]; k < all->columns.start[part + 1]; k++)
    if (lde_column_option(all->build, all->columns.at[k]) == option && all->build->cells.data[lde_column_cell(all->build, all->columns.at[k])].step == step)
      add_member(all, &key, all->columns.at[k]);
  lde_vec_push(&all->keys, key);
  lde_vec_push(&of->menus.keys, ((lde_menu_key){.part = part, .option = option, .period = -1, .step = step,
                                                .minutes = all->build->draft->options.data[option].minutes}));
}

static void add_keys(lde_people_bound *all, group *of, int32_t part)
{
  size_t first = of->menus.keys.len;

  for (int32_t k = all->columns.start[part]; k < all->columns.start[part + 1]; k++) {
    int32_t option = lde_column_option(all->build, all->columns.at[k]);
    bool step = all->build->cells.data[lde_column_cell(all->build, all->columns.at[k])].step, there = false;
    for (size_t i = first; i < of->menus.keys.len; i++)
      there = there || (of->menus.keys.data[i].option == option && of->menus.keys.data[i].step == step);
    if (!there)
      add_key(all, of, part, option, step);
  }
}

/* False when there are more ways to take some steps than can be listed. */
static bool add_group(lde_people_bound *all, const int32_t *parts, size_t count)
{
  group own = {.key = (int32_t)all->keys.len, .menus = {.names = &all->names}};
  bool plain = false;

  for (size_t p = 0; p < count; p++)
    add_keys(all, &own, parts[p]);
  lde_menus_people(&own.menus, parts, count);
  for (size_t k = 0; k < own.menus.keys.len; k++)
    plain = plain || own.menus.keys.data[k].plain;
  lde_vec_push(&all->groups, own);
  return !plain;
}

static bool add_groups(lde_people_bound *all)
{
  const lde_draft *draft = all->build->draft;
  size_t parts = draft->parts.len;
  int32_t *above = lde_part_groups(draft), *root = lde_alloc(parts + 1, sizeof *root);
  bool listed = true;

  for (size_t p = 0; p < parts; p++)
    root[p] = all->names.order[p] ? lde_disjoint_root(above, (int32_t)p) : -1;
  lde_index groups = lde_index_new(root, parts, parts);
  for (size_t g = 0; g < parts; g++) {
    size_t count = (size_t)(groups.start[g + 1] - groups.start[g]);
    if (count)
      listed = add_group(all, &groups.at[groups.start[g]], count) && listed;
  }
  lde_index_free(&groups);
  lde_free(root);
  lde_free(above);
  return listed && all->groups.len;
}

/* ---- what people take ---- */

static double member_price(const lde_people_bound *all, const member *each, const double *price)
{
  double sum = each->cell >= 0 ? price[all->build->problem.rows.len + (size_t)each->cell] : 0;

  for (int32_t i = each->entry; i < each->entry + each->entries; i++)
    sum += price[all->entries.data[i].row] * (double)all->entries.data[i].factor;
  return sum;
}

/* Prices are rounded up, so that what is taken counts as worth at least what it is. */
static void price_key(lde_people_bound *all, seat_key *key, lde_menu_key *to, const double *price)
{
  double most = -1;

  for (int32_t i = key->first; i < key->first + key->count; i++) {
    double own = member_price(all, &all->members.data[i], price);
    if (own > most) {
      most = own;
      key->dearest = i;
    }
  }
  to->price = most > 0 ? (int64_t)ceil(fmin(most, 1e15)) : 0;
}

static void count_key(const lde_people_bound *all, const seat_key *key, int64_t taken, double *activity)
{
  const member *each = &all->members.data[key->dearest];

  if (each->cell >= 0)
    activity[all->build->problem.rows.len + (size_t)each->cell] -= (double)taken;
  for (int32_t i = each->entry; i < each->entry + each->entries; i++)
    activity[all->entries.data[i].row] -= (double)(taken * all->entries.data[i].factor);
}

static double take(void *context, const double *price, double *activity)
{
  lde_people_bound *all = context;
  double sum = 0;

  for (size_t g = 0; g < all->groups.len; g++) {
    group *own = &all->groups.data[g];
    for (size_t k = 0; k < own->menus.keys.len; k++)
      price_key(all, &all->keys.data[(size_t)own->key + k], &own->menus.keys.data[k], price);
    sum += (double)lde_menus_best(&own->menus);
    for (size_t k = 0; k < own->menus.keys.len; k++)
      if (own->menus.keys.data[k].taken)
        count_key(all, &all->keys.data[(size_t)own->key + k], own->menus.keys.data[k].taken, activity);
  }
  return sum;
}

/* ---- all of it ---- */

lde_people_bound *lde_people_bound_new(const lde_build *build)
{
  lde_people_bound *all = lde_alloc(1, sizeof *all);

  all->build = build;
  all->columns = index_columns(build);
  list_people(all);
  count_limits(all);
  if (!add_groups(all)) {
    lde_people_bound_free(all);
    return NULL;
  }
  all->hook = (lde_dual_people){all->counted, take, all};
  return all;
}

void lde_people_bound_free(lde_people_bound *bound)
{
  if (!bound)
    return;
  for (size_t p = 0; p < bound->build->draft->parts.len; p++)
    lde_free(bound->names.order[p]);
  for (size_t g = 0; g < bound->groups.len; g++)
    lde_menus_deinit(&bound->groups.data[g].menus);
  lde_free(bound->names.order);
  lde_free(bound->names.most);
  lde_free(bound->counted);
  lde_index_free(&bound->columns);
  lde_vec_free(&bound->members);
  lde_vec_free(&bound->keys);
  lde_vec_free(&bound->entries);
  lde_vec_free(&bound->groups);
  lde_free(bound);
}

const lde_dual_people *lde_people_bound_hook(const lde_people_bound *bound)
{
  return &bound->hook;
}
