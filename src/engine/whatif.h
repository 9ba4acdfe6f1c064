/* whatif.h: what-ifs that a result carries beside or instead of an offer: scenarios, a Pareto curve, a
 * difference. Inside engine only. */
#ifndef LDE_ENGINE_WHATIF_H
#define LDE_ENGINE_WHATIF_H

#include "engine/internal.h"
#include "offer/offer_lua.h"
#include "report/whatif.h"

typedef struct lde_whatif {
  lde_scenarios scenarios; /* solved; the rows refer to them and to the result's offer */
  LDE_VEC(lde_scenario_row) rows;
  lde_do_nothing nothing;
  bool has_nothing;
} lde_whatif;

/* scenarios.c: takes what was solved, and what happens without any plan, into a result that has its offer. */
void lde_scenarios_keep(lde_result *result, lde_scenarios *scenarios);

/* Prints the what-ifs in that format; false when they have none such, or there are none. In "text" they
 * come behind the offer, so it is the caller's who prints that first. */
bool lde_whatif_print(const lde_result *result, const char *format, const lde_style *style, lde_buffer *out);
void lde_whatif_free(lde_whatif *whatif);

#endif
