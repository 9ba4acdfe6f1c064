/* memory.h: allocation that does not return NULL.
 *
 * Heap blocks come from lde_alloc and go back with lde_free. When memory is exhausted the handler
 * is called; the default prints one line and ends the process with exit code 70. A host that wants
 * something else (a worker that reports its status first) installs its own handler, which must not
 * return. Blocks that live as long as a dataset or a run come from an arena instead (arena.h). */
#ifndef LDE_BASE_MEMORY_H
#define LDE_BASE_MEMORY_H

#include <stddef.h>

/* Zeroed memory for `count` elements of `size` bytes. */
void *lde_alloc(size_t count, size_t size);
/* Grows or shrinks a block; new bytes are not zeroed. */
void *lde_realloc(void *block, size_t count, size_t size);
void lde_free(void *block);
/* Gives the memory of a part of a large block back before the block is freed: what stood there must not
 * be read any more. */
void lde_forget(void *part, size_t size);
char *lde_strdup(const char *text);

/* Called when memory is exhausted; must not return. */
typedef void lde_out_of_memory(size_t wanted);
void lde_out_of_memory_handler(lde_out_of_memory *handler);
/* For who is told so by a library: calls the handler. */
_Noreturn void lde_memory_exhausted(size_t wanted);

/* Growing arrays: declare with LDE_VEC(type), zero-initialise, push, free. */
#define LDE_VEC(type)                                                                              \
  struct {                                                                                         \
    type *data;                                                                                    \
    size_t len, cap;                                                                               \
  }

/* The capacity after this one that holds `want` elements. */
size_t lde_capacity(size_t now, size_t want);

/* Makes room for `want` elements. */
#define lde_vec_reserve(vec, want)                                                                 \
  do {                                                                                             \
    if ((want) > (vec)->cap) {                                                                     \
      (vec)->cap = lde_capacity((vec)->cap, (want));                                               \
      (vec)->data = lde_realloc((vec)->data, (vec)->cap, sizeof *(vec)->data);                     \
    }                                                                                              \
  } while (0)

/* The value may read the array's length: it is still the old one. */
#define lde_vec_push(vec, value)                                                                   \
  do {                                                                                             \
    lde_vec_reserve((vec), (vec)->len + 1);                                                        \
    (vec)->data[(vec)->len] = (value);                                                             \
    (vec)->len++;                                                                                  \
  } while (0)

#define lde_vec_free(vec)                                                                          \
  do {                                                                                             \
    lde_free((vec)->data);                                                                         \
    (vec)->data = NULL;                                                                            \
    (vec)->len = (vec)->cap = 0;                                                                   \
  } while (0)

#endif
