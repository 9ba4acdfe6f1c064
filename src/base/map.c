#include "base/map.h"

#include "base/memory.h"

static size_t slot_of(const lde_map *map, int64_t key)
{
  uint64_t hash = (uint64_t)key * 0x9E3779B97F4A7C15u;
  size_t mask = map->slot_count - 1, slot = (hash ^ hash >> 32) & mask;
  while (map->values[slot] != LDE_MAP_NONE && map->keys[slot] != key)
    slot = (slot + 1) & mask;
  return slot;
}

static void grow(lde_map *map)
{
  lde_map old = *map;

  map->slot_count = old.slot_count ? old.slot_count * 2 : 16;
  map->keys = lde_alloc(map->slot_count, sizeof *map->keys);
  map->values = lde_alloc(map->slot_count, sizeof *map->values);
  for (size_t slot = 0; slot < map->slot_count; slot++)
    map->values[slot] = LDE_MAP_NONE;
  for (size_t slot = 0; slot < old.slot_count; slot++)
    if (old.values[slot] != LDE_MAP_NONE) {
      size_t to = slot_of(map, old.keys[slot]);
      map->keys[to] = old.keys[slot];
      map->values[to] = old.values[slot];
    }
  lde_free(old.keys);
  lde_free(old.values);
}

int32_t lde_map_find(const lde_map *map, int64_t key)
{
  return map->slot_count ? map->values[slot_of(map, key)] : LDE_MAP_NONE;
}

static int32_t store(lde_map *map, int64_t key, int32_t value, int replace)
{
  size_t slot;
  int32_t before;

  if ((map->count + 1) * 2 > map->slot_count)
    grow(map);
  slot = slot_of(map, key);
  before = map->values[slot];
  if (before == LDE_MAP_NONE) {
    map->keys[slot] = key;
    map->count++;
  }
  if (before == LDE_MAP_NONE || replace)
    map->values[slot] = value;
  return before;
}

int32_t lde_map_put(lde_map *map, int64_t key, int32_t value)
{
  return store(map, key, value, 1);
}

int32_t lde_map_add(lde_map *map, int64_t key, int32_t value)
{
  int32_t before = store(map, key, value, 0);
  return before == LDE_MAP_NONE ? value : before;
}

void lde_map_free(lde_map *map)
{
  lde_free(map->keys);
  lde_free(map->values);
  *map = (lde_map){0};
}
