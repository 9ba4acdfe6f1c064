#include "script/transform.h"

#include <lauxlib.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>

#include "base/error.h"
#include "script/collection.h"
#include "script/order.h"

enum { ROWS_PER_BUDGET = 10000, RECORDS_MAX = 10000 };

struct lde_transform {
  lde_script *script;
  int function; /* in the registry */
  uint64_t calls;
  /* of a transform */
  const char *const *headers; /* for which `names` was made */
  int names;                  /* list of the headers as Lua strings */
  int row_metatable;
  LDE_VEC(lde_script_value) values; /* of all records of one row */
  LDE_VEC(size_t) starts;           /* where each record begins in values */
};

/* The call at hand; argument 1 of the C functions below. */
typedef struct transform_call {
  lde_transform *transform;
  const char *const *cells;
  const size_t *lengths;
  size_t count;
  lde_buffer *reason;
  const int32_t *rows;
  int32_t *level;
} transform_call;

/* ---- opening ---- */

/* Arguments: the transform, what the file returned. */
static int keep_function(lua_State *L)
{
  lde_transform *transform = lua_touserdata(L, 1);

  if (lua_type(L, 2) != LUA_TFUNCTION)
    return luaL_error(
        L,
        LDE_TR(lde_sandbox_language(L), "the file must return a function, not a %s",
               "het bestand moet een functie teruggeven, niet een waarde van het type %s"),
        luaL_typename(L, 2));
  lua_settop(L, 2);
  transform->function = luaL_ref(L, LUA_REGISTRYINDEX);
  return 0;
}

static lde_transform *open_file(lde_dataset *dataset, const lde_script_options *options,
                                const char *name, const char *bytes, size_t len,
                                lde_failure *failure)
{
  lde_transform *transform = lde_alloc(1, sizeof *transform);
  lua_State *L;

  transform->script = lde_script_new(dataset, options);
  transform->names = transform->row_metatable = LUA_NOREF;
  L = lde_sandbox_state(transform->script->sandbox);
  if (lde_script_run(transform->script, name, bytes, len, failure) == LDE_OUTCOME_OK) {
    lua_pushcfunction(L, keep_function);
    lua_insert(L, -2);
    lua_pushlightuserdata(L, transform);
    lua_insert(L, -2);
    if (lde_sandbox_call(transform->script->sandbox, 2, 0, failure) == LDE_OUTCOME_OK)
      return transform;
    if (failure && !failure->file[0])
      snprintf(failure->file, sizeof failure->file, "%s", name);
  }
  lde_transform_close(transform);
  return NULL;
}

lde_transform *lde_transform_open(lde_dataset *dataset, const lde_script_options *options,
                                  const char *name, const char *bytes, size_t len,
                                  lde_failure *failure)
{
  lde_script_options own = *options;

  own.without_records = true;
  return open_file(dataset, &own, name, bytes, len, failure);
}

lde_transform *lde_merge_open(lde_dataset *dataset, const lde_script_options *options,
                              const char *name, const char *bytes, size_t len, lde_failure *failure)
{
  return open_file(dataset, options, name, bytes, len, failure);
}

lde_script *lde_transform_script(lde_transform *transform)
{
  return transform->script;
}

void lde_transform_close(lde_transform *transform)
{
  if (!transform)
    return;
  lde_script_free(transform->script);
  lde_vec_free(&transform->values);
  lde_vec_free(&transform->starts);
  lde_free(transform);
}

static void count_call(lde_transform *transform)
{
  if (++transform->calls % ROWS_PER_BUDGET == 0)
    lde_sandbox_refill(transform->script->sandbox);
}

/* ---- the row ---- */

/* Upvalue 1: the list of headers. */
static int l_row_index(lua_State *L)
{
  lde_language lang = lde_sandbox_language(L);
  const char *name = lde_sandbox_tostring(L, 2, NULL);
  lde_suggestion suggestion = {.wanted = name};

  for (lua_Integer i = 1; lua_rawgeti(L, lua_upvalueindex(1), i) != LUA_TNIL; i++) {
    lde_suggestion_offer(&suggestion, lua_tostring(L, -1));
    lua_pop(L, 1);
  }
  return lde_script_raise_unknown(
      L, &suggestion,
      LDE_TR(lang, "the source has no column '%.60s'", "de bron heeft geen kolom '%.60s'"), name);
}

static void make_names(lua_State *L, lde_transform *transform, const char *const *headers,
                       size_t count)
{
  luaL_unref(L, LUA_REGISTRYINDEX, transform->names);
  luaL_unref(L, LUA_REGISTRYINDEX, transform->row_metatable);
  lua_createtable(L, (int)count, 0);
  for (size_t i = 0; i < count; i++) {
    lua_pushstring(L, headers[i]);
    lua_rawseti(L, -2, (lua_Integer)i + 1);
  }
  lua_createtable(L, 0, 2);
  lua_pushvalue(L, -2);
  lua_pushcclosure(L, l_row_index, 1);
  lua_setfield(L, -2, "__index");
  lua_pushboolean(L, 0);
  lua_setfield(L, -2, "__metatable");
  transform->row_metatable = luaL_ref(L, LUA_REGISTRYINDEX);
  transform->names = luaL_ref(L, LUA_REGISTRYINDEX);
}

/* A new table each time: the author may keep it. */
static void push_row(lua_State *L, const transform_call *call)
{
  lua_createtable(L, 0, (int)call->count);
  lua_rawgeti(L, LUA_REGISTRYINDEX, call->transform->names);
  for (size_t i = 0; i < call->count; i++) {
    lua_rawgeti(L, -1, (lua_Integer)i + 1);
    lua_pushlstring(L, call->cells[i], call->lengths[i]);
    lua_rawset(L, -4);
  }
  lua_pop(L, 1);
  lua_rawgeti(L, LUA_REGISTRYINDEX, call->transform->row_metatable);
  lua_setmetatable(L, -2);
  lde_sandbox_charge(L, call->count);
}

/* ---- what it returns ---- */

/* Pushes the items of the list on top joined by '|'. */
static void join_list(lua_State *L, const char *field)
{
  lde_language lang = lde_sandbox_language(L);
  int list = lua_gettop(L);
  size_t len;
  luaL_Buffer text;

  luaL_checkstack(L, 8, NULL);
  luaL_buffinit(L, &text);
  for (lua_Integer i = 1; i <= (lua_Integer)lua_rawlen(L, list); i++) {
    const char *item;
    int type;
    if (i > 1)
      luaL_addchar(&text, '|');
    type = lua_rawgeti(L, list, i);
    if (type != LUA_TSTRING && type != LUA_TNUMBER)
      luaL_error(
          L,
          LDE_TR(lang, "the list '%s' has a %s; only texts and numbers can be items",
                 "de lijst '%s' bevat een waarde van het type %s; alleen teksten en getallen "
                 "kunnen erin"),
          field, luaL_typename(L, -1));
    item = lua_tolstring(L, -1, &len);
    if (memchr(item, '|', len))
      luaL_error(L,
                 LDE_TR(lang, "an item of the list '%s' has a '|' in it",
                        "een onderdeel van de lijst '%s' bevat een '|'"),
                 field);
    luaL_addvalue(&text);
  }
  luaL_pushresult(&text);
}

/* The value on top; a text that is made stays on the stack in its place, below index `keep` of the
 * anchors. */
static void add_value(lua_State *L, lde_transform *transform, const char *field, int anchors)
{
  lde_script_value value = {.field = field};

  switch (lua_type(L, -1)) {
  case LUA_TSTRING:
    value.kind = LDE_SCRIPT_TEXT;
    value.text = lua_tolstring(L, -1, &value.len);
    break;
  case LUA_TNUMBER:
    value.kind = lua_isinteger(L, -1) ? LDE_SCRIPT_INTEGER : LDE_SCRIPT_NUMBER;
    value.number = lua_tonumber(L, -1);
    value.integer = lua_isinteger(L, -1) ? lua_tointeger(L, -1) : 0;
    break;
  case LUA_TBOOLEAN:
    value.kind = LDE_SCRIPT_BOOL;
    value.integer = lua_toboolean(L, -1);
    break;
  case LUA_TTABLE:
    join_list(L, field);
    value.kind = LDE_SCRIPT_LIST;
    value.text = lua_tolstring(L, -1, &value.len);
    lua_rawseti(L, anchors, (lua_Integer)lua_rawlen(L, anchors) + 1);
    break;
  default:
    luaL_error(
        L,
        LDE_TR(lde_sandbox_language(L),
               "field '%s' gets a %s; a value must be a text, a "
               "number, a boolean or a list",
               "veld '%s' krijgt een waarde van het type %s; een waarde moet een tekst, getal, "
               "boolean of lijst zijn"),
        field, luaL_typename(L, -1));
  }
  lde_vec_push(&transform->values, value);
}

/* The record at the index; fields in the order of `pairs`. */
static void add_record(lua_State *L, lde_transform *transform, int record, int anchors)
{
  lua_Integer count = lde_keys_push(L, record);
  int keys = lua_gettop(L);

  lde_vec_push(&transform->starts, transform->values.len);
  for (lua_Integer i = 1; i <= count; i++) {
    if (lua_isnil(L, keys))
      lua_pushinteger(L, i);
    else
      lua_rawgeti(L, keys, i);
    if (lua_type(L, -1) != LUA_TSTRING)
      luaL_error(L,
                 LDE_TR(lde_sandbox_language(L), "a record has field names as keys, not a %s",
                        "een gegeven heeft veldnamen als sleutels, geen %s"),
                 luaL_typename(L, -1));
    lua_pushvalue(L, -1);
    lua_rawget(L, record);
    add_value(L, transform, lua_tostring(L, keys + 1), anchors);
    lua_settop(L, keys);
  }
  lua_pop(L, 1);
}

static void take_records(lua_State *L, lde_transform *transform, int returned, int anchors)
{
  lde_language lang = lde_sandbox_language(L);
  size_t count = (size_t)lua_rawlen(L, returned);

  if (lua_type(L, returned) != LUA_TTABLE)
    luaL_error(
        L,
        LDE_TR(lang, "a transform returns a record, a list of records or nil, not a %s",
               "een transform geeft een gegeven, een lijst van gegevens of nil terug, geen %s"),
        luaL_typename(L, returned));
  if (count == 0) {
    lua_pushnil(L);
    if (!lua_next(L, returned))
      return; /* an empty list: no records */
    lua_pop(L, 2);
    add_record(L, transform, returned, anchors);
    return;
  }
  if (count > RECORDS_MAX)
    luaL_error(
        L, LDE_TR(lang, "one row gives more than %d records", "één rij geeft meer dan %d gegevens"),
        RECORDS_MAX);
  for (size_t i = 1; i <= count; i++) {
    if (lua_rawgeti(L, returned, (lua_Integer)i) != LUA_TTABLE)
      luaL_error(L,
                 LDE_TR(lang, "item %d of the list that was returned is a %s, not a record",
                        "onderdeel %d van de teruggegeven lijst is een %s, geen gegeven"),
                 (int)i, luaL_typename(L, -1));
    add_record(L, transform, lua_gettop(L), anchors);
    lua_pop(L, 1);
  }
}

/* Leaves what keeps the texts of the values: what was returned, and a table of texts made of it. */
static int run_transform(lua_State *L)
{
  transform_call *call = lua_touserdata(L, 1);
  lde_transform *transform = call->transform;
  size_t len;

  lua_settop(L, 1);
  lua_rawgeti(L, LUA_REGISTRYINDEX, transform->function);
  push_row(L, call);
  lua_call(L, 1, 2); /* 2: the records, 3: the reason */
  lua_newtable(L);
  if (!lua_isnil(L, 2))
    take_records(L, transform, 2, 4);
  else if (lua_type(L, 3) == LUA_TSTRING) {
    const char *text = lua_tolstring(L, 3, &len);
    lde_buffer_append(call->reason, text, len);
  }
  lua_remove(L, 3);
  return 2;
}

typedef struct naming {
  lde_transform *transform;
  const char *const *headers;
  size_t count;
} naming;

static int run_naming(lua_State *L)
{
  const naming *n = lua_touserdata(L, 1);

  make_names(L, n->transform, n->headers, n->count);
  return 0;
}

lde_outcome lde_transform_call(lde_transform *transform, const char *const *headers,
                               const char *const *cells, const size_t *lengths, size_t count,
                               lde_script_take *take, void *take_ctx, lde_buffer *reason,
                               lde_failure *failure)
{
  lde_sandbox *sandbox = transform->script->sandbox;
  lua_State *L = lde_sandbox_state(sandbox);
  transform_call call = {transform, cells, lengths, count, reason, NULL, NULL};
  lde_outcome outcome;

  if (transform->headers != headers) {
    naming n = {transform, headers, count};
    outcome = lde_sandbox_run(sandbox, run_naming, &n, failure);
    if (outcome != LDE_OUTCOME_OK)
      return outcome;
    transform->headers = headers;
  }
  count_call(transform);
  transform->values.len = transform->starts.len = 0;
  if (!lde_sandbox_is_dead(sandbox)) {
    lua_pushcfunction(L, run_transform);
    lua_pushlightuserdata(L, &call);
  }
  outcome = lde_sandbox_call(sandbox, 1, 2, failure);
  if (outcome != LDE_OUTCOME_OK)
    return outcome;
  for (size_t i = 0; i < transform->starts.len; i++) {
    size_t start = transform->starts.data[i];
    size_t end =
        i + 1 < transform->starts.len ? transform->starts.data[i + 1] : transform->values.len;
    take(take_ctx, transform->values.len ? transform->values.data + start : NULL, end - start);
  }
  lua_pop(L, 2);
  return LDE_OUTCOME_OK;
}

/* ---- merge ---- */

static int run_merge(lua_State *L)
{
  transform_call *call = lua_touserdata(L, 1);
  const lde_entity *entity =
      lde_schema_entity(call->transform->script->dataset->schema, LDE_E(assessment));
  lua_Integer level;
  int whole = 0;

  lua_settop(L, 1);
  lua_rawgeti(L, LUA_REGISTRYINDEX, call->transform->function);
  lde_collection_push_rows(L, entity, call->rows, call->count);
  lua_call(L, 1, 1);
  *call->level = -1;
  if (lua_isnil(L, -1))
    return 0;
  level = lua_tointegerx(L, -1, &whole);
  if (lua_type(L, -1) != LUA_TNUMBER || !whole || level < 0 || level > INT_MAX)
    return luaL_error(L,
                      LDE_TR(lde_sandbox_language(L),
                             "a merge returns a level (0 or more) or nil, not %s",
                             "een samenvoeging geeft een niveau (0 of meer) of nil terug, niet %s"),
                      lde_sandbox_tostring(L, -1, NULL));
  *call->level = (int32_t)level;
  return 0;
}

lde_outcome lde_merge_call(lde_transform *merge, const int32_t *rows, size_t count, int32_t *level,
                           lde_failure *failure)
{
  transform_call call = {.transform = merge, .count = count, .rows = rows, .level = level};

  count_call(merge);
  return lde_sandbox_run(merge->script->sandbox, run_merge, &call, failure);
}
