/* workbook.h: reads .xlsx files of whatever program: Excel, LibreOffice, gnumeric, openpyxl,
 * libxlsxwriter.
 *
 * A workbook is opened, its sheets are listed, and a sheet is read row by row; the memory is that of
 * the shared texts and one row. A cell is told as text in the spelling of the loaders, with its kind:
 * a number with a point, a date as 2027-03-01, a time as 7:30, true or false. Formulas count by the
 * value that was saved with them; one without is a kind of its own. Nothing is written, nothing is
 * unpacked on disk, and hostile files are refused (zip.h, xml.h). */
#ifndef LDE_SHEET_WORKBOOK_H
#define LDE_SHEET_WORKBOOK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buffer.h"
#include "ldengine/status.h"

enum { LDE_SHEET_COLUMNS_MAX = 1000 }; /* cells further to the right are not read */

typedef enum lde_cell_kind {
  LDE_SHEET_EMPTY,
  LDE_SHEET_TEXT,
  LDE_SHEET_NUMBER,
  LDE_SHEET_DATE, /* with a time behind T when there is one */
  LDE_SHEET_TIME,
  LDE_SHEET_BOOL,
  LDE_SHEET_ERROR,   /* text: #N/A */
  LDE_SHEET_NO_VALUE /* a formula that nobody computed */
} lde_cell_kind;

typedef struct lde_sheet_cell {
  lde_cell_kind kind;
  const char *text; /* ends at len, not in NUL; "" when empty */
  size_t len;
  bool lasting;     /* the text lives as long as the workbook; else until the next row */
} lde_sheet_cell;

typedef struct lde_workbook lde_workbook;

/* Fails with LDE_ERROR_INPUT and a sentence that does not name the file. */
lde_status lde_workbook_open(lde_workbook **out, const char *path, lde_language language,
                             lde_error *err);
void lde_workbook_close(lde_workbook *workbook);

size_t lde_workbook_sheets(const lde_workbook *workbook);
const char *lde_workbook_sheet_name(const lde_workbook *workbook, size_t sheet);
bool lde_workbook_sheet_is_hidden(const lde_workbook *workbook, size_t sheet);
/* By name, exactly first, else without case; -1 when there is none. */
int lde_workbook_find_sheet(const lde_workbook *workbook, const char *name);

/* Rows that hold something, from the top. `row` counts from 1, cells[0] is column A. False ends it. */
typedef bool lde_sheet_take(void *ctx, uint32_t row, const lde_sheet_cell *cells, size_t count);
lde_status lde_workbook_read(lde_workbook *workbook, size_t sheet, lde_sheet_take *take, void *ctx,
                             lde_error *err);

/* The value of a NUMBER. */
double lde_sheet_number(const lde_sheet_cell *cell);

/* "F" for column 5: appends. */
void lde_sheet_column_name(lde_buffer *out, uint32_t column);

#endif
