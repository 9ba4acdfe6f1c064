/* expression_check.h: the names of an expression, checked before Lua sees it. Inside script only.
 */
#ifndef LDE_SCRIPT_EXPRESSION_CHECK_H
#define LDE_SCRIPT_EXPRESSION_CHECK_H

#include "script/expression.h"
#include "script/expression_scan.h"

typedef struct lde_free_name {
  const char *text; /* in the expression */
  size_t len;
  lde_name_code code;
} lde_free_name;

typedef struct lde_expression_names {
  lde_free_name names[LDE_EXPRESSION_NAMES_MAX]; /* each once, in the order of their first use */
  int count;
  bool single; /* there is nothing but one name */
} lde_expression_names;

/* Names that expressions know of ld and of math; end in NULL. */
extern const char *const lde_expression_ld_names[], *const lde_expression_math_names[];

/* Raises for an unknown name or what an expression may not contain, saying the column; fills `out`
 * (may be NULL: only check). */
void lde_expression_check(lua_State *L, const lde_entity *entity, const lde_entity *outer,
                          const char *const *extras, const char *text, size_t len,
                          lde_expression_names *out);

#endif
