/* nil.c: the nil of expressions (sandbox.h, last part). */
#include "script/internal.h"

/* The key of the metatable in the registry is the address of this. */
static const char metatable_key = 0;

static int l_nil(lua_State *L)
{
  lua_pushnil(L);
  return 1;
}

static int l_false(lua_State *L)
{
  lua_pushboolean(L, 0);
  return 1;
}

void lde_open_nil(lua_State *L)
{
  static const char *const gives_nil[] = {
      "__index", "__call", "__add",  "__sub",  "__mul", "__div",  "__idiv", "__mod", "__pow",
      "__unm",   "__len",  "__bnot", "__band", "__bor", "__bxor", "__shl",  "__shr", "__concat"};

  lua_createtable(L, 0, 24);
  for (size_t i = 0; i < sizeof gives_nil / sizeof *gives_nil; i++) {
    lua_pushcfunction(L, l_nil);
    lua_setfield(L, -2, gives_nil[i]);
  }
  lua_pushcfunction(L, l_false);
  lua_setfield(L, -2, "__lt");
  lua_pushcfunction(L, l_false);
  lua_setfield(L, -2, "__le");
  lua_pushboolean(L, 0);
  lua_setfield(L, -2, "__metatable");
  lua_rawsetp(L, LUA_REGISTRYINDEX, &metatable_key);
}

bool lde_nil_is_safe(lua_State *L, bool on)
{
  lde_sandbox *sandbox = lde_sandbox_context(L);
  bool before = sandbox->nil_is_safe;

  if (before == on)
    return before;
  lua_pushnil(L);
  if (on)
    lua_rawgetp(L, LUA_REGISTRYINDEX, &metatable_key);
  else
    lua_pushnil(L);
  lua_setmetatable(L, -2);
  lua_pop(L, 1);
  sandbox->nil_is_safe = on;
  return before;
}

static void call_with(lua_State *L, int nargs, int nresults, bool safe)
{
  bool before = lde_nil_is_safe(L, safe);

  lua_call(L, nargs, nresults); /* an error is put right by the protected call that catches it */
  lde_nil_is_safe(L, before);
}

void lde_sandbox_call_plain(lua_State *L, int nargs, int nresults)
{
  call_with(L, nargs, nresults, false);
}

void lde_sandbox_call_expression(lua_State *L, int nargs, int nresults)
{
  call_with(L, nargs, nresults, true);
}
