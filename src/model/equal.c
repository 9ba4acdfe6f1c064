#include "model/equal.h"

#include <string.h>

#include "base/memory.h"

enum { ROWS_OF_PART = 4096 };

/* Row numbers in order of the part their hash falls in; within a part in row order. */
static int32_t *deal(const lde_equal *equal, size_t parts, size_t *starts)
{
  int32_t *order = lde_alloc(equal->count, sizeof *order);
  size_t *fill = lde_alloc(parts, sizeof *fill);

  for (size_t i = 0; i < equal->count; i++)
    starts[(equal->hashes[i] & (parts - 1)) + 1]++;
  for (size_t part = 0; part < parts; part++) {
    starts[part + 1] += starts[part];
    fill[part] = starts[part];
  }
  for (size_t i = 0; i < equal->count; i++)
    order[fill[equal->hashes[i] & (parts - 1)]++] = (int32_t)i;
  lde_free(fill);
  return order;
}

static bool search_part(const lde_equal *equal, const int32_t *order, size_t count, int32_t *slots,
                        size_t slot_count, int bits)
{
  const uint32_t *hashes = equal->hashes;

  memset(slots, 0xFF, slot_count * sizeof *slots);
  for (size_t i = 0; i < count; i++) {
    int32_t row = order[i];
    size_t at = (hashes[row] >> bits) & (slot_count - 1);
    if (!hashes[row])
      continue;
    while (slots[at] >= 0 && !(hashes[slots[at]] == hashes[row] &&
                               equal->same(equal->ctx, (size_t)slots[at], (size_t)row)))
      at = (at + 1) & (slot_count - 1);
    if (slots[at] < 0)
      slots[at] = row;
    else if (!equal->found(equal->ctx, (size_t)row))
      return false;
  }
  return true;
}

void lde_equal_find(const lde_equal *equal)
{
  size_t parts, widest = 0, slot_count = 16;
  int bits = 0;
  size_t *starts;
  int32_t *order, *slots;
  bool more = true;

  while (equal->count >> bits > ROWS_OF_PART)
    bits++;
  parts = (size_t)1 << bits;
  starts = lde_alloc(parts + 1, sizeof *starts);
  order = deal(equal, parts, starts);
  for (size_t part = 0; part < parts; part++)
    if (starts[part + 1] - starts[part] > widest)
      widest = starts[part + 1] - starts[part];
  while (slot_count < widest * 2)
    slot_count *= 2;
  slots = lde_alloc(slot_count, sizeof *slots);
  for (size_t part = 0; part < parts && more; part++)
    more = search_part(equal, order + starts[part], starts[part + 1] - starts[part], slots, slot_count, bits);
  lde_free(slots);
  lde_free(order);
  lde_free(starts);
}
