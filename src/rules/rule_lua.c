/* What rule files find in `ld`: rule, exists, le, lt, ge, gt, eq, ne, repeats, and report while a
 * `once` runs. ld.rule only takes the table; it is read when the file has run to its end, so that all
 * mistakes of a file are told at once. */
#include <string.h>

#include "rules/internal.h"

static const char *const side_names[] = {"eq", "ne", "lt", "le", "gt", "ge"};

static lde_rule_file *file_of(lua_State *L)
{
  return lde_script_attached(lde_script_of(L), LDE_RULES_DESK);
}

/* The line of this file from which ld.rule was called, through helpers of other files too. */
static int calling_line(lua_State *L, const lde_rule_file *file)
{
  lua_Debug ar;
  int line = 0;

  for (int level = 1; lua_getstack(L, level, &ar); level++) {
    lua_getinfo(L, "Sl", &ar);
    if (ar.currentline > 0 && line == 0)
      line = ar.currentline;
    if (ar.currentline > 0 && strcmp(ar.source + (*ar.source == '@'), file->name) == 0)
      return ar.currentline;
  }
  return line;
}

static int l_rule(lua_State *L)
{
  lde_rule_file *file = file_of(L);

  luaL_checktype(L, 1, LUA_TTABLE);
  lua_settop(L, 1);
  if (file->tables == LUA_NOREF)
    return luaL_error(L, "%s",
                      LDE_TR(file->rules->lang, "ld.rule is for while the file is read",
                             "ld.rule is voor tijdens het inlezen van het bestand"));
  lua_rawgeti(L, LUA_REGISTRYINDEX, file->tables);
  for (size_t i = 1; i <= file->lines.len; i++) {
    lua_rawgeti(L, 2, (lua_Integer)i);
    if (lua_rawequal(L, 1, -1))
      return luaL_error(L, "%s",
                        LDE_TR(file->rules->lang, "the same table is given to ld.rule twice",
                               "dezelfde tabel gaat twee keer naar ld.rule"));
    lua_pop(L, 1);
  }
  lde_sandbox_charge(L, 100 + file->lines.len);
  lua_pushvalue(L, 1);
  lua_rawseti(L, 2, (lua_Integer)file->lines.len + 1);
  lde_vec_push(&file->lines, calling_line(L, file));
  lua_settop(L, 1);
  return 1;
}

/* ld.exists(entity, {left = right}): a table {entity, conditions} with a metatable of its own. */
static int l_exists(lua_State *L)
{
  luaL_checktype(L, 1, LUA_TSTRING);
  luaL_checktype(L, 2, LUA_TTABLE);
  lua_createtable(L, 2, 0);
  lua_pushvalue(L, 1);
  lua_rawseti(L, -2, 1);
  lua_pushvalue(L, 2);
  lua_rawseti(L, -2, 2);
  luaL_setmetatable(L, LDE_METATABLE("exists"));
  return 1;
}

/* ld.le(expression): {operator, expression}; upvalue 1 is the operator. */
static int l_side(lua_State *L)
{
  luaL_checkany(L, 1);
  lua_createtable(L, 2, 0);
  lua_pushvalue(L, lua_upvalueindex(1));
  lua_rawseti(L, -2, 1);
  lua_pushvalue(L, 1);
  lua_rawseti(L, -2, 2);
  luaL_setmetatable(L, LDE_METATABLE("comparison"));
  return 1;
}

static bool has_metatable(lua_State *L, int index, const char *name)
{
  bool same;

  if (lua_type(L, index) != LUA_TTABLE || !lua_getmetatable(L, index))
    return false;
  luaL_getmetatable(L, name);
  same = lua_rawequal(L, -1, -2);
  lua_pop(L, 2);
  return same;
}

bool lde_rule_is_join(lua_State *L, int index)
{
  return has_metatable(L, index, LDE_METATABLE("exists"));
}

lde_join_op lde_rule_join_side(lua_State *L, int index)
{
  lde_join_op op = LDE_JOIN_EQ;

  if (!has_metatable(L, index, LDE_METATABLE("comparison"))) {
    lua_pushvalue(L, index);
    return op;
  }
  index = lua_absindex(L, index);
  lua_rawgeti(L, index, 1);
  op = (lde_join_op)lua_tointeger(L, -1);
  lua_pop(L, 1);
  lua_rawgeti(L, index, 2);
  return op;
}

/* ld.repeats("assessments"): the collection of the rows without a written id whose natural key
 * stands before them already, which made loading give them an id with #2, #3, … */
static int l_repeats(lua_State *L)
{
  const lde_dataset *ds = file_of(L)->rules->dataset;
  const char *plural = luaL_checkstring(L, 1);
  const lde_entity *entity = lde_schema_find(ds->schema, plural);
  const lde_table *table;
  int32_t count = 0, *rows;

  if (!entity)
    return luaL_error(L,
                      LDE_TR(file_of(L)->rules->lang, "there is no entity '%s'",
                             "er is geen entiteit '%s'"),
                      plural);
  table = &ds->tables[entity->index];
  for (int32_t row = 0; row < lde_table_count(table); row++)
    count += entity->id_kind == LDE_ID_KEY && lde_table_is_derived(table, LDE_F_ID, row);
  rows = lua_newuserdatauv(L, ((size_t)count + 1) * sizeof *rows, 0);
  count = 0;
  for (int32_t row = 0; row < lde_table_count(table); row++)
    if (entity->id_kind == LDE_ID_KEY && lde_table_is_derived(table, LDE_F_ID, row))
      rows[count++] = row;
  lde_sandbox_charge(L, (uint64_t)lde_table_count(table) / 64 + 10);
  lde_collection_push_rows(L, entity, rows, (size_t)count);
  return 1;
}

int lde_rules_open(lua_State *L)
{
  lde_sandbox_metatable(L, "exists");
  lde_sandbox_metatable(L, "comparison");
  lua_settop(L, 1);
  lua_pushcfunction(L, l_rule);
  lua_setfield(L, 1, "rule");
  lua_pushcfunction(L, l_exists);
  lua_setfield(L, 1, "exists");
  lua_pushcfunction(L, l_repeats);
  lua_setfield(L, 1, "repeats");
  for (int op = 0; op < 6; op++) {
    lua_pushinteger(L, op);
    lua_pushcclosure(L, l_side, 1);
    lua_setfield(L, 1, side_names[op]);
  }
  lua_pushcfunction(L, lde_rule_report);
  lua_setfield(L, 1, "report");
  lua_pushglobaltable(L);
  lua_pushcfunction(L, lde_rule_report);
  lua_setfield(L, -2, "report");
  return 0;
}
