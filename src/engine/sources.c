/* Where scripts and modules are found. */
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "base/error.h"
#include "base/held.h"
#include "engine/internal.h"

static bool is_folder(const char *path)
{
  struct stat info;
  return stat(path, &info) == 0 && S_ISDIR(info.st_mode);
}

const char *lde_rules_folder(lde_arena *arena, const char *option)
{
  if (option)
    return lde_arena_strdup(arena, option);
  return is_folder(LDE_RULES_SOURCE) ? LDE_RULES_SOURCE : LDE_RULES_INSTALLED;
}

bool lde_script_find(const lde_project *project, const char *name, lde_buffer *path)
{
  const char *shipped = strncmp(name, "rules/", 6) == 0 ? name + 6 : name;

  lde_buffer_truncate(path, 0);
  lde_buffer_printf(path, "%s%s%s", *name == '/' ? "" : project->loaded.manifest.folder,
                    *name == '/' ? "" : "/", name);
  if (lde_file_is_regular(path->data))
    return true;
  lde_buffer_truncate(path, 0);
  lde_buffer_puts(path, name);
  if (lde_file_is_regular(path->data))
    return true;
  lde_buffer_truncate(path, 0);
  lde_buffer_printf(path, "%s/%s", project->rules_folder, shipped);
  return *name != '/' && lde_file_is_regular(path->data);
}

/* Letters, digits, _ and -, in parts joined by single dots. */
static bool is_module_name(const char *name)
{
  size_t len = strspn(name, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-.");
  return *name && name[len] == '\0' && len < 100 && *name != '.' && name[len - 1] != '.' &&
         !strstr(name, "..");
}

static bool read_module(const char *folder, const char *name, const char *shown, lde_buffer *out,
                        char *file, size_t file_size)
{
  lde_buffer path = {0};
  bool read = false;

  lde_buffer_printf(&path, "%s/", folder);
  for (const char *at = name; *at; at++)
    lde_buffer_putc(&path, *at == '.' ? '/' : *at);
  lde_buffer_puts(&path, ".lua");
  if (lde_file_is_regular(path.data))
    read = lde_file_read(path.data, 1 << 20, out, LDE_ENGLISH, NULL) == LDE_OK;
  if (read)
    snprintf(file, file_size, "%s%s", shown, path.data + strlen(folder));
  lde_buffer_free(&path);
  return read;
}

bool lde_module_read(const lde_project *project, const char *name, lde_buffer *out, char *file,
                     size_t file_size, lde_error *err)
{
  lde_buffer folder = {0};
  bool read = false;

  if (is_module_name(name)) {
    lde_buffer_printf(&folder, "%s/rules/lib", project->loaded.manifest.folder);
    read = strncmp(name, "ld.", 3) != 0 &&
           read_module(folder.data, name, "rules/lib", out, file, file_size);
    read = read || read_module(project->rules_folder, name, "rules", out, file, file_size);
  }
  if (!read)
    lde_fail(err, LDE_ERROR_SCRIPT,
             LDE_TR(project->language, "no module '%s' in rules/lib or among the shipped rules",
                    "geen module '%s' in rules/lib of bij de meegeleverde regels"),
             name);
  lde_buffer_free(&folder);
  return read;
}
