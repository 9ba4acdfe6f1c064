/* settings.h: what-if values of the command line (`--set PATH=VALUE`), put over what was loaded and
 * before it is resolved, so that they are checked like written values. */
#ifndef LDE_LOAD_SETTINGS_H
#define LDE_LOAD_SETTINGS_H

#include "load/load.h"

/* `params.x` goes to the manifest, `year` is left to the caller (lde_setting_year), records are
 * changed. An unknown name is reported as usage/set. */
void lde_settings_apply(const lde_load_options *options, lde_manifest *manifest,
                        lde_dataset *dataset, lde_diagnostics *found);
/* The last `year=…`, or NULL. */
const char *lde_setting_year(const lde_load_options *options);

#endif
