/* One option at the prices: which sessions it holds, who sits in them, and what that gains. */
#include "offer/pricing.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* What the entries of a variable cost at the prices. */
double lde_pricing_charge(const struct lde_pricing *run, int32_t var)
{
  const lde_problem *problem = run->problem;
  double sum = 0;
  for (int32_t k = problem->var_start[var]; k < problem->var_start[var + 1]; k++) {
    const lde_entry *entry = &problem->entries.data[problem->var_entry[k]];
    sum += run->price[entry->row] * (double)entry->factor;
  }
  return sum;
}

/* What seats of the option are worth at the prices. */
static void set_worths(struct lde_pricing *run, int32_t o)
{
  int32_t end = run->problem->option_start[o + 1];

  for (int32_t k = run->problem->option_start[o]; k < end; k++) {
    const struct place *place = &run->places[k];
    double worth = run->value[k] - run->price[run->at_cell + place->cell] - run->price[run->at_seats + o];
    if (place->due)
      worth += run->price[run->at_due + place->cell];
    for (int32_t i = place->entry; i < place[1].entry; i++)
      worth -= run->price[run->row_at[i]] * run->factor[i];
    run->worth[k] = worth;
  }
}

static double session_charge(const struct lde_pricing *run, int32_t o, int32_t t)
{
  return lde_pricing_charge(run, lde_problem_var(run->problem, LDE_SESSIONS(o, t))) +
         run->price[run->at_held + o];
}

static int ranked_order(const void *left, const void *right)
{
  const struct ranked *a = left, *b = right;
  if (a->worth != b->worth)
    return a->worth > b->worth ? -1 : 1;
  return a->place < b->place ? -1 : a->place > b->place;
}

/* The places of an option, best worth first: those that are worth something, or all of them. They are nearly
 * so from the last pass. */
static void sort_places(struct lde_pricing *run, int32_t o, bool all)
{
  int32_t *order = &run->order[run->problem->option_start[o]];
  int32_t count = run->problem->option_start[o + 1] - run->problem->option_start[o], kept = 0, rest = 0;
  int64_t moves = 0, most;

  for (int32_t i = 0; i < count && !all; i++) {
    int32_t k = order[i];
    if (run->worth[k] > 0)
      order[kept++] = k;
    else
      run->aside[rest++] = k;
  }
  memcpy(&order[kept], run->aside, (size_t)rest * sizeof *order);
  count = all ? count : kept;
  most = 12 * (int64_t)count + 100;
  for (int32_t i = 1; i < count && moves <= most; i++) {
    int32_t k = order[i], at = i;
    double worth = run->worth[k];
    for (; at > 0 && (run->worth[order[at - 1]] < worth ||
                      (run->worth[order[at - 1]] == worth && order[at - 1] > k)); at--)
      order[at] = order[at - 1];
    order[at] = k;
    moves += i - at;
  }
  run->sorted = count;
  run->wants_all = false;
  if (moves <= most)
    return;
  struct ranked *list = lde_alloc((size_t)count + 1, sizeof *list);
  for (int32_t i = 0; i < count; i++)
    list[i] = (struct ranked){run->worth[order[i]], order[i], 0};
  qsort(list, (size_t)count, sizeof *list, ranked_order);
  for (int32_t i = 0; i < count; i++)
    order[i] = list[i].place;
  lde_free(list);
}

/* What sessions at one charge can be filled with. */
struct offer {
  const struct ranked *list; /* best first */
  int32_t count, least, most;
  double charge, base, locked; /* worth and number of locked seats */
  bool all;                    /* everything there is, not only what is worth something */
};

/* Sessions, each with the next best seats. Concave in the number of sessions, so the first one that does
 * not pay is the last one looked at. */
static double solve_sessions(struct lde_pricing *run, const lde_option *option, const struct offer *offer,
                             int32_t *chosen, double *seats)
{
  double wanted = offer->locked, all = offer->locked, sum = 0, taken = 0, best = -1e300;
  int32_t at = 0, most = offer->most > offer->least ? offer->most : offer->least;
  double rest = 0; /* of the seats at `at` that are taken */

  *chosen = offer->least;
  *seats = 0;
  for (int32_t i = 0; i < offer->count; i++) {
    all += offer->list[i].extra;
    wanted += offer->list[i].worth > 0 ? offer->list[i].extra : 0;
  }
  /* Beyond what the wanted seats fill, more sessions can only pay by a negative charge. */
  for (int32_t s = offer->least; s <= most; s++) {
    double aim = fmin(fmax(wanted, (double)s * option->group_min), (double)s * option->group_max);
    if (aim > all && !offer->all)
      run->wants_all = true;
    aim = fmin(aim, all) - offer->locked;
    while (taken < aim && at < offer->count) {
      double take = fmin(offer->list[at].extra - rest, aim - taken);
      sum += offer->list[at].worth * take;
      taken += take;
      rest += take;
      if (rest >= offer->list[at].extra) {
        at++;
        rest = 0;
      }
    }
    double worth = sum - offer->charge * s;
    if (worth > best) {
      best = worth;
      *chosen = s;
      *seats = taken;
    } else if ((double)s * option->group_max >= offer->locked) {
      break;
    }
  }
  return offer->base + best;
}

static void write_seats(struct lde_pricing *run, const struct offer *offer, double seats)
{
  for (int32_t i = 0; i < offer->count && seats > 0; i++) {
    double take = fmin(offer->list[i].extra, seats);
    run->answer[offer->list[i].place] += take;
    seats -= take;
  }
}

/* Each period on its own; a cell may then be served in all of them. */
static double solve_apart(struct lde_pricing *run, int32_t o, struct ranked *list, bool write)
{
  const lde_problem *problem = run->problem;
  const lde_option *option = &problem->options.data[o];
  double sum = 0, seats;

  for (int32_t t = 0; t < problem->periods; t++) {
    int32_t chosen, most = run->most[o * problem->periods + t];
    struct offer offer = {list, 0, run->least[o * problem->periods + t], most, session_charge(run, o, t), 0, 0,
                          run->sorted == problem->option_start[o + 1] - problem->option_start[o]};
    if (most <= 0 && run->least[o * problem->periods + t] <= 0)
      continue;
    for (int32_t k = problem->option_start[o]; k < problem->option_start[o + 1]; k++) {
      const struct place *place = &run->places[k];
      if (place->last != t || place->lower <= 0)
        continue;
      offer.base += run->worth[k] * place->lower;
      offer.locked += place->lower;
      if (write)
        run->answer[k] = place->lower;
    }
    for (int32_t i = 0; i < run->sorted; i++) {
      int32_t k = run->order[problem->option_start[o] + i];
      const struct place *place = &run->places[k];
      if (place->last != t || place->upper <= place->lower)
        continue;
      list[offer.count++] = (struct ranked){run->worth[k], k, place->upper - place->lower};
    }
    sum += solve_sessions(run, option, &offer, &chosen, &seats);
    if (write) {
      write_seats(run, &offer, seats);
      run->answer[lde_problem_var(problem, LDE_SESSIONS(o, t))] = chosen;
    }
  }
  return sum;
}

/* All periods as one, at the charge of the cheapest: no cell is served twice. */
static double solve_together(struct lde_pricing *run, int32_t o, struct ranked *list, bool write)
{
  const lde_problem *problem = run->problem;
  const lde_option *option = &problem->options.data[o];
  int32_t chosen, at = -1, begin = problem->option_start[o], end = problem->option_start[o + 1];
  struct offer offer = {.list = list, .all = run->sorted == end - begin};
  double seats;

  for (int32_t t = 0; t < problem->periods; t++) {
    int32_t upper = run->most[o * problem->periods + t];
    double each = session_charge(run, o, t);
    offer.least += run->least[o * problem->periods + t];
    offer.most += upper;
    if ((upper > 0 || run->least[o * problem->periods + t] > 0) && (at < 0 || each < offer.charge)) {
      offer.charge = each;
      at = t;
    }
  }
  if (at < 0)
    return 0;
  for (int32_t k = begin; k < end; k++) {
    const struct place *place = &run->places[k];
    if (run->left[place->cell] < 0)
      run->left[place->cell] = problem->cells.data[place->cell].heads;
    run->left[place->cell] -= run->left[place->cell] < place->lower ? run->left[place->cell] : place->lower;
    offer.base += run->worth[k] * place->lower;
    offer.locked += place->lower;
    if (write)
      run->answer[k] = place->lower;
  }
  for (int32_t i = begin; i < begin + run->sorted; i++) {
    const struct place *place = &run->places[run->order[i]];
    int32_t *left = &run->left[place->cell], extra = place->upper - place->lower;
    extra = extra < *left ? extra : *left;
    if (extra <= 0)
      continue;
    list[offer.count++] = (struct ranked){run->worth[run->order[i]], run->order[i], extra};
    *left -= extra;
  }
  for (int32_t k = begin; k < end; k++)
    run->left[run->places[k].cell] = -1;
  double worth = solve_sessions(run, option, &offer, &chosen, &seats);
  if (write) {
    write_seats(run, &offer, seats);
    run->answer[lde_problem_var(problem, LDE_SESSIONS(o, at))] = chosen;
  }
  return worth;
}

/* Whether one session could pay, if all seats that are worth something were in it: nothing needs to be
 * sorted to see that none does. */
static bool may_pay(const struct lde_pricing *run, int32_t o)
{
  const lde_problem *problem = run->problem;
  double hoped = 0, least = 1e300;

  for (int32_t t = 0; t < problem->periods; t++) {
    if (run->least[o * problem->periods + t] > 0)
      return true;
    if (run->most[o * problem->periods + t] > 0)
      least = fmin(least, session_charge(run, o, t));
  }
  for (int32_t k = problem->option_start[o]; k < problem->option_start[o + 1]; k++) {
    if (run->places[k].lower > 0)
      return true;
    hoped += run->worth[k] > 0 ? run->worth[k] * run->places[k].upper : 0;
  }
  return hoped > least;
}

void lde_pricing_clear(struct lde_pricing *run, int32_t o)
{
  const lde_problem *problem = run->problem;
  for (int32_t k = problem->option_start[o]; k < problem->option_start[o + 1]; k++)
    run->answer[k] = 0;
  for (int32_t t = 0; t < problem->periods; t++)
    run->answer[lde_problem_var(problem, LDE_SESSIONS(o, t))] = 0;
  run->answer[lde_problem_var(problem, LDE_OPEN(o))] = 0;
}

/* Both ways are bounds; the lower one counts. */
static double solve_sorted(struct lde_pricing *run, int32_t o, struct ranked *list)
{
  if (run->problem->periods == 1)
    return solve_together(run, o, list, true);
  if (lde_pricing_held(run, o))
    return solve_apart(run, o, list, true);
  double together = solve_together(run, o, list, false);
  double apart = solve_apart(run, o, list, false);
  if (run->wants_all)
    return 0;
  return together <= apart ? solve_together(run, o, list, true) : solve_apart(run, o, list, true);
}

static double solve_timed(struct lde_pricing *run, int32_t o, struct ranked *list)
{
  if (!may_pay(run, o))
    return 0;
  sort_places(run, o, false);
  double gain = solve_sorted(run, o, list);
  if (!run->wants_all)
    return gain;
  lde_pricing_clear(run, o);
  sort_places(run, o, true);
  return solve_sorted(run, o, list);
}

/* Windows that start together: a seat up to D pays the cheapest share of a session up to D. Where the
 * wanted seats do not even fill one session, the whole session is charged. */
static double solve_nested(struct lde_pricing *run, int32_t o)
{
  const lde_problem *problem = run->problem;
  const lde_option *option = &problem->options.data[o];
  double share[LDE_PERIODS_MAX], cheapest = 1e300, sum = 0, whole = 0, filled = 0, least = 1e300;
  double full = option->group_max;
  int32_t from[LDE_PERIODS_MAX], least_at = -1, at = -1;
  bool locked = false;

  for (int32_t t = 0; t < problem->periods; t++) {
    int32_t upper = run->most[o * problem->periods + t];
    double each = session_charge(run, o, t);
    double *answer = &run->answer[lde_problem_var(problem, LDE_SESSIONS(o, t))];
    if ((upper > 0 || run->least[o * problem->periods + t] > 0) && each < cheapest) {
      cheapest = each;
      at = t;
    }
    if (upper > 0 && each < least) {
      least = each;
      least_at = t;
    }
    from[t] = at;
    share[t] = at < 0 ? 1e300 : lde_positive(cheapest) / full;
    *answer = each < 0 ? upper : 0;
    if (run->least[o * problem->periods + t] > 0) {
      locked = true;
      if (*answer < run->least[o * problem->periods + t])
        *answer = run->least[o * problem->periods + t];
    }
    sum += (share[t] < 1e299 ? full * share[t] - each : 0) * *answer;
  }
  for (int32_t k = problem->option_start[o]; k < problem->option_start[o + 1]; k++) {
    const struct place *place = &run->places[k];
    double worth = run->worth[k], seats = place->upper;
    if (place->lower > 0) {
      locked = true;
      whole += worth * place->lower;
      sum += (worth - share[place->last]) * place->lower;
      seats -= place->lower;
      run->answer[k] = place->lower;
    }
    if (seats <= 0)
      continue;
    if (worth > 0) {
      whole += worth * seats;
      filled += share[place->last] * seats;
    }
    if (worth > share[place->last]) {
      sum += (worth - share[place->last]) * seats;
      run->answer[k] += seats;
      if (from[place->last] >= 0)
        run->answer[lde_problem_var(problem, LDE_SESSIONS(o, from[place->last]))] += seats / full;
    }
  }
  if (locked || least_at < 0 || least <= 0 || filled > least)
    return sum;
  bool pays = whole > least;
  for (int32_t k = problem->option_start[o]; k < problem->option_start[o + 1]; k++) {
    run->answer[k] = pays && run->worth[k] > 0 ? run->places[k].upper : 0;
  }
  for (int32_t t = 0; t < problem->periods; t++)
    run->answer[lde_problem_var(problem, LDE_SESSIONS(o, t))] = pays && t == least_at;
  return pays ? whole - least : 0;
}

static double solve_enrolment(struct lde_pricing *run, int32_t o)
{
  const lde_problem *problem = run->problem;
  int32_t end = problem->option_start[o + 1], next;
  double sum = 0;

  /* The columns of one cell lie side by side: the best of them first, up to its people. */
  for (int32_t k = problem->option_start[o]; k < end; k = next) {
    int32_t c = run->places[k].cell;
    double left = problem->cells.data[c].heads;
    for (next = k; next < end && run->places[next].cell == c; next++) {
      run->answer[next] = run->places[next].lower;
      sum += run->places[next].lower * run->worth[next];
      left -= run->places[next].lower;
    }
    while (left > 0) {
      int32_t best = -1;
      for (int32_t i = k; i < next; i++)
        if (run->worth[i] > 0 && run->answer[i] < run->places[i].upper &&
            (best < 0 || run->worth[i] > run->worth[best]))
          best = i;
      if (best < 0)
        break;
      double take = fmin(left, run->places[best].upper - run->answer[best]);
      run->answer[best] += take;
      sum += take * run->worth[best];
      left -= take;
    }
  }
  return sum;
}

bool lde_pricing_is_locked(const struct lde_pricing *run, int32_t o)
{
  const lde_problem *problem = run->problem;
  const lde_option *option = &problem->options.data[o];
  const lde_point *held = lde_pricing_held(run, o);
  bool locked = option->open_min > 0 || (held && held->open[o]);
  for (int32_t t = 0; t < problem->periods; t++)
    locked |= run->least[o * problem->periods + t] > 0;
  for (int32_t k = problem->option_start[o]; k < problem->option_start[o + 1]; k++)
    locked |= run->places[k].lower > 0;
  return locked;
}

/* Gain of the option at the prices, with its once decision, and its answer. */
double lde_pricing_answer(struct lde_pricing *run, int32_t o, struct ranked *list)
{
  const lde_problem *problem = run->problem;
  const lde_option *option = &problem->options.data[o];
  double gain, once = 0;

  set_worths(run, o);
  lde_pricing_clear(run, o);
  if (option->group_max <= 0)
    gain = solve_enrolment(run, o);
  else if (problem->window == LDE_WINDOW_TIMED)
    gain = solve_timed(run, o, list);
  else
    gain = solve_nested(run, o);
  if (option->opens) {
    once = lde_pricing_charge(run, lde_problem_var(problem, LDE_OPEN(o))) + run->price[run->at_before + o];
    run->answer[lde_problem_var(problem, LDE_OPEN(o))] = 1;
  }
  return gain - once;
}
