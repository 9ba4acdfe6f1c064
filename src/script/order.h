/* order.h: a fixed order for the keys of a table, and the stable merge sort behind it.
 *
 * Numbers come first by value, then texts bytewise, false, true, then userdata by the number that
 * their metatable's __order gives, then at most one key that is a table or a function: those have
 * no order that would be the same in two runs. */
#ifndef LDE_SCRIPT_ORDER_H
#define LDE_SCRIPT_ORDER_H

#include <lua.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Whether element a must come before element b; may raise a Lua error. */
typedef bool lde_before(void *ctx, uint32_t a, uint32_t b);
/* Sorts the n numbers in `index`, stable; `scratch` has room for n more. Returns the sorted one of
 * the two. Runs that are in order already cost one comparison. */
uint32_t *lde_merge_sort(uint32_t *index, uint32_t *scratch, size_t n, lde_before *before,
                         void *ctx);

/* Pushes a list of the keys of the table at `index` in their order, and returns their number; when
 * the keys are just 1…n, pushes nil instead of the list. Charges the work. */
lua_Integer lde_keys_push(lua_State *L, int index);
/* Pushes the smallest key after the key on top (nil: the smallest of all), which it pops; false and
 * nothing pushed when there is none. */
bool lde_keys_next(lua_State *L, int index);

#endif
