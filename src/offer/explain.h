/* explain.h: what an offering would bring and cost at the prices of a solved offer, without solving again.
 *
 * The account is of one way to use the offering: as it is in the plan, or else the best one there is at
 * these prices, with at least one session or seat. What its seats are worth, less what the same people get
 * from others, less what it takes of every named limit. Amounts are in points of value. The account owns
 * its lists; names live as long as the result. */
#ifndef LDE_OFFER_EXPLAIN_H
#define LDE_OFFER_EXPLAIN_H

#include "offer/result.h"

typedef struct lde_account_item {
  const char *name; /* id of an offering, or name of a limit */
  lde_build_row_kind kind; /* of a limit */
  double amount;
} lde_account_item;

typedef struct lde_account {
  int32_t option;
  bool chosen;
  int64_t heads, sessions;
  int needs;          /* how many needs these heads have */
  double offered;     /* value of the seats */
  double covered;     /* what others are worth to the same people */
  double money, hours, other; /* what it takes of limits, by kind */
  double net;         /* what is left; below 0 it does not pay */
  int64_t cost;       /* of this use, minor units */
  double own_lower;   /* the same of the price that enters.h speaks of; 0 when it pays or that is not enough */
  double lower;       /* share by which its own cost has to fall to pay, 0 when it does, -1 when that is not enough */
  LDE_VEC(lde_account_item) covered_by; /* largest first */
  LDE_VEC(lde_account_item) limits;     /* largest first */
} lde_account;

void lde_account_make(const lde_offer_result *result, int32_t option, lde_account *account);
void lde_account_deinit(lde_account *account);

#endif
