#include "cli/command.h"
#include "ldengine/whatif.h"

int cmd_pareto(const arguments *arguments)
{
  lde_pareto_options options = LDE_PARETO_OPTIONS_INIT;
  lde_project *project;
  int code;

  options.script = arguments->positional_count ? arguments->positional[0] : NULL;
  options.budget = arguments->value[OPTION_BUDGET];
  options.step = arguments->value[OPTION_STEP];
  code = open_project(arguments, &project, true, NULL, 0);
  if (code >= 0)
    return code;
  code = finish(lde_pareto(project, &options), arguments, language_of(project, arguments));
  lde_project_free(project);
  return code;
}
