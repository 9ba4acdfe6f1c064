/* The rules of a project: those of its packs, then its own, with the organisation's settings. */
#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/io.h"
#include "engine/internal.h"
#include "script/deep_stack.h"

/* A rule file that was read; all of them are, before the first one runs. */
typedef struct rule_text {
  const char *pack, *name, *path;
  lde_buffer bytes;
} rule_text;

typedef struct judging {
  lde_project *project;
  lde_result *result;
  lde_packs packs;
  lde_rules *rules;
  LDE_VEC(rule_text) texts;
  const lde_check_options *options;
} judging;

/* ---- surroundings of rules ---- */

static bool require(void *ctx, const char *name, lde_buffer *out, char *file, size_t file_size,
                    lde_error *err)
{
  return lde_module_read(((lde_result *)ctx)->project, name, out, file, file_size, err);
}

static void print(void *ctx, const char *line, size_t len)
{
  lde_result *result = ctx;
  const char *copy = lde_arena_strndup(&result->arena, line, len);

  lde_vec_push(&result->log, copy);
}

static bool interrupted(void *ctx)
{
  const lde_project_options *options = &((lde_result *)ctx)->project->options;
  return options->interrupted && options->interrupted(options->ctx);
}

static void begins(void *ctx, const char *rule, const char *file)
{
  lde_project *project = ((lde_result *)ctx)->project;

  if (project->begins)
    project->begins(project, rule, file);
}

/* ---- settings of the manifest ---- */

static bool read_severity(const lde_node *node, lde_rule_severity *to)
{
  static const char *const levels[] = {"note", "warning", "error"};

  to->kind = LDE_RULE_THRESHOLDS;
  if (node->kind == LDE_NODE_SCALAR)
    return lde_rule_severity_parse(node->text, to);
  for (int level = 0; level < 3; level++) {
    const char *text = lde_node_text(lde_node_member(node, levels[level]));
    if (text && !lde_rule_threshold_parse(text, &to->by[level]))
      return false;
  }
  return true;
}

/* How many rules a worker is to leave out. */
static size_t count_lines(const char *lines)
{
  size_t count = 0;

  for (; lines && *lines; lines++)
    count += *lines == '\n' || lines[1] == '\0';
  return count;
}

static const lde_rule_severity *severities(lde_project *project, lde_result *result, size_t *count)
{
  const lde_manifest *manifest = &project->loaded.manifest;
  const lde_node *map =
      manifest->severity && manifest->severity->kind == LDE_NODE_MAP ? manifest->severity : NULL;
  const char *without = project->without ? project->without : "";
  lde_rule_severity *all =
      lde_arena_array(&result->arena, (map ? map->count : 0) + count_lines(project->without) + 1,
                      lde_rule_severity);

  *count = 0;
  for (const lde_node *node = map ? map->first : NULL; node; node = node->next) {
    lde_rule_severity *to = &all[*count];
    *to = (lde_rule_severity){.rule = node->key,
                              .file = manifest->path,
                              .line = node->key_line,
                              .column = node->key_column};
    if (read_severity(node, to))
      (*count)++;
    else
      lde_diagnose(
          &result->diagnostics, LDE_ERROR, "load/type", manifest->path,
          lde_arena_printf(&result->arena, "%s/ldengine.yaml", manifest->folder), node->line,
          node->column,
          LDE_TR(project->language,
                 "write off, note, warning, error, or {error: \"> 10\", warning: \"> 0\"}",
                 "schrijf off, note, warning, error, of {error: \"> 10\", warning: \"> 0\"}"),
          LDE_TR(project->language, "this is no severity for %s", "dit is geen zwaarte voor %s"),
          node->key);
  }
  for (size_t len; *without; without += len + (without[len] == '\n')) {
    len = strcspn(without, "\n");
    all[(*count)++] = (lde_rule_severity){
        .rule = lde_arena_strndup(&result->arena, without, len), .kind = LDE_RULE_OFF, .file = ""};
  }
  return all;
}

/* ---- files ---- */

static void add_file(judging *judging, const char *pack, const char *name, const char *path)
{
  lde_project *project = judging->project;
  const lde_limits limits = lde_project_limits(project, 1);
  rule_text text = {pack, name, path, {0}};
  lde_error err = {0};
  lde_digest digest;
  struct lde_provenance_rule rule = {.file = lde_arena_strdup(&judging->result->arena, name)};

  if (lde_file_read(path, limits.rule_file, &text.bytes, project->language, &err) != LDE_OK) {
    lde_diagnose(&judging->result->diagnostics, LDE_ERROR, "script/load", name, NULL, 0, 0, NULL,
                 "%s", err.message);
    lde_buffer_free(&text.bytes);
    return;
  }
  lde_digest_init(&digest);
  lde_digest_add(&digest, text.bytes.data, text.bytes.len);
  lde_digest_finish(&digest, rule.sha256);
  lde_vec_push(&judging->result->provenance.rules, rule);
  lde_vec_push(&judging->texts, text);
}

/* From here on code of authors runs. */
static void run_files(judging *judging)
{
  if (judging->project->seal)
    judging->project->seal(judging->project);
  for (size_t i = 0; i < judging->texts.len; i++) {
    rule_text *text = &judging->texts.data[i];
    lde_rules_add(judging->rules, text->pack, text->name, text->path, lde_buffer_text(&text->bytes),
                  text->bytes.len, &judging->result->diagnostics);
    lde_buffer_free(&text->bytes);
  }
  lde_vec_free(&judging->texts);
}

static int by_name(const void *a, const void *b)
{
  return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static bool is_rule_file(const char *name)
{
  size_t len = strlen(name);
  return *name != '.' && len > 4 && strcmp(name + len - 4, ".lua") == 0 &&
         !(len > 9 && strcmp(name + len - 9, "_test.lua") == 0);
}

static void add_pack(judging *judging, const lde_pack *pack)
{
  lde_arena *arena = &judging->result->arena;
  LDE_VEC(const char *) names = {0};
  lde_language lang = judging->project->language;
  DIR *folder = opendir(pack->folder);
  int failed = folder ? 0 : errno;

  for (struct dirent *entry; folder && (entry = lde_folder_next(folder, &failed));)
    if (is_rule_file(entry->d_name)) {
      const char *name = lde_arena_strdup(arena, entry->d_name);
      lde_vec_push(&names, name);
    }
  if (folder)
    closedir(folder);
  if (failed)
    lde_diagnose(&judging->result->diagnostics, LDE_ERROR, "script/load", pack->shown, NULL, 0, 0,
                 NULL,
                 LDE_TR(lang, "cannot read the rules of this pack: %s",
                        "kan de regels van dit pakket niet lezen: %s"),
                 lde_file_reason(failed, lang));
  if (names.len)
    qsort(names.data, names.len, sizeof *names.data, by_name);
  for (size_t i = 0; i < names.len; i++)
    add_file(judging, pack->id, lde_arena_printf(arena, "%s/%s", pack->shown, names.data[i]),
             lde_arena_printf(arena, "%s/%s", pack->folder, names.data[i]));
  lde_vec_free(&names);
}

static void add_own(judging *judging)
{
  const lde_manifest *manifest = &judging->project->loaded.manifest;

  for (size_t i = 0; i < manifest->rule_files.len; i++) {
    const char *name = manifest->rule_files.data[i];
    add_file(judging, NULL, name,
             *name == '/'
                 ? name
                 : lde_arena_printf(&judging->result->arena, "%s/%s", manifest->folder, name));
  }
}

static void open_set(judging *judging, const char *const *baseline, size_t baseline_count)
{
  lde_project *project = judging->project;
  lde_result *result = judging->result;
  lde_rules_options options = {
      .baseline = baseline, .baseline_count = baseline_count, .begins = begins};

  lde_packs_read(project, &result->arena, &judging->packs, &result->diagnostics);
  options.script.limits = lde_project_limits(project, 1);
  options.script.host = (lde_sandbox_host){.ctx = result,
                                           .lang = project->language,
                                           .require = require,
                                           .print = print,
                                           .interrupted = interrupted};
  options.script.defaults = judging->packs.params;
  options.script.params = project->loaded.manifest.params;
  options.script.params_set = lde_project_params_set(project, &options.script.params_set_count);
  options.params_file = project->loaded.manifest.path;
  options.severities = severities(project, result, &options.severity_count);
  judging->rules = lde_rules_new(project->loaded.dataset, &options);
}

static void load(judging *judging, const char *const *baseline, size_t baseline_count)
{
  open_set(judging, baseline, baseline_count);
  for (size_t i = 0; i < judging->packs.items.len; i++)
    add_pack(judging, &judging->packs.items.data[i]);
  add_own(judging);
  run_files(judging);
  lde_rules_check_settings(judging->rules, &judging->result->diagnostics);
  lde_packs_free(&judging->packs);
}

/* "rules/packs/<id>/…": files of a pack are named as their pack. */
static const char *pack_of(const char *path, lde_arena *arena)
{
  const char *at = strstr(path, "packs/"), *end = at ? strchr(at + 6, '/') : NULL;
  return end ? lde_arena_strndup(arena, at + 6, (size_t)(end - at - 6)) : NULL;
}

lde_rules *lde_files_rules(lde_project *project, lde_result *result, const char *const *files,
                           size_t count)
{
  judging judging = {.project = project, .result = result};

  open_set(&judging, NULL, 0);
  for (size_t i = 0; i < count; i++)
    add_file(&judging, pack_of(files[i], &result->arena), files[i], files[i]);
  run_files(&judging);
  lde_packs_free(&judging.packs);
  return judging.rules;
}

lde_rules *lde_project_rules(lde_project *project, lde_result *result,
                             const char *const *baseline, size_t baseline_count)
{
  judging judging = {.project = project, .result = result};

  load(&judging, baseline, baseline_count);
  return judging.rules;
}

static void judge(void *ctx)
{
  judging *judging = ctx;
  const lde_check_options *options = judging->options;
  const char *const *baseline = judging->project->baseline;
  size_t count = judging->project->baseline_count;

  if (options->baseline &&
      !lde_baseline_read(judging->result, options->baseline, &baseline, &count))
    return;
  load(judging, baseline, count);
  if (!lde_rules_keep(judging->rules, options->rules, options->rule_count,
                      &judging->result->diagnostics))
    return;
  lde_rules_run(judging->rules, &judging->result->findings, &judging->result->diagnostics);
  judging->result->has_findings = true;
}

void lde_project_judge(lde_project *project, lde_result *result, const lde_check_options *options)
{
  judging judging = {.project = project, .result = result, .options = options};

  lde_deep_stack_call(judge, &judging);
  lde_rules_free(judging.rules);
  result->interrupted = result->interrupted || interrupted(result);
  lde_diagnostics_sort(&result->diagnostics);
}
