#include "worker/locks.h"

#include <errno.h>
#include <fcntl.h>
#include <malloc.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "worker/calls.h"
#include "worker/landlock.h"
#include "worker/sanitized.h"

static const uint64_t reading_memory = UINT64_C(8) << 30, judging_memory = UINT64_C(512) << 20;
enum { CPU_SECONDS = 600, FILES_READING = 4096 };

const char *lde_lock_name(lde_lock lock)
{
  static const char *const names[] = {"privileges", "resources", "calls", "files", "parent"};
  return names[lock];
}

/* A lower limit than the one there is; a host that allows less is left as it is. */
static bool limit(int what, uint64_t most)
{
  struct rlimit now, wanted;

  if (getrlimit((__rlimit_resource_t)what, &now) != 0)
    return false;
  wanted.rlim_max = now.rlim_max < most ? now.rlim_max : (rlim_t)most;
  wanted.rlim_cur = wanted.rlim_max;
  return setrlimit((__rlimit_resource_t)what, &wanted) == 0;
}

static void close_from(int first)
{
  struct rlimit files;

  if (syscall(SYS_close_range, (unsigned)first, ~0u, 0u) == 0)
    return;
  if (getrlimit(RLIMIT_NOFILE, &files) != 0)
    files.rlim_cur = 1024;
  for (int fd = first; fd < (int)files.rlim_cur; fd++)
    close(fd);
}

static int by_value(const void *a, const void *b)
{
  return *(const char *)a - *(const char *)b;
}

/* What the C library would ask the system for later: the first large qsort how much memory there is,
 * which it remembers, and a heap beside the main one whether it may shrink, so that there is none. */
static void ask_now(void)
{
  char block[4096] = {0};

  qsort(block, sizeof block, 1, by_value);
  mallopt(M_ARENA_MAX, 1);
}

unsigned lde_locks_start(int parent, int first_closed)
{
  unsigned held = 0;

  if (prctl(PR_SET_PDEATHSIG, SIGKILL) == 0)
    held |= LDE_LOCK_BIT(LDE_LOCK_PARENT);
  if (getppid() != parent) /* it died before it could be waited for */
    _exit(0);
  ask_now();
  clearenv();
  close_from(first_closed);
  return held;
}

/* Opened before /proc lies outside the fence. */
static int memory_file = -1;

/* Bytes of address space in use; 0 when it cannot be known. */
static uint64_t addresses_in_use(void)
{
  char text[64];
  ssize_t got = memory_file < 0 ? -1 : read(memory_file, text, sizeof text - 1);

  if (memory_file >= 0)
    close(memory_file);
  memory_file = -1;
  if (got <= 0)
    return 0;
  text[got] = '\0';
  return strtoull(text, NULL, 10) * (uint64_t)sysconf(_SC_PAGESIZE);
}

/* AddressSanitizer reserves terabytes of addresses, so their number is not bounded under it. */
static bool bound_memory(const lde_locks_options *options)
{
  uint64_t used = addresses_in_use();

  if (LDE_SANITIZED || !used) /* not known: the bound of reading stays */
    return true;
  return limit(RLIMIT_AS, used + (options->memory ? options->memory : judging_memory));
}

unsigned lde_locks_read(const lde_locks_options *options)
{
  unsigned held = 0;
  bool bounded = limit(RLIMIT_CORE, 0) && limit(RLIMIT_FSIZE, 0) &&
                 limit(RLIMIT_NOFILE, FILES_READING) &&
                 limit(RLIMIT_CPU, options->cpu_seconds ? options->cpu_seconds : CPU_SECONDS) &&
                 (LDE_SANITIZED || limit(RLIMIT_AS, reading_memory));

  memory_file = open("/proc/self/statm", O_RDONLY | O_CLOEXEC);
  prctl(PR_SET_DUMPABLE, 0);
  if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0)
    held |= LDE_LOCK_BIT(LDE_LOCK_PRIVILEGES);
  if (bounded)
    held |= LDE_LOCK_BIT(LDE_LOCK_RESOURCES);
  if (lde_landlock_fence(options->folders, options->folder_count, !options->folders))
    held |= LDE_LOCK_BIT(LDE_LOCK_FILES);
  if (lde_calls_allow(true))
    held |= LDE_LOCK_BIT(LDE_LOCK_CALLS);
  return held;
}

unsigned lde_locks_judge(const lde_locks_options *options)
{
  unsigned held = 0;

  if (lde_landlock_fence(NULL, 0, false)) /* takes a descriptor: before there are none */
    held |= LDE_LOCK_BIT(LDE_LOCK_FILES);
  if (bound_memory(options) && limit(RLIMIT_NPROC, 0) && limit(RLIMIT_NOFILE, 0))
    held |= LDE_LOCK_BIT(LDE_LOCK_RESOURCES);
  if (lde_calls_allow(false))
    held |= LDE_LOCK_BIT(LDE_LOCK_CALLS);
  return held;
}

/* ---- trying them ---- */

static void try_all(int out, int parent)
{
  lde_locks_options options = {0};
  unsigned held = lde_locks_start(parent, out + 1), reading, judging;
  unsigned char answer;

  reading = lde_locks_read(&options);
  judging = lde_locks_judge(&options);
  held |= reading & (judging | LDE_LOCK_BIT(LDE_LOCK_PRIVILEGES));
  answer = (unsigned char)held;
  if (write(out, &answer, 1) != 1)
    _exit(1);
  _exit(0);
}

int lde_locks_probe(void)
{
  unsigned char answer = 0;
  int ends[2], status, parent = (int)getpid();
  ssize_t got;
  pid_t child;

  if (pipe2(ends, O_CLOEXEC) != 0)
    return -1;
  child = fork();
  if (child == 0) {
    int out = dup2(ends[1], 3);
    try_all(out, parent);
  }
  close(ends[1]);
  do
    got = child < 0 ? -1 : read(ends[0], &answer, 1);
  while (got < 0 && errno == EINTR);
  close(ends[0]);
  if (child < 0)
    return -1;
  while (waitpid(child, &status, 0) < 0 && errno == EINTR)
    ;
  return got == 1 ? answer : 0;
}
