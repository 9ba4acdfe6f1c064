/* record.h: a row of the model as Lua sees it: read-only, `record.field`, `record.relation`.
 *
 * A record is a userdata that only says which row it is; everything is read from the columns when
 * it is asked for. One row has one record in a state as long as it is in use, so records are equal
 * when they are the same row, and can be keys of a table. */
#ifndef LDE_SCRIPT_RECORD_H
#define LDE_SCRIPT_RECORD_H

#include "script/script.h"

typedef struct lde_record {
  uint32_t mark; /* tells a record from another userdata without a look at its metatable */
  int32_t entity, row;
} lde_record;

/* Pushes the record, or nil for LDE_NO_ROW. */
void lde_record_push(lua_State *L, int entity, int32_t row);
/* The record at the index, or NULL when it is something else. */
const lde_record *lde_record_test(lua_State *L, int index);
/* Raises when it is something else. */
const lde_record *lde_record_check(lua_State *L, int index);
/* The row of an argument that is a record of that entity or its id; raises. */
int32_t lde_record_check_row(lua_State *L, int index, int entity);
/* Pushes the id; `kind` true: "goals:g1". */
void lde_record_push_id(lua_State *L, int entity, int32_t row, bool kind);

/* Makes the metatable; run while a script is made. */
void lde_record_open(lua_State *L);

#endif
