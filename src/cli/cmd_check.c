#include <string.h>
#include <sys/stat.h>
#include <time.h>

#include "cli/command.h"

static bool is_folder(const char *path)
{
  struct stat info;
  return stat(path, &info) == 0 && S_ISDIR(info.st_mode);
}

int cmd_check(const arguments *arguments)
{
  struct arguments one = *arguments;
  lde_check_options options = LDE_CHECK_OPTIONS_INIT;
  lde_project *project;
  bool files = arguments->positional_count > 0 && !is_folder(arguments->positional[0]);
  int code;

  if (arguments->positional_count > 1 && !files)
    return usage_error(arguments, NULL,
                       CLI_TR(arguments->language, "check one folder at a time, not also '%s'",
                              "controleer één map tegelijk, niet ook '%s'"),
                       arguments->positional[1]);
  if (arguments->positional_count && !files)
    one.value[OPTION_FOLDER] = arguments->positional[0];
  code = open_project(&one, &project, !files, files ? arguments->positional : NULL,
                      files ? arguments->positional_count : 0);
  if (code >= 0)
    return code;
  options.baseline = arguments->value[OPTION_BASELINE];
  options.rules = arguments->rules;
  options.rule_count = arguments->rule_count;
  options.save = arguments->value[OPTION_SAVE] != NULL;
  options.database = arguments->value[OPTION_DB];
  options.started = (long long)time(NULL);
  code = finish(lde_check(project, &options), arguments, language_of(project, arguments));
  lde_project_free(project);
  return code;
}
