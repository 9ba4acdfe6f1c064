/* json_text.h: a text as a JSON string. The store writes lists and rule digests as JSON text into
 * SQL columns; whole JSON documents belong to report. */
#ifndef LDE_STORE_JSON_TEXT_H
#define LDE_STORE_JSON_TEXT_H

#include "base/buffer.h"

/* Appends the text in double quotes, with what JSON does not allow escaped. */
void lde_json_quote(lde_buffer *out, const char *text, size_t len);

#endif
