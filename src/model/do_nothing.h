/* do_nothing.h: what if nothing is done: what happens in the plan year, quarter by quarter, when none of
 * the plan is carried out (formulas.md M35). Everything is counted apart and nothing is added up into one
 * amount: certificates that lapse, levels that are not there when they are asked for, needs whose deadline
 * passes, goals that lose the learning they count on, KPIs that depend on it, and money that stays unused.
 *
 * Counts people where it says people; it is up to who shows it to keep small groups out of sight. A
 * certificate counts with the holder's newest of that kind only, and only for active employees. Plain
 * data, owned by the caller; refers to rows of the dataset, which must be resolved and derived. */
#ifndef LDE_MODEL_DO_NOTHING_H
#define LDE_MODEL_DO_NOTHING_H

#include "model/dataset.h"

typedef struct lde_do_nothing_quarter {
  int32_t first, last;
  int64_t lapsing;          /* certificates that end in the quarter */
  int64_t obliged;          /* of which somebody must hold */
  int64_t invalid;          /* obliged ones that have ended by the last day, this year's together */
  int64_t levels_due;       /* people × competencies below a level that is asked in the quarter */
  int64_t needs_due;        /* open needs whose deadline falls in it */
  int64_t people_due;       /* the people of those needs, counted by need */
  int64_t kpis_due;         /* exposed KPIs with their target date in it */
  int64_t unused;           /* money that is there by the end of the quarter and does no work */
} lde_do_nothing_quarter;

/* Certificates of one kind in one unit that end in one quarter. */
typedef struct lde_do_nothing_lapse {
  int32_t credential_type, unit; /* unit may be LDE_NO_ROW */
  int64_t by_quarter[4], obliged;
} lde_do_nothing_lapse;

typedef struct lde_do_nothing_unit {
  int32_t unit;
  int64_t people;       /* active, with a requirement */
  int64_t people_short; /* with at least one gap */
  int64_t levels;       /* all levels still to be gained */
  int64_t weighted;     /* sum of gap × weight × criticality, millionths */
  int64_t unknown;      /* requirements never assessed */
  int64_t levels_due[4]; /* people × competencies below a level that is asked in the quarter */
} lde_do_nothing_unit;

/* A goal that open needs contribute to: without the plan nothing is done for it. */
typedef struct lde_do_nothing_goal {
  int32_t goal;
  int64_t needs, people; /* people counted by need */
  int64_t needs_due[4];  /* of which the deadline falls in the quarter */
} lde_do_nothing_goal;

typedef struct lde_do_nothing_kpi {
  int32_t kpi, goal;
  bool has_value;
  int64_t value;   /* latest measurement on the run date, millionths */
  int32_t due;     /* target date; 0 = none */
} lde_do_nothing_kpi;

typedef struct lde_do_nothing {
  lde_do_nothing_quarter quarters[4];
  LDE_VEC(lde_do_nothing_lapse) lapses; /* by kind, then unit */
  LDE_VEC(lde_do_nothing_unit) units;   /* with a gap or something unknown */
  LDE_VEC(lde_do_nothing_goal) goals;
  LDE_VEC(lde_do_nothing_kpi) kpis;     /* of those goals, not yet on target */
  int64_t lapsing, obliged;             /* in the year */
  int64_t already_invalid;              /* obliged ones that ended before the year and were not renewed */
  int64_t people_short, levels;
  int64_t available, unused;            /* budgets of the year at the top of their tree; less what is spent */
} lde_do_nothing;

void lde_do_nothing_find(lde_do_nothing *out, lde_dataset *dataset);
void lde_do_nothing_free(lde_do_nothing *nothing);

/* The newest measurement of a KPI for the whole organisation on the run date, corrections followed;
 * LDE_NO_ROW when there is none. */
int32_t lde_kpi_latest(lde_dataset *dataset, int32_t kpi);
/* Has the value reached the target, in the direction that the KPI has? */
bool lde_kpi_is_reached(const lde_dataset *dataset, int32_t kpi, int64_t value);

#endif
