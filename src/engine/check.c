#include "engine/internal.h"
#include "engine/save.h"

lde_result *lde_check(lde_project *project, const lde_check_options *options)
{
  static const lde_check_options standard = LDE_CHECK_OPTIONS_INIT;
  lde_result *result = lde_result_new("check", project, project->language);

  if (!options)
    options = &standard;
  result->payload = LDE_PAYLOAD_CHECK;
  if (!project->valid)
    return result;
  lde_result_describe_origin(result);
  result->provenance.params = lde_project_params(project, &result->arena);
  lde_history_load(project, options->database, &result->diagnostics);
  lde_project_judge(project, result, options);
  if (options->save && result->has_findings && !result->interrupted)
    lde_run_save(result, project, options->database, options->started);
  return result;
}
