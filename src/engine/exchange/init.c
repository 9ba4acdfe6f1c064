/* `init`: copies one of examples/templates into a folder, with the JSON Schemas that editors use. The
 * manifest is written last: a folder without one is no project. */
#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/error.h"
#include "base/io.h"
#include "engine/internal.h"
#include "ldengine/init.h"

static const char manifest_name[] = "ldengine.yaml";

typedef struct initiating {
  lde_result *result;
  lde_language language;
  const char *from, *to;      /* folders */
  LDE_VEC(const char *) files; /* below both, sorted, the manifest last */
} initiating;

/* What the template has */

static int compare_files(const void *a, const void *b)
{
  const char *x = *(const char *const *)a, *y = *(const char *const *)b;
  bool x_last = strcmp(x, manifest_name) == 0, y_last = strcmp(y, manifest_name) == 0;

  return x_last != y_last ? x_last - y_last : strcmp(x, y);
}

/* Adds the files of a folder below the template; false when it cannot be read. */
static bool list_files(initiating *self, const char *below)
{
  lde_arena *arena = &self->result->arena;
  DIR *folder = opendir(lde_arena_printf(arena, "%s/%s", self->from, below));
  struct dirent *entry;
  bool read = folder != NULL;
  int failed = 0;

  while (read && (entry = lde_folder_next(folder, &failed))) {
    const char *name = lde_arena_printf(arena, "%s%s%s", below, *below ? "/" : "", entry->d_name);
    struct stat info;
    if (*entry->d_name == '.')
      continue;
    if (stat(lde_arena_printf(arena, "%s/%s", self->from, name), &info) != 0)
      read = false;
    else if (S_ISDIR(info.st_mode))
      read = list_files(self, name);
    else
      lde_vec_push(&self->files, name);
  }
  if (folder)
    closedir(folder);
  return read && !failed;
}

static bool find_template(initiating *self, const lde_init_options *options)
{
  lde_arena *arena = &self->result->arena;
  lde_language lang = self->language;
  const char *sector = options->sector ? options->sector : "generic";

  if (strchr(sector, '/') || *sector == '.')
    sector = "-";
  self->from = lde_arena_printf(arena, "%s/../examples/templates/%s/%s",
                                lde_rules_folder(arena, options->rules_folder), sector,
                                LDE_TR(lang, "en", "nl"));
  if (list_files(self, "") && self->files.len) {
    qsort(self->files.data, self->files.len, sizeof *self->files.data, compare_files);
    return true;
  }
  lde_result_add(
      self->result, "usage/arguments",
      LDE_TR(lang,
             "choose from generic, gemeente, zorg; ldengine doctor tells where they are looked for",
             "kies uit generic, gemeente, zorg; ldengine doctor vertelt waar ze worden gezocht"),
      LDE_TR(lang, "there is no template for '%s'", "er is geen sjabloon voor '%s'"),
      options->sector ? options->sector : "generic");
  return false;
}

/* Where it goes */

/* Nothing may be there that would be written over, and no project of which it would become a part. */
static bool is_free(initiating *self)
{
  lde_arena *arena = &self->result->arena;
  lde_language lang = self->language;
  const char *path;
  struct stat info;

  for (size_t i = 0; i < self->files.len; i++) {
    path = lde_arena_printf(arena, "%s/%s", self->to, self->files.data[i]);
    if (lstat(path, &info) != 0 && (errno == ENOENT || errno == ENOTDIR))
      continue;
    lde_result_add(self->result, "usage/exists",
                   LDE_TR(lang, "name another folder, as in ldengine init demo",
                          "noem een andere map, zoals in ldengine init demo"),
                   LDE_TR(lang, "%s is there already; nothing was written",
                          "%s bestaat al; er is niets geschreven"),
                   path);
    return false;
  }
  return true;
}

/* Writing */

static bool write_file(initiating *self, const char *name, const lde_buffer *bytes, lde_error *err)
{
  lde_arena *arena = &self->result->arena;
  const char *path = lde_arena_printf(arena, "%s/%s", self->to, name), *slash = strrchr(path, '/');

  if (lde_folder_make(lde_arena_strndup(arena, path, (size_t)(slash - path)), self->language,
                      err) != LDE_OK)
    return false;
  return lde_file_write(path, bytes->data, bytes->len, self->language, err) == LDE_OK;
}

static bool copy_file(initiating *self, const char *name, lde_error *err)
{
  lde_buffer bytes = {0};
  bool copied = lde_file_read(lde_arena_printf(&self->result->arena, "%s/%s", self->from, name), 0,
                              &bytes, self->language, err) == LDE_OK &&
                write_file(self, name, &bytes, err);

  lde_buffer_free(&bytes);
  return copied;
}

/* What the first line of the files names, for editors. */
static bool write_schemas(initiating *self, lde_error *err)
{
  lde_schema *schema = lde_schema_new();
  lde_buffer data = {0}, manifest = {0};
  bool written;

  lde_schema_finish(schema);
  lde_report_json_schema(&data, schema, self->language);
  lde_report_json_schema_manifest(&manifest, self->language);
  written = write_file(self, ".ldengine/ldengine.schema.json", &data, err) &&
            write_file(self, ".ldengine/manifest.schema.json", &manifest, err);
  lde_buffer_free(&data);
  lde_buffer_free(&manifest);
  lde_schema_free(schema);
  return written;
}

static void describe(initiating *self)
{
  lde_result *result = self->result;
  lde_arena *arena = &result->arena;
  lde_language lang = self->language;
  lde_data *data = lde_data_new(arena, LDE_DATA_OBJECT),
           *files = lde_data_new(arena, LDE_DATA_LIST);
  bool here = strcmp(self->to, ".") == 0;

  lde_data_put(arena, data, "folder", 6, lde_data_text(arena, self->to, strlen(self->to)));
  for (size_t i = 0; i < self->files.len; i++)
    lde_data_add(files, lde_data_text(arena, self->files.data[i], strlen(self->files.data[i])));
  lde_data_put(arena, data, "files", 5, files);
  result->data = data;
  result->payload = LDE_PAYLOAD_SUMMARY;
  lde_buffer_printf(&result->document,
                    LDE_TR(lang, "%s: a project of %zu files; README.md tells what is in them\n",
                           "%s: een project van %zu bestanden; README.md vertelt wat erin staat\n"),
                    self->to, self->files.len);
  lde_buffer_printf(&result->document,
                    LDE_TR(lang, "Next: %s%s%sldengine check\n", "Nu: %s%s%sldengine check\n"),
                    here ? "" : "cd ", here ? "" : self->to, here ? "" : " && ");
}

lde_result *lde_init(const lde_init_options *options)
{
  initiating self = {.result = lde_result_new("init", NULL, options->language),
                     .language = options->language,
                     .to = options->folder ? options->folder : "."};
  lde_error err = {0};
  bool written;

  if (find_template(&self, options) && is_free(&self)) {
    written = write_schemas(&self, &err);
    for (size_t i = 0; i < self.files.len && written; i++)
      written = copy_file(&self, self.files.data[i], &err);
    if (written)
      describe(&self);
    else
      lde_result_add(self.result, "load/syntax", NULL, "%s", err.message);
  }
  lde_vec_free(&self.files);
  return self.result;
}
