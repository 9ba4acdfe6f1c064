/* ld.h: the global `ld`: the manifest's facts, a collection for each entity, the pure functions on
 * dates and money, parameters. It is an empty table that reads from the table of its members, so
 * that it cannot be written and an unknown name is an error with a suggestion. Inside script only.
 */
#ifndef LDE_SCRIPT_LD_H
#define LDE_SCRIPT_LD_H

#include "script/script_internal.h"

/* Fills the members, makes the global and the module; run while a script is made. */
void lde_ld_open(lua_State *L);
/* Whether ld.<name> exists. */
bool lde_ld_has_member(lua_State *L, const char *name);
/* A date text in argument `index` to days; raises. A timestamp counts as its day. */
int32_t lde_ld_check_date(lua_State *L, int index);

/* ---- ld_params.c ---- */

/* Makes the tables for the parameters; run while a script is made. */
void lde_params_open(lua_State *L);
/* ld.param(name, date) */
int lde_params_param(lua_State *L);

#endif
