/* interpose.h: the call that fails. serve.c runs the program again and again and says which call it is;
 * interpose.c stands in the way of the calls, counts them and lets that one fail. */
#ifndef LDE_TESTS_INTERPOSE_H
#define LDE_TESTS_INTERPOSE_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

enum kind { MEMORY, READ, WRITE, FLUSH, SYNC, REMOVE, FORK, PIPE, POLL, WAIT, SEND, RECEIVE, OPEN, CLOSE, LOOK, FOLDER, LOCK, JAIL, THREAD, KINDS };

enum { TRACE_MOST = 1 << 20 };

/* Shared by all processes of one run of the program. */
struct shared {
  _Atomic long calls;              /* that count so far */
  _Atomic long failed;             /* how many were let fail */
  _Atomic bool exhausted;          /* from now on nobody gets memory */
  _Atomic uint64_t trace[TRACE_MOST]; /* by number: hash of who called, or what became of a sweep's copy */
};

struct failure {
  bool ready;                      /* false: every call is passed on */
  bool counts[KINDS];
  bool kills, torn, halves, again, onwards, traces;
  bool sweeps;                     /* see sweep.c */
  bool doomed;                     /* this is the copy whose call has failed: it must leave no mark */
  _Atomic bool marks;              /* the program has begun to change files */
  int program;                     /* its process */
  long at;
  int number;                      /* errno */
  struct {
    uintptr_t start, end;
  } callers[64];                   /* code whose allocations count */
  int caller_count;
  bool any_caller;
  struct shared *shared;
};

extern struct failure failure_now;

/* Takes "KIND BY HOW AT TRACE" (see serve.c); false when it is not understood. */
bool failure_set(const char *text);

/* sweep.c: in a copy of this process the call fails; true in that copy. */
bool sweep_call(long number);
/* Before a call that changes files; before one that reaches other processes. */
void sweep_mark(void);
void sweep_talk(void);

#endif
