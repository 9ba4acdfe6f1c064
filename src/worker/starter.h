/* starter.h: the process that forks the workers of a pool. Inside worker. */
#ifndef LDE_WORKER_STARTER_H
#define LDE_WORKER_STARTER_H

#include "worker/pool.h"

typedef struct lde_starter {
  int process, socket;
} lde_starter;

/* False with errno set when there can be none. */
bool lde_starter_open(lde_starter *starter, const lde_pool_options *options);
void lde_starter_close(lde_starter *starter);
/* Forks a worker that writes to the pipe's end `fd`, which is closed here; returns its process id, or
 * minus an errno. */
int lde_starter_fork(lde_starter *starter, size_t number, const char *note, int fd);
/* Waits for the worker, with force when `kill`; returns its wait status, -1 when that is not known. */
int lde_starter_wait(lde_starter *starter, int worker, bool kill);

#endif
