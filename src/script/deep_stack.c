#include "script/deep_stack.h"

#include <pthread.h>
#include <stdbool.h>
#include <stddef.h>

static const size_t deep_stack_size = (size_t)64 << 20;

typedef struct job {
  void (*fn)(void *);
  void *ctx;
} job;

/* A call within a call is deep already, and a worker that is locked in may start no thread. */
static _Thread_local bool is_deep;

static void *run(void *argument)
{
  job *work = argument;

  is_deep = true;
  work->fn(work->ctx);
  return NULL;
}

void lde_deep_stack_call(void (*fn)(void *), void *ctx)
{
  job work = {fn, ctx};
  pthread_attr_t attributes;
  pthread_t thread;
  bool started = false;

  if (!is_deep && pthread_attr_init(&attributes) == 0) {
    started = pthread_attr_setstacksize(&attributes, deep_stack_size) == 0 &&
              pthread_create(&thread, &attributes, run, &work) == 0;
    pthread_attr_destroy(&attributes);
  }
  if (started)
    pthread_join(thread, NULL);
  else
    fn(ctx);
}
