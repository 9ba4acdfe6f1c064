#include "offer/result.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/decimal.h"
#include "base/error.h"
#include "offer/attempt.h"
#include "offer/lanes.h"
#include "offer/needs.h"
#include "offer/people.h"
#include "offer/people_fit.h"
#include "offer/proof.h"
#include "offer/purses.h"
#include "offer/result_lines.h"
#include "offer/stay.h"

/* Solves after the first, when people lack time for what it gives; of a large problem the first ones are rough. */
enum { NAMING_ROUNDS = 13, NAMING_ROUNDS_LARGE = 7, ROUGH_ROUNDS = 5 };
enum { FIRST_WORK = 20 };
#define ROUGH_GAP 0.02
#define FIRST_GAP 0.03

void lde_offer_result_deinit(lde_offer_result *result)
{
  lde_seats_deinit(&result->seats);
  lde_purses_deinit(&result->purses);
  lde_plan_deinit(&result->plan);
  lde_build_deinit(&result->build);
  lde_offer_free(result->offer);
  result->offer = NULL;
}

/* ---- prices ---- */

/* Of one unit of the measure, in points of value. */
static double row_price(const lde_offer_result *result, size_t row)
{
  int64_t price = result->plan.row_price ? result->plan.row_price[row] : 0;
  int64_t divisor = result->build.rows.data[row].divisor;

  return (double)price / (double)LDE_PRICE_UNIT / (double)LDE_VALUE_UNIT / (double)(divisor ? divisor : 1);
}

/* The budget whose name the rows of another one have: pots that count as one have rows in common. */
static int32_t rowed_by(const lde_draft *draft, int32_t budget, int pot)
{
  int joint = lde_pot_joint(draft, pot);
  return joint == pot ? budget : draft->pots->pots.data[joint].budgets[0];
}

static double price_of(const lde_offer_result *result, const char *name, bool *known)
{
  double major = pow(10, result->build.draft->ds->currency_decimals), sum = 0;

  *known = false;
  for (size_t i = 0; i < result->build.rows.len; i++) {
    const lde_build_row *row = &result->build.rows.data[i];
    double unit = row->kind == LDE_ROW_BUDGET ? major : 1;
    if (strcmp(row->name, name) &&
        !(!strncmp(row->name, name, strlen(name)) && row->name[strlen(name)] == ':')) /* all of a kind: budgets, resources */
      continue;
    *known = true;
    for (size_t c = 0; row->kind == LDE_ROW_CONSTRAINT && c < result->build.draft->spec->constraints.len; c++) {
      const lde_offer_constraint *each = &result->build.draft->spec->constraints.data[c];
      if (!strcmp(each->name, row->name))
        unit = each->measure.kind == LDE_MEASURE_COST ? major : each->measure.kind == LDE_MEASURE_HOURS ? 60 : 1;
    }
    sum += row_price(result, i) * (row->kind == LDE_ROW_HOURS || row->kind == LDE_ROW_RESOURCE || row->kind == LDE_ROW_ABSENCE ? 60 : unit);
  }
  return sum;
}

double lde_offer_price(const lde_offer_result *result, const char *name, bool *known)
{
  lde_draft *draft = result->build.draft;
  bool budget = !strncmp(name, "budgets:", 8);

  for (size_t p = 0; budget && draft->pots->joint && p < draft->pots->pots.len; p++) {
    int32_t row = draft->pots->pots.data[p].budgets[0], rowed = rowed_by(draft, row, (int)p);
    if (row != rowed && !strcmp(name + 8, lde_draft_id(draft, LDE_E(budget), row)))
      return price_of(result, lde_arena_printf(&draft->arena, "budgets:%s", lde_draft_id(draft, LDE_E(budget), rowed)), known);
  }
  return price_of(result, name, known);
}

/* ---- tables beside the lines ---- */

static void add_budgets(lde_offer_result *result, const int64_t *paid)
{
  lde_draft *draft = result->build.draft;
  lde_dataset *ds = draft->ds;
  int32_t count = lde_count(ds, budget);
  int64_t *planned = lde_alloc((size_t)count + 1, sizeof *planned);

  for (int32_t row = 0; row < count; row++)
    for (int32_t at = row, depth = 0; at != LDE_NO_ROW && depth < 64; at = lde_get_row(ds, budget, parent, at), depth++)
      planned[at] += paid[row];
  for (size_t p = 0; p < draft->pots->pots.len; p++) {
    const lde_pot *pot = &draft->pots->pots.data[p];
    for (int i = 0; i < pot->count; i++) {
      int32_t row = pot->budgets[i];
      lde_offer_budget budget = {
          .budget = lde_arena_strdup(&result->offer->arena, lde_draft_id(draft, LDE_E(budget), row)),
          .period = lde_arena_strdup(&result->offer->arena, lde_text_of(ds, budget, period, row)),
          .setup = lde_get(ds, budget, setup, row),
          .planned = planned[row]};
      bool known;
      budget.left = budget.setup + lde_get(ds, budget, carry_in, row) - budget.planned;
      budget.marginal = price_of(
          result,
          lde_arena_printf(&draft->arena, "budgets:%s", lde_draft_id(draft, LDE_E(budget), rowed_by(draft, row, (int)p))),
          &known);
      lde_vec_push(&result->offer->budgets, budget);
    }
  }
  lde_free(planned);
}

static int compare_budgets(const void *a, const void *b)
{
  const lde_offer_budget *x = a, *y = b;
  return strcmp(x->budget, y->budget);
}

/* Covered heads by need: seats in cells that are no mere step. */
static int64_t *cover(const lde_offer_result *result)
{
  const lde_build *build = &result->build;
  int64_t *heads = lde_alloc(build->draft->needs.len + 1, sizeof *heads);

  for (size_t i = 0; i < result->seats.list.len; i++) {
    const lde_taken *each = &result->seats.list.data[i];
    if (each->part >= 0 && !build->cells.data[lde_column_cell(build, each->column)].step)
      heads[build->draft->parts.data[each->part].need] += each->seats;
  }
  return heads;
}

static void add_needs(lde_offer_result *result, const int64_t *covered)
{
  const lde_draft *draft = result->build.draft;
  static const char *const lanes[] = {"mandatory", "core", "strategic", "team", "individual"};

  for (size_t n = 0; n < draft->needs.len; n++) {
    const lde_draft_need *need = &draft->needs.data[n];
    lde_offer_need out = {.id = lde_arena_strdup(&result->offer->arena, need->id),
                          .label = lde_arena_strdup(&result->offer->arena, need->label),
                          .need = need->row,
                          .unit = need->unit,
                          .competency = need->competency,
                          .heads = need->heads,
                          .covered = covered[n],
                          .lane = lanes[need->lane]};
    lde_vec_push(&result->offer->needs, out);
  }
}

typedef struct goal_order {
  const char *id;
  int32_t row;
} goal_order;

static int compare_goals(const void *a, const void *b)
{
  const goal_order *x = a, *y = b;
  return strcmp(x->id, y->id);
}

static void add_goals(lde_offer_result *result, const int64_t *covered)
{
  lde_draft *draft = result->build.draft;
  lde_dataset *ds = draft->ds;
  lde_offer *offer = result->offer;
  int32_t count = lde_count(ds, goal);
  goal_order *order = lde_alloc((size_t)count + 1, sizeof *order);

  for (int32_t row = 0; row < count; row++)
    order[row] = (goal_order){lde_draft_id(draft, LDE_E(goal), row), row};
  if (count)
    qsort(order, (size_t)count, sizeof *order, compare_goals);
  for (int32_t i = 0; i < count; i++) {
    int32_t goal = order[i].row;
    lde_offer_goal out = {.goal = goal, .weight = (double)lde_get(ds, goal, total_weight, goal) / 1e6};
    int64_t heads = 0, served_heads = 0;
    double cost = 0;
    for (size_t n = 0; n < draft->needs.len; n++)
      for (int g = 0; g < draft->needs.data[n].goal_count; g++)
        if (draft->needs.data[n].goals[g].goal == goal) {
          heads += draft->needs.data[n].heads;
          served_heads += covered[n];
        }
    for (size_t l = 0; l < offer->lines.len; l++) {
      const lde_offer_line *line = &offer->lines.data[l];
      for (size_t s = 0; s < line->served.len + line->steps.len; s++) {
        const lde_offer_served *served =
            s < line->served.len ? &line->served.data[s] : &line->steps.data[s - line->served.len];
        const lde_draft_need *need = &draft->needs.data[draft->parts.data[served->part].need];
        int64_t all = 0, own = 0;
        for (int g = 0; g < need->goal_count; g++) {
          all += need->goals[g].share;
          own += need->goals[g].goal == goal ? need->goals[g].share : 0;
        }
        if (!own)
          continue;
        out.seats += served->seats;
        cost += (double)line->cost * (double)served->seats / (double)line->seats * (double)own / (double)all;
      }
    }
    if (!heads)
      continue;
    out.cost = llround(cost);
    out.covered = (double)served_heads / (double)heads;
    lde_vec_push(&offer->goals, out);
  }
  lde_free(order);
}

/* Whether the amount of a row is money. */
static bool is_money(const lde_build *build, const lde_build_row *row)
{
  const lde_offer_spec *spec = build->draft->spec;

  for (size_t i = 0; i < spec->constraints.len && row->kind == LDE_ROW_CONSTRAINT; i++)
    if (!strcmp(spec->constraints.data[i].name, row->name))
      return spec->constraints.data[i].measure.kind == LDE_MEASURE_COST && !spec->constraints.data[i].is_share;
  return row->kind == LDE_ROW_BUDGET || row->kind == LDE_ROW_SUBSIDY;
}

static bool is_time(const lde_build *build, const lde_build_row *row)
{
  const lde_offer_spec *spec = build->draft->spec;

  for (size_t i = 0; i < spec->constraints.len && row->kind == LDE_ROW_CONSTRAINT; i++)
    if (!strcmp(spec->constraints.data[i].name, row->name))
      return spec->constraints.data[i].measure.kind == LDE_MEASURE_HOURS && !spec->constraints.data[i].is_share;
  return row->kind == LDE_ROW_HOURS || row->kind == LDE_ROW_RESOURCE || row->kind == LDE_ROW_ABSENCE;
}

/* The change of one named limit that lets the others stand, in the measure of its author. */
static void put_repair(const lde_build *build, const char *name, int64_t units, lde_buffer *text)
{
  const lde_dataset *ds = build->draft->ds;
  const lde_build_row *row = NULL;

  for (size_t i = 0; i < build->rows.len && !row; i++)
    if (!strcmp(build->rows.data[i].name, name))
      row = &build->rows.data[i];
  units *= row && row->divisor > 0 ? row->divisor : 1;
  lde_buffer_puts(text, text->len ? LDE_TR(ds->language, ", or ", ", of ") : LDE_TR(ds->language, "change ", "verander "));
  lde_buffer_printf(text, LDE_TR(ds->language, "%s by ", "%s met "), name);
  if (row && is_money(build, row)) {
    lde_money_format(text, units, ds->currency, ds->language);
  } else if (row && is_time(build, row)) {
    lde_decimal_format(text, (units * 10 + 59) / 60, 1, 1, ds->language);
    lde_buffer_puts(text, LDE_TR(ds->language, " hours", " uur"));
  } else {
    lde_buffer_printf(text, "%lld", (long long)units);
  }
}

/* Money, hours and heads cannot be weighed against each other: each limit has its own least change. */
static void add_infeasible(lde_offer_result *result)
{
  const lde_build *build = &result->build;
  lde_offer *offer = result->offer;
  lde_buffer text = {0};

  for (int i = 0; i < result->plan.clash_count; i++) {
    const char *name = lde_arena_strdup(&offer->arena, build->names.data[result->plan.clash[i]]);
    lde_vec_push(&offer->clash, name);
    if (result->plan.clash_repair[i] >= 0)
      put_repair(build, name, result->plan.clash_repair[i], &text);
  }
  if (text.len)
    offer->repair = lde_arena_strdup(&offer->arena, text.data);
  lde_buffer_free(&text);
}

static lde_offer_status status_of(const lde_plan *plan)
{
  switch (plan->status) {
  case LDE_PLAN_OPTIMAL:
    return LDE_OFFER_OPTIMAL;
  case LDE_PLAN_WITHIN_GAP:
    return LDE_OFFER_WITHIN_GAP;
  case LDE_PLAN_FEASIBLE:
    return LDE_OFFER_FEASIBLE;
  case LDE_PLAN_INFEASIBLE:
  case LDE_PLAN_NONE:
    break;
  }
  return LDE_OFFER_INFEASIBLE;
}

static int64_t fill(lde_offer_result *result)
{
  lde_draft *draft = result->build.draft;
  lde_offer *offer = result->offer;
  int64_t *paid = lde_alloc((size_t)lde_count(draft->ds, budget) + 1, sizeof *paid);
  int64_t *covered = cover(result), nameless;

  lde_result_lines(result, paid);
  for (size_t l = 0; l < offer->lines.len; l++)
    offer->cost += offer->lines.data[l].cost;
  add_budgets(result, paid);
  if (offer->budgets.len)
    qsort(offer->budgets.data, offer->budgets.len, sizeof *offer->budgets.data, compare_budgets);
  add_needs(result, covered);
  add_goals(result, covered);
  lde_offer_reasons(result);
  nameless = lde_offer_name_people(draft, offer);
  lde_free(paid);
  lde_free(covered);
  return nameless;
}

static void default_values(lde_draft *draft)
{
  bool own = false;

  for (size_t i = 0; i < draft->spec->terms.len; i++)
    own = own || draft->spec->terms.data[i].kind != LDE_TERM_MEASURE;
  for (size_t i = 0; i < draft->pairs.len; i++) {
    lde_draft_pair *pair = &draft->pairs.data[i];
    double base = draft->needs.data[pair->need].priority * pair->effectiveness * pair->reach;
    if (!own && !draft->spec->terms.len)
      pair->value = base;
    for (size_t t = 0; t < draft->spec->terms.len; t++)
      if (draft->spec->terms.data[t].kind == LDE_TERM_PRIORITY)
        pair->value += base * draft->spec->terms.data[t].weight;
  }
}

/* ---- pots that count as one ---- */

static bool has_plan(const lde_plan *plan)
{
  return plan->status != LDE_PLAN_INFEASIBLE && plan->status != LDE_PLAN_NONE;
}

static lde_status build_and_solve(lde_offer_result *result, lde_draft *draft, const lde_solve_options *options,
                                  lde_error *err)
{
  lde_status st;

  lde_plan_deinit(&result->plan);
  lde_build_deinit(&result->build);
  st = lde_build_make(&result->build, draft, err);
  return st == LDE_OK ? lde_solve(&result->build.problem, options, &result->plan, err) : st;
}

/* With all pots as one it is seen how much each would be asked for; then those that are as tight as each other
 * count as one. Some of the money is then left where nobody can spend it, for which a smaller gap makes up. */
#define JOINT_GAP 0.6

static lde_status solve_joint(lde_offer_result *result, lde_draft *draft, const lde_solve_options *options, bool *fits,
                              lde_error *err)
{
  lde_solve_options own = *options;
  lde_status st = build_and_solve(result, draft, options, err);
  int64_t bound;

  *fits = false;
  if (st != LDE_OK || !has_plan(&result->plan))
    return st;
  bound = result->plan.bound;
  lde_purses_init(&result->purses, &result->build);
  lde_seats_expect(&result->build, &result->plan, &result->purses);
  lde_purses_sort(draft, result->purses.expected);
  lde_purses_deinit(&result->purses);
  own.gap *= JOINT_GAP;
  st = build_and_solve(result, draft, &own, err);
  if (st != LDE_OK || !has_plan(&result->plan))
    return st;
  if (bound < result->plan.bound)
    result->plan.bound = bound;
  lde_purses_init(&result->purses, &result->build);
  st = lde_purses_deal(&result->purses, &result->plan, &result->seats, fits, err);
  *fits = *fits && lde_plan_gap(&result->plan) <= options->gap;
  if (!*fits)
    return st;
  result->plan.status = LDE_PLAN_WITHIN_GAP;
  lde_draft_note(draft, "%s",
                 LDE_TR(draft->ds->language,
                        "budgets of units that are as tight as each other have one price; each of them is kept to",
                        "budgetten van afdelingen die even krap zijn, hebben één prijs; elk ervan wordt in acht genomen"));
  return st;
}

/* Whether that led to a plan within the gap, its seats dealt out; else each pot stands by itself. */
static lde_status try_joint(lde_offer_result *result, lde_draft *draft, const lde_solve_options *options, bool *fits,
                            lde_error *err)
{
  lde_status st = LDE_OK;

  *fits = false;
  if (!lde_purses_join(draft, options->gap))
    return LDE_OK;
  st = solve_joint(result, draft, options, fits, err);
  if (st != LDE_OK || *fits)
    return st;
  lde_purses_part(draft);
  lde_purses_deinit(&result->purses);
  lde_seats_deinit(&result->seats);
  lde_plan_deinit(&result->plan);
  lde_build_deinit(&result->build);
  return LDE_OK;
}

/* The plan as an offer. Where pots count as one its seats have been dealt out. */
static lde_status tell(lde_offer_result *result, lde_draft *draft, int64_t *nameless, lde_error *err)
{
  static const char *const stops[] = {"gap", "work", "clock", "interrupt"};
  lde_status st;

  lde_offer_free(result->offer);
  result->offer = lde_offer_new();
  result->offer->status = status_of(&result->plan);
  for (size_t i = 0; i < draft->notes.len; i++)
    lde_vec_push(&result->offer->notes, lde_arena_strdup(&result->offer->arena, draft->notes.data[i]));
  result->offer->work = result->plan.work_used;
  result->offer->stopped_by = stops[result->plan.stopped_by];
  *nameless = 0;
  if (result->offer->status == LDE_OFFER_INFEASIBLE) {
    add_infeasible(result);
    return LDE_OK;
  }
  if (!draft->pots->joint) {
    lde_seats_deinit(&result->seats);
    st = lde_seats_deal(&result->seats, &result->build, &result->plan, NULL, err);
    if (st != LDE_OK)
      return st;
  }
  result->offer->value = (double)result->plan.score.value / (double)LDE_VALUE_UNIT;
  result->offer->bound = (double)result->plan.bound / (double)LDE_VALUE_UNIT;
  result->offer->gap = lde_plan_gap(&result->plan);
  *nameless = fill(result);
  return LDE_OK;
}

/* Where people lack time for a plan, the next one only has to say what they lack time for then. */
static lde_solve_options rough_options(const lde_solve_options *options)
{
  lde_solve_options rough = *options;

  rough.without_exact = true;
  rough.gap = rough.gap > ROUGH_GAP ? rough.gap : ROUGH_GAP;
  return rough;
}

/* The first plan, from which one with names is sought, need not be better than this. */
static lde_solve_options first_options(const lde_solve_options *options)
{
  lde_solve_options first = rough_options(options);

  first.work = first.work < FIRST_WORK ? first.work : FIRST_WORK;
  first.gap = first.gap > FIRST_GAP ? first.gap : FIRST_GAP;
  return first;
}

/* Names as they come, and from there a plan in which everybody has one; as usual where that leads to none. */
static lde_status tell_named(lde_offer_result *result, lde_draft *draft, const lde_solve_options *options, int64_t *nameless,
                             bool *fits, lde_error *err)
{
  lde_status st;

  draft->seated.len = 0;
  draft->naming_fits = draft->naming_hasty && lde_people_limited(draft);
  st = tell(result, draft, nameless, err);
  if (st != LDE_OK || !*nameless || !draft->naming_fits)
    return st;
  *fits = lde_people_fit(&result->build, &result->plan, result->offer, options);
  draft->naming_fits = false;
  return tell(result, draft, nameless, err);
}

/* One solve of the draft as it is now, with its tables. `rough`: only as good as it takes; where names lead to a
 * plan of their own, `fits`. */
static lde_status solve_once(lde_offer_result *result, lde_draft *draft, const lde_solve_options *options, bool rough, int64_t *nameless,
                             bool *fits, lde_error *err)
{
  lde_solve_options quick = rough_options(options), first = first_options(options);
  lde_status st;
  bool joint;

  *nameless = 0;
  *fits = false;
  result->offer = lde_offer_new();
  st = try_joint(result, draft, options, &joint, err);
  if (st != LDE_OK || joint)
    return st == LDE_OK ? tell(result, draft, nameless, err) : st;
  st = lde_build_make(&result->build, draft, err);
  draft->naming_hasty = st == LDE_OK && !lde_exact_is_small(&result->build.problem);
  if (rough && draft->naming_hasty)
    quick = draft->naming_rounds ? quick : first;
  if (st == LDE_OK)
    st = lde_solve(&result->build.problem, rough && draft->naming_hasty ? &quick : options, &result->plan, err);
  if (st != LDE_OK)
    return st;
  if (result->plan.status == LDE_PLAN_WITHIN_GAP || result->plan.status == LDE_PLAN_FEASIBLE)
    lde_stay_near(result, options);
  return tell_named(result, draft, options, nameless, fits, err);
}

/* What is proven of all plans whose people have names. */
typedef struct proven {
  double bound;
  int64_t shortage; /* of plans with no more than this */
} proven;

static bool has_guessed(const lde_draft *draft)
{
  for (size_t i = 0; i < draft->held.len; i++)
    if (draft->held.data[i].guessed)
      return true;
  return false;
}

/* A solve knows more limits than those before it. As long as these hold for every plan with names, so does its
 * bound; after a guess the bound of the last solve before it stays. */
static void keep_bound(lde_offer_result *result, proven *so_far, const lde_solve_options *options)
{
  lde_offer *offer = result->offer;
  int64_t shortage = result->plan.score.shortage;

  if (offer->status == LDE_OFFER_INFEASIBLE)
    return;
  if (!has_guessed(result->build.draft) && (shortage > so_far->shortage || offer->bound < so_far->bound))
    *so_far = (proven){offer->bound, shortage};
  if (shortage > so_far->shortage)
    return; /* the bound was for a plan with less shortage */
  offer->bound = so_far->bound > offer->value ? so_far->bound : offer->value;
  offer->gap = offer->value > 0 && offer->bound > offer->value ? (offer->bound - offer->value) / offer->value : 0;
  if (offer->gap > 1e-9)
    offer->status = offer->gap <= options->gap ? LDE_OFFER_WITHIN_GAP : LDE_OFFER_FEASIBLE;
}

/* Names are put on the seats. Where people lack the time for some, a plan with names is sought from there; of a
 * small problem, and where that finds none, these seats are taken back and the rest is decided again, so that the
 * gap is that of a plan in which everybody has a name. */
lde_status lde_offer_solve(lde_offer_result *result, lde_draft *draft, const lde_solve_options *options,
                           lde_error *err)
{
  lde_solve_options own = LDE_SOLVE_OPTIONS_INIT;
  lde_status st;
  int64_t nameless, work = 0;
  const lde_offer_proof *proof = NULL;
  bool rough = lde_people_limited(draft), fits = false;
  lde_arena kept = {0};
  proven so_far;

  memset(result, 0, sizeof *result);
  result->build.draft = draft;
  own.gap = draft->spec->gap;
  own.work = draft->spec->work;
  own.seed = draft->spec->seed;
  options = options ? options : &own;
  default_values(draft);
  st = lde_lanes_decide(draft, options, err);
  if (st == LDE_OK)
    st = solve_once(result, draft, options, rough, &nameless, &fits, err);
  if (st != LDE_OK)
    return st;
  so_far = (proven){result->offer->bound, result->plan.score.shortage};
  if (draft->spec->prove && result->offer->status != LDE_OFFER_INFEASIBLE)
    proof = lde_proof_make(&kept, result, options); /* of the first solve, like the bound */
  rough = rough && draft->naming_hasty;
  for (int round = 0; round < (draft->naming_hasty ? NAMING_ROUNDS_LARGE : NAMING_ROUNDS) && !fits && (nameless || rough) &&
                      !(options->interrupted && options->interrupted(options->context)); round++) {
    rough = draft->naming_hasty && nameless && round < ROUGH_ROUNDS;
    work += result->offer->work;
    lde_offer_result_deinit(result);
    memset(result, 0, sizeof *result);
    st = lde_lanes_decide(draft, options, err);
    if (st == LDE_OK)
      st = solve_once(result, draft, options, rough, &nameless, &fits, err);
    if (st != LDE_OK)
      break;
    keep_bound(result, &so_far, options);
    result->offer->work += work;
  }
  if (st == LDE_OK) {
    lde_offer_tell_rejected(draft, result->offer);
    if (proof) {
      lde_offer_proof *own = lde_proof_copy(&result->offer->arena, proof);
      own->reached = result->plan.score.shortage;
      result->offer->proof = own;
    }
  }
  lde_arena_free(&kept);
  return st;
}
