#include "cli/command.h"

int cmd_test(const arguments *arguments)
{
  lde_test_options options = LDE_TEST_OPTIONS_INIT;
  lde_project *project;
  int code = open_project(arguments, &project, arguments->positional_count == 0, NULL, 0);

  if (code >= 0)
    return code;
  options.paths = arguments->positional;
  options.path_count = arguments->positional_count;
  code = finish(lde_test(project, &options), arguments, language_of(project, arguments));
  lde_project_free(project);
  return code;
}
