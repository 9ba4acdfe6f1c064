#include "offer/lagrange.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "offer/pricing.h"
#include "offer/solve.h"

#define FREE_PRICE 1e30
#define FAR 0.1 /* a plan further below the bound says nothing about how far the bound can fall */

/* ---- set-up ---- */

static double *doubles(int32_t count)
{
  return lde_alloc((size_t)count + 1, sizeof(double));
}

static void limit(struct lde_pricing *run, int32_t i, double upper)
{
  run->upper[i] = upper;
  run->lower[i] = -FREE_PRICE;
  run->low[i] = 0;
  run->high[i] = FREE_PRICE;
}

static void set_limits(struct lde_pricing *run)
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

static void set_places(struct lde_pricing *run)
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
static void set_pace(struct lde_pricing *run)
{
  const lde_problem *problem = run->problem;
  int32_t columns = (int32_t)problem->columns.len;
  double all = 0, heads = 0;
  double *worth = doubles(run->opts), *seats = doubles(run->opts), *value_of = doubles(columns);

  for (int32_t k = 0; k < columns; k++) {
    const lde_seat_column *column = &problem->columns.data[problem->option_column[k]];
    value_of[problem->option_column[k]] = lde_positive(run->value[k]);
    worth[column->option] += lde_positive(run->value[k]) * column->upper;
    seats[column->option] += column->upper;
    all += lde_positive(run->value[k]) * column->upper;
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
static void list_active(struct lde_pricing *run)
{
  run->active = lde_alloc((size_t)run->count + 1, sizeof *run->active);
  for (int32_t i = 0; i < run->count; i++)
    if (run->high[i] > 0 || run->low[i] < 0)
      run->active[run->active_count++] = i;
}

/* What people take is taken off the activity, so that nothing else stands for the limit. */
static void count_people(struct lde_pricing *run)
{
  for (int32_t i = 0; run->options->people && i < run->at_due; i++)
    if (run->options->people->counted[i])
      run->upper[i] = 0;
}

/* How many sessions there may be: as the problem says, or as in the point whose seats are looked for. */
static void set_sessions(struct lde_pricing *run)
{
  const lde_problem *problem = run->problem;
  size_t count = problem->options.len * (size_t)problem->periods;

  run->least = lde_alloc(count + 1, sizeof *run->least);
  run->most = lde_alloc(count + 1, sizeof *run->most);
  for (size_t i = 0; i < count; i++) {
    size_t o = i / (size_t)problem->periods, t = i % (size_t)problem->periods;
    const lde_point *held = lde_pricing_held(run, (int32_t)o);
    run->least[i] = held ? held->sessions[i] : problem->options.data[o].sessions_min[t];
    run->most[i] = held ? held->sessions[i] : problem->session_upper[i];
  }
}

static void run_init(struct lde_pricing *run, const lde_problem *problem, const lde_dual_options *options)
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
  count_people(run);
}

static void run_deinit(struct lde_pricing *run)
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

/* ---- one pass ---- */

static void add_activity(struct lde_pricing *run, int32_t var)
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

static void add_activities(struct lde_pricing *run)
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
static void choose_options(struct lde_pricing *run, double *bound)
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
    const lde_point *held = lde_pricing_held(run, o);
    bool may_open = !option->opens || (held ? held->open[o] : option->open_max > 0);
    bool kept = run->gain[o] > 0 && may_open &&
                (option->variant < 0 || pick[option->variant] == o + 1);
    if (!kept && lde_pricing_is_locked(run, o))
      kept = true;
    if (kept) {
      *bound += run->gain[o];
      run->size += fabs(run->gain[o]);
    } else {
      lde_pricing_clear(run, o);
    }
  }
  lde_free(pick);
}

/* The charge of a prerequisite is a credit for the option that it waits for. */
static void credit_prerequisites(struct lde_pricing *run)
{
  for (int32_t o = 0; o < run->opts; o++) {
    int32_t before = run->problem->options.data[o].requires;
    if (before >= 0)
      run->gain[before] += run->price[run->at_before + o];
  }
}

static double price_limits(struct lde_pricing *run)
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

static double free_shortages(struct lde_pricing *run)
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

static double take_people(struct lde_pricing *run)
{
  const lde_dual_people *people = run->options->people;
  double worth = people ? people->take(people->context, run->price, run->activity) : 0;

  run->size += fabs(worth);
  return worth;
}

/* The bound at run->price; fills answer and activity. */
static double evaluate(struct lde_pricing *run, struct ranked *list)
{
  const lde_problem *problem = run->problem;
  double bound = 0;

  run->size = 0;
  for (int32_t o = 0; o < run->opts; o++)
    run->gain[o] = lde_pricing_answer(run, o, list);
  credit_prerequisites(run);
  choose_options(run, &bound);
  for (int32_t i = 0; i < (int32_t)problem->auxes.len; i++) {
    const lde_aux *aux = &problem->auxes.data[i];
    int32_t var = lde_problem_var(problem, LDE_AUX(i));
    double worth = -lde_pricing_charge(run, var);
    if (run->options->stage == LDE_STAGE_VALUE)
      worth += (double)aux->value;
    run->answer[var] = (double)(worth > 0 ? aux->upper : aux->lower);
    bound += worth * run->answer[var];
    run->size += fabs(worth * run->answer[var]);
  }
  add_activities(run);
  bound += free_shortages(run);
  bound += price_limits(run);
  bound += take_people(run);
  return bound;
}

/* ---- better prices ---- */

static double violation(const struct lde_pricing *run, const double *activity, const double *price, int32_t i)
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
static double mixing(const struct lde_pricing *run, double most)
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

static void mix(struct lde_pricing *run, double share)
{
  for (int32_t a = 0; a < run->active_count; a++) {
    int32_t i = run->active[a];
    run->mean_activity[i] += share * (run->activity[i] - run->mean_activity[i]);
  }
  for (int32_t i = 0; i < run->problem->var_count; i++)
    run->mean[i] += share * (run->answer[i] - run->mean[i]);
}

/* New prices: from the best ones along the mean's violations. */
static void step(struct lde_pricing *run, double length)
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

static void improve(struct lde_pricing *run, struct ranked *list, lde_dual *dual, double *bound)
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
static void conclude(struct lde_pricing *run, struct ranked *list, lde_dual *dual)
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
  struct lde_pricing run;
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
