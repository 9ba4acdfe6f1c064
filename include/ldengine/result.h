/* result.h: the answer of a verb: diagnostics, data, and the exit code that says it all.
 *
 * A result can be written in several formats, as often as wanted; the same result gives the same bytes
 * everywhere. It belongs to the caller and is freed with lde_result_free, before its project. */
#ifndef LDENGINE_RESULT_H
#define LDENGINE_RESULT_H

#include <stdbool.h>
#include <stddef.h>

#include "ldengine/status.h"

typedef struct lde_result lde_result;

typedef enum lde_fail_on { LDE_FAIL_ON_ERROR, LDE_FAIL_ON_WARNING, LDE_FAIL_ON_NEVER } lde_fail_on;

/* 0 done · 1 findings · 2 usage · 3 input · 4 script · 5 offer impossible · 70 our mistake ·
 * 130 interrupted. */
int lde_result_exit_code(const lde_result *result, lde_fail_on fail_on);

typedef struct lde_output {
  const char *format; /* "text", "json", "csv", "markdown", "xlsx" … */
  const char *dialect; /* of CSV: "nl", "excel-1252"; NULL or "rfc" = for programs */
  lde_language language;
  int width;          /* columns of the terminal; 0 = not a terminal */
  bool color;
  int verbosity;      /* -1 quiet, 0, 1 */
  lde_fail_on fail_on;
} lde_output;
#define LDE_OUTPUT_INIT                                                                            \
  {                                                                                                \
    .format = "text"                                                                               \
  }

/* The text that belongs on standard output, or in a file. `*text` ends in NUL, is freed with
 * lde_text_free and is empty when there is nothing to say. Fails with LDE_ERROR_USAGE when the verb
 * has no such format. */
lde_status lde_result_print(const lde_result *result, const lde_output *output, char **text,
                            size_t *len, lde_error *err);
/* What belongs on standard error in the text formats: diagnostics, what a script printed. Empty in
 * formats that carry these inside. */
void lde_result_messages(const lde_result *result, const lde_output *output, char **text, size_t *len);
/* lde_result_print into a file that appears whole or not at all. */
lde_status lde_result_save(const lde_result *result, const lde_output *output, const char *path,
                           lde_error *err);

void lde_text_free(char *text);
void lde_result_free(lde_result *result);

/* A result that only says what was wrong with the call, for programs that parse a command line. */
lde_result *lde_result_usage(const char *command, const char *message, const char *help,
                             lde_language language);

/* The nearest of the candidates, for "did you mean": up to three into `best`; returns how many. */
size_t lde_nearest(const char *wanted, const char *const *candidates, size_t count,
                   const char *best[3]);

#endif
