/* expression.h: a Lua expression over the rows of an entity, `"current < required and not
 * mandatory"`.
 *
 * It is compiled once per state and text: every name is checked against the entity (and behind a
 * dot or colon where its kind is known, and in the expressions of collection methods inside it),
 * and becomes a parameter of a Lua function, which is then called with the values of a row, with
 * the nil of expressions. An expression that is just a field reads the column instead. What it
 * reads stands in `names`, so that a compiler to columns can take over a text: whoever evaluates
 * goes through lde_expression_push only.
 *
 * All functions raise; compiled expressions are Lua values, and a pointer lives as long as its
 * value. */
#ifndef LDE_SCRIPT_EXPRESSION_H
#define LDE_SCRIPT_EXPRESSION_H

#include "script/record_names.h"

/* Names in one expression, and stack slots to reserve before the first push. */
enum { LDE_EXPRESSION_NAMES_MAX = 150, LDE_EXPRESSION_STACK = LDE_EXPRESSION_NAMES_MAX + 20 };

typedef struct lde_expression {
  const lde_entity *entity, *outer; /* outer: what `each` is, or NULL */
  bool single;                      /* the text is just names[0] */
  bool tried;                       /* to compile it to columns */
  struct lde_script_column *column; /* of collection_columns.c; NULL = row by row */
  int count;
  lde_name_code names[];
} lde_expression;

/* The text at `index` of the stack, compiled for rows of the entity inside what is being evaluated
 * now, replaces it there; compiled ones are remembered by their text. */
const lde_expression *lde_expression_get(lua_State *L, const lde_entity *entity, int index);
/* Compiles and pushes. `entity` NULL: there are no fields. `outer` may be NULL. `extras` (may be
 * NULL, ends in NULL) are names that the caller gives values, such as the `sum` of a group; they
 * win over fields. */
const lde_expression *lde_expression_compile(lua_State *L, const lde_entity *entity,
                                             const lde_entity *outer, const char *const *extras,
                                             const char *text, size_t len);
/* The field that the expression consists of, or NULL. */
const lde_field *lde_expression_field(const lde_expression *expression);

/* Rows are evaluated between open and close, which set the nil in force and what `each` means.
 * `safe`: with the nil of expressions; else for calls of whole functions. After an error close is
 * not called. */
typedef struct lde_evaluation {
  lua_State *L;
  lde_script *script;
  bool was_safe;
  lde_scope current; /* to be put back */
  lde_scope around;  /* `each` in this evaluation */
} lde_evaluation;

void lde_evaluation_open(lde_evaluation *evaluation, lua_State *L, bool safe);
void lde_evaluation_close(lde_evaluation *evaluation);
/* Pushes the value of the expression at stack index `at` for the row. `extras`: stack index of a
 * list with the values of the extra names in their order, 0 = none. */
void lde_expression_push(lde_evaluation *evaluation, int at, const lde_expression *expression,
                         int32_t row, int extras);

/* Pops a table: what `P` is in the expressions of this state from now on. Without it P is
 * ld.params. */
void lde_expression_set_params(lua_State *L);

/* Makes what expressions see of `ld` and `math`; ld's members are on top of the stack. Run while a
 * script is made. */
void lde_expression_open(lua_State *L);

#endif
