/* proof.h: what the prices of a solved offer prove about other amounts of its limits.
 *
 * Prices on the limits that are shared prove a bound, whatever they are; with other amounts of the same
 * limits the same prices prove another one, without solving again: value at most `bound` plus, for each
 * limit, its price times the change of its amount. That holds where nothing but amounts differ, which
 * `shape` tells, and for plans that leave no more mandatory people without a seat (`shortage`).
 * The prices are found anew on the problem as it was given, without the shortcuts of a solve. A proof lives
 * in the arena that it was made in. */
#ifndef LDE_OFFER_PROOF_H
#define LDE_OFFER_PROOF_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"

typedef struct lde_proof_limit {
  int64_t lower, upper; /* of the row, in its own units */
  double price;         /* points for one unit more; above 0 of `upper`, below 0 of `lower` */
} lde_proof_limit;

typedef struct lde_offer_proof {
  uint64_t shape; /* equal: the same problem but for the amounts below */
  double bound;   /* points: no plan with at most this shortage has more value */
  int64_t shortage, reached; /* what the bound allows; what the plan leaves in the end */
  lde_proof_limit *limits; /* of budgets and of the author's limits, in the order of the problem */
  size_t count;
} lde_offer_proof;

struct lde_offer_result;
struct lde_solve_options;
lde_offer_proof *lde_proof_make(lde_arena *arena, const struct lde_offer_result *result,
                                const struct lde_solve_options *options);
lde_offer_proof *lde_proof_copy(lde_arena *arena, const lde_offer_proof *proof);

/* What the prices of `from` prove for the amounts of `at`, and by how much that differs from its own bound;
 * false when they prove nothing there. */
bool lde_proof_change(const lde_offer_proof *from, const lde_offer_proof *at, double *change);
bool lde_proof_at(const lde_offer_proof *from, const lde_offer_proof *at, double *bound);

#endif
