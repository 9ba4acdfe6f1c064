/* derive.h: the steps of lde_dataset_derive, each in its own file. Inside model only. */
#ifndef LDE_MODEL_DERIVE_H
#define LDE_MODEL_DERIVE_H

#include "model/dataset.h"

/* Empty, or filled in by an earlier derive: to be filled in now. */
#define lde_is_open(ds, entity, field, row)                                                        \
  (!lde_has(ds, entity, field, row) ||                                                             \
   lde_table_is_derived(&(ds)->tables[LDE_E(entity)], LDE_F(entity, field), (row)))

void lde_derive_units(lde_dataset *dataset);      /* unit.path */
void lde_derive_levels(lde_dataset *dataset);     /* table levels */
void lde_derive_gaps(lde_dataset *dataset);       /* table gaps */
void lde_derive_goals(lde_dataset *dataset);      /* goal.total_weight */
void lde_derive_needs(lde_dataset *dataset);      /* heads, lane, goal, gap, push, pull, priority */
void lde_derive_offerings(lde_dataset *dataset);  /* costs from components, bearers of these */
void lde_derive_plan_lines(lde_dataset *dataset); /* annual_plan, quarter, cost */
void lde_derive_budgets(lde_dataset *dataset);    /* owner, period, planned, committed, executed, left */
void lde_derive_suppliers(lde_dataset *dataset);  /* dependency_share */
void lde_derive_documents(lde_dataset *dataset);  /* content_hash */

/* Does the requirement or the like hold on the run date? `from` and `to` are its fields. */
bool lde_row_is_in_force(const lde_dataset *dataset, const lde_table *table, int from, int to,
                         int32_t row);

/* Roles that an employee holds on the run date: current and acting assignments, or `role` when there
 * are no assignments at all. At most `most`. */
enum { LDE_ROLES_MAX = 64 };
size_t lde_employee_roles(lde_dataset *dataset, int32_t employee, int32_t *roles, size_t most);

#endif
