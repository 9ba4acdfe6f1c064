#include "engine/rules/rule_paths.h"

#include <dirent.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/error.h"

static int by_name(const void *a, const void *b)
{
  return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static int by_path(const void *a, const void *b)
{
  return strcmp(((const lde_rule_path *)a)->path, ((const lde_rule_path *)b)->path);
}

static bool ends_in(const char *name, const char *end)
{
  size_t len = strlen(name), tail = strlen(end);
  return len > tail && strcmp(name + len - tail, end) == 0;
}

static void add_test(lde_rule_paths *paths, const char *path, const char *shown)
{
  lde_rule_path one = {path, shown};

  for (size_t i = 0; i < paths->tests.len; i++)
    if (strcmp(paths->tests.data[i].path, path) == 0)
      return;
  lde_vec_push(&paths->tests, one);
}

/* Offer scripts lie among the rules and are none, as for the globs of a manifest. */
static bool is_offer_script(const char *path)
{
  const char *name = strrchr(path, '/') + 1;
  return strncmp(name, "offer", 5) == 0;
}

static void find(lde_rule_paths *paths, const char *path, const char *shown, bool rules, int depth)
{
  struct stat info;
  DIR *folder;

  if (stat(path, &info) != 0 || depth > 8)
    return;
  if (!S_ISDIR(info.st_mode)) {
    if (ends_in(path, "_test.lua"))
      add_test(paths, path, shown);
    else if (rules && (depth == 0 || (ends_in(path, ".lua") && !is_offer_script(path))))
      lde_vec_push(&paths->rules, path);
    return;
  }
  folder = opendir(path);
  for (struct dirent *entry; folder && (entry = readdir(folder));)
    if (entry->d_name[0] != '.' && (entry->d_type == DT_DIR || ends_in(entry->d_name, ".lua")))
      find(paths, lde_arena_printf(paths->arena, "%s/%s", path, entry->d_name),
           lde_arena_printf(paths->arena, "%s/%s", shown, entry->d_name), rules, depth + 1);
  if (folder)
    closedir(folder);
}

void lde_rule_paths_add(lde_rule_paths *paths, const char *path, const char *shown, bool rules)
{
  find(paths, path, shown, rules, 0);
}

void lde_rule_paths_take(lde_rule_paths *paths, const char *const *named, size_t count,
                         lde_result *result)
{
  struct stat info;

  for (size_t i = 0; i < count; i++)
    if (stat(named[i], &info) == 0)
      find(paths, named[i], named[i], true, 0);
    else
      lde_result_add(
          result, "usage/path", NULL,
          LDE_TR(result->language, "there is no file or folder %s", "er is geen bestand of map %s"),
          named[i]);
}

void lde_rule_paths_sort(lde_rule_paths *paths)
{
  if (paths->rules.len)
    qsort(paths->rules.data, paths->rules.len, sizeof *paths->rules.data, by_name);
  if (paths->tests.len)
    qsort(paths->tests.data, paths->tests.len, sizeof *paths->tests.data, by_path);
}

void lde_rule_paths_free(lde_rule_paths *paths)
{
  lde_vec_free(&paths->rules);
  lde_vec_free(&paths->tests);
}
