/* json_offer.h: the parts of an offer that more than one JSON document shows: the envelope, and the rows
 * of the plan database. Each writes one value. */
#ifndef LDE_REPORT_JSON_OFFER_H
#define LDE_REPORT_JSON_OFFER_H

#include "model/offer.h"
#include "report/json.h"

/* The id of a row as text, null for LDE_NO_ROW. */
void lde_json_row_id(lde_json *json, lde_dataset *dataset, int entity, int32_t row);
/* With `employees` where people are known by name. */
void lde_json_served(lde_json *json, lde_dataset *dataset, const lde_offer_line *line);
void lde_json_funding(lde_json *json, const lde_offer_line *line);
void lde_json_goals(lde_json *json, lde_dataset *dataset, const lde_offer_line *line);
void lde_json_detail(lde_json *json, const lde_reason_detail *detail);

#endif
