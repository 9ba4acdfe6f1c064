#include "offer/offer_lua.h"

#include <math.h>
#include <string.h>

#include "base/error.h"
#include "offer/enters.h"
#include "offer/lua_internal.h"

/* ---- the offer as a userdata ---- */

lde_lua_offer *lde_lua_offer_check(lua_State *L, int index)
{
  return lde_check_userdata(L, index, "offer");
}

static lde_lua_offer *push_offer(lua_State *L)
{
  lde_lua_offer *offer = lua_newuserdatauv(L, sizeof *offer, 1);

  offer->spec = NULL;
  luaL_setmetatable(L, LDE_METATABLE("offer"));
  lua_newtable(L);
  lua_setiuservalue(L, -2, 1);
  offer->spec = lde_alloc(1, sizeof *offer->spec);
  lde_offer_spec_init(offer->spec);
  return offer;
}

static int l_gc(lua_State *L)
{
  lde_lua_offer *offer = lua_touserdata(L, 1);
  if (offer->spec)
    lde_offer_spec_deinit(offer->spec);
  lde_free(offer->spec);
  offer->spec = NULL;
  return 0;
}

lde_lua_offer *lde_lua_offer_copy(lua_State *L, int index)
{
  lde_lua_offer *from = lde_lua_offer_check(L, index), *to = push_offer(L);

  lde_offer_spec_deinit(to->spec);
  lde_offer_spec_copy(to->spec, from->spec);
  lua_getiuservalue(L, index, 1);
  lua_getiuservalue(L, -2, 1);
  for (lua_Integer i = 1; i <= (lua_Integer)lua_rawlen(L, -2); i++) {
    lua_rawgeti(L, -2, i);
    lua_rawseti(L, -2, i);
  }
  lua_pop(L, 2);
  return to;
}

/* Remembers the value at `value` as a function of the offer at `index`; its number. */
static int add_function(lua_State *L, int index, int value)
{
  int number;

  lua_pushvalue(L, value);
  lua_getiuservalue(L, index, 1);
  number = (int)lua_rawlen(L, -1) + 1;
  lua_insert(L, -2);
  lua_rawseti(L, -2, number);
  lua_pop(L, 1);
  return number;
}

static const char *keep(lde_offer_spec *spec, const char *text)
{
  return lde_arena_strdup(&spec->arena, text);
}

/* ---- ld.offer{…} ---- */

static lua_Number check_number(lua_State *L, const char *key)
{
  if (lua_type(L, -1) != LUA_TNUMBER)
    luaL_error(L, "%s is a number, not %s", key, luaL_tolstring(L, -1, NULL));
  return lua_tonumber(L, -1);
}

static lua_Integer check_whole(lua_State *L, const char *key)
{
  if (!lua_isinteger(L, -1) && check_number(L, key) != (lua_Number)lua_tointeger(L, -1))
    luaL_error(L, "%s is a whole number, not %s", key, luaL_tolstring(L, -1, NULL));
  return lua_tointeger(L, -1);
}

static int check_word(lua_State *L, const char *key, const char *const words[])
{
  const char *text = lua_type(L, -1) == LUA_TSTRING ? lua_tostring(L, -1) : luaL_tolstring(L, -1, NULL);
  lde_suggestion near = {.wanted = text};

  for (int i = 0; words[i]; i++) {
    if (!strcmp(words[i], text))
      return i;
    lde_suggestion_offer(&near, words[i]);
  }
  return lde_script_raise_unknown(L, &near, "%s cannot be '%s'", key, text);
}

static double check_share(lua_State *L, const char *key)
{
  lua_Number value = check_number(L, key);
  if (!(value >= 0 && value <= 1))
    luaL_error(L, "%s is a share between 0 and 1", key);
  return value;
}

static void read_tiers(lua_State *L, lde_offer_spec *spec)
{
  if (lua_type(L, -1) == LUA_TSTRING || lua_isboolean(L, -1))
    return; /* "none" */
  luaL_checktype(L, -1, LUA_TTABLE);
  for (lua_Integer i = 1; i <= (lua_Integer)lua_rawlen(L, -1); i++) {
    lde_tier tier = {1, 1};
    lua_rawgeti(L, -1, i);
    luaL_checktype(L, -1, LUA_TTABLE);
    if (lua_getfield(L, -1, "share") != LUA_TNIL)
      tier.share = luaL_checknumber(L, -1);
    if (lua_getfield(L, -2, "weight") != LUA_TNIL)
      tier.weight = luaL_checknumber(L, -1);
    lua_pop(L, 3);
    lde_vec_push(&spec->tiers, tier);
  }
}

/* One share for all units, or a table from unit to share. */
static void read_absence(lua_State *L, lde_offer_spec *spec)
{
  if (lua_type(L, -1) == LUA_TNUMBER) {
    spec->absence_asked = true;
    spec->absence_max = check_share(L, "absence_max");
  }
  if (!lua_istable(L, -1))
    return; /* false or "none" */
  lua_pushnil(L);
  while (lua_next(L, -2)) {
    if (lua_type(L, -2) != LUA_TSTRING)
      luaL_error(L, "absence_max is a share, or a table from unit to share");
    lde_vec_push(&spec->absences,
                 ((struct lde_unit_share){lde_arena_strdup(&spec->arena, lua_tostring(L, -2)), check_share(L, "absence_max")}));
    lua_pop(L, 1);
  }
}

/* Lanes by name, as a list or as a text that names them in order; mandatory goes first in any case, and
 * lanes that are not named come last together. */
static void read_lane_order(lua_State *L, lde_offer_spec *spec)
{
  static const char *const lanes[] = {"mandatory", "core", "strategic", "team", "individual"};
  const char *text, *at;

  if (lua_istable(L, -1)) {
    lua_pushliteral(L, "");
    for (lua_Integer i = 1; i <= (lua_Integer)lua_rawlen(L, -2); i++) {
      lua_pushliteral(L, " ");
      if (lua_rawgeti(L, -3, i) != LUA_TSTRING)
        luaL_error(L, "lane_order is a list of lanes");
      lua_concat(L, 3);
    }
    lua_replace(L, -2);
  }
  text = luaL_checkstring(L, -1);
  spec->lane_count = 0;
  for (at = text; *at; at += strcspn(at, " ,;>|"), at += strspn(at, " ,;>|")) {
    size_t length = strcspn(at, " ,;>|");
    for (int i = 1; i < 5; i++) {
      bool there = false;
      for (int k = 0; k < spec->lane_count; k++)
        there = there || spec->lanes_first[k] == i;
      if (!there && strlen(lanes[i]) == length && !strncmp(at, lanes[i], length))
        spec->lanes_first[spec->lane_count++] = i;
    }
  }
}

/* A list of texts on top of the stack becomes one text, with commas between them. */
static const char *joined(lua_State *L, const char *key)
{
  if (!lua_istable(L, -1))
    return luaL_checkstring(L, -1);
  lua_pushliteral(L, "");
  for (lua_Integer i = 1; i <= (lua_Integer)lua_rawlen(L, -2); i++) {
    lua_pushliteral(L, ",");
    if (lua_rawgeti(L, -3, i) != LUA_TSTRING)
      luaL_error(L, "%s is a list of texts", key);
    lua_concat(L, 3);
  }
  lua_replace(L, -2);
  return lua_tostring(L, -1);
}

static void read_year(lua_State *L)
{
  const lde_dataset *ds = lde_offer_dataset(L);
  const char *year = luaL_tolstring(L, -1, NULL);

  if (strcmp(year, ds->year))
    luaL_error(L, "the plan year is %s; an offer for %s needs another run (--set year=%s)", ds->year, year, year);
  lua_pop(L, 1);
}

static void read_option(lua_State *L, const char *key, lde_offer_spec *spec)
{
  static const char *const keys[] = {"year", "period", "needs_from", "lambda", "effectiveness_prior",
                                     "all_or_nothing", "wage_loss", "hours_max", "fairness", "cost_bearing",
                                     "tiers", "gap", "work", "seed", "absence_max", "lane_order",
                                     "fairness_groups"};
  static const char *const periods[] = {"year", "half", "quarter", "month", NULL};
  static const char *const sources[] = {"auto", "written", "gaps", "needs", NULL};
  static const lde_needs_from from[] = {LDE_NEEDS_AUTO, LDE_NEEDS_WRITTEN, LDE_NEEDS_GAPS, LDE_NEEDS_WRITTEN};
  static const char *const bearings[] = {"data", "central", "unit", "fixed_key", "standard_rate", NULL};

  if (!strcmp(key, "year"))
    read_year(L);
  else if (!strcmp(key, "period"))
    spec->period = (lde_period_kind)check_word(L, key, periods);
  else if (!strcmp(key, "needs_from"))
    spec->needs_from = from[check_word(L, key, sources)];
  else if (!strcmp(key, "lambda"))
    spec->lambda = check_share(L, key);
  else if (!strcmp(key, "effectiveness_prior"))
    spec->effectiveness_prior = check_share(L, key);
  else if (!strcmp(key, "all_or_nothing"))
    spec->all_or_nothing = lua_toboolean(L, -1);
  else if (!strcmp(key, "wage_loss"))
    spec->wage_loss = lua_toboolean(L, -1);
  else if (!strcmp(key, "hours_max"))
    spec->hours_max = check_number(L, key);
  else if (!strcmp(key, "fairness"))
    spec->fairness = check_share(L, key);
  else if (!strcmp(key, "fairness_groups"))
    spec->fair_groups = lde_arena_strdup(&spec->arena, joined(L, key));
  else if (!strcmp(key, "cost_bearing"))
    spec->cost_bearing = bearings[check_word(L, key, bearings)];
  else if (!strcmp(key, "tiers"))
    read_tiers(L, spec);
  else if (!strcmp(key, "gap"))
    spec->gap = check_share(L, key);
  else if (!strcmp(key, "work"))
    spec->work = check_whole(L, key);
  else if (!strcmp(key, "seed"))
    spec->seed = (uint64_t)check_whole(L, key);
  else if (!strcmp(key, "lane_order"))
    read_lane_order(L, spec);
  else if (!strcmp(key, "absence_max"))
    read_absence(L, spec);
  else {
    lde_suggestion near = {.wanted = key};
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
      lde_suggestion_offer(&near, keys[i]);
    lde_script_raise_unknown(L, &near, "an offer has no option '%s'", key);
  }
}

static void read_options(lua_State *L, int index, lde_offer_spec *spec)
{
  luaL_checktype(L, index, LUA_TTABLE);
  lua_pushnil(L);
  while (lua_next(L, index)) {
    if (lua_type(L, -2) != LUA_TSTRING)
      luaL_error(L, "an option is written as name = value");
    read_option(L, lua_tostring(L, -2), spec);
    lua_pop(L, 1);
  }
}

static int l_offer(lua_State *L)
{
  lde_lua_offer *offer;

  lua_settop(L, 1);
  offer = push_offer(L);
  if (!lua_isnil(L, 1))
    read_options(L, 1, offer->spec);
  return 1;
}

/* ---- what an author adds ---- */

static int l_first(lua_State *L)
{
  lde_lua_offer_check(L, 1);
  lde_check_userdata(L, 2, "mandatory"); /* duties go before all else by themselves */
  lua_settop(L, 1);
  return 1;
}

static double option_number(lua_State *L, int index, const char *key, double otherwise)
{
  double value = otherwise;

  if (lua_isnoneornil(L, index))
    return otherwise;
  luaL_checktype(L, index, LUA_TTABLE);
  lua_pushnil(L);
  while (lua_next(L, index)) {
    if (lua_type(L, -2) != LUA_TSTRING || strcmp(lua_tostring(L, -2), key))
      luaL_error(L, "only '%s' can be given here", key);
    value = luaL_checknumber(L, -1);
    lua_pop(L, 1);
  }
  return value;
}

static int l_maximise(lua_State *L)
{
  lde_offer_spec *spec = lde_lua_offer_check(L, 1)->spec;
  lde_offer_term term = {.kind = LDE_TERM_PRIORITY};
  const char *name = luaL_checkstring(L, 2);

  term.weight = option_number(L, 4, "weight", 1);
  if (lua_isfunction(L, 3)) {
    term.kind = LDE_TERM_FUNCTION;
    term.function = add_function(L, 1, 3);
  } else if (!lua_isnoneornil(L, 3)) {
    const lde_lua_measure *measure = lde_lua_measure_check(L, 3);
    if (measure->is_share || measure->per != LDE_PER_ALL)
      return luaL_argerror(L, 3, "a whole measure or a function expected");
    term.kind = LDE_TERM_MEASURE;
    term.measure = measure->measure;
  }
  term.name = keep(spec, name);
  lde_vec_push(&spec->terms, term);
  lua_settop(L, 1);
  return 1;
}

static void add_constraint(lua_State *L, bool soft, double penalty)
{
  lde_offer_spec *spec = lde_lua_offer_check(L, 1)->spec;
  const char *name = luaL_checkstring(L, 2);
  lde_offer_constraint constraint = *lde_lua_constraint_check(L, 3);

  for (size_t i = 0; i < spec->constraints.len; i++)
    if (!strcmp(spec->constraints.data[i].name, name))
      luaL_error(L, "there is a constraint '%s' already; `without` takes it out", name);
  if (constraint.function) {
    lua_getiuservalue(L, 3, 1);
    constraint.function = add_function(L, 1, lua_gettop(L));
    lua_pop(L, 1);
  }
  constraint.name = keep(spec, name);
  constraint.soft = soft;
  constraint.penalty = penalty;
  lde_vec_push(&spec->constraints, constraint);
}

static int l_subject_to(lua_State *L)
{
  add_constraint(L, false, 0);
  lua_settop(L, 1);
  return 1;
}

static int l_prefer(lua_State *L)
{
  double penalty = option_number(L, 4, "penalty", -1);
  if (!(penalty >= 0))
    return luaL_argerror(L, 4, "{ penalty = … } expected");
  add_constraint(L, true, penalty);
  lua_settop(L, 1);
  return 1;
}

/* offer:forbid(expression or function [, name]): the name is what reasons show. */
static int l_forbid(lua_State *L)
{
  lde_offer_spec *spec = lde_lua_offer_check(L, 1)->spec;
  lde_offer_forbid forbid = {.name = "forbid"};

  if (lua_type(L, 2) != LUA_TSTRING && !lua_isfunction(L, 2))
    return luaL_argerror(L, 2, "an expression or a function expected");
  if (!lua_isnoneornil(L, 3))
    forbid.name = keep(spec, luaL_checkstring(L, 3));
  else if (lua_type(L, 2) == LUA_TSTRING)
    forbid.name = keep(spec, lua_tostring(L, 2));
  forbid.function = add_function(L, 1, 2);
  lde_vec_push(&spec->forbids, forbid);
  lua_settop(L, 1);
  return 1;
}

static int l_forbid_all(lua_State *L)
{
  lde_offer_spec *spec = lde_lua_offer_check(L, 1)->spec;
  lde_vec_push(&spec->forbids, ((lde_offer_forbid){.name = "forbid_all"}));
  lua_settop(L, 1);
  return 1;
}

static int l_keep(lua_State *L)
{
  lde_offer_spec *spec = lde_lua_offer_check(L, 1)->spec;
  lde_check_userdata(L, 2, "mandatory");
  spec->mandatory_only = true;
  lua_settop(L, 1);
  return 1;
}

static int64_t lock_field(lua_State *L, const char *key)
{
  int64_t value = -1;
  if (lua_getfield(L, 3, key) != LUA_TNIL) {
    value = luaL_checkinteger(L, -1);
    if (value < 0)
      luaL_error(L, "%s of a lock is 0 or more", key);
  }
  lua_pop(L, 1);
  return value;
}

static int l_lock(lua_State *L)
{
  lde_offer_spec *spec = lde_lua_offer_check(L, 1)->spec;
  int32_t row = lde_record_check_row(L, 2, LDE_E(offering)), first, last;
  lde_offer_lock lock = {.seats = -1, .sessions = -1};

  luaL_checktype(L, 3, LUA_TTABLE);
  lua_pushnil(L);
  while (lua_next(L, 3)) {
    const char *key = lua_type(L, -2) == LUA_TSTRING ? lua_tostring(L, -2) : "";
    if (strcmp(key, "seats") && strcmp(key, "sessions") && strcmp(key, "period"))
      return luaL_error(L, "a lock has seats, sessions and period");
    lua_pop(L, 1);
  }
  lock.seats = lock_field(L, "seats");
  lock.sessions = lock_field(L, "sessions");
  lua_getfield(L, 3, "period");
  lde_record_push_id(L, LDE_E(offering), row, false);
  lock.offering = keep(spec, lua_tostring(L, -1));
  if (!lua_isnil(L, -2)) {
    lock.period = keep(spec, luaL_checkstring(L, -2));
    if (!lde_period_bounds(lde_offer_dataset(L), lock.period, &first, &last))
      return luaL_error(L, "no period '%s'", lock.period);
  }
  lde_vec_push(&spec->locks, lock);
  lua_settop(L, 1);
  return 1;
}

/* Whether a name is one of the budgets; raises with a suggestion when nothing bears it. */
static void check_name(lua_State *L, const lde_offer_spec *spec, const char *name)
{
  lde_dataset *ds = lde_offer_dataset(L);
  static const char *const builtins[] = {"budgets", "group_sizes", "lead_times", "prerequisites", "locks", "hours",
                                         "deadlines", "resources", "fairness", "subsidies", "mandatory", "mixes"};
  lde_suggestion near = {.wanted = name};

  if (!strncmp(name, "budgets:", 8) &&
      lde_row_find(ds, lde_dataset_table(ds, LDE_E(budget)), name + 8, strlen(name + 8)) != LDE_NO_ROW)
    return;
  for (size_t i = 0; i < spec->constraints.len; i++) {
    if (!strcmp(spec->constraints.data[i].name, name))
      return;
    lde_suggestion_offer(&near, spec->constraints.data[i].name);
  }
  for (size_t i = 0; i < spec->forbids.len; i++)
    if (!strcmp(spec->forbids.data[i].name, name))
      return;
  for (size_t i = 0; i < sizeof builtins / sizeof *builtins; i++)
    lde_suggestion_offer(&near, builtins[i]);
  lde_script_raise_unknown(L, &near, "the offer has nothing that is called '%s'", name);
}

static int l_without(lua_State *L)
{
  lde_offer_spec *spec = lde_lua_offer_check(L, 1)->spec;
  const char *name = luaL_checkstring(L, 2);
  unsigned bit = lde_builtin_find(name);

  spec->without |= bit;
  if (!bit) {
    check_name(L, spec, name);
    lde_vec_push(&spec->dropped, keep(spec, name));
  }
  lua_settop(L, 1);
  return 1;
}

static int l_scale(lua_State *L)
{
  lde_offer_spec *spec = lde_lua_offer_check(L, 1)->spec;
  const char *name = luaL_checkstring(L, 2);
  double factor = luaL_checknumber(L, 3);

  if (!(factor >= 0))
    return luaL_argerror(L, 3, "0 or more expected");
  if (strcmp(name, "budgets"))
    check_name(L, spec, name);
  for (size_t i = 0; i < spec->constraints.len; i++)
    if (!strcmp(spec->constraints.data[i].name, name)) {
      spec->constraints.data[i].factor *= factor;
      lua_settop(L, 1);
      return 1;
    }
  lde_vec_push(&spec->scales, ((struct lde_scale){keep(spec, name), factor}));
  lua_settop(L, 1);
  return 1;
}

/* ---- solving ---- */


static bool was_interrupted(void *ctx)
{
  const lde_offer_desk *desk = ctx;
  return desk->interrupted && desk->interrupted(desk->ctx);
}

static void tell_progress(void *ctx, int64_t value, int64_t bound, int64_t work)
{
  const lde_offer_desk *desk = ctx;
  (void)work;
  if (desk->progress)
    desk->progress(desk->ctx, (double)value / (double)LDE_VALUE_UNIT, (double)bound / (double)LDE_VALUE_UNIT);
}

lde_solve_options lde_lua_solve_options(lua_State *L, const lde_offer_spec *spec)
{
  return (lde_solve_options){.gap = spec->gap,
                             .work = spec->work,
                             .seed = spec->seed,
                             .interrupted = was_interrupted,
                             .context = lde_offer_desk_of(L)};
}

/* What would bring candidates in is looked for in offers that somebody reads, not in all of a what-if. */
static void find_what_enters(lua_State *L)
{
  lde_lua_result *result = lde_lua_result_test(L, -1);
  lde_solve_options options = lde_lua_solve_options(L, result->spec);

  if (lde_offer_desk_of(L)->prove || result->result->offer->status == LDE_OFFER_INFEASIBLE)
    return;
  lde_sandbox_pause(L);
  lde_enters_find(result->result, &options);
  lde_sandbox_resume(L);
}

lde_lua_result *lde_lua_offer_solve(lua_State *L, int index)
{
  lde_lua_offer *offer = lde_lua_offer_check(L, index);
  lde_lua_result *result = lde_lua_result_push(L);
  lde_solve_options options;
  lde_error err = {0};
  lde_status status;

  result->spec = lde_alloc(1, sizeof *result->spec);
  lde_offer_spec_copy(result->spec, offer->spec);
  result->spec->prove = result->spec->prove || lde_offer_desk_of(L)->prove;
  result->draft = lde_offer_draft_new(lde_offer_dataset(L), result->spec);
  result->draft->near = lde_offer_desk_of(L)->near;
  result->draft->near_count = lde_offer_desk_of(L)->near_count;
  lde_lua_functions_call(L, index, result);
  options = lde_lua_solve_options(L, result->spec);
  options.progress = tell_progress;
  result->result = lde_alloc(1, sizeof *result->result);
  lde_sandbox_pause(L);
  status = lde_offer_solve(result->result, result->draft, &options, &err);
  lde_sandbox_resume(L);
  if (status != LDE_OK)
    luaL_error(L, "%s", err.message);
  lde_sandbox_charge(L, 1000);
  lua_pushvalue(L, index);
  lua_setiuservalue(L, -2, 1);
  return result;
}

static int l_solve(lua_State *L)
{
  lde_lua_offer *offer = lde_lua_offer_check(L, 1);

  lua_settop(L, 2);
  if (!lua_isnil(L, 2)) {
    luaL_checktype(L, 2, LUA_TTABLE);
    lua_pushnil(L);
    while (lua_next(L, 2)) {
      const char *key = lua_type(L, -2) == LUA_TSTRING ? lua_tostring(L, -2) : "";
      if (strcmp(key, "gap") && strcmp(key, "work") && strcmp(key, "seed"))
        return luaL_error(L, "solve takes gap, work and seed");
      read_option(L, key, offer->spec);
      lua_pop(L, 1);
    }
  }
  lde_lua_offer_solve(L, 1);
  find_what_enters(L);
  return 1;
}

/* ---- opening ---- */

static int l_mandatory(lua_State *L)
{
  lua_newuserdatauv(L, 1, 0);
  luaL_setmetatable(L, LDE_METATABLE("mandatory"));
  return 1;
}

static int l_table(lua_State *L)
{
  luaL_checktype(L, 1, LUA_TTABLE);
  lua_settop(L, 1);
  return 1;
}

static void open_offer(lua_State *L)
{
  static const luaL_Reg methods[] = {
      {"first", l_first},     {"maximise", l_maximise}, {"subject_to", l_subject_to},
      {"prefer", l_prefer},   {"forbid", l_forbid},     {"forbid_all", l_forbid_all},
      {"keep", l_keep},       {"lock", l_lock},         {"without", l_without},
      {"scale", l_scale},     {"solve", l_solve},       {"scenarios", lde_lua_offer_scenarios},
      {"sweep", lde_lua_offer_sweep}, {NULL, NULL}};

  if (lde_sandbox_metatable(L, "offer")) {
    lua_pushcfunction(L, l_gc);
    lua_setfield(L, -2, "__gc");
    lua_newtable(L);
    luaL_setfuncs(L, methods, 0);
    lua_setfield(L, -2, "__index");
  }
  lua_pop(L, 1);
  lde_sandbox_metatable(L, "mandatory");
  lua_pop(L, 1);
}

static int l_desk_gc(lua_State *L)
{
  lde_offer_desk *desk = lua_touserdata(L, 1);
  lde_arena_free(&desk->arena);
  return 0;
}

static int l_open(lua_State *L)
{
  static const luaL_Reg functions[] = {
      {"offer", l_offer}, {"mandatory", l_mandatory}, {"table", l_table}, {NULL, NULL}};
  lde_offer_desk *desk;

  lua_settop(L, 1);
  luaL_setfuncs(L, functions, 0);
  lde_measure_lua_open(L);
  lua_settop(L, 1);
  lde_model_lua_open(L);
  lua_settop(L, 1);
  open_offer(L);
  lde_result_lua_open(L);
  desk = lua_newuserdatauv(L, sizeof *desk, 0);
  memset(desk, 0, sizeof *desk);
  if (lde_sandbox_metatable(L, "offer desk")) {
    lua_pushcfunction(L, l_desk_gc);
    lua_setfield(L, -2, "__gc");
  }
  lua_setmetatable(L, -2);
  lde_script_attach(lde_script_of(L), LDE_OFFER_DESK, desk);
  lua_setfield(L, LUA_REGISTRYINDEX, LDE_METATABLE("the offer desk"));
  return 0;
}

lde_outcome lde_offer_extend(lde_script *script, void (*progress)(void *ctx, double value, double bound),
                             bool (*interrupted)(void *ctx), void *ctx, lde_failure *failure)
{
  lde_outcome outcome = lde_script_extend(script, "offer", l_open, failure);
  lde_offer_desk *desk = lde_script_attached(script, LDE_OFFER_DESK);

  if (outcome == LDE_OUTCOME_OK && desk) {
    desk->progress = progress;
    desk->interrupted = interrupted;
    desk->ctx = ctx;
  }
  return outcome;
}

void lde_offer_stay_near(lde_script *script, const lde_earlier_seats *seats, size_t count)
{
  lde_offer_desk *desk = lde_script_attached(script, LDE_OFFER_DESK);

  desk->near = seats;
  desk->near_count = count;
}

void lde_offer_prove_prices(lde_script *script)
{
  lde_offer_desk *desk = lde_script_attached(script, LDE_OFFER_DESK);

  desk->prove = true;
}

static int l_solve_returned(lua_State *L)
{
  lde_lua_offer_solve(L, 1);
  find_what_enters(L);
  return 1;
}

lde_outcome lde_offer_take(lde_script *script, lde_offer **out, lde_failure *failure)
{
  lde_sandbox *sandbox = lde_script_sandbox(script);
  lua_State *L = lde_sandbox_state(sandbox);
  lde_lua_result *result;

  *out = NULL;
  if (luaL_testudata(L, -1, LDE_METATABLE("offer"))) {
    lde_outcome outcome;
    lua_pushcfunction(L, l_solve_returned);
    lua_insert(L, -2);
    outcome = lde_sandbox_call(sandbox, 1, 1, failure);
    if (outcome != LDE_OUTCOME_OK)
      return outcome;
  }
  result = lde_lua_result_test(L, -1);
  if (result && result->result && result->result->offer) {
    *out = result->result->offer;
    result->result->offer = NULL;
    lua_pop(L, 1);
  }
  return LDE_OUTCOME_OK;
}
