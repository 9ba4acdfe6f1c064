#include "cli/command.h"

int cmd_profile(const arguments *arguments)
{
  lde_profile_options options = LDE_PROFILE_OPTIONS_INIT;
  lde_project *project;
  int code = open_project(arguments, &project, true, NULL, 0);

  if (code >= 0)
    return code;
  options.rules = arguments->rules;
  options.rule_count = arguments->rule_count;
  code = finish(lde_profile(project, &options), arguments, language_of(project, arguments));
  lde_project_free(project);
  return code;
}
