/* manifest.h: the tree of ldengine.yaml → settings, own parts of the model, and what each source is.
 * Every key is known here; a key that is not is reported with a suggestion. Files are named, not
 * opened: load.c does that. The results live in the arena of the manifest. */
#ifndef LDE_LOAD_MANIFEST_H
#define LDE_LOAD_MANIFEST_H

#include "load/complain.h"
#include "load/load.h"
#include "load/source.h"

/* One source: native YAML when `spec.entity` is NULL. */
typedef LDE_VEC(lde_source_spec) lde_source_specs;

/* What the head of a manifest or of a file that stands alone says. */
typedef struct lde_head {
  const lde_node *organisation, *year, *today;
  char currency[4];
  lde_language language;
  bool language_written;
} lde_head;

/* Reads `organisation`, `year` and `today` out of the map; checks their forms. */
void lde_head_read(const lde_complaints *to, const lde_node *map, lde_head *head);

/* Standard settings, before or without a manifest. */
void lde_manifest_defaults(lde_manifest *manifest);
/* Fills `manifest` (root and paths are set by the caller) but for the sources; adds own fields and
 * entities to `schema`, which is not finished yet. Mistakes are reported. */
void lde_manifest_read(lde_manifest *manifest, const lde_complaints *to, lde_schema *schema);
/* The sources, once the schema is finished; globs are expanded and sorted. */
void lde_manifest_read_sources(lde_manifest *manifest, const lde_complaints *to,
                               const lde_schema *schema, lde_language language,
                               lde_source_specs *specs);
void lde_source_specs_free(lde_source_specs *specs);
/* Own entities and fields of `model:`. */
void lde_manifest_read_model(const lde_complaints *to, const lde_node *model, lde_schema *schema);
/* The values of `limits:`. */
void lde_manifest_read_limits(const lde_complaints *to, const lde_node *limits,
                              lde_limit_settings *settings);

#endif
