/* record_names.h: the names that a record answers to: fields, relations and `source`, as small
 * codes that are looked up once. A table of them per entity is made when it is first needed. */
#ifndef LDE_SCRIPT_RECORD_NAMES_H
#define LDE_SCRIPT_RECORD_NAMES_H

#include "script/script_internal.h"

typedef enum lde_name_kind {
  LDE_NAME_FIELD,    /* index: of the field */
  LDE_NAME_RELATION, /* index: of the relation */
  LDE_NAME_SOURCE,   /* file, line and column */
  /* in expressions only */
  LDE_NAME_EACH,
  LDE_NAME_P,
  LDE_NAME_LD,
  LDE_NAME_MATH,
  LDE_NAME_EXTRA /* index: among the names that the caller adds */
} lde_name_kind;

/* kind << 24 | index; -1 = no such name. */
typedef int32_t lde_name_code;
static inline lde_name_code lde_name_make(lde_name_kind kind, int index)
{
  return (lde_name_code)kind << 24 | index;
}
static inline lde_name_kind lde_name_kind_of(lde_name_code code)
{
  return (lde_name_kind)(code >> 24);
}
static inline int lde_name_index(lde_name_code code)
{
  return code & 0xFFFFFF;
}

/* The code of the text at `index` (absolute) of the Lua stack, or -1. */
lde_name_code lde_name_find(lua_State *L, lde_script *script, const lde_entity *entity, int index);
/* The same for C text. */
lde_name_code lde_name_find_text(const lde_entity *entity, const char *name);
/* Offers the names of the entity, also those whose label is what was written ("naam"). */
void lde_name_suggest(const lde_entity *entity, lde_suggestion *suggestion);
/* Raises "goals have no field 'titel'; did you mean …?" */
int lde_name_raise(lua_State *L, const lde_entity *entity, const char *name);

/* Pushes what the name stands for on that row: FIELD, RELATION or SOURCE. */
void lde_name_push(lua_State *L, lde_script *script, const lde_entity *entity, int32_t row,
                   lde_name_code code);

#endif
