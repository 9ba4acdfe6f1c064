/* Sessions that have too few people are given up. */
#include "offer/fitting.h"

/* ---- sessions that have too few ---- */

static bool sits_in(const lde_fit_slot *each, int32_t column)
{
  bool sits = each->column == column;

  for (int32_t k = 0; k < each->count; k++)
    sits = sits || each->steps[k] == column;
  return sits;
}

/* Of those who sit in the option in one of the periods, also on the way to something, who gives up least; -1 when
 * there is none who may go. */
int32_t lde_fit_least_slot(const lde_fit *all, int32_t option, int32_t from, int32_t to)
{
  const lde_problem *problem = all->problem;
  int32_t best = -1;

  for (int32_t k = problem->option_start[option]; k < problem->option_start[option + 1]; k++) {
    int32_t column = problem->option_column[k], part = lde_column_part(all->build, column);
    if (part < 0 || all->first_slot[part] < 0 || problem->columns.data[column].last < from || problem->columns.data[column].last > to ||
        lde_trial_above_lock(&all->trial, column) <= 0)
      continue;
    for (size_t i = 0; i < all->draft->parts.data[part].people_count; i++) {
      int32_t index = all->first_slot[part] + (int32_t)i;
      const lde_fit_slot *each = &all->slots.data[index];
      if (each->column >= 0 && sits_in(each, column) && lde_trial_above_lock(&all->trial, each->column) > 0 &&
          (best < 0 || all->value[each->column] < all->value[all->slots.data[best].column]))
        best = index;
    }
  }
  return best;
}

/* A period whose sessions have too few seats; of nested windows also one after it, as seats may be taken before they end. */
static int32_t least_filled(const lde_fit *all, int32_t option)
{
  const lde_problem *problem = all->problem;
  bool timed = problem->window == LDE_WINDOW_TIMED;
  int32_t worst = -1, later = -1;
  int64_t most = 0, lack = 0;

  for (int32_t t = problem->periods; t-- > 0;) {
    int64_t here = (int64_t)problem->options.data[option].group_min * all->trial.point.sessions[option * problem->periods + t] -
                   all->trial.ending[option * problem->periods + t];
    bool can = lde_trial_can_drop(&all->trial, option, t);
    lack = timed ? here : lack + here;
    later = can ? t : timed ? -1 : later;
    if (lack > most && later >= 0) {
      most = lack;
      worst = later;
    }
  }
  return worst;
}

/* One session less where seats are fewest, and whoever has no place then goes. */
static bool drop_session(lde_fit *all, int32_t option)
{
  const lde_problem *problem = all->problem;
  int32_t worst = least_filled(all, option);

  if (worst < 0)
    return false;
  lde_trial_apply(&all->trial, lde_problem_var(problem, LDE_SESSIONS(option, worst)), -1);
  for (int32_t t = worst; t < problem->periods; t++)
    while (lde_trial_places(&all->trial, option, t) < 0) {
      int32_t least = lde_fit_least_slot(all, option, problem->window == LDE_WINDOW_TIMED ? t : 0, t);
      if (least < 0)
        return false;
      lde_fit_leave(all, least);
    }
  return true;
}

bool lde_fit_drop_sessions(lde_fit *all)
{
  for (int32_t o = 0; o < (int32_t)all->problem->options.len; o++)
    while (!lde_trial_filled(&all->trial, o))
      if (!drop_session(all, o))
        return false;
  return true;
}
