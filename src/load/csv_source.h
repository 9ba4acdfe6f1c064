/* csv_source.h: loads one mapped CSV export into the dataset: reads the file, finds its dialect,
 * maps its headers to fields as the manifest says (source.h), and adds a row for every record that
 * is not left out. Values are checked here; what needs other records (references, levels of scales)
 * is left to resolve, which finds `lenient` and `by` in the source that this registers. All
 * mistakes of a file are reported in one go; a header or mapping that is wrong stops before the
 * first row. */
#ifndef LDE_LOAD_CSV_SOURCE_H
#define LDE_LOAD_CSV_SOURCE_H

#include "load/load.h"
#include "load/source.h"

/* LDE_ERROR_INPUT when errors were reported into `found`. `scripts` may be NULL as long as the
 * source has no transform. Appends to dataset->sources, also when it fails. */
lde_status lde_csv_load(lde_dataset *dataset, const lde_source_spec *spec,
                        const lde_load_scripts *scripts, lde_diagnostics *found);

#endif
