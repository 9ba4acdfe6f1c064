/* Rows that hold by themselves besides budgets: time, steps and prerequisites, fairness. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/disjoint.h"
#include "base/error.h"
#include "offer/build.h"
#include "offer/people.h"

typedef LDE_VEC(int32_t) column_list;

/* ---- time ---- */

static int64_t minutes_of(const lde_build *build, size_t column)
{
  return build->draft->options.data[lde_column_option(build, column)].minutes;
}

static int32_t unit_of(const lde_build *build, size_t column)
{
  int32_t part = lde_column_part(build, column);
  return part >= 0 ? build->draft->parts.data[part].unit : LDE_NO_ROW;
}

static void hours_row(lde_build *build, const int32_t *columns, size_t count, int64_t limit, int32_t unit, bool own)
{
  int64_t locked = 0;
  int32_t row;

  for (size_t i = 0; i < count; i++)
    locked += minutes_of(build, (size_t)columns[i]) * build->problem.columns.data[columns[i]].lower;
  row = lde_build_row_add(build, (lde_build_row){.kind = LDE_ROW_HOURS, .name = "hours", .divisor = 1, .key = unit, .own = own},
                          -LDE_ROW_FREE, locked > limit ? locked : limit, LDE_ROW_HARD);
  for (size_t i = 0; i < count; i++)
    lde_problem_entry(&build->problem, row, LDE_SEATS(columns[i]), minutes_of(build, (size_t)columns[i]));
}

/* The learning time of units as a whole, with all below them. */
static void unit_hours(lde_build *build)
{
  lde_draft *draft = build->draft;
  LDE_VEC(int32_t) columns = {0};
  int32_t *units = lde_units_in_order(draft);

  for (int32_t i = 0; i < lde_count(draft->ds, unit); i++) {
    int32_t unit = units[i];
    if (!lde_has(draft->ds, unit, minutes_max, unit))
      continue;
    columns.len = 0;
    for (size_t c = 0; c < build->columns.len; c++)
      if (minutes_of(build, c) && unit_of(build, c) != LDE_NO_ROW &&
          lde_unit_is_within(draft->ds, unit_of(build, c), unit))
        lde_vec_push(&columns, (int32_t)c);
    if (columns.len)
      hours_row(build, columns.data, columns.len, lde_get(draft->ds, unit, minutes_max, unit), unit, false);
  }
  lde_free(units);
  lde_vec_free(&columns);
}

/* Columns by part: those of part p stand from start[p] up to start[p + 1]. The caller frees both. */
static int32_t *columns_by_part(const lde_build *build, int32_t **out)
{
  const lde_draft *draft = build->draft;
  size_t count = build->columns.len;
  int32_t *order = lde_alloc(count + 1, sizeof *order), *start = lde_alloc(draft->parts.len + 2, sizeof *start);

  for (size_t c = 0; c < count; c++) /* two ahead: while a part is filled, the entry before moves to its end */
    if (lde_column_part(build, c) >= 0)
      start[lde_column_part(build, c) + 2]++;
  for (size_t p = 0; p <= draft->parts.len; p++)
    start[p + 1] += start[p];
  for (size_t c = 0; c < count; c++)
    if (lde_column_part(build, c) >= 0)
      order[start[lde_column_part(build, c) + 1]++] = (int32_t)c;
  *out = start;
  return order;
}

/* The people of one part: what they can take together, each up to the own limit. */
static void person_hours(lde_build *build)
{
  lde_draft *draft = build->draft;
  LDE_VEC(int32_t) columns = {0};
  int32_t *start, *order = columns_by_part(build, &start);

  for (size_t p = 0; p < draft->parts.len; p++) {
    int64_t most = lde_part_minutes(draft, (int32_t)p), cap = lde_part_person_max(draft, (int32_t)p);
    if (most < 0)
      continue;
    columns.len = 0;
    for (int32_t i = start[p]; i < start[p + 1]; i++) {
      lde_seat_column *column = &build->problem.columns.data[order[i]];
      if (!minutes_of(build, (size_t)order[i]))
        continue;
      if (cap >= 0 && minutes_of(build, (size_t)order[i]) > cap)
        column->upper = column->lower;
      lde_vec_push(&columns, order[i]);
    }
    if (columns.len)
      hours_row(build, columns.data, columns.len, most, draft->parts.data[p].unit, true);
  }
  lde_free(order);
  lde_free(start);
  lde_vec_free(&columns);
}

/* What the people of a group have together, each once; -1 when somebody has no limit or is not known. */
static void group_minutes(const lde_draft *draft, int32_t *above, int64_t *most)
{
  unsigned char *seen = lde_alloc((size_t)lde_count(draft->ds, employee) + 1, 1);

  for (size_t p = 0; p < draft->parts.len; p++) {
    const lde_draft_part *part = &draft->parts.data[p];
    int32_t root = lde_disjoint_root(above, (int32_t)p);
    if ((int64_t)part->people_count != part->heads)
      most[root] = -1;
    for (size_t i = 0; i < part->people_count && most[root] >= 0; i++) {
      int64_t own = seen[part->people[i]] ? 0 : lde_person_minutes(draft, part->people[i]);
      seen[part->people[i]] = 1;
      most[root] = own < 0 ? -1 : most[root] + own;
    }
  }
  lde_free(seen);
}

static void shared_hours(lde_build *build)
{
  const lde_draft *draft = build->draft;
  int32_t *above = lde_part_groups(draft);
  int64_t *most = lde_alloc(draft->parts.len + 1, sizeof *most);
  int32_t *parts = lde_alloc(draft->parts.len + 1, sizeof *parts);
  column_list *list = lde_alloc(draft->parts.len + 1, sizeof *list);

  group_minutes(draft, above, most);
  for (size_t p = 0; p < draft->parts.len; p++)
    parts[lde_disjoint_root(above, (int32_t)p)]++;
  for (size_t c = 0; c < build->columns.len; c++) {
    int32_t part = lde_column_part(build, c), root = part < 0 ? -1 : lde_disjoint_root(above, part);
    if (root >= 0 && parts[root] > 1 && most[root] >= 0 && minutes_of(build, c))
      lde_vec_push(&list[root], (int32_t)c);
  }
  for (size_t p = 0; p < draft->parts.len; p++) {
    if (list[p].len)
      hours_row(build, list[p].data, list[p].len, most[p], draft->parts.data[p].unit, true);
    lde_vec_free(&list[p]);
  }
  lde_free(list);
  lde_free(parts);
  lde_free(most);
  lde_free(above);
}

static void held_row(lde_build *build, const lde_draft_held *held, const int32_t *start, const int32_t *order)
{
  const lde_draft *draft = build->draft;
  int64_t locked = 0;
  int32_t row = lde_build_row_add(build, (lde_build_row){.kind = LDE_ROW_HOURS, .name = "hours", .divisor = 1,
                                                         .key = draft->parts.data[held->entries[0].part].unit, .own = !held->guessed},
                                  -LDE_ROW_FREE, held->most, LDE_ROW_HARD);

  for (int i = 0; i < held->count; i++) {
    const lde_draft_held_entry *entry = &held->entries[i];
    for (int32_t at = start[entry->part]; at < start[entry->part + 1]; at++) {
      size_t column = (size_t)order[at];
      if (lde_column_option(build, column) != entry->option || (entry->period >= 0 && lde_column_last(build, order[at]) != entry->period) ||
          build->cells.data[lde_column_cell(build, column)].step != entry->step)
        continue;
      lde_problem_entry(&build->problem, row, LDE_SEATS(order[at]), entry->factor);
      locked += entry->factor * build->problem.columns.data[order[at]].lower;
    }
  }
  if (locked > held->most)
    build->problem.rows.data[row].upper = locked;
}

/* What was found when names were put on an earlier plan of this offer. */
static void held_rows(lde_build *build)
{
  const lde_draft *draft = build->draft;
  int32_t *order, *start;

  if (!draft->held.len)
    return;
  order = columns_by_part(build, &start);
  for (size_t i = 0; i < draft->held.len; i++)
    held_row(build, &draft->held.data[i], start, order);
  lde_free(order);
  lde_free(start);
}

void lde_build_hours(lde_build *build)
{
  if (!lde_draft_uses(build->draft, LDE_HOURS))
    return;
  unit_hours(build);
  if (!lde_people_limited(build->draft))
    return;
  person_hours(build);
  shared_hours(build);
  held_rows(build);
}

/* ---- steps: prerequisites, and chains of levels ---- */

enum { BEFORE_MAX = 16 };

/* A cell in which the people of a part take what comes first, beside what they take afterwards. */
static int32_t step_cell(lde_build *build, int32_t part)
{
  const lde_draft *draft = build->draft;
  int32_t need = draft->parts.data[part].need;
  int32_t heads = (int32_t)lde_alike_heads(&build->alike, draft, part);
  int32_t cell = lde_problem_cell(&build->problem, (lde_cell){.heads = heads, .deadline = -1});
  lde_vec_push(&build->cells, ((lde_build_cell){part, need, 1, true}));
  return cell;
}

/* Columns of an option that comes first, in the cell of steps. */
static void step_columns(lde_build *build, int32_t cell, int32_t option, bool valued)
{
  lde_draft *draft = build->draft;
  int32_t need = build->cells.data[cell].need;
  const lde_draft_option *each = &draft->options.data[option];
  const lde_draft_pair *pair = lde_draft_find_pair(draft, option, need);
  int deadline = lde_draft_deadline(draft, &draft->needs.data[need]);
  int32_t unit = draft->parts.data[build->cells.data[cell].part].unit;

  if (pair && (pair->forbidden || pair->locked_out))
    return;
  for (int t = 0; t <= deadline; t++) {
    if (!each->allowed[t] || !lde_unit_can_learn(draft, unit, each, t))
      continue;
    lde_problem_column(&build->problem,
                       (lde_seat_column){.cell = cell,
                                    .option = option,
                                    .first = build->nested ? 0 : t,
                                    .last = build->nested ? deadline : t,
                                    .upper = build->problem.cells.data[cell].heads,
                                    .value = valued && pair ? llround(pair->value * (double)LDE_VALUE_UNIT) : 0,
                                    .cost = each->cost_seat + lde_part_wage(draft, build->cells.data[cell].part, each)});
    lde_vec_push(&build->columns, ((lde_build_column){pair ? (int32_t)(pair - draft->pairs.data) : -1}));
    if (build->nested)
      break;
  }
}

/* Columns of those who sit in the pair for one part. */
static void columns_of_pair(const lde_build *build, int32_t pair, int32_t part, column_list *out)
{
  int32_t first, last;

  lde_build_pair_columns(build, pair, part, &first, &last);
  for (int32_t c = first; c < last; c++)
    lde_vec_push(out, c);
}

/* Who sits in `users` up to a period is qualified, or took one of the steps before it: the columns from
 * `first` up to `last`. And nobody takes a step that leads nowhere: its worth is what follows. */
static void step_rows(lde_build *build, const column_list *users, size_t first, size_t last, int64_t qualified, int32_t key)
{
  const lde_draft *draft = build->draft;
  lde_build_row about = {.kind = LDE_ROW_PREREQ, .name = "prerequisites", .divisor = 1, .key = key};
  int32_t row;

  for (int t = 0; t < draft->periods; t++) {
    row = lde_build_row_add(build, about, -LDE_ROW_FREE, qualified, LDE_ROW_HARD);
    for (size_t i = 0; i < users->len; i++)
      if (build->problem.columns.data[users->data[i]].first <= t)
        lde_problem_entry(&build->problem, row, LDE_SEATS(users->data[i]), 1);
    for (size_t c = first; c < last; c++)
      if (build->problem.columns.data[c].first < t || draft->periods == 1)
        lde_problem_entry(&build->problem, row, LDE_SEATS((int32_t)c), -1);
  }
  row = lde_build_row_add(build, about, 0, LDE_ROW_FREE, LDE_ROW_HARD);
  for (size_t i = 0; i < users->len; i++)
    lde_problem_entry(&build->problem, row, LDE_SEATS(users->data[i]), 1);
  for (size_t c = first; c < last; c++)
    lde_problem_entry(&build->problem, row, LDE_SEATS((int32_t)c), -1);
}

static bool steps_apply(const lde_draft_pair *pair)
{
  return !pair->forbidden && !pair->locked_out && !pair->locked_only;
}

/* Levels on which something starts that follows on lower steps, and the seats that lead up to each. */
typedef struct chain_level {
  int32_t level;
  size_t first, last; /* columns of the cell of steps */
} chain_level;

typedef struct chain_levels {
  LDE_VEC(chain_level) list; /* ascending */
} chain_levels;

static void add_level(chain_levels *levels, int32_t level)
{
  size_t at = 0;

  while (at < levels->list.len && levels->list.data[at].level < level)
    at++;
  if (at < levels->list.len && levels->list.data[at].level == level)
    return;
  lde_vec_push(&levels->list, ((chain_level){level, 0, 0}));
  for (size_t i = levels->list.len - 1; i > at; i--)
    levels->list.data[i] = levels->list.data[i - 1];
  levels->list.data[at] = (chain_level){level, 0, 0};
}

/* Who starts on the level: for good, or on the way to a higher one. */
static void users_of_level(const lde_build *build, const chain_levels *levels, size_t at, const int32_t *pairs,
                           size_t count, int32_t part, column_list *out)
{
  const lde_draft *draft = build->draft;
  int32_t level = levels->list.data[at].level;

  out->len = 0;
  for (size_t i = 0; i < count; i++)
    if (draft->pairs.data[pairs[i]].start_level == level)
      columns_of_pair(build, pairs[i], part, out);
  for (size_t higher = at + 1; higher < levels->list.len; higher++)
    for (size_t c = levels->list.data[higher].first; c < levels->list.data[higher].last; c++) {
      int32_t pair = build->columns.data[c].pair;
      if (pair >= 0 && draft->pairs.data[pair].chained && draft->pairs.data[pair].start_level == level)
        lde_vec_push(out, (int32_t)c);
    }
}

/* What starts on the same level has the steps before it in common, so that one cell of steps and one set
 * of rows serve all of it. A step can itself follow on lower ones. */
static void chain_part(lde_build *build, chain_levels *levels, const int32_t *pairs, size_t count, int32_t part)
{
  lde_draft *draft = build->draft;
  int32_t need = draft->parts.data[part].need;
  column_list users = {0};

  for (size_t i = 0; i < levels->list.len; i++) {
    chain_level *each = &levels->list.data[i];
    int32_t cell = step_cell(build, part);
    each->first = build->columns.len;
    for (int32_t k = draft->need_start[need]; k < draft->need_start[need + 1]; k++) {
      const lde_draft_pair *lower = &draft->pairs.data[draft->need_pair[k]];
      if (!lower->locked_only && lower->start_level < each->level && lower->end_level >= each->level)
        step_columns(build, cell, lower->option, true);
    }
    each->last = build->columns.len;
  }
  for (size_t i = 0; i < levels->list.len; i++) {
    users_of_level(build, levels, i, pairs, count, part, &users);
    step_rows(build, &users, levels->list.data[i].first, levels->list.data[i].last, 0, draft->pairs.data[pairs[0]].option);
  }
  lde_vec_free(&users);
}

/* Who sits in an option has done what it asks before: each of its prerequisites, or a variant of it that is
 * named too, in an earlier year or an earlier period. What is asked can ask something itself. */
static void require_before(lde_build *build, int32_t option, int32_t part, const column_list *users, int depth)
{
  lde_draft *draft = build->draft;
  lde_rows before = lde_get_list(draft->ds, offering, prerequisites, draft->options.data[option].offering);

  for (size_t i = 0; i < before.count; i++) {
    int32_t group[BEFORE_MAX], members = 0, variant = draft->options.data[draft->option_of[before.rows[i]]].variant;
    int64_t qualified;
    size_t first;
    int32_t cell;
    bool again = false;
    for (size_t k = 0; k < before.count; k++) {
      bool same = k == i || (variant >= 0 && draft->options.data[draft->option_of[before.rows[k]]].variant == variant);
      again = again || (same && k < i);
      if (same && members < BEFORE_MAX)
        group[members++] = before.rows[k];
    }
    qualified = lde_part_qualified(draft, part, group, (size_t)members);
    if (again || qualified >= draft->parts.data[part].heads)
      continue;
    cell = step_cell(build, part);
    first = build->columns.len;
    for (int32_t k = 0; k < members; k++)
      step_columns(build, cell, draft->option_of[group[k]], false);
    step_rows(build, users, first, build->columns.len, qualified, option);
    for (int32_t k = 0; k < members && depth < BEFORE_MAX; k++) {
      column_list own = {0};
      for (size_t c = first; c < build->columns.len && lde_column_cell(build, c) == cell; c++)
        if (lde_column_option(build, c) == draft->option_of[group[k]])
          lde_vec_push(&own, (int32_t)c);
      if (own.len)
        require_before(build, draft->option_of[group[k]], part, &own, depth + 1);
      lde_vec_free(&own);
    }
  }
}

/* A pair that follows on lower steps of its need. */
struct chained {
  int32_t need, pair;
};

static int need_order(const void *left, const void *right)
{
  const struct chained *a = left, *b = right;
  if (a->need != b->need)
    return a->need < b->need ? -1 : 1;
  return a->pair < b->pair ? -1 : a->pair > b->pair;
}

static void build_chains(lde_build *build)
{
  lde_draft *draft = build->draft;
  LDE_VEC(struct chained) list = {0};
  LDE_VEC(int32_t) pairs = {0};
  chain_levels levels = {0};

  for (size_t i = 0; i < draft->pairs.len; i++) {
    const lde_draft_pair *pair = &draft->pairs.data[i];
    if (pair->chained && steps_apply(pair))
      lde_vec_push(&list, ((struct chained){pair->need, (int32_t)i}));
  }
  if (list.len)
    qsort(list.data, list.len, sizeof *list.data, need_order);
  for (size_t i = 0, next; i < list.len; i = next) {
    const lde_draft_need *need = &draft->needs.data[list.data[i].need];
    pairs.len = 0;
    levels.list.len = 0;
    for (next = i; next < list.len && list.data[next].need == list.data[i].need; next++) {
      lde_vec_push(&pairs, list.data[next].pair);
      add_level(&levels, draft->pairs.data[list.data[next].pair].start_level);
    }
    for (int p = 0; p < need->part_count; p++)
      if (lde_alike_leader(&build->alike, need->first_part + p) == need->first_part + p)
        chain_part(build, &levels, pairs.data, pairs.len, need->first_part + p);
  }
  lde_vec_free(&list);
  lde_vec_free(&pairs);
  lde_vec_free(&levels.list);
}

void lde_build_steps(lde_build *build)
{
  lde_draft *draft = build->draft;
  column_list users = {0};

  build_chains(build);
  for (size_t i = 0; i < draft->pairs.len && lde_draft_uses(draft, LDE_PREREQUISITES); i++) {
    const lde_draft_pair *pair = &draft->pairs.data[i];
    const lde_draft_need *need = &draft->needs.data[pair->need];
    if (!steps_apply(pair) || pair->chained ||
        !lde_get_list(draft->ds, offering, prerequisites, draft->options.data[pair->option].offering).count)
      continue;
    for (int p = 0; p < need->part_count; p++) {
      users.len = 0;
      columns_of_pair(build, (int32_t)i, need->first_part + p, &users);
      if (users.len)
        require_before(build, pair->option, need->first_part + p, &users, 0);
    }
  }
  lde_vec_free(&users);
}

/* ---- fairness: all money that is nobody's duty, by full-time equivalents ---- */

static bool is_discretionary(const lde_build *build, size_t c)
{
  const lde_draft *draft = build->draft;
  int32_t part = lde_column_part(build, c);

  return part >= 0 && draft->needs.data[draft->parts.data[part].need].lane != (int)LDE_CHOICE_OF(lane, mandatory);
}

/* Working time by unit, with all below it. */
static int64_t *fte_below(const lde_draft *draft, const int64_t *fte)
{
  int32_t units = lde_count(draft->ds, unit);
  int64_t *below = lde_alloc((size_t)units + 1, sizeof *below);

  for (int32_t unit = 0; unit < units; unit++)
    for (int32_t at = unit, depth = 0; at != LDE_NO_ROW && depth < 64; at = lde_get_row(draft->ds, unit, parent, at), depth++)
      below[at] += fte[unit];
  return below;
}

/* How much of a part's seats counts for a unit, in ten-thousandths: all of it below the unit, and of what a
 * unit above it gets, the part that it has in the working time there. */
static void weigh_for_unit(const lde_draft *draft, int32_t unit, const int64_t *below, int64_t *weight)
{
  for (size_t p = 0; p < draft->parts.len; p++) {
    int32_t of = draft->parts.data[p].unit;
    weight[p] = 0;
    if (of != LDE_NO_ROW && lde_unit_is_within(draft->ds, of, unit))
      weight[p] = 10000;
    else if (of != LDE_NO_ROW && below[of] && lde_unit_is_within(draft->ds, unit, of))
      weight[p] = 10000 * below[unit] / below[of];
  }
}

static bool has_tag(const lde_draft *draft, int32_t employee, const char *tag, size_t length)
{
  lde_rows tags = lde_get_list(draft->ds, employee, group_tags, employee);

  for (size_t i = 0; i < tags.count; i++) {
    const char *own = lde_strings_get(&draft->ds->strings, tags.rows[i]);
    if (strlen(own) == length && !strncmp(own, tag, length))
      return true;
  }
  return false;
}

static int64_t fte_of(const lde_draft *draft, int32_t employee)
{
  return lde_has(draft->ds, employee, fte, employee) ? lde_get(draft->ds, employee, fte, employee) : 1000;
}

/* For a group of people: what they are of the working time of those who can sit there, or of the unit where
 * nobody is known. Who gets a seat is decided by name afterwards. Returns the group's working time. */
static int64_t weigh_for_group(const lde_draft *draft, const char *tag, size_t length, const int64_t *below, int64_t *weight)
{
  const lde_dataset *ds = draft->ds;
  int64_t *tagged = lde_alloc((size_t)lde_count(ds, unit) + 1, sizeof *tagged), *in_group, total = 0;

  for (int32_t row = 0; row < lde_count(ds, employee); row++) {
    int32_t unit = lde_get_row(ds, employee, unit, row);
    if (unit == LDE_NO_ROW || !lde_employee_is_active(ds, row, ds->today, ds->today) || !has_tag(draft, row, tag, length))
      continue;
    tagged[unit] += fte_of(draft, row);
    total += fte_of(draft, row);
  }
  in_group = fte_below(draft, tagged);
  for (size_t p = 0; p < draft->parts.len; p++) {
    const lde_draft_part *part = &draft->parts.data[p];
    int64_t own = 0, all = 0;
    for (size_t i = 0; i < part->people_count; i++) {
      all += fte_of(draft, part->people[i]);
      own += has_tag(draft, part->people[i], tag, length) ? fte_of(draft, part->people[i]) : 0;
    }
    if (!part->people_count && part->unit != LDE_NO_ROW) {
      all = below[part->unit];
      own = in_group[part->unit];
    }
    weight[p] = all ? 10000 * own / all : 0;
  }
  lde_free(tagged);
  lde_free(in_group);
  return total;
}

/* Somebody can sit there: nobody was turned away from all of it. */
static bool can_be_given(const lde_build *build, size_t c)
{
  const lde_draft *draft = build->draft;

  for (size_t i = 0; i < draft->held.len; i++) {
    const lde_draft_held *held = &draft->held.data[i];
    if (held->guessed && held->most <= 0 && held->entries[0].part == lde_column_part(build, c) &&
        held->entries[0].option == lde_column_option(build, c))
      return false;
  }
  return build->problem.columns.data[c].upper > 0;
}

/* A seat counts with its share of the session and of what is spent once, as if groups were full: what a
 * unit really gets of a shared session is no linear figure. */
static int64_t fair_rate(const lde_build *build, size_t c)
{
  return is_discretionary(build, c) ? lde_option_rate(build->draft, &build->draft->options.data[lde_column_option(build, c)]) : 0;
}

/* Who has a claim gets at least `share` (ten-thousandths) of all. Where nothing can be given, nobody can be
 * asked to. */
static void fair_row(lde_build *build, const char *whose, int32_t key, int64_t share, const int64_t *weight)
{
  lde_draft *draft = build->draft;
  bool more = false, less = false;
  int32_t row;

  for (size_t c = 0; c < build->columns.len; c++) {
    int64_t rate = fair_rate(build, c), own = rate ? weight[lde_column_part(build, c)] : 0;
    more = more || (rate && own > share && can_be_given(build, c));
    less = less || (rate && own < share);
  }
  if (!less)
    return;
  if (!more) {
    lde_draft_note(draft, LDE_TR(draft->ds->language, "fairness leaves out %s: nothing that costs money can be given there",
                                 "eerlijke verdeling laat %s buiten beschouwing: er valt daar niets te geven dat geld kost"),
                   whose);
    return;
  }
  row = lde_build_row_add(build, (lde_build_row){.kind = LDE_ROW_FAIRNESS, .name = "fairness", .divisor = 10000, .key = key}, 0,
                          LDE_ROW_FREE, LDE_ROW_HARD);
  for (size_t c = 0; c < build->columns.len; c++) {
    int64_t rate = fair_rate(build, c), own = rate ? weight[lde_column_part(build, c)] : 0;
    if (rate && own != share)
      lde_problem_entry(&build->problem, row, LDE_SEATS((int32_t)c), rate * (own - share));
  }
}

static void fair_units(lde_build *build, int64_t phi, const int64_t *below, int64_t total, int64_t *weight)
{
  lde_draft *draft = build->draft;
  int32_t *units = lde_units_in_order(draft);

  for (int32_t i = 0; i < lde_count(draft->ds, unit); i++) {
    int64_t share = phi * below[units[i]] / total; /* small numbers in the row */
    if (!share)
      continue;
    weigh_for_unit(draft, units[i], below, weight);
    fair_row(build, lde_arena_printf(&draft->arena, "units:%s", lde_draft_id(draft, LDE_E(unit), units[i])), units[i], share, weight);
  }
  lde_free(units);
}

static void fair_groups(lde_build *build, int64_t phi, const int64_t *below, int64_t total, int64_t *weight)
{
  lde_draft *draft = build->draft;
  const char *at = draft->spec->fair_groups ? draft->spec->fair_groups : "";

  for (at += strspn(at, " ,"); *at; at += strspn(at, " ,")) {
    size_t length = strcspn(at, ",");
    size_t end = length;
    while (at[end - 1] == ' ')
      end--;
    int64_t share = phi * weigh_for_group(draft, at, end, below, weight) / total;
    const char *whose = lde_arena_printf(&draft->arena, "group_tags:%.*s", (int)end, at);
    if (share)
      fair_row(build, whose, LDE_NO_ROW, share, weight);
    else
      lde_draft_note(draft, LDE_TR(draft->ds->language, "fairness: nobody belongs to %s", "eerlijke verdeling: niemand hoort bij %s"),
                     whose);
    at += length;
  }
}

void lde_build_fairness(lde_build *build)
{
  lde_draft *draft = build->draft;
  int64_t total = 0, phi = llround(draft->spec->fairness * 10000), *fte, *below, *weight;

  if (phi <= 0 || !lde_draft_uses(draft, LDE_FAIRNESS))
    return;
  fte = lde_units_fte(draft, &total);
  below = fte_below(draft, fte);
  weight = lde_alloc(draft->parts.len + 1, sizeof *weight);
  if (total) {
    fair_units(build, phi, below, total, weight);
    fair_groups(build, phi, below, total, weight);
  }
  lde_free(weight);
  lde_free(below);
  lde_free(fte);
}
