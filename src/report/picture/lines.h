/* lines.h: the lines of a plan as pictures need them, from an offer or from the plan's own lines that
 * are in it. Inside report/picture. Texts are borrowed from the dataset or the offer; free the list. */
#ifndef LDE_REPORT_PICTURE_LINES_H
#define LDE_REPORT_PICTURE_LINES_H

#include "model/derived.h"
#include "report/picture/svg.h"

enum { LDE_PICTURE_LANES = 5 };

typedef struct lde_picture_part {
  int32_t goal; /* LDE_NO_ROW: serves no goal */
  int64_t cost; /* the parts of a line add up to its cost */
} lde_picture_part;

typedef struct lde_picture_line {
  int32_t offering, row; /* row of the plan line; LDE_NO_ROW for a line of an offer */
  size_t at;             /* number of the line in the offer */
  const char *period;    /* "" = none */
  int32_t lane;          /* a lane choice; LDE_NO_ROW = none */
  int64_t sessions, seats, cost, paid; /* paid: by budgets */
  LDE_VEC(lde_picture_part) parts;     /* by goal row, the one without goal last */
} lde_picture_line;

typedef LDE_VEC(lde_picture_line) lde_picture_lines;

/* Offer NULL: the plan's own. */
void lde_picture_lines_find(lde_picture_lines *out, lde_dataset *dataset, const lde_offer *offer);
void lde_picture_lines_free(lde_picture_lines *lines);
/* The goal with the largest part, or LDE_NO_ROW. */
int32_t lde_picture_line_goal(const lde_picture_line *line);
/* Label of its offering, else of the line itself; the text is cleared first. */
const char *lde_picture_line_label(lde_buffer *text, const lde_dataset *dataset,
                                   const lde_picture_line *line, lde_language lang);

/* Label of a row; the text is cleared first. */
const char *lde_picture_label(lde_buffer *text, const lde_dataset *dataset, int entity, int32_t row,
                              lde_language lang);
/* The need of an offer by its id, as its number in offer->needs; -1 = not there. The map goes from hash
 * of the id to number and is made by the first function. */
void lde_picture_needs_index(lde_map *map, const lde_offer *offer);
int32_t lde_picture_need_find(const lde_map *map, const lde_offer *offer, const char *id);
/* The goals that a need of an offer serves, by its record or its competency; lde_free the result. */
size_t lde_picture_need_goals(lde_dataset *dataset, const lde_offer_need *need,
                              lde_goal_share **out);

/* Budgets that pictures show: of the plan year, not corrected, not of one person. In the order of their
 * tree. */
typedef struct lde_picture_budget {
  int32_t row;
  int depth;
  int64_t setup, carry_in, planned, committed, executed;
} lde_picture_budget;
typedef LDE_VEC(lde_picture_budget) lde_picture_budgets;
void lde_picture_budgets_find(lde_picture_budgets *out, lde_dataset *dataset,
                              const lde_offer *offer);
static inline int64_t lde_picture_budget_money(const lde_picture_budget *budget)
{
  return budget->setup + budget->carry_in;
}

/* A picture of nothing: one sentence. */
void lde_picture_nothing(lde_buffer *out, const lde_picture_style *style, const char *title,
                         const char *why);
/* The head of a picture: its title and a line below it; returns the y below. */
double lde_picture_head(lde_svg *svg, const char *title, const char *line);

#endif
