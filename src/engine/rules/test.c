/* `test`: the examples in rules, the test files beside them, what both reach, and which changes they
 * notice. */
#include <string.h>

#include "base/error.h"
#include "engine/internal.h"
#include "engine/rules/rule_paths.h"
#include "rules/tests.h"
#include "script/deep_stack.h"

typedef struct testing {
  lde_project *project;
  lde_result *result;
  const lde_test_options *options;
  lde_rule_paths paths;
  LDE_VEC(lde_rule_test_file) texts; /* those of `tests` that could be read */
  lde_rules *rules, *others;         /* others: of the project, when files were named */
} testing;

/* The test files that belong to the project: beside its packs, and in its folders rules and tests. */
static void find_project_tests(testing *testing)
{
  static const char *const folders[] = {"rules", "tests"};
  const lde_manifest *manifest = &testing->project->loaded.manifest;
  lde_arena *arena = &testing->result->arena;
  lde_diagnostics told_already = {.language = testing->project->language};
  lde_packs packs = {0};

  lde_packs_read(testing->project, arena, &packs, &told_already);
  for (size_t i = 0; i < packs.items.len; i++)
    lde_rule_paths_add(&testing->paths, packs.items.data[i].folder, packs.items.data[i].shown,
                       false);
  for (size_t i = 0; i < sizeof folders / sizeof *folders && manifest->root; i++)
    lde_rule_paths_add(&testing->paths,
                       lde_arena_printf(arena, "%s/%s", manifest->folder, folders[i]), folders[i],
                       false);
  lde_packs_free(&packs);
  lde_diagnostics_free(&told_already);
}

static void read_tests(testing *testing)
{
  lde_result *result = testing->result;
  const lde_limits limits = lde_project_limits(testing->project, 1);

  for (size_t i = 0; i < testing->paths.tests.len; i++) {
    const lde_rule_path *from = &testing->paths.tests.data[i];
    lde_rule_test_file file = {.name = from->shown};
    lde_buffer bytes = {0};
    lde_error err = {0};
    if (lde_file_read(from->path, limits.rule_file, &bytes, testing->project->language, &err) ==
        LDE_OK) {
      file.bytes = lde_arena_strndup(&result->arena, lde_buffer_text(&bytes), bytes.len);
      file.len = bytes.len;
      lde_vec_push(&testing->texts, file);
    } else {
      lde_diagnose(&result->diagnostics, LDE_ERROR, "script/load", from->shown, NULL, 0, 0, NULL,
                   "%s", err.message);
    }
    lde_buffer_free(&bytes);
  }
}

static void take_examples(testing *testing, lde_rules *rules)
{
  lde_result *result = testing->result;
  lde_arena *arena = &result->tests.arena;
  lde_rule_examples examples = {0};

  lde_rules_test(rules, &examples);
  for (size_t i = 0; i < examples.items.len; i++) {
    const lde_rule_example *from = &examples.items.data[i];
    const char *name = from->fires ? "fires" : "clean";
    lde_test_case one = {.group = lde_arena_strdup(arena, from->rule),
                         .name = from->number ? lde_arena_printf(arena, "%s %d", name, from->number)
                                              : name,
                         .passed = from->passed,
                         .message = lde_arena_strdup(arena, from->message),
                         .file = lde_arena_strdup(arena, from->file),
                         .line = from->line};
    lde_vec_push(&result->tests.items, one);
    result->tests.failed += !one.passed;
  }
  lde_rule_examples_free(&examples);
}

static void find_all(testing *testing)
{
  const lde_test_options *options = testing->options;

  testing->paths.arena = &testing->result->arena;
  lde_rule_paths_take(&testing->paths, options->paths, options->path_count, testing->result);
  if (!options->path_count)
    find_project_tests(testing);
  lde_rule_paths_sort(&testing->paths);
  read_tests(testing);
}

/* The rules that are tested; and those that test files may speak of besides, when files were named. */
static void load_rules(testing *testing)
{
  lde_project *project = testing->project;

  if (!testing->options->path_count) {
    testing->rules = lde_project_rules(project, testing->result, NULL, 0);
    return;
  }
  testing->rules = lde_files_rules(project, testing->result, testing->paths.rules.data,
                                   testing->paths.rules.len);
  if (testing->texts.len && project->valid) {
    lde_result *aside = lde_result_new("test", project, project->language);
    testing->others = lde_project_rules(project, aside, NULL, 0);
    lde_result_free(aside);
  }
}

static void run(void *ctx)
{
  testing *testing = ctx;
  lde_test_results *out = &testing->result->tests;
  lde_rules *sets[2];

  find_all(testing);
  load_rules(testing);
  sets[0] = testing->rules;
  sets[1] = testing->others;
  if (testing->options->coverage)
    lde_rules_cover(testing->rules);
  take_examples(testing, testing->rules);
  for (size_t i = 0; i < testing->texts.len; i++)
    lde_rules_test_file(sets, testing->others ? 2 : 1, &testing->texts.data[i], out);
  if (testing->options->coverage)
    lde_rules_coverage(testing->rules, out);
  if (testing->options->mutate)
    lde_rules_mutate(testing->rules, testing->texts.data, testing->texts.len, out);
  out->min_coverage = testing->options->min_coverage;
  lde_rules_free(testing->rules);
  lde_rules_free(testing->others);
  lde_rule_paths_free(&testing->paths);
  lde_vec_free(&testing->texts);
}

lde_result *lde_test(lde_project *project, const lde_test_options *options)
{
  lde_result *result = lde_result_new("test", project, project->language);
  testing testing = {.project = project, .result = result, .options = options};

  result->payload = LDE_PAYLOAD_TESTS;
  if (project->valid || options->path_count)
    lde_deep_stack_call(run, &testing);
  lde_diagnostics_sort(&result->diagnostics);
  return result;
}
