/* lib_table.c: table functions that look at the table itself (no __len, __index, __newindex), pay
 * for every element they touch, and sort the same way in every run. */
#include <lualib.h>

#include "script/internal.h"
#include "script/order.h"

static lua_Integer check_table(lua_State *L)
{
  luaL_checktype(L, 1, LUA_TTABLE);
  return (lua_Integer)lua_rawlen(L, 1);
}

static int l_insert(lua_State *L)
{
  lua_Integer next = check_table(L) + 1, at = next;

  switch (lua_gettop(L)) {
  case 2:
    break;
  case 3:
    at = luaL_checkinteger(L, 2);
    if (at < 1 || at > next)
      luaL_argerror(L, 2, "position out of bounds");
    lde_sandbox_charge(L, (uint64_t)(next - at));
    for (lua_Integer i = next; i > at; i--) {
      lua_rawgeti(L, 1, i - 1);
      lua_rawseti(L, 1, i);
    }
    break;
  default:
    return luaL_error(L, "wrong number of arguments to 'insert'");
  }
  lua_rawseti(L, 1, at);
  return 0;
}

static int l_remove(lua_State *L)
{
  lua_Integer size = check_table(L), at = luaL_optinteger(L, 2, size);

  /* At the end, behind it, or (of an empty table) at 0 or 1. */
  if (at != size && (at < 1 || at > size + 1))
    luaL_argerror(L, 2, "position out of bounds");
  lua_rawgeti(L, 1, at);
  if (at < size)
    lde_sandbox_charge(L, (uint64_t)(size - at));
  for (; at < size; at++) {
    lua_rawgeti(L, 1, at + 1);
    lua_rawseti(L, 1, at);
  }
  lua_pushnil(L);
  lua_rawseti(L, 1, at);
  return 1;
}

/* The bytes of the elements; numbers are counted generously. Raises at the first other one. */
static size_t concat_length(lua_State *L, lua_Integer first, lua_Integer last)
{
  size_t total = 0;

  for (lua_Integer i = first;; i++) {
    int type = lua_rawgeti(L, 1, i);
    if (type == LUA_TSTRING)
      total += lua_rawlen(L, -1);
    else if (type == LUA_TNUMBER)
      total += 32;
    else
      luaL_error(L, "invalid value (at index %I) in table for 'concat'", (LUAI_UACINT)i);
    lua_pop(L, 1);
    if ((i & 1023) == 0)
      lde_sandbox_charge(L, 1024);
    if (i == last)
      return total;
  }
}

static int l_concat(lua_State *L)
{
  lua_Integer size = check_table(L), first, last;
  size_t separator_length, total;
  const char *separator = luaL_optlstring(L, 2, "", &separator_length);
  luaL_Buffer out;

  first = luaL_optinteger(L, 3, 1);
  last = luaL_optinteger(L, 4, size);
  if (first > last) {
    lua_pushliteral(L, "");
    return 1;
  }
  /* Every element is there once this has returned, so the range is no larger than the table. */
  total = concat_length(L, first, last);
  if (separator_length > 0) {
    size_t gaps = (size_t)(last - first), most = SIZE_MAX / 4 - total;
    total += gaps > most / separator_length ? most : gaps * separator_length;
  }
  lde_sandbox_need(L, 2 * total);
  lde_sandbox_charge(L, total / 16);
  luaL_buffinitsize(L, &out, total);
  for (lua_Integer i = first;; i++) {
    lua_rawgeti(L, 1, i);
    luaL_addvalue(&out);
    if (i == last)
      break;
    luaL_addlstring(&out, separator, separator_length);
  }
  luaL_pushresult(&out);
  return 1;
}

static int l_unpack(lua_State *L)
{
  lua_Integer first = luaL_optinteger(L, 2, 1), last;
  lua_Unsigned n;

  last = lua_isnoneornil(L, 3) ? luaL_len(L, 1) : luaL_checkinteger(L, 3);
  if (first > last)
    return 0;
  n = (lua_Unsigned)last - (lua_Unsigned)first;
  if (n >= (lua_Unsigned)INT32_MAX || !lua_checkstack(L, (int)++n))
    return luaL_error(L, "too many results to unpack");
  lde_sandbox_charge(L, n);
  for (; first < last; first++)
    lua_geti(L, 1, first);
  lua_geti(L, 1, last);
  return (int)n;
}

/* ---- sort ---- */

enum { SORT_MAX = 1 << 24 };

/* Stack of a sort: 1 the table, 2 the comparator or nil, 3 the elements as they were. */
static bool before_by_function(void *ctx, uint32_t a, uint32_t b)
{
  lua_State *L = ctx;
  bool before;

  lua_pushvalue(L, 2);
  lua_rawgeti(L, 3, (lua_Integer)a + 1);
  lua_rawgeti(L, 3, (lua_Integer)b + 1);
  lua_call(L, 2, 1);
  before = lua_toboolean(L, -1);
  lua_pop(L, 1);
  /* A comparator in C runs no hook, so the comparison itself pays. */
  lde_sandbox_charge(L, 2);
  return before;
}

static bool before_by_value(void *ctx, uint32_t a, uint32_t b)
{
  lua_State *L = ctx;
  bool before;

  lua_rawgeti(L, 3, (lua_Integer)a + 1);
  lua_rawgeti(L, 3, (lua_Integer)b + 1);
  before = lua_compare(L, -2, -1, LUA_OPLT);
  lua_pop(L, 2);
  lde_sandbox_charge(L, 2);
  return before;
}

static int l_sort(lua_State *L)
{
  lua_Integer n = check_table(L);
  uint32_t *order;

  if (n < 2)
    return 0;
  if (n > SORT_MAX)
    luaL_argerror(L, 1, "array too big");
  if (!lua_isnoneornil(L, 2))
    luaL_checktype(L, 2, LUA_TFUNCTION);
  lua_settop(L, 2);
  lde_sandbox_charge(L, 2 * (uint64_t)n);
  lde_sandbox_need(L, (size_t)n * (16 + 2 * sizeof *order));
  lua_createtable(L, (int)n, 0);
  order = lua_newuserdatauv(L, (size_t)n * 2 * sizeof *order, 0);
  for (lua_Integer i = 0; i < n; i++) {
    order[i] = (uint32_t)i;
    lua_rawgeti(L, 1, i + 1);
    lua_rawseti(L, 3, i + 1);
  }
  order = lde_merge_sort(order, order + n, (size_t)n,
                         lua_isnil(L, 2) ? before_by_value : before_by_function, L);
  for (lua_Integer i = 0; i < n; i++) {
    lua_rawgeti(L, 3, (lua_Integer)order[i] + 1);
    lua_rawseti(L, 1, i + 1);
  }
  return 0;
}

void lde_open_table(lua_State *L)
{
  static const luaL_Reg own[] = {{"insert", l_insert}, {"remove", l_remove}, {"concat", l_concat},
                                 {"unpack", l_unpack}, {"sort", l_sort},     {NULL, NULL}};
  static const char *const charged[] = {"pack", NULL};

  lua_pushcfunction(L, luaopen_table);
  lua_call(L, 0, 1);
  lua_createtable(L, 0, 8);
  lde_library_copy_charged(L, -2, charged);
  luaL_setfuncs(L, own, 0);
  lua_remove(L, -2);
}
