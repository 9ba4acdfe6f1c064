/* Needs of a draft: the written ones that are open or planned, or groups of gaps; split by the unit of
 * the learners where these are known. */
#include "offer/needs.h"

#include <stdlib.h>
#include <string.h>

#include "base/date.h"
#include "base/error.h"

double lde_need_goal_push(const lde_dataset *ds, const lde_goal_share *share)
{
  return (double)lde_get(ds, goal, total_weight, share->goal) / 1e6 * (double)share->share / 1e4;
}

bool lde_need_asks(const lde_draft_need *need, int32_t competency)
{
  for (int i = 0; i < need->ask_count; i++)
    if (need->asks[i].competency == competency)
      return true;
  return false;
}

static void sort_goals(lde_draft *draft, lde_goal_share *goals, int count)
{
  const lde_dataset *ds = draft->ds;

  for (int i = 1; i < count; i++)
    for (int j = i; j > 0; j--) {
      double a = lde_need_goal_push(ds, &goals[j - 1]), b = lde_need_goal_push(ds, &goals[j]);
      if (a > b || (!(a < b) && strcmp(lde_draft_id(draft, LDE_E(goal), goals[j - 1].goal),
                                       lde_draft_id(draft, LDE_E(goal), goals[j].goal)) < 0))
        break;
      lde_goal_share swap = goals[j];
      goals[j] = goals[j - 1];
      goals[j - 1] = swap;
    }
}

/* ---- written needs ---- */

static void read_asks(lde_draft *draft, lde_draft_need *need)
{
  lde_dataset *ds = draft->ds;
  const lde_entity *entity = lde_schema_entity(ds->schema, LDE_E(need_competency));
  lde_rows rows = lde_dataset_inverse(ds, &entity->fields[LDE_F(need_competency, need)], LDE_E(need),
                                      need->row);

  need->asks = lde_arena_array(&draft->arena, rows.count + 1, lde_draft_ask);
  for (size_t i = 0; i < rows.count; i++) {
    lde_draft_ask ask = {lde_get_row(ds, need_competency, competency, rows.rows[i]),
                         (int32_t)lde_get(ds, need_competency, from_level, rows.rows[i]),
                         (int32_t)lde_get(ds, need_competency, to_level, rows.rows[i])};
    if (ask.competency == LDE_NO_ROW || ask.to <= ask.from)
      continue;
    need->levels += ask.to - ask.from;
    need->asks[need->ask_count++] = ask;
  }
}

static void add_written(lde_draft *draft, int32_t row)
{
  lde_dataset *ds = draft->ds;
  lde_draft_need need = {.id = lde_draft_id(draft, LDE_E(need), row),
                         .row = row,
                         .unit = lde_get_row(ds, need, unit, row),
                         .competency = LDE_NO_ROW,
                         .lane = (int)lde_get(ds, need, lane, row),
                         .push = (double)lde_get(ds, need, push, row) / 1e6,
                         .pull = (double)lde_get(ds, need, pull, row) / 1e6,
                         .priority = (double)lde_get(ds, need, priority, row) / 1e6,
                         .deadline = LDE_NO_DEADLINE,
                         .credential = lde_get_row(ds, need, credential_type, row),
                         .offerings = lde_get_list(ds, need, offerings, row),
                         .learnable = !lde_has(ds, need, remedy_is_learning, row) ||
                                      lde_get(ds, need, remedy_is_learning, row) !=
                                          LDE_CHOICE_OF(learning_remedy, no),
                         .heads = lde_get(ds, need, heads, row)};
  lde_buffer label = {0};
  size_t goals;

  if (lde_table_is_derived(lde_dataset_table(ds, LDE_E(need)), LDE_F(need, priority), row) &&
      draft->spec->lambda >= 0)
    need.priority = draft->spec->lambda * need.push + (1 - draft->spec->lambda) * need.pull;
  if (lde_has(ds, need, deadline, row))
    need.deadline = (int32_t)lde_get(ds, need, deadline, row);
  lde_row_label(ds, lde_dataset_table(ds, LDE_E(need)), row, ds->language, &label);
  need.label = lde_arena_strdup(&draft->arena, lde_buffer_text(&label));
  lde_buffer_free(&label);
  read_asks(draft, &need);
  need.people_count = lde_need_people(ds, row, &need.people);
  goals = lde_need_goals(ds, row, &need.goals);
  need.goal_count = (int)goals;
  sort_goals(draft, need.goals, need.goal_count);
  lde_vec_push(&draft->needs, need);
}

/* ---- needs made from gaps ---- */

typedef struct gap_key {
  int32_t unit, competency, current, required, mandatory, by_date, row;
} gap_key;

static int compare_gaps(const void *a, const void *b)
{
  const int32_t *x = a, *y = b;
  for (size_t i = 0; i < sizeof(gap_key) / sizeof *x; i++)
    if (x[i] != y[i])
      return x[i] < y[i] ? -1 : 1;
  return 0;
}

static void name_gap_need(lde_draft *draft, lde_draft_need *need, const gap_key *key)
{
  lde_dataset *ds = draft->ds;
  lde_buffer text = {0};
  char date[LDE_DATE_TEXT_SIZE];

  if (key->unit != LDE_NO_ROW)
    lde_row_id(ds, lde_dataset_table(ds, LDE_E(unit)), key->unit, &text);
  lde_buffer_putc(&text, '/');
  lde_row_id(ds, lde_dataset_table(ds, LDE_E(competency)), key->competency, &text);
  lde_buffer_printf(&text, "/%d-%d", key->current, key->required);
  if (key->mandatory)
    lde_buffer_puts(&text, "/m");
  if (key->by_date != LDE_NO_DEADLINE)
    lde_buffer_printf(&text, "/%s", lde_date_print(key->by_date, date));
  need->id = lde_arena_strdup(&draft->arena, text.data);
  lde_buffer_truncate(&text, 0);
  lde_row_label(ds, lde_dataset_table(ds, LDE_E(competency)), key->competency, ds->language, &text);
  need->label = lde_arena_strdup(&draft->arena, lde_buffer_text(&text));
  lde_buffer_free(&text);
}

static int gap_lane(const lde_dataset *ds, const gap_key *key, double push)
{
  if (key->mandatory)
    return (int)LDE_CHOICE_OF(lane, mandatory);
  if (lde_get(ds, competency, core, key->competency))
    return (int)LDE_CHOICE_OF(lane, core);
  return push > 0 ? (int)LDE_CHOICE_OF(lane, strategic) : (int)LDE_CHOICE_OF(lane, team);
}

static void add_gap_group(lde_draft *draft, const gap_key *keys, size_t count)
{
  lde_dataset *ds = draft->ds;
  lde_draft_need need = {.row = LDE_NO_ROW,
                         .unit = keys->unit,
                         .competency = keys->competency,
                         .deadline = keys->by_date,
                         .credential = LDE_NO_ROW,
                         .learnable = true,
                         .heads = (int64_t)count,
                         .people_count = count,
                         .levels = keys->required - keys->current,
                         .ask_count = 1};
  int64_t critical = 1;

  need.asks = lde_arena_new(&draft->arena, lde_draft_ask);
  *need.asks = (lde_draft_ask){keys->competency, keys->current, keys->required};
  need.people = lde_alloc(count, sizeof *need.people);
  for (size_t i = 0; i < count; i++) {
    int64_t own = lde_get(ds, gap, criticality, keys[i].row);
    need.people[i] = lde_get_row(ds, gap, employee, keys[i].row);
    critical = own > critical ? own : critical;
  }
  need.goal_count = (int)lde_competency_goals(ds, keys->competency, &need.goals);
  sort_goals(draft, need.goals, need.goal_count);
  for (int i = 0; i < need.goal_count; i++)
    need.push += lde_need_goal_push(ds, &need.goals[i]);
  need.pull = (double)(need.levels * critical);
  need.lane = gap_lane(ds, keys, need.push);
  name_gap_need(draft, &need, keys);
  lde_vec_push(&draft->needs, need);
}

static void weigh_gap_needs(lde_draft *draft)
{
  double push = 0, pull = 0;
  double lambda = draft->spec->lambda >= 0 ? draft->spec->lambda : (double)draft->ds->lambda / 1e4;

  for (size_t i = 0; i < draft->needs.len; i++) {
    push = draft->needs.data[i].push > push ? draft->needs.data[i].push : push;
    pull = draft->needs.data[i].pull > pull ? draft->needs.data[i].pull : pull;
  }
  for (size_t i = 0; i < draft->needs.len; i++) {
    lde_draft_need *need = &draft->needs.data[i];
    need->push = push > 0 ? need->push / push : 0;
    need->pull = pull > 0 ? need->pull / pull : 0;
    need->priority = lambda * need->push + (1 - lambda) * need->pull;
  }
}

static void add_from_gaps(lde_draft *draft)
{
  lde_dataset *ds = draft->ds;
  int32_t count = lde_count(ds, gap);
  gap_key *keys = lde_alloc((size_t)count + 1, sizeof *keys);
  size_t used = 0;

  for (int32_t row = 0; row < count; row++) {
    if (lde_get(ds, gap, gap, row) <= 0)
      continue;
    keys[used++] = (gap_key){lde_get_row(ds, gap, unit, row),
                             lde_get_row(ds, gap, competency, row),
                             (int32_t)lde_get(ds, gap, current, row),
                             (int32_t)lde_get(ds, gap, required, row),
                             lde_get(ds, gap, mandatory, row) != 0,
                             lde_has(ds, gap, by_date, row) ? (int32_t)lde_get(ds, gap, by_date, row)
                                                            : LDE_NO_DEADLINE,
                             row};
  }
  qsort(keys, used, sizeof *keys, compare_gaps);
  for (size_t from = 0, to; from < used; from = to) {
    for (to = from + 1; to < used && !memcmp(&keys[from], &keys[to], offsetof(gap_key, row)); to++)
      ;
    add_gap_group(draft, &keys[from], to - from);
  }
  weigh_gap_needs(draft);
  lde_free(keys);
}

/* ---- parts ---- */

typedef struct unit_order {
  const char *id;
  int32_t unit, employee;
} unit_order;

static int compare_units(const void *a, const void *b)
{
  const unit_order *x = a, *y = b;
  int order = x->unit == y->unit ? 0 : strcmp(x->id, y->id);
  return order ? order : (x->employee > y->employee) - (x->employee < y->employee);
}

static void add_part(lde_draft *draft, int32_t need, int32_t unit, int64_t heads, const unit_order *people,
                     size_t count)
{
  lde_draft_part part = {need, unit, heads, NULL, count, 0};

  part.people = lde_arena_array(&draft->arena, count + 1, int32_t);
  for (size_t i = 0; i < count; i++)
    part.people[i] = people[i].employee;
  if (draft->spec->wage_loss && count) {
    int64_t sum = 0;
    for (size_t i = 0; i < count; i++)
      sum += lde_get(draft->ds, employee, hourly_cost, part.people[i]);
    part.hourly = (sum + (int64_t)count / 2) / (int64_t)count;
  }
  lde_vec_push(&draft->parts, part);
}

static void split_need(lde_draft *draft, int32_t index, const char *const *unit_ids)
{
  lde_draft_need *need = &draft->needs.data[index];
  lde_dataset *ds = draft->ds;
  unit_order *people = lde_alloc(need->people_count + 1, sizeof *people);
  size_t count = need->people_count;

  for (size_t i = 0; i < count; i++) {
    int32_t unit = lde_get_row(ds, employee, unit, need->people[i]);
    people[i] = (unit_order){unit == LDE_NO_ROW ? "" : unit_ids[unit], unit, need->people[i]};
  }
  qsort(people, count, sizeof *people, compare_units);
  need->first_part = (int)draft->parts.len;
  if (count && (int64_t)count == need->heads) {
    for (size_t from = 0, to; from < count; from = to) {
      for (to = from + 1; to < count && people[to].unit == people[from].unit; to++)
        ;
      add_part(draft, index, people[from].unit, (int64_t)(to - from), &people[from], to - from);
    }
  } else if (need->heads > 0) {
    /* How many is written but not who: one group, whose people are only known as candidates. */
    add_part(draft, index, need->unit, need->heads, people,
             (int64_t)count > need->heads ? count : 0);
  }
  need->part_count = (int)draft->parts.len - need->first_part;
  lde_free(people);
}

static int compare_needs(const void *a, const void *b)
{
  const lde_draft_need *x = a, *y = b;
  return strcmp(x->id, y->id);
}

void lde_draft_needs(lde_draft *draft)
{
  lde_dataset *ds = draft->ds;
  int32_t written = lde_count(ds, need), units = lde_count(ds, unit);
  bool gaps = draft->spec->needs_from == LDE_NEEDS_GAPS ||
              (draft->spec->needs_from == LDE_NEEDS_AUTO && !written);
  const char **unit_ids = lde_alloc((size_t)units + 1, sizeof *unit_ids);

  for (int32_t unit = 0; unit < units; unit++)
    unit_ids[unit] = lde_draft_id(draft, LDE_E(unit), unit);
  if (gaps)
    add_from_gaps(draft);
  for (int32_t row = 0; !gaps && row < written; row++) {
    int64_t status = lde_get(ds, need, status, row);
    if (status == LDE_CHOICE_OF(need_status, open) || status == LDE_CHOICE_OF(need_status, planned))
      add_written(draft, row);
  }
  if (draft->needs.len)
    qsort(draft->needs.data, draft->needs.len, sizeof *draft->needs.data, compare_needs);
  draft->need_of = lde_arena_array(&draft->arena, written + 1, int32_t);
  for (int32_t row = 0; row < written; row++)
    draft->need_of[row] = -1;
  for (size_t i = 0; i < draft->needs.len; i++) {
    lde_draft_need *need = &draft->needs.data[i];
    if (need->row != LDE_NO_ROW)
      draft->need_of[need->row] = (int32_t)i;
    if (need->deadline != LDE_NO_DEADLINE && need->deadline < draft->period_first[0]) {
      lde_draft_note(draft,
                     LDE_TR(ds->language, "the deadline of need %s has passed; it counts for the whole year",
                            "de uiterste datum van leerbehoefte %s is voorbij; zij telt voor het hele jaar"),
                     need->id);
      need->deadline = LDE_NO_DEADLINE;
    }
    split_need(draft, (int32_t)i, unit_ids);
  }
  lde_free(unit_ids);
}
