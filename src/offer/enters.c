#include "offer/enters.h"

#include <math.h>
#include <string.h>

enum { CHEAP_COLUMNS = 120, SOLVES_MOST = 32, DOUBLINGS = 5 };

lde_own_price lde_own_price_of(const lde_draft_option *option)
{
  if (!option->enrolment && option->cost_session > 0)
    return (lde_own_price){LDE_PRICE_SESSION, option->cost_session};
  if (option->cost_seat > 0)
    return (lde_own_price){LDE_PRICE_SEAT, option->cost_seat};
  return (lde_own_price){LDE_PRICE_ONCE, option->cost_once > 0 ? option->cost_once : 0};
}

bool lde_enters_is_cheap(const lde_offer_result *result)
{
  return result->build.columns.len <= CHEAP_COLUMNS;
}

/* ---- solving again ---- */

/* Whether a row counts money of what is decided. */
static bool counts_money(const lde_build *build, const lde_build_row *row)
{
  const lde_offer_spec *spec = build->draft->spec;

  if (row->kind == LDE_ROW_BUDGET || row->kind == LDE_ROW_SUBSIDY || row->kind == LDE_ROW_FAIRNESS)
    return true;
  for (size_t i = 0; i < spec->constraints.len && row->kind == LDE_ROW_CONSTRAINT; i++)
    if (!strcmp(spec->constraints.data[i].name, row->name))
      return spec->constraints.data[i].measure.kind == LDE_MEASURE_COST;
  return false;
}

/* How often a variable can be counted. */
static int64_t most_of(const lde_problem *problem, lde_var var)
{
  if (var.kind == LDE_VAR_SEATS)
    return problem->columns.data[var.index].upper;
  return var.kind == LDE_VAR_SESSIONS ? problem->session_upper[var.index * problem->periods + var.period] : 1;
}

static void scale(lde_build *build, lde_var var, double factor)
{
  lde_problem *problem = &build->problem;
  int32_t number = lde_problem_var(problem, var);

  for (int32_t i = problem->var_start[number]; i < problem->var_start[number + 1]; i++) {
    lde_entry *entry = &problem->entries.data[problem->var_entry[i]];
    if (counts_money(build, &build->rows.data[entry->row])) {
      int64_t less = llround((double)entry->factor * factor);
      if (!less) { /* an entry of a row is never 0: a cent stays, and the row has room for it */
        less = entry->factor < 0 ? -1 : 1;
        if (less > 0 && problem->rows.data[entry->row].upper < LDE_ROW_FREE)
          problem->rows.data[entry->row].upper += most_of(problem, var);
      }
      entry->factor = less;
    }
  }
}

static int64_t part(int64_t amount, double factor)
{
  return llround((double)amount * factor);
}

static void make_cheaper(lde_build *build, int32_t option, lde_price_of which, double factor)
{
  lde_problem *problem = &build->problem;
  lde_option *of = &problem->options.data[option];

  if (which == LDE_PRICE_ONCE || which == LDE_PRICE_ALL) {
    scale(build, LDE_OPEN(option), factor);
    of->cost_open = part(of->cost_open, factor);
  }
  if (which == LDE_PRICE_SESSION || which == LDE_PRICE_ALL) {
    for (int t = 0; t < problem->periods; t++)
      scale(build, LDE_SESSIONS(option, t), factor);
    of->cost_session = part(of->cost_session, factor);
  }
  if (which == LDE_PRICE_SEAT || which == LDE_PRICE_ALL)
    for (int32_t i = problem->option_start[option]; i < problem->option_start[option + 1]; i++) {
      int32_t c = problem->option_column[i];
      scale(build, LDE_SEATS(c), factor);
      problem->columns.data[c].cost = part(problem->columns.data[c].cost, factor);
    }
}

/* Whether somebody with that need can have a seat of the column. */
static bool is_for(const lde_build *build, int32_t column, int32_t need)
{
  for (int32_t part = lde_column_part(build, column); part >= 0; part = lde_alike_next(&build->alike, part))
    if (build->draft->parts.data[part].need == need)
      return true;
  return false;
}

static bool has_seats(const lde_build *build, const lde_plan *plan, int32_t option, int32_t need)
{
  const lde_problem *problem = &build->problem;

  if (plan->status == LDE_PLAN_INFEASIBLE || plan->status == LDE_PLAN_NONE)
    return false;
  for (int32_t i = problem->option_start[option]; i < problem->option_start[option + 1]; i++) {
    int32_t c = problem->option_column[i];
    if (plan->point.seats[c] && (need < 0 || is_for(build, c, need)))
      return true;
  }
  return false;
}

/* One change of the problem: a price that falls, or a budget that has more. */
typedef struct change {
  int32_t option;
  const char *budget;  /* name of its rows, or NULL: */
  lde_own_price price; /* of the option */
  int64_t by;
} change;

/* More money counts from the first row of that name on, in all rows of its pot. */
static void give_money(lde_build *build, const change *what)
{
  for (size_t r = 0; r < build->rows.len; r++) {
    const lde_build_row *first = &build->rows.data[r];
    if (first->kind != LDE_ROW_BUDGET || strcmp(first->name, what->budget))
      continue;
    for (size_t k = 0; k < build->rows.len; k++)
      if (build->rows.data[k].kind == LDE_ROW_BUDGET && build->rows.data[k].pot == first->pot &&
          build->rows.data[k].period >= first->period)
        build->problem.rows.data[k].upper += what->by;
    return;
  }
}

static bool comes_in(const lde_offer_result *result, const lde_solve_options *options, int32_t need, const change *what)
{
  lde_solve_options own = *options;
  lde_plan plan = {0};
  lde_build build;
  bool in = false;

  own.progress = NULL;
  if (lde_build_make(&build, result->build.draft, NULL) == LDE_OK) {
    if (what->budget)
      give_money(&build, what);
    else
      make_cheaper(&build, what->option, what->price.of, 1 - (double)what->by / (double)what->price.amount);
    in = lde_solve(&build.problem, &own, &plan, NULL) == LDE_OK && has_seats(&build, &plan, what->option, need);
    lde_plan_deinit(&plan);
  }
  lde_build_deinit(&build);
  return in;
}

int64_t lde_enters_search(const lde_offer_result *result, const lde_solve_options *options, int32_t option, int32_t need,
                          lde_own_price price, int64_t guess, int *solves)
{
  int64_t most = price.amount, out = 0, in = -1;
  int64_t near = most / 100 > 0 ? most / 100 : 1, next = guess > 0 && guess < most ? guess : most;

  while (*solves > 0 && most > 0 && (in < 0 || in - out > near) &&
         !(options->interrupted && options->interrupted(options->context))) {
    --*solves;
    if (comes_in(result, options, need, &(change){.option = option, .price = price, .by = next}))
      in = next;
    else if (next == most)
      return -1;
    else
      out = next;
    /* What the prices say is near: a little less, then a little more, then halves. */
    next = in < 0 ? (out < most / 2 && out == guess ? out + out / 4 + near : most) : out + (in - out) / 2;
    if (in == guess && out == 0 && in > near * 8)
      next = in - in / 8;
  }
  return in;
}

/* ---- candidates ---- */

typedef struct finding {
  lde_offer_result *result;
  const lde_solve_options *options;
  int solves;
} finding;

static bool may_need_price(const lde_offer_left_out *left)
{
  return left->need && !left->enters_if.change &&
         (left->reason == LDE_OUT_LOW_VALUE || left->reason == LDE_OUT_DOMINATED);
}

static int32_t need_of(const lde_draft *draft, const char *id)
{
  for (size_t n = 0; n < draft->needs.len; n++)
    if (!strcmp(draft->needs.data[n].id, id))
      return (int32_t)n;
  return -1;
}

/* By the prices alone; 0 when they do not say. */
static int64_t by_prices(const finding *all, int32_t option)
{
  lde_own_price price = lde_own_price_of(&all->result->build.draft->options.data[option]);
  lde_account account;
  int64_t by = 0;

  lde_account_make(all->result, option, &account);
  if (!account.chosen && account.own_lower > 0)
    by = (int64_t)ceil(account.own_lower * (double)price.amount);
  lde_account_deinit(&account);
  return by > price.amount ? 0 : by;
}

static void find_one(finding *all, lde_offer_left_out *left, int32_t option, int64_t guess)
{
  lde_offer *offer = all->result->offer;
  const lde_draft *draft = all->result->build.draft;
  int64_t by = guess;

  if (lde_enters_is_cheap(all->result) && all->solves > 0)
    by = lde_enters_search(all->result, all->options, option, need_of(draft, left->need),
                           lde_own_price_of(&draft->options.data[option]), guess, &all->solves);
  if (by > 0)
    left->enters_if = (lde_enters_if){"price", lde_arena_printf(&offer->arena, "offerings:%s", draft->options.data[option].id), by};
}

/* The amount that is missing for one more seat may go to something else first: then more is looked for. */
static void check_budget(finding *all, lde_offer_left_out *left, int32_t option)
{
  change what = {.option = option, .budget = left->enters_if.record, .by = left->enters_if.by};
  int32_t need = need_of(all->result->build.draft, left->need);
  int64_t out = 0, in = -1, near = what.by / 50 + 1;

  for (int i = 0; in < 0 && all->solves > 0 && i < DOUBLINGS; i++) {
    all->solves--;
    if (comes_in(all->result, all->options, need, &what)) {
      in = what.by;
    } else {
      out = what.by;
      what.by *= 2;
    }
  }
  for (; out > 0 && in - out > near && all->solves > 0; all->solves--) {
    what.by = out + (in - out) / 2;
    if (comes_in(all->result, all->options, need, &what))
      in = what.by;
    else
      out = what.by;
  }
  if (in > 0)
    left->enters_if.by = in;
  else if (out > 0)
    left->enters_if = (lde_enters_if){0};
}

void lde_enters_find(lde_offer_result *result, const lde_solve_options *options)
{
  const lde_draft *draft = result->build.draft;
  finding all = {result, options, SOLVES_MOST};
  int32_t before = -1;
  int64_t guess = 0;

  for (size_t i = 0; i < result->offer->left_out.len; i++) {
    lde_offer_left_out *left = &result->offer->left_out.data[i];
    int32_t option = draft->option_of[left->offering];
    if (left->need && option >= 0 && left->enters_if.change && !strcmp(left->enters_if.change, "budget") &&
        lde_enters_is_cheap(result))
      check_budget(&all, left, option);
    if (!may_need_price(left) || option < 0 || lde_own_price_of(&draft->options.data[option]).amount <= 0)
      continue;
    if (option != before)
      guess = by_prices(&all, option);
    before = option;
    find_one(&all, left, option, guess);
  }
}
