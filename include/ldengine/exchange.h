/* exchange.h: data in and out for people who work in Excel: an empty workbook to fill in, a filled one
 * taken over into a project, and a project's data as a workbook or as CSV.
 *
 * These functions write files where their options say so, whole or not at all; everything else about
 * results is as in result.h. */
#ifndef LDENGINE_EXCHANGE_H
#define LDENGINE_EXCHANGE_H

#include "ldengine/project.h"

/* A workbook with a sheet for each entity that people fill in: headings with explanations, lists to
 * choose from, and an example row that an import leaves out. */
typedef struct lde_template_options {
  const char *file;            /* to write; NULL = the bytes are the result */
  const char *const *entities; /* by name in either language; none = those of a first plan */
  size_t entity_count;
  lde_language language;       /* without a project */
} lde_template_options;
#define LDE_TEMPLATE_OPTIONS_INIT {0}

/* `project` may be NULL: the model without an organisation's own fields and ids. */
lde_result *lde_template(lde_project *project, const lde_template_options *options);

/* The written data of a project. */
typedef struct lde_export_options {
  const char *file;            /* .xlsx, or a folder for CSV, or a .csv file for one entity; NULL = the
                                  CSV of one entity is the result */
  const char *format;          /* "xlsx" or "csv", NULL = by the name of the file; or of another program:
                                  "moodle" (competencies), "jsonld" (schema.org courses), "ics" (calendar) */
  const char *dialect;         /* of CSV: "nl", "excel-1252", "rfc"; NULL = "nl" in Dutch, else "rfc" */
  const char *const *entities; /* none = all that have records; of "moodle" the id of a framework */
  size_t entity_count;
} lde_export_options;
#define LDE_EXPORT_OPTIONS_INIT {0}
lde_result *lde_export(lde_project *project, const lde_export_options *options);

/* Takes workbooks and CSV files over: for every sheet with rows data/<entity>.yaml is written and named
 * in the manifest. Nothing is written when anything is wrong. */
typedef struct lde_import_options {
  const char *const *files;
  size_t file_count;
  const char *marked; /* write a copy of the workbook there in which what is wrong is marked; or NULL */
  const char *dialect; /* of CSV files: "nl", "excel-1252", "rfc"; NULL = by what they show */
  const char *mapping; /* read one file of another program by this mapping, a folder of rules/mappings or
                          a path; it stays as it is, in data/, and the manifest tells how it is read */
  bool force;         /* replace files that are there */
  bool dry_run;       /* write nothing in the project */
} lde_import_options;
#define LDE_IMPORT_OPTIONS_INIT {0}
lde_result *lde_import(lde_project *project, const lde_import_options *options);

#endif
