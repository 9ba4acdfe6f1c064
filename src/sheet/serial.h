/* serial.h: numbers as workbooks keep them. Dates and times are numbers that only the cell's format
 * tells from others; here they become the texts that the loaders know: 2027-03-01, 2027-03-01T09:30,
 * 7:30. Inside sheet only. */
#ifndef LDE_SHEET_SERIAL_H
#define LDE_SHEET_SERIAL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buffer.h"

typedef enum lde_serial_kind {
  LDE_SERIAL_NUMBER,
  LDE_SERIAL_DATE,    /* days since the start of the workbook's calendar, with a time as fraction */
  LDE_SERIAL_TIME,    /* of the day */
  LDE_SERIAL_DURATION /* hours beyond 24: [h]:mm */
} lde_serial_kind;

/* The number that the text is. */
bool lde_serial_value(const char *text, size_t len, double *value);

/* What a built-in number format means, by its number, and one written out. */
lde_serial_kind lde_serial_of_number(int format);
lde_serial_kind lde_serial_of_code(const char *code);

/* Appends the number as plain decimal digits with at most 15 that count, as Excel shows it: the file
 * has 0.30000000000000004 where somebody typed 0.3. False when the text is no number. */
bool lde_serial_number(lde_buffer *out, const char *text, size_t len);
/* Appends the date or time. False when the number is none: negative, beyond year 9999, or the
 * 29 February 1900 that only Excel knows. */
bool lde_serial_date(lde_buffer *out, const char *text, size_t len, lde_serial_kind kind,
                     bool from_1904);

#endif
