#include "offer/result_lines.h"
#include "offer/people.h"
#include "offer/subsidies.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { LANES = 5 };

typedef struct payment {
  size_t line;
  int pot, period;
  int64_t amount;
  int32_t option;
  int64_t eligible; /* part of it that a fund looks at */
} payment;

struct placed {
  size_t line, at; /* the line plus 1 */
  const char *id;
};

typedef struct lines {
  lde_offer_result *result;
  const lde_draft *draft;
  const lde_build *build;
  lde_offer *offer;
  int64_t *paid;
  LDE_VEC(payment) payments;
  /* A line of a large organisation is paid from thousands of pots: where each of them stands. */
  size_t *payment_of;      /* by pot, from LDE_POT_UNITS on: the last payment from it, plus 1 */
  struct placed *place_of; /* by budget: where it last stood in the funding of a line */
  size_t funded;           /* the line that was funded last, plus 1; */
  bool again;              /* it had been funded before, and others since */
} lines;

static const char *lane_name(int lane)
{
  static const char *const names[] = {"mandatory", "core", "strategic", "team", "individual"};
  return names[lane];
}

static int lane_of(const lines *all, int32_t column)
{
  int32_t part = lde_column_part(all->build, column);
  int32_t main_need = all->draft->options.data[lde_column_option(all->build, column)].main_need;

  if (part >= 0)
    return all->draft->needs.data[all->draft->parts.data[part].need].lane;
  return main_need >= 0 ? all->draft->needs.data[main_need].lane : (int)LDE_CHOICE_OF(lane, team);
}

/* Whole sessions over lanes in proportion to seats; what is left over goes to the largest remainder. */
static void split_sessions(int64_t sessions, const int64_t *seats, int64_t *out)
{
  int64_t total = 0, given = 0, rest[LANES];

  for (int l = 0; l < LANES; l++)
    total += seats[l];
  for (int l = 0; l < LANES; l++) {
    out[l] = total ? sessions * seats[l] / total : 0;
    rest[l] = total ? sessions * seats[l] % total : 0;
    given += out[l];
  }
  while (total && given < sessions) {
    int best = 0;
    for (int l = 1; l < LANES; l++)
      if (rest[l] > rest[best])
        best = l;
    rest[best] = -1;
    out[best]++;
    given++;
  }
}

/* A lower step is no covered head by itself: its people are counted where they arrive. */
static void add_served(lines *all, lde_offer_line *line, int32_t part, int64_t seats, bool step)
{
  const lde_draft_part *each;
  lde_offer_served served;
  lde_offer_served *there = step ? line->steps.data : line->served.data;
  size_t count = step ? line->steps.len : line->served.len;

  if (part < 0)
    return;
  each = &all->draft->parts.data[part];
  if (count && there[count - 1].part == part) { /* they come in the order of parts */
    there[count - 1].seats += seats;
    return;
  }
  served = (lde_offer_served){.need = lde_arena_strdup(&all->offer->arena, all->draft->needs.data[each->need].id),
                                   .unit = each->unit == LDE_NO_ROW
                                               ? NULL
                                               : lde_arena_strdup(&all->offer->arena,
                                                                  lde_draft_id(all->result->build.draft, LDE_E(unit), each->unit)),
                                   .seats = seats,
                                   .part = part};
  if (step)
    lde_vec_push(&line->steps, served);
  else
    lde_vec_push(&line->served, served);
}

static void pay(lines *all, size_t line, int32_t option, int pot, int period, int64_t amount, int64_t eligible)
{
  size_t *last = &all->payment_of[pot - LDE_POT_UNITS];
  bool here = *last && all->payments.data[*last - 1].line == line;

  all->offer->lines.data[line].cost += amount;
  for (size_t i = here ? *last : 0; i-- > 0 && all->payments.data[i].line == line;)
    if (all->payments.data[i].pot == pot && all->payments.data[i].period == period) {
      all->payments.data[i].amount += amount;
      all->payments.data[i].eligible += eligible;
      return;
    }
  if (!amount)
    return;
  lde_vec_push(&all->payments, ((payment){line, pot, period, amount, option, eligible}));
  *last = all->payments.len;
}

static void pay_fixed(lines *all, size_t line, const lde_draft_option *option, lde_charge_basis basis,
                      int period, int64_t times)
{
  lde_route routes[LDE_ROUTES_MAX];

  for (int i = 0; i < option->charge_count && times; i++) {
    const lde_charge *charge = &option->charges[i];
    int64_t left = charge->amount * times;
    int count;
    if (charge->basis != basis)
      continue;
    count = lde_pot_routes(all->draft, option, lde_pot_bearer(all->draft, charge), period, routes);
    for (int r = 0; r < count; r++) {
      int64_t own = r + 1 == count ? left : llround(routes[r].share * (double)charge->amount) * times;
      pay(all, line, (int32_t)(option - all->draft->options.data), routes[r].pot, period, own,
          lde_charge_is_eligible(all->draft, option, charge, period) ? own : 0);
      left -= own;
    }
  }
}

static bool is_locked(const lines *all, int32_t option, int period)
{
  for (size_t i = 0; i < all->draft->locks.len; i++)
    if (all->draft->locks.data[i].option == option && all->draft->locks.data[i].period == period)
      return true;
  for (size_t i = 0; i < all->draft->spec->locks.len; i++)
    if (!all->draft->spec->locks.data[i].at_least &&
        !strcmp(all->draft->spec->locks.data[i].offering, all->draft->options.data[option].id))
      return true;
  return false;
}

static bool goal_before(const lines *all, int32_t a, int32_t b)
{
  lde_draft *draft = all->result->build.draft;
  return strcmp(lde_draft_id(draft, LDE_E(goal), a), lde_draft_id(draft, LDE_E(goal), b)) < 0;
}

/* Largest seats first, then by id; a goal stands once. */
static void add_goals(lines *all, lde_offer_line *line)
{
  double *weights = lde_alloc((size_t)lde_count(all->draft->ds, goal) + 1, sizeof *weights);

  for (size_t s = 0; s < line->served.len; s++) {
    const lde_draft_need *need =
        &all->draft->needs.data[all->draft->parts.data[line->served.data[s].part].need];
    for (int g = 0; g < need->goal_count; g++)
      weights[need->goals[g].goal] += (double)need->goals[g].share * (double)line->served.data[s].seats + 1e-9;
  }
  for (;;) {
    int32_t best = LDE_NO_ROW;
    for (int32_t goal = 0; goal < lde_count(all->draft->ds, goal); goal++)
      if (weights[goal] > 0 &&
          (best == LDE_NO_ROW || weights[goal] > weights[best] ||
           (!(weights[goal] < weights[best]) && goal_before(all, goal, best))))
        best = goal;
    if (best == LDE_NO_ROW)
      break;
    weights[best] = 0;
    lde_vec_push(&line->goals, best);
  }
  lde_free(weights);
}

static void pay_seats(lines *all, size_t line, const lde_taken *taken)
{
  int32_t column = taken->column;
  int period = taken->period;
  int64_t seats = taken->seats;
  const lde_draft_option *option = &all->draft->options.data[lde_column_option(all->build, column)];

  for (int i = 0; i < option->charge_count; i++)
    if (option->charges[i].basis == LDE_CHARGE_SEAT)
      pay(all, line, lde_column_option(all->build, column),
          lde_build_seat_pot(all->build, column, taken->part, &option->charges[i], period), period,
          option->charges[i].amount * seats,
          lde_charge_is_eligible(all->draft, option, &option->charges[i], period) ? option->charges[i].amount * seats : 0);
  if (lde_part_wage(all->draft, lde_column_part(all->build, column), option))
    pay(all, line, lde_column_option(all->build, column), lde_build_wage_pot(all->build, column, taken->part, period), period,
        lde_part_wage(all->draft, lde_column_part(all->build, column), option) * seats, 0);
}

static void add_line(lines *all, int32_t option, int period, int lane, int64_t sessions, bool alone, bool first)
{
  const lde_draft_option *each = &all->draft->options.data[option];
  const lde_seats *seats = &all->result->seats;
  lde_offer *offer = all->offer;
  size_t index = offer->lines.len;
  lde_offer_line line = {.offering = each->offering,
                         .period = lde_arena_strdup(&offer->arena, all->draft->period_text[period]),
                         .lane = lane_name(lane),
                         .sessions = sessions,
                         .minutes_per_seat = each->minutes};

  line.id = alone ? lde_arena_printf(&offer->arena, "%s@%s", each->id, line.period)
                  : lde_arena_printf(&offer->arena, "%s@%s@%s", each->id, line.period, line.lane);
  line.reason = is_locked(all, option, period)               ? LDE_IN_LOCK
                : lane == (int)LDE_CHOICE_OF(lane, mandatory) ? LDE_IN_MANDATORY
                                                              : LDE_IN_VALUE;
  lde_vec_push(&offer->lines, line);
  for (int32_t i = seats->start[option]; i < seats->start[option + 1]; i++) {
    const lde_taken *taken = &seats->list.data[i];
    if (taken->period != period || lane_of(all, taken->column) != lane)
      continue;
    offer->lines.data[index].seats += taken->seats;
    add_served(all, &offer->lines.data[index], taken->part, taken->seats,
               all->build->cells.data[lde_column_cell(all->build, taken->column)].step);
    pay_seats(all, index, taken);
  }
  if (!each->enrolment)
    pay_fixed(all, index, each, LDE_CHARGE_SESSION, period, sessions);
  if (first && all->result->plan.point.open[option])
    pay_fixed(all, index, each, LDE_CHARGE_ONCE, lde_option_first(all->draft, each), 1);
  for (size_t i = 0; i < all->build->adjusts.len; i++) {
    const lde_build_adjust *adjust = &all->build->adjusts.data[i];
    bool here = adjust->option == option && adjust->period == period;
    for (size_t l = 0; l < index && here; l++)
      here = offer->lines.data[l].offering != each->offering ||
             strcmp(offer->lines.data[l].period, line.period) != 0;
    if (here)
      pay(all, index, option, adjust->pot, period, adjust->amount, 0);
  }
  add_goals(all, &offer->lines.data[index]);
}

static void add_option(lines *all, int32_t option)
{
  const lde_seats *taken = &all->result->seats;
  int periods = all->draft->periods;
  bool first = true;

  for (int t = 0; t < periods; t++) {
    int64_t seats[LANES] = {0}, sessions[LANES] = {0};
    int64_t run = all->result->plan.point.sessions[option * periods + t], total = 0;
    int used = 0;
    if (all->draft->options.data[option].enrolment)
      run = 0;
    for (int32_t i = taken->start[option]; i < taken->start[option + 1]; i++)
      if (taken->list.data[i].period == t)
        seats[lane_of(all, taken->list.data[i].column)] += taken->list.data[i].seats;
    for (int l = 0; l < LANES; l++) {
      used += seats[l] > 0;
      total += seats[l];
    }
    if (!total && run) { /* a session that is fixed although nobody sits in it yet */
      int32_t need = all->draft->options.data[option].main_need;
      add_line(all, option, t, need >= 0 ? all->draft->needs.data[need].lane : (int)LDE_CHOICE_OF(lane, team),
               run, true, first);
      first = false;
    }
    split_sessions(run, seats, sessions);
    for (int l = 0; l < LANES; l++)
      if (seats[l]) {
        add_line(all, option, t, l, sessions[l], used == 1, first);
        first = false;
      }
  }
}

/* ---- funding ---- */

static void fund(lines *all, size_t line, int32_t budget, int64_t amount, const char *from)
{
  lde_offer_line *each = &all->offer->lines.data[line];
  struct placed *placed = NULL;
  const char *id = NULL;
  size_t at = 0;

  if (!amount)
    return;
  if (all->funded != line + 1)
    all->again = each->funding.len > 0;
  all->funded = line + 1;
  if (budget != LDE_NO_ROW) {
    all->paid[budget] += amount;
    placed = &all->place_of[budget];
    if (!placed->id)
      placed->id = lde_arena_strdup(&all->offer->arena, lde_draft_id(all->result->build.draft, LDE_E(budget), budget));
    id = placed->id;
    at = placed->line == line + 1 ? placed->at : all->again ? 0 : each->funding.len;
  }
  while (at < each->funding.len && (each->funding.data[at].fund != from || each->funding.data[at].budget != id))
    at++;
  if (placed && placed->line != line + 1)
    *placed = (struct placed){line + 1, at, id};
  if (at == each->funding.len)
    lde_vec_push(&each->funding, ((lde_offer_funding){id, 0, from}));
  each->funding.data[at].amount += amount;
}

static int64_t room_of(const lines *all, int32_t budget)
{
  return lde_get(all->draft->ds, budget, setup, budget) + lde_get(all->draft->ds, budget, carry_in, budget) -
         all->paid[budget];
}

/* The oldest money of a pot first. */
static int64_t take(lines *all, const payment *each, int pot, int64_t amount, bool whole)
{
  const lde_pot *from = &all->draft->pots->pots.data[pot];
  int32_t last = lde_pot_budget(from, all->draft, each->period);

  if (from->count == 1 || amount < 0) {
    int64_t room = last == LDE_NO_ROW ? 0 : room_of(all, last);
    int64_t own = whole || amount < room ? amount : room > 0 ? room : 0;
    fund(all, each->line, last, own, NULL);
    return amount - own;
  }
  for (int i = 0; i < from->count && amount > 0; i++) {
    int64_t room = room_of(all, from->budgets[i]), own;
    if (from->first[i] > all->draft->period_last[each->period])
      break;
    if (from->strict && from->last[i] < all->draft->period_first[each->period])
      continue;
    own = whole && from->budgets[i] == last ? amount : amount < room ? amount : room > 0 ? room : 0;
    fund(all, each->line, from->budgets[i], own, NULL);
    amount -= own;
  }
  return amount;
}

static void fund_payment(lines *all, const payment *each)
{
  int64_t amount = each->amount;

  if (each->pot >= 0) {
    take(all, each, each->pot, amount, true);
    return;
  }
  for (size_t i = 0; each->pot == LDE_POT_UNITS && i < all->draft->pots->pots.len && amount > 0; i++)
    if (all->draft->pots->pots.data[i].parent < 0)
      amount = take(all, each, (int)i, amount, false);
  fund(all, each->line, LDE_NO_ROW, amount, NULL);
}

/* The part of a fund goes to the lines in their order, to each at most its rate of the line's cost. */
static void pay_subsidy(lines *all, const lde_build_subsidy *subsidy)
{
  const lde_draft *draft = all->draft;
  const lde_draft_fund *from = &draft->funds.data[subsidy->fund];
  const char *name = lde_arena_strdup(&all->offer->arena, from->id);
  int64_t left = all->result->plan.point.aux[subsidy->aux], counted = 0, due = 0;

  for (size_t i = 0; i < all->payments.len && left > 0; i++) {
    payment *each = &all->payments.data[i];
    int64_t own;
    if (!each->eligible || draft->options.data[each->option].fund != subsidy->fund || each->pot != subsidy->pot ||
        lde_pot_row_period(draft, each->pot, each->period) != subsidy->period)
      continue;
    counted += each->eligible;
    own = counted / LDE_RATE_WHOLE * from->rate + counted % LDE_RATE_WHOLE * from->rate / LDE_RATE_WHOLE - due;
    due += own;
    own = own < left ? own : left;
    own = own < each->amount ? own : each->amount;
    fund(all, each->line, from->pot < 0 ? LDE_NO_ROW : lde_pot_budget(&draft->pots->pots.data[from->pot], draft, each->period),
         own, name);
    each->amount -= own;
    left -= own;
  }
}

static void settle(lines *all)
{
  static const int passes[] = {0, 1}; /* what the units themselves are charged goes before what they share */

  for (size_t i = 0; i < all->build->subsidies.len; i++)
    pay_subsidy(all, &all->build->subsidies.data[i]);
  for (size_t p = 0; p < 2; p++)
    for (int t = 0; t < all->draft->periods; t++)
      for (size_t i = 0; i < all->payments.len; i++)
        if (all->payments.data[i].period == t &&
            (all->payments.data[i].pot == LDE_POT_UNITS) == passes[p])
          fund_payment(all, &all->payments.data[i]);
  for (size_t l = 0; l < all->offer->lines.len; l++) {
    lde_offer_line *line = &all->offer->lines.data[l];
    size_t kept = 0;
    for (size_t i = 0; i < line->funding.len; i++)
      if (line->funding.data[i].amount)
        line->funding.data[kept++] = line->funding.data[i];
    line->funding.len = kept;
  }
}

void lde_result_lines(lde_offer_result *result, int64_t *paid)
{
  lines all = {.result = result,
               .draft = result->build.draft,
               .build = &result->build,
               .offer = result->offer,
               .paid = paid};

  all.payment_of = lde_alloc(all.draft->pots->pots.len + 4, sizeof *all.payment_of);
  all.place_of = lde_alloc((size_t)lde_count(all.draft->ds, budget) + 1, sizeof *all.place_of);
  for (size_t o = 0; o < all.draft->options.len; o++)
    add_option(&all, (int32_t)o);
  settle(&all);
  lde_vec_free(&all.payments);
  lde_free(all.payment_of);
  lde_free(all.place_of);
}
