#include "script/expression.h"

#include <string.h>

#include "base/error.h"
#include "script/expression_check.h"
#include "script/record.h"
#include "script/source.h"

enum { TEXT_MAX = 16 << 10 };

/* ---- compiling ---- */

/* Pushes the function: the names are its parameters, so that it means what Lua would compute. */
static void push_function(lua_State *L, const lde_expression_names *names, const char *text,
                          size_t len)
{
  lde_language lang = lde_sandbox_language(L);
  luaL_Buffer chunk;
  const char *source, *message;
  size_t source_len;

  luaL_buffinit(L, &chunk);
  for (int i = 0; i < names->count; i++) {
    luaL_addstring(&chunk, i == 0 ? "local " : ",");
    luaL_addlstring(&chunk, names->names[i].text, names->names[i].len);
  }
  luaL_addstring(&chunk, names->count ? "=... return " : "return ");
  luaL_addlstring(&chunk, text, len);
  luaL_pushresult(&chunk);
  source = lua_tolstring(L, -1, &source_len);
  if (lde_source_look(source, source_len).chain_line > 0)
    luaL_error(L, "%s",
               LDE_TR(lang, "a chain of more than 1000 field accesses",
                      "een reeks van meer dan 1000 velden achter elkaar"));
  if (luaL_loadbufferx(L, source, source_len, "=expression", "t") != LUA_OK) {
    message = lua_tostring(L, -1);
    if (strncmp(message, "expression:", 11) == 0 && strchr(message + 11, ' '))
      message = strchr(message + 11, ' ') + 1;
    luaL_error(L, LDE_TR(lang, "\"%s\" is not an expression: %s", "\"%s\" is geen expressie: %s"),
               lua_pushlstring(L, text, len > 200 ? 200 : len), message);
  }
  lua_remove(L, -2);
}

const lde_expression *lde_expression_compile(lua_State *L, const lde_entity *entity,
                                             const lde_entity *outer, const char *const *extras,
                                             const char *text, size_t len)
{
  lde_expression_names *names;
  lde_expression *expression;

  if (len > TEXT_MAX)
    luaL_error(L, "%s",
               LDE_TR(lde_sandbox_language(L), "an expression of more than 16 KiB",
                      "een expressie van meer dan 16 KiB"));
  names = lua_newuserdatauv(L, sizeof *names, 0);
  names->count = 0;
  lde_expression_check(L, entity, outer, extras, text, len, names);
  expression = lua_newuserdatauv(
      L, sizeof *expression + (size_t)names->count * sizeof *expression->names, 1);
  expression->entity = entity;
  expression->outer = outer;
  expression->single = names->single;
  expression->tried = false;
  expression->column = NULL;
  expression->count = names->count;
  for (int i = 0; i < names->count; i++)
    expression->names[i] = names->names[i].code;
  push_function(L, names, text, len);
  lua_setiuservalue(L, -2, 1);
  lua_remove(L, -2);
  return expression;
}

/* Leaves the table of the expressions over that entity inside the outer one. */
static void push_cache(lua_State *L, lde_script *script, const lde_entity *entity,
                       const lde_entity *outer)
{
  lua_Integer key = lde_ref_pack(entity->index, outer ? outer->index : -1);

  lua_rawgeti(L, LUA_REGISTRYINDEX, script->expressions);
  if (lua_rawgeti(L, -1, key) == LUA_TNIL) {
    lua_pop(L, 1);
    lua_newtable(L);
    lua_pushvalue(L, -1);
    lua_rawseti(L, -3, key);
  }
  lua_remove(L, -2);
}

/* Whether an expression is being evaluated: the nil in force tells, because whole functions have
 * their own, and the row in `current` may be left over from an error. */
static lde_scope scope_now(lua_State *L, const lde_script *script)
{
  bool safe = lde_nil_is_safe(L, true);

  lde_nil_is_safe(L, safe);
  return safe ? script->current : (lde_scope){-1, LDE_NO_ROW};
}

const lde_expression *lde_expression_get(lua_State *L, const lde_entity *entity, int index)
{
  lde_script *script = lde_script_of(L);
  lde_scope scope = scope_now(L, script);
  const lde_entity *outer =
      scope.entity < 0 ? NULL : lde_schema_entity(script->dataset->schema, scope.entity);
  size_t len;
  const char *text = lua_tolstring(L, index, &len);

  push_cache(L, script, entity, outer);
  lua_pushvalue(L, index);
  if (lua_rawget(L, -2) == LUA_TNIL) {
    lua_pop(L, 1);
    lde_expression_compile(L, entity, outer, NULL, text, len);
    lua_pushvalue(L, index);
    lua_pushvalue(L, -2);
    lua_rawset(L, -4);
  }
  lua_remove(L, -2);
  lua_replace(L, index);
  return lua_touserdata(L, index);
}

const lde_field *lde_expression_field(const lde_expression *expression)
{
  if (!expression->single || lde_name_kind_of(expression->names[0]) != LDE_NAME_FIELD)
    return NULL;
  return &expression->entity->fields[lde_name_index(expression->names[0])];
}

/* ---- evaluating ---- */

void lde_evaluation_open(lde_evaluation *evaluation, lua_State *L, bool safe)
{
  lde_script *script = lde_script_of(L);

  evaluation->L = L;
  evaluation->script = script;
  evaluation->around = scope_now(L, script);
  evaluation->was_safe = lde_nil_is_safe(L, safe);
  evaluation->current = script->current;
}

void lde_evaluation_close(lde_evaluation *evaluation)
{
  evaluation->script->current = evaluation->current;
  lde_nil_is_safe(evaluation->L, evaluation->was_safe);
}

static void push_name(lde_evaluation *evaluation, const lde_expression *expression, int32_t row,
                      lde_name_code code, int extras)
{
  lua_State *L = evaluation->L;
  lde_script *script = evaluation->script;

  switch (lde_name_kind_of(code)) {
  case LDE_NAME_EACH:
    lde_record_push(L, evaluation->around.entity, evaluation->around.row);
    return;
  case LDE_NAME_P:
    if (script->rule_parameters == LUA_NOREF)
      lde_script_push_params(L);
    else
      lua_rawgeti(L, LUA_REGISTRYINDEX, script->rule_parameters);
    return;
  case LDE_NAME_LD:
    lua_rawgeti(L, LUA_REGISTRYINDEX, script->pure);
    return;
  case LDE_NAME_MATH:
    lua_rawgeti(L, LUA_REGISTRYINDEX, script->math);
    return;
  case LDE_NAME_EXTRA:
    if (extras)
      lua_rawgeti(L, extras, lde_name_index(code) + 1);
    else
      lua_pushnil(L);
    return;
  default:
    lde_name_push(L, script, expression->entity, row, code);
  }
}

void lde_expression_push(lde_evaluation *evaluation, int at, const lde_expression *expression,
                         int32_t row, int extras)
{
  lua_State *L = evaluation->L;
  lde_script *script = evaluation->script;

  if (expression->single) {
    push_name(evaluation, expression, row, expression->names[0], extras);
    return;
  }
  lua_getiuservalue(L, at, 1);
  for (int i = 0; i < expression->count; i++)
    push_name(evaluation, expression, row, expression->names[i], extras);
  script->current = expression->entity ? (lde_scope){expression->entity->index, row}
                                       : (lde_scope){-1, LDE_NO_ROW};
  lua_call(L, expression->count, 1);
}

/* ---- what expressions see ---- */

void lde_expression_set_params(lua_State *L)
{
  lde_script *script = lde_script_of(L);

  luaL_unref(L, LUA_REGISTRYINDEX, script->rule_parameters);
  script->rule_parameters = luaL_ref(L, LUA_REGISTRYINDEX);
}

/* Pops the table on top and registers one with only those of its members. */
static int keep_names(lua_State *L, const char *const *names)
{
  lua_newtable(L);
  for (; *names; names++) {
    lua_getfield(L, -2, *names);
    lua_setfield(L, -2, *names);
  }
  lua_remove(L, -2);
  return luaL_ref(L, LUA_REGISTRYINDEX);
}

void lde_expression_open(lua_State *L)
{
  lde_script *script = lde_script_of(L);

  lua_newtable(L);
  script->expressions = luaL_ref(L, LUA_REGISTRYINDEX);
  lua_pushvalue(L, -1);
  script->pure = keep_names(L, lde_expression_ld_names);
  lua_pushglobaltable(L);
  lua_getfield(L, -1, "math");
  lua_remove(L, -2);
  script->math = keep_names(L, lde_expression_math_names);
}
