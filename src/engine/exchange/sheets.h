/* sheets.h: the model as sheets: which columns a sheet has, what stands in its cells, and the workbook
 * or the CSV made of it. Templates, exports and marked copies share it. Inside engine only. */
#ifndef LDE_ENGINE_SHEETS_H
#define LDE_ENGINE_SHEETS_H

#include "engine/internal.h"
#include "ldengine/exchange.h"
#include "sheet/book.h"

/* One sheet to be: an entity and the fields that have a column, in order. */
typedef struct lde_sheet_plan {
  const lde_entity *entity;
  const char *name;
  LDE_VEC(const lde_field *) fields;
  int32_t rows; /* of data */
} lde_sheet_plan;
typedef LDE_VEC(lde_sheet_plan) lde_sheet_plans;

typedef struct lde_sheet_job {
  const lde_schema *schema;
  lde_dataset *dataset;  /* NULL: no project */
  lde_language language; /* that people read */
  lde_language written;  /* of the organisation: what `label` is in */
  int32_t day;           /* the moment of making */
  bool example, data;    /* an example row; the records */
  lde_sheet_plans plans;
} lde_sheet_job;

/* sheet_plan.c */
void lde_sheet_job_init(lde_sheet_job *job, lde_project *project, lde_schema *schema,
                        lde_language language);
void lde_sheet_job_deinit(lde_sheet_job *job);
/* Adds the sheet of an entity: with data the columns that records have, else those to fill in. */
void lde_sheet_job_add(lde_sheet_job *job, const lde_entity *entity);
/* Those asked for, else all usual ones (template) or all with records. False after reporting a name
 * that is none. */
bool lde_sheet_job_choose(lde_sheet_job *job, lde_result *result, const char *const *names,
                          size_t count);
/* The plan of an entity, or NULL. */
const lde_sheet_plan *lde_sheet_job_find(const lde_sheet_job *job, const lde_entity *entity);
/* A written value as it is exported: trimmed text, numbers with a point, choices by their label where
 * `labels`. "" when there is none. */
void lde_sheet_value(const lde_sheet_job *job, const lde_table *table, const lde_field *field,
                     int32_t row, bool labels, lde_buffer *out);
/* The label of a choice, or its text where the label would be read as another. */
const char *lde_sheet_choice(const lde_choices *choices, int64_t item, lde_language lang);
lde_book_kind lde_sheet_kind(const lde_sheet_job *job, const lde_field *field);

/* sheet_cells.c: heads and rows. */
void lde_sheet_heads(const lde_sheet_job *job, lde_book *book, int sheet,
                     const lde_sheet_plan *plan);
void lde_sheet_rows(const lde_sheet_job *job, lde_book *book, int sheet,
                    const lde_sheet_plan *plan, lde_result *result);
void lde_sheet_example(const lde_sheet_job *job, lde_book *book, int sheet,
                       const lde_sheet_plan *plan);

/* sheet_book.c: the whole workbook; trouble goes into `result`. */
bool lde_sheet_workbook(const lde_sheet_job *job, lde_result *result, lde_buffer *out);
/* The names of the sheets that are not data: what an import passes over in silence. */
bool lde_sheet_is_ours(const char *name);

/* sheet_csv.c: one entity as CSV. False after reporting a character that the dialect does not have. */
typedef enum lde_csv_dialect { LDE_CSV_RFC, LDE_CSV_NL, LDE_CSV_EXCEL_1252 } lde_csv_dialect;
bool lde_sheet_csv(const lde_sheet_job *job, const lde_sheet_plan *plan, lde_csv_dialect dialect,
                   lde_result *result, lde_buffer *out);
/* One cell: quoted where needed, and harmless: a text that a spreadsheet would take for a formula gets
 * an apostrophe before it. */
void lde_csv_put_text(lde_buffer *out, const char *text, char delimiter, bool first);

/* Decimal comma instead of point, in a form that cannot be taken for thousands. */
void lde_csv_to_comma(lde_buffer *text);
/* From UTF-8 to Windows-1252, from `start` on. False with the first character that does not exist there;
 * the text is then spoilt. */
bool lde_csv_narrow(lde_buffer *text, size_t start, lde_buffer *refused);

/* sheet_query.c: the rows of a query as a workbook of one sheet, and as CSV in the dialects nl and
 * excel-1252. */
lde_status lde_query_workbook(const lde_query_result *rows, int32_t day, lde_language lang,
                              lde_buffer *out, lde_error *err);
lde_status lde_query_csv(const lde_query_result *rows, const char *dialect, lde_language lang,
                         lde_buffer *out, lde_error *err);

/* sheet_yaml.c: the imported records of an entity as native YAML. */
size_t lde_sheet_yaml(lde_dataset *dataset, const lde_entity *entity, const char *from,
                      lde_language lang, lde_buffer *out);

/* A text, and the value of a field, in the spelling that people would use in YAML. */
void lde_yaml_word(lde_buffer *out, const char *text);
void lde_yaml_field(lde_dataset *dataset, const lde_table *table, const lde_field *field,
                    int32_t row, lde_buffer *out);

/* marked.c: a copy of the workbook with what is wrong marked. */
bool lde_marked_write(lde_result *result, const char *file, const char *name, const char *to,
                      int32_t day);

#endif
