/* form.h: a problem, or the part of it that may change, written out for the exact solver.
 *
 * Options outside `free` keep what `base` gives them and count as constants. Every stage becomes a
 * sum that is minimised (value turns sign), all in integers; lde_form_stage chooses the objective.
 * Rows are divided by what their factors have in common, so that the solver sees small numbers.
 * The form borrows the problem and owns the programme. */
#ifndef LDE_OFFER_FORM_H
#define LDE_OFFER_FORM_H

#include "offer/mip.h"
#include "offer/problem.h"

typedef enum lde_stage {
  LDE_STAGE_SHORTAGE,
  LDE_STAGE_VALUE, /* as minus value */
  LDE_STAGE_DISRUPTION,
  LDE_STAGE_COST,
  LDE_STAGES,
} lde_stage;

/* What becomes of the rows and locks of one name while a clash is sought. */
typedef enum lde_hold { LDE_HOLD_KEEP, LDE_HOLD_DROP, LDE_HOLD_ELASTIC } lde_hold;

typedef struct lde_form_options {
  const char *free;       /* by option; NULL = all */
  const lde_point *base;  /* for options that are not free */
  const char *seats;      /* by column: left out where 0, when not locked; NULL = none left out */
  bool integer_seats;     /* otherwise seats may be fractions: a relaxation */
  bool strong;            /* a seat only where its option opens or meets, column by column */
  bool has_limit[LDE_STAGES];
  int64_t limit[LDE_STAGES]; /* at most, value as minus value */
  bool merge;             /* columns that mean the same become one, the first of them */
  bool hold_sessions;     /* sessions and open stay as in `base`; seats and auxes move */
  const char *loose;      /* by option: its sessions move all the same; NULL = none */
  const double *near;     /* by variable: sessions and open as here, seats floor or ceiling of it */
  lde_hold (*hold)(void *context, int32_t name); /* NULL = keep all */
  void *context;
} lde_form_options;

typedef struct lde_form_elastic {
  int32_t name, column;
} lde_form_elastic;

typedef struct lde_form {
  const lde_problem *problem;
  lde_form_options options;
  lde_mip mip;
  int32_t *var_column;                  /* by variable; -1 = constant */
  int32_t *twin;                        /* by seat column: the one that stands for it, or -1 */
  int32_t *shortage_column;             /* by cell; -1 = constant */
  LDE_VEC(int64_t) factor[LDE_STAGES];  /* by column */
  int64_t constant[LDE_STAGES];
  int64_t common[LDE_STAGES];           /* every change of a stage is a multiple of this */
  double unit;                          /* of the objective chosen */
  lde_stage stage;
  LDE_VEC(lde_form_elastic) elastic;
} lde_form;

void lde_form_init(lde_form *form, const lde_problem *problem, const lde_form_options *options);
void lde_form_deinit(lde_form *form);
void lde_form_stage(lde_form *form, lde_stage stage);
/* Objective: the elastic columns alone. */
void lde_form_elastic_stage(lde_form *form);
/* Adds "stage <= limit" as a row. */
void lde_form_limit(lde_form *form, lde_stage stage, int64_t limit);
/* The solver's bound for the chosen stage as an integer that holds, with room for its tolerances. */
int64_t lde_form_bound(const lde_form *form, double bound);
/* Rounds a solution into a point; sets `open` of options in use. */
void lde_form_read(const lde_form *form, const double *values, lde_point *point);
/* The point as a start solution, by column; to be freed by the caller. */
double *lde_form_write(const lde_form *form, const lde_point *point);
/* Marks options without a once decision as open when used. */
void lde_point_settle(const lde_problem *problem, lde_point *point);

#endif
