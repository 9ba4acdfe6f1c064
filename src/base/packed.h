/* packed.h: an array of integers in which each takes as few bytes as the largest of them needs: none
 * while all are 0, else 1, 2, 4 or 8. It widens by itself when a value asks for it. What was never
 * put reads as 0, so that a row number can be asked for before anything stands there.
 *
 * Zero-initialise, put, get, free. Room grows by doubling, but what was not used is not touched;
 * lde_packed_fit gives it back, and with it the bytes that values needed only for a while. One and
 * two bytes hold no negative numbers: these are rare enough to take four. */
#ifndef LDE_BASE_PACKED_H
#define LDE_BASE_PACKED_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct lde_packed {
  void *data;
  size_t len, capacity; /* elements; those from len on are 0 */
  unsigned width;       /* bytes of one */
} lde_packed;

static inline int64_t lde_packed_get(const lde_packed *packed, size_t at)
{
  if (at >= packed->len)
    return 0;
  switch (packed->width) {
  case 1:
    return ((const uint8_t *)packed->data)[at];
  case 2:
    return ((const uint16_t *)packed->data)[at];
  case 4:
    return ((const int32_t *)packed->data)[at];
  default:
    return ((const int64_t *)packed->data)[at];
  }
}

void lde_packed_put(lde_packed *packed, size_t at, int64_t value);
/* As few bytes as the values need, and no room for more than the first `count`. */
void lde_packed_fit(lde_packed *packed, size_t count);
/* Copies `count` of them from `first` on. */
void lde_packed_read_32(const lde_packed *packed, size_t first, size_t count, int32_t *out);
void lde_packed_read_64(const lde_packed *packed, size_t first, size_t count, int64_t *out);
void lde_packed_free(lde_packed *packed);

#endif
