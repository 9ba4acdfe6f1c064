#include "worker/landlock.h"

#include <fcntl.h>
#include <stdint.h>
#include <sys/syscall.h>
#include <unistd.h>

#ifndef SYS_landlock_create_ruleset
#define SYS_landlock_create_ruleset 444
#define SYS_landlock_add_rule 445
#define SYS_landlock_restrict_self 446
#endif

/* As the kernel lays them out (include/uapi/linux/landlock.h); a kernel that knows fewer members is
 * handed a shorter struct. */
struct ruleset {
  uint64_t files, network, scopes;
};
struct __attribute__((packed)) below {
  uint64_t allowed;
  int32_t folder;
};

enum { READ_FILE = 1 << 2, READ_FOLDER = 1 << 3, RULE_BELOW = 1, ASK_VERSION = 1 };

int lde_landlock_version(void)
{
  long version = syscall(SYS_landlock_create_ruleset, NULL, 0, ASK_VERSION);
  return version < 0 ? 0 : (int)version;
}

/* Every right over files that this version can take away: 13 at first, then refer, truncate, ioctl. */
static uint64_t rights_of(int version)
{
  int count = version >= 5 ? 16 : version >= 3 ? 15 : version == 2 ? 14 : 13;
  return (UINT64_C(1) << count) - 1;
}

static bool add_folder(int rules, const char *folder)
{
  struct below below = {.allowed = READ_FILE | READ_FOLDER};
  bool added;

  below.folder = open(folder, O_PATH | O_CLOEXEC);
  if (below.folder < 0)
    return true; /* what is not there needs no permission */
  added = syscall(SYS_landlock_add_rule, rules, RULE_BELOW, &below, 0) == 0;
  if (!added) { /* a file cannot be listed */
    below.allowed = READ_FILE;
    added = syscall(SYS_landlock_add_rule, rules, RULE_BELOW, &below, 0) == 0;
  }
  close(below.folder);
  return added;
}

bool lde_landlock_fence(const char *const *folders, size_t count, bool all)
{
  int version = lde_landlock_version(), rules;
  struct ruleset set = {.files = rights_of(version), .network = 3, .scopes = 3};
  size_t size = version >= 6 ? 24 : version >= 4 ? 16 : 8;
  bool right = true;

  if (!version)
    return false;
  rules = (int)syscall(SYS_landlock_create_ruleset, &set, size, 0);
  if (rules < 0)
    return false;
  for (size_t i = 0; right && i < count; i++)
    right = add_folder(rules, folders[i]);
  if (right && all)
    right = add_folder(rules, "/");
  right = right && syscall(SYS_landlock_restrict_self, rules, 0) == 0;
  close(rules);
  return right;
}
