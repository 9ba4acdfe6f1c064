#include "script/sandbox.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/text.h"
#include "script/hash_seed.h"
#include "script/internal.h"
#include "script/source.h"

const char *lde_outcome_code(lde_outcome outcome)
{
  static const char *const codes[] = {
      [LDE_OUTCOME_OK] = "ok",
      [LDE_OUTCOME_LOAD] = "script/load",
      [LDE_OUTCOME_ERROR] = "script/error",
      [LDE_OUTCOME_TIME] = "limit/time",
      [LDE_OUTCOME_MEMORY] = "limit/memory",
      [LDE_OUTCOME_OUTPUT] = "limit/output",
      [LDE_OUTCOME_INTERRUPTED] = "script/interrupted",
  };
  return codes[outcome];
}

lde_sandbox *lde_sandbox_context(lua_State *L)
{
  return *(lde_sandbox **)lua_getextraspace(L);
}

void *lde_sandbox_host_ctx(lua_State *L)
{
  return lde_sandbox_context(L)->host.ctx;
}

lde_language lde_sandbox_language(lua_State *L)
{
  return lde_sandbox_context(L)->host.lang;
}

lua_State *lde_sandbox_state(lde_sandbox *sandbox)
{
  return sandbox->L;
}

bool lde_sandbox_is_dead(const lde_sandbox *sandbox)
{
  return sandbox->dead;
}

bool lde_sandbox_is_pinned(const lde_sandbox *sandbox)
{
  return sandbox->pinned;
}

/* ---- life of a state ---- */

/* The hard memory limit. Inside a call of ours the state is given up; it is in the middle of some
 * operation and nobody may look at it again, but its blocks are all known. */
static void on_hard_limit(void *ctx)
{
  lde_sandbox *sandbox = ctx;

  if (sandbox->depth > 0) {
    lde_limits_mark(sandbox, LDE_OUTCOME_MEMORY);
    sandbox->dead = true;
    longjmp(sandbox->escape, 1);
  }
  if (sandbox->host.hard_limit)
    sandbox->host.hard_limit(sandbox->host.ctx);
  fputs("error[limit/memory]: out of memory\n", stderr);
  _exit(4);
}

static int on_panic(lua_State *L)
{
  const char *text = lua_type(L, -1) == LUA_TSTRING ? lua_tostring(L, -1) : "?";

  fprintf(stderr, "ldengine: internal error: unprotected call of Lua: %s\n", text);
  _exit(70);
}

/* The environment of scripts, from nothing: what is not named here does not exist. */
static int open_libraries(lua_State *L)
{
  lua_newtable(L);
  lua_pushvalue(L, -1);
  lua_setfield(L, -2, "_G");
  lde_open_base(L);
  lde_open_string(L);
  lua_setfield(L, -2, "string");
  lde_open_table(L);
  lua_setfield(L, -2, "table");
  lde_open_math(L);
  lua_setfield(L, -2, "math");
  lde_open_utf8(L);
  lua_setfield(L, -2, "utf8");
  lua_rawseti(L, LUA_REGISTRYINDEX, LUA_RIDX_GLOBALS);
  lde_open_nil(L);
  lde_sandbox_context(L)->pinned = lde_hash_seed_is_pinned(L);
  return 0;
}

lde_sandbox *lde_sandbox_new(const lde_limits *limits, const lde_sandbox_host *host)
{
  static const lde_limits defaults = LDE_LIMITS_INIT;
  lde_sandbox *sandbox = lde_alloc(1, sizeof *sandbox);
  lua_State *L;

  sandbox->limits = limits ? *limits : defaults;
  if (host)
    sandbox->host = *host;
  lde_allocator_init(&sandbox->memory, sandbox->limits.memory);
  sandbox->memory.on_soft = lde_limits_soft_reached;
  sandbox->memory.on_hard = on_hard_limit;
  sandbox->memory.ctx = sandbox;
  L = lua_newstate(lde_allocator_serve, &sandbox->memory); /* the allocator never says no */
  sandbox->L = L;
  *(lde_sandbox **)lua_getextraspace(L) = sandbox;
  lua_atpanic(L, on_panic);
  lua_setwarnf(L, NULL, NULL);
  lde_limits_start(sandbox);
  lde_random_start(sandbox);
  /* Too little memory even for the libraries is met here, inside a protected call. */
  lde_sandbox_run(sandbox, open_libraries, NULL, NULL);
  return sandbox;
}

void lde_sandbox_free(lde_sandbox *sandbox)
{
  if (!sandbox)
    return;
  if (!sandbox->dead)
    lua_close(sandbox->L);
  lde_allocator_deinit(&sandbox->memory);
  for (size_t i = 0; i < sandbox->files.len; i++)
    lde_free(sandbox->files.data[i]);
  lde_vec_free(&sandbox->files);
  lde_buffer_free(&sandbox->source);
  lde_buffer_free(&sandbox->text);
  lde_free(sandbox);
}

void lde_sandbox_refill(lde_sandbox *sandbox)
{
  if (!sandbox->dead)
    lde_limits_start(sandbox);
}

/* ---- where an error comes from ---- */

void lde_code_place_find(lua_State *L, lde_code_place *place)
{
  lua_Debug ar;

  *place = (lde_code_place){.line = 0};
  for (int level = 0; lua_getstack(L, level, &ar); level++) {
    lua_getinfo(L, "Sl", &ar);
    if (ar.currentline < 0)
      continue;
    if (!place->prefix[0])
      snprintf(place->prefix, sizeof place->prefix, "%s:%d: ", ar.short_src, ar.currentline);
    if (ar.source[0] != '@')
      continue;
    snprintf(place->file, sizeof place->file, "%s", ar.source + 1);
    place->line = ar.currentline;
    return;
  }
}

static int on_error(lua_State *L)
{
  lde_code_place_find(L, &lde_sandbox_context(L)->raised);
  return 1;
}

/* Reads "<line>: " and returns the text behind it, or NULL. */
static const char *read_line_number(const char *text, int *line)
{
  char *end;
  long number;

  if (*text < '0' || *text > '9')
    return NULL;
  number = strtol(text, &end, 10);
  if (end[0] != ':' || end[1] != ' ' || number > 1000000000)
    return NULL;
  *line = (int)number;
  return end + 2;
}

/* How many bytes of the message are the file's name as Lua writes it (long names lose their
 * beginning), or 0. */
static size_t name_length(const char *message, const char *file)
{
  size_t len = strlen(file), tail;

  if (strncmp(message, file, len) == 0)
    return len;
  if (strncmp(message, "...", 3) != 0)
    return 0;
  for (tail = 0; message[3 + tail] && message[3 + tail] != ':'; tail++)
    ;
  return tail > 0 && tail < len && memcmp(message + 3, file + len - tail, tail) == 0 ? tail + 3 : 0;
}

/* Takes a position that stands in front of the message off; the file and line named there are the
 * better ones (error("…", 2) points at the caller). */
static const char *take_position(const lde_sandbox *sandbox, const char *message,
                                 lde_code_place *place)
{
  size_t prefix = strlen(place->prefix);

  for (size_t i = 0; i < sandbox->files.len; i++) {
    const char *file = sandbox->files.data[i];
    size_t len = name_length(message, file);
    const char *rest;
    int line;
    if (len == 0 || message[len] != ':')
      continue;
    rest = read_line_number(message + len + 1, &line);
    if (!rest)
      continue;
    snprintf(place->file, sizeof place->file, "%s", file);
    place->line = line;
    return rest;
  }
  return prefix > 0 && strncmp(message, place->prefix, prefix) == 0 ? message + prefix : message;
}

/* ---- the report of a failure ---- */

/* The message in one safe line that fits, cut between characters. */
static void set_message(lde_sandbox *sandbox, lde_failure *failure, const char *text, size_t len)
{
  lde_buffer *safe = &sandbox->text;
  size_t room = sizeof failure->message - 1, most = len > 2 * room ? 2 * room : len;

  lde_buffer_truncate(safe, 0);
  lde_text_append_safe(safe, text, most);
  if (safe->len > room) { /* always, when not all of the text was taken: it only grows */
    size_t keep = room - 3;
    while (((unsigned char)safe->data[keep] & 0xc0) == 0x80)
      keep--;
    lde_buffer_truncate(safe, keep);
    lde_buffer_puts(safe, "\xe2\x80\xa6");
  }
  snprintf(failure->message, sizeof failure->message, "%s", lde_buffer_text(safe));
}

static void set_place(lde_failure *failure, const lde_code_place *place)
{
  snprintf(failure->file, sizeof failure->file, "%s", place->file);
  failure->line = place->line;
}

static lde_outcome report_limit(lde_sandbox *sandbox, lde_failure *failure)
{
  if (failure) {
    failure->outcome = sandbox->stopped;
    set_place(failure, &sandbox->stop);
    lde_limits_describe(sandbox, failure->message, sizeof failure->message);
  }
  return sandbox->stopped;
}

static int l_text_of(lua_State *L)
{
  lde_sandbox_tostring(L, 1, NULL);
  return 1;
}

static int protect(lde_sandbox *sandbox, int nargs, int nresults, int handler);

/* Replaces the error object on top by a string that may be shown. Numbers and texts are; others
 * only by their __tostring, which runs under the limits. */
static void textualise(lde_sandbox *sandbox)
{
  lua_State *L = sandbox->L;
  lde_language lang = sandbox->host.lang;

  if (lua_type(L, -1) == LUA_TSTRING)
    return;
  if (lua_type(L, -1) == LUA_TNUMBER) {
    lua_tolstring(L, -1, NULL);
    return;
  }
  if (luaL_getmetafield(L, -1, "__tostring") != LUA_TNIL) {
    lua_pop(L, 1);
    lua_pushcfunction(L, l_text_of);
    lua_pushvalue(L, -2);
    if (protect(sandbox, 1, 1, 0) == LUA_OK) {
      lua_replace(L, -2);
      return;
    }
    if (sandbox->dead)
      return;
    lua_pop(L, 1);
  }
  lua_pushfstring(L,
                  LDE_TR(lang, "error without a message (a %s value)",
                         "fout zonder tekst (een waarde van het type %s)"),
                  luaL_typename(L, -1));
  lua_replace(L, -2);
}

/* Pops the error object and reports it. */
static lde_outcome report(lde_sandbox *sandbox, lde_outcome outcome, lde_failure *failure)
{
  lua_State *L = sandbox->L;
  lde_code_place place = sandbox->raised;
  const char *text, *rest;
  size_t len;

  if (sandbox->stopped == LDE_OUTCOME_OK)
    textualise(sandbox);
  if (sandbox->dead)
    return report_limit(sandbox, failure);
  if (sandbox->stopped != LDE_OUTCOME_OK) {
    lua_pop(L, 1);
    return report_limit(sandbox, failure);
  }
  text = lua_tolstring(L, -1, &len);
  rest = take_position(sandbox, text, &place);
  if (failure) {
    failure->outcome = outcome;
    set_place(failure, &place);
    len -= (size_t)(rest - text);
    if (len == 0) {
      rest = LDE_TR(sandbox->host.lang, "error without a message", "fout zonder tekst");
      len = strlen(rest);
    }
    set_message(sandbox, failure, rest, len);
  }
  lua_pop(L, 1);
  return outcome;
}

/* ---- loading ---- */

static void remember_file(lde_sandbox *sandbox, const char *name)
{
  for (size_t i = 0; i < sandbox->files.len; i++)
    if (strcmp(sandbox->files.data[i], name) == 0)
      return;
  lde_vec_push(&sandbox->files, lde_strdup(name));
}

/* "@name" for a file, "=text" as it is; control characters become question marks. */
static void make_chunk_name(char *out, size_t size, const char *name)
{
  bool given = name[0] == '=' || name[0] == '@';

  snprintf(out, size, "%s%s", given ? "" : "@", name);
  for (char *c = out; *c; c++)
    if ((unsigned char)*c < 32 || *c == 127)
      *c = '?';
}

static lde_outcome fail_load(lde_sandbox *sandbox, lde_failure *failure, const char *chunk,
                             int line, const char *text)
{
  if (failure) {
    *failure = (lde_failure){.outcome = LDE_OUTCOME_LOAD, .line = line};
    if (chunk[0] == '@')
      snprintf(failure->file, sizeof failure->file, "%s", chunk + 1);
    set_message(sandbox, failure, text, strlen(text));
  }
  return LDE_OUTCOME_LOAD;
}

/* lua_load under the jump of the hard limit. */
static int compile(lde_sandbox *sandbox, const char *chunk, const char *bytes, size_t len)
{
  int status;

  if (sandbox->depth > 0)
    return luaL_loadbufferx(sandbox->L, bytes, len, chunk, "t");
  if (setjmp(sandbox->escape) != 0) {
    sandbox->depth = 0;
    return LUA_ERRMEM;
  }
  sandbox->depth = 1;
  lde_limits_enter(sandbox);
  status = luaL_loadbufferx(sandbox->L, bytes, len, chunk, "t");
  lde_limits_leave(sandbox);
  sandbox->depth = 0;
  return status;
}

lde_outcome lde_sandbox_load(lde_sandbox *sandbox, const char *name, const char *bytes, size_t len,
                             lde_failure *failure)
{
  lde_language lang = sandbox->host.lang;
  lde_source_shape shape;
  char chunk[256];

  if (sandbox->stopped != LDE_OUTCOME_OK)
    return report_limit(sandbox, failure);
  make_chunk_name(chunk, sizeof chunk, name);
  if (len > sandbox->limits.rule_file) {
    char text[128];
    snprintf(text, sizeof text,
             LDE_TR(lang, "larger than the limit of %.4g KiB for one file",
                    "groter dan de grens van %.4g KiB voor één bestand"),
             (double)sandbox->limits.rule_file / 1024.0);
    return fail_load(sandbox, failure, chunk, 0, text);
  }
  lde_source_skip_head(&bytes, &len);
  shape = lde_source_look(bytes, len);
  if (shape.chain_line > 0)
    return fail_load(sandbox, failure, chunk, shape.chain_line,
                     LDE_TR(lang, "a chain of more than 1000 field accesses",
                            "een reeks van meer dan 1000 velden achter elkaar"));
  if (chunk[0] == '@')
    remember_file(sandbox, chunk + 1);
  if (compile(sandbox, chunk, bytes, len) == LUA_OK)
    return LDE_OUTCOME_OK;
  sandbox->raised = (lde_code_place){.line = shape.deepest_line};
  if (chunk[0] == '@')
    snprintf(sandbox->raised.file, sizeof sandbox->raised.file, "%s", chunk + 1);
  else
    sandbox->raised.line = 0;
  return report(sandbox, LDE_OUTCOME_LOAD, failure);
}

/* ---- calling ---- */

static int protect_outermost(lde_sandbox *sandbox, int nargs, int nresults, int handler)
{
  int status;

  if (setjmp(sandbox->escape) != 0) {
    sandbox->depth = 0;
    return LUA_ERRMEM;
  }
  sandbox->depth = 1;
  lde_limits_enter(sandbox);
  status = lua_pcall(sandbox->L, nargs, nresults, handler);
  lde_limits_leave(sandbox);
  sandbox->depth = 0;
  return status;
}

static int protect(lde_sandbox *sandbox, int nargs, int nresults, int handler)
{
  int status;

  if (sandbox->depth == 0)
    return protect_outermost(sandbox, nargs, nresults, handler);
  sandbox->depth++;
  status = lua_pcall(sandbox->L, nargs, nresults, handler);
  sandbox->depth--;
  return status;
}

lde_outcome lde_sandbox_call(lde_sandbox *sandbox, int nargs, int nresults, lde_failure *failure)
{
  lua_State *L = sandbox->L;
  int handler, depth = sandbox->depth, status;
  bool nil_was_safe;

  if (sandbox->dead)
    return report_limit(sandbox, failure);
  if (sandbox->stopped != LDE_OUTCOME_OK) {
    lua_pop(L, nargs + 1);
    return report_limit(sandbox, failure);
  }
  nil_was_safe = lde_nil_is_safe(L, false);
  handler = lua_gettop(L) - nargs;
  lua_pushcfunction(L, on_error);
  lua_insert(L, handler);
  sandbox->raised = (lde_code_place){.line = 0};
  status = protect(sandbox, nargs, nresults, handler);
  sandbox->depth = depth; /* nested calls that an error left did not count back */
  if (sandbox->dead)
    return report_limit(sandbox, failure);
  lde_nil_is_safe(L, nil_was_safe);
  lua_remove(L, handler);
  return status == LUA_OK ? LDE_OUTCOME_OK : report(sandbox, LDE_OUTCOME_ERROR, failure);
}

lde_outcome lde_sandbox_run(lde_sandbox *sandbox, lua_CFunction function, void *ctx,
                            lde_failure *failure)
{
  if (sandbox->stopped != LDE_OUTCOME_OK)
    return report_limit(sandbox, failure);
  lua_pushcfunction(sandbox->L, function);
  lua_pushlightuserdata(sandbox->L, ctx);
  return lde_sandbox_call(sandbox, 1, 0, failure);
}

int lde_sandbox_pcall(lua_State *L, int nargs, int nresults)
{
  lde_sandbox *sandbox = lde_sandbox_context(L);
  bool nil_was_safe = sandbox->nil_is_safe;
  int depth = sandbox->depth, status;

  if (sandbox->stopped != LDE_OUTCOME_OK)
    lde_limits_raise(L);
  status = lua_pcall(L, nargs, nresults, 0);
  sandbox->depth = depth;
  lde_nil_is_safe(L, nil_was_safe);
  if (sandbox->stopped != LDE_OUTCOME_OK)
    lde_limits_raise(L);
  return status;
}

/* ---- for bindings ---- */

bool lde_sandbox_metatable(lua_State *L, const char *name)
{
  bool is_new;

  lua_pushfstring(L, LDE_METATABLE("%s"), name);
  is_new = luaL_newmetatable(L, lua_tostring(L, -1)) != 0;
  lua_remove(L, -2);
  if (!is_new)
    return false;
  lua_pushstring(L, name);
  lua_setfield(L, -2, "__name");
  lua_pushboolean(L, 0);
  lua_setfield(L, -2, "__metatable");
  return true;
}

void *lde_sandbox_check(lua_State *L, int index, const char *key, const char *name)
{
  void *userdata = luaL_testudata(L, index, key);

  if (!userdata)
    luaL_typeerror(L, index, name);
  return userdata;
}
