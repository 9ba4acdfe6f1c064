/* index.h: numbers by key, such as the columns of each cell. Those of key k stand from start[k] up to start[k + 1],
 * in their order. */
#ifndef LDE_BASE_INDEX_H
#define LDE_BASE_INDEX_H

#include <stdint.h>

#include "base/memory.h"

typedef struct lde_index {
  int32_t *start, *at;
} lde_index;

/* The numbers from 0 up to count by their keys; a key below 0 leaves its number out. To be freed by the caller. */
static inline lde_index lde_index_new(const int32_t *key, size_t count, size_t keys)
{
  lde_index out = {lde_alloc(keys + 2, sizeof *out.start), lde_alloc(count + 1, sizeof *out.at)};

  for (size_t i = 0; i < count; i++)
    if (key[i] >= 0)
      out.start[key[i] + 2]++;
  for (size_t k = 0; k <= keys; k++)
    out.start[k + 1] += out.start[k];
  for (size_t i = 0; i < count; i++)
    if (key[i] >= 0)
      out.at[out.start[key[i] + 1]++] = (int32_t)i;
  return out;
}

static inline void lde_index_free(lde_index *index)
{
  lde_free(index->start);
  lde_free(index->at);
}

#endif
