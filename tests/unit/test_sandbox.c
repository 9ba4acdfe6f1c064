/* The sandbox: what scripts can reach, limits that cannot be caught, fixed orders, safe reports. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>
#include <lauxlib.h>

#include "base/buffer.h"
#include "base/error.h"
#include "base/text.h"
#include "script/allocator.h"
#include "script/deep_stack.h"
#include "script/sandbox.h"
#include "script/source.h"

/* ---- a sandbox with a host that records ---- */

typedef struct world {
  lde_buffer printed;
  bool interrupt;
} world;

static void record_line(void *ctx, const char *line, size_t len)
{
  world *w = ctx;

  lde_buffer_append(&w->printed, line, len);
  lde_buffer_putc(&w->printed, '\n');
}

static bool give_module(void *ctx, const char *name, lde_buffer *out, char *file, size_t file_size,
                        lde_error *err)
{
  static const char *const modules[][2] = {
      {"count", "count_of_loads = (count_of_loads or 0) + 1 return {n = count_of_loads}"},
      {"ring", "return require('ring')"},
      {"broken", "local x = 1\nlocal = 2\n"},
      {"raises", "\n\nerror('deep')"},
      {"loops", "while true do end"},
      {"nothing", "local x = 1"},
  };

  (void)ctx;
  for (size_t i = 0; i < sizeof modules / sizeof *modules; i++)
    if (strcmp(modules[i][0], name) == 0) {
      lde_buffer_puts(out, modules[i][1]);
      snprintf(file, file_size, "rules/lib/%s.lua", name);
      return true;
    }
  lde_fail(err, LDE_ERROR_INPUT, "no module %s here", name);
  return false;
}

static bool wants_stop(void *ctx)
{
  return ((const world *)ctx)->interrupt;
}

static lde_sandbox *open_sandbox(world *w, const lde_limits *limits)
{
  const lde_sandbox_host host = {
      .ctx = w, .require = give_module, .print = record_line, .interrupted = wants_stop, .seed = 7};

  return lde_sandbox_new(limits, &host);
}

static lde_outcome do_text(lde_sandbox *sandbox, const char *name, const char *text,
                           lde_failure *failure)
{
  lde_outcome outcome = lde_sandbox_load(sandbox, name, text, strlen(text), failure);

  return outcome == LDE_OUTCOME_OK ? lde_sandbox_call(sandbox, 0, 0, failure) : outcome;
}

/* One script in a fresh sandbox of small limits. */
static lde_failure run(const char *text)
{
  lde_limits limits = LDE_LIMITS_INIT;
  world w = {.interrupt = false};
  lde_failure failure = {.outcome = LDE_OUTCOME_OK};
  lde_sandbox *sandbox;

  limits.steps = 3000000;
  limits.memory = (size_t)4 << 20;
  sandbox = open_sandbox(&w, &limits);
  failure.outcome = do_text(sandbox, "rules/t.lua", text, &failure);
  lde_sandbox_free(sandbox);
  lde_buffer_free(&w.printed);
  return failure;
}

static void expect_ok(const char *text)
{
  lde_failure failure = run(text);

  if (failure.outcome != LDE_OUTCOME_OK)
    fail_msg("%s\n  %s:%d: %s", text, failure.file, failure.line, failure.message);
}

static void expect(const char *text, lde_outcome outcome, int line, const char *part)
{
  lde_failure failure = run(text);

  if (failure.outcome != outcome || failure.line != line || !strstr(failure.message, part))
    fail_msg("%s\n  got %s %s:%d: %s", text, lde_outcome_code(failure.outcome), failure.file,
             failure.line, failure.message);
  if (line > 0)
    assert_string_equal(failure.file, "rules/t.lua");
}

/* ---- the environment ---- */

static void test_sandbox__offers_exactly_the_list(void **state)
{
  (void)state;
  expect_ok(
      "local function names(t) local r = {} for k in pairs(t) do r[#r + 1] = k end\n"
      "  return table.concat(r, ' ') end\n"
      "local function same(t, wanted) local got = names(t) assert(got == wanted, got) end\n"
      "same(_G, '_G _VERSION assert error getmetatable ipairs math next pairs pcall print rawequal "
      "'\n"
      "  .. 'rawget rawlen rawset require select setmetatable string table tonumber tostring type "
      "'\n"
      "  .. 'utf8 xpcall')\n"
      "same(string, 'byte char find format gmatch gsub len lower match pack packsize rep reverse "
      "'\n"
      "  .. 'sub unpack upper')\n"
      "same(table, 'concat insert pack remove sort unpack')\n"
      "same(math, 'abs acos asin atan ceil cos deg exp floor fmod huge log max maxinteger min '\n"
      "  .. 'mininteger modf pi rad random sin sqrt tan tointeger type ult')\n"
      "same(utf8, 'char charpattern codepoint codes len offset')\n"
      "assert(_G._G == _G and ('x').rep == string.rep)");
}

static void test_sandbox__locks_the_metatable_of_texts(void **state)
{
  (void)state;
  expect_ok("assert(getmetatable('') == 'string')");
  expect("getmetatable('').__index = {}", LDE_OUTCOME_ERROR, 1, "index");
  expect_ok("assert(not pcall(setmetatable, 'x', {}))");
}

static void test_sandbox__refuses_finalisers_and_weak_tables(void **state)
{
  (void)state;
  expect("setmetatable({}, {__gc = function() end})", LDE_OUTCOME_ERROR, 1, "'__gc'");
  expect("setmetatable({}, {__mode = 'k'})", LDE_OUTCOME_ERROR, 1, "'__mode'");
  expect_ok("local mt = setmetatable({}, {__index = {__gc = 1, __mode = 'k'}})\n"
            "assert(getmetatable(setmetatable({}, mt)) == mt)");
  expect("setmetatable(setmetatable({}, {__metatable = 1}), {})", LDE_OUTCOME_ERROR, 1,
         "protected metatable");
}

static void test_sandbox__takes_text_only(void **state)
{
  lde_failure failure;
  world w = {.interrupt = false};
  lde_sandbox *sandbox = open_sandbox(&w, NULL);

  (void)state;
  assert_int_equal(lde_sandbox_load(sandbox, "b.lua", "\x1bLua", 4, &failure), LDE_OUTCOME_LOAD);
  assert_string_equal(failure.file, "b.lua");
  assert_int_equal(do_text(sandbox, "c.lua", "\xef\xbb\xbf#!/bin/lua\nerror('x')", &failure),
                   LDE_OUTCOME_ERROR);
  assert_int_equal(failure.line, 2);
  lde_sandbox_free(sandbox);
}

static void test_sandbox__refuses_large_files(void **state)
{
  lde_limits limits = LDE_LIMITS_INIT;
  lde_failure failure;
  lde_sandbox *sandbox;

  (void)state;
  limits.rule_file = 10;
  sandbox = lde_sandbox_new(&limits, NULL);
  assert_int_equal(do_text(sandbox, "a.lua", "return    1", &failure), LDE_OUTCOME_LOAD);
  assert_int_equal(do_text(sandbox, "a.lua", "return   1", &failure), LDE_OUTCOME_OK);
  lde_sandbox_free(sandbox);
}

/* ---- reports ---- */

static void test_sandbox__reports_file_line_and_message(void **state)
{
  (void)state;
  expect("\n\nerror('wrong')", LDE_OUTCOME_ERROR, 3, "wrong");
  assert_string_equal(run("\nerror('wrong')").message, "wrong");
  assert_string_equal(run("error('plain', 0)").message, "plain");
  expect("local x = 1\nlocal y = x.a.b\n", LDE_OUTCOME_ERROR, 2, "index");
  expect("local function f() error('caller', 2) end\n\nf()\n", LDE_OUTCOME_ERROR, 3, "caller");
  expect("x = = 1", LDE_OUTCOME_LOAD, 1, "unexpected symbol");
  expect("string.rep()", LDE_OUTCOME_ERROR, 1, "bad argument #1 to 'rep'");
}

static void test_sandbox__names_long_files_whole(void **state)
{
  char name[120];
  lde_failure failure;
  lde_sandbox *sandbox = lde_sandbox_new(NULL, NULL);

  (void)state;
  memset(name, 'd', sizeof name);
  memcpy(name + sizeof name - 5, ".lua", 5);
  assert_int_equal(do_text(sandbox, name, "\nerror('m')", &failure), LDE_OUTCOME_ERROR);
  assert_string_equal(failure.file, name);
  assert_string_equal(failure.message, "m");
  assert_int_equal(do_text(sandbox, name, "\n\nx x", &failure), LDE_OUTCOME_LOAD);
  assert_string_equal(failure.file, name);
  assert_int_equal(failure.line, 3);
  lde_sandbox_free(sandbox);
}

static void test_sandbox__message_is_one_safe_line(void **state)
{
  lde_failure failure = run("error('a\\0b\\n\\27[2J\\xff', 0)");

  (void)state;
  for (const char *c = failure.message; *c; c++)
    assert_true((unsigned char)*c >= 32);
  assert_non_null(strstr(failure.message, "\\n"));
  failure = run("error(('\xc3\xa9'):rep(3000), 0)");
  assert_true(strlen(failure.message) < sizeof failure.message);
  assert_string_equal(failure.message + strlen(failure.message) - 3, "\xe2\x80\xa6");
}

static void test_sandbox__error_values_other_than_text(void **state)
{
  (void)state;
  expect("error()", LDE_OUTCOME_ERROR, 1, "nil");
  expect("\nerror({})", LDE_OUTCOME_ERROR, 2, "table");
  expect("error(12.5)", LDE_OUTCOME_ERROR, 1, "12.5");
  expect("\nerror('')", LDE_OUTCOME_ERROR, 2, "error without a message");
  expect("error('', 0)", LDE_OUTCOME_ERROR, 1, "error without a message");
  expect("error(setmetatable({}, {__tostring = function() return 'told' end}))", LDE_OUTCOME_ERROR,
         1, "told");
  expect("error(setmetatable({}, {__tostring = function() error('x') end}))", LDE_OUTCOME_ERROR, 1,
         "table");
  assert_int_equal(
      run("error(setmetatable({}, {__tostring = function() while true do end end}))").outcome,
      LDE_OUTCOME_TIME);
}

static void test_sandbox__long_messages_end_with_a_whole_character(void **state)
{
  lde_failure failure = run("error(('\\u{20ac}'):rep(2000))");
  size_t len = strlen(failure.message);

  (void)state;
  assert_int_equal(failure.outcome, LDE_OUTCOME_ERROR);
  assert_true(len > 1000 && len < sizeof failure.message);
  assert_int_equal(lde_utf8_valid_length(failure.message, len), len);
  assert_string_equal(failure.message + len - 3, "\xe2\x80\xa6");
}

static void test_sandbox__wrong_calls_of_the_library(void **state)
{
  (void)state;
  expect("table.insert({}, 1, 2, 3)", LDE_OUTCOME_ERROR, 1, "wrong number of arguments");
  expect("\n(''):find(('()'):rep(33))", LDE_OUTCOME_ERROR, 2, "too many captures");
  expect("table.concat(setmetatable({'a'}, {}), ('x'):rep(100000))\nlocal t = {}\n"
         "for i = 1, 1000 do t[i] = 'x' end\nreturn table.concat(t, ('y'):rep(100000))",
         LDE_OUTCOME_MEMORY, 4, "memory");
}

typedef struct seen {
  int lines[16];
  size_t count;
} seen;

static void see_line(void *ctx, const char *file, int line)
{
  seen *s = ctx;

  assert_string_equal(file, "s.lua");
  if (s->count < 16)
    s->lines[s->count++] = line;
}

/* What runs is told line by line, and costs the script nothing. */
static void test_sandbox__lines_can_be_followed(void **state)
{
  static const char source[] = "local n = 0\nfor i = 1, 2 do\n  n = n + i\nend\nreturn n\n";
  uint64_t steps[2];
  seen s = {0};

  (void)state;
  for (int traced = 0; traced < 2; traced++) {
    lde_sandbox *sandbox = lde_sandbox_new(NULL, NULL);
    lde_failure failure;
    assert_int_equal(lde_sandbox_load(sandbox, "s.lua", source, strlen(source), &failure), LDE_OUTCOME_OK);
    if (traced)
      lde_sandbox_trace(sandbox, see_line, &s);
    assert_int_equal(lde_sandbox_call(sandbox, 0, 0, &failure), LDE_OUTCOME_OK);
    steps[traced] = lde_sandbox_steps(sandbox);
    assert_true(lde_sandbox_peak(sandbox) > 10000);
    lde_sandbox_trace(sandbox, NULL, NULL);
    lde_sandbox_free(sandbox);
  }
  assert_int_equal(steps[0], steps[1]);
  assert_true(s.count >= 5);
  assert_int_equal(s.lines[0], 1);
  assert_int_equal(s.lines[s.count - 1], 5);
}

static void test_sandbox__too_deep_nesting_has_a_line(void **state)
{
  lde_buffer text = {0};
  lde_failure failure;

  (void)state;
  lde_buffer_puts(&text, "local x = \n");
  lde_buffer_fill(&text, '(', 300);
  failure = run(lde_buffer_text(&text));
  assert_int_equal(failure.outcome, LDE_OUTCOME_LOAD);
  assert_int_equal(failure.line, 2);
  lde_buffer_free(&text);
}

static void test_sandbox__speaks_dutch(void **state)
{
  const lde_sandbox_host host = {.lang = LDE_DUTCH};
  lde_sandbox *sandbox = lde_sandbox_new(NULL, &host);
  lde_failure failure;

  (void)state;
  do_text(sandbox, "a.lua", "setmetatable({}, {__gc = 1})", &failure);
  assert_non_null(strstr(failure.message, "niet toegestaan"));
  lde_sandbox_free(sandbox);
}

/* ---- limits ---- */

static void test_sandbox__time_cannot_be_caught(void **state)
{
  (void)state;
  expect("while true do\nend", LDE_OUTCOME_TIME, 1, "steps");
  expect("while true do\n pcall(function()\n  while true do end\n end) end", LDE_OUTCOME_TIME, 3,
         "steps");
  expect("local function loop() while true do end end\nxpcall(loop, loop)", LDE_OUTCOME_TIME, 1,
         "");
  expect("xpcall(error, function() while true do end end)", LDE_OUTCOME_TIME, 1, "");
  expect("local t <close> = setmetatable({}, {__close = function() while true do end end})\n"
         "while true do end",
         LDE_OUTCOME_TIME, 2, "");
  expect("local t = {} for i = 1, 1000 do t[i] = i end\n"
         "while true do table.sort(t, math.ult) end",
         LDE_OUTCOME_TIME, 2, "");
}

/* How far a counting loop comes with so many steps. */
static lua_Integer count_to(uint64_t steps)
{
  lde_limits limits = LDE_LIMITS_INIT;
  world w = {.interrupt = false};
  lde_failure failure;
  lde_sandbox *sandbox;
  lua_Integer n;

  limits.steps = steps;
  sandbox = open_sandbox(&w, &limits);
  assert_int_equal(do_text(sandbox, "a.lua", "n = 0 while true do n = n + 1 end", &failure),
                   LDE_OUTCOME_TIME);
  assert_int_equal(lde_sandbox_steps(sandbox), steps);
  lua_getglobal(lde_sandbox_state(sandbox), "n");
  n = lua_tointeger(lde_sandbox_state(sandbox), -1);
  lde_sandbox_free(sandbox);
  return n;
}

static void test_sandbox__time_stops_at_the_same_instruction(void **state)
{
  lua_Integer first = count_to(123457);

  (void)state;
  for (int i = 0; i < 20; i++)
    assert_int_equal(count_to(123457), first);
  /* Twenty steps more are at least three turns more: the hook is not the grain. */
  assert_true(count_to(123477) > first + 2);
}

static void print_slowly(void *ctx, const char *line, size_t len)
{
  const struct timespec pause = {.tv_nsec = 30000000};

  nanosleep(&pause, NULL);
  record_line(ctx, line, len);
}

/* Where a script stops does not hang on how long its instructions took: on a slow machine the clock is
 * looked at more often, and nothing else. */
static void test_sandbox__a_slow_machine_stops_at_the_same_instruction(void **state)
{
  static const char source[] = "local n = 0\nwhile true do\n  n = n + 1\n  local s = ('x'):rep(40)\n"
                               "  local at = s:find('y')\n  if n % 30 == 0 then\n    print(n)\n  end\nend\n";
  lde_failure failures[2];
  world worlds[2] = {0};

  (void)state;
  for (uint64_t steps = 9000; steps < 9100; steps += 13) {
    for (int slow = 0; slow < 2; slow++) {
      lde_limits limits = LDE_LIMITS_INIT;
      lde_sandbox_host host = {.ctx = &worlds[slow], .print = slow ? print_slowly : record_line};
      lde_sandbox *sandbox;
      limits.steps = steps;
      sandbox = lde_sandbox_new(&limits, &host);
      assert_int_equal(lde_sandbox_load(sandbox, "s.lua", source, strlen(source), &failures[slow]), LDE_OUTCOME_OK);
      assert_int_equal(lde_sandbox_call(sandbox, 0, 0, &failures[slow]), LDE_OUTCOME_TIME);
      lde_sandbox_free(sandbox);
    }
    assert_int_equal(failures[0].line, failures[1].line);
    assert_string_equal(lde_buffer_text(&worlds[0].printed), lde_buffer_text(&worlds[1].printed));
  }
  lde_buffer_free(&worlds[0].printed);
  lde_buffer_free(&worlds[1].printed);
}

static void test_sandbox__seconds_are_a_backstop(void **state)
{
  lde_limits limits = LDE_LIMITS_INIT;
  lde_failure failure;
  lde_sandbox *sandbox;

  (void)state;
  limits.seconds = 0.05;
  sandbox = lde_sandbox_new(&limits, NULL);
  assert_int_equal(do_text(sandbox, "a.lua", "while true do end", &failure), LDE_OUTCOME_TIME);
  assert_non_null(strstr(failure.message, "0.05 seconds"));
  lde_sandbox_free(sandbox);
}

static void test_sandbox__memory_cannot_be_caught(void **state)
{
  (void)state;
  expect("local t = {}\nwhile true do t[#t + 1] = {} end", LDE_OUTCOME_MEMORY, 2, "4 MiB");
  expect(
      "local t = {}\nwhile true do pcall(function()\n while true do t[#t + 1] = {} end\nend) end",
      LDE_OUTCOME_MEMORY, 3, "");
  /* One request beyond the hard limit: the state is given up, and reported all the same. */
  expect("local s = 'x'\nwhile true do\n s = s .. s end", LDE_OUTCOME_MEMORY, 3, "");
  expect("local s = ('x'):rep(2000000)\npcall(function() return\n s..s..s..s..s..s end)",
         LDE_OUTCOME_MEMORY, 3, "");
  expect("\nreturn ('x'):rep(20000000000)", LDE_OUTCOME_MEMORY, 2, "");
  expect("return #(('x'):rep(1000000):gsub('.', ('y'):rep(100000)))", LDE_OUTCOME_MEMORY, 1, "");
  expect("return string.pack('c2000000000', 'x')", LDE_OUTCOME_MEMORY, 1, "");
  expect("local t = {} for i = 1, 1000 do t[i] = 'x' end\n"
         "return table.concat(t, ('y'):rep(1000000))",
         LDE_OUTCOME_MEMORY, 2, "");
}

static void test_sandbox__garbage_is_no_reason_to_stop(void **state)
{
  (void)state;
  /* 36 MB in total, never more than 2 MB alive, of the 4 MB allowed. */
  expect_ok("local keep for i = 1, 12 do keep = ('x'):rep(1000000 + i) keep = keep .. i end");
}

static void test_sandbox__dead_state_refuses_everything(void **state)
{
  lde_limits limits = LDE_LIMITS_INIT;
  lde_failure failure;
  lde_sandbox *sandbox;

  (void)state;
  limits.memory = (size_t)4 << 20;
  sandbox = lde_sandbox_new(&limits, NULL);
  assert_int_equal(
      do_text(sandbox, "a.lua", "local s = 'x' while true do s = s .. s end", &failure),
      LDE_OUTCOME_MEMORY);
  assert_true(lde_sandbox_is_dead(sandbox));
  lde_sandbox_refill(sandbox);
  assert_int_equal(do_text(sandbox, "a.lua", "return 1", &failure), LDE_OUTCOME_MEMORY);
  assert_int_equal(lde_sandbox_call(sandbox, 0, 0, &failure), LDE_OUTCOME_MEMORY);
  lde_sandbox_free(sandbox);
}

static void test_sandbox__too_little_memory_for_anything(void **state)
{
  (void)state;
  /* The hard limit is never below 1 MiB, which the libraries fit in; the soft limit stops. */
  for (size_t memory = 0; memory < 40000; memory += 1000) {
    lde_limits limits = LDE_LIMITS_INIT;
    lde_failure failure;
    lde_sandbox *sandbox;
    lde_outcome outcome;
    limits.memory = memory;
    sandbox = lde_sandbox_new(&limits, NULL);
    outcome = do_text(sandbox, "a.lua", "local t = {} for i = 1, 100 do t[i] = {i} end", &failure);
    assert_true(outcome == LDE_OUTCOME_OK || outcome == LDE_OUTCOME_MEMORY);
    lde_sandbox_free(sandbox);
  }
}

static void test_sandbox__output_is_limited(void **state)
{
  lde_limits limits = LDE_LIMITS_INIT;
  world w = {.interrupt = false};
  lde_failure failure;
  lde_sandbox *sandbox;

  (void)state;
  limits.output = 1000;
  sandbox = open_sandbox(&w, &limits);
  assert_int_equal(do_text(sandbox, "a.lua", "while true do pcall(print, 'abc') end", &failure),
                   LDE_OUTCOME_OUTPUT);
  assert_int_equal(w.printed.len, 1000);
  assert_string_equal(lde_outcome_code(failure.outcome), "limit/output");
  lde_buffer_free(&w.printed);
  lde_sandbox_free(sandbox);
}

static void test_sandbox__print_gives_safe_lines(void **state)
{
  world w = {.interrupt = false};
  lde_sandbox *sandbox = open_sandbox(&w, NULL);

  (void)state;
  do_text(sandbox, "a.lua", "print(1, nil, {}, 'a\\nb\\27[0m') print()", NULL);
  assert_string_equal(lde_buffer_text(&w.printed), "1\tnil\ttable\ta\nb\\u{1b}[0m\n\n");
  lde_buffer_free(&w.printed);
  lde_sandbox_free(sandbox);
}

static void test_sandbox__host_can_interrupt(void **state)
{
  world w = {.interrupt = true};
  lde_sandbox *sandbox = open_sandbox(&w, NULL);
  lde_failure failure;

  (void)state;
  assert_int_equal(do_text(sandbox, "a.lua",
                           "while true do pcall(function() while true do end end) end", &failure),
                   LDE_OUTCOME_INTERRUPTED);
  lde_sandbox_free(sandbox);
}

static void test_sandbox__limits_stay_until_refilled(void **state)
{
  lde_limits limits = LDE_LIMITS_INIT;
  lde_failure failure;
  lde_sandbox *sandbox;

  (void)state;
  limits.steps = 10000;
  sandbox = lde_sandbox_new(&limits, NULL);
  assert_int_equal(do_text(sandbox, "a.lua", "while true do end", &failure), LDE_OUTCOME_TIME);
  assert_int_equal(do_text(sandbox, "a.lua", "return 1", &failure), LDE_OUTCOME_TIME);
  lde_sandbox_refill(sandbox);
  assert_int_equal(do_text(sandbox, "a.lua", "return 1", &failure), LDE_OUTCOME_OK);
  assert_int_equal(lua_gettop(lde_sandbox_state(sandbox)), 0);
  lde_sandbox_free(sandbox);
}

/* ---- order and sameness ---- */

static void test_sandbox__pairs_has_one_order(void **state)
{
  (void)state;
  expect_ok(
      "local t = {[true] = 1, [false] = 1, b = 1, a = 1, ab = 1, [2] = 1, [-1] = 1, [1.5] = 1,\n"
      "  [1e300] = 1, [-1/0] = 1, [math.maxinteger] = 1, ['1'] = 1, [print] = 1, ['a\\0'] = 1}\n"
      "local r = {} for k in pairs(t) do r[#r + 1] = tostring(k) end\n"
      "local s = table.concat(r, ',')\n"
      "assert(s == '-inf,-1,1.5,2,9223372036854775807,1e+300,1,a,a\\0,ab,b,false,true,function', "
      "s)");
  expect_ok(
      "assert(('a'):rep(3) == 'aaa' and (''):rep(3, '-') == '--' and ('a'):rep(1, '-') == 'a')\n"
      "assert(('ab'):rep(2, ',') == 'ab,ab' and ('x'):rep(0) == '' and ('x'):rep(-1) == '')");
  expect_ok("local t = {x = 1, y = 2, z = 3} local r = ''\n"
            "for k, v in pairs(t) do r = r .. k .. v t.y = nil t.w = 9 end assert(r == 'x1z3', r)");
  expect_ok(
      "local r = '' local t = {5, 6, 7}\n"
      "for k, v in pairs(t) do r = r .. k .. v t[2] = nil t[4] = 8 end assert(r == '15' .. '37')");
  expect_ok("local r = '' for k, v in pairs(setmetatable({}, {__pairs = function() return\n"
            "  function(_, k) if not k then return 1, 2 end end end})) do r = r .. k .. v end\n"
            "assert(r == '12')");
  expect("for k in pairs({[{}] = 1, [{}] = 2}) do end", LDE_OUTCOME_ERROR, 1, "no defined order");
  expect("pairs(nil)", LDE_OUTCOME_ERROR, 1, "table expected");
}

static void test_sandbox__next_follows_pairs(void **state)
{
  (void)state;
  expect_ok(
      "local t, r = {c = 1, [3] = 2, a = 3, [1] = 4, [true] = 5, [print] = 6}, ''\n"
      "local k, v = next(t) while k ~= nil do r = r .. tostring(k) .. v k, v = next(t, k) end\n"
      "assert(r == '1432a3c1true5function6', r) assert(next({}) == nil)");
  expect("local t = {[{}] = 1, [{}] = 2} next(t)", LDE_OUTCOME_ERROR, 1, "no defined order");
}

static void test_sandbox__sort_is_stable(void **state)
{
  (void)state;
  expect_ok("local t = {} for i = 1, 1000 do t[i] = {k = (i * 7) % 10, i = i} end\n"
            "table.sort(t, function(a, b) return a.k < b.k end)\n"
            "for i = 2, 1000 do local a, b = t[i - 1], t[i]\n"
            "  assert(a.k < b.k or a.k == b.k and a.i < b.i) end");
  expect_ok("local t = {3, 1, 2} table.sort(t) assert(table.concat(t) == '123')\n"
            "table.sort(t, function(a, b) return a > b end) assert(table.concat(t) == '321')\n"
            "local s = {'b', 'a', 'B'} table.sort(s) assert(table.concat(s) == 'Bab')");
  expect_ok("local t = {3, 1, 2} assert(not pcall(table.sort, t, function() error('x') end))\n"
            "assert(table.concat(t) == '312')");
  expect("table.sort({1, 'x'})", LDE_OUTCOME_ERROR, 1, "compare");
  expect_ok("table.sort(setmetatable({}, {__len = function() return 1 << 31 end}), math.type)");
}

static void test_sandbox__insert_remove_concat_are_raw(void **state)
{
  (void)state;
  expect_ok("local t = {1, 2, 3} table.insert(t, 4) table.insert(t, 1, 0) table.insert(t, 6, 5)\n"
            "assert(table.concat(t, ',') == '0,1,2,3,4,5')\n"
            "assert(table.remove(t) == 5 and table.remove(t, 1) == 0 and table.remove(t, 2) == 2)\n"
            "assert(table.concat(t, ',', 2, 3) == '3,4' and #t == 3 and table.remove({}) == nil)\n"
            "assert(table.remove(t, 4) == nil and table.concat({}, 'x') == '')");
  expect("table.insert({}, 5, 1)", LDE_OUTCOME_ERROR, 1, "out of bounds");
  expect("table.remove({1}, 7)", LDE_OUTCOME_ERROR, 1, "out of bounds");
  expect("table.concat({1, {}, 3})", LDE_OUTCOME_ERROR, 1, "index 2");
  expect("table.concat({}, 'x', 1, math.maxinteger)", LDE_OUTCOME_ERROR, 1, "index 1");
  expect_ok(
      "table.insert(setmetatable({}, {__len = function() return math.maxinteger - 1 end}), 1, 2)");
  expect_ok("assert(select('#', table.unpack({1, nil, 3}, 1, 3)) == 3 and table.unpack({4}) == 4)");
}

static void test_sandbox__random_numbers_repeat(void **state)
{
  char first[200] = "";

  (void)state;
  for (int i = 0; i < 2; i++) {
    world w = {.interrupt = false};
    lde_sandbox *sandbox = open_sandbox(&w, NULL);
    assert_int_equal(
        do_text(sandbox, "a.lua",
                "print(math.random(), math.random(6), math.random(-5, 5), math.random(0))\n"
                "for i = 1, 1000 do local r = math.random(3, 7) assert(r >= 3 and r <= 7)\n"
                "  local f = math.random() assert(f >= 0 and f < 1) end\n"
                "assert(not pcall(math.random, 2, 1) and not pcall(math.random, -1))\n"
                "math.random(math.mininteger, math.maxinteger)",
                NULL),
        LDE_OUTCOME_OK);
    if (i == 0)
      snprintf(first, sizeof first, "%s", lde_buffer_text(&w.printed));
    assert_string_equal(lde_buffer_text(&w.printed), first);
    lde_buffer_free(&w.printed);
    lde_sandbox_free(sandbox);
  }
}

static void test_sandbox__no_addresses(void **state)
{
  (void)state;
  expect_ok("assert(tostring({}) == 'table' and tostring(print) == 'function')\n"
            "assert(tostring(setmetatable({}, {__name = 'Own'})) == 'Own')\n"
            "assert(('%s %5s'):format({}, nil) == 'table   nil')\n"
            "assert(('%d%% %q %.2f %s'):format(3, 'a', 1.5, 2) == '3% \"a\" 1.50 2')\n"
            "assert(tostring(1) == '1' and tostring(1.0) == '1.0' and tostring(nil) == 'nil')");
  expect("return ('%p'):format({})", LDE_OUTCOME_ERROR, 1, "%p");
  expect("return ('%10p'):format({})", LDE_OUTCOME_ERROR, 1, "%p");
  expect("return ('%s'):format()", LDE_OUTCOME_ERROR, 1, "no value");
  expect("return tostring(setmetatable({}, {__tostring = function() return {} end}))",
         LDE_OUTCOME_ERROR, 1, "must return a string");
}

static void test_sandbox__hash_seed_is_pinned(void **state)
{
  lde_sandbox *sandbox = lde_sandbox_new(NULL, NULL);

  (void)state;
  /* Fails with another library than the one that was looked into: review hash_seed.h then. */
  assert_true(lde_sandbox_is_pinned(sandbox));
  lde_sandbox_free(sandbox);
}

/* ---- require ---- */

static void test_sandbox__require(void **state)
{
  lde_failure failure;

  (void)state;
  expect_ok("assert(require('count') == require('count') and require('count').n == 1)\n"
            "assert(require('nothing') == true)");
  expect("require('absent')", LDE_OUTCOME_ERROR, 1, "no module absent here");
  assert_non_null(strstr(run("require('ring')").message, "requires itself"));
  failure = run("\nrequire('broken')");
  assert_string_equal(failure.file, "rules/lib/broken.lua");
  assert_int_equal(failure.line, 2);
  failure = run("\nrequire('raises')");
  assert_string_equal(failure.file, "rules/lib/raises.lua");
  assert_int_equal(failure.line, 3);
  assert_string_equal(failure.message, "deep");
  assert_int_equal(run("pcall(require, 'loops')").outcome, LDE_OUTCOME_TIME);
}

static void test_sandbox__modules_of_the_engine(void **state)
{
  world w = {.interrupt = false};
  lde_sandbox *sandbox = open_sandbox(&w, NULL);

  (void)state;
  lua_pushinteger(lde_sandbox_state(sandbox), 42);
  lde_sandbox_module(lde_sandbox_state(sandbox), "ld");
  assert_int_equal(do_text(sandbox, "a.lua", "assert(require 'ld' == 42)", NULL), LDE_OUTCOME_OK);
  lde_sandbox_free(sandbox);
}

/* ---- for bindings ---- */

static int l_order(lua_State *L)
{
  lua_pushinteger(L, *(lua_Integer *)lde_check_userdata(L, 1, "thing"));
  return 1;
}

static int l_thing(lua_State *L)
{
  *(lua_Integer *)lua_newuserdatauv(L, sizeof(lua_Integer), 0) = luaL_checkinteger(L, 1);
  luaL_setmetatable(L, LDE_METATABLE("thing"));
  return 1;
}

static int l_twice(lua_State *L)
{
  lua_pushvalue(L, 1);
  lua_pushboolean(L, lde_sandbox_pcall(L, 0, 0) == LUA_OK);
  lua_pushvalue(L, 1);
  lde_sandbox_call(lde_sandbox_context(L), 0, 0, NULL);
  return 1;
}

static int l_pay(lua_State *L)
{
  lde_sandbox_charge(L, (uint64_t)luaL_checkinteger(L, 1));
  return 0;
}

static int open_things(lua_State *L)
{
  if (lde_sandbox_metatable(L, "thing")) {
    lua_pushcfunction(L, l_order);
    lua_setfield(L, -2, "__order");
  }
  lua_register(L, "thing", l_thing);
  lua_register(L, "order", l_order);
  lua_register(L, "twice", l_twice);
  lua_register(L, "pay", l_pay);
  return 0;
}

static lde_failure run_things(const char *text)
{
  lde_limits limits = LDE_LIMITS_INIT;
  lde_failure failure = {.outcome = LDE_OUTCOME_OK};
  lde_sandbox *sandbox;

  limits.steps = 1000000;
  sandbox = lde_sandbox_new(&limits, NULL);
  assert_int_equal(lde_sandbox_run(sandbox, open_things, NULL, NULL), LDE_OUTCOME_OK);
  failure.outcome = do_text(sandbox, "a.lua", text, &failure);
  lde_sandbox_free(sandbox);
  return failure;
}

static void test_sandbox__userdata_keys_are_ordered_by_number(void **state)
{
  lde_failure failure;

  (void)state;
  failure = run_things(
      "local r, t = {}, {[thing(3)] = 'c', [thing(1)] = 'a', x = 'x', [thing(2)] = 'b'}\n"
      "for _, v in pairs(t) do r[#r + 1] = v end\n"
      "assert(table.concat(r) == 'xabc')\n"
      "assert(tostring(thing(1)) == 'thing' and getmetatable(thing(1)) == false)");
  assert_string_equal(failure.message, "");
  failure = run_things("for _ in pairs({[thing(1)] = 1, [thing(1)] = 1}) do end");
  assert_non_null(strstr(failure.message, "no defined order"));
  failure = run_things("order({})");
  assert_non_null(strstr(failure.message, "thing expected, got table"));
}

static void test_sandbox__bindings_keep_limits(void **state)
{
  lde_failure failure;

  (void)state;
  assert_int_equal(run_things("assert(twice(function() end)) assert(not twice(error))").outcome,
                   LDE_OUTCOME_OK);
  failure = run_things("\npcall(twice, function() while true do end end)\nwhile true do end");
  assert_int_equal(failure.outcome, LDE_OUTCOME_TIME);
  assert_int_equal(failure.line, 2);
  assert_int_equal(run_things("pcall(pay, 2000000)").outcome, LDE_OUTCOME_TIME);
  assert_int_equal(run_things("pcall(pay, -1)").outcome, LDE_OUTCOME_TIME);
}

/* ---- nil ---- */

static int l_expression(lua_State *L)
{
  lde_sandbox_call_expression(L, lua_gettop(L) - 1, 1);
  return 1;
}

static int l_plain(lua_State *L)
{
  lde_sandbox_call_plain(L, lua_gettop(L) - 1, 1);
  return 1;
}

static int open_nil_test(lua_State *L)
{
  lua_register(L, "expression", l_expression);
  lua_register(L, "plain", l_plain);
  return 0;
}

static void test_sandbox__nil_is_safe_in_expressions_only(void **state)
{
  lde_sandbox *sandbox = lde_sandbox_new(NULL, NULL);
  lua_State *L = lde_sandbox_state(sandbox);
  lde_failure failure = {.message = ""};

  (void)state;
  lde_sandbox_run(sandbox, open_nil_test, NULL, NULL);
  do_text(
      sandbox, "a.lua",
      "local function no(f) assert(not pcall(f)) end\n"
      "local function yes(f) assert(expression(f) == nil) end\n"
      "local n\n"
      "for _, f in ipairs{function() return n.x end, function() return n() end,\n"
      "  function() return n + 1 end, function() return 1 .. n end, function() return #n end,\n"
      "  function() return -n end, function() return n // 2 end, function() return ~n end,\n"
      "  function() return n & 1 end, function() return n.x.y:z().w end} do no(f) yes(f) no(f) "
      "end\n"
      "assert(expression(function() return n < 1 end) == false)\n"
      "assert(expression(function() return 1 >= n end) == false)\n"
      "assert(expression(function() return n ~= 1 end) == true)\n"
      "expression(function() no(function() plain(function() return n.x end) end)\n"
      "  return n.x end)\n"
      "no(function() expression(function() return 1 // 0 end) end) no(function() return n.x end)\n"
      "expression(function() xpcall(plain, print, error) return n.x end)\n"
      "no(function() return n.x end)",
      &failure);
  assert_string_equal(failure.message, "");
  assert_false(lde_nil_is_safe(L, true));
  assert_int_equal(do_text(sandbox, "b.lua", "local n return n.x", &failure), LDE_OUTCOME_ERROR);
  assert_true(lde_nil_is_safe(L, false));
  lde_sandbox_free(sandbox);
}

/* ---- parts ---- */

static void on_limit(void *ctx)
{
  ++*(int *)ctx;
}

static void test_sandbox__allocator_counts_and_returns_all(void **state)
{
  lde_allocator memory;
  int reached = 0;
  size_t one;
  void *a, *b;

  (void)state;
  lde_allocator_init(&memory, 10000);
  memory.on_soft = memory.on_hard = on_limit;
  memory.ctx = &reached;
  a = lde_allocator_serve(&memory, NULL, 5, 100); /* 5 is a type code, not a size */
  one = memory.used;
  assert_true(one >= 100 && one <= 160);
  b = lde_allocator_serve(&memory, NULL, 123456, 100);
  assert_int_equal(memory.used, 2 * one);
  a = lde_allocator_serve(&memory, a, 100, 5000);
  assert_int_equal(reached, 0);
  a = lde_allocator_serve(&memory, a, 5000, 20000);
  assert_int_equal(reached, 1);
  a = lde_allocator_serve(&memory, a, 20000, 100);
  assert_int_equal(memory.used, 2 * one);
  assert_null(lde_allocator_serve(&memory, b, 100, 0));
  assert_null(lde_allocator_serve(&memory, NULL, 0, 0));
  assert_int_equal(memory.used, one);
  assert_true(memory.peak >= 20000);
  lde_allocator_deinit(&memory); /* `a` too: leak checkers look on */
  assert_int_equal(memory.used, 0);
}

static int chain_line(const char *start, const char *link, int count)
{
  lde_buffer text = {0};
  lde_source_shape shape;

  lde_buffer_puts(&text, start);
  for (int i = 0; i < count; i++)
    lde_buffer_puts(&text, link);
  shape = lde_source_look(text.data, text.len);
  lde_buffer_free(&text);
  return shape.chain_line;
}

static void test_sandbox__long_chains_are_found(void **state)
{
  (void)state;
  assert_int_equal(chain_line("\n\nreturn a", ".b", 1001), 3);
  assert_int_equal(chain_line("return a", ".b", 1000), 0);
  assert_int_equal(chain_line("return a", "['b']", 1001), 1);
  assert_int_equal(chain_line("return a", "[ x + y ] --[[ ]]\n", 1001), 1001);
  assert_int_equal(chain_line("return a", "[x.y.z + 'ab'].c", 600), 1);
  assert_int_equal(chain_line("t = {", "a.b, ", 5000), 0);
  assert_int_equal(chain_line("", "x.y = 1.5 ", 5000), 0);
  assert_int_equal(chain_line("", "x.y.z()\n", 5000), 0);
  assert_int_equal(chain_line("local s = x", " .. x.y", 5000), 0);
  assert_int_equal(chain_line("--[==[ ", ".b ]] ", 5000), 0);
  assert_int_equal(chain_line("s = '", ".b\\'", 5000), 0);
  assert_int_equal(chain_line("f", ":m(a.b)", 5000), 0);
}

static void note_call(void *ctx)
{
  volatile char deep[16 << 20]; /* more than a usual stack has left over twice */

  deep[0] = 1;
  deep[sizeof deep - 1] = 2;
  *(int *)ctx = deep[0] + deep[sizeof deep - 1];
}

static void test_sandbox__deep_stack_is_deep(void **state)
{
  int seen = 0;

  (void)state;
  lde_deep_stack_call(note_call, &seen);
  assert_int_equal(seen, 3);
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_sandbox__offers_exactly_the_list),
      cmocka_unit_test(test_sandbox__locks_the_metatable_of_texts),
      cmocka_unit_test(test_sandbox__refuses_finalisers_and_weak_tables),
      cmocka_unit_test(test_sandbox__takes_text_only),
      cmocka_unit_test(test_sandbox__refuses_large_files),
      cmocka_unit_test(test_sandbox__reports_file_line_and_message),
      cmocka_unit_test(test_sandbox__names_long_files_whole),
      cmocka_unit_test(test_sandbox__message_is_one_safe_line),
      cmocka_unit_test(test_sandbox__error_values_other_than_text),
      cmocka_unit_test(test_sandbox__long_messages_end_with_a_whole_character),
      cmocka_unit_test(test_sandbox__wrong_calls_of_the_library),
      cmocka_unit_test(test_sandbox__lines_can_be_followed),
      cmocka_unit_test(test_sandbox__too_deep_nesting_has_a_line),
      cmocka_unit_test(test_sandbox__speaks_dutch),
      cmocka_unit_test(test_sandbox__time_cannot_be_caught),
      cmocka_unit_test(test_sandbox__time_stops_at_the_same_instruction),
      cmocka_unit_test(test_sandbox__a_slow_machine_stops_at_the_same_instruction),
      cmocka_unit_test(test_sandbox__seconds_are_a_backstop),
      cmocka_unit_test(test_sandbox__memory_cannot_be_caught),
      cmocka_unit_test(test_sandbox__garbage_is_no_reason_to_stop),
      cmocka_unit_test(test_sandbox__dead_state_refuses_everything),
      cmocka_unit_test(test_sandbox__too_little_memory_for_anything),
      cmocka_unit_test(test_sandbox__output_is_limited),
      cmocka_unit_test(test_sandbox__print_gives_safe_lines),
      cmocka_unit_test(test_sandbox__host_can_interrupt),
      cmocka_unit_test(test_sandbox__limits_stay_until_refilled),
      cmocka_unit_test(test_sandbox__pairs_has_one_order),
      cmocka_unit_test(test_sandbox__next_follows_pairs),
      cmocka_unit_test(test_sandbox__userdata_keys_are_ordered_by_number),
      cmocka_unit_test(test_sandbox__sort_is_stable),
      cmocka_unit_test(test_sandbox__insert_remove_concat_are_raw),
      cmocka_unit_test(test_sandbox__random_numbers_repeat),
      cmocka_unit_test(test_sandbox__no_addresses),
      cmocka_unit_test(test_sandbox__hash_seed_is_pinned),
      cmocka_unit_test(test_sandbox__require),
      cmocka_unit_test(test_sandbox__modules_of_the_engine),
      cmocka_unit_test(test_sandbox__bindings_keep_limits),
      cmocka_unit_test(test_sandbox__nil_is_safe_in_expressions_only),
      cmocka_unit_test(test_sandbox__allocator_counts_and_returns_all),
      cmocka_unit_test(test_sandbox__long_chains_are_found),
      cmocka_unit_test(test_sandbox__deep_stack_is_deep),
  };

  return cmocka_run_group_tests(tests, NULL, NULL);
}
