/* Who sits where: seats given and taken back, and what somebody takes within the own time. */
#include <string.h>

#include "offer/fitting.h"
#include "base/integer.h"
#include "offer/naming.h"

#define WANTED 1.5 /* what a seat counts that ought to be taken, beside others */

enum { CELLS_MOST = 1000, CHOICES_MOST = 256 };

/* ---- what there is ---- */

static void add_slots(lde_fit *all)
{
  const lde_draft *draft = all->draft;

  all->first_slot = lde_alloc(draft->parts.len + 1, sizeof *all->first_slot);
  for (size_t p = 0; p < draft->parts.len; p++) {
    const lde_draft_part *part = &draft->parts.data[p];
    bool alone = lde_alike_leader(&all->build->alike, (int32_t)p) == (int32_t)p && lde_alike_next(&all->build->alike, (int32_t)p) < 0;
    all->first_slot[p] = alone && part->people_count && (int64_t)part->people_count == part->heads ? (int32_t)all->slots.len : -1;
    for (size_t i = 0; i < part->people_count && all->first_slot[p] >= 0; i++)
      lde_vec_push(&all->slots, ((lde_fit_slot){.employee = part->people[i], .part = (int32_t)p, .column = -1}));
  }
}

static void index_all(lde_fit *all)
{
  const lde_build *build = all->build;
  size_t count = build->columns.len > all->slots.len ? build->columns.len : all->slots.len;
  int32_t *key = lde_alloc(count + 1, sizeof *key);

  for (size_t i = 0; i < all->slots.len; i++)
    key[i] = all->slots.data[i].employee;
  all->own = lde_index_new(key, all->slots.len, (size_t)lde_count(all->draft->ds, employee));
  for (size_t c = 0; c < build->columns.len; c++)
    key[c] = lde_column_part(build, c);
  all->seats = lde_index_new(key, build->columns.len, all->draft->parts.len);
  lde_free(key);
  for (size_t c = 0; c < build->columns.len; c++)
    all->unit = lde_gcd(lde_fit_minutes(all, (int32_t)c), all->unit);
}

static void index_options(lde_fit *all)
{
  size_t columns = all->problem->columns.len;
  int32_t *key = lde_alloc(columns + 1, sizeof *key);

  for (size_t c = 0; c < columns; c++) {
    int32_t part = lde_column_part(all->build, c);
    key[c] = part >= 0 && all->first_slot[part] >= 0 ? lde_column_option(all->build, c) : -1;
  }
  all->parts = lde_index_new(key, columns, all->problem->options.len);
  lde_free(key);
  key = lde_alloc(all->draft->parts.len + 1, sizeof *key);
  for (size_t p = 0; p < all->draft->parts.len; p++)
    key[p] = all->first_slot[p] < 0 || all->draft->parts.data[p].unit == LDE_NO_ROW ? -1 : all->draft->parts.data[p].unit;
  all->units = lde_index_new(key, all->draft->parts.len, (size_t)lde_count(all->draft->ds, unit));
  lde_free(key);
}

void lde_fit_init(lde_fit *all, lde_build *build, lde_plan *plan, const lde_solve_options *options)
{
  size_t people = (size_t)lde_count(build->draft->ds, employee);
  int64_t longest = 0;

  *all = (lde_fit){.favoured = -1, .build = build, .plan = plan, .options = options, .draft = build->draft, .problem = &build->problem};
  all->most = lde_alloc(people + 1, sizeof *all->most);
  all->used = lde_alloc(people + 1, sizeof *all->used);
  add_slots(all);
  index_all(all);
  for (size_t e = 0; e < people; e++) {
    all->most[e] = lde_person_minutes(build->draft, (int32_t)e);
    longest = all->most[e] > longest ? all->most[e] : longest;
  }
  if (all->unit < longest / CELLS_MOST + 1)
    all->unit = longest / CELLS_MOST + 1;
  index_options(all);
  lde_trial_init(&all->trial, &build->problem, options->seed);
}

void lde_fit_deinit(lde_fit *all)
{
  lde_index_free(&all->parts);
  lde_index_free(&all->units);
  lde_vec_free(&all->kept);
  lde_trial_deinit(&all->trial);
  lde_vec_free(&all->slots);
  lde_vec_free(&all->trail);
  lde_index_free(&all->own);
  lde_index_free(&all->seats);
  lde_free(all->first_slot);
  lde_free(all->most);
  lde_free(all->used);
  lde_free(all->value);
  lde_free(all->table);
  lde_free(all->picks);
}

/* ---- one seat ---- */

static void remember(lde_fit *all, int32_t index)
{
  lde_vec_push(&all->trail, ((lde_fit_change){index, all->slots.data[index]}));
}

void lde_fit_count_seat(lde_fit *all, const lde_fit_slot *each, int32_t sign)
{
  all->used[each->employee] += sign * lde_fit_minutes(all, each->column);
  for (int32_t i = 0; i < each->count; i++)
    all->used[each->employee] += sign * lde_fit_minutes(all, each->steps[i]);
}

void lde_fit_leave(lde_fit *all, int32_t index)
{
  lde_fit_slot *each = &all->slots.data[index];

  if (each->column < 0)
    return;
  remember(all, index);
  lde_fit_count_seat(all, each, -1);
  lde_trial_apply(&all->trial, each->column, -1);
  for (int32_t i = 0; i < each->count; i++)
    lde_trial_apply(&all->trial, each->steps[i], -1);
  each->column = -1;
  each->count = 0;
}

static void sit(lde_fit *all, int32_t index, const lde_fit_choice *chosen)
{
  lde_fit_slot *each = &all->slots.data[index];

  remember(all, index);
  each->column = chosen->column;
  each->count = chosen->count;
  memcpy(each->steps, chosen->steps, sizeof each->steps);
  for (int32_t i = 0; i < each->count; i++)
    lde_trial_apply(&all->trial, each->steps[i], 1);
  lde_trial_apply(&all->trial, each->column, 1);
  lde_fit_count_seat(all, each, 1);
}

void lde_fit_back(lde_fit *all, size_t trail, size_t mark)
{
  while (all->trail.len > trail) {
    const lde_fit_change *last = &all->trail.data[--all->trail.len];
    lde_fit_slot *each = &all->slots.data[last->slot];
    if (each->column >= 0)
      lde_fit_count_seat(all, each, -1);
    *each = last->before;
    if (each->column >= 0)
      lde_fit_count_seat(all, each, 1);
  }
  lde_trial_back(&all->trial, mark);
}

/* What was done so far stays. */
void lde_fit_forget(lde_fit *all)
{
  all->trail.len = 0;
  all->trial.log.len = 0;
}

/* ---- what somebody can take for a need ---- */

static bool is_open(const lde_fit *all, int32_t option)
{
  return !all->problem->options.data[option].opens || all->trial.point.open[option];
}

/* The dearest step that is free before the seat, with the steps that lead up to it; false when there is none. */
static bool add_steps(lde_fit *all, const lde_fit_slot *each, int32_t column, const double *worth, lde_fit_choice *out)
{
  lde_name_before before[LDE_BUNDLE_MAX];
  int32_t option = lde_column_option(all->build, column);
  int count;

  if (!lde_name_follows(all->draft, option, each->part))
    return true;
  count = lde_name_befores(all->draft, option, each->part, each->employee, before);
  for (int b = 0; b < count; b++) {
    int32_t best = -1;
    bool there = before[b].met;
    for (int32_t k = all->seats.start[each->part]; k < all->seats.start[each->part + 1] && !there; k++) {
      int32_t step = all->seats.at[k], of = lde_column_option(all->build, step);
      if (!lde_fit_is_step(all, step) || (lde_column_last(all->build, step) >= lde_column_last(all->build, column) && all->draft->periods > 1) ||
          !lde_name_comes_first(all->draft, of, each->part, &before[b]))
        continue;
      for (int32_t i = 0; i < out->count; i++)
        there = there || out->steps[i] == step;
      if (is_open(all, of) && lde_trial_seat_room(&all->trial, step, 1, false) > 0 && (best < 0 || worth[step] > worth[best]))
        best = step;
    }
    if (there)
      continue;
    if (best < 0 || out->count == LDE_FIT_STEPS)
      return false;
    out->steps[out->count++] = best;
    out->minutes += lde_fit_minutes(all, best);
    out->worth += worth[best];
    if (!add_steps(all, each, best, worth, out))
      return false;
  }
  return true;
}

/* What fits now and is worth something; returns how many. */
static int32_t list_choices(lde_fit *all, const lde_fit_slot *each, const double *worth, lde_fit_choice *out)
{
  int64_t most = all->most[each->employee];
  int32_t count = 0;

  for (int32_t k = all->seats.start[each->part]; k < all->seats.start[each->part + 1] && count < CHOICES_MOST; k++) {
    int32_t column = all->seats.at[k];
    lde_fit_choice *own = &out[count];
    if (lde_fit_is_step(all, column) || (most >= 0 && all->used[each->employee] + lde_fit_minutes(all, column) > most) ||
        !is_open(all, lde_column_option(all->build, column)) ||
        lde_trial_seat_room(&all->trial, column, 1, all->trial.step_row[column] < 0) < 1)
      continue;
    *own = (lde_fit_choice){.column = column, .minutes = lde_fit_minutes(all, column), .worth = worth[column]};
    if (!add_steps(all, each, column, worth, own) || own->worth <= 0)
      continue;
    if ((all->tickets && all->tickets[column] > 0) || lde_column_option(all->build, column) == all->favoured)
      own->worth *= WANTED;
    count++;
  }
  all->trial.effort += 8 * (all->seats.start[each->part + 1] - all->seats.start[each->part]);
  return count;
}

/* ---- what somebody takes ---- */

/* Sits in what was chosen as far as all of it still fits. */
void lde_fit_take(lde_fit *all, int32_t index, const lde_fit_choice *chosen)
{
  size_t trail = all->trail.len, mark = lde_trial_mark(&all->trial);
  int64_t broken = all->trial.broken;
  double off = all->trial.off;
  bool fits = lde_trial_seat_room(&all->trial, chosen->column, 1, false) > 0;

  for (int32_t i = 0; i < chosen->count; i++)
    fits = fits && lde_trial_seat_room(&all->trial, chosen->steps[i], 1, false) > 0;
  if (!fits)
    return;
  sit(all, index, chosen);
  if (all->trial.broken > broken || all->trial.off > off + 1e-9)
    lde_fit_back(all, trail, mark);
  else if (all->tickets)
    all->tickets[chosen->column]--;
}

static void make_room(lde_fit *all, size_t rows, size_t cells)
{
  if (rows * cells <= all->room)
    return;
  all->room = rows * cells;
  lde_free(all->table);
  lde_free(all->picks);
  all->table = lde_alloc(all->room, sizeof *all->table);
  all->picks = lde_alloc(all->room, sizeof *all->picks);
}

/* Need by need: the most that fits into each amount of time. */
void lde_fit_choose(lde_fit *all, int32_t employee, const double *worth)
{
  int32_t first = all->own.start[employee], count = all->own.start[employee + 1] - first;
  bool limited = all->most[employee] >= 0;
  size_t cells = limited ? (size_t)((all->most[employee] - all->used[employee]) / all->unit) + 1 : 1;
  lde_fit_choice *choices = lde_alloc((size_t)count * CHOICES_MOST + 1, sizeof *choices);

  make_room(all, (size_t)count + 1, cells);
  memset(all->table, 0, cells * sizeof *all->table);
  for (int32_t s = 0; s < count; s++) {
    const lde_fit_slot *each = &all->slots.data[all->own.at[first + s]];
    const double *before = all->table + (size_t)s * cells;
    double *now = all->table + (size_t)(s + 1) * cells;
    int32_t *pick = all->picks + (size_t)s * cells;
    lde_fit_choice *list = choices + (size_t)s * CHOICES_MOST;
    int32_t options = each->column < 0 ? list_choices(all, each, worth, list) : 0;
    memcpy(now, before, cells * sizeof *now);
    memset(pick, 0xff, cells * sizeof *pick);
    for (int32_t c = 0; c < options; c++) {
      size_t wide = limited ? (size_t)((list[c].minutes + all->unit - 1) / all->unit) : 0;
      for (size_t w = wide; w < cells; w++)
        if (before[w - wide] + list[c].worth > now[w]) {
          now[w] = before[w - wide] + list[c].worth;
          pick[w] = c;
        }
    }
  }
  for (size_t s = (size_t)count, left = cells - 1; s-- > 0;) {
    int32_t pick = all->picks[s * cells + left];
    const lde_fit_choice *chosen = choices + s * CHOICES_MOST + pick;
    if (pick < 0)
      continue;
    lde_fit_take(all, all->own.at[(size_t)first + s], chosen);
    left -= limited ? (size_t)((chosen->minutes + all->unit - 1) / all->unit) : 0;
  }
  lde_free(choices);
}

/* Whoever has time left takes what is free. */
void lde_fit_all(lde_fit *all, const double *worth)
{
  for (int32_t e = 0; e < lde_count(all->draft->ds, employee); e++)
    if (all->own.start[e + 1] > all->own.start[e])
      lde_fit_choose(all, e, worth);
  lde_fit_forget(all);
}
