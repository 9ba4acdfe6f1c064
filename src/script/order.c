#include "script/order.h"

#include <lauxlib.h>
#include <math.h>
#include <string.h>

#include "base/error.h"
#include "script/sandbox.h"

/* ---- stable merge sort ---- */

static void merge(uint32_t *to, const uint32_t *a, const uint32_t *a_end, const uint32_t *b,
                  const uint32_t *b_end, lde_before *before, void *ctx)
{
  if (b < b_end && !before(ctx, *b, a_end[-1])) {
    memcpy(to, a, (size_t)(b_end - a) * sizeof *to); /* in order already, and adjacent */
    return;
  }
  while (a < a_end && b < b_end)
    *to++ = before(ctx, *b, *a) ? *b++ : *a++;
  memcpy(to, a, (size_t)(a_end - a) * sizeof *to);
  memcpy(to + (a_end - a), b, (size_t)(b_end - b) * sizeof *to);
}

uint32_t *lde_merge_sort(uint32_t *index, uint32_t *scratch, size_t n, lde_before *before,
                         void *ctx)
{
  for (size_t width = 1; width < n; width *= 2) {
    uint32_t *swap = index;
    for (size_t start = 0; start < n; start += 2 * width) {
      size_t middle = start + width < n ? start + width : n;
      size_t end = middle + width < n ? middle + width : n;
      merge(scratch + start, index + start, index + middle, index + middle, index + end, before,
            ctx);
    }
    index = scratch;
    scratch = swap;
  }
  return index;
}

/* ---- keys ---- */

typedef enum rank { RANK_NUMBER, RANK_TEXT, RANK_FALSE, RANK_TRUE, RANK_USERDATA, RANK_OTHER } rank;

/* A key as C sees it; texts are borrowed from the table, which keeps them. */
typedef struct key {
  rank rank;
  bool is_float;
  union {
    lua_Integer integer;
    lua_Number number;
    const char *text;
  } as;
  size_t len;
} key;

static int no_order(lua_State *L)
{
  return luaL_error(
      L, "%s",
      LDE_TR(lde_sandbox_language(L),
             "no defined order: more than one key is a table or a function",
             "geen vaste volgorde: meer dan één sleutel is een tabel of een functie"));
}

/* The number that the engine gave a userdata; false when it has none. */
static bool userdata_order(lua_State *L, int index, lua_Integer *order)
{
  bool found;

  if (lua_type(L, index) != LUA_TUSERDATA || luaL_getmetafield(L, index, "__order") == LUA_TNIL)
    return false;
  found = lua_iscfunction(L, -1);
  if (found) {
    lua_pushvalue(L, index);
    lua_call(L, 1, 1);
    *order = lua_tointeger(L, -1);
  }
  lua_pop(L, 1);
  return found;
}

/* `index` is absolute. */
static key read_key(lua_State *L, int index)
{
  key k = {.rank = RANK_OTHER};

  switch (lua_type(L, index)) {
  case LUA_TNUMBER:
    k.rank = RANK_NUMBER;
    k.is_float = !lua_isinteger(L, index);
    if (k.is_float)
      k.as.number = lua_tonumber(L, index);
    else
      k.as.integer = lua_tointeger(L, index);
    break;
  case LUA_TSTRING:
    k.rank = RANK_TEXT;
    k.as.text = lua_tolstring(L, index, &k.len);
    break;
  case LUA_TBOOLEAN:
    k.rank = lua_toboolean(L, index) ? RANK_TRUE : RANK_FALSE;
    break;
  default:
    if (userdata_order(L, index, &k.as.integer))
      k.rank = RANK_USERDATA;
    break;
  }
  return k;
}

/* A float key is never a whole number that fits an integer: Lua stores those as integers. */
static int compare_mixed(lua_Integer integer, lua_Number number)
{
  if (number >= 9223372036854775808.0)
    return -1;
  if (number < -9223372036854775808.0)
    return 1;
  return integer <= (lua_Integer)floor(number) ? -1 : 1;
}

static int compare_numbers(const key *a, const key *b)
{
  if (a->is_float && b->is_float)
    return (a->as.number > b->as.number) - (a->as.number < b->as.number);
  if (a->is_float)
    return -compare_mixed(b->as.integer, a->as.number);
  if (b->is_float)
    return compare_mixed(a->as.integer, b->as.number);
  return (a->as.integer > b->as.integer) - (a->as.integer < b->as.integer);
}

static int compare_keys(const key *a, const key *b)
{
  if (a->rank != b->rank)
    return a->rank < b->rank ? -1 : 1;
  if (a->rank == RANK_NUMBER || a->rank == RANK_USERDATA)
    return compare_numbers(a, b);
  if (a->rank == RANK_TEXT) {
    size_t shorter = a->len < b->len ? a->len : b->len;
    int order = memcmp(a->as.text, b->as.text, shorter);
    return order != 0 ? order : (a->len > b->len) - (a->len < b->len);
  }
  return 0;
}

/* Counts the keys; true when they are 1…n, met in that order. */
static bool is_sequence(lua_State *L, int index, lua_Integer *count)
{
  bool sequence = true;
  lua_Integer n = 0;

  lua_pushnil(L);
  while (lua_next(L, index)) {
    lua_pop(L, 1);
    n++;
    sequence = sequence && lua_isinteger(L, -1) && lua_tointeger(L, -1) == n;
  }
  *count = n;
  return sequence;
}

static bool key_before(void *ctx, uint32_t a, uint32_t b)
{
  const key *keys = ctx;

  return compare_keys(&keys[a], &keys[b]) < 0;
}

lua_Integer lde_keys_push(lua_State *L, int index)
{
  lua_Integer n, i = 0;
  key *keys;
  uint32_t *order;

  index = lua_absindex(L, index);
  luaL_checkstack(L, 8, NULL);
  if (is_sequence(L, index, &n)) {
    lde_sandbox_charge(L, (uint64_t)n);
    lua_pushnil(L);
    return n;
  }
  lde_sandbox_charge(L, 4 * (uint64_t)n);
  lde_sandbox_need(L, (size_t)n * (2 * sizeof(key)));
  lua_createtable(L, (int)n, 0); /* as met, for the sort; sorted below */
  keys = lua_newuserdatauv(L, (size_t)n * (sizeof *keys + 2 * sizeof *order), 0);
  order = (uint32_t *)(keys + n);
  lua_pushnil(L);
  while (lua_next(L, index)) {
    lua_pop(L, 1);
    keys[i] = read_key(L, lua_gettop(L));
    order[i] = (uint32_t)i;
    lua_pushvalue(L, -1);
    lua_rawseti(L, -4, ++i);
  }
  order = lde_merge_sort(order, order + n, (size_t)n, key_before, keys);
  for (i = 1; i < n; i++)
    if (compare_keys(&keys[order[i - 1]], &keys[order[i]]) == 0)
      no_order(L);
  lua_createtable(L, (int)n, 0);
  for (i = 0; i < n; i++) {
    lua_rawgeti(L, -3, (lua_Integer)order[i] + 1);
    lua_rawseti(L, -2, i + 1);
  }
  lua_replace(L, -3);
  lua_pop(L, 1);
  return n;
}

bool lde_keys_next(lua_State *L, int index)
{
  int after, best;
  bool from_start, found = false;
  key low = {.rank = RANK_NUMBER}, least = low;
  uint64_t seen = 0;

  index = lua_absindex(L, index);
  luaL_checkstack(L, 8, NULL);
  after = lua_gettop(L);
  from_start = lua_isnil(L, after);
  if (!from_start)
    low = read_key(L, after);
  lua_pushnil(L);
  best = lua_gettop(L);
  lua_pushnil(L);
  while (lua_next(L, index)) {
    key k;
    lua_pop(L, 1);
    seen++;
    k = read_key(L, best + 1);
    if (k.rank == RANK_OTHER && !from_start && low.rank == RANK_OTHER &&
        !lua_rawequal(L, best + 1, after))
      no_order(L);
    if (!from_start && compare_keys(&k, &low) <= 0)
      continue;
    if (found && compare_keys(&k, &least) == 0)
      no_order(L);
    if (found && compare_keys(&k, &least) > 0)
      continue;
    least = k;
    found = true;
    lua_pushvalue(L, best + 1);
    lua_replace(L, best);
  }
  lde_sandbox_charge(L, seen);
  lua_settop(L, found ? best : after - 1);
  if (found)
    lua_remove(L, after);
  return found;
}
