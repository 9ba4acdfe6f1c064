#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "cli/command.h"

static bool wants_color(const arguments *arguments, int file)
{
  const char *when = arguments->value[OPTION_COLOR], *term = getenv("TERM");
  const char *none = getenv("NO_COLOR"), *force = getenv("CLICOLOR_FORCE");

  if (when && strcmp(when, "auto") != 0)
    return strcmp(when, "always") == 0;
  if (none && *none)
    return false;
  if (force && strcmp(force, "0") != 0 && *force)
    return true;
  return isatty(file) && !(term && strcmp(term, "dumb") == 0);
}

int width_of(int file)
{
  struct winsize size;
  const char *columns = getenv("COLUMNS");
  int width = 0;

  if (!isatty(file))
    return 0;
  if (columns)
    width = atoi(columns);
  if (width <= 0 && ioctl(file, TIOCGWINSZ, &size) == 0)
    width = size.ws_col;
  if (width <= 0)
    width = 80;
  return width < 40 ? 40 : width > 200 ? 200 : width;
}

static lde_fail_on fail_on_of(const arguments *arguments)
{
  const char *text = arguments->value[OPTION_FAIL_ON];
  if (text && strcmp(text, "warning") == 0)
    return LDE_FAIL_ON_WARNING;
  return text && strcmp(text, "never") == 0 ? LDE_FAIL_ON_NEVER : LDE_FAIL_ON_ERROR;
}

lde_output output_of(const arguments *arguments, lde_language language, int file)
{
  lde_output output = LDE_OUTPUT_INIT;

  if (arguments->value[OPTION_FORMAT])
    output.format = arguments->value[OPTION_FORMAT];
  output.dialect = arguments->value[OPTION_DIALECT];
  output.language = language;
  output.width = width_of(file);
  output.color = wants_color(arguments, file);
  output.verbosity = arguments->value[OPTION_QUIET] ? -1 : arguments->value[OPTION_VERBOSE] ? 1 : 0;
  output.fail_on = fail_on_of(arguments);
  return output;
}

static const char *reason_of(int number, lde_language language)
{
  switch (number) {
  case EBADF:
    return CLI_TR(language, "it is closed", "die is gesloten");
  case ENOSPC:
    return CLI_TR(language, "the disk is full", "de schijf is vol");
  default:
    return strerror(number);
  }
}

/* All bytes; 141 when the reader went away, 3 when they could not be written. */
static int write_out(int file, const char *text, size_t len, lde_language language)
{
  while (len) {
    ssize_t put = write(file, text, len);
    if (put < 0 && errno == EINTR)
      continue;
    if (put < 0 && errno == EPIPE)
      return 141;
    if (put < 0) {
      fprintf(
          stderr, "%s: %s\n",
          CLI_TR(language, "error: cannot write the output", "fout: kan de uitvoer niet schrijven"),
          reason_of(errno, language));
      return 3;
    }
    text += put;
    len -= (size_t)put;
  }
  return 0;
}

static int print_messages(const lde_result *result, const arguments *arguments,
                          lde_language language)
{
  lde_output output = output_of(arguments, language, STDERR_FILENO);
  char *text;
  size_t len;
  int code;

  lde_result_messages(result, &output, &text, &len);
  code = write_out(STDERR_FILENO, text, len, language);
  lde_text_free(text);
  return code == 141 ? 141 : 0;
}

/* The library writes HTML; another program makes the PDF. */
static int print_pdf(const lde_result *result, lde_output *output, const char *path)
{
  lde_error err = {0};
  char *text;
  size_t len;
  int code;

  output->format = "html";
  if (lde_result_print(result, output, &text, &len, &err) != LDE_OK) {
    fprintf(stderr, "%s: %s\n", CLI_TR(output->language, "error", "fout"), err.message);
    return -err.status;
  }
  code = len ? write_pdf(text, len, path, output->language) : 0; /* trouble does not empty the file */
  lde_text_free(text);
  return code;
}

/* Into the files of -o; "-" is standard output. */
static int print_one(const lde_result *result, const arguments *arguments,
                     const struct argument_output *to, lde_language language)
{
  lde_output output = output_of(arguments, language, STDOUT_FILENO);
  lde_error err = {0};
  char *text, *fitted;
  size_t len;
  int code;

  if (to->format)
    output.format = to->format;
  if (strcmp(output.format, "pdf") == 0)
    return print_pdf(result, &output, to->path);
  if (to->path && strcmp(to->path, "-") != 0) {
    output.width = 0;
    output.color = false;
    if (lde_result_save(result, &output, to->path, &err) == LDE_OK)
      return 0;
  } else if (lde_result_print(result, &output, &text, &len, &err) == LDE_OK) {
    fitted = output.width && strcmp(output.format, "text") == 0 && arguments->command &&
                     !arguments->command->is_document
                 ? fit_lines(text, &len, output.width)
                 : NULL;
    code = write_out(STDOUT_FILENO, fitted ? fitted : text, len, language);
    free(fitted);
    lde_text_free(text);
    return code;
  }
  fprintf(stderr, "%s: %s\n", CLI_TR(language, "error", "fout"), err.message);
  return -err.status;
}

static int print_data(const lde_result *result, const arguments *arguments, lde_language language)
{
  const struct argument_output standard = {0};
  int code = 0;

  if (!arguments->output_count)
    return print_one(result, arguments, &standard, language);
  for (size_t i = 0; i < arguments->output_count && !code; i++)
    code = print_one(result, arguments, &arguments->outputs[i], language);
  return code;
}

int finish(lde_result *result, const arguments *arguments, lde_language language)
{
  int code = lde_result_exit_code(result, fail_on_of(arguments));
  int trouble;

  clear_progress();
  trouble = print_messages(result, arguments, language);

  /* an interrupted run leaves the file of an earlier one as it is */
  if (!trouble && !(code == 130 && arguments->value[OPTION_OUTPUT]))
    trouble = print_data(result, arguments, language);
  lde_result_free(result);
  return trouble ? trouble : code;
}
