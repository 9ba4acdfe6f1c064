/* xlsx_source.h: loads one sheet of a workbook into the dataset, mapped like a CSV export (source.h,
 * csv_source.h). Numbers, dates and truths that the workbook keeps as such are taken as they are;
 * texts are read like cells of CSV. The first row with something in it, from `header_row` on, holds
 * the names of the columns; columns without a name are left, and so is a row whose first cell marks
 * it as the example of a template. Places are rows and columns of the sheet. */
#ifndef LDE_LOAD_XLSX_SOURCE_H
#define LDE_LOAD_XLSX_SOURCE_H

#include "load/load.h"
#include "load/source.h"

/* As lde_csv_load. */
lde_status lde_xlsx_load(lde_dataset *dataset, const lde_source_spec *spec,
                         const lde_load_scripts *scripts, lde_diagnostics *found);

/* What stands in the first cell of a row that only shows how a sheet is filled in. */
const char *lde_example_mark(lde_language language);

#endif
