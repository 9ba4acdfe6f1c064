#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "cli/command.h"

/* A whole number from 1; 0 when the text is none. */
static int read_number(const char *text)
{
  char *end;
  long number;

  errno = 0;
  number = strtol(text, &end, 10);
  return errno || *end || end == text || number < 1 || number > 1000000 ? 0 : (int)number;
}

int cmd_report(const arguments *arguments)
{
  struct arguments own = *arguments;
  lde_report_options options = LDE_REPORT_OPTIONS_INIT;
  const char *group = arguments->value[OPTION_GROUP_MIN];
  lde_project *project;
  int code;

  options.board = arguments->value[OPTION_BOARD] != NULL;
  options.audience = arguments->value[OPTION_FOR];
  options.mail = arguments->value[OPTION_MAIL] != NULL;
  options.group_min = group ? read_number(group) : 0;
  if (group && !options.group_min)
    return usage_error(arguments, NULL,
                       CLI_TR(arguments->language,
                              "--group-min takes a whole number from 1, not '%s'",
                              "--group-min wil een geheel getal vanaf 1, niet '%s'"),
                       group);
  if (!own.value[OPTION_FAIL_ON]) /* a report shows findings; it does not fail on them unless asked */
    own.value[OPTION_FAIL_ON] = "never";
  code = open_project(&own, &project, true, NULL, 0);
  if (code >= 0)
    return code;
  code = finish(lde_report(project, &options), &own, language_of(project, &own));
  lde_project_free(project);
  return code;
}
