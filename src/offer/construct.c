/* Moves that take away, and whole plans: from nothing, around an average, and with the seats once more. */
#include "offer/construct.h"

#include <math.h>
#include <string.h>

#define MEND_TURNS 8
#define STEPS_DEEP 3 /* steps that lead up to one another */

void lde_trial_clear(lde_trial *trial, int32_t o)
{
  const lde_problem *problem = trial->problem;
  const lde_option *option = &problem->options.data[o];
  bool kept = option->open_min > 0;

  for (int32_t k = problem->option_start[o]; k < problem->option_start[o + 1]; k++) {
    int32_t j = problem->option_column[k];
    int32_t lower = problem->columns.data[j].lower;
    lde_trial_apply(trial, j, (int64_t)lower - trial->point.seats[j]);
    kept |= lower > 0;
  }
  for (int32_t t = 0; t < problem->periods; t++) {
    kept |= option->sessions_min[t] > 0;
    lde_trial_apply(trial, lde_problem_var(problem, LDE_SESSIONS(o, t)),
                    (int64_t)option->sessions_min[t] -
                        trial->point.sessions[o * problem->periods + t]);
  }
  if (!option->opens || !trial->point.open[o] || kept)
    return;
  for (size_t i = 0; i < problem->options.len; i++)
    if (problem->options.data[i].requires == o && trial->point.open[i])
      return; /* others wait for it */
  lde_trial_apply(trial, lde_problem_var(problem, LDE_OPEN(o)), -1);
}

static bool give_up(lde_trial *trial, int32_t j, int64_t seats, int depth)
{
  const lde_problem *problem = trial->problem;

  if (lde_trial_above_lock(trial, j) < seats) /* gone already, as a step of another */
    return false;
  lde_trial_apply(trial, j, -seats);
  for (int32_t k = problem->var_start[j]; k < problem->var_start[j + 1]; k++) {
    int32_t r = problem->entries.data[problem->var_entry[k]].row;
    const lde_row *row = &problem->rows.data[r];
    if (row->penalty >= 0 || (trial->activity[r] <= row->upper && trial->activity[r] >= row->lower))
      continue;
    if (trial->activity[r] > row->upper || depth > STEPS_DEEP)
      return false;
    for (int32_t e = problem->row_start[r]; trial->activity[r] < row->lower && e < problem->row_start[r + 1]; e++) {
      const lde_entry *entry = &problem->entries.data[e];
      if (entry->factor != -1 || entry->var >= (int32_t)problem->columns.len)
        continue;
      int64_t most = lde_trial_above_lock(trial, entry->var), off = row->lower - trial->activity[r];
      most = most < off ? most : off;
      if (most > 0 && !give_up(trial, entry->var, most, depth + 1))
        return false;
    }
    if (trial->activity[r] < row->lower)
      return false;
  }
  return true;
}

bool lde_trial_give_up(lde_trial *trial, int32_t column, int64_t seats)
{
  return give_up(trial, column, seats, 0);
}

bool lde_trial_can_drop(const lde_trial *trial, int32_t o, int32_t t)
{
  const lde_problem *problem = trial->problem;
  return trial->point.sessions[o * problem->periods + t] > problem->options.data[o].sessions_min[t];
}

/* The seat worth least of those of which some have to go when `last` is too full, or -1. */
static int32_t worst_seat(const lde_trial *trial, int32_t o, int32_t last)
{
  const lde_problem *problem = trial->problem;
  bool nested = problem->window == LDE_WINDOW_NESTED;
  int32_t worst = -1;

  for (int32_t k = problem->option_start[o]; k < problem->option_start[o + 1]; k++) {
    int32_t j = problem->option_column[k], end = problem->columns.data[j].last;
    if ((nested ? end <= last : end == last) && lde_trial_above_lock(trial, j) > 0 &&
        (worst < 0 || trial->worth[j] < trial->worth[worst]))
      worst = j;
  }
  return worst;
}

bool lde_trial_drop_session(lde_trial *trial, int32_t o, int32_t t)
{
  const lde_problem *problem = trial->problem;

  if (trial->held[o] <= 1)
    lde_trial_clear(trial, o);
  else
    lde_trial_apply(trial, lde_problem_var(problem, LDE_SESSIONS(o, t)), -1);
  for (int32_t last = 0; last < problem->periods; last++) {
    int64_t over;
    while ((over = -lde_trial_places(trial, o, last)) > 0) {
      int32_t j = worst_seat(trial, o, last);
      int64_t most = j < 0 ? 0 : lde_trial_above_lock(trial, j);
      if (j < 0 || !lde_trial_give_up(trial, j, over < most ? over : most))
        return false;
    }
  }
  return true;
}

static void set_locks(lde_trial *trial)
{
  const lde_problem *problem = trial->problem;
  double gain = 0;

  for (int32_t o = 0; o < (int32_t)problem->options.len; o++) {
    const lde_option *option = &problem->options.data[o];
    bool used = option->open_min > 0;
    for (int32_t t = 0; t < problem->periods; t++) {
      used |= option->sessions_min[t] > 0;
      lde_trial_apply(trial, lde_problem_var(problem, LDE_SESSIONS(o, t)), option->sessions_min[t]);
    }
    for (int32_t k = problem->option_start[o]; k < problem->option_start[o + 1]; k++) {
      int32_t j = problem->option_column[k], lower = problem->columns.data[j].lower;
      used |= lower > 0;
      lde_trial_apply(trial, j, lower);
    }
    if (used && option->opens && !lde_trial_open(trial, o, 0, &gain))
      lde_trial_apply(trial, lde_problem_var(problem, LDE_OPEN(o)), 1);
  }
  /* Locked sessions may need more seats than were locked. */
  for (int32_t o = 0; o < (int32_t)problem->options.len; o++)
    if (trial->held[o] > 0)
      lde_trial_fill(trial, o, false, trial->held[o] * problem->options.data[o].group_min, &gain);
}

/* Sessions near the average: where it has at least so much more than there is. */
static void set_sessions(lde_trial *trial, const double *mean, double share)
{
  const lde_problem *problem = trial->problem;
  double gain = 0;

  for (int32_t o = 0; o < (int32_t)problem->options.len; o++) {
    const lde_option *option = &problem->options.data[o];
    if (option->opens && mean[lde_problem_var(problem, LDE_OPEN(o))] < share)
      continue;
    if (!lde_trial_open(trial, o, 0, &gain) || option->group_max <= 0)
      continue;
    for (int32_t t = 0; t < problem->periods; t++) {
      int32_t var = lde_problem_var(problem, LDE_SESSIONS(o, t));
      int32_t now = trial->point.sessions[o * problem->periods + t];
      int64_t want = (int64_t)(mean[var] + 1 - share) - now;
      int64_t most = problem->session_upper[o * problem->periods + t] - now;
      if (option->year_sessions_max >= 0 && option->year_sessions_max - trial->held[o] < most)
        most = option->year_sessions_max - trial->held[o];
      want = want < most ? want : most;
      if (want > 0)
        lde_trial_apply(trial, var, lde_trial_room(trial, var, want));
    }
  }
}

/* Seats of one cell as the average has them. What is cut off at one cell comes on top at the next one of
 * the option, so that sessions and budgets are filled as the average fills them. */
static void set_cell(lde_trial *trial, int32_t c, const double *mean, double *carry)
{
  const lde_problem *problem = trial->problem;

  for (int32_t k = problem->cell_start[c]; k < problem->cell_start[c + 1]; k++) {
    int32_t j = problem->cell_column[k];
    const lde_seat_column *column = &problem->columns.data[j];
    const lde_option *option = &problem->options.data[column->option];
    double *left = &carry[column->option * problem->periods + column->last], now = trial->point.seats[j];
    if (mean[j] <= now || (option->opens && !trial->point.open[column->option]))
      continue;
    *left += mean[j] - now;
    int64_t want = (int64_t)floor(*left + 0.5);
    int64_t near = (int64_t)ceil(mean[j] - now);
    if (want > near)
      want = near;
    if (want > 0)
      *left -= (double)lde_trial_seat(trial, j, want, mean);
    if (*left > 1)
      *left = 1;
  }
}

/* Whoever has to sit somewhere in time and does not yet does so where the average has most. */
static void set_due(lde_trial *trial, int32_t c, const double *mean)
{
  const lde_problem *problem = trial->problem;

  for (int turn = 0; trial->cell_left[c] > 0 && turn < 8; turn++) {
    int32_t best = -1;
    for (int32_t k = problem->cell_start[c]; k < problem->cell_start[c + 1]; k++) {
      int32_t j = problem->cell_column[k], o = problem->columns.data[j].option;
      if (problem->columns.data[j].last <= problem->cells.data[c].deadline &&
          (!problem->options.data[o].opens || trial->point.open[o]) &&
          (best < 0 || mean[j] - trial->point.seats[j] > mean[best] - trial->point.seats[best]) &&
          lde_trial_seat_room(trial, j, 1, true) > 0)
        best = j;
    }
    if (best < 0 || lde_trial_seat(trial, best, trial->cell_left[c], mean) <= 0)
      return;
  }
}

static void set_seats(lde_trial *trial, const double *mean)
{
  const lde_problem *problem = trial->problem;
  double *carry = lde_alloc(problem->options.len * (size_t)problem->periods + 1, sizeof *carry);

  for (int due = 1; due >= 0; due--)
    for (int32_t c = 0; c < (int32_t)problem->cells.len; c++) {
      if ((problem->cells.data[c].severity > 0) != due)
        continue;
      set_cell(trial, c, mean, carry);
      if (due)
        set_due(trial, c, mean);
    }
  lde_free(carry);
}

/* Sessions without the seats that they need are given them, or taken away with theirs. */
static void fill_groups(lde_trial *trial)
{
  const lde_problem *problem = trial->problem;
  double gain = 0;

  for (int32_t o = 0; o < (int32_t)problem->options.len; o++) {
    const lde_option *option = &problem->options.data[o];
    if (trial->held[o] <= 0)
      continue;
    if (!lde_trial_filled(trial, o))
      lde_trial_fill(trial, o, true, trial->held[o] * option->group_min, &gain);
    for (int32_t t = problem->periods - 1; t >= 0; t--)
      while (!lde_trial_filled(trial, o) &&
             trial->point.sessions[o * problem->periods + t] > option->sessions_min[t]) {
        lde_trial_apply(trial, lde_problem_var(problem, LDE_SESSIONS(o, t)), -1);
        if (lde_trial_places(trial, o, t) < 0) {
          lde_trial_apply(trial, lde_problem_var(problem, LDE_SESSIONS(o, t)), 1);
          break;
        }
      }
    if (!lde_trial_filled(trial, o))
      lde_trial_clear(trial, o);
  }
}

/* Seats whose step is gone, and steps that lead nowhere any more, are given up. */
static bool mend_row(lde_trial *trial, int32_t r)
{
  const lde_problem *problem = trial->problem;
  const lde_row *row = &problem->rows.data[r];
  bool changed = false;

  for (int32_t e = problem->row_start[r]; e < problem->row_start[r + 1]; e++) {
    const lde_entry *entry = &problem->entries.data[e];
    int64_t over = trial->activity[r] - row->upper, under = row->lower - trial->activity[r];
    int64_t off = entry->factor > 0 ? over : under;
    if (entry->var >= (int32_t)problem->columns.len || off <= 0)
      continue;
    int64_t size = entry->factor > 0 ? entry->factor : -entry->factor;
    int64_t most = trial->point.seats[entry->var] - problem->columns.data[entry->var].lower;
    int64_t take = (off + size - 1) / size;
    take = take < most ? take : most;
    if (take <= 0)
      continue;
    lde_trial_apply(trial, entry->var, -take);
    changed = true;
  }
  return changed;
}

static void mend(lde_trial *trial)
{
  const lde_problem *problem = trial->problem;

  for (int turn = 0; turn < MEND_TURNS; turn++) {
    bool changed = false;
    fill_groups(trial);
    for (int32_t r = 0; trial->broken > 0 && r < (int32_t)problem->rows.len; r++)
      if (problem->rows.data[r].penalty < 0)
        changed |= mend_row(trial, r);
    if (!changed)
      break;
  }
}

/* Nothing but what is locked. */
static void start_over(lde_trial *trial)
{
  lde_point start = lde_point_new(trial->problem);

  lde_trial_set(trial, &start);
  lde_point_free(&start);
  set_locks(trial);
}

void lde_trial_round(lde_trial *trial, const double *mean, double share)
{
  start_over(trial);
  set_sessions(trial, mean, share);
  set_seats(trial, mean);
  mend(trial);
  lde_trial_insert_all(trial);
}

void lde_trial_reseat(lde_trial *trial, const lde_point *held, const double *mean)
{
  const lde_problem *problem = trial->problem;

  start_over(trial);
  for (int32_t o = 0; o < (int32_t)problem->options.len; o++) {
    if (problem->options.data[o].opens)
      lde_trial_apply(trial, lde_problem_var(problem, LDE_OPEN(o)), held->open[o] - trial->point.open[o]);
    for (int32_t t = 0; t < problem->periods; t++)
      lde_trial_apply(trial, lde_problem_var(problem, LDE_SESSIONS(o, t)),
                      held->sessions[o * problem->periods + t] - trial->point.sessions[o * problem->periods + t]);
  }
  set_seats(trial, mean);
  mend(trial);
  lde_trial_insert_all(trial);
}

void lde_trial_hold(lde_trial *trial, lde_point *held)
{
  const lde_problem *problem = trial->problem;
  double gain = 0;

  start_over(trial);
  for (int32_t o = 0; o < (int32_t)problem->options.len; o++) {
    const lde_option *option = &problem->options.data[o];
    bool may = !option->opens || (held->open[o] && lde_trial_open(trial, o, 0, &gain));
    for (int32_t t = 0; may && t < problem->periods; t++) {
      int32_t var = lde_problem_var(problem, LDE_SESSIONS(o, t)), i = o * problem->periods + t;
      int64_t want = held->sessions[i] - trial->point.sessions[i];
      int64_t most = option->year_sessions_max - trial->held[o];
      if (option->year_sessions_max >= 0 && want > most)
        want = most;
      if (want > 0)
        lde_trial_apply(trial, var, lde_trial_room(trial, var, want));
    }
  }
  lde_point_copy(problem, held, &trial->point);
}

void lde_trial_build(lde_trial *trial)
{
  start_over(trial);
  lde_trial_insert_all(trial);
}
