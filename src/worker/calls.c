/* The seccomp filters of a worker, made by libseccomp, which knows the numbers of every architecture. */
#include "worker/calls.h"

#include <stdint.h>

#include "worker/sanitized.h"

const char *const lde_calls_judge[] = {
    "read", "write", "pread64", "lseek", "fstat", "brk", "mmap", "munmap", "mremap", "mprotect",
    "madvise", "futex", "clock_gettime", "gettimeofday", "time",
    /* the thread that waits puts its signal mask back when the other may be locked in already */
    "rt_sigprocmask", "rt_sigreturn", "exit", "exit_group", "restart_syscall", "sched_yield",
#if LDE_SANITIZED
    "sigaltstack",
#endif
    NULL};

/* Reading files and folders, and what the second step needs to be put on. */
const char *const lde_calls_read[] = {
    "openat",        "close",          "newfstatat",  "stat",           "lstat",
    "statx",         "getdents64",     "readlink",    "readlinkat",     "access",
    "faccessat",     "faccessat2",     "getcwd",      "fcntl",          "dup",
    "getrandom",     "getpid",         "gettid",      "getppid",        "uname",
    "prlimit64",     "setrlimit",      "getrlimit",   "prctl",          "seccomp",
    "ioctl",         "rt_sigaction", "sigaltstack",   "set_robust_list",
    "rseq",          "clone3",         "clone",       "getrusage",      "sched_getaffinity",
    "landlock_create_ruleset", "landlock_add_rule", "landlock_restrict_self", NULL};

#ifdef LDE_HAVE_SECCOMP

#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <seccomp.h>
#include <string.h>
#include <sys/mman.h>

static bool allow(scmp_filter_ctx filter, const char *name)
{
  int number = seccomp_syscall_resolve_name(name);
  uint32_t action = SCMP_ACT_ALLOW;

  if (number == __NR_SCMP_ERROR) /* a call that this machine does not have */
    return true;
  if (strcmp(name, "mmap") == 0 || strcmp(name, "mprotect") == 0) /* the third says how */
    return seccomp_rule_add(filter, action, number, 1, SCMP_A2(SCMP_CMP_MASKED_EQ, PROT_EXEC, 0)) ==
           0;
  return seccomp_rule_add(filter, action, number, 0) == 0;
}

static bool allow_reading(scmp_filter_ctx filter, const char *name)
{
  const unsigned writing = O_WRONLY | O_RDWR | O_CREAT | O_TRUNC | O_APPEND;
  int number = seccomp_syscall_resolve_name(name);

  if (strcmp(name, "openat") == 0)
    return seccomp_rule_add(filter, SCMP_ACT_ALLOW, number, 1,
                            SCMP_A2(SCMP_CMP_MASKED_EQ, writing, 0)) == 0;
  if (strcmp(name, "clone") == 0) /* threads, no processes */
    return seccomp_rule_add(filter, SCMP_ACT_ALLOW, number, 1,
                            SCMP_A0(SCMP_CMP_MASKED_EQ, CLONE_THREAD, CLONE_THREAD)) == 0;
  if (strcmp(name, "clone3") == 0) /* its flags cannot be seen; the C library then takes clone */
    return seccomp_rule_add(filter, SCMP_ACT_ERRNO(ENOSYS), number, 0) == 0;
  if (strcmp(name, "ioctl") == 0) /* asked of every stream that is opened: is it a terminal? */
    return seccomp_rule_add(filter, SCMP_ACT_ERRNO(ENOTTY), number, 0) == 0;
  return number == __NR_SCMP_ERROR || seccomp_rule_add(filter, SCMP_ACT_ALLOW, number, 0) == 0;
}

bool lde_calls_allow(bool reading)
{
  scmp_filter_ctx filter = seccomp_init(SCMP_ACT_KILL_PROCESS);
  bool right = filter != NULL;

  if (!right)
    return false;
  /* no_new_privs is on already: not asked for again, which would be one more call */
  right = seccomp_attr_set(filter, SCMP_FLTATR_CTL_NNP, 0) == 0 &&
          seccomp_attr_set(filter, SCMP_FLTATR_ACT_BADARCH, SCMP_ACT_KILL_PROCESS) == 0 &&
          seccomp_attr_set(filter, SCMP_FLTATR_CTL_TSYNC, 1) == 0;
  for (size_t i = 0; right && lde_calls_judge[i]; i++)
    right = allow(filter, lde_calls_judge[i]);
  for (size_t i = 0; right && reading && lde_calls_read[i]; i++)
    right = allow_reading(filter, lde_calls_read[i]);
  right = right && seccomp_load(filter) == 0;
  seccomp_release(filter);
  return right;
}

#else

bool lde_calls_allow(bool reading)
{
  (void)reading;
  return false;
}

#endif
