/* arena.h: memory that is freed all at once.
 *
 * The engine, a dataset, a run and a call each own one arena; what lives as long as they do is
 * taken from it and never freed by itself. An arena is zero-initialised; lde_arena_free returns
 * everything and leaves it empty for reuse. Not safe between threads. */
#ifndef LDE_BASE_ARENA_H
#define LDE_BASE_ARENA_H

#include <stdarg.h>
#include <stddef.h>

typedef struct lde_arena {
  struct lde_arena_chunk *chunks;
} lde_arena;

/* Zeroed, aligned for any type. */
void *lde_arena_alloc(lde_arena *arena, size_t size);
char *lde_arena_strndup(lde_arena *arena, const char *text, size_t len);
char *lde_arena_strdup(lde_arena *arena, const char *text);
char *lde_arena_printf(lde_arena *arena, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
void lde_arena_free(lde_arena *arena);

#define lde_arena_new(arena, type) ((type *)lde_arena_alloc((arena), sizeof(type)))
#define lde_arena_array(arena, count, type)                                                        \
  ((type *)lde_arena_alloc((arena), (size_t)(count) * sizeof(type)))

#endif
