/* pattern_call.h: one call of find, match, gmatch or gsub, run on a state of ours and on a stock one, and what
 * came of it written as text, so that the two can be compared. For the unit test, which makes calls up, and
 * for the fuzz target, which reads them from bytes. */
#ifndef TEST_PATTERN_CALL_H
#define TEST_PATTERN_CALL_H

#include <lauxlib.h>
#include <stdbool.h>
#include <string.h>

#include "base/buffer.h"

typedef struct pattern_text {
  const char *bytes;
  size_t len;
} pattern_text;

typedef struct pattern_call {
  const char *name;
  pattern_text subject, pattern, replacement;
  unsigned replace_by; /* 0 text, 1 table, 2 function */
  bool has_extra;
  long extra; /* where to start, or the most replacements */
  bool plain;
} pattern_call;

static inline int l_pattern_replace(lua_State *L)
{
  if (lua_gettop(L) > 1 && lua_type(L, 2) == LUA_TSTRING)
    lua_pushvalue(L, 2);
  else if (lua_type(L, 1) == LUA_TNUMBER)
    lua_pushboolean(L, 0);
  else
    lua_pushliteral(L, "<f>");
  return 1;
}

static inline void pattern_push_replacement(lua_State *L, const pattern_call *c)
{
  if (c->replace_by == 0) {
    lua_pushlstring(L, c->replacement.bytes, c->replacement.len);
  } else if (c->replace_by == 1) {
    lua_newtable(L);
    lua_pushliteral(L, "<a>");
    lua_setfield(L, -2, "a");
    lua_pushinteger(L, 7);
    lua_seti(L, -2, 2);
    lua_pushboolean(L, 1);
    lua_setfield(L, -2, "b");
  } else {
    lua_pushcfunction(L, l_pattern_replace);
  }
}

static inline void pattern_write_values(lua_State *L, int from, lde_buffer *out)
{
  for (int i = from; i <= lua_gettop(L); i++) {
    size_t len;
    const char *text;
    lde_buffer_printf(out, "%s:", luaL_typename(L, i));
    if (lua_isstring(L, i)) {
      text = lua_tolstring(L, i, &len);
      lde_buffer_append(out, text, len);
    }
    lde_buffer_putc(out, '|');
  }
}

/* Runs the call on a state of ours or a stock one; what came of it as text. */
static inline void pattern_run(lua_State *L, const pattern_call *c, lde_buffer *out)
{
  int base = lua_gettop(L), args = 2, status;

  lde_buffer_truncate(out, 0);
  lua_getglobal(L, "string");
  lua_getfield(L, -1, c->name);
  lua_remove(L, -2);
  lua_pushlstring(L, c->subject.bytes, c->subject.len);
  lua_pushlstring(L, c->pattern.bytes, c->pattern.len);
  if (strcmp(c->name, "gsub") == 0) {
    pattern_push_replacement(L, c);
    args++;
  }
  if (c->has_extra) {
    lua_pushinteger(L, c->extra);
    args++;
    if (c->plain && strcmp(c->name, "find") == 0) {
      lua_pushboolean(L, 1);
      args++;
    }
  }
  status = lua_pcall(L, args, LUA_MULTRET, 0);
  if (status == LUA_OK && strcmp(c->name, "gmatch") == 0) {
    for (int i = 0; i < 60 && status == LUA_OK; i++) {
      lua_settop(L, base + 1);
      lua_pushvalue(L, base + 1);
      status = lua_pcall(L, 0, LUA_MULTRET, 0);
      pattern_write_values(L, base + 2, out);
      if (lua_gettop(L) < base + 2 || lua_isnil(L, base + 2))
        break;
    }
  } else {
    pattern_write_values(L, base + 1, out);
  }
  lde_buffer_printf(out, "status %d", status);
  lua_settop(L, base);
}

#endif
