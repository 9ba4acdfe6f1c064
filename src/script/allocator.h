/* allocator.h: the memory of one Lua state, counted and listed.
 *
 * Every block carries a header that links it to the others, so that a state that was abandoned in
 * the middle of an operation can be returned as a whole. What counts is the whole block with header
 * and rounding: that is what the process pays. The allocator never returns NULL to Lua (5.4.4 frees
 * tables in use in the emergency collection that would follow). Passing `soft` calls on_soft each
 * time; a request that would pass `hard`, or that the system refuses, calls on_hard, which must not
 * return. */
#ifndef LDE_SCRIPT_ALLOCATOR_H
#define LDE_SCRIPT_ALLOCATOR_H

#include <stddef.h>

typedef struct lde_block {
  struct lde_block *previous, *next;
} lde_block;

typedef struct lde_allocator {
  lde_block blocks; /* anchor of the ring */
  size_t used, peak, soft, hard;
  void (*on_soft)(void *ctx);
  void (*on_hard)(void *ctx);
  void *ctx;
  void *first; /* the first block ever served, and its size: the state itself (hash_seed.h) */
  size_t first_size;
  unsigned served; /* calls that asked for a new block, counted up to 3 */
} lde_allocator;

void lde_allocator_init(lde_allocator *allocator, size_t soft);
/* Returns every block that is still there. */
void lde_allocator_deinit(lde_allocator *allocator);
/* The lua_Alloc function; `ctx` is the allocator. */
void *lde_allocator_serve(void *ctx, void *block, size_t old_size, size_t new_size);

#endif
