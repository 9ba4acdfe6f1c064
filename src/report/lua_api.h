/* lua_api.h: the functions that scripts can call, described once: the LuaLS stubs and the
 * documentation are made from these rows, and a test can hold them against what the running program
 * offers. */
#ifndef LDE_REPORT_LUA_API_H
#define LDE_REPORT_LUA_API_H

#include <stddef.h>

#include "ldengine/status.h"

typedef struct lde_lua_function {
  const char *owner; /* "ld", "collection", "offer", "result", "measure", "model", "model_result" */
  const char *name;
  const char *params;  /* "name type, name? type": a question mark where it may be left out */
  const char *returns; /* type as LuaLS writes it; "" = nothing. Row and Rows stand for a
                          collection's own */
  const char *doc[2];  /* by lde_language: meaning, unit, errors */
} lde_lua_function;

const lde_lua_function *lde_lua_functions(size_t *count);

/* Values of the ld table that are not functions. */
typedef struct lde_lua_value {
  const char *name, *type, *doc[2];
} lde_lua_value;
const lde_lua_value *lde_lua_values(size_t *count);

#endif
