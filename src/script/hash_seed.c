#include "script/hash_seed.h"

#include <stdint.h>
#include <stdio.h>
#include <string.h>

/* The layout of Debian's liblua5.4 5.4.4 on a 64-bit machine. */
enum { STATE_SIZE = 1624, SEED_OFFSET = 304 };
static const uint32_t pinned_seed = 0x4c444531u;
/* The fingerprint of the self-test under that seed. */
static const uint32_t known_order = 0x14a9851du;

void lde_hash_seed_pin(void *first_block, size_t size)
{
  if (strcmp(LUA_RELEASE, "Lua 5.4.4") != 0 || size != STATE_SIZE)
    return;
  memcpy((char *)first_block + SEED_OFFSET, &pinned_seed, sizeof pinned_seed);
}

/* Fills a table with sixteen short names and mixes the order of a raw traversal into a number. */
static uint32_t fingerprint(lua_State *L)
{
  uint32_t mix = 2166136261u;

  lua_newtable(L);
  for (int i = 0; i < 16; i++) {
    char key[16];
    snprintf(key, sizeof key, "key-%d", i * i);
    lua_pushboolean(L, 1);
    lua_setfield(L, -2, key);
  }
  lua_pushnil(L);
  while (lua_next(L, -2)) {
    lua_pop(L, 1);
    for (const char *c = lua_tostring(L, -1); *c; c++)
      mix = (mix ^ (unsigned char)*c) * 16777619u;
  }
  lua_pop(L, 1);
  return mix;
}

bool lde_hash_seed_is_pinned(lua_State *L)
{
  return fingerprint(L) == known_order;
}
