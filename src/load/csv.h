/* csv.h: records and cells of delimited text (RFC 4180) in a memory buffer, with the place of each.
 *
 * Own state machine, because libcsv tells neither positions nor line numbers and every complaint
 * about an export needs both. Cells point into the buffer, or into the reader's scratch where
 * doubled quotes had to be undone; they hold until the next record. Nothing is allocated per
 * record. A quote opens a quoted cell only as its first byte; elsewhere it is an ordinary
 * character, as in tab-separated files that quote nothing. Lines without anything are skipped and
 * counted. The buffer is UTF-8 and belongs to the caller. */
#ifndef LDE_LOAD_CSV_H
#define LDE_LOAD_CSV_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buffer.h"
#include "base/memory.h"

enum { LDE_CSV_CELL_MAX = 1000000, LDE_CSV_COLUMNS_MAX = 1000 };

/* A cell of CSV is what somebody wrote; a workbook knows more. */
typedef enum lde_csv_nature {
  LDE_CSV_WRITTEN,
  LDE_CSV_EXACT,   /* a number, date or truth in the spelling of YAML: nothing to work out */
  LDE_CSV_FAILED,  /* an error value, such as #N/A */
  LDE_CSV_UNKNOWN  /* a formula without a computed value */
} lde_csv_nature;

typedef struct lde_csv_cell {
  const char *text; /* does not end in NUL */
  size_t len;
  const char *raw; /* where it begins in the buffer, at its quote */
  lde_csv_nature nature;
} lde_csv_cell;

typedef enum lde_csv_result { LDE_CSV_RECORD, LDE_CSV_END, LDE_CSV_MISTAKE } lde_csv_result;

typedef enum lde_csv_mistake {
  LDE_CSV_NUL,
  LDE_CSV_QUOTE_OPEN,  /* a quoted cell without an end: nothing after it can be read */
  LDE_CSV_AFTER_QUOTE, /* text behind the closing quote */
  LDE_CSV_CELL_TOO_LONG,
  LDE_CSV_TOO_MANY_CELLS
} lde_csv_mistake;

typedef struct lde_csv {
  const char *data, *end, *at;
  char delimiter;
  uint32_t line;      /* of `at`, from 1 */
  uint64_t records;   /* read so far, the header included */
  const char *record; /* the last record: where it begins, on which physical line */
  uint32_t record_line;
  LDE_VEC(lde_csv_cell) cells;
  lde_csv_mistake mistake; /* after LDE_CSV_MISTAKE, and where */
  const char *mistake_at;
  size_t blank_lines; /* skipped; the line of the first */
  uint32_t first_blank;
  lde_buffer scratch;
} lde_csv;

void lde_csv_init(lde_csv *csv, const char *data, size_t len, char delimiter);
void lde_csv_deinit(lde_csv *csv);
/* Moves to the start of a physical line, counted from 1. */
void lde_csv_skip_to(lde_csv *csv, uint32_t line);
/* After a mistake the next call goes on behind the line where it was met. */
lde_csv_result lde_csv_next(lde_csv *csv);
/* Physical line, and column in characters, of a byte of the last record. */
void lde_csv_place(const lde_csv *csv, const char *byte, uint32_t *line, uint32_t *column);

#endif
