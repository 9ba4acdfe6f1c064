/* Derived: the weight of every goal in the whole, and what a need means for strategy and for people
 * (data-model.md 3.5). */
#include <stdlib.h>
#include <string.h>

#include "base/integer.h"
#include "model/derive.h"
#include "model/derived.h"

enum { ONE_SHARE = 10000, ONE_NUMBER = 1000000 };

static bool is_active(lde_dataset *ds, int32_t goal)
{
  return !lde_has(ds, goal, status, goal) ||
         lde_get(ds, goal, status, goal) == LDE_CHOICE_OF(goal_status, active);
}

/* What the active goals under one parent weigh together, and how many they are. */
typedef struct siblings {
  int64_t weight, count;
} siblings;

/* By the row of the parent + 1; the top goals under 0. */
static siblings *sum_siblings(lde_dataset *ds)
{
  siblings *all = lde_alloc((size_t)lde_count(ds, goal) + 1, sizeof *all);

  for (int32_t row = 0; row < lde_count(ds, goal); row++) {
    siblings *one = &all[lde_get_row(ds, goal, parent, row) + 1];
    if (!is_active(ds, row))
      continue;
    one->weight = lde_add_capped(one->weight, lde_get(ds, goal, weight, row));
    one->count++;
  }
  return all;
}

/* Weight of a goal divided by the sum of its active siblings; without any weight all are equal. */
static double share_among_siblings(lde_dataset *ds, const siblings *all, int32_t goal)
{
  const siblings *one = &all[lde_get_row(ds, goal, parent, goal) + 1];

  if (!is_active(ds, goal))
    return 0;
  return one->weight > 0 ? (double)lde_get(ds, goal, weight, goal) / (double)one->weight
                         : 1.0 / (double)one->count;
}

/* The share of the whole: that among its siblings times that of the goal above, from the top down. */
void lde_derive_goals(lde_dataset *ds)
{
  size_t count = (size_t)lde_count(ds, goal), depth;
  siblings *all = sum_siblings(ds);
  double *weight = lde_alloc(count + 1, sizeof *weight);
  bool *known = lde_alloc(count + 1, sizeof *known);
  int32_t *way = lde_alloc(count + 1, sizeof *way);

  for (int32_t goal = 0; goal < (int32_t)count; goal++) {
    depth = 0;
    for (int32_t at = goal; at != LDE_NO_ROW && !known[at] && depth <= count; at = lde_get_row(ds, goal, parent, at))
      way[depth++] = at;
    while (depth > 0) {
      int32_t at = way[--depth], above = lde_get_row(ds, goal, parent, at);
      weight[at] = share_among_siblings(ds, all, at) * (above == LDE_NO_ROW ? 1 : weight[above]);
      known[at] = true;
    }
    lde_derive(ds, goal, total_weight, goal, (int64_t)(weight[goal] * ONE_NUMBER + 0.5));
  }
  lde_free(all);
  lde_free(weight);
  lde_free(known);
  lde_free(way);
}

/* The share of a goal that one contribution claims: its expected share, or its weight divided by the
 * sum over the goal, or all of it when neither is written. */
static int64_t contribution_share(lde_dataset *ds, int32_t contribution)
{
  const lde_entity *entity = lde_schema_entity(ds->schema, LDE_E(goal_contribution));
  int32_t goal = lde_get_row(ds, goal_contribution, goal, contribution);
  int64_t sum = 0;
  lde_rows all;

  if (lde_has(ds, goal_contribution, expected_share, contribution))
    return lde_get(ds, goal_contribution, expected_share, contribution);
  if (!lde_has(ds, goal_contribution, weight, contribution))
    return ONE_SHARE;
  all = lde_dataset_inverse(ds, &entity->fields[LDE_F(goal_contribution, goal)], LDE_E(goal), goal);
  for (size_t i = 0; i < all.count; i++)
    sum = lde_add_capped(sum, lde_get(ds, goal_contribution, weight, all.rows[i]));
  return lde_ratio(lde_get(ds, goal_contribution, weight, contribution), sum, ONE_SHARE);
}

static size_t goals_of(lde_dataset *ds, int field, int32_t entity, int32_t row, lde_goal_share **out)
{
  const lde_entity *contributions = lde_schema_entity(ds->schema, LDE_E(goal_contribution));
  lde_rows rows = lde_dataset_inverse(ds, &contributions->fields[field], entity, row);
  size_t count = 0;

  *out = lde_alloc(rows.count, sizeof **out);
  for (size_t i = 0; i < rows.count; i++)
    (*out)[count++] = (lde_goal_share){lde_get_row(ds, goal_contribution, goal, rows.rows[i]),
                                       contribution_share(ds, rows.rows[i])};
  return count;
}

size_t lde_need_goals(lde_dataset *ds, int32_t need, lde_goal_share **out)
{
  return goals_of(ds, LDE_F(goal_contribution, need), LDE_E(need), need, out);
}

size_t lde_competency_goals(lde_dataset *ds, int32_t competency, lde_goal_share **out)
{
  return goals_of(ds, LDE_F(goal_contribution, competency), LDE_E(competency), competency, out);
}

/* Needs */

/* What the people of a need have in common: it depends on its employees, or on its unit and role alone,
 * and is then kept for the other needs with the same. */
typedef struct need_group {
  size_t heads;
  unsigned char *roles; /* by row of role: some of them hold it */
} need_group;

typedef LDE_VEC(need_group) need_groups;

static need_group make_group(lde_dataset *ds, int32_t need)
{
  need_group group = {.roles = lde_alloc((size_t)lde_count(ds, role), 1)};
  int32_t *people, role = lde_get_row(ds, need, role, need), roles[LDE_ROLES_MAX];

  group.heads = lde_need_people(ds, need, &people);
  if (role != LDE_NO_ROW)
    group.roles[role] = 1;
  for (size_t p = 0; role == LDE_NO_ROW && p < group.heads; p++)
    for (size_t r = lde_employee_roles(ds, people[p], roles, LDE_ROLES_MAX); r > 0; r--)
      group.roles[roles[r - 1]] = 1;
  lde_free(people);
  return group;
}

/* The number of the group in `groups`; `known` leads from unit and role to it. */
static size_t group_of(lde_dataset *ds, int32_t need, lde_map *known, need_groups *groups)
{
  bool named = lde_get_list(ds, need, employees, need).count > 0;
  int64_t key = lde_ref_pack(lde_get_row(ds, need, unit, need) + 1, lde_get_row(ds, need, role, need) + 1);
  int32_t found = named ? LDE_MAP_NONE : lde_map_find(known, key);

  if (found != LDE_MAP_NONE)
    return (size_t)found;
  lde_vec_push(groups, make_group(ds, need));
  if (!named)
    lde_map_put(known, key, (int32_t)groups->len - 1);
  return groups->len - 1;
}

/* The highest criticality that the group's roles give to a competency; and whether one of these
 * requirements is mandatory. */
static int64_t group_criticality(lde_dataset *ds, const need_group *group, int32_t competency,
                                 bool *mandatory)
{
  const lde_table *table = lde_dataset_table(ds, LDE_E(role_requirement));
  lde_rows rows = lde_dataset_inverse(ds, &table->entity->fields[LDE_F(role_requirement, competency)],
                                      LDE_E(competency), competency);
  int64_t best = 1;

  for (size_t i = 0; i < rows.count; i++) {
    int32_t row = rows.rows[i];
    if (!group->roles[lde_get_row(ds, role_requirement, role, row)] ||
        !lde_row_is_in_force(ds, table, LDE_F(role_requirement, valid_from),
                             LDE_F(role_requirement, valid_to), row))
      continue;
    if (lde_get(ds, role_requirement, criticality, row) > best)
      best = lde_get(ds, role_requirement, criticality, row);
    if (lde_get(ds, role_requirement, mandatory, row))
      *mandatory = true;
  }
  return best;
}

typedef struct need_facts {
  double push, pull;
  bool mandatory, core;
} need_facts;

static void weigh_competencies(lde_dataset *ds, int32_t need, const need_group *group,
                               need_facts *facts)
{
  const lde_entity *entity = lde_schema_entity(ds->schema, LDE_E(need_competency));
  lde_rows rows = lde_dataset_inverse(ds, &entity->fields[LDE_F(need_competency, need)], LDE_E(need), need);
  int64_t heads = lde_get(ds, need, heads, need), levels = 0;

  for (size_t i = 0; i < rows.count; i++) {
    int32_t row = rows.rows[i], competency = lde_get_row(ds, need_competency, competency, row);
    int64_t gain = lde_get(ds, need_competency, to_level, row) - lde_get(ds, need_competency, from_level, row);
    int64_t critical = group_criticality(ds, group, competency, &facts->mandatory);
    if (lde_is_open(ds, need_competency, heads, row))
      lde_derive(ds, need_competency, heads, row, heads);
    if (lde_get(ds, competency, core, competency))
      facts->core = true;
    if (gain > 0)
      levels += gain;
    if (gain > 0 && heads > 0)
      facts->pull += (double)lde_get(ds, need_competency, heads, row) * (double)(gain * critical) /
                     (double)heads;
  }
  lde_derive(ds, need, gap, need, levels);
}

/* By id, so that goals that weigh the same do not follow the order of the file. */
static bool comes_before(const lde_dataset *ds, int32_t goal, int32_t other)
{
  return strcmp(lde_text_of(ds, goal, id, goal), lde_text_of(ds, goal, id, other)) < 0;
}

static void find_goals(lde_dataset *ds, int32_t need, need_facts *facts)
{
  lde_goal_share *shares;
  size_t count = lde_need_goals(ds, need, &shares);
  double best = 0;

  lde_table_clear(lde_dataset_table(ds, LDE_E(need)), LDE_F(need, goal), need);
  for (size_t i = 0; i < count; i++) {
    double push = (double)lde_get(ds, goal, total_weight, shares[i].goal) / ONE_NUMBER *
                  (double)shares[i].share / ONE_SHARE;
    facts->push += push;
    if (push > best || (push > 0 && push == best &&
                        comes_before(ds, shares[i].goal, lde_get_row(ds, need, goal, need)))) {
      best = push;
      lde_derive(ds, need, goal, need, shares[i].goal);
    }
  }
  lde_free(shares);
}

static int64_t lane_of(lde_dataset *ds, int32_t need, const need_facts *facts)
{
  lde_rows triggers = lde_get_list(ds, need, triggers, need);
  bool law = false;

  for (size_t i = 0; i < triggers.count; i++)
    if (lde_get(ds, trigger, kind, triggers.rows[i]) == LDE_CHOICE_OF(trigger_kind, law))
      law = true;
  if (lde_has(ds, need, credential_type, need) || law || facts->mandatory)
    return LDE_CHOICE_OF(lane, mandatory);
  if (facts->core)
    return LDE_CHOICE_OF(lane, core);
  if (lde_has(ds, need, level, need) &&
      lde_get(ds, need, level, need) == LDE_CHOICE_OF(need_level, individual))
    return LDE_CHOICE_OF(lane, individual);
  return facts->push > 0 ? LDE_CHOICE_OF(lane, strategic) : LDE_CHOICE_OF(lane, team);
}

void lde_derive_needs(lde_dataset *ds)
{
  int32_t count = lde_count(ds, need);
  need_facts *facts = lde_alloc((size_t)count, sizeof *facts);
  need_groups groups = {0};
  lde_map known = {0}; /* unit and role → group */
  double push = 0, pull = 0;

  for (int32_t need = 0; need < count; need++) {
    size_t number = group_of(ds, need, &known, &groups);
    const need_group *group = &groups.data[number];
    if (lde_is_open(ds, need, heads, need))
      lde_derive(ds, need, heads, need, (int64_t)group->heads);
    weigh_competencies(ds, need, group, &facts[need]);
    find_goals(ds, need, &facts[need]);
    if (lde_is_open(ds, need, lane, need))
      lde_derive(ds, need, lane, need, lane_of(ds, need, &facts[need]));
    if (facts[need].push > push)
      push = facts[need].push;
    if (facts[need].pull > pull)
      pull = facts[need].pull;
  }
  for (int32_t need = 0; need < count; need++) {
    int64_t p = push > 0 ? (int64_t)(facts[need].push / push * ONE_NUMBER + 0.5) : 0;
    int64_t q = pull > 0 ? (int64_t)(facts[need].pull / pull * ONE_NUMBER + 0.5) : 0;
    lde_derive(ds, need, push, need, p);
    lde_derive(ds, need, pull, need, q);
    if (lde_is_open(ds, need, priority, need))
      lde_derive(ds, need, priority, need,
                 (ds->lambda * p + (ONE_SHARE - ds->lambda) * q + ONE_SHARE / 2) / ONE_SHARE);
  }
  for (size_t i = 0; i < groups.len; i++)
    lde_free(groups.data[i].roles);
  lde_vec_free(&groups);
  lde_map_free(&known);
  lde_free(facts);
}
