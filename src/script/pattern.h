/* pattern.h: Lua patterns, matched with a price.
 *
 * Means exactly what the Lua 5.4 manual (6.4.1) says, and raises the same errors; unlike the stock
 * matcher it pays a step for every character it looks at, so that no pattern outlives the budget,
 * and its depth is bounded. A matcher lives on the C stack of one call; subject and pattern must
 * stay on the Lua stack meanwhile, since paying may collect garbage. */
#ifndef LDE_SCRIPT_PATTERN_H
#define LDE_SCRIPT_PATTERN_H

#include <lua.h>
#include <stddef.h>
#include <stdint.h>

enum { LDE_PATTERN_CAPTURES = 32, LDE_PATTERN_DEPTH = 200 };

typedef struct lde_pattern {
  lua_State *L;
  const char *subject, *subject_end;
  const char *pattern, *pattern_end; /* without the anchor */
  int depth, captures;
  uint64_t unpaid;
  struct {
    const char *start;
    ptrdiff_t len; /* or one of the two marks in pattern.c */
  } capture[LDE_PATTERN_CAPTURES];
} lde_pattern;

void lde_pattern_init(lde_pattern *matcher, lua_State *L, const char *subject, size_t subject_len,
                      const char *pattern, size_t pattern_len);
/* The end of the match that starts at `at`, or NULL. */
const char *lde_pattern_match(lde_pattern *matcher, const char *at);
/* Charges what is not paid yet; call it when the matching is done. */
void lde_pattern_pay(lde_pattern *matcher);
/* Pushes capture `number` (from 0) of the match start…end; 0 of a pattern without captures is the
 * whole match. */
void lde_pattern_push(lde_pattern *matcher, int number, const char *start, const char *end);
/* Pushes all captures, or the whole match when there are none and `start` is given; returns how
 * many. */
int lde_pattern_push_all(lde_pattern *matcher, const char *start, const char *end);

#endif
