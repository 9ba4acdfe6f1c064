/* interchange.h: the formats of other programs. Out: a table of formats that a project is written in.
 * In: mappings, folders of rules/mappings with what the manifest needs to read an export of somebody
 * else's program; the data file and the scripts of the mapping become part of the project, where people
 * can read and change them. Inside engine only. */
#ifndef LDE_ENGINE_INTERCHANGE_H
#define LDE_ENGINE_INTERCHANGE_H

#include "engine/internal.h"
#include "ldengine/exchange.h"

/* interchange.c: whether export writes this format here. */
bool lde_interchange_writes(const char *format);
void lde_interchange_export(lde_project *project, const lde_export_options *options,
                            lde_result *result);

/* One writer: the number of records, or -1 after reporting what is wrong. */
typedef int32_t lde_interchange_writer(lde_project *project, const lde_export_options *options,
                                       lde_result *result, lde_buffer *out);
lde_interchange_writer lde_moodle_write;   /* interchange_moodle.c: a competency framework */
lde_interchange_writer lde_courses_write;  /* interchange_course.c: schema.org Course as JSON-LD */
lde_interchange_writer lde_calendar_write; /* interchange_calendar.c: iCalendar of the plan */

/* interchange_import.c: takes the file over by the mapping that the options name. */
lde_result *lde_interchange_import(lde_project *project, const lde_import_options *options);

/* interchange_json.c: records of JSON as CSV. The members of a record become columns, those of an object
 * inside it too, with the names joined by points; of a list of objects the first counts, but the list
 * `each` (may be NULL) gives a row for every item. The records are the array, the lines, the array
 * under "statements" or "@graph", or the document itself. False with `err`. */
bool lde_json_rows(const char *bytes, size_t len, const char *each, lde_language lang,
                   lde_buffer *out, lde_error *err);

#endif
