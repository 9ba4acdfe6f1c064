/* lua_corpus: runs one or more files of Lua, each in a fresh sandbox, and says how each one ended.
 *
 *   lua_corpus [-m MIB] [-s SECONDS] [-n STEPS] [-u FILE] FILE...   (-u: where seconds and peak KiB go)
 *
 * One line a file: outcome (ok, error, limit-time, limit-memory), tab, message with its position.
 * What a script prints and returns comes before it, each line with "> " or "= " in front. The exit
 * code is 0 however the scripts ended. Used by tests/hostile. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>

#include "base/buffer.h"
#include "base/text.h"
#include "script/deep_stack.h"
#include "script/sandbox.h"

static void show_line(void *ctx, const char *line, size_t len)
{
  (void)ctx;
  printf("> %.*s\n", (int)len, line);
}

static bool read_file(const char *path, lde_buffer *out)
{
  FILE *file = fopen(path, "rb");
  char block[65536];
  size_t n;

  if (!file)
    return false;
  while ((n = fread(block, 1, sizeof block, file)) > 0)
    lde_buffer_append(out, block, n);
  fclose(file);
  return true;
}

static const char *outcome_word(lde_outcome outcome)
{
  switch (outcome) {
  case LDE_OUTCOME_OK:
    return "ok";
  case LDE_OUTCOME_TIME:
    return "limit-time";
  case LDE_OUTCOME_MEMORY:
    return "limit-memory";
  default:
    return "error";
  }
}

typedef struct job {
  const char *path;
  lde_limits limits;
} job;

static lde_outcome run_source(lde_sandbox *sandbox, const char *name, const lde_buffer *source,
                              lde_failure *failure)
{
  lua_State *L = lde_sandbox_state(sandbox);
  lde_outcome outcome =
      lde_sandbox_load(sandbox, name, lde_buffer_text(source), source->len, failure);

  if (outcome == LDE_OUTCOME_OK)
    outcome = lde_sandbox_call(sandbox, 0, 1, failure);
  if (outcome == LDE_OUTCOME_OK && lua_type(L, -1) == LUA_TSTRING) {
    lde_buffer safe = {0};
    size_t len;
    const char *text = lua_tolstring(L, -1, &len);
    lde_text_append_safe(&safe, text, len);
    printf("= %s\n", lde_buffer_text(&safe));
    lde_buffer_free(&safe);
  }
  return outcome;
}

static void run_job(void *ctx)
{
  const job *work = ctx;
  const lde_sandbox_host host = {.print = show_line, .seed = 1};
  lde_sandbox *sandbox = lde_sandbox_new(&work->limits, &host);
  const char *slash = strrchr(work->path, '/'), *name = slash ? slash + 1 : work->path;
  lde_buffer source = {0};
  lde_failure failure = {.outcome = LDE_OUTCOME_OK};
  lde_outcome outcome;

  if (!read_file(work->path, &source)) {
    fprintf(stderr, "lua_corpus: cannot read %s\n", work->path);
    exit(3);
  }
  outcome = run_source(sandbox, name, &source, &failure);
  printf("%s\t", outcome_word(outcome));
  if (outcome != LDE_OUTCOME_OK)
    printf("%s:%d: %s", failure.file, failure.line, failure.message);
  putchar('\n');
  fflush(stdout);
  lde_buffer_free(&source);
  lde_sandbox_free(sandbox);
}

static double now(void)
{
  struct timespec at;

  clock_gettime(CLOCK_MONOTONIC, &at);
  return (double)at.tv_sec + (double)at.tv_nsec / 1e9;
}

/* Seconds since `start` and the highest resident size in KiB. */
static void write_usage(const char *path, double start)
{
  FILE *file = fopen(path, "w");
  struct rusage usage;

  if (!file)
    return;
  getrusage(RUSAGE_SELF, &usage);
  fprintf(file, "%.2f %ld\n", now() - start, usage.ru_maxrss);
  fclose(file);
}

int main(int argc, char **argv)
{
  job work = {.limits = LDE_LIMITS_INIT};
  const char *usage = NULL;
  double start = now();
  int i = 1;

  for (; i + 1 < argc && argv[i][0] == '-'; i += 2) {
    if (strcmp(argv[i], "-m") == 0)
      work.limits.memory = (size_t)strtoul(argv[i + 1], NULL, 10) << 20;
    else if (strcmp(argv[i], "-s") == 0)
      work.limits.seconds = strtod(argv[i + 1], NULL);
    else if (strcmp(argv[i], "-n") == 0)
      work.limits.steps = strtoull(argv[i + 1], NULL, 10);
    else if (strcmp(argv[i], "-u") == 0)
      usage = argv[i + 1];
    else
      return 2;
  }
  for (; i < argc; i++) {
    work.path = argv[i];
    lde_deep_stack_call(run_job, &work);
  }
  if (usage)
    write_usage(usage, start);
  return 0;
}
