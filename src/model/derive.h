/* derive.h: the steps of lde_dataset_derive, each in its own file. Inside model only. */
#ifndef LDE_MODEL_DERIVE_H
#define LDE_MODEL_DERIVE_H

#include "model/dataset.h"

void lde_derive_units(lde_dataset *dataset);      /* unit.path */
void lde_derive_levels(lde_dataset *dataset);     /* table levels */
void lde_derive_gaps(lde_dataset *dataset);       /* table gaps */
void lde_derive_goals(lde_dataset *dataset);      /* goal.total_weight */
void lde_derive_needs(lde_dataset *dataset);      /* heads, lane, goal, gap, push, pull, priority */
void lde_derive_offerings(lde_dataset *dataset);  /* costs from components */
void lde_derive_plan_lines(lde_dataset *dataset); /* quarter, cost */
void lde_derive_budgets(lde_dataset *dataset);    /* planned, committed, executed, left */
void lde_derive_suppliers(lde_dataset *dataset);  /* dependency_share */
void lde_derive_documents(lde_dataset *dataset);  /* content_hash */

/* Roles that an employee holds on the run date: current and acting assignments, or `role` when there
 * are no assignments at all. At most `most`. */
size_t lde_employee_roles(lde_dataset *dataset, int32_t employee, int32_t *roles, size_t most);

#endif
