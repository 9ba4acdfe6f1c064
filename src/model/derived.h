/* derived.h: quantities that every report uses, defined once: data-model.md section 3.5.
 * lde_dataset_derive fills them into the tables; the functions here answer what is not a column. */
#ifndef LDE_MODEL_DERIVED_H
#define LDE_MODEL_DERIVED_H

#include "model/dataset.h"

/* Active on a day: status not left, and the contract (open ends allowed) contains the day. */
bool lde_employee_is_active(const lde_dataset *dataset, int32_t employee, int32_t first, int32_t last);

/* The current level by the merge rule over assessments valid on the run date; -1 = never assessed. */
int32_t lde_current_level(lde_dataset *dataset, int32_t employee, int32_t competency);

/* Is `unit` the same as or below `ancestor`? */
bool lde_unit_is_within(const lde_dataset *dataset, int32_t unit, int32_t ancestor);

/* The people of a need: its employees, else the active ones of its unit (with subunits) and role on
 * the run date, in row order. Appends to `out`; returns how many. */
size_t lde_need_people(lde_dataset *dataset, int32_t need, int32_t **out);

/* weight × expected share of each goal for a need: sums over its contributions, divided per goal by
 * the sum of that goal's contributions where they are written as weights. Ten-thousandths. */
typedef struct lde_goal_share {
  int32_t goal;
  int64_t share;
} lde_goal_share;
size_t lde_need_goals(lde_dataset *dataset, int32_t need, lde_goal_share **out); /* caller frees with lde_free */
size_t lde_competency_goals(lde_dataset *dataset, int32_t competency, lde_goal_share **out);

/* Highest level of the competency's scale; 100 without a scale. */
int32_t lde_competency_top_level(lde_dataset *dataset, int32_t competency);

#endif
