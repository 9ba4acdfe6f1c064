#include "load/project.h"

#include <errno.h>
#include <glob.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "load/load.h"

static bool is_there(const char *folder, const char *name)
{
  lde_buffer path = {0};
  struct stat info;
  bool found;

  lde_buffer_printf(&path, "%s/%s", folder, name);
  found = stat(path.data, &info) == 0 && S_ISREG(info.st_mode);
  lde_buffer_free(&path);
  return found;
}

/* Keeps the path short where it can: "." and then "..", "../.." */
bool lde_project_find(const char *start, lde_buffer *folder)
{
  char real[PATH_MAX];
  size_t up = 0;

  if (!realpath(start, real))
    return false;
  for (;;) {
    char *slash;
    if (is_there(real[0] ? real : "/", "ldengine.yaml")) {
      lde_buffer_puts(folder, start);
      for (size_t i = 0; i < up; i++)
        lde_buffer_puts(folder, "/..");
      if (strncmp(lde_buffer_text(folder), "./..", 4) == 0) { /* "./.." is ".." */
        memmove(folder->data, folder->data + 2, folder->len - 1);
        folder->len -= 2;
      }
      return true;
    }
    slash = strrchr(real, '/');
    if (!slash || !real[0])
      return false;
    *slash = 0;
    up++;
  }
}

const char *lde_project_path(lde_arena *arena, const char *folder, const char *file)
{
  if (file[0] == '/' || strcmp(folder, ".") == 0)
    return file;
  return lde_arena_printf(arena, "%s/%s", folder, file);
}

bool lde_is_glob(const char *name)
{
  return strpbrk(name, "*?[") != NULL;
}

static int compare_paths(const void *a, const void *b)
{
  return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static void escape_glob(lde_buffer *out, const char *text)
{
  for (; *text; text++) {
    if (strchr("*?[]\\", *text))
      lde_buffer_putc(out, '\\');
    lde_buffer_putc(out, *text);
  }
}

/* A folder that is not there holds nothing; one that cannot be read may hold anything. */
static int is_unreadable(const char *path, int number)
{
  (void)path;
  return number != ENOENT && number != ENOTDIR;
}

bool lde_project_glob(lde_arena *arena, const char *folder, const char *pattern, lde_paths *out)
{
  lde_buffer whole = {0};
  size_t skip = 0, first = out->len;
  glob_t found;
  int code;

  if (pattern[0] != '/' && strcmp(folder, ".") != 0) {
    escape_glob(&whole, folder);
    lde_buffer_putc(&whole, '/');
    skip = strlen(folder) + 1;
  }
  lde_buffer_puts(&whole, pattern);
  /* No sorting by glob itself: it would follow the locale. */
  code = glob(whole.data, GLOB_NOSORT, is_unreadable, &found);
  if (code == GLOB_NOSPACE)
    lde_memory_exhausted(0);
  if (code == 0) {
    for (size_t i = 0; i < found.gl_pathc; i++) {
      struct stat info;
      if (stat(found.gl_pathv[i], &info) != 0 ? errno != ENOENT : S_ISREG(info.st_mode))
        lde_vec_push(out, lde_arena_strdup(arena, found.gl_pathv[i] + skip));
    }
    globfree(&found);
  }
  if (out->len > first)
    qsort(out->data + first, out->len - first, sizeof *out->data, compare_paths);
  lde_buffer_free(&whole);
  return code == 0 || code == GLOB_NOMATCH;
}
