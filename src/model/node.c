#include "model/node.h"

#include <string.h>

#include "base/decimal.h"

const lde_node *lde_node_member(const lde_node *map, const char *key)
{
  if (!map || map->kind != LDE_NODE_MAP)
    return NULL;
  for (const lde_node *child = map->first; child; child = child->next)
    if (strcmp(child->key, key) == 0)
      return child;
  return NULL;
}

bool lde_node_is_null(const lde_node *node)
{
  return node->kind == LDE_NODE_SCALAR && node->plain &&
         (node->len == 0 || strcmp(node->text, "~") == 0 || strcmp(node->text, "null") == 0);
}

const char *lde_node_text(const lde_node *node)
{
  return node && node->kind == LDE_NODE_SCALAR ? node->text : NULL;
}

lde_data *lde_data_of_scalar(lde_arena *arena, const char *text, size_t len, bool plain)
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

lde_data *lde_node_to_data(lde_arena *arena, const lde_node *node)
{
  lde_data *data;

  if (node->kind == LDE_NODE_SCALAR)
    return lde_node_is_null(node) ? lde_data_new(arena, LDE_DATA_NULL)
                                  : lde_data_of_scalar(arena, node->text, node->len, node->plain);
  data = lde_data_new(arena, node->kind == LDE_NODE_LIST ? LDE_DATA_LIST : LDE_DATA_OBJECT);
  for (const lde_node *child = node->first; child; child = child->next)
    if (node->kind == LDE_NODE_LIST)
      lde_data_add(data, lde_node_to_data(arena, child));
    else
      lde_data_put(arena, data, child->key, strlen(child->key), lde_node_to_data(arena, child));
  return data;
}
