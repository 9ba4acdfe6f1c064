/* Lua for the loader: transforms of exports, merge rules of assessments; and the limits of scripts. */
#include <string.h>

#include "engine/internal.h"
#include "script/deep_stack.h"
#include "script/transform.h"

/* One Lua file at work while data is loaded. */
typedef struct loading {
  lde_project *project;
  lde_transform *transform;
  lde_transform_take *take;
  void *take_ctx;
  const char *name;
  bool failed; /* reported once */
} loading;

static bool require(void *ctx, const char *name, lde_buffer *out, char *file, size_t file_size,
                    lde_error *err)
{
  return lde_module_read(ctx, name, out, file, file_size, err);
}

static bool interrupted(void *ctx)
{
  const lde_project_options *options = &((lde_project *)ctx)->options;
  return options->interrupted && options->interrupted(options->ctx);
}

static void report(loading *loading, const lde_failure *failure, lde_diagnostics *found)
{
  /* what is wrong with a value that was returned has no line */
  const char *file = *failure->file ? failure->file : loading->name;
  lde_buffer path = {0};
  bool known = lde_script_find(loading->project, file, &path);

  lde_diagnose(found, LDE_ERROR, lde_outcome_code(failure->outcome), file,
               known ? path.data : NULL, (uint32_t)failure->line, 0, NULL, "%s", failure->message);
  lde_buffer_free(&path);
  loading->failed = true;
}

typedef struct opening {
  loading *loading;
  const char *name;
  lde_buffer source;
  bool is_merge;
  lde_diagnostics *found;
} opening;

static void open_file(void *ctx)
{
  opening *opening = ctx;
  lde_project *project = opening->loading->project;
  lde_script_options options = LDE_SCRIPT_OPTIONS_INIT;
  lde_failure failure = {0};

  options.limits = lde_project_limits(project, 1);
  options.host = (lde_sandbox_host){.ctx = project,
                                    .lang = opening->found->language,
                                    .require = require,
                                    .interrupted = interrupted};
  options.params = project->loaded.manifest.params;
  options.params_set = lde_project_params_set(project, &options.params_set_count);
  opening->loading->transform =
      (opening->is_merge ? lde_merge_open : lde_transform_open)(
          project->loaded.dataset, &options, opening->name, lde_buffer_text(&opening->source),
          opening->source.len, &failure);
  if (!opening->loading->transform)
    report(opening->loading, &failure, opening->found);
}

static void *open_script(lde_project *project, const char *name, bool is_merge,
                         lde_diagnostics *found)
{
  loading *loading = lde_arena_new(&project->arena, struct loading);
  opening opening = {.loading = loading, .name = name, .is_merge = is_merge, .found = found};
  lde_buffer path = {0};
  lde_error err = {0};

  loading->project = project;
  loading->name = name;
  lde_buffer_printf(&path, "%s/%s", project->loaded.manifest.folder, name);
  if (lde_file_read(path.data, 1 << 20, &opening.source, found->language, &err) != LDE_OK)
    lde_diagnose(found, LDE_ERROR, "script/load", name, NULL, 0, 0, NULL, "%s", err.message);
  else
    lde_deep_stack_call(open_file, &opening);
  lde_buffer_free(&opening.source);
  lde_buffer_free(&path);
  return loading->transform ? loading : NULL;
}

static void *open_transform(void *ctx, const char *name, lde_diagnostics *found)
{
  return open_script(ctx, name, false, found);
}

static void *open_merge(void *ctx, const char *name, lde_diagnostics *found)
{
  return open_script(ctx, name, true, found);
}

static void take_record(void *ctx, const lde_script_value *values, size_t count)
{
  loading *loading = ctx;
  lde_transform_value taken[256];

  if (count > sizeof taken / sizeof *taken)
    count = sizeof taken / sizeof *taken;
  for (size_t i = 0; i < count; i++) {
    const lde_script_value *value = &values[i];
    taken[i] = (lde_transform_value){.field = value->field,
                                     .text = value->text,
                                     .len = value->len,
                                     .number = value->number,
                                     .integer = value->integer};
    switch (value->kind) {
    case LDE_SCRIPT_TEXT:
      taken[i].kind = LDE_TRANSFORM_TEXT;
      break;
    case LDE_SCRIPT_INTEGER:
      taken[i].kind = LDE_TRANSFORM_NUMBER;
      taken[i].is_integer = true;
      break;
    case LDE_SCRIPT_NUMBER:
      taken[i].kind = LDE_TRANSFORM_NUMBER;
      break;
    case LDE_SCRIPT_BOOL:
      taken[i].kind = LDE_TRANSFORM_BOOL;
      break;
    case LDE_SCRIPT_LIST:
      taken[i].kind = LDE_TRANSFORM_LIST;
      break;
    }
  }
  loading->take(loading->take_ctx, taken, count);
}

static bool transform(void *handle, const char *const *headers, const char *const *cells,
                      const size_t *lengths, size_t count, lde_transform_take *take, void *take_ctx,
                      lde_buffer *reason, lde_diagnostics *found)
{
  loading *loading = handle;
  lde_failure failure = {0};

  loading->take = take;
  loading->take_ctx = take_ctx;
  if (lde_transform_call(loading->transform, headers, cells, lengths, count, take_record, loading,
                         reason, &failure) == LDE_OUTCOME_OK)
    return true;
  report(loading, &failure, found);
  return false;
}

static int32_t merge(void *handle, const int32_t *rows, size_t count, lde_diagnostics *found)
{
  loading *loading = handle;
  lde_failure failure = {0};
  int32_t level = -1;

  if (loading->failed)
    return -1;
  if (lde_merge_call(loading->transform, rows, count, &level, &failure) != LDE_OUTCOME_OK)
    report(loading, &failure, found);
  return level;
}

static void close_script(void *handle)
{
  lde_transform_close(((loading *)handle)->transform);
}

lde_load_scripts lde_project_scripts(lde_project *project)
{
  return (lde_load_scripts){.ctx = project,
                            .open = open_transform,
                            .transform = transform,
                            .close = close_script,
                            .open_merge = open_merge,
                            .merge = merge};
}

lde_limits lde_project_limits(const lde_project *project, unsigned times)
{
  const lde_limit_settings *set = &project->loaded.manifest.limits;
  lde_limits limits = LDE_LIMITS_INIT;

  if (set->steps)
    limits.steps = set->steps;
  if (set->memory)
    limits.memory = (size_t)set->memory;
  if (set->time > 0)
    limits.seconds = set->time;
  if (set->rule_file)
    limits.rule_file = (size_t)set->rule_file;
  limits.steps *= times;
  limits.memory *= times;
  limits.seconds *= times;
  return limits;
}

const lde_script_setting *lde_project_params_set(lde_project *project, size_t *count)
{
  size_t len = project->loaded.manifest.params_set.len;
  lde_script_setting *settings = lde_arena_array(&project->arena, len, lde_script_setting);

  for (size_t i = 0; i < len; i++)
    settings[i] = (lde_script_setting){project->loaded.manifest.params_set.data[i].path,
                                       project->loaded.manifest.params_set.data[i].value};
  *count = len;
  return settings;
}
