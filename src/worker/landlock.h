/* landlock.h: the fence of folders. Inside worker. The C library has no names for these calls yet. */
#ifndef LDE_WORKER_LANDLOCK_H
#define LDE_WORKER_LANDLOCK_H

#include <stdbool.h>
#include <stddef.h>

/* 0 = the kernel has none, or it is switched off. */
int lde_landlock_version(void);
/* From now on this thread and what it starts may read below the folders, and write nowhere; `all` lets
 * it read everywhere. No folders and not `all`: nothing at all. Needs no_new_privs. */
bool lde_landlock_fence(const char *const *folders, size_t count, bool all);

#endif
