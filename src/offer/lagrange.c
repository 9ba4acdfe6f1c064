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
struct run {
  const lde_problem *problem;
  const lde_dual_options *options;
  int32_t rows, cells, opts, count;
  int32_t at_cell, at_due, at_seats, at_held, at_before, at_short;
  double *price, *low, *high;   /* prices and what they may be */
  double *lower, *upper;        /* limits of the activity */
  double *pace;                 /* step per unit of violation */
  double *activity, *mean_activity;
  double *value;                /* by column: of a seat in this stage */
  double *answer, *mean;        /* by variable */
  double *gain;                 /* by option */
  double *best;                 /* prices of the best bound */
  double *order_key;            /* scratch by column */
  int32_t *order;
  bool slack;                   /* shortages may differ from 0 */
  double size;                  /* of the terms added, for the margin */
};

static double positive(double x)
{
  return x > 0 ? x : 0;
}

/* ---- set-up ---- */

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

static void set_values(struct run *run)
{
  const lde_problem *problem = run->problem;

  for (int32_t j = 0; j < (int32_t)problem->columns.len; j++) {
    const lde_seat_column *column = &problem->columns.data[j];
    const lde_cell *cell = &problem->cells.data[column->cell];
    if (run->options->stage == LDE_STAGE_VALUE)
      run->value[j] = (double)column->value;
    else
      run->value[j] = column->last <= cell->deadline ? (double)cell->severity : 0;
  }
}

/* Steps in money and in heads differ by orders of magnitude: each price moves at the pace of a
 * typical price of its row over the size of its limit. */
static void set_pace(struct run *run)
{
  const lde_problem *problem = run->problem;
  int32_t columns = (int32_t)problem->columns.len;
  double all = 0, heads = 0;
  double *worth = lde_alloc((size_t)run->opts + 1, sizeof *worth);
  double *seats = lde_alloc((size_t)run->opts + 1, sizeof *seats);

  for (int32_t j = 0; j < columns; j++) {
    double upper = problem->columns.data[j].upper;
    worth[problem->columns.data[j].option] += positive(run->value[j]) * upper;
    seats[problem->columns.data[j].option] += upper;
    all += positive(run->value[j]) * upper;
    heads += upper;
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
        each = positive(run->value[entry->var]) + typical * 0.01;
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
      value += positive(run->value[problem->cell_column[k]]);
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
}

static double *doubles(int32_t count)
{
  return lde_alloc((size_t)count + 1, sizeof(double));
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
  run->value = doubles((int32_t)problem->columns.len);
  run->order_key = doubles((int32_t)problem->columns.len);
  run->order = lde_alloc(problem->columns.len + 1, sizeof *run->order);
  run->answer = doubles(problem->var_count);
  run->mean = doubles(problem->var_count);
  run->gain = doubles(run->opts);
  set_limits(run);
  set_values(run);
  set_pace(run);
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
  lde_free(run->order_key);
  lde_free(run->order);
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

static double seat_worth(const struct run *run, int32_t j)
{
  const lde_seat_column *column = &run->problem->columns.data[j];
  double worth = run->value[j] - charge(run, j) - run->price[run->at_cell + column->cell] -
                 run->price[run->at_seats + column->option];
  if (column->last <= run->problem->cells.data[column->cell].deadline)
    worth += run->price[run->at_due + column->cell];
  return worth;
}

static double session_charge(const struct run *run, int32_t o, int32_t t)
{
  return charge(run, lde_problem_var(run->problem, LDE_SESSIONS(o, t))) +
         run->price[run->at_held + o];
}

/* Seats that may be had at one worth: those locked, and as many more. */
struct ranked {
  double worth;
  int32_t column;
  int32_t lower, extra;
};

static int ranked_order(const void *left, const void *right)
{
  const struct ranked *a = left, *b = right;
  if (a->worth != b->worth)
    return a->worth > b->worth ? -1 : 1;
  return a->column < b->column ? -1 : a->column > b->column;
}

/* Best first; those that cost more than they bring only when they are asked for, else behind. */
static void sort_ranked(struct ranked *list, int32_t count, bool all)
{
  int32_t good = 0;

  for (int32_t i = 0; i < count && !all; i++)
    if (list[i].worth > 0) {
      struct ranked swap = list[good];
      list[good++] = list[i];
      list[i] = swap;
    }
  qsort(list, (size_t)(all ? count : good), sizeof *list, ranked_order);
}

/* The best `seats` among ranked columns, beside those that are locked. */
static double best_seats(const struct ranked *list, int32_t count, double seats, double *answer)
{
  double sum = 0;
  for (int32_t i = 0; i < count && seats > 0; i++) {
    double take = fmin(list[i].extra, seats);
    seats -= take;
    sum += list[i].worth * take;
    if (answer)
      answer[list[i].column] += take;
  }
  return sum;
}

/* Sessions at one charge, each with the next best seats. Concave in the number of sessions, so the
 * first one that does not pay is the last one looked at. Writes the seats; the sessions go to
 * `chosen`. */
static double solve_sessions(struct run *run, const lde_option *option, double charge_each,
                             int32_t least, int32_t most, struct ranked *list, int32_t count,
                             int32_t *chosen, bool write)
{
  double locked = 0, wanted = 0, all = 0, base = 0, hoped = 0, best = -1e300;

  *chosen = least;
  for (int32_t i = 0; i < count; i++) {
    locked += list[i].lower;
    base += list[i].worth * list[i].lower;
    all += list[i].lower + list[i].extra;
    wanted += list[i].lower + (list[i].worth > 0 ? list[i].extra : 0);
    hoped += list[i].worth > 0 ? list[i].worth * list[i].extra : 0;
  }
  if (least <= 0 && locked <= 0 && hoped <= charge_each)
    return 0; /* not even one session pays, so there is nothing to sort */
  sort_ranked(list, count, wanted < (double)option->group_min * (least > 1 ? least : 1));
  if (least > most)
    most = least;
  bool sorted = wanted < (double)option->group_min * (least > 1 ? least : 1);
  /* Beyond what the wanted seats fill, more sessions can only pay by a negative charge. */
  for (int32_t s = least; s <= most; s++) {
    if (!sorted && (double)s * option->group_min > wanted) {
      sort_ranked(list, count, true);
      sorted = true;
    }
    double seats = fmin(fmax(wanted, (double)s * option->group_min), (double)s * option->group_max);
    double worth = best_seats(list, count, fmin(seats, all) - locked, NULL) - charge_each * s;
    if (worth > best) {
      best = worth;
      *chosen = s;
    } else if ((double)s * option->group_max >= locked) {
      break;
    }
  }
  if (!write)
    return base + best;
  double seats = fmin(fmax(wanted, (double)*chosen * option->group_min),
                      (double)*chosen * option->group_max);
  for (int32_t i = 0; i < count; i++)
    run->answer[list[i].column] = list[i].lower;
  best_seats(list, count, fmin(seats, all) - locked, run->answer);
  return base + best;
}

/* Each period on its own; a cell may then be served in all of them. */
static double solve_apart(struct run *run, int32_t o, struct ranked *list, bool write)
{
  const lde_problem *problem = run->problem;
  const lde_option *option = &problem->options.data[o];
  double sum = 0;

  for (int32_t t = 0; t < problem->periods; t++) {
    int32_t count = 0, chosen, most = problem->session_upper[o * problem->periods + t];
    if (most <= 0 && option->sessions_min[t] <= 0)
      continue;
    for (int32_t k = problem->option_start[o]; k < problem->option_start[o + 1]; k++) {
      int32_t j = problem->option_column[k];
      const lde_seat_column *column = &problem->columns.data[j];
      if (column->last != t || (column->upper <= 0 && column->lower <= 0))
        continue;
      list[count++] = (struct ranked){run->order_key[j], j, column->lower,
                                      column->upper > column->lower ? column->upper - column->lower : 0};
    }
    sum += solve_sessions(run, option, session_charge(run, o, t), option->sessions_min[t], most, list,
                          count, &chosen, write);
    if (write)
      run->answer[lde_problem_var(problem, LDE_SESSIONS(o, t))] = chosen;
  }
  return sum;
}

/* The columns of one cell, best first, until its people are gone. They lie side by side from `k`;
 * returns where the next cell begins. */
static int32_t rank_cell(struct run *run, int32_t k, int32_t end, struct ranked *list, int32_t *count)
{
  const lde_problem *problem = run->problem;
  int32_t c = problem->columns.data[problem->option_column[k]].cell, first = *count;
  int32_t left = problem->cells.data[c].heads;

  for (; k < end; k++) {
    int32_t j = problem->option_column[k];
    const lde_seat_column *column = &problem->columns.data[j];
    if (column->cell != c)
      break;
    if (column->upper <= 0 && column->lower <= 0)
      continue;
    struct ranked each = {run->order_key[j], j, column->lower, column->upper - column->lower};
    int32_t at = (*count)++;
    for (; at > first && list[at - 1].worth < each.worth; at--)
      list[at] = list[at - 1];
    list[at] = each;
    left -= column->lower;
  }
  for (int32_t i = first; i < *count; i++) {
    if (list[i].extra > left)
      list[i].extra = left;
    if (list[i].extra < 0)
      list[i].extra = 0;
    left -= list[i].extra;
  }
  return k;
}

/* All periods as one, at the charge of the cheapest: no cell is served twice. */
static double solve_together(struct run *run, int32_t o, struct ranked *list, bool write)
{
  const lde_problem *problem = run->problem;
  const lde_option *option = &problem->options.data[o];
  int32_t count = 0, least = 0, most = 0, chosen, at = -1, end = problem->option_start[o + 1];
  double cheapest = 0;

  for (int32_t t = 0; t < problem->periods; t++) {
    int32_t upper = problem->session_upper[o * problem->periods + t];
    double each = session_charge(run, o, t);
    least += option->sessions_min[t];
    most += upper;
    if ((upper > 0 || option->sessions_min[t] > 0) && (at < 0 || each < cheapest)) {
      cheapest = each;
      at = t;
    }
  }
  if (at < 0)
    return 0;
  for (int32_t k = problem->option_start[o]; k < end;)
    k = rank_cell(run, k, end, list, &count);
  double worth = solve_sessions(run, option, cheapest, least, most, list, count, &chosen, write);
  if (write)
    run->answer[lde_problem_var(problem, LDE_SESSIONS(o, at))] = chosen;
  return worth;
}

/* Both ways are bounds; the lower one counts. */
static double solve_timed(struct run *run, int32_t o, struct ranked *list)
{
  double together = solve_together(run, o, list, false);
  if (together == 0)
    return 0; /* nothing is locked, so that there is nothing lower */
  double apart = solve_apart(run, o, list, false);
  return together <= apart ? solve_together(run, o, list, true) : solve_apart(run, o, list, true);
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
    int32_t upper = problem->session_upper[o * problem->periods + t];
    double each = session_charge(run, o, t);
    double *answer = &run->answer[lde_problem_var(problem, LDE_SESSIONS(o, t))];
    if ((upper > 0 || option->sessions_min[t] > 0) && each < cheapest) {
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
    if (option->sessions_min[t] > 0) {
      locked = true;
      if (*answer < option->sessions_min[t])
        *answer = option->sessions_min[t];
    }
    sum += (share[t] < 1e299 ? full * share[t] - each : 0) * *answer;
  }
  for (int32_t k = problem->option_start[o]; k < problem->option_start[o + 1]; k++) {
    int32_t j = problem->option_column[k];
    const lde_seat_column *column = &problem->columns.data[j];
    double worth = run->order_key[j], seats = column->upper;
    if (column->lower > 0) {
      locked = true;
      whole += worth * column->lower;
      sum += (worth - share[column->last]) * column->lower;
      seats -= column->lower;
      run->answer[j] = column->lower;
    }
    if (seats <= 0)
      continue;
    if (worth > 0) {
      whole += worth * seats;
      filled += share[column->last] * seats;
    }
    if (worth > share[column->last]) {
      sum += (worth - share[column->last]) * seats;
      run->answer[j] += seats;
      if (from[column->last] >= 0)
        run->answer[lde_problem_var(problem, LDE_SESSIONS(o, from[column->last]))] += seats / full;
    }
  }
  if (locked || least_at < 0 || least <= 0 || filled > least)
    return sum;
  bool pays = whole > least;
  for (int32_t k = problem->option_start[o]; k < problem->option_start[o + 1]; k++) {
    int32_t j = problem->option_column[k];
    run->answer[j] = pays && run->order_key[j] > 0 ? problem->columns.data[j].upper : 0;
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
    int32_t c = problem->columns.data[problem->option_column[k]].cell;
    double left = problem->cells.data[c].heads;
    for (next = k; next < end; next++) {
      int32_t j = problem->option_column[next];
      const lde_seat_column *column = &problem->columns.data[j];
      if (column->cell != c)
        break;
      run->answer[j] = column->lower;
      sum += column->lower * run->order_key[j];
      left -= column->lower;
    }
    while (left > 0) {
      int32_t best = -1;
      for (int32_t i = k; i < next; i++) {
        int32_t j = problem->option_column[i];
        if (run->order_key[j] > 0 && run->answer[j] < problem->columns.data[j].upper &&
            (best < 0 || run->order_key[j] > run->order_key[best]))
          best = j;
      }
      if (best < 0)
        break;
      double take = fmin(left, problem->columns.data[best].upper - run->answer[best]);
      run->answer[best] += take;
      sum += take * run->order_key[best];
      left -= take;
    }
  }
  return sum;
}

static void clear_option(struct run *run, int32_t o)
{
  const lde_problem *problem = run->problem;
  for (int32_t k = problem->option_start[o]; k < problem->option_start[o + 1]; k++)
    run->answer[problem->option_column[k]] = 0;
  for (int32_t t = 0; t < problem->periods; t++)
    run->answer[lde_problem_var(problem, LDE_SESSIONS(o, t))] = 0;
  run->answer[lde_problem_var(problem, LDE_OPEN(o))] = 0;
}

static bool option_locked(const struct run *run, int32_t o)
{
  const lde_problem *problem = run->problem;
  const lde_option *option = &problem->options.data[o];
  bool locked = option->open_min > 0;
  for (int32_t t = 0; t < problem->periods; t++)
    locked |= option->sessions_min[t] > 0;
  for (int32_t k = problem->option_start[o]; k < problem->option_start[o + 1]; k++)
    locked |= problem->columns.data[problem->option_column[k]].lower > 0;
  return locked;
}

/* Gain of the option at the prices, with its once decision, and its answer. */
static double solve_option(struct run *run, int32_t o, struct ranked *list)
{
  const lde_problem *problem = run->problem;
  const lde_option *option = &problem->options.data[o];
  double gain, once = 0;

  for (int32_t k = problem->option_start[o]; k < problem->option_start[o + 1]; k++) {
    int32_t j = problem->option_column[k];
    run->order_key[j] = seat_worth(run, j);
  }
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

  for (int32_t i = 0; i < run->at_short; i++)
    run->activity[i] = 0;
  for (int32_t var = 0; var < problem->var_count; var++)
    add_activity(run, var);
  for (int32_t j = 0; j < (int32_t)problem->columns.len; j++) {
    const lde_seat_column *column = &problem->columns.data[j];
    run->activity[run->at_cell + column->cell] += run->answer[j];
    run->activity[run->at_seats + column->option] += run->answer[j];
    if (column->last <= problem->cells.data[column->cell].deadline)
      run->activity[run->at_due + column->cell] -= run->answer[j];
  }
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
    bool kept = run->gain[o] > 0 && (!option->opens || option->open_max > 0) &&
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
  if (run->high[i] <= 0 && run->low[i] >= 0)
    return 0;
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
  for (int32_t i = 0; i < run->count; i++) {
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
  for (int32_t i = 0; i < run->count; i++)
    run->mean_activity[i] += share * (run->activity[i] - run->mean_activity[i]);
  for (int32_t i = 0; i < run->problem->var_count; i++)
    run->mean[i] += share * (run->answer[i] - run->mean[i]);
}

/* New prices: from the best ones along the mean's violations. */
static void step(struct run *run, double length)
{
  double square = 0;
  for (int32_t i = 0; i < run->count; i++) {
    double off = violation(run, run->mean_activity, run->best, i);
    if ((off < 0 && run->best[i] <= run->low[i]) || (off > 0 && run->best[i] >= run->high[i]))
      continue;
    square += run->pace[i] * off * off;
  }
  double along = square > 0 ? length / square : 0;
  for (int32_t i = 0; i < run->count; i++) {
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
  dual->mean = run.mean;
  dual->price = run.price;
  run.mean = run.price = NULL;
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
