/* The one JSON that the engine reads: the findings of an earlier run. */
#include "engine/internal.h"
#include "fuzz.h"

const char *fuzz_verdict = "";

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len)
{
  lde_result *result = lde_result_new("check", NULL, len % 2 ? LDE_DUTCH : LDE_ENGLISH);
  const lde_baseline_entry *entries = NULL;
  size_t count = 0;
  bool read = lde_baseline_read_entries(result, fuzz_file(bytes, len), &entries, &count);

  fuzz_verdict = read ? "read" : "refused";
  REQUIRE(read == (result->diagnostics.errors == 0));
  for (size_t i = 0; i < count; i++)
    REQUIRE(strlen(entries[i].fingerprint) == 64);
  lde_result_free(result);
  return 0;
}
