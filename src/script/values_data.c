/* From Lua values to plain data (model/data.h): what a script returns, for JSON and other outputs.
 */
#include <math.h>
#include <string.h>

#include "base/error.h"
#include "script/collection.h"
#include "script/order.h"
#include "script/record.h"
#include "script/values.h"

/* More than this in the tree is refused: tables that are shared can stand for far more than they
 * are. */
enum { DATA_BYTES_MAX = 128 << 20 };

typedef struct walk {
  lua_State *L;
  lde_script *script;
  lde_arena *arena;
  size_t bytes;
  int depth;
  int path[LDE_DATA_DEPTH_MAX + 1]; /* stack indexes of the keys on the way; 0 = none */
} walk;

/* "result.rows[3].f", for messages. */
static const char *push_path(walk *w)
{
  lua_State *L = w->L;
  luaL_Buffer path;

  luaL_buffinit(L, &path);
  luaL_addstring(&path, LDE_TR(w->script->language, "result", "resultaat"));
  for (int i = 0; i < w->depth; i++) {
    if (!w->path[i])
      continue;
    if (lua_type(L, w->path[i]) == LUA_TSTRING) {
      luaL_addchar(&path, '.');
      lua_pushvalue(L, w->path[i]);
      luaL_addvalue(&path);
    } else {
      luaL_addchar(&path, '[');
      lde_sandbox_tostring(L, w->path[i], NULL);
      luaL_addvalue(&path);
      luaL_addchar(&path, ']');
    }
  }
  luaL_pushresult(&path);
  return lua_tostring(L, -1);
}

static void raise(walk *w, const char *fact)
{
  luaL_error(w->L,
             LDE_TR(w->script->language, "%s cannot be given as a result: %s",
                    "%s kan niet als resultaat worden gegeven: %s"),
             push_path(w), fact);
}

static void pay(walk *w, size_t bytes)
{
  lde_language lang = w->script->language;

  lde_sandbox_charge(w->L, 4 + bytes / 16);
  w->bytes += sizeof(lde_data) + bytes;
  if (w->bytes > DATA_BYTES_MAX)
    raise(w, LDE_TR(lang, "it is too large", "het is te groot"));
}

static lde_data *convert(walk *w, int index);

static lde_data *convert_text(walk *w, int index)
{
  size_t len;
  const char *text = lua_tolstring(w->L, index, &len);

  pay(w, len);
  return lde_data_text(w->arena, text, len);
}

static lde_data *convert_number(walk *w, int index)
{
  lua_Number number = lua_tonumber(w->L, index);

  pay(w, 0);
  if (lua_isinteger(w->L, index))
    return lde_data_integer(w->arena, lua_tointeger(w->L, index));
  if (!isfinite(number))
    raise(w, isnan(number) ? LDE_TR(w->script->language, "it is not a number (0/0)",
                                    "het is geen getal (0/0)")
                           : LDE_TR(w->script->language, "it is infinite (division by 0)",
                                    "het is oneindig (deling door 0)"));
  return lde_data_number(w->arena, number);
}

static lde_data *convert_record(walk *w, int entity, int32_t row)
{
  lde_data *data;

  lde_record_push_id(w->L, entity, row, true);
  data = convert_text(w, -1);
  lua_pop(w->L, 1);
  return data;
}

static lde_data *convert_collection(walk *w, const lde_collection *collection)
{
  lde_data *list = lde_data_new(w->arena, LDE_DATA_LIST);

  pay(w, 0);
  for (size_t i = 0; i < collection->count; i++)
    lde_data_add(list,
                 convert_record(w, collection->entity->index, lde_collection_row(collection, i)));
  return list;
}

static void enter(walk *w)
{
  lde_language lang = w->script->language;

  if (w->depth >= LDE_DATA_DEPTH_MAX)
    raise(w, LDE_TR(lang, "it is nested too deeply, or contains itself",
                    "het is te diep genest, of het bevat zichzelf"));
  luaL_checkstack(w->L, 12, "result");
  w->path[w->depth++] = 0;
}

/* Whether the table at the index has __name "object" from ld.object. */
static bool is_object(walk *w, int index)
{
  bool same;

  if (!lua_getmetatable(w->L, index))
    return false;
  lua_rawgeti(w->L, LUA_REGISTRYINDEX, w->script->object_metatable);
  same = lua_rawequal(w->L, -1, -2);
  lua_pop(w->L, 2);
  return same;
}

static void put_member(walk *w, lde_data *object, int key, int value)
{
  lua_State *L = w->L;
  lde_language lang = w->script->language;
  const lde_record *record = lde_record_test(L, key);
  const char *text;
  size_t len;
  lde_data *item;

  w->path[w->depth - 1] = key;
  if (record) {
    lde_record_push_id(L, record->entity, record->row, true);
  } else if (lua_type(L, key) == LUA_TSTRING || lua_type(L, key) == LUA_TNUMBER ||
             lua_type(L, key) == LUA_TBOOLEAN) {
    lde_sandbox_tostring(L, key, NULL); /* a copy: the key itself must stay a number */
  } else {
    w->path[w->depth - 1] = 0;
    raise(w, LDE_TR(lang, "a key must be a text, a number, a boolean or a record",
                    "een sleutel moet een tekst, getal, boolean of gegeven zijn"));
  }
  item = convert(w, value);
  text = lua_tolstring(L, -1, &len);
  pay(w, len);
  lde_data_put(w->arena, object, text, len, item);
  lua_pop(L, 1);
}

static lde_data *convert_table(walk *w, int index)
{
  lua_State *L = w->L;
  lua_Integer count = lde_keys_push(L, index);
  int keys = lua_gettop(L);
  bool list = lua_isnil(L, keys) && !is_object(w, index);
  lde_data *data = lde_data_new(w->arena, list ? LDE_DATA_LIST : LDE_DATA_OBJECT);

  pay(w, 0);
  enter(w);
  for (lua_Integer i = 1; i <= count; i++) {
    if (lua_isnil(L, keys))
      lua_pushinteger(L, i);
    else
      lua_rawgeti(L, keys, i);
    lua_pushvalue(L, -1);
    lua_rawget(L, index);
    if (list) {
      w->path[w->depth - 1] = keys + 1;
      lde_data_add(data, convert(w, keys + 2));
    } else {
      put_member(w, data, keys + 1, keys + 2);
    }
    lua_settop(L, keys);
  }
  lua_pop(L, 1);
  w->depth--;
  return data;
}

static lde_data *convert_userdata(walk *w, int index)
{
  lua_State *L = w->L;
  const lde_record *record = lde_record_test(L, index);
  const lde_collection *collection = lde_collection_test(L, index);
  lde_data *data;

  if (record)
    return convert_record(w, record->entity, record->row);
  if (collection)
    return convert_collection(w, collection);
  if (luaL_getmetafield(L, index, "__data") == LUA_TNIL)
    raise(w, lua_pushfstring(L, LDE_TR(w->script->language, "it is a %s", "het is een %s"),
                             luaL_typename(L, index)));
  lua_pushvalue(L, index);
  lde_sandbox_call_plain(L, 1, 1);
  enter(w);
  data = convert(w, lua_gettop(L));
  w->depth--;
  lua_pop(L, 1);
  return data;
}

/* `index` is absolute. */
static lde_data *convert(walk *w, int index)
{
  lua_State *L = w->L;

  switch (lua_type(L, index)) {
  case LUA_TNIL:
    pay(w, 0);
    return lde_data_new(w->arena, LDE_DATA_NULL);
  case LUA_TBOOLEAN:
    pay(w, 0);
    return lde_data_bool(w->arena, lua_toboolean(L, index));
  case LUA_TNUMBER:
    return convert_number(w, index);
  case LUA_TSTRING:
    return convert_text(w, index);
  case LUA_TTABLE:
    return convert_table(w, index);
  case LUA_TUSERDATA:
    return convert_userdata(w, index);
  default:
    raise(w, lua_pushfstring(L, LDE_TR(w->script->language, "it is a %s", "het is een %s"),
                             luaL_typename(L, index)));
    return NULL;
  }
}

lde_data *lde_value_to_data(lua_State *L, int index, lde_arena *arena)
{
  walk w = {.L = L, .script = lde_script_of(L), .arena = arena};

  return convert(&w, lua_absindex(L, index));
}
