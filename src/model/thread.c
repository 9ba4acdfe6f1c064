#include "model/thread.h"

#include <stdlib.h>

#include "base/integer.h"
#include "model/derived.h"

enum { ONE_SHARE = 10000 };

typedef lde_thread_edges edges;
typedef LDE_VEC(int64_t) nodes;

typedef struct down_link {
  int64_t upper;
  int32_t edge; /* number in `all` */
} down_link;

typedef struct thread {
  lde_dataset *ds;
  edges all;       /* by lower, then upper: the way up */
  down_link *down; /* the same by upper */
  int32_t *seen;   /* by edge: mark of the last walk that went along it */
  int32_t mark;
} thread;

/* The edges: references of the model, and versions that name each other */

static void link_rows(thread *t, int upper_entity, int32_t upper, int lower_entity, int32_t lower)
{
  if (upper != LDE_NO_ROW && lower != LDE_NO_ROW)
    lde_vec_push(&t->all, ((lde_thread_edge){.upper = lde_ref_pack(upper_entity, upper),
                                             .lower = lde_ref_pack(lower_entity, lower)}));
}

static const struct {
  int entity, field;
  bool holder_is_upper; /* else what the field refers to is the upper one */
} references[] = {
    {LDE_E(goal), LDE_F(goal, parent), false},
    {LDE_E(kpi), LDE_F(kpi, goal), false},
    {LDE_E(movement), LDE_F(movement, goals), false},
    {LDE_E(programme), LDE_F(programme, goals), false},
    {LDE_E(programme), LDE_F(programme, movement), false},
    {LDE_E(programme), LDE_F(programme, hrd_plan), false},
    {LDE_E(hrd_plan), LDE_F(hrd_plan, goals), false},
    {LDE_E(annual_plan), LDE_F(annual_plan, hrd_plan), false},
    {LDE_E(annual_plan), LDE_F(annual_plan, policy), false},
    {LDE_E(plan_line), LDE_F(plan_line, annual_plan), false},
    {LDE_E(plan_line), LDE_F(plan_line, programme), false},
    {LDE_E(plan_line), LDE_F(plan_line, offering), true},
    {LDE_E(session), LDE_F(session, plan_line), false},
    {LDE_E(evaluation_plan), LDE_F(evaluation_plan, plan_line), false},
};

static void link_references(thread *t)
{
  for (size_t i = 0; i < sizeof references / sizeof *references; i++) {
    int entity = references[i].entity;
    const lde_table *table = lde_dataset_table(t->ds, entity);
    const lde_field *field = &table->entity->fields[references[i].field];
    for (int32_t row = 0; row < lde_table_count(table); row++) {
      int32_t one = LDE_NO_ROW;
      lde_rows to = {&one, 1};
      if (field->flags & LDE_LIST)
        to = lde_table_list(table, field->index, row);
      else
        one = lde_table_row(table, field->index, row);
      for (size_t n = 0; n < to.count; n++)
        if (references[i].holder_is_upper)
          link_rows(t, entity, row, field->target->index, to.rows[n]);
        else
          link_rows(t, field->target->index, to.rows[n], entity, row);
    }
  }
}

static void link_contributions(thread *t)
{
  lde_dataset *ds = t->ds;

  for (int32_t row = 0; row < lde_count(ds, goal_contribution); row++) {
    int32_t goal = lde_get_row(ds, goal_contribution, goal, row);
    link_rows(t, LDE_E(goal), goal, LDE_E(need), lde_get_row(ds, goal_contribution, need, row));
    link_rows(t, LDE_E(goal), goal, LDE_E(competency), lde_get_row(ds, goal_contribution, competency, row));
    link_rows(t, LDE_E(goal), goal, LDE_E(programme), lde_get_row(ds, goal_contribution, programme, row));
  }
  for (int32_t row = 0; row < lde_count(ds, need_competency); row++)
    link_rows(t, LDE_E(competency), lde_get_row(ds, need_competency, competency, row), LDE_E(need),
              lde_get_row(ds, need_competency, need, row));
  for (int32_t line = 0; line < lde_count(ds, plan_line); line++) {
    int32_t *needs;
    size_t count = lde_line_needs(ds, line, &needs);
    for (size_t i = 0; i < count; i++)
      link_rows(t, LDE_E(need), needs[i], LDE_E(plan_line), line);
    lde_free(needs);
  }
}

/* Every row of `lower` to the rows of `upper` with the version that its field names. */
static void link_versions(thread *t, int upper, int lower, int field)
{
  const lde_table *above = lde_dataset_table(t->ds, upper), *below = lde_dataset_table(t->ds, lower);
  const lde_field *version = lde_entity_field(above->entity, "version");

  for (int32_t row = 0; row < lde_table_count(below); row++)
    for (int32_t to = 0; lde_table_has(below, field, row) && to < lde_table_count(above); to++)
      if (lde_table_has(above, version->index, to) &&
          lde_table_get(above, version->index, to) == lde_table_get(below, field, row))
        link_rows(t, upper, to, lower, row);
}

/* A record outside the thread stands below the parts that it refers to. */
static void link_outsider(thread *t, int32_t entity, int32_t row)
{
  const lde_table *table = lde_dataset_table(t->ds, entity);

  for (size_t i = 0; i < t->all.len; i++)
    if (lde_ref_entity(t->all.data[i].upper) == entity || lde_ref_entity(t->all.data[i].lower) == entity)
      return;
  for (int f = 0; f < table->entity->field_count; f++) {
    const lde_field *field = &table->entity->fields[f];
    int32_t one = LDE_NO_ROW;
    lde_rows to = {&one, 1};
    if (field->type != LDE_TYPE_REFERENCE || !field->target || !lde_table_has(table, f, row))
      continue;
    if (field->flags & LDE_LIST)
      to = lde_table_list(table, f, row);
    else
      one = lde_table_row(table, f, row);
    for (size_t i = 0; i < to.count; i++)
      link_rows(t, field->target->index, to.rows[i], entity, row);
  }
}

static int compare(int64_t a, int64_t b)
{
  return (a > b) - (a < b);
}

static int by_lower(const void *a, const void *b)
{
  const lde_thread_edge *x = a, *y = b;
  int order = compare(x->lower, y->lower);
  return order ? order : compare(x->upper, y->upper);
}

static int by_upper(const void *a, const void *b)
{
  const down_link *x = a, *y = b;
  int order = compare(x->upper, y->upper);
  return order ? order : (x->edge > y->edge) - (x->edge < y->edge);
}

/* `entity` -1: only what is in the thread by itself. */
static void build(thread *t, int32_t entity, int32_t row)
{
  size_t count = 0;

  link_references(t);
  link_contributions(t);
  link_versions(t, LDE_E(mission_vision), LDE_E(goal), LDE_F(goal, strategy_version));
  link_versions(t, LDE_E(mission_vision), LDE_E(learning_vision),
                LDE_F(learning_vision, answers_strategy_version));
  link_versions(t, LDE_E(learning_vision), LDE_E(policy), LDE_F(policy, vision_version));
  link_versions(t, LDE_E(policy), LDE_E(hrd_plan), LDE_F(hrd_plan, policy_version));
  if (entity >= 0)
    link_outsider(t, entity, row);
  if (t->all.len)
    qsort(t->all.data, t->all.len, sizeof *t->all.data, by_lower);
  for (size_t i = 0; i < t->all.len; i++)
    if (!count || by_lower(&t->all.data[count - 1], &t->all.data[i]) != 0)
      t->all.data[count++] = t->all.data[i];
  t->all.len = count;
  t->down = lde_alloc(count, sizeof *t->down);
  t->seen = lde_alloc(count, sizeof *t->seen);
  for (size_t i = 0; i < count; i++)
    t->down[i] = (down_link){t->all.data[i].upper, (int32_t)i};
  if (count)
    qsort(t->down, count, sizeof *t->down, by_upper);
}

/* The first edge up from the node; the first link down from it. */
static size_t first_up(const thread *t, int64_t node)
{
  size_t low = 0, high = t->all.len;

  while (low < high) {
    size_t middle = low + (high - low) / 2;
    if (t->all.data[middle].lower < node)
      low = middle + 1;
    else
      high = middle;
  }
  return low;
}

static size_t first_down(const thread *t, int64_t node)
{
  size_t low = 0, high = t->all.len;

  while (low < high) {
    size_t middle = low + (high - low) / 2;
    if (t->down[middle].upper < node)
      low = middle + 1;
    else
      high = middle;
  }
  return low;
}

/* Money: what goes along the edges */

/* The way of one part of a line: what it serves, and under which plans. */
typedef struct way {
  nodes nodes;
  LDE_VEC(int32_t) edges;
} way;

static bool is_on(const way *way, int64_t node)
{
  for (size_t i = 0; i < way->nodes.len; i++)
    if (way->nodes.data[i] == node)
      return true;
  return false;
}

static void step(thread *t, way *way, int32_t edge)
{
  if (t->seen[edge] == t->mark)
    return;
  t->seen[edge] = t->mark;
  lde_vec_push(&way->edges, edge);
  if (!is_on(way, t->all.data[edge].upper))
    lde_vec_push(&way->nodes, t->all.data[edge].upper);
}

/* All that is above the nodes from number `from` on. A goal is a way up only for its own part: plans
 * name several goals, the part of the line serves one. */
static void climb(thread *t, way *way, size_t from, bool to_new_goals)
{
  for (; from < way->nodes.len; from++) {
    int64_t node = way->nodes.data[from];
    for (size_t e = first_up(t, node); e < t->all.len && t->all.data[e].lower == node; e++) {
      int64_t upper = t->all.data[e].upper;
      if (to_new_goals || lde_ref_entity(upper) != LDE_E(goal) || is_on(way, upper))
        step(t, way, (int32_t)e);
    }
  }
}

static void join(thread *t, way *way, int64_t upper, int64_t lower)
{
  size_t e = first_up(t, lower);

  while (e < t->all.len && t->all.data[e].lower == lower && t->all.data[e].upper != upper)
    e++;
  if (e < t->all.len && t->all.data[e].lower == lower)
    step(t, way, (int32_t)e);
}

static void find_way(thread *t, way *way, int32_t line, int32_t need, int32_t goal)
{
  lde_dataset *ds = t->ds;
  int64_t at = lde_ref_pack(LDE_E(plan_line), line);
  int32_t offering = lde_get_row(ds, plan_line, offering, line);
  size_t plans;

  way->nodes.len = way->edges.len = 0;
  t->mark++;
  if (goal != LDE_NO_ROW) {
    lde_vec_push(&way->nodes, lde_ref_pack(LDE_E(goal), goal));
    climb(t, way, 0, true);
    join(t, way, lde_ref_pack(LDE_E(goal), goal), lde_ref_pack(LDE_E(need), need));
  }
  plans = way->nodes.len;
  if (lde_has(ds, plan_line, programme, line))
    join(t, way, lde_ref_pack(LDE_E(programme), lde_get_row(ds, plan_line, programme, line)), at);
  if (lde_has(ds, plan_line, annual_plan, line))
    join(t, way, lde_ref_pack(LDE_E(annual_plan), lde_get_row(ds, plan_line, annual_plan, line)), at);
  climb(t, way, plans, false);
  if (need != LDE_NO_ROW)
    join(t, way, lde_ref_pack(LDE_E(need), need), at);
  if (offering != LDE_NO_ROW) {
    join(t, way, at, lde_ref_pack(LDE_E(offering), offering));
    lde_vec_push(&way->nodes, lde_ref_pack(LDE_E(offering), offering));
  }
  if (!is_on(way, at))
    lde_vec_push(&way->nodes, at);
}

/* One contribution of one need of a line. */
typedef struct claim {
  int32_t goal, need;
  int64_t share;
} claim;
typedef LDE_VEC(claim) claims;

static int by_goal(const void *a, const void *b)
{
  const claim *x = a, *y = b;
  return x->goal != y->goal ? (x->goal > y->goal) - (x->goal < y->goal)
                            : (x->need > y->need) - (x->need < y->need);
}

/* In the order of the goals, so that rounding ends where that of lde_line_goals does. Without any goal
 * the needs have equal parts; without needs the line is one part. */
static void find_claims(lde_dataset *ds, int32_t line, claims *found)
{
  int32_t *needs;
  size_t count = lde_line_needs(ds, line, &needs);

  found->len = 0;
  for (size_t n = 0; n < count; n++) {
    lde_goal_share *goals;
    size_t goal_count = lde_need_goals(ds, needs[n], &goals);
    for (size_t g = 0; g < goal_count; g++)
      if (goals[g].share > 0)
        lde_vec_push(found, ((claim){goals[g].goal, needs[n], goals[g].share}));
    lde_free(goals);
  }
  for (size_t n = 0, none = found->len; n < count && !none; n++)
    lde_vec_push(found, ((claim){LDE_NO_ROW, needs[n], 1}));
  if (!found->len)
    lde_vec_push(found, ((claim){LDE_NO_ROW, LDE_NO_ROW, 1}));
  qsort(found->data, found->len, sizeof *found->data, by_goal);
  lde_free(needs);
}

/* Lets the money and minutes of a line go along the edges of those of its parts that pass the node. */
static void carry(thread *t, int32_t line, int64_t node, claims *found, way *way, lde_thread *out)
{
  int64_t money = lde_get(t->ds, plan_line, cost, line), minutes = lde_line_minutes(t->ds, line);
  int64_t sum = 0, passed = 0, money_given = 0, minutes_given = 0;

  find_claims(t->ds, line, found);
  for (size_t i = 0; i < found->len; i++)
    sum += found->data[i].share;
  for (size_t i = 0; i < found->len; i++) {
    int64_t share, part, time;
    passed += found->data[i].share;
    share = lde_ratio(passed, sum, ONE_SHARE);
    part = lde_share_of(money, share, ONE_SHARE) - money_given;
    time = lde_share_of(minutes, share, ONE_SHARE) - minutes_given;
    money_given += part;
    minutes_given += time;
    find_way(t, way, line, found->data[i].need, found->data[i].goal);
    if (!is_on(way, node))
      continue;
    out->money = lde_add_capped(out->money, part);
    out->minutes = lde_add_capped(out->minutes, time);
    for (size_t e = 0; e < way->edges.len; e++) {
      lde_thread_edge *edge = &t->all.data[way->edges.data[e]];
      edge->money = lde_add_capped(edge->money, part);
      edge->minutes = lde_add_capped(edge->minutes, time);
    }
  }
}

/* The walk from the record */

static void take(thread *t, int32_t edge, int64_t next, int32_t distance, edges *out, nodes *queue)
{
  if (t->seen[edge] == t->mark)
    return;
  t->seen[edge] = t->mark;
  lde_vec_push(out, t->all.data[edge]);
  out->data[out->len - 1].distance = distance;
  lde_vec_push(queue, next);
}

/* Breadth first; an edge is taken once, and a node again only by a further edge. */
static void walk(thread *t, int64_t node, bool up, edges *out)
{
  nodes queue = {0};
  size_t round = 1;
  int32_t distance = 1;

  t->mark++;
  lde_vec_push(&queue, node);
  for (size_t at = 0; at < queue.len; at++) {
    int64_t from = queue.data[at];
    if (at == round) {
      round = queue.len;
      distance++;
    }
    for (size_t e = first_up(t, from); up && e < t->all.len && t->all.data[e].lower == from; e++)
      take(t, (int32_t)e, t->all.data[e].upper, distance, out, &queue);
    for (size_t d = first_down(t, from); !up && d < t->all.len && t->down[d].upper == from; d++)
      take(t, t->down[d].edge, t->all.data[t->down[d].edge].lower, distance, out, &queue);
  }
  lde_vec_free(&queue);
}

static int by_distance(const void *a, const void *b)
{
  const lde_thread_edge *x = a, *y = b;
  int order = (x->distance > y->distance) - (x->distance < y->distance);
  if (!order)
    order = compare(x->upper, y->upper);
  return order ? order : compare(x->lower, y->lower);
}

void lde_thread_find(lde_thread *out, lde_dataset *ds, int32_t entity, int32_t row)
{
  thread t = {.ds = ds};
  int64_t node = lde_ref_pack(entity, row);
  claims found = {0};
  way way = {0};

  *out = (lde_thread){0};
  build(&t, entity, row);
  for (int32_t line = 0; line < lde_count(ds, plan_line); line++)
    if (lde_line_is_in(ds, line) || node == lde_ref_pack(LDE_E(plan_line), line))
      carry(&t, line, node, &found, &way, out);
  walk(&t, node, true, &out->up);
  walk(&t, node, false, &out->down);
  if (out->up.len)
    qsort(out->up.data, out->up.len, sizeof *out->up.data, by_distance);
  if (out->down.len)
    qsort(out->down.data, out->down.len, sizeof *out->down.data, by_distance);
  lde_vec_free(&found);
  lde_vec_free(&way.nodes);
  lde_vec_free(&way.edges);
  lde_vec_free(&t.all);
  lde_free(t.down);
  lde_free(t.seen);
}

void lde_thread_free(lde_thread *thread)
{
  lde_vec_free(&thread->up);
  lde_vec_free(&thread->down);
}

/* One way up, for findings */

struct lde_thread_map {
  thread thread;
};

lde_thread_map *lde_thread_map_new(lde_dataset *dataset)
{
  lde_thread_map *map = lde_alloc(1, sizeof *map);

  map->thread.ds = dataset;
  build(&map->thread, -1, LDE_NO_ROW);
  return map;
}

void lde_thread_map_free(lde_thread_map *map)
{
  if (!map)
    return;
  lde_vec_free(&map->thread.all);
  lde_free(map->thread.down);
  lde_free(map->thread.seen);
  lde_free(map);
}

/* What a manager would name first as the reason of something. */
static int rank(int32_t entity)
{
  static const int order[] = {LDE_E(goal),     LDE_E(need),   LDE_E(plan_line), LDE_E(programme),
                              LDE_E(movement), LDE_E(policy), LDE_E(competency)};
  int at = 0, count = sizeof order / sizeof *order;

  while (at < count && order[at] != entity)
    at++;
  return at;
}

/* The best node above, or -1. */
static int64_t above(const thread *t, int64_t node)
{
  int64_t best = -1;

  for (size_t e = first_up(t, node); e < t->all.len && t->all.data[e].lower == node; e++)
    if (best < 0 || rank(lde_ref_entity(t->all.data[e].upper)) < rank(lde_ref_entity(best)))
      best = t->all.data[e].upper;
  return best;
}

/* What a record outside the thread refers to and the thread knows. */
static int64_t beside(const thread *t, int64_t node)
{
  const lde_table *table = lde_dataset_table(t->ds, lde_ref_entity(node));
  int64_t best = -1;

  for (int f = 0; f < table->entity->field_count; f++) {
    const lde_field *field = &table->entity->fields[f];
    int64_t to;
    if (field->type != LDE_TYPE_REFERENCE || !field->target || field->flags & (LDE_LIST | LDE_VIRTUAL) ||
        !lde_table_has(table, f, lde_ref_row(node)))
      continue;
    to = lde_ref_pack(field->target->index, lde_table_row(table, f, lde_ref_row(node)));
    if ((above(t, to) >= 0 || lde_ref_entity(to) == LDE_E(goal)) &&
        (best < 0 || rank(lde_ref_entity(to)) < rank(lde_ref_entity(best))))
      best = to;
  }
  return best;
}

size_t lde_thread_map_up(const lde_thread_map *map, int32_t entity, int32_t row, int64_t *way,
                         size_t most)
{
  int64_t node = lde_ref_pack(entity, row);
  size_t count = 0;

  while (node >= 0 && count < most) {
    for (size_t i = 0; i < count; i++)
      if (way[i] == node)
        return count;
    way[count++] = node;
    node = above(&map->thread, node);
    if (node < 0 && count == 1)
      node = beside(&map->thread, way[0]);
  }
  return count;
}
