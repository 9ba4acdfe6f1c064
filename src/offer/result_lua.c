/* A solved offer in Lua: its figures, price, why and why_not. */
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

static lde_lua_result *check_result(lua_State *L)
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
  lde_lua_result *result = check_result(L);
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

/* ---- price, why ---- */

static int l_price(lua_State *L)
{
  lde_lua_result *result = check_result(L);
  const char *name = luaL_checkstring(L, 2);
  lde_suggestion near = {.wanted = name};
  bool known;
  double price = lde_offer_price(result->result, name, &known);

  for (size_t i = 0; !known && i < result->result->build.rows.len; i++)
    lde_suggestion_offer(&near, result->result->build.rows.data[i].name);
  if (!known && !lde_builtin_find(name))
    return lde_script_raise_unknown(L, &near, "the offer has no limit '%s'", name);
  lua_pushnumber(L, price);
  return 1;
}

/* What stands behind a reason, as one text on the stack. */
static void push_detail(lua_State *L, const lde_reason_detail *detail, const lde_enters_if *enters)
{
  bool dutch = lde_sandbox_language(L) == LDE_DUTCH;
  const char *what = detail->budget ? detail->budget : detail->offering ? detail->offering : detail->rule;

  if (what)
    lua_pushfstring(L, " (%s)", what);
  else
    lua_pushliteral(L, "");
  if (enters->change)
    lua_pushfstring(L, dutch ? "; wel met %s %I bij %s" : "; in with %s %I at %s", enters->change,
                    (LUAI_UACINT)enters->by, enters->record);
  else
    lua_pushliteral(L, "");
  lua_concat(L, 2);
}

static int l_why(lua_State *L)
{
  lde_lua_result *result = check_result(L);
  const char *id = luaL_checkstring(L, 2);
  const lde_offer *offer = result->result->offer;
  bool dutch = lde_sandbox_language(L) == LDE_DUTCH;
  luaL_Buffer out;
  int found = 0;

  lua_settop(L, 2);
  lua_newtable(L); /* lines of text; joined below, as a buffer must stay on top of the stack */
  for (size_t i = 0; i < offer->lines.len; i++) {
    const lde_offer_line *line = &offer->lines.data[i];
    bool named;
    lde_record_push_id(L, LDE_E(offering), line->offering, false);
    named = !strcmp(line->id, id) || !strcmp(lua_tostring(L, -1), id);
    lua_pop(L, 1);
    if (!named)
      continue;
    lua_pushfstring(L, dutch ? "%s: %s, %I plaatsen, %I groepen" : "%s: %s, %I seats, %I sessions", line->id,
                    lde_reason_name(line->reason), (LUAI_UACINT)line->seats, (LUAI_UACINT)line->sessions);
    lua_rawseti(L, 3, ++found);
  }
  if (!found) {
    lua_pushfstring(L, dutch ? "%s is niet gekozen" : "%s is not chosen", id);
    return 1;
  }
  luaL_buffinit(L, &out);
  for (int i = 1; i <= found; i++) {
    if (i > 1)
      luaL_addchar(&out, '\n');
    lua_rawgeti(L, 3, i);
    luaL_addvalue(&out);
  }
  luaL_pushresult(&out);
  return 1;
}

static int64_t seats_of(const lde_offer *offer, int32_t row)
{
  int64_t seats = 0;
  for (size_t i = 0; i < offer->lines.len; i++)
    if (offer->lines.data[i].offering == row)
      seats += offer->lines.data[i].seats;
  return seats;
}

/* The plan with at least one session or seat of the offering in it. */
static void push_forced(lua_State *L, lde_lua_result *base, int32_t row)
{
  bool dutch = lde_sandbox_language(L) == LDE_DUTCH;
  lde_lua_offer *offer;
  lde_lua_result *forced;
  double before = base->result->offer->value;
  int copy;

  lua_getiuservalue(L, 1, 1);
  offer = lde_lua_offer_copy(L, lua_gettop(L));
  copy = lua_gettop(L);
  lde_record_push_id(L, LDE_E(offering), row, false);
  lde_vec_push(&offer->spec->locks,
               ((lde_offer_lock){.offering = lde_arena_strdup(&offer->spec->arena, lua_tostring(L, -1)),
                                 .seats = 1,
                                 .sessions = 1,
                                 .at_least = true}));
  lua_pop(L, 1);
  forced = lde_lua_offer_solve(L, copy);
  if (forced->result->offer->status == LDE_OFFER_INFEASIBLE)
    lua_pushstring(L, dutch ? "\n  met dwang: onmogelijk binnen de grenzen" : "\n  forcing it in: impossible within the limits");
  else
    lua_pushfstring(L, dutch ? "\n  met dwang: waarde %f (%f)" : "\n  forcing it in: value %f (%f)",
                    forced->result->offer->value, forced->result->offer->value - before);
}

static int l_why_not(lua_State *L)
{
  lde_lua_result *result = check_result(L);
  int32_t row = lde_record_check_row(L, 2, LDE_E(offering));
  const lde_offer *offer = result->result->offer;
  bool dutch = lde_sandbox_language(L) == LDE_DUTCH;
  luaL_Buffer out;
  const char *id;
  int forced = 0;

  lua_settop(L, 2);
  lde_record_push_id(L, LDE_E(offering), row, false);
  id = lua_tostring(L, 3);
  if (seats_of(offer, row)) {
    lua_pushfstring(L, dutch ? "%s is gekozen" : "%s is chosen", id);
    return 1;
  }
  push_forced(L, result, row);
  forced = lua_gettop(L);
  luaL_buffinit(L, &out);
  luaL_addstring(&out, id);
  luaL_addstring(&out, dutch ? " is niet gekozen" : " is not chosen");
  for (size_t i = 0; i < offer->left_out.len; i++) {
    const lde_offer_left_out *each = &offer->left_out.data[i];
    if (each->offering != row)
      continue;
    luaL_addstring(&out, "\n  ");
    luaL_addstring(&out, each->need ? each->need : "-");
    luaL_addstring(&out, ": ");
    luaL_addstring(&out, lde_reason_name(each->reason));
    push_detail(L, &each->detail, &each->enters_if);
    luaL_addvalue(&out);
  }
  lua_pushvalue(L, forced);
  luaL_addvalue(&out);
  luaL_pushresult(&out);
  return 1;
}

/* ---- opening ---- */

static int l_data(lua_State *L)
{
  lde_lua_result *result = check_result(L);
  lde_lua_offer_push_row(L, "offer", result->result->offer, 0);
  push_lines(L, result->result->offer);
  lua_setfield(L, -2, "lines");
  return 1;
}

void lde_result_lua_open(lua_State *L)
{
  static const luaL_Reg methods[] = {{"price", l_price}, {"why", l_why}, {"why_not", l_why_not}, {NULL, NULL}};

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
