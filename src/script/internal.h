/* internal.h: what the files of the sandbox share. Bindings use sandbox.h only.
 *
 * limits.c owns the budgets and the sticky limit, sandbox.c loading, calling and the report of a
 * failure, lib_*.c the functions that scripts see. */
#ifndef LDE_SCRIPT_INTERNAL_H
#define LDE_SCRIPT_INTERNAL_H

#include <lauxlib.h>
#include <setjmp.h>

#include "base/memory.h"
#include "script/allocator.h"
#include "script/sandbox.h"

/* A line of the author's. `prefix` is how Lua writes it in front of a message. */
typedef struct lde_code_place {
  char file[256];
  int line;
  char prefix[96];
} lde_code_place;

struct lde_sandbox {
  lua_State *L;
  lde_limits limits;
  lde_sandbox_host host;
  lde_allocator memory;
  /* limits.c */
  int64_t left;         /* steps */
  int stride, strode;   /* steps that are taken at a time, and how many of them have passed */
  int interval;         /* steps between two calls of the hook: a stride, or a part of it */
  bool crowded;         /* the soft memory limit was passed since the last collection */
  lde_outcome stopped;  /* sticky; OK while no limit was reached */
  bool by_clock;        /* the time limit was reached in seconds, not in steps */
  lde_code_place stop;       /* where it was reached */
  uint64_t unclocked;   /* work charged since the clock was read */
  int64_t time_left;    /* nanoseconds, while no call runs */
  int64_t deadline;     /* on the monotonic clock, while a call runs: when to look again */
  int64_t worked;       /* the thread's time when the call began */
  int64_t hooked;       /* when the hook was last called */
  void (*on_line)(void *ctx, const char *file, int line); /* NULL = nobody wants to know */
  void *line_ctx;
  /* sandbox.c */
  int depth;            /* nested calls */
  jmp_buf escape;       /* out of the outermost call, at the hard memory limit */
  bool dead, pinned;
  lde_code_place raised;     /* where the error in flight was raised */
  LDE_VEC(char *) files; /* names of the chunks loaded, for positions in messages */
  lde_buffer source, text; /* scratch; here so that no jump can lose it */
  /* libraries */
  size_t printed;
  uint64_t random[4];
  bool nil_is_safe;
};

/* ---- limits.c ---- */
void lde_limits_start(lde_sandbox *sandbox);            /* full budgets, no sticky limit */
void lde_limits_enter(lde_sandbox *sandbox);            /* the clock starts and stops with the */
void lde_limits_leave(lde_sandbox *sandbox);            /* outermost call */
void lde_limits_soft_reached(void *sandbox);            /* for the allocator */
void lde_limits_mark(lde_sandbox *sandbox, lde_outcome outcome); /* sticky from now on */
int lde_limits_stop(lua_State *L, lde_outcome outcome); /* marks and raises */
int lde_limits_raise(lua_State *L);                     /* raises the limit that was reached */
/* The text of a limit, in the language of the run. */
void lde_limits_describe(const lde_sandbox *sandbox, char *out, size_t size);

/* ---- sandbox.c ---- */
/* The innermost line of the author's; file "" and line 0 when there is none. */
void lde_code_place_find(lua_State *L, lde_code_place *place);

/* ---- libraries: each pushes its table ---- */
void lde_open_base(lua_State *L); /* fills the table on top with the global functions */
void lde_open_string(lua_State *L);
void lde_open_table(lua_State *L);
void lde_open_math(lua_State *L);
void lde_open_utf8(lua_State *L);
void lde_random_start(lde_sandbox *sandbox);
void lde_open_nil(lua_State *L); /* makes the metatable of nil for expressions */

/* Copies the named functions (list ends in NULL) of the stock table at `from` to the one on top. */
void lde_library_copy(lua_State *L, int from, const char *const *names);
/* As above, wrapped so that the length of texts and the number of values is charged. */
void lde_library_copy_charged(lua_State *L, int from, const char *const *names);

/* find, match, gmatch and gsub (lib_pattern.c). */
extern const luaL_Reg lde_pattern_functions[];

#endif
