/* tables.h: the dataset as SQLite sees it: one virtual table per entity, named as the plural, and
 * one per list of references. They read the columns where they lie; nothing is copied. The dataset
 * must be resolved and live longer than the connection; reading may build its lazy indexes (ids of
 * rows with a natural key, inverse relations). */
#ifndef LDE_STORE_TABLES_H
#define LDE_STORE_TABLES_H

#include <sqlite3.h>

#include "model/dataset.h"

/* Creates the tables in the main database of the connection. Returns an SQLite code. */
int lde_tables_create(sqlite3 *db, lde_dataset *dataset);

/* A list of references, which is a table of its own: plan_line.employees → plan_line_employee. */
bool lde_field_is_link(const lde_field *field);
/* Appends the name of that table. */
void lde_link_name(const lde_field *field, lde_buffer *out);
/* Appends the name of its second column: employee. The first is the entity's, the third position.
 */
void lde_link_column(const lde_field *field, lde_buffer *out);
/* Appends the singular of a plural: competencies → competency. */
void lde_singular(const char *plural, lde_buffer *out);

/* Calls back with the name of every column of the entity's table, in order; `field` is -1 for
 * source_file and -2 for source_line. */
void lde_table_each_column(const lde_entity *entity,
                           void (*visit)(void *ctx, const char *name, int field), void *ctx);
/* Appends the name in double quotes. */
void lde_sql_name(lde_buffer *out, const char *name);

#endif
