/* coarse.h: a problem with fewer periods, where the exact one hardly matters.
 *
 * Periods side by side become one, and so do the seats of a cell in an option that differ in nothing
 * but the period; they lie side by side, as they are made. Where rows order periods (a step before
 * what follows on it), one of two sides is taken. Strict: every plan of the coarse problem is one of the whole, after its sessions and seats are
 * put into periods. Loose: every plan of the whole is one of the coarse problem, so that a bound for it
 * is one for the whole. Cells, options, rows and auxes keep their numbers. */
#ifndef LDE_OFFER_COARSE_H
#define LDE_OFFER_COARSE_H

#include "offer/problem.h"

typedef struct lde_coarse {
  const lde_problem *whole;
  lde_problem problem;
  bool strict;
  int32_t group[LDE_PERIODS_MAX]; /* of each period of the whole */
  int32_t *column;                /* of the whole: its column here, or -1 */
} lde_coarse;

/* False when something depends on single periods; then nothing needs to be freed. */
bool lde_coarse_init(lde_coarse *coarse, const lde_problem *problem, int32_t groups, bool strict);
void lde_coarse_deinit(lde_coarse *coarse);
/* A plan of a strict coarse problem as one of the whole. */
void lde_coarse_back(const lde_coarse *coarse, const lde_point *from, lde_point *whole);

#endif
