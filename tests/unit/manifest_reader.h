/* manifest_reader.h: tests of the manifest read one from a text, with its sources, and look at what was
 * read and what was found. */
#ifndef TEST_MANIFEST_READER_H
#define TEST_MANIFEST_READER_H

#include "load_fixture.h"

#include "load/manifest.h"
#include "load/yaml.h"

typedef struct read_result {
  lde_arena arena;
  lde_diagnostics found;
  lde_manifest manifest;
  lde_schema *schema;
  lde_source_specs specs;
} read_result;

static inline void read_text(read_result *r, lde_language lang, const char *text)
{
  lde_complaints to = {&r->found, "ldengine.yaml", NULL};

  memset(r, 0, sizeof *r);
  r->found.language = lang;
  lde_manifest_defaults(&r->manifest);
  r->manifest.folder = "/nowhere";
  assert_true(lde_yaml_read(&r->arena, text, strlen(text), 0, &to, &r->manifest.root));
  r->schema = lde_schema_new();
  lde_manifest_read(&r->manifest, &to, r->schema);
  lde_schema_finish(r->schema);
  lde_manifest_read_sources(&r->manifest, &to, r->schema, lang, &r->specs);
}

static inline void read_done(read_result *r)
{
  lde_source_specs_free(&r->specs);
  lde_schema_free(r->schema);
  lde_diagnostics_free(&r->found);
  lde_vec_free(&r->manifest.packs);
  lde_vec_free(&r->manifest.rule_files);
  lde_arena_free(&r->manifest.arena);
  lde_arena_free(&r->arena);
}

#endif
