#include "cli/command.h"

int cmd_why(const arguments *arguments)
{
  lde_why_options options = LDE_WHY_OPTIONS_INIT;
  lde_project *project;
  int code = open_project(arguments, &project, true, NULL, 0);

  if (code >= 0)
    return code;
  options.record = arguments->positional[arguments->positional_count - 1];
  options.rule = arguments->positional_count == 2 ? arguments->positional[0] : NULL;
  options.run = arguments->value[OPTION_RUN] != NULL;
  options.database = arguments->value[OPTION_DB];
  code = finish(lde_why(project, &options), arguments, language_of(project, arguments));
  lde_project_free(project);
  return code;
}
