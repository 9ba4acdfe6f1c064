/* The parameters of a run as plain data, for its provenance. */
#include <stdlib.h>
#include <string.h>

#include "base/decimal.h"
#include "base/error.h"
#include "engine/internal.h"

static lde_data *from_text(lde_arena *arena, const char *text, size_t len, bool plain)
{
  int64_t millionths;

  if (plain && strcmp(text, "true") == 0)
    return lde_data_bool(arena, true);
  if (plain && strcmp(text, "false") == 0)
    return lde_data_bool(arena, false);
  if (plain && lde_decimal_parse(text, len, '.', 0, 6, &millionths) == LDE_DECIMAL_OK)
    return millionths % 1000000 == 0 && !strchr(text, '.')
               ? lde_data_integer(arena, millionths / 1000000)
               : lde_data_number(arena, (double)millionths / 1e6);
  return lde_data_text(arena, text, len);
}

static lde_data *from_node(lde_arena *arena, const lde_node *node)
{
  lde_data *data;

  if (node->kind == LDE_NODE_SCALAR)
    return lde_node_is_null(node) ? lde_data_new(arena, LDE_DATA_NULL)
                                  : from_text(arena, node->text, node->len, node->plain);
  data = lde_data_new(arena, node->kind == LDE_NODE_LIST ? LDE_DATA_LIST : LDE_DATA_OBJECT);
  for (const lde_node *child = node->first; child; child = child->next)
    if (node->kind == LDE_NODE_LIST)
      lde_data_add(data, from_node(arena, child));
    else
      lde_data_put(arena, data, child->key, strlen(child->key), from_node(arena, child));
  return data;
}

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
    diagnostic.help = lde_arena_printf(&result->arena,
                                       LDE_TR(result->language, "did you mean '%s'?", "bedoelt u '%s'?"),
                                       best[0]);
    lde_diagnostics_add(&result->diagnostics, &diagnostic);
  }
}

const lde_data *lde_project_params(lde_project *project, lde_arena *arena)
{
  const lde_manifest *manifest = &project->loaded.manifest;
  lde_data *params = manifest->params && manifest->params->kind == LDE_NODE_MAP
                         ? from_node(arena, manifest->params)
                         : lde_data_new(arena, LDE_DATA_OBJECT);

  for (size_t i = 0; i < manifest->params_set.len; i++) {
    const lde_setting *set = &manifest->params_set.data[i];
    lde_data *value = from_text(arena, set->value, strlen(set->value), true);
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
