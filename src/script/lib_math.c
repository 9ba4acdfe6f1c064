/* lib_math.c: the stock mathematics, with random numbers that are the same in every run. */
#include <lualib.h>

#include "script/internal.h"

/* ---- xoshiro256**, seeded through splitmix64 ---- */

static uint64_t rotate(uint64_t x, int by)
{
  return (x << by) | (x >> (64 - by));
}

static uint64_t next_random(uint64_t *s)
{
  uint64_t result = rotate(s[1] * 5, 7) * 9, shifted = s[1] << 17;

  s[2] ^= s[0];
  s[3] ^= s[1];
  s[1] ^= s[2];
  s[0] ^= s[3];
  s[2] ^= shifted;
  s[3] = rotate(s[3], 45);
  return result;
}

void lde_random_start(lde_sandbox *sandbox)
{
  uint64_t state = sandbox->host.seed;

  for (int i = 0; i < 4; i++) {
    uint64_t z = state += 0x9e3779b97f4a7c15u;
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
    sandbox->random[i] = z ^ (z >> 31);
  }
}

/* Evenly from 0 to `most`: draws of just enough bits, those above `most` are thrown away. */
static uint64_t random_up_to(uint64_t *s, uint64_t most)
{
  uint64_t mask = most, drawn;

  for (int shift = 1; shift < 64; shift *= 2)
    mask |= mask >> shift;
  do
    drawn = next_random(s) & mask;
  while (drawn > most);
  return drawn;
}

static int l_random(lua_State *L)
{
  uint64_t *s = lde_sandbox_context(L)->random;
  lua_Integer low = 1, high;

  switch (lua_gettop(L)) {
  case 0:
    lua_pushnumber(L, (lua_Number)(next_random(s) >> 11) * 0x1p-53);
    return 1;
  case 1:
    high = luaL_checkinteger(L, 1);
    if (high == 0) {
      lua_pushinteger(L, (lua_Integer)next_random(s));
      return 1;
    }
    break;
  case 2:
    low = luaL_checkinteger(L, 1);
    high = luaL_checkinteger(L, 2);
    break;
  default:
    return luaL_error(L, "wrong number of arguments");
  }
  if (low > high)
    luaL_argerror(L, lua_gettop(L), "interval is empty");
  lua_pushinteger(L,
                  (lua_Integer)((uint64_t)low + random_up_to(s, (uint64_t)high - (uint64_t)low)));
  return 1;
}

void lde_open_math(lua_State *L)
{
  static const char *const stock[] = {
      "abs",  "acos", "asin", "atan",      "ceil", "cos",  "deg", "exp",        "floor",
      "fmod", "huge", "log",  "max",       "min",  "modf", "pi",  "maxinteger", "mininteger",
      "rad",  "sin",  "sqrt", "tointeger", "tan",  "type", "ult", NULL};

  lua_pushcfunction(L, luaopen_math);
  lua_call(L, 0, 1);
  lua_createtable(L, 0, 32);
  lde_library_copy(L, -2, stock);
  lua_pushcfunction(L, l_random);
  lua_setfield(L, -2, "random");
  lua_remove(L, -2);
}
