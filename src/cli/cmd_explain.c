#include "cli/command.h"

int cmd_explain(const arguments *arguments)
{
  lde_project *project;
  int code = open_project(arguments, &project, false, NULL, 0);

  if (code >= 0)
    return code;
  code = finish(lde_explain(project, arguments->positional[0]), arguments,
                language_of(project, arguments));
  lde_project_free(project);
  return code;
}

int cmd_docs(const arguments *arguments)
{
  lde_project *project;
  int code = open_project(arguments, &project, false, NULL, 0);

  if (code >= 0)
    return code;
  code = finish(lde_docs(project, arguments->positional[0]), arguments,
                language_of(project, arguments));
  lde_project_free(project);
  return code;
}
