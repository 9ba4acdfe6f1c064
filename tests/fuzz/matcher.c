/* Our pattern matcher against the stock one: the same call gives the same values or the same error.
 * Bytes: function, start, kind of replacement, length of the subject, subject, length of the
 * replacement, replacement, pattern. */
#include "fuzz.h"

#include "../unit/pattern_call.h"

#include <lualib.h>

#include "script/sandbox.h"

enum { SUBJECT_MOST = 40, PATTERN_MOST = 24, STEPS = 20000 };

static pattern_text take(choices *from, size_t most)
{
  size_t left = from->len - from->at, len = choose(from, (unsigned)most + 1);
  pattern_text text;

  left = from->len - from->at;
  len = len < left ? len : left;
  text.bytes = (const char *)from->bytes + from->at;
  text.len = len;
  from->at += len;
  return text;
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
  pattern_call c = {.name = names[choose(&from, 4)]};

  if (!sandbox) {
    lde_limits limits = LDE_LIMITS_INIT;
    limits.steps = STEPS;
    limits.seconds = 1e6;
    sandbox = lde_sandbox_new(&limits, NULL);
    stock = luaL_newstate();
    luaL_openlibs(stock);
  }
  c.extra = (long)choose(&from, 100) - 50;
  c.has_extra = c.extra != 0;
  c.plain = choose(&from, 2);
  c.replace_by = choose(&from, 3);
  c.subject = take(&from, SUBJECT_MOST);
  c.replacement = take(&from, 8);
  c.pattern = (pattern_text){(const char *)bytes + from.at, len - from.at < PATTERN_MOST ? len - from.at : PATTERN_MOST};
  lde_sandbox_refill(sandbox);
  pattern_run(lde_sandbox_state(sandbox), &c, &mine);
  if (!is_stopped(sandbox, &mine)) {
    pattern_run(stock, &c, &theirs);
    if (mine.len != theirs.len || memcmp(mine.data, theirs.data, mine.len) != 0)
      fprintf(stderr, "%s('%.*s', '%.*s', %ld)\n own:   %s\n stock: %s\n", c.name, (int)c.subject.len,
              c.subject.bytes, (int)c.pattern.len, c.pattern.bytes, c.extra, mine.data, theirs.data);
    REQUIRE(mine.len == theirs.len && memcmp(mine.data, theirs.data, mine.len) == 0);
  }
  if (++calls % 20000 == 0) { /* a state of its own does not grow for ever */
    lde_sandbox_free(sandbox);
    lua_close(stock);
    sandbox = NULL;
  }
  return 0;
}
