/* What-if over an offer: scenarios, by name or standard, and sweeps over the amount of a limit. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "offer/lua_internal.h"
#include "offer/offer_lua.h"
#include "offer/proof.h"

/* Name → function of all scenarios that the script has named so far. */
#define NAMED LDE_METATABLE("named scenarios")

static void set_text(lua_State *L, const char *key, const char *text)
{
  lua_pushstring(L, text);
  lua_setfield(L, -2, key);
}

static void set_integer(lua_State *L, const char *key, int64_t value)
{
  lua_pushinteger(L, value);
  lua_setfield(L, -2, key);
}

static void set_number(lua_State *L, const char *key, double value)
{
  lua_pushnumber(L, value);
  lua_setfield(L, -2, key);
}

static void remember(lua_State *L, int scenarios)
{
  luaL_getsubtable(L, LUA_REGISTRYINDEX, NAMED);
  lua_pushnil(L);
  while (lua_next(L, scenarios)) {
    lua_pushvalue(L, -2);
    lua_insert(L, -2);
    lua_settable(L, -4);
  }
  lua_pop(L, 1);
}

void lde_lua_offer_push_row(lua_State *L, const char *name, const lde_offer *offer, double base)
{
  int64_t people = 0, shortfall = 0, open = 0;
  int32_t last = -1;

  for (size_t i = 0; i < offer->needs.len; i++)
    people += offer->needs.data[i].covered;
  for (size_t i = 0; i < offer->unmet.len; i++)
    shortfall += offer->unmet.data[i].mandatory ? offer->unmet.data[i].heads : 0;
  for (size_t i = 0; i < offer->lines.len; i++) {
    open += offer->lines.data[i].offering != last;
    last = offer->lines.data[i].offering;
  }
  lua_newtable(L);
  set_text(L, "name", name);
  set_text(L, "status", lde_offer_status_name(offer->status));
  set_number(L, "value", offer->value);
  set_integer(L, "cost", offer->cost);
  set_integer(L, "people", people);
  set_integer(L, "mandatory_shortfall", shortfall);
  set_integer(L, "open_offerings", open);
  set_number(L, "gap", offer->gap);
  set_number(L, "difference", offer->value - base);
}

static int compare_names(const void *a, const void *b)
{
  return strcmp(*(const char *const *)a, *(const char *const *)b);
}

int lde_lua_offer_scenarios(lua_State *L)
{
  const char **names;
  lua_Integer count = 0, at = 0;
  double base;

  lde_lua_offer_check(L, 1);
  luaL_checktype(L, 2, LUA_TTABLE);
  lua_settop(L, 2);
  lua_pushnil(L);
  while (lua_next(L, 2)) {
    if (lua_type(L, -2) != LUA_TSTRING || !lua_isfunction(L, -1))
      return luaL_error(L, "a scenario is written as name = function(offer) … end");
    count++;
    lua_pop(L, 1);
  }
  names = lua_newuserdatauv(L, ((size_t)count + 1) * sizeof *names, 0); /* 3 */
  lua_pushnil(L);
  while (lua_next(L, 2)) {
    names[at++] = lua_tostring(L, -2);
    lua_pop(L, 1);
  }
  qsort(names, (size_t)count, sizeof *names, compare_names);
  remember(L, 2);
  lua_newtable(L); /* 4 */
  base = lde_lua_offer_solve(L, 1)->result->offer->value;
  lde_lua_offer_push_row(L, "base", lde_lua_result_test(L, -1)->result->offer, base);
  lua_rawseti(L, 4, 1);
  lua_settop(L, 4);
  for (lua_Integer i = 0; i < count; i++) {
    lde_lua_offer_copy(L, 1); /* 5 */
    lua_getfield(L, 2, names[i]);
    lua_pushvalue(L, 5);
    lde_sandbox_call_plain(L, 1, 0);
    lde_lua_offer_push_row(L, names[i], lde_lua_offer_solve(L, 5)->result->offer, base);
    lua_rawseti(L, 4, i + 2);
    lua_settop(L, 4);
  }
  return 1;
}

/* What a named limit is now: minor units, hours or heads. */
static double amount_of(const lde_lua_result *result, const char *name)
{
  double sum = 0;

  for (size_t i = 0; i < result->spec->constraints.len; i++)
    if (!strcmp(result->spec->constraints.data[i].name, name))
      return result->spec->constraints.data[i].bound * result->spec->constraints.data[i].factor;
  for (size_t i = 0; i < result->result->offer->budgets.len; i++) {
    const lde_offer_budget *each = &result->result->offer->budgets.data[i];
    if (!strcmp(name, "budgets") || (!strncmp(name, "budgets:", 8) && !strcmp(name + 8, each->budget)))
      sum += (double)each->setup * lde_offer_spec_factor(result->spec, name);
  }
  return sum;
}

static double sweep_number(lua_State *L, const char *key)
{
  double value;
  lua_getfield(L, 3, key);
  value = luaL_checknumber(L, -1);
  lua_pop(L, 1);
  return value;
}

/* One amount of a sweep; the proof is kept by the solved offer on the stack below. */
typedef struct step {
  const lde_offer *offer;
  double amount;
} step;

/* The slope of what the prices prove, towards the next amount or from the one before. */
static double slope(const step *steps, int count, int i, double major)
{
  for (int side = 1; side >= -1; side -= 2)
    for (int k = i + side; k >= 0 && k < count; k += side) {
      double value;
      if (fabs(steps[k].amount - steps[i].amount) > 0.5 && steps[i].offer->proof && steps[k].offer->proof &&
          lde_proof_change(steps[i].offer->proof, steps[k].offer->proof, &value))
        return value / (steps[k].amount - steps[i].amount) * major;
    }
  return 0;
}

/* The lowest proof there is for an amount: its own bound, or the prices of any step. */
static double upper_at(const step *steps, int count, int i)
{
  double upper = steps[i].offer->bound, value;

  for (int k = 0; k < count; k++)
    if (steps[i].offer->proof && steps[k].offer->proof && lde_proof_at(steps[k].offer->proof, steps[i].offer->proof, &value) &&
        value < upper)
      upper = value;
  return upper;
}

/* Money is told by the euro, other limits by their unit. */
static double unit_of(lua_State *L, const lde_lua_result *result, const char *name)
{
  for (size_t i = 0; i < result->spec->constraints.len; i++)
    if (!strcmp(result->spec->constraints.data[i].name, name) && result->spec->constraints.data[i].measure.kind != LDE_MEASURE_COST)
      return 1;
  return pow(10, lde_offer_dataset(L)->currency_decimals);
}

/* Solves the offer with the limit scaled, and leaves the result on the stack. */
static lde_lua_result *solve_scaled(lua_State *L, const char *name, double factor)
{
  lde_lua_offer_copy(L, 1);
  lde_lua_offer_check(L, -1)->spec->prove = true;
  lua_getfield(L, -1, "scale");
  lua_pushvalue(L, -2);
  lua_pushstring(L, name);
  lua_pushnumber(L, factor);
  lua_call(L, 3, 0);
  lde_lua_offer_solve(L, lua_gettop(L));
  lua_remove(L, -2);
  return lde_lua_result_test(L, -1);
}

static void push_step(lua_State *L, const char *name, const step *steps, int count, int i, double factor, double major)
{
  const lde_offer *offer = steps[i].offer;

  lde_lua_offer_push_row(L, name, offer, 0);
  set_number(L, "factor", factor);
  set_number(L, "amount", steps[i].amount);
  set_number(L, "bound", offer->proof ? offer->proof->bound : offer->bound);
  set_number(L, "upper", upper_at(steps, count, i));
  set_number(L, "price", slope(steps, count, i, major));
}

int lde_lua_offer_sweep(lua_State *L)
{
  const char *name = luaL_checkstring(L, 2);
  double from, to, by, major = 1;
  step *steps;
  int count;

  lde_lua_offer_check(L, 1);
  luaL_checktype(L, 3, LUA_TTABLE);
  lua_settop(L, 3);
  from = sweep_number(L, "from");
  to = sweep_number(L, "to");
  by = sweep_number(L, "step");
  if (!(by > 0) || !(to >= from) || (to - from) / by > 1000)
    return luaL_error(L, "a sweep goes from a factor to a larger one, in at most 1000 steps");
  count = (int)floor((to - from) / by + 1e-9) + 1;
  steps = lua_newuserdatauv(L, (size_t)count * sizeof *steps, 0); /* 4 */
  lua_newtable(L);                                               /* 5: the offers, which own the proofs */
  for (int i = 0; i < count; i++) {
    const lde_lua_result *result = solve_scaled(L, name, from + by * i);
    steps[i] = (step){result->result->offer, amount_of(result, name)};
    major = unit_of(L, result, name);
    lua_rawseti(L, 5, i + 1);
  }
  lua_newtable(L); /* 6 */
  for (int i = 0; i < count; i++) {
    push_step(L, name, steps, count, i, from + by * i, major);
    lua_rawseti(L, 6, i + 1);
  }
  return 1;
}

/* ---- for a run that asks for all of them ---- */

typedef struct taking {
  lde_scenarios *out;
} taking;

/* Pushes the offer as it was before it was solved. */
static void push_unsolved(lua_State *L, int index)
{
  lde_lua_result *result = lde_lua_result_test(L, index);
  lde_lua_offer *copy;

  if (!result) {
    lde_lua_offer_copy(L, index);
    return;
  }
  lua_getiuservalue(L, index, 1);
  copy = lde_lua_offer_copy(L, lua_gettop(L));
  lde_offer_spec_deinit(copy->spec);
  lde_offer_spec_copy(copy->spec, result->spec);
  lua_replace(L, -2);
}

static void call_method(lua_State *L, const char *method, const char *text, const char *name)
{
  lua_getfield(L, -1, method);
  lua_pushvalue(L, -2);
  if (text)
    lua_pushstring(L, text);
  if (name)
    lua_pushstring(L, name);
  lua_call(L, 1 + (text != NULL) + (name != NULL), 0);
}

/* Changes the offer on top into a standard scenario. */
static void change(lua_State *L, lde_scenario_kind kind)
{
  lde_lua_offer *offer = lde_lua_offer_check(L, -1);
  double factor = kind == LDE_SCENARIO_LESS ? 0.9 : 1.1;

  switch (kind) {
  case LDE_SCENARIO_NOTHING:
    call_method(L, "forbid_all", NULL, NULL);
    offer->spec->without |= LDE_LOCKS; /* also what was decided before is not done */
    offer->spec->locks.len = 0;
    break;
  case LDE_SCENARIO_MANDATORY:
    offer->spec->mandatory_only = true;
    offer->spec->without |= LDE_LOCKS; /* what was fixed for other needs would have no place */
    offer->spec->locks.len = 0;
    break;
  case LDE_SCENARIO_OUTSOURCE_DESIGN:
    call_method(L, "forbid", "offering.sourcing == 'build' or offering.sourcing == 'blend'", "outsource_design");
    break;
  case LDE_SCENARIO_OUTSOURCE_DELIVERY:
    call_method(L, "forbid",
                "offering.supplier == nil and offering.sourcing ~= 'buy_open' and "
                "offering.sourcing ~= 'buy_incompany' and offering.sourcing ~= 'license'",
                "outsource_delivery");
    break;
  case LDE_SCENARIO_LESS:
  case LDE_SCENARIO_MORE:
    lde_vec_push(&offer->spec->scales, ((struct lde_scale){"budgets", factor}));
    break;
  default:
    break;
  }
}

/* Solves the offer on top, takes it off, and hands the plan to the caller. */
static void take(lua_State *L, lde_scenarios *out, const char *name, lde_scenario_kind kind)
{
  lde_lua_result *result = lde_lua_offer_solve(L, lua_gettop(L));
  lde_scenario one = {.name = lde_arena_strdup(&out->arena, name),
                      .kind = kind,
                      .offer = result->result->offer};

  result->result->offer = NULL;
  lde_vec_push(&out->items, one);
  lua_pop(L, 2);
}

static void take_named(lua_State *L, lde_scenarios *out)
{
  lua_Integer count = 0, at = 0;
  const char **names;

  luaL_getsubtable(L, LUA_REGISTRYINDEX, NAMED); /* 2 */
  lua_pushnil(L);
  while (lua_next(L, 2)) {
    count++;
    lua_pop(L, 1);
  }
  names = lua_newuserdatauv(L, ((size_t)count + 1) * sizeof *names, 0); /* 3 */
  lua_pushnil(L);
  while (lua_next(L, 2)) {
    names[at++] = lua_tostring(L, -2);
    lua_pop(L, 1);
  }
  qsort(names, (size_t)count, sizeof *names, compare_names);
  for (lua_Integer i = 0; i < count; i++) {
    push_unsolved(L, 1); /* 4 */
    lua_getfield(L, 2, names[i]);
    lua_pushvalue(L, 4);
    lde_sandbox_call_plain(L, 1, 0);
    take(L, out, names[i], LDE_SCENARIO_NAMED);
  }
  lua_settop(L, 1);
}

static int l_take(lua_State *L)
{
  static const char *const names[] = {"nothing", "mandatory_only", "outsource_design", "outsource_delivery",
                                      "budgets_less", "budgets_more"};
  const taking *taking = lua_touserdata(L, 1);

  lua_remove(L, 1);
  for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
    push_unsolved(L, 1);
    change(L, (lde_scenario_kind)i);
    take(L, taking->out, names[i], (lde_scenario_kind)i);
  }
  take_named(L, taking->out);
  return 0;
}

lde_outcome lde_offer_take_scenarios(lde_script *script, lde_scenarios *out, lde_failure *failure)
{
  lde_sandbox *sandbox = lde_script_sandbox(script);
  lua_State *L = lde_sandbox_state(sandbox);
  taking taking = {out};

  if (!lde_lua_result_test(L, -1) && !luaL_testudata(L, -1, LDE_METATABLE("offer")))
    return LDE_OUTCOME_OK;
  lua_pushcfunction(L, l_take);
  lua_pushlightuserdata(L, &taking);
  lua_pushvalue(L, -3);
  return lde_sandbox_call(sandbox, 2, 0, failure);
}

void lde_scenarios_free(lde_scenarios *scenarios)
{
  for (size_t i = 0; i < scenarios->items.len; i++)
    lde_offer_free(scenarios->items.data[i].offer);
  lde_vec_free(&scenarios->items);
  lde_arena_free(&scenarios->arena);
}
