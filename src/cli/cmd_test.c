#include <stdlib.h>

#include "cli/command.h"

int cmd_test(const arguments *arguments)
{
  lde_test_options options = LDE_TEST_OPTIONS_INIT;
  lde_project *project;
  const char *least = arguments->value[OPTION_MIN_COVERAGE];
  char *end = NULL;
  int code;

  if (least) {
    options.min_coverage = strtod(least, &end);
    if (end == least || (*end && !(*end == '%' && !end[1])) ||
        !(options.min_coverage >= 0 && options.min_coverage <= 100))
      return usage_error(arguments, NULL,
                         CLI_TR(arguments->language,
                                "--min-coverage is a percentage from 0 to 100, not '%s'",
                                "--min-coverage is een percentage van 0 tot en met 100, niet '%s'"),
                         least);
  }
  options.coverage = arguments->value[OPTION_COVERAGE] || least;
  options.mutate = arguments->value[OPTION_MUTATE] != NULL;
  code = open_project(arguments, &project, arguments->positional_count == 0, NULL, 0);
  if (code >= 0)
    return code;
  options.paths = arguments->positional;
  options.path_count = arguments->positional_count;
  code = finish(lde_test(project, &options), arguments, language_of(project, arguments));
  lde_project_free(project);
  return code;
}
