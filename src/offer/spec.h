/* spec.h: what an author asks of an offer: terms, constraints, locks and what is set aside, as plain
 * data without Lua. Everything named lives in the spec's arena. A function of the author is only a
 * number here (`function`): the binding calls it while the draft is prepared and writes the answers
 * into the draft, so nothing of the model is held while foreign code runs. */
#ifndef LDE_OFFER_SPEC_H
#define LDE_OFFER_SPEC_H

#include "base/arena.h"
#include "model/dataset.h"

typedef enum lde_period_kind { LDE_PERIOD_YEAR, LDE_PERIOD_HALF, LDE_PERIOD_QUARTER, LDE_PERIOD_MONTH } lde_period_kind;
typedef enum lde_needs_from { LDE_NEEDS_AUTO, LDE_NEEDS_WRITTEN, LDE_NEEDS_GAPS } lde_needs_from;
typedef enum lde_measure_kind {
  LDE_MEASURE_COST,    /* minor units */
  LDE_MEASURE_HOURS,   /* minutes inside, hours for the author */
  LDE_MEASURE_SEATS,
  LDE_MEASURE_SESSIONS,
  LDE_MEASURE_PEOPLE
} lde_measure_kind;
enum lde_cost_part { LDE_PART_ONCE = 1, LDE_PART_SESSIONS = 2, LDE_PART_SEATS = 4 };

/* Rows of one entity; not given = everything passes. */
typedef struct lde_row_set {
  bool given;
  int32_t *rows;
  int count;
} lde_row_set;

/* Which part of the plan a measure looks at. Masks have a bit for each choice; 0 = all. */
typedef struct lde_filter {
  unsigned lanes, kinds, modalities, sourcings, parts;
  unsigned periods; /* bits of plan periods, worked out from the two below */
  unsigned quarters; /* bit 1 … bit 4 */
  const char *period;
  lde_row_set offerings, suppliers, units, competencies, focus_areas, goals, programmes;
  bool pilots; /* offerings of lines that a trend names as its pilot */
} lde_filter;

typedef struct lde_measure {
  lde_measure_kind kind;
  lde_filter filter;
} lde_measure;

typedef enum lde_per { LDE_PER_ALL, LDE_PER_UNIT, LDE_PER_EMPLOYEE, LDE_PER_LANE, LDE_PER_PERIOD, LDE_PER_SUPPLIER, LDE_PER_NEED, LDE_PER_COUNT } lde_per;
typedef enum lde_sense { LDE_AT_MOST, LDE_AT_LEAST, LDE_EQUAL } lde_sense;

typedef struct lde_offer_constraint {
  const char *name;
  lde_measure measure, base; /* base: of share_of */
  bool is_share, of_heads, soft;
  lde_per per;
  lde_sense sense;
  double bound, penalty, factor; /* factor: of scenarios and sweeps, 1 */
  int function;                  /* 0 = a plain number */
  double *bounds;                /* by group, when there is a function */
  int bound_count;
} lde_offer_constraint;

typedef enum lde_term_kind { LDE_TERM_PRIORITY, LDE_TERM_FUNCTION, LDE_TERM_MEASURE } lde_term_kind;
typedef struct lde_offer_term {
  const char *name;
  lde_term_kind kind;
  int function;
  lde_measure measure;
  double weight;
} lde_offer_term;

typedef struct lde_offer_forbid {
  const char *name;
  int function; /* 0 = everything, or everything but what `keep` lets pass */
} lde_offer_forbid;

/* -1 = not fixed */
typedef struct lde_offer_lock {
  const char *offering, *period;
  int64_t seats, sessions;
  bool at_least; /* for why_not: forced in rather than fixed */
} lde_offer_lock;

typedef struct lde_tier {
  double share, weight; /* of the heads, and of their value */
} lde_tier;

/* What holds by itself and can be set aside by name. */
enum lde_builtin {
  LDE_BUDGETS = 1 << 0, LDE_GROUP_SIZES = 1 << 1, LDE_LEAD_TIMES = 1 << 2, LDE_PREREQUISITES = 1 << 3,
  LDE_LOCKS = 1 << 4, LDE_HOURS = 1 << 5, LDE_DEADLINES = 1 << 6, LDE_RESOURCES = 1 << 7,
  LDE_FAIRNESS = 1 << 8, LDE_SUBSIDIES = 1 << 9, LDE_MANDATORY = 1 << 10, LDE_ABSENCE = 1 << 11,
  LDE_MIXES = 1 << 12, LDE_BUILD = 1 << 13, LDE_BLACKOUT = 1 << 14
};
/* By the name that authors write; 0 when there is none of that name. */
unsigned lde_builtin_find(const char *name);

typedef struct lde_offer_spec {
  lde_arena arena;
  lde_period_kind period;
  lde_needs_from needs_from;
  bool mandatory_only; /* the scenario that keeps nothing else */
  LDE_VEC(lde_offer_term) terms;        /* none: the priority of needs */
  LDE_VEC(lde_offer_constraint) constraints;
  LDE_VEC(lde_offer_forbid) forbids;
  LDE_VEC(lde_offer_lock) locks;
  LDE_VEC(const char *) dropped; /* names given to `without` that are no builtin */
  LDE_VEC(struct lde_scale { const char *name; double factor; }) scales;
  LDE_VEC(lde_tier) tiers;
  unsigned without; /* bits of lde_builtin */
  double lambda;    /* share of strategy in a derived priority; below 0 = that of the dataset */
  double effectiveness_prior;
  bool all_or_nothing, wage_loss, absence_asked;
  int lanes_first[5], lane_count; /* lanes whose value goes before that of the rest, in this order */
  double hours_max;   /* per person; 0 = none */
  double absence_max; /* of each unit's working time, when asked */
  LDE_VEC(struct lde_unit_share { const char *unit; double share; }) absences; /* of single units */
  double fairness;    /* φ; 0 = off */
  const char *fair_groups; /* tags of employees, parted by commas, that φ holds for too; NULL = none */
  bool prove; /* also what the prices prove of other amounts of the limits, see proof.h */
  const char *cost_bearing; /* data central unit fixed_key standard_rate */
  double gap;
  int64_t work;
  uint64_t seed;
} lde_offer_spec;

void lde_offer_spec_init(lde_offer_spec *spec);
void lde_offer_spec_deinit(lde_offer_spec *spec);
/* A copy with its own arena; functions keep their numbers. */
void lde_offer_spec_copy(lde_offer_spec *to, const lde_offer_spec *from);
/* Whether a constraint or budget row of that name was set aside, and how it is scaled. */
bool lde_offer_spec_is_dropped(const lde_offer_spec *spec, const char *name);
double lde_offer_spec_factor(const lde_offer_spec *spec, const char *name);

#endif
