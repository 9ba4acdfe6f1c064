#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "cli/command.h"

static volatile sig_atomic_t interrupted;
static bool progress_is_shown;

static void on_interrupt(int number)
{
  interrupted = number;
}

static bool is_interrupted(void *ctx)
{
  (void)ctx;
  return interrupted;
}

/* One line on a terminal, after two seconds, at most five times a second. */
static void show_progress(void *ctx, double value, double bound)
{
  static time_t started;
  static long last;
  struct timespec now;
  long tick;

  (void)ctx;
  clock_gettime(CLOCK_MONOTONIC, &now);
  if (!started)
    started = now.tv_sec;
  tick = now.tv_sec * 5 + now.tv_nsec / 200000000;
  if (now.tv_sec - started < 2 || tick == last || !isatty(STDERR_FILENO))
    return;
  last = tick;
  if (bound <= 0)
    return;
  progress_is_shown = true;
  fprintf(stderr, "\r\033[K… %.4g / %.4g (%.1f %%)", value, bound,
          value > 0 ? (bound - value) / value * 100 : 100.0);
  fflush(stderr);
}

/* Before anything else is said. */
void clear_progress(void)
{
  if (progress_is_shown)
    fputs("\r\033[K", stderr);
  progress_is_shown = false;
}

lde_project_options project_options(const arguments *arguments)
{
  lde_project_options options = LDE_PROJECT_OPTIONS_INIT;
  struct sigaction action = {.sa_handler = on_interrupt};
  const char *term = getenv("TERM");

  sigaction(SIGINT, &action, NULL);
  sigaction(SIGTERM, &action, NULL);
  options.folder = arguments->value[OPTION_FOLDER];
  options.search = options.folder == NULL;
  options.today = arguments->value[OPTION_TODAY];
  options.language = arguments->language_is_given ? CLI_TR(arguments->language, "en", "nl") : NULL;
  options.fallback_language = CLI_TR(arguments->language, "en", "nl");
  options.assignments = arguments->assignments;
  options.assignment_count = arguments->assignment_count;
  options.budget = arguments->command->run == cmd_run ? arguments->value[OPTION_BUDGET] : NULL;
  options.limits = arguments->limits;
  options.limit_count = arguments->limit_count;
  options.rules_folder = getenv("LDENGINE_RULES");
  options.interrupted = is_interrupted;
  options.progress = arguments->value[OPTION_QUIET] || (term && strcmp(term, "dumb") == 0)
                         ? NULL
                         : show_progress;
  return options;
}

int open_project(const arguments *arguments, lde_project **project, bool required,
                 const char *const *files, size_t file_count)
{
  lde_project_options options = project_options(arguments);
  lde_error err = {0};

  options.required = required;
  options.files = files;
  options.file_count = file_count;
  if (lde_project_open(project, &options, &err) == LDE_OK)
    return -1;
  return usage_error(arguments,
                     !strstr(err.message, "ldengine.yaml") /* not about the folder */
                         ? NULL
                         : CLI_TR(arguments->language,
                                  "go to a project's folder, or name it with -C",
                                  "ga naar de map van een project, of noem die met -C"),
                     "%s", err.message);
}

lde_language language_of(const lde_project *project, const arguments *arguments)
{
  return project ? lde_project_language(project) : arguments->language;
}
