/* attempt.h: one solve under way: the best plan so far, what is proven, and whether to go on. Shared
 * by solve.c (the order of things), exact*.c (what the exact solver adds) and clash.c. */
#ifndef LDE_OFFER_ATTEMPT_H
#define LDE_OFFER_ATTEMPT_H

#include "offer/form.h"
#include "offer/lagrange.h"
#include "offer/solve.h"

typedef struct lde_attempt {
  const lde_problem *problem;
  const lde_problem *loose; /* holds every plan of the whole, where `problem` holds only some; or NULL */
  const lde_solve_options *options;
  double started;
  bool interrupted, out_of_time;
  bool has_best;
  lde_point best;
  lde_score score;          /* of best */
  int64_t shortage_bound;   /* no plan has less */
  int64_t value_bound;      /* no plan with at most this shortage has more: */
  int64_t priced_shortage;
  bool proven[LDE_STAGES];  /* stages of which best is proven the best */
  bool impossible;          /* shown that no plan holds all hard rows */
  int64_t passes;
  lde_dual dual;            /* of the value stage of `problem` */
  lde_dual proof;           /* of the value stage of `loose` */
} lde_attempt;

/* Takes the point when the checker accepts it and it is better; says whether it did. */
bool lde_attempt_offer(lde_attempt *attempt, const lde_point *point);
/* True when interrupted or beyond the emergency time; remembers which. */
bool lde_attempt_stopped(void *attempt);
bool lde_attempt_within_gap(const lde_attempt *attempt);
/* Limits for the exact solver with what is left of the emergency time. */
lde_mip_limits lde_attempt_limits(lde_attempt *attempt, int64_t nodes, double gap);

/* All stages, proven, with whole seats; for problems of some hundred columns. */
void lde_exact_stages(lde_attempt *attempt);
bool lde_exact_is_small(const lde_problem *problem);
/* The first stage alone, when the own method found no plan or one with shortage. */
void lde_exact_shortage(lde_attempt *attempt);
/* The value stage: the full model where it is of a size for that, else parts of it. */
void lde_exact_value(lde_attempt *attempt);

/* Better plans from parts of the problem, as much as the work allows. */
void lde_exact_parts(lde_attempt *attempt);
/* One programme over what the options of the form leave free, in which seats may be fractions; its
 * solution is made whole and offered. Returns the bound of the stage, at least -LDE_ROW_FREE. */
int64_t lde_exact_relaxed(lde_attempt *attempt, const lde_form_options *options, lde_stage stage,
                          int64_t nodes, double gap, lde_mip_status *status);
/* No more shortage than the best plan has. */
void lde_exact_limit(lde_attempt *attempt, lde_form_options *options);

/* Names that clash, and their repairs, into the plan. */
void lde_clash_find(lde_attempt *attempt, lde_plan *plan);

#endif
