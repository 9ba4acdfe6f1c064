/* `import`: the rows of workbooks and CSV files become records of the project: native YAML in
 * data/<entity>.yaml, named in the manifest. Everything is loaded beside what the project has first;
 * nothing is written when anything is wrong. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/error.h"
#include "base/text.h"
#include "engine/exchange/interchange.h"
#include "engine/exchange/manifest_edit.h"
#include "engine/exchange/sheets.h"
#include "load/header.h"
#include "load/project.h"
#include "load/xlsx_source.h"
#include "sheet/workbook.h"

typedef struct importing {
  lde_project *project;
  lde_result *result;
  const lde_import_options *options;
  lde_language language;
  LDE_VEC(lde_load_import) imports;
  LDE_VEC(const lde_entity *) entities; /* each once, in the order of the model */
  LDE_VEC(const char *) targets;        /* by entity: data/goals.yaml */
  lde_data *files;
} importing;

static bool ends_in(const char *text, const char *end)
{
  size_t len = strlen(text), size = strlen(end);
  return len >= size && strcasecmp(text + len - size, end) == 0;
}

static void complain(importing *self, lde_severity severity, const char *code, const char *file,
                     const char *sheet, const char *help, const char *message)
{
  lde_diagnostic diagnostic = {.code = code,
                               .severity = severity,
                               .file = file,
                               .sheet = sheet,
                               .help = help,
                               .message = message};
  lde_diagnostics_add(&self->result->diagnostics, &diagnostic);
}

/* What there is to take over */

/* Rows below the headings that are no example. */
typedef struct counting {
  size_t rows;
  bool has_head;
} counting;

static bool count_row(void *ctx, uint32_t row, const lde_sheet_cell *cells, size_t count)
{
  counting *self = ctx;

  (void)row;
  (void)count;
  if (!self->has_head) {
    self->has_head = true;
    return true;
  }
  for (int lang = 0; lang < 2; lang++) {
    const char *mark = lde_example_mark((lde_language)lang);
    if (cells[0].len == strlen(mark) && memcmp(cells[0].text, mark, cells[0].len) == 0)
      return true;
  }
  self->rows++;
  return false; /* one is enough */
}

static void add(importing *self, const char *file, const char *sheet, const lde_entity *entity)
{
  lde_arena *arena = &self->result->arena;
  lde_load_import import = {.file = file,
                            .path = file,
                            .sheet = sheet ? lde_arena_strdup(arena, sheet) : NULL,
                            .entity = entity->plural,
                            .dialect = self->options->dialect};

  lde_vec_push(&self->imports, import);
  for (size_t i = 0; i < self->entities.len; i++)
    if (self->entities.data[i] == entity)
      return;
  lde_vec_push(&self->entities, entity);
}

static void add_sheet(importing *self, const char *file, lde_workbook *workbook, size_t sheet)
{
  lde_language lang = self->language;
  const char *name = lde_workbook_sheet_name(workbook, sheet);
  const lde_entity *entity =
      lde_sheet_entity(self->project->loaded.dataset->schema, name, strlen(name));
  counting counting = {0};
  lde_error err = {0};

  if (lde_sheet_is_ours(name))
    return;
  if (lde_workbook_read(workbook, sheet, count_row, &counting, &err) != LDE_OK)
    complain(self, LDE_ERROR, "load/syntax", file, name, NULL, err.message);
  else if (entity && counting.rows)
    add(self, file, name, entity);
  else if (!entity && counting.rows)
    complain(self, LDE_WARNING, "load/unmapped", file, name,
             LDE_TR(lang, "name it as in ldengine template, such as Goals or Offerings",
                    "noem het zoals in ldengine template, bijvoorbeeld Doelen of Aanbod"),
             LDE_TR(lang, "the sheet is not named after an entity and was not read",
                    "het blad heet niet naar een entiteit en is niet gelezen"));
}

static void look_into_workbook(importing *self, const char *file)
{
  lde_workbook *workbook;
  lde_error err = {0};

  if (lde_workbook_open(&workbook, file, self->language, &err) != LDE_OK) {
    complain(self, LDE_ERROR, "load/syntax", file, NULL, NULL, err.message);
    return;
  }
  for (size_t s = 0; s < lde_workbook_sheets(workbook); s++)
    add_sheet(self, file, workbook, s);
  lde_workbook_close(workbook);
}

static void look_into_csv(importing *self, const char *file)
{
  lde_language lang = self->language;
  const char *slash = strrchr(file, '/'), *stem = slash ? slash + 1 : file;
  const lde_entity *entity =
      lde_sheet_entity(self->project->loaded.dataset->schema, stem, strlen(stem) - 4);

  if (access(file, R_OK) != 0)
    complain(self, LDE_ERROR, "load/syntax", file, NULL, NULL,
             lde_arena_printf(&self->result->arena,
                              LDE_TR(lang, "cannot open it: %s", "kan het niet openen: %s"),
                              lde_file_reason(errno, lang)));
  else if (entity)
    add(self, file, NULL, entity);
  else
    complain(
        self, LDE_ERROR, "load/unknown-key", file, NULL,
        LDE_TR(
            lang, "call it goals.csv, employees.csv …, or map it in the manifest under sources",
            "noem het doelen.csv, medewerkers.csv …, of koppel het in het manifest onder sources"),
        LDE_TR(lang, "the name of the file does not say what its rows are",
               "de naam van het bestand zegt niet wat de rijen zijn"));
}

static bool look_into_files(importing *self)
{
  lde_language lang = self->language;

  for (size_t i = 0; i < self->options->file_count; i++) {
    const char *file = self->options->files[i];
    if (ends_in(file, ".csv"))
      look_into_csv(self, file);
    else
      look_into_workbook(self, file);
  }
  if (!self->imports.len && !self->result->diagnostics.errors)
    complain(
        self, LDE_ERROR, "load/required", self->options->files[0], NULL,
        LDE_TR(lang, "fill in rows below the headings of a sheet",
               "vul rijen in onder de koppen van een blad"),
        LDE_TR(lang, "there is nothing in it to take over", "er staat niets in om over te nemen"));
  return !self->result->diagnostics.errors;
}

/* Where it goes */

static int compare_entities(const void *a, const void *b)
{
  const lde_entity *x = *(const lde_entity *const *)a, *y = *(const lde_entity *const *)b;
  return (x->index > y->index) - (x->index < y->index);
}

static const char *target_path(importing *self, const char *target)
{
  return lde_project_path(&self->result->arena, self->project->loaded.manifest.folder, target);
}

static bool choose_targets(importing *self)
{
  lde_language lang = self->language;
  lde_arena *arena = &self->result->arena;

  qsort(self->entities.data, self->entities.len, sizeof *self->entities.data, compare_entities);
  for (size_t i = 0; i < self->entities.len; i++) {
    const char *target = lde_arena_printf(arena, "data/%s.yaml", self->entities.data[i]->plural);
    lde_vec_push(&self->targets, target);
    if (self->options->force || access(target_path(self, target), F_OK) != 0)
      continue;
    lde_result_add(self->result, "usage/exists",
                   LDE_TR(lang, "--force replaces it by what is imported",
                          "--force vervangt het door wat wordt geïmporteerd"),
                   LDE_TR(lang, "%s is there already", "%s bestaat al"), target);
    return false;
  }
  return true;
}

/* Loading it beside the project */

static lde_status load_all(importing *self, lde_loaded *loaded)
{
  lde_project *project = self->project;
  const lde_project_options *own = &project->options;
  lde_setting *settings = lde_arena_array(&self->result->arena, own->assignment_count, lde_setting);
  lde_load_scripts scripts = lde_project_scripts(project);
  lde_load_options options = {.folder = project->loaded.manifest.folder,
                              .today = own->today,
                              .language = (int)self->language,
                              .settings = settings,
                              .setting_count = own->assignment_count,
                              .scripts = &scripts,
                              .imports = self->imports.data,
                              .import_count = self->imports.len,
                              .instead = self->targets.data,
                              .instead_count = self->targets.len};

  for (size_t i = 0; i < own->assignment_count; i++)
    settings[i] = (lde_setting){own->assignments[i].path, own->assignments[i].value};
  return lde_load(loaded, &options, &self->result->diagnostics, NULL);
}

/* Writing */

static void describe(importing *self, const char *target, const lde_entity *entity, size_t rows)
{
  lde_arena *arena = &self->result->arena;
  lde_data *one = lde_data_add(self->files, lde_data_new(arena, LDE_DATA_OBJECT));
  lde_language lang = self->language;

  lde_data_put(arena, one, "file", 4, lde_data_text(arena, target, strlen(target)));
  lde_data_put(arena, one, "entity", 6,
               lde_data_text(arena, entity->plural, strlen(entity->plural)));
  lde_data_put(arena, one, "rows", 4, lde_data_integer(arena, (int64_t)rows));
  lde_buffer_printf(&self->result->document,
                    rows == 1 ? LDE_TR(lang, "%s: %zu record (%s)\n", "%s: %zu gegeven (%s)\n")
                              : LDE_TR(lang, "%s: %zu records (%s)\n", "%s: %zu gegevens (%s)\n"),
                    target, rows, lde_sheet_name(entity, lang));
}

/* The names of the files that an entity came from, for the first line. */
static void origins(const importing *self, const lde_entity *entity, lde_buffer *out)
{
  lde_buffer_truncate(out, 0);
  for (size_t i = 0; i < self->imports.len; i++) {
    const lde_load_import *import = &self->imports.data[i];
    const char *slash = strrchr(import->file, '/');
    if (strcmp(import->entity, entity->plural) == 0)
      lde_buffer_printf(out, "%s%s", out->len ? ", " : "", slash ? slash + 1 : import->file);
  }
}

static bool write_target(importing *self, lde_dataset *dataset, size_t i, lde_error *err)
{
  const lde_entity *entity = lde_schema_find(dataset->schema, self->entities.data[i]->plural);
  lde_buffer text = {0}, from = {0};
  size_t rows;
  bool written = true;

  origins(self, entity, &from);
  rows = lde_sheet_yaml(dataset, entity, lde_buffer_text(&from), self->language, &text);
  if (!self->options->dry_run)
    written = lde_file_write(target_path(self, self->targets.data[i]), text.data, text.len,
                             self->language, err) == LDE_OK;
  if (written)
    describe(self, self->targets.data[i], entity, rows);
  lde_buffer_free(&text);
  lde_buffer_free(&from);
  return written;
}

static void write_all(importing *self, lde_dataset *dataset)
{
  lde_language lang = self->language;
  lde_error err = {0};
  bool written = true;

  if (!self->options->dry_run)
    written = lde_folder_make(target_path(self, "data"), lang, &err) == LDE_OK;
  for (size_t i = 0; i < self->entities.len && written; i++)
    written = write_target(self, dataset, i, &err);
  if (written && !self->options->dry_run)
    written = lde_manifest_add_sources(self->project, self->targets.data, self->targets.len, &err);
  if (!written)
    lde_result_add(self->result, "load/syntax", NULL, "%s", err.message);
  else if (self->options->dry_run)
    lde_buffer_puts(&self->result->document, LDE_TR(lang, "Nothing was written (--dry-run).\n",
                                                    "Er is niets geschreven (--dry-run).\n"));
}

static void write_marked(importing *self, const lde_dataset *dataset)
{
  const char *to = self->options->marked;
  lde_language lang = self->language;

  if (!to)
    return;
  if (lde_marked_write(self->result, self->options->files[0], self->options->files[0], to,
                       dataset ? dataset->today : 0))
    complain(self, LDE_NOTE, "import/marked", to, NULL, NULL,
             LDE_TR(lang, "the cells that are wrong are marked in this copy",
                    "in deze kopie zijn de foute cellen gemarkeerd"));
}

static void take_over(importing *self)
{
  lde_loaded loaded;
  lde_status status = load_all(self, &loaded);

  if (status != LDE_OK || self->result->diagnostics.errors)
    write_marked(self, loaded.dataset);
  else
    write_all(self, loaded.dataset);
  lde_diagnostics_sort(&self->result->diagnostics);
  lde_loaded_free(&loaded);
}

static bool can_mark(importing *self)
{
  lde_language lang = self->language;

  if (!self->options->marked ||
      (self->options->file_count == 1 && !ends_in(self->options->files[0], ".csv")))
    return true;
  lde_result_add(self->result, "usage/arguments",
                 LDE_TR(lang, "import one workbook at a time", "importeer één werkmap tegelijk"),
                 "%s",
                 LDE_TR(lang, "--marked makes a copy of one workbook",
                        "--marked maakt een kopie van één werkmap"));
  return false;
}

lde_result *lde_import(lde_project *project, const lde_import_options *options)
{
  importing self = {.project = project,
                    .result = lde_result_new("import", NULL, project->language),
                    .options = options,
                    .language = project->language};
  lde_arena *arena = &self.result->arena;
  lde_data *data = lde_data_new(arena, LDE_DATA_OBJECT);

  self.result->payload = LDE_PAYLOAD_SUMMARY;
  self.result->data = data;
  self.files = lde_data_new(arena, LDE_DATA_LIST);
  lde_data_put(arena, data, "files", 5, self.files);
  self.result->diagnostics.most = project->found.most;
  if (!project->loaded.dataset || (!project->loaded.manifest.root && project->found.errors)) {
    lde_result_free(self.result); /* a manifest that cannot be read must not be written to */
    return lde_result_new("import", project, project->language);
  }
  if (options->mapping) {
    lde_result_free(self.result);
    return lde_interchange_import(project, options);
  }
  if (can_mark(&self) && look_into_files(&self) && choose_targets(&self))
    take_over(&self);
  lde_vec_free(&self.imports);
  lde_vec_free(&self.entities);
  lde_vec_free(&self.targets);
  return self.result;
}
