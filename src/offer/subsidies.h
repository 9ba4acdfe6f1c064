/* subsidies.h: what funds pay, in the problem and afterwards on the lines. A subsidy is the money of one
 * fund for one pot, for the cost up to the end of one plan period; its amount is an aux of the problem. */
#ifndef LDE_OFFER_SUBSIDIES_H
#define LDE_OFFER_SUBSIDIES_H

#include "offer/build.h"

#define LDE_RATE_WHOLE 10000 /* a rate of 1 */

/* One eligible amount of one variable, in the pot that bears it. */
typedef struct lde_eligible {
  lde_var var;
  int fund, pot, period; /* period: the last one that the pot's row counts it with */
  int64_t amount;
  size_t order;
} lde_eligible;

/* Funds that can pay, and which option they pay for. */
void lde_draft_subsidies(lde_draft *draft);
/* Whether the option's fund pays part of the charge when it falls in that period. */
bool lde_charge_is_eligible(const lde_draft *draft, const lde_draft_option *option, const lde_charge *charge, int period);
/* Auxes and rows for all eligible amounts, into build->subsidies. Sorts the list. */
void lde_build_subsidies(lde_build *build, lde_eligible *list, size_t count);
/* The period of the row of the pot (or free, or shared pot) that counts a cost of that period first. */
int lde_pot_row_period(const lde_draft *draft, int pot, int period); /* build_budgets.c */

#endif
