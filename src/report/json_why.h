/* json_why.h: the answers of `why`, as members of an object that is open. */
#ifndef LDE_REPORT_JSON_WHY_H
#define LDE_REPORT_JSON_WHY_H

#include "model/why.h"
#include "report/json.h"

void lde_json_why_record(lde_json *json, lde_dataset *dataset, const lde_why_record *why);
void lde_json_why_rule(lde_json *json, lde_dataset *dataset, const lde_why_record *record,
                       const lde_why_rule *why);

#endif
