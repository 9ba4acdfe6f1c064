/* derived.h: quantities that every report uses, defined once: data-model.md section 3.5.
 * lde_dataset_derive fills them into the tables; the functions here answer what is not a column. */
#ifndef LDE_MODEL_DERIVED_H
#define LDE_MODEL_DERIVED_H

#include "model/dataset.h"

/* Active on a day: status not left, and the contract (open ends allowed) contains the day. */
bool lde_employee_is_active(const lde_dataset *dataset, int32_t employee, int32_t first, int32_t last);

/* Corrections: a record that another one supersedes stays for history and does not count. The newest is
 * the one that nothing supersedes; a record without corrections is its own newest. */
bool lde_row_is_superseded(lde_dataset *dataset, const lde_table *table, int32_t row);
int32_t lde_row_newest(lde_dataset *dataset, const lde_table *table, int32_t row);

/* The current vision, strategy, policy or HRD plan: the highest version valid on the run date whose
 * status is approved or active, or empty. `entity` has a version; LDE_NO_ROW when none is current. */
int32_t lde_current_version(lde_dataset *dataset, int entity);

/* First and last day of quarter 1 to 4 of the plan year: its written quarters, else its four
 * three-month parts. */
void lde_quarter_bounds(lde_dataset *dataset, int quarter, int32_t *first, int32_t *last);

/* The current level by the merge rule over assessments valid on the run date; -1 = never assessed. */
int32_t lde_current_level(lde_dataset *dataset, int32_t employee, int32_t competency);

/* Is `unit` the same as or below `ancestor`? */
bool lde_unit_is_within(const lde_dataset *dataset, int32_t unit, int32_t ancestor);

/* The people of a need: its employees, else the active ones of its unit (with subunits) and role on
 * the run date, in row order. Appends to `out`; returns how many. */
size_t lde_need_people(lde_dataset *dataset, int32_t need, int32_t **out);

/* The share of each goal that a need or competency claims to contribute, one row a contribution: the
 * expected share, or its weight divided by the sum over the goal. Ten-thousandths. */
typedef struct lde_goal_share {
  int32_t goal;
  int64_t share;
} lde_goal_share;
size_t lde_need_goals(lde_dataset *dataset, int32_t need, lde_goal_share **out); /* caller frees with lde_free */
size_t lde_competency_goals(lde_dataset *dataset, int32_t competency, lde_goal_share **out);

/* The needs of a plan line, listed or served, each once, in row order. Caller frees with lde_free. */
size_t lde_line_needs(lde_dataset *dataset, int32_t line, int32_t **out);
/* Is the line in the plan: decision in or locked_in? */
bool lde_line_is_in(const lde_dataset *dataset, int32_t line);
/* Learning time of all seats; without a written time per seat that of the offering. */
int64_t lde_line_minutes(const lde_dataset *dataset, int32_t line);
/* share(line → goal): what each goal has of a line, in the order of the goals, summing to exactly
 * 10000. A line without goal has one row with goal LDE_NO_ROW. Caller frees with lde_free. */
size_t lde_line_goals(lde_dataset *dataset, int32_t line, lde_goal_share **out);

/* What the lines that are in the plan spend on each goal: as many as there are goals, then one for the
 * lines without goal. The sums over all are those of the lines. Caller frees with lde_free. */
typedef struct lde_goal_sum {
  int64_t money, minutes;
} lde_goal_sum;
lde_goal_sum *lde_goal_sums(lde_dataset *dataset);

/* Highest level of the competency's scale; 100 without a scale. */
int32_t lde_competency_top_level(lde_dataset *dataset, int32_t competency);

#endif
