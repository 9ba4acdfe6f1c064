/* pool.h: many pieces of work, each in a locked process of its own, a few at a time.
 *
 * Workers are forked from a starter, a process that was forked before the first answer came in and
 * never sees one: so no worker's memory holds a byte of what another found. Each worker writes to a
 * pipe of its own that only the caller reads. The caller decides how long it waits; a worker that is
 * late or says too much is killed. Order of completion differs from run to run: whoever prints puts
 * the answers in the order of their numbers. Nothing here knows what the bytes mean. */
#ifndef LDE_WORKER_POOL_H
#define LDE_WORKER_POOL_H

#include <stdbool.h>
#include <stddef.h>

#include "ldengine/status.h"

typedef enum lde_pool_end_kind {
  LDE_POOL_EXITED,      /* `code` is its exit code */
  LDE_POOL_SIGNALLED,   /* `code` is the signal */
  LDE_POOL_LATE,        /* killed: silent for too long */
  LDE_POOL_FLOODED,     /* killed: more than bytes_most */
  LDE_POOL_NOT_STARTED, /* `code` is the errno */
  LDE_POOL_INTERRUPTED
} lde_pool_end_kind;

typedef struct lde_pool_end {
  lde_pool_end_kind kind;
  int code;
  const unsigned char *bytes; /* all that it wrote; until `done` returns */
  size_t len;
} lde_pool_end;

enum { LDE_POOL_NOTE = 2048 };

typedef struct lde_pool_options {
  size_t count;  /* pieces of work */
  int jobs;      /* at most at the same time; 0 = one for each processor */
  size_t bytes_most;
  /* In the worker, on a deep stack, after lde_locks_start, whose answer is `held`: writes what it has to
   * say to `fd`. Its exit code is what this returns. */
  int (*work)(void *ctx, size_t number, const char *note, int fd, unsigned held);
  /* Seconds for which it may stay silent from now on, given what it wrote so far. On a busy machine they are those
   * that it works. */
  double (*patience)(void *ctx, size_t number, const unsigned char *bytes, size_t len);
  /* True: start it once more. Writes what that worker is to know, which the starter cannot have seen,
   * into `note`, at most LDE_POOL_NOTE bytes with its NUL; of a first start it is "". */
  bool (*done)(void *ctx, size_t number, const lde_pool_end *end, char *note);
  bool (*interrupted)(void *ctx); /* may be NULL */
  void *ctx;
} lde_pool_options;

/* Returns when all are done, or were interrupted (those not begun are not reported then). Fails only
 * when there could be no starter. */
lde_status lde_pool_run(const lde_pool_options *options, lde_language lang, lde_error *err);

#endif
