#include "offer/build.h"
#include "offer/people.h"
#include "offer/stay.h"

#include <math.h>
#include <string.h>

#include "offer/near.h"

int32_t lde_build_name(lde_build *build, const char *name)
{
  for (size_t i = 0; i < build->names.len; i++)
    if (!strcmp(build->names.data[i], name))
      return (int32_t)i;
  lde_vec_push(&build->names, name);
  return (int32_t)build->names.len - 1;
}

int32_t lde_build_row_add(lde_build *build, lde_build_row row, int64_t lower, int64_t upper, int64_t penalty)
{
  int32_t index = lde_problem_row(&build->problem, (lde_row){.name = lde_build_name(build, row.name),
                                                             .lower = lower,
                                                             .upper = upper,
                                                             .penalty = penalty});
  lde_vec_push(&build->rows, row);
  return index;
}

int lde_option_first(const lde_draft *draft, const lde_draft_option *option)
{
  for (int t = 0; t < draft->periods; t++)
    if (option->allowed[t])
      return t;
  return 0;
}

/* ---- does anything need to know when a seat is taken? ---- */

static bool pot_changes(const lde_draft *draft, const lde_pot *pot)
{
  for (int t = 1; t < draft->periods; t++)
    if (lde_pot_limit(draft, pot, t) != lde_pot_limit(draft, pot, 0) ||
        lde_pot_budget(pot, draft, t) != lde_pot_budget(pot, draft, 0))
      return true;
  return false;
}

static bool seats_charge(const lde_draft *draft, int owner)
{
  for (size_t o = 0; o < draft->options.len; o++)
    for (int i = 0; i < draft->options.data[o].charge_count; i++) {
      const lde_charge *charge = &draft->options.data[o].charges[i];
      if (charge->basis == LDE_CHARGE_SEAT &&
          (lde_pot_bearer(draft, charge) == owner || owner == LDE_CHOICE_OF(bearer, central)))
        return true;
    }
  return false;
}

static bool dated(const lde_measure *measure)
{
  return measure->filter.period || measure->filter.quarters;
}

static bool needs_time(const lde_draft *draft)
{
  const lde_offer_spec *spec = draft->spec;

  if (draft->periods == 1)
    return false;
  if (draft->locks.len || lde_draft_has_blackout(draft) ||
      ((spec->absence_asked || spec->absences.len) && lde_draft_uses(draft, LDE_ABSENCE)))
    return true;
  for (size_t i = 0; i < spec->locks.len; i++)
    if (spec->locks.data[i].period && spec->locks.data[i].seats >= 0)
      return true;
  for (size_t i = 0; lde_draft_uses(draft, LDE_BUDGETS) && i < draft->pots->pots.len; i++)
    if (pot_changes(draft, &draft->pots->pots.data[i]) &&
        seats_charge(draft, draft->pots->pots.data[i].owner))
      return true;
  for (size_t i = 0; i < spec->constraints.len; i++)
    if (spec->constraints.data[i].per == LDE_PER_PERIOD || dated(&spec->constraints.data[i].measure) ||
        (spec->constraints.data[i].is_share && dated(&spec->constraints.data[i].base)))
      return true;
  for (size_t i = 0; i < spec->terms.len; i++)
    if (spec->terms.data[i].kind == LDE_TERM_MEASURE && dated(&spec->terms.data[i].measure))
      return true;
  for (size_t i = 0; i < draft->pairs.len; i++)
    if (draft->pairs.data[i].chained)
      return true;
  for (size_t i = 0; lde_draft_uses(draft, LDE_PREREQUISITES) && i < draft->options.len; i++)
    if (draft->options.data[i].pair_count &&
        lde_get_list(draft->ds, offering, prerequisites, draft->options.data[i].offering).count)
      return true;
  return false;
}

/* ---- cells ---- */

static void add_cell(lde_build *build, int32_t part, int64_t heads, double weight)
{
  const lde_draft *draft = build->draft;
  int32_t index = draft->parts.data[part].need;
  const lde_draft_need *need = &draft->needs.data[index];
  bool mandatory = need->lane == (int)LDE_CHOICE_OF(lane, mandatory) &&
                   lde_draft_uses(draft, LDE_MANDATORY) &&
                   (need->deadline == LDE_NO_DEADLINE || need->deadline <= draft->ds->year_last);

  lde_problem_cell(&build->problem, (lde_cell){.heads = (int32_t)heads,
                                               .deadline = lde_draft_deadline(draft, need),
                                               .severity = mandatory ? 1 : 0});
  lde_vec_push(&build->cells, ((lde_build_cell){part, index, weight, false}));
}

static void add_cells(lde_build *build)
{
  const lde_draft *draft = build->draft;
  const lde_offer_spec *spec = draft->spec;

  for (size_t p = 0; p < draft->parts.len; p++) {
    int64_t heads = lde_alike_heads(&build->alike, draft, (int32_t)p), given = 0;
    double share = 0;
    if (lde_alike_leader(&build->alike, (int32_t)p) != (int32_t)p)
      continue;
    if (draft->needs.data[draft->parts.data[p].need].lane == (int)LDE_CHOICE_OF(lane, mandatory) ||
        !spec->tiers.len) {
      add_cell(build, (int32_t)p, heads, 1);
      continue;
    }
    for (size_t i = 0; i < spec->tiers.len; i++) {
      int64_t upto;
      share += spec->tiers.data[i].share;
      upto = i + 1 == spec->tiers.len ? heads : (int64_t)ceil(share * (double)heads - 1e-9);
      upto = upto > heads ? heads : upto;
      if (upto > given)
        add_cell(build, (int32_t)p, upto - given, spec->tiers.data[i].weight);
      given = upto > given ? upto : given;
    }
  }
}

/* ---- options ---- */

static int64_t sessions_in(const lde_draft *draft, const lde_draft_option *option)
{
  static const int quarters[] = {4, 2, 1, 1}; /* months: a row per quarter besides */
  return option->sessions_max == LDE_UNLIMITED ? LDE_UNLIMITED
                                               : option->sessions_max * quarters[draft->spec->period];
}

static int64_t servable_heads(const lde_draft *draft, const lde_draft_option *option)
{
  int64_t heads = 0;
  for (int p = 0; p < option->pair_count; p++)
    heads += draft->needs.data[draft->pairs.data[option->first_pair + p].need].heads;
  return heads;
}

static void apply_locks(const lde_draft *draft, int32_t index, lde_option *out)
{
  int64_t seats[LDE_PERIODS_MAX] = {0}, total = 0;
  bool any = false;

  for (size_t i = 0; i < draft->locks.len; i++) {
    const lde_draft_lock *lock = &draft->locks.data[i];
    if (lock->option != index)
      continue;
    any = true;
    seats[lock->period] += lock->seats;
    total += lock->seats;
    if (lock->opens)
      out->sessions_min[lock->period] += (int32_t)lock->sessions;
  }
  for (int t = 0; any && t < draft->periods; t++) {
    int32_t sessions = out->sessions_min[t];
    if (out->group_max && seats[t] && !sessions) /* only lines that share a session that is not locked */
      out->sessions_min[t] = sessions = (int32_t)((seats[t] + out->group_max - 1) / out->group_max);
    if (out->group_max && sessions && seats[t] > (int64_t)out->group_max * sessions)
      out->group_max = (int32_t)((seats[t] + sessions - 1) / sessions);
    if (sessions && seats[t] < (int64_t)out->group_min * sessions)
      out->group_min = (int32_t)(seats[t] / sessions);
    if (out->sessions_max[t] != LDE_UNLIMITED && out->sessions_max[t] < sessions)
      out->sessions_max[t] = sessions;
    if (!out->group_max && seats[t] && !out->sessions_max[t])
      out->sessions_max[t] = LDE_UNLIMITED; /* columns only exist for who is locked in */
  }
  if (out->seats_max != LDE_UNLIMITED && out->seats_max < total)
    out->seats_max = (int32_t)total;
  if (any && out->opens)
    out->open_min = 1;
}

static void add_options(lde_build *build)
{
  lde_draft *draft = build->draft;

  for (size_t o = 0; o < draft->options.len; o++) {
    const lde_draft_option *option = &draft->options.data[o];
    lde_option out = LDE_OPTION_INIT;
    int64_t heads = servable_heads(draft, option);
    bool sized = lde_draft_uses(draft, LDE_GROUP_SIZES);

    out.seats_max = (int32_t)option->seats_max;
    out.variant = option->variant;
    out.opens = option->cost_once > 0 && lde_draft_uses(draft, LDE_BUILD);
    out.cost_open = option->cost_once;
    out.cost_session = option->cost_session;
    out.lock_name = lde_build_name(build, "locks");
    if (!option->enrolment) {
      out.group_min = sized ? (int32_t)option->group_min : 0;
      out.group_max = sized && option->group_max > 0 ? (int32_t)option->group_max
                                                     : (int32_t)(heads > 1 ? heads : 1);
    }
    for (int t = 0; t < draft->periods; t++)
      out.sessions_max[t] = option->allowed[t] ? (int32_t)sessions_in(draft, option) : 0;
    if (option->enrolment)
      for (int t = 0; t < draft->periods; t++)
        out.sessions_max[t] = option->allowed[t] ? LDE_UNLIMITED : 0;
    apply_locks(draft, (int32_t)o, &out);
    lde_problem_option(&build->problem, out);
  }
}

/* ---- columns ---- */

static int64_t locked_seats(const lde_draft *draft, int32_t option, int32_t part, int period)
{
  int64_t seats = 0;
  for (size_t i = 0; i < draft->locks.len; i++) {
    const lde_draft_lock *lock = &draft->locks.data[i];
    if (lock->option == option && lock->part == part && part >= 0 && lock->period == period)
      seats += lock->seats;
  }
  return seats;
}

static void add_column(lde_build *build, int32_t cell, int32_t pair, int first, int last, int64_t lower,
                       double weight)
{
  lde_draft *draft = build->draft;
  const lde_draft_pair *each = &draft->pairs.data[pair];
  const lde_build_cell *of = &build->cells.data[cell];
  int32_t heads = build->problem.cells.data[cell].heads;

  lde_problem_column(&build->problem,
                     (lde_seat_column){.cell = cell,
                                  .option = each->option,
                                  .first = first,
                                  .last = last,
                                  .lower = (int32_t)(lower > heads ? heads : lower),
                                  .upper = heads,
                                  .value = llround(each->value * weight * (double)LDE_VALUE_UNIT),
                                  .cost = draft->options.data[each->option].cost_seat +
                                          lde_part_wage(draft, of->part, &draft->options.data[each->option])});
  lde_vec_push(&build->columns, ((lde_build_column){pair}));
}

static bool is_possible(const lde_draft *draft, const lde_draft_pair *pair)
{
  const lde_draft_need *need = &draft->needs.data[pair->need];
  return !pair->forbidden && !pair->locked_out && !pair->locked_only &&
         (!draft->spec->mandatory_only || need->lane == (int)LDE_CHOICE_OF(lane, mandatory));
}

static void add_pair_columns(lde_build *build, int32_t pair, int32_t cell)
{
  lde_draft *draft = build->draft;
  const lde_draft_pair *each = &draft->pairs.data[pair];
  const lde_draft_option *option = &draft->options.data[each->option];
  const lde_draft_need *need = &draft->needs.data[each->need];
  const lde_build_cell *of = &build->cells.data[cell];
  bool possible = is_possible(draft, each);
  int32_t unit = draft->parts.data[of->part].unit;
  int deadline = lde_draft_deadline(draft, need);
  bool late = lde_draft_uses(draft, LDE_DEADLINES) && need->deadline != LDE_NO_DEADLINE &&
              option->ready > need->deadline;

  if (build->nested) {
    bool runs = false;
    for (int t = 0; t <= deadline; t++)
      runs = runs || option->allowed[t];
    if (possible && runs && !late)
      add_column(build, cell, pair, 0, deadline, 0, of->weight);
    return;
  }
  for (int t = 0; t < draft->periods; t++) {
    int64_t locked = locked_seats(draft, each->option, of->part, t);
    if (locked && cell > 0 && build->cells.data[cell - 1].part == of->part &&
        !build->cells.data[cell - 1].step)
      locked = 0; /* the first tier carries the lock */
    if (locked > 0 ||
        (possible && option->allowed[t] && t <= deadline && !late && lde_unit_can_learn(draft, unit, option, t)))
      add_column(build, cell, pair, t, t, locked, of->weight);
  }
}

/* People who have a fixed seat although no need of the offer asks for it. */
static void add_outsiders(lde_build *build)
{
  lde_draft *draft = build->draft;

  for (size_t i = 0; i < draft->locks.len; i++) {
    const lde_draft_lock *lock = &draft->locks.data[i];
    int32_t cell;
    if (lock->part >= 0 || lock->seats <= 0)
      continue;
    cell = lde_problem_cell(&build->problem, (lde_cell){.heads = (int32_t)lock->seats, .deadline = -1});
    lde_vec_push(&build->cells, ((lde_build_cell){-1, -1, 0, false}));
    lde_problem_column(&build->problem,
                       (lde_seat_column){.cell = cell,
                                    .option = lock->option,
                                    .first = build->nested ? 0 : lock->period,
                                    .last = lock->period,
                                    .lower = (int32_t)lock->seats,
                                    .upper = (int32_t)lock->seats,
                                    .cost = draft->options.data[lock->option].cost_seat});
    lde_vec_push(&build->columns, ((lde_build_column){-1}));
  }
}

static void add_columns(lde_build *build)
{
  lde_draft *draft = build->draft;
  int32_t *cell_of = lde_alloc(draft->parts.len + 1, sizeof *cell_of); /* first cell of a part */
  size_t cells = build->cells.len;

  build->pair_columns = lde_alloc(draft->pairs.len + 1, sizeof *build->pair_columns);
  for (size_t c = cells; c-- > 0;)
    cell_of[build->cells.data[c].part] = (int32_t)c;
  for (size_t i = 0; i < draft->pairs.len; i++) {
    const lde_draft_need *need = &draft->needs.data[draft->pairs.data[i].need];
    build->pair_columns[i] = (int32_t)build->columns.len;
    for (int p = 0; p < need->part_count; p++) {
      int32_t part = need->first_part + p;
      if (lde_alike_leader(&build->alike, part) != part)
        continue;
      for (size_t c = (size_t)cell_of[part]; c < cells && build->cells.data[c].part == part; c++)
        add_pair_columns(build, (int32_t)i, (int32_t)c);
    }
  }
  build->pair_columns[draft->pairs.len] = (int32_t)build->columns.len;
  add_outsiders(build);
  lde_free(cell_of);
}

void lde_build_pair_columns(const lde_build *build, int32_t pair, int32_t part, int32_t *first, int32_t *last)
{
  const lde_draft *draft = build->draft;
  int32_t leader = lde_alike_leader(&build->alike, part), need = draft->parts.data[leader].need, low, high;

  if (need != draft->pairs.data[pair].need)
    pair = (int32_t)(lde_draft_find_pair(draft, draft->pairs.data[pair].option, need) - draft->pairs.data);
  low = build->pair_columns[pair];
  high = build->pair_columns[pair + 1];
  while (low < high) { /* they stand in the order of parts */
    int32_t middle = low + (high - low) / 2;
    if (lde_column_part(build, middle) < leader)
      low = middle + 1;
    else
      high = middle;
  }
  *first = low;
  for (high = build->pair_columns[pair + 1]; low < high && lde_column_part(build, low) == leader; low++)
    ;
  *last = low;
}

int32_t lde_build_pair_of(const lde_build *build, int32_t column, int32_t part)
{
  int32_t own = build->columns.data[column].pair;
  const lde_draft_pair *pair;

  if (own < 0 || part == lde_column_part(build, column))
    return own;
  pair = lde_draft_find_pair(build->draft, lde_column_option(build, column), build->draft->parts.data[part].need);
  return pair ? (int32_t)(pair - build->draft->pairs.data) : -1;
}

/* ---- locks that the author writes ---- */

static void add_author_locks(lde_build *build)
{
  lde_draft *draft = build->draft;
  lde_problem *problem = &build->problem;

  for (size_t i = 0; i < draft->spec->locks.len && lde_draft_uses(draft, LDE_LOCKS); i++) {
    const lde_offer_lock *lock = &draft->spec->locks.data[i];
    const char *name = lde_arena_printf(&draft->arena, "lock %s", lock->offering);
    unsigned periods = lock->period ? lde_draft_period_bits(draft, lock->period, 0) : ~0u;
    int32_t row, option = -1;

    for (size_t o = 0; o < draft->options.len; o++)
      if (!strcmp(draft->options.data[o].id, lock->offering))
        option = (int32_t)o;
    if (option < 0)
      continue; /* the binding refuses unknown offerings */
    if (lock->seats >= 0) {
      row = lde_build_row_add(build, (lde_build_row){.kind = LDE_ROW_LOCK, .name = name}, lock->seats,
                              lock->at_least ? LDE_ROW_FREE : lock->seats, LDE_ROW_HARD);
      for (size_t c = 0; c < build->columns.len; c++)
        if (lde_column_option(build, c) == option &&
            (build->nested || (periods >> problem->columns.data[c].first & 1)))
          lde_problem_entry(problem, row, LDE_SEATS((int32_t)c), 1);
    }
    if (lock->sessions >= 0 && !draft->options.data[option].enrolment) {
      row = lde_build_row_add(build, (lde_build_row){.kind = LDE_ROW_LOCK, .name = name}, lock->sessions,
                              lock->at_least ? LDE_ROW_FREE : lock->sessions, LDE_ROW_HARD);
      for (int t = 0; t < draft->periods; t++)
        if (periods >> t & 1)
          lde_problem_entry(problem, row, LDE_SESSIONS(option, t), 1);
    }
  }
}

/* A yearly plan in months: sessions_max is per quarter. */
static void add_quarter_limits(lde_build *build)
{
  lde_draft *draft = build->draft;

  for (size_t o = 0; draft->spec->period == LDE_PERIOD_MONTH && o < draft->options.len; o++)
    for (int q = 0; q < 4 && draft->options.data[o].sessions_max != LDE_UNLIMITED; q++) {
      int32_t row;
      if (draft->options.data[o].enrolment)
        continue;
      row = lde_build_row_add(build, (lde_build_row){.kind = LDE_ROW_GROUPS, .name = "group_sizes"},
                              -LDE_ROW_FREE, draft->options.data[o].sessions_max, LDE_ROW_HARD);
      for (int t = q * 3; t < q * 3 + 3 && t < draft->periods; t++)
        lde_problem_entry(&build->problem, row, LDE_SESSIONS((int32_t)o, t), 1);
    }
}

/* Lines that an earlier plan made too full or too small stay so, and no other group follows them: the
 * group sizes of the option are as wide as these lines, and rows hold the rest to the normal size. */
static void add_group_rows(lde_build *build, int32_t index)
{
  const lde_draft *draft = build->draft;
  const lde_draft_option *option = &draft->options.data[index];
  const lde_option *out = &build->problem.options.data[index];
  bool wider = option->group_max > 0 && out->group_max > option->group_max;
  bool smaller = out->group_min < option->group_min;

  for (int t = 0; (wider || smaller) && t < draft->periods; t++) {
    int64_t fixed = 0, sessions = out->sessions_min[t], over, under;
    int32_t row;
    for (size_t i = 0; i < draft->locks.len; i++)
      if (draft->locks.data[i].option == index && draft->locks.data[i].period == t)
        fixed += draft->locks.data[i].seats;
    over = fixed - option->group_max * sessions;
    under = option->group_min * sessions - fixed;
    for (int side = 0; side < 2; side++) {
      if (!(side ? smaller : wider))
        continue;
      row = lde_build_row_add(build, (lde_build_row){.kind = LDE_ROW_GROUPS, .name = "group_sizes", .divisor = 1},
                              side ? -(under > 0 ? under : 0) : -LDE_ROW_FREE,
                              side ? LDE_ROW_FREE : over > 0 ? over : 0, LDE_ROW_HARD);
      lde_problem_entry(&build->problem, row, LDE_SESSIONS(index, t), side ? -option->group_min : -option->group_max);
      for (size_t c = 0; c < build->columns.len; c++)
        if (lde_column_option(build, c) == index && build->problem.columns.data[c].last == t)
          lde_problem_entry(&build->problem, row, LDE_SEATS((int32_t)c), 1);
    }
  }
}

lde_status lde_build_make(lde_build *build, lde_draft *draft, lde_error *err)
{
  *build = (lde_build){.draft = draft, .nested = !needs_time(draft) && !draft->pots->joint};
  lde_problem_init(&build->problem, build->nested ? LDE_WINDOW_NESTED : LDE_WINDOW_TIMED, draft->periods,
                   LDE_VALUE_UNIT);
  lde_alike_init(&build->alike, draft, build->nested);
  add_cells(build);
  add_options(build);
  add_columns(build);
  lde_build_steps(build);
  lde_build_budgets(build);
  lde_build_hours(build);
  lde_build_resources(build);
  lde_build_absence(build);
  lde_build_fairness(build);
  lde_build_wishes(build);
  add_author_locks(build);
  add_quarter_limits(build);
  lde_build_lanes(build);
  for (size_t o = 0; lde_draft_uses(draft, LDE_GROUP_SIZES) && draft->locks.len && o < draft->options.len; o++)
    if (!draft->options.data[o].enrolment)
      add_group_rows(build, (int32_t)o);
  lde_build_near(build);
  lde_build_stay(build);
  return lde_problem_finish(&build->problem, err);
}

void lde_build_deinit(lde_build *build)
{
  lde_problem_deinit(&build->problem);
  lde_vec_free(&build->names);
  lde_vec_free(&build->cells);
  lde_vec_free(&build->columns);
  lde_vec_free(&build->rows);
  lde_vec_free(&build->adjusts);
  lde_vec_free(&build->subsidies);
  lde_free(build->pair_columns);
  lde_alike_deinit(&build->alike);
}
