#include "base/strings.h"

#include <stdbool.h>
#include <string.h>

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
  for (size_t i = 0; i < strings->chunks.len; i++)
    lde_free(strings->chunks.data[i]);
  lde_vec_free(&strings->chunks);
  lde_vec_free(&strings->starts);
  lde_packed_free(&strings->lengths);
  lde_free(strings->slots);
  memset(strings, 0, sizeof *strings);
}

/* Part of the hash stands in the slot: a probe of another text touches nothing else, and growing needs
 * no text at all. */
struct lde_string_slot {
  int32_t number; /* code + 1, 0 = free */
  uint32_t tag;
};

static uint32_t tag_of(const char *text, size_t len)
{
  uint64_t hash = lde_hash(text, len);
  return (uint32_t)(hash ^ hash >> 32);
}

static bool is_text(const lde_strings *strings, int32_t code, const char *text, size_t len)
{
  return lde_strings_length(strings, code) == len && memcmp(lde_strings_get(strings, code), text, len) == 0;
}

/* The slot that holds the text, or the free slot where it belongs. */
static size_t slot_of(const lde_strings *strings, const char *text, size_t len, uint32_t tag)
{
  size_t mask = strings->slot_count - 1, slot = tag & mask;
  for (;; slot = (slot + 1) & mask) {
    int32_t code = strings->slots[slot].number - 1;
    if (code < 0 || (strings->slots[slot].tag == tag && is_text(strings, code, text, len)))
      return slot;
  }
}

static void grow(lde_strings *strings)
{
  size_t count = strings->slot_count ? strings->slot_count * 2 : 64, mask = count - 1;
  struct lde_string_slot *slots = lde_alloc(count, sizeof *slots);

  for (size_t i = 0; i < strings->slot_count; i++) {
    size_t slot = strings->slots[i].tag & mask;
    if (!strings->slots[i].number)
      continue;
    while (slots[slot].number)
      slot = (slot + 1) & mask;
    slots[slot] = strings->slots[i];
  }
  lde_free(strings->slots);
  strings->slots = slots;
  strings->slot_count = count;
}

/* Copies the text; returns where it begins. */
static uint32_t keep(lde_strings *strings, const char *text, size_t len)
{
  enum { CHUNK_SIZE = 1 << 16, CHUNKS_MAX = 1 << 16 };
  bool is_long = len + 1 > CHUNK_SIZE / 4;
  size_t chunk, at;

  if (is_long || !strings->chunks.len || strings->used + len + 1 > CHUNK_SIZE) {
    if (strings->chunks.len == CHUNKS_MAX)
      lde_memory_exhausted(len);
    lde_vec_push(&strings->chunks, lde_alloc(is_long ? len + 1 : CHUNK_SIZE, 1));
    if (!is_long) {
      strings->open = strings->chunks.len - 1;
      strings->used = 0;
    }
  }
  chunk = is_long ? strings->chunks.len - 1 : strings->open;
  at = is_long ? 0 : strings->used;
  memcpy(strings->chunks.data[chunk] + at, text, len);
  if (!is_long)
    strings->used += len + 1;
  return (uint32_t)(chunk << 16 | at);
}

int32_t lde_strings_intern(lde_strings *strings, const char *text, size_t len)
{
  uint32_t tag = tag_of(text, len);
  size_t slot;
  int32_t code;

  if (((size_t)strings->count + 1) * 4 > strings->slot_count * 3)
    grow(strings);
  slot = slot_of(strings, text, len, tag);
  if (strings->slots[slot].number)
    return strings->slots[slot].number - 1;
  code = strings->count++;
  strings->slots[slot] = (struct lde_string_slot){code + 1, tag};
  lde_vec_push(&strings->starts, keep(strings, text, len));
  lde_packed_put(&strings->lengths, (size_t)code, (int64_t)len);
  return code;
}

int32_t lde_strings_put(lde_strings *strings, const char *text)
{
  return lde_strings_intern(strings, text, strlen(text));
}

int32_t lde_strings_find(const lde_strings *strings, const char *text, size_t len)
{
  return strings->slots[slot_of(strings, text, len, tag_of(text, len))].number - 1;
}
