/* The parameters of a run as plain data, for its provenance. */
#include <stdlib.h>
#include <string.h>

#include "base/decimal.h"
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
