/* system_calls: tries every system call from a process that is locked in as a worker is while rules run,
 * each in a child of its own, and prints the names of those that did not end it. With "fence" it tells
 * whether the locks can be had at all. */
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#ifdef LDE_HAVE_SECCOMP
#include <seccomp.h>
#endif

#include "worker/locks.h"

#ifdef LDE_HAVE_SECCOMP

enum { CALLS = 480 };

/* All arguments zero: nothing is asked for that could do harm, and the filter looks at the number. */
static void try_call(int number)
{
  lde_locks_options options = {0};
  unsigned held = lde_locks_start((int)getppid(), 3);

  held |= lde_locks_read(&options);
  lde_locks_judge(&options);
  if ((held & LDE_LOCKS_NEEDED) != LDE_LOCKS_NEEDED)
    _exit(99);
  if (number < 0) /* memory that can be executed */
    syscall(-number, 0, 4096, PROT_READ | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  else
    syscall(number, 0, 0, 0, 0, 0, 0);
  _exit(0);
}

/* True when the call was let through. */
static bool is_let_through(int number)
{
  int status = 0;
  pid_t child = fork();

  if (child == 0) {
    alarm(5);
    try_call(number);
  }
  while (waitpid(child, &status, 0) < 0 && errno == EINTR)
    ;
  return !(WIFSIGNALED(status) && WTERMSIG(status) == SIGSYS);
}

int main(void)
{
  int tried = 0;

  fclose(stdin);
  for (int number = 0; number < CALLS; number++) {
    char *name = seccomp_syscall_resolve_num_arch(SCMP_ARCH_NATIVE, number);
    if (name) {
      tried++;
      if (is_let_through(number))
        printf("%s\n", name);
    }
    free(name);
  }
  if (is_let_through(-SYS_mmap))
    puts("mmap with PROT_EXEC");
  if (is_let_through(-SYS_mprotect))
    puts("mprotect with PROT_EXEC");
  fprintf(stderr, "%d system calls tried\n", tried);
  return tried < 300;
}

#else

int main(void)
{
  printf("skipped: built without libseccomp\n");
  return 0;
}

#endif
