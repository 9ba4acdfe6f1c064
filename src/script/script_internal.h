/* script_internal.h: what the files of the bindings share: the script behind a state, and the row
 * that an expression is looking at. Other layers use script.h, record.h, collection.h and
 * expression.h. */
#ifndef LDE_SCRIPT_SCRIPT_INTERNAL_H
#define LDE_SCRIPT_SCRIPT_INTERNAL_H

#include <lauxlib.h>

#include "script/script.h"

typedef struct lde_scope {
  int32_t entity, row; /* entity -1 = no row */
} lde_scope;

typedef struct lde_attachment {
  char *name;
  void *thing;
  bool opened;
} lde_attachment;

struct lde_script {
  lde_sandbox *sandbox;
  lde_dataset *dataset;
  lde_script_options options; /* its host is the one of the caller; ours passes on to it */
  lde_language language;
  /* References into the Lua registry. */
  int *names;       /* by entity: table from name to lde_name_code; LUA_NOREF = not made yet */
  int *collections; /* by entity: the collection of all rows */
  int records;      /* weak table from entity and row to the record */
  int record_metatable, collection_metatable, source_metatable, object_metatable;
  int expressions;       /* by entity and outer entity: table from text to expression */
  int members;           /* what ld has */
  int parameters;        /* by day: the table of the parameters */
  int shared_parameters; /* what ld.params shows */
  int rule_parameters;   /* P of expressions: table or LUA_NOREF */
  int pure, math;        /* ld and math as expressions see them */
  /* The row under evaluation. It means something only while nil is safe, that is, inside an
   * expression: after an error that a script caught it may be stale. */
  lde_scope current;
  lde_failure opening; /* how making the state ended */
  lua_Integer serial;  /* of collections, for a fixed order of keys */
  lde_buffer text;     /* scratch; here so that no jump can lose it */
  LDE_VEC(lde_attachment) attachments;
  LDE_VEC(struct lde_script_column *) columns; /* compiled conditions, owned */
};

void lde_script_columns_free(lde_script *script);
/* Pushes a text in the scratch buffer as a Lua string, and empties the buffer. */
void lde_script_push_text(lua_State *L, lde_script *script);
#endif
