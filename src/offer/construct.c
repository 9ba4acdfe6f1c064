#include "offer/construct.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "offer/form.h"
#include "offer/solve.h"

#define MEND_TURNS 8

/* ---- the draft and its sums ---- */

uint64_t lde_draft_random(lde_draft *draft)
{
  uint64_t x = draft->random += UINT64_C(0x9e3779b97f4a7c15);
  x = (x ^ (x >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
  x = (x ^ (x >> 27)) * UINT64_C(0x94d049bb133111eb);
  return x ^ (x >> 31);
}

static int32_t variant_count(const lde_problem *problem)
{
  int32_t count = 0;
  for (size_t o = 0; o < problem->options.len; o++)
    if (problem->options.data[o].variant >= count)
      count = problem->options.data[o].variant + 1;
  return count;
}

static void set_measures(lde_draft *draft)
{
  const lde_problem *problem = draft->problem;
  double value = 1, least = 1e300;

  for (size_t r = 0; r < problem->rows.len; r++) {
    double largest = 1;
    for (int32_t e = problem->row_start[r]; e < problem->row_start[r + 1]; e++)
      largest = fmax(largest, fabs((double)problem->entries.data[e].factor));
    draft->row_measure[r] = 1 / largest;
  }
  for (size_t j = 0; j < problem->columns.len; j++)
    value = fmax(value, fabs((double)problem->columns.data[j].value));
  for (size_t c = 0; c < problem->cells.len; c++)
    if (problem->cells.data[c].severity > 0)
      least = fmin(least, (double)problem->cells.data[c].severity);
  draft->urgency = least < 1e299 ? value * 1000 / least : 0;
}

/* Rows of "no more of these than of those before": for each column that needs something before it, the
 * row that leaves the least choice. */
static void find_steps(lde_draft *draft)
{
  const lde_problem *problem = draft->problem;
  int32_t columns = (int32_t)problem->columns.len;
  int32_t *fewest = lde_alloc((size_t)columns + 1, sizeof *fewest);

  draft->step_row = lde_alloc((size_t)columns + 1, sizeof *draft->step_row);
  memset(draft->step_row, 0xff, (size_t)columns * sizeof *draft->step_row);
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
      if (problem->entries.data[e].factor < 0 || (draft->step_row[j] >= 0 && fewest[j] <= steps))
        continue;
      draft->step_row[j] = r;
      fewest[j] = steps;
    }
  }
  lde_free(fewest);
}

void lde_draft_init(lde_draft *draft, const lde_problem *problem, uint64_t seed)
{
  size_t options = problem->options.len;

  memset(draft, 0, sizeof *draft);
  draft->problem = problem;
  draft->point = lde_point_new(problem);
  draft->activity = lde_alloc(problem->rows.len + 1, sizeof *draft->activity);
  draft->cell_left = lde_alloc(problem->cells.len + 1, sizeof *draft->cell_left);
  draft->ending = lde_alloc(options * (size_t)problem->periods + 1, sizeof *draft->ending);
  draft->seats = lde_alloc(options + 1, sizeof *draft->seats);
  draft->held = lde_alloc(options + 1, sizeof *draft->held);
  draft->variant_open =
      lde_alloc((size_t)variant_count(problem) + 1, sizeof *draft->variant_open);
  draft->row_measure = lde_alloc(problem->rows.len + 1, sizeof *draft->row_measure);
  draft->worth = lde_alloc((size_t)problem->var_count + 1, sizeof *draft->worth);
  draft->random = seed;
  if (problem->references.len) {
    draft->reference = lde_alloc((size_t)problem->var_count + 1, sizeof *draft->reference);
    for (size_t i = 0; i < problem->references.len; i++)
      draft->reference[lde_problem_var(problem, problem->references.data[i].var)] = (int32_t)i + 1;
  }
  set_measures(draft);
  find_steps(draft);
  lde_point start = lde_point_new(problem);
  lde_draft_set(draft, &start);
  lde_point_free(&start);
  lde_draft_price(draft, NULL, NULL, 0, 0);
}

void lde_draft_deinit(lde_draft *draft)
{
  lde_point_free(&draft->point);
  lde_free(draft->activity);
  lde_free(draft->cell_left);
  lde_free(draft->ending);
  lde_free(draft->seats);
  lde_free(draft->held);
  lde_free(draft->variant_open);
  lde_free(draft->row_measure);
  lde_free(draft->worth);
  lde_free(draft->reference);
  lde_free(draft->step_row);
  lde_vec_free(&draft->log);
}

static int64_t row_off(const lde_row *row, int64_t activity)
{
  return activity > row->upper   ? activity - row->upper
         : activity < row->lower ? row->lower - activity
                                 : 0;
}

void lde_draft_set(lde_draft *draft, const lde_point *point)
{
  const lde_problem *problem = draft->problem;
  int32_t periods = problem->periods;

  lde_point_copy(problem, &draft->point, point);
  draft->log.len = 0;
  draft->broken = 0;
  draft->off = 0;
  for (int32_t r = 0; r < (int32_t)problem->rows.len; r++) {
    draft->activity[r] = 0;
    for (int32_t e = problem->row_start[r]; e < problem->row_start[r + 1]; e++)
      draft->activity[r] += problem->entries.data[e].factor *
                            lde_point_get(problem, point, problem->entries.data[e].var);
    int64_t off = row_off(&problem->rows.data[r], draft->activity[r]);
    if (off && problem->rows.data[r].penalty < 0) {
      draft->broken++;
      draft->off += (double)off * draft->row_measure[r];
    }
  }
  for (size_t c = 0; c < problem->cells.len; c++)
    draft->cell_left[c] = problem->cells.data[c].heads;
  memset(draft->ending, 0, problem->options.len * (size_t)periods * sizeof *draft->ending);
  memset(draft->seats, 0, problem->options.len * sizeof *draft->seats);
  memset(draft->variant_open, 0, (size_t)variant_count(problem) * sizeof *draft->variant_open);
  for (size_t j = 0; j < problem->columns.len; j++) {
    const lde_seat_column *column = &problem->columns.data[j];
    draft->cell_left[column->cell] -= point->seats[j];
    draft->ending[column->option * periods + column->last] += point->seats[j];
    draft->seats[column->option] += point->seats[j];
  }
  for (int32_t o = 0; o < (int32_t)problem->options.len; o++) {
    const lde_option *option = &problem->options.data[o];
    draft->held[o] = 0;
    for (int32_t t = 0; t < periods; t++)
      draft->held[o] += point->sessions[o * periods + t];
    if (!option->opens)
      draft->point.open[o] = 0; /* settled at the end */
    else if (option->variant >= 0)
      draft->variant_open[option->variant] += draft->point.open[o];
  }
  draft->score = lde_problem_check(problem, &draft->point).score;
}

static double shake(lde_draft *draft, double noise)
{
  double share = (double)(lde_draft_random(draft) >> 11) / 9007199254740992.0;
  return noise > 0 ? 1 + noise * (2 * share - 1) : 1;
}

/* What a unit of each row costs in this round; shaken further than the worths, since prices are
 * the less certain of the two. */
static double *shaken_prices(lde_draft *draft, const int64_t *row_price, double noise)
{
  size_t rows = draft->problem->rows.len;
  double *price = lde_alloc(rows + 1, sizeof *price);
  for (size_t r = 0; row_price && r < rows; r++)
    price[r] = (double)row_price[r] / (double)LDE_PRICE_UNIT *
               shake(draft, noise * 4 < 0.9 ? noise * 4 : 0.9);
  return price;
}

void lde_draft_price(lde_draft *draft, const int64_t *row_price, const int64_t *cell_price,
                     double cell_share, double noise)
{
  const lde_problem *problem = draft->problem;
  int32_t columns = (int32_t)problem->columns.len;
  double *price = shaken_prices(draft, row_price, noise);

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
        value += (double)cell->severity * draft->urgency;
      if (cell_price)
        worth -= cell_share * (double)cell_price[column->cell];
      worth += value * shake(draft, noise);
    }
    draft->worth[var] = worth;
  }
  lde_free(price);
}

static void change_row(lde_draft *draft, int32_t r, int64_t delta)
{
  const lde_row *row = &draft->problem->rows.data[r];
  int64_t before = row_off(row, draft->activity[r]), after;

  draft->activity[r] += delta;
  after = row_off(row, draft->activity[r]);
  if (before == after)
    return;
  if (row->penalty >= 0) {
    draft->score.value -= (after - before) * row->penalty;
    return;
  }
  draft->broken += (after != 0) - (before != 0);
  draft->off += (double)(after - before) * draft->row_measure[r];
}

static void change_disruption(lde_draft *draft, int32_t var, int64_t before, int64_t delta)
{
  const lde_reference *reference;
  if (!draft->reference || !draft->reference[var])
    return;
  reference = &draft->problem->references.data[draft->reference[var] - 1];
  int64_t was = before - reference->value, now = was + delta;
  draft->score.disruption += reference->weight * ((now < 0 ? -now : now) - (was < 0 ? -was : was));
}

static void change_seats(lde_draft *draft, int32_t j, int32_t delta)
{
  const lde_seat_column *column = &draft->problem->columns.data[j];
  const lde_cell *cell = &draft->problem->cells.data[column->cell];

  draft->point.seats[j] += delta;
  draft->cell_left[column->cell] -= delta;
  draft->ending[column->option * draft->problem->periods + column->last] += delta;
  draft->seats[column->option] += delta;
  draft->score.value += column->value * delta;
  draft->score.cost += column->cost * delta;
  if (column->last <= cell->deadline)
    draft->score.shortage -= cell->severity * delta;
}

static void change(lde_draft *draft, int32_t var, int64_t delta)
{
  const lde_problem *problem = draft->problem;
  int32_t columns = (int32_t)problem->columns.len, options = (int32_t)problem->options.len;
  int32_t session = var - columns, open = session - options * problem->periods;

  change_disruption(draft, var, lde_point_get(problem, &draft->point, var), delta);
  if (var < columns) {
    change_seats(draft, var, (int32_t)delta);
  } else if (open < 0) {
    int32_t o = session / problem->periods;
    draft->point.sessions[session] += (int32_t)delta;
    draft->held[o] += (int32_t)delta;
    draft->score.cost += problem->options.data[o].cost_session * delta;
  } else if (open < options) {
    const lde_option *option = &problem->options.data[open];
    draft->point.open[open] = (int8_t)(draft->point.open[open] + delta);
    draft->score.cost += option->cost_open * delta;
    if (option->variant >= 0)
      draft->variant_open[option->variant] += (int32_t)delta;
  } else {
    draft->point.aux[open - options] += delta;
    draft->score.value += problem->auxes.data[open - options].value * delta;
    draft->score.cost += problem->auxes.data[open - options].cost * delta;
  }
  for (int32_t k = problem->var_start[var]; k < problem->var_start[var + 1]; k++) {
    const lde_entry *entry = &problem->entries.data[problem->var_entry[k]];
    change_row(draft, entry->row, entry->factor * delta);
  }
  draft->effort += problem->var_start[var + 1] - problem->var_start[var] + 4;
}

void lde_draft_apply(lde_draft *draft, int32_t var, int64_t delta)
{
  lde_change entry = {var, delta};
  if (delta == 0)
    return;
  lde_vec_push(&draft->log, entry);
  change(draft, var, delta);
}

size_t lde_draft_mark(const lde_draft *draft)
{
  return draft->log.len;
}

void lde_draft_back(lde_draft *draft, size_t mark)
{
  while (draft->log.len > mark) {
    lde_change last = draft->log.data[--draft->log.len];
    change(draft, last.var, -last.delta);
  }
}

bool lde_draft_better(const lde_draft *draft, const lde_score *score)
{
  return draft->broken == 0 && lde_score_compare(&draft->score, score) > 0;
}

/* ---- how much of a variable fits ---- */

/* How far the hard rows let a variable rise, at most `want`. */
static int64_t row_room(lde_draft *draft, int32_t var, int64_t want)
{
  const lde_problem *problem = draft->problem;

  for (int32_t k = problem->var_start[var]; want > 0 && k < problem->var_start[var + 1]; k++) {
    const lde_entry *entry = &problem->entries.data[problem->var_entry[k]];
    const lde_row *row = &problem->rows.data[entry->row];
    int64_t room;
    if (row->penalty >= 0 || !entry->factor) /* a price can have come down to nothing */
      continue;
    if (entry->factor > 0)
      room = row->upper >= LDE_ROW_FREE ? want
             : draft->activity[entry->row] >= row->upper
                 ? 0
                 : (row->upper - draft->activity[entry->row]) / entry->factor;
    else
      room = row->lower <= -LDE_ROW_FREE ? want
             : draft->activity[entry->row] <= row->lower
                 ? 0
                 : (draft->activity[entry->row] - row->lower) / -entry->factor;
    if (room < want)
      want = room;
  }
  draft->effort += problem->var_start[var + 1] - problem->var_start[var] + 2;
  return want;
}

/* Places that sessions leave for seats that end in period `last`. */
static int64_t capacity_room(const lde_draft *draft, int32_t o, int32_t last)
{
  const lde_problem *problem = draft->problem;
  const lde_option *option = &problem->options.data[o];
  const int32_t *sessions = &draft->point.sessions[o * problem->periods];
  const int32_t *ending = &draft->ending[o * problem->periods];
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
bool lde_draft_filled(const lde_draft *draft, int32_t o)
{
  const lde_problem *problem = draft->problem;
  const lde_option *option = &problem->options.data[o];
  int64_t over = 0;

  for (int32_t t = problem->periods - 1; t >= 0; t--) {
    int64_t here = draft->ending[o * problem->periods + t] -
                   (int64_t)draft->point.sessions[o * problem->periods + t] * option->group_min;
    over = problem->window == LDE_WINDOW_TIMED ? here : over + here;
    if (over < 0)
      return false;
  }
  return true;
}

/* How many seats fit; `rows` = also by the hard rows. */
static int64_t seat_room(lde_draft *draft, int32_t j, int64_t want, bool rows)
{
  const lde_problem *problem = draft->problem;
  const lde_seat_column *column = &problem->columns.data[j];
  const lde_option *option = &problem->options.data[column->option];
  int64_t room = column->upper - draft->point.seats[j];

  if (room < want)
    want = room;
  if (draft->cell_left[column->cell] < want)
    want = draft->cell_left[column->cell];
  if (option->seats_max >= 0 && option->seats_max - draft->seats[column->option] < want)
    want = option->seats_max - draft->seats[column->option];
  if (want <= 0)
    return 0;
  room = capacity_room(draft, column->option, column->last);
  want = room < want ? room : want;
  return rows ? row_room(draft, j, want) : want;
}

/* Seats that need a step before them, and that step for the same people. */
static int64_t add_with_step(lde_draft *draft, int32_t j, int32_t step, int64_t want)
{
  const lde_problem *problem = draft->problem;
  const lde_seat_column *column = &problem->columns.data[step];
  const lde_option *option = &problem->options.data[column->option];
  int64_t broken = draft->broken, room = capacity_room(draft, column->option, column->last);
  double off = draft->off;

  want = want < room ? want : room;
  room = column->upper - draft->point.seats[step];
  want = want < room ? want : room;
  if (draft->cell_left[column->cell] < want)
    want = draft->cell_left[column->cell];
  if (option->seats_max >= 0 && option->seats_max - draft->seats[column->option] < want)
    want = option->seats_max - draft->seats[column->option];
  if (option->opens && !draft->point.open[column->option])
    return 0;
  for (; want > 0; want /= 2) {
    size_t mark = lde_draft_mark(draft);
    lde_draft_apply(draft, step, want);
    lde_draft_apply(draft, j, want);
    if (draft->broken <= broken && draft->off <= off + 1e-6)
      return want;
    lde_draft_back(draft, mark);
    draft->off = off; /* sums of fractions do not come back by themselves */
  }
  return 0;
}

int64_t lde_draft_seat(lde_draft *draft, int32_t j, int64_t want, const double *mean)
{
  const lde_problem *problem = draft->problem;
  const lde_seat_column *column = &problem->columns.data[j];
  int64_t taken = seat_room(draft, j, want, true);
  int32_t r = draft->step_row[j];

  lde_draft_apply(draft, j, taken);
  if (taken >= want || r < 0)
    return taken;
  want = seat_room(draft, j, want - taken, false);
  for (int turn = 0; want > 0 && turn < 8; turn++) {
    int32_t best = -1;
    double most = -1e300;
    for (int32_t e = problem->row_start[r]; e < problem->row_start[r + 1]; e++) {
      const lde_entry *entry = &problem->entries.data[e];
      int32_t i = entry->var;
      double worth = mean ? mean[i] - draft->point.seats[i] : draft->worth[i];
      if (entry->factor > 0 || worth <= most || draft->point.seats[i] >= problem->columns.data[i].upper ||
          problem->columns.data[i].option == column->option ||
          capacity_room(draft, problem->columns.data[i].option, problem->columns.data[i].last) <= 0)
        continue;
      best = i;
      most = worth;
    }
    draft->effort += problem->row_start[r + 1] - problem->row_start[r];
    if (best < 0 || (!mean && draft->worth[j] + most <= 0))
      break;
    int64_t more = add_with_step(draft, j, best, want);
    if (more <= 0)
      break;
    taken += more;
    want -= more;
  }
  return taken;
}

/* Opens the option, and what it requires, where that is needed and allowed. */
static bool open_option(lde_draft *draft, int32_t o, int depth, double *gain)
{
  const lde_problem *problem = draft->problem;
  const lde_option *option = &problem->options.data[o];
  int32_t var = lde_problem_var(problem, LDE_OPEN(o));

  if (!option->opens || draft->point.open[o])
    return true;
  if (option->open_max <= 0 || depth > 50)
    return false;
  if (option->variant >= 0 && draft->variant_open[option->variant] > 0)
    return false;
  if (option->requires >= 0 && !open_option(draft, option->requires, depth + 1, gain))
    return false;
  if (row_room(draft, var, 1) < 1)
    return false;
  *gain += draft->worth[var];
  lde_draft_apply(draft, var, 1);
  return true;
}

/* ---- moves that add ---- */

struct seat_rank {
  double worth;
  int32_t column;
};

static bool seat_before(const struct seat_rank *a, const struct seat_rank *b)
{
  return a->worth != b->worth ? a->worth > b->worth : a->column < b->column;
}

/* A heap, since mostly only the first few are taken. */
static void sink_seat(struct seat_rank *heap, int32_t count, int32_t at)
{
  struct seat_rank own = heap[at];

  for (int32_t child; (child = 2 * at + 1) < count; at = child) {
    if (child + 1 < count && seat_before(&heap[child + 1], &heap[child]))
      child++;
    if (!seat_before(&heap[child], &own))
      break;
    heap[at] = heap[child];
  }
  heap[at] = own;
}

/* Whether a seat does any good by itself. */
static bool seat_helps(const lde_draft *draft, int32_t j)
{
  const lde_seat_column *column = &draft->problem->columns.data[j];
  const lde_cell *cell = &draft->problem->cells.data[column->cell];
  return column->value > 0 || (cell->severity > 0 && column->last <= cell->deadline);
}

/* Fills free places, best worth first: seats that pay, then, up to `least`, any. */
static void fill(lde_draft *draft, int32_t o, bool priced, int32_t least, double *gain)
{
  const lde_problem *problem = draft->problem;
  int32_t count = 0, begin = problem->option_start[o], end = problem->option_start[o + 1];
  int64_t places = (int64_t)draft->held[o] * problem->options.data[o].group_max;
  struct seat_rank stack[256], *list = stack;

  if (end - begin > 256)
    list = lde_alloc((size_t)(end - begin), sizeof *list);
  for (int32_t k = begin; k < end; k++) {
    int32_t j = problem->option_column[k];
    if (draft->cell_left[problem->columns.data[j].cell] <= 0 ||
        problem->columns.data[j].upper <= draft->point.seats[j])
      continue;
    list[count].column = j;
    list[count++].worth = draft->worth[j];
  }
  draft->effort += end - begin;
  for (int32_t i = count / 2 - 1; i >= 0; i--)
    sink_seat(list, count, i);
  for (; count > 0 && (places > draft->seats[o] || problem->options.data[o].group_max <= 0); count--) {
    int32_t j = list[0].column;
    double worth = list[0].worth;
    bool pays = (!priced || worth > 0) && (seat_helps(draft, j) || draft->broken > 0);
    int64_t want = problem->columns.data[j].upper;
    if (!pays)
      want = least - draft->seats[o];
    if (priced && worth <= 0 && want <= 0)
      break;
    want = want > 0 ? lde_draft_seat(draft, j, want, NULL) : 0;
    *gain += (double)want * worth;
    list[0] = list[count - 1];
    sink_seat(list, count - 1, 0);
  }
  if (list != stack)
    lde_free(list);
}

struct move {
  double key;    /* value for price; the higher the sooner */
  int32_t option, period;
  int64_t stamp;
};

static double raw_score(const lde_draft *draft)
{
  return (double)draft->score.value - (double)draft->score.shortage * draft->urgency -
         draft->off * fmax(draft->urgency, 1e9);
}

/* One more session in period t, or for open enrolment the seats that pay. False: nothing gained. */
static bool try_insert(lde_draft *draft, int32_t o, int32_t t, bool priced, double *key)
{
  const lde_problem *problem = draft->problem;
  const lde_option *option = &problem->options.data[o];
  double before = raw_score(draft), off = draft->off, gain = 0, raw;
  size_t mark = lde_draft_mark(draft);

  if (!open_option(draft, o, 0, &gain))
    goto no;
  if (t >= 0) {
    int32_t var = lde_problem_var(problem, LDE_SESSIONS(o, t));
    if (draft->point.sessions[o * problem->periods + t] >=
            problem->session_upper[o * problem->periods + t] ||
        (option->year_sessions_max >= 0 && draft->held[o] >= option->year_sessions_max) ||
        row_room(draft, var, 1) < 1)
      goto no;
    gain += draft->worth[var];
    lde_draft_apply(draft, var, 1);
  }
  fill(draft, o, priced, t >= 0 ? (draft->held[o] * option->group_min) : 0, &gain);
  raw = raw_score(draft) - before;
  if (raw <= 0 || draft->log.len == mark || (priced && gain <= 0) || (t >= 0 && !lde_draft_filled(draft, o)))
    goto no;
  *key = raw / (raw - gain > 1e-9 * raw ? raw - gain : 1e-9 * raw);
  return true;
no:
  lde_draft_back(draft, mark);
  draft->off = off;
  return false;
}

/* The best way to use more of an option now; leaves the draft as it was. */
static bool find_move(lde_draft *draft, int32_t o, bool priced, struct move *move)
{
  const lde_problem *problem = draft->problem;
  size_t mark = lde_draft_mark(draft);
  bool found = false;
  double key;

  move->option = o;
  if (try_insert(draft, o, -1, priced, &key)) { /* places that are free anyway */
    lde_draft_back(draft, mark);
    move->key = key;
    move->period = -1;
    found = true;
  }
  for (int32_t t = 0; problem->options.data[o].group_max > 0 && t < problem->periods; t++) {
    if (problem->session_upper[o * problem->periods + t] <= 0 ||
        !try_insert(draft, o, t, priced, &key))
      continue;
    lde_draft_back(draft, mark);
    if (!found || key > move->key) {
      move->key = key;
      move->period = t;
    }
    found = true;
  }
  return found;
}

static bool move_before(const struct move *a, const struct move *b)
{
  return a->key != b->key ? a->key > b->key : a->option < b->option;
}

static void sift_down(struct move *heap, int32_t count, int32_t at)
{
  for (;;) {
    int32_t child = 2 * at + 1;
    if (child >= count)
      return;
    if (child + 1 < count && move_before(&heap[child + 1], &heap[child]))
      child++;
    if (!move_before(&heap[child], &heap[at]))
      return;
    struct move swap = heap[at];
    heap[at] = heap[child];
    heap[child] = swap;
    at = child;
  }
}

/* Lazy: a move is looked at again only when it comes to the top after the draft changed. */
static void insert_pass(lde_draft *draft, const int32_t *options, int32_t count, bool priced)
{
  struct move *heap = lde_alloc((size_t)count + 1, sizeof *heap);
  int32_t left = 0;
  int64_t stamp = 0;
  double key;

  for (int32_t i = 0; i < count; i++)
    if (find_move(draft, options[i], priced, &heap[left]))
      heap[left++].stamp = 0;
  for (int32_t i = left / 2; i >= 0; i--)
    sift_down(heap, left, i);
  while (left > 0) {
    struct move *top = &heap[0];
    bool fresh = top->stamp == stamp;
    if (fresh && try_insert(draft, top->option, top->period, priced, &key)) {
      stamp++;
    } else if (!fresh && find_move(draft, top->option, priced, top)) {
      top->stamp = stamp;
    } else {
      heap[0] = heap[--left];
    }
    sift_down(heap, left, 0);
  }
  lde_free(heap);
}

void lde_draft_insert(lde_draft *draft, const int32_t *options, int32_t count)
{
  insert_pass(draft, options, count, true);
  if (draft->problem->auxes.len)
    lde_draft_raise(draft);
  insert_pass(draft, options, count, false);
}

void lde_draft_raise(lde_draft *draft)
{
  const lde_problem *problem = draft->problem;

  for (int round = 0; round < 2; round++)
    for (int32_t i = 0; i < (int32_t)problem->auxes.len; i++) {
      const lde_aux *aux = &problem->auxes.data[i];
      int32_t var = lde_problem_var(problem, LDE_AUX(i));
      if (aux->value < 0 || aux->cost > 0)
        continue;
      int64_t room = row_room(draft, var, aux->upper - draft->point.aux[i]);
      if (room > 0)
        lde_draft_apply(draft, var, room);
    }
}

/* ---- moves that take away, and the first plan ---- */

void lde_draft_clear(lde_draft *draft, int32_t o)
{
  const lde_problem *problem = draft->problem;
  const lde_option *option = &problem->options.data[o];
  bool kept = option->open_min > 0;

  for (int32_t k = problem->option_start[o]; k < problem->option_start[o + 1]; k++) {
    int32_t j = problem->option_column[k];
    int32_t lower = problem->columns.data[j].lower;
    lde_draft_apply(draft, j, (int64_t)lower - draft->point.seats[j]);
    kept |= lower > 0;
  }
  for (int32_t t = 0; t < problem->periods; t++) {
    kept |= option->sessions_min[t] > 0;
    lde_draft_apply(draft, lde_problem_var(problem, LDE_SESSIONS(o, t)),
                    (int64_t)option->sessions_min[t] -
                        draft->point.sessions[o * problem->periods + t]);
  }
  if (!option->opens || !draft->point.open[o] || kept)
    return;
  for (size_t i = 0; i < problem->options.len; i++)
    if (problem->options.data[i].requires == o && draft->point.open[i])
      return; /* others wait for it */
  lde_draft_apply(draft, lde_problem_var(problem, LDE_OPEN(o)), -1);
}

static void set_locks(lde_draft *draft)
{
  const lde_problem *problem = draft->problem;
  double gain = 0;

  for (int32_t o = 0; o < (int32_t)problem->options.len; o++) {
    const lde_option *option = &problem->options.data[o];
    bool used = option->open_min > 0;
    for (int32_t t = 0; t < problem->periods; t++) {
      used |= option->sessions_min[t] > 0;
      lde_draft_apply(draft, lde_problem_var(problem, LDE_SESSIONS(o, t)), option->sessions_min[t]);
    }
    for (int32_t k = problem->option_start[o]; k < problem->option_start[o + 1]; k++) {
      int32_t j = problem->option_column[k], lower = problem->columns.data[j].lower;
      used |= lower > 0;
      lde_draft_apply(draft, j, lower);
    }
    if (used && option->opens && !open_option(draft, o, 0, &gain))
      lde_draft_apply(draft, lde_problem_var(problem, LDE_OPEN(o)), 1);
  }
  /* Locked sessions may need more seats than were locked. */
  for (int32_t o = 0; o < (int32_t)problem->options.len; o++)
    if (draft->held[o] > 0)
      fill(draft, o, false, draft->held[o] * problem->options.data[o].group_min, &gain);
}

/* Sessions near the average: where it has at least so much more than there is. */
static void set_sessions(lde_draft *draft, const double *mean, double share)
{
  const lde_problem *problem = draft->problem;
  double gain = 0;

  for (int32_t o = 0; o < (int32_t)problem->options.len; o++) {
    const lde_option *option = &problem->options.data[o];
    if (option->opens && mean[lde_problem_var(problem, LDE_OPEN(o))] < share)
      continue;
    if (!open_option(draft, o, 0, &gain) || option->group_max <= 0)
      continue;
    for (int32_t t = 0; t < problem->periods; t++) {
      int32_t var = lde_problem_var(problem, LDE_SESSIONS(o, t));
      int32_t now = draft->point.sessions[o * problem->periods + t];
      int64_t want = (int64_t)(mean[var] + 1 - share) - now;
      int64_t most = problem->session_upper[o * problem->periods + t] - now;
      if (option->year_sessions_max >= 0 && option->year_sessions_max - draft->held[o] < most)
        most = option->year_sessions_max - draft->held[o];
      want = want < most ? want : most;
      if (want > 0)
        lde_draft_apply(draft, var, row_room(draft, var, want));
    }
  }
}

/* Seats of one cell as the average has them. What is cut off at one cell comes on top at the next one of
 * the option, so that sessions and budgets are filled as the average fills them. */
static void set_cell(lde_draft *draft, int32_t c, const double *mean, double *carry)
{
  const lde_problem *problem = draft->problem;

  for (int32_t k = problem->cell_start[c]; k < problem->cell_start[c + 1]; k++) {
    int32_t j = problem->cell_column[k];
    const lde_seat_column *column = &problem->columns.data[j];
    const lde_option *option = &problem->options.data[column->option];
    double *left = &carry[column->option * problem->periods + column->last], now = draft->point.seats[j];
    if (mean[j] <= now || (option->opens && !draft->point.open[column->option]))
      continue;
    *left += mean[j] - now;
    int64_t want = (int64_t)floor(*left + 0.5);
    int64_t near = (int64_t)ceil(mean[j] - now);
    if (want > near)
      want = near;
    if (want > 0)
      *left -= (double)lde_draft_seat(draft, j, want, mean);
    if (*left > 1)
      *left = 1;
  }
}

/* Whoever has to sit somewhere in time and does not yet does so where the average has most. */
static void set_due(lde_draft *draft, int32_t c, const double *mean)
{
  const lde_problem *problem = draft->problem;

  for (int turn = 0; draft->cell_left[c] > 0 && turn < 8; turn++) {
    int32_t best = -1;
    for (int32_t k = problem->cell_start[c]; k < problem->cell_start[c + 1]; k++) {
      int32_t j = problem->cell_column[k], o = problem->columns.data[j].option;
      if (problem->columns.data[j].last <= problem->cells.data[c].deadline &&
          (!problem->options.data[o].opens || draft->point.open[o]) &&
          (best < 0 || mean[j] - draft->point.seats[j] > mean[best] - draft->point.seats[best]) &&
          seat_room(draft, j, 1, true) > 0)
        best = j;
    }
    if (best < 0 || lde_draft_seat(draft, best, draft->cell_left[c], mean) <= 0)
      return;
  }
}

static void set_seats(lde_draft *draft, const double *mean)
{
  const lde_problem *problem = draft->problem;
  double *carry = lde_alloc(problem->options.len * (size_t)problem->periods + 1, sizeof *carry);

  for (int due = 1; due >= 0; due--)
    for (int32_t c = 0; c < (int32_t)problem->cells.len; c++) {
      if ((problem->cells.data[c].severity > 0) != due)
        continue;
      set_cell(draft, c, mean, carry);
      if (due)
        set_due(draft, c, mean);
    }
  lde_free(carry);
}

/* Sessions without the seats that they need are given them, or taken away with theirs. */
static void fill_groups(lde_draft *draft)
{
  const lde_problem *problem = draft->problem;
  double gain = 0;

  for (int32_t o = 0; o < (int32_t)problem->options.len; o++) {
    const lde_option *option = &problem->options.data[o];
    if (draft->held[o] <= 0)
      continue;
    if (!lde_draft_filled(draft, o))
      fill(draft, o, true, draft->held[o] * option->group_min, &gain);
    for (int32_t t = problem->periods - 1; t >= 0; t--)
      while (!lde_draft_filled(draft, o) &&
             draft->point.sessions[o * problem->periods + t] > option->sessions_min[t]) {
        lde_draft_apply(draft, lde_problem_var(problem, LDE_SESSIONS(o, t)), -1);
        if (capacity_room(draft, o, t) < 0) {
          lde_draft_apply(draft, lde_problem_var(problem, LDE_SESSIONS(o, t)), 1);
          break;
        }
      }
    if (!lde_draft_filled(draft, o))
      lde_draft_clear(draft, o);
  }
}

/* Seats whose step is gone, and steps that lead nowhere any more, are given up. */
static bool mend_row(lde_draft *draft, int32_t r)
{
  const lde_problem *problem = draft->problem;
  const lde_row *row = &problem->rows.data[r];
  bool changed = false;

  for (int32_t e = problem->row_start[r]; e < problem->row_start[r + 1]; e++) {
    const lde_entry *entry = &problem->entries.data[e];
    int64_t over = draft->activity[r] - row->upper, under = row->lower - draft->activity[r];
    int64_t off = entry->factor > 0 ? over : under;
    if (entry->var >= (int32_t)problem->columns.len || off <= 0)
      continue;
    int64_t size = entry->factor > 0 ? entry->factor : -entry->factor;
    int64_t most = draft->point.seats[entry->var] - problem->columns.data[entry->var].lower;
    int64_t take = (off + size - 1) / size;
    take = take < most ? take : most;
    if (take <= 0)
      continue;
    lde_draft_apply(draft, entry->var, -take);
    changed = true;
  }
  return changed;
}

static void mend(lde_draft *draft)
{
  const lde_problem *problem = draft->problem;

  for (int turn = 0; turn < MEND_TURNS; turn++) {
    bool changed = false;
    fill_groups(draft);
    for (int32_t r = 0; draft->broken > 0 && r < (int32_t)problem->rows.len; r++)
      if (problem->rows.data[r].penalty < 0)
        changed |= mend_row(draft, r);
    if (!changed)
      break;
  }
}

void lde_draft_round(lde_draft *draft, const double *mean, double share)
{
  int32_t count = (int32_t)draft->problem->options.len;
  int32_t *all = lde_alloc((size_t)count + 1, sizeof *all);
  lde_point start = lde_point_new(draft->problem);

  lde_draft_set(draft, &start);
  lde_point_free(&start);
  for (int32_t o = 0; o < count; o++)
    all[o] = o;
  set_locks(draft);
  set_sessions(draft, mean, share);
  set_seats(draft, mean);
  mend(draft);
  lde_draft_insert(draft, all, count);
  lde_free(all);
}

void lde_draft_reseat(lde_draft *draft, const lde_point *held, const double *mean)
{
  const lde_problem *problem = draft->problem;
  int32_t count = (int32_t)problem->options.len;
  int32_t *all = lde_alloc((size_t)count + 1, sizeof *all);
  lde_point start = lde_point_new(problem);

  lde_draft_set(draft, &start);
  lde_point_free(&start);
  set_locks(draft);
  for (int32_t o = 0; o < count; o++) {
    all[o] = o;
    int32_t var = lde_problem_var(problem, LDE_OPEN(o));
    if (problem->options.data[o].opens)
      lde_draft_apply(draft, var, held->open[o] - draft->point.open[o]);
    for (int32_t t = 0; t < problem->periods; t++)
      lde_draft_apply(draft, lde_problem_var(problem, LDE_SESSIONS(o, t)),
                      held->sessions[o * problem->periods + t] - draft->point.sessions[o * problem->periods + t]);
  }
  set_seats(draft, mean);
  mend(draft);
  lde_draft_insert(draft, all, count);
  lde_free(all);
}

void lde_draft_build(lde_draft *draft)
{
  int32_t count = (int32_t)draft->problem->options.len;
  int32_t *all = lde_alloc((size_t)count + 1, sizeof *all);
  lde_point start = lde_point_new(draft->problem);

  lde_draft_set(draft, &start);
  lde_point_free(&start);
  for (int32_t o = 0; o < count; o++)
    all[o] = o;
  set_locks(draft);
  lde_draft_insert(draft, all, count);
  lde_free(all);
}
