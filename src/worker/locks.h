/* locks.h: what a worker may no longer do, in two steps.
 *
 * lde_locks_read is put on before the worker reads its organisation's files: it may read what lies in
 * the folders named, and nothing else; it cannot write, start programs or reach a network.
 * lde_locks_judge is put on before any rule runs: from then on only memory, a clock, the files that are
 * open already and the pipe to the parent are left, and every other system call ends the process.
 * Neither can be taken back. Each returns a set of LDE_LOCK_… bits: what holds. A kernel or container
 * that refuses one is found out here and told; nothing is assumed.
 * Landlock came with Linux 5.13 and may be missing: judging is as tight without it, because seccomp
 * forbids opening files at all; only while data is read does the fence of folders depend on it. */
#ifndef LDE_WORKER_LOCKS_H
#define LDE_WORKER_LOCKS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef enum lde_lock {
  LDE_LOCK_PRIVILEGES, /* no program started from here gains rights (no_new_privs) */
  LDE_LOCK_RESOURCES,  /* processor time, memory, files, processes are bounded (rlimit) */
  LDE_LOCK_CALLS,      /* system calls outside a list end the process (seccomp) */
  LDE_LOCK_FILES,      /* folders outside a list cannot be read, nothing be written (Landlock) */
  LDE_LOCK_PARENT,     /* it dies with its parent */
  LDE_LOCK_COUNT
} lde_lock;

#define LDE_LOCK_BIT(lock) (1u << (lock))
/* Without these, rules of others are not run. */
#define LDE_LOCKS_NEEDED                                                                           \
  (LDE_LOCK_BIT(LDE_LOCK_PRIVILEGES) | LDE_LOCK_BIT(LDE_LOCK_RESOURCES) |                          \
   LDE_LOCK_BIT(LDE_LOCK_CALLS) | LDE_LOCK_BIT(LDE_LOCK_PARENT))
#define LDE_LOCKS_ALL ((1u << LDE_LOCK_COUNT) - 1)

typedef struct lde_locks_options {
  const char *const *folders; /* that may be read; NULL = every folder */
  size_t folder_count;
  uint64_t cpu_seconds; /* of the whole worker; 0 = 600 */
  uint64_t memory;      /* bytes beyond what is there when rules start; 0 = 512 MiB */
} lde_locks_options;

/* Constants in English: "calls", "files" …; for machines. */
const char *lde_lock_name(lde_lock lock);

/* Before anything is read: environment emptied, descriptors from `first_closed` on closed, tied to the
 * parent. `parent` is who must still be there. */
unsigned lde_locks_start(int parent, int first_closed);
unsigned lde_locks_read(const lde_locks_options *options);
/* For all threads of the process. Files to be used later are open (base/held.h). */
unsigned lde_locks_judge(const lde_locks_options *options);
/* Tries all of them in a child process and says which hold. -1 when there could not even be a child. */
int lde_locks_probe(void);

#endif
