/* diagnostic.h: trouble with usage, reading and running, told to the user: code, place, fact, remedy.
 * A list collects all of one run; it owns its texts. At most `most` are kept; the others are counted
 * and told in one line, so that a flood stays readable. */
#ifndef LDE_MODEL_DIAGNOSTIC_H
#define LDE_MODEL_DIAGNOSTIC_H

#include <stdarg.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "base/memory.h"
#include "base/text.h"
#include "ldengine/status.h"

typedef enum lde_severity { LDE_NOTE, LDE_WARNING, LDE_ERROR } lde_severity;

typedef struct lde_diagnostic {
  const char *code; /* "load/type"; a constant */
  lde_severity severity;
  const char *message; /* one line, safe to show */
  const char *file;    /* as people know it, "" when there is none */
  const char *path;    /* to open for the excerpt, NULL = no excerpt */
  uint32_t line, column, width; /* from 1; 0 = unknown; width of what is meant, in code points */
  const char *sheet;   /* of a workbook, else NULL */
  const char *help;    /* "" when there is none */
} lde_diagnostic;

typedef struct lde_diagnostics {
  lde_arena arena;
  LDE_VEC(lde_diagnostic) items;
  size_t errors, warnings, notes; /* all that were added, also those not kept */
  size_t most;                    /* of errors; 0 = all */
  lde_language language;
} lde_diagnostics;

/* Copies the texts; control characters are escaped. */
void lde_diagnostics_add(lde_diagnostics *list, const lde_diagnostic *diagnostic);
/* For a place in a file: the usual way of loaders. `help` may be NULL. */
void lde_diagnose(lde_diagnostics *list, lde_severity severity, const char *code, const char *file,
                  const char *path, uint32_t line, uint32_t column, const char *help,
                  const char *format, ...) __attribute__((format(printf, 9, 10)));
/* Sorts by file, line, column, code (stable) and removes exact repeats. */
void lde_diagnostics_sort(lde_diagnostics *list);
void lde_diagnostics_free(lde_diagnostics *list);
const char *lde_severity_name(lde_severity severity);

/* Appends "did you mean 'a' or 'b'?" in the language when something is near; nothing otherwise. */

void lde_suggestion_print(lde_buffer *out, const lde_suggestion *suggestion, lde_language lang);

#endif
