/* whatif.h: answers to "what if", as people and programs read them: scenarios of an offer side by side,
 * what a budget brings, and what differs between two plans or two checks.
 *
 * Each is plain data that the engine fills and owns; texts are borrowed. As data (for JSON) keys are
 * never translated, amounts are minor units and shares 0 to 1. */
#ifndef LDE_REPORT_WHATIF_H
#define LDE_REPORT_WHATIF_H

#include "model/do_nothing.h"
#include "report/layout.h"
#include "report/report.h"

/* ---- scenarios ---- */

typedef struct lde_scenario_row {
  const char *name;       /* "base", "nothing", "budgets_less" …, or as the script calls it */
  bool standard;          /* the name is one of ours: shown in the language */
  const lde_offer *offer;
} lde_scenario_row;

typedef struct lde_scenario_table {
  const lde_scenario_row *rows; /* the first is the plan that the others are compared with */
  size_t count;
  const lde_do_nothing *nothing;
} lde_scenario_table;

void lde_report_scenarios(lde_buffer *out, lde_dataset *dataset, const lde_scenario_table *table,
                          const lde_style *style);
void lde_report_scenarios_markdown(lde_buffer *out, lde_dataset *dataset,
                                   const lde_scenario_table *table, lde_language language);
/* A list of objects, one for each row. */
lde_data *lde_report_scenarios_data(lde_arena *arena, lde_dataset *dataset,
                                    const lde_scenario_table *table);
/* An object: quarters, lapses, units, goals, kpis, totals. */
lde_data *lde_report_nothing_data(lde_arena *arena, lde_dataset *dataset,
                                  const lde_do_nothing *nothing);

/* process_steps.c: the steps of the learning process with what outsourcing them sets free and how far they depend
 * on suppliers; false when none has time, money or a supplier. */
bool lde_report_steps(lde_grid *grid, lde_dataset *dataset, lde_language language);
lde_data *lde_report_steps_data(lde_arena *arena, lde_dataset *dataset);

/* ---- a curve: what each total budget brings ---- */

typedef struct lde_curve_point {
  int64_t budget, cost; /* minor units */
  double value, upper;  /* reached; proven to be the most there is */
  double bound,
      price; /* what the prices found here prove: with another budget at most bound + price times the
                           difference, where price is for one major unit over all budgets in proportion */
  double upper_below, upper_above; /* proven for a little less and a little more money; straight in between */
  int64_t people, shortfall, offerings;
  int64_t run;          /* the budget at which a run gives this plan */
  bool chosen;          /* the budget as it is */
} lde_curve_point;

typedef struct lde_curve {
  const lde_curve_point *points; /* by budget */
  size_t count;
  lde_curve_point current;
} lde_curve;

void lde_report_curve(lde_buffer *out, lde_dataset *dataset, const lde_curve *curve,
                      const lde_style *style);
void lde_report_curve_markdown(lde_buffer *out, lde_dataset *dataset, const lde_curve *curve,
                               lde_language language);
void lde_report_curve_svg(lde_buffer *out, lde_dataset *dataset, const lde_curve *curve,
                          lde_language language);
void lde_report_curve_html(lde_buffer *out, lde_dataset *dataset, const lde_curve *curve,
                           lde_language language);
lde_data *lde_report_curve_data(lde_arena *arena, const lde_curve *curve);

/* ---- a difference ---- */

typedef enum lde_diff_state {
  LDE_DIFF_ADDED,
  LDE_DIFF_DROPPED,
  LDE_DIFF_CHANGED,
  LDE_DIFF_STILL
} lde_diff_state;

/* What changed for one record; [0] before, [1] after. */
typedef struct lde_diff_row {
  const char *id;
  lde_diff_state state;
  int64_t seats[2], sessions[2], cost[2]; /* of a need `cost` is unused, of a budget it is what is planned */
  const char *periods[2];                 /* of an offering */
  int64_t unmet[2];                       /* of a need: heads without a seat */
  double covered[2];                      /* of a goal; below 0 = not known */
} lde_diff_row;
typedef LDE_VEC(lde_diff_row) lde_diff_rows;

typedef struct lde_diff_finding {
  const char *fingerprint, *rule, *severity, *entity, *id, *message, *file;
  int64_t line; /* 0 = none */
  lde_diff_state state; /* added: new; dropped: fixed; still */
} lde_diff_finding;

typedef struct lde_plan_diff {
  lde_arena arena;
  const char *name[2]; /* as asked for */
  bool of_offers;      /* else of findings */
  const char *currency, *status[2];
  double value[2];
  int64_t cost[2], seats[2];
  lde_diff_rows offerings, needs, goals, budgets; /* those that differ, by id */
  bool knows_unmet;                               /* else `unmet` says nothing: runs of older versions do not have it */
  bool named;                                     /* every seat on both sides has a name */
  LDE_VEC(const char *) gained, lost;             /* people with a seat for a need more, or less */
  LDE_VEC(lde_diff_finding) findings;             /* new, fixed, still */
  size_t counts[4];                               /* of offerings or findings, by state */
} lde_plan_diff;

bool lde_plan_diff_any(const lde_plan_diff *diff);
void lde_report_diff(lde_buffer *out, lde_dataset *dataset, const lde_plan_diff *diff,
                     const lde_style *style);
void lde_report_diff_markdown(lde_buffer *out, lde_dataset *dataset, const lde_plan_diff *diff,
                              lde_language language);
/* page/difference.c: as a document, with a picture from one cost to the other when there is a dataset. */
struct lde_document *lde_document_of_diff(lde_dataset *dataset, const lde_plan_diff *diff,
                                          lde_language language);
lde_data *lde_report_diff_data(lde_arena *arena, const lde_plan_diff *diff);
void lde_plan_diff_free(lde_plan_diff *diff);

/* ---- shared ---- */

/* A list of flat objects with equal keys as CSV, keys first. */
void lde_report_data_csv(lde_buffer *out, const lde_data *list);
/* A grid as a table in Markdown. */
void lde_grid_markdown(lde_buffer *out, const lde_grid *grid);
/* Members of an object, one after the other. */
void lde_data_put_text(lde_arena *arena, lde_data *object, const char *key, const char *text);
void lde_data_put_integer(lde_arena *arena, lde_data *object, const char *key, int64_t value);
void lde_data_put_number(lde_arena *arena, lde_data *object, const char *key, double value);
/* The id of a row, null when there is none. */
void lde_data_put_row(lde_arena *arena, lde_data *object, const char *key, lde_dataset *dataset,
                      int entity, int32_t row);
lde_data *lde_data_put_new(lde_arena *arena, lde_data *object, const char *key, lde_data_kind kind);

/* How many different people get a seat; -1 when not every seat has a name. */
int64_t lde_offer_named_people(const lde_offer *offer);
/* The same; where needs came as numbers of people, those that get a seat, added up over the needs. Then seats,
 * mandatory people without one, and different offerings. */
int64_t lde_offer_people(const lde_offer *offer);
int64_t lde_offer_seats(const lde_offer *offer);
int64_t lde_offer_shortfall(const lde_offer *offer);
int64_t lde_offer_offerings(const lde_offer *offer);

#endif
