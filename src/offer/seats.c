#include "offer/seats.h"

#include <stdlib.h>

#include "base/error.h"

enum { PATH_MAX_STEPS = 6 };

/* Seats of a leader's column in one period, before they are dealt out. */
typedef struct held_seat {
  int32_t leader, column, period, seats;
} held_seat;

/* Some people with the same seats: steps in their order, and what they lead to. */
typedef struct path {
  int32_t column[PATH_MAX_STEPS], period[PATH_MAX_STEPS];
  int32_t count, people;
  size_t order; /* in which it was found */
} path;

typedef LDE_VEC(path) paths;
typedef LDE_VEC(held_seat) held_seats;

typedef struct dealer {
  const lde_build *build;
  const lde_plan *plan;
  lde_seats *out;
  int32_t *follows; /* by column: the cell of the steps that come before it, or -1 */
  held_seats held;
  paths paths, before;
} dealer;

static int32_t cell_of(const dealer *all, int32_t column)
{
  return all->build->problem.columns.data[column].cell;
}

static bool is_step(const lde_build *build, int32_t column)
{
  return build->cells.data[build->problem.columns.data[column].cell].step;
}

/* ---- what follows on what ---- */

static void find_steps(dealer *all)
{
  const lde_build *build = all->build;
  const lde_problem *problem = &build->problem;

  all->follows = lde_alloc(problem->columns.len + 1, sizeof *all->follows);
  for (size_t c = 0; c < problem->columns.len; c++)
    all->follows[c] = -1;
  for (size_t r = 0; r < problem->rows.len; r++) {
    int32_t steps = -1;
    if (build->rows.data[r].kind != LDE_ROW_PREREQ)
      continue;
    for (int32_t e = problem->row_start[r]; e < problem->row_start[r + 1] && steps < 0; e++)
      if (problem->entries.data[e].factor < 0)
        steps = cell_of(all, problem->entries.data[e].var);
    for (int32_t e = problem->row_start[r]; steps >= 0 && e < problem->row_start[r + 1]; e++)
      if (problem->entries.data[e].factor > 0)
        all->follows[problem->entries.data[e].var] = steps;
  }
}

/* ---- paths of the people of one leader ---- */

static int32_t last_column(const path *each)
{
  return each->column[each->count - 1];
}

static int32_t last_period(const path *each)
{
  return each->period[each->count - 1];
}

static void extend(paths *list, const path *before, const held_seat *seat, int32_t people)
{
  path each = {.count = 0};

  if (before)
    each = *before;
  each.column[each.count] = seat->column;
  each.period[each.count++] = seat->period;
  each.people = people;
  each.order = list->len;
  lde_vec_push(list, each);
}

static int by_period(const void *left, const void *right)
{
  const path *a = left, *b = right;
  if (last_period(a) != last_period(b))
    return last_period(a) < last_period(b) ? -1 : 1;
  if (last_column(a) != last_column(b))
    return last_column(a) < last_column(b) ? -1 : 1;
  return a->order < b->order ? -1 : a->order > b->order;
}

static int by_column(const void *left, const void *right)
{
  const path *a = left, *b = right;
  if (last_column(a) != last_column(b))
    return last_column(a) < last_column(b) ? -1 : 1;
  if (last_period(a) != last_period(b))
    return last_period(a) < last_period(b) ? -1 : 1;
  return a->order < b->order ? -1 : a->order > b->order;
}

static int held_by_period(const void *left, const void *right)
{
  const held_seat *a = left, *b = right;
  if (a->period != b->period)
    return a->period < b->period ? -1 : 1;
  return a->column < b->column ? -1 : a->column > b->column;
}

/* Takes the paths that end in the cell out of the list. */
static void take_steps(dealer *all, int32_t cell)
{
  size_t kept = 0;

  all->before.len = 0;
  for (size_t i = 0; i < all->paths.len; i++)
    if (cell_of(all, last_column(&all->paths.data[i])) == cell)
      lde_vec_push(&all->before, all->paths.data[i]);
    else
      all->paths.data[kept++] = all->paths.data[i];
  all->paths.len = kept;
  if (all->before.len)
    qsort(all->before.data, all->before.len, sizeof *all->before.data, by_period);
}

/* Who follows first on a step takes the first of them: then everybody's step comes before. */
static bool follow_on(dealer *all, held_seat *seats, size_t count, int32_t cell)
{
  size_t at = 0;

  take_steps(all, cell);
  for (size_t i = 0; i < count; i++)
    for (int32_t left = all->follows[seats[i].column] == cell ? seats[i].seats : 0; left > 0;) {
      path *step = at < all->before.len ? &all->before.data[at] : NULL;
      int32_t people = step && step->people < left ? step->people : left;
      if (!step || step->count == PATH_MAX_STEPS)
        return false;
      extend(&all->paths, step, &seats[i], people);
      left -= people;
      at += (step->people -= people) == 0;
    }
  return at == all->before.len; /* nobody takes a step that leads nowhere */
}

/* Cells of steps have been made from the lowest on, so that what leads up to a step is there before it. */
static bool find_paths(dealer *all, held_seat *seats, size_t count)
{
  int32_t before = -1;

  qsort(seats, count, sizeof *seats, held_by_period);
  all->paths.len = 0;
  for (size_t i = 0; i < count; i++)
    if (all->follows[seats[i].column] < 0)
      extend(&all->paths, NULL, &seats[i], seats[i].seats);
  for (;;) {
    int32_t cell = INT32_MAX;
    for (size_t i = 0; i < count; i++)
      if (all->follows[seats[i].column] > before && all->follows[seats[i].column] < cell)
        cell = all->follows[seats[i].column];
    if (cell == INT32_MAX)
      break;
    if (!follow_on(all, seats, count, cell))
      return false;
    before = cell;
  }
  if (all->paths.len)
    qsort(all->paths.data, all->paths.len, sizeof *all->paths.data, by_column);
  return true;
}

/* ---- dealing ---- */

static void give(dealer *all, int32_t part, int32_t column, int32_t period, int32_t seats)
{
  lde_vec_push(&all->out->list, ((lde_taken){part, column, period, seats}));
}

static bool deal(dealer *all, held_seat *seats, size_t count)
{
  const lde_draft *draft = all->build->draft;
  size_t at = 0;

  if (!find_paths(all, seats, count))
    return false;
  for (int32_t part = seats->leader; part >= 0; part = lde_alike_next(&all->build->alike, part))
    for (int32_t left = (int32_t)draft->parts.data[part].heads; left > 0 && at < all->paths.len;) {
      path *each = &all->paths.data[at];
      int32_t people = each->people < left ? each->people : left;
      for (int32_t i = 0; i < each->count; i++)
        give(all, part, each->column[i], each->period[i], people);
      left -= people;
      at += (each->people -= people) == 0;
    }
  return at == all->paths.len;
}

static int by_leader(const void *left, const void *right)
{
  const held_seat *a = left, *b = right;
  if (a->leader != b->leader)
    return a->leader < b->leader ? -1 : 1;
  return a->column < b->column ? -1 : a->column > b->column;
}

static bool deal_all(dealer *all)
{
  bool fits = true;

  if (all->held.len)
    qsort(all->held.data, all->held.len, sizeof *all->held.data, by_leader);
  for (size_t from = 0, to; from < all->held.len && fits; from = to) {
    for (to = from + 1; to < all->held.len && all->held.data[to].leader == all->held.data[from].leader; to++)
      ;
    fits = deal(all, &all->held.data[from], to - from);
  }
  return fits;
}

/* Seats of parts that stand for themselves alone are theirs. */
static void take_seats(dealer *all)
{
  const lde_build *build = all->build;

  for (int32_t c = 0; c < (int32_t)build->columns.len; c++) {
    int32_t part = lde_column_part(build, c);
    if (!all->plan->point.seats[c])
      continue;
    for (int32_t t = 0; t < build->problem.periods; t++) {
      int32_t seats = (int32_t)lde_plan_seats(&build->problem, all->plan, c, t);
      if (seats && part >= 0 && lde_alike_next(&build->alike, part) >= 0)
        lde_vec_push(&all->held, ((held_seat){part, c, t, seats}));
      else if (seats)
        give(all, part, c, t, seats);
    }
  }
}

/* ---- the list ---- */

/* Outside the needs comes last. */
static int compare_places(bool step, int32_t part, int32_t column, bool other_step, int32_t other_part, int32_t other_column)
{
  if (step != other_step)
    return step ? 1 : -1;
  if (part != other_part)
    return (uint32_t)part < (uint32_t)other_part ? -1 : 1;
  return column < other_column ? -1 : column > other_column;
}

typedef struct sortable {
  int32_t option;
  bool step;
  lde_taken taken;
} sortable;

static int by_option(const void *left, const void *right)
{
  const sortable *a = left, *b = right;
  int order;
  if (a->option != b->option)
    return a->option < b->option ? -1 : 1;
  order = compare_places(a->step, a->taken.part, a->taken.column, b->step, b->taken.part, b->taken.column);
  return order ? order : a->taken.period < b->taken.period ? -1 : a->taken.period > b->taken.period;
}

static bool same_place(const lde_taken *a, const lde_taken *b)
{
  return a->part == b->part && a->column == b->column && a->period == b->period;
}

/* People with the same seat on different paths have it together. */
static void sort_taken(const lde_build *build, lde_seats *seats)
{
  size_t options = build->problem.options.len, count = seats->list.len, kept = 0;
  sortable *all = lde_alloc(count + 1, sizeof *all);

  for (size_t i = 0; i < count; i++) {
    const lde_taken *each = &seats->list.data[i];
    all[i] = (sortable){lde_column_option(build, each->column), is_step(build, each->column), *each};
  }
  qsort(all, count, sizeof *all, by_option);
  seats->start = lde_alloc(options + 2, sizeof *seats->start);
  for (size_t i = 0; i < count; i++) {
    if (kept && same_place(&seats->list.data[kept - 1], &all[i].taken)) {
      seats->list.data[kept - 1].seats += all[i].taken.seats;
      continue;
    }
    seats->list.data[kept++] = all[i].taken;
    seats->start[all[i].option + 1]++;
  }
  seats->list.len = kept;
  for (size_t o = 0; o < options; o++)
    seats->start[o + 1] += seats->start[o];
  lde_free(all);
}

lde_status lde_seats_deal(lde_seats *seats, const lde_build *build, const lde_plan *plan, lde_error *err)
{
  dealer all = {.build = build, .plan = plan, .out = seats};
  bool fits = true;

  *seats = (lde_seats){.start = NULL};
  take_seats(&all);
  if (all.held.len) {
    find_steps(&all);
    fits = deal_all(&all);
  }
  sort_taken(build, seats);
  lde_free(all.follows);
  lde_vec_free(&all.held);
  lde_vec_free(&all.paths);
  lde_vec_free(&all.before);
  return fits ? LDE_OK : lde_fail(err, LDE_ERROR_INTERNAL, "the seats of the plan do not go round");
}

void lde_seats_deinit(lde_seats *seats)
{
  lde_vec_free(&seats->list);
  lde_free(seats->start);
  seats->start = NULL;
}

int64_t lde_seats_of(const lde_seats *seats, const lde_build *build, int32_t column, int32_t part)
{
  int32_t option = lde_column_option(build, column), low = seats->start[option], end = seats->start[option + 1];
  int32_t high = end;
  int64_t sum = 0;

  while (low < high) {
    int32_t middle = low + (high - low) / 2;
    const lde_taken *each = &seats->list.data[middle];
    if (compare_places(is_step(build, each->column), each->part, each->column, false, part, column) < 0)
      low = middle + 1;
    else
      high = middle;
  }
  for (; low < end && seats->list.data[low].part == part && seats->list.data[low].column == column; low++)
    sum += seats->list.data[low].seats;
  return sum;
}
