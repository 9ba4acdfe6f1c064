#include "engine/internal.h"

lde_result *lde_check(lde_project *project, const lde_check_options *options)
{
  static const lde_check_options standard = LDE_CHECK_OPTIONS_INIT;
  lde_result *result = lde_result_new("check", project, project->language);

  result->payload = LDE_PAYLOAD_CHECK;
  if (project->valid)
    lde_project_judge(project, result, options ? options : &standard);
  return result;
}
