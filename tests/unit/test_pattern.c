/* The matcher of scripts against the stock one: the same results and the same errors, on random
 * patterns. LDE_PATTERN_CALLS sets another number of calls than 200 000. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <lauxlib.h>
#include <lualib.h>

#include "base/buffer.h"
#include "script/sandbox.h"

/* ---- random calls from an own generator, the same in every run ---- */

static uint64_t seed = 20270301;

static unsigned pick(unsigned n)
{
  seed = seed * 6364136223846793005u + 1442695040888963407u;
  return (unsigned)(seed >> 33) % n;
}

static void add_text(lde_buffer *out, unsigned most)
{
  static const char letters[] = "aaabbc1 ._-%xA\xe9\n";
  unsigned n = pick(most + 1);

  lde_buffer_truncate(out, 0);
  while (n-- > 0)
    lde_buffer_putc(out, pick(40) == 0 ? '\0' : letters[pick(sizeof letters - 1)]);
}

static void add_pattern(lde_buffer *out)
{
  static const char *const pieces[] = {
      "a",     "b",  "c",  ".",    "%a",   "%d",   "%s",   "%w",     "%W",     "%p",
      "%u",    "%x", "%",  "%%",   "%.",   "[ab]", "[^a]", "[a-c]",  "[%d]",   "[]]",
      "[^]]",  "[",  "]",  "[a-]", "(",    ")",    "()",   "(a",     "(.-)",   "(a*)",
      "(%w+)", "%1", "%2", "%0",   "%b()", "%bab", "%b",   "%f[%w]", "%f[^a]", "%f",
      "%z",    "%Z", "%f[%z]",
      "^",     "$",  "%g", "%c",   "%l",   "-",    "*",    "[%a_]",  "[%]]",   "[a%-b]"};
  static const char *const repeats[] = {"", "", "", "*", "+", "-", "?"};
  unsigned n = pick(6) + 1;

  lde_buffer_truncate(out, 0);
  if (pick(6) == 0)
    lde_buffer_putc(out, '^');
  while (n-- > 0) {
    lde_buffer_puts(out, pieces[pick(sizeof pieces / sizeof *pieces)]);
    lde_buffer_puts(out, repeats[pick(sizeof repeats / sizeof *repeats)]);
  }
  if (pick(8) == 0)
    lde_buffer_putc(out, '$');
  if (pick(200) == 0)
    lde_buffer_putc(out, '\0');
}

/* ---- a call on a state, and its outcome as text ---- */

typedef struct call {
  const char *name;
  lde_buffer subject, pattern, replacement;
  int replace_by; /* 0 text, 1 table, 2 function */
  long extra;     /* init or the most replacements; -99 for none */
  bool plain;
} call;

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
    lua_pushlstring(L, lde_buffer_text(&c->replacement), c->replacement.len);
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
  lua_pushlstring(L, lde_buffer_text(&c->subject), c->subject.len);
  lua_pushlstring(L, lde_buffer_text(&c->pattern), c->pattern.len);
  if (strcmp(c->name, "gsub") == 0) {
    push_replacement(L, c);
    args++;
  }
  if (c->extra != -99) {
    lua_pushinteger(L, c->extra);
    args++;
    if (c->plain && strcmp(c->name, "find") == 0) {
      lua_pushboolean(L, 1);
      args++;
    }
  }
  status = lua_pcall(L, args, LUA_MULTRET, 0);
  if (status == LUA_OK && strcmp(c->name, "gmatch") == 0) {
    for (int i = 0; i < 40 && status == LUA_OK; i++) {
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

static void make_call(call *c)
{
  static const char *const names[] = {"find", "match", "gmatch", "gsub"};

  c->name = names[pick(4)];
  add_text(&c->subject, 14);
  add_pattern(&c->pattern);
  lde_buffer_truncate(&c->replacement, 0);
  for (unsigned n = pick(4); n > 0; n--)
    lde_buffer_puts(&c->replacement, (const char *const[]){"x", "%1", "%0", "%2", "%%", "%", "%z",
                                                           "yy"}[pick(16) % 8]);
  c->replace_by = (int)pick(4) % 3;
  c->extra = pick(3) == 0 ? (long)pick(20) - 8 : -99;
  c->plain = pick(3) == 0;
}

static void test_pattern__same_as_stock(void **state)
{
  const char *wanted = getenv("LDE_PATTERN_CALLS");
  long calls = wanted ? strtol(wanted, NULL, 10) : 200000, errors = 0;
  lde_sandbox *sandbox = lde_sandbox_new(NULL, NULL);
  lua_State *own = lde_sandbox_state(sandbox), *stock = luaL_newstate();
  lde_buffer mine = {0}, theirs = {0};
  call c = {0};

  (void)state;
  luaL_openlibs(stock);
  for (long i = 0; i < calls; i++) {
    make_call(&c);
    lde_sandbox_refill(sandbox);
    run(own, &c, &mine);
    run(stock, &c, &theirs);
    errors += strstr(lde_buffer_text(&theirs) + (theirs.len > 8 ? theirs.len - 8 : 0),
                     "status 0") == NULL;
    if (mine.len != theirs.len || memcmp(mine.data, theirs.data, mine.len) != 0)
      fail_msg("call %ld: %s('%s', '%s', '%s', %ld)\n own:   %s\n stock: %s", i, c.name,
               lde_buffer_text(&c.subject), lde_buffer_text(&c.pattern),
               lde_buffer_text(&c.replacement), c.extra, lde_buffer_text(&mine),
               lde_buffer_text(&theirs));
  }
  /* The patterns are neither all broken nor all sound. */
  assert_true(errors > calls / 20 && errors < calls * 3 / 4);
  lde_buffer_free(&mine);
  lde_buffer_free(&theirs);
  lde_buffer_free(&c.subject);
  lde_buffer_free(&c.pattern);
  lde_buffer_free(&c.replacement);
  lua_close(stock);
  lde_sandbox_free(sandbox);
}

/* ---- what is ours: the price ---- */

static lde_outcome run_text(const char *text, uint64_t steps, lde_failure *failure)
{
  lde_limits limits = LDE_LIMITS_INIT;
  lde_sandbox *sandbox;
  lde_outcome outcome;

  limits.steps = steps;
  sandbox = lde_sandbox_new(&limits, NULL);
  outcome = lde_sandbox_load(sandbox, "p.lua", text, strlen(text), failure);
  if (outcome == LDE_OUTCOME_OK)
    outcome = lde_sandbox_call(sandbox, 0, 0, failure);
  lde_sandbox_free(sandbox);
  return outcome;
}

static void test_pattern__bomb_is_stopped_at_its_line(void **state)
{
  lde_failure failure;

  (void)state;
  assert_int_equal(
      run_text("local s = ('a'):rep(300)\npcall(s.find, s, 'a*a*a*a*b')\n", 1000000, &failure),
      LDE_OUTCOME_TIME);
  assert_int_equal(failure.line, 2);
  assert_string_equal(failure.file, "p.lua");
}

static void test_pattern__long_sets_are_paid_by_length(void **state)
{
  lde_failure failure;

  (void)state;
  /* 1000 characters against a set of 80 000: few tests, much work. */
  assert_int_equal(run_text("local set = '[' .. ('b'):rep(80000) .. ']'\n"
                            "return (('a'):rep(1000)):find(set)",
                            1000000, &failure),
                   LDE_OUTCOME_TIME);
}

static void test_pattern__depth_is_bounded(void **state)
{
  lde_failure failure;

  (void)state;
  assert_int_equal(
      run_text("return (('x'):rep(3000)):match(('x?'):rep(1000) .. 'y')", 100000000, &failure),
      LDE_OUTCOME_ERROR);
  assert_non_null(strstr(failure.message, "too complex"));
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_pattern__same_as_stock),
      cmocka_unit_test(test_pattern__bomb_is_stopped_at_its_line),
      cmocka_unit_test(test_pattern__long_sets_are_paid_by_length),
      cmocka_unit_test(test_pattern__depth_is_bounded),
  };

  return cmocka_run_group_tests(tests, NULL, NULL);
}
