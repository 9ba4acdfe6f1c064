/* source.h: a look at source text before Lua compiles it.
 *
 * Finds what the compiler would choke on without saying where: a chain of thousands of field
 * accesses (a.b.b.b…), which makes Lua 5.4.4 recurse and take quadratic time when it names the
 * variable in an error message, and the line of the deepest nesting, because the compiler's own
 * message about too deep nesting has none. Reads bytes; keeps nothing. */
#ifndef LDE_SCRIPT_SOURCE_H
#define LDE_SCRIPT_SOURCE_H

#include <stddef.h>

enum { LDE_SOURCE_CHAIN_MAX = 1000 };

typedef struct lde_source_shape {
  int chain_line;   /* line where a chain passed LDE_SOURCE_CHAIN_MAX, or 0 */
  int deepest_line; /* line of the innermost bracket or block, 1 when there is none */
} lde_source_shape;

/* Moves start and length over a byte order mark, and over a #! line up to its line feed, so that
 * line numbers stay right. */
void lde_source_skip_head(const char **bytes, size_t *len);
lde_source_shape lde_source_look(const char *bytes, size_t len);

#endif
