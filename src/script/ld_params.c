/* Parameters: ld.params, ld.param(name, date). They come from the defaults of the packs, the
 * manifest and the command line, in that order; a table of them is made once for each day that is
 * asked for. */
#include <math.h>
#include <string.h>

#include "base/date.h"
#include "base/error.h"
#include "script/ld.h"
#include "script/values.h"

/* ---- one setting ---- */

/* A plain number: -12, 0.25, 15%. Nothing that only Lua reads as one, such as 0x10. */
static bool push_number(lua_State *L, const char *text)
{
  size_t len = strlen(text), digits, at = text[0] == '-';
  bool percent = len > 1 && text[len - 1] == '%';
  char copy[40];

  if (len >= sizeof copy)
    return false;
  digits = strspn(text + at, "0123456789");
  at += digits;
  if (digits == 0)
    return false;
  if (text[at] == '.') {
    digits = strspn(text + at + 1, "0123456789");
    if (digits == 0)
      return false;
    at += 1 + digits;
  }
  if (at + percent != len)
    return false;
  memcpy(copy, text, at);
  copy[at] = '\0';
  if (!lua_stringtonumber(L, copy))
    return false;
  if (percent) {
    lua_pushnumber(L, lua_tonumber(L, -1) / 100.0);
    lua_replace(L, -2);
  }
  return true;
}

static void push_plain(lua_State *L, const char *text, size_t len)
{
  if (strcmp(text, "true") == 0 || strcmp(text, "false") == 0)
    lua_pushboolean(L, text[0] == 't');
  else if (!push_number(L, text))
    lua_pushlstring(L, text, len);
}

static bool is_dated(const lde_node *node)
{
  int32_t date;

  if (node->kind != LDE_NODE_MAP || node->count == 0)
    return false;
  for (const lde_node *item = node->first; item; item = item->next)
    if (!lde_date_parse(item->key, strlen(item->key), &date, NULL))
      return false;
  return true;
}

/* The last value that begins on the day or before it, whatever the order they are written in. */
static const lde_node *in_force(const lde_node *dated, int32_t day)
{
  const lde_node *best = NULL;
  int32_t date, best_date = 0;

  for (const lde_node *item = dated->first; item; item = item->next)
    if (lde_date_parse(item->key, strlen(item->key), &date, NULL) && date <= day &&
        (!best || date > best_date)) {
      best = item;
      best_date = date;
    }
  return best;
}

void lde_script_push_setting(lua_State *L, const lde_node *node, int32_t day)
{
  lua_Integer at = 0;

  luaL_checkstack(L, 6, "settings");
  if (node && is_dated(node))
    node = in_force(node, day);
  if (!node || lde_node_is_null(node)) {
    lua_pushnil(L);
    return;
  }
  if (node->kind == LDE_NODE_SCALAR) {
    if (node->plain)
      push_plain(L, node->text, node->len);
    else
      lua_pushlstring(L, node->text, node->len);
    return;
  }
  lua_newtable(L);
  for (const lde_node *item = node->first; item; item = item->next) {
    lde_script_push_setting(L, item, day);
    if (node->kind == LDE_NODE_LIST)
      lua_rawseti(L, -2, ++at);
    else
      lua_setfield(L, -2, item->key);
  }
}

/* ---- all of them ---- */

/* Sets "a.b.c" in the table on top; maps on the way are made. */
static void put_setting(lua_State *L, const lde_script_setting *setting)
{
  const char *name = setting->name, *dot;
  int top = lua_gettop(L);

  if (strncmp(name, "params.", 7) == 0) /* the path as the command line has it */
    name += 7;
  while ((dot = strchr(name, '.')) != NULL) {
    lua_pushlstring(L, name, (size_t)(dot - name));
    lua_pushvalue(L, -1);
    if (lua_rawget(L, -3) != LUA_TTABLE) {
      lua_pop(L, 1);
      lua_newtable(L);
      lua_pushvalue(L, -2);
      lua_pushvalue(L, -2);
      lua_rawset(L, -5);
    }
    lua_remove(L, -2);
    name = dot + 1;
    luaL_checkstack(L, 6, "settings");
  }
  push_plain(L, setting->value, strlen(setting->value));
  lua_setfield(L, -2, name);
  lua_settop(L, top);
}

/* Pushes the parameters on that day. */
static void push_day(lua_State *L, lde_script *script, int32_t day)
{
  const lde_script_options *options = &script->options;

  lua_rawgeti(L, LUA_REGISTRYINDEX, script->parameters);
  if (lua_rawgeti(L, -1, day) == LUA_TTABLE) {
    lua_remove(L, -2);
    return;
  }
  lua_pop(L, 1);
  if (options->defaults && options->defaults->kind == LDE_DATA_OBJECT)
    lde_value_push_data(L, options->defaults);
  else
    lua_newtable(L);
  if (options->params && options->params->kind == LDE_NODE_MAP)
    for (const lde_node *item = options->params->first; item; item = item->next) {
      lde_script_push_setting(L, item, day);
      lua_setfield(L, -2, item->key);
    }
  for (size_t i = 0; i < options->params_set_count; i++)
    put_setting(L, &options->params_set[i]);
  lua_pushvalue(L, -1);
  lua_rawseti(L, -3, day);
  lua_remove(L, -2);
}

int lde_params_param(lua_State *L)
{
  lde_script *script = lde_script_of(L);
  int32_t day = script->dataset->year_first;

  lde_sandbox_charge(L, 10);
  luaL_checktype(L, 1, LUA_TSTRING);
  if (!lua_isnoneornil(L, 2))
    day = lde_ld_check_date(L, 2);
  push_day(L, script, day);
  lua_pushvalue(L, 1);
  lua_rawget(L, -2);
  return 1;
}

/* ---- read-only ---- */

static int l_newindex(lua_State *L)
{
  return luaL_error(L, "%s",
                    LDE_TR(lde_sandbox_language(L), "parameters are read-only",
                           "parameters zijn alleen te lezen"));
}

/* pairs(ld.params): upvalue 1 is the table behind, 2 the script's own pairs. */
static int l_pairs(lua_State *L)
{
  lua_pushvalue(L, lua_upvalueindex(2));
  lua_pushvalue(L, lua_upvalueindex(1));
  lua_call(L, 1, 3);
  return 3;
}

static int l_len(lua_State *L)
{
  lua_pushinteger(L, (lua_Integer)lua_rawlen(L, lua_upvalueindex(1)));
  return 1;
}

/* Replaces the table on top by one that reads from it and cannot be written. */
static void make_read_only(lua_State *L)
{
  int real = lua_gettop(L);

  lua_newtable(L);
  lua_createtable(L, 0, 5);
  lua_pushvalue(L, real);
  lua_setfield(L, -2, "__index");
  lua_pushcfunction(L, l_newindex);
  lua_setfield(L, -2, "__newindex");
  lua_pushvalue(L, real);
  lua_pushcclosure(L, l_len, 1);
  lua_setfield(L, -2, "__len");
  lua_pushvalue(L, real);
  lua_pushglobaltable(L);
  lua_getfield(L, -1, "pairs");
  lua_remove(L, -2);
  lua_pushcclosure(L, l_pairs, 2);
  lua_setfield(L, -2, "__pairs");
  lua_pushboolean(L, 0);
  lua_setfield(L, -2, "__metatable");
  lua_setmetatable(L, -2);
  lua_remove(L, real);
}

void lde_params_open(lua_State *L)
{
  lde_script *script = lde_script_of(L);

  lua_newtable(L);
  script->parameters = luaL_ref(L, LUA_REGISTRYINDEX);
  push_day(L, script, script->dataset->year_first);
  make_read_only(L);
  script->shared_parameters = luaL_ref(L, LUA_REGISTRYINDEX);
}

void lde_script_push_params(lua_State *L)
{
  lua_rawgeti(L, LUA_REGISTRYINDEX, lde_script_of(L)->shared_parameters);
}
