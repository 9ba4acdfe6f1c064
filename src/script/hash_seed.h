/* hash_seed.h: the same hash of texts in every process.
 *
 * Lua 5.4 seeds the hash of its strings from the clock and from addresses, and offers no way to say
 * otherwise; the length of a table with holes depends on it. In the one library build that is known
 * here the seed lies at a known place of the state's first block, and nothing has been hashed yet
 * when the second block is asked for. With another build nothing is written, and the self-test says
 * so: `#` of tables with holes may then differ between runs. A chosen seed lets an author provoke
 * collisions; that only slows down the author. */
#ifndef LDE_SCRIPT_HASH_SEED_H
#define LDE_SCRIPT_HASH_SEED_H

#include <lua.h>
#include <stdbool.h>
#include <stddef.h>

/* Called by the allocator at the second request of a new state. */
void lde_hash_seed_pin(void *first_block, size_t size);
/* Whether raw tables of this state have the order that the pinned seed gives. */
bool lde_hash_seed_is_pinned(lua_State *L);

#endif
