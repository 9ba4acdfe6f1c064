/* held.h: files that were opened before a process gave up the right to open any.
 *
 * A worker (layer worker) reads all its input first and then locks itself in. What it may still need
 * afterwards (modules that a rule requires, an export in which a column is looked up) is held open by
 * path from before; from lde_held_close_door on, lde_file_read, lde_file_stream and lde_file_is_regular
 * know these files alone. The list belongs to the process, which is the worker and nothing else: a
 * program that never holds a file is not changed by any of this. */
#ifndef LDE_BASE_HELD_H
#define LDE_BASE_HELD_H

#include <stdbool.h>
#include <stdio.h>

/* Opens an ordinary file and keeps it; the path is compared as it is written. No harm when it cannot
 * be opened: it will not be there later. */
void lde_held_add(const char *path);
/* From now on no path is opened any more. */
void lde_held_close_door(void);
bool lde_held_is_closed(void);
/* From now on this process opens nothing outside the folders, and says why. Where the kernel has Landlock
 * that is a second lock behind it, else the only one, which holds as long as no code of others runs. */
void lde_held_fence(const char *const *folders, size_t count);
bool lde_held_is_fenced(void);
/* Whether the fence, if there is one, lets the path through; errno is EACCES when not. */
bool lde_file_is_allowed(const char *path);
/* The descriptor of a held file, to be read with pread only; -1 = none. */
int lde_held_find(const char *path);

/* As fopen(path, "rb"), also behind the door. */
FILE *lde_file_stream(const char *path);
/* There is an ordinary file of that name, as far as this process may know. */
bool lde_file_is_regular(const char *path);

#endif
