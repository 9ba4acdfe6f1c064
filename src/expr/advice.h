/* advice.h: what can be said of a compiled expression without data: that it can never be true, that it
 * mixes units, and where an empty field makes it mean something else than it seems to. Everything is
 * said of the rows that the schema allows; values of parameters are left open. */
#ifndef LDE_EXPR_ADVICE_H
#define LDE_EXPR_ADVICE_H

#include "expr/expr.h"

/* No row that the schema allows makes it true. */
bool lde_expr_is_never_true(const lde_expr *expr);
/* Two amounts of different units that are compared or added: "money", "minutes"; false when there are
 * none. `problem` gets the place. */
bool lde_expr_mixes_units(const lde_expr *expr, lde_expr_problem *problem);

typedef enum lde_expr_doubt {
  LDE_DOUBT_NOT_EQUAL, /* lane ~= 'x' is true where lane is empty */
  LDE_DOUBT_NEGATION   /* not (a < b) is true where a is empty */
} lde_expr_doubt;

/* Each place where that holds and nothing beside it looks whether the field is filled. */
void lde_expr_each_doubt(const lde_expr *expr,
                         void (*tell)(void *ctx, lde_expr_doubt doubt, uint32_t at, uint32_t len,
                                      const lde_field *field),
                         void *ctx);

#endif
