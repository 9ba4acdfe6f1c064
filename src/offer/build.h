/* build.h: the draft as an abstract problem (problem.h), and the way back: which column, row and name
 * stands for what. A build owns its problem and borrows the draft. It decides nothing. */
#ifndef LDE_OFFER_BUILD_H
#define LDE_OFFER_BUILD_H

#include "offer/alike.h"
#include "offer/budgets.h"
#include "offer/draft.h"

typedef struct lde_build_cell {
  int32_t part; /* and all that are alike, see alike.h; -1: people of a lock outside the needs */
  int32_t need;
  double weight; /* of its tier */
  bool step;     /* a lower step of a chain or a prerequisite: not a covered head by itself */
} lde_build_cell;

/* Cell and option stand in the problem, and the part with the cell: see below. */
typedef struct lde_build_column {
  int32_t pair; /* -1: of a lock outside the needs, or a step that serves nothing by itself */
} lde_build_column;

typedef enum lde_build_row_kind {
  LDE_ROW_BUDGET, LDE_ROW_HOURS, LDE_ROW_CONSTRAINT, LDE_ROW_MIX, LDE_ROW_FAIRNESS, LDE_ROW_PREREQ,
  LDE_ROW_LOCK, LDE_ROW_GROUPS, LDE_ROW_TERM, LDE_ROW_RESOURCE, LDE_ROW_ABSENCE, LDE_ROW_SUBSIDY, LDE_ROW_LANES
} lde_build_row_kind;

typedef struct lde_build_row {
  lde_build_row_kind kind;
  const char *name;
  int pot, period;  /* BUDGET */
  int64_t divisor;  /* a unit of the row is this much of the measure */
  int32_t key;      /* of `per`: what the row is about */
  bool own;         /* HOURS: adds up people who each have their own limit */
} lde_build_row;

/* What a locked line costs more or less than its parts would. */
typedef struct lde_build_adjust {
  int pot, period;
  int32_t option, line;
  int64_t amount;
} lde_build_adjust;

/* What one fund pays for one pot, up to the end of a period. */
typedef struct lde_build_subsidy {
  int fund, pot, period;
  int32_t aux;
} lde_build_subsidy;

typedef struct lde_build {
  lde_draft *draft;
  lde_problem problem;
  LDE_VEC(const char *) names;
  LDE_VEC(lde_build_cell) cells;
  LDE_VEC(lde_build_column) columns;
  LDE_VEC(lde_build_row) rows;
  LDE_VEC(lde_build_adjust) adjusts;
  LDE_VEC(lde_build_subsidy) subsidies;
  int32_t *pair_columns; /* first column of each pair, pairs + 1; those of steps come after all */
  lde_alike alike;
  bool nested;
} lde_build;

lde_status lde_build_make(lde_build *build, lde_draft *draft, lde_error *err);
void lde_build_deinit(lde_build *build);

/* For the files that add rows. */
int32_t lde_build_name(lde_build *build, const char *name);
int32_t lde_build_row_add(lde_build *build, lde_build_row row, int64_t lower, int64_t upper,
                          int64_t penalty);
void lde_build_budgets(lde_build *build);  /* build_budgets.c */
void lde_build_hours(lde_build *build);    /* build_rows.c */
void lde_build_steps(lde_build *build);    /* build_rows.c: prerequisites and chains */
void lde_build_fairness(lde_build *build); /* build_rows.c */
void lde_build_wishes(lde_build *build);   /* measures.c: constraints and terms of the author */
void lde_build_lanes(lde_build *build);     /* lanes.c: lanes that are decided one after the other */
void lde_build_resources(lde_build *build); /* build_capacity.c: trainers, rooms, developers */
void lde_build_absence(lde_build *build);   /* build_capacity.c */

/* Rows of all units by id, so that the order of input rows does not matter; the caller frees. */
int32_t *lde_units_in_order(lde_draft *draft);
/* Full-time equivalents (thousandths) of the people of each unit itself; the caller frees. */
int64_t *lde_units_fte(const lde_draft *draft, int64_t *total);
/* Whether somebody of the unit can take the option in the period: enough days are free of blackout. */
bool lde_unit_can_learn(const lde_draft *draft, int32_t unit, const lde_draft_option *option, int period);
/* Whether some unit is closed for some option in a whole period. */
bool lde_draft_has_blackout(const lde_draft *draft);
/* The share of its working time that a unit may miss; below 0 = no limit. */
double lde_absence_share(const lde_draft *draft, int32_t unit);

/* What one seat, session or once decision is charged to a pot by one charge. */
int lde_build_seat_pot(const lde_build *build, int32_t column, int32_t part, const lde_charge *charge, int period);
/* Where the wages of who sits in a column go. `part` is one of those that the column holds. */
int lde_build_wage_pot(const lde_build *build, int32_t column, int32_t part, int period);
/* The columns of a pair that hold the people of a part of its need: from `first` up to `last`. */
void lde_build_pair_columns(const lde_build *build, int32_t pair, int32_t part, int32_t *first, int32_t *last);
/* The pair that a column is for the people of one of the parts that it holds; -1 = none. */
int32_t lde_build_pair_of(const lde_build *build, int32_t column, int32_t part);
/* The first period in which an option can run: when it is built. */
int lde_option_first(const lde_draft *draft, const lde_draft_option *option);
/* Of a column, by its number of any integer type. */
#define lde_column_cell(build, column) ((build)->problem.columns.data[column].cell)
#define lde_column_option(build, column) ((build)->problem.columns.data[column].option)
#define lde_column_part(build, column) ((build)->cells.data[lde_column_cell(build, column)].part)

static inline int lde_column_last(const lde_build *build, int32_t column)
{
  return build->problem.columns.data[column].last;
}

#endif
