/* ldengine: the command line. Uses nothing but the public headers. */
#include <errno.h>
#include <fcntl.h>
#include <malloc.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "cli/command.h"

/* A standard stream that was closed gets a place of its own, or the first file that is opened would
 * take its number. Nothing can be written there, so that lost output is noticed. */
static void hold_streams(void)
{
  int file;

  do
    file = open("/dev/null", O_RDONLY);
  while (file >= 0 && file <= STDERR_FILENO);
  if (file >= 0)
    close(file);
}

/* What stdio held until now could not be written. */
static int complain_of_output(lde_language language)
{
  fprintf(stderr, "%s: %s\n",
          CLI_TR(language, "error: cannot write the output", "fout: kan de uitvoer niet schrijven"),
          strerror(errno));
  return 3;
}

/* Large arrays grow and are given back one by one. Without this the C library comes to keep them in
 * one heap, where those that moved leave holes: up to a fifth of the memory of a large organisation. */
static void keep_large_apart(void)
{
  mallopt(M_MMAP_THRESHOLD, 1 << 20);
}

int main(int argc, char **argv)
{
  arguments arguments;
  int code;

  keep_large_apart();
  signal(SIGPIPE, SIG_IGN);
  hold_streams();
  code = parse_arguments(argc, argv, &arguments);
  if (code < 0)
    code = arguments.value[OPTION_HELP] ? print_help(&arguments, arguments.command)
                                        : arguments.command->run(&arguments);
  free_arguments(&arguments);
  if (fflush(stdout) != 0 || ferror(stdout)) /* help is printed by stdio */
    code = errno == EPIPE ? 141 : complain_of_output(arguments.language);
  return code;
}
