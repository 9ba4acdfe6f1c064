/* dialect.h: how an export writes its cells, worked out from the cells themselves where the
 * manifest leaves it open. The delimiter is found per file; the decimal sign and the form of dates
 * per column, with the other columns of the file as second witness. Only what a text proves counts
 * as evidence: 1.234,5 and 12,5 do, 1.234 does not, and mm/dd is never read unless it is written in
 * the manifest. */
#ifndef LDE_LOAD_DIALECT_H
#define LDE_LOAD_DIALECT_H

#include "load/source.h"
#include "model/value.h"

/* The keys that a preset fills in; written keys win. */
lde_dialect_spec lde_dialect_expand(const lde_dialect_spec *spec);

/* The delimiter that Excel names in a first line `sep=;`, and where the text goes on; 0 = none. */
char lde_dialect_sep_line(const char *text, size_t len, size_t *used);
/* The likeliest of , ; tab and | for the text, which starts at the header. */
char lde_dialect_delimiter(const char *text, size_t len);

typedef enum lde_number_style {
  LDE_NUMBER_ANY,      /* no separator, or no number: fits every style */
  LDE_NUMBER_COMMA,    /* the comma is the decimal sign */
  LDE_NUMBER_POINT,    /* the point is */
  LDE_NUMBER_AMBIGUOUS /* 1.234 or 1,234 */
} lde_number_style;

/* What one text proves. `small`: the field cannot hold a thousand, so 1.000 is one. */
lde_number_style lde_number_style_of(const char *text, size_t len, bool small);
/* The form of a date by its shape; AUTO when it has none. */
lde_date_form lde_date_form_of(const char *text, size_t len);

void lde_dialect_set_date(lde_dialect *dialect, lde_date_form form);

#endif
