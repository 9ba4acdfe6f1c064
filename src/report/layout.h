/* layout.h: laying out text for a terminal: colour, wrapped paragraphs, and tables that fit. Inside
 * the report layer only. A width of 0 in the style means that the output is no terminal: paragraphs
 * wrap at 100 columns, tables take what they need and nothing is cut. On a terminal a table first
 * narrows its flexible columns; where even that is too wide, every row becomes a small block of
 * text. */
#ifndef LDE_REPORT_LAYOUT_H
#define LDE_REPORT_LAYOUT_H

#include "base/arena.h"
#include "base/buffer.h"
#include "base/memory.h"
#include "report/report.h"

typedef enum lde_paint {
  LDE_PAINT_BOLD,
  LDE_PAINT_DIM,
  LDE_PAINT_RED,
  LDE_PAINT_YELLOW,
  LDE_PAINT_CYAN
} lde_paint;

/* Columns to lay out for: the terminal's, within 40 and 200, or 100. */
size_t lde_style_columns(const lde_style *style);
/* Appends the text, between colour codes when the style has colour. */
void lde_paint_text(lde_buffer *out, const lde_style *style, lde_paint paint, const char *text);

/* Appends a paragraph that wraps before `columns`; `taken` columns of the first line are in use and
 * the next lines start with `indent` blanks. Amounts and percentages stay together. Ends the line.
 */
void lde_wrap(lde_buffer *out, const char *text, size_t taken, size_t indent, size_t columns);

typedef enum lde_grid_kind {
  LDE_GRID_TEXT,  /* flexible: may be cut on a terminal */
  LDE_GRID_FIXED, /* text that is never cut */
  LDE_GRID_NUMBER /* right-aligned, never cut */
} lde_grid_kind;

typedef struct lde_grid {
  lde_arena arena;
  LDE_VEC(struct lde_grid_column {
    const char *title;
    lde_grid_kind kind;
  })
  columns;
  LDE_VEC(const char *) cells; /* row by row */
  LDE_VEC(const char *) below; /* by row: a paragraph under it, or NULL */
} lde_grid;

void lde_grid_column(lde_grid *grid, const char *title, lde_grid_kind kind);
/* Appends the next cell, with control characters escaped. */
void lde_grid_cell(lde_grid *grid, const char *text, size_t len);
/* Appends the text of the buffer as the next cell and empties the buffer. */
void lde_grid_take(lde_grid *grid, lde_buffer *text);
/* A paragraph under the last complete row; empties the buffer. */
void lde_grid_below(lde_grid *grid, lde_buffer *text);
void lde_grid_print(lde_buffer *out, const lde_grid *grid, size_t indent, const lde_style *style);
void lde_grid_free(lde_grid *grid);

/* report_rows.c. A cell of CSV: quoted where needed, never run as a formula. */
void lde_csv_append(lde_buffer *out, const char *text, size_t len);
/* A cell of a table in Markdown: one line, nothing in it is markup. */
void lde_markdown_append(lde_buffer *out, const char *text, size_t len);

#endif
