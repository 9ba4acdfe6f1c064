#include "cli/command.h"

int cmd_import(const arguments *arguments)
{
  lde_import_options options = LDE_IMPORT_OPTIONS_INIT;
  lde_project *project;
  int code = open_project(arguments, &project, true, NULL, 0);

  if (code >= 0)
    return code;
  options.files = arguments->positional;
  options.file_count = arguments->positional_count;
  options.mapping = arguments->value[OPTION_MAPPING];
  options.marked = arguments->value[OPTION_MARKED];
  options.dialect = arguments->value[OPTION_DIALECT];
  options.force = arguments->value[OPTION_FORCE] != NULL;
  options.dry_run = arguments->value[OPTION_DRY_RUN] != NULL;
  code = finish(lde_import(project, &options), arguments, language_of(project, arguments));
  lde_project_free(project);
  return code;
}
