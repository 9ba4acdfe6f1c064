/* mip.h: a mixed-integer programme as plain arrays, and the one door to an exact solver.
 *
 * Always minimised. lde_mip_solve works in a child process, so that a solver that hangs or aborts
 * costs this one answer only. What comes back is a claim: callers round it, check it in integers and
 * use `bound` only as the text of `lde_mip_status` allows. An answer that is lost (no process could be
 * had, or it ended early) is counted by thread, for who tells the user. Built without CBC the door is closed and
 * every call answers LDE_MIP_NONE. */
#ifndef LDE_OFFER_MIP_H
#define LDE_OFFER_MIP_H

#include <stdbool.h>
#include <stdint.h>

#include "base/memory.h"

typedef struct lde_mip {
  LDE_VEC(double) cost, lower, upper; /* by column; +-LDE_MIP_FREE for no bound */
  LDE_VEC(char) integer;              /* by column */
  LDE_VEC(double) row_lower, row_upper;
  LDE_VEC(int32_t) start;             /* by row, into index and factor; ends at the next start */
  LDE_VEC(int32_t) index;
  LDE_VEC(double) factor;
} lde_mip;

#define LDE_MIP_FREE 1e30

int32_t lde_mip_column(lde_mip *mip, double lower, double upper, double cost, bool integer);
/* Opens a row; entries go to the row opened last. */
int32_t lde_mip_row(lde_mip *mip, double lower, double upper);
void lde_mip_entry(lde_mip *mip, int32_t column, double factor);
void lde_mip_deinit(lde_mip *mip);
static inline int32_t lde_mip_row_end(const lde_mip *mip, size_t row)
{
  return row + 1 < mip->start.len ? mip->start.data[row + 1] : (int32_t)mip->index.len;
}

typedef enum lde_mip_status {
  LDE_MIP_NONE,       /* no answer: no solver, it failed, or a limit came before a solution */
  LDE_MIP_OPTIMAL,    /* solution within the gap asked; `bound` holds */
  LDE_MIP_FEASIBLE,   /* a limit came first; solution, and `bound` holds */
  LDE_MIP_INFEASIBLE,
  LDE_MIP_UNBOUNDED,
  LDE_MIP_STOPPED,    /* by the caller's interrupt or clock */
} lde_mip_status;

typedef struct lde_mip_limits {
  double gap;           /* relative */
  int64_t nodes;
  double seconds;       /* emergency only; 0 = none */
  uint64_t seed;
  const double *start;  /* a solution to begin with, or NULL */
  double cutoff;        /* only better than this; LDE_MIP_FREE = none */
  bool (*interrupted)(void *context);
  void *context;
} lde_mip_limits;
#define LDE_MIP_LIMITS_INIT                                                                        \
  {                                                                                                \
    .nodes = 10000, .seed = 1, .cutoff = LDE_MIP_FREE                                              \
  }

typedef struct lde_mip_result {
  lde_mip_status status;
  double objective;
  double bound;   /* no solution is below; -LDE_MIP_FREE when unknown */
  int64_t nodes;
  double *values; /* by column; owned; NULL without a solution */
  double *prices; /* by row, where no column is integer: change of the objective per unit; or NULL */
} lde_mip_result;

lde_mip_result lde_mip_solve(const lde_mip *mip, const lde_mip_limits *limits);
void lde_mip_result_deinit(lde_mip_result *result);
bool lde_mip_available(void);

/* Answers of this thread that were lost since it was last asked to forget them. */
typedef struct lde_mip_losses {
  size_t count;
  int number; /* errno of the last; 0 = its process ended without an answer */
} lde_mip_losses;
lde_mip_losses lde_mip_losses_seen(void);
void lde_mip_losses_forget(void);
void lde_mip_lose(int number); /* of the solver */

#endif
