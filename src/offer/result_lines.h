/* result_lines.h: the lines of an offer and who pays them. */
#ifndef LDE_OFFER_RESULT_LINES_H
#define LDE_OFFER_RESULT_LINES_H

#include "offer/result.h"

/* Fills offer->lines with seats, sessions, cost, reasons and goals, and their funding; `paid` gets by
 * budget row what the plan takes from it, without what is charged to those below it. */
void lde_result_lines(lde_offer_result *result, int64_t *paid);

#endif
