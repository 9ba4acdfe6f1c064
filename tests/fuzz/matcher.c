/* Our pattern matcher against the stock one: the same call gives the same values or the same error.
 * Bytes: function, start, kind of replacement, length of the subject, subject, length of the
 * replacement, replacement, pattern. */
#include "fuzz.h"

#include <lauxlib.h>
#include <lualib.h>

#include "script/sandbox.h"

enum { SUBJECT_MOST = 40, PATTERN_MOST = 24, STEPS = 20000 };

typedef struct text {
  const char *bytes;
  size_t len;
} text;

typedef struct call {
  const char *name;
  text subject, pattern, replacement;
  unsigned replace_by;
  long start; /* 0 = none */
  bool plain;
} call;

static text take(choices *from, size_t most)
{
  size_t left = from->len - from->at, len = choose(from, (unsigned)most + 1);
  text text;

  left = from->len - from->at;
  len = len < left ? len : left;
  text.bytes = (const char *)from->bytes + from->at;
  text.len = len;
  from->at += len;
  return text;
}

static int l_replace(lua_State *L)
{
  if (lua_gettop(L) > 1 && lua_type(L, 2) == LUA_TSTRING)
    lua_pushvalue(L, 2);
  else if (lua_type(L, 1) == LUA_TNUMBER)
    lua_pushboolean(L, 0);
  else
    lua_pushliteral(L, "<f>");
  return 1;
}

static void push_replacement(lua_State *L, const call *c)
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
    lua_pushcfunction(L, l_replace);
  }
}

static void write_values(lua_State *L, int from, lde_buffer *out)
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

static void run(lua_State *L, const call *c, lde_buffer *out)
{
  int base = lua_gettop(L), args = 2, status;

  lde_buffer_truncate(out, 0);
  lua_getglobal(L, "string");
  lua_getfield(L, -1, c->name);
  lua_remove(L, -2);
  lua_pushlstring(L, c->subject.bytes, c->subject.len);
  lua_pushlstring(L, c->pattern.bytes, c->pattern.len);
  if (strcmp(c->name, "gsub") == 0) {
    push_replacement(L, c);
    args++;
  }
  if (c->start) {
    lua_pushinteger(L, c->start);
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
      write_values(L, base + 2, out);
      if (lua_gettop(L) < base + 2 || lua_isnil(L, base + 2))
        break;
    }
  } else {
    write_values(L, base + 1, out);
  }
  lde_buffer_printf(out, "status %d", status);
  lua_settop(L, base);
}

/* Stock has no depth of its own below 200, and no price: calls that ours stops are not held against it. */
static bool is_stopped(lde_sandbox *sandbox, const lde_buffer *out)
{
  return lde_sandbox_steps(sandbox) >= STEPS ||
         memmem(lde_buffer_text(out), out->len, "too complex", 11) != NULL;
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len)
{
  static const char *const names[] = {"find", "match", "gmatch", "gsub"};
  static lde_sandbox *sandbox;
  static lua_State *stock;
  static lde_buffer mine, theirs;
  static unsigned calls;
  choices from = {bytes, len, 0};
  call c = {.name = names[choose(&from, 4)]};

  if (!sandbox) {
    lde_limits limits = LDE_LIMITS_INIT;
    limits.steps = STEPS;
    limits.seconds = 1e6;
    sandbox = lde_sandbox_new(&limits, NULL);
    stock = luaL_newstate();
    luaL_openlibs(stock);
  }
  c.start = (long)choose(&from, 100) - 50;
  c.plain = choose(&from, 2);
  c.replace_by = choose(&from, 3);
  c.subject = take(&from, SUBJECT_MOST);
  c.replacement = take(&from, 8);
  c.pattern = (text){(const char *)bytes + from.at, len - from.at < PATTERN_MOST ? len - from.at : PATTERN_MOST};
  lde_sandbox_refill(sandbox);
  run(lde_sandbox_state(sandbox), &c, &mine);
  if (!is_stopped(sandbox, &mine)) {
    run(stock, &c, &theirs);
    if (mine.len != theirs.len || memcmp(mine.data, theirs.data, mine.len) != 0)
      fprintf(stderr, "%s('%.*s', '%.*s', %ld)\n own:   %s\n stock: %s\n", c.name, (int)c.subject.len,
              c.subject.bytes, (int)c.pattern.len, c.pattern.bytes, c.start, mine.data, theirs.data);
    REQUIRE(mine.len == theirs.len && memcmp(mine.data, theirs.data, mine.len) == 0);
  }
  if (++calls % 20000 == 0) { /* a state of its own does not grow for ever */
    lde_sandbox_free(sandbox);
    lua_close(stock);
    sandbox = NULL;
  }
  return 0;
}
