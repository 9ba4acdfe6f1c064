/* lua_internal.h: what the *_lua.c files share. The desk is what a script has of this layer; it lives as
 * long as the script. Heap memory always belongs to a userdata before Lua is called, so that an error
 * loses nothing. Functions of the author stand in a table, the first user value of an offer; the spec
 * knows them by their index there. */
#ifndef LDE_OFFER_LUA_INTERNAL_H
#define LDE_OFFER_LUA_INTERNAL_H

#include <lauxlib.h>

#include "offer/draft.h"
#include "offer/result.h"
#include "script/record.h"
#include "script/script.h"

#define LDE_OFFER_DESK "ld.offer"

typedef struct lde_offer_desk {
  lde_arena arena; /* rows of filters */
  void (*progress)(void *ctx, double value, double bound);
  bool (*interrupted)(void *ctx);
  void *ctx;
  const struct lde_earlier_seats *near; /* of a plan to stay near; borrowed */
  size_t near_count;
  bool prove; /* see proof.h */
} lde_offer_desk;

typedef struct lde_lua_offer {
  lde_offer_spec *spec;
} lde_lua_offer;

typedef struct lde_lua_result {
  lde_offer_spec *spec;
  lde_draft *draft;
  lde_offer_result *result;
} lde_lua_result;

typedef struct lde_lua_measure {
  lde_measure measure, base;
  bool is_share;
  lde_per per;
} lde_lua_measure;

static inline lde_offer_desk *lde_offer_desk_of(lua_State *L)
{
  return lde_script_attached(lde_script_of(L), LDE_OFFER_DESK);
}
static inline lde_dataset *lde_offer_dataset(lua_State *L)
{
  return lde_script_dataset(lde_script_of(L));
}

/* measure_lua.c */
void lde_measure_lua_open(lua_State *L); /* registers ld.cost … into the table on top */
const lde_lua_measure *lde_lua_measure_check(lua_State *L, int index);
const lde_offer_constraint *lde_lua_constraint_check(lua_State *L, int index);

/* offer_lua.c */
lde_lua_offer *lde_lua_offer_check(lua_State *L, int index);
/* Pushes a copy of the offer at the index, with its own functions. */
lde_lua_offer *lde_lua_offer_copy(lua_State *L, int index);
/* Solves the offer at the index and pushes the result. */
lde_lua_result *lde_lua_offer_solve(lua_State *L, int index);

/* The limits of a solve, with the interrupt of the run. */
lde_solve_options lde_lua_solve_options(lua_State *L, const lde_offer_spec *spec);

/* functions_lua.c: calls what the author gave while the draft is prepared. `offer` and `result` are
 * stack indexes. */
void lde_lua_functions_call(lua_State *L, int offer, lde_lua_result *result);

/* result_lua.c */
void lde_result_lua_open(lua_State *L);
lde_lua_result *lde_lua_result_push(lua_State *L); /* empty */
lde_lua_result *lde_lua_result_test(lua_State *L, int index);
lde_lua_result *lde_lua_result_check(lua_State *L); /* the first argument, with its offer */

/* explain_lua.c: methods of a solved offer */
int lde_lua_price(lua_State *L);
int lde_lua_why(lua_State *L);
int lde_lua_why_not(lua_State *L);

/* scenarios_lua.c */
int lde_lua_offer_scenarios(lua_State *L);
int lde_lua_offer_sweep(lua_State *L);
/* Pushes a solved offer in figures, as a table. */
void lde_lua_offer_push_row(lua_State *L, const char *name, const lde_offer *offer, double base);

/* model_lua.c */
void lde_model_lua_open(lua_State *L);

#endif
