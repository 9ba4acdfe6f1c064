/* problem.h: the abstract decision behind an offer: who gets a seat in what, and when.
 *
 * A builder fills cells, options, columns and rows in canonical order (that order breaks ties), calls
 * lde_problem_finish once and then only reads. The problem owns its arrays; it knows no dataset, no
 * names (only name ids of the builder) and no currency. Every number is an integer: money in minor
 * units, values in units of the builder's choice (`value_unit` per point, for instance 1000000).
 *
 * Variables are seats (one per column), sessions (option x period), open (one per option with a once
 * decision), aux (whatever a row needs besides, such as a subsidy received) and, derived, the
 * shortage of a mandatory cell and the violation of a soft row. */
#ifndef LDE_OFFER_PROBLEM_H
#define LDE_OFFER_PROBLEM_H

#include <stdbool.h>
#include <stdint.h>

#include "base/memory.h"
#include "ldengine/status.h"

#define LDE_PERIODS_MAX 12
#define LDE_UNLIMITED (-1)               /* for counts of sessions and seats */
#define LDE_ROW_FREE (INT64_C(1) << 60)  /* as upper limit of a row; its negative as lower limit */
#define LDE_ROW_HARD (-1)                /* as penalty of a row */
#define LDE_NAME_NONE (-1)

typedef enum lde_window {
  LDE_WINDOW_TIMED,  /* every column lies in one period: first == last */
  LDE_WINDOW_NESTED, /* every column starts in period 0 and ends at its deadline; fewer columns, exact
                        as long as no row needs to know in which period a seat is taken */
} lde_window;

/* People who need the same thing by the same time. Mandatory: what the columns with last <= deadline
 * leave uncovered is shortage. Value that declines in tiers is written as several cells. */
typedef struct lde_cell {
  int32_t heads;
  int32_t deadline; /* last period that counts for a mandatory cell, -1 = none counts */
  int64_t severity; /* weight of one uncovered head; 0 = not mandatory */
} lde_cell;

/* One way to learn. Without sessions (`group_max` 0) it is open enrolment: seats are free up to
 * `seats_max` in periods whose sessions_max is not 0. */
typedef struct lde_option {
  int32_t group_min, group_max; /* seats in one session; group_max 0 = open enrolment */
  int32_t seats_max;            /* in all periods together, or LDE_UNLIMITED */
  int32_t year_sessions_max;    /* in all periods together, or LDE_UNLIMITED */
  int32_t sessions_min[LDE_PERIODS_MAX]; /* locks; 0 = none */
  int32_t sessions_max[LDE_PERIODS_MAX]; /* 0 = not possible in this period, or LDE_UNLIMITED */
  bool opens;           /* has a once decision; without it no session and no seat */
  int32_t open_min;     /* 1 = locked open */
  int32_t open_max;     /* 0 = locked closed; also forbids sessions and seats */
  int32_t variant;      /* at most one option of a variant group is open; -1 = none; sets `opens` */
  int32_t requires;     /* open only when that option is open; -1 = none; sets `opens` of both */
  int64_t cost_open, cost_session; /* for the cost stage only; budgets are rows */
  int32_t lock_name;    /* names the locks above, and lower limits of seats, when they clash, or LDE_NAME_NONE */
} lde_option;
#define LDE_OPTION_INIT                                                                            \
  {                                                                                                \
    .seats_max = LDE_UNLIMITED, .year_sessions_max = LDE_UNLIMITED, .open_max = 1, .variant = -1,  \
    .requires = -1, .lock_name = LDE_NAME_NONE                                                     \
  }

/* Seats of one cell in one option within a window of periods. */
typedef struct lde_seat_column {
  int32_t cell, option;
  int32_t first, last;  /* periods; see lde_window */
  int32_t lower, upper; /* seats; upper is cut to the cell's heads */
  int64_t value;        /* of one seat, in value units; >= 0 or not */
  int64_t cost;         /* of one seat, for the cost stage only */
} lde_seat_column;

/* An integer variable that only rows know. */
typedef struct lde_aux {
  int64_t lower, upper;
  int64_t value; /* of one unit */
  int64_t cost;
} lde_aux;

typedef enum lde_var_kind { LDE_VAR_SEATS, LDE_VAR_SESSIONS, LDE_VAR_OPEN, LDE_VAR_AUX } lde_var_kind;

/* `index` is a column, an option or an aux; `period` counts for sessions only. */
typedef struct lde_var {
  lde_var_kind kind;
  int32_t index, period;
} lde_var;
#define LDE_SEATS(column) ((lde_var){LDE_VAR_SEATS, (column), 0})
#define LDE_SESSIONS(option, period) ((lde_var){LDE_VAR_SESSIONS, (option), (period)})
#define LDE_OPEN(option) ((lde_var){LDE_VAR_OPEN, (option), 0})
#define LDE_AUX(aux) ((lde_var){LDE_VAR_AUX, (aux), 0})

/* lower <= sum of entries <= upper. Several rows may share a name: they stand or fall together. */
typedef struct lde_row {
  int32_t name;
  int64_t lower, upper;
  int64_t penalty; /* value units per unit of violation, or LDE_ROW_HARD */
} lde_row;

typedef struct lde_entry {
  int32_t row;
  int32_t var; /* number of the variable, see lde_problem_var */
  int64_t factor;
} lde_entry;

/* What was communicated earlier: weight x |variable - value| is the disruption. In nested problems a
 * reference on seats compares the column as a whole. */
typedef struct lde_reference {
  lde_var var;
  int64_t value, weight;
} lde_reference;

typedef struct lde_problem {
  lde_window window;
  int32_t periods;
  int64_t value_unit;
  LDE_VEC(lde_cell) cells;
  LDE_VEC(lde_option) options;
  LDE_VEC(lde_seat_column) columns;
  LDE_VEC(lde_aux) auxes;
  LDE_VEC(lde_row) rows;
  LDE_VEC(lde_entry) entries; /* sorted by row, then variable, once finished */
  LDE_VEC(lde_reference) references;

  /* Filled by lde_problem_finish. Variables are numbered: columns, then option x period, then
   * options (open), then auxes. */
  int32_t var_count;
  int32_t *row_start;    /* rows + 1, into entries */
  int32_t *var_start;    /* variables + 1, into var_entry */
  int32_t *var_entry;    /* entries by variable */
  int32_t *cell_start, *cell_column;     /* columns by cell */
  int32_t *option_start, *option_column; /* columns by option */
  int32_t *session_upper; /* option x periods: sessions_max made finite by the seats there can be */
} lde_problem;

void lde_problem_init(lde_problem *problem, lde_window window, int32_t periods, int64_t value_unit);
void lde_problem_deinit(lde_problem *problem);

/* Each returns the index of what it adds. */
int32_t lde_problem_cell(lde_problem *problem, lde_cell cell);
int32_t lde_problem_option(lde_problem *problem, lde_option option);
int32_t lde_problem_column(lde_problem *problem, lde_seat_column column);
int32_t lde_problem_aux(lde_problem *problem, lde_aux aux);
int32_t lde_problem_row(lde_problem *problem, lde_row row);
/* Entries of a row in any order; the same variable twice adds up. */
void lde_problem_entry(lde_problem *problem, int32_t row, lde_var var, int64_t factor);
void lde_problem_reference(lde_problem *problem, lde_reference reference);
/* Sorts and indexes; sets `opens` where something needs it (variant group, prerequisite, a lock, a
 * cost or an entry on the once decision) and cuts upper bounds of columns to what can be. Fails when
 * an index or a bound makes no sense, or numbers are so large that sums could overflow. */
lde_status lde_problem_finish(lde_problem *problem, lde_error *err);

/* The number of a variable, after finish. */
int32_t lde_problem_var(const lde_problem *problem, lde_var var);
/* The option that a variable belongs to; -1 for an aux. */
int32_t lde_problem_option_of(const lde_problem *problem, int32_t var);

/* A plan as plain integers, in the problem's own order. */
typedef struct lde_point {
  int32_t *seats;    /* by column */
  int32_t *sessions; /* option x periods + period */
  int8_t *open;      /* by option; 1 for options without a once decision that are in use, too */
  int64_t *aux;
} lde_point;

lde_point lde_point_new(const lde_problem *problem);
void lde_point_copy(const lde_problem *problem, lde_point *to, const lde_point *from);
void lde_point_free(lde_point *point);
int64_t lde_point_get(const lde_problem *problem, const lde_point *point, int32_t var);

/* The five stages of a plan, as integers; the last one is an order, see lde_score_compare. */
typedef struct lde_score {
  int64_t shortage;   /* weighted by severity */
  int64_t value;      /* seats and auxes, less the penalties of soft rows */
  int64_t disruption;
  int64_t cost;
} lde_score;

/* Above zero when a is better than b in the first stage in which they differ. */
int lde_score_compare(const lde_score *a, const lde_score *b);
/* The tie-break of equal scores: the one that has more of the first column in which they differ. */
int lde_point_compare(const lde_problem *problem, const lde_point *a, const lde_point *b);

typedef enum lde_breach_kind {
  LDE_BREACH_BOUND,    /* index: variable */
  LDE_BREACH_COVER,    /* cell: more seats than heads */
  LDE_BREACH_CAPACITY, /* option, period: more seats than the sessions hold */
  LDE_BREACH_MINIMUM,  /* option, period: fewer seats than the sessions need */
  LDE_BREACH_YEAR,     /* option: seats_max or year_sessions_max */
  LDE_BREACH_OPEN,     /* option: used while not open */
  LDE_BREACH_VARIANT,  /* option: second one of its variant group */
  LDE_BREACH_REQUIRES, /* option: open without its prerequisite */
  LDE_BREACH_ROW,      /* hard row */
} lde_breach_kind;

typedef struct lde_breach {
  lde_breach_kind kind;
  int32_t index, period;
  int64_t amount; /* how much too much or too little */
} lde_breach;

typedef struct lde_check {
  int64_t breaches; /* 0 = every hard constraint holds */
  lde_breach first; /* the first one found */
  lde_score score;
} lde_check;

/* Recomputes everything from the point alone, in integers; shares nothing with the search. */
lde_check lde_problem_check(const lde_problem *problem, const lde_point *point);

#endif
