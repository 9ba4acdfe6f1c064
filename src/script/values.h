/* values.h: between values of the model and Lua, and from Lua to plain data.
 *
 * Money, minutes and levels are integers, shares, fte and numbers floats, dates and periods texts,
 * choices their code, a reference is a record, a list of references a collection (empty when there
 * is none), another list or a map a new table; an empty field is nil. */
#ifndef LDE_SCRIPT_VALUES_H
#define LDE_SCRIPT_VALUES_H

#include "script/script_internal.h"

/* Pushes the field of the row. */
void lde_value_push_field(lua_State *L, lde_script *script, const lde_field *field, int32_t row);
/* Pushes a tree of plain data as tables. */
void lde_value_push_data(lua_State *L, const lde_data *data);
/* The value at `index` as plain data in the arena; see lde_script_take_data. Raises. */
lde_data *lde_value_to_data(lua_State *L, int index, lde_arena *arena);
/* How many of the type's units make one: 10 000 for a share; 1 for types that are integers or
 * texts. */
int64_t lde_value_units(const lde_field *field);
/* A field of one number a row that is not a text, list or bool. */
bool lde_value_is_number(const lde_field *field);

#endif
