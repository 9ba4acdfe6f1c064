/* resolve.h: from loaded rows to a connected model. Checks what can only be checked when everything is
 * loaded (required fields, ids, natural keys, references, level labels and ranges, periods, cycles,
 * overlapping intervals), applies what each source declares as ordinary (`lenient`), fills defaults,
 * and computes the derived fields and tables. All mistakes are reported; none stops the others. */
#ifndef LDE_MODEL_RESOLVE_H
#define LDE_MODEL_RESOLVE_H

#include "model/dataset.h"
#include "model/diagnostic.h"

/* Records one value that `lenient` let through: a row of import_rejects and the source's count. */
void lde_reject_add(lde_dataset *dataset, lde_place place, const lde_field *field, const char *value,
                    size_t len, const char *reason, lde_lenient action);

/* Reports into `found`; the dataset is usable only when no error was added. */
void lde_dataset_resolve(lde_dataset *dataset, lde_diagnostics *found);

/* Derived fields and tables (data-model.md 3.5); part of resolve, and again after an offer's lines
 * were put into a copy of the dataset. */
void lde_dataset_derive(lde_dataset *dataset);

#endif
