/* `lint`: what is legal in rules and probably not meant, and on request the fields that no rule reads. */
#include "rules/lint.h"

#include <string.h>

#include "base/error.h"
#include "base/io.h"
#include "engine/internal.h"
#include "engine/rules/rule_paths.h"
#include "script/deep_stack.h"

typedef struct linting {
  lde_project *project;
  lde_result *result;
  const lde_lint_options *options;
} linting;

/* The texts of the modules that rules may require: the shipped ones, and those of the project. */
static void read_modules(linting *linting, lde_rules *rules)
{
  const lde_manifest *manifest = &linting->project->loaded.manifest;
  lde_arena *arena = &linting->result->arena;
  lde_rule_paths paths = {.arena = arena};
  LDE_VEC(const char *) texts = {0};

  lde_rule_paths_add(&paths, lde_arena_printf(arena, "%s/ld", linting->project->rules_folder), "ld",
                     true);
  if (manifest->root)
    lde_rule_paths_add(&paths, lde_arena_printf(arena, "%s/rules", manifest->folder), "rules",
                       true);
  for (size_t i = 0; i < paths.rules.len; i++) {
    lde_buffer bytes = {0};
    if (lde_file_read(paths.rules.data[i], 1 << 20, &bytes, linting->result->language, NULL) ==
        LDE_OK) {
      const char *text = lde_arena_strndup(arena, lde_buffer_text(&bytes), bytes.len);
      lde_vec_push(&texts, text);
    }
    lde_buffer_free(&bytes);
  }
  lde_rules_unused_fields(rules, texts.data, texts.len, &linting->result->findings);
  lde_vec_free(&texts);
  lde_rule_paths_free(&paths);
}

static void run(void *ctx)
{
  linting *linting = ctx;
  lde_result *result = linting->result;
  const lde_lint_options *options = linting->options;
  lde_rule_paths paths = {.arena = &result->arena};
  lde_rules *rules;

  lde_rule_paths_take(&paths, options->paths, options->path_count, result);
  lde_rule_paths_sort(&paths);
  rules = options->path_count
              ? lde_files_rules(linting->project, result, paths.rules.data, paths.rules.len)
              : lde_project_rules(linting->project, result, NULL, 0);
  lde_rules_lint(rules, &result->findings);
  if (options->unused_fields)
    read_modules(linting, rules);
  result->has_findings = true;
  lde_rules_free(rules);
  lde_rule_paths_free(&paths);
}

lde_result *lde_lint(lde_project *project, const lde_lint_options *options)
{
  lde_result *result = lde_result_new("lint", project, project->language);
  linting linting = {project, result, options};

  result->payload = LDE_PAYLOAD_CHECK;
  if (project->valid || options->path_count)
    lde_deep_stack_call(run, &linting);
  lde_diagnostics_sort(&result->diagnostics);
  return result;
}
