#include "model/derive.h"

#include "model/resolve.h"

static void forget_inverses(lde_dataset *dataset)
{
  for (size_t i = 0; i < dataset->inverses.len; i++) {
    lde_free(dataset->inverses.data[i].inverse.start);
    lde_free(dataset->inverses.data[i].inverse.rows);
  }
  dataset->inverses.len = 0;
}

static void trim_tables(lde_dataset *dataset)
{
  for (size_t e = 0; e < dataset->schema->entities.len; e++)
    lde_table_trim(lde_dataset_table(dataset, (int)e));
}

/* Trimmed before, so that what is made here does not come on top of room that loading left, and after. */
void lde_dataset_derive(lde_dataset *dataset)
{
  forget_inverses(dataset);
  trim_tables(dataset);
  lde_derive_units(dataset);
  lde_derive_levels(dataset);
  forget_inverses(dataset); /* of the assessments: nothing here asks for them again */
  lde_derive_gaps(dataset);
  lde_derive_goals(dataset);
  lde_derive_needs(dataset);
  lde_derive_offerings(dataset);
  lde_derive_plan_lines(dataset);
  lde_derive_budgets(dataset);
  lde_derive_suppliers(dataset);
  lde_derive_documents(dataset);
  forget_inverses(dataset);
  trim_tables(dataset);
}
