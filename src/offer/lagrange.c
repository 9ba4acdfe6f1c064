#include "offer/lagrange.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "offer/solve.h"

#define FREE_PRICE 1e30
#define FAR 0.1 /* a plan further below the bound says nothing about how far the bound can fall */

/* Shared constraints in one numbering: rows, then per cell (heads), per cell (in time), per option
 * (seats of the year), per option (sessions of the year), per option (prerequisite), and one for the
 * total shortage. All read "activity <= upper" with a price from 0, or two-sided for rows. */
/* A seat column where its option stands, with what a pass needs of it side by side. In here seats are
 * numbered by these places (`option_column` of the problem), so that a pass reads memory in order. */
struct place {
  int32_t cell, last, lower, upper;
  int32_t entry; /* the first of its entries in row_at and factor; they end where the next begins */
  bool due;      /* in time for its cell */
};

struct run {
  const lde_problem *problem;
  const lde_dual_options *options;
  int32_t rows, cells, opts, count;
  int32_t at_cell, at_due, at_seats, at_held, at_before, at_short;
  double *price, *low, *high;   /* prices and what they may be */
  double *lower, *upper;        /* limits of the activity */
  double *pace;                 /* step per unit of violation */
  double *activity, *mean_activity;
  struct place *places;         /* columns + 1 */
  int32_t *row_at;              /* entries of seats */
  double *factor;
  double *value;                /* by place: of a seat in this stage */
  double *worth;                /* by place: of a seat at the prices */
  double *answer, *mean;        /* by variable; seats by place */
  int32_t *order;               /* by option, its places: the best worths of the last pass first */
  int32_t *aside;               /* scratch: places */
  int32_t sorted;               /* how many places of the option at hand are in order */
  bool wants_all;               /* those were not enough to tell */
  int32_t *left;                /* by cell, scratch: people, or -1 */
  int32_t *least, *most;        /* sessions: option x periods */
  int32_t *active;              /* constraints whose price can move */
  int32_t active_count;
  double *gain;                 /* by option */
  double *best;                 /* prices of the best bound */
  bool slack;                   /* shortages may differ from 0 */
  double size;                  /* of the terms added, for the margin */
};

static double positive(double x)
{
  return x > 0 ? x : 0;
}

/* ---- set-up ---- */

static double *doubles(int32_t count)
{
  return lde_alloc((size_t)count + 1, sizeof(double));
}

static void limit(struct run *run, int32_t i, double upper)
{
  run->upper[i] = upper;
  run->lower[i] = -FREE_PRICE;
  run->low[i] = 0;
  run->high[i] = FREE_PRICE;
}

static void set_limits(struct run *run)
{
  const lde_problem *problem = run->problem;
  bool values = run->options->stage == LDE_STAGE_VALUE;

  for (int32_t r = 0; r < run->rows; r++) {
    const lde_row *row = &problem->rows.data[r];
    double most = row->penalty < 0 ? FREE_PRICE : values ? (double)row->penalty : 0;
    bool has_upper = row->upper < LDE_ROW_FREE, has_lower = row->lower > -LDE_ROW_FREE;
    run->upper[r] = has_upper ? (double)row->upper : FREE_PRICE;
    run->lower[r] = has_lower ? (double)row->lower : -FREE_PRICE;
    run->high[r] = has_upper ? most : 0;
    run->low[r] = has_lower ? -most : 0;
  }
  for (int32_t c = 0; c < run->cells; c++) {
    const lde_cell *cell = &problem->cells.data[c];
    limit(run, run->at_cell + c, cell->heads);
    limit(run, run->at_due + c, -(double)cell->heads);
    if (!values || cell->severity <= 0)
      run->high[run->at_due + c] = 0;
  }
  for (int32_t o = 0; o < run->opts; o++) {
    const lde_option *option = &problem->options.data[o];
    limit(run, run->at_seats + o, option->seats_max);
    limit(run, run->at_held + o, option->year_sessions_max);
    limit(run, run->at_before + o, 0);
    if (option->seats_max < 0)
      run->high[run->at_seats + o] = 0;
    if (option->year_sessions_max < 0 || option->group_max <= 0)
      run->high[run->at_held + o] = 0;
    if (option->requires < 0)
      run->high[run->at_before + o] = 0;
  }
  limit(run, run->at_short, (double)run->options->shortage);
  run->slack = values && run->options->shortage > 0;
  if (!run->slack)
    run->high[run->at_short] = 0;
}

static void set_places(struct run *run)
{
  const lde_problem *problem = run->problem;
  int32_t columns = (int32_t)problem->columns.len, at = 0, entries = 0;

  for (int32_t j = 0; j < columns; j++)
    entries += problem->var_start[j + 1] - problem->var_start[j];
  run->places = lde_alloc((size_t)columns + 1, sizeof *run->places);
  run->row_at = lde_alloc((size_t)entries + 1, sizeof *run->row_at);
  run->factor = doubles(entries);
  run->value = doubles(columns);
  for (int32_t k = 0; k < columns; k++) {
    int32_t j = problem->option_column[k];
    const lde_seat_column *column = &problem->columns.data[j];
    const lde_cell *cell = &problem->cells.data[column->cell];
    bool due = column->last <= cell->deadline;
    run->places[k] = (struct place){column->cell, column->last, column->lower,
                                    column->upper > column->lower ? column->upper : column->lower, at, due};
    for (int32_t i = problem->var_start[j]; i < problem->var_start[j + 1]; i++) {
      const lde_entry *entry = &problem->entries.data[problem->var_entry[i]];
      run->row_at[at] = entry->row;
      run->factor[at++] = (double)entry->factor;
    }
    if (run->options->stage == LDE_STAGE_VALUE)
      run->value[k] = (double)column->value;
    else
      run->value[k] = due ? (double)cell->severity : 0;
    run->order[k] = k;
  }
  run->places[columns].entry = at;
}

/* Steps in money and in heads differ by orders of magnitude: each price moves at the pace of a
 * typical price of its row over the size of its limit. */
static void set_pace(struct run *run)
{
  const lde_problem *problem = run->problem;
  int32_t columns = (int32_t)problem->columns.len;
  double all = 0, heads = 0;
  double *worth = doubles(run->opts), *seats = doubles(run->opts), *value_of = doubles(columns);

  for (int32_t k = 0; k < columns; k++) {
    const lde_seat_column *column = &problem->columns.data[problem->option_column[k]];
    value_of[problem->option_column[k]] = positive(run->value[k]);
    worth[column->option] += positive(run->value[k]) * column->upper;
    seats[column->option] += column->upper;
    all += positive(run->value[k]) * column->upper;
    heads += column->upper;
  }
  double typical = heads > 0 && all > 0 ? all / heads : 1;
  for (int32_t r = 0; r < run->rows; r++) {
    double value = 0, mass = 0, size;
    for (int32_t e = problem->row_start[r]; e < problem->row_start[r + 1]; e++) {
      const lde_entry *entry = &problem->entries.data[e];
      double factor = fabs((double)entry->factor), upper = 1, each = typical;
      int32_t session = entry->var - columns;
      if (entry->var < columns) {
        upper = problem->columns.data[entry->var].upper;
        each = value_of[entry->var] + typical * 0.01;
      } else if (session < run->opts * problem->periods) {
        int32_t o = session / problem->periods;
        upper = problem->session_upper[session];
        each = typical * problem->options.data[o].group_max;
      } else if (session < run->opts * (problem->periods + 1)) {
        int32_t o = session - run->opts * problem->periods;
        each = worth[o] * 0.3 + typical;
      } else {
        each = 0;
      }
      value += each * upper;
      mass += factor * upper;
    }
    size = run->upper[r] < FREE_PRICE ? fabs(run->upper[r]) : fabs(run->lower[r]);
    if (size < mass * 0.02)
      size = mass * 0.02;
    if (size > mass)
      size = mass;
    run->pace[r] = mass > 0 && size > 0 ? value / mass / size : 0;
    if (value <= 0 && mass > 0)
      run->pace[r] = typical / mass / size;
  }
  for (int32_t c = 0; c < run->cells; c++) {
    double value = 0, mass = 0, size = problem->cells.data[c].heads;
    for (int32_t k = problem->cell_start[c]; k < problem->cell_start[c + 1]; k++) {
      value += value_of[problem->cell_column[k]];
      mass++;
    }
    value = mass > 0 && value > 0 ? value / mass : typical * 0.1;
    run->pace[run->at_cell + c] = size > 0 ? value / size : 0;
    run->pace[run->at_due + c] = size > 0 ? (value + typical) / size : 0;
  }
  for (int32_t o = 0; o < run->opts; o++) {
    const lde_option *option = &problem->options.data[o];
    double each = seats[o] > 0 ? worth[o] / seats[o] + typical * 0.01 : typical;
    run->pace[run->at_seats + o] = each / fmax(1, option->seats_max);
    run->pace[run->at_held + o] =
        each * option->group_max / fmax(1, option->year_sessions_max);
    run->pace[run->at_before + o] = worth[o] * 0.3 + typical;
  }
  run->pace[run->at_short] =
      typical / fmax(1, (double)run->options->shortage) / fmax(1, (double)run->options->shortage);
  lde_free(worth);
  lde_free(seats);
  lde_free(value_of);
}

/* Most cells are not mandatory, and few options have limits of their own. */
static void list_active(struct run *run)
{
  run->active = lde_alloc((size_t)run->count + 1, sizeof *run->active);
  for (int32_t i = 0; i < run->count; i++)
    if (run->high[i] > 0 || run->low[i] < 0)
      run->active[run->active_count++] = i;
}

/* How many sessions there may be: as the problem says, or as in the point whose seats are looked for. */
static void set_sessions(struct run *run)
{
  const lde_problem *problem = run->problem;
  const lde_point *held = run->options->held;
  size_t count = problem->options.len * (size_t)problem->periods;

  run->least = lde_alloc(count + 1, sizeof *run->least);
  run->most = lde_alloc(count + 1, sizeof *run->most);
  for (size_t i = 0; i < count; i++) {
    size_t o = i / (size_t)problem->periods, t = i % (size_t)problem->periods;
    run->least[i] = held ? held->sessions[i] : problem->options.data[o].sessions_min[t];
    run->most[i] = held ? held->sessions[i] : problem->session_upper[i];
  }
}

static void run_init(struct run *run, const lde_problem *problem, const lde_dual_options *options)
{
  memset(run, 0, sizeof *run);
  run->problem = problem;
  run->options = options;
  run->rows = (int32_t)problem->rows.len;
  run->cells = (int32_t)problem->cells.len;
  run->opts = (int32_t)problem->options.len;
  run->at_cell = run->rows;
  run->at_due = run->at_cell + run->cells;
  run->at_seats = run->at_due + run->cells;
  run->at_held = run->at_seats + run->opts;
  run->at_before = run->at_held + run->opts;
  run->at_short = run->at_before + run->opts;
  run->count = run->at_short + 1;
  run->price = doubles(run->count);
  run->low = doubles(run->count);
  run->high = doubles(run->count);
  run->lower = doubles(run->count);
  run->upper = doubles(run->count);
  run->pace = doubles(run->count);
  run->activity = doubles(run->count);
  run->mean_activity = doubles(run->count);
  run->best = doubles(run->count);
  run->worth = doubles((int32_t)problem->columns.len);
  run->order = lde_alloc(problem->columns.len + 1, sizeof *run->order);
  run->aside = lde_alloc(problem->columns.len + 1, sizeof *run->aside);
  run->left = lde_alloc(problem->cells.len + 1, sizeof *run->left);
  memset(run->left, 0xff, problem->cells.len * sizeof *run->left);
  run->answer = doubles(problem->var_count);
  run->mean = doubles(problem->var_count);
  run->gain = doubles(run->opts);
  set_sessions(run);
  set_limits(run);
  set_places(run);
  set_pace(run);
  list_active(run);
}

static void run_deinit(struct run *run)
{
  lde_free(run->price);
  lde_free(run->low);
  lde_free(run->high);
  lde_free(run->lower);
  lde_free(run->upper);
  lde_free(run->pace);
  lde_free(run->activity);
  lde_free(run->mean_activity);
  lde_free(run->best);
  lde_free(run->value);
  lde_free(run->places);
  lde_free(run->row_at);
  lde_free(run->factor);
  lde_free(run->worth);
  lde_free(run->order);
  lde_free(run->aside);
  lde_free(run->left);
  lde_free(run->least);
  lde_free(run->most);
  lde_free(run->active);
  lde_free(run->answer);
  lde_free(run->mean);
  lde_free(run->gain);
}

/* ---- one option at the prices ---- */

/* What the entries of a variable cost at the prices. */
static double charge(const struct run *run, int32_t var)
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
static void set_worths(struct run *run, int32_t o)
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

static double session_charge(const struct run *run, int32_t o, int32_t t)
{
  return charge(run, lde_problem_var(run->problem, LDE_SESSIONS(o, t))) +
         run->price[run->at_held + o];
}

/* Seats that may be had at one worth, beside those that are locked. */
struct ranked {
  double worth;
  int32_t place, extra;
};

static int ranked_order(const void *left, const void *right)
{
  const struct ranked *a = left, *b = right;
  if (a->worth != b->worth)
    return a->worth > b->worth ? -1 : 1;
  return a->place < b->place ? -1 : a->place > b->place;
}

/* The places of an option, best worth first: those that are worth something, or all of them. They are nearly
 * so from the last pass. */
static void sort_places(struct run *run, int32_t o, bool all)
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
static double solve_sessions(struct run *run, const lde_option *option, const struct offer *offer,
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

static void write_seats(struct run *run, const struct offer *offer, double seats)
{
  for (int32_t i = 0; i < offer->count && seats > 0; i++) {
    double take = fmin(offer->list[i].extra, seats);
    run->answer[offer->list[i].place] += take;
    seats -= take;
  }
}

/* Each period on its own; a cell may then be served in all of them. */
static double solve_apart(struct run *run, int32_t o, struct ranked *list, bool write)
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
static double solve_together(struct run *run, int32_t o, struct ranked *list, bool write)
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
static bool may_pay(const struct run *run, int32_t o)
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

static void clear_option(struct run *run, int32_t o)
{
  const lde_problem *problem = run->problem;
  for (int32_t k = problem->option_start[o]; k < problem->option_start[o + 1]; k++)
    run->answer[k] = 0;
  for (int32_t t = 0; t < problem->periods; t++)
    run->answer[lde_problem_var(problem, LDE_SESSIONS(o, t))] = 0;
  run->answer[lde_problem_var(problem, LDE_OPEN(o))] = 0;
}

/* Both ways are bounds; the lower one counts. */
static double solve_sorted(struct run *run, int32_t o, struct ranked *list)
{
  if (run->problem->periods == 1)
    return solve_together(run, o, list, true);
  if (run->options->held)
    return solve_apart(run, o, list, true);
  double together = solve_together(run, o, list, false);
  double apart = solve_apart(run, o, list, false);
  if (run->wants_all)
    return 0;
  return together <= apart ? solve_together(run, o, list, true) : solve_apart(run, o, list, true);
}

static double solve_timed(struct run *run, int32_t o, struct ranked *list)
{
  if (!may_pay(run, o))
    return 0;
  sort_places(run, o, false);
  double gain = solve_sorted(run, o, list);
  if (!run->wants_all)
    return gain;
  clear_option(run, o);
  sort_places(run, o, true);
  return solve_sorted(run, o, list);
}

/* Windows that start together: a seat up to D pays the cheapest share of a session up to D. Where the
 * wanted seats do not even fill one session, the whole session is charged. */
static double solve_nested(struct run *run, int32_t o)
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
    share[t] = at < 0 ? 1e300 : positive(cheapest) / full;
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

static double solve_enrolment(struct run *run, int32_t o)
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

static bool option_locked(const struct run *run, int32_t o)
{
  const lde_problem *problem = run->problem;
  const lde_option *option = &problem->options.data[o];
  bool locked = option->open_min > 0 || (run->options->held && run->options->held->open[o]);
  for (int32_t t = 0; t < problem->periods; t++)
    locked |= run->least[o * problem->periods + t] > 0;
  for (int32_t k = problem->option_start[o]; k < problem->option_start[o + 1]; k++)
    locked |= run->places[k].lower > 0;
  return locked;
}

/* Gain of the option at the prices, with its once decision, and its answer. */
static double solve_option(struct run *run, int32_t o, struct ranked *list)
{
  const lde_problem *problem = run->problem;
  const lde_option *option = &problem->options.data[o];
  double gain, once = 0;

  set_worths(run, o);
  clear_option(run, o);
  if (option->group_max <= 0)
    gain = solve_enrolment(run, o);
  else if (problem->window == LDE_WINDOW_TIMED)
    gain = solve_timed(run, o, list);
  else
    gain = solve_nested(run, o);
  if (option->opens) {
    once = charge(run, lde_problem_var(problem, LDE_OPEN(o))) + run->price[run->at_before + o];
    run->answer[lde_problem_var(problem, LDE_OPEN(o))] = 1;
  }
  return gain - once;
}

/* ---- one pass ---- */

static void add_activity(struct run *run, int32_t var)
{
  const lde_problem *problem = run->problem;
  double amount = run->answer[var];
  if (amount == 0)
    return;
  for (int32_t k = problem->var_start[var]; k < problem->var_start[var + 1]; k++) {
    const lde_entry *entry = &problem->entries.data[problem->var_entry[k]];
    run->activity[entry->row] += amount * (double)entry->factor;
  }
}

static void add_activities(struct run *run)
{
  const lde_problem *problem = run->problem;
  int32_t columns = (int32_t)problem->columns.len;

  for (int32_t i = 0; i < run->at_short; i++)
    run->activity[i] = 0;
  for (int32_t o = 0; o < run->opts; o++)
    for (int32_t k = problem->option_start[o]; k < problem->option_start[o + 1]; k++) {
      const struct place *place = &run->places[k];
      double amount = run->answer[k];
      if (amount == 0)
        continue;
      for (int32_t i = place->entry; i < place[1].entry; i++)
        run->activity[run->row_at[i]] += amount * run->factor[i];
      run->activity[run->at_cell + place->cell] += amount;
      run->activity[run->at_seats + o] += amount;
      if (place->due)
        run->activity[run->at_due + place->cell] -= amount;
    }
  for (int32_t var = columns; var < problem->var_count; var++)
    add_activity(run, var);
  for (int32_t o = 0; o < run->opts; o++) {
    int32_t before = problem->options.data[o].requires;
    for (int32_t t = 0; t < problem->periods; t++)
      run->activity[run->at_held + o] += run->answer[lde_problem_var(problem, LDE_SESSIONS(o, t))];
    if (before >= 0)
      run->activity[run->at_before + o] = run->answer[lde_problem_var(problem, LDE_OPEN(o))] -
                                          run->answer[lde_problem_var(problem, LDE_OPEN(before))];
  }
}

/* Chooses at most one option of a variant group. `pick` by group: option + 1. */
static void choose_options(struct run *run, double *bound)
{
  const lde_problem *problem = run->problem;
  int32_t groups = 0;
  int32_t *pick;

  for (int32_t o = 0; o < run->opts; o++)
    if (problem->options.data[o].variant >= groups)
      groups = problem->options.data[o].variant + 1;
  pick = lde_alloc((size_t)groups + 1, sizeof *pick);
  for (int32_t o = 0; o < run->opts; o++) {
    int32_t group = problem->options.data[o].variant;
    if (group >= 0 && run->gain[o] > 0 && (!pick[group] || run->gain[o] > run->gain[pick[group] - 1]))
      pick[group] = o + 1;
  }
  for (int32_t o = 0; o < run->opts; o++) {
    const lde_option *option = &problem->options.data[o];
    bool may_open = !option->opens || (run->options->held ? run->options->held->open[o] : option->open_max > 0);
    bool kept = run->gain[o] > 0 && may_open &&
                (option->variant < 0 || pick[option->variant] == o + 1);
    if (!kept && option_locked(run, o))
      kept = true;
    if (kept) {
      *bound += run->gain[o];
      run->size += fabs(run->gain[o]);
    } else {
      clear_option(run, o);
    }
  }
  lde_free(pick);
}

/* The charge of a prerequisite is a credit for the option that it waits for. */
static void credit_prerequisites(struct run *run)
{
  for (int32_t o = 0; o < run->opts; o++) {
    int32_t before = run->problem->options.data[o].requires;
    if (before >= 0)
      run->gain[before] += run->price[run->at_before + o];
  }
}

static double price_limits(struct run *run)
{
  double sum = 0;
  for (int32_t i = 0; i < run->count; i++) {
    double term = 0;
    if (run->price[i] > 0)
      term = run->price[i] * run->upper[i];
    else if (run->price[i] < 0)
      term = run->price[i] * run->lower[i];
    sum += term;
    run->size += fabs(term);
  }
  return sum;
}

static double free_shortages(struct run *run)
{
  double sum = 0, total = 0;

  if (!run->slack)
    return 0;
  for (int32_t c = 0; c < run->cells; c++) {
    const lde_cell *cell = &run->problem->cells.data[c];
    double gain = run->price[run->at_due + c] -
                  run->price[run->at_short] * (double)cell->severity;
    if (cell->severity <= 0 || gain <= 0)
      continue;
    sum += gain * cell->heads;
    run->size += gain * cell->heads;
    run->activity[run->at_due + c] -= cell->heads;
    total += (double)cell->severity * cell->heads;
  }
  run->activity[run->at_short] = total;
  return sum;
}

/* The bound at run->price; fills answer and activity. */
static double evaluate(struct run *run, struct ranked *list)
{
  const lde_problem *problem = run->problem;
  double bound = 0;

  run->size = 0;
  for (int32_t o = 0; o < run->opts; o++)
    run->gain[o] = solve_option(run, o, list);
  credit_prerequisites(run);
  choose_options(run, &bound);
  for (int32_t i = 0; i < (int32_t)problem->auxes.len; i++) {
    const lde_aux *aux = &problem->auxes.data[i];
    int32_t var = lde_problem_var(problem, LDE_AUX(i));
    double worth = -charge(run, var);
    if (run->options->stage == LDE_STAGE_VALUE)
      worth += (double)aux->value;
    run->answer[var] = (double)(worth > 0 ? aux->upper : aux->lower);
    bound += worth * run->answer[var];
    run->size += fabs(worth * run->answer[var]);
  }
  add_activities(run);
  bound += free_shortages(run);
  bound += price_limits(run);
  return bound;
}

/* ---- better prices ---- */

static double violation(const struct run *run, const double *activity, const double *price, int32_t i)
{
  double act = activity[i];
  if (price[i] > 0)
    return act - run->upper[i];
  if (price[i] < 0)
    return act - run->lower[i];
  if (act > run->upper[i] && run->high[i] > 0)
    return act - run->upper[i];
  if (act < run->lower[i] && run->low[i] < 0)
    return act - run->lower[i];
  return 0;
}

/* The share of the new answer in the mean: what makes the mean's violations smallest. */
static double mixing(const struct run *run, double most)
{
  double cross = 0, square = 0;
  for (int32_t a = 0; a < run->active_count; a++) {
    int32_t i = run->active[a];
    double now = violation(run, run->activity, run->best, i);
    double mean = violation(run, run->mean_activity, run->best, i);
    square += run->pace[i] * (now - mean) * (now - mean);
    cross += run->pace[i] * mean * (mean - now);
  }
  double share = square > 0 ? cross / square : most;
  if (share > most)
    share = most;
  return share < most / 10 ? most / 10 : share;
}

static void mix(struct run *run, double share)
{
  for (int32_t a = 0; a < run->active_count; a++) {
    int32_t i = run->active[a];
    run->mean_activity[i] += share * (run->activity[i] - run->mean_activity[i]);
  }
  for (int32_t i = 0; i < run->problem->var_count; i++)
    run->mean[i] += share * (run->answer[i] - run->mean[i]);
}

/* New prices: from the best ones along the mean's violations. */
static void step(struct run *run, double length)
{
  double square = 0;
  memcpy(run->price, run->best, (size_t)run->count * sizeof *run->price);
  for (int32_t a = 0; a < run->active_count; a++) {
    int32_t i = run->active[a];
    double off = violation(run, run->mean_activity, run->best, i);
    if ((off < 0 && run->best[i] <= run->low[i]) || (off > 0 && run->best[i] >= run->high[i]))
      continue;
    square += run->pace[i] * off * off;
  }
  double along = square > 0 ? length / square : 0;
  for (int32_t a = 0; a < run->active_count; a++) {
    int32_t i = run->active[a];
    double off = violation(run, run->mean_activity, run->best, i);
    double price = run->best[i] + along * run->pace[i] * off;
    run->price[i] = price < run->low[i] ? run->low[i] : price > run->high[i] ? run->high[i] : price;
    /* A price must not jump over zero: on the other side another limit counts. */
    if ((run->best[i] > 0 && run->price[i] < 0) || (run->best[i] < 0 && run->price[i] > 0))
      run->price[i] = 0;
  }
}

static void improve(struct run *run, struct ranked *list, lde_dual *dual, double *bound)
{
  const lde_dual_options *options = run->options;
  double length = 1.0, share = 0.1, mark = *bound;
  int32_t stale = 0;

  for (int64_t pass = 1; pass < options->passes; pass++) {
    double target = options->has_target ? (double)options->target : *bound * 0.9;
    if (options->has_target && *bound - target <= options->gap * fabs(*bound))
      break;
    if (options->interrupted && options->interrupted(options->context))
      break;
    double ahead = fmin(*bound - target, FAR * fabs(*bound));
    step(run, length * fmax(ahead, 0.002 * fabs(*bound) + 1e-6));
    double value = evaluate(run, list);
    dual->passes++;
    mix(run, mixing(run, share));
    if (value < *bound) {
      bool enough = *bound - value > 1e-5 * fabs(*bound);
      *bound = value;
      memcpy(run->best, run->price, (size_t)run->count * sizeof *run->best);
      stale = enough ? 0 : stale + 1;
      if (enough && length < 2)
        length *= 1.1;
    } else {
      stale++;
    }
    if (stale >= 10) {
      length = fmax(length * 0.66, 1e-4);
      stale = 0;
    }
    if (pass % 100 == 0) {
      if (mark - *bound < 0.01 * fabs(*bound))
        share = fmax(share / 2, 0.005);
      mark = *bound;
      if (options->progress)
        options->progress(options->context, (int64_t)*bound, dual->passes);
    }
  }
}

/* Rounds the prices to what is reported, and proves the bound with exactly those. */
static void conclude(struct run *run, struct ranked *list, lde_dual *dual)
{
  double unit = (double)LDE_PRICE_UNIT, bound, margin;

  memcpy(run->price, run->best, (size_t)run->count * sizeof *run->price);
  for (int32_t r = 0; r < run->rows; r++) {
    double whole = floor(fmin(fmax(run->price[r] * unit, -4e18), 4e18) + 0.5);
    if (run->price[r] > 0 && whole > run->high[r] * unit)
      whole = run->high[r] * unit;
    dual->row_price[r] = (int64_t)whole;
    run->price[r] = whole / unit;
  }
  for (int32_t c = 0; c < run->cells; c++) {
    double *own = &run->price[run->at_cell + c], *due = &run->price[run->at_due + c];
    *own = floor(*own + 0.5);
    *due = floor(*due + 0.5);
    dual->cell_price[c] = (int64_t)fmin(*own, 4e18);
  }
  for (int32_t i = run->at_seats; i < run->count; i++)
    run->price[i] = floor(run->price[i] + 0.5);
  bound = evaluate(run, list);
  for (int32_t o = 0; o < run->opts; o++)
    dual->option_value[o] = (int64_t)floor(fmin(fmax(run->gain[o], -4e18), 4e18));
  margin = 1e-9 * run->size + 1e-3;
  dual->bound = bound + margin > 1e18 ? LDE_ROW_FREE : (int64_t)floor(bound + margin);
}

void lde_dual_run(lde_dual *dual, const lde_problem *problem, const lde_dual_options *options)
{
  struct run run;
  struct ranked *list = lde_alloc(problem->columns.len + 1, sizeof *list);
  double bound;
  int64_t total = 0;
  lde_dual_options inner = *options;

  memset(dual, 0, sizeof *dual);
  for (size_t c = 0; c < problem->cells.len; c++)
    total += problem->cells.data[c].severity * problem->cells.data[c].heads;
  if (options->stage == LDE_STAGE_SHORTAGE)
    inner.target = total - options->target; /* covering, instead of shortage */
  run_init(&run, problem, &inner);
  dual->row_price = lde_alloc((size_t)run.rows + 1, sizeof *dual->row_price);
  dual->cell_price = lde_alloc((size_t)run.cells + 1, sizeof *dual->cell_price);
  dual->option_value = lde_alloc((size_t)run.opts + 1, sizeof *dual->option_value);
  for (int32_t i = 0; options->start && i < run.count; i++)
    run.price[i] = fmin(fmax(options->start[i], run.low[i]), run.high[i]);
  bound = evaluate(&run, list);
  dual->passes = 1;
  memcpy(run.mean, run.answer, (size_t)problem->var_count * sizeof *run.mean);
  memcpy(run.mean_activity, run.activity, (size_t)run.count * sizeof *run.activity);
  memcpy(run.best, run.price, (size_t)run.count * sizeof *run.best);
  improve(&run, list, dual, &bound);
  conclude(&run, list, dual);
  if (options->stage == LDE_STAGE_SHORTAGE)
    dual->bound = dual->bound > total ? 0 : total - dual->bound;
  dual->mean = doubles(problem->var_count);
  memcpy(dual->mean, run.mean, (size_t)problem->var_count * sizeof *run.mean);
  for (int32_t k = 0; k < (int32_t)problem->columns.len; k++)
    dual->mean[problem->option_column[k]] = run.mean[k];
  dual->price = run.price;
  run.price = NULL;
  run_deinit(&run);
  lde_free(list);
}

void lde_dual_deinit(lde_dual *dual)
{
  lde_free(dual->row_price);
  lde_free(dual->cell_price);
  lde_free(dual->option_value);
  lde_free(dual->mean);
  lde_free(dual->price);
  memset(dual, 0, sizeof *dual);
}
