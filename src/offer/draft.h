/* draft.h: the offer of one dataset before it is solved: periods, needs split into parts, options,
 * which option serves which need, locks and pots of money, all in canonical order (ids), so that the
 * order of input rows does not matter. Between lde_offer_draft_new and lde_offer_solve a binding may
 * fill in what functions of the author say: lde_draft_pair.value and .forbidden, and the bounds of
 * constraints. A draft owns its arena and borrows dataset and spec. It does not decide anything. */
#ifndef LDE_OFFER_DRAFT_H
#define LDE_OFFER_DRAFT_H

#include "model/derived.h"
#include "model/offer.h"
#include "offer/spec.h"
#include "offer/problem.h"

#define LDE_VALUE_UNIT INT64_C(1000000)
#define LDE_NO_DEADLINE INT32_MAX
#define LDE_TOGETHER_FROM 20000
#define LDE_JOINT_FROM 4000000

typedef struct lde_draft_ask {
  int32_t competency, from, to;
} lde_draft_ask;

typedef struct lde_draft_need {
  const char *id, *label;
  int32_t row;      /* LDE_NO_ROW: made from gaps */
  int32_t unit, competency; /* of the need itself; competency only when made from gaps */
  int lane;
  double priority, push, pull;
  int32_t deadline; /* a day, or LDE_NO_DEADLINE */
  lde_draft_ask *asks;
  int ask_count;
  int64_t levels;   /* asked in all */
  int32_t credential;
  lde_rows offerings;
  bool learnable;
  int64_t heads;
  int32_t *people;  /* rows of employees, by row; NULL when not known */
  size_t people_count;
  int first_part, part_count;
  lde_goal_share *goals; /* largest push first */
  int goal_count;
} lde_draft_need;

/* The people of one need in one unit. */
typedef struct lde_draft_part {
  int32_t need, unit;
  int64_t heads;
  int32_t *people;
  size_t people_count;
  int64_t hourly; /* what an hour of its people costs on average, when the policy counts wages */
} lde_draft_part;

typedef enum lde_charge_basis { LDE_CHARGE_ONCE, LDE_CHARGE_SESSION, LDE_CHARGE_SEAT } lde_charge_basis;
typedef struct lde_charge {
  lde_charge_basis basis;
  int bearer; /* choice of bearer */
  int64_t amount;
  int kind;   /* choice of cost_kind, -1 = not said, or: */
} lde_charge;
enum { LDE_CHARGE_PASSED_ON = -2 }; /* one bearer pays another; no cost in itself */

typedef struct lde_draft_option {
  int32_t offering;
  const char *id;
  bool enrolment;   /* open enrolment: no sessions of our own */
  bool expired;
  int64_t group_min, group_max, seats_max, sessions_max; /* LDE_UNLIMITED where nothing is said */
  int64_t cost_once, cost_session, cost_seat, minutes;
  int32_t ready, until;     /* first and last day on which it can run */
  bool allowed[LDE_PERIODS_MAX];
  int variant;              /* group number or -1 */
  lde_charge *charges;
  int charge_count;
  int32_t main_need;        /* the one with the most heads that it serves, -1 = serves none */
  int first_pair, pair_count;
  int32_t supplier;
  bool pilot;
  bool has_wages;  /* wages are among the components */
  bool plain_cost; /* no components: nothing is known of what it consists of */
  int fund;        /* index into funds, or -1 */
} lde_draft_option;

/* An option that serves a need. */
typedef struct lde_draft_pair {
  int32_t need, option;
  double effectiveness, reach;
  double value;          /* of one seat, all terms together */
  const char *forbidden; /* name of the rule of the author, or NULL */
  bool locked_out, locked_only; /* locked_only: it does not serve the need, a lock says so */
  bool chained; /* serves only those who took a lower step for the same need first */
  int32_t start_level, end_level; /* chains: of the only competency asked */
} lde_draft_pair;

/* What an earlier plan fixes. */
typedef struct lde_draft_lock {
  int32_t line;   /* row of the plan line */
  int32_t option, period;
  int64_t sessions;
  int64_t seats;  /* of this entry */
  int32_t need, part; /* -1: people outside the needs */
  bool opens;     /* the first entry of the line carries its sessions and written cost */
} lde_draft_lock;

/* A subsidy that can be applied for. */
typedef struct lde_draft_fund {
  int32_t row;
  const char *id;
  int64_t rate;       /* ten-thousandths of the eligible cost */
  int64_t cap, least; /* cap -1 = none */
  unsigned periods;   /* of the plan whose cost counts */
  int pot;            /* a budget of the fund itself, or -1 */
} lde_draft_fund;

/* What people have no time for, found by naming them: of these seats, each times its factor, there are at most
 * so many. `guessed`: the plan at hand cannot have more, but another one might. */
typedef struct lde_draft_held_entry {
  int32_t part, option, period; /* period: -1 = all of them */
  bool step;
  int64_t factor;
} lde_draft_held_entry;
typedef struct lde_draft_held {
  lde_draft_held_entry *entries;
  int count;
  int64_t most;
  bool guessed;
} lde_draft_held;

/* Somebody who cannot be given a seat: what it takes, and what is left of the own time. */
typedef struct lde_draft_rejected {
  int32_t employee, need, option;
  int64_t minutes, left;
} lde_draft_rejected;

/* Who sits where in a plan that was made person by person, see people_fit.h. */
typedef struct lde_draft_seated {
  int32_t employee, part, option, period;
  bool step;
} lde_draft_seated;

typedef struct lde_draft {
  lde_arena arena;
  lde_dataset *ds;
  const lde_offer_spec *spec;
  int periods;
  const char *period_text[LDE_PERIODS_MAX];
  int32_t period_first[LDE_PERIODS_MAX], period_last[LDE_PERIODS_MAX];
  LDE_VEC(lde_draft_need) needs;
  LDE_VEC(lde_draft_part) parts;
  LDE_VEC(lde_draft_option) options;
  LDE_VEC(lde_draft_pair) pairs; /* by option, then need */
  LDE_VEC(lde_draft_lock) locks;
  LDE_VEC(lde_draft_fund) funds; /* by id */
  LDE_VEC(lde_draft_held) held;
  int naming_rounds;         /* solves after which people lacked time for some seat */
  int64_t together_from;     /* ways to seat a part up to which parts stay apart, see alike.h */
  int64_t joint_from;        /* ways from which on pots may count as one, see purses.h */
  bool naming_hasty;         /* the problem is large: limits for every plan are looked for a few times, and not by period */
  bool naming_fits;          /* names are only where the search for a plan with names begins, see people_fit.h */
  bool stay;                 /* see stay.h */
  int64_t stay_value;
  int lane_now;              /* the lane that is decided now, or -1: what is left */
  int64_t lane_value[5];     /* what lanes decided before have, in value units; see lane_done */
  bool lane_done[5];
  LDE_VEC(lde_draft_rejected) rejected;
  LDE_VEC(lde_draft_seated) seated;
  LDE_VEC(const char *) notes;
  const struct lde_earlier_seats *near; /* of an earlier plan (near.h); borrowed */
  size_t near_count;
  int32_t *option_of; /* by offering row: option or -1 */
  int32_t *need_of;   /* by need row */
  int32_t *need_start, *need_pair; /* pairs by need, in the order of options */
  struct lde_pots *pots;
  unsigned char **blocked; /* by unit: days of the plan on which nobody can be away, or NULL */
} lde_draft;

lde_draft *lde_offer_draft_new(lde_dataset *dataset, const lde_offer_spec *spec);
void lde_offer_draft_free(lde_draft *draft);

/* Steps of the above, each in its own file. */
void lde_draft_needs(lde_draft *draft);   /* needs.c */
void lde_draft_options(lde_draft *draft); /* options.c: options and pairs */
void lde_draft_locks(lde_draft *draft);   /* plan_lines.c */
void lde_draft_blackout(lde_draft *draft); /* build_capacity.c: days on which units are closed */

/* What a seat costs when groups are full and everybody in need comes: standard rate. */
int64_t lde_option_rate(const lde_draft *draft, const lde_draft_option *option); /* options.c */

void lde_draft_index_pairs(lde_draft *draft); /* once the pairs are all there */

lde_draft_pair *lde_draft_find_pair(const lde_draft *draft, int32_t option, int32_t need);
/* Index of the plan period that contains the day; -1 when none does. */
int lde_draft_period_of(const lde_draft *draft, int32_t day);
/* Bits of the plan periods that lie in a written period or quarters (0 = none). */
unsigned lde_draft_period_bits(const lde_draft *draft, const char *text, unsigned quarters);
/* The last period whose seats count for the need. */
int lde_draft_deadline(const lde_draft *draft, const lde_draft_need *need);
/* Adds a note once. */
void lde_draft_note(lde_draft *draft, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* The id of a row, in the draft's arena. */
const char *lde_draft_id(lde_draft *draft, int entity, int32_t row);
static inline bool lde_draft_uses(const lde_draft *draft, unsigned builtin)
{
  return !(draft->spec->without & builtin);
}

#endif
