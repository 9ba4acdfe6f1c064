/* A solved offer in Lua: its figures. What explains them is in explain_lua.c. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "offer/lua_internal.h"

lde_lua_result *lde_lua_result_push(lua_State *L)
{
  lde_lua_result *result = lua_newuserdatauv(L, sizeof *result, 1);
  memset(result, 0, sizeof *result);
  luaL_setmetatable(L, LDE_METATABLE("offer result"));
  return result;
}

lde_lua_result *lde_lua_result_test(lua_State *L, int index)
{
  return luaL_testudata(L, index, LDE_METATABLE("offer result"));
}

lde_lua_result *lde_lua_result_check(lua_State *L)
{
  lde_lua_result *result = lde_check_userdata(L, 1, "offer result");
  if (!result->result || !result->result->offer)
    luaL_error(L, "the offer was handed over already");
  return result;
}

static int l_gc(lua_State *L)
{
  lde_lua_result *result = lua_touserdata(L, 1);

  if (result->result)
    lde_offer_result_deinit(result->result);
  lde_free(result->result);
  lde_offer_draft_free(result->draft);
  if (result->spec)
    lde_offer_spec_deinit(result->spec);
  lde_free(result->spec);
  memset(result, 0, sizeof *result);
  return 0;
}

/* ---- fields ---- */

static void set_text(lua_State *L, const char *key, const char *text)
{
  if (!text)
    return;
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

static void set_offering(lua_State *L, int32_t row)
{
  lde_record_push_id(L, LDE_E(offering), row, false);
  lua_setfield(L, -2, "offering");
}

static void push_line(lua_State *L, const lde_offer_line *line)
{
  lua_newtable(L);
  set_text(L, "id", line->id);
  set_offering(L, line->offering);
  set_text(L, "period", line->period);
  set_text(L, "lane", line->lane);
  set_integer(L, "sessions", line->sessions);
  set_integer(L, "seats", line->seats);
  set_integer(L, "cost", line->cost);
  set_text(L, "reason", lde_reason_name(line->reason));
  lua_newtable(L);
  for (size_t i = 0; i < line->served.len; i++) {
    lua_newtable(L);
    set_text(L, "need", line->served.data[i].need);
    set_text(L, "unit", line->served.data[i].unit);
    set_integer(L, "seats", line->served.data[i].seats);
    lua_rawseti(L, -2, (lua_Integer)i + 1);
  }
  lua_setfield(L, -2, "served");
}

static void push_lines(lua_State *L, const lde_offer *offer)
{
  lua_newtable(L);
  for (size_t i = 0; i < offer->lines.len; i++) {
    push_line(L, &offer->lines.data[i]);
    lua_rawseti(L, -2, (lua_Integer)i + 1);
  }
}

static void push_left_out(lua_State *L, const lde_offer *offer)
{
  lua_newtable(L);
  for (size_t i = 0; i < offer->left_out.len; i++) {
    lua_newtable(L);
    set_offering(L, offer->left_out.data[i].offering);
    set_text(L, "need", offer->left_out.data[i].need);
    set_text(L, "reason", lde_reason_name(offer->left_out.data[i].reason));
    lua_rawseti(L, -2, (lua_Integer)i + 1);
  }
}

static void push_unmet(lua_State *L, const lde_offer *offer)
{
  lua_newtable(L);
  for (size_t i = 0; i < offer->unmet.len; i++) {
    lua_newtable(L);
    set_text(L, "need", offer->unmet.data[i].need);
    set_integer(L, "heads", offer->unmet.data[i].heads);
    set_text(L, "reason", lde_reason_name(offer->unmet.data[i].reason));
    lua_rawseti(L, -2, (lua_Integer)i + 1);
  }
}

static void push_budgets(lua_State *L, const lde_offer *offer)
{
  lua_newtable(L);
  for (size_t i = 0; i < offer->budgets.len; i++) {
    const lde_offer_budget *each = &offer->budgets.data[i];
    lua_newtable(L);
    set_text(L, "budget", each->budget);
    set_text(L, "period", each->period);
    set_integer(L, "setup", each->setup);
    set_integer(L, "planned", each->planned);
    set_integer(L, "left", each->left);
    set_number(L, "marginal", each->marginal);
    lua_rawseti(L, -2, (lua_Integer)i + 1);
  }
}

static void push_notes(lua_State *L, const lde_offer *offer)
{
  lua_newtable(L);
  for (size_t i = 0; i < offer->notes.len; i++) {
    lua_pushstring(L, offer->notes.data[i]);
    lua_rawseti(L, -2, (lua_Integer)i + 1);
  }
}

static bool push_field(lua_State *L, const lde_offer *offer, const char *key)
{
  if (!strcmp(key, "status"))
    lua_pushstring(L, lde_offer_status_name(offer->status));
  else if (!strcmp(key, "value"))
    lua_pushnumber(L, offer->value);
  else if (!strcmp(key, "bound"))
    lua_pushnumber(L, offer->bound);
  else if (!strcmp(key, "gap"))
    lua_pushnumber(L, offer->gap);
  else if (!strcmp(key, "cost"))
    lua_pushinteger(L, offer->cost);
  else if (!strcmp(key, "lines"))
    push_lines(L, offer);
  else if (!strcmp(key, "left_out"))
    push_left_out(L, offer);
  else if (!strcmp(key, "unmet"))
    push_unmet(L, offer);
  else if (!strcmp(key, "budgets"))
    push_budgets(L, offer);
  else if (!strcmp(key, "notes"))
    push_notes(L, offer);
  else
    return false;
  return true;
}

static int l_index(lua_State *L)
{
  static const char *const names[] = {"status", "value", "bound", "gap", "cost", "lines", "left_out",
                                      "unmet", "budgets", "notes", "price", "why", "why_not"};
  lde_lua_result *result = lde_lua_result_check(L);
  const char *key = luaL_checkstring(L, 2);
  lde_suggestion near = {.wanted = key};

  if (push_field(L, result->result->offer, key))
    return 1;
  lua_pushvalue(L, 2);
  if (lua_rawget(L, lua_upvalueindex(1)) != LUA_TNIL)
    return 1;
  for (size_t i = 0; i < sizeof names / sizeof *names; i++)
    lde_suggestion_offer(&near, names[i]);
  return lde_script_raise_unknown(L, &near, "a solved offer has no field '%s'", key);
}

/* ---- opening ---- */

static int l_data(lua_State *L)
{
  lde_lua_result *result = lde_lua_result_check(L);
  lde_lua_offer_push_row(L, "offer", result->result->offer, 0);
  push_lines(L, result->result->offer);
  lua_setfield(L, -2, "lines");
  return 1;
}

void lde_result_lua_open(lua_State *L)
{
  static const luaL_Reg methods[] = {
      {"price", lde_lua_price}, {"why", lde_lua_why}, {"why_not", lde_lua_why_not}, {NULL, NULL}};

  if (lde_sandbox_metatable(L, "offer result")) {
    lua_pushcfunction(L, l_gc);
    lua_setfield(L, -2, "__gc");
    lua_pushcfunction(L, l_data);
    lua_setfield(L, -2, "__data");
    lua_newtable(L);
    luaL_setfuncs(L, methods, 0);
    lua_pushcclosure(L, l_index, 1);
    lua_setfield(L, -2, "__index");
  }
  lua_pop(L, 1);
}
