/* limits.c: steps, time, memory and interruption. The counters are exact: the hook is never set
 * further than the steps that are left, so a script stops at the same instruction everywhere. On a slow
 * machine the clock is looked at more often; the steps are taken at the same instructions all the same
 * (`stride`), because what C functions charge in between would else stop it elsewhere. */
#include "script/internal.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

/* Steps between two calls of the hook, and with how much memory in use. A single instruction can
 * compare or convert a text as large as the memory in use, so the clock is looked at more often
 * then. The cost of a hook is nearly the same for all of these. */
enum { HOOK_STEPS = 1000, HOOK_STEPS_LARGE = 100, HOOK_STEPS_HUGE = 20 };
static const size_t memory_large = (size_t)1 << 20, memory_huge = (size_t)16 << 20;
/* The hook should be called about this often. */
static const int64_t pace_ns = 20000000;
/* Work that may be charged by C functions before the clock is read. */
static const uint64_t clock_work = (uint64_t)1 << 18;

static int64_t read_clock(clockid_t clock)
{
  struct timespec now;

  clock_gettime(clock, &now);
  return (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
}

/* Cheap to read, and what the hook goes by. */
static int64_t clock_ns(void)
{
  return read_clock(CLOCK_MONOTONIC);
}

/* What the limit counts: the time that this thread worked, so that a busy machine stops no rule. */
static int64_t worked_ns(void)
{
  return read_clock(CLOCK_THREAD_CPUTIME_ID);
}

static void on_count(lua_State *L, lua_Debug *ar);

static void arm(lde_sandbox *sandbox, int steps)
{
  sandbox->interval = steps;
  lua_sethook(sandbox->L, on_count, LUA_MASKCOUNT | (sandbox->on_line ? LUA_MASKLINE : 0), steps);
}

static int next_stride(const lde_sandbox *sandbox)
{
  int64_t steps = HOOK_STEPS;

  if (sandbox->memory.used > memory_huge)
    steps = HOOK_STEPS_HUGE;
  else if (sandbox->memory.used > memory_large)
    steps = HOOK_STEPS_LARGE;
  if (steps > sandbox->left)
    steps = sandbox->left < 1 ? 1 : sandbox->left;
  return (int)steps;
}

/* A new stride begins here. */
static void start_stride(lde_sandbox *sandbox, int steps)
{
  sandbox->stride = steps;
  sandbox->strode = 0;
}

/* What is left of the stride, or less when the last interval took long. */
static int next_interval(const lde_sandbox *sandbox, int64_t elapsed)
{
  int64_t steps = sandbox->stride - sandbox->strode;

  if (elapsed > pace_ns) {
    int64_t paced = sandbox->interval * pace_ns / elapsed;
    steps = paced < 1 ? 1 : paced < steps ? paced : steps;
  }
  return (int)steps;
}

void lde_limits_start(lde_sandbox *sandbox)
{
  sandbox->left = sandbox->limits.steps > INT64_MAX ? INT64_MAX : (int64_t)sandbox->limits.steps;
  sandbox->stopped = LDE_OUTCOME_OK;
  sandbox->by_clock = false;
  sandbox->unclocked = 0;
  sandbox->printed = 0;
  sandbox->time_left =
      sandbox->limits.seconds > 1e9 ? INT64_MAX / 4 : (int64_t)(sandbox->limits.seconds * 1e9);
  start_stride(sandbox, next_stride(sandbox));
  arm(sandbox, sandbox->stride);
}

void lde_limits_enter(lde_sandbox *sandbox)
{
  sandbox->hooked = clock_ns();
  sandbox->worked = worked_ns();
  sandbox->deadline = sandbox->hooked + sandbox->time_left;
}

void lde_limits_leave(lde_sandbox *sandbox)
{
  sandbox->time_left -= worked_ns() - sandbox->worked;
}

void lde_limits_mark(lde_sandbox *sandbox, lde_outcome outcome)
{
  if (sandbox->stopped != LDE_OUTCOME_OK)
    return;
  sandbox->stopped = outcome;
  lde_code_place_find(sandbox->L, &sandbox->stop);
  arm(sandbox, 1);
}

int lde_limits_raise(lua_State *L)
{
  /* What a __close metamethod sees; the report is made from `stopped`. */
  lua_pushstring(L, lde_outcome_code(lde_sandbox_context(L)->stopped));
  return lua_error(L);
}

int lde_limits_stop(lua_State *L, lde_outcome outcome)
{
  lde_limits_mark(lde_sandbox_context(L), outcome);
  return lde_limits_raise(L);
}

void lde_limits_soft_reached(void *ctx)
{
  lde_sandbox *sandbox = ctx;

  if (sandbox->crowded || !sandbox->L)
    return;
  sandbox->crowded = true;
  start_stride(sandbox, 1);
  arm(sandbox, 1); /* allowed here: lua_sethook is made to be called at any moment */
}

static void take_steps(lde_sandbox *sandbox, uint64_t work)
{
  uint64_t all = sandbox->left > 0 ? (uint64_t)sandbox->left : 0;

  sandbox->left = work >= all ? 0 : (int64_t)(all - work);
}

/* Collects; `more` is what is about to be asked for. A collection is paid by its size, so that a
 * script at the edge of its memory runs out of steps. */
static void relieve(lua_State *L, size_t more, size_t limit)
{
  lde_sandbox *sandbox = lde_sandbox_context(L);

  take_steps(sandbox, sandbox->memory.used / 64);
  lua_gc(L, LUA_GCCOLLECT);
  sandbox->crowded = false;
  if (sandbox->memory.used > limit || more > limit - sandbox->memory.used)
    lde_limits_stop(L, LDE_OUTCOME_MEMORY);
}

static void check_clock(lua_State *L, lde_sandbox *sandbox, int64_t now)
{
  int64_t left;

  sandbox->unclocked = 0;
  if (now >= sandbox->deadline && sandbox->depth > 0) {
    left = sandbox->time_left - (worked_ns() - sandbox->worked);
    if (left <= 0) {
      sandbox->by_clock = true;
      lde_limits_stop(L, LDE_OUTCOME_TIME);
    }
    sandbox->deadline = now + left;
  }
  if (sandbox->host.interrupted && sandbox->host.interrupted(sandbox->host.ctx))
    lde_limits_stop(L, LDE_OUTCOME_INTERRUPTED);
}

void lde_sandbox_trace(lde_sandbox *sandbox, void (*line)(void *ctx, const char *file, int line),
                       void *ctx)
{
  if (sandbox->dead)
    return;
  sandbox->on_line = line;
  sandbox->line_ctx = ctx;
  start_stride(sandbox, sandbox->stride);
  arm(sandbox, sandbox->stride);
}

static void tell_line(lua_State *L, const lde_sandbox *sandbox, lua_Debug *ar)
{
  lua_getinfo(L, "S", ar);
  if (ar->source[0] == '@')
    sandbox->on_line(sandbox->line_ctx, ar->source + 1, ar->currentline);
}

static void on_count(lua_State *L, lua_Debug *ar)
{
  lde_sandbox *sandbox = lde_sandbox_context(L);
  int64_t now;
  int interval;

  if (ar->event == LUA_HOOKLINE) {
    tell_line(L, sandbox, ar);
    return;
  }
  now = clock_ns();
  if (sandbox->stopped != LDE_OUTCOME_OK)
    lde_limits_raise(L);
  sandbox->strode += sandbox->interval;
  if (sandbox->strode >= sandbox->stride) {
    take_steps(sandbox, (uint64_t)sandbox->stride);
    if (sandbox->left <= 0)
      lde_limits_stop(L, LDE_OUTCOME_TIME);
    if (sandbox->crowded)
      relieve(L, 0, sandbox->memory.soft);
    start_stride(sandbox, next_stride(sandbox));
  }
  check_clock(L, sandbox, now);
  interval = next_interval(sandbox, now - sandbox->hooked);
  sandbox->hooked = now;
  if (interval != sandbox->interval)
    arm(sandbox, interval);
}

void lde_sandbox_charge(lua_State *L, uint64_t work)
{
  lde_sandbox *sandbox = lde_sandbox_context(L);

  if (sandbox->stopped != LDE_OUTCOME_OK)
    lde_limits_raise(L);
  take_steps(sandbox, work);
  if (sandbox->left <= 0)
    lde_limits_stop(L, LDE_OUTCOME_TIME);
  if (sandbox->crowded)
    relieve(L, 0, sandbox->memory.soft);
  sandbox->unclocked += work;
  if (sandbox->unclocked >= clock_work)
    check_clock(L, sandbox, clock_ns());
}

void lde_sandbox_need(lua_State *L, size_t bytes)
{
  lde_sandbox *sandbox = lde_sandbox_context(L);
  const lde_allocator *memory = &sandbox->memory;

  if (sandbox->stopped != LDE_OUTCOME_OK)
    lde_limits_raise(L);
  if (bytes > memory->hard - memory->used)
    relieve(L, bytes, memory->hard);
}

bool lde_sandbox_stopped(lua_State *L)
{
  return lde_sandbox_context(L)->stopped != LDE_OUTCOME_OK;
}

uint64_t lde_sandbox_steps(const lde_sandbox *sandbox)
{
  return sandbox->limits.steps - (uint64_t)sandbox->left;
}

size_t lde_sandbox_peak(const lde_sandbox *sandbox)
{
  return sandbox->memory.peak;
}

void lde_limits_describe(const lde_sandbox *sandbox, char *out, size_t size)
{
  lde_language lang = sandbox->host.lang;
  const lde_limits *limits = &sandbox->limits;

  switch (sandbox->stopped) {
  case LDE_OUTCOME_TIME:
    if (sandbox->by_clock)
      snprintf(out, size, LDE_TR(lang, "stopped after %.3g seconds", "gestopt na %.3g seconden"),
               limits->seconds);
    else
      snprintf(out, size, LDE_TR(lang, "stopped after %llu steps", "gestopt na %llu stappen"),
               (unsigned long long)limits->steps);
    break;
  case LDE_OUTCOME_MEMORY:
    snprintf(out, size,
             LDE_TR(lang, "needs more memory than the limit of %.4g MiB",
                    "heeft meer geheugen nodig dan de grens van %.4g MiB"),
             (double)limits->memory / (1024.0 * 1024.0));
    break;
  case LDE_OUTCOME_OUTPUT:
    snprintf(out, size,
             LDE_TR(lang, "prints more than the limit of %.4g KiB",
                    "schrijft meer dan de grens van %.4g KiB"),
             (double)limits->output / 1024.0);
    break;
  default:
    snprintf(out, size, "%s", LDE_TR(lang, "interrupted", "afgebroken"));
    break;
  }
}

void lde_sandbox_pause(lua_State *L)
{
  lde_limits_leave(lde_sandbox_context(L));
}

void lde_sandbox_resume(lua_State *L)
{
  lde_limits_enter(lde_sandbox_context(L));
}
