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
  LDE_VEC(lde_curve_point) points;
  lde_curve curve; /* of `points` */
  lde_plan_diff diff;
  bool has_diff;
} lde_whatif;

/* pareto.c: an amount as people write it ("120k"); what the budgets of the plan year hold together; what
 * to set so that they hold `wanted`, each in proportion. */
bool lde_budget_parse(const lde_dataset *dataset, const char *text, int64_t *minor);
int64_t lde_budget_total(lde_dataset *dataset);
const lde_assignment *lde_budget_settings(lde_dataset *dataset, int64_t wanted, lde_arena *arena,
                                          size_t *count);

/* replan.c: the seats of an earlier offer: a JSON output of run, or the id of a stored run ("latest"). False
 * after saying what is wrong. */
typedef LDE_VEC(lde_earlier_seats) lde_earlier;
bool lde_earlier_read(lde_result *result, lde_project *project, const char *database,
                      const char *name, lde_earlier *out);

/* scenarios.c: takes what was solved, and what happens without any plan, into a result that has its offer. */
void lde_scenarios_keep(lde_result *result, lde_scenarios *scenarios);

/* Prints the what-ifs in that format; false when they have none such, or there are none. In "text" they
 * come behind the offer, so it is the caller's who prints that first. */
bool lde_whatif_print(const lde_result *result, const char *format, const lde_style *style,
                      lde_buffer *out);
void lde_whatif_free(lde_whatif *whatif);

#endif
