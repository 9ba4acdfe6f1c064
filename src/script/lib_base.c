/* lib_base.c: the global functions. Those that catch errors let limits through, those that show a
 * value never show an address, and traversal has one order. */
#include <lualib.h>
#include <string.h>

#include "base/text.h"
#include "script/internal.h"
#include "script/order.h"

/* ---- texts of values ---- */

const char *lde_sandbox_tostring(lua_State *L, int index, size_t *len)
{
  index = lua_absindex(L, index);
  if (luaL_callmeta(L, index, "__tostring")) {
    if (!lua_isstring(L, -1))
      luaL_error(L, "'__tostring' must return a string");
    return lua_tolstring(L, -1, len);
  }
  switch (lua_type(L, index)) {
  case LUA_TSTRING:
    lua_pushvalue(L, index);
    break;
  case LUA_TNUMBER:
    lua_pushvalue(L, index); /* converts the copy, not the number of the caller */
    break;
  case LUA_TBOOLEAN:
    lua_pushstring(L, lua_toboolean(L, index) ? "true" : "false");
    break;
  case LUA_TNIL:
    lua_pushliteral(L, "nil");
    break;
  default:
    if (luaL_getmetafield(L, index, "__name") != LUA_TSTRING)
      lua_pushstring(L, luaL_typename(L, index));
    break;
  }
  return lua_tolstring(L, -1, len);
}

static int l_tostring(lua_State *L)
{
  luaL_checkany(L, 1);
  lde_sandbox_tostring(L, 1, NULL);
  return 1;
}

/* ---- print ---- */

static void emit(lua_State *L, const char *line, size_t len)
{
  lde_sandbox *sandbox = lde_sandbox_context(L);
  lde_buffer *safe = &sandbox->text;
  const char *tab;

  sandbox->printed += len + 1;
  if (sandbox->printed > sandbox->limits.output)
    lde_limits_stop(L, LDE_OUTCOME_OUTPUT);
  if (!sandbox->host.print)
    return;
  lde_buffer_truncate(safe, 0);
  for (; (tab = memchr(line, '\t', len)) != NULL; line = tab + 1) {
    lde_text_append_safe(safe, line, (size_t)(tab - line));
    lde_buffer_putc(safe, '\t');
    len -= (size_t)(tab - line) + 1;
  }
  lde_text_append_safe(safe, line, len);
  sandbox->host.print(sandbox->host.ctx, lde_buffer_text(safe), safe->len);
}

static int l_print(lua_State *L)
{
  const lde_sandbox *sandbox = lde_sandbox_context(L);
  int n = lua_gettop(L);
  size_t len;
  const char *text, *feed;
  luaL_Buffer line;

  luaL_buffinit(L, &line);
  for (int i = 1; i <= n; i++) {
    if (i > 1)
      luaL_addchar(&line, '\t');
    lde_sandbox_tostring(L, i, &len);
    lde_sandbox_charge(L, 4 + len / 16);
    if (luaL_bufflen(&line) + len > sandbox->limits.output)
      lde_limits_stop(L, LDE_OUTCOME_OUTPUT);
    luaL_addvalue(&line);
  }
  luaL_pushresult(&line);
  text = lua_tolstring(L, -1, &len);
  for (; (feed = memchr(text, '\n', len)) != NULL; text = feed + 1) {
    emit(L, text, (size_t)(feed - text));
    len -= (size_t)(feed - text) + 1;
  }
  emit(L, text, len);
  return 0;
}

/* ---- protected calls ---- */

static int l_pcall(lua_State *L)
{
  int status;

  luaL_checkany(L, 1);
  status = lde_sandbox_pcall(L, lua_gettop(L) - 1, LUA_MULTRET);
  luaL_checkstack(L, 1, NULL);
  lua_pushboolean(L, status == LUA_OK);
  lua_insert(L, 1);
  return lua_gettop(L);
}

/* A handler that is called from inside the count hook runs without hooks, so nothing would end it:
 * it looks at the sticky limit before the author's handler (upvalue 1) may run. */
static int l_handler(lua_State *L)
{
  if (lde_sandbox_stopped(L))
    return 1;
  lua_settop(L, 1);
  lua_pushvalue(L, lua_upvalueindex(1));
  lua_insert(L, 1);
  lua_call(L, 1, 1);
  return 1;
}

static int l_xpcall(lua_State *L)
{
  lde_sandbox *sandbox = lde_sandbox_context(L);
  bool nil_was_safe = sandbox->nil_is_safe;
  int depth = sandbox->depth, n = lua_gettop(L), status;

  luaL_checktype(L, 2, LUA_TFUNCTION);
  if (lde_sandbox_stopped(L))
    lde_limits_raise(L);
  lua_pushvalue(L, 2);
  lua_pushcclosure(L, l_handler, 1);
  lua_replace(L, 2);
  lua_pushvalue(L, 1);
  lua_insert(L, 3);
  status = lua_pcall(L, n - 2, LUA_MULTRET, 2);
  sandbox->depth = depth;
  lde_nil_is_safe(L, nil_was_safe);
  if (lde_sandbox_stopped(L))
    lde_limits_raise(L);
  lua_pushboolean(L, status == LUA_OK);
  lua_replace(L, 2);
  return lua_gettop(L) - 1;
}

/* ---- metatables ---- */

static bool has_raw_field(lua_State *L, int index, const char *name)
{
  bool has;

  lua_pushstring(L, name);
  has = lua_rawget(L, index) != LUA_TNIL;
  lua_pop(L, 1);
  return has;
}

/* Finalisers run with hooks off, and weak tables make results depend on the collector. Lua looks
 * for __gc at this moment only, so the refusal is complete. */
static int l_setmetatable(lua_State *L)
{
  static const char *const refused[] = {"__gc", "__mode"};

  luaL_checktype(L, 1, LUA_TTABLE);
  if (lua_type(L, 2) != LUA_TNIL && lua_type(L, 2) != LUA_TTABLE)
    luaL_typeerror(L, 2, "nil or table");
  if (luaL_getmetafield(L, 1, "__metatable") != LUA_TNIL)
    return luaL_error(L, "cannot change a protected metatable");
  for (size_t i = 0; lua_istable(L, 2) && i < sizeof refused / sizeof *refused; i++)
    if (has_raw_field(L, 2, refused[i]))
      return luaL_error(L,
                        LDE_TR(lde_sandbox_language(L), "a metatable with '%s' is not allowed",
                               "een metatabel met '%s' is niet toegestaan"),
                        refused[i]);
  lua_settop(L, 2);
  lua_setmetatable(L, 1);
  return 1;
}

static int l_getmetatable(lua_State *L)
{
  luaL_checkany(L, 1);
  if (!lua_getmetatable(L, 1))
    lua_pushnil(L);
  else
    luaL_getmetafield(L, 1, "__metatable");
  return 1;
}

/* ---- traversal ---- */

static int l_next(lua_State *L)
{
  luaL_checktype(L, 1, LUA_TTABLE);
  lua_settop(L, 2);
  if (!lde_keys_next(L, 1)) {
    lua_pushnil(L);
    return 1;
  }
  lua_pushvalue(L, -1);
  lua_rawget(L, 1);
  return 2;
}

/* Upvalues: 1 the keys or nil when they are 1…n, 2 the position, 3 n. Argument 1 is the table. */
static int l_pairs_next(lua_State *L)
{
  lua_Integer at = lua_tointeger(L, lua_upvalueindex(2));
  lua_Integer n = lua_tointeger(L, lua_upvalueindex(3)), from = at;
  bool listed = !lua_isnil(L, lua_upvalueindex(1));

  luaL_checktype(L, 1, LUA_TTABLE);
  while (at < n) {
    at++;
    lua_settop(L, 1);
    if (listed)
      lua_rawgeti(L, lua_upvalueindex(1), at);
    else
      lua_pushinteger(L, at);
    lua_pushvalue(L, 2);
    if (lua_rawget(L, 1) == LUA_TNIL)
      continue; /* cleared since the traversal began */
    lua_pushinteger(L, at);
    lua_replace(L, lua_upvalueindex(2));
    if (at - from > 8)
      lde_sandbox_charge(L, (uint64_t)(at - from));
    return 2;
  }
  lua_pushinteger(L, n);
  lua_replace(L, lua_upvalueindex(2));
  lde_sandbox_charge(L, (uint64_t)(n - from));
  lua_pushnil(L);
  return 1;
}

static int l_pairs(lua_State *L)
{
  lua_Integer n;

  luaL_checkany(L, 1);
  if (luaL_getmetafield(L, 1, "__pairs") != LUA_TNIL) {
    lua_pushvalue(L, 1);
    lua_call(L, 1, 3);
    return 3;
  }
  luaL_checktype(L, 1, LUA_TTABLE);
  n = lde_keys_push(L, 1);
  lua_pushinteger(L, 0);
  lua_pushinteger(L, n);
  lua_pushcclosure(L, l_pairs_next, 3);
  lua_pushvalue(L, 1);
  lua_pushnil(L);
  return 3;
}

/* ---- require ---- */

/* The keys in the registry are the addresses of these: modules by name (true while one loads). */
static const char modules_key = 0;

void lde_sandbox_module(lua_State *L, const char *name)
{
  lua_rawgetp(L, LUA_REGISTRYINDEX, &modules_key);
  lua_insert(L, -2);
  lua_setfield(L, -2, name);
  lua_pop(L, 1);
}

/* Pushes the compiled source. */
static void load_module(lua_State *L, const char *name)
{
  lde_sandbox *sandbox = lde_sandbox_context(L);
  lde_language lang = sandbox->host.lang;
  lde_error err = {.status = LDE_OK};
  lde_failure failure = {.outcome = LDE_OUTCOME_OK};
  char file[256] = "";
  bool found;

  lde_buffer_truncate(&sandbox->source, 0);
  found = sandbox->host.require &&
          sandbox->host.require(sandbox->host.ctx, name, &sandbox->source, file, sizeof file, &err);
  if (!found && err.message[0])
    luaL_error(L, "%s", err.message);
  if (!found)
    luaL_error(L, LDE_TR(lang, "module '%s' not found", "module '%s' niet gevonden"), name);
  if (lde_sandbox_load(sandbox, file[0] ? file : name, lde_buffer_text(&sandbox->source),
                       sandbox->source.len, &failure) == LDE_OUTCOME_OK)
    return;
  lua_pushfstring(L, "%s:%d: %s", failure.file, failure.line, failure.message);
  lua_error(L); /* the position is the module's own */
}

static int l_require(lua_State *L)
{
  size_t len;
  const char *name = luaL_checklstring(L, 1, &len);

  if (strlen(name) != len || len >= 200)
    luaL_argerror(L, 1, "invalid module name");
  lua_settop(L, 1);
  lde_sandbox_charge(L, 1000);
  lua_rawgetp(L, LUA_REGISTRYINDEX, &modules_key);
  if (lua_getfield(L, 2, name) == LUA_TLIGHTUSERDATA)
    return luaL_error(L,
                      LDE_TR(lde_sandbox_language(L), "module '%s' requires itself",
                             "module '%s' heeft zichzelf nodig (require in een kring)"),
                      name);
  if (!lua_isnil(L, 3))
    return 1;
  lua_pop(L, 1);
  load_module(L, name);
  lua_pushlightuserdata(L, NULL); /* it is loading: a mark scripts never see */
  lua_setfield(L, 2, name);
  lua_pushvalue(L, 1);
  if (lde_sandbox_pcall(L, 1, 1) != LUA_OK) {
    lua_pushnil(L);
    lua_setfield(L, 2, name); /* a later attempt may try again */
    return lua_error(L);
  }
  if (lua_isnil(L, -1)) {
    lua_pop(L, 1);
    lua_pushboolean(L, 1);
  }
  lua_pushvalue(L, -1);
  lua_setfield(L, 2, name);
  return 1;
}

void lde_open_base(lua_State *L)
{
  static const char *const stock[] = {"assert", "error",  "ipairs", "rawequal", "rawget", "rawlen",
                                      "rawset", "select", "type",   "_VERSION", NULL};
  static const char *const charged[] = {"tonumber", NULL};
  static const luaL_Reg own[] = {{"pcall", l_pcall},
                                 {"xpcall", l_xpcall},
                                 {"setmetatable", l_setmetatable},
                                 {"getmetatable", l_getmetatable},
                                 {"pairs", l_pairs},
                                 {"next", l_next},
                                 {"tostring", l_tostring},
                                 {"print", l_print},
                                 {"require", l_require},
                                 {NULL, NULL}};

  lua_newtable(L);
  lua_rawsetp(L, LUA_REGISTRYINDEX, &modules_key);
  /* The stock functions come in the state's first globals table, which is dropped afterwards. */
  lua_pushcfunction(L, luaopen_base);
  lua_call(L, 0, 1);
  lua_insert(L, -2);
  lde_library_copy(L, -2, stock);
  lde_library_copy_charged(L, -2, charged);
  luaL_setfuncs(L, own, 0);
  lua_remove(L, -2);
}
