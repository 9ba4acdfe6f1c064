/* `template`: an empty workbook to fill in. */
#include <string.h>

#include "base/error.h"
#include "engine/exchange/sheets.h"

static void put_text(lde_arena *arena, lde_data *object, const char *key, const char *text)
{
  lde_data_put(arena, object, key, strlen(key), lde_data_text(arena, text, strlen(text)));
}

static void describe(lde_result *result, const lde_sheet_job *job, const char *file)
{
  lde_arena *arena = &result->arena;
  lde_data *data = lde_data_new(arena, LDE_DATA_OBJECT),
           *sheets = lde_data_new(arena, LDE_DATA_LIST);

  put_text(arena, data, "file", file ? file : "-");
  for (size_t i = 0; i < job->plans.len; i++) {
    lde_data *sheet = lde_data_add(sheets, lde_data_new(arena, LDE_DATA_OBJECT));
    put_text(arena, sheet, "sheet", job->plans.data[i].name);
    put_text(arena, sheet, "entity", job->plans.data[i].entity->plural);
  }
  lde_data_put(arena, data, "sheets", 6, sheets);
  result->data = data;
}

static void write_out(lde_result *result, const lde_sheet_job *job, const char *file)
{
  lde_buffer bytes = {0};
  lde_error err = {0};

  if (!lde_sheet_workbook(job, result, &bytes)) {
    lde_buffer_free(&bytes);
    return;
  }
  describe(result, job, file);
  if (!file) {
    result->payload = LDE_PAYLOAD_DOCUMENT;
    result->document = bytes;
    return;
  }
  if (lde_file_write(file, bytes.data, bytes.len, job->language, &err) != LDE_OK) {
    lde_result_add(result, "load/syntax", NULL, "%s", err.message);
  } else {
    result->payload = LDE_PAYLOAD_SUMMARY;
    lde_buffer_printf(&result->document,
                      job->plans.len == 1 ? LDE_TR(job->language, "%s: %zu sheet to fill in\n",
                                                   "%s: %zu blad om in te vullen\n")
                                          : LDE_TR(job->language, "%s: %zu sheets to fill in\n",
                                                   "%s: %zu bladen om in te vullen\n"),
                      file, job->plans.len);
  }
  lde_buffer_free(&bytes);
}

lde_result *lde_template(lde_project *project, const lde_template_options *options)
{
  lde_language lang = project ? project->language : options->language;
  lde_result *result = lde_result_new("template", project, lang);
  lde_schema *schema = NULL;
  lde_sheet_job job;

  if (project && !project->valid)
    return result;
  if (!project) {
    schema = lde_schema_new();
    lde_schema_finish(schema);
  }
  lde_sheet_job_init(&job, project, schema, lang);
  job.example = true;
  if (lde_sheet_job_choose(&job, result, options->entities, options->entity_count))
    write_out(result, &job, options->file);
  lde_sheet_job_deinit(&job);
  lde_schema_free(schema);
  return result;
}
