#include "engine/internal.h"

lde_result *lde_check(lde_project *project)
{
  lde_result *result = lde_result_new("check", project, project->language);
  result->payload = LDE_PAYLOAD_CHECK;
  return result;
}
