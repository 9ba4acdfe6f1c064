/* offer_lua.h: ld.offer, ld.model and their helpers in a script, and the offer that a script returns. */
#ifndef LDE_OFFER_OFFER_LUA_H
#define LDE_OFFER_OFFER_LUA_H

#include "model/offer.h"
#include "script/script.h"

/* Adds ld.offer, ld.model, the measures and ld.table to the script. While a solve goes on `progress`
 * (may be NULL) is told the best value and bound, and `interrupted` (may be NULL) is polled; both get
 * `ctx`, which must live as long as the script. */
lde_outcome lde_offer_extend(lde_script *script, void (*progress)(void *ctx, double value, double bound),
                             bool (*interrupted)(void *ctx), void *ctx, lde_failure *failure);

/* Looks at the value that the script left on top of its stack. A solved offer, or one that is not yet
 * solved and is solved here, is popped and given to the caller (lde_offer_free). Another value stays on
 * the stack and `*out` is NULL. */
lde_outcome lde_offer_take(lde_script *script, lde_offer **out, lde_failure *failure);

#endif
