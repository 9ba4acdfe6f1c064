/* fitting.h: a plan whose seats have names, in the making (people_fit.h). Inside of the people_*.c files only.
 * A fit keeps a trial of the problem and, beside it, who sits where; both change together, and can be taken back. It
 * borrows build, plan and options. */
#ifndef LDE_OFFER_FITTING_H
#define LDE_OFFER_FITTING_H

#include "base/index.h"
#include "offer/build.h"
#include "offer/construct.h"
#include "offer/solve.h"

enum { LDE_FIT_STEPS = 6 };

/* A person and a need. */
typedef struct lde_fit_slot {
  int32_t employee, part;
  int32_t column; /* of the seat, or -1 */
  int32_t steps[LDE_FIT_STEPS], count;
} lde_fit_slot;

typedef struct lde_fit_choice {
  int32_t column;
  int32_t steps[LDE_FIT_STEPS], count;
  int64_t minutes;
  double worth;
} lde_fit_choice;

typedef struct lde_fit_change {
  int32_t slot;
  lde_fit_slot before;
} lde_fit_change;

typedef struct lde_fit {
  lde_build *build;
  lde_plan *plan;
  const lde_solve_options *options;
  const lde_draft *draft;
  const lde_problem *problem;
  lde_trial trial;
  LDE_VEC(lde_fit_slot) slots, kept; /* kept: those of the best plan so far */
  int32_t *first_slot; /* by part; -1 = its people are not known */
  lde_index own;        /* slots by employee */
  lde_index seats;      /* columns by part: seats that serve the need, and steps */
  lde_index parts;      /* columns by option, for the parts that have them */
  lde_index units;      /* parts by unit */
  int64_t *most, *used; /* minutes, by employee */
  int64_t unit;        /* of time; all minutes are multiples of it, or are rounded up to one */
  double *value;       /* worths without prices, by variable */
  double *table;       /* work space of choose: parts + 1 rows of cells */
  int32_t *picks;
  size_t room;
  int32_t *tickets;    /* by column: seats of an average plan that nobody has yet, or NULL */
  int32_t favoured;    /* an option that is to be filled, or -1 */
  LDE_VEC(lde_fit_change) trail;
} lde_fit;

static inline int64_t lde_fit_minutes(const lde_fit *all, int32_t column)
{
  return all->draft->options.data[lde_column_option(all->build, column)].minutes;
}

static inline bool lde_fit_is_step(const lde_fit *all, int32_t column)
{
  return all->build->cells.data[lde_column_cell(all->build, column)].step;
}

/* people_seats.c: all parts whose people are known, with empty seats; the trial is still without a plan. */
void lde_fit_init(lde_fit *all, lde_build *build, lde_plan *plan, const lde_solve_options *options);
void lde_fit_deinit(lde_fit *all);
/* Adds a slot's minutes to those of its person, or takes them off. */
void lde_fit_count_seat(lde_fit *all, const lde_fit_slot *each, int32_t sign);
/* Takes a seat back, with its steps. */
void lde_fit_leave(lde_fit *all, int32_t index);
/* Sits in what was chosen, when all of it fits. */
void lde_fit_take(lde_fit *all, int32_t index, const lde_fit_choice *chosen);
/* Of what is free, what is worth most within the time that the person has left. */
void lde_fit_choose(lde_fit *all, int32_t employee, const double *worth);
void lde_fit_all(lde_fit *all, const double *worth); /* the same for everybody */
/* Back to what was, or no way back. */
void lde_fit_back(lde_fit *all, size_t trail, size_t mark);
void lde_fit_forget(lde_fit *all);

/* people_start.c: the plan with the names that its lines have, without the seats that have none. False when one of
 * these is locked. */
bool lde_fit_names(lde_fit *all, const lde_offer *offer);
/* Sessions and seats of an average plan, by variable; `duties`: those of duties as in the best plan so far. */
void lde_fit_mean(lde_fit *all, const double *mean, bool duties);

/* people_sessions.c: gives up sessions until none has too few. False when a locked one has. */
bool lde_fit_drop_sessions(lde_fit *all);
/* Of those who sit in the option in one of the periods, also on the way to something, who gives up least; -1 when
 * there is none who may go. */
int32_t lde_fit_least_slot(const lde_fit *all, int32_t option, int32_t from, int32_t to);

/* people_turns.c: from any beginning on to a plan that holds and has more. False when it does not hold. */
bool lde_fit_better(lde_fit *all, int64_t turns);
bool lde_fit_is_stopped(const lde_fit *all);

#endif
