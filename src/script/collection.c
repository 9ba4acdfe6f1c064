#include "script/collection.h"

#include <string.h>

#include "base/error.h"
#include "script/record.h"

void *lde_collection_scratch(lua_State *L, size_t count, size_t size)
{
  size_t bytes = count * size;

  lde_sandbox_need(L, bytes);
  return lua_newuserdatauv(L, bytes ? bytes : 1, 0);
}

lde_collection *lde_collection_new(lua_State *L, const lde_entity *entity, size_t count)
{
  lde_script *script = lde_script_of(L);
  size_t bytes = sizeof(lde_collection) + count * sizeof(int32_t);
  lde_collection *collection;

  if (count > 1000)
    lde_sandbox_need(L, bytes);
  collection = lua_newuserdatauv(L, bytes, 0);
  collection->entity = entity;
  collection->rows = collection->own;
  collection->count = count;
  collection->ascending = true;
  collection->serial = ++script->serial;
  lua_rawgeti(L, LUA_REGISTRYINDEX, script->collection_metatable);
  lua_setmetatable(L, -2);
  return collection;
}

void lde_collection_push_all(lua_State *L, const lde_entity *entity)
{
  lde_script *script = lde_script_of(L);
  int *ref = &script->collections[entity->index];

  if (*ref == LUA_NOREF) {
    lde_collection *collection = lde_collection_new(L, entity, 0);
    collection->rows = NULL;
    collection->count = (size_t)lde_table_count(lde_dataset_table(script->dataset, entity->index));
    *ref = luaL_ref(L, LUA_REGISTRYINDEX);
  }
  lua_rawgeti(L, LUA_REGISTRYINDEX, *ref);
}

void lde_collection_push_rows(lua_State *L, const lde_entity *entity, const int32_t *rows,
                              size_t count)
{
  lde_collection *collection = lde_collection_new(L, entity, count);

  for (size_t i = 0; i < count; i++) {
    collection->own[i] = rows[i];
    if (i > 0 && rows[i] <= rows[i - 1])
      collection->ascending = false;
  }
}

void lde_collection_push_borrowed(lua_State *L, const lde_entity *entity, lde_rows rows)
{
  lde_collection *collection = lde_collection_new(L, entity, 0);

  if (rows.count > 0)
    collection->rows = rows.rows;
  collection->count = rows.count;
}

const lde_collection *lde_collection_test(lua_State *L, int index)
{
  return luaL_testudata(L, index, LDE_METATABLE("collection"));
}

const lde_collection *lde_collection_check(lua_State *L, int index)
{
  return lde_check_userdata(L, index, "collection");
}

/* ---- looking up ---- */

static bool contains(lua_State *L, const lde_collection *collection, int32_t row)
{
  size_t low = 0, high = collection->count;

  if (!collection->rows)
    return (size_t)row < collection->count;
  if (!collection->ascending) {
    lde_sandbox_charge(L, collection->count);
    for (size_t i = 0; i < collection->count; i++)
      if (collection->rows[i] == row)
        return true;
    return false;
  }
  while (low < high) {
    size_t middle = low + (high - low) / 2;
    if (collection->rows[middle] < row)
      low = middle + 1;
    else
      high = middle;
  }
  return low < collection->count && collection->rows[low] == row;
}

/* The row of an id, of a record, or of a position (ids are texts, so an integer cannot be one: c[1]
 * is the first, and ipairs walks); LDE_NO_ROW when the collection does not have it. */
static int32_t find_row(lua_State *L, const lde_collection *collection, int index)
{
  lde_script *script = lde_script_of(L);
  lde_table *table = lde_dataset_table(script->dataset, collection->entity->index);
  const lde_record *record = lde_record_test(L, index);
  int32_t row = LDE_NO_ROW;
  size_t len;

  if (record) {
    row = record->entity == collection->entity->index ? record->row : LDE_NO_ROW;
  } else if (lua_type(L, index) == LUA_TSTRING) {
    const char *id = lua_tolstring(L, index, &len);
    row = lde_row_find(script->dataset, table, id, len);
  } else if (lua_isinteger(L, index)) {
    lua_Unsigned at = (lua_Unsigned)lua_tointeger(L, index) - 1;
    return at < collection->count ? lde_collection_row(collection, (size_t)at) : LDE_NO_ROW;
  } else if (!lua_isnil(L, index)) {
    luaL_error(L,
               LDE_TR(script->language, "a collection is indexed by an id (a text), not by a %s",
                      "een verzameling wordt met een id (een tekst) geïndexeerd, niet met een %s"),
               luaL_typename(L, index));
  }
  return row >= 0 && contains(L, collection, row) ? row : LDE_NO_ROW;
}

static int push_found(lua_State *L, const lde_collection *collection, int index)
{
  lde_sandbox_charge(L, 20);
  lde_record_push(L, collection->entity->index, find_row(L, collection, index));
  return 1;
}

static int l_get(lua_State *L)
{
  const lde_collection *collection = lde_collection_check(L, 1);

  luaL_checkany(L, 2);
  lua_settop(L, 2);
  return push_found(L, collection, 2);
}

/* c[id]; the methods are in upvalue 1, and their names win. */
static int l_index(lua_State *L)
{
  const lde_collection *collection = lde_collection_check(L, 1);

  lua_settop(L, 2);
  if (lua_type(L, 2) == LUA_TSTRING) {
    lua_pushvalue(L, 2);
    if (lua_rawget(L, lua_upvalueindex(1)) != LUA_TNIL)
      return 1;
    lua_pop(L, 1);
  }
  return push_found(L, collection, 2);
}

/* ---- walking ---- */

/* Upvalues: the collection, the number of the last row, whether the id comes first. */
static int l_next(lua_State *L)
{
  const lde_collection *collection = lua_touserdata(L, lua_upvalueindex(1));
  size_t i = (size_t)lua_tointeger(L, lua_upvalueindex(2));
  int32_t row;

  if (i >= collection->count) {
    lua_pushnil(L);
    return 1;
  }
  lde_sandbox_charge(L, 4);
  lua_pushinteger(L, (lua_Integer)i + 1);
  lua_replace(L, lua_upvalueindex(2));
  row = lde_collection_row(collection, i);
  if (lua_toboolean(L, lua_upvalueindex(3)))
    lde_record_push_id(L, collection->entity->index, row, false);
  lde_record_push(L, collection->entity->index, row);
  return lua_toboolean(L, lua_upvalueindex(3)) ? 2 : 1;
}

static int push_iterator(lua_State *L, bool with_id)
{
  lde_collection_check(L, 1);
  lua_pushvalue(L, 1);
  lua_pushinteger(L, 0);
  lua_pushboolean(L, with_id);
  lua_pushcclosure(L, l_next, 3);
  return 1;
}

static int l_each(lua_State *L)
{
  return push_iterator(L, false);
}

/* pairs(c): id, record; in the order of the collection */
static int l_pairs(lua_State *L)
{
  push_iterator(L, true);
  lua_pushnil(L);
  lua_pushnil(L);
  return 3;
}

static int l_first(lua_State *L)
{
  const lde_collection *collection = lde_collection_check(L, 1);
  lua_Integer n;
  size_t count;

  if (lua_isnoneornil(L, 2)) {
    lde_record_push(L, collection->entity->index,
                    collection->count ? lde_collection_row(collection, 0) : LDE_NO_ROW);
    return 1;
  }
  n = luaL_checkinteger(L, 2);
  luaL_argcheck(L, n >= 0, 2,
                LDE_TR(lde_sandbox_language(L), "a number of 0 or more expected",
                       "een getal van 0 of meer verwacht"));
  count = (lua_Unsigned)n < collection->count ? (size_t)n : collection->count;
  lde_sandbox_charge(L, 10 + count);
  {
    lde_collection *first = lde_collection_new(L, collection->entity, count);
    for (size_t i = 0; i < count; i++)
      first->own[i] = lde_collection_row(collection, i);
    first->ascending = collection->ascending;
  }
  return 1;
}

static int l_len(lua_State *L)
{
  lua_pushinteger(L, (lua_Integer)lde_collection_check(L, 1)->count);
  return 1;
}

static int l_newindex(lua_State *L)
{
  return luaL_error(L, "%s",
                    LDE_TR(lde_sandbox_language(L), "collections are read-only",
                           "verzamelingen zijn alleen te lezen"));
}

static int l_tostring(lua_State *L)
{
  const lde_collection *collection = lde_collection_check(L, 1);

  lua_pushfstring(L, "%s (%I)", collection->entity->plural, (LUAI_UACINT)collection->count);
  return 1;
}

static int l_order(lua_State *L)
{
  lua_pushinteger(L, lde_collection_check(L, 1)->serial);
  return 1;
}

/* ---- methods ---- */

static const struct {
  const char *name;
  lua_CFunction function;
  bool takes_expression;
} methods[] = {{"get", l_get, false},
               {"each", l_each, false},
               {"first", l_first, false},
               {"where", lde_collection_where, true},
               {"count", lde_collection_count, true},
               {"sum", lde_collection_sum, true},
               {"min", lde_collection_min, true},
               {"max", lde_collection_max, true},
               {"avg", lde_collection_avg, true},
               {"any", lde_collection_any, true},
               {"all", lde_collection_all, true},
               {"sort", lde_collection_sort, true},
               {"group", lde_collection_group, true},
               {"values", lde_collection_values, true},
               {"distinct", lde_collection_distinct, true}};

bool lde_collection_has_method(const char *name, bool *takes_expression)
{
  for (size_t i = 0; i < sizeof methods / sizeof *methods; i++)
    if (strcmp(methods[i].name, name) == 0) {
      if (takes_expression)
        *takes_expression = methods[i].takes_expression;
      return true;
    }
  return false;
}

void lde_collection_suggest(lde_suggestion *suggestion)
{
  for (size_t i = 0; i < sizeof methods / sizeof *methods; i++)
    lde_suggestion_offer(suggestion, methods[i].name);
}

void lde_collection_open(lua_State *L)
{
  static const luaL_Reg metamethods[] = {{"__newindex", l_newindex}, {"__len", l_len},
                                         {"__tostring", l_tostring}, {"__order", l_order},
                                         {"__pairs", l_pairs},       {NULL, NULL}};
  lde_script *script = lde_script_of(L);

  if (lde_sandbox_metatable(L, "collection")) {
    luaL_setfuncs(L, metamethods, 0);
    lua_createtable(L, 0, sizeof methods / sizeof *methods);
    for (size_t i = 0; i < sizeof methods / sizeof *methods; i++) {
      lua_pushcfunction(L, methods[i].function);
      lua_setfield(L, -2, methods[i].name);
    }
    lua_pushcclosure(L, l_index, 1);
    lua_setfield(L, -2, "__index");
  }
  script->collection_metatable = luaL_ref(L, LUA_REGISTRYINDEX);
}
