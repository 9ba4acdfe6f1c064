/* complain.h: how the readers of YAML report: at a node, with the width of what is meant, in the file
 * that is being read. Texts are in the language of the list. Long values are cut, so that a message
 * stays one readable line. */
#ifndef LDE_LOAD_COMPLAIN_H
#define LDE_LOAD_COMPLAIN_H

#include "base/text.h"
#include "model/diagnostic.h"
#include "model/node.h"

/* The file being read and where its troubles go. */
typedef struct lde_complaints {
  lde_diagnostics *found;
  const char *file; /* as people know it */
  const char *path; /* to open */
} lde_complaints;

/* At a line and column; `help` may be NULL or "". Always returns false. */
bool lde_complain_at(const lde_complaints *to, uint32_t line, uint32_t column, uint32_t width,
                     const char *code, const char *help, const char *format, ...)
    __attribute__((format(printf, 7, 8)));
/* At the value of a node, and at the key of a member. */
bool lde_complain(const lde_complaints *to, const lde_node *node, const char *code,
                  const char *help, const char *format, ...) __attribute__((format(printf, 5, 6)));
bool lde_complain_key(const lde_complaints *to, const lde_node *node, const char *code,
                      const char *help, const char *format, ...)
    __attribute__((format(printf, 5, 6)));
/* An unknown name: the suggestion becomes the help, or `otherwise` when nothing is near. */
bool lde_complain_unknown(const lde_complaints *to, const lde_node *node, bool at_key,
                          const lde_suggestion *suggestion, const char *otherwise,
                          const char *format, ...) __attribute__((format(printf, 6, 7)));

/* Reports every key of the map that is not in the list (NULL at its end), with a suggestion; also a
 * node that is no map. False when it is no map. */
bool lde_check_keys(const lde_complaints *to, const lde_node *map, const char *what,
                    const char *const *known);
/* What a node is, for messages: "a list", "een lijst". */
const char *lde_node_kind_name(const lde_node *node, lde_language lang);

#endif
