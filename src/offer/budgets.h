/* budgets.h: which budget pays what. Budgets that differ in period only are one pot: what is left of an
 * earlier period can be spent later, unless the budget is strict. A cost is charged to a pot and to
 * each of the pots above it. Routes are the same in the model and in the result, so amounts agree. */
#ifndef LDE_OFFER_BUDGETS_H
#define LDE_OFFER_BUDGETS_H

#include "offer/draft.h"

enum { LDE_POT_FREE = -1, LDE_POT_NONE = -2, LDE_POT_UNITS = -3 };
/* FREE: no budget in the project, so no limit. NONE: nothing can be spent. UNITS: central costs of a
 * project without central budget: what the unit budgets together leave. */

typedef struct lde_pot {
  int owner;      /* choice of bearer */
  int32_t unit, fund, employee, focus_area, parent; /* parent: pot or -1 */
  int lane;       /* -1 = any */
  bool restrictive, strict;
  int32_t *budgets; /* rows, by first day */
  int32_t *first, *last;
  int count;
} lde_pot;

typedef struct lde_pots {
  LDE_VEC(lde_pot) pots;
  bool any, any_central;
  int32_t *first_of_unit; /* by unit: a pot of its own, or -1 */
  int32_t *next;          /* by pot: the next one of the same unit, or of no unit; or -1 */
  int32_t first_of_none;  /* of those that no unit owns */
  int32_t *joint;         /* by pot: the first of those that count as one, see purses.h; NULL: each by itself */
  bool apart;             /* and that it has to be */
} lde_pots;

/* A share of an amount that one pot pays. */
typedef struct lde_route {
  int pot;
  double share;
} lde_route;
enum { LDE_ROUTES_MAX = 64 };

void lde_draft_pots(lde_draft *draft);
void lde_pots_free(lde_pots *pots);
/* Where a cost of one bearer goes for people of `unit` with that need, in a plan period. */
int lde_pot_find(const lde_draft *draft, int bearer, int32_t unit, int32_t need,
                 const lde_draft_option *option, int period);
/* Where a session or once cost of an option goes; fills shares that sum to 1, returns how many. */
int lde_pot_routes(const lde_draft *draft, const lde_draft_option *option, int bearer, int period,
                   lde_route *routes);
/* The pot that stands for it while the offer is decided. */
static inline int lde_pot_joint(const lde_draft *draft, int pot)
{
  return pot >= 0 && draft->pots->joint ? draft->pots->joint[pot] : pot;
}
/* The first pot of the unit itself or of the nearest one above it that has any; -1 = none has. */
int lde_unit_pot(const lde_draft *draft, int32_t unit);
/* As `bearer` of a charge of a seat after the parameter cost_bearing. */
int lde_pot_bearer(const lde_draft *draft, const lde_charge *charge);
/* The budget of the pot that pays in the period: the one that covers it, else the latest before. */
int32_t lde_pot_budget(const lde_pot *pot, const lde_draft *draft, int period);
/* What a pot holds up to and including a period, in minor units. */
int64_t lde_pot_limit(const lde_draft *draft, const lde_pot *pot, int period);
bool lde_option_in_focus(const lde_draft *draft, const lde_draft_option *option, int32_t need,
                         int32_t focus_area);

#endif
