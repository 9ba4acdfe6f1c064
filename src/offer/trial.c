#include "offer/trial.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "offer/form.h"
#include "offer/solve.h"

uint64_t lde_trial_random(lde_trial *trial)
{
  uint64_t x = trial->random += UINT64_C(0x9e3779b97f4a7c15);
  x = (x ^ (x >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
  x = (x ^ (x >> 27)) * UINT64_C(0x94d049bb133111eb);
  return x ^ (x >> 31);
}

int32_t lde_trial_pick(lde_trial *trial, int32_t count)
{
  return (int32_t)(lde_trial_random(trial) % (uint64_t)count);
}

static int32_t variant_count(const lde_problem *problem)
{
  int32_t count = 0;
  for (size_t o = 0; o < problem->options.len; o++)
    if (problem->options.data[o].variant >= count)
      count = problem->options.data[o].variant + 1;
  return count;
}

static void set_measures(lde_trial *trial)
{
  const lde_problem *problem = trial->problem;
  double value = 1, least = 1e300;

  for (size_t r = 0; r < problem->rows.len; r++) {
    double largest = 1;
    for (int32_t e = problem->row_start[r]; e < problem->row_start[r + 1]; e++)
      largest = fmax(largest, fabs((double)problem->entries.data[e].factor));
    trial->row_measure[r] = 1 / largest;
  }
  for (size_t j = 0; j < problem->columns.len; j++)
    value = fmax(value, fabs((double)problem->columns.data[j].value));
  for (size_t c = 0; c < problem->cells.len; c++)
    if (problem->cells.data[c].severity > 0)
      least = fmin(least, (double)problem->cells.data[c].severity);
  trial->urgency = least < 1e299 ? value * 1000 / least : 0;
}

/* Rows of "no more of these than of those before": for each column that needs something before it, the
 * row that leaves the least choice. */
static void find_steps(lde_trial *trial)
{
  const lde_problem *problem = trial->problem;
  int32_t columns = (int32_t)problem->columns.len;
  int32_t *fewest = lde_alloc((size_t)columns + 1, sizeof *fewest);

  trial->step_row = lde_alloc((size_t)columns + 1, sizeof *trial->step_row);
  memset(trial->step_row, 0xff, (size_t)columns * sizeof *trial->step_row);
  for (int32_t r = 0; r < (int32_t)problem->rows.len; r++) {
    const lde_row *row = &problem->rows.data[r];
    int32_t steps = 0;
    bool compares = row->penalty < 0 && row->upper < LDE_ROW_FREE;
    for (int32_t e = problem->row_start[r]; compares && e < problem->row_start[r + 1]; e++) {
      const lde_entry *entry = &problem->entries.data[e];
      compares = entry->var < columns && (entry->factor == 1 || entry->factor == -1);
      steps += entry->factor < 0;
    }
    for (int32_t e = problem->row_start[r]; compares && steps && e < problem->row_start[r + 1]; e++) {
      int32_t j = problem->entries.data[e].var;
      if (problem->entries.data[e].factor < 0 || (trial->step_row[j] >= 0 && fewest[j] <= steps))
        continue;
      trial->step_row[j] = r;
      fewest[j] = steps;
    }
  }
  lde_free(fewest);
}

void lde_trial_init(lde_trial *trial, const lde_problem *problem, uint64_t seed)
{
  size_t options = problem->options.len;

  memset(trial, 0, sizeof *trial);
  trial->problem = problem;
  trial->point = lde_point_new(problem);
  trial->activity = lde_alloc(problem->rows.len + 1, sizeof *trial->activity);
  trial->cell_left = lde_alloc(problem->cells.len + 1, sizeof *trial->cell_left);
  trial->ending = lde_alloc(options * (size_t)problem->periods + 1, sizeof *trial->ending);
  trial->seats = lde_alloc(options + 1, sizeof *trial->seats);
  trial->held = lde_alloc(options + 1, sizeof *trial->held);
  trial->variant_open =
      lde_alloc((size_t)variant_count(problem) + 1, sizeof *trial->variant_open);
  trial->row_measure = lde_alloc(problem->rows.len + 1, sizeof *trial->row_measure);
  trial->worth = lde_alloc((size_t)problem->var_count + 1, sizeof *trial->worth);
  trial->random = seed;
  if (problem->references.len) {
    trial->reference = lde_alloc((size_t)problem->var_count + 1, sizeof *trial->reference);
    for (size_t i = 0; i < problem->references.len; i++)
      trial->reference[lde_problem_var(problem, problem->references.data[i].var)] = (int32_t)i + 1;
  }
  set_measures(trial);
  find_steps(trial);
  lde_point start = lde_point_new(problem);
  lde_trial_set(trial, &start);
  lde_point_free(&start);
  lde_trial_price(trial, NULL, NULL, 0, 0);
}

void lde_trial_deinit(lde_trial *trial)
{
  lde_point_free(&trial->point);
  lde_free(trial->activity);
  lde_free(trial->cell_left);
  lde_free(trial->ending);
  lde_free(trial->seats);
  lde_free(trial->held);
  lde_free(trial->variant_open);
  lde_free(trial->row_measure);
  lde_free(trial->worth);
  lde_free(trial->reference);
  lde_free(trial->step_row);
  lde_vec_free(&trial->log);
}

static int64_t row_off(const lde_row *row, int64_t activity)
{
  return activity > row->upper   ? activity - row->upper
         : activity < row->lower ? row->lower - activity
                                 : 0;
}

void lde_trial_set(lde_trial *trial, const lde_point *point)
{
  const lde_problem *problem = trial->problem;
  int32_t periods = problem->periods;

  lde_point_copy(problem, &trial->point, point);
  trial->log.len = 0;
  trial->broken = 0;
  trial->off = 0;
  for (int32_t r = 0; r < (int32_t)problem->rows.len; r++) {
    trial->activity[r] = 0;
    for (int32_t e = problem->row_start[r]; e < problem->row_start[r + 1]; e++)
      trial->activity[r] += problem->entries.data[e].factor *
                            lde_point_get(problem, point, problem->entries.data[e].var);
    int64_t off = row_off(&problem->rows.data[r], trial->activity[r]);
    if (off && problem->rows.data[r].penalty < 0) {
      trial->broken++;
      trial->off += (double)off * trial->row_measure[r];
    }
  }
  for (size_t c = 0; c < problem->cells.len; c++)
    trial->cell_left[c] = problem->cells.data[c].heads;
  memset(trial->ending, 0, problem->options.len * (size_t)periods * sizeof *trial->ending);
  memset(trial->seats, 0, problem->options.len * sizeof *trial->seats);
  memset(trial->variant_open, 0, (size_t)variant_count(problem) * sizeof *trial->variant_open);
  for (size_t j = 0; j < problem->columns.len; j++) {
    const lde_seat_column *column = &problem->columns.data[j];
    trial->cell_left[column->cell] -= point->seats[j];
    trial->ending[column->option * periods + column->last] += point->seats[j];
    trial->seats[column->option] += point->seats[j];
  }
  for (int32_t o = 0; o < (int32_t)problem->options.len; o++) {
    const lde_option *option = &problem->options.data[o];
    trial->held[o] = 0;
    for (int32_t t = 0; t < periods; t++)
      trial->held[o] += point->sessions[o * periods + t];
    if (!option->opens)
      trial->point.open[o] = 0; /* settled at the end */
    else if (option->variant >= 0)
      trial->variant_open[option->variant] += trial->point.open[o];
  }
  trial->score = lde_problem_check(problem, &trial->point).score;
}

static double shake(lde_trial *trial, double noise)
{
  double share = (double)(lde_trial_random(trial) >> 11) / 9007199254740992.0;
  return noise > 0 ? 1 + noise * (2 * share - 1) : 1;
}

/* What a unit of each row costs in this round; shaken further than the worths, since prices are
 * the less certain of the two. */
static double *shaken_prices(lde_trial *trial, const int64_t *row_price, double noise)
{
  size_t rows = trial->problem->rows.len;
  double *price = lde_alloc(rows + 1, sizeof *price);
  for (size_t r = 0; row_price && r < rows; r++)
    price[r] = (double)row_price[r] / (double)LDE_PRICE_UNIT *
               shake(trial, noise * 4 < 0.9 ? noise * 4 : 0.9);
  return price;
}

void lde_trial_price(lde_trial *trial, const int64_t *row_price, const int64_t *cell_price,
                     double cell_share, double noise)
{
  const lde_problem *problem = trial->problem;
  int32_t columns = (int32_t)problem->columns.len;
  double *price = shaken_prices(trial, row_price, noise);

  for (int32_t var = 0; var < problem->var_count; var++) {
    double worth = 0;
    for (int32_t k = problem->var_start[var]; k < problem->var_start[var + 1]; k++) {
      const lde_entry *entry = &problem->entries.data[problem->var_entry[k]];
      worth -= price[entry->row] * (double)entry->factor;
    }
    if (var < columns) {
      const lde_seat_column *column = &problem->columns.data[var];
      const lde_cell *cell = &problem->cells.data[column->cell];
      double value = (double)column->value;
      if (column->last <= cell->deadline)
        value += (double)cell->severity * trial->urgency;
      if (cell_price)
        worth -= cell_share * (double)cell_price[column->cell];
      worth += value * shake(trial, noise);
    }
    trial->worth[var] = worth;
  }
  lde_free(price);
}

static void change_row(lde_trial *trial, int32_t r, int64_t delta)
{
  const lde_row *row = &trial->problem->rows.data[r];
  int64_t before = row_off(row, trial->activity[r]), after;

  trial->activity[r] += delta;
  after = row_off(row, trial->activity[r]);
  if (before == after)
    return;
  if (row->penalty >= 0) {
    trial->score.value -= (after - before) * row->penalty;
    return;
  }
  trial->broken += (after != 0) - (before != 0);
  trial->off += (double)(after - before) * trial->row_measure[r];
}

static void change_disruption(lde_trial *trial, int32_t var, int64_t before, int64_t delta)
{
  const lde_reference *reference;
  if (!trial->reference || !trial->reference[var])
    return;
  reference = &trial->problem->references.data[trial->reference[var] - 1];
  int64_t was = before - reference->value, now = was + delta;
  trial->score.disruption += reference->weight * ((now < 0 ? -now : now) - (was < 0 ? -was : was));
}

static void change_seats(lde_trial *trial, int32_t j, int32_t delta)
{
  const lde_seat_column *column = &trial->problem->columns.data[j];
  const lde_cell *cell = &trial->problem->cells.data[column->cell];

  trial->point.seats[j] += delta;
  trial->cell_left[column->cell] -= delta;
  trial->ending[column->option * trial->problem->periods + column->last] += delta;
  trial->seats[column->option] += delta;
  trial->score.value += column->value * delta;
  trial->score.cost += column->cost * delta;
  if (column->last <= cell->deadline)
    trial->score.shortage -= cell->severity * delta;
}

static void change(lde_trial *trial, int32_t var, int64_t delta)
{
  const lde_problem *problem = trial->problem;
  int32_t columns = (int32_t)problem->columns.len, options = (int32_t)problem->options.len;
  int32_t session = var - columns, open = session - options * problem->periods;

  change_disruption(trial, var, lde_point_get(problem, &trial->point, var), delta);
  if (var < columns) {
    change_seats(trial, var, (int32_t)delta);
  } else if (open < 0) {
    int32_t o = session / problem->periods;
    trial->point.sessions[session] += (int32_t)delta;
    trial->held[o] += (int32_t)delta;
    trial->score.cost += problem->options.data[o].cost_session * delta;
  } else if (open < options) {
    const lde_option *option = &problem->options.data[open];
    trial->point.open[open] = (int8_t)(trial->point.open[open] + delta);
    trial->score.cost += option->cost_open * delta;
    if (option->variant >= 0)
      trial->variant_open[option->variant] += (int32_t)delta;
  } else {
    trial->point.aux[open - options] += delta;
    trial->score.value += problem->auxes.data[open - options].value * delta;
    trial->score.cost += problem->auxes.data[open - options].cost * delta;
  }
  for (int32_t k = problem->var_start[var]; k < problem->var_start[var + 1]; k++) {
    const lde_entry *entry = &problem->entries.data[problem->var_entry[k]];
    change_row(trial, entry->row, entry->factor * delta);
  }
  trial->effort += problem->var_start[var + 1] - problem->var_start[var] + 4;
}

void lde_trial_apply(lde_trial *trial, int32_t var, int64_t delta)
{
  lde_change entry = {var, delta};
  if (delta == 0)
    return;
  lde_vec_push(&trial->log, entry);
  change(trial, var, delta);
}

size_t lde_trial_mark(const lde_trial *trial)
{
  return trial->log.len;
}

void lde_trial_back(lde_trial *trial, size_t mark)
{
  while (trial->log.len > mark) {
    lde_change last = trial->log.data[--trial->log.len];
    change(trial, last.var, -last.delta);
  }
}

/* ---- how much of a variable fits ---- */

/* How far the hard rows let a variable rise, at most `want`. */
int64_t lde_trial_room(lde_trial *trial, int32_t var, int64_t want)
{
  const lde_problem *problem = trial->problem;

  for (int32_t k = problem->var_start[var]; want > 0 && k < problem->var_start[var + 1]; k++) {
    const lde_entry *entry = &problem->entries.data[problem->var_entry[k]];
    const lde_row *row = &problem->rows.data[entry->row];
    int64_t room;
    if (row->penalty >= 0 || !entry->factor) /* a price can have come down to nothing */
      continue;
    if (entry->factor > 0)
      room = row->upper >= LDE_ROW_FREE ? want
             : trial->activity[entry->row] >= row->upper
                 ? 0
                 : (row->upper - trial->activity[entry->row]) / entry->factor;
    else
      room = row->lower <= -LDE_ROW_FREE ? want
             : trial->activity[entry->row] <= row->lower
                 ? 0
                 : (trial->activity[entry->row] - row->lower) / -entry->factor;
    if (room < want)
      want = room;
  }
  trial->effort += problem->var_start[var + 1] - problem->var_start[var] + 2;
  return want;
}

/* Places that sessions leave for seats that end in period `last`. */
int64_t lde_trial_places(const lde_trial *trial, int32_t o, int32_t last)
{
  const lde_problem *problem = trial->problem;
  const lde_option *option = &problem->options.data[o];
  const int32_t *sessions = &trial->point.sessions[o * problem->periods];
  const int32_t *ending = &trial->ending[o * problem->periods];
  int64_t places = 0, room = INT64_MAX;

  if (option->group_max <= 0)
    return room;
  if (problem->window == LDE_WINDOW_TIMED)
    return (int64_t)sessions[last] * option->group_max - ending[last];
  for (int32_t t = 0; t < problem->periods; t++) {
    places += (int64_t)sessions[t] * option->group_max - ending[t];
    if (t >= last && places < room)
      room = places;
  }
  return room;
}

/* Whether the sessions of the option have the seats they need. */
bool lde_trial_filled(const lde_trial *trial, int32_t o)
{
  const lde_problem *problem = trial->problem;
  const lde_option *option = &problem->options.data[o];
  int64_t over = 0;

  for (int32_t t = problem->periods - 1; t >= 0; t--) {
    int64_t here = trial->ending[o * problem->periods + t] -
                   (int64_t)trial->point.sessions[o * problem->periods + t] * option->group_min;
    over = problem->window == LDE_WINDOW_TIMED ? here : over + here;
    if (over < 0)
      return false;
  }
  return true;
}

bool lde_trial_groups_hold(const lde_trial *trial, size_t mark)
{
  const lde_problem *problem = trial->problem;
  int32_t last = -1;

  for (size_t i = mark; i < trial->log.len; i++) {
    int32_t o = lde_problem_option_of(problem, trial->log.data[i].var);
    if (o < 0 || o == last)
      continue;
    last = o;
    const lde_option *option = &problem->options.data[o];
    if ((option->seats_max >= 0 && trial->seats[o] > option->seats_max) ||
        (option->group_max > 0 && !lde_trial_filled(trial, o)))
      return false;
    for (int32_t t = 0; t < problem->periods; t++)
      if (lde_trial_places(trial, o, t) < 0)
        return false;
  }
  return true;
}

/* How many seats fit; `rows` = also by the hard rows. */
int64_t lde_trial_seat_room(lde_trial *trial, int32_t j, int64_t want, bool rows)
{
  const lde_problem *problem = trial->problem;
  const lde_seat_column *column = &problem->columns.data[j];
  const lde_option *option = &problem->options.data[column->option];
  int64_t room = column->upper - trial->point.seats[j];

  if (room < want)
    want = room;
  if (trial->cell_left[column->cell] < want)
    want = trial->cell_left[column->cell];
  if (option->seats_max >= 0 && option->seats_max - trial->seats[column->option] < want)
    want = option->seats_max - trial->seats[column->option];
  if (want <= 0)
    return 0;
  room = lde_trial_places(trial, column->option, column->last);
  want = room < want ? room : want;
  return rows ? lde_trial_room(trial, j, want) : want;
}

/* Seats that need a step before them, and that step for the same people. */
static int64_t add_with_step(lde_trial *trial, int32_t j, int32_t step, int64_t want)
{
  const lde_problem *problem = trial->problem;
  const lde_seat_column *column = &problem->columns.data[step];
  const lde_option *option = &problem->options.data[column->option];
  int64_t broken = trial->broken, room = lde_trial_places(trial, column->option, column->last);
  double off = trial->off;

  want = want < room ? want : room;
  room = column->upper - trial->point.seats[step];
  want = want < room ? want : room;
  if (trial->cell_left[column->cell] < want)
    want = trial->cell_left[column->cell];
  if (option->seats_max >= 0 && option->seats_max - trial->seats[column->option] < want)
    want = option->seats_max - trial->seats[column->option];
  if (option->opens && !trial->point.open[column->option])
    return 0;
  for (; want > 0; want /= 2) {
    size_t mark = lde_trial_mark(trial);
    lde_trial_apply(trial, step, want);
    lde_trial_apply(trial, j, want);
    if (trial->broken <= broken && trial->off <= off + 1e-6)
      return want;
    lde_trial_back(trial, mark);
    trial->off = off; /* sums of fractions do not come back by themselves */
  }
  return 0;
}

int64_t lde_trial_seat(lde_trial *trial, int32_t j, int64_t want, const double *mean)
{
  const lde_problem *problem = trial->problem;
  const lde_seat_column *column = &problem->columns.data[j];
  int64_t taken = lde_trial_seat_room(trial, j, want, true);
  int32_t r = trial->step_row[j];

  lde_trial_apply(trial, j, taken);
  if (taken >= want || r < 0)
    return taken;
  want = lde_trial_seat_room(trial, j, want - taken, false);
  for (int turn = 0; want > 0 && turn < 8; turn++) {
    int32_t best = -1;
    double most = -1e300;
    for (int32_t e = problem->row_start[r]; e < problem->row_start[r + 1]; e++) {
      const lde_entry *entry = &problem->entries.data[e];
      int32_t i = entry->var;
      double worth = mean ? mean[i] - trial->point.seats[i] : trial->worth[i];
      if (entry->factor > 0 || worth <= most || trial->point.seats[i] >= problem->columns.data[i].upper ||
          problem->columns.data[i].option == column->option ||
          lde_trial_places(trial, problem->columns.data[i].option, problem->columns.data[i].last) <= 0)
        continue;
      best = i;
      most = worth;
    }
    trial->effort += problem->row_start[r + 1] - problem->row_start[r];
    if (best < 0 || (!mean && trial->worth[j] + most <= 0))
      break;
    int64_t more = add_with_step(trial, j, best, want);
    if (more <= 0)
      break;
    taken += more;
    want -= more;
  }
  return taken;
}

/* Opens the option, and what it requires, where that is needed and allowed. */
bool lde_trial_open(lde_trial *trial, int32_t o, int depth, double *gain)
{
  const lde_problem *problem = trial->problem;
  const lde_option *option = &problem->options.data[o];
  int32_t var = lde_problem_var(problem, LDE_OPEN(o));

  if (!option->opens || trial->point.open[o])
    return true;
  if (option->open_max <= 0 || depth > 50)
    return false;
  if (option->variant >= 0 && trial->variant_open[option->variant] > 0)
    return false;
  if (option->requires >= 0 && !lde_trial_open(trial, option->requires, depth + 1, gain))
    return false;
  if (lde_trial_room(trial, var, 1) < 1)
    return false;
  *gain += trial->worth[var];
  lde_trial_apply(trial, var, 1);
  return true;
}
