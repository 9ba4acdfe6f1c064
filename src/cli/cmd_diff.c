#include "cli/command.h"
#include "ldengine/whatif.h"

int cmd_diff(const arguments *arguments)
{
  lde_diff_options options = LDE_DIFF_OPTIONS_INIT;
  lde_project *project;
  int code;

  options.before = arguments->positional[0];
  options.after = arguments->positional[1];
  options.database = arguments->value[OPTION_DB];
  options.exit_code = arguments->value[OPTION_EXIT_CODE] != NULL;
  code = open_project(arguments, &project, false, NULL, 0);
  if (code >= 0)
    return code;
  code = finish(lde_diff(project, &options, language_of(project, arguments)), arguments,
                language_of(project, arguments));
  lde_project_free(project);
  return code;
}
