/* offer_lua.h: ld.offer, ld.model and their helpers in a script, and the offer that a script returns. */
#ifndef LDE_OFFER_OFFER_LUA_H
#define LDE_OFFER_OFFER_LUA_H

#include "model/offer.h"
#include "offer/near.h"
#include "script/script.h"

/* Adds ld.offer, ld.model, the measures and ld.table to the script. While a solve goes on `progress`
 * (may be NULL) is told the best value and bound, and `interrupted` (may be NULL) is polled; both get
 * `ctx`, which must live as long as the script. */
lde_outcome lde_offer_extend(lde_script *script, void (*progress)(void *ctx, double value, double bound),
                             bool (*interrupted)(void *ctx), void *ctx, lde_failure *failure);

/* Offers that the script solves from now on stay near an earlier plan, where that costs no value. The seats
 * are borrowed as long as the script lives. */
void lde_offer_stay_near(lde_script *script, const lde_earlier_seats *seats, size_t count);

/* Offers that the script solves from now on also say what their prices prove of other budgets (proof.h). */
void lde_offer_prove_prices(lde_script *script);

/* Looks at the value that the script left on top of its stack. A solved offer, or one that is not yet
 * solved and is solved here, is popped and given to the caller (lde_offer_free). Another value stays on
 * the stack and `*out` is NULL. */
lde_outcome lde_offer_take(lde_script *script, lde_offer **out, lde_failure *failure);

/* A what-if of an offer: what it is about, and the offer that comes of it. */
typedef enum lde_scenario_kind {
  LDE_SCENARIO_NOTHING,   /* no line at all, also none that was decided before */
  LDE_SCENARIO_MANDATORY, /* duties alone, whatever was fixed before */
  LDE_SCENARIO_OUTSOURCE_DESIGN,   /* nothing is developed in-house */
  LDE_SCENARIO_OUTSOURCE_DELIVERY, /* everything is given by a supplier */
  LDE_SCENARIO_LESS, /* all budgets a tenth smaller */
  LDE_SCENARIO_MORE,
  LDE_SCENARIO_NAMED /* by the script, in offer:scenarios */
} lde_scenario_kind;
typedef struct lde_scenario {
  const char *name;
  lde_scenario_kind kind;
  lde_offer *offer;
} lde_scenario;
typedef struct lde_scenarios {
  lde_arena arena;
  LDE_VEC(lde_scenario) items;
} lde_scenarios;

/* Solves the standard scenarios, and those that the script named, of the offer that the script left on top
 * of its stack, solved or not; it stays there. Another value there gives no scenarios. */
lde_outcome lde_offer_take_scenarios(lde_script *script, lde_scenarios *out, lde_failure *failure);
void lde_scenarios_free(lde_scenarios *scenarios);

#endif
