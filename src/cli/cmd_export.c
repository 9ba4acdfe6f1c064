#include <string.h>

#include "cli/command.h"

int cmd_export(const arguments *arguments)
{
  struct arguments own = *arguments;
  lde_export_options options = LDE_EXPORT_OPTIONS_INIT;
  const char *file = arguments->value[OPTION_OUTPUT], *format = arguments->value[OPTION_FORMAT];
  lde_project *project;
  int code = open_project(arguments, &project, true, NULL, 0);

  if (code >= 0)
    return code;
  if (!format && arguments->output_count) /* year.ics says what it is */
    format = arguments->outputs[0].format;
  options.file = file && strcmp(file, "-") != 0 ? file : NULL;
  if (format && strcmp(format, "json") != 0 && strcmp(format, "text") != 0) {
    options.format = format;
    own.value[OPTION_FORMAT] = NULL;
  }
  options.dialect = arguments->value[OPTION_DIALECT];
  options.entities = arguments->positional;
  options.entity_count = arguments->positional_count;
  own.value[OPTION_OUTPUT] = NULL;
  own.output_count = 0; /* the file was written already */
  code = finish(lde_export(project, &options), &own, language_of(project, arguments));
  lde_project_free(project);
  return code;
}
