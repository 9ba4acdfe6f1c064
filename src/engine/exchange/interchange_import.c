/* `import --mapping NAME FILE`: the file goes to data/, the scripts of the mapping beside it, and the
 * manifest gets the sources that read it. A mapping is a folder: sources.yaml has a line for each source,
 * in which $FILE is the file; a line "# each: MEMBER" says which list of JSON records makes rows. When
 * the project cannot be read with it, everything is as it was. */
#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/error.h"
#include "base/io.h"
#include "engine/exchange/interchange.h"
#include "engine/exchange/manifest_edit.h"
#include "load/header.h"
#include "load/project.h"

/* A file as it was before, to put it back. */
typedef struct kept {
  const char *path;
  bool existed;
  lde_buffer bytes;
} kept;

typedef struct taking {
  lde_project *project;
  lde_result *result;
  const lde_import_options *options;
  lde_language language;
  const char *mapping;                /* its folder */
  const char *each;
  LDE_VEC(const char *) sources;      /* items for the manifest, $FILE replaced */
  LDE_VEC(const char *) companions;   /* names in the folder of the mapping */
  const char *target;                 /* data/skills.csv */
  LDE_VEC(kept) before;
} taking;

static const char *path_of(taking *self, const char *file)
{
  return lde_project_path(&self->result->arena, self->project->loaded.manifest.folder, file);
}

static bool ends_in(const char *text, const char *end)
{
  size_t len = strlen(text), size = strlen(end);
  return len >= size && strcasecmp(text + len - size, end) == 0;
}

static bool is_json(const char *file)
{
  return ends_in(file, ".json") || ends_in(file, ".jsonl") || ends_in(file, ".jsonld");
}

/* The mapping */

static int compare_names(const void *a, const void *b)
{
  return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static void tell_unknown(taking *self, const char *name)
{
  lde_language lang = self->language;
  lde_arena *arena = &self->result->arena;
  LDE_VEC(const char *) names = {0};
  DIR *folder = opendir(lde_arena_printf(arena, "%s/mappings", self->project->rules_folder));
  struct dirent *entry;
  lde_buffer help = {0};

  while (folder && (entry = readdir(folder)))
    if (!strchr(entry->d_name, '.')) /* a folder: not the README, not . and .. */
      lde_vec_push(&names, lde_arena_strdup(arena, entry->d_name));
  if (folder)
    closedir(folder);
  if (names.len)
    qsort(names.data, names.len, sizeof *names.data, compare_names);
  lde_buffer_puts(&help, LDE_TR(lang, "choose from", "kies uit"));
  for (size_t i = 0; i < names.len; i++)
    lde_buffer_printf(&help, "%s %s", i ? "," : "", names.data[i]);
  lde_buffer_puts(&help, LDE_TR(lang, "; or name a folder with a sources.yaml",
                                "; of noem een map met een sources.yaml"));
  lde_result_add(self->result, "usage/arguments", lde_arena_strdup(arena, lde_buffer_text(&help)),
                 LDE_TR(lang, "there is no mapping '%s'", "er is geen koppeling '%s'"), name);
  lde_buffer_free(&help);
  lde_vec_free(&names);
}

/* "- {file: $FILE, …}" with the name of the file in its place. */
static const char *fill_in(taking *self, const char *line, size_t len)
{
  lde_buffer out = {0};
  const char *text;

  for (size_t i = 2; i < len; i++)
    if (len - i >= 5 && strncmp(line + i, "$FILE", 5) == 0) {
      lde_buffer_printf(&out, "\"%s\"", self->target);
      i += 4;
    } else {
      lde_buffer_putc(&out, line[i]);
    }
  text = lde_arena_strdup(&self->result->arena, lde_buffer_text(&out));
  lde_buffer_free(&out);
  return text;
}

static void read_lines(taking *self, const char *text)
{
  static const char each[] = "# each: ";

  while (*text) {
    size_t len = strcspn(text, "\r\n");
    if (strncmp(text, "- ", 2) == 0)
      lde_vec_push(&self->sources, fill_in(self, text, len));
    else if (strncmp(text, each, sizeof each - 1) == 0)
      self->each =
          lde_arena_strndup(&self->result->arena, text + sizeof each - 1, len - (sizeof each - 1));
    text += len + strspn(text + len, "\r\n");
  }
}

static void list_companions(taking *self)
{
  DIR *folder = opendir(self->mapping);
  struct dirent *entry;

  while (folder && (entry = readdir(folder)))
    if (ends_in(entry->d_name, ".lua") ||
        (ends_in(entry->d_name, ".yaml") && strcmp(entry->d_name, "sources.yaml") != 0))
      lde_vec_push(&self->companions, lde_arena_strdup(&self->result->arena, entry->d_name));
  if (folder)
    closedir(folder);
  if (self->companions.len)
    qsort(self->companions.data, self->companions.len, sizeof *self->companions.data,
          compare_names);
}

static bool read_mapping(taking *self)
{
  const char *name = self->options->mapping;
  lde_arena *arena = &self->result->arena;
  lde_buffer text = {0};
  bool read;

  self->mapping =
      strchr(name, '/') || *name == '.'
          ? name
          : lde_arena_printf(arena, "%s/mappings/%s", self->project->rules_folder, name);
  read = lde_file_read(lde_arena_printf(arena, "%s/sources.yaml", self->mapping), 1 << 20, &text,
                       self->language, NULL) == LDE_OK;
  if (read) {
    read_lines(self, lde_buffer_text(&text));
    list_companions(self);
  } else {
    tell_unknown(self, name);
  }
  lde_buffer_free(&text);
  return read;
}

/* The files */

/* Where the file goes: its own name, with .csv for JSON. */
static void choose_target(taking *self)
{
  const char *file = self->options->files[0], *slash = strrchr(file, '/'),
             *base = slash ? slash + 1 : file;
  const char *dot = strrchr(base, '.');

  self->target = is_json(base) ? lde_arena_printf(&self->result->arena, "data/%.*s.csv",
                                                  (int)(dot - base), base)
                               : lde_arena_printf(&self->result->arena, "data/%s", base);
}

static bool read_file(taking *self, lde_buffer *out)
{
  const char *file = self->options->files[0];
  lde_buffer bytes = {0};
  lde_error err = {0};
  bool read = lde_file_read(file, self->project->loaded.manifest.limits.input, &bytes,
                            self->language, &err) == LDE_OK;
  lde_diagnostic diagnostic = {.code = "load/syntax", .severity = LDE_ERROR, .file = file};

  if (read && is_json(file)) {
    read = lde_json_rows(bytes.data, bytes.len, self->each, self->language, out, &err);
    lde_buffer_free(&bytes);
  } else if (read) {
    *out = bytes;
    bytes = (lde_buffer){0};
  }
  if (!read) {
    diagnostic.message = err.message;
    lde_diagnostics_add(&self->result->diagnostics, &diagnostic);
  }
  lde_buffer_free(&bytes);
  return read;
}

/* Writes a file of the project and keeps what was there. */
static bool put_file(taking *self, const char *name, const void *bytes, size_t len, lde_error *err)
{
  kept before = {.path = path_of(self, name)};

  before.existed = access(before.path, F_OK) == 0;
  if (before.existed && lde_file_read(before.path, 0, &before.bytes, self->language, err) != LDE_OK)
    return false;
  lde_vec_push(&self->before, before);
  return lde_file_write(before.path, bytes, len, self->language, err) == LDE_OK;
}

static void put_back(taking *self)
{
  for (size_t i = self->before.len; i-- > 0;) {
    kept *before = &self->before.data[i];
    if (before->existed)
      lde_file_write(before->path, lde_buffer_text(&before->bytes), before->bytes.len,
                     self->language, NULL);
    else
      unlink(before->path);
  }
}

/* A companion that is there already may have been changed by its people. */
static bool put_companion(taking *self, const char *name, lde_error *err)
{
  lde_arena *arena = &self->result->arena;
  const char *target = lde_arena_printf(arena, "data/%s", name);
  lde_buffer bytes = {0};
  bool put = access(path_of(self, target), F_OK) == 0;

  if (!put)
    put = lde_file_read(lde_arena_printf(arena, "%s/%s", self->mapping, name), 0, &bytes,
                        self->language, err) == LDE_OK &&
          put_file(self, target, lde_buffer_text(&bytes), bytes.len, err);
  lde_buffer_free(&bytes);
  return put;
}

/* Whether a source of the manifest is this file already. */
static bool is_listed(taking *self, const char *file)
{
  const lde_node *sources = lde_node_member(self->project->loaded.manifest.root, "sources");

  for (const lde_node *each = sources ? sources->first : NULL; each; each = each->next) {
    const char *name =
        lde_node_text(each->kind == LDE_NODE_MAP ? lde_node_member(each, "file") : each);
    if (name && strcmp(name, file) == 0)
      return true;
  }
  return false;
}

static bool put_manifest(taking *self, lde_error *err)
{
  const lde_manifest *manifest = &self->project->loaded.manifest;
  LDE_VEC(const char *) added = {0};
  lde_buffer text = {0}, changed = {0};
  bool put = lde_file_read(path_of(self, "ldengine.yaml"), 0, &text, self->language, err) == LDE_OK;

  for (size_t i = 0; i < self->companions.len; i++) {
    const char *name = lde_arena_printf(&self->result->arena, "data/%s", self->companions.data[i]);
    if (ends_in(name, ".yaml") && !is_listed(self, name))
      lde_vec_push(&added, name);
  }
  for (size_t i = 0; i < self->sources.len && !is_listed(self, self->target); i++)
    lde_vec_push(&added, self->sources.data[i]);
  if (put && added.len) {
    lde_manifest_insert(manifest->root, lde_buffer_text(&text), text.len, added.data, added.len,
                        &changed);
    put = put_file(self, "ldengine.yaml", changed.data, changed.len, err);
  }
  lde_vec_free(&added);
  lde_buffer_free(&text);
  lde_buffer_free(&changed);
  return put;
}

/* Reading the project anew */

static void describe(taking *self, const lde_loaded *loaded)
{
  lde_arena *arena = &self->result->arena;
  lde_language lang = self->language;
  lde_data *data = lde_data_new(arena, LDE_DATA_OBJECT),
           *files = lde_data_new(arena, LDE_DATA_LIST);

  lde_data_put(arena, data, "files", 5, files);
  self->result->data = data;
  for (size_t i = 0; i < loaded->dataset->sources.len; i++) {
    const lde_source *source = &loaded->dataset->sources.data[i];
    const lde_entity *entity;
    lde_data *one;
    if (source->entity < 0 || strcmp(source->name, self->target) != 0)
      continue;
    entity = loaded->dataset->tables[source->entity].entity;
    one = lde_data_add(files, lde_data_new(arena, LDE_DATA_OBJECT));
    lde_data_put(arena, one, "file", 4, lde_data_text(arena, self->target, strlen(self->target)));
    lde_data_put(arena, one, "entity", 6,
                 lde_data_text(arena, entity->plural, strlen(entity->plural)));
    lde_data_put(arena, one, "rows", 4, lde_data_integer(arena, source->rows_ok));
    lde_buffer_printf(&self->result->document,
                      source->rows_ok == 1
                          ? LDE_TR(lang, "%s: %lld record (%s)\n", "%s: %lld gegeven (%s)\n")
                          : LDE_TR(lang, "%s: %lld records (%s)\n", "%s: %lld gegevens (%s)\n"),
                      self->target, (long long)source->rows_ok, lde_sheet_name(entity, lang));
  }
}

static bool read_again(taking *self)
{
  lde_load_scripts scripts = lde_project_scripts(self->project);
  lde_load_options options = {.folder = self->project->loaded.manifest.folder,
                              .today = self->project->options.today,
                              .language = (int)self->language,
                              .scripts = &scripts};
  lde_loaded loaded;
  bool read = lde_load(&loaded, &options, &self->result->diagnostics, NULL) == LDE_OK &&
              !self->result->diagnostics.errors;

  if (read)
    describe(self, &loaded);
  lde_diagnostics_sort(&self->result->diagnostics);
  lde_loaded_free(&loaded);
  return read;
}

static void take_over(taking *self, const lde_buffer *bytes)
{
  lde_language lang = self->language;
  lde_error err = {0};
  bool put = lde_folder_make(path_of(self, "data"), lang, &err) == LDE_OK &&
             put_file(self, self->target, lde_buffer_text(bytes), bytes->len, &err);

  for (size_t i = 0; i < self->companions.len && put; i++)
    put = put_companion(self, self->companions.data[i], &err);
  put = put && put_manifest(self, &err);
  if (!put)
    lde_result_add(self->result, "load/syntax", NULL, "%s", err.message);
  if (!put || !read_again(self) || self->options->dry_run)
    put_back(self);
  if (put && self->options->dry_run && self->result->data)
    lde_buffer_puts(&self->result->document, LDE_TR(lang, "Nothing was written (--dry-run).\n",
                                                    "Er is niets geschreven (--dry-run).\n"));
}

static bool is_one_file(taking *self)
{
  lde_language lang = self->language;

  if (self->options->file_count == 1 && !self->options->marked)
    return true;
  lde_result_add(
      self->result, "usage/arguments", NULL, "%s",
      LDE_TR(lang, "a mapping takes one file at a time, and --marked is for workbooks",
             "een koppeling neemt één bestand tegelijk, en --marked is voor werkmappen"));
  return false;
}

static bool is_free(taking *self)
{
  lde_language lang = self->language;

  if (self->options->force || access(path_of(self, self->target), F_OK) != 0)
    return true;
  lde_result_add(self->result, "usage/exists",
                 LDE_TR(lang, "--force replaces it by what is imported",
                        "--force vervangt het door wat wordt geïmporteerd"),
                 LDE_TR(lang, "%s is there already", "%s bestaat al"), self->target);
  return false;
}

lde_result *lde_interchange_import(lde_project *project, const lde_import_options *options)
{
  taking self = {.project = project,
                 .result = lde_result_new("import", NULL, project->language),
                 .options = options,
                 .language = project->language};
  lde_buffer bytes = {0};

  self.result->payload = LDE_PAYLOAD_SUMMARY;
  self.result->diagnostics.most = project->found.most;
  if (is_one_file(&self)) {
    choose_target(&self);
    if (read_mapping(&self) && is_free(&self) && read_file(&self, &bytes))
      take_over(&self, &bytes);
  }
  for (size_t i = 0; i < self.before.len; i++)
    lde_buffer_free(&self.before.data[i].bytes);
  lde_vec_free(&self.before);
  lde_vec_free(&self.sources);
  lde_vec_free(&self.companions);
  lde_buffer_free(&bytes);
  return self.result;
}
