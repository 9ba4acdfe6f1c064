/* strings.h: interned texts. Every text value of a dataset is an int32 code in one pool, so equal
 * texts are equal codes and a column of texts takes four bytes a row. Code 0 is the empty text. */
#ifndef LDE_BASE_STRINGS_H
#define LDE_BASE_STRINGS_H

#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"

typedef struct lde_strings {
  lde_arena arena;
  const char **texts;  /* by code */
  uint32_t *lengths;   /* by code */
  uint64_t *hashes;    /* by code */
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
  return strings->texts[code];
}
static inline size_t lde_strings_length(const lde_strings *strings, int32_t code)
{
  return strings->lengths[code];
}

/* 64-bit hash of bytes; the same on every machine. Not for hostile keys that must not collide: a
 * pool belongs to one organisation, which can only slow down itself. */
uint64_t lde_hash(const void *bytes, size_t len);

#endif
