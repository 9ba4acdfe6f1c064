/* Calls what the author gave, while a draft is prepared: values of seats, what is forbidden, and
 * bounds by record. */
#include <math.h>
#include <string.h>

#include "offer/lua_internal.h"
#include "base/date.h"
#include "offer/measures.h"
#include "script/expression.h"

static const char *const lanes[] = {"mandatory", "core", "strategic", "team", "individual"};

static void set_number(lua_State *L, const char *key, double value)
{
  lua_pushnumber(L, value);
  lua_setfield(L, -2, key);
}

static void set_integer(lua_State *L, const char *key, int64_t value)
{
  lua_pushinteger(L, value);
  lua_setfield(L, -2, key);
}

/* A need that was made from gaps has no record: a table with what a record would say. */
static void push_need(lua_State *L, const lde_draft *draft, int32_t index)
{
  const lde_draft_need *need = &draft->needs.data[index];

  if (need->row != LDE_NO_ROW) {
    lde_record_push(L, LDE_E(need), need->row);
    return;
  }
  lua_createtable(L, 0, 12);
  lua_pushstring(L, need->id);
  lua_setfield(L, -2, "id");
  lua_pushstring(L, need->label);
  lua_setfield(L, -2, "label");
  lua_pushstring(L, lanes[need->lane]);
  lua_setfield(L, -2, "lane");
  lua_pushliteral(L, "team");
  lua_setfield(L, -2, "level");
  lde_record_push(L, LDE_E(unit), need->unit);
  lua_setfield(L, -2, "unit");
  lde_record_push(L, LDE_E(competency), need->competency);
  lua_setfield(L, -2, "competency");
  set_integer(L, "heads", need->heads);
  set_integer(L, "gap", need->levels);
  set_number(L, "priority", need->priority);
  set_number(L, "push", need->push);
  set_number(L, "pull", need->pull);
  if (need->goal_count) {
    lde_record_push(L, LDE_E(goal), need->goals[0].goal);
    lua_setfield(L, -2, "goal");
  }
}

/* The fields of the offering, and what the pair adds. */
static void push_option(lua_State *L, const lde_draft *draft, const lde_draft_pair *pair)
{
  const lde_draft_option *option = &draft->options.data[pair->option];

  lua_createtable(L, 0, 8);
  lde_record_push(L, LDE_E(offering), option->offering);
  lua_setfield(L, -2, "offering");
  set_number(L, "effectiveness", pair->effectiveness);
  set_number(L, "reach", pair->reach);
  set_integer(L, "cost_once", option->cost_once);
  set_integer(L, "cost_session", option->cost_session);
  set_integer(L, "cost_seat", option->cost_seat);
  set_integer(L, "minutes", option->minutes);
  if (option->ready != INT32_MIN) {
    char date[LDE_DATE_TEXT_SIZE];
    lua_pushstring(L, lde_date_print(option->ready, date));
    lua_setfield(L, -2, "ready_on");
  }
  lua_createtable(L, 0, 1);
  lde_record_push(L, LDE_E(offering), option->offering);
  lua_setfield(L, -2, "__index");
  lua_setmetatable(L, -2);
}

static void call_terms(lua_State *L, int functions, lde_draft *draft)
{
  const lde_offer_spec *spec = draft->spec;

  for (size_t t = 0; t < spec->terms.len; t++) {
    const lde_offer_term *term = &spec->terms.data[t];
    if (term->kind != LDE_TERM_FUNCTION)
      continue;
    for (size_t i = 0; i < draft->pairs.len; i++) {
      lde_draft_pair *pair = &draft->pairs.data[i];
      lua_Number value;
      if (pair->locked_only)
        continue;
      lde_sandbox_charge(L, 20);
      lua_rawgeti(L, functions, term->function);
      push_need(L, draft, pair->need);
      push_option(L, draft, pair);
      lde_sandbox_call_plain(L, 2, 1);
      if (!lua_isnil(L, -1) && lua_type(L, -1) != LUA_TNUMBER)
        luaL_error(L, "maximise '%s' gives a %s for need %s; a number is expected", term->name,
                   luaL_typename(L, -1), draft->needs.data[pair->need].id);
      value = lua_tonumber(L, -1);
      if (!isfinite(value) || fabs(value) > 1e9)
        luaL_error(L, "maximise '%s' gives a value without measure for need %s", term->name,
                   draft->needs.data[pair->need].id);
      pair->value += value * term->weight;
      lua_pop(L, 1);
    }
  }
}

static bool is_forbidden(lua_State *L, int at, const lde_expression *expression, lde_draft *draft,
                         const lde_draft_pair *pair)
{
  int32_t unit = draft->needs.data[pair->need].unit;
  int32_t offering = draft->options.data[pair->option].offering;
  bool forbidden;

  if (expression) {
    lde_evaluation evaluation;
    lua_createtable(L, 3, 0);
    push_need(L, draft, pair->need);
    lua_rawseti(L, -2, 1);
    lde_record_push(L, LDE_E(offering), offering);
    lua_rawseti(L, -2, 2);
    lde_record_push(L, LDE_E(unit), unit);
    lua_rawseti(L, -2, 3);
    lde_evaluation_open(&evaluation, L, true);
    lde_expression_push(&evaluation, at, expression, LDE_NO_ROW, lua_gettop(L));
    lde_evaluation_close(&evaluation);
    forbidden = lua_toboolean(L, -1);
    lua_pop(L, 2);
    return forbidden;
  }
  lua_pushvalue(L, at);
  lua_createtable(L, 0, 3);
  push_need(L, draft, pair->need);
  lua_setfield(L, -2, "need");
  lde_record_push(L, LDE_E(offering), offering);
  lua_setfield(L, -2, "offering");
  lde_record_push(L, LDE_E(unit), unit);
  lua_setfield(L, -2, "unit");
  lde_sandbox_call_plain(L, 1, 1);
  forbidden = lua_toboolean(L, -1);
  lua_pop(L, 1);
  return forbidden;
}

static void call_forbids(lua_State *L, int functions, lde_draft *draft)
{
  static const char *const extras[] = {"need", "offering", "unit", NULL};
  const lde_offer_spec *spec = draft->spec;

  luaL_checkstack(L, LDE_EXPRESSION_STACK, NULL);
  for (size_t f = 0; f < spec->forbids.len; f++) {
    const lde_offer_forbid *forbid = &spec->forbids.data[f];
    const lde_expression *expression = NULL;
    int at;
    if (lde_offer_spec_is_dropped(spec, forbid->name))
      continue;
    if (forbid->function) {
      lua_rawgeti(L, functions, forbid->function);
      if (lua_type(L, -1) == LUA_TSTRING) {
        size_t len;
        const char *text = lua_tolstring(L, -1, &len);
        expression = lde_expression_compile(L, NULL, NULL, extras, text, len);
      }
    }
    at = lua_gettop(L);
    for (size_t i = 0; i < draft->pairs.len; i++) {
      lde_draft_pair *pair = &draft->pairs.data[i];
      lde_sandbox_charge(L, 10);
      if (!pair->forbidden && !pair->locked_only &&
          (!forbid->function || is_forbidden(L, at, expression, draft, pair)))
        pair->forbidden = forbid->name;
    }
    lua_settop(L, at);
  }
}

/* The record that one group of a constraint is about. */
static void push_group(lua_State *L, const lde_draft *draft, lde_per per, int32_t key)
{
  if (per == LDE_PER_UNIT)
    lde_record_push(L, LDE_E(unit), key);
  else if (per == LDE_PER_SUPPLIER)
    lde_record_push(L, LDE_E(supplier), key);
  else if (per == LDE_PER_NEED)
    push_need(L, draft, key);
  else
    lde_record_push(L, LDE_E(employee), key);
}

static double call_bound(lua_State *L, int functions, const lde_draft *draft,
                         const lde_offer_constraint *each, int32_t key)
{
  double bound;

  lde_sandbox_charge(L, 10);
  lua_rawgeti(L, functions, each->function);
  push_group(L, draft, each->per, key);
  lde_sandbox_call_plain(L, 1, 1);
  if (lua_type(L, -1) != LUA_TNUMBER || !isfinite(lua_tonumber(L, -1)))
    luaL_error(L, "the limit of '%s' is a %s; a number is expected", each->name, luaL_typename(L, -1));
  bound = lua_tonumber(L, -1);
  lua_pop(L, 1);
  return bound;
}

static void call_bounds(lua_State *L, int functions, lde_offer_spec *spec, lde_draft *draft)
{
  for (size_t c = 0; c < spec->constraints.len; c++) {
    lde_offer_constraint *each = &spec->constraints.data[c];
    int32_t *keys, *own;
    if (!each->function)
      continue;
    each->bound_count = lde_measure_groups(draft, each->per, &keys);
    own = lde_arena_array(&spec->arena, each->bound_count + 1, int32_t);
    if (each->bound_count)
      memcpy(own, keys, (size_t)each->bound_count * sizeof *own);
    lde_free(keys);
    each->bounds = lde_arena_array(&spec->arena, each->bound_count + 1, double);
    for (int g = 0; g < each->bound_count; g++) {
      const lde_draft_part *part = &draft->parts.data[each->per == LDE_PER_EMPLOYEE ? own[g] : 0];
      if (each->per != LDE_PER_EMPLOYEE) {
        each->bounds[g] = call_bound(L, functions, draft, each, own[g]);
        continue;
      }
      for (size_t i = 0; i < part->people_count; i++)
        each->bounds[g] += call_bound(L, functions, draft, each, part->people[i]);
    }
  }
}

void lde_lua_functions_call(lua_State *L, int offer, lde_lua_result *result)
{
  int functions;

  lua_getiuservalue(L, offer, 1);
  functions = lua_gettop(L);
  call_terms(L, functions, result->draft);
  call_forbids(L, functions, result->draft);
  call_bounds(L, functions, result->spec, result->draft);
  lua_settop(L, functions - 1);
}
