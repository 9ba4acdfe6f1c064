#include "base/strings.h"

#include <string.h>

#include "base/memory.h"

uint64_t lde_hash(const void *bytes, size_t len)
{
  /* FNV-1a over 8-byte words, then over the rest, then a finaliser that spreads the high bits. */
  const unsigned char *at = bytes;
  uint64_t hash = 0xcbf29ce484222325u ^ len;

  for (; len >= 8; at += 8, len -= 8) {
    uint64_t word = 0;
    for (int i = 7; i >= 0; i--)
      word = word << 8 | at[i];
    hash = (hash ^ word) * 0x9E3779B97F4A7C15u;
    hash ^= hash >> 32;
  }
  for (; len; at++, len--)
    hash = (hash ^ *at) * 0x100000001b3u;
  hash ^= hash >> 29;
  hash *= 0xBF58476D1CE4E5B9u;
  return hash ^ hash >> 32;
}

void lde_strings_init(lde_strings *strings)
{
  memset(strings, 0, sizeof *strings);
  lde_strings_intern(strings, "", 0);
}

void lde_strings_deinit(lde_strings *strings)
{
  lde_free(strings->texts);
  lde_free(strings->lengths);
  lde_free(strings->hashes);
  lde_free(strings->slots);
  lde_arena_free(&strings->arena);
  memset(strings, 0, sizeof *strings);
}

/* Part of the hash stands in the slot, so that a probe of another text touches nothing else. */
struct lde_string_slot {
  int32_t number; /* code + 1, 0 = free */
  uint32_t tag;
};

static uint32_t tag_of(uint64_t hash)
{
  return (uint32_t)(hash >> 32);
}

/* The slot that holds the text, or the free slot where it belongs. */
static size_t slot_of(const lde_strings *strings, const char *text, size_t len, uint64_t hash)
{
  size_t mask = strings->slot_count - 1, slot = hash & mask;
  for (;; slot = (slot + 1) & mask) {
    int32_t code = strings->slots[slot].number - 1;
    if (code < 0 || (strings->slots[slot].tag == tag_of(hash) && strings->lengths[code] == len &&
                     memcmp(strings->texts[code], text, len) == 0))
      return slot;
  }
}

static void grow(lde_strings *strings)
{
  size_t count = strings->slot_count ? strings->slot_count * 2 : 64, mask = count - 1;
  struct lde_string_slot *slots = lde_alloc(count, sizeof *slots);

  for (int32_t code = 0; code < strings->count; code++) {
    size_t slot = strings->hashes[code] & mask;
    while (slots[slot].number)
      slot = (slot + 1) & mask;
    slots[slot] = (struct lde_string_slot){code + 1, tag_of(strings->hashes[code])};
  }
  lde_free(strings->slots);
  strings->slots = slots;
  strings->slot_count = count;
  strings->texts = lde_realloc(strings->texts, count, sizeof *strings->texts);
  strings->lengths = lde_realloc(strings->lengths, count, sizeof *strings->lengths);
  strings->hashes = lde_realloc(strings->hashes, count, sizeof *strings->hashes);
}

int32_t lde_strings_intern(lde_strings *strings, const char *text, size_t len)
{
  uint64_t hash = lde_hash(text, len);
  size_t slot;
  int32_t code;

  if (((size_t)strings->count + 1) * 2 > strings->slot_count)
    grow(strings);
  slot = slot_of(strings, text, len, hash);
  if (strings->slots[slot].number)
    return strings->slots[slot].number - 1;
  code = strings->count++;
  strings->slots[slot] = (struct lde_string_slot){code + 1, tag_of(hash)};
  strings->texts[code] = lde_arena_strndup(&strings->arena, text, len);
  strings->lengths[code] = (uint32_t)len;
  strings->hashes[code] = hash;
  return code;
}

int32_t lde_strings_put(lde_strings *strings, const char *text)
{
  return lde_strings_intern(strings, text, strlen(text));
}

int32_t lde_strings_find(const lde_strings *strings, const char *text, size_t len)
{
  return strings->slots[slot_of(strings, text, len, lde_hash(text, len))].number - 1;
}
