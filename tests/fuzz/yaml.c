/* YAML: as a plain tree, and as a native file of records. */
#include "base/text.h"
#include "fuzz.h"
#include "load/load.h"
#include "load/yaml.h"

static void look_at(const lde_diagnostics *found)
{
  for (size_t i = 0; i < found->items.len; i++) {
    const char *message = found->items.data[i].message;
    size_t len = strlen(message);
    REQUIRE(len > 0 && len < 4096 && lde_utf8_valid_length(message, len) == len);
    REQUIRE(found->items.data[i].code && found->items.data[i].file);
  }
}

static void read_tree(const uint8_t *bytes, size_t len)
{
  lde_arena arena = {0};
  lde_diagnostics found = {0};
  lde_complaints to = {&found, "f.yaml", NULL};
  const lde_node *root = NULL;
  bool read = lde_yaml_read(&arena, (const char *)bytes, len, 0, &to, &root);

  REQUIRE(read == (found.errors == 0));
  REQUIRE(read || !root);
  look_at(&found);
  lde_diagnostics_free(&found);
  lde_arena_free(&arena);
}

static void read_records(const uint8_t *bytes, size_t len)
{
  const char *path = fuzz_file(bytes, len);
  lde_load_options options = {.files = &path, .file_count = 1, .language = len % 2 ? LDE_DUTCH : -1};
  lde_diagnostics found = {0};
  lde_loaded loaded;
  lde_status status = lde_load(&loaded, &options, &found, NULL);

  REQUIRE((status == LDE_OK) == (found.errors == 0));
  look_at(&found);
  lde_loaded_free(&loaded);
  lde_diagnostics_free(&found);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len)
{
  read_tree(bytes, len);
  read_records(bytes, len);
  return 0;
}
