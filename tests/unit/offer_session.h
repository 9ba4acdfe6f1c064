/* offer_session.h: Lua on the organisation of tests/data/offer-fixture, with ld.offer and ld.model; tests
 * compare what a script returns, or the error it ends with. */
#ifndef TEST_OFFER_SESSION_H
#define TEST_OFFER_SESSION_H

#include "offer/offer_lua.h"

#include <lauxlib.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/io.h"
#include "load/load.h"

typedef struct session {
  lde_loaded loaded;
  lde_script *script;
  lde_failure failure;
} session;

static inline bool session_require(void *ctx, const char *name, lde_buffer *out, char *file, size_t size,
                                   lde_error *err)
{
  (void)ctx;
  if (strcmp(name, "ld.offer"))
    return false;
  snprintf(file, size, "rules/ld/offer.lua");
  return lde_file_read(LDE_SOURCE_DIR "/rules/ld/offer.lua", 0, out, LDE_ENGLISH, err) == LDE_OK;
}

static inline int open_session(void **state)
{
  session *it = calloc(1, sizeof *it);
  lde_load_options options = {.folder = LDE_SOURCE_DIR "/tests/data/offer-fixture", .language = -1};
  lde_script_options script = LDE_SCRIPT_OPTIONS_INIT;
  lde_diagnostics found = {0};

  assert_int_equal(lde_load(&it->loaded, &options, &found, NULL), LDE_OK);
  lde_diagnostics_free(&found);
  script.host.require = session_require;
  script.params = it->loaded.manifest.params;
  it->script = lde_script_new(it->loaded.dataset, &script);
  assert_int_equal(lde_offer_extend(it->script, NULL, NULL, NULL, &it->failure), LDE_OUTCOME_OK);
  *state = it;
  return 0;
}

static inline int close_session(void **state)
{
  session *it = *state;

  lde_script_free(it->script);
  lde_loaded_free(&it->loaded);
  free(it);
  return 0;
}

static inline lde_outcome session_run(session *it, const char *source)
{
  return lde_script_run(it->script, "test.lua", source, strlen(source), &it->failure);
}

/* What the script returns, as text. */
static inline void expect(void **state, const char *source, const char *wanted)
{
  session *it = *state;
  lua_State *L = lde_sandbox_state(lde_script_sandbox(it->script));

  if (session_run(it, source) != LDE_OUTCOME_OK)
    fail_msg("%s\n  fails: %s", source, it->failure.message);
  if (strcmp(luaL_tolstring(L, -1, NULL), wanted) != 0)
    fail_msg("%s\n  gives: %s\n  wanted: %s", source, lua_tostring(L, -1), wanted);
  lua_pop(L, 2);
}

/* It ends with an error that holds this text. */
static inline void expect_error(void **state, const char *source, const char *wanted)
{
  session *it = *state;

  if (session_run(it, source) == LDE_OUTCOME_OK)
    fail_msg("%s\n  does not fail", source);
  if (!strstr(it->failure.message, wanted))
    fail_msg("%s\n  gives the error: %s\n  wanted: %s", source, it->failure.message, wanted);
}

#endif
