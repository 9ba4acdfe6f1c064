/* attempt.h: one solve under way: the best plan so far, what is proven, and whether to go on. Shared
 * by solve.c (the order of things), exact*.c (what the exact solver adds) and clash.c. */
#ifndef LDE_OFFER_ATTEMPT_H
#define LDE_OFFER_ATTEMPT_H

#include "offer/construct.h"
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
/* The same with a plan in the making, which may be gone on with afterwards. */
void lde_attempt_offer_trial(lde_attempt *attempt, lde_trial *trial);
/* Tells the caller where things are. */
void lde_attempt_report(lde_attempt *attempt);
/* Relative distance, in [0, 1]; 0 when they are equal. */
double lde_gap_between(int64_t value, int64_t bound);
/* True when interrupted or beyond the emergency time; remembers which. */
bool lde_attempt_stopped(void *attempt);
bool lde_attempt_within_gap(const lde_attempt *attempt);
/* Limits for the exact solver with what is left of the emergency time. */
lde_mip_limits lde_attempt_limits(lde_attempt *attempt, int64_t nodes, double gap);

/* Plans around the prices, and from the best of them on better ones, block by block, as much as the work
 * allows. Every block costs the same and knows nothing of those to come, so that more work goes on where
 * less stops. */
void lde_improve(lde_attempt *attempt, lde_trial *trial, bool exact, bool small);

/* All stages, proven, with whole seats; for problems of some hundred columns. */
void lde_exact_stages(lde_attempt *attempt);
bool lde_exact_is_small(const lde_problem *problem);
/* The first stage alone, when the own method found no plan or one with shortage. */
void lde_exact_shortage(lde_attempt *attempt);
/* The value stage: the full model where it is of a size for that. `nodes` limits it. */
bool lde_exact_is_full(const lde_problem *problem);
void lde_exact_full(lde_attempt *attempt, int64_t nodes);

/* Better plans from parts of the problem, one or some at a time. */
typedef struct lde_parts lde_parts;
lde_parts *lde_parts_new(lde_attempt *attempt);
void lde_parts_free(lde_parts *parts); /* NULL is fine */
/* One block. False when there is nothing that could move. */
bool lde_parts_turn(lde_parts *parts);
/* One programme over what the options of the form leave free, in which seats may be fractions; its
 * solution is made whole and offered. Returns the bound of the stage, at least -LDE_ROW_FREE. */
int64_t lde_exact_relaxed(lde_attempt *attempt, const lde_form_options *options, lde_stage stage,
                          int64_t nodes, double gap, lde_mip_status *status);
/* No more shortage than the best plan has. */
void lde_exact_limit(lde_attempt *attempt, lde_form_options *options);

/* Names that clash, and their repairs, into the plan. */
void lde_clash_find(lde_attempt *attempt, lde_plan *plan);

#endif
