#include "cli/command.h"

int cmd_lint(const arguments *arguments)
{
  lde_lint_options options = LDE_LINT_OPTIONS_INIT;
  lde_project *project;
  int code = open_project(arguments, &project, arguments->positional_count == 0, NULL, 0);

  if (code >= 0)
    return code;
  options.paths = arguments->positional;
  options.path_count = arguments->positional_count;
  options.unused_fields = arguments->value[OPTION_UNUSED_FIELDS] != NULL;
  code = finish(lde_lint(project, &options), arguments, language_of(project, arguments));
  lde_project_free(project);
  return code;
}
