#include "script/record.h"

#include <string.h>

#include "base/error.h"
#include "script/record_names.h"

enum { RECORD_MARK = 0x6c645265 };

void lde_record_push(lua_State *L, int entity, int32_t row)
{
  lde_script *script = lde_script_of(L);
  lua_Integer key = lde_ref_pack(entity, row);
  lde_record *record;

  if (row < 0) {
    lua_pushnil(L);
    return;
  }
  lua_rawgeti(L, LUA_REGISTRYINDEX, script->records);
  if (lua_rawgeti(L, -1, key) == LUA_TUSERDATA) {
    lua_remove(L, -2);
    return;
  }
  lua_pop(L, 1);
  record = lua_newuserdatauv(L, sizeof *record, 0);
  *record = (lde_record){RECORD_MARK, entity, row};
  lua_rawgeti(L, LUA_REGISTRYINDEX, script->record_metatable);
  lua_setmetatable(L, -2);
  lua_pushvalue(L, -1);
  lua_rawseti(L, -3, key);
  lua_remove(L, -2);
}

const lde_record *lde_record_test(lua_State *L, int index)
{
  const lde_record *record = lua_touserdata(L, index);

  return record && lua_type(L, index) == LUA_TUSERDATA && lua_rawlen(L, index) == sizeof *record &&
                 record->mark == RECORD_MARK
             ? record
             : NULL;
}

const lde_record *lde_record_check(lua_State *L, int index)
{
  const lde_record *record = lde_record_test(L, index);

  if (!record)
    luaL_typeerror(L, index, "record");
  return record;
}

int32_t lde_record_check_row(lua_State *L, int index, int entity)
{
  lde_script *script = lde_script_of(L);
  lde_table *table = lde_dataset_table(script->dataset, entity);
  const lde_record *record = lde_record_test(L, index);
  const char *id;
  size_t len;
  int32_t row;

  if (record && record->entity == entity)
    return record->row;
  if (record || lua_type(L, index) != LUA_TSTRING) {
    luaL_argerror(
        L, index,
        lua_pushfstring(L,
                        LDE_TR(script->language, "a record of %s or its id expected, got %s",
                               "een gegeven uit %s of het id ervan verwacht, niet %s"),
                        table->entity->plural, lde_sandbox_tostring(L, index, NULL)));
    return LDE_NO_ROW;
  }
  id = lua_tolstring(L, index, &len);
  row = lde_row_find(script->dataset, table, id, len);
  if (row < 0)
    luaL_error(L, LDE_TR(script->language, "%s have no record '%s'", "%s hebben geen gegeven '%s'"),
               table->entity->plural, id);
  return row;
}

void lde_record_push_id(lua_State *L, int entity, int32_t row, bool kind)
{
  lde_script *script = lde_script_of(L);
  lde_table *table = lde_dataset_table(script->dataset, entity);

  /* The second row of a natural key gets its #2 when the index of ids is completed. */
  if (!table->id_index_complete && table->entity->id_kind != LDE_ID_OWN_ID)
    lde_row_find(script->dataset, table, "", 0);
  if (kind)
    lde_buffer_printf(&script->text, "%s:", table->entity->plural);
  lde_row_id(script->dataset, table, row, &script->text);
  lde_script_push_text(L, script);
}

static int l_index(lua_State *L)
{
  const lde_record *record = lde_record_check(L, 1);
  lde_script *script = lde_script_of(L);
  const lde_entity *entity = lde_schema_entity(script->dataset->schema, record->entity);
  lde_name_code code;

  lua_settop(L, 2);
  code = lde_name_find(L, script, entity, 2);
  if (code < 0)
    return lde_name_raise(L, entity, lde_sandbox_tostring(L, 2, NULL));
  lde_name_push(L, script, entity, record->row, code);
  return 1;
}

static int l_newindex(lua_State *L)
{
  return luaL_error(
      L, "%s",
      LDE_TR(lde_script_of(L)->language, "records are read-only", "gegevens zijn alleen te lezen"));
}

static int l_tostring(lua_State *L)
{
  const lde_record *record = lde_record_check(L, 1);

  lde_record_push_id(L, record->entity, record->row, true);
  return 1;
}

static int l_order(lua_State *L)
{
  const lde_record *record = lde_record_check(L, 1);

  lua_pushinteger(L, lde_ref_pack(record->entity, record->row));
  return 1;
}

void lde_record_open(lua_State *L)
{
  static const luaL_Reg methods[] = {{"__index", l_index},
                                     {"__newindex", l_newindex},
                                     {"__tostring", l_tostring},
                                     {"__order", l_order},
                                     {NULL, NULL}};
  lde_script *script = lde_script_of(L);

  if (lde_sandbox_metatable(L, "record"))
    luaL_setfuncs(L, methods, 0);
  script->record_metatable = luaL_ref(L, LUA_REGISTRYINDEX);
  lua_newtable(L);
  lua_createtable(L, 0, 1);
  lua_pushliteral(L, "v");
  lua_setfield(L, -2, "__mode");
  lua_setmetatable(L, -2);
  script->records = luaL_ref(L, LUA_REGISTRYINDEX);
}
