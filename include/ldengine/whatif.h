/* whatif.h: what a plan would be under another budget, and what differs between two plans or two checks.
 * Results print as "text", "json", "markdown" and "html"; a curve also as "csv" and "svg", a difference also as
 * "xlsx". */
#ifndef LDENGINE_WHATIF_H
#define LDENGINE_WHATIF_H

#include <stdbool.h>

#include "ldengine/project.h"
#include "ldengine/result.h"

typedef struct lde_pareto_options {
  const char *script; /* of the offer; NULL = the manifest's offer.script */
  const char *budget; /* "0..300k" in major units, NULL = from nothing to half as much again as there is */
  const char *step;   /* "10k"; NULL = a tenth of that */
} lde_pareto_options;
#define LDE_PARETO_OPTIONS_INIT {0}

/* What each total budget brings: the offer is made once for each amount, all budgets in proportion. */
lde_result *lde_pareto(lde_project *project, const lde_pareto_options *options);

typedef struct lde_diff_options {
  const char *before, *after; /* file with the JSON output of run or check, or the id of a stored run */
  const char *database;       /* of stored runs; NULL = .ldengine/plan.db in the project's folder */
  bool exit_code;             /* exit code 1 when they differ */
} lde_diff_options;
#define LDE_DIFF_OPTIONS_INIT {0}

/* What differs between two offers, or between the findings of two checks. `project` gives names and the
 * database, and may be NULL. */
lde_result *lde_diff(lde_project *project, const lde_diff_options *options, lde_language language);

#endif
