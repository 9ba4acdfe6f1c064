/* yaml.h: the bytes of a YAML file → a tree of nodes, through the events of libyaml and nothing else of
 * it. What a planning file never needs and an attacker likes is refused: anchors, aliases, merge keys,
 * tags beyond the scalar ones, deep nesting, more than one document, text that is not UTF-8. Scalars
 * stay texts: what they are is decided by the field they are for. Does not open files. */
#ifndef LDE_LOAD_YAML_H
#define LDE_LOAD_YAML_H

#include "base/arena.h"
#include "load/complain.h"

enum {
  LDE_YAML_DEPTH_MAX = 64,
  LDE_YAML_SCALAR_MAX = 1000000,
  LDE_YAML_EVENTS_MIN = 1000000, /* allowed for a file of LDE_YAML_INPUT bytes; more in proportion */
  LDE_YAML_INPUT = 16 << 20
};

/* Every mistake is reported to `to`; false when there was one, and then there is no tree. An empty
 * document is true with *root NULL. `input_max` is the manifest's limits.input (0 = LDE_YAML_INPUT):
 * larger files are refused. Nodes live in `arena`. */
bool lde_yaml_read(lde_arena *arena, const char *bytes, size_t len, uint64_t input_max,
                   const lde_complaints *to, const lde_node **root);
/* Opens and reads a file; as lde_yaml_read. `hash` (may be NULL) gets the SHA-256 of its bytes, with
 * LDE_DIGEST_TEXT_SIZE bytes. */
bool lde_yaml_read_file(lde_arena *arena, uint64_t input_max, const lde_complaints *to,
                        const lde_node **root, char *hash);

#endif
