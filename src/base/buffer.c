#include "base/buffer.h"

#include <stdio.h>
#include <string.h>

#include "base/memory.h"

static char *room(lde_buffer *buffer, size_t more)
{
  if (buffer->len + more + 1 > buffer->cap) {
    size_t cap = buffer->cap ? buffer->cap * 2 : 128;
    while (cap < buffer->len + more + 1)
      cap *= 2;
    buffer->data = lde_realloc(buffer->data, cap, 1);
    buffer->cap = cap;
  }
  return buffer->data + buffer->len;
}

void lde_buffer_append(lde_buffer *buffer, const void *bytes, size_t len)
{
  char *at = room(buffer, len);
  if (len)
    memcpy(at, bytes, len);
  buffer->len += len;
  buffer->data[buffer->len] = '\0';
}

void lde_buffer_puts(lde_buffer *buffer, const char *text)
{
  lde_buffer_append(buffer, text, strlen(text));
}

void lde_buffer_putc(lde_buffer *buffer, char c)
{
  lde_buffer_append(buffer, &c, 1);
}

void lde_buffer_fill(lde_buffer *buffer, char c, size_t count)
{
  memset(room(buffer, count), c, count);
  buffer->len += count;
  buffer->data[buffer->len] = '\0';
}

void lde_buffer_vprintf(lde_buffer *buffer, const char *format, va_list args)
{
  va_list again;
  int len;

  va_copy(again, args);
  len = vsnprintf(NULL, 0, format, args);
  vsnprintf(room(buffer, (size_t)len), (size_t)len + 1, format, again);
  buffer->len += (size_t)len;
  va_end(again);
}

void lde_buffer_printf(lde_buffer *buffer, const char *format, ...)
{
  va_list args;
  va_start(args, format);
  lde_buffer_vprintf(buffer, format, args);
  va_end(args);
}

void lde_buffer_truncate(lde_buffer *buffer, size_t len)
{
  if (len < buffer->len) {
    buffer->len = len;
    buffer->data[len] = '\0';
  }
}

const char *lde_buffer_text(const lde_buffer *buffer)
{
  return buffer->data ? buffer->data : "";
}

void lde_buffer_free(lde_buffer *buffer)
{
  lde_free(buffer->data);
  buffer->data = NULL;
  buffer->len = buffer->cap = 0;
}
