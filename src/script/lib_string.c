/* lib_string.c: the text functions besides the patterns. The stock ones are charged by length;
 * those that could build something huge in one go ask for the memory first. */
#include <lualib.h>
#include <string.h>

#include "script/internal.h"

static int l_rep(lua_State *L)
{
  size_t len, separator_len, total;
  const char *text = luaL_checklstring(L, 1, &len);
  lua_Integer n = luaL_checkinteger(L, 2);
  const char *separator = luaL_optlstring(L, 3, "", &separator_len);
  luaL_Buffer out;
  bool one_byte;
  char *to;

  if (n <= 0 || len + separator_len == 0) {
    lua_pushliteral(L, "");
    return 1;
  }
  if (len + separator_len > (size_t)(LUA_MAXINTEGER / n))
    return luaL_error(L, "resulting string too large");
  total = (size_t)n * (len + separator_len) - separator_len;
  /* Memory first, so that an absurd size is called what it is. Twice: a long buffer is copied. */
  lde_sandbox_need(L, 2 * total);
  one_byte = len + separator_len == 1;
  lde_sandbox_charge(L, total / 16 + (one_byte ? 0 : (uint64_t)n / 4));
  to = luaL_buffinitsize(L, &out, total);
  if (one_byte)
    memset(to, len == 1 ? *text : *separator, total);
  while (!one_byte && n-- > 0) {
    memcpy(to, text, len);
    to += len;
    if (n > 0) {
      memcpy(to, separator, separator_len);
      to += separator_len;
    }
  }
  luaL_pushresultsize(&out, total);
  return 1;
}

/* Upvalue 1 of the next two is the stock function, which runs in their frame. */
static int run_stock(lua_State *L)
{
  return lua_tocfunction(L, lua_upvalueindex(1))(L);
}

/* Replaces the arguments of %s by their texts without addresses, refuses %p, and counts what the
 * result may take. The stock function then reads the format again and judges it. */
static int l_format(lua_State *L)
{
  size_t len, text_len, total;
  const char *format = luaL_checklstring(L, 1, &len), *end = format + len;
  int argument = 1, given = lua_gettop(L);

  total = len;
  for (const char *p = format; p < end; p++) {
    if (*p != '%')
      continue;
    if (p + 1 < end && p[1] == '%') {
      p++;
      continue;
    }
    argument++;
    for (p++; p < end && *p != '\0' && strchr("-+ #0123456789.", *p); p++)
      ;
    if (p == end)
      break;
    if (*p == 'p')
      return luaL_error(L, "invalid conversion '%%p' to 'format'");
    total += *p == 'f' ? 512 : 128;
    if (*p == 's' && argument <= given) {
      lde_sandbox_tostring(L, argument, &text_len);
      lua_replace(L, argument);
      total += text_len;
    } else if (*p == 'q' && argument <= given && lua_type(L, argument) == LUA_TSTRING) {
      total += 4 * lua_rawlen(L, argument);
    }
  }
  if (total > 65536)
    lde_sandbox_need(L, 2 * total);
  lde_sandbox_charge(L, 4 + total / 16);
  return run_stock(L);
}

/* The sizes in a format of pack add up before anything is built. */
static int l_pack(lua_State *L)
{
  size_t len, total = 0;
  const char *format = luaL_checklstring(L, 1, &len), *end = format + len;

  for (int i = 2; i <= lua_gettop(L); i++)
    if (lua_type(L, i) == LUA_TSTRING)
      total += lua_rawlen(L, i);
  for (const char *p = format; p < end; p++) {
    size_t number = 0;
    if (*p != 'c') {
      total += 32;
      continue;
    }
    while (p + 1 < end && p[1] >= '0' && p[1] <= '9' && number < SIZE_MAX / 32)
      number = number * 10 + (size_t)(*++p - '0');
    total += number < SIZE_MAX / 4 - total ? number : SIZE_MAX / 4 - total;
  }
  if (total > 65536)
    lde_sandbox_need(L, 2 * total);
  lde_sandbox_charge(L, 4 + total / 16);
  return run_stock(L);
}

static void set_wrapped(lua_State *L, int from, const char *name, lua_CFunction function)
{
  lua_getfield(L, from, name);
  lua_pushcclosure(L, function, 1);
  lua_setfield(L, -2, name);
}

void lde_open_string(lua_State *L)
{
  static const char *const stock[] = {"len", NULL};
  static const char *const charged[] = {"byte", "char",     "lower",  "upper", "reverse",
                                        "sub",  "packsize", "unpack", NULL};
  int from;

  lua_pushcfunction(L, luaopen_string);
  lua_call(L, 0, 1);
  from = lua_gettop(L);
  lua_createtable(L, 0, 24);
  lde_library_copy(L, from, stock);
  lde_library_copy_charged(L, from, charged);
  luaL_setfuncs(L, lde_pattern_functions, 0);
  lua_pushcfunction(L, l_rep);
  lua_setfield(L, -2, "rep");
  set_wrapped(L, from, "format", l_format);
  set_wrapped(L, from, "pack", l_pack);
  lua_remove(L, from);
  /* The methods of texts are this table, and scripts cannot reach the metatable itself. */
  lua_pushliteral(L, "");
  lua_getmetatable(L, -1);
  lua_pushvalue(L, -3);
  lua_setfield(L, -2, "__index");
  lua_pushliteral(L, "string");
  lua_setfield(L, -2, "__metatable");
  lua_pop(L, 2);
}
