#include "offer/enters.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* A column at the prices: what one seat adds, its share of limits taken off. */
typedef struct priced {
  int32_t column;
  int64_t seats;
  double net;
} priced;

typedef struct making {
  const lde_offer_result *result;
  const lde_problem *problem;
  lde_account *account;
  LDE_VEC(priced) list;
} making;

void lde_account_deinit(lde_account *account)
{
  lde_vec_free(&account->covered_by);
  lde_vec_free(&account->limits);
}

static double points(double value)
{
  return value / (double)LDE_VALUE_UNIT;
}

/* What one unit of a variable takes of the limits, in points. */
static double taken(const making *all, lde_var var)
{
  int32_t number = lde_problem_var(all->problem, var);
  double sum = 0;

  for (int32_t i = all->problem->var_start[number]; i < all->problem->var_start[number + 1]; i++) {
    const lde_entry *entry = &all->problem->entries.data[all->problem->var_entry[i]];
    sum += (double)all->result->plan.row_price[entry->row] / (double)LDE_PRICE_UNIT * (double)entry->factor;
  }
  return points(sum);
}

static void add_item(lde_account *account, bool limit, const char *name, lde_build_row_kind kind, double amount)
{
  size_t count = limit ? account->limits.len : account->covered_by.len;
  lde_account_item *items = limit ? account->limits.data : account->covered_by.data;

  for (size_t i = 0; i < count; i++)
    if (!strcmp(items[i].name, name)) {
      items[i].amount += amount;
      return;
    }
  if (limit)
    lde_vec_push(&account->limits, ((lde_account_item){name, kind, amount}));
  else
    lde_vec_push(&account->covered_by, ((lde_account_item){name, kind, amount}));
}

static void take(making *all, lde_var var, int64_t times)
{
  int32_t number = lde_problem_var(all->problem, var);

  for (int32_t i = all->problem->var_start[number]; times && i < all->problem->var_start[number + 1]; i++) {
    const lde_entry *entry = &all->problem->entries.data[all->problem->var_entry[i]];
    const lde_build_row *row = &all->result->build.rows.data[entry->row];
    double amount = points((double)all->result->plan.row_price[entry->row] / (double)LDE_PRICE_UNIT *
                           (double)entry->factor * (double)times);
    if (fabs(amount) < 1e-9)
      continue;
    add_item(all->account, true, row->name, row->kind, amount);
    *(row->kind == LDE_ROW_BUDGET || row->kind == LDE_ROW_SUBSIDY ? &all->account->money
      : row->kind == LDE_ROW_HOURS                                ? &all->account->hours
                                                                  : &all->account->other) += amount;
  }
}

static int compare_priced(const void *a, const void *b)
{
  const priced *x = a, *y = b;
  if (x->net > y->net || x->net < y->net)
    return x->net > y->net ? -1 : 1;
  return (x->column > y->column) - (x->column < y->column);
}

typedef struct by_cell {
  int32_t cell;
  priced each;
} by_cell;

static int compare_cells(const void *a, const void *b)
{
  const by_cell *x = a, *y = b;
  return x->cell != y->cell ? (x->cell < y->cell ? -1 : 1) : compare_priced(&x->each, &y->each);
}

/* Every cell once, in its best period. */
static void price_columns(making *all, int32_t option)
{
  const lde_problem *problem = all->problem;
  LDE_VEC(by_cell) list = {0};

  for (int32_t i = problem->option_start[option]; i < problem->option_start[option + 1]; i++) {
    int32_t c = problem->option_column[i];
    const lde_seat_column *column = &problem->columns.data[c];
    double net = points((double)column->value) - taken(all, LDE_SEATS(c)) -
                 points((double)all->result->plan.cell_price[column->cell]);
    lde_vec_push(&list, ((by_cell){column->cell, {c, column->upper, net}}));
  }
  if (list.len)
    qsort(list.data, list.len, sizeof *list.data, compare_cells);
  for (size_t i = 0; i < list.len; i++)
    if (!i || list.data[i].cell != list.data[i - 1].cell)
      lde_vec_push(&all->list, list.data[i].each);
  if (all->list.len)
    qsort(all->list.data, all->list.len, sizeof *all->list.data, compare_priced);
  lde_vec_free(&list);
}

/* Sum of the best seats: at least `least`, at most `most`, otherwise those that pay. */
static double best_seats(const making *all, int64_t least, int64_t most, int64_t *used)
{
  double sum = 0;

  *used = 0;
  for (size_t i = 0; i < all->list.len && *used < most; i++) {
    int64_t seats = all->list.data[i].seats;
    if (all->list.data[i].net <= 0)
      seats = *used + seats > least ? least - *used : seats;
    seats = seats > most - *used ? most - *used : seats;
    if (seats <= 0)
      continue;
    sum += all->list.data[i].net * (double)seats;
    *used += seats;
  }
  return sum;
}

static int cheapest_period(const making *all, int32_t option)
{
  int best = -1;
  for (int t = 0; t < all->problem->periods; t++)
    if (all->problem->options.data[option].sessions_max[t] &&
        (best < 0 || taken(all, LDE_SESSIONS(option, t)) < taken(all, LDE_SESSIONS(option, best)) - 1e-12))
      best = t;
  return best;
}

static void use_seats(making *all, int64_t count)
{
  for (size_t i = 0; i < all->list.len; i++) {
    int64_t seats = all->list.data[i].seats < count ? all->list.data[i].seats : count;
    all->list.data[i].seats = seats;
    count -= seats;
  }
}

/* As many sessions as serve best at the prices, at least one. */
static void best_use(making *all, int32_t option, int *period)
{
  const lde_option *of = &all->problem->options.data[option];
  int64_t heads = 0, most, count = 0, used;
  double best = -INFINITY;

  price_columns(all, option);
  for (size_t i = 0; i < all->list.len; i++)
    heads += all->list.data[i].seats;
  *period = cheapest_period(all, option);
  if (!of->group_max || *period < 0) {
    best_seats(all, 1, heads, &used);
    use_seats(all, used);
    return;
  }
  most = (heads + of->group_max - 1) / of->group_max;
  for (int64_t k = 1; k <= most && k <= 200; k++) {
    double sum = best_seats(all, of->group_min * k > 1 ? of->group_min * k : 1, of->group_max * k, &used) -
                 taken(all, LDE_SESSIONS(option, *period)) * (double)k;
    if (sum <= best)
      continue;
    best = sum;
    all->account->sessions = k;
    count = used;
  }
  use_seats(all, count);
}

static void planned_use(making *all, int32_t option)
{
  const lde_problem *problem = all->problem;

  for (int32_t i = problem->option_start[option]; i < problem->option_start[option + 1]; i++) {
    int32_t c = problem->option_column[i];
    if (all->result->plan.point.seats[c])
      lde_vec_push(&all->list, ((priced){c, all->result->plan.point.seats[c], 0}));
  }
  for (int t = 0; t < problem->periods && problem->options.data[option].group_max; t++)
    all->account->sessions += all->result->plan.point.sessions[option * problem->periods + t];
}

/* What a cell is worth is shared out over who serves it now. */
static void cover(making *all, const priced *each)
{
  const lde_problem *problem = all->problem;
  const lde_draft *draft = all->result->build.draft;
  int32_t cell = problem->columns.data[each->column].cell, own = problem->columns.data[each->column].option;
  double amount = points((double)all->result->plan.cell_price[cell]) * (double)each->seats;
  int64_t seats = 0;

  all->account->covered += amount;
  if (fabs(amount) < 1e-9)
    return;
  for (int pass = 0; pass < 2; pass++)
    for (int32_t i = problem->cell_start[cell]; i < problem->cell_start[cell + 1]; i++) {
      int32_t c = problem->cell_column[i], option = problem->columns.data[c].option;
      int64_t theirs = option == own ? 0 : all->result->plan.point.seats[c];
      if (!pass)
        seats += theirs;
      else if (theirs)
        add_item(all->account, false, draft->options.data[option].id, LDE_ROW_TERM,
                 amount * (double)theirs / (double)seats);
    }
}

/* Of the parts that are alike the first ones have the seats. */
static void count_needs(making *all, const priced *each, unsigned char *seen)
{
  const lde_build *build = &all->result->build;
  int64_t left = each->seats;

  for (int32_t part = lde_column_part(build, each->column); part >= 0 && left > 0; part = lde_alike_next(&build->alike, part)) {
    int32_t need = build->draft->parts.data[part].need;
    all->account->needs += !seen[need];
    seen[need] = 1;
    left -= build->draft->parts.data[part].heads;
  }
}

static void count_seats(making *all)
{
  unsigned char *seen = lde_alloc(all->result->build.draft->needs.len + 1, 1);

  for (size_t i = 0; i < all->list.len; i++) {
    const priced *each = &all->list.data[i];
    const lde_seat_column *column = &all->problem->columns.data[each->column];
    if (!each->seats)
      continue;
    all->account->heads += each->seats;
    all->account->offered += points((double)column->value) * (double)each->seats;
    all->account->cost += column->cost * each->seats;
    count_needs(all, each, seen);
    cover(all, each);
    take(all, LDE_SEATS(each->column), each->seats);
  }
  lde_free(seen);
}

static int compare_items(const void *a, const void *b)
{
  const lde_account_item *x = a, *y = b;
  if (fabs(x->amount) > fabs(y->amount) || fabs(x->amount) < fabs(y->amount))
    return fabs(x->amount) > fabs(y->amount) ? -1 : 1;
  return strcmp(x->name, y->name);
}

/* What the limits on money take of one unit of a variable. */
static double money_of(const making *all, lde_var var)
{
  int32_t number = lde_problem_var(all->problem, var);
  double sum = 0;

  for (int32_t i = all->problem->var_start[number]; i < all->problem->var_start[number + 1]; i++) {
    const lde_entry *entry = &all->problem->entries.data[all->problem->var_entry[i]];
    if (all->result->build.rows.data[entry->row].kind == LDE_ROW_BUDGET)
      sum += (double)all->result->plan.row_price[entry->row] / (double)LDE_PRICE_UNIT * (double)entry->factor;
  }
  return points(sum);
}

/* By which share one price alone has to fall for the whole to pay. */
static double own_lower(const making *all, int32_t option, int period)
{
  const lde_account *account = all->account;
  double money = 0;

  if (account->chosen || account->net >= -1e-9)
    return 0;
  switch (lde_own_price_of(&all->result->build.draft->options.data[option]).of) {
  case LDE_PRICE_SESSION:
    money = period < 0 ? 0 : money_of(all, LDE_SESSIONS(option, period)) * (double)account->sessions;
    break;
  case LDE_PRICE_SEAT:
    for (size_t i = 0; i < all->list.len; i++)
      money += money_of(all, LDE_SEATS(all->list.data[i].column)) * (double)all->list.data[i].seats;
    break;
  case LDE_PRICE_ONCE:
  case LDE_PRICE_ALL:
    money = all->problem->options.data[option].opens ? money_of(all, LDE_OPEN(option)) : 0;
    break;
  }
  return money > 1e-9 && -account->net <= money ? -account->net / money : 0;
}

void lde_account_make(const lde_offer_result *result, int32_t option, lde_account *account)
{
  const lde_problem *problem = &result->build.problem;
  making all = {.result = result, .problem = problem, .account = account};
  const lde_option *of = &problem->options.data[option];
  int period = -1;

  *account = (lde_account){.option = option};
  planned_use(&all, option);
  account->chosen = all.list.len > 0 || account->sessions > 0;
  if (!account->chosen)
    best_use(&all, option, &period);
  count_seats(&all);
  for (int t = 0; t < problem->periods && of->group_max; t++)
    take(&all, LDE_SESSIONS(option, t),
         account->chosen ? result->plan.point.sessions[option * problem->periods + t] : t == period ? account->sessions : 0);
  account->cost += of->cost_session * account->sessions + (of->opens ? of->cost_open : 0);
  if (of->opens)
    take(&all, LDE_OPEN(option), 1);
  account->net = account->offered - account->covered - account->money - account->hours - account->other;
  if (account->net < -1e-9)
    account->lower = account->money > 1e-9 && -account->net <= account->money ? -account->net / account->money : -1;
  account->own_lower = own_lower(&all, option, period);
  if (account->covered_by.len)
    qsort(account->covered_by.data, account->covered_by.len, sizeof *account->covered_by.data, compare_items);
  if (account->limits.len)
    qsort(account->limits.data, account->limits.len, sizeof *account->limits.data, compare_items);
  lde_vec_free(&all.list);
}
