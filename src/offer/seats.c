#include "offer/seats.h"

#include <math.h>
#include <stdlib.h>

#include "base/error.h"

enum { PATH_MAX_STEPS = 6 };

/* Seats of a leader's column in one period, before they are dealt out. */
typedef struct held_seat {
  int32_t kin, leader, column, period, seats;
} held_seat;

/* Some people with the same seats: steps in their order, and what they lead to. */
typedef struct path {
  int32_t column[PATH_MAX_STEPS], period[PATH_MAX_STEPS];
  int32_t count, people;
  int32_t leader;
  int64_t cost; /* of one person, to the pot of the unit */
  size_t order; /* in which it was found */
} path;

typedef LDE_VEC(path) paths;
typedef LDE_VEC(held_seat) held_seats;

/* Who can have a seat. */
typedef struct member {
  int32_t part, leader;
  double wealth; /* what the pot has, over what its people are still going to take */
} member;

typedef struct dealer {
  const lde_build *build;
  const lde_plan *plan;
  lde_seats *out;
  lde_purses *purses;
  const bool *again; /* by part: only those of whom it is the kin; NULL = everybody */
  int32_t *first_cell, *next_cell; /* by leader; by cell: the next one of the same leader, or -1 */
  int32_t *follows; /* by column: the cell of the steps that come before it, or -1 */
  held_seats held;
  paths paths, before;
  LDE_VEC(member) members;
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

/* ---- dealing where every part is paid for by its own pot ---- */

static int dearest_first(const void *left, const void *right)
{
  const path *a = left, *b = right;
  if (a->cost != b->cost)
    return a->cost > b->cost ? -1 : 1;
  return a->order < b->order ? -1 : a->order > b->order;
}

static int wealthiest_first(const void *left, const void *right)
{
  const member *a = left, *b = right;
  if (a->wealth != b->wealth)
    return a->wealth > b->wealth ? -1 : 1;
  return a->part < b->part ? -1 : a->part > b->part;
}

/* What the seats of a leader take from the pots of all that are alike, when each head takes the same. */
static void expect(dealer *all, const held_seat *seats, size_t count, double sign)
{
  const lde_alike *alike = &all->build->alike;
  const lde_draft *draft = all->build->draft;
  int32_t leader = seats->leader;
  double sum = 0;

  for (size_t i = 0; i < count; i++)
    sum += (double)seats[i].seats * (double)lde_purses_cost(all->purses, leader, seats[i].column);
  for (int32_t part = leader; part >= 0; part = lde_alike_next(alike, part)) {
    int pot = lde_purses_pot(all->purses, part);
    if (pot >= 0)
      all->purses->expected[pot] += sign * sum * (double)draft->parts.data[part].heads /
                                    (double)lde_alike_heads(alike, draft, leader);
  }
}

static void list_members(dealer *all, int32_t leader)
{
  for (int32_t part = leader; part >= 0; part = lde_alike_next(&all->build->alike, part)) {
    int pot = lde_purses_pot(all->purses, part);
    double wealth = pot < 0 ? 0 : (double)all->purses->left[pot] / fmax(1, all->purses->expected[pot]);
    lde_vec_push(&all->members, ((member){part, leader, wealth}));
  }
}

static void list_cells(dealer *all)
{
  const lde_build *build = all->build;

  all->first_cell = lde_alloc(build->draft->parts.len + 1, sizeof *all->first_cell);
  all->next_cell = lde_alloc(build->cells.len + 1, sizeof *all->next_cell);
  for (int32_t c = (int32_t)build->cells.len - 1; c >= 0; c--) {
    int32_t part = build->cells.data[c].part;
    all->next_cell[c] = part < 0 ? -1 : all->first_cell[part] - 1;
    if (part >= 0)
      all->first_cell[part] = c + 1;
  }
}

/* The column of kin that stands where this one does; -1 = there is none. */
static int32_t twin_of(const dealer *all, int32_t column, int32_t leader, int32_t kin)
{
  const lde_problem *problem = &all->build->problem;
  int32_t cell = cell_of(all, column), here = all->first_cell[leader] - 1, there = all->first_cell[kin] - 1;
  int32_t k, twin;

  if (leader == kin)
    return column;
  while (here != cell && here >= 0 && there >= 0) {
    here = all->next_cell[here];
    there = all->next_cell[there];
  }
  if (here != cell || there < 0)
    return -1;
  for (k = problem->cell_start[here]; problem->cell_column[k] != column; k++)
    ;
  k += problem->cell_start[there] - problem->cell_start[here];
  twin = k < problem->cell_start[there + 1] ? problem->cell_column[k] : -1;
  return twin >= 0 && problem->columns.data[twin].option == problem->columns.data[column].option &&
                 problem->columns.data[twin].last == problem->columns.data[column].last
             ? twin
             : -1;
}

/* As many of one path as there are people and money for. */
static int32_t give_path(dealer *all, const path *each, const member *to, int32_t most)
{
  int pot = lde_purses_pot(all->purses, to->part);
  int32_t people = each->people < most ? each->people : most, twin[PATH_MAX_STEPS];

  if (pot >= 0 && each->cost > 0 && all->purses->left[pot] < each->cost * people)
    people = all->purses->left[pot] > 0 ? (int32_t)(all->purses->left[pot] / each->cost) : 0;
  for (int32_t i = 0; i < each->count && people > 0; i++)
    if ((twin[i] = twin_of(all, each->column[i], each->leader, to->leader)) < 0)
      return 0;
  for (int32_t i = 0; i < each->count && people > 0; i++) {
    give(all, to->part, twin[i], each->period[i], people);
    if (twin[i] == each->column[i])
      continue;
    lde_vec_push(&all->purses->leaving, ((lde_leaving){each->column[i], people}));
    lde_vec_push(&all->purses->leaving, ((lde_leaving){twin[i], -people}));
  }
  if (pot >= 0)
    all->purses->left[pot] -= each->cost * people;
  return people;
}

static void leave_unpaid(dealer *all, const path *each)
{
  for (int32_t k = 0; k < each->count && each->people > 0; k++)
    lde_vec_push(&all->purses->leaving, ((lde_leaving){each->column[k], each->people}));
  all->purses->unpaid += each->people;
}

/* The paths of all kin, and who could take them. */
static bool gather(dealer *all, held_seat *seats, size_t count)
{
  paths gathered = {0};
  bool fits = true;

  all->members.len = 0;
  for (size_t from = 0, to; from < count && fits; from = to) {
    int32_t leader = seats[from].leader;
    for (to = from + 1; to < count && seats[to].leader == leader; to++)
      ;
    expect(all, &seats[from], to - from, -1);
    fits = find_paths(all, &seats[from], to - from);
    for (size_t i = 0; i < all->paths.len; i++) {
      path each = all->paths.data[i];
      each.leader = leader;
      each.order = gathered.len;
      each.cost = 0;
      for (int32_t k = 0; k < each.count; k++)
        each.cost += lde_purses_cost(all->purses, leader, each.column[k]);
      lde_vec_push(&gathered, each);
    }
    list_members(all, leader);
  }
  lde_vec_free(&all->paths);
  all->paths = gathered;
  return fits;
}

/* What costs most goes to those whose pot has most for all that its people are still going to take. */
static bool deal_paid(dealer *all, held_seat *seats, size_t count)
{
  const lde_draft *draft = all->build->draft;

  if (!gather(all, seats, count))
    return false;
  qsort(all->paths.data, all->paths.len, sizeof *all->paths.data, dearest_first);
  qsort(all->members.data, all->members.len, sizeof *all->members.data, wealthiest_first);
  for (size_t m = 0; m < all->members.len; m++) {
    const member *to = &all->members.data[m];
    int32_t left = (int32_t)draft->parts.data[to->part].heads;
    for (size_t i = 0; i < all->paths.len && left > 0; i++) {
      int32_t given = give_path(all, &all->paths.data[i], to, left);
      all->paths.data[i].people -= given;
      left -= given;
    }
  }
  for (size_t i = 0; i < all->paths.len; i++)
    leave_unpaid(all, &all->paths.data[i]);
  return true;
}

static bool is_mandatory(const dealer *all, int32_t part)
{
  const lde_draft *draft = all->build->draft;
  return draft->needs.data[draft->parts.data[part].need].lane == (int)LDE_CHOICE_OF(lane, mandatory);
}

static int by_leader(const void *left, const void *right)
{
  const held_seat *a = left, *b = right;
  if (a->kin != b->kin)
    return a->kin < b->kin ? -1 : 1;
  if (a->leader != b->leader)
    return a->leader < b->leader ? -1 : 1;
  return a->column < b->column ? -1 : a->column > b->column;
}

/* Calls for the seats of one leader after the other. */
enum step { EXPECT, DEAL, DEAL_MANDATORY, DEAL_OTHERS };

static bool each_leader(dealer *all, enum step step)
{
  bool fits = true;

  for (size_t from = 0, to; from < all->held.len && fits; from = to) {
    held_seat *seats = &all->held.data[from];
    bool paid = step == DEAL_MANDATORY || step == DEAL_OTHERS;
    for (to = from + 1; to < all->held.len && all->held.data[to].leader == seats->leader; to++)
      ;
    for (; paid && to < all->held.len && all->held.data[to].kin == seats->kin; to++)
      ;
    if (step == EXPECT)
      expect(all, seats, to - from, 1);
    else if (step == DEAL)
      fits = deal(all, seats, to - from);
    else if (is_mandatory(all, seats->leader) == (step == DEAL_MANDATORY))
      fits = deal_paid(all, seats, to - from);
  }
  return fits;
}

static bool deal_all(dealer *all)
{
  if (all->held.len)
    qsort(all->held.data, all->held.len, sizeof *all->held.data, by_leader);
  if (!all->purses)
    return each_leader(all, DEAL);
  return each_leader(all, EXPECT) && each_leader(all, DEAL_MANDATORY) && each_leader(all, DEAL_OTHERS);
}

/* Seats of parts that stand for themselves alone are theirs. */
static void take_seats(dealer *all)
{
  const lde_build *build = all->build;

  for (int32_t c = 0; c < (int32_t)build->columns.len; c++) {
    int32_t part = lde_column_part(build, c);
    if (!all->plan->point.seats[c] || (all->again && (part < 0 || !all->again[lde_alike_kin(&build->alike, part)])))
      continue;
    for (int32_t t = 0; t < build->problem.periods; t++) {
      int32_t seats = (int32_t)lde_plan_seats(&build->problem, all->plan, c, t);
      if (seats && part >= 0 && (all->purses || lde_alike_next(&build->alike, part) >= 0))
        lde_vec_push(&all->held, ((held_seat){lde_alike_kin(&build->alike, part), part, c, t, seats}));
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

/* Gives back what was dealt to those who are dealt to again. */
static void take_back(dealer *all)
{
  lde_seats *seats = all->out;
  size_t kept = 0;

  for (size_t i = 0; i < seats->list.len; i++) {
    lde_taken each = seats->list.data[i];
    int pot = each.part < 0 ? -1 : lde_purses_pot(all->purses, each.part);
    if (each.part < 0 || !all->again[lde_alike_kin(&all->build->alike, each.part)])
      seats->list.data[kept++] = each;
    else if (pot >= 0)
      all->purses->left[pot] += each.seats * lde_purses_cost(all->purses, each.part, each.column);
  }
  seats->list.len = kept;
}

static lde_status deal_to(dealer *all, lde_error *err)
{
  bool fits = true;

  take_seats(all);
  if (all->held.len) {
    if (all->purses)
      list_cells(all);
    find_steps(all);
    fits = deal_all(all);
  }
  lde_free(all->out->start);
  sort_taken(all->build, all->out);
  lde_free(all->first_cell);
  lde_free(all->next_cell);
  lde_free(all->follows);
  lde_vec_free(&all->held);
  lde_vec_free(&all->paths);
  lde_vec_free(&all->before);
  lde_vec_free(&all->members);
  return fits ? LDE_OK : lde_fail(err, LDE_ERROR_INTERNAL, "the seats of the plan do not go round");
}

lde_status lde_seats_deal(lde_seats *seats, const lde_build *build, const lde_plan *plan, lde_purses *purses, lde_error *err)
{
  dealer all = {.build = build, .plan = plan, .out = seats, .purses = purses};

  *seats = (lde_seats){.start = NULL};
  return deal_to(&all, err);
}

lde_status lde_seats_deal_again(lde_seats *seats, const lde_build *build, const lde_plan *plan, lde_purses *purses,
                                const bool *again, lde_error *err)
{
  dealer all = {.build = build, .plan = plan, .out = seats, .purses = purses, .again = again};

  take_back(&all);
  return deal_to(&all, err);
}

void lde_seats_add(lde_seats *seats, const lde_build *build, const lde_taken *more, size_t count)
{
  for (size_t i = 0; i < count; i++)
    lde_vec_push(&seats->list, more[i]);
  lde_free(seats->start);
  sort_taken(build, seats);
}

void lde_seats_expect(const lde_build *build, const lde_plan *plan, lde_purses *purses)
{
  lde_seats none = {.start = NULL};
  dealer all = {.build = build, .plan = plan, .out = &none, .purses = purses};

  take_seats(&all);
  if (all.held.len)
    qsort(all.held.data, all.held.len, sizeof *all.held.data, by_leader);
  each_leader(&all, EXPECT);
  lde_vec_free(&all.held);
  lde_seats_deinit(&none);
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
