/* buffer.h: text that grows. Zero-initialise, append, take `data` (always ends in NUL once something
 * was appended), free. `len` is the length in bytes without the NUL. */
#ifndef LDE_BASE_BUFFER_H
#define LDE_BASE_BUFFER_H

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>

typedef struct lde_buffer {
  char *data;
  size_t len, cap;
} lde_buffer;

void lde_buffer_append(lde_buffer *buffer, const void *bytes, size_t len);
void lde_buffer_puts(lde_buffer *buffer, const char *text);
void lde_buffer_putc(lde_buffer *buffer, char c);
/* `count` times the same byte. */
void lde_buffer_fill(lde_buffer *buffer, char c, size_t count);
void lde_buffer_printf(lde_buffer *buffer, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
void lde_buffer_vprintf(lde_buffer *buffer, const char *format, va_list args)
    __attribute__((format(printf, 2, 0)));
/* Shortens to `len` bytes; keeps the memory. */
void lde_buffer_truncate(lde_buffer *buffer, size_t len);
/* The text, "" for an empty buffer; borrowed until the next append. */
const char *lde_buffer_text(const lde_buffer *buffer);
void lde_buffer_free(lde_buffer *buffer);

#endif
