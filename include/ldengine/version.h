/* version.h: which ldengine this is and what was built in. */
#ifndef LDENGINE_VERSION_H
#define LDENGINE_VERSION_H

#include "ldengine/result.h"

/* "0.1.0" */
const char *lde_version(void);
/* Version, parts built in and the versions of the libraries underneath. */
lde_result *lde_version_result(lde_language language);

#endif
