#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>

#include "cli/command.h"

static bool is_folder(const char *path)
{
  struct stat info;
  return stat(path, &info) == 0 && S_ISDIR(info.st_mode);
}

static lde_check_options check_options(const arguments *arguments)
{
  lde_check_options options = LDE_CHECK_OPTIONS_INIT;

  options.baseline = arguments->value[OPTION_BASELINE];
  options.rules = arguments->rules;
  options.rule_count = arguments->rule_count;
  return options;
}

/* Several folders: of others, each behind its own locks. */
static int check_many(const arguments *arguments)
{
  lde_batch_options options = LDE_BATCH_OPTIONS_INIT;
  const char *jobs = arguments->value[OPTION_JOBS];

  if (!arguments->positional_count)
    return usage_error(arguments, NULL, "%s",
                       CLI_TR(arguments->language,
                              "--isolate needs the folder: ldengine check DIR --isolate",
                              "--isolate vraagt om de map: ldengine check MAP --isolate"));
  for (size_t i = 0; i < arguments->positional_count; i++)
    if (!is_folder(arguments->positional[i]))
      return usage_error(arguments, NULL,
                         CLI_TR(arguments->language, "'%s' is no folder, as the others are",
                                "'%s' is geen map, en de andere wel"),
                         arguments->positional[i]);
  if (arguments->value[OPTION_SAVE])
    return usage_error(arguments, NULL, "%s",
                       CLI_TR(arguments->language, "--save keeps one project at a time",
                              "--save bewaart één project tegelijk"));
  if (jobs && (strspn(jobs, "0123456789") != strlen(jobs) || atoi(jobs) < 1 || atoi(jobs) > 64))
    return usage_error(arguments, NULL,
                       CLI_TR(arguments->language, "--jobs is a number from 1 to 64, not '%s'",
                              "--jobs is een getal van 1 tot en met 64, niet '%s'"),
                       jobs);
  options.folders = arguments->positional;
  options.folder_count = arguments->positional_count;
  options.jobs = jobs ? atoi(jobs) : 0;
  options.unsafe_no_isolation = arguments->value[OPTION_UNSAFE] != NULL;
  options.readable = arguments->readable;
  options.readable_count = arguments->readable_count;
  options.project = project_options(arguments);
  options.check = check_options(arguments);
  return finish(lde_check_many(&options, arguments->language), arguments, arguments->language);
}

int cmd_check(const arguments *arguments)
{
  struct arguments one = *arguments;
  lde_check_options options = check_options(arguments);
  lde_project *project;
  bool files = arguments->positional_count > 0 && !is_folder(arguments->positional[0]);
  int code;

  if (!files && (arguments->positional_count > 1 || arguments->value[OPTION_ISOLATE]))
    return check_many(arguments);
  if (arguments->positional_count && !files)
    one.value[OPTION_FOLDER] = arguments->positional[0];
  code = open_project(&one, &project, !files, files ? arguments->positional : NULL,
                      files ? arguments->positional_count : 0);
  if (code >= 0)
    return code;
  options.save = arguments->value[OPTION_SAVE] != NULL;
  options.database = arguments->value[OPTION_DB];
  options.started = (long long)time(NULL);
  code = finish(lde_check(project, &options), arguments, language_of(project, arguments));
  lde_project_free(project);
  return code;
}
