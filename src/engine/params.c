/* The parameters of a run as plain data, for its provenance. */
#include <string.h>

#include "base/error.h"
#include "engine/internal.h"

/* Parameters of the standard offer (rules/ld/offer.lua), to recognise a misspelt one. */
static const char *const offer_parameters[] = {
    "lambda",         "effectiveness_prior", "period",         "needs_from",     "all_or_nothing",
    "tiers",          "hours_max",           "lane_order",     "core_share",     "individual_share",
    "informal_share", "pilot_share",         "supplier_share", "mandatory_in_mix", "fairness",
    "wage_loss",      "cost_bearing",        "absence_max",    "gap",            "work"};
enum { OFFER_PARAMETERS = sizeof offer_parameters / sizeof *offer_parameters };

void lde_project_check_params(lde_result *result, const lde_data *params)
{
  for (const lde_data *param = params->as.items.first; param; param = param->next) {
    const char *best[3];
    bool known = false;
    lde_diagnostic diagnostic = {.code = "script/parameter", .severity = LDE_WARNING, .file = ""};
    for (int i = 0; i < OFFER_PARAMETERS; i++)
      known = known || strcmp(offer_parameters[i], param->key) == 0;
    if (known || !lde_nearest(param->key, offer_parameters, OFFER_PARAMETERS, best))
      continue;
    diagnostic.message =
        lde_arena_printf(&result->arena,
                         LDE_TR(result->language, "the standard offer has no parameter '%s'",
                                "het standaardaanbod kent geen parameter '%s'"),
                         param->key);
    diagnostic.help = lde_arena_printf(
        &result->arena, LDE_TR(result->language, "did you mean '%s'?", "bedoelt u '%s'?"), best[0]);
    lde_diagnostics_add(&result->diagnostics, &diagnostic);
  }
}

const lde_data *lde_project_params(lde_project *project, lde_arena *arena)
{
  const lde_manifest *manifest = &project->loaded.manifest;
  lde_data *params = manifest->params && manifest->params->kind == LDE_NODE_MAP
                         ? lde_node_to_data(arena, manifest->params)
                         : lde_data_new(arena, LDE_DATA_OBJECT);

  for (size_t i = 0; i < manifest->params_set.len; i++) {
    const lde_setting *set = &manifest->params_set.data[i];
    lde_data *value = lde_data_of_scalar(arena, set->value, strlen(set->value), true);
    lde_data *before = (lde_data *)lde_data_member(params, set->path);
    if (before) {
      before->kind = value->kind;
      before->as = value->as;
    } else {
      lde_data_put(arena, params, set->path, strlen(set->path), value);
    }
  }
  return params;
}
