#include "cli/command.h"

int cmd_schema(const arguments *arguments)
{
  lde_project *project = NULL;
  lde_language language = arguments->language;
  int code;

  if (arguments->value[OPTION_FOLDER]) { /* with the organisation's own fields */
    code = open_project(arguments, &project, true, NULL, 0);
    if (code >= 0)
      return code;
    language = language_of(project, arguments);
  }
  code =
      finish(lde_schema_document(project, arguments->positional[0], language), arguments, language);
  lde_project_free(project);
  return code;
}
