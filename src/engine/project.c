#include <string.h>
#include <sys/stat.h>

#include "base/error.h"
#include "engine/internal.h"
#include "engine/whatif/whatif.h"

static lde_language language_from(const char *text, lde_language fallback)
{
  if (!text)
    return fallback;
  return strcmp(text, "nl") == 0 ? LDE_DUTCH : LDE_ENGLISH;
}

static const char *keep(lde_project *project, const char *text)
{
  return text ? lde_arena_strdup(&project->arena, text) : NULL;
}

static lde_assignment *keep_assignments(lde_project *project, const lde_assignment *from,
                                        size_t count)
{
  lde_assignment *kept = lde_arena_array(&project->arena, count, lde_assignment);

  for (size_t i = 0; i < count; i++)
    kept[i] = (lde_assignment){keep(project, from[i].path), keep(project, from[i].value)};
  return kept;
}

static void keep_options(lde_project *project, const lde_project_options *options)
{
  lde_project_options *own = &project->options;
  const char **files = lde_arena_array(&project->arena, options->file_count, const char *);

  *own = *options;
  own->folder = keep(project, options->folder);
  own->today = keep(project, options->today);
  own->language = keep(project, options->language);
  own->budget = keep(project, options->budget);
  own->fallback_language = keep(project, options->fallback_language);
  for (size_t i = 0; i < options->file_count; i++)
    files[i] = keep(project, options->files[i]);
  own->files = files;
  own->assignments = keep_assignments(project, options->assignments, options->assignment_count);
  own->limits = keep_assignments(project, options->limits, options->limit_count);
  project->rules_folder = lde_rules_folder(&project->arena, options->rules_folder);
}

/* The folder with ldengine.yaml, or NULL. */
static const char *find_folder(lde_project *project)
{
  const char *start = project->options.folder ? project->options.folder : ".";
  lde_buffer folder = {0}, manifest = {0};
  struct stat info;
  const char *found = NULL;

  lde_buffer_printf(&manifest, "%s/ldengine.yaml", start);
  if (stat(manifest.data, &info) == 0)
    found = keep(project, start);
  else if (project->options.search && lde_project_find(start, &folder))
    found = keep(project, lde_buffer_text(&folder));
  lde_buffer_free(&folder);
  lde_buffer_free(&manifest);
  return found;
}

bool lde_project_limits_most(const lde_project_options *options, lde_language lang,
                             lde_limit_settings *most, lde_error *err)
{
  for (size_t i = 0; i < options->limit_count; i++) {
    const lde_assignment *limit = &options->limits[i];
    const char *example;
    if (lde_limit_parse(limit->path, limit->value, most, &example))
      continue;
    if (example)
      lde_fail(err, LDE_ERROR_USAGE,
               LDE_TR(lang, "'%s' is no value for the limit %s; write it like %s",
                      "'%s' is geen waarde voor de grens %s; schrijf het als %s"),
               limit->value, limit->path, example);
    else
      lde_fail(err, LDE_ERROR_USAGE,
               LDE_TR(lang,
                      "there is no limit '%s'; there are memory, steps, time, rule_file and input",
                      "er is geen grens '%s'; wel memory, steps, time, rule_file en input"),
               limit->path);
    return false;
  }
  return true;
}

static void load(lde_project *project, const char *folder, const lde_limit_settings *most)
{
  lde_project_options *own = &project->options;
  lde_setting *settings = lde_arena_array(&project->arena, own->assignment_count, lde_setting);
  lde_load_scripts scripts = lde_project_scripts(project);
  lde_load_options options = {
      .folder = folder,
      .files = own->files,
      .file_count = own->file_count,
      .today = own->today,
      .language = own->language ? (int)language_from(own->language, LDE_ENGLISH) : -1,
      .settings = settings,
      .setting_count = own->assignment_count,
      .scripts = &scripts,
      .limits_most = most,
      .texts = project->texts,
      .text_count = project->text_count,
  };
  lde_error err = {0};
  lde_status status;

  for (size_t i = 0; i < own->assignment_count; i++)
    settings[i] = (lde_setting){own->assignments[i].path, own->assignments[i].value};
  status = lde_load(&project->loaded, &options, &project->found, &err);
  if (status != LDE_OK && !project->found.errors) /* nothing was said yet */
    lde_diagnose(&project->found, LDE_ERROR,
                 status == LDE_ERROR_USAGE ? "usage/arguments" : "load/syntax", "", NULL, 0, 0,
                 NULL, "%s", err.message);
  if (project->loaded.dataset)
    project->language = project->loaded.dataset->language;
  project->found.language = project->language;
  lde_diagnostics_sort(&project->found);
  project->valid = status == LDE_OK && project->found.errors == 0 && project->loaded.dataset;
}

/* The project with budgets that hold the amount together: in the place of `*out`, which is freed on failure. */
static lde_status set_budget(lde_project **out, lde_error *err)
{
  lde_project *project = *out, *again;
  lde_dataset *dataset = project->loaded.dataset;
  const char *text = project->options.budget;
  const lde_assignment *settings;
  lde_arena arena = {0};
  int64_t wanted;
  size_t count;

  if (!lde_budget_parse(dataset, text, &wanted) || lde_budget_total(dataset) <= 0) {
    lde_status status =
        lde_fail(err, LDE_ERROR_USAGE,
                 LDE_TR(project->language,
                        "--budget: '%s' is no amount, or there is no budget in the plan year",
                        "--budget: '%s' is geen bedrag, of er is geen budget in het planjaar"),
                 text);
    lde_project_free(project);
    return status;
  }
  settings = lde_budget_settings(dataset, wanted, &arena, &count);
  again = lde_project_again(project, settings, count, NULL, 0);
  lde_arena_free(&arena);
  lde_project_free(project);
  *out = again;
  return LDE_OK;
}

lde_status lde_project_open(lde_project **out, const lde_project_options *options, lde_error *err)
{
  lde_project *project = lde_alloc(1, sizeof *project);
  const char *folder;
  lde_limit_settings most = {0};
  lde_language lang;

  keep_options(project, options);
  lang = language_from(options->language, language_from(options->fallback_language, LDE_ENGLISH));
  project->language = project->found.language = lang;
  if (!lde_project_limits_most(options, lang, &most, err)) {
    lde_project_free(project);
    return LDE_ERROR_USAGE;
  }
  folder = options->file_count ? NULL : find_folder(project);
  if (!folder && (options->required || (options->folder && !options->file_count))) {
    lde_fail(err, LDE_ERROR_USAGE,
             options->folder
                 ? LDE_TR(lang, "there is no ldengine.yaml in %s", "er is geen ldengine.yaml in %s")
                 : LDE_TR(lang, "there is no ldengine.yaml in this folder or above it%s",
                          "er is geen ldengine.yaml in deze map of daarboven%s"),
             options->folder ? options->folder : "");
    lde_project_free(project);
    return LDE_ERROR_USAGE;
  }
  load(project, folder, &most);
  *out = project;
  return options->budget && project->valid ? set_budget(out, err) : LDE_OK;
}

lde_project *lde_project_again(const lde_project *project, const lde_assignment *more, size_t count,
                               const lde_load_text *texts, size_t text_count)
{
  lde_project *again = lde_alloc(1, sizeof *again);
  lde_project_options options = project->options;
  lde_assignment *all = lde_alloc(options.assignment_count + count + 1, sizeof *all);
  lde_limit_settings most = {0};

  if (options.assignment_count)
    memcpy(all, options.assignments, options.assignment_count * sizeof *all);
  if (count)
    memcpy(all + options.assignment_count, more, count * sizeof *all);
  options.assignments = all;
  options.assignment_count += count;
  options.rules_folder = project->rules_folder;
  keep_options(again, &options);
  lde_free(all);
  again->language = again->found.language = project->language;
  again->texts = texts;
  again->text_count = text_count;
  lde_project_limits_most(&again->options, again->language, &most, NULL);
  load(again, again->options.file_count ? NULL : find_folder(again), &most);
  return again;
}

void lde_project_free(lde_project *project)
{
  if (!project)
    return;
  lde_loaded_free(&project->loaded);
  lde_diagnostics_free(&project->found);
  lde_arena_free(&project->arena);
  lde_free(project);
}

bool lde_project_is_valid(const lde_project *project)
{
  return project->valid;
}

lde_language lde_project_language(const lde_project *project)
{
  return project->language;
}
