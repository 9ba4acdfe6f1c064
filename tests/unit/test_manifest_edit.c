/* Sources are added to a manifest, and everything else in it stays as it was written. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "engine/exchange/manifest_edit.h"
#include "load/yaml.h"

static void expect(const char *before, const char *after)
{
  static const char *const files[] = {"data/a.yaml", "data/b.yaml"};
  lde_arena arena = {0};
  lde_diagnostics found = {0};
  lde_complaints to = {&found, "m", NULL};
  const lde_node *root = NULL;
  lde_buffer out = {0};

  assert_true(lde_yaml_read(&arena, before, strlen(before), 0, &to, &root));
  lde_manifest_insert(root, before, strlen(before), files, 2, &out);
  assert_string_equal(lde_buffer_text(&out), after);
  assert_true(lde_yaml_read(&arena, out.data, out.len, 0, &to, &root));
  lde_buffer_free(&out);
  lde_diagnostics_free(&found);
  lde_arena_free(&arena);
}

static void test_manifest_edit__behind_the_last_source(void **state)
{
  (void)state;
  expect("year: 2027\nsources:\n  - x.yaml\n  # note\n  - file: y.csv\n    entity: units\n\n# rules\nrules:\n  packs: []\n",
         "year: 2027\nsources:\n  - x.yaml\n  # note\n  - file: y.csv\n    entity: units\n  - data/a.yaml\n"
         "  - data/b.yaml\n\n# rules\nrules:\n  packs: []\n");
  expect("sources:\n- x.yaml\nyear: 2027\n", "sources:\n- x.yaml\n- data/a.yaml\n- data/b.yaml\nyear: 2027\n");
}

static void test_manifest_edit__at_the_end_of_the_file(void **state)
{
  (void)state;
  expect("sources:\n    - x.yaml", "sources:\n    - x.yaml\n    - data/a.yaml\n    - data/b.yaml\n");
}

static void test_manifest_edit__between_brackets(void **state)
{
  (void)state;
  expect("sources: []\nyear: 1\n", "sources: [data/a.yaml, data/b.yaml]\nyear: 1\n");
  expect("sources: [x.yaml, y.yaml]\n", "sources: [data/a.yaml, data/b.yaml, x.yaml, y.yaml]\n");
}

static void test_manifest_edit__without_sources(void **state)
{
  (void)state;
  expect("year: 2027", "year: 2027\nsources:\n  - data/a.yaml\n  - data/b.yaml\n");
  expect("sources:\nyear: 2027\n", "sources:\n  - data/a.yaml\n  - data/b.yaml\nyear: 2027\n");
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_manifest_edit__behind_the_last_source),
      cmocka_unit_test(test_manifest_edit__at_the_end_of_the_file),
      cmocka_unit_test(test_manifest_edit__between_brackets),
      cmocka_unit_test(test_manifest_edit__without_sources),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
