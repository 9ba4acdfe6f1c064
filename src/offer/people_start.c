/* Where a plan with names begins: with the names that a plan has, or with an average plan. */
#include <string.h>

#include "offer/fitting.h"
#include "offer/people_fit.h"

/* ---- from the names so far ---- */

static int32_t slot_of(const lde_fit *all, int32_t employee, int32_t part)
{
  for (int32_t k = all->own.start[employee]; k < all->own.start[employee + 1]; k++)
    if (all->slots.data[all->own.at[k]].part == part)
      return all->own.at[k];
  return -1;
}

static int32_t period_of(const lde_draft *draft, const char *text)
{
  int32_t period = 0;

  while (period + 1 < draft->periods && strcmp(draft->period_text[period], text) != 0)
    period++;
  return period;
}

/* A column of the part with a seat that has nobody yet. */
static int32_t free_column(const lde_fit *all, const int32_t *named, int32_t part, int32_t option, int32_t period, bool step)
{
  bool timed = all->problem->window == LDE_WINDOW_TIMED;

  for (int32_t k = all->seats.start[part]; k < all->seats.start[part + 1]; k++) {
    int32_t column = all->seats.at[k];
    if (lde_column_option(all->build, column) == option && lde_fit_is_step(all, column) == step &&
        (!timed || lde_column_last(all->build, column) == period) && named[column] < all->trial.point.seats[column])
      return column;
  }
  return -1;
}

static void read_names(lde_fit *all, const lde_offer *offer, bool step, int32_t *named)
{
  for (size_t l = 0; l < offer->lines.len; l++) {
    const lde_offer_line *line = &offer->lines.data[l];
    size_t count = step ? line->steps.len : line->served.len;
    for (size_t s = 0; s < count; s++) {
      const lde_offer_served *served = step ? &line->steps.data[s] : &line->served.data[s];
      for (size_t i = 0; served->part >= 0 && all->first_slot[served->part] >= 0 && i < served->employees.count; i++) {
        int32_t index = slot_of(all, served->employees.rows[i], served->part);
        lde_fit_slot *each = &all->slots.data[index];
        int32_t column = free_column(all, named, served->part, all->draft->option_of[line->offering],
                                     period_of(all->draft, line->period), step);
        if (column < 0 || (step ? each->column < 0 || each->count == LDE_FIT_STEPS : each->column >= 0))
          continue;
        named[column]++;
        if (step)
          each->steps[each->count++] = column;
        else
          each->column = column;
      }
    }
  }
}

/* Seats that have nobody go. */
static bool drop_nameless(lde_fit *all, const int32_t *named)
{
  for (size_t c = 0; c < all->problem->columns.len; c++) {
    int32_t part = lde_column_part(all->build, c), left = part >= 0 && all->first_slot[part] >= 0 ? all->trial.point.seats[c] - named[c] : 0;
    if (left > 0 && named[c] < all->problem->columns.data[c].lower)
      return false;
    if (left > 0)
      lde_trial_apply(&all->trial, (int32_t)c, -left);
  }
  return true;
}

/* Steps that somebody could do without: nobody follows on them. */
static void drop_idle_steps(lde_fit *all, int32_t index)
{
  lde_fit_slot *each = &all->slots.data[index];

  for (int32_t i = each->count; i-- > 0;) {
    size_t mark = lde_trial_mark(&all->trial);
    double off = all->trial.off;
    lde_trial_apply(&all->trial, each->steps[i], -1);
    if (all->trial.off >= off) {
      lde_trial_back(&all->trial, mark);
      continue;
    }
    all->used[each->employee] -= lde_fit_minutes(all, each->steps[i]);
    each->steps[i] = each->steps[--each->count];
  }
}

bool lde_fit_names(lde_fit *all, const lde_offer *offer)
{
  int32_t *named = lde_alloc(all->problem->columns.len + 1, sizeof *named);
  bool holds;

  lde_trial_set(&all->trial, &all->plan->point);
  read_names(all, offer, false, named);
  read_names(all, offer, true, named);
  for (size_t i = 0; i < all->slots.len; i++)
    if (all->slots.data[i].column >= 0)
      lde_fit_count_seat(all, &all->slots.data[i], 1);
  holds = drop_nameless(all, named);
  for (size_t i = 0; i < all->slots.len && all->trial.broken; i++)
    drop_idle_steps(all, (int32_t)i);
  lde_free(named);
  return holds;
}

/* ---- from an average ---- */

/* The average has all sessions of an option in one period, whenever its seats are: they go where these are. */
static void hold_sessions(const lde_problem *problem, const double *mean, int32_t option, int32_t *sessions)
{
  const int32_t *upper = &problem->session_upper[option * problem->periods];
  double seats[LDE_PERIODS_MAX] = {0}, all = 0, total = 0.5;

  for (int32_t k = problem->option_start[option]; k < problem->option_start[option + 1]; k++) {
    seats[problem->columns.data[problem->option_column[k]].last] += mean[problem->option_column[k]];
    all += mean[problem->option_column[k]];
  }
  for (int32_t t = 0; t < problem->periods; t++)
    total += mean[lde_problem_var(problem, LDE_SESSIONS(option, t))];
  for (int32_t count = (int32_t)total; count > 0 && all > 0; count--) {
    int32_t best = -1;
    for (int32_t t = 0; t < problem->periods; t++)
      if (sessions[t] < upper[t] && (best < 0 || seats[t] > seats[best]))
        best = t;
    if (best < 0)
      return;
    sessions[best]++;
    seats[best] -= all / total;
  }
}

static bool is_duty(const lde_fit *all, const lde_fit_slot *each)
{
  const lde_cell *cell = each->column < 0 ? NULL : &all->problem->cells.data[lde_column_cell(all->build, each->column)];

  return cell && cell->severity > 0 && lde_column_last(all->build, each->column) <= cell->deadline;
}

static void count_duty(const lde_fit *all, int32_t column, int32_t *seats)
{
  seats[lde_column_option(all->build, column) * all->problem->periods + lde_column_last(all->build, column)]++;
}

/* As many sessions as the duties of the best plan need: duties go before value. */
static void hold_duties(const lde_fit *all, lde_point *held)
{
  const lde_problem *problem = all->problem;
  int32_t *seats = lde_alloc(problem->options.len * (size_t)problem->periods + 1, sizeof *seats);

  for (size_t i = 0; i < all->kept.len; i++) {
    const lde_fit_slot *each = &all->kept.data[i];
    if (!is_duty(all, each))
      continue;
    count_duty(all, each->column, seats);
    for (int32_t k = 0; k < each->count; k++)
      count_duty(all, each->steps[k], seats);
  }
  for (int32_t o = 0; o < (int32_t)problem->options.len; o++)
    for (int32_t t = 0; t < problem->periods; t++) {
      int32_t at = o * problem->periods + t, most = problem->options.data[o].group_max;
      int32_t least = most > 0 ? (seats[at] + most - 1) / most : 0;
      held->open[o] = held->open[o] || seats[at] > 0;
      held->sessions[at] = held->sessions[at] > least ? held->sessions[at] : least;
    }
  lde_free(seats);
}

static void seat_duties(lde_fit *all)
{
  for (size_t i = 0; i < all->kept.len; i++) {
    const lde_fit_slot *each = &all->kept.data[i];
    lde_fit_choice chosen = {.column = each->column, .count = each->count};
    if (!is_duty(all, each))
      continue;
    for (int32_t k = 0; k < each->count; k++)
      chosen.steps[k] = each->steps[k];
    lde_fit_take(all, (int32_t)i, &chosen);
  }
}

/* Nobody sits anywhere; sessions are those of an average plan, and people choose its seats before others. */
void lde_fit_mean(lde_fit *all, const double *mean, bool duties)
{
  const lde_problem *problem = all->problem;
  lde_point held = lde_point_new(problem);

  for (int32_t o = 0; o < (int32_t)problem->options.len; o++) {
    held.open[o] = mean[lde_problem_var(problem, LDE_OPEN(o))] >= 0.5;
    hold_sessions(problem, mean, o, &held.sessions[o * problem->periods]);
  }
  if (duties)
    hold_duties(all, &held);
  lde_trial_hold(&all->trial, &held);
  lde_point_free(&held);
  all->tickets = lde_alloc(problem->columns.len + 1, sizeof *all->tickets);
  for (size_t c = 0; c < problem->columns.len; c++) {
    int32_t part = lde_column_part(all->build, c);
    all->tickets[c] = (int32_t)(mean[c] + 0.5);
    if (part >= 0 && all->first_slot[part] >= 0)
      lde_trial_apply(&all->trial, (int32_t)c, -all->trial.point.seats[c]);
  }
  for (size_t i = 0; i < all->slots.len; i++)
    all->slots.data[i].column = -1;
  for (size_t i = 0; i < all->slots.len; i++)
    all->slots.data[i].count = 0;
  memset(all->used, 0, (size_t)lde_count(all->draft->ds, employee) * sizeof *all->used);
  if (duties)
    seat_duties(all);
  lde_fit_all(all, all->trial.worth);
  lde_free(all->tickets);
  all->tickets = NULL;
}
