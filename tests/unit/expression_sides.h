/* expression_sides.h: Lua's side of an expression that is also run over columns, and the comparison of what the
 * two give for a row. For the unit test, which makes expressions up, and for the fuzz target. */
#ifndef TEST_EXPRESSION_SIDES_H
#define TEST_EXPRESSION_SIDES_H

#include <lauxlib.h>
#include <math.h>
#include <string.h>

#include "expr/expr.h"
#include "script/expression.h"
#include "script/record.h"
#include "script/script_internal.h"

typedef struct expression_side {
  lde_dataset *dataset;
  const lde_entity *entity;
  const char *text;
  size_t len;
} expression_side;

static inline int l_expression_compile(lua_State *L)
{
  const expression_side *s = lua_touserdata(L, 1);

  lde_expression_compile(L, s->entity, NULL, NULL, s->text, s->len);
  return 1;
}

/* expression, row → value */
static inline int l_expression_evaluate(lua_State *L)
{
  const lde_expression *expression = lua_touserdata(L, 1);
  int32_t row = (int32_t)lua_tointeger(L, 2);
  lde_evaluation evaluation;

  luaL_checkstack(L, LDE_EXPRESSION_STACK, "expression");
  lde_evaluation_open(&evaluation, L, true);
  lde_expression_push(&evaluation, 1, expression, row, 0);
  lde_evaluation_close(&evaluation);
  return 1;
}

static inline bool expression_same(lua_State *L, int index, const lde_expr_value *value)
{
  const lde_record *record = lde_record_test(L, index);
  size_t len;
  const char *text;
  double number;

  switch (value->tag) {
  case LDE_EXPR_NIL:
    return lua_isnil(L, index);
  case LDE_EXPR_BOOL:
    return lua_isboolean(L, index) && lua_toboolean(L, index) == (int)value->integer;
  case LDE_EXPR_INTEGER:
    return lua_isinteger(L, index) && lua_tointeger(L, index) == value->integer;
  case LDE_EXPR_FLOAT:
    number = lua_tonumber(L, index);
    return lua_type(L, index) == LUA_TNUMBER && !lua_isinteger(L, index) &&
           (memcmp(&number, &value->number, sizeof number) == 0 || (isnan(number) && isnan(value->number)));
  case LDE_EXPR_TEXT:
    if (lua_type(L, index) != LUA_TSTRING)
      return false;
    text = lua_tolstring(L, index, &len);
    return len == value->len && memcmp(text, value->text, len) == 0;
  case LDE_EXPR_RECORD:
    return record && record->entity == value->entity && record->row == (int32_t)value->integer;
  default:
    return false;
  }
}

static inline bool expression_failed(const lde_expr_failures *failures, int32_t row)
{
  for (size_t i = 0; i < failures->items.len; i++)
    if (failures->items.data[i].row == row)
      return true;
  return false;
}

#endif
