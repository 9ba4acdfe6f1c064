/* rule_page.h: all that can be said of one rule, as plain texts between the rules layer and the pages that
 * explain it. Everything lives in the arena of the page. */
#ifndef LDE_MODEL_RULE_PAGE_H
#define LDE_MODEL_RULE_PAGE_H

#include "base/arena.h"
#include "base/memory.h"
#include "model/diagnostic.h"

typedef struct lde_rule_page_param {
  const char *name, *type, *unit; /* unit "" when there is none */
  const char *doc[2];             /* by lde_language; NULL = none */
  const char *standard, *value;   /* as text: the default, and what is in force */
  const char *min, *max;          /* NULL = no bound */
} lde_rule_page_param;

typedef struct lde_rule_page {
  lde_arena arena;
  const char *id, *code, *pack, *file; /* pack NULL: the organisation's own */
  const char *title[2], *why[2], *message[2], *help[2]; /* NULL = none */
  int line, step;
  const char *each; /* plural of the entity, NULL = the plan as a whole */
  LDE_VEC(struct lde_rule_page_part {
    const char *key; /* where, fails, unless, sum … */
    const char *text; /* as the author wrote it */
  })
  parts;
  const char *severity; /* "error", or "error when …, else warning" is left to parts: NULL */
  bool off;
  LDE_VEC(lde_rule_page_param) params;
  const char *fires, *clean; /* Lua text of the first example of each kind, NULL = none */
} lde_rule_page;

static inline void lde_rule_page_free(lde_rule_page *page)
{
  lde_vec_free(&page->parts);
  lde_vec_free(&page->params);
  lde_arena_free(&page->arena);
}

#endif
