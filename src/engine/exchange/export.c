/* `export`: the written data of a project as a workbook or as CSV. */
#include <string.h>
#include <sys/stat.h>

#include "base/error.h"
#include "base/text.h"
#include "engine/exchange/interchange.h"
#include "engine/exchange/sheets.h"

typedef struct exporting {
  lde_result *result;
  const lde_export_options *options;
  lde_sheet_job job;
  bool workbook;
  lde_csv_dialect dialect;
  lde_data *files;
} exporting;

static bool ends_in(const char *text, const char *end)
{
  size_t len = strlen(text), size = strlen(end);
  return len >= size && strcmp(text + len - size, end) == 0;
}

static void put_text(lde_arena *arena, lde_data *object, const char *key, const char *text)
{
  lde_data_put(arena, object, key, strlen(key), lde_data_text(arena, text, strlen(text)));
}

static void describe(exporting *self, const char *file, const lde_sheet_plan *plan)
{
  lde_arena *arena = &self->result->arena;
  lde_data *one = lde_data_add(self->files, lde_data_new(arena, LDE_DATA_OBJECT));

  put_text(arena, one, "file", file);
  put_text(arena, one, "entity", plan->entity->plural);
  lde_data_put(arena, one, "rows", 4, lde_data_integer(arena, plan->rows));
}

static void tell_records(exporting *self, long long count)
{
  lde_language lang = self->job.language;
  lde_buffer_printf(&self->result->document,
                    count == 1 ? LDE_TR(lang, "%lld record\n", "%lld gegeven\n")
                               : LDE_TR(lang, "%lld records\n", "%lld gegevens\n"),
                    count);
}

static bool choose_form(exporting *self)
{
  const lde_export_options *options = self->options;
  const char *file = options->file, *dialect = options->dialect;
  lde_language lang = self->job.language;

  self->workbook = options->format ? strcmp(options->format, "xlsx") == 0
                                   : file && ends_in(file, ".xlsx");
  if (self->workbook && !file) {
    lde_result_add(self->result, "usage/arguments",
                   LDE_TR(lang, "write -o plan.xlsx", "schrijf -o plan.xlsx"), "%s",
                   LDE_TR(lang, "a workbook needs the name of a file",
                          "een werkmap heeft een bestandsnaam nodig"));
    return false;
  }
  self->dialect = dialect ? strcmp(dialect, "nl") == 0           ? LDE_CSV_NL
                            : strcmp(dialect, "excel-1252") == 0 ? LDE_CSV_EXCEL_1252
                                                                 : LDE_CSV_RFC
                          : lang == LDE_DUTCH ? LDE_CSV_NL
                                              : LDE_CSV_RFC;
  return true;
}

static bool save(exporting *self, const char *file, const lde_buffer *bytes)
{
  lde_error err = {0};

  if (lde_file_write(file, lde_buffer_text(bytes), bytes->len, self->job.language, &err) == LDE_OK)
    return true;
  lde_result_add(self->result, "load/syntax", NULL, "%s", err.message);
  return false;
}

static void write_workbook(exporting *self)
{
  lde_buffer bytes = {0};
  long long rows = 0;

  if (lde_sheet_workbook(&self->job, self->result, &bytes) &&
      save(self, self->options->file, &bytes)) {
    for (size_t i = 0; i < self->job.plans.len; i++) {
      describe(self, self->options->file, &self->job.plans.data[i]);
      rows += self->job.plans.data[i].rows;
    }
    lde_buffer_printf(&self->result->document,
                      self->job.plans.len == 1
                          ? LDE_TR(self->job.language, "%s: %zu sheet, ", "%s: %zu blad, ")
                          : LDE_TR(self->job.language, "%s: %zu sheets, ", "%s: %zu bladen, "),
                      self->options->file, self->job.plans.len);
    tell_records(self, rows);
  }
  lde_buffer_free(&bytes);
}

/* functie_eisen.csv: the sheet's name in lower case. */
static void file_name(const lde_sheet_plan *plan, lde_csv_dialect dialect, lde_buffer *out)
{
  lde_buffer folded = {0};
  const char *name = dialect == LDE_CSV_RFC ? plan->entity->plural : plan->name;

  lde_text_append_folded(&folded, name, strlen(name));
  for (size_t i = 0; i < folded.len; i++)
    if (folded.data[i] != '\'')
      lde_buffer_putc(out, strchr(" -", folded.data[i]) ? '_' : folded.data[i]);
  lde_buffer_puts(out, ".csv");
  lde_buffer_free(&folded);
}

static void write_folder(exporting *self)
{
  const char *folder = self->options->file;
  lde_error err = {0};
  lde_buffer path = {0}, bytes = {0};

  if (lde_folder_make(folder, self->job.language, &err) != LDE_OK) {
    lde_result_add(self->result, "load/syntax", NULL, "%s", err.message);
    return;
  }
  for (size_t i = 0; i < self->job.plans.len; i++) {
    const lde_sheet_plan *plan = &self->job.plans.data[i];
    lde_buffer_truncate(&path, 0);
    lde_buffer_truncate(&bytes, 0);
    lde_buffer_printf(&path, "%s/", folder);
    file_name(plan, self->dialect, &path);
    if (!lde_sheet_csv(&self->job, plan, self->dialect, self->result, &bytes) ||
        !save(self, path.data, &bytes))
      break;
    describe(self, path.data, plan);
    lde_buffer_printf(&self->result->document, "%s: ", path.data);
    tell_records(self, plan->rows);
  }
  lde_buffer_free(&path);
  lde_buffer_free(&bytes);
}

static bool is_folder(const char *path)
{
  struct stat info;
  return stat(path, &info) == 0 && S_ISDIR(info.st_mode);
}

static void write_csv(exporting *self)
{
  const char *file = self->options->file;
  lde_language lang = self->job.language;
  const lde_sheet_plan *plan;
  lde_buffer bytes = {0};

  if (file && (!ends_in(file, ".csv") || is_folder(file))) {
    write_folder(self);
    return;
  }
  if (self->job.plans.len != 1) {
    lde_result_add(self->result, "usage/arguments",
                   LDE_TR(lang, "name one, as in export goals, or a folder with -o",
                          "noem er één, zoals in export doelen, of een map met -o"),
                   LDE_TR(lang, "a CSV file holds one entity, not %zu",
                          "een CSV-bestand bevat één entiteit, geen %zu"),
                   self->job.plans.len);
    return;
  }
  plan = &self->job.plans.data[0];
  if (lde_sheet_csv(&self->job, plan, self->dialect, self->result, &bytes)) {
    if (!file) {
      self->result->payload = LDE_PAYLOAD_DOCUMENT;
      self->result->document = bytes;
      bytes = (lde_buffer){0};
      describe(self, "-", plan);
    } else if (save(self, file, &bytes)) {
      describe(self, file, plan);
      lde_buffer_printf(&self->result->document, "%s: ", file);
      tell_records(self, plan->rows);
    }
  }
  lde_buffer_free(&bytes);
}

lde_result *lde_export(lde_project *project, const lde_export_options *options)
{
  exporting self = {.result = lde_result_new("export", project, project->language),
                    .options = options};
  lde_arena *arena = &self.result->arena;
  lde_data *data;

  if (!project->valid)
    return self.result;
  if (lde_interchange_writes(options->format)) {
    lde_interchange_export(project, options, self.result);
    return self.result;
  }
  lde_sheet_job_init(&self.job, project, NULL, project->language);
  self.job.data = true;
  self.files = lde_data_new(arena, LDE_DATA_LIST);
  self.result->payload = LDE_PAYLOAD_SUMMARY;
  if (choose_form(&self) &&
      lde_sheet_job_choose(&self.job, self.result, options->entities, options->entity_count)) {
    if (self.workbook)
      write_workbook(&self);
    else
      write_csv(&self);
  }
  data = lde_data_new(arena, LDE_DATA_OBJECT);
  lde_data_put(arena, data, "files", 5, self.files);
  self.result->data = data;
  lde_sheet_job_deinit(&self.job);
  return self.result;
}
