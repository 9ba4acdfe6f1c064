/* in_child.h: tests of what ends the process run it in a child. Include it once, in the file of the test:
 * under AddressSanitizer it also sets that memory which the system refuses looks as it does without. */
#ifndef TEST_IN_CHILD_H
#define TEST_IN_CHILD_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#if defined(__SANITIZE_ADDRESS__)
enum { SANITIZED = 1 };
const char *__asan_default_options(void);
const char *__asan_default_options(void)
{
  return "allocator_may_return_null=1";
}
#else
enum { SANITIZED = 0 };
#endif

/* Its exit code, or minus its signal; what it wrote as errors goes into `said`. */
static inline int in_child(void (*fn)(void *), void *ctx, char *said, size_t size)
{
  int ends[2], status;
  size_t len = 0;
  ssize_t got;
  pid_t child;

  assert_int_equal(pipe(ends), 0);
  fflush(NULL);
  child = fork();
  assert_true(child >= 0);
  if (child == 0) {
    dup2(ends[1], STDERR_FILENO);
    close(ends[0]);
    close(ends[1]);
    fn(ctx);
    _exit(0);
  }
  close(ends[1]);
  while (len + 1 < size && (got = read(ends[0], said + len, size - 1 - len)) > 0)
    len += (size_t)got;
  said[len] = '\0';
  close(ends[0]);
  assert_int_equal(waitpid(child, &status, 0), child);
  return WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
}

#endif
