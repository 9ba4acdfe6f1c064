/* Moves that add to a plan: sessions and seats of some options while that helps, best first. */
#include "offer/construct.h"

#include <math.h>
#include <stdlib.h>

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
static bool seat_helps(const lde_trial *trial, int32_t j)
{
  const lde_seat_column *column = &trial->problem->columns.data[j];
  const lde_cell *cell = &trial->problem->cells.data[column->cell];
  return column->value > 0 || (cell->severity > 0 && column->last <= cell->deadline);
}

/* Fills free places, best worth first: seats that pay, then, up to `least`, any. */
void lde_trial_fill(lde_trial *trial, int32_t o, bool priced, int32_t least, double *gain)
{
  const lde_problem *problem = trial->problem;
  int32_t count = 0, begin = problem->option_start[o], end = problem->option_start[o + 1];
  int64_t places = (int64_t)trial->held[o] * problem->options.data[o].group_max;
  struct seat_rank stack[256], *list = stack;

  if (end - begin > 256)
    list = lde_alloc((size_t)(end - begin), sizeof *list);
  for (int32_t k = begin; k < end; k++) {
    int32_t j = problem->option_column[k];
    if (trial->cell_left[problem->columns.data[j].cell] <= 0 ||
        problem->columns.data[j].upper <= trial->point.seats[j])
      continue;
    list[count].column = j;
    list[count++].worth = trial->worth[j];
  }
  trial->effort += end - begin;
  for (int32_t i = count / 2 - 1; i >= 0; i--)
    sink_seat(list, count, i);
  for (; count > 0 && (places > trial->seats[o] || problem->options.data[o].group_max <= 0); count--) {
    int32_t j = list[0].column;
    double worth = list[0].worth;
    bool pays = (!priced || worth > 0) && (seat_helps(trial, j) || trial->broken > 0);
    int64_t want = problem->columns.data[j].upper;
    if (!pays)
      want = least - trial->seats[o];
    if (priced && worth <= 0 && want <= 0)
      break;
    want = want > 0 ? lde_trial_seat(trial, j, want, NULL) : 0;
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

static double raw_score(const lde_trial *trial)
{
  return (double)trial->score.value - (double)trial->score.shortage * trial->urgency -
         trial->off * fmax(trial->urgency, 1e9);
}

/* One more session in period t, or for open enrolment the seats that pay. False: nothing gained. */
static bool try_insert(lde_trial *trial, int32_t o, int32_t t, bool priced, double *key)
{
  const lde_problem *problem = trial->problem;
  const lde_option *option = &problem->options.data[o];
  double before = raw_score(trial), off = trial->off, gain = 0, raw;
  size_t mark = lde_trial_mark(trial);

  if (!lde_trial_open(trial, o, 0, &gain))
    goto no;
  if (t >= 0) {
    int32_t var = lde_problem_var(problem, LDE_SESSIONS(o, t));
    if (trial->point.sessions[o * problem->periods + t] >=
            problem->session_upper[o * problem->periods + t] ||
        (option->year_sessions_max >= 0 && trial->held[o] >= option->year_sessions_max) ||
        lde_trial_room(trial, var, 1) < 1)
      goto no;
    gain += trial->worth[var];
    lde_trial_apply(trial, var, 1);
  }
  lde_trial_fill(trial, o, priced, t >= 0 ? (trial->held[o] * option->group_min) : 0, &gain);
  raw = raw_score(trial) - before;
  if (raw <= 0 || trial->log.len == mark || (priced && gain <= 0) || (t >= 0 && !lde_trial_filled(trial, o)))
    goto no;
  *key = raw / (raw - gain > 1e-9 * raw ? raw - gain : 1e-9 * raw);
  return true;
no:
  lde_trial_back(trial, mark);
  trial->off = off;
  return false;
}

/* The best way to use more of an option now; leaves the trial as it was. */
static bool find_move(lde_trial *trial, int32_t o, bool priced, struct move *move)
{
  const lde_problem *problem = trial->problem;
  size_t mark = lde_trial_mark(trial);
  bool found = false;
  double key;

  move->option = o;
  if (try_insert(trial, o, -1, priced, &key)) { /* places that are free anyway */
    lde_trial_back(trial, mark);
    move->key = key;
    move->period = -1;
    found = true;
  }
  for (int32_t t = 0; problem->options.data[o].group_max > 0 && t < problem->periods; t++) {
    if (problem->session_upper[o * problem->periods + t] <= 0 ||
        !try_insert(trial, o, t, priced, &key))
      continue;
    lde_trial_back(trial, mark);
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

/* Lazy: a move is looked at again only when it comes to the top after the trial changed. */
static void insert_pass(lde_trial *trial, const int32_t *options, int32_t count, bool priced)
{
  struct move *heap = lde_alloc((size_t)count + 1, sizeof *heap);
  int32_t left = 0;
  int64_t stamp = 0;
  double key;

  for (int32_t i = 0; i < count; i++)
    if (find_move(trial, options[i], priced, &heap[left]))
      heap[left++].stamp = 0;
  for (int32_t i = left / 2; i >= 0; i--)
    sift_down(heap, left, i);
  while (left > 0) {
    struct move *top = &heap[0];
    bool fresh = top->stamp == stamp;
    if (fresh && try_insert(trial, top->option, top->period, priced, &key)) {
      stamp++;
    } else if (!fresh && find_move(trial, top->option, priced, top)) {
      top->stamp = stamp;
    } else {
      heap[0] = heap[--left];
    }
    sift_down(heap, left, 0);
  }
  lde_free(heap);
}

void lde_trial_insert(lde_trial *trial, const int32_t *options, int32_t count)
{
  insert_pass(trial, options, count, true);
  if (trial->problem->auxes.len)
    lde_trial_raise(trial);
  insert_pass(trial, options, count, false);
}

void lde_trial_insert_all(lde_trial *trial)
{
  int32_t count = (int32_t)trial->problem->options.len;
  int32_t *all = lde_alloc((size_t)count + 1, sizeof *all);

  for (int32_t o = 0; o < count; o++)
    all[o] = o;
  lde_trial_insert(trial, all, count);
  lde_free(all);
}

void lde_trial_lower(lde_trial *trial)
{
  const lde_problem *problem = trial->problem;
  for (int32_t i = 0; i < (int32_t)problem->auxes.len; i++) {
    const lde_aux *aux = &problem->auxes.data[i];
    int64_t rest = aux->lower > 0 ? aux->lower : aux->upper < 0 ? aux->upper : 0;
    lde_trial_apply(trial, lde_problem_var(problem, LDE_AUX(i)), rest - trial->point.aux[i]);
  }
}

void lde_trial_raise(lde_trial *trial)
{
  const lde_problem *problem = trial->problem;

  for (int round = 0; round < 2; round++)
    for (int32_t i = 0; i < (int32_t)problem->auxes.len; i++) {
      const lde_aux *aux = &problem->auxes.data[i];
      int32_t var = lde_problem_var(problem, LDE_AUX(i));
      if (aux->value < 0 || aux->cost > 0)
        continue;
      int64_t room = lde_trial_room(trial, var, aux->upper - trial->point.aux[i]);
      if (room > 0)
        lde_trial_apply(trial, var, room);
    }
}
