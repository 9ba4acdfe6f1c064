/* script_runner.h: runs Lua over a dataset in unit tests. */
#ifndef TESTS_SCRIPT_RUNNER_H
#define TESTS_SCRIPT_RUNNER_H

#include "script_fixture.h"
#include <lauxlib.h>

#include "script/script.h"

typedef struct runner {
  lde_dataset *dataset;
  lde_script_options options;
  lde_script *script;
  lde_arena arena;
  lde_failure failure;
} runner;

static inline void runner_start(runner *r)
{
  r->script = lde_script_new(r->dataset, &r->options);
}

static inline runner runner_new(void)
{
  runner r = {.dataset = build_script_dataset(), .options = LDE_SCRIPT_OPTIONS_INIT};
  runner_start(&r);
  return r;
}

static inline void runner_free(runner *r)
{
  lde_script_free(r->script);
  lde_dataset_free(r->dataset);
  lde_arena_free(&r->arena);
}

static inline lde_outcome runner_run(runner *r, const char *code)
{
  return lde_script_run(r->script, "test.lua", code, strlen(code), &r->failure);
}

static inline lua_State *runner_state(const runner *r)
{
  return lde_sandbox_state(lde_script_sandbox(r->script));
}

/* Runs code that returns a text or number and compares its text. */
static inline void runner_expect(runner *r, const char *code, const char *text)
{
  if (runner_run(r, code) != LDE_OUTCOME_OK)
    fail_msg("%s: line %d: %s", code, r->failure.line, r->failure.message);
  assert_string_equal(luaL_tolstring(runner_state(r), -1, NULL), text);
  lua_settop(runner_state(r), 0);
}

/* Runs code that must fail with a message that contains the text. */
static inline void runner_expect_error(runner *r, const char *code, const char *text)
{
  if (runner_run(r, code) == LDE_OUTCOME_OK)
    fail_msg("does not fail: %s", code);
  if (!strstr(r->failure.message, text))
    fail_msg("%s fails with: %s", code, r->failure.message);
}

/* One tree in short: {a:1,b:[true,null]}; numbers as %.14g. */
static inline void runner_print(lde_buffer *out, const lde_data *data)
{
  const char *comma = "";

  if (data->key)
    lde_buffer_printf(out, "%s:", data->key);
  switch (data->kind) {
  case LDE_DATA_NULL:
    lde_buffer_puts(out, "null");
    return;
  case LDE_DATA_BOOL:
    lde_buffer_puts(out, data->as.truth ? "true" : "false");
    return;
  case LDE_DATA_INTEGER:
    lde_buffer_printf(out, "%lld", (long long)data->as.integer);
    return;
  case LDE_DATA_NUMBER:
    lde_buffer_printf(out, "%.14gf", data->as.number);
    return;
  case LDE_DATA_TEXT:
    lde_buffer_printf(out, "'%s'", data->as.text.bytes);
    return;
  default:
    lde_buffer_putc(out, data->kind == LDE_DATA_LIST ? '[' : '{');
    for (const lde_data *item = data->as.items.first; item; item = item->next, comma = ",") {
      lde_buffer_puts(out, comma);
      runner_print(out, item);
    }
    lde_buffer_putc(out, data->kind == LDE_DATA_LIST ? ']' : '}');
  }
}

/* Runs code and compares the tree of what it returns, or the error of making it (starting with
 * "!"). */
static inline void runner_expect_data(runner *r, const char *code, const char *tree)
{
  lde_buffer got = {0};
  const lde_data *data = NULL;

  if (runner_run(r, code) != LDE_OUTCOME_OK)
    fail_msg("%s: %s", code, r->failure.message);
  if (lde_script_take_data(r->script, &r->arena, &data, &r->failure) == LDE_OUTCOME_OK)
    runner_print(&got, data);
  else
    lde_buffer_printf(&got, "!%s", r->failure.message);
  assert_string_equal(lde_buffer_text(&got), tree);
  assert_int_equal(lua_gettop(runner_state(r)), 0);
  lde_buffer_free(&got);
}

#endif
