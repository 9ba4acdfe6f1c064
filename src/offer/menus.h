/* menus.h: what each person of a group can take within the own time. A group is a set of parts that share
 * people with a limit; a key is a kind of seat that the plan gives there, or that has to come before one. For any
 * prices of keys, the seats that all people together can take are worth no more than lde_menus_best: whatever any
 * plan decides, with each person on one seat per need and with the steps it asks. Only steps can have a price
 * below zero, which says that what follows on them is worth more. Owns its arrays; borrows the naming. */
#ifndef LDE_OFFER_MENUS_H
#define LDE_OFFER_MENUS_H

#include "offer/naming.h"

typedef struct lde_menu_key {
  int32_t part, option, period; /* period: -1 where they do not count */
  bool step;
  bool plain;             /* a step that some choices leave out, see people_menus.c: never below zero */
  int64_t minutes, seats; /* of one seat; what the plan has */
  int64_t price, taken;   /* taken: where each takes what is worth most */
} lde_menu_key;

/* People who have the same choices. */
typedef struct lde_menu {
  size_t first, length; /* in the code */
  int64_t people;
} lde_menu;

typedef struct lde_menus {
  lde_naming *names;
  LDE_VEC(lde_menu_key) keys;
  LDE_VEC(lde_menu) menus;
  LDE_VEC(int32_t) code; /* of a menu: minutes (-1 = no limit), parts, and per part its choices: minutes, keys */
  LDE_VEC(int64_t) room; /* work space */
  LDE_VEC(int32_t) pick;
  int64_t unit; /* all minutes are multiples of this */
  bool timed;   /* keys are of one period each, and what comes before is in an earlier one */
} lde_menus;

/* Keys of what the plan gives, and the people; or the people alone, when the caller has written the keys. */
void lde_menus_people(lde_menus *menus, const int32_t *parts, size_t count);
void lde_menus_make(lde_menus *menus, lde_naming *names, const int32_t *parts, size_t count, bool timed);
/* What all can take together at the prices, at most; also says how much of each key that is. */
int64_t lde_menus_best(lde_menus *menus);
void lde_menus_deinit(lde_menus *menus);

#endif
