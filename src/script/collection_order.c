/* sort, group, values and distinct: methods that look at the values of all rows together. */
#include <math.h>
#include <string.h>

#include "base/error.h"
#include "script/collection.h"
#include "script/order.h"
#include "script/record.h"

/* ---- comparing ---- */

lde_sort_key lde_sort_key_of(lua_State *L, const char *method)
{
  lde_sort_key key = {.kind = LDE_SORT_NIL};
  const lde_record *record = lde_record_test(L, -1);

  if (record) {
    lde_record_push_id(L, record->entity, record->row, false);
    lua_replace(L, -2);
  }
  switch (lua_type(L, -1)) {
  case LUA_TNIL:
    break;
  case LUA_TNUMBER:
    key.kind = LDE_SORT_NUMBER;
    key.is_float = !lua_isinteger(L, -1);
    if (key.is_float)
      key.as.number = lua_tonumber(L, -1);
    else
      key.as.integer = lua_tointeger(L, -1);
    break;
  case LUA_TSTRING:
    key.kind = LDE_SORT_TEXT;
    key.as.text = lua_tolstring(L, -1, &key.len);
    break;
  case LUA_TBOOLEAN:
    key.kind = LDE_SORT_BOOL;
    key.as.integer = lua_toboolean(L, -1);
    break;
  default:
    luaL_error(L,
               LDE_TR(lde_sandbox_language(L), "%s cannot compare a %s",
                      "%s kan een waarde van het type %s niet vergelijken"),
               method, luaL_typename(L, -1));
  }
  return key;
}

/* Exact, also where an integer has more digits than a float can hold. */
static int compare_mixed(lua_Integer integer, lua_Number number)
{
  lua_Number floor_of;

  if (isnan(number) || number >= 9223372036854775808.0)
    return -1;
  if (number < -9223372036854775808.0)
    return 1;
  floor_of = floor(number);
  if (integer != (lua_Integer)floor_of)
    return integer < (lua_Integer)floor_of ? -1 : 1;
  return number > floor_of ? -1 : 0;
}

static int compare_floats(lua_Number a, lua_Number b)
{
  if (isnan(a) || isnan(b))
    return isnan(a) - isnan(b);
  return (a > b) - (a < b);
}

int lde_sort_key_compare(const lde_sort_key *a, const lde_sort_key *b)
{
  if (a->kind == LDE_SORT_TEXT) {
    size_t shorter = a->len < b->len ? a->len : b->len;
    int order = memcmp(a->as.text, b->as.text, shorter);
    return order != 0 ? order : (a->len > b->len) - (a->len < b->len);
  }
  if (a->kind == LDE_SORT_NUMBER && a->is_float && b->is_float)
    return compare_floats(a->as.number, b->as.number);
  if (a->kind == LDE_SORT_NUMBER && a->is_float)
    return -compare_mixed(b->as.integer, a->as.number);
  if (a->kind == LDE_SORT_NUMBER && b->is_float)
    return compare_mixed(a->as.integer, b->as.number);
  return (a->as.integer > b->as.integer) - (a->as.integer < b->as.integer);
}

void lde_sort_key_match(lua_State *L, const lde_sort_key *a, const lde_sort_key *b,
                        const char *method)
{
  static const char *const names[] = {"number", "text", "boolean", "nil"};

  if (a->kind != b->kind)
    luaL_error(L,
               LDE_TR(lde_sandbox_language(L), "%s cannot compare a %s with a %s",
                      "%s kan %s en %s niet met elkaar vergelijken"),
               method, names[a->kind], names[b->kind]);
}

/* ---- sort ---- */

typedef struct sorting {
  const lde_sort_key *keys;
  int sign;
} sorting;

static bool before(void *ctx, uint32_t a, uint32_t b)
{
  const sorting *s = ctx;
  const lde_sort_key *x = &s->keys[a], *y = &s->keys[b];

  if (x->kind == LDE_SORT_NIL || y->kind == LDE_SORT_NIL)
    return x->kind != LDE_SORT_NIL && y->kind == LDE_SORT_NIL;
  return s->sign * lde_sort_key_compare(x, y) < 0;
}

/* One key per row; a table that is left on the stack keeps their texts. */
static lde_sort_key *read_keys(lua_State *L, lde_mapper *mapper)
{
  size_t count = mapper->collection->count, first = count;
  lde_sort_key *keys = lde_collection_scratch(L, count, sizeof *keys);
  int texts;

  lua_newtable(L);
  texts = lua_gettop(L);
  for (size_t i = 0; i < count; i++) {
    lde_mapper_push(mapper, i);
    keys[i] = lde_sort_key_of(L, "sort");
    if (keys[i].kind != LDE_SORT_NIL) {
      if (first == count)
        first = i;
      lde_sort_key_match(L, &keys[first], &keys[i], "sort");
    }
    if (keys[i].kind == LDE_SORT_TEXT)
      lua_rawseti(L, texts, (lua_Integer)i + 1);
    else
      lua_pop(L, 1);
  }
  return keys;
}

/* 2 n for every pass of the merge sort. */
static uint64_t price_of_sort(size_t n)
{
  uint64_t passes = 1;

  for (size_t width = 1; width < n; width *= 2)
    passes++;
  return 2 * passes * n;
}

int lde_collection_sort(lua_State *L)
{
  static const char *const directions[] = {"asc", "desc", NULL};
  lde_mapper mapper;
  const lde_collection *from = lde_collection_check(L, 1);
  sorting s = {.sign = luaL_checkoption(L, 3, "asc", directions) == 0 ? 1 : -1};
  lde_collection *result;
  uint32_t *index, *sorted;

  lua_settop(L, 2);
  lde_mapper_open(&mapper, L, 2);
  s.keys = read_keys(L, &mapper);
  lde_mapper_close(&mapper);
  lde_sandbox_charge(L, price_of_sort(from->count));
  index = lde_collection_scratch(L, 2 * from->count, sizeof *index);
  for (size_t i = 0; i < from->count; i++)
    index[i] = (uint32_t)i;
  sorted = lde_merge_sort(index, index + from->count, from->count, before, &s);
  result = lde_collection_new(L, from->entity, from->count);
  for (size_t i = 0; i < from->count; i++)
    result->own[i] = lde_collection_row(from, sorted[i]);
  result->ascending = false;
  return 1;
}

/* ---- group ---- */

/* Replaces the value on top by the key of its group. */
static void make_group_key(lua_State *L)
{
  const lde_record *record = lde_record_test(L, -1);

  if (record) {
    lde_record_push_id(L, record->entity, record->row, false);
    lua_replace(L, -2);
  } else if (lua_isnil(L, -1)) {
    lua_pushliteral(L, "");
    lua_replace(L, -2);
  } else if (lua_type(L, -1) != LUA_TSTRING && lua_type(L, -1) != LUA_TNUMBER &&
             lua_type(L, -1) != LUA_TBOOLEAN) {
    luaL_error(L,
               LDE_TR(lde_sandbox_language(L), "group cannot use a %s as a key",
                      "group kan een waarde van het type %s niet als sleutel gebruiken"),
               luaL_typename(L, -1));
  }
}

/* Numbers the groups in the order of their first row. `group_of` gets the number of each row's
 * group, and the table on top, from key to number, is left. */
static size_t number_groups(lua_State *L, lde_mapper *mapper, uint32_t *group_of)
{
  size_t groups = 0;
  int numbers;

  lua_newtable(L);
  numbers = lua_gettop(L);
  for (size_t i = 0; i < mapper->collection->count; i++) {
    lde_mapper_push(mapper, i);
    make_group_key(L);
    lua_pushvalue(L, -1);
    if (lua_rawget(L, numbers) == LUA_TNUMBER) {
      group_of[i] = (uint32_t)lua_tointeger(L, -1);
      lua_pop(L, 2);
      continue;
    }
    lua_pop(L, 1);
    lua_pushinteger(L, (lua_Integer)groups);
    lua_rawset(L, numbers);
    group_of[i] = (uint32_t)groups++;
  }
  return groups;
}

int lde_collection_group(lua_State *L)
{
  lde_mapper mapper;
  const lde_collection *from;
  lde_collection **members;
  uint32_t *group_of, *sizes;
  size_t groups;
  int numbers, lists;

  lua_settop(L, 2);
  lde_mapper_open(&mapper, L, 2);
  from = mapper.collection;
  group_of = lde_collection_scratch(L, from->count, sizeof *group_of);
  groups = number_groups(L, &mapper, group_of);
  numbers = lua_gettop(L);
  lde_mapper_close(&mapper);

  sizes = lde_collection_scratch(L, groups, sizeof *sizes);
  memset(sizes, 0, groups * sizeof *sizes);
  for (size_t i = 0; i < from->count; i++)
    sizes[group_of[i]]++;
  members = lde_collection_scratch(L, groups, sizeof(lde_collection *));
  lua_createtable(L, (int)groups, 0);
  lists = lua_gettop(L);
  for (size_t g = 0; g < groups; g++) {
    members[g] = lde_collection_new(L, from->entity, sizes[g]);
    members[g]->count = 0;
    members[g]->ascending = from->ascending;
    lua_rawseti(L, lists, (lua_Integer)g + 1);
  }
  for (size_t i = 0; i < from->count; i++) {
    lde_collection *group = members[group_of[i]];
    group->own[group->count++] = lde_collection_row(from, i);
  }
  lua_pushnil(L); /* the table of numbers becomes the result */
  while (lua_next(L, numbers)) {
    lua_rawgeti(L, lists, lua_tointeger(L, -1) + 1);
    lua_replace(L, -2);
    lua_pushvalue(L, -2);
    lua_insert(L, -2);
    lua_rawset(L, numbers);
  }
  lua_pushvalue(L, numbers);
  return 1;
}

/* ---- values ---- */

/* Pushes the list of values without the nils; each once when `different`. */
static int push_values(lua_State *L, bool different)
{
  lde_mapper mapper;
  lua_Integer count = 0;
  int list, seen;

  lua_settop(L, 2);
  lde_mapper_open(&mapper, L, 2);
  lua_newtable(L);
  seen = lua_gettop(L);
  lua_newtable(L);
  list = lua_gettop(L);
  for (size_t i = 0; i < mapper.collection->count; i++) {
    lde_mapper_push(&mapper, i);
    if (lua_isnil(L, -1) || (different && lua_isnumber(L, -1) && isnan(lua_tonumber(L, -1)))) {
      lua_pop(L, 1);
      continue;
    }
    if (different) {
      lua_pushvalue(L, -1);
      if (lua_rawget(L, seen) != LUA_TNIL) {
        lua_pop(L, 2);
        continue;
      }
      lua_pop(L, 1);
      lua_pushvalue(L, -1);
      lua_pushboolean(L, 1);
      lua_rawset(L, seen);
    }
    lua_rawseti(L, list, ++count);
  }
  lde_mapper_close(&mapper);
  lua_settop(L, list);
  return 1;
}

int lde_collection_values(lua_State *L)
{
  return push_values(L, false);
}

int lde_collection_distinct(lua_State *L)
{
  return push_values(L, true);
}
