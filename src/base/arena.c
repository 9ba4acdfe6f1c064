#include "base/arena.h"

#include <stdalign.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "base/memory.h"

struct lde_arena_chunk {
  struct lde_arena_chunk *next;
  size_t used, size;
  alignas(max_align_t) unsigned char bytes[];
};

enum { CHUNK_SIZE = 64 * 1024 };

void *lde_arena_alloc(lde_arena *arena, size_t size)
{
  struct lde_arena_chunk *chunk = arena->chunks;
  size_t align = alignof(max_align_t);
  void *block;

  size = (size + align - 1) / align * align;
  if (!chunk || chunk->size - chunk->used < size) {
    size_t room = size > CHUNK_SIZE / 4 ? size : CHUNK_SIZE;
    struct lde_arena_chunk *fresh = lde_alloc(1, sizeof *fresh + room);
    fresh->size = room;
    if (room == size && chunk) { /* a large block does not end the chunk in use */
      fresh->next = chunk->next;
      chunk->next = fresh;
    } else {
      fresh->next = chunk;
      arena->chunks = fresh;
    }
    chunk = fresh;
  }
  block = chunk->bytes + chunk->used;
  chunk->used += size;
  return block;
}

char *lde_arena_strndup(lde_arena *arena, const char *text, size_t len)
{
  char *copy = lde_arena_alloc(arena, len + 1);
  memcpy(copy, text, len);
  return copy;
}

char *lde_arena_strdup(lde_arena *arena, const char *text)
{
  return lde_arena_strndup(arena, text, strlen(text));
}

char *lde_arena_printf(lde_arena *arena, const char *format, ...)
{
  va_list args, again;
  int len;
  char *text;

  va_start(args, format);
  va_copy(again, args);
  len = vsnprintf(NULL, 0, format, args);
  text = lde_arena_alloc(arena, (size_t)len + 1);
  vsnprintf(text, (size_t)len + 1, format, again);
  va_end(again);
  va_end(args);
  return text;
}

void lde_arena_free(lde_arena *arena)
{
  struct lde_arena_chunk *chunk = arena->chunks;
  while (chunk) {
    struct lde_arena_chunk *next = chunk->next;
    lde_free(chunk);
    chunk = next;
  }
  arena->chunks = NULL;
}
