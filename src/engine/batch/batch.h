/* batch.h: the check over several projects: who was judged, and what that means for the whole. Inside
 * engine only. */
#ifndef LDE_ENGINE_BATCH_H
#define LDE_ENGINE_BATCH_H

#include "engine/internal.h"
#include "worker/answer.h"

typedef struct lde_judged {
  const char *folder;
  lde_answer answer; /* its `judged` says whether there is one */
  lde_diagnostics trouble; /* of workers that gave none */
  char without[2048];      /* rules that took one down, one a line: the next runs without them */
  size_t without_count;
  bool again; /* another worker follows the one that is being told of */
} lde_judged;

typedef struct lde_batch {
  lde_arena arena;
  lde_judged *items;
  size_t count;
  lde_report_batch report;
  const lde_baseline_entry *baseline; /* in the arena of the result */
  size_t baseline_count;
} lde_batch;

void lde_batch_free(lde_batch *batch);
/* 6 when one could not be judged, else the worst of them. */
int lde_batch_exit_code(const lde_batch *batch, lde_fail_on fail_on);

/* isolate.c: in the worker of project `number`: puts on the locks, judges, and writes the answer to `fd`. */
int lde_isolate(const lde_batch_options *options, const lde_batch *batch, size_t number,
                const char *without, int fd, unsigned held);

#endif
