/* without_lock LOCK… -- PROGRAM …: runs a program on a machine that has not got these locks, as in a
 * container that forbids them. The names are those of lde_lock_name. */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#ifdef LDE_HAVE_SECCOMP
#include <seccomp.h>
#include <sys/prctl.h>
#endif

#ifdef LDE_HAVE_SECCOMP

static int refuse_prctl(scmp_filter_ctx filter, unsigned long what)
{
  const struct scmp_arg_cmp is_asked = {.arg = 0, .op = SCMP_CMP_EQ, .datum_a = what};
  return seccomp_rule_add_array(filter, SCMP_ACT_ERRNO(EINVAL), SCMP_SYS(prctl), 1, &is_asked);
}

static int refuse(scmp_filter_ctx filter, const char *lock)
{
  if (strcmp(lock, "privileges") == 0)
    return refuse_prctl(filter, PR_SET_NO_NEW_PRIVS);
  if (strcmp(lock, "parent") == 0)
    return refuse_prctl(filter, PR_SET_PDEATHSIG);
  if (strcmp(lock, "resources") == 0)
    return seccomp_rule_add(filter, SCMP_ACT_ERRNO(EPERM), SCMP_SYS(prlimit64), 0);
  if (strcmp(lock, "files") == 0)
    return seccomp_rule_add(filter, SCMP_ACT_ERRNO(ENOSYS), 444, 0); /* landlock_create_ruleset */
  if (strcmp(lock, "calls") != 0)
    return -1;
  return seccomp_rule_add(filter, SCMP_ACT_ERRNO(ENOSYS), SCMP_SYS(seccomp), 0) ||
         refuse_prctl(filter, PR_SET_SECCOMP);
}

int main(int argc, char **argv)
{
  scmp_filter_ctx filter = seccomp_init(SCMP_ACT_ALLOW);
  int at = 1;

  for (; filter && at < argc && strcmp(argv[at], "--") != 0; at++)
    if (refuse(filter, argv[at]) != 0)
      return 99;
  if (!filter || at + 1 >= argc || seccomp_load(filter) != 0)
    return 99;
  execvp(argv[at + 1], argv + at + 1);
  return 98;
}

#else

int main(void)
{
  return 99; /* cannot be shown */
}

#endif
