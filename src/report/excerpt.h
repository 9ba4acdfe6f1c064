/* excerpt.h: the line of a file that a diagnostic points to, with a caret under the right glyph.
 * Files are read once per lde_excerpts; a file that cannot be read just gives no excerpt. Inside
 * report. */
#ifndef LDE_REPORT_EXCERPT_H
#define LDE_REPORT_EXCERPT_H

#include "base/memory.h"
#include "report/layout.h"

typedef struct lde_excerpts {
  LDE_VEC(struct lde_excerpt_file {
    char *path;
    lde_buffer bytes;
    bool yaml;     /* libyaml ends lines at a few more characters */
    uint32_t line; /* where the last search ended, */
    size_t offset; /* so that the next one goes on from there */
  })
  files;
} lde_excerpts;

/* Appends the excerpt; the caret has the paint of the severity. */
void lde_excerpt_print(lde_buffer *out, lde_excerpts *excerpts, const char *path, uint32_t line,
                       uint32_t column, uint32_t width, lde_paint paint, const lde_style *style);
void lde_excerpts_free(lde_excerpts *excerpts);

#endif
