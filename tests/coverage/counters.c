/* counters.c: lets a build for coverage count what its child processes do.
 *
 * gcov writes its counters when a process ends by exit(). A worker never does: it is locked in, may open no
 * file, and ends by _exit() or a signal. So the counters, which counters.ld gathers in pages of their own,
 * are put into memory that a process shares with all that it forks: whoever forked writes what they did.
 * A first process that ends by _exit() (memory is exhausted) writes on its way out as well. */
#include <pthread.h>
#include <stddef.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

extern char lde_counters_start[], lde_counters_end[];
extern void __gcov_dump(void);

static int forked; /* a locked worker may not even ask for its number */

__attribute__((no_profile_instrument_function)) static void note_fork(void)
{
  forked = 1;
}

__attribute__((constructor, no_profile_instrument_function)) static void share_counters(void)
{
  size_t len = (size_t)(lde_counters_end - lde_counters_start);

  pthread_atfork(NULL, NULL, note_fork);
  if (len != 0) /* nothing was counted yet that would have to be kept */
    mmap(lde_counters_start, len, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS | MAP_FIXED, -1, 0);
}

__attribute__((no_profile_instrument_function)) void _exit(int code)
{
  if (!forked)
    __gcov_dump();
  syscall(SYS_exit_group, code);
  __builtin_unreachable();
}
