/* Why candidates are out and heads stay uncovered (offer.md 5.7).
 *
 * A candidate that could not be chosen at all has the reason that kept it out. One that could is tried
 * again on the plan: one seat more, with the session and the once cost that it takes. The first limit
 * that this would break is the reason, and what is missing there is `enters_if`. When none breaks, it
 * is outbid by what serves the same people, or not worth its money. An offering that serves no need is
 * OUT_LOW_VALUE with value 0. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/date.h"
#include "offer/result.h"

typedef struct reasons {
  lde_offer_result *result;
  lde_build *build;
  lde_draft *draft;
  lde_offer *offer;
  int64_t *activity;   /* by row */
  int64_t *extra;      /* by row: what the trial would add */
  int32_t *touched;
  int touched_count;
  int64_t *free_heads; /* by cell */
  int64_t *free_part;  /* heads by part */
  int64_t *option_free; /* heads of all who could sit there, by option */
  int64_t *option_seats; /* option x periods + period */
  int64_t *pair_seats;
  int32_t *tried;      /* by part: the last judgement in which it, or who is alike, was tried; from 1 */
  int32_t judged;
  const char **option_id; /* by option, in the offer's arena; NULL until it is told */
  double cut_off;      /* the lowest value of a seat that is in */
} reasons;

static const char *keep(reasons *all, const char *text)
{
  return lde_arena_strdup(&all->offer->arena, text);
}

static void measure_rows(reasons *all)
{
  const lde_problem *problem = &all->build->problem;

  for (size_t r = 0; r < problem->rows.len; r++)
    for (int32_t e = problem->row_start[r]; e < problem->row_start[r + 1]; e++)
      all->activity[r] += problem->entries.data[e].factor *
                          lde_point_get(problem, &all->result->plan.point, problem->entries.data[e].var);
}

/* Seats by part and pair, and the least value of one. */
static void measure_seats(reasons *all)
{
  const lde_draft *draft = all->draft;
  const lde_seats *seats = &all->result->seats;

  for (size_t p = 0; p < draft->parts.len; p++)
    all->free_part[p] = draft->parts.data[p].heads;
  for (size_t i = 0; i < seats->list.len; i++) {
    const lde_taken *each = &seats->list.data[i];
    int32_t pair = each->part < 0 ? -1 : lde_build_pair_of(all->build, each->column, each->part);
    all->option_seats[lde_column_option(all->build, each->column) * draft->periods + each->period] += each->seats;
    if (each->part >= 0 && !all->build->cells.data[lde_column_cell(all->build, each->column)].step)
      all->free_part[each->part] -= each->seats;
    if (pair < 0)
      continue;
    all->pair_seats[pair] += each->seats;
    if (draft->pairs.data[pair].value < all->cut_off)
      all->cut_off = draft->pairs.data[pair].value;
  }
}

/* Columns of one cell stand side by side. */
static void measure_free(reasons *all)
{
  const lde_problem *problem = &all->build->problem;

  for (size_t c = 0; c < problem->cells.len; c++)
    all->free_heads[c] = problem->cells.data[c].heads;
  for (size_t c = 0; c < problem->columns.len; c++)
    all->free_heads[problem->columns.data[c].cell] -= all->result->plan.point.seats[c];
  for (size_t o = 0; o < problem->options.len; o++) {
    int32_t before = -1;
    for (int32_t i = problem->option_start[o]; i < problem->option_start[o + 1]; i++) {
      int32_t cell = problem->columns.data[problem->option_column[i]].cell;
      if (cell != before)
        all->option_free[o] += all->free_heads[cell];
      before = cell;
    }
  }
}

/* ---- trying one more ---- */

static void add_var(reasons *all, lde_var var, int64_t times)
{
  const lde_problem *problem = &all->build->problem;
  int32_t number = lde_problem_var(problem, var);

  for (int32_t i = problem->var_start[number]; i < problem->var_start[number + 1]; i++) {
    const lde_entry *entry = &problem->entries.data[problem->var_entry[i]];
    if (!all->extra[entry->row])
      all->touched[all->touched_count++] = entry->row;
    all->extra[entry->row] += entry->factor * times;
  }
}

static void forget_trial(reasons *all)
{
  for (int i = 0; i < all->touched_count; i++)
    all->extra[all->touched[i]] = 0;
  all->touched_count = 0;
}

/* The broken hard row of the lowest number; how far it is off. */
static int32_t broken_row(const reasons *all, int64_t *off)
{
  const lde_problem *problem = &all->build->problem;
  int32_t best = -1;

  for (int i = 0; i < all->touched_count; i++) {
    int32_t r = all->touched[i];
    const lde_row *row = &problem->rows.data[r];
    int64_t then = all->activity[r] + all->extra[r], over = 0;
    if (row->penalty != LDE_ROW_HARD || (best >= 0 && r > best))
      continue;
    if (then > row->upper && all->extra[r] > 0)
      over = then - row->upper;
    else if (then < row->lower && all->extra[r] < 0)
      over = row->lower - then;
    if (!over)
      continue;
    best = r;
    *off = over;
  }
  return best;
}

static int64_t violation(const lde_row *row, int64_t activity)
{
  if (activity > row->upper)
    return activity - row->upper;
  return activity < row->lower ? row->lower - activity : 0;
}

/* The wish that would cost more than the trial is worth; -1 when none does. */
static int32_t dear_wish(const reasons *all, double gain)
{
  const lde_problem *problem = &all->build->problem;
  int32_t best = -1;
  double most = 0, sum = 0;

  for (int i = 0; i < all->touched_count; i++) {
    int32_t r = all->touched[i];
    const lde_row *row = &problem->rows.data[r];
    double loss;
    if (row->penalty == LDE_ROW_HARD)
      continue;
    loss = (double)row->penalty * (double)(violation(row, all->activity[r] + all->extra[r]) -
                                           violation(row, all->activity[r]));
    sum += loss;
    if (loss > most) {
      most = loss;
      best = r;
    }
  }
  return sum > gain ? best : -1;
}

typedef struct verdict {
  lde_reason reason;
  lde_reason_detail detail;
  lde_enters_if enters_if;
} verdict;

static verdict row_verdict(reasons *all, int32_t index, int64_t off)
{
  const lde_build_row *row = &all->build->rows.data[index];
  verdict out = {0};

  switch (row->kind) {
  case LDE_ROW_BUDGET:
    out.reason = LDE_OUT_BUDGET;
    out.detail.budget = keep(all, !strncmp(row->name, "budgets:", 8) ? row->name + 8 : row->name);
    out.detail.period = keep(all, all->draft->period_text[row->period]);
    out.enters_if = (lde_enters_if){"budget", keep(all, row->name), off};
    break;
  case LDE_ROW_HOURS:
    out.reason = LDE_OUT_TIME_CAP;
    break;
  case LDE_ROW_PREREQ:
    out.reason = LDE_OUT_PREREQ;
    break;
  case LDE_ROW_FAIRNESS:
    out.reason = LDE_OUT_FAIRNESS;
    break;
  case LDE_ROW_GROUPS:
    out.reason = LDE_OUT_CAPACITY;
    out.detail.resource = "sessions_max";
    break;
  case LDE_ROW_RESOURCE:
    out.reason = LDE_OUT_CAPACITY;
    out.detail.resource = keep(all, row->name + strlen("resources:"));
    break;
  case LDE_ROW_ABSENCE:
    out.reason = LDE_OUT_CAPACITY;
    out.detail.resource = "absence";
    break;
  case LDE_ROW_SUBSIDY:
    out.reason = LDE_OUT_BUDGET;
    break;
  case LDE_ROW_LANES:
    out.reason = LDE_OUT_LOW_VALUE;
    break;
  case LDE_ROW_LOCK:
    out.reason = LDE_OUT_LOCK;
    out.enters_if = (lde_enters_if){"lock", keep(all, row->name), off};
    break;
  case LDE_ROW_CONSTRAINT:
  case LDE_ROW_MIX:
  case LDE_ROW_TERM:
    out.reason = LDE_OUT_MIX;
    out.detail.rule = keep(all, row->name);
    break;
  }
  return out;
}

/* The pot of the part itself, where it counted as one with others: what it lacks for the trial. */
static int64_t own_pot_lacks(const reasons *all, int32_t part, int32_t column, int32_t swap, int64_t seats, int *pot)
{
  const lde_purses *purses = &all->result->purses;
  int64_t cost;

  *pot = purses->build ? lde_purses_pot(purses, part) : -1;
  if (*pot < 0)
    return 0;
  cost = lde_purses_cost(purses, part, column) - (swap >= 0 ? lde_purses_cost(purses, part, swap) : 0);
  return cost > 0 && cost * seats > purses->left[*pot] ? cost * seats - purses->left[*pot] : 0;
}

static verdict pot_verdict(reasons *all, int pot, int period, int64_t off)
{
  const lde_pot *each = &all->draft->pots->pots.data[pot];
  const char *id = keep(all, lde_draft_id(all->draft, LDE_E(budget), each->budgets[0]));

  return (verdict){.reason = LDE_OUT_BUDGET,
                   .detail = {.budget = id, .period = keep(all, all->draft->period_text[period])},
                   .enters_if = {"budget", keep(all, lde_arena_printf(&all->offer->arena, "budgets:%s", id)), off}};
}

static int first_session(const lde_problem *problem, int32_t option, int first, int last)
{
  for (int t = first; t <= last; t++)
    if (problem->options.data[option].sessions_max[t])
      return t;
  return -1;
}

/* One seat more in a column for somebody of the part, taken from the column `swap` unless that is -1. True when
 * the plan allows it; else fills why not. */
static bool try_column(reasons *all, int32_t column, int32_t part, int32_t swap, verdict *why)
{
  const lde_problem *problem = &all->build->problem;
  const lde_seat_column *each = &problem->columns.data[column];
  const lde_option *option = &problem->options.data[each->option];
  const lde_draft_option *draft = &all->draft->options.data[each->option];
  int t = first_session(problem, each->option, each->first, each->last);
  int64_t seats = 1, off = 0, lacks;
  int32_t row;
  int pot;
  int64_t taken = t < 0 ? 0 : all->option_seats[each->option * problem->periods + t];
  int64_t run = t < 0 ? 0 : all->result->plan.point.sessions[each->option * problem->periods + t];
  bool session = option->group_max > 0 && t >= 0 && taken >= run * option->group_max;

  memset(why, 0, sizeof *why);
  if (t < 0) {
    why->reason = LDE_OUT_BUDGET;
    return false;
  }
  if (session) {
    int64_t there = all->option_free[each->option];
    seats = option->group_min * (run + 1) - taken; /* groups may be filled anew */
    seats = seats < 1 ? 1 : seats;
    if (there < seats && swap < 0) {
      why->reason = LDE_OUT_MIN_GROUP;
      why->enters_if = (lde_enters_if){"seats", keep(all, lde_arena_printf(&all->offer->arena, "offerings:%s", draft->id)),
                                       seats - there};
      return false;
    }
    if (option->sessions_max[t] != LDE_UNLIMITED &&
        run >= option->sessions_max[t]) {
      why->reason = LDE_OUT_CAPACITY;
      why->detail.resource = "sessions_max";
      return false;
    }
    add_var(all, LDE_SESSIONS(each->option, t), 1);
  }
  if (option->opens && !all->result->plan.point.open[each->option])
    add_var(all, LDE_OPEN(each->option), 1);
  add_var(all, LDE_SEATS(column), seats);
  if (swap >= 0)
    add_var(all, LDE_SEATS(swap), -seats);
  row = broken_row(all, &off);
  if (row < 0 && swap < 0)
    row = dear_wish(all, (double)each->value * (double)seats);
  forget_trial(all);
  lacks = own_pot_lacks(all, part, column, swap, seats, &pot);
  if (lacks && (row < 0 || all->build->rows.data[row].kind == LDE_ROW_BUDGET))
    *why = pot_verdict(all, pot, t, lacks);
  else if (row >= 0)
    *why = row_verdict(all, row, off * all->build->rows.data[row].divisor);
  return row < 0 && !lacks;
}

/* ---- verdicts ---- */

static bool variant_taken(const reasons *all, int32_t option, int32_t *by)
{
  const lde_draft_option *each = &all->draft->options.data[option];

  for (size_t o = 0; each->variant >= 0 && o < all->draft->options.len; o++)
    if ((int32_t)o != option && all->draft->options.data[o].variant == each->variant &&
        all->result->plan.point.open[o]) {
      *by = (int32_t)o;
      return true;
    }
  return false;
}

/* The option that has most seats for the need; -1 when none has. */
static int32_t strongest(const reasons *all, int32_t need)
{
  const lde_draft *draft = all->draft;
  int64_t most = 0;
  int32_t best = -1;

  for (int32_t k = draft->need_start[need]; k < draft->need_start[need + 1]; k++) {
    int64_t seats = all->pair_seats[draft->need_pair[k]];
    if (seats > most) {
      most = seats;
      best = draft->pairs.data[draft->need_pair[k]].option;
    }
  }
  return best;
}

static bool too_late(reasons *all, const lde_draft_pair *pair, verdict *out)
{
  const lde_draft_option *option = &all->draft->options.data[pair->option];
  const lde_draft_need *need = &all->draft->needs.data[pair->need];
  int deadline = lde_draft_deadline(all->draft, need);
  int32_t last = all->draft->period_last[deadline];
  bool runs = false;

  if (lde_draft_uses(all->draft, LDE_DEADLINES) && need->deadline < last)
    last = need->deadline;
  for (int t = 0; t <= deadline; t++)
    for (int p = 0; p < need->part_count && option->allowed[t]; p++)
      runs = runs || lde_unit_can_learn(all->draft, all->draft->parts.data[need->first_part + p].unit, option, t);
  if (runs && !(lde_draft_uses(all->draft, LDE_DEADLINES) && option->ready > last))
    return false;
  out->reason = LDE_OUT_LEAD_TIME;
  if (!option->expired && option->ready > last && option->ready != INT32_MAX)
    out->enters_if = (lde_enters_if){"date", keep(all, lde_arena_printf(&all->offer->arena, "offerings:%s", option->id)),
                                     option->ready - last};
  return true;
}

static int64_t free_for(const reasons *all, int32_t pair)
{
  const lde_draft_need *need = &all->draft->needs.data[all->draft->pairs.data[pair].need];
  int64_t heads = 0;

  for (int32_t part = need->first_part; part < need->first_part + need->part_count; part++) {
    int32_t first, last;
    if (all->free_part[part] <= 0)
      continue;
    lde_build_pair_columns(all->build, pair, part, &first, &last);
    heads += first < last ? all->free_part[part] : 0;
  }
  return heads;
}

/* The need is covered by something that is worth less: what stands in the way of the better one? */
static bool better_is_barred(reasons *all, int32_t index, int32_t by, verdict *out)
{
  const lde_draft_need *need = &all->draft->needs.data[all->draft->pairs.data[index].need];
  const lde_draft_pair *other = lde_draft_find_pair(all->draft, by, all->draft->pairs.data[index].need);

  if (!other || other->value >= all->draft->pairs.data[index].value)
    return false;
  for (int32_t part = need->first_part; part < need->first_part + need->part_count; part++) {
    int32_t first, last, from, to;
    lde_build_pair_columns(all->build, index, part, &first, &last);
    lde_build_pair_columns(all->build, (int32_t)(other - all->draft->pairs.data), part, &from, &to);
    for (int32_t s = from; first < last && s < to; s++)
      if (lde_seats_of(&all->result->seats, all->build, s, part))
        return !try_column(all, first, part, s, out);
  }
  return false;
}

/* Somebody of the part has no seat, and nobody like these people was tried in this judgement. */
static bool is_to_try(reasons *all, int32_t part)
{
  int32_t leader = lde_alike_leader(&all->build->alike, part);

  if (all->free_part[part] <= 0 || all->tried[leader] == all->judged)
    return false;
  all->tried[leader] = all->judged;
  return true;
}

static verdict low_value(const reasons *all, const lde_draft_pair *pair)
{
  return (verdict){.reason = LDE_OUT_LOW_VALUE,
                   .detail = {.has_value = true, .value = pair->value, .cut_off = all->cut_off < INFINITY ? all->cut_off : 0}};
}

/* Why a pair has no seat, or no seat more. */
static verdict judge(reasons *all, int32_t index)
{
  const lde_draft_pair *pair = &all->draft->pairs.data[index];
  const lde_draft_option *option = &all->draft->options.data[pair->option];
  const lde_draft_need *need = &all->draft->needs.data[pair->need];
  verdict out = {.reason = LDE_OUT_LOW_VALUE}, first = {0};
  int32_t by;
  bool any = false;

  if (pair->forbidden || (all->draft->spec->mandatory_only &&
                          need->lane != (int)LDE_CHOICE_OF(lane, mandatory))) {
    out.reason = LDE_OUT_MIX;
    out.detail.rule = keep(all, pair->forbidden ? pair->forbidden : "mandatory_only");
    return out;
  }
  if (pair->locked_out) {
    out.reason = LDE_OUT_LOCK;
    return out;
  }
  if (too_late(all, pair, &out))
    return out;
  if (free_for(all, index) <= 0 && (by = strongest(all, pair->need)) >= 0 && by != pair->option &&
      !variant_taken(all, pair->option, &(int32_t){0}) && better_is_barred(all, index, by, &out))
    return out;
  out = (verdict){.reason = LDE_OUT_LOW_VALUE};
  if (variant_taken(all, pair->option, &by) || (free_for(all, index) <= 0 && (by = strongest(all, pair->need)) >= 0 && by != pair->option)) {
    out.reason = LDE_OUT_DOMINATED;
    if (!all->option_id[by])
      all->option_id[by] = keep(all, all->draft->options.data[by].id);
    out.detail.offering = all->option_id[by];
    return out;
  }
  all->judged++;
  for (int32_t part = need->first_part; part < need->first_part + need->part_count; part++) {
    int32_t from, to;
    if (!is_to_try(all, part))
      continue;
    lde_build_pair_columns(all->build, index, part, &from, &to);
    for (int32_t c = from; c < to; c++) {
      const lde_seat_column *column = &all->build->problem.columns.data[c];
      if (all->free_heads[column->cell] <= 0)
        continue;
      if (column->upper <= column->lower) {
        first = first.reason || any ? first : (verdict){.reason = option->minutes > 0 && option->cost_seat == 0 ? LDE_OUT_TIME_CAP : LDE_OUT_BUDGET};
        any = true;
        continue;
      }
      if (try_column(all, c, part, -1, &out))
        return low_value(all, pair);
      if (!any)
        first = out;
      any = true;
    }
  }
  return any ? first : low_value(all, pair);
}

/* ---- what is left out, and what stays uncovered ---- */

static void add_left_out(reasons *all)
{
  for (size_t o = 0; o < all->draft->options.len; o++) {
    const lde_draft_option *option = &all->draft->options.data[o];
    for (int p = 0; p < option->pair_count; p++) {
      int32_t index = option->first_pair + p;
      verdict out;
      if (all->pair_seats[index])
        continue;
      out = judge(all, index);
      lde_vec_push(&all->offer->left_out,
                   ((lde_offer_left_out){option->offering,
                                         all->offer->needs.data[all->draft->pairs.data[index].need].id,
                                         out.reason, out.detail, out.enters_if}));
    }
    if (!option->pair_count) {
      bool used = false;
      for (size_t l = 0; l < all->offer->lines.len; l++)
        used = used || all->offer->lines.data[l].offering == option->offering;
      if (!used)
        lde_vec_push(&all->offer->left_out,
                     ((lde_offer_left_out){.offering = option->offering,
                                           .reason = option->expired ? LDE_OUT_LEAD_TIME : LDE_OUT_LOW_VALUE,
                                           .detail = {.has_value = !option->expired}}));
    }
  }
}

/* Why the people of a need who have no seat have none: what stands in the way of the candidate that is
 * worth most. That another candidate beats it says nothing here, unless nothing else is said of any. */
static bool judge_need(reasons *all, int32_t need, verdict *out)
{
  double best = 0;
  bool found = false, telling = false;

  for (int32_t k = all->draft->need_start[need]; k < all->draft->need_start[need + 1]; k++) {
    const lde_draft_pair *pair = &all->draft->pairs.data[all->draft->need_pair[k]];
    verdict why = judge(all, all->draft->need_pair[k]);
    bool tells = why.reason != LDE_OUT_DOMINATED && why.reason != LDE_OUT_DUPLICATE;
    if (found && (telling && !tells))
      continue;
    if (!found || (tells && !telling) || (double)pair->value > best) {
      best = (double)pair->value;
      *out = why;
      found = true;
      telling = tells;
    }
  }
  return found;
}

static void add_unmet(reasons *all)
{
  for (size_t n = 0; n < all->offer->needs.len; n++) {
    const lde_offer_need *need = &all->offer->needs.data[n];
    lde_offer_unmet out = {.need = need->id,
                           .heads = need->heads - need->covered,
                           .mandatory = !strcmp(need->lane, "mandatory"),
                           .reason = LDE_OUT_NO_OFFERING};
    verdict why = {0};
    if (out.heads <= 0)
      continue;
    if (!all->draft->needs.data[n].learnable) {
      out.reason = LDE_OUT_NOT_LEARNABLE;
    } else if (judge_need(all, (int32_t)n, &why)) {
      out.reason = why.reason;
      out.detail = why.detail;
    }
    lde_vec_push(&all->offer->unmet, out);
  }
}

void lde_offer_reasons(lde_offer_result *result)
{
  const lde_problem *problem = &result->build.problem;
  reasons all = {.result = result,
                 .build = &result->build,
                 .draft = result->build.draft,
                 .offer = result->offer,
                 .cut_off = INFINITY};

  all.activity = lde_alloc(problem->rows.len + 1, sizeof *all.activity);
  all.extra = lde_alloc(problem->rows.len + 1, sizeof *all.extra);
  all.touched = lde_alloc(problem->rows.len * 3 + 3, sizeof *all.touched);
  all.free_heads = lde_alloc(problem->cells.len + 1, sizeof *all.free_heads);
  all.pair_seats = lde_alloc(all.draft->pairs.len + 1, sizeof *all.pair_seats);
  all.free_part = lde_alloc(all.draft->parts.len + 1, sizeof *all.free_part);
  all.option_free = lde_alloc(problem->options.len + 1, sizeof *all.option_free);
  all.option_seats = lde_alloc(problem->options.len * (size_t)problem->periods + 1, sizeof *all.option_seats);
  all.option_id = lde_alloc(all.draft->options.len + 1, sizeof *all.option_id);
  all.tried = lde_alloc(all.draft->parts.len + 1, sizeof *all.tried);
  measure_rows(&all);
  measure_seats(&all);
  measure_free(&all);
  add_left_out(&all);
  add_unmet(&all);
  lde_free(all.activity);
  lde_free(all.extra);
  lde_free(all.touched);
  lde_free(all.free_heads);
  lde_free(all.free_part);
  lde_free(all.option_free);
  lde_free(all.option_seats);
  lde_free(all.option_id);
  lde_free(all.tried);
  lde_free(all.pair_seats);
}
