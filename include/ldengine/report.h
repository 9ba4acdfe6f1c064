/* report.h: a plan as people read it: for management, for the board, for employees, for one person. Runs
 * the offer's script and the rules, and gives a result that prints as "html" (one file, no outside
 * requests, no scripts), "markdown" or "text" (the same), and "json" (the offer and the findings). */
#ifndef LDENGINE_REPORT_H
#define LDENGINE_REPORT_H

#include <stdbool.h>

#include "ldengine/project.h"
#include "ldengine/result.h"

typedef struct lde_report_options {
  const char *script;   /* of the offer; NULL = the manifest's offer.script */
  bool board;           /* one A4 page that asks for a decision */
  const char *audience; /* NULL = management, "employees", "person:ID" */
  bool mail;            /* "html" for mail programs */
  int group_min;        /* smallest group of people that is shown; 0 = 5 */
} lde_report_options;
#define LDE_REPORT_OPTIONS_INIT {0}

lde_result *lde_report(lde_project *project, const lde_report_options *options);

#endif
