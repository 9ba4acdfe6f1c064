/* Small random problems against enumeration written here, which shares no code with the solver: it
 * walks every plan, judges it by its own reading of the rules, and keeps the best one. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "offer/solve.h"

#ifndef CASES
#define CASES 150
#endif

static uint64_t state_of_dice;

static int32_t dice(int32_t sides)
{
  state_of_dice = state_of_dice * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
  return (int32_t)((state_of_dice >> 33) % (uint64_t)sides);
}

/* ---- random problems ---- */

struct entry {
  lde_var var;
  int64_t factor;
};

struct row {
  lde_row row;
  struct entry entries[32];
  int count;
};

struct sketch {
  lde_window window;
  int32_t periods, cells, options, columns, rows, references;
  lde_cell cell[3];
  lde_option option[3];
  lde_seat_column column[6];
  struct row row[4];
  lde_reference reference[2];
};

static void sketch_option(struct sketch *s, int32_t o)
{
  lde_option *option = &s->option[o];
  *option = (lde_option)LDE_OPTION_INIT;
  if (dice(3) > 0) {
    option->group_min = 1 + dice(2);
    option->group_max = option->group_min + dice(3);
  }
  for (int32_t t = 0; t < s->periods; t++)
    option->sessions_max[t] = dice(3);
  if (option->group_max == 0)
    option->sessions_max[s->periods - 1] = 1;
  if (dice(3) == 0)
    option->seats_max = 1 + dice(4);
  if (dice(4) == 0)
    option->year_sessions_max = 1 + dice(2);
  option->cost_session = dice(5);
  if (dice(3) == 0)
    option->cost_open = 1 + dice(9);
  if (dice(4) == 0)
    option->variant = 0;
  if (o > 0 && dice(5) == 0)
    option->requires = o - 1;
  if (option->variant >= 0 || option->requires >= 0 || option->cost_open)
    option->opens = true;
  if (option->requires >= 0)
    s->option[o - 1].opens = true;
  if (dice(12) == 0 && option->opens)
    option->open_min = 1;
}

static void sketch_row(struct sketch *s, int32_t r)
{
  struct row *row = &s->row[r];
  int32_t kind = dice(5);

  memset(row, 0, sizeof *row);
  for (int32_t j = 0; j < s->columns; j++)
    if (dice(3) > 0)
      row->entries[row->count++] = (struct entry){LDE_SEATS(j), 1 + dice(5)};
  for (int32_t o = 0; o < s->options; o++) {
    if (s->option[o].group_max > 0 && dice(2))
      for (int32_t t = 0; t < s->periods; t++)
        row->entries[row->count++] = (struct entry){LDE_SESSIONS(o, t), 1 + dice(5)};
    if (s->option[o].opens && dice(2))
      row->entries[row->count++] = (struct entry){LDE_OPEN(o), 1 + dice(5)};
  }
  row->row = (lde_row){r, -LDE_ROW_FREE, 4 + dice(20), LDE_ROW_HARD};
  if (kind == 1) /* a share: some against the rest */
    for (int i = 0; i < row->count; i++)
      row->entries[i].factor = dice(2) ? 3 : -2;
  if (kind == 1)
    row->row = (lde_row){r, 0, LDE_ROW_FREE, LDE_ROW_HARD};
  if (kind == 2)
    row->row = (lde_row){r, dice(4), LDE_ROW_FREE, 1 + dice(3)};
  if (kind == 3)
    row->row = (lde_row){r, 1 + dice(2), 10 + dice(9), dice(2) ? 2 : LDE_ROW_HARD};
}

static void sketch_new(struct sketch *s)
{
  memset(s, 0, sizeof *s);
  s->window = dice(2) ? LDE_WINDOW_NESTED : LDE_WINDOW_TIMED;
  s->periods = 1 + dice(2);
  s->cells = 1 + dice(3);
  s->options = 1 + dice(3);
  s->columns = 2 + dice(3);
  s->rows = 1 + dice(3);
  for (int32_t c = 0; c < s->cells; c++)
    s->cell[c] = (lde_cell){1 + dice(3), dice(s->periods), dice(3) == 0 ? 1 + dice(2) : 0};
  for (int32_t o = 0; o < s->options; o++)
    sketch_option(s, o);
  for (int32_t j = 0; j < s->columns; j++) {
    int32_t last = dice(s->periods);
    s->column[j] = (lde_seat_column){.cell = dice(s->cells),
                                .option = dice(s->options),
                                .first = s->window == LDE_WINDOW_NESTED ? 0 : last,
                                .last = last,
                                .upper = 3,
                                .value = dice(6),
                                .cost = dice(4)};
    if (dice(15) == 0)
      s->column[j].lower = 1;
  }
  for (int32_t r = 0; r < s->rows; r++)
    sketch_row(s, r);
  if (dice(3) == 0)
    s->reference[s->references++] = (lde_reference){LDE_SEATS(0), dice(3), 1 + dice(2)};
}

static void sketch_build(const struct sketch *s, lde_problem *problem)
{
  lde_problem_init(problem, s->window, s->periods, 1);
  for (int32_t c = 0; c < s->cells; c++)
    lde_problem_cell(problem, s->cell[c]);
  for (int32_t o = 0; o < s->options; o++)
    lde_problem_option(problem, s->option[o]);
  for (int32_t j = 0; j < s->columns; j++)
    lde_problem_column(problem, s->column[j]);
  for (int32_t r = 0; r < s->rows; r++) {
    lde_problem_row(problem, s->row[r].row);
    for (int i = 0; i < s->row[r].count; i++)
      lde_problem_entry(problem, r, s->row[r].entries[i].var, s->row[r].entries[i].factor);
  }
  for (int32_t i = 0; i < s->references; i++)
    lde_problem_reference(problem, s->reference[i]);
}

/* ---- enumeration ---- */

struct choice {
  int32_t x[6], g[3][2], b[3];
};

struct best {
  bool found;
  struct choice choice;
  int64_t key[4]; /* shortage, minus value, disruption, cost */
};

/* Can the seats of option o be spread over the periods so that every session is filled right? With at
 * most two periods: try every number of early seats. */
static bool spreads(const struct sketch *s, const struct choice *c, int32_t o)
{
  const lde_option *option = &s->option[o];
  int32_t early = 0, any = 0;

  for (int32_t j = 0; j < s->columns; j++)
    if (s->column[j].option == o) {
      if (s->window == LDE_WINDOW_TIMED ? s->column[j].last == 0 : s->column[j].last == 0)
        early += c->x[j];
      else
        any += c->x[j];
    }
  if (option->group_max == 0)
    return true;
  for (int32_t moved = 0; moved <= (s->window == LDE_WINDOW_NESTED ? any : 0); moved++) {
    int32_t in[2] = {early + moved, any - moved};
    bool fits = true;
    for (int32_t t = 0; t < 2; t++) {
      int32_t g = t < s->periods ? c->g[o][t] : 0;
      fits &= in[t] <= g * option->group_max && in[t] >= g * option->group_min;
    }
    if (fits)
      return true;
  }
  return false;
}

static int64_t amount(const struct choice *c, lde_var var)
{
  return var.kind == LDE_VAR_SEATS      ? c->x[var.index]
         : var.kind == LDE_VAR_SESSIONS ? c->g[var.index][var.period]
                                        : c->b[var.index];
}

static bool judge(const struct sketch *s, const struct choice *c, int64_t key[4])
{
  int32_t taken[3] = {0}, timely[3] = {0}, variants = 0;

  memset(key, 0, 4 * sizeof *key);
  for (int32_t j = 0; j < s->columns; j++) {
    const lde_seat_column *column = &s->column[j];
    const lde_option *option = &s->option[column->option];
    bool can = false;
    taken[column->cell] += c->x[j];
    if (column->last <= s->cell[column->cell].deadline)
      timely[column->cell] += c->x[j];
    for (int32_t t = column->first; t <= column->last; t++)
      can |= option->sessions_max[t] != 0;
    if ((c->x[j] && !can) || c->x[j] < column->lower ||
        (c->x[j] && option->opens && !c->b[column->option]))
      return false;
    key[1] -= column->value * c->x[j];
    key[3] += column->cost * c->x[j];
  }
  for (int32_t i = 0; i < s->cells; i++) {
    if (taken[i] > s->cell[i].heads)
      return false;
    key[0] += s->cell[i].severity * (s->cell[i].heads - timely[i]);
  }
  for (int32_t o = 0; o < s->options; o++) {
    const lde_option *option = &s->option[o];
    int32_t seats = 0, held = 0;
    for (int32_t j = 0; j < s->columns; j++)
      seats += s->column[j].option == o ? c->x[j] : 0;
    for (int32_t t = 0; t < s->periods; t++)
      held += c->g[o][t];
    if ((option->seats_max >= 0 && seats > option->seats_max) ||
        (option->year_sessions_max >= 0 && held > option->year_sessions_max) ||
        (option->opens && held && !c->b[o]) || !spreads(s, c, o) || c->b[o] < option->open_min)
      return false;
    if (option->requires >= 0 && c->b[o] && !c->b[option->requires])
      return false;
    variants += option->variant == 0 && c->b[o];
    key[3] += option->cost_session * held + option->cost_open * c->b[o];
  }
  if (variants > 1)
    return false;
  for (int32_t r = 0; r < s->rows; r++) {
    const lde_row *row = &s->row[r].row;
    int64_t sum = 0, off = 0;
    for (int i = 0; i < s->row[r].count; i++)
      sum += s->row[r].entries[i].factor * amount(c, s->row[r].entries[i].var);
    if (sum > row->upper)
      off = sum - row->upper;
    if (sum < row->lower)
      off = row->lower - sum;
    if (off && row->penalty < 0)
      return false;
    key[1] += off * (row->penalty < 0 ? 0 : row->penalty);
  }
  for (int32_t i = 0; i < s->references; i++) {
    int64_t off = amount(c, s->reference[i].var) - s->reference[i].value;
    key[2] += s->reference[i].weight * (off < 0 ? -off : off);
  }
  return true;
}

/* Above zero when a comes before b in the canonical order of equal plans. */
static int canonical(const struct sketch *s, const struct choice *a, const struct choice *b)
{
  for (int32_t j = 0; j < s->columns; j++)
    if (a->x[j] != b->x[j])
      return a->x[j] - b->x[j];
  for (int32_t o = 0; o < s->options; o++)
    for (int32_t t = 0; t < s->periods; t++)
      if (a->g[o][t] != b->g[o][t])
        return a->g[o][t] - b->g[o][t];
  for (int32_t o = 0; o < s->options; o++)
    if (a->b[o] != b->b[o])
      return b->b[o] - a->b[o];
  return 0;
}

static void consider(const struct sketch *s, const struct choice *c, struct best *best)
{
  int64_t key[4];
  int order = 0;

  if (!judge(s, c, key))
    return;
  for (int i = 0; best->found && i < 4 && order == 0; i++)
    order = key[i] < best->key[i] ? 1 : key[i] > best->key[i] ? -1 : 0;
  if (best->found && order == 0)
    order = canonical(s, c, &best->choice);
  if (best->found && order <= 0)
    return;
  best->found = true;
  best->choice = *c;
  memcpy(best->key, key, sizeof key);
}

/* Digit after digit: seats, then sessions, then openings. */
static void enumerate(const struct sketch *s, struct choice *c, int32_t digit, struct best *best)
{
  if (digit < s->columns) {
    for (c->x[digit] = 0; c->x[digit] <= 3; c->x[digit]++)
      enumerate(s, c, digit + 1, best);
    return;
  }
  digit -= s->columns;
  if (digit < s->options * s->periods) {
    int32_t o = digit / s->periods, t = digit % s->periods;
    int32_t most = s->option[o].group_max > 0 ? s->option[o].sessions_max[t] : 0;
    for (c->g[o][t] = 0; c->g[o][t] <= most; c->g[o][t]++)
      enumerate(s, c, digit + s->columns + 1, best);
    return;
  }
  int32_t o = digit - s->options * s->periods;
  if (o < s->options) {
    for (c->b[o] = 0; c->b[o] <= (s->option[o].opens ? 1 : 0); c->b[o]++)
      enumerate(s, c, digit + s->columns + 1, best);
    return;
  }
  consider(s, c, best);
}

/* ---- the comparison ---- */

static void compare(const struct sketch *s, const struct best *best, bool exact)
{
  lde_problem problem;
  lde_plan plan;
  lde_solve_options options = LDE_SOLVE_OPTIONS_INIT;

  options.work = exact ? 100 : 20;
  options.without_exact = !exact;
  sketch_build(s, &problem);
  assert_int_equal(lde_problem_finish(&problem, NULL), LDE_OK);
  assert_int_equal(lde_solve(&problem, &options, &plan, NULL), LDE_OK);
  if (!best->found) {
    assert_true(exact ? plan.status == LDE_PLAN_INFEASIBLE : plan.status == LDE_PLAN_NONE);
  } else if (exact) {
    assert_int_equal(plan.status, LDE_PLAN_OPTIMAL);
    assert_int_equal(plan.score.shortage, best->key[0]);
    assert_int_equal(-plan.score.value, best->key[1]);
    assert_int_equal(plan.score.disruption, best->key[2]);
    assert_int_equal(plan.score.cost, best->key[3]);
    for (int32_t j = 0; j < s->columns; j++)
      assert_int_equal(plan.point.seats[j], best->choice.x[j]);
    for (int32_t i = 0; i < s->options * s->periods; i++)
      assert_int_equal(plan.point.sessions[i], best->choice.g[i / s->periods][i % s->periods]);
  } else if (plan.status != LDE_PLAN_NONE) {
    assert_true(plan.shortage_bound <= best->key[0]);
    assert_true(plan.score.shortage >= best->key[0]);
    if (plan.score.shortage == best->key[0]) {
      assert_true(plan.score.value <= -best->key[1]);
      assert_true(plan.bound >= -best->key[1]);
    }
  }
  if (plan.status <= LDE_PLAN_FEASIBLE) {
    assert_int_equal(lde_problem_check(&problem, &plan.point).breaches, 0);
    for (int32_t j = 0; j < s->columns; j++) {
      int32_t sum = 0;
      for (int32_t t = 0; t < s->periods; t++)
        sum += (int32_t)lde_plan_seats(&problem, &plan, j, t);
      assert_int_equal(sum, plan.point.seats[j]);
    }
  }
  lde_plan_deinit(&plan);
  lde_problem_deinit(&problem);
}

static void run_cases(bool exact)
{
  int found = 0;

  for (uint64_t i = 1; i <= CASES; i++) {
    struct sketch s;
    struct choice c = {{0}, {{0}}, {0}};
    struct best best = {0};
    state_of_dice = i * 7919;
    sketch_new(&s);
    enumerate(&s, &c, 0, &best);
    found += best.found;
    compare(&s, &best, exact);
  }
  assert_in_range(found, CASES / 3, CASES); /* else the cases say little */
}

static void test_solve__equals_enumeration(void **state)
{
  (void)state;
  if (!lde_solve_has_exact())
    skip();
  run_cases(true);
}

static void test_solve__own_bounds_hold(void **state)
{
  (void)state;
  run_cases(false);
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_solve__equals_enumeration),
      cmocka_unit_test(test_solve__own_bounds_hold),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
