#include "store/json_text.h"

void lde_json_quote(lde_buffer *out, const char *text, size_t len)
{
  lde_buffer_putc(out, '"');
  for (size_t i = 0; i < len; i++) {
    unsigned char c = (unsigned char)text[i];
    if (c == '"' || c == '\\')
      lde_buffer_printf(out, "\\%c", c);
    else if (c < 0x20)
      lde_buffer_printf(out, "\\u%04x", c);
    else
      lde_buffer_putc(out, (char)c);
  }
  lde_buffer_putc(out, '"');
}
