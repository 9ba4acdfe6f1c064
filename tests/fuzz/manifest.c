/* ldengine.yaml: settings, own parts of the model, sources. */
#include "fuzz.h"
#include "load/manifest.h"
#include "load/yaml.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len)
{
  lde_arena arena = {0};
  lde_diagnostics found = {0};
  lde_complaints to = {&found, "ldengine.yaml", NULL};
  lde_manifest manifest = {0};
  lde_schema *schema = lde_schema_new();
  lde_source_specs specs = {0};
  lde_head head = {0};

  lde_manifest_defaults(&manifest);
  manifest.folder = "/proc/self/map_files/none"; /* nothing is found there */
  manifest.path = "ldengine.yaml";
  if (lde_yaml_read(&arena, (const char *)bytes, len, 0, &to, &manifest.root) && manifest.root) {
    lde_head_read(&to, manifest.root, &head);
    lde_manifest_read(&manifest, &to, schema);
    lde_schema_finish(schema);
    lde_manifest_read_sources(&manifest, &to, schema, head.language, &specs);
    REQUIRE(manifest.limits.memory > 0 && manifest.limits.steps > 0 && manifest.limits.time > 0);
  } else {
    lde_schema_finish(schema);
  }
  lde_source_specs_free(&specs);
  lde_schema_free(schema);
  lde_diagnostics_free(&found);
  lde_vec_free(&manifest.packs);
  lde_vec_free(&manifest.rule_files);
  lde_vec_free(&manifest.params_set);
  lde_arena_free(&manifest.arena);
  lde_arena_free(&arena);
  return 0;
}
