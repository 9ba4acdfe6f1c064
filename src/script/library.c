/* library.c: taking functions over from the stock libraries, by name. */
#include <lualib.h>

#include "script/internal.h"

void lde_library_copy(lua_State *L, int from, const char *const *names)
{
  from = lua_absindex(L, from);
  for (; *names; names++) {
    lua_getfield(L, from, *names);
    lua_setfield(L, -2, *names);
  }
}

/* Upvalue 1 is the stock C function, which runs in this very frame, so its messages are its own. */
static int l_charged(lua_State *L)
{
  lua_CFunction stock = lua_tocfunction(L, lua_upvalueindex(1));
  uint64_t bytes = 0;
  int n = lua_gettop(L), results;

  for (int i = 1; i <= n; i++)
    if (lua_type(L, i) == LUA_TSTRING)
      bytes += lua_rawlen(L, i);
  lde_sandbox_charge(L, 1 + bytes / 16 + (uint64_t)n / 4);
  results = stock(L);
  if (results > 8)
    lde_sandbox_charge(L, (uint64_t)results / 4);
  return results;
}

void lde_library_copy_charged(lua_State *L, int from, const char *const *names)
{
  from = lua_absindex(L, from);
  for (; *names; names++) {
    lua_getfield(L, from, *names);
    lua_pushcclosure(L, l_charged, 1);
    lua_setfield(L, -2, *names);
  }
}

void lde_open_utf8(lua_State *L)
{
  static const char *const plain[] = {"charpattern", NULL};
  /* codes is stock: its iterator takes one character a step. */
  static const char *const charged[] = {"char", "codepoint", "len", "offset", "codes", NULL};

  lua_pushcfunction(L, luaopen_utf8);
  lua_call(L, 0, 1);
  lua_createtable(L, 0, 8);
  lde_library_copy(L, -2, plain);
  lde_library_copy_charged(L, -2, charged);
  lua_remove(L, -2);
}
