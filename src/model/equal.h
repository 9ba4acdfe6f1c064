/* equal.h: which of many rows equal an earlier one. The caller gives a hash of each row and compares
 * those that share it; everything is looked for at once, in parts that fit in the cache, because
 * probing one large table for every row would cost more than reading the file. */
#ifndef LDE_MODEL_EQUAL_H
#define LDE_MODEL_EQUAL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct lde_equal {
  const uint32_t *hashes; /* 0 = equal to none */
  size_t count;
  bool (*same)(void *ctx, size_t earlier, size_t later);
  /* Called for every row that equals an earlier one, in no order to rely on; false ends the search. */
  bool (*found)(void *ctx, size_t row);
  void *ctx;
} lde_equal;

void lde_equal_find(const lde_equal *equal);

#endif
