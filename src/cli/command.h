/* command.h: the one declarative table behind parsing, help, usage errors and suggestions. A command is
 * a row of `commands` (commands.c) and one function in cmd_<name>.c; an option is a row of `options`. */
#ifndef LDE_CLI_COMMAND_H
#define LDE_CLI_COMMAND_H

#include <stdbool.h>
#include <stddef.h>

#include "ldengine/ldengine.h"

typedef enum option_id {
  OPTION_FOLDER,
  OPTION_FORMAT,
  OPTION_OUTPUT,
  OPTION_LANG,
  OPTION_TODAY,
  OPTION_SET,
  OPTION_DB,
  OPTION_SAVE,
  OPTION_FAIL_ON,
  OPTION_RULE,
  OPTION_BASELINE,
  OPTION_RUN,
  OPTION_CHECK,
  OPTION_BUDGET,
  OPTION_NEAR,
  OPTION_EXIT_CODE,
  OPTION_STEP,
  OPTION_SCENARIOS,
  OPTION_JOBS,
  OPTION_LIMIT,
  OPTION_ALLOW_READ,
  OPTION_UNSAFE,
  OPTION_ISOLATE,
  OPTION_BOARD,
  OPTION_FOR,
  OPTION_GROUP_MIN,
  OPTION_MAIL,
  OPTION_DIALECT,
  OPTION_MARKED,
  OPTION_FORCE,
  OPTION_DRY_RUN,
  OPTION_COVERAGE,
  OPTION_MIN_COVERAGE,
  OPTION_MUTATE,
  OPTION_UNUSED_FIELDS,
  OPTION_MAPPING,
  OPTION_SECTOR,
  OPTION_MAN,
  OPTION_COLOR,
  OPTION_QUIET,
  OPTION_VERBOSE,
  OPTION_HELP,
  OPTION_COUNT
} option_id;

typedef struct option_row {
  const char *name;      /* long form without dashes */
  char letter;           /* 0 = none */
  const char *value[2];  /* name of its value by language; NULL = a switch */
  const char *choices;   /* allowed values separated by '|', NULL = free */
  bool repeats;
  const char *help[2];   /* by language */
} option_row;

typedef struct arguments {
  const struct command_row *command;
  const char *value[OPTION_COUNT]; /* last one given, or from the environment; "" for a switch */
  lde_assignment *assignments;     /* of --set */
  size_t assignment_count;
  struct argument_output {
    const char *path, *format; /* format NULL = not said: by the ending of the path, else text */
  } *outputs;                  /* of -o */
  size_t output_count;
  const char **rules; /* of --rule */
  size_t rule_count;
  lde_assignment *limits; /* of --limit */
  size_t limit_count;
  const char **readable; /* of --allow-read */
  size_t readable_count;
  const char **positional;
  size_t positional_count;
  lde_language language;           /* of messages before a project is known */
  bool language_is_given, format_is_given;
} arguments;

typedef struct command_row {
  const char *name;
  int (*run)(const arguments *arguments);
  const char *usage[2];       /* arguments behind the verb */
  size_t least, most;         /* positional arguments */
  unsigned long long options; /* bits of option_id */
  const char *formats;        /* separated by '|' */
  bool is_document;           /* prints a document of its own: the ending of -o says nothing */
  const char *summary[2];     /* one line */
  const char *examples[2];    /* lines separated by '\n' */
  const char *next[2];        /* what to do afterwards; NULL = nothing */
} command_row;

extern const option_row options[OPTION_COUNT];
extern const command_row commands[];
extern const size_t command_count;

#define CLI_TR(lang, english, dutch) ((lang) == LDE_DUTCH ? (dutch) : (english))

/* Parses; on a usage error prints it (as JSON when asked for) and returns its exit code, else -1. */
int parse_arguments(int argc, char **argv, arguments *arguments);
void free_arguments(arguments *arguments);
const command_row *find_command(const char *name);
/* Usage error in the right format; returns 2. */
int usage_error(const arguments *arguments, const char *help, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
/* The usage error of a verb that does not exist, with a suggestion. */
int unknown_command(const arguments *arguments, const char *name);

/* help.c: text of the general help, or of one command. */
int print_help(const arguments *arguments, const command_row *command);

/* help_man.c: the man pages of all commands, in both languages, below the folder; an exit code. */
int write_man_pages(const arguments *arguments, const char *folder);

/* fit.c: the text in lines that fit the terminal; `len` becomes the new length. Freed with free. NULL = there
 * is no memory. */
char *fit_lines(const char *text, size_t *len, int width);

/* output.c: prints or saves the result as the options say, frees it, returns the exit code. */
int finish(lde_result *result, const arguments *arguments, lde_language language);
/* Columns of the terminal, from 40 to 200; 0 when the file is none. */
int width_of(int file);
lde_output output_of(const arguments *arguments, lde_language language, int file);

/* pdf.c: HTML as PDF by WeasyPrint, else Chromium, into the file; an exit code, and its words said. */
int write_pdf(const char *html, size_t len, const char *path, lde_language language);

/* project.c: what the options say about every project; interruption and progress are looked after. */
lde_project_options project_options(const arguments *arguments);
/* Opens the project that the options name. On failure prints and returns the exit code. */
int open_project(const arguments *arguments, lde_project **project, bool required,
                 const char *const *files, size_t file_count);
/* Takes away the line that tells of progress. */
void clear_progress(void);
lde_language language_of(const lde_project *project, const arguments *arguments);

int cmd_diff(const arguments *arguments);
int cmd_pareto(const arguments *arguments);
int cmd_run(const arguments *arguments);
int cmd_check(const arguments *arguments);
int cmd_doctor(const arguments *arguments);
int cmd_test(const arguments *arguments);
int cmd_lint(const arguments *arguments);
int cmd_profile(const arguments *arguments);
int cmd_report(const arguments *arguments);
int cmd_import(const arguments *arguments);
int cmd_export(const arguments *arguments);
int cmd_template(const arguments *arguments);
int cmd_init(const arguments *arguments);
int cmd_completion(const arguments *arguments);
int cmd_sql(const arguments *arguments);
int cmd_schema(const arguments *arguments);
int cmd_help(const arguments *arguments);
int cmd_explain(const arguments *arguments);
int cmd_docs(const arguments *arguments);
int cmd_why(const arguments *arguments);
int cmd_version(const arguments *arguments);

#endif
