/* Lua for the loader: transforms of exports, merge rules of assessments; and the limits of scripts. */
#include <string.h>

#include "engine/internal.h"
#include "script/transform.h"

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
