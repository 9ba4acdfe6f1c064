/* Every allocation of one run fails, each in a copy of the process that is made there and then. A copy that ends at
 * once as out of memory is promised to (exit code 70, one line on stderr, nothing else) has been judged, and that
 * is noted. Whatever else it does is not judged here: it is stopped before it leaves a mark, and the call has to be
 * let fail in a run of its own. So are the calls of other processes than the program's own, and those after it
 * began to change files. */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "interpose.h"

enum { OTHERWISE = 96 };

static const char promised[] = "ldengine: out of memory\n";

static void be_doomed(int words)
{
  int null = open("/dev/null", O_WRONLY | O_CLOEXEC);

  failure_now.doomed = true;
  signal(SIGALRM, SIG_DFL);
  alarm(1);
  if (null < 0 || dup2(null, STDOUT_FILENO) < 0 || dup2(words, STDERR_FILENO) < 0)
    _exit(OTHERWISE);
}

static bool is_as_promised(int status, int words)
{
  char text[sizeof promised + 1];
  ssize_t len = pread(words, text, sizeof text, 0);

  return WIFEXITED(status) && WEXITSTATUS(status) == 70 && len == sizeof promised - 1 &&
         memcmp(text, promised, sizeof promised - 1) == 0;
}

bool sweep_call(long number)
{
  static int words = -1;
  int status = 0, before = errno;
  pid_t copy;

  if (failure_now.marks || number < failure_now.at || number >= TRACE_MOST || getpid() != failure_now.program)
    return false;
  failure_now.ready = false; /* what is called here does not count */
  if (words < 0)
    words = open(getenv("LDE_FAIL_WORDS"), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (syscall(SYS_ftruncate, words, 0L) != 0 || lseek(words, 0, SEEK_SET) != 0)
    _exit(OTHERWISE);
  copy = fork();
  if (copy == 0) {
    be_doomed(words);
    errno = ENOMEM;
    failure_now.ready = true;
    return true;
  }
  while (waitpid(copy, &status, 0) < 0 && errno == EINTR)
    ;
  failure_now.shared->failed += copy > 0;
  failure_now.shared->trace[number] = copy > 0 && is_as_promised(status, words);
  failure_now.ready = true;
  errno = before;
  return false;
}

void sweep_talk(void)
{
  if (failure_now.doomed)
    _exit(OTHERWISE);
}

void sweep_mark(void)
{
  sweep_talk();
  failure_now.marks |= failure_now.ready;
}
