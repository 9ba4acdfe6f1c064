/* project.h: files of a project: paths as people write them, and globs. */
#ifndef LDE_LOAD_PROJECT_H
#define LDE_LOAD_PROJECT_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/memory.h"

typedef LDE_VEC(const char *) lde_paths;

/* The path to open: `file` itself when it is absolute or the folder is ".". */
const char *lde_project_path(lde_arena *arena, const char *folder, const char *file);
/* Has the name wildcards? */
bool lde_is_glob(const char *name);
/* Appends the files inside the folder that match, sorted by bytes, written as the pattern is. False: a folder could
 * not be read, so that there may be others. */
bool lde_project_glob(lde_arena *arena, const char *folder, const char *pattern, lde_paths *out);

#endif
