/* node.h: a small tree of what a settings file says (the manifest, a pack's parameters), with the place
 * of every part. Made by the YAML reader of load, walked by whoever owns the settings. Nodes live in
 * the arena they were made in and do not change. */
#ifndef LDE_MODEL_NODE_H
#define LDE_MODEL_NODE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "model/data.h"

typedef enum lde_node_kind { LDE_NODE_SCALAR, LDE_NODE_LIST, LDE_NODE_MAP } lde_node_kind;

typedef struct lde_node {
  lde_node_kind kind;
  bool plain;              /* scalar without quotes: may be a number, date, bool or null */
  const char *text;        /* scalar; ends in NUL */
  size_t len;
  uint32_t line, column;   /* from 1 */
  uint32_t width;          /* code points of the scalar as written, 0 = unknown */
  const char *key;         /* of a member of a map, else NULL */
  uint32_t key_line, key_column;
  struct lde_node *first, *next; /* children of a list or map; the next sibling */
  uint32_t count;          /* children */
} lde_node;

/* The member of a map, or NULL (also for NULL or another kind of node). */
const lde_node *lde_node_member(const lde_node *map, const char *key);
/* A plain empty, `~` or `null` scalar. */
bool lde_node_is_null(const lde_node *node);
/* The scalar's text, or NULL when the node is no scalar. */
const char *lde_node_text(const lde_node *node);
/* A copy as plain data: scalars without quotes are read as numbers, true, false and null. */
lde_data *lde_node_to_data(lde_arena *arena, const lde_node *node);
/* The same for one text; `plain` when it was written without quotes. */
lde_data *lde_data_of_scalar(lde_arena *arena, const char *text, size_t len, bool plain);

#endif
