/* ld.cost, ld.hours, ld.seats, ld.sessions, ld.people: measures with filters, and the constraints that
 * their methods make. */
#include <string.h>

#include "offer/lua_internal.h"

static lde_lua_measure *check_measure(lua_State *L, int index)
{
  return lde_check_userdata(L, index, "measure");
}

const lde_lua_measure *lde_lua_measure_check(lua_State *L, int index)
{
  return check_measure(L, index);
}

const lde_offer_constraint *lde_lua_constraint_check(lua_State *L, int index)
{
  return lde_check_userdata(L, index, "constraint");
}

static lde_lua_measure *push_measure(lua_State *L)
{
  lde_lua_measure *measure = lua_newuserdatauv(L, sizeof *measure, 0);
  memset(measure, 0, sizeof *measure);
  luaL_setmetatable(L, LDE_METATABLE("measure"));
  return measure;
}

/* ---- filters ---- */

/* Calls `take` for the value on top, or for each item when it is a list; pops it. */
static void each_value(lua_State *L, void (*take)(lua_State *L, void *ctx), void *ctx)
{
  if (!lua_istable(L, -1)) {
    take(L, ctx);
    lua_pop(L, 1);
    return;
  }
  for (lua_Integer i = 1; i <= (lua_Integer)lua_rawlen(L, -1); i++) {
    lua_rawgeti(L, -1, i);
    take(L, ctx);
    lua_pop(L, 1);
  }
  lua_pop(L, 1);
}

typedef struct choice_filter {
  const char *set, *key;
  unsigned *mask;
} choice_filter;

static void take_choice(lua_State *L, void *ctx)
{
  choice_filter *filter = ctx;
  const lde_choices *choices = lde_choices_find(filter->set);
  size_t len;
  const char *text = luaL_checklstring(L, -1, &len);
  int index = lde_choices_index(choices, text, len);

  if (index < 0) {
    lde_suggestion near = {.wanted = text};
    for (int i = 0; i < choices->count; i++)
      lde_suggestion_offer(&near, choices->items[i].text);
    lde_script_raise_unknown(L, &near, "no %s '%s'", filter->key, text);
  }
  *filter->mask |= 1u << index;
}

typedef struct row_filter {
  int entity;
  lde_row_set *set;
} row_filter;

static void take_row(lua_State *L, void *ctx)
{
  row_filter *filter = ctx;
  int32_t row = lde_record_check_row(L, lua_gettop(L), filter->entity), *rows;

  rows = lde_arena_array(&lde_offer_desk_of(L)->arena, filter->set->count + 1, int32_t);
  if (filter->set->count)
    memcpy(rows, filter->set->rows, (size_t)filter->set->count * sizeof *rows);
  rows[filter->set->count++] = row;
  filter->set->rows = rows;
}

static void take_part(lua_State *L, void *ctx)
{
  static const char *const names[] = {"once", "sessions", "seats", NULL};
  unsigned *mask = ctx;
  *mask |= 1u << luaL_checkoption(L, lua_gettop(L), NULL, names);
}

static void take_quarter(lua_State *L, void *ctx)
{
  unsigned *mask = ctx;
  lua_Integer quarter = luaL_checkinteger(L, -1);
  if (quarter < 1 || quarter > 4)
    luaL_error(L, "a quarter is 1, 2, 3 or 4");
  *mask |= 1u << quarter;
}

static bool read_choice(lua_State *L, const char *key, lde_filter *filter)
{
  choice_filter all[] = {{"lane", "lane", &filter->lanes},
                         {"offering_kind", "kind", &filter->kinds},
                         {"modality", "modality", &filter->modalities},
                         {"sourcing", "sourcing", &filter->sourcings}};
  for (size_t i = 0; i < sizeof all / sizeof *all; i++)
    if (!strcmp(all[i].key, key)) {
      each_value(L, take_choice, &all[i]);
      return true;
    }
  return false;
}

static const char *const row_keys[] = {"offering",   "supplier", "unit",     "competency",
                                       "focus_area", "goal",     "programme"};

static bool read_rows(lua_State *L, const char *key, lde_filter *filter)
{
  row_filter all[] = {{LDE_E(offering), &filter->offerings},     {LDE_E(supplier), &filter->suppliers},
                      {LDE_E(unit), &filter->units},             {LDE_E(competency), &filter->competencies},
                      {LDE_E(focus_area), &filter->focus_areas}, {LDE_E(goal), &filter->goals},
                      {LDE_E(programme), &filter->programmes}};
  for (size_t i = 0; i < sizeof all / sizeof *all; i++)
    if (!strcmp(row_keys[i], key)) {
      all[i].set->given = true;
      each_value(L, take_row, &all[i]);
      return true;
    }
  return false;
}

static void read_key(lua_State *L, const char *key, lde_filter *filter)
{
  static const char *const others[] = {"lane", "kind", "modality", "sourcing", "part", "quarter", "period", "pilot"};
  lde_suggestion near = {.wanted = key};

  if (read_choice(L, key, filter) || read_rows(L, key, filter))
    return;
  if (!strcmp(key, "part")) {
    each_value(L, take_part, &filter->parts);
  } else if (!strcmp(key, "quarter")) {
    each_value(L, take_quarter, &filter->quarters);
  } else if (!strcmp(key, "period")) {
    int32_t first, last;
    filter->period = lde_arena_strdup(&lde_offer_desk_of(L)->arena, luaL_checkstring(L, -1));
    if (!lde_period_bounds(lde_offer_dataset(L), filter->period, &first, &last))
      luaL_error(L, "no period '%s'", filter->period);
    lua_pop(L, 1);
  } else if (!strcmp(key, "pilot")) {
    filter->pilots = lua_toboolean(L, -1);
    lua_pop(L, 1);
  } else {
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
      lde_suggestion_offer(&near, others[i]);
    for (size_t i = 0; i < sizeof row_keys / sizeof *row_keys; i++)
      lde_suggestion_offer(&near, row_keys[i]);
    lde_script_raise_unknown(L, &near, "a measure has no filter '%s'", key);
  }
}

static int new_measure(lua_State *L, lde_measure_kind kind)
{
  lde_lua_measure *measure;

  lua_settop(L, 1);
  if (!lua_isnil(L, 1))
    luaL_checktype(L, 1, LUA_TTABLE);
  measure = push_measure(L);
  measure->measure.kind = kind;
  if (!lua_isnil(L, 1)) {
    lua_pushnil(L);
    while (lua_next(L, 1)) {
      if (lua_type(L, -2) != LUA_TSTRING)
        return luaL_error(L, "a filter is written as name = value");
      read_key(L, lua_tostring(L, -2), &measure->measure.filter);
    }
  }
  return 1;
}

static int l_cost(lua_State *L)
{
  return new_measure(L, LDE_MEASURE_COST);
}
static int l_hours(lua_State *L)
{
  return new_measure(L, LDE_MEASURE_HOURS);
}
static int l_seats(lua_State *L)
{
  return new_measure(L, LDE_MEASURE_SEATS);
}
static int l_sessions(lua_State *L)
{
  return new_measure(L, LDE_MEASURE_SESSIONS);
}
static int l_people(lua_State *L)
{
  return new_measure(L, LDE_MEASURE_PEOPLE);
}

/* ---- methods ---- */

static int l_per(lua_State *L)
{
  static const char *const names[] = {"all", "unit", "employee", "lane", "period", "supplier", "need", NULL};
  const lde_lua_measure *from = check_measure(L, 1);
  int per = luaL_checkoption(L, 2, NULL, names);
  lde_lua_measure *to = push_measure(L);

  *to = *from;
  to->per = (lde_per)per;
  return 1;
}

static int l_share_of(lua_State *L)
{
  const lde_lua_measure *from = check_measure(L, 1), *base = check_measure(L, 2);
  lde_lua_measure *to;

  if (from->is_share || base->is_share)
    return luaL_error(L, "a share of a share is not linear");
  if (from->measure.kind != base->measure.kind)
    return luaL_error(L, "a share is of two measures of one kind");
  to = push_measure(L);
  *to = *from;
  to->base = base->measure;
  to->is_share = true;
  return 1;
}

static int constrain(lua_State *L, lde_sense sense)
{
  const lde_lua_measure *measure = check_measure(L, 1);
  bool of_heads = false;
  lde_offer_constraint *constraint;

  if (!lua_isnoneornil(L, 3)) {
    if (strcmp(luaL_checkstring(L, 3), "heads"))
      return luaL_argerror(L, 3, "'heads' expected");
    of_heads = true;
  }
  if (!lua_isfunction(L, 2))
    luaL_checknumber(L, 2);
  else if (measure->per == LDE_PER_ALL || measure->per == LDE_PER_PERIOD || measure->per == LDE_PER_LANE)
    return luaL_argerror(L, 2, "a function needs :per(\"unit\"), :per(\"employee\"), :per(\"supplier\") or :per(\"need\")");
  constraint = lua_newuserdatauv(L, sizeof *constraint, 1);
  memset(constraint, 0, sizeof *constraint);
  luaL_setmetatable(L, LDE_METATABLE("constraint"));
  constraint->measure = measure->measure;
  constraint->base = measure->base;
  constraint->is_share = measure->is_share;
  constraint->per = measure->per;
  constraint->sense = sense;
  constraint->of_heads = of_heads;
  constraint->factor = 1;
  if (lua_isfunction(L, 2)) {
    lua_pushvalue(L, 2);
    lua_setiuservalue(L, -2, 1);
    constraint->function = 1; /* numbered when it joins an offer */
  } else {
    constraint->bound = lua_tonumber(L, 2);
  }
  return 1;
}

static int l_at_most(lua_State *L)
{
  return constrain(L, LDE_AT_MOST);
}
static int l_at_least(lua_State *L)
{
  return constrain(L, LDE_AT_LEAST);
}
static int l_equal(lua_State *L)
{
  return constrain(L, LDE_EQUAL);
}

static int l_not_linear(lua_State *L)
{
  return luaL_error(L, "measures cannot be calculated with or compared by an operator; use :at_most, "
                       ":at_least, :equal, :share_of, or add terms with their own weight");
}

void lde_measure_lua_open(lua_State *L)
{
  static const luaL_Reg functions[] = {{"cost", l_cost},         {"hours", l_hours},   {"seats", l_seats},
                                       {"sessions", l_sessions}, {"people", l_people}, {NULL, NULL}};
  static const luaL_Reg methods[] = {{"per", l_per},           {"share_of", l_share_of}, {"at_most", l_at_most},
                                     {"at_least", l_at_least}, {"equal", l_equal},       {NULL, NULL}};
  static const char *const operators[] = {"__add", "__sub", "__mul", "__div", "__lt", "__le", "__unm", "__pow"};

  luaL_setfuncs(L, functions, 0);
  if (lde_sandbox_metatable(L, "measure")) {
    lua_newtable(L);
    luaL_setfuncs(L, methods, 0);
    lua_setfield(L, -2, "__index");
    for (size_t i = 0; i < sizeof operators / sizeof *operators; i++) {
      lua_pushcfunction(L, l_not_linear);
      lua_setfield(L, -2, operators[i]);
    }
  }
  lua_pop(L, 1);
  lde_sandbox_metatable(L, "constraint");
  lua_pop(L, 1);
}
