/* disjoint.h: elements that come together in sets. `above` leads from each towards the smallest of its set,
 * which stands for it. The caller frees the array. */
#ifndef LDE_BASE_DISJOINT_H
#define LDE_BASE_DISJOINT_H

#include <stdint.h>

#include "base/memory.h"

/* Each alone. */
static inline int32_t *lde_disjoint_new(size_t count)
{
  int32_t *above = lde_alloc(count + 1, sizeof *above);
  for (size_t i = 0; i < count; i++)
    above[i] = (int32_t)i;
  return above;
}

static inline int32_t lde_disjoint_root(int32_t *above, int32_t at)
{
  while (above[at] != at)
    at = above[at] = above[above[at]];
  return at;
}

static inline void lde_disjoint_join(int32_t *above, int32_t a, int32_t b)
{
  a = lde_disjoint_root(above, a);
  b = lde_disjoint_root(above, b);
  above[a > b ? a : b] = a > b ? b : a;
}

#endif
