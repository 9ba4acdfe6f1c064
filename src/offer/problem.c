#include "offer/problem.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"

/* Sums of a row, of values and of costs stay below this, so that int64 never overflows. */
#define SUM_MAX 1152921504606846976.0 /* 2^60 */
#define HEADS_MAX 100000000

void lde_problem_init(lde_problem *problem, lde_window window, int32_t periods, int64_t value_unit)
{
  memset(problem, 0, sizeof *problem);
  problem->window = window;
  problem->periods = periods;
  problem->value_unit = value_unit > 0 ? value_unit : 1;
}

void lde_problem_deinit(lde_problem *problem)
{
  lde_vec_free(&problem->cells);
  lde_vec_free(&problem->options);
  lde_vec_free(&problem->columns);
  lde_vec_free(&problem->auxes);
  lde_vec_free(&problem->rows);
  lde_vec_free(&problem->entries);
  lde_vec_free(&problem->references);
  lde_free(problem->row_start);
  lde_free(problem->var_start);
  lde_free(problem->var_entry);
  lde_free(problem->cell_start);
  lde_free(problem->cell_column);
  lde_free(problem->option_start);
  lde_free(problem->option_column);
  lde_free(problem->session_upper);
  memset(problem, 0, sizeof *problem);
}

int32_t lde_problem_cell(lde_problem *problem, lde_cell cell)
{
  lde_vec_push(&problem->cells, cell);
  return (int32_t)problem->cells.len - 1;
}

int32_t lde_problem_option(lde_problem *problem, lde_option option)
{
  lde_vec_push(&problem->options, option);
  return (int32_t)problem->options.len - 1;
}

int32_t lde_problem_column(lde_problem *problem, lde_seat_column column)
{
  lde_vec_push(&problem->columns, column);
  return (int32_t)problem->columns.len - 1;
}

int32_t lde_problem_aux(lde_problem *problem, lde_aux aux)
{
  lde_vec_push(&problem->auxes, aux);
  return (int32_t)problem->auxes.len - 1;
}

int32_t lde_problem_row(lde_problem *problem, lde_row row)
{
  lde_vec_push(&problem->rows, row);
  return (int32_t)problem->rows.len - 1;
}

/* Until the numbers of variables are known, an entry holds what its variable is: a column by its own number,
 * all else below zero. */
static int32_t var_code(lde_var var)
{
  return var.kind == LDE_VAR_SEATS ? var.index
                                   : -1 - ((var.index * LDE_PERIODS_MAX + var.period) * 4 + (int32_t)var.kind);
}

static lde_var coded_var(int32_t code)
{
  int32_t rest = -1 - code;

  if (code >= 0)
    return LDE_SEATS(code);
  return (lde_var){(lde_var_kind)(rest % 4), rest / 4 / LDE_PERIODS_MAX, rest / 4 % LDE_PERIODS_MAX};
}

void lde_problem_entry(lde_problem *problem, int32_t row, lde_var var, int64_t factor)
{
  bool odd = var.index < 0 || (var.kind != LDE_VAR_SEATS && var.index > INT32_MAX / 4 / LDE_PERIODS_MAX - 1) ||
             var.period < 0 || var.period >= LDE_PERIODS_MAX;
  lde_entry entry = {odd ? -1 : row, odd ? 0 : var_code(var), factor};
  lde_vec_push(&problem->entries, entry);
}

void lde_problem_reference(lde_problem *problem, lde_reference reference)
{
  lde_vec_push(&problem->references, reference);
}

int32_t lde_problem_var(const lde_problem *problem, lde_var var)
{
  int32_t columns = (int32_t)problem->columns.len, options = (int32_t)problem->options.len;

  switch (var.kind) {
  case LDE_VAR_SEATS:
    return var.index;
  case LDE_VAR_SESSIONS:
    return columns + var.index * problem->periods + var.period;
  case LDE_VAR_OPEN:
    return columns + options * problem->periods + var.index;
  case LDE_VAR_AUX:
    return columns + options * (problem->periods + 1) + var.index;
  }
  return -1;
}

int32_t lde_problem_option_of(const lde_problem *problem, int32_t var)
{
  int32_t columns = (int32_t)problem->columns.len, options = (int32_t)problem->options.len;
  int32_t session = var - columns, open = session - options * problem->periods;

  if (var < columns)
    return problem->columns.data[var].option;
  return open < 0 ? session / problem->periods : open < options ? open : -1;
}

/* ---- finish ---- */

static bool var_exists(const lde_problem *problem, lde_var var)
{
  if (var.index < 0)
    return false;
  switch (var.kind) {
  case LDE_VAR_SEATS:
    return var.index < (int32_t)problem->columns.len;
  case LDE_VAR_SESSIONS:
    return var.index < (int32_t)problem->options.len && var.period >= 0 &&
           var.period < problem->periods;
  case LDE_VAR_OPEN:
    return var.index < (int32_t)problem->options.len;
  case LDE_VAR_AUX:
    return var.index < (int32_t)problem->auxes.len;
  }
  return false;
}

static lde_status check_options(const lde_problem *problem, lde_error *err)
{
  int32_t count = (int32_t)problem->options.len;

  for (int32_t i = 0; i < count; i++) {
    const lde_option *option = &problem->options.data[i];
    if (option->group_max < 0 || option->group_min < 0 ||
        (option->group_max > 0 && option->group_min > option->group_max) ||
        option->requires >= count || option->requires == i)
      return lde_fail(err, LDE_ERROR_INTERNAL, "option %d of the problem makes no sense", i);
    for (int32_t t = 0; t < problem->periods; t++)
      if (option->sessions_min[t] < 0)
        return lde_fail(err, LDE_ERROR_INTERNAL, "option %d has a negative lock", i);
  }
  return LDE_OK;
}

static lde_status check_columns(const lde_problem *problem, lde_error *err)
{
  for (int32_t i = 0; i < (int32_t)problem->columns.len; i++) {
    const lde_seat_column *column = &problem->columns.data[i];
    bool fits = column->cell >= 0 && column->cell < (int32_t)problem->cells.len &&
                column->option >= 0 && column->option < (int32_t)problem->options.len &&
                column->first >= 0 && column->last < problem->periods &&
                column->first <= column->last && column->lower >= 0 && column->upper >= 0;
    bool window = problem->window == LDE_WINDOW_TIMED ? column->first == column->last
                                                      : column->first == 0;
    if (!fits || !window)
      return lde_fail(err, LDE_ERROR_INTERNAL, "column %d of the problem makes no sense", i);
  }
  for (int32_t i = 0; i < (int32_t)problem->cells.len; i++) {
    const lde_cell *cell = &problem->cells.data[i];
    if (cell->heads < 0 || cell->heads > HEADS_MAX || cell->severity < 0)
      return lde_fail(err, LDE_ERROR_INTERNAL, "cell %d of the problem makes no sense", i);
  }
  return LDE_OK;
}

static lde_status check_rows(const lde_problem *problem, lde_error *err)
{
  for (size_t i = 0; i < problem->entries.len; i++) {
    const lde_entry *entry = &problem->entries.data[i];
    if (entry->row < 0 || entry->row >= (int32_t)problem->rows.len ||
        !var_exists(problem, coded_var(entry->var)))
      return lde_fail(err, LDE_ERROR_INTERNAL, "entry %zu of the problem makes no sense", i);
  }
  for (size_t i = 0; i < problem->references.len; i++)
    if (!var_exists(problem, problem->references.data[i].var) ||
        problem->references.data[i].weight < 0)
      return lde_fail(err, LDE_ERROR_INTERNAL, "reference %zu of the problem makes no sense", i);
  for (size_t i = 0; i < problem->auxes.len; i++)
    if (problem->auxes.data[i].lower > problem->auxes.data[i].upper)
      return lde_fail(err, LDE_ERROR_INTERNAL, "aux %zu of the problem makes no sense", i);
  return LDE_OK;
}

static void set_opens(lde_problem *problem)
{
  for (size_t i = 0; i < problem->options.len; i++) {
    lde_option *option = &problem->options.data[i];
    if (option->variant >= 0 || option->requires >= 0 || option->open_min > 0 ||
        option->open_max <= 0 || option->cost_open != 0)
      option->opens = true;
    if (option->requires >= 0)
      problem->options.data[option->requires].opens = true;
  }
  for (size_t i = 0; i < problem->entries.len; i++) {
    lde_var var = coded_var(problem->entries.data[i].var);
    if (var.kind == LDE_VAR_OPEN)
      problem->options.data[var.index].opens = true;
  }
  for (size_t i = 0; i < problem->references.len; i++)
    if (problem->references.data[i].var.kind == LDE_VAR_OPEN)
      problem->options.data[problem->references.data[i].var.index].opens = true;
}

static int32_t clip(int64_t value)
{
  return (int32_t)(value > HEADS_MAX ? HEADS_MAX : value < 0 ? 0 : value);
}

static bool column_possible(const lde_problem *problem, const lde_seat_column *column)
{
  const lde_option *option = &problem->options.data[column->option];
  if (option->opens && option->open_max <= 0)
    return false;
  for (int32_t t = column->first; t <= column->last; t++)
    if (option->sessions_max[t] != 0)
      return true;
  return false;
}

static void cut_bounds(lde_problem *problem)
{
  int32_t options = (int32_t)problem->options.len;
  int64_t *total = lde_alloc((size_t)options + 1, sizeof *total);

  for (size_t i = 0; i < problem->columns.len; i++) {
    lde_seat_column *column = &problem->columns.data[i];
    const lde_option *option = &problem->options.data[column->option];
    int32_t heads = problem->cells.data[column->cell].heads;
    if (column->upper > heads)
      column->upper = heads;
    if (option->seats_max >= 0 && column->upper > option->seats_max)
      column->upper = option->seats_max;
    if (!column_possible(problem, column))
      column->upper = 0;
    total[column->option] += column->upper;
  }
  problem->session_upper =
      lde_alloc((size_t)options * (size_t)problem->periods + 1, sizeof *problem->session_upper);
  for (int32_t o = 0; o < options; o++) {
    const lde_option *option = &problem->options.data[o];
    int64_t most = total[o];
    if (option->seats_max >= 0 && most > option->seats_max)
      most = option->seats_max;
    if (option->group_min > 1)
      most /= option->group_min;
    if (option->group_max == 0 || (option->opens && option->open_max <= 0))
      most = 0;
    if (option->year_sessions_max >= 0 && most > option->year_sessions_max)
      most = option->year_sessions_max;
    for (int32_t t = 0; t < problem->periods; t++) {
      int64_t upper = option->sessions_max[t] >= 0 && option->sessions_max[t] < most
                          ? option->sessions_max[t]
                          : most;
      problem->session_upper[o * problem->periods + t] = clip(upper);
    }
  }
  lde_free(total);
}

static int entry_order(const void *left, const void *right)
{
  const lde_entry *a = left, *b = right;
  if (a->row != b->row)
    return a->row < b->row ? -1 : 1;
  return a->var < b->var ? -1 : a->var > b->var;
}

/* Rows are mostly written one after the other, so that little is left to sort. */
static void sort_entries(lde_problem *problem)
{
  lde_entry *list = problem->entries.data;
  size_t count = problem->entries.len;
  bool by_row = true;

  for (size_t i = 1; i < count && by_row; i++)
    by_row = list[i - 1].row <= list[i].row;
  for (size_t from = 0, to; from < count; from = to) {
    bool sorted = true;
    for (to = from + 1; to < count && (!by_row || list[to].row == list[from].row); to++)
      sorted = sorted && entry_order(&list[to - 1], &list[to]) <= 0;
    if (!sorted)
      qsort(&list[from], to - from, sizeof *list, entry_order);
  }
}

/* Sorted entries without duplicates or zeros, and their index by row and by variable. */
static void index_entries(lde_problem *problem)
{
  size_t rows = problem->rows.len, vars = (size_t)problem->var_count, kept = 0;

  for (size_t i = 0; i < problem->entries.len; i++)
    problem->entries.data[i].var = lde_problem_var(problem, coded_var(problem->entries.data[i].var));
  sort_entries(problem);
  for (size_t i = 0; i < problem->entries.len; i++) {
    lde_entry entry = problem->entries.data[i];
    if (kept && problem->entries.data[kept - 1].row == entry.row &&
        problem->entries.data[kept - 1].var == entry.var)
      problem->entries.data[kept - 1].factor += entry.factor;
    else
      problem->entries.data[kept++] = entry;
  }
  problem->entries.len = kept;
  kept = 0;
  for (size_t i = 0; i < problem->entries.len; i++)
    if (problem->entries.data[i].factor)
      problem->entries.data[kept++] = problem->entries.data[i];
  problem->entries.len = kept;

  problem->row_start = lde_alloc(rows + 1, sizeof *problem->row_start);
  problem->var_start = lde_alloc(vars + 2, sizeof *problem->var_start);
  problem->var_entry = lde_alloc(kept + 1, sizeof *problem->var_entry);
  for (size_t i = 0; i < kept; i++) {
    problem->row_start[problem->entries.data[i].row + 1]++;
    problem->var_start[problem->entries.data[i].var + 2]++;
  }
  for (size_t i = 0; i < rows; i++)
    problem->row_start[i + 1] += problem->row_start[i];
  for (size_t i = 0; i < vars; i++)
    problem->var_start[i + 2] += problem->var_start[i + 1];
  for (size_t i = 0; i < kept; i++)
    problem->var_entry[problem->var_start[problem->entries.data[i].var + 1]++] = (int32_t)i;
}

static void index_columns(lde_problem *problem, bool by_cell)
{
  size_t keys = by_cell ? problem->cells.len : problem->options.len;
  size_t count = problem->columns.len;
  int32_t *start = lde_alloc(keys + 2, sizeof *start);
  int32_t *list = lde_alloc(count + 1, sizeof *list);

  for (size_t i = 0; i < count; i++) {
    const lde_seat_column *column = &problem->columns.data[i];
    start[(by_cell ? column->cell : column->option) + 2]++;
  }
  for (size_t i = 0; i < keys; i++)
    start[i + 2] += start[i + 1];
  for (size_t i = 0; i < count; i++) {
    const lde_seat_column *column = &problem->columns.data[i];
    list[start[(by_cell ? column->cell : column->option) + 1]++] = (int32_t)i;
  }
  if (by_cell) {
    problem->cell_start = start;
    problem->cell_column = list;
  } else {
    problem->option_start = start;
    problem->option_column = list;
  }
}

static double magnitude(int64_t value)
{
  return value < 0 ? -(double)value : (double)value;
}

static double var_reach(const lde_problem *problem, int32_t var)
{
  int32_t columns = (int32_t)problem->columns.len;
  int32_t sessions = columns + (int32_t)problem->options.len * problem->periods;
  int32_t opens = sessions + (int32_t)problem->options.len;

  if (var < columns)
    return problem->columns.data[var].upper;
  if (var < sessions)
    return problem->session_upper[var - columns];
  if (var < opens)
    return 1;
  const lde_aux *aux = &problem->auxes.data[var - opens];
  return magnitude(aux->lower) > magnitude(aux->upper) ? magnitude(aux->lower)
                                                       : magnitude(aux->upper);
}

static lde_status check_sizes(const lde_problem *problem, lde_error *err)
{
  double value = 0, cost = 0, shortage = 0;

  for (size_t r = 0; r < problem->rows.len; r++) {
    const lde_row *row = &problem->rows.data[r];
    double sum = 0, limit = 0;
    for (int32_t e = problem->row_start[r]; e < problem->row_start[r + 1]; e++)
      sum += magnitude(problem->entries.data[e].factor) *
             var_reach(problem, problem->entries.data[e].var);
    if (row->upper < LDE_ROW_FREE)
      limit += magnitude(row->upper);
    if (row->lower > -LDE_ROW_FREE)
      limit += magnitude(row->lower);
    if (row->penalty > 0)
      value += (sum + limit) * (double)row->penalty;
    if (sum > SUM_MAX || limit > 2 * SUM_MAX)
      return lde_fail(err, LDE_ERROR_INTERNAL, "row %zu of the problem is too large to count", r);
  }
  for (size_t i = 0; i < problem->columns.len; i++) {
    const lde_seat_column *column = &problem->columns.data[i];
    value += magnitude(column->value) * column->upper;
    cost += magnitude(column->cost) * column->upper;
  }
  for (size_t o = 0; o < problem->options.len; o++) {
    cost += magnitude(problem->options.data[o].cost_open);
    for (int32_t t = 0; t < problem->periods; t++)
      cost += magnitude(problem->options.data[o].cost_session) *
              problem->session_upper[(int32_t)o * problem->periods + t];
  }
  for (size_t i = 0; i < problem->auxes.len; i++) {
    const lde_aux *aux = &problem->auxes.data[i];
    double reach = magnitude(aux->lower) + magnitude(aux->upper);
    value += magnitude(aux->value) * reach;
    cost += magnitude(aux->cost) * reach;
  }
  for (size_t i = 0; i < problem->cells.len; i++)
    shortage += (double)problem->cells.data[i].severity * problem->cells.data[i].heads;
  if (value > SUM_MAX || cost > SUM_MAX || shortage > SUM_MAX)
    return lde_fail(err, LDE_ERROR_INTERNAL, "the problem's values or costs are too large to count");
  return LDE_OK;
}

lde_status lde_problem_finish(lde_problem *problem, lde_error *err)
{
  lde_status st;

  assert(!problem->row_start);
  if (problem->periods < 1 || problem->periods > LDE_PERIODS_MAX)
    return lde_fail(err, LDE_ERROR_INTERNAL, "a problem has 1 to %d periods", LDE_PERIODS_MAX);
  st = check_options(problem, err);
  if (st == LDE_OK)
    st = check_columns(problem, err);
  if (st == LDE_OK)
    st = check_rows(problem, err);
  if (st != LDE_OK)
    return st;
  problem->var_count = lde_problem_var(problem, LDE_AUX((int32_t)problem->auxes.len));
  set_opens(problem);
  cut_bounds(problem);
  index_entries(problem);
  index_columns(problem, true);
  index_columns(problem, false);
  return check_sizes(problem, err);
}

/* ---- points ---- */

lde_point lde_point_new(const lde_problem *problem)
{
  lde_point point;
  point.seats = lde_alloc(problem->columns.len + 1, sizeof *point.seats);
  point.sessions =
      lde_alloc(problem->options.len * (size_t)problem->periods + 1, sizeof *point.sessions);
  point.open = lde_alloc(problem->options.len + 1, sizeof *point.open);
  point.aux = lde_alloc(problem->auxes.len + 1, sizeof *point.aux);
  for (size_t i = 0; i < problem->auxes.len; i++) {
    const lde_aux *aux = &problem->auxes.data[i];
    point.aux[i] = aux->lower > 0 ? aux->lower : aux->upper < 0 ? aux->upper : 0;
  }
  return point;
}

void lde_point_copy(const lde_problem *problem, lde_point *to, const lde_point *from)
{
  memcpy(to->seats, from->seats, problem->columns.len * sizeof *to->seats);
  memcpy(to->sessions, from->sessions,
         problem->options.len * (size_t)problem->periods * sizeof *to->sessions);
  memcpy(to->open, from->open, problem->options.len * sizeof *to->open);
  memcpy(to->aux, from->aux, problem->auxes.len * sizeof *to->aux);
}

void lde_point_free(lde_point *point)
{
  lde_free(point->seats);
  lde_free(point->sessions);
  lde_free(point->open);
  lde_free(point->aux);
  memset(point, 0, sizeof *point);
}

int64_t lde_point_get(const lde_problem *problem, const lde_point *point, int32_t var)
{
  int32_t columns = (int32_t)problem->columns.len;
  int32_t sessions = columns + (int32_t)problem->options.len * problem->periods;
  int32_t opens = sessions + (int32_t)problem->options.len;

  if (var < columns)
    return point->seats[var];
  if (var < sessions)
    return point->sessions[var - columns];
  if (var < opens)
    return point->open[var - sessions];
  return point->aux[var - opens];
}

int lde_score_compare(const lde_score *a, const lde_score *b)
{
  if (a->shortage != b->shortage)
    return a->shortage < b->shortage ? 1 : -1;
  if (a->value != b->value)
    return a->value > b->value ? 1 : -1;
  if (a->disruption != b->disruption)
    return a->disruption < b->disruption ? 1 : -1;
  if (a->cost != b->cost)
    return a->cost < b->cost ? 1 : -1;
  return 0;
}

int lde_point_compare(const lde_problem *problem, const lde_point *a, const lde_point *b)
{
  for (size_t i = 0; i < problem->columns.len; i++)
    if (a->seats[i] != b->seats[i])
      return a->seats[i] > b->seats[i] ? 1 : -1;
  for (size_t i = 0; i < problem->options.len * (size_t)problem->periods; i++)
    if (a->sessions[i] != b->sessions[i])
      return a->sessions[i] > b->sessions[i] ? 1 : -1;
  for (size_t i = 0; i < problem->options.len; i++)
    if (a->open[i] != b->open[i])
      return a->open[i] < b->open[i] ? 1 : -1;
  for (size_t i = 0; i < problem->auxes.len; i++)
    if (a->aux[i] != b->aux[i])
      return a->aux[i] < b->aux[i] ? 1 : -1;
  return 0;
}

/* ---- the checker ---- */

static void breach(lde_check *check, lde_breach_kind kind, int32_t index, int32_t period,
                   int64_t amount)
{
  if (check->breaches++ == 0)
    check->first = (lde_breach){kind, index, period, amount};
}

static void check_bounds(const lde_problem *problem, const lde_point *point, lde_check *check)
{
  for (int32_t i = 0; i < (int32_t)problem->columns.len; i++) {
    const lde_seat_column *column = &problem->columns.data[i];
    if (point->seats[i] < column->lower)
      breach(check, LDE_BREACH_BOUND, i, 0, (int64_t)column->lower - point->seats[i]);
    if (point->seats[i] > column->upper)
      breach(check, LDE_BREACH_BOUND, i, 0, (int64_t)point->seats[i] - column->upper);
  }
  for (int32_t i = 0; i < (int32_t)problem->auxes.len; i++) {
    const lde_aux *aux = &problem->auxes.data[i];
    if (point->aux[i] < aux->lower || point->aux[i] > aux->upper)
      breach(check, LDE_BREACH_BOUND, lde_problem_var(problem, LDE_AUX(i)), 0, 1);
  }
}

static void check_cells(const lde_problem *problem, const lde_point *point, lde_check *check)
{
  for (int32_t c = 0; c < (int32_t)problem->cells.len; c++) {
    const lde_cell *cell = &problem->cells.data[c];
    int64_t all = 0, in_time = 0;
    for (int32_t k = problem->cell_start[c]; k < problem->cell_start[c + 1]; k++) {
      int32_t j = problem->cell_column[k];
      all += point->seats[j];
      if (problem->columns.data[j].last <= cell->deadline)
        in_time += point->seats[j];
    }
    if (all > cell->heads)
      breach(check, LDE_BREACH_COVER, c, 0, all - cell->heads);
    check->score.shortage += cell->severity * (cell->heads - in_time);
  }
}

/* Seats and sessions of one option against each other, by the rules of its window. */
static void check_groups(const lde_problem *problem, const lde_point *point, int32_t o,
                         const int64_t *ending, lde_check *check)
{
  const lde_option *option = &problem->options.data[o];
  const int32_t *sessions = &point->sessions[o * problem->periods];
  bool nested = problem->window == LDE_WINDOW_NESTED;
  int64_t seats = 0, held = 0;

  for (int32_t t = 0; t < problem->periods; t++) {
    seats = nested ? seats + ending[t] : ending[t];
    held = nested ? held + sessions[t] : sessions[t];
    if (seats > held * option->group_max)
      breach(check, LDE_BREACH_CAPACITY, o, t, seats - held * option->group_max);
    if (!nested && seats < held * option->group_min)
      breach(check, LDE_BREACH_MINIMUM, o, t, held * option->group_min - seats);
  }
  seats = held = 0;
  for (int32_t t = problem->periods - 1; nested && t >= 0; t--) {
    seats += ending[t];
    held += sessions[t];
    if (seats < held * option->group_min)
      breach(check, LDE_BREACH_MINIMUM, o, t, held * option->group_min - seats);
  }
}

static void check_option(const lde_problem *problem, const lde_point *point, int32_t o,
                         lde_check *check)
{
  const lde_option *option = &problem->options.data[o];
  const int32_t *sessions = &point->sessions[o * problem->periods];
  int64_t ending[LDE_PERIODS_MAX] = {0}, seats = 0, held = 0;

  for (int32_t k = problem->option_start[o]; k < problem->option_start[o + 1]; k++) {
    int32_t j = problem->option_column[k];
    const lde_seat_column *column = &problem->columns.data[j];
    bool possible = false;
    ending[column->last] += point->seats[j];
    seats += point->seats[j];
    for (int32_t t = column->first; t <= column->last; t++)
      possible |= option->sessions_max[t] != 0;
    if (point->seats[j] && !possible)
      breach(check, LDE_BREACH_BOUND, j, 0, point->seats[j]);
  }
  for (int32_t t = 0; t < problem->periods; t++) {
    bool wrong = sessions[t] < option->sessions_min[t] || sessions[t] < 0 ||
                 (option->sessions_max[t] >= 0 && sessions[t] > option->sessions_max[t]);
    if (wrong)
      breach(check, LDE_BREACH_BOUND, lde_problem_var(problem, LDE_SESSIONS(o, t)), t, 1);
    held += sessions[t];
  }
  if (option->group_max > 0)
    check_groups(problem, point, o, ending, check);
  else if (held)
    breach(check, LDE_BREACH_CAPACITY, o, 0, held);
  if (option->seats_max >= 0 && seats > option->seats_max)
    breach(check, LDE_BREACH_YEAR, o, 0, seats - option->seats_max);
  if (option->year_sessions_max >= 0 && held > option->year_sessions_max)
    breach(check, LDE_BREACH_YEAR, o, 0, held - option->year_sessions_max);
  if (!option->opens)
    return;
  if (!point->open[o] && (seats || held))
    breach(check, LDE_BREACH_OPEN, o, 0, seats);
  if (point->open[o] < option->open_min || point->open[o] > option->open_max || point->open[o] > 1)
    breach(check, LDE_BREACH_BOUND, lde_problem_var(problem, LDE_OPEN(o)), 0, 1);
  if (option->requires >= 0 && point->open[o] && !point->open[option->requires])
    breach(check, LDE_BREACH_REQUIRES, o, 0, 1);
}

static void check_variants(const lde_problem *problem, const lde_point *point, lde_check *check)
{
  int32_t groups = 0;
  int32_t *open;

  for (size_t o = 0; o < problem->options.len; o++)
    if (problem->options.data[o].variant >= groups)
      groups = problem->options.data[o].variant + 1;
  open = lde_alloc((size_t)groups + 1, sizeof *open);
  for (int32_t o = 0; o < (int32_t)problem->options.len; o++) {
    int32_t group = problem->options.data[o].variant;
    if (group >= 0 && point->open[o] && open[group]++ > 0)
      breach(check, LDE_BREACH_VARIANT, o, 0, 1);
  }
  lde_free(open);
}

static void check_all_rows(const lde_problem *problem, const lde_point *point, lde_check *check)
{
  for (int32_t r = 0; r < (int32_t)problem->rows.len; r++) {
    const lde_row *row = &problem->rows.data[r];
    int64_t sum = 0, off;
    for (int32_t e = problem->row_start[r]; e < problem->row_start[r + 1]; e++)
      sum += problem->entries.data[e].factor *
             lde_point_get(problem, point, problem->entries.data[e].var);
    off = sum > row->upper ? sum - row->upper : sum < row->lower ? row->lower - sum : 0;
    if (off && row->penalty < 0)
      breach(check, LDE_BREACH_ROW, r, 0, off);
    else if (off)
      check->score.value -= off * row->penalty;
  }
}

static void check_score(const lde_problem *problem, const lde_point *point, lde_check *check)
{
  lde_score *score = &check->score;

  for (size_t i = 0; i < problem->columns.len; i++) {
    score->value += problem->columns.data[i].value * point->seats[i];
    score->cost += problem->columns.data[i].cost * point->seats[i];
  }
  for (size_t o = 0; o < problem->options.len; o++) {
    const lde_option *option = &problem->options.data[o];
    if (option->opens && point->open[o])
      score->cost += option->cost_open;
    for (int32_t t = 0; t < problem->periods; t++)
      score->cost += option->cost_session * point->sessions[(int32_t)o * problem->periods + t];
  }
  for (size_t i = 0; i < problem->auxes.len; i++) {
    score->value += problem->auxes.data[i].value * point->aux[i];
    score->cost += problem->auxes.data[i].cost * point->aux[i];
  }
  for (size_t i = 0; i < problem->references.len; i++) {
    const lde_reference *reference = &problem->references.data[i];
    int64_t now = lde_point_get(problem, point, lde_problem_var(problem, reference->var));
    int64_t off = now > reference->value ? now - reference->value : reference->value - now;
    score->disruption += off * reference->weight;
  }
}

lde_check lde_problem_check(const lde_problem *problem, const lde_point *point)
{
  lde_check check;

  memset(&check, 0, sizeof check);
  check_bounds(problem, point, &check);
  check_cells(problem, point, &check);
  for (int32_t o = 0; o < (int32_t)problem->options.len; o++)
    check_option(problem, point, o, &check);
  check_variants(problem, point, &check);
  check_all_rows(problem, point, &check);
  check_score(problem, point, &check);
  return check;
}
