#include <stdlib.h>

#include "cli/command.h"

int cmd_init(const arguments *arguments)
{
  lde_init_options options = LDE_INIT_OPTIONS_INIT;

  options.folder = arguments->positional_count ? arguments->positional[0] : NULL;
  options.sector = arguments->value[OPTION_SECTOR];
  options.language = arguments->language;
  options.rules_folder = getenv("LDENGINE_RULES");
  return finish(lde_init(&options), arguments, arguments->language);
}
