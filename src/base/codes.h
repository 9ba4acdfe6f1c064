/* codes.h: from the codes of texts (strings.h) to rows. Codes of one table follow each other, because
 * texts get theirs in the order of reading, so rows lie in an array from the first code on; a code far
 * from the others goes into a hash map. Zero-initialise, add, find, free. */
#ifndef LDE_BASE_CODES_H
#define LDE_BASE_CODES_H

#include "base/map.h"
#include "base/packed.h"

typedef struct lde_codes {
  lde_packed rows; /* row + 1 of the code `first`, and of those behind it */
  lde_map far;     /* the codes that are not there */
  int32_t first;
  size_t count; /* in `rows` */
} lde_codes;

/* The row, or LDE_MAP_NONE. */
static inline int32_t lde_codes_find(const lde_codes *codes, int32_t code)
{
  int64_t row = code < codes->first ? 0 : lde_packed_get(&codes->rows, (size_t)(code - codes->first));
  return row ? (int32_t)row - 1 : lde_map_find(&codes->far, code);
}
/* Stores the row only when the code is new; returns the row that is now there. */
int32_t lde_codes_add(lde_codes *codes, int32_t code, int32_t row);
void lde_codes_free(lde_codes *codes);

#endif
