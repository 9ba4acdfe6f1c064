/* manifest_edit.h: adds sources to ldengine.yaml without touching anything else that people wrote in it.
 * Inside engine only. */
#ifndef LDE_ENGINE_MANIFEST_EDIT_H
#define LDE_ENGINE_MANIFEST_EDIT_H

#include "engine/internal.h"

/* Those that the manifest names already, also by a pattern, are left. False with `err`. */
bool lde_manifest_add_sources(lde_project *project, const char *const *files, size_t count,
                              lde_error *err);
/* The text of a manifest with these lines added; `root` is what was read from the text. */
void lde_manifest_insert(const lde_node *root, const char *text, size_t len,
                         const char *const *files, size_t count, lde_buffer *out);

#endif
