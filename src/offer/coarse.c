#include "offer/coarse.h"

#include <string.h>

static bool available(const lde_problem *problem, int32_t o, int32_t t)
{
  const lde_option *option = &problem->options.data[o];
  return option->sessions_max[t] != 0 && (!option->opens || option->open_max > 0);
}

/* ---- what may be taken together ---- */

static bool is_free(const lde_problem *problem)
{
  if (problem->window != LDE_WINDOW_TIMED || problem->references.len)
    return false;
  for (size_t j = 0; j < problem->columns.len; j++)
    if (problem->columns.data[j].lower > 0)
      return false;
  for (size_t o = 0; o < problem->options.len; o++)
    for (int32_t t = 0; t < problem->periods; t++)
      if (problem->options.data[o].sessions_min[t] > 0)
        return false;
  return true;
}

static bool same_entries(const lde_problem *problem, int32_t a, int32_t b)
{
  int32_t count = problem->var_start[a + 1] - problem->var_start[a];

  if (problem->var_start[b + 1] - problem->var_start[b] != count)
    return false;
  for (int32_t i = 0; i < count; i++) {
    const lde_entry *one = &problem->entries.data[problem->var_entry[problem->var_start[a] + i]];
    const lde_entry *other = &problem->entries.data[problem->var_entry[problem->var_start[b] + i]];
    if (one->row != other->row || one->factor != other->factor)
      return false;
  }
  return true;
}

/* The first period of the group in which the option can be held; -1 = in none. */
static int32_t first_of(const lde_coarse *coarse, int32_t o, int32_t group)
{
  for (int32_t t = 0; t < coarse->whole->periods; t++)
    if (coarse->group[t] == group && available(coarse->whole, o, t))
      return t;
  return -1;
}

static bool add_options(lde_coarse *coarse)
{
  const lde_problem *whole = coarse->whole;

  for (int32_t o = 0; o < (int32_t)whole->options.len; o++) {
    lde_option option = whole->options.data[o];
    memset(option.sessions_max, 0, sizeof option.sessions_max);
    for (int32_t t = 0; t < whole->periods; t++) {
      int32_t *most = &option.sessions_max[coarse->group[t]], more = whole->options.data[o].sessions_max[t];
      if (!available(whole, o, t))
        continue;
      int32_t first = first_of(coarse, o, coarse->group[t]);
      if (!same_entries(whole, lde_problem_var(whole, LDE_SESSIONS(o, t)),
                        lde_problem_var(whole, LDE_SESSIONS(o, first))))
        return false;
      *most = *most == LDE_UNLIMITED || more == LDE_UNLIMITED ? LDE_UNLIMITED : *most + more;
    }
    lde_problem_option(&coarse->problem, option);
  }
  return true;
}

static void add_cells(lde_coarse *coarse)
{
  const lde_problem *whole = coarse->whole;

  for (size_t c = 0; c < whole->cells.len; c++) {
    lde_cell cell = whole->cells.data[c];
    int32_t deadline = cell.deadline;
    if (deadline >= 0)
      cell.deadline = coarse->group[deadline];
    /* In a group that the deadline cuts, not all seats would be in time. */
    if (deadline >= 0 && coarse->strict && deadline + 1 < whole->periods &&
        coarse->group[deadline + 1] == coarse->group[deadline])
      cell.deadline--;
    lde_problem_cell(&coarse->problem, cell);
  }
}

/* ---- seats ---- */

/* Columns k to `end` of one cell are for one option in the periods of one group. */
static bool merge_columns(lde_coarse *coarse, int32_t k, int32_t end)
{
  const lde_problem *whole = coarse->whole;
  lde_seat_column merged = whole->columns.data[whole->cell_column[k]];
  int32_t group = coarse->group[merged.last], at, count = 0, all = 0;

  merged.upper = 0;
  for (int32_t i = k; i < end; i++) {
    const lde_seat_column *column = &whole->columns.data[whole->cell_column[i]];
    if (column->upper <= 0)
      continue;
    if (column->value != merged.value || column->cost != merged.cost)
      return false;
    merged.upper = column->upper > merged.upper ? column->upper : merged.upper;
    count++;
  }
  for (int32_t t = 0; t < whole->periods; t++)
    all += coarse->group[t] == group && available(whole, merged.option, t);
  if (!count || (coarse->strict && count < all))
    return true;
  merged.first = merged.last = group;
  at = lde_problem_column(&coarse->problem, merged);
  for (int32_t i = k; i < end; i++)
    if (whole->columns.data[whole->cell_column[i]].upper > 0)
      coarse->column[whole->cell_column[i]] = at;
  return true;
}

static bool add_columns(lde_coarse *coarse)
{
  const lde_problem *whole = coarse->whole;

  coarse->column = lde_alloc(whole->columns.len + 1, sizeof *coarse->column);
  memset(coarse->column, 0xff, whole->columns.len * sizeof *coarse->column);
  for (int32_t c = 0; c < (int32_t)whole->cells.len; c++)
    for (int32_t k = whole->cell_start[c], next; k < whole->cell_start[c + 1]; k = next) {
      const lde_seat_column *first = &whole->columns.data[whole->cell_column[k]];
      for (next = k + 1; next < whole->cell_start[c + 1]; next++) {
        const lde_seat_column *column = &whole->columns.data[whole->cell_column[next]];
        if (column->option != first->option || coarse->group[column->last] != coarse->group[first->last] ||
            column->last <= whole->columns.data[whole->cell_column[next - 1]].last)
          break;
      }
      if (!merge_columns(coarse, k, next))
        return false;
    }
  return true;
}

/* ---- rows ---- */

struct span {
  int64_t least, most;
  int32_t count;
};

/* Rows that compare numbers of seats: only these may count a seat differently from period to period. */
static bool counts_seats(const lde_problem *problem, int32_t r)
{
  for (int32_t e = problem->row_start[r]; e < problem->row_start[r + 1]; e++) {
    const lde_entry *entry = &problem->entries.data[e];
    if (entry->var >= (int32_t)problem->columns.len || (entry->factor != 1 && entry->factor != -1))
      return false;
  }
  return problem->rows.data[r].penalty < 0;
}

static void enter_other(lde_coarse *coarse, int32_t r, const lde_entry *entry)
{
  const lde_problem *whole = coarse->whole;
  int32_t columns = (int32_t)whole->columns.len, options = (int32_t)whole->options.len;
  int32_t session = entry->var - columns, open = session - options * whole->periods;

  if (open < 0) {
    int32_t o = session / whole->periods, t = session % whole->periods, group = coarse->group[t];
    if (first_of(coarse, o, group) == t)
      lde_problem_entry(&coarse->problem, r, LDE_SESSIONS(o, group), entry->factor);
  } else {
    lde_problem_entry(&coarse->problem, r, open < options ? LDE_OPEN(open) : LDE_AUX(open - options),
                      entry->factor);
  }
}

/* What a row of comparisons says about columns of the coarse problem. */
struct said {
  int32_t column;
  int64_t factor;
};
typedef LDE_VEC(struct said) saids;

static bool say_seats(const lde_coarse *coarse, int32_t r, int32_t at, const struct span *span,
                      bool whole_set, bool compares, saids *out)
{
  const lde_row *row = &coarse->whole->rows.data[r];
  bool has_upper = row->upper < LDE_ROW_FREE, has_lower = row->lower > -LDE_ROW_FREE;
  int64_t least = span->least, most = span->most, factor;

  if (!whole_set) {
    least = least < 0 ? least : 0;
    most = most > 0 ? most : 0;
  }
  if (least != most && (!compares || (has_upper && has_lower)))
    return false;
  factor = has_upper != coarse->strict ? least : most; /* loose under an upper limit, and so on */
  if (factor)
    lde_vec_push(out, ((struct said){at, factor}));
  return true;
}

static bool same_said(const lde_problem *problem, int32_t r, int32_t s, const saids *a, const saids *b)
{
  const lde_row *row = &problem->rows.data[r], *other = &problem->rows.data[s];

  if (a->len != b->len || row->lower != other->lower || row->upper != other->upper ||
      row->name != other->name)
    return false;
  for (size_t i = 0; i < a->len; i++)
    if (a->data[i].column != b->data[i].column || a->data[i].factor != b->data[i].factor)
      return false;
  return true;
}

/* Rows that cannot be broken say nothing, and those that allow no seat are limits of columns. */
static bool is_idle(lde_coarse *coarse, int32_t r, const saids *said)
{
  const lde_row *row = &coarse->whole->rows.data[r];
  bool has_upper = row->upper < LDE_ROW_FREE, has_lower = row->lower > -LDE_ROW_FREE;
  bool positive = true, negative = true;

  for (size_t i = 0; i < said->len; i++) {
    positive = positive && said->data[i].factor > 0;
    negative = negative && said->data[i].factor < 0;
  }
  if ((!has_upper || (negative && row->upper >= 0)) && (!has_lower || (positive && row->lower <= 0)))
    return true;
  if (has_lower || !positive || row->upper != 0)
    return false;
  for (size_t i = 0; i < said->len; i++)
    coarse->problem.columns.data[said->data[i].column].upper = 0;
  return true;
}

static void write_said(lde_coarse *coarse, int32_t r, saids *said)
{
  for (size_t i = 0; i < said->len; i++)
    lde_problem_entry(&coarse->problem, r, LDE_SEATS(said->data[i].column), said->data[i].factor);
  said->len = 0;
}

struct rows {
  struct span *span; /* by column */
  int32_t *members;  /* by column: of the whole */
  saids now, before; /* of this row; of the last one, until the next is seen to differ from it */
};

/* Rows of single periods often say the same for longer ones: the last of them does. */
static bool add_row(lde_coarse *coarse, int32_t r, struct rows *rows)
{
  const lde_problem *whole = coarse->whole;
  bool compares = counts_seats(whole, r), fits = true;

  lde_problem_row(&coarse->problem, whole->rows.data[r]);
  for (int32_t e = whole->row_start[r]; e < whole->row_start[r + 1]; e++) {
    const lde_entry *entry = &whole->entries.data[e];
    int32_t at = entry->var < (int32_t)whole->columns.len ? coarse->column[entry->var] : -1;
    if (entry->var >= (int32_t)whole->columns.len)
      enter_other(coarse, r, entry);
    if (at < 0)
      continue;
    struct span *span = &rows->span[at];
    span->least = span->count && span->least < entry->factor ? span->least : entry->factor;
    span->most = span->count && span->most > entry->factor ? span->most : entry->factor;
    span->count++;
  }
  for (int32_t e = whole->row_start[r]; e < whole->row_start[r + 1]; e++) {
    int32_t var = whole->entries.data[e].var;
    int32_t at = var < (int32_t)whole->columns.len ? coarse->column[var] : -1;
    if (at < 0 || !rows->span[at].count)
      continue;
    fits = fits && say_seats(coarse, r, at, &rows->span[at], rows->span[at].count == rows->members[at],
                             compares, &rows->now);
    rows->span[at].count = 0;
  }
  if (r > 0 && compares && same_said(whole, r, r - 1, &rows->now, &rows->before))
    rows->before.len = 0;
  else if (r > 0)
    write_said(coarse, r - 1, &rows->before);
  if (compares && is_idle(coarse, r, &rows->now))
    rows->now.len = 0;
  saids swap = rows->before;
  rows->before = rows->now;
  rows->now = swap;
  return fits;
}

static bool add_rows(lde_coarse *coarse)
{
  const lde_problem *whole = coarse->whole;
  size_t count = coarse->problem.columns.len;
  struct rows rows = {.span = lde_alloc(count + 1, sizeof *rows.span),
                      .members = lde_alloc(count + 1, sizeof *rows.members)};
  bool fits = true;

  for (size_t j = 0; j < whole->columns.len; j++)
    if (coarse->column[j] >= 0)
      rows.members[coarse->column[j]]++;
  for (int32_t r = 0; r < (int32_t)whole->rows.len && fits; r++)
    fits = add_row(coarse, r, &rows);
  if (whole->rows.len)
    write_said(coarse, (int32_t)whole->rows.len - 1, &rows.before);
  lde_vec_free(&rows.now);
  lde_vec_free(&rows.before);
  lde_free(rows.span);
  lde_free(rows.members);
  return fits;
}

/* ---- the whole ---- */

bool lde_coarse_init(lde_coarse *coarse, const lde_problem *problem, int32_t groups, bool strict)
{
  bool fits;

  memset(coarse, 0, sizeof *coarse);
  coarse->whole = problem;
  coarse->strict = strict;
  if (groups >= problem->periods || problem->periods % groups != 0 || !is_free(problem))
    return false;
  for (int32_t t = 0; t < problem->periods; t++)
    coarse->group[t] = t / (problem->periods / groups);
  lde_problem_init(&coarse->problem, LDE_WINDOW_TIMED, groups, problem->value_unit);
  add_cells(coarse);
  for (size_t i = 0; i < problem->auxes.len; i++)
    lde_problem_aux(&coarse->problem, problem->auxes.data[i]);
  fits = add_options(coarse) && add_columns(coarse) && add_rows(coarse) &&
         lde_problem_finish(&coarse->problem, NULL) == LDE_OK;
  if (!fits)
    lde_coarse_deinit(coarse);
  return fits;
}

void lde_coarse_deinit(lde_coarse *coarse)
{
  lde_problem_deinit(&coarse->problem);
  lde_free(coarse->column);
  memset(coarse, 0, sizeof *coarse);
}

/* ---- the way back ---- */

/* Sessions of a group, as early as they can be held. */
static void spread_sessions(const lde_coarse *coarse, const lde_point *from, int32_t o, lde_point *whole)
{
  const lde_problem *problem = coarse->whole;

  for (int32_t h = 0; h < coarse->problem.periods; h++) {
    int32_t left = from->sessions[o * coarse->problem.periods + h];
    for (int32_t t = 0; t < problem->periods && left > 0; t++) {
      if (coarse->group[t] != h || !available(problem, o, t))
        continue;
      int32_t most = problem->options.data[o].sessions_max[t];
      int32_t here = most == LDE_UNLIMITED || most > left ? left : most;
      whole->sessions[o * problem->periods + t] = here;
      left -= here;
    }
  }
}

/* How many of `left` seats go into period t, when those after it must get what they need. */
static int64_t places(const lde_coarse *coarse, const lde_point *whole, int32_t o, int32_t t, int64_t left)
{
  const lde_problem *problem = coarse->whole;
  const lde_option *option = &problem->options.data[o];
  int64_t later = 0, here = (int64_t)whole->sessions[o * problem->periods + t] * option->group_max;

  if (option->group_max <= 0)
    return first_of(coarse, o, coarse->group[t]) == t ? left : 0;
  for (int32_t p = t + 1; p < problem->periods; p++)
    if (coarse->group[p] == coarse->group[t])
      later += (int64_t)whole->sessions[o * problem->periods + p] * option->group_min;
  return here < left - later ? here : left - later;
}

static void spread_seats(const lde_coarse *coarse, const lde_point *from, int32_t *left, int32_t o,
                         lde_point *whole)
{
  const lde_problem *problem = coarse->whole;
  int32_t begin = problem->option_start[o], end = problem->option_start[o + 1];
  int64_t total[LDE_PERIODS_MAX] = {0};

  for (int32_t k = coarse->problem.option_start[o]; k < coarse->problem.option_start[o + 1]; k++) {
    int32_t j = coarse->problem.option_column[k];
    left[j] = from->seats[j];
    total[coarse->problem.columns.data[j].last] += left[j];
  }
  for (int32_t t = 0; t < problem->periods; t++) {
    int64_t room = places(coarse, whole, o, t, total[coarse->group[t]]);
    for (int32_t k = begin; k < end && room > 0; k++) {
      int32_t j = problem->option_column[k], at = coarse->column[j];
      if (at < 0 || problem->columns.data[j].last != t)
        continue;
      int32_t take = left[at] < room ? left[at] : (int32_t)room;
      whole->seats[j] = take;
      left[at] -= take;
      room -= take;
      total[coarse->group[t]] -= take;
    }
  }
}

void lde_coarse_back(const lde_coarse *coarse, const lde_point *from, lde_point *whole)
{
  const lde_problem *problem = coarse->whole;
  size_t options = problem->options.len;
  int32_t *left = lde_alloc(coarse->problem.columns.len + 1, sizeof *left);

  memset(whole->seats, 0, problem->columns.len * sizeof *whole->seats);
  memset(whole->sessions, 0, options * (size_t)problem->periods * sizeof *whole->sessions);
  memcpy(whole->open, from->open, options * sizeof *whole->open);
  memcpy(whole->aux, from->aux, problem->auxes.len * sizeof *whole->aux);
  for (int32_t o = 0; o < (int32_t)options; o++) {
    spread_sessions(coarse, from, o, whole);
    spread_seats(coarse, from, left, o, whole);
  }
  lde_free(left);
}
