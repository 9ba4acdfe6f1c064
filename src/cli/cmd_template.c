#include <string.h>

#include "cli/command.h"

int cmd_template(const arguments *arguments)
{
  struct arguments own = *arguments;
  lde_template_options options = LDE_TEMPLATE_OPTIONS_INIT;
  const char *file = arguments->value[OPTION_OUTPUT];
  lde_project *project = NULL;
  int code;

  if (!file)
    return usage_error(arguments,
                       CLI_TR(arguments->language,
                              "write -o plan.xlsx, or -o - for standard output",
                              "schrijf -o plan.xlsx, of -o - voor de standaarduitvoer"),
                       "%s",
                       CLI_TR(arguments->language, "a workbook needs the name of a file",
                              "een werkmap heeft een bestandsnaam nodig"));
  code = open_project(arguments, &project, arguments->value[OPTION_FOLDER] != NULL, NULL, 0);
  if (code >= 0)
    return code;
  options.file = strcmp(file, "-") == 0 ? NULL : file;
  options.entities = arguments->positional;
  options.entity_count = arguments->positional_count;
  own.value[OPTION_OUTPUT] = NULL;
  own.output_count = 0; /* the file was written already */
  code = finish(lde_template(project, &options), &own, language_of(project, arguments));
  lde_project_free(project);
  return code;
}
