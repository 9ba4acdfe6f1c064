/* `test`: the examples in rules. */
#include <dirent.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/error.h"
#include "engine/internal.h"
#include "script/deep_stack.h"

typedef struct testing {
  lde_project *project;
  lde_result *result;
  const lde_test_options *options;
  LDE_VEC(const char *) files;
} testing;

static int by_name(const void *a, const void *b)
{
  return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static bool ends_in(const char *name, const char *end)
{
  size_t len = strlen(name), tail = strlen(end);
  return len > tail && strcmp(name + len - tail, end) == 0;
}

/* The rule files of a folder and of those inside it. */
static void find_files(testing *testing, const char *path, int depth)
{
  lde_arena *arena = &testing->result->arena;
  struct stat info;
  DIR *folder;

  if (stat(path, &info) != 0 || depth > 8)
    return;
  if (!S_ISDIR(info.st_mode)) {
    if (depth == 0 || (ends_in(path, ".lua") && !ends_in(path, "_test.lua")))
      lde_vec_push(&testing->files, path);
    return;
  }
  folder = opendir(path);
  for (struct dirent *entry; folder && (entry = readdir(folder));)
    if (entry->d_name[0] != '.' && (entry->d_type == DT_DIR || ends_in(entry->d_name, ".lua")))
      find_files(testing, lde_arena_printf(arena, "%s/%s", path, entry->d_name), depth + 1);
  if (folder)
    closedir(folder);
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

static void run(void *ctx)
{
  testing *testing = ctx;
  lde_result *result = testing->result;
  lde_rules *rules;

  for (size_t i = 0; i < testing->options->path_count; i++) {
    struct stat info;
    if (stat(testing->options->paths[i], &info) == 0)
      find_files(testing, testing->options->paths[i], 0);
    else
      lde_result_add(result, "usage/path", NULL,
                     LDE_TR(result->language, "there is no file or folder %s", "er is geen bestand of map %s"),
                     testing->options->paths[i]);
  }
  if (testing->files.len)
    qsort(testing->files.data, testing->files.len, sizeof *testing->files.data, by_name);
  rules = testing->options->path_count ? lde_files_rules(testing->project, result, testing->files.data, testing->files.len)
                                       : lde_project_rules(testing->project, result, NULL, 0);
  take_examples(testing, rules);
  lde_rules_free(rules);
  lde_vec_free(&testing->files);
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
