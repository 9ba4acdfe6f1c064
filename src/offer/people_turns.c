/* Better plans with names: some people give up what they have and choose again. */
#include <math.h>

#include "offer/fitting.h"

#define LOSS 0.05 /* of an average seat: what a change may cost at first */

enum { BLOCKS = 10, GROUP = 8, GROUP_MOST = 64, DUTY_TURNS = 8, DUTY_BLOCKS = 3 };

bool lde_fit_is_stopped(const lde_fit *all)
{
  return all->options->interrupted && all->options->interrupted(all->options->context);
}

/* Somebody who has a need that the option serves. */
static int32_t someone(lde_fit *all, int32_t option)
{
  int32_t first = all->parts.start[option], count = all->parts.start[option + 1] - first;
  const lde_draft_part *part;

  if (!count)
    return -1;
  part = &all->draft->parts.data[lde_column_part(all->build, all->parts.at[first + lde_trial_pick(&all->trial, count)])];
  return part->people[lde_trial_pick(&all->trial, (int32_t)part->people_count)];
}

/* Somebody of the same unit, who draws on the same money. */
static int32_t neighbour(lde_fit *all, int32_t part)
{
  int32_t unit = all->draft->parts.data[part].unit, first, count;

  if (unit == LDE_NO_ROW)
    return -1;
  first = all->units.start[unit];
  count = all->units.start[unit + 1] - first;
  part = all->units.at[first + lde_trial_pick(&all->trial, count)];
  return all->draft->parts.data[part].people[lde_trial_pick(&all->trial, (int32_t)all->draft->parts.data[part].people_count)];
}

/* At first a change may also cost something, up to `loss`. */
static bool is_better(const lde_score *before, const lde_score *now, int64_t loss)
{
  return now->shortage != before->shortage ? now->shortage < before->shortage : now->value >= before->value - loss;
}

/* People who choose again. */
typedef struct group {
  int32_t list[GROUP_MOST], count;
} group;

static void add_person(group *who, int32_t employee)
{
  for (int32_t g = 0; g < who->count; g++)
    if (who->list[g] == employee)
      return;
  if (employee >= 0 && who->count < GROUP_MOST)
    who->list[who->count++] = employee;
}

static void leave_all(lde_fit *all, const group *who)
{
  for (int32_t g = 0; g < who->count; g++)
    for (int32_t k = all->own.start[who->list[g]]; k < all->own.start[who->list[g] + 1]; k++) {
      const lde_fit_slot *each = &all->slots.data[all->own.at[k]];
      if (each->column >= 0 && lde_trial_above_lock(&all->trial, each->column) > 0)
        lde_fit_leave(all, all->own.at[k]);
    }
}

/* One session less of some option; those who lose their place choose again. */
static void less(lde_fit *all, group *who)
{
  int32_t option = 0, period = 0, least;

  for (int i = 0; i < 50; i++) {
    option = lde_trial_pick(&all->trial, (int32_t)all->problem->options.len);
    period = lde_trial_pick(&all->trial, all->problem->periods);
    if (lde_trial_can_drop(&all->trial, option, period))
      break;
  }
  if (!lde_trial_can_drop(&all->trial, option, period))
    return;
  lde_trial_apply(&all->trial, lde_problem_var(all->problem, LDE_SESSIONS(option, period)), -1);
  for (int32_t t = period; t < all->problem->periods; t++)
    while (lde_trial_places(&all->trial, option, t) < 0 && who->count < GROUP_MOST &&
           (least = lde_fit_least_slot(all, option, all->problem->window == LDE_WINDOW_TIMED ? t : 0, t)) >= 0) {
      add_person(who, all->slots.data[least].employee);
      lde_fit_leave(all, least);
    }
}

/* One session more of an option, and people who could come. False when that cannot be. */
static bool more(lde_fit *all, group *who, int32_t option, int32_t period)
{
  const lde_problem *problem = all->problem;
  int32_t at = option * problem->periods + period, most = problem->options.data[option].group_max;
  double gain = 0;

  if (most <= 0 || all->trial.point.sessions[at] >= problem->session_upper[at] ||
      (problem->options.data[option].year_sessions_max >= 0 && all->trial.held[option] >= problem->options.data[option].year_sessions_max) ||
      !lde_trial_open(&all->trial, option, 0, &gain))
    return false;
  lde_trial_apply(&all->trial, lde_problem_var(problem, LDE_SESSIONS(option, period)), 1);
  all->favoured = option;
  for (int32_t i = 0; i < most + most / 2; i++)
    add_person(who, someone(all, option));
  return true;
}

static int32_t some_option(lde_fit *all)
{
  int32_t option = lde_trial_pick(&all->trial, (int32_t)all->problem->options.len);

  for (int i = 0; i < 20 && all->parts.start[option + 1] == all->parts.start[option]; i++)
    option = lde_trial_pick(&all->trial, (int32_t)all->problem->options.len);
  return option;
}

/* What happens to sessions when people choose again. */
typedef enum turn_kind { TURN_PEOPLE, TURN_MORE, TURN_INSTEAD } turn_kind;

/* Some people around an option, or of the unit of a part, choose again, one after the other: those listed, and others.
 * There may be a session of the option more, also instead of one of another. What does not help is taken back. */
static void turn(lde_fit *all, turn_kind kind, group *who, int32_t part, int32_t option, int32_t period, const double *worth, int64_t loss)
{
  size_t trail = all->trail.len, mark = lde_trial_mark(&all->trial);
  lde_score before = all->trial.score;
  int64_t broken = all->trial.broken;
  bool goes = true;

  if (kind == TURN_INSTEAD)
    less(all, who);
  if (kind != TURN_PEOPLE)
    goes = more(all, who, option, period);
  for (int i = 0; i < GROUP && kind == TURN_PEOPLE; i++)
    add_person(who, part >= 0 ? neighbour(all, part) : someone(all, option));
  leave_all(all, who);
  for (int32_t g = 0; g < who->count && goes && all->trial.broken <= broken; g++)
    lde_fit_choose(all, who->list[g], worth);
  all->favoured = -1;
  if (!goes || all->trial.broken > broken || !lde_trial_groups_hold(&all->trial, mark) || !is_better(&before, &all->trial.score, loss))
    lde_fit_back(all, trail, mark);
  lde_fit_forget(all);
}

/* ---- duties ---- */

/* A column of the part in time for a duty; -1 when there is none. */
static int32_t some_duty(lde_fit *all, int32_t part)
{
  int32_t first = all->seats.start[part], count = all->seats.start[part + 1] - first, from = count ? lde_trial_pick(&all->trial, count) : 0;

  for (int32_t k = 0; k < count; k++) {
    int32_t column = all->seats.at[first + (from + k) % count];
    const lde_cell *cell = &all->problem->cells.data[lde_column_cell(all->build, column)];
    if (cell->severity > 0 && lde_column_last(all->build, column) <= cell->deadline && all->problem->columns.data[column].upper > 0)
      return column;
  }
  return -1;
}

typedef struct slot_list {
  LDE_VEC(int32_t) at;
} slot_list;

/* Who else lacks a seat for a duty that the option serves. */
static void add_others(lde_fit *all, group *who, const slot_list *lacking, size_t from, int32_t option)
{
  for (size_t i = 0; i < lacking->at.len && who->count < GROUP_MOST / 2; i++) {
    const lde_fit_slot *each = &all->slots.data[lacking->at.data[(from + i) % lacking->at.len]];
    if (each->column < 0 && lde_draft_find_pair(all->draft, option, all->draft->parts.data[each->part].need))
      add_person(who, each->employee);
  }
}

/* Who lacks a seat for a duty tries to get one: from the money of the own unit, or with others in one more session. */
static void try_duties(lde_fit *all)
{
  slot_list lacking = {0};

  for (size_t i = 0; i < all->slots.len && all->trial.score.shortage > all->plan->shortage_bound; i++)
    if (all->slots.data[i].column < 0 && some_duty(all, all->slots.data[i].part) >= 0)
      lde_vec_push(&lacking.at, (int32_t)i);
  for (size_t i = 0; i < lacking.at.len; i++) {
    const lde_fit_slot *each = &all->slots.data[lacking.at.data[i]];
    for (int again = 0; again < DUTY_TURNS && each->column < 0; again++) {
      group who = {.list = {each->employee}, .count = 1};
      int32_t column = some_duty(all, each->part), option = lde_column_option(all->build, column);
      turn_kind kind = again % 2 && all->problem->options.data[option].group_max > 0 ? (again % 4 == 1 ? TURN_MORE : TURN_INSTEAD) : TURN_PEOPLE;
      if (kind != TURN_PEOPLE)
        add_others(all, &who, &lacking, i, option);
      turn(all, kind, &who, again % 3 ? each->part : -1, option, lde_column_last(all->build, column), all->trial.worth, 0);
    }
  }
  lde_vec_free(&lacking.at);
}

/* ---- all of it ---- */

static void improve(lde_fit *all, int64_t turns, int64_t loss)
{
  static const turn_kind kinds[] = {TURN_PEOPLE, TURN_PEOPLE, TURN_MORE, TURN_INSTEAD, TURN_INSTEAD, TURN_INSTEAD};

  for (int64_t i = 0; i < turns && all->slots.len; i++) {
    group who = {.count = 0};
    int32_t option = some_option(all), period = lde_trial_pick(&all->trial, all->problem->periods);
    int32_t part = all->slots.data[lde_trial_pick(&all->trial, (int32_t)all->slots.len)].part;
    bool near = lde_trial_pick(&all->trial, 2) > 0, priced = lde_trial_pick(&all->trial, 3) > 0;
    turn_kind kind = kinds[lde_trial_pick(&all->trial, 6)];
    turn(all, kind, &who, near ? part : -1, option, period, priced ? all->trial.worth : all->value, loss);
  }
}

bool lde_fit_better(lde_fit *all, int64_t turns)
{
  double loss = 0;

  for (size_t c = 0; c < all->problem->columns.len; c++)
    loss += (double)all->problem->columns.data[c].value / (double)all->problem->columns.len * LOSS;
  lde_fit_all(all, all->trial.worth);
  lde_fit_all(all, all->value);
  if (!lde_fit_drop_sessions(all))
    return false;
  lde_fit_all(all, all->value);
  for (int i = 0; i < BLOCKS && !lde_fit_is_stopped(all); i++) {
    if (i % DUTY_BLOCKS == 0)
      try_duties(all);
    improve(all, turns / BLOCKS, (int64_t)(loss * fmax(0, 1 - (double)i / (BLOCKS - 2))));
    lde_fit_all(all, all->value);
  }
  return all->trial.broken == 0;
}
