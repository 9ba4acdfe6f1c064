/* json_read.h: JSON from a text, by jansson. Inside engine only. */
#ifndef LDE_ENGINE_JSON_READ_H
#define LDE_ENGINE_JSON_READ_H

#include <jansson.h>

struct lde_result;

/* As json_loadb, but out of memory ends the process as everywhere, unless jansson takes it for a mistake in the
 * text: a NULL has to be told of. `where` may be NULL. */
json_t *lde_json_read(const char *text, size_t len, size_t flags, json_error_t *where);
/* A list of a stored run; NULL when it has none, or after telling the result that it cannot be read. */
json_t *lde_json_read_stored(struct lde_result *result, const char *text);

#endif
