/* sandbox.h: one Lua state for untrusted code of one author, with limits that cannot be caught.
 *
 * A sandbox owns its lua_State and everything in it; free it and all is gone. Steps, time, memory
 * and output are limited for the whole life of the sandbox (lde_sandbox_refill starts afresh). Once
 * a limit is reached it is sticky: every instruction, every pcall and every charge raises again.
 * A sandbox belongs to one thread at a time, and nothing is shared between two of them. It does not
 * open files, read clocks for scripts, or start processes; the host supplies sources and takes
 * lines. Code that may be hostile is run through lde_deep_stack_call (deep_stack.h).
 *
 * The memory beyond the soft limit. The allocator never says no to Lua (5.4.4 is not safe then). At
 * the soft limit garbage is collected at the next instruction, and when that does not help the
 * author's code is stopped there. A request that would pass the hard limit (half of the soft one
 * and 1 MiB on top, at most 24 MiB) ends the outermost lde_sandbox_load/call/run at once, by a
 * longjmp: the state is abandoned (it is lde_sandbox_is_dead, may only be freed, and userdata
 * finalisers are not run). So C functions that run inside hold nothing outside Lua's memory while
 * they call the Lua API, and no library that minds is on the stack below them. */
#ifndef LDE_SCRIPT_SANDBOX_H
#define LDE_SCRIPT_SANDBOX_H

#include <lua.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buffer.h"
#include "base/error.h"

typedef struct lde_sandbox lde_sandbox;

typedef struct lde_limits {
  uint64_t steps;   /* instructions plus what C functions charge; the same on every machine */
  size_t memory;    /* bytes of the Lua state, with the allocator's own overhead (soft limit) */
  double seconds;   /* of the thread's own time; backstop, counts only while author's code runs */
  size_t output;    /* bytes that print may hand to the host */
  size_t rule_file; /* bytes of one source text */
} lde_limits;

#define LDE_LIMITS_INIT                                                                            \
  {                                                                                                \
    .steps = 300000000u, .memory = (size_t)64 << 20, .seconds = 10.0, .output = (size_t)1 << 20,   \
    .rule_file = (size_t)256 << 10                                                                 \
  }

/* What the sandbox asks of its surroundings. Every callback may be NULL; none may call Lua. */
typedef struct lde_sandbox_host {
  void *ctx;
  lde_language lang; /* language of the sandbox's own messages */
  uint64_t seed;     /* of math.random; the same seed gives the same numbers */
  /* Source text of require("name"): appends to `out`, writes the name to show into `file`. False
   * when there is no such module, with the reason in `err`. */
  bool (*require)(void *ctx, const char *name, lde_buffer *out, char *file, size_t file_size,
                  lde_error *err);
  void (*print)(void *ctx, const char *line, size_t len); /* one line, without its line feed */
  bool (*interrupted)(void *ctx);                         /* polled often; true stops the script */
  /* The hard memory limit was passed where no call can be abandoned (while the host itself uses the
   * state). Must not return; NULL writes one line to stderr and ends the process with code 4. */
  void (*hard_limit)(void *ctx);
} lde_sandbox_host;

/* How a load or a call ended; the code of contract.md is lde_outcome_code(). */
typedef enum lde_outcome {
  LDE_OUTCOME_OK,
  LDE_OUTCOME_LOAD,       /* script/load: does not compile, or is too large */
  LDE_OUTCOME_ERROR,      /* script/error */
  LDE_OUTCOME_TIME,       /* limit/time: steps or seconds */
  LDE_OUTCOME_MEMORY,     /* limit/memory */
  LDE_OUTCOME_OUTPUT,     /* limit/output */
  LDE_OUTCOME_INTERRUPTED /* script/interrupted: the host asked to stop */
} lde_outcome;

/* Where and why. `file` is empty and `line` 0 when no line of the author's is to blame. The message
 * is one line of valid UTF-8 without control characters, addresses or the position in front. */
typedef struct lde_failure {
  lde_outcome outcome;
  int line;
  char file[256];
  char message[1024];
} lde_failure;

const char *lde_outcome_code(lde_outcome outcome);

/* ---- for the owner of a sandbox (engine, rules) ---- */

/* NULL `limits` and `host` take the defaults. Both are copied. Does not return NULL. */
lde_sandbox *lde_sandbox_new(const lde_limits *limits, const lde_sandbox_host *host);
void lde_sandbox_free(lde_sandbox *sandbox);
lua_State *lde_sandbox_state(lde_sandbox *sandbox);
/* The state was abandoned at the hard memory limit: only lde_sandbox_free may touch it. */
bool lde_sandbox_is_dead(const lde_sandbox *sandbox);
/* Full budgets again and no sticky limit, for the next job of the same author. No effect on a dead
 * sandbox. Not inside a call. */
void lde_sandbox_refill(lde_sandbox *sandbox);
/* Tells of every line of an author's file that is about to run, until `line` is NULL again. Costs the
 * script no steps. */
void lde_sandbox_trace(lde_sandbox *sandbox, void (*line)(void *ctx, const char *file, int line),
                       void *ctx);
/* Steps charged so far, and the highest memory so far. */
uint64_t lde_sandbox_steps(const lde_sandbox *sandbox);
size_t lde_sandbox_peak(const lde_sandbox *sandbox);
/* Whether `#t` of tables with holes is the same in every process (the hash seed is pinned). */
bool lde_sandbox_is_pinned(const lde_sandbox *sandbox);

/* Compiles source text (never bytecode; a byte order mark and a #! line are skipped) and pushes the
 * function. `name` is what messages show: a file ("rules/a.lua"), or "=text" for a chunk that is
 * not a file of the author (an expression). On failure pushes nothing. */
lde_outcome lde_sandbox_load(lde_sandbox *sandbox, const char *name, const char *bytes, size_t len,
                             lde_failure *failure);
/* Calls the function below `nargs` arguments, protected, with plain nil (see below). Results or,
 * on failure, nothing replace them. `failure` may be NULL. May be nested. */
lde_outcome lde_sandbox_call(lde_sandbox *sandbox, int nargs, int nresults, lde_failure *failure);
/* Runs a C function of ours protected, for example to register a library; it finds `ctx` as light
 * userdata in argument 1 and returns nothing. */
lde_outcome lde_sandbox_run(lde_sandbox *sandbox, lua_CFunction function, void *ctx,
                            lde_failure *failure);

/* ---- for C functions that scripts call (bindings) ----
 *
 * They reach the sandbox with lde_sandbox_context(L), and the host's ctx with lde_sandbox_host_ctx.
 * Rules for them:
 * - pay with lde_sandbox_charge what is more than a few operations: a fixed price plus the rows;
 * - call Lua with lde_sandbox_pcall instead of lua_pcall, so that limits stay uncatchable, or with
 *   lde_sandbox_call_plain / lde_sandbox_call_expression when an error may go through;
 * - userdata: metatable by lde_sandbox_metatable(L, "record"), set with luaL_setmetatable(L,
 *   LDE_METATABLE("record")), read with lde_check_userdata(L, 1, "record"). The registry name is one
 *   that scripts cannot produce, __metatable is false and __name "record", so messages never show
 *   an address. A finaliser only frees, and may be skipped.
 * - userdata that may be a table key in `pairs` has a field __order in its metatable: a C function
 *   from the userdata to an integer that differs between any two of them. */
lde_sandbox *lde_sandbox_context(lua_State *L);
void *lde_sandbox_host_ctx(lua_State *L);
lde_language lde_sandbox_language(lua_State *L);

/* Subtracts `work` steps; raises when the budget is used up or a limit was reached before. */
void lde_sandbox_charge(lua_State *L, uint64_t work);
/* Stops and restarts the clock around long work of ours that has limits of its own (a solve), so that
 * how long it takes on this machine cannot end the script. Nothing between the two may raise. */
void lde_sandbox_pause(lua_State *L);
void lde_sandbox_resume(lua_State *L);
/* Raises limit/memory when `bytes` more cannot be served even after a collection; to be asked
 * before anything large is built. */
void lde_sandbox_need(lua_State *L, size_t bytes);
/* A limit was reached: return at once. */
bool lde_sandbox_stopped(lua_State *L);
/* As lua_pcall without a handler, but raises limits again, and restores the nil in force. */
int lde_sandbox_pcall(lua_State *L, int nargs, int nresults);

#define LDE_METATABLE(name) "ldengine\x1f" name
/* Pushes the metatable of that name; true when it is new and must be filled. `name` is a plain word
 * and a string that lives for ever. */
bool lde_sandbox_metatable(lua_State *L, const char *name);
/* luaL_checkudata whose message says "record expected": lde_check_userdata(L, 1, "record"). */
void *lde_sandbox_check(lua_State *L, int index, const char *key, const char *name);
#define lde_check_userdata(L, index, name)                                                         \
  lde_sandbox_check((L), (index), LDE_METATABLE(name), (name))
/* Pops a value; require(name) gives it from now on. */
void lde_sandbox_module(lua_State *L, const char *name);
/* Pushes the text of the value as scripts' tostring gives it (may call __tostring, may raise). */
const char *lde_sandbox_tostring(lua_State *L, int index, size_t *len);

/* ---- nil in expressions ----
 *
 * In an expression nil has a metatable: indexing, calling, arithmetic, `..`, `#` and unary
 * operators on a nil give nil, and < <= > >= with a nil give false. Whole functions of an author have Lua's
 * own nil. The switch belongs to the state; whoever calls sets it and puts it back:
 * lde_sandbox_call_expression calls with it on, lde_sandbox_call_plain and lde_sandbox_call with it
 * off, and every protected call (also the script's pcall) restores what it found. */
bool lde_nil_is_safe(lua_State *L, bool on); /* returns the previous state */
void lde_sandbox_call_plain(lua_State *L, int nargs, int nresults);
void lde_sandbox_call_expression(lua_State *L, int nargs, int nresults);

#endif
