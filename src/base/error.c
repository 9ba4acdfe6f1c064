#include "base/error.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

lde_status lde_fail(lde_error *err, lde_status status, const char *format, ...)
{
  va_list args;
  int len;

  if (!err)
    return status;
  err->status = status;
  va_start(args, format);
  len = vsnprintf(err->message, sizeof err->message, format, args);
  va_end(args);
  if (len >= (int)sizeof err->message) {
    size_t end = sizeof err->message - 1;
    while (end && ((unsigned char)err->message[end] & 0xC0) == 0x80)
      end--;
    err->message[end] = '\0';
  }
  return status;
}
