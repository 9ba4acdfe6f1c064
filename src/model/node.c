#include "model/node.h"

#include <string.h>

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
