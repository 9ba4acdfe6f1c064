#include <stdlib.h>

#include "cli/command.h"

/* As the C library chooses. */
static const char *locale_of_environment(void)
{
  static const char *const names[] = {"LC_ALL", "LC_CTYPE", "LANG"};

  for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
    const char *value = getenv(names[i]);
    if (value && *value)
      return value;
  }
  return "C";
}

int cmd_doctor(const arguments *arguments)
{
  lde_doctor_options options = LDE_DOCTOR_OPTIONS_INIT;

  options.project = project_options(arguments);
  options.locale = locale_of_environment();
  options.path = getenv("PATH");
  return finish(lde_doctor_examine(&options, arguments->language), arguments, arguments->language);
}
