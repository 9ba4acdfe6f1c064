/* lib_pattern.c: find, match, gmatch and gsub over pattern.h. */
#include <string.h>

#include "script/internal.h"
#include "script/pattern.h"

/* Position `at` of Lua (from 1, negative from the end) as an offset. */
static size_t offset_of(lua_Integer at, size_t len)
{
  if (at > 0)
    return (size_t)at - 1;
  if (at == 0 || at < -(lua_Integer)len)
    return 0;
  return len - (size_t)(-(at + 1)) - 1;
}

static bool is_plain(const char *pattern, size_t len)
{
  for (size_t i = 0; i < len; i++)
    if (pattern[i] != '\0' && strchr("^$*+?.([%-", pattern[i]))
      return false;
  return true;
}

static int find_plain(lua_State *L, const char *subject, size_t len, size_t from,
                      const char *needle, size_t needle_len)
{
  const char *found;

  /* memmem takes time in proportion to both lengths. */
  lde_sandbox_charge(L, 1 + (len - from + needle_len) / 16);
  found = memmem(subject + from, len - from, needle, needle_len);
  if (!found) {
    lua_pushnil(L);
    return 1;
  }
  lua_pushinteger(L, found - subject + 1);
  lua_pushinteger(L, found - subject + (lua_Integer)needle_len);
  return 2;
}

static int find_or_match(lua_State *L, bool find)
{
  size_t len, pattern_len;
  const char *subject = luaL_checklstring(L, 1, &len);
  const char *pattern = luaL_checklstring(L, 2, &pattern_len);
  size_t from = offset_of(luaL_optinteger(L, 3, 1), len);
  bool anchored = pattern_len > 0 && pattern[0] == '^';
  lde_pattern m;

  if (from > len) {
    lua_pushnil(L);
    return 1;
  }
  if (find && (lua_toboolean(L, 4) || is_plain(pattern, pattern_len)))
    return find_plain(L, subject, len, from, pattern, pattern_len);
  lde_pattern_init(&m, L, subject, len, pattern + anchored, pattern_len - anchored);
  for (const char *at = subject + from; at <= m.subject_end; at++) {
    const char *end = lde_pattern_match(&m, at);
    if (end) {
      lde_pattern_pay(&m);
      if (!find)
        return lde_pattern_push_all(&m, at, end);
      lua_pushinteger(L, at - subject + 1);
      lua_pushinteger(L, end - subject);
      return 2 + lde_pattern_push_all(&m, NULL, NULL);
    }
    if (anchored)
      break;
  }
  lde_pattern_pay(&m);
  lua_pushnil(L);
  return 1;
}

static int l_find(lua_State *L)
{
  return find_or_match(L, true);
}

static int l_match(lua_State *L)
{
  return find_or_match(L, false);
}

/* Upvalues: 1 subject, 2 pattern, 3 where to go on, 4 the end of the last match or -1. */
static int l_gmatch_next(lua_State *L)
{
  size_t len, pattern_len;
  const char *subject = lua_tolstring(L, lua_upvalueindex(1), &len);
  const char *pattern = lua_tolstring(L, lua_upvalueindex(2), &pattern_len);
  lua_Integer from = lua_tointeger(L, lua_upvalueindex(3));
  lua_Integer last = lua_tointeger(L, lua_upvalueindex(4));
  lde_pattern m;

  lde_pattern_init(&m, L, subject, len, pattern, pattern_len);
  for (; from <= (lua_Integer)len; from++) {
    const char *end = lde_pattern_match(&m, subject + from);
    if (!end || end - subject == last)
      continue;
    lde_pattern_pay(&m);
    lua_pushinteger(L, end - subject);
    lua_pushvalue(L, -1);
    lua_replace(L, lua_upvalueindex(3));
    lua_replace(L, lua_upvalueindex(4));
    return lde_pattern_push_all(&m, subject + from, end);
  }
  lua_pushinteger(L, from);
  lua_replace(L, lua_upvalueindex(3));
  lde_pattern_pay(&m);
  return 0;
}

static int l_gmatch(lua_State *L)
{
  size_t len, from;

  luaL_checklstring(L, 1, &len);
  luaL_checkstring(L, 2);
  from = offset_of(luaL_optinteger(L, 3, 1), len);
  lua_settop(L, 2);
  lua_pushinteger(L, from > len ? (lua_Integer)len + 1 : (lua_Integer)from);
  lua_pushinteger(L, -1);
  lua_pushcclosure(L, l_gmatch_next, 4);
  return 1;
}

/* ---- gsub; stack: 1 subject, 2 pattern, 3 replacement, then the buffer ---- */

/* Asks before the buffer grows by a large piece. */
static void make_room(lua_State *L, luaL_Buffer *out, size_t len)
{
  lde_sandbox_charge(L, len / 16);
  if (len > 4096)
    lde_sandbox_need(L, len + luaL_bufflen(out));
}

static void add_template(lde_pattern *m, luaL_Buffer *out, const char *start, const char *end)
{
  lua_State *L = m->L;
  size_t len;
  const char *text = lua_tolstring(L, 3, &len), *stop = text + len, *percent;

  make_room(L, out, len);
  while ((percent = memchr(text, '%', (size_t)(stop - text))) != NULL) {
    char what = percent + 1 < stop ? percent[1] : '\0';
    luaL_addlstring(out, text, (size_t)(percent - text));
    text = percent + 2;
    if (what == '%') {
      luaL_addchar(out, '%');
    } else if (what == '0') {
      make_room(L, out, (size_t)(end - start));
      luaL_addlstring(out, start, (size_t)(end - start));
    } else if (what >= '1' && what <= '9') {
      lde_pattern_push(m, what - '1', start, end);
      luaL_tolstring(L, -1, &len); /* a position is a number */
      lua_remove(L, -2);
      make_room(L, out, len);
      luaL_addvalue(out);
    } else {
      luaL_error(L, "invalid use of '%%' in replacement string");
    }
  }
  luaL_addlstring(out, text, (size_t)(stop - text));
}

/* Adds what replaces the match start…end; false when it stays as it was. */
static bool add_replacement(lde_pattern *m, luaL_Buffer *out, const char *start, const char *end)
{
  lua_State *L = m->L;

  switch (lua_type(L, 3)) {
  case LUA_TFUNCTION:
    lua_pushvalue(L, 3);
    lua_call(L, lde_pattern_push_all(m, start, end), 1);
    break;
  case LUA_TTABLE:
    lde_pattern_push(m, 0, start, end);
    lua_gettable(L, 3);
    break;
  default:
    add_template(m, out, start, end);
    return true;
  }
  if (!lua_toboolean(L, -1)) {
    lua_pop(L, 1);
    make_room(L, out, (size_t)(end - start));
    luaL_addlstring(out, start, (size_t)(end - start));
    return false;
  }
  if (!lua_isstring(L, -1))
    luaL_error(L, "invalid replacement value (a %s)", luaL_typename(L, -1));
  make_room(L, out, lua_type(L, -1) == LUA_TSTRING ? lua_rawlen(L, -1) : 32);
  luaL_addvalue(out);
  return true;
}

static int l_gsub(lua_State *L)
{
  size_t len, pattern_len;
  const char *subject = luaL_checklstring(L, 1, &len), *at = subject, *last = NULL;
  const char *pattern = luaL_checklstring(L, 2, &pattern_len);
  int type = lua_type(L, 3);
  lua_Integer most = luaL_optinteger(L, 4, (lua_Integer)len + 1), count = 0;
  bool anchored = pattern_len > 0 && pattern[0] == '^', changed = false;
  lde_pattern m;
  luaL_Buffer out;

  if (type != LUA_TNUMBER && type != LUA_TSTRING && type != LUA_TFUNCTION && type != LUA_TTABLE)
    luaL_typeerror(L, 3, "string/function/table");
  lde_pattern_init(&m, L, subject, len, pattern + anchored, pattern_len - anchored);
  luaL_buffinit(L, &out);
  while (count < most) {
    const char *end = lde_pattern_match(&m, at);
    if (end && end != last) {
      count++;
      changed = add_replacement(&m, &out, at, end) || changed;
      at = last = end;
    } else if (at < m.subject_end) {
      luaL_addchar(&out, *at++);
    } else {
      break;
    }
    if (anchored)
      break;
  }
  lde_pattern_pay(&m);
  if (changed) {
    make_room(L, &out, (size_t)(m.subject_end - at));
    luaL_addlstring(&out, at, (size_t)(m.subject_end - at));
    luaL_pushresult(&out);
  } else {
    lua_pushvalue(L, 1);
  }
  lua_pushinteger(L, count);
  return 2;
}

const luaL_Reg lde_pattern_functions[] = {
    {"find", l_find}, {"match", l_match}, {"gmatch", l_gmatch}, {"gsub", l_gsub}, {NULL, NULL}};
