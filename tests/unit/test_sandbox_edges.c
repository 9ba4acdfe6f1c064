/* The edges of the sandbox: limits reached where a script cannot cause it, ends of the process, memory that
 * the system refuses, messages that only look like positions, sizes at the end of their range. */
#include "in_child.h"

#include <lauxlib.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>

#include "base/buffer.h"
#include "base/error.h"
#include "script/allocator.h"
#include "script/deep_stack.h"
#include "script/sandbox.h"
#include "script/source.h"

static lde_sandbox *open_in(lde_language lang, size_t memory)
{
  lde_limits limits = LDE_LIMITS_INIT;
  const lde_sandbox_host host = {.lang = lang};

  limits.memory = memory;
  limits.steps = 3000000;
  limits.output = 1000;
  return lde_sandbox_new(&limits, &host);
}

static lde_outcome do_text(lde_sandbox *sandbox, const char *name, const char *text, lde_failure *failure)
{
  lde_outcome outcome = lde_sandbox_load(sandbox, name, text, strlen(text), failure);

  return outcome == LDE_OUTCOME_OK ? lde_sandbox_call(sandbox, 0, 0, failure) : outcome;
}

static lde_failure run_in(lde_language lang, const char *text)
{
  lde_sandbox *sandbox = open_in(lang, (size_t)4 << 20);
  lde_failure failure = {.outcome = LDE_OUTCOME_OK};

  failure.outcome = do_text(sandbox, "t.lua", text, &failure);
  lde_sandbox_free(sandbox);
  return failure;
}

static void expect(const char *text, lde_outcome outcome, int line, const char *message)
{
  lde_failure failure = run_in(LDE_ENGLISH, text);

  if (failure.outcome != outcome || failure.line != line || !strstr(failure.message, message))
    fail_msg("%s\n  got %s %d: %s", text, lde_outcome_code(failure.outcome), failure.line, failure.message);
}

static void expect_ok(const char *text)
{
  lde_failure failure = run_in(LDE_ENGLISH, text);

  if (failure.outcome != LDE_OUTCOME_OK)
    fail_msg("%s\n  got %s %d: %s", text, lde_outcome_code(failure.outcome), failure.line, failure.message);
}

/* ---- ends of the process ---- */

static void end_with_nine(void *ctx)
{
  (void)ctx;
  _exit(9);
}

/* The host itself builds something too large: there is no call that could be given up. */
static void pass_hard_limit(void *ctx)
{
  const lde_sandbox_host host = {.hard_limit = ctx ? end_with_nine : NULL};
  lde_limits limits = LDE_LIMITS_INIT;
  lde_sandbox *sandbox;

  limits.memory = (size_t)1 << 20;
  sandbox = lde_sandbox_new(&limits, &host);
  lua_newuserdatauv(lde_sandbox_state(sandbox), (size_t)8 << 20, 0);
}

static void test_sandbox_edges__hard_limit_outside_a_call_ends_the_process(void **state)
{
  char said[256];

  (void)state;
  assert_int_equal(in_child(pass_hard_limit, NULL, said, sizeof said), 4);
  assert_string_equal(said, "error[limit/memory]: out of memory\n");
  assert_int_equal(in_child(pass_hard_limit, said, said, sizeof said), 9);
  assert_string_equal(said, "");
}

static void raise_outside(void *ctx)
{
  lde_sandbox *sandbox = lde_sandbox_new(NULL, NULL);
  lua_State *L = lde_sandbox_state(sandbox);

  if (ctx)
    lua_pushstring(L, ctx);
  else
    lua_newtable(L);
  lua_error(L);
}

static void test_sandbox_edges__an_unprotected_error_ends_the_process(void **state)
{
  char said[256], what[] = "no call around it";

  (void)state;
  assert_int_equal(in_child(raise_outside, what, said, sizeof said), 70);
  assert_non_null(strstr(said, "internal error: unprotected call of Lua: no call around it\n"));
  assert_int_equal(in_child(raise_outside, NULL, said, sizeof said), 70);
  assert_non_null(strstr(said, "unprotected call of Lua: ?\n"));
}

static void note(void *ctx)
{
  ++*(int *)ctx;
}

static void call_again(void *ctx)
{
  lde_deep_stack_call(note, ctx);
}

/* No thread of 64 MiB can be had: the work is done all the same. */
static void without_room_for_a_thread(void *ctx)
{
  struct rlimit none = {0, 0};

  (void)ctx;
  setrlimit(RLIMIT_AS, &none);
  lde_deep_stack_call(end_with_nine, NULL);
}

static void test_sandbox_edges__deep_stack_within_itself_or_without_a_thread(void **state)
{
  char said[256];
  int calls = 0;

  (void)state;
  lde_deep_stack_call(call_again, &calls);
  assert_int_equal(calls, 1);
  if (!SANITIZED) /* it reserves more itself */
    assert_int_equal(in_child(without_room_for_a_thread, NULL, said, sizeof said), 9);
}

/* ---- the allocator ---- */

static jmp_buf out;
static int refusals;

static void on_hard(void *ctx)
{
  (void)ctx;
  refusals++;
  longjmp(out, 1);
}

static void on_soft(void *ctx)
{
  (void)ctx;
}

/* NULL when it was refused. */
static void *serve(lde_allocator *memory, void *block, size_t old_size, size_t new_size)
{
  return setjmp(out) ? NULL : lde_allocator_serve(memory, block, old_size, new_size);
}

static void test_sandbox_edges__allocator_at_the_end_of_the_range(void **state)
{
  lde_allocator memory;
  void *block;
  size_t used;

  (void)state;
  refusals = 0;
  lde_allocator_init(&memory, SIZE_MAX);
  assert_true(memory.soft < memory.hard && memory.hard < SIZE_MAX / 3); /* sums cannot overflow */
  memory.on_soft = on_soft;
  memory.on_hard = on_hard;
  block = serve(&memory, NULL, 0, 100);
  used = memory.used;
  assert_null(serve(&memory, NULL, 0, SIZE_MAX));
  assert_null(serve(&memory, block, 100, SIZE_MAX - 8));
  assert_int_equal(refusals, 2);
  /* Within the limits, but the system has not got it. */
  assert_null(serve(&memory, NULL, 0, (size_t)1 << 60));
  assert_null(serve(&memory, block, 100, (size_t)1 << 60));
  assert_int_equal(refusals, 4);
  /* Shrinking does not fail, whatever the system says. */
  assert_ptr_equal(serve(&memory, block, (size_t)1 << 61, (size_t)1 << 60), block);
  assert_int_equal(refusals, 4);
  assert_int_equal(memory.used, used);
  lde_allocator_deinit(&memory);
}

/* ---- limits where no script can reach them ---- */

/* Catches what the function in argument 1 raises, as no code of ours does, and calls argument 2. */
static int l_catch_then(lua_State *L)
{
  lua_pushvalue(L, 1);
  lua_pcall(L, 0, 0, 0);
  lua_pushvalue(L, 2);
  lua_call(L, 0, 0);
  return 0;
}

static int went_on;

static int go_on(void)
{
  went_on++;
  return 0;
}

static int l_mark(lua_State *L)
{
  (void)L;
  return go_on();
}

static int l_need(lua_State *L)
{
  lde_sandbox_need(L, 1);
  return go_on();
}

static int l_charge(lua_State *L)
{
  lde_sandbox_charge(L, 1);
  return go_on();
}

static int l_protect(lua_State *L)
{
  lua_pushcfunction(L, l_mark);
  lde_sandbox_pcall(L, 0, 0);
  return go_on();
}

static int l_handle(lua_State *L)
{
  lua_getglobal(L, "xpcall");
  lua_pushcfunction(L, l_mark);
  lua_pushcfunction(L, l_mark);
  lua_call(L, 2, 0);
  return go_on();
}

static int l_nested(lua_State *L)
{
  lde_sandbox *sandbox = lde_sandbox_context(L);
  int top = lua_gettop(L);
  lde_failure failure;

  lua_pushcfunction(L, l_need);
  lua_pushinteger(L, 1);
  if (lde_sandbox_call(sandbox, 1, 0, &failure) != LDE_OUTCOME_TIME || lua_gettop(L) != top)
    return go_on();
  if (lde_sandbox_run(sandbox, l_need, NULL, &failure) != LDE_OUTCOME_TIME || lua_gettop(L) != top)
    return go_on();
  if (lde_sandbox_load(sandbox, "t.lua", "", 0, NULL) != LDE_OUTCOME_TIME || lua_gettop(L) != top)
    return go_on();
  return 0;
}

static int l_allocate(lua_State *L)
{
  lua_newuserdatauv(L, (size_t)64 << 20, 0);
  return go_on();
}

static int open_bindings(lua_State *L)
{
  lua_register(L, "allocate", l_allocate);
  lua_register(L, "catch_then", l_catch_then);
  lua_register(L, "need", l_need);
  lua_register(L, "charge", l_charge);
  lua_register(L, "protect", l_protect);
  lua_register(L, "handle", l_handle);
  lua_register(L, "nested", l_nested);
  return 0;
}

static void test_sandbox_edges__nothing_goes_on_after_a_limit(void **state)
{
  static const char *const after[] = {"need", "charge", "protect", "handle", "nested", "allocate"};

  (void)state;
  for (size_t i = 0; i < sizeof after / sizeof *after; i++) {
    lde_sandbox *sandbox = open_in(LDE_ENGLISH, (size_t)4 << 20);
    lde_failure failure;
    char text[128];
    assert_int_equal(lde_sandbox_run(sandbox, open_bindings, NULL, NULL), LDE_OUTCOME_OK);
    snprintf(text, sizeof text, "\ncatch_then(function() while true do end end, %s)", after[i]);
    went_on = 0;
    assert_int_equal(do_text(sandbox, "t.lua", text, &failure), LDE_OUTCOME_TIME);
    assert_int_equal(failure.line, 2);
    if (went_on)
      fail_msg("%s went on", after[i]);
    lde_sandbox_free(sandbox);
  }
}

static int l_charge_outside(lua_State *L)
{
  lde_sandbox_charge(L, 1);
  return 0;
}

/* The host pays for work of its own: the clock only counts while the author's code runs. */
static void test_sandbox_edges__no_deadline_outside_a_call(void **state)
{
  lde_limits limits = LDE_LIMITS_INIT;
  lde_sandbox *sandbox;
  lde_failure failure;

  (void)state;
  limits.seconds = 0;
  sandbox = lde_sandbox_new(&limits, NULL);
  lde_sandbox_charge(lde_sandbox_state(sandbox), 1 << 19);
  assert_false(lde_sandbox_stopped(lde_sandbox_state(sandbox)));
  assert_int_equal(lde_sandbox_run(sandbox, l_charge_outside, NULL, &failure), LDE_OUTCOME_OK);
  assert_int_equal(do_text(sandbox, "t.lua", "while true do end", &failure), LDE_OUTCOME_TIME);
  lde_sandbox_free(sandbox);
}

static int l_solve(lua_State *L)
{
  volatile uint64_t work = 0;

  lde_sandbox_pause(L);
  for (uint64_t i = 0; i < (uint64_t)lua_tointeger(L, 1); i++)
    work += i;
  lde_sandbox_resume(L);
  lua_pushinteger(L, (lua_Integer)work);
  return 1;
}

/* Work of the engine that has limits of its own does not end the script, however slow the machine is. */
static void test_sandbox_edges__the_clock_can_be_paused(void **state)
{
  lde_limits limits = LDE_LIMITS_INIT;
  lde_sandbox *sandbox;
  lde_failure failure;
  lua_State *L;

  (void)state;
  limits.seconds = 0.05;
  sandbox = lde_sandbox_new(&limits, NULL);
  L = lde_sandbox_state(sandbox);
  lua_pushcfunction(L, l_solve);
  lua_setglobal(L, "solve");
  assert_int_equal(do_text(sandbox, "t.lua", "solve(100000000) for i = 1, 5000 do end", &failure), LDE_OUTCOME_OK);
  assert_int_equal(do_text(sandbox, "t.lua", "while true do solve(1) end", &failure), LDE_OUTCOME_TIME);
  assert_string_equal(failure.message, "stopped after 0.05 seconds");
  lde_sandbox_free(sandbox);
}

static void test_sandbox_edges__limits_beyond_what_can_be_counted(void **state)
{
  lde_limits limits = LDE_LIMITS_INIT;
  lde_sandbox *sandbox;
  lde_failure failure;

  (void)state;
  limits.steps = UINT64_MAX;
  limits.seconds = 1e300;
  limits.memory = SIZE_MAX;
  sandbox = lde_sandbox_new(&limits, NULL);
  assert_int_equal(do_text(sandbox, "t.lua", "for i = 1, 5000 do end", &failure), LDE_OUTCOME_OK);
  lde_sandbox_free(sandbox);
  lde_sandbox_free(NULL);
}

static void see_line(void *ctx, const char *file, int line)
{
  (void)file;
  *(int *)ctx = line;
}

static void test_sandbox_edges__only_lines_of_files_are_followed(void **state)
{
  lde_sandbox *sandbox = open_in(LDE_ENGLISH, (size_t)1 << 20);
  lde_failure failure;
  int line = 0;

  (void)state;
  lde_sandbox_trace(sandbox, see_line, &line);
  assert_int_equal(do_text(sandbox, "=part", "local x = 1", &failure), LDE_OUTCOME_OK);
  assert_int_equal(line, 0);
  assert_int_equal(do_text(sandbox, "@t.lua", "\nlocal x = 1", &failure), LDE_OUTCOME_OK);
  assert_int_equal(line, 2);
  do_text(sandbox, "t.lua", "local s = ('x'):rep(400000) s = s .. s .. s .. s .. s .. s .. s", NULL);
  assert_true(lde_sandbox_is_dead(sandbox));
  lde_sandbox_trace(sandbox, NULL, NULL); /* must not touch it */
  lde_sandbox_free(sandbox);
}

/* ---- given up in the middle ---- */

static void test_sandbox_edges__the_hard_limit_while_a_message_is_made(void **state)
{
  (void)state;
  expect("error(setmetatable({}, {__tostring = function()\n local s = 'x'\n while true do s = s .. s end end}))",
         LDE_OUTCOME_MEMORY, 3, "4 MiB");
}

static void test_sandbox_edges__the_hard_limit_while_compiling(void **state)
{
  lde_limits limits = LDE_LIMITS_INIT;
  lde_buffer text = {0};
  lde_sandbox *sandbox;
  lde_failure failure;

  (void)state;
  limits.memory = (size_t)1 << 20;
  limits.rule_file = (size_t)32 << 20;
  sandbox = lde_sandbox_new(&limits, NULL);
  lde_buffer_puts(&text, "return '");
  for (int i = 0; i < 500000; i++)
    lde_buffer_puts(&text, "sixteen letters.");
  lde_buffer_puts(&text, "'");
  assert_int_equal(lde_sandbox_load(sandbox, "t.lua", text.data, text.len, &failure), LDE_OUTCOME_MEMORY);
  assert_true(lde_sandbox_is_dead(sandbox));
  lde_buffer_free(&text);
  lde_sandbox_free(sandbox);
}

/* ---- messages ---- */

/* Authors may write what looks like a position: only one of a file that was loaded is taken for one. */
static void test_sandbox_edges__positions_that_are_none(void **state)
{
  static const char *const texts[] = {
      "t.lua",          "t.lua:",         "t.lua:x: m",  "t.lua:/: m", "t.lua:5",     "t.lua:5:m",
      "t.lua:9999999999: m", "t.luax:5: m", "...:5: m",  "...",        "....lua",     "...xlua:5: m",
      "...a/very/long/t.lua:5: m",
  };
  char text[128];

  (void)state;
  for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
    lde_failure failure;
    snprintf(text, sizeof text, "\nerror('%s', 0)", texts[i]);
    failure = run_in(LDE_ENGLISH, text);
    assert_int_equal(failure.line, 2);
    assert_string_equal(failure.message, texts[i]);
  }
  expect("\nerror('t.lua:5: m', 0)", LDE_OUTCOME_ERROR, 5, "m");
  expect("\nerror('...ua:5: m', 0)", LDE_OUTCOME_ERROR, 5, "m");
}

static void test_sandbox_edges__long_messages_are_cut_before_a_character(void **state)
{
  (void)state;
  for (int ahead = 0; ahead < 3; ahead++) {
    char text[64];
    lde_failure failure;
    size_t len;
    snprintf(text, sizeof text, "error(('x'):rep(%d) .. ('\\u{20ac}'):rep(2000))", ahead);
    failure = run_in(LDE_ENGLISH, text);
    len = strlen(failure.message);
    assert_true(len > 1010 && len < sizeof failure.message);
    assert_int_equal((len - (size_t)ahead) % 3, 0); /* whole characters, and the ellipsis */
    assert_string_equal(failure.message + len - 3, "\xe2\x80\xa6");
  }
}

static void test_sandbox_edges__names_of_chunks(void **state)
{
  lde_sandbox *sandbox = open_in(LDE_ENGLISH, (size_t)4 << 20);
  lde_limits small = LDE_LIMITS_INIT;
  lde_failure failure;

  (void)state;
  assert_int_equal(do_text(sandbox, "a\n\x7f.lua", "error('m')", &failure), LDE_OUTCOME_ERROR);
  assert_string_equal(failure.file, "a??.lua");
  assert_int_equal(do_text(sandbox, "=(part)", "\nx = = 1", &failure), LDE_OUTCOME_LOAD);
  assert_string_equal(failure.file, "");
  assert_int_equal(failure.line, 0);
  assert_int_equal(do_text(sandbox, "t.lua", "x = = 1", NULL), LDE_OUTCOME_LOAD);
  assert_int_equal(do_text(sandbox, "=(part)", "error('m')", &failure), LDE_OUTCOME_ERROR);
  assert_string_equal(failure.message, "m");
  lde_sandbox_free(sandbox);
  for (int i = 0; i < 20; i++) { /* names are kept once */
    char name[16];
    snprintf(name, sizeof name, "%d.lua", i % 19);
    sandbox = i == 0 ? open_in(LDE_ENGLISH, (size_t)4 << 20) : sandbox;
    assert_int_equal(do_text(sandbox, name, "\nerror('m')", &failure), LDE_OUTCOME_ERROR);
    assert_string_equal(failure.file, name);
  }
  lde_sandbox_free(sandbox);
  small.rule_file = 10;
  sandbox = lde_sandbox_new(&small, NULL);
  assert_int_equal(do_text(sandbox, "=(part)", "local x = 1 + 2", &failure), LDE_OUTCOME_LOAD);
  assert_string_equal(failure.file, "");
  assert_non_null(strstr(failure.message, "larger than the limit"));
  assert_int_equal(do_text(sandbox, "t.lua", "local x = 1 + 2", NULL), LDE_OUTCOME_LOAD);
  lde_sandbox_free(sandbox);
}

static bool always(void *ctx)
{
  (void)ctx;
  return true;
}

static void test_sandbox_edges__every_message_in_dutch(void **state)
{
  static const char *const said[][2] = {
      {"while true do end", "gestopt na 3000000 stappen"},
      {"local t = {} while true do t[#t + 1] = {} end", "heeft meer geheugen nodig dan de grens van 4 MiB"},
      {"while true do print('abc') end", "schrijft meer dan de grens van 0.9766 KiB"},
      {"error()", "fout zonder tekst"},
      {"error('')", "fout zonder tekst"},
      {"for _ in pairs({[{}] = 1, [{}] = 1}) do end", "geen vaste volgorde"},
      {"require('none')", "module 'none' niet gevonden"},
      {"setmetatable({}, {__gc = 1})", "een metatabel met '__gc' is niet toegestaan"},
  };
  const lde_sandbox_host stopped = {.lang = LDE_DUTCH, .interrupted = always};
  lde_limits limits = LDE_LIMITS_INIT;
  lde_buffer chain = {0};
  lde_failure failure;
  lde_sandbox *sandbox;

  (void)state;
  for (size_t i = 0; i < sizeof said / sizeof *said; i++) {
    failure = run_in(LDE_DUTCH, said[i][0]);
    if (!strstr(failure.message, said[i][1]))
      fail_msg("%s\n  got %s", said[i][0], failure.message);
  }
  lde_buffer_puts(&chain, "return a");
  for (int i = 0; i < 1001; i++)
    lde_buffer_puts(&chain, ".b");
  assert_non_null(strstr(run_in(LDE_DUTCH, lde_buffer_text(&chain)).message, "1000 velden achter elkaar"));
  expect(lde_buffer_text(&chain), LDE_OUTCOME_LOAD, 1, "a chain of more than 1000 field accesses");
  lde_buffer_free(&chain);

  sandbox = lde_sandbox_new(NULL, &stopped);
  assert_int_equal(do_text(sandbox, "t.lua", "while true do end", &failure), LDE_OUTCOME_INTERRUPTED);
  assert_string_equal(failure.message, "afgebroken");
  lde_sandbox_free(sandbox);

  limits.seconds = 0.02;
  limits.rule_file = 40;
  sandbox = lde_sandbox_new(&limits, &(lde_sandbox_host){.lang = LDE_DUTCH});
  assert_int_equal(do_text(sandbox, "t.lua", "while true do end", &failure), LDE_OUTCOME_TIME);
  assert_string_equal(failure.message, "gestopt na 0.02 seconden");
  lde_sandbox_refill(sandbox);
  do_text(sandbox, "t.lua", "local a_rather_long_name, and_another_one = 1, 2", &failure);
  assert_string_equal(failure.message, "groter dan de grens van 0.03906 KiB voor één bestand");
  lde_sandbox_free(sandbox);
}

static bool give_ring(void *ctx, const char *name, lde_buffer *source, char *file, size_t size, lde_error *err)
{
  (void)ctx, (void)file, (void)size, (void)err;
  if (strcmp(name, "none") == 0)
    return false;
  lde_buffer_puts(source, strcmp(name, "broken") == 0 ? "x = = 1" : "return require('ring')");
  return true;
}

static void test_sandbox_edges__modules_without_a_file_name(void **state)
{
  const lde_sandbox_host host = {.lang = LDE_DUTCH, .require = give_ring};
  lde_sandbox *sandbox = lde_sandbox_new(NULL, &host);
  lde_failure failure;

  (void)state;
  do_text(sandbox, "t.lua", "require('ring')", &failure);
  assert_string_equal(failure.file, "ring");
  assert_non_null(strstr(failure.message, "module 'ring' heeft zichzelf nodig"));
  do_text(sandbox, "t.lua", "require('broken')", &failure);
  assert_string_equal(failure.file, "broken");
  assert_int_equal(failure.line, 1);
  do_text(sandbox, "t.lua", "require('none')", &failure);
  assert_non_null(strstr(failure.message, "module 'none' niet gevonden"));
  expect("require('none')", LDE_OUTCOME_ERROR, 1, "module 'none' not found"); /* no modules at all */
  do_text(sandbox, "t.lua", "require('a\\0b')", &failure);
  assert_non_null(strstr(failure.message, "invalid module name"));
  do_text(sandbox, "t.lua", "require(('a'):rep(200))", &failure);
  assert_non_null(strstr(failure.message, "invalid module name"));
  lde_sandbox_free(sandbox);
}

/* ---- functions of the library ---- */

static void test_sandbox_edges__arguments_at_the_end_of_their_range(void **state)
{
  (void)state;
  expect("table.insert({}, 0, 1)", LDE_OUTCOME_ERROR, 1, "position out of bounds");
  expect("table.insert({}, 2, 1)", LDE_OUTCOME_ERROR, 1, "position out of bounds");
  expect("table.remove({}, 2)", LDE_OUTCOME_ERROR, 1, "position out of bounds");
  expect("table.remove({1}, 0)", LDE_OUTCOME_ERROR, 1, "position out of bounds");
  expect("table.remove({1}, 3)", LDE_OUTCOME_ERROR, 1, "position out of bounds");
  expect_ok("local t = {1, 2} assert(table.remove(t, 3) == nil and table.remove(t) == 2 and #t == 1)\n"
            "assert(table.remove({}) == nil and table.remove({}, 0) == nil and table.remove({}, 1) == nil)");
  expect("table.unpack({}, 1, 1e8)", LDE_OUTCOME_ERROR, 1, "too many results to unpack");
  expect("table.unpack({}, 1, 2^40 // 1 | 0)", LDE_OUTCOME_ERROR, 1, "too many results to unpack");
  expect_ok("assert(select('#', table.unpack({})) == 0)");
  expect("math.random(1, 2, 3)", LDE_OUTCOME_ERROR, 1, "wrong number of arguments");
  expect("math.random(2, 1)", LDE_OUTCOME_ERROR, 1, "interval is empty");
  expect("setmetatable({}, 1)", LDE_OUTCOME_ERROR, 1, "nil or table expected");
  expect_ok("assert(getmetatable(setmetatable({}, nil)) == nil and getmetatable(1) == nil)");
  expect("('ab'):rep(math.maxinteger)", LDE_OUTCOME_ERROR, 1, "resulting string too large");
  expect("('x'):gsub('x', true)", LDE_OUTCOME_ERROR, 1, "string/function/table expected");
}

/* The end of a list is looked for by doubling: a table of some keys can be as long as one of millions. */
static void test_sandbox_edges__lists_too_long_to_sort(void **state)
{
  lde_buffer text = {0};

  (void)state;
  lde_buffer_puts(&text, "table.sort({");
  for (int k = 0; k < 26; k++)
    lde_buffer_printf(&text, "[%d] = 1,", 1 << k);
  lde_buffer_puts(&text, "})");
  expect(lde_buffer_text(&text), LDE_OUTCOME_ERROR, 1, "array too big");
  lde_buffer_free(&text);
}

static void test_sandbox_edges__formats_that_end_early(void **state)
{
  (void)state;
  expect("string.format('%', 1)", LDE_OUTCOME_ERROR, 1, "invalid conversion");
  expect("string.format('%5', 1)", LDE_OUTCOME_ERROR, 1, "invalid conversion");
  expect("string.format('%\\0', 1)", LDE_OUTCOME_ERROR, 1, "invalid conversion");
  expect("string.format('%s')", LDE_OUTCOME_ERROR, 1, "no value");
  expect("string.format('%q')", LDE_OUTCOME_ERROR, 1, "no value");
  expect_ok("assert(string.format('%q %q %%', 1, 'a') == '1 \"a\" %')\n"
            "assert(#string.format('%s', ('x'):rep(100000)) == 100000)");
  expect("local s = ('x'):rep(1500000) string.format('%s%s%s', s, s, s)", LDE_OUTCOME_MEMORY, 1, "");
}

static void test_sandbox_edges__sizes_of_pack(void **state)
{
  (void)state;
  expect_ok("assert(string.pack('i4', 1) == '\\1\\0\\0\\0' and string.pack('c3 z', 'ab', 'c') == 'ab\\0c\\0')");
  expect("string.pack('c9999999999999999999999', 'x')", LDE_OUTCOME_MEMORY, 1, "");
  expect("string.pack('c4611686018427387904c4611686018427387904', 'x', 'x')", LDE_OUTCOME_MEMORY, 1, "");
  expect("string.pack('c4000000', ('x'):rep(100000))", LDE_OUTCOME_MEMORY, 1, "");
  expect_ok("assert(#string.pack('c100000', 'x') == 100000)");
  expect("string.pack('c', 'x')", LDE_OUTCOME_ERROR, 1, "missing size");
}

static void test_sandbox_edges__patterns_and_texts_of_any_byte_and_length(void **state)
{
  (void)state;
  expect_ok("assert(('a\\0b'):find('\\0b') == 2 and ('a\\0b'):find('[\\0]') == 2 and (''):find('') == 1)");
  expect_ok("assert(('ab'):gsub('', '-') == '-a-b-' and ('\\127'):find('%c') and not ('a'):find('%c'))");
  expect_ok("assert(('axa'):gsub('x', 5) == 'a5a' and ('axa'):gsub('x', {x = 1.5}) == 'a1.5a')");
  expect_ok("assert((''):rep(5) == '' and ('x'):rep(0) == '' and ('x'):rep(-1) == '')");
  expect_ok("assert(#('a'):rep(5000):gsub('b', 'c') == 5000 and #('a'):rep(5000):gsub('a', '%%%%') == 10000)");
}

static void test_sandbox_edges__long_work_is_charged(void **state)
{
  static const char *const work[] = {
      "local t = {} for i = 1, 3000 do t[i] = 'x' end for _ = 1, 100000 do table.concat(t) end",
      "local s = ('x'):rep(40) while true do utf8.codepoint(s, 1, 40) end",
      ("local t = {} for i = 1, 3000 do t[i] = i end "
       "while true do for k in pairs(t) do if k == 1 then for i = 2, 2990 do t[i] = nil end end end end"),
  };

  (void)state;
  for (size_t i = 0; i < sizeof work / sizeof *work; i++)
    assert_int_equal(run_in(LDE_ENGLISH, work[i]).outcome, LDE_OUTCOME_TIME);
}

static void test_sandbox_edges__long_lines_are_output_at_once(void **state)
{
  lde_sandbox *sandbox;

  (void)state;
  expect("print(('x'):rep(2000))", LDE_OUTCOME_OUTPUT, 1, "");
  expect("print(('x'):rep(600), ('x'):rep(600))", LDE_OUTCOME_OUTPUT, 1, "");
  expect_ok("print(('x'):rep(990), 'y')");
  sandbox = lde_sandbox_new(NULL, NULL);
  assert_int_equal(do_text(sandbox, "t.lua", "for i = 1000, 1030 do print(('x'):rep(i), 'y') end", NULL),
                   LDE_OUTCOME_OK);
  lde_sandbox_free(sandbox);
}

/* ---- order ---- */

static void test_sandbox_edges__next_between_keys_without_order(void **state)
{
  (void)state;
  expect("local k = {} local t = {[k] = 1, [{}] = 2, x = 3} next(t, k)", LDE_OUTCOME_ERROR, 1,
         "no defined order");
  expect_ok("local k = {} local t = {[k] = 1, x = 3} assert(next(t, k) == nil and next(t, 'x') == k)");
}

static int l_odd(lua_State *L)
{
  bool marked = lua_toboolean(L, 1);

  lua_newuserdatauv(L, 1, 0);
  if (marked)
    luaL_setmetatable(L, LDE_METATABLE("odd"));
  return 1;
}

static int open_odd(lua_State *L)
{
  if (lde_sandbox_metatable(L, "odd")) { /* an order that is no function gives none */
    lua_pushboolean(L, 1);
    lua_setfield(L, -2, "__order");
  }
  if (lde_sandbox_metatable(L, "odd"))
    return luaL_error(L, "made twice");
  lua_register(L, "odd", l_odd);
  return 0;
}

static void test_sandbox_edges__userdata_without_a_number_has_no_order(void **state)
{
  lde_sandbox *sandbox = open_in(LDE_ENGLISH, (size_t)4 << 20);
  lde_failure failure;

  (void)state;
  assert_int_equal(lde_sandbox_run(sandbox, open_odd, NULL, &failure), LDE_OUTCOME_OK);
  assert_int_equal(do_text(sandbox, "t.lua", "for _ in pairs({[odd()] = 1, x = 2}) do end", &failure),
                   LDE_OUTCOME_OK);
  do_text(sandbox, "t.lua", "for _ in pairs({[odd()] = 1, [odd(true)] = 2}) do end", &failure);
  assert_non_null(strstr(failure.message, "no defined order"));
  lde_sandbox_free(sandbox);
}

/* ---- source text ---- */

/* Cut anywhere, in the middle of a comment, a text or a bracket: it is only looked at. Each cut is a block
 * of its own, so that a byte read behind it is seen by AddressSanitizer. */
static void test_sandbox_edges__source_text_cut_anywhere(void **state)
{
  static const char text[] = "\xef\xbb\xbf#!/usr/bin/lua\nlocal a = 'x\\'y' -- end\n--[==[ long\n]=] ]==]\n"
                             "--[=x\nb = [=[ text ]] ]=] .. \"\\\n\" .. a.b[1](2){3} ]]]\nif x then end --x[\n\0--[";

  (void)state;
  for (size_t len = 0; len < sizeof text; len++) {
    char *cut = malloc(len ? len : 1);
    const char *from = memcpy(cut, text, len);
    size_t rest = len;
    lde_source_shape shape;
    lde_source_skip_head(&from, &rest);
    shape = lde_source_look(from, rest);
    assert_int_equal(shape.chain_line, 0);
    assert_true(shape.deepest_line >= 1 && shape.deepest_line <= 8);
    free(cut);
  }
}

static void test_sandbox_edges__more_brackets_than_are_remembered(void **state)
{
  lde_buffer text = {0};

  (void)state;
  lde_buffer_puts(&text, "return ");
  for (int i = 0; i < 300; i++)
    lde_buffer_puts(&text, "a[");
  lde_buffer_puts(&text, "1");
  for (int i = 0; i < 310; i++)
    lde_buffer_puts(&text, "]");
  assert_int_equal(lde_source_look(text.data, text.len).chain_line, 0);
  lde_buffer_free(&text);
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_sandbox_edges__hard_limit_outside_a_call_ends_the_process),
      cmocka_unit_test(test_sandbox_edges__an_unprotected_error_ends_the_process),
      cmocka_unit_test(test_sandbox_edges__deep_stack_within_itself_or_without_a_thread),
      cmocka_unit_test(test_sandbox_edges__allocator_at_the_end_of_the_range),
      cmocka_unit_test(test_sandbox_edges__nothing_goes_on_after_a_limit),
      cmocka_unit_test(test_sandbox_edges__no_deadline_outside_a_call),
      cmocka_unit_test(test_sandbox_edges__the_clock_can_be_paused),
      cmocka_unit_test(test_sandbox_edges__limits_beyond_what_can_be_counted),
      cmocka_unit_test(test_sandbox_edges__only_lines_of_files_are_followed),
      cmocka_unit_test(test_sandbox_edges__the_hard_limit_while_a_message_is_made),
      cmocka_unit_test(test_sandbox_edges__the_hard_limit_while_compiling),
      cmocka_unit_test(test_sandbox_edges__positions_that_are_none),
      cmocka_unit_test(test_sandbox_edges__long_messages_are_cut_before_a_character),
      cmocka_unit_test(test_sandbox_edges__names_of_chunks),
      cmocka_unit_test(test_sandbox_edges__every_message_in_dutch),
      cmocka_unit_test(test_sandbox_edges__modules_without_a_file_name),
      cmocka_unit_test(test_sandbox_edges__arguments_at_the_end_of_their_range),
      cmocka_unit_test(test_sandbox_edges__lists_too_long_to_sort),
      cmocka_unit_test(test_sandbox_edges__formats_that_end_early),
      cmocka_unit_test(test_sandbox_edges__sizes_of_pack),
      cmocka_unit_test(test_sandbox_edges__patterns_and_texts_of_any_byte_and_length),
      cmocka_unit_test(test_sandbox_edges__long_work_is_charged),
      cmocka_unit_test(test_sandbox_edges__long_lines_are_output_at_once),
      cmocka_unit_test(test_sandbox_edges__next_between_keys_without_order),
      cmocka_unit_test(test_sandbox_edges__userdata_without_a_number_has_no_order),
      cmocka_unit_test(test_sandbox_edges__source_text_cut_anywhere),
      cmocka_unit_test(test_sandbox_edges__more_brackets_than_are_remembered),
  };

  return cmocka_run_group_tests(tests, NULL, NULL);
}
