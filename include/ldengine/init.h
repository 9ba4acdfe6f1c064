/* init.h: a project to start from: an invented organisation that is correct and complete, in the language
 * and for the sector that is asked for. Nothing that is there is ever written over. */
#ifndef LDENGINE_INIT_H
#define LDENGINE_INIT_H

#include "ldengine/project.h"

typedef struct lde_init_options {
  const char *folder;       /* made when it is not there; NULL = the current one */
  const char *sector;       /* "generic" (NULL), "gemeente", "zorg" */
  lde_language language;
  const char *rules_folder; /* of the shipped rules, beside which the templates are; NULL = as installed */
} lde_init_options;
#define LDE_INIT_OPTIONS_INIT {0}

lde_result *lde_init(const lde_init_options *options);

#endif
