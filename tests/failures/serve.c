/* Runs the program once per line that is asked for, without loading it anew: what __libc_start_main would call
 * is forked before it begins. With LDE_FAIL_SERVE set, fd 198 gives lines
 *
 *   KIND BY HOW AT TRACE
 *
 * (see interpose.c; BY "-" for anybody) and fd 199 takes, for each, "pid" and later "status calls failed left".
 * The program's output goes to the files LDE_FAIL_OUT and LDE_FAIL_ERR; LDE_FAIL_SHARED is a file to count in.
 * `left` is 1 when processes of the run were still there two seconds after it ended; they are killed. */
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "interpose.h"

enum { ASKED = 198, ANSWERED = 199 };

typedef int main_function(int, char **, char **);
static main_function *program_main;

static void redirect(const char *path, int fd)
{
  int file = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);

  if (file < 0 || dup2(file, fd) < 0)
    _exit(99);
  close(file);
}

static bool next_line(char *line, size_t size)
{
  size_t len = 0;

  while (len + 1 < size) {
    ssize_t got = read(ASKED, line + len, 1);
    if (got < 0 && errno == EINTR)
      continue;
    if (got <= 0)
      return false;
    if (line[len] == '\n')
      break;
    len++;
  }
  line[len] = '\0';
  return true;
}

/* Children of the program that outlive it come to us. Whether some had to be ended. */
static bool bury(pid_t program)
{
  const struct timespec pause = {.tv_nsec = 1000000};
  bool left = false;

  for (int i = 0;;) {
    pid_t got = waitpid(-1, NULL, WNOHANG);
    if (got < 0 && errno == ECHILD)
      return left;
    if (got > 0)
      continue;
    if (++i == 2000) {
      left = true;
      kill(-program, SIGKILL);
    }
    nanosleep(&pause, NULL);
  }
}

static void begin_run(const char *line)
{
  setpgid(0, 0);
  close(ASKED);
  close(ANSWERED);
  redirect(getenv("LDE_FAIL_OUT"), 1);
  redirect(getenv("LDE_FAIL_ERR"), 2);
  if (!failure_set(line))
    _exit(98);
}

/* Comes back only in the child, which then is the program. */
static void serve(void)
{
  struct shared *shared;
  char line[200];
  int fd = open(getenv("LDE_FAIL_SHARED"), O_RDWR | O_CLOEXEC);

  shared = mmap(NULL, sizeof *shared, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
  close(fd);
  if (shared == MAP_FAILED)
    _exit(97);
  failure_now.shared = shared;
  prctl(PR_SET_CHILD_SUBREAPER, 1);
  while (next_line(line, sizeof line)) {
    pid_t program;
    int status = 0;

    shared->calls = shared->failed = 0;
    shared->exhausted = false;
    program = fork();
    if (program == 0) {
      begin_run(line);
      return;
    }
    dprintf(ANSWERED, "%d\n", (int)program);
    while (waitpid(program, &status, 0) < 0 && errno == EINTR)
      ;
    bool left = bury(program);
    dprintf(ANSWERED, "%d %ld %ld %d\n", status, (long)shared->calls, (long)shared->failed, left);
  }
  _exit(0);
}

static int served_main(int count, char **arguments, char **environment)
{
  serve();
  return program_main(count, arguments, environment);
}

int __libc_start_main(main_function *main, int count, char **arguments, void (*init)(void), void (*fini)(void),
                      void (*rtld_fini)(void), void *stack_end)
{
  __typeof__(&__libc_start_main) start = (__typeof__(&__libc_start_main))dlsym(RTLD_NEXT, "__libc_start_main");

  program_main = main;
  return start(getenv("LDE_FAIL_SERVE") ? served_main : main, count, arguments, init, fini, rtld_fini, stack_end);
}
