/* ddl.h: the model as CREATE TABLE statements that plain sqlite3 accepts, for those who want to
 * keep or move the data in a database of their own. Generated from the schema rows; amounts are
 * integer minor units, dates ISO texts, lists of references link tables, other lists and maps JSON
 * text. */
#ifndef LDE_STORE_DDL_H
#define LDE_STORE_DDL_H

#include "base/buffer.h"
#include "model/schema.h"

/* Appends all statements, with the documentation in the language as comments. */
void lde_ddl_write(const lde_schema *schema, lde_language lang, lde_buffer *out);

#endif
