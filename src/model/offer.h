/* offer.h: a training offer as plain data: what the offer layer decides and reports print. Mirrors
 * `data.offer` of the JSON output. Texts are borrowed from the dataset's strings or the offer's arena.
 * Amounts are minor units; values are as the author's functions gave them. */
#ifndef LDE_MODEL_OFFER_H
#define LDE_MODEL_OFFER_H

#include "base/arena.h"
#include "model/dataset.h"

typedef enum lde_offer_status {
  LDE_OFFER_OPTIMAL,
  LDE_OFFER_WITHIN_GAP,
  LDE_OFFER_FEASIBLE,
  LDE_OFFER_INFEASIBLE
} lde_offer_status;

/* Why a candidate is in or out: offer.md 5.7. */
typedef enum lde_reason {
  LDE_IN_MANDATORY,
  LDE_IN_VALUE,
  LDE_IN_LOCK,
  LDE_OUT_BUDGET,
  LDE_OUT_MIN_GROUP,
  LDE_OUT_LEAD_TIME,
  LDE_OUT_PREREQ,
  LDE_OUT_TIME_CAP,
  LDE_OUT_CAPACITY,
  LDE_OUT_MIX,
  LDE_OUT_FAIRNESS,
  LDE_OUT_DOMINATED,
  LDE_OUT_LOW_VALUE,
  LDE_OUT_NOT_LEARNABLE,
  LDE_OUT_NO_OFFERING,
  LDE_OUT_DUPLICATE,
  LDE_DEFERRED,
  LDE_OUT_LOCK
} lde_reason;
const char *lde_reason_name(lde_reason reason);      /* "OUT_BUDGET" */
const char *lde_offer_status_name(lde_offer_status status); /* "within_gap" */

/* What stands in brackets behind a reason; members that are NULL or unset do not appear. */
typedef struct lde_reason_detail {
  const char *budget, *period, *resource, *rule, *offering;
  bool has_value;
  double value, cut_off;
} lde_reason_detail;

/* The smallest single change that would bring a candidate in. */
typedef struct lde_enters_if {
  const char *change; /* budget price seats date lock; NULL = none is known */
  const char *record; /* "budgets:IT" */
  int64_t by;         /* minor units, heads or days */
} lde_enters_if;

typedef struct lde_offer_served {
  const char *need;
  const char *unit; /* NULL when the need has none */
  int64_t seats;
  lde_rows employees; /* rows of people who are given a seat, when they are known */
  int32_t part;       /* of the offer layer: which group of people; -1 = none */
} lde_offer_served;

typedef struct lde_offer_funding {
  const char *budget; /* NULL: a subsidy, or no budget at all in the project */
  int64_t amount;
  const char *fund;   /* the subsidy that pays this part; NULL when it is none */
} lde_offer_funding;

typedef struct lde_offer_line {
  const char *id; /* offering@period[@lane] */
  int32_t offering;
  const char *period, *lane;
  int64_t sessions, seats, cost, minutes_per_seat;
  LDE_VEC(lde_offer_served) served;
  LDE_VEC(lde_offer_served) steps; /* seats of people on the way to what serves the need: no covered heads */
  LDE_VEC(lde_offer_funding) funding;
  lde_reason reason;
  LDE_VEC(int32_t) goals; /* rows, largest share first */
} lde_offer_line;

typedef struct lde_offer_left_out {
  int32_t offering;
  const char *need; /* id; NULL for an offering that serves no need at all */
  lde_reason reason;
  lde_reason_detail detail;
  lde_enters_if enters_if;
} lde_offer_left_out;

typedef struct lde_offer_unmet {
  const char *need;
  int64_t heads;
  bool mandatory;
  lde_reason reason;
  lde_reason_detail detail;
} lde_offer_unmet;

/* Somebody who was given no seat because the own learning time would be exceeded. */
typedef struct lde_offer_rejected {
  int32_t employee;
  const char *need;
  int32_t offering;
  int64_t minutes, left; /* what it takes, and what the person has left */
} lde_offer_rejected;

typedef struct lde_offer_budget {
  const char *budget, *period;
  int64_t setup, planned, left;
  double marginal; /* value of one more major unit; 0 when it does not bind */
} lde_offer_budget;

typedef struct lde_offer_goal {
  int32_t goal;
  double weight;
  int64_t cost, seats;
  double covered; /* share of the heads asked for that get a seat */
} lde_offer_goal;

/* A record behind a need that the offer made itself from gaps. */
typedef struct lde_offer_need {
  const char *id, *label;
  int32_t need; /* row, or LDE_NO_ROW for a need made from gaps */
  int32_t unit, competency;
  int64_t heads, covered;
  const char *lane;
} lde_offer_need;

typedef struct lde_offer {
  lde_arena arena;
  lde_offer_status status;
  double value, bound, gap;
  int64_t cost;
  LDE_VEC(lde_offer_line) lines;
  LDE_VEC(lde_offer_left_out) left_out;
  LDE_VEC(lde_offer_unmet) unmet;
  LDE_VEC(lde_offer_budget) budgets;
  LDE_VEC(lde_offer_goal) goals;
  LDE_VEC(lde_offer_need) needs; /* every need considered, in canonical order */
  LDE_VEC(lde_offer_rejected) rejected;
  LDE_VEC(const char *) clash;   /* names of constraints that cannot hold together (infeasible) */
  const char *repair;            /* the cheapest repair in words, or NULL */
  LDE_VEC(const char *) notes;   /* such as "no budget in the project: no limit"; in the run's language */
  int64_t work;
  const char *stopped_by;        /* gap work clock interrupt */
  const struct lde_offer_proof *proof; /* of the offer layer: what its prices prove of other amounts; NULL unless asked */
} lde_offer;

lde_offer *lde_offer_new(void);
void lde_offer_free(lde_offer *offer);

#endif
