/* with_offer_internal.h: what the two halves of with_offer.h share: which line becomes which (with_offer.c),
 * and how lines are written (with_offer_print.c). */
#ifndef LDE_ENGINE_WITH_OFFER_INTERNAL_H
#define LDE_ENGINE_WITH_OFFER_INTERNAL_H

#include "engine/whatif/with_offer.h"

/* What an offer line still has to give, beyond the lines that stay. */
typedef struct lde_offer_rest {
  const lde_offer_line *line;
  int64_t seats, sessions, cost;
  int64_t *served, *funding; /* by index in the line's lists */
  bool shared;               /* a line that stays gives a part of it */
  bool moved;                /* `row` was planned in another period */
  int32_t row;               /* the line of the project whose id it takes, or LDE_NO_ROW */
} lde_offer_rest;

/* Of a line of the project: not of this plan or refused, left as it is, not yet matched, taken over by a line
 * of the offer, planned but out. */
typedef enum lde_line_state {
  LDE_LINE_ELSEWHERE,
  LDE_LINE_STAYS,
  LDE_LINE_FREE,
  LDE_LINE_TAKEN,
  LDE_LINE_SET_ASIDE
} lde_line_state;

typedef struct lde_offer_writer {
  lde_dataset *ds;
  const lde_offer *offer;
  lde_buffer *out;
  lde_offer_rest *rests; /* by line of the offer */
  lde_line_state *states; /* by plan line */
  int32_t plan;  /* the annual plan of the year, or LDE_NO_ROW */
} lde_offer_writer;

/* Rows of an entity that belong to a plan line. */
lde_rows lde_line_children(const lde_offer_writer *writer, int entity, int field, int32_t row);
/* Whether the row has that id; no row has no id. */
bool lde_line_is_id(const lde_offer_writer *writer, int entity, int32_t row, const char *text);

/* with_offer_print.c */
void lde_offer_print_needs(lde_offer_writer *writer);
void lde_offer_print_lines(lde_offer_writer *writer, bool whole);

#endif
