#include "cli/command.h"

int cmd_version(const arguments *arguments)
{
  return finish(lde_version_result(arguments->language), arguments, arguments->language);
}
