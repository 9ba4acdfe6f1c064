/* ldengine: the command line. Uses nothing but the public headers. */
#include <signal.h>

#include "cli/command.h"

int main(int argc, char **argv)
{
  arguments arguments;
  int code;

  signal(SIGPIPE, SIG_IGN);
  code = parse_arguments(argc, argv, &arguments);
  if (code < 0)
    code = arguments.value[OPTION_HELP] ? print_help(&arguments, arguments.command)
                                        : arguments.command->run(&arguments);
  free_arguments(&arguments);
  return code;
}
