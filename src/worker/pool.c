#include "worker/pool.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/buffer.h"
#include "base/error.h"
#include "base/io.h"
#include "base/memory.h"
#include "worker/starter.h"

enum { JOBS_MOST = 64, TICK_MS = 100 };
enum { BUSY_MOST = 20 }; /* times its patience that a worker waits for a processor at most */

typedef struct lane {
  bool busy;
  size_t number;
  int fd, process;
  lde_buffer bytes;
  double deadline, patience;
  double since, worked, looked; /* the clock and the worker's own when it was last heard, and at the last look */
} lane;

/* A piece of work to be started once more. */
typedef struct again {
  size_t number;
  char note[LDE_POOL_NOTE];
} again;

typedef struct pool {
  const lde_pool_options *options;
  lde_starter starter;
  lane lanes[JOBS_MOST];
  int jobs, busy;
  size_t next;
  LDE_VEC(again) again;
} pool;

static double now(void)
{
  struct timespec time;

  clock_gettime(CLOCK_MONOTONIC, &time);
  return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

/* Seconds that the worker had of a processor; negative when that cannot be known. */
static double worked(const lane *lane)
{
  struct timespec time;
  clockid_t clock;

  if (clock_getcpuclockid(lane->process, &clock) != 0 || clock_gettime(clock, &time) != 0)
    return -1;
  return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

static void wait_longer(pool *pool, lane *lane)
{
  const lde_pool_options *options = pool->options;

  lane->patience =
      options->patience(options->ctx, lane->number,
                        (const unsigned char *)lde_buffer_text(&lane->bytes), lane->bytes.len);
  lane->since = now();
  lane->worked = lane->looked = worked(lane);
  lane->deadline = lane->since + lane->patience;
}

/* Past its deadline a worker may go on while it works and the machine is too busy to let it: what it does
 * must not depend on what else runs. One that does nothing hangs. */
static bool is_late(lane *lane)
{
  double time = now(), spent = worked(lane), left = lane->patience - (spent - lane->worked);

  if (time <= lane->deadline)
    return false;
  if (lane->worked < 0 || spent - lane->looked < 0.001 || left < lane->patience / 10 ||
      time - lane->since > BUSY_MOST * lane->patience)
    return true;
  lane->looked = spent;
  lane->deadline = time + (left < 1 ? 1 : left);
  return false;
}

static void report(pool *pool, lane *lane, lde_pool_end_kind kind, int code)
{
  lde_pool_end end = {.kind = kind,
                      .code = code,
                      .bytes = (const unsigned char *)lde_buffer_text(&lane->bytes),
                      .len = lane->bytes.len};
  again again = {.number = lane->number};

  if (pool->options->done(pool->options->ctx, lane->number, &end, again.note))
    lde_vec_push(&pool->again, again);
  lde_buffer_free(&lane->bytes);
}

static bool has_work(const pool *pool)
{
  return pool->again.len || pool->next < pool->options->count;
}

/* What is next: first what is started once more. */
static again take_work(pool *pool)
{
  if (pool->again.len)
    return pool->again.data[--pool->again.len];
  return (again){.number = pool->next++};
}

static void start(pool *pool, lane *lane)
{
  again work = take_work(pool);
  int ends[2], failed;

  *lane = (struct lane){.number = work.number};
  if (pipe2(ends, O_CLOEXEC) != 0) {
    report(pool, lane, LDE_POOL_NOT_STARTED, errno);
    return;
  }
  lane->process = lde_starter_fork(&pool->starter, lane->number, work.note, ends[1]);
  lane->fd = ends[0];
  failed = lane->process < 0 ? -lane->process : 0;
  if (!failed && fcntl(lane->fd, F_SETFL, O_NONBLOCK) == 0) {
    lane->busy = true;
    pool->busy++;
    wait_longer(pool, lane);
    return;
  }
  close(lane->fd);
  report(pool, lane, LDE_POOL_NOT_STARTED, failed);
}

/* The worker is gone, or shall be. */
static void finish(pool *pool, lane *lane, lde_pool_end_kind kind)
{
  int status = lde_starter_wait(&pool->starter, lane->process, kind != LDE_POOL_EXITED);

  close(lane->fd);
  lane->busy = false;
  pool->busy--;
  if (kind == LDE_POOL_EXITED && (status < 0 || !WIFEXITED(status)))
    report(pool, lane, LDE_POOL_SIGNALLED, status < 0 ? 0 : WTERMSIG(status));
  else
    report(pool, lane, kind, status < 0 || !WIFEXITED(status) ? 0 : WEXITSTATUS(status));
}

static void take_bytes(pool *pool, lane *lane)
{
  char block[65536];
  ssize_t got = read(lane->fd, block, sizeof block);

  if (got < 0 && (errno == EINTR || errno == EAGAIN))
    return;
  if (got <= 0) {
    finish(pool, lane, LDE_POOL_EXITED);
    return;
  }
  lde_buffer_append(&lane->bytes, block, (size_t)got);
  if (lane->bytes.len > pool->options->bytes_most)
    finish(pool, lane, LDE_POOL_FLOODED);
  else
    wait_longer(pool, lane);
}

static void look(pool *pool)
{
  struct pollfd polls[JOBS_MOST];
  lane *lanes[JOBS_MOST];
  nfds_t count = 0;

  for (int i = 0; i < pool->jobs; i++)
    if (pool->lanes[i].busy) {
      polls[count] = (struct pollfd){.fd = pool->lanes[i].fd, .events = POLLIN};
      lanes[count++] = &pool->lanes[i];
    }
  if (poll(polls, count, TICK_MS) < 0)
    return; /* interrupted: the loop asks why */
  for (nfds_t i = 0; i < count; i++)
    if (polls[i].revents)
      take_bytes(pool, lanes[i]);
    else if (is_late(lanes[i]))
      finish(pool, lanes[i], LDE_POOL_LATE);
}

static int jobs_of(const lde_pool_options *options)
{
  long processors = sysconf(_SC_NPROCESSORS_ONLN);
  int jobs = options->jobs > 0 ? options->jobs : processors > 0 ? (int)processors : 1;

  if ((size_t)jobs > options->count)
    jobs = (int)options->count;
  return jobs < JOBS_MOST ? jobs : JOBS_MOST;
}

lde_status lde_pool_run(const lde_pool_options *options, lde_language lang, lde_error *err)
{
  pool *pool = lde_alloc(1, sizeof *pool);
  bool interrupted = false;

  pool->options = options;
  pool->jobs = jobs_of(options);
  if (!lde_starter_open(&pool->starter, options)) {
    lde_free(pool);
    return lde_fail(err, LDE_ERROR_INCOMPLETE,
                    LDE_TR(lang, "no worker process can be started: %s",
                           "er kan geen werkproces worden gestart: %s"),
                    lde_file_reason(errno, lang));
  }
  while (!interrupted && (pool->busy || has_work(pool))) {
    for (int i = 0; i < pool->jobs && has_work(pool); i++)
      if (!pool->lanes[i].busy)
        start(pool, &pool->lanes[i]);
    if (pool->busy)
      look(pool);
    interrupted = options->interrupted && options->interrupted(options->ctx);
  }
  for (int i = 0; i < pool->jobs; i++)
    if (pool->lanes[i].busy)
      finish(pool, &pool->lanes[i], LDE_POOL_INTERRUPTED);
  lde_starter_close(&pool->starter);
  lde_vec_free(&pool->again);
  lde_free(pool);
  return LDE_OK;
}
