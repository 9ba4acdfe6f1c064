/* `test`: the examples in rules, the test files beside them, what both reach, and which changes they
 * notice. */
#include <dirent.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/error.h"
#include "engine/internal.h"
#include "rules/tests.h"
#include "script/deep_stack.h"

typedef struct test_path {
  const char *path, *shown;
} test_path;

typedef struct testing {
  lde_project *project;
  lde_result *result;
  const lde_test_options *options;
  LDE_VEC(const char *) files; /* of rules */
  LDE_VEC(test_path) tests;
  LDE_VEC(lde_rule_test_file) texts; /* those of `tests` that could be read */
  lde_rules *rules, *others;         /* others: of the project, when files were named */
} testing;

static int by_name(const void *a, const void *b)
{
  return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static int by_path(const void *a, const void *b)
{
  return strcmp(((const test_path *)a)->path, ((const test_path *)b)->path);
}

static bool ends_in(const char *name, const char *end)
{
  size_t len = strlen(name), tail = strlen(end);
  return len > tail && strcmp(name + len - tail, end) == 0;
}

static void add_test(testing *testing, const char *path, const char *shown)
{
  test_path one = {path, shown};

  for (size_t i = 0; i < testing->tests.len; i++)
    if (strcmp(testing->tests.data[i].path, path) == 0)
      return;
  lde_vec_push(&testing->tests, one);
}

/* The files of a folder and of those inside it; rule files where `rules`, test files always. */
static void find_files(testing *testing, const char *path, const char *shown, bool rules, int depth)
{
  lde_arena *arena = &testing->result->arena;
  struct stat info;
  DIR *folder;

  if (stat(path, &info) != 0 || depth > 8)
    return;
  if (!S_ISDIR(info.st_mode)) {
    if (ends_in(path, "_test.lua"))
      add_test(testing, path, shown);
    else if (rules && (depth == 0 || ends_in(path, ".lua")))
      lde_vec_push(&testing->files, path);
    return;
  }
  folder = opendir(path);
  for (struct dirent *entry; folder && (entry = readdir(folder));)
    if (entry->d_name[0] != '.' && (entry->d_type == DT_DIR || ends_in(entry->d_name, ".lua")))
      find_files(testing, lde_arena_printf(arena, "%s/%s", path, entry->d_name),
                 *shown ? lde_arena_printf(arena, "%s/%s", shown, entry->d_name)
                        : lde_arena_strdup(arena, entry->d_name),
                 rules, depth + 1);
  if (folder)
    closedir(folder);
}

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
    find_files(testing, packs.items.data[i].folder, packs.items.data[i].shown, false, 0);
  for (size_t i = 0; i < sizeof folders / sizeof *folders && manifest->root; i++)
    find_files(testing, lde_arena_printf(arena, "%s/%s", manifest->folder, folders[i]), folders[i],
               false, 0);
  lde_packs_free(&packs);
  lde_diagnostics_free(&told_already);
}

static void read_tests(testing *testing)
{
  lde_result *result = testing->result;
  const lde_limits limits = lde_project_limits(testing->project, 1);

  if (testing->tests.len)
    qsort(testing->tests.data, testing->tests.len, sizeof *testing->tests.data, by_path);
  for (size_t i = 0; i < testing->tests.len; i++) {
    const test_path *from = &testing->tests.data[i];
    lde_rule_test_file file = {.name = from->shown};
    lde_buffer bytes = {0};
    lde_error err = {0};
    if (lde_file_read(from->path, limits.rule_file, &bytes, testing->project->language, &err) == LDE_OK) {
      file.bytes = lde_arena_strndup(&result->arena, lde_buffer_text(&bytes), bytes.len);
      file.len = bytes.len;
      lde_vec_push(&testing->texts, file);
    } else {
      lde_diagnose(&result->diagnostics, LDE_ERROR, "script/load", from->shown, NULL, 0, 0, NULL, "%s", err.message);
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
                         .name = from->number ? lde_arena_printf(arena, "%s %d", name, from->number) : name,
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
  lde_result *result = testing->result;

  for (size_t i = 0; i < testing->options->path_count; i++) {
    const char *path = testing->options->paths[i];
    struct stat info;
    if (stat(path, &info) == 0)
      find_files(testing, path, path, true, 0);
    else
      lde_result_add(result, "usage/path", NULL,
                     LDE_TR(result->language, "there is no file or folder %s", "er is geen bestand of map %s"), path);
  }
  if (testing->files.len)
    qsort(testing->files.data, testing->files.len, sizeof *testing->files.data, by_name);
  if (!testing->options->path_count)
    find_project_tests(testing);
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
  testing->rules = lde_files_rules(project, testing->result, testing->files.data, testing->files.len);
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
  lde_vec_free(&testing->files);
  lde_vec_free(&testing->tests);
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
