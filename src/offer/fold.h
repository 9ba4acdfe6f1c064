/* fold.h: people who mean the same to a problem are decided on together, and told apart afterwards.
 *
 * Cells with the same ways to learn, at the same worth, cost and charge to every row, become one cell
 * with all their heads; so do groups of cells that rows of their own tie together (a step and what
 * follows on it). Every plan of the problem is a plan of the folded one, so that its bound holds for
 * both; the way back deals the seats person by person. Options, sessions and auxes keep their numbers.
 * The fold owns the folded problem and borrows the other. */
#ifndef LDE_OFFER_FOLD_H
#define LDE_OFFER_FOLD_H

#include "offer/problem.h"

typedef struct lde_fold {
  const lde_problem *whole;
  lde_problem problem;      /* the folded one */
  int32_t *cell;            /* of the whole: its cell in the folded one */
  int32_t *column;          /* likewise */
  int32_t *row;             /* likewise; of a private row that of the cells it became one with */
  /* Blocks of cells, in the order of their first cell; for the way back. */
  int32_t block_count;
  int32_t *block_cell;      /* cells by block; block_start has block_count + 1 */
  int32_t *block_start;
  int32_t *block_leader;    /* the block that stands for it */
  int32_t *step_cell;       /* by column that follows on a step: the cell of those steps, else -1 */
} lde_fold;

/* False when there is too little to fold to be worth it; then nothing needs to be freed. */
bool lde_fold_init(lde_fold *fold, const lde_problem *problem);
void lde_fold_deinit(lde_fold *fold);
/* A plan of the folded problem as one of the whole. The caller checks it: where tight limits of single
 * columns stand in the way, it may not hold. */
void lde_fold_back(const lde_fold *fold, const lde_point *folded, lde_point *whole);

#endif
