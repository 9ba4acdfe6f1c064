/* book.h: writes .xlsx files. A book has sheets, a sheet has cells that are written row by row from the
 * top, notes, lists to choose from and protection; the book is finished into bytes.
 *
 * Rows that were written are not kept in memory. Cells have a kind, which decides how a number looks,
 * and a look (heading, example, wrong). The same calls give the same bytes: the moment of making is
 * given, never the clock. Texts are UTF-8 and are copied; a text is never taken for a formula. */
#ifndef LDE_SHEET_BOOK_H
#define LDE_SHEET_BOOK_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buffer.h"
#include "ldengine/status.h"

typedef enum lde_book_kind {
  LDE_BOOK_GENERAL,
  LDE_BOOK_TEXT, /* stays text when somebody types 007 in it */
  LDE_BOOK_MONEY,
  LDE_BOOK_NUMBER,
  LDE_BOOK_DATE,
  LDE_BOOK_TIMESTAMP,
  LDE_BOOK_KINDS
} lde_book_kind;

typedef enum lde_book_look {
  LDE_BOOK_PLAIN,
  LDE_BOOK_LOCKED, /* an id that others refer to: cannot be changed in a protected sheet */
  LDE_BOOK_HEADING,
  LDE_BOOK_NEEDED, /* heading of a column that has to be filled */
  LDE_BOOK_EXAMPLE,
  LDE_BOOK_WRONG,
  LDE_BOOK_DOUBTFUL, /* a warning */
  LDE_BOOK_LINK,
  LDE_BOOK_LOOKS
} lde_book_look;

enum { LDE_BOOK_TEXT_MAX = 32767, LDE_BOOK_ROWS_MAX = 1048576, LDE_BOOK_NAME_MAX = 31 };

typedef struct lde_book lde_book;

/* `created`: the day, since 1970-01-01. Fails when there is no file to write to. */
lde_status lde_book_new(lde_book **out, const char *title, int32_t created, lde_language language,
                        lde_error *err);
void lde_book_free(lde_book *book);

/* Returns the number of the sheet. The name may have at most LDE_BOOK_NAME_MAX characters and none of
 * []:*?/\ */
int lde_book_add(lde_book *book, const char *name);
void lde_book_hide(lde_book *book, int sheet);
void lde_book_width(lde_book *book, int sheet, uint16_t column, double characters,
                    lde_book_kind kind, lde_book_look look);
/* The first row stays in sight, with a filter over so many columns. */
void lde_book_freeze(lde_book *book, int sheet, uint32_t rows, uint16_t columns);
/* Cells with the look LOCKED, HEADING, NEEDED or EXAMPLE cannot be changed; without a password. */
void lde_book_protect(lde_book *book, int sheet);

/* Rows and columns count from 0; a row may be written when the ones above it are. */
void lde_book_text(lde_book *book, int sheet, uint32_t row, uint16_t column, const char *text,
                   lde_book_kind kind, lde_book_look look);
void lde_book_number(lde_book *book, int sheet, uint32_t row, uint16_t column, double number,
                     lde_book_kind kind, lde_book_look look);
/* Days, or minutes for a timestamp, since 1970-01-01. */
void lde_book_date(lde_book *book, int sheet, uint32_t row, uint16_t column, int64_t date,
                   lde_book_kind kind, lde_book_look look);
void lde_book_bool(lde_book *book, int sheet, uint32_t row, uint16_t column, bool truth,
                   lde_book_look look);
/* A cell without a value, for its look. */
void lde_book_blank(lde_book *book, int sheet, uint32_t row, uint16_t column, lde_book_kind kind,
                    lde_book_look look);
/* A text that jumps to a cell, such as "F12", of a sheet of the same book. */
void lde_book_link(lde_book *book, int sheet, uint32_t row, uint16_t column, const char *text,
                   const char *to_sheet, const char *to_cell);
/* One for each cell, while its row is the last one that was written to. */
void lde_book_note(lde_book *book, int sheet, uint32_t row, uint16_t column, const char *text);

/* What may be chosen in a column: the cells of a column of some sheet. `only`: nothing else may be
 * typed. */
typedef struct lde_book_list {
  const char *sheet; /* that the choices stand on */
  uint16_t column;
  uint32_t first, last;
  bool only;
  const char *title, *message; /* what is said when something else is typed */
} lde_book_list;
void lde_book_choose(lde_book *book, int sheet, uint16_t column, uint32_t first, uint32_t last,
                     const lde_book_list *list);

/* The bytes of the file. The book can then only be freed. */
lde_status lde_book_finish(lde_book *book, lde_buffer *out, lde_error *err);

#endif
