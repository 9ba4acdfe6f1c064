/* strings.h: interned texts. Every text value of a dataset is an int32 code in one pool, so equal
 * texts are equal codes and a column of texts takes four bytes a row. Code 0 is the empty text. */
#ifndef LDE_BASE_STRINGS_H
#define LDE_BASE_STRINGS_H

#include <stddef.h>
#include <stdint.h>

#include "base/memory.h"
#include "base/packed.h"

/* A million employees are a million texts of ten bytes: besides its bytes one takes four for where it
 * begins, one for its length and about fourteen in the hash table. */
typedef struct lde_strings {
  LDE_VEC(char *) chunks;   /* the texts, one behind the other; a long one has its own chunk */
  size_t open, used;        /* the chunk that is being filled */
  LDE_VEC(uint32_t) starts; /* by code: number of the chunk << 16 | where in it */
  lde_packed lengths;       /* by code */
  struct lde_string_slot *slots; /* open addressing */
  size_t slot_count;
  int32_t count;
} lde_strings;

void lde_strings_init(lde_strings *strings);
void lde_strings_deinit(lde_strings *strings);
/* The code of the text, new when it was not there. Bytes are copied. */
int32_t lde_strings_intern(lde_strings *strings, const char *text, size_t len);
int32_t lde_strings_put(lde_strings *strings, const char *text);
/* The code, or -1 when the text was never interned. */
int32_t lde_strings_find(const lde_strings *strings, const char *text, size_t len);
/* Borrowed, ends in NUL, lives as long as the pool. */
static inline const char *lde_strings_get(const lde_strings *strings, int32_t code)
{
  uint32_t start = strings->starts.data[code];
  return strings->chunks.data[start >> 16] + (start & 0xFFFF);
}
static inline size_t lde_strings_length(const lde_strings *strings, int32_t code)
{
  return (size_t)lde_packed_get(&strings->lengths, (size_t)code);
}

/* 64-bit hash of bytes; the same on every machine. Not for hostile keys that must not collide: a
 * pool belongs to one organisation, which can only slow down itself. */
uint64_t lde_hash(const void *bytes, size_t len);
/* A hash with one more number in it. */
static inline uint64_t lde_hash_more(uint64_t hash, uint64_t number)
{
  hash ^= number + UINT64_C(0x9e3779b97f4a7c15) + (hash << 6) + (hash >> 2);
  hash *= UINT64_C(0xff51afd7ed558ccd);
  return hash ^ (hash >> 32);
}

#endif
