#include "script/allocator.h"

#include <stdint.h>
#include <stdlib.h>

#include "script/hash_seed.h"

/* What the system's allocator takes besides the bytes, and the multiple it rounds to. */
enum { SYSTEM_OVERHEAD = 8, GRAIN = 16 };

static size_t footprint(size_t size)
{
  if (size > SIZE_MAX / 2)
    return SIZE_MAX / 2;
  return (size + sizeof(lde_block) + SYSTEM_OVERHEAD + GRAIN - 1) & ~(size_t)(GRAIN - 1);
}

/* How far a script may pass the soft limit before it reaches its next instruction. */
static const size_t slack_max = (size_t)24 << 20;

void lde_allocator_init(lde_allocator *allocator, size_t soft)
{
  size_t slack;

  *allocator = (lde_allocator){.soft = soft};
  if (soft > SIZE_MAX / 4)
    allocator->soft = SIZE_MAX / 4;
  slack = allocator->soft / 2 + ((size_t)1 << 20);
  allocator->hard = allocator->soft + (slack < slack_max ? slack : slack_max);
  allocator->blocks.previous = allocator->blocks.next = &allocator->blocks;
}

void lde_allocator_deinit(lde_allocator *allocator)
{
  lde_block *block = allocator->blocks.next;

  while (block != &allocator->blocks) {
    lde_block *next = block->next;
    free(block);
    block = next;
  }
  allocator->blocks.previous = allocator->blocks.next = &allocator->blocks;
  allocator->used = 0;
}

static void release(lde_allocator *allocator, void *memory, size_t size)
{
  lde_block *block = (lde_block *)memory - 1;

  block->previous->next = block->next;
  block->next->previous = block->previous;
  allocator->used -= footprint(size);
  free(block);
}

void *lde_allocator_serve(void *ctx, void *memory, size_t old_size, size_t new_size)
{
  lde_allocator *allocator = ctx;
  size_t before = memory ? footprint(old_size) : 0; /* for a new block old_size is a type code */
  size_t wanted = footprint(new_size);
  lde_block *block;

  if (new_size == 0) {
    if (memory)
      release(allocator, memory, old_size);
    return NULL;
  }
  if (wanted > before && allocator->used - before + wanted > allocator->hard)
    allocator->on_hard(allocator->ctx);
  if (!memory && allocator->served < 3 && ++allocator->served == 2)
    lde_hash_seed_pin(allocator->first, allocator->first_size);
  /* Not lde_realloc: memory of a script that runs out is the script's trouble, not the process's.
   */
  block = realloc(memory ? (lde_block *)memory - 1 : NULL, sizeof *block + new_size);
  if (!block && wanted <= before)
    return memory; /* shrinking does not fail */
  if (!block)
    allocator->on_hard(allocator->ctx);
  if (!memory) {
    block->previous = allocator->blocks.previous;
    block->next = &allocator->blocks;
  }
  block->previous->next = block->next->previous = block;
  allocator->used += wanted - before;
  if (allocator->used > allocator->peak)
    allocator->peak = allocator->used;
  if (wanted > before && allocator->used > allocator->soft)
    allocator->on_soft(allocator->ctx);
  if (!allocator->first) {
    allocator->first = block + 1;
    allocator->first_size = new_size;
  }
  return block + 1;
}
