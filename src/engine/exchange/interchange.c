/* The formats of other programs that a project is written in. */
#include "engine/exchange/interchange.h"

#include <string.h>

#include "base/error.h"
#include "base/io.h"

static const struct {
  const char *format;
  lde_interchange_writer *write;
} writers[] = {
    {"moodle", lde_moodle_write}, {"jsonld", lde_courses_write}, {"ics", lde_calendar_write}};

static lde_interchange_writer *writer_of(const char *format)
{
  for (size_t i = 0; format && i < sizeof writers / sizeof *writers; i++)
    if (strcmp(writers[i].format, format) == 0)
      return writers[i].write;
  return NULL;
}

bool lde_interchange_writes(const char *format)
{
  return writer_of(format) != NULL;
}

static void describe(lde_result *result, const char *file, const char *format, int32_t records)
{
  lde_arena *arena = &result->arena;
  lde_data *data = lde_data_new(arena, LDE_DATA_OBJECT),
           *files = lde_data_new(arena, LDE_DATA_LIST);
  lde_data *one = lde_data_add(files, lde_data_new(arena, LDE_DATA_OBJECT));

  lde_data_put(arena, one, "file", 4, lde_data_text(arena, file, strlen(file)));
  lde_data_put(arena, one, "format", 6, lde_data_text(arena, format, strlen(format)));
  lde_data_put(arena, one, "rows", 4, lde_data_integer(arena, records));
  lde_data_put(arena, data, "files", 5, files);
  result->data = data;
}

void lde_interchange_export(lde_project *project, const lde_export_options *options,
                            lde_result *result)
{
  lde_language lang = project->language;
  lde_buffer bytes = {0};
  lde_error err = {0};
  int32_t records = writer_of(options->format)(project, options, result, &bytes);

  if (records >= 0)
    describe(result, options->file ? options->file : "-", options->format, records);
  if (records >= 0 && !options->file) {
    result->payload = LDE_PAYLOAD_DOCUMENT;
    result->document = bytes;
    return;
  }
  if (records >= 0 &&
      lde_file_write(options->file, lde_buffer_text(&bytes), bytes.len, lang, &err) != LDE_OK) {
    lde_result_add(result, "load/syntax", NULL, "%s", err.message);
  } else if (records >= 0) {
    result->payload = LDE_PAYLOAD_SUMMARY;
    lde_buffer_printf(&result->document,
                      records == 1 ? LDE_TR(lang, "%s: %d record\n", "%s: %d gegeven\n")
                                   : LDE_TR(lang, "%s: %d records\n", "%s: %d gegevens\n"),
                      options->file, (int)records);
  }
  lde_buffer_free(&bytes);
}
