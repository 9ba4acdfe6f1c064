/* json_read.h: JSON from a text, by jansson. Inside engine only. */
#ifndef LDE_ENGINE_JSON_READ_H
#define LDE_ENGINE_JSON_READ_H

#include <jansson.h>

/* As json_loadb, but NULL always means that the text is no JSON: out of memory ends the process as everywhere.
 * `where` may be NULL. */
json_t *lde_json_read(const char *text, size_t len, size_t flags, json_error_t *where);

#endif
