/* map.h: a hash map from int64 keys to int32 values, for indexes over codes and rows. Zero-initialise,
 * put, find, free. A key is stored once; putting it again replaces the value. */
#ifndef LDE_BASE_MAP_H
#define LDE_BASE_MAP_H

#include <stddef.h>
#include <stdint.h>

typedef struct lde_map {
  int64_t *keys;
  int32_t *values; /* LDE_MAP_NONE marks a free slot */
  size_t slot_count, count;
} lde_map;

#define LDE_MAP_NONE INT32_MIN

/* The value of the key, or LDE_MAP_NONE. */
int32_t lde_map_find(const lde_map *map, int64_t key);
/* Stores the value (not LDE_MAP_NONE); returns the one that was there, or LDE_MAP_NONE. */
int32_t lde_map_put(lde_map *map, int64_t key, int32_t value);
/* Stores only when the key is new; returns the value that is now there. */
int32_t lde_map_add(lde_map *map, int64_t key, int32_t value);
void lde_map_free(lde_map *map);

#endif
