/* encoding.h: bytes of a file to valid UTF-8. A byte order mark decides; without one the text is
 * UTF-8 unless the manifest names Windows-1252, Latin-1 or UTF-16. Nothing is guessed: bytes that
 * do not fit are an error with their place, because a wrong guess spoils names without anybody
 * noticing. */
#ifndef LDE_LOAD_ENCODING_H
#define LDE_LOAD_ENCODING_H

#include "base/buffer.h"
#include "load/source.h"

typedef enum lde_encoding_mistake {
  LDE_ENCODING_FITS,
  LDE_ENCODING_NOT_UTF_8,
  LDE_ENCODING_NOT_IN_SET,   /* a byte that Windows-1252 does not define */
  LDE_ENCODING_LOOKS_UTF_16, /* NUL in every other byte, no byte order mark */
  LDE_ENCODING_BROKEN_UTF_16 /* half a character */
} lde_encoding_mistake;

typedef struct lde_decoded {
  const char *text; /* in the bytes given, or in `converted`; without the byte order mark */
  size_t len;
  lde_buffer converted;
  lde_encoding encoding; /* the one used */
  lde_encoding_mistake mistake;
  uint32_t line, column; /* of the mistake, in characters */
  unsigned char byte;    /* the first that does not fit */
} lde_decoded;

/* False when there is a mistake. Free `converted` in any case. */
bool lde_decode(lde_decoded *decoded, const char *bytes, size_t len, lde_encoding named);
/* "windows-1252", as dialects write it. */
const char *lde_encoding_name(lde_encoding encoding);

#endif
