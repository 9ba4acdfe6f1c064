#include "base/error.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/text.h"

/* After snprintf said that it needed `len`: no half character at the end. */
static void cut(char *message, size_t size, int len)
{
  size_t end = size - 1;

  if (len < (int)size)
    return;
  while (end && ((unsigned char)message[end] & 0xC0) == 0x80)
    end--;
  message[end] = '\0';
}

/* Names of files and what a library says stand in messages: nothing in them may steer a terminal. */
static void make_safe(char *message, size_t size)
{
  lde_buffer safe = {0};
  size_t len = strlen(message);
  bool plain = true;

  for (const char *c = message; *c; c++)
    plain = plain && ((*c >= ' ' && *c != 0x7f) || *c == '\n');
  if (plain)
    return;
  for (const char *line = message, *end; line <= message + len; line = end + 1) {
    end = strchrnul(line, '\n');
    lde_text_append_safe(&safe, line, (size_t)(end - line));
    if (*end)
      lde_buffer_putc(&safe, '\n');
  }
  cut(message, size, snprintf(message, size, "%s", lde_buffer_text(&safe)));
  lde_buffer_free(&safe);
}

lde_status lde_fail(lde_error *err, lde_status status, const char *format, ...)
{
  va_list args;

  if (!err)
    return status;
  err->status = status;
  va_start(args, format);
  cut(err->message, sizeof err->message, vsnprintf(err->message, sizeof err->message, format, args));
  va_end(args);
  make_safe(err->message, sizeof err->message);
  return status;
}
