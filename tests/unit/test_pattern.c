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
#include <lualib.h>

#include "base/buffer.h"
#include "pattern_call.h"
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

/* ---- calls ---- */

typedef struct material {
  lde_buffer subject, pattern, replacement;
} material;

static pattern_text text_of(const lde_buffer *buffer)
{
  return (pattern_text){lde_buffer_text(buffer), buffer->len};
}

static void make_call(pattern_call *c, material *m)
{
  static const char *const names[] = {"find", "match", "gmatch", "gsub"};

  c->name = names[pick(4)];
  add_text(&m->subject, 14);
  add_pattern(&m->pattern);
  lde_buffer_truncate(&m->replacement, 0);
  for (unsigned n = pick(4); n > 0; n--)
    lde_buffer_puts(&m->replacement, (const char *const[]){"x", "%1", "%0", "%2", "%%", "%", "%z",
                                                           "yy"}[pick(16) % 8]);
  c->subject = text_of(&m->subject);
  c->pattern = text_of(&m->pattern);
  c->replacement = text_of(&m->replacement);
  c->replace_by = pick(4) % 3;
  c->has_extra = pick(3) == 0;
  c->extra = c->has_extra ? (long)pick(20) - 8 : 0;
  c->plain = pick(3) == 0;
}

static void test_pattern__same_as_stock(void **state)
{
  const char *wanted = getenv("LDE_PATTERN_CALLS");
  long calls = wanted ? strtol(wanted, NULL, 10) : 200000, errors = 0;
  lde_sandbox *sandbox = lde_sandbox_new(NULL, NULL);
  lua_State *own = lde_sandbox_state(sandbox), *stock = luaL_newstate();
  lde_buffer mine = {0}, theirs = {0};
  material m = {0};
  pattern_call c = {0};

  (void)state;
  luaL_openlibs(stock);
  for (long i = 0; i < calls; i++) {
    make_call(&c, &m);
    lde_sandbox_refill(sandbox);
    pattern_run(own, &c, &mine);
    pattern_run(stock, &c, &theirs);
    errors += strstr(lde_buffer_text(&theirs) + (theirs.len > 8 ? theirs.len - 8 : 0),
                     "status 0") == NULL;
    if (mine.len != theirs.len || memcmp(mine.data, theirs.data, mine.len) != 0)
      fail_msg("call %ld: %s('%s', '%s', '%s', %ld)\n own:   %s\n stock: %s", i, c.name,
               c.subject.bytes, c.pattern.bytes, c.replacement.bytes, c.extra, lde_buffer_text(&mine),
               lde_buffer_text(&theirs));
  }
  /* The patterns are neither all broken nor all sound. */
  assert_true(errors > calls / 20 && errors < calls * 3 / 4);
  lde_buffer_free(&mine);
  lde_buffer_free(&theirs);
  lde_buffer_free(&m.subject);
  lde_buffer_free(&m.pattern);
  lde_buffer_free(&m.replacement);
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
