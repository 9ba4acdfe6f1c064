#include <time.h>

#include "cli/command.h"

int cmd_run(const arguments *arguments)
{
  lde_run_options options = LDE_RUN_OPTIONS_INIT;
  lde_project *project;
  lde_result *result;
  int code;

  options.script = arguments->positional_count ? arguments->positional[0] : NULL;
  code = open_project(arguments, &project, options.script == NULL, NULL, 0);
  if (code >= 0)
    return code;
  options.scenarios = arguments->value[OPTION_SCENARIOS] != NULL;
  options.near = arguments->value[OPTION_NEAR];
  options.check = arguments->value[OPTION_CHECK] != NULL;
  options.save = arguments->value[OPTION_SAVE] != NULL;
  options.database = arguments->value[OPTION_DB];
  options.started = (long long)time(NULL);
  result = lde_run(project, &options);
  code = finish(result, arguments, language_of(project, arguments));
  lde_project_free(project);
  return code;
}
