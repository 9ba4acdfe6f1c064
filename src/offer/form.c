#include "offer/form.h"

#include "base/integer.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static int64_t floor_div(int64_t a, int64_t b)
{
  return a / b - (a % b != 0 && (a < 0) != (b < 0));
}

static int64_t ceil_div(int64_t a, int64_t b)
{
  return -floor_div(-a, b);
}

static bool option_free(const lde_form *form, int32_t o)
{
  return !form->options.free || form->options.free[o];
}

/* What a variable without a column of its own counts for: a seat of a free option is given by its
 * twin, everything else is as in the base. */
static int64_t fixed_value(const lde_form *form, int32_t var)
{
  const lde_problem *problem = form->problem;

  if (!form->options.base ||
      (var < (int32_t)problem->columns.len && option_free(form, problem->columns.data[var].option)))
    return 0;
  return lde_point_get(problem, form->options.base, var);
}

static lde_hold hold_of(const lde_form *form, int32_t name)
{
  if (!form->options.hold || name == LDE_NAME_NONE)
    return LDE_HOLD_KEEP;
  return form->options.hold(form->options.context, name);
}

static int32_t add_column(lde_form *form, double lower, double upper, bool integer)
{
  int64_t zero = 0;
  for (int s = 0; s < LDE_STAGES; s++)
    lde_vec_push(&form->factor[s], zero);
  return lde_mip_column(&form->mip, lower, upper, 0, integer);
}

/* The one column by which everything under a name may give way. */
static int32_t elastic_column(lde_form *form, int32_t name)
{
  for (size_t i = 0; i < form->elastic.len; i++)
    if (form->elastic.data[i].name == name)
      return form->elastic.data[i].column;
  lde_form_elastic elastic = {name, add_column(form, 0, LDE_MIP_FREE, false)};
  lde_vec_push(&form->elastic, elastic);
  return elastic.column;
}

/* A lower limit that is a lock: a bound where it can be, a row where it may give way or cannot hold. */
static void lock_lower(lde_form *form, int32_t column, int32_t lower, int32_t name)
{
  lde_hold hold = hold_of(form, name);

  if (lower <= 0 || hold == LDE_HOLD_DROP)
    return;
  if (hold == LDE_HOLD_KEEP && lower <= form->mip.upper.data[column]) {
    form->mip.lower.data[column] = lower;
    return;
  }
  int32_t elastic = hold == LDE_HOLD_ELASTIC ? elastic_column(form, name) : -1;
  lde_mip_row(&form->mip, lower, LDE_MIP_FREE);
  lde_mip_entry(&form->mip, column, 1);
  if (elastic >= 0)
    lde_mip_entry(&form->mip, elastic, 1);
}

/* ---- columns ---- */

static bool option_held(const lde_form *form, int32_t o)
{
  return form->options.hold_sessions && !(form->options.loose && form->options.loose[o]);
}

static void fix_near(lde_form *form, int32_t var, bool seats, bool held)
{
  int32_t column = form->var_column[var];
  double value;

  if (column >= 0 && held) {
    value = (double)lde_point_get(form->problem, form->options.base, var);
    form->mip.lower.data[column] = form->mip.upper.data[column] = value;
    return;
  }
  if (!form->options.near || column < 0)
    return;
  value = form->options.near[var];
  double whole = floor(value + 0.5);
  bool is_whole = fabs(value - whole) < 1e-6;
  form->mip.lower.data[column] = seats && !is_whole ? floor(value) : whole;
  form->mip.upper.data[column] = seats && !is_whole ? ceil(value) : whole;
}

static void add_option_columns(lde_form *form, int32_t o)
{
  const lde_problem *problem = form->problem;
  const lde_option *option = &problem->options.data[o];
  int32_t column, var;
  bool held = option_held(form, o);

  if (!option_free(form, o)) {
    if (option->opens && form->options.base->open[o])
      form->constant[LDE_STAGE_COST] += option->cost_open;
    for (int32_t t = 0; t < problem->periods; t++)
      form->constant[LDE_STAGE_COST] +=
          option->cost_session * form->options.base->sessions[o * problem->periods + t];
    return;
  }
  if (option->opens) {
    var = lde_problem_var(problem, LDE_OPEN(o));
    column = form->var_column[var] = add_column(form, 0, option->open_max > 0, !held);
    form->factor[LDE_STAGE_COST].data[column] = option->cost_open;
    lock_lower(form, column, option->open_min, option->lock_name);
    fix_near(form, var, false, held);
  }
  for (int32_t t = 0; t < problem->periods; t++) {
    int32_t upper = problem->session_upper[o * problem->periods + t];
    if (upper <= 0 && option->sessions_min[t] <= 0)
      continue;
    var = lde_problem_var(problem, LDE_SESSIONS(o, t));
    column = form->var_column[var] = add_column(form, 0, upper, !held);
    form->factor[LDE_STAGE_COST].data[column] = option->cost_session;
    lock_lower(form, column, option->sessions_min[t], option->lock_name);
    fix_near(form, var, false, held);
  }
}

/* Whether two columns mean the same to every row and stage. */
static bool same_column(const lde_problem *problem, int32_t a, int32_t b)
{
  const lde_seat_column *left = &problem->columns.data[a], *right = &problem->columns.data[b];
  int32_t count = problem->var_start[a + 1] - problem->var_start[a];
  int32_t deadline = problem->cells.data[left->cell].deadline;

  if (left->cell != right->cell || left->option != right->option || left->upper != right->upper ||
      left->lower > 0 || right->lower > 0 || left->value != right->value ||
      left->cost != right->cost || (left->last <= deadline) != (right->last <= deadline) ||
      problem->var_start[b + 1] - problem->var_start[b] != count)
    return false;
  for (int32_t i = 0; i < count; i++) {
    const lde_entry *one = &problem->entries.data[problem->var_entry[problem->var_start[a] + i]];
    const lde_entry *other = &problem->entries.data[problem->var_entry[problem->var_start[b] + i]];
    if (one->row != other->row || one->factor != other->factor)
      return false;
  }
  return true;
}

/* Open enrolment at any time costs and counts the same in most periods: one column does for all of
 * them, the first one that is the same. */
static void find_twins(lde_form *form)
{
  const lde_problem *problem = form->problem;

  for (int32_t o = 0; o < (int32_t)problem->options.len; o++) {
    int32_t first = -1;
    if (problem->options.data[o].group_max > 0)
      continue;
    for (int32_t k = problem->option_start[o]; k < problem->option_start[o + 1]; k++) {
      int32_t j = problem->option_column[k];
      const lde_seat_column *column = &problem->columns.data[j];
      if (first >= 0 && column->upper >= problem->cells.data[column->cell].heads &&
          same_column(problem, first, j))
        form->twin[j] = first;
      else
        first = j;
    }
  }
  /* What was told before is compared column by column. */
  for (size_t i = 0; i < problem->references.len; i++)
    if (problem->references.data[i].var.kind == LDE_VAR_SEATS)
      memset(form->twin, 0xff, problem->columns.len * sizeof *form->twin);
}

/* Where a column stands among those of its option, which are in order of their numbers. */
static int32_t place_of(const lde_problem *problem, int32_t j)
{
  int32_t low = problem->option_start[problem->columns.data[j].option];
  int32_t high = problem->option_start[problem->columns.data[j].option + 1] - 1;
  while (low < high) {
    int32_t middle = low + (high - low) / 2;
    if (problem->option_column[middle] < j)
      low = middle + 1;
    else
      high = middle;
  }
  return low;
}

/* A seat that nothing held allows. */
static bool shut(const lde_form *form, int32_t j)
{
  const lde_problem *problem = form->problem;
  const lde_seat_column *column = &problem->columns.data[j];
  const lde_option *option = &problem->options.data[column->option];
  const lde_point *base = form->options.base;

  if (!option_held(form, column->option))
    return false;
  if (option->opens && !base->open[column->option])
    return true;
  for (int32_t t = column->first; t <= column->last; t++)
    if (base->sessions[column->option * problem->periods + t] > 0)
      return false;
  return option->group_max > 0;
}

static bool left_out(const lde_form *form, int32_t j)
{
  const lde_problem *problem = form->problem;
  const char *seats = form->options.seats;

  if (problem->columns.data[j].lower > 0)
    return false;
  if (shut(form, j))
    return true;
  if (!seats || seats[j])
    return false;
  /* Columns with the same twin follow it within its option. */
  int32_t end = problem->option_start[problem->columns.data[j].option + 1];
  for (int32_t k = place_of(problem, j) + 1; k < end && form->twin[problem->option_column[k]] == j; k++)
    if (seats[problem->option_column[k]])
      return false;
  return true;
}

static void add_seat_columns(lde_form *form)
{
  const lde_problem *problem = form->problem;

  for (int32_t j = 0; j < (int32_t)problem->columns.len; j++) {
    const lde_seat_column *column = &problem->columns.data[j];
    if (!option_free(form, column->option)) {
      form->constant[LDE_STAGE_VALUE] -= column->value * form->options.base->seats[j];
      form->constant[LDE_STAGE_COST] += column->cost * form->options.base->seats[j];
      continue;
    }
    if ((column->upper <= 0 && column->lower <= 0) || form->twin[j] >= 0 || left_out(form, j))
      continue;
    int32_t at = add_column(form, 0, column->upper, form->options.integer_seats);
    form->var_column[j] = at;
    form->factor[LDE_STAGE_VALUE].data[at] = -column->value;
    form->factor[LDE_STAGE_COST].data[at] = column->cost;
    lock_lower(form, at, column->lower, problem->options.data[column->option].lock_name);
    fix_near(form, j, true, false);
  }
  for (int32_t i = 0; i < (int32_t)problem->auxes.len; i++) {
    const lde_aux *aux = &problem->auxes.data[i];
    int32_t at = add_column(form, (double)aux->lower, (double)aux->upper, true);
    form->var_column[lde_problem_var(problem, LDE_AUX(i))] = at;
    form->factor[LDE_STAGE_VALUE].data[at] = -aux->value;
    form->factor[LDE_STAGE_COST].data[at] = aux->cost;
  }
}

/* ---- rows that every problem has ---- */

static void add_cell_rows(lde_form *form, int32_t c)
{
  const lde_problem *problem = form->problem;
  const lde_cell *cell = &problem->cells.data[c];
  int64_t left = cell->heads, in_time = cell->heads, most = 0;

  for (int32_t k = problem->cell_start[c]; k < problem->cell_start[c + 1]; k++) {
    int32_t j = problem->cell_column[k];
    if (form->var_column[j] >= 0) {
      most += problem->columns.data[j].upper;
    } else {
      left -= fixed_value(form, j);
      if (problem->columns.data[j].last <= cell->deadline)
        in_time -= fixed_value(form, j);
    }
  }
  if (most > left) {
    lde_mip_row(&form->mip, -LDE_MIP_FREE, (double)left);
    for (int32_t k = problem->cell_start[c]; k < problem->cell_start[c + 1]; k++)
      if (form->var_column[problem->cell_column[k]] >= 0)
        lde_mip_entry(&form->mip, form->var_column[problem->cell_column[k]], 1);
  }
  if (cell->severity <= 0)
    return;
  if (most == 0) {
    form->constant[LDE_STAGE_SHORTAGE] += cell->severity * in_time;
    return;
  }
  int32_t shortage = add_column(form, 0, (double)in_time, false);
  form->shortage_column[c] = shortage;
  form->factor[LDE_STAGE_SHORTAGE].data[shortage] = cell->severity;
  lde_mip_row(&form->mip, (double)in_time, (double)in_time);
  lde_mip_entry(&form->mip, shortage, 1);
  for (int32_t k = problem->cell_start[c]; k < problem->cell_start[c + 1]; k++) {
    int32_t j = problem->cell_column[k];
    if (form->var_column[j] >= 0 && problem->columns.data[j].last <= cell->deadline)
      lde_mip_entry(&form->mip, form->var_column[j], 1);
  }
}

/* factor x sessions of the periods first..last. */
static void enter_sessions(lde_form *form, int32_t o, int32_t first, int32_t last, double factor)
{
  for (int32_t t = first; t <= last; t++) {
    int32_t column = form->var_column[lde_problem_var(form->problem, LDE_SESSIONS(o, t))];
    if (column >= 0)
      lde_mip_entry(&form->mip, column, factor);
  }
}

/* Seats of columns whose last period lies in first..last. */
static void enter_seats(lde_form *form, int32_t o, int32_t first, int32_t last)
{
  const lde_problem *problem = form->problem;
  for (int32_t k = problem->option_start[o]; k < problem->option_start[o + 1]; k++) {
    int32_t j = problem->option_column[k];
    int32_t end = problem->columns.data[j].last;
    if (form->var_column[j] >= 0 && end >= first && end <= last)
      lde_mip_entry(&form->mip, form->var_column[j], 1);
  }
}

static void add_group_rows(lde_form *form, int32_t o)
{
  const lde_problem *problem = form->problem;
  const lde_option *option = &problem->options.data[o];
  bool nested = problem->window == LDE_WINDOW_NESTED;
  int32_t end = problem->periods - 1;

  if (option->group_max <= 0)
    return;
  for (int32_t t = 0; t <= end; t++) {
    int32_t first = nested ? 0 : t;
    lde_mip_row(&form->mip, -LDE_MIP_FREE, 0);
    enter_seats(form, o, first, t);
    enter_sessions(form, o, first, t, -option->group_max);
    if (option->group_min <= 0 || problem->session_upper[o * problem->periods + t] <= 0)
      continue;
    lde_mip_row(&form->mip, 0, LDE_MIP_FREE);
    enter_seats(form, o, t, nested ? end : t);
    enter_sessions(form, o, t, nested ? end : t, -option->group_min);
  }
}

static void add_open_rows(lde_form *form, int32_t o)
{
  const lde_problem *problem = form->problem;
  const lde_option *option = &problem->options.data[o];
  int32_t open = form->var_column[lde_problem_var(problem, LDE_OPEN(o))];
  int64_t seats = 0;

  if (open < 0)
    return;
  for (int32_t t = 0; t < problem->periods; t++) {
    int32_t session = form->var_column[lde_problem_var(problem, LDE_SESSIONS(o, t))];
    if (session < 0)
      continue;
    lde_mip_row(&form->mip, -LDE_MIP_FREE, 0);
    lde_mip_entry(&form->mip, session, 1);
    lde_mip_entry(&form->mip, open, -form->mip.upper.data[session]);
  }
  if (form->options.strong || option->group_max > 0)
    return; /* column by column, or by way of the sessions */
  for (int32_t k = problem->option_start[o]; k < problem->option_start[o + 1]; k++)
    seats += problem->columns.data[problem->option_column[k]].upper;
  lde_mip_row(&form->mip, -LDE_MIP_FREE, 0);
  enter_seats(form, o, 0, problem->periods - 1);
  lde_mip_entry(&form->mip, open, -(double)seats);
}

/* No more seats for a cell than it has people, and none at all while the option is not open: the
 * columns of one cell together, which holds tighter than each of them alone. */
static void add_strong_open(lde_form *form, int32_t o, int32_t open)
{
  const lde_problem *problem = form->problem;
  int32_t end = problem->option_start[o + 1];

  for (int32_t k = problem->option_start[o]; k < end; k++) {
    int32_t c = problem->columns.data[problem->option_column[k]].cell, next = k;
    int64_t most = 0;
    bool first = true;
    /* Columns of an option are in the order of their making: those of one cell mostly side by side. */
    for (; next < end && problem->columns.data[problem->option_column[next]].cell == c; next++)
      if (form->var_column[problem->option_column[next]] >= 0)
        most += problem->columns.data[problem->option_column[next]].upper;
    if (most > problem->cells.data[c].heads)
      most = problem->cells.data[c].heads;
    for (int32_t i = k; i < next && most > 0; i++) {
      int32_t at = form->var_column[problem->option_column[i]];
      if (at < 0)
        continue;
      if (first)
        lde_mip_row(&form->mip, -LDE_MIP_FREE, 0);
      first = false;
      lde_mip_entry(&form->mip, at, 1);
    }
    if (!first)
      lde_mip_entry(&form->mip, open, -(double)most);
    k = next - 1;
  }
}

static void add_strong_rows(lde_form *form, int32_t o)
{
  const lde_problem *problem = form->problem;
  const lde_option *option = &problem->options.data[o];
  int32_t open = form->var_column[lde_problem_var(problem, LDE_OPEN(o))];

  if (open >= 0)
    add_strong_open(form, o, open);
  for (int32_t k = problem->option_start[o]; k < problem->option_start[o + 1]; k++) {
    int32_t j = problem->option_column[k];
    const lde_seat_column *column = &problem->columns.data[j];
    int32_t at = form->var_column[j];
    if (at < 0 || column->upper <= 0 || option->group_max <= column->upper)
      continue;
    lde_mip_row(&form->mip, -LDE_MIP_FREE, 0);
    lde_mip_entry(&form->mip, at, 1);
    enter_sessions(form, o, column->first, column->last, -column->upper);
  }
}

static void add_year_rows(lde_form *form, int32_t o)
{
  const lde_option *option = &form->problem->options.data[o];
  int32_t end = form->problem->periods - 1;

  if (option->seats_max >= 0) {
    lde_mip_row(&form->mip, -LDE_MIP_FREE, option->seats_max);
    enter_seats(form, o, 0, end);
  }
  if (option->year_sessions_max >= 0 && option->group_max > 0) {
    lde_mip_row(&form->mip, -LDE_MIP_FREE, option->year_sessions_max);
    enter_sessions(form, o, 0, end, 1);
  }
}

static int32_t open_column(const lde_form *form, int32_t o, int64_t *constant)
{
  int32_t column = form->var_column[lde_problem_var(form->problem, LDE_OPEN(o))];
  if (column < 0 && form->options.base && !option_free(form, o))
    *constant += form->options.base->open[o];
  return column;
}

static void add_link_rows(lde_form *form)
{
  const lde_problem *problem = form->problem;
  int32_t count = (int32_t)problem->options.len, groups = 0;

  for (int32_t o = 0; o < count; o++) {
    const lde_option *option = &problem->options.data[o];
    int64_t own = 0, other = 0;
    if (option->variant >= groups)
      groups = option->variant + 1;
    if (option->requires < 0)
      continue;
    int32_t column = open_column(form, o, &own);
    int32_t before = open_column(form, option->requires, &other);
    if (column < 0 && before < 0)
      continue;
    lde_mip_row(&form->mip, -LDE_MIP_FREE, (double)(other - own));
    if (column >= 0)
      lde_mip_entry(&form->mip, column, 1);
    if (before >= 0)
      lde_mip_entry(&form->mip, before, -1);
  }
  int32_t *row = lde_alloc((size_t)groups + 1, sizeof *row);
  for (int32_t o = 0; o < count; o++)
    if (problem->options.data[o].variant >= 0)
      row[problem->options.data[o].variant]++;
  /* Groups are few and small, so a pass over the options for each is cheap enough. */
  for (int32_t g = 0; g < groups; g++) {
    int64_t used = 0;
    if (row[g] < 2)
      continue;
    lde_mip_row(&form->mip, -LDE_MIP_FREE, 1);
    for (int32_t o = 0; o < count; o++) {
      if (problem->options.data[o].variant != g)
        continue;
      int32_t column = open_column(form, o, &used);
      if (column >= 0)
        lde_mip_entry(&form->mip, column, 1);
    }
    form->mip.row_upper.data[form->mip.row_upper.len - 1] = (double)(1 - used);
  }
  lde_free(row);
}

/* ---- side rows ---- */

static void add_side_row(lde_form *form, int32_t r)
{
  const lde_problem *problem = form->problem;
  const lde_row *row = &problem->rows.data[r];
  lde_hold hold = row->penalty < 0 ? hold_of(form, row->name) : LDE_HOLD_KEEP;
  int64_t constant = 0, common = 0;
  bool soft = row->penalty >= 0 || hold == LDE_HOLD_ELASTIC;
  bool has_upper = row->upper < LDE_ROW_FREE, has_lower = row->lower > -LDE_ROW_FREE;
  int32_t over = -1, under = -1;

  if (hold == LDE_HOLD_DROP)
    return;
  for (int32_t e = problem->row_start[r]; e < problem->row_start[r + 1]; e++) {
    const lde_entry *entry = &problem->entries.data[e];
    if (form->var_column[entry->var] >= 0)
      common = lde_gcd(common, entry->factor);
    else
      constant += entry->factor * fixed_value(form, entry->var);
  }
  if (common == 0)
    common = 1;
  if (hold == LDE_HOLD_ELASTIC) {
    over = under = elastic_column(form, row->name);
  } else if (soft) {
    if (has_upper)
      over = add_column(form, 0, LDE_MIP_FREE, false);
    if (has_lower)
      under = add_column(form, 0, LDE_MIP_FREE, false);
    if (over >= 0)
      form->factor[LDE_STAGE_VALUE].data[over] = row->penalty * common;
    if (under >= 0)
      form->factor[LDE_STAGE_VALUE].data[under] = row->penalty * common;
  }
  double upper = soft ? (double)(row->upper - constant) / (double)common
                      : (double)floor_div(row->upper - constant, common);
  double lower = soft ? (double)(row->lower - constant) / (double)common
                      : (double)ceil_div(row->lower - constant, common);
  for (int side = 0; side < 2; side++) {
    bool one = !soft || (has_upper && !has_lower) || (!has_upper && has_lower);
    if (side == 0 ? (!has_upper && !(one && has_lower)) : (one || !has_lower))
      continue;
    bool use_upper = has_upper && (one || side == 0), use_lower = has_lower && (one || side == 1);
    lde_mip_row(&form->mip, use_lower ? lower : -LDE_MIP_FREE, use_upper ? upper : LDE_MIP_FREE);
    for (int32_t e = problem->row_start[r]; e < problem->row_start[r + 1]; e++) {
      const lde_entry *entry = &problem->entries.data[e];
      if (form->var_column[entry->var] >= 0)
        lde_mip_entry(&form->mip, form->var_column[entry->var],
                      (double)(entry->factor / common));
    }
    double give = hold == LDE_HOLD_ELASTIC ? 1.0 / (double)common : 1.0;
    if (soft && use_upper)
      lde_mip_entry(&form->mip, over, -give);
    if (soft && use_lower)
      lde_mip_entry(&form->mip, under, give);
  }
}

static void add_reference(lde_form *form, const lde_reference *reference)
{
  const lde_problem *problem = form->problem;
  int32_t var = lde_problem_var(problem, reference->var), column = form->var_column[var];
  int64_t value = 0;

  if (column < 0) {
    value = fixed_value(form, var) - reference->value;
    form->constant[LDE_STAGE_DISRUPTION] += reference->weight * (value < 0 ? -value : value);
    return;
  }
  int32_t off = add_column(form, 0, LDE_MIP_FREE, false);
  form->factor[LDE_STAGE_DISRUPTION].data[off] = reference->weight;
  lde_mip_row(&form->mip, -LDE_MIP_FREE, (double)reference->value);
  lde_mip_entry(&form->mip, column, 1);
  lde_mip_entry(&form->mip, off, -1);
  lde_mip_row(&form->mip, (double)reference->value, LDE_MIP_FREE);
  lde_mip_entry(&form->mip, column, 1);
  lde_mip_entry(&form->mip, off, 1);
}

/* ---- the whole ---- */

static void find_common(lde_form *form)
{
  for (int s = 0; s < LDE_STAGES; s++)
    for (size_t i = 0; i < form->factor[s].len; i++)
      form->common[s] = lde_gcd(form->common[s], form->factor[s].data[i]);
  for (size_t r = 0; r < form->problem->rows.len; r++)
    if (form->problem->rows.data[r].penalty > 0)
      form->common[LDE_STAGE_VALUE] = 1; /* violations are counted in the row's own units */
}

void lde_form_init(lde_form *form, const lde_problem *problem, const lde_form_options *options)
{
  int32_t count = (int32_t)problem->options.len;

  memset(form, 0, sizeof *form);
  form->problem = problem;
  form->options = *options;
  form->var_column = lde_alloc((size_t)problem->var_count + 1, sizeof *form->var_column);
  form->shortage_column = lde_alloc(problem->cells.len + 1, sizeof *form->shortage_column);
  form->twin = lde_alloc(problem->columns.len + 1, sizeof *form->twin);
  memset(form->twin, 0xff, problem->columns.len * sizeof *form->twin);
  if (options->merge)
    find_twins(form);
  memset(form->var_column, 0xff, (size_t)problem->var_count * sizeof *form->var_column);
  memset(form->shortage_column, 0xff, problem->cells.len * sizeof *form->shortage_column);
  for (int32_t o = 0; o < count; o++)
    add_option_columns(form, o);
  add_seat_columns(form);
  for (int32_t c = 0; c < (int32_t)problem->cells.len; c++)
    add_cell_rows(form, c);
  for (int32_t o = 0; o < count; o++) {
    if (!option_free(form, o))
      continue;
    add_group_rows(form, o);
    add_open_rows(form, o);
    if (options->strong)
      add_strong_rows(form, o);
    add_year_rows(form, o);
  }
  add_link_rows(form);
  for (int32_t r = 0; r < (int32_t)problem->rows.len; r++)
    add_side_row(form, r);
  for (size_t i = 0; i < problem->references.len; i++)
    add_reference(form, &problem->references.data[i]);
  find_common(form);
  for (int s = 0; s < LDE_STAGES; s++)
    if (options->has_limit[s])
      lde_form_limit(form, (lde_stage)s, options->limit[s]);
}

void lde_form_deinit(lde_form *form)
{
  lde_mip_deinit(&form->mip);
  lde_free(form->var_column);
  lde_free(form->shortage_column);
  lde_free(form->twin);
  for (int s = 0; s < LDE_STAGES; s++)
    lde_vec_free(&form->factor[s]);
  lde_vec_free(&form->elastic);
}

/* The common divisor where that leaves small numbers, else what makes the largest one a million. */
static double stage_unit(const lde_form *form, lde_stage stage)
{
  int64_t common = form->common[stage];
  double largest = 0;

  if (common == 0)
    return 1;
  for (size_t i = 0; i < form->factor[stage].len; i++)
    largest = fmax(largest, fabs((double)form->factor[stage].data[i]));
  return largest / (double)common <= 1e6 ? (double)common : largest / 1e6;
}

void lde_form_stage(lde_form *form, lde_stage stage)
{
  form->stage = stage;
  form->unit = stage_unit(form, stage);
  for (size_t i = 0; i < form->mip.cost.len; i++)
    form->mip.cost.data[i] = (double)form->factor[stage].data[i] / form->unit;
}

void lde_form_elastic_stage(lde_form *form)
{
  form->unit = 1;
  for (size_t i = 0; i < form->mip.cost.len; i++)
    form->mip.cost.data[i] = 0;
  for (size_t i = 0; i < form->elastic.len; i++)
    form->mip.cost.data[form->elastic.data[i].column] = 1;
}

void lde_form_limit(lde_form *form, lde_stage stage, int64_t limit)
{
  double unit = stage_unit(form, stage);
  int64_t left = limit - form->constant[stage];

  if (form->common[stage] > 0)
    left = floor_div(left, form->common[stage]) * form->common[stage];
  lde_mip_row(&form->mip, -LDE_MIP_FREE, (double)left / unit);
  for (size_t i = 0; i < form->factor[stage].len; i++)
    if (form->factor[stage].data[i])
      lde_mip_entry(&form->mip, (int32_t)i, (double)form->factor[stage].data[i] / unit);
}

int64_t lde_form_bound(const lde_form *form, double bound)
{
  int64_t common = form->common[form->stage] > 0 ? form->common[form->stage] : 1;
  double low = (bound - 1e-5 - 1e-9 * fabs(bound)) * form->unit;

  if (low < -4e18 || !(low < 4e18))
    return -LDE_ROW_FREE;
  return form->constant[form->stage] + ceil_div((int64_t)ceil(low), common) * common;
}

void lde_point_settle(const lde_problem *problem, lde_point *point)
{
  for (int32_t o = 0; o < (int32_t)problem->options.len; o++) {
    bool used = false;
    if (problem->options.data[o].opens)
      continue;
    for (int32_t t = 0; t < problem->periods; t++)
      used |= point->sessions[o * problem->periods + t] > 0;
    for (int32_t k = problem->option_start[o]; !used && k < problem->option_start[o + 1]; k++)
      used = point->seats[problem->option_column[k]] > 0;
    point->open[o] = used;
  }
}

static int64_t whole(double value)
{
  return (int64_t)floor(value + 0.5);
}

void lde_form_read(const lde_form *form, const double *values, lde_point *point)
{
  const lde_problem *problem = form->problem;
  int32_t periods = problem->periods, columns = (int32_t)problem->columns.len;
  int32_t options = (int32_t)problem->options.len;

  for (int32_t var = 0; var < problem->var_count; var++) {
    int32_t column = form->var_column[var];
    int64_t value = 0;
    if (column >= 0)
      value = whole(values[column]);
    else
      value = fixed_value(form, var);
    if (var < columns)
      point->seats[var] = (int32_t)value;
    else if (var < columns + options * periods)
      point->sessions[var - columns] = (int32_t)value;
    else if (var < columns + options * (periods + 1))
      point->open[var - columns - options * periods] = (int8_t)value;
    else
      point->aux[var - columns - options * (periods + 1)] = value;
  }
  lde_point_settle(problem, point);
}

/* Columns that follow from the others: shortages, violations, elastic ones. */
static void complete(const lde_form *form, double *values, int32_t first)
{
  const lde_mip *mip = &form->mip;

  for (size_t row = 0; row < mip->start.len; row++) {
    double sum = 0, factor = 0, lack;
    int32_t slack = -1;
    for (int32_t i = mip->start.data[row]; i < lde_mip_row_end(mip, row); i++) {
      int32_t column = mip->index.data[i];
      sum += mip->factor.data[i] * values[column];
      if (column >= first && slack < 0) {
        slack = column;
        factor = mip->factor.data[i];
      }
    }
    if (slack < 0)
      continue;
    lack = sum < mip->row_lower.data[row]   ? mip->row_lower.data[row] - sum
           : sum > mip->row_upper.data[row] ? mip->row_upper.data[row] - sum
                                            : 0;
    if (lack / factor > 0)
      values[slack] += lack / factor;
  }
}

double *lde_form_write(const lde_form *form, const lde_point *point)
{
  double *values = lde_alloc(form->mip.cost.len + 1, sizeof *values);
  int32_t first = 0;

  for (int32_t var = 0; var < form->problem->var_count; var++) {
    int32_t column = form->var_column[var];
    if (column < 0)
      continue;
    values[column] = (double)lde_point_get(form->problem, point, var);
    if (column >= first)
      first = column + 1;
  }
  for (int32_t j = 0; j < (int32_t)form->problem->columns.len; j++)
    if (form->twin[j] >= 0 && form->var_column[form->twin[j]] >= 0)
      values[form->var_column[form->twin[j]]] += point->seats[j];
  complete(form, values, first);
  return values;
}
