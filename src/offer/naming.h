/* naming.h: seats that want names, and who sits where. Inside the people_*.c files only. lde_offer_name_people
 * makes one lde_naming, gives seats in the order of offer.md, lets people exchange seats where somebody's time
 * is short, and says what cannot be. Items live in the naming, their rows of employees in the offer's arena. */
#ifndef LDE_OFFER_NAMING_H
#define LDE_OFFER_NAMING_H

#include "offer/people.h"

enum { LDE_BUNDLE_MAX = 16 };

/* Seats of one line for one part. */
typedef struct lde_name_item {
  lde_offer_served *served;
  int32_t part, option, period;
  int64_t minutes, whole; /* of the seat; with the steps that lead up to it */
  int64_t weight;         /* what one seat is worth to the plan */
  int rank;               /* duties, then what serves a need, then steps: 2 */
  bool follows;           /* on lower steps, or on prerequisites */
  size_t order;
  int32_t *rows; /* employees; room for all seats */
  size_t count;
  unsigned seen; /* by the search that came here last */
} lde_name_item;

typedef struct lde_name_items {
  LDE_VEC(lde_name_item *) list;
} lde_name_items;

typedef struct lde_candidate {
  int32_t employee;
  int64_t gap, assessed;
  const char *id;
  lde_name_item *seat; /* for this need, or NULL */
} lde_candidate;

/* A person among the candidates of a part. */
typedef struct lde_name_place {
  int32_t part, at;
} lde_name_place;

/* The steps that a person still has to take for a seat. */
typedef struct lde_name_bundle {
  lde_name_item *steps[LDE_BUNDLE_MAX];
  int count;
  int64_t minutes; /* of the steps */
} lde_name_bundle;

/* A change that an exchange can take back. */
typedef struct lde_name_change {
  lde_candidate *person;
  lde_name_item *item;
  bool given;
  lde_name_bundle bundle;
} lde_name_change;

typedef struct lde_naming {
  lde_draft *draft;
  lde_offer *offer;
  int64_t *minutes;         /* by employee: given so far */
  int64_t *most;            /* by employee: what there is; -1 = no limit */
  lde_candidate **order;    /* by part: its people, who goes first in front; NULL where nothing wants names */
  lde_name_items *of_part;  /* by part, in the order in which they are named */
  LDE_VEC(lde_name_item) items;
  lde_name_place *places;   /* of all people with a limit: places_of[e] up to places_of[e + 1]; made by lde_name_places */
  size_t *places_of;
  unsigned char *busy;      /* by employee: part of the exchange that is being looked for */
  unsigned search;          /* number of the search, see lde_name_item.seen */
  LDE_VEC(lde_name_change) trail;
} lde_naming;

/* What has to come first: one of some offerings, or something that reaches a level of the need. */
typedef struct lde_name_before {
  int32_t offerings[LDE_BUNDLE_MAX];
  int count;
  int32_t level; /* when count is 0 */
  bool met;      /* the person has it from before */
} lde_name_before;

static inline bool lde_name_has_room(const lde_naming *names, int32_t employee, int64_t minutes)
{
  return names->most[employee] < 0 || names->minutes[employee] + minutes <= names->most[employee];
}
static inline bool lde_name_is_full(const lde_name_item *item)
{
  return (int64_t)item->count >= item->served->seats;
}

/* people_steps.c */
bool lde_name_follows(const lde_draft *draft, int32_t option, int32_t part);
/* All that has to come before a seat in the option for this person; returns how many, at most LDE_BUNDLE_MAX. */
int lde_name_befores(const lde_draft *draft, int32_t option, int32_t part, int32_t employee, lde_name_before *out);
bool lde_name_comes_first(const lde_draft *draft, int32_t option, int32_t part, const lde_name_before *before);
bool lde_name_sits_in(const lde_name_item *item, int32_t employee);
/* All steps that the person still has to take for a seat; false when a free one is missing. */
bool lde_name_add_steps(const lde_naming *names, const lde_name_item *item, int32_t employee, lde_name_bundle *bundle);

/* people_names.c */
void lde_name_give(lde_naming *names, lde_name_item *item, lde_candidate *person, const lde_name_bundle *bundle);
/* Takes a seat back, with the steps that led up to it, which are told in `bundle`. */
void lde_name_take(lde_naming *names, lde_candidate *person, lde_name_bundle *bundle);
int64_t lde_name_minutes(const lde_naming *names, int32_t part, const lde_candidate *person); /* of a seat with its steps */
void lde_name_places(lde_naming *names);

/* people_exchange.c: gives one more seat of an item, letting others change places; false when it finds no
 * way. `settle`: also when something of less weight loses a name. */
bool lde_name_exchange(lde_naming *names, lde_name_item *item, bool settle);
/* Somebody gives up a seat, so that seats around the item get names that are worth more; false when none can. */
bool lde_name_trade(lde_naming *names, const lde_name_item *item);
/* Who goes first in a part and has the time for the seat of somebody behind gets it. */
void lde_name_restore_order(lde_naming *names);

/* people_limits.c: who was turned away from seats without a name; and what these say no plan can have (draft->held),
 * or at least that this one cannot. `nameless` are items that want names. */
void lde_name_turn_away(lde_naming *names, const lde_name_items *nameless);
void lde_name_limits(lde_naming *names, const lde_name_items *nameless);

#endif
