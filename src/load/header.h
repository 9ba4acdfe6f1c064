/* header.h: the names that people see on sheets and files of data: which entity a sheet or file is
 * about and which field a heading means, and the other way round. Both languages are understood
 * wherever a name is read. */
#ifndef LDE_LOAD_HEADER_H
#define LDE_LOAD_HEADER_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buffer.h"
#include "model/schema.h"

/* "Doelen", "Goals": at most 31 characters, fit for a sheet; the plural for own entities. */
const char *lde_sheet_name(const lde_entity *entity, lde_language lang);
/* By sheet name or label in either language, plural or singular; without case, and blanks, hyphens and
 * underscores count for nothing, so that functie_eisen.csv is found too. NULL when there is none that
 * people fill in. */
const lde_entity *lde_sheet_entity(const lde_schema *schema, const char *name, size_t len);
/* One of those that a first plan needs: what a template has when nothing else is asked for. */
bool lde_sheet_is_usual(const lde_entity *entity);

/* The field that a heading names by itself: its name, else its label in either language; NULL when
 * there is none that can be written. `written`: the organisation's language, which `label` is in. */
const lde_field *lde_header_field(const lde_entity *entity, const char *text, size_t len,
                                  lde_language written);
/* What to write above a column of the field: the label, or the name where a label would be taken for
 * another field. */
const char *lde_header_of(const lde_field *field, lde_language lang, lde_language written);

#endif
