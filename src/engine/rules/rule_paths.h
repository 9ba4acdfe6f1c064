/* rule_paths.h: files and folders that a user names → rule files and test files. Inside engine only. */
#ifndef LDE_ENGINE_RULE_PATHS_H
#define LDE_ENGINE_RULE_PATHS_H

#include "engine/internal.h"

typedef struct lde_rule_path {
  const char *path, *shown;
} lde_rule_path;

typedef struct lde_rule_paths {
  lde_arena *arena; /* of the texts; not owned */
  LDE_VEC(const char *) rules;
  LDE_VEC(lde_rule_path) tests; /* *_test.lua */
} lde_rule_paths;

/* What stands in a folder and those inside it, or the one file. Rule files where `rules`, test files
 * always. */
void lde_rule_paths_add(lde_rule_paths *paths, const char *path, const char *shown, bool rules);
/* The paths of a user; one that does not exist is reported. */
void lde_rule_paths_take(lde_rule_paths *paths, const char *const *named, size_t count,
                         lde_result *result);
void lde_rule_paths_sort(lde_rule_paths *paths);
void lde_rule_paths_free(lde_rule_paths *paths);

#endif
