/* program.h: a decision of any linear shape, for authors who build their own model.
 *
 * Named variables and rows, one objective. Solved by the exact solver in a child process; built
 * without one, every solve answers LDE_PROGRAM_UNAVAILABLE. Integer variables come back as whole
 * numbers, and a solution is returned only when the checker here accepts it. The program owns copies
 * of all names; the solution owns its arrays. */
#ifndef LDE_OFFER_PROGRAM_H
#define LDE_OFFER_PROGRAM_H

#include "base/arena.h"
#include "offer/mip.h"
#include "offer/solve.h"

typedef struct lde_program {
  lde_arena names;
  LDE_VEC(const char *) variable_name, row_name;
  LDE_VEC(int32_t) entered; /* by variable: its last entry + 1, to add up duplicates */
  lde_mip mip; /* cost as given; `maximise` turns it for the solver */
  bool maximise;
  double constant; /* of the objective */
} lde_program;

/* Zero-initialise, then add. Infinite bounds are +-LDE_MIP_FREE. Each returns the index. */
int32_t lde_program_variable(lde_program *program, const char *name, double lower, double upper,
                             bool integer);
int32_t lde_program_row(lde_program *program, const char *name, double lower, double upper);
/* Of the row added last; the same variable twice adds up. */
void lde_program_entry(lde_program *program, int32_t variable, double factor);
void lde_program_objective(lde_program *program, bool maximise, double constant);
void lde_program_cost(lde_program *program, int32_t variable, double cost); /* adds */
void lde_program_deinit(lde_program *program);

typedef enum lde_program_status {
  LDE_PROGRAM_OPTIMAL,
  LDE_PROGRAM_WITHIN_GAP,
  LDE_PROGRAM_FEASIBLE,
  LDE_PROGRAM_INFEASIBLE,
  LDE_PROGRAM_UNBOUNDED,
  LDE_PROGRAM_NONE,        /* a limit came before a solution */
  LDE_PROGRAM_UNAVAILABLE, /* no exact solver in this build */
} lde_program_status;

typedef struct lde_solution {
  lde_program_status status;
  lde_stop stopped_by;
  double value, bound; /* bound: no solution is better */
  double *values;      /* by variable; NULL without a solution */
  double *row_price;   /* by row: change of the objective per unit of the limit that binds, with whole
                          numbers held as they are; NULL without a solution */
  int32_t *clash;      /* rows that cannot hold together, when infeasible */
  int32_t clash_count;
} lde_solution;

/* Only gap, work, seed, emergency_seconds and interrupted of the options count. */
void lde_program_solve(const lde_program *program, const lde_solve_options *options,
                       lde_solution *solution);
double lde_solution_gap(const lde_solution *solution);
void lde_solution_deinit(lde_solution *solution);

/* Whether values keep all bounds and rows, within 1e-6 of the size of a row's terms, integers exactly.
 */
bool lde_program_holds(const lde_program *program, const double *values);

#endif
