#include "base/memory.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

static void end_process(size_t wanted)
{
  static const char message[] = "ldengine: out of memory\n";
  (void)wanted;
  if (write(STDERR_FILENO, message, sizeof message - 1) < 0)
    _exit(71);
  _exit(70);
}

static lde_out_of_memory *handler_ = end_process;

void lde_out_of_memory_handler(lde_out_of_memory *handler)
{
  handler_ = handler ? handler : end_process;
}

_Noreturn void lde_memory_exhausted(size_t wanted)
{
  handler_(wanted);
  abort(); /* it must not return */
}

void *lde_alloc(size_t count, size_t size)
{
  void *block = calloc(count ? count : 1, size ? size : 1);
  if (!block)
    lde_memory_exhausted(count * size);
  return block;
}

void *lde_realloc(void *block, size_t count, size_t size)
{
  void *grown;
  size_t bytes;
  if (size && count > SIZE_MAX / size)
    lde_memory_exhausted(SIZE_MAX);
  bytes = count * size;
  grown = realloc(block, bytes != 0 ? bytes : 1);
  if (!grown)
    lde_memory_exhausted(bytes);
  return grown;
}

void lde_free(void *block)
{
  free(block);
}

void lde_forget(void *part, size_t size)
{
  uintptr_t page = (uintptr_t)sysconf(_SC_PAGESIZE);
  uintptr_t first = ((uintptr_t)part + page - 1) / page * page, end = ((uintptr_t)part + size) / page * page;

  if (end > first)
    madvise((void *)first, end - first, MADV_DONTNEED); /* advice: without it there is only less room */
}

size_t lde_capacity(size_t now, size_t want)
{
  size_t capacity = now ? now * 2 : 8;

  while (capacity < want)
    capacity *= 2;
  return capacity;
}

char *lde_strdup(const char *text)
{
  size_t size = strlen(text) + 1;
  return memcpy(lde_alloc(size, 1), text, size);
}
