/* page.h: what a report says about a plan, for whom: builds a document (document.h) from the model, an
 * offer, and what rules found. Management and the board see no group of people smaller than `group_min`;
 * employees see no person at all; a person sees the own record alone. Nothing is decided or written
 * here, and everything is borrowed. */
#ifndef LDE_REPORT_PAGE_PAGE_H
#define LDE_REPORT_PAGE_PAGE_H

#include "model/finding.h"
#include "model/offer.h"
#include "report/page/document.h"
#include "report/report.h"

typedef enum lde_page_kind {
  LDE_PAGE_MANAGEMENT,
  LDE_PAGE_BOARD, /* one A4 page that asks for a decision */
  LDE_PAGE_EMPLOYEES,
  LDE_PAGE_PERSON
} lde_page_kind;

typedef struct lde_page_input {
  lde_page_kind kind;
  lde_language language;
  lde_dataset *dataset;
  const lde_offer *offer;
  const lde_provenance *provenance;
  const lde_findings *findings; /* NULL: the rules were not run */
  int32_t person;               /* row of employees, for PERSON */
  int64_t group_min;            /* 0 = 5 */
} lde_page_input;

/* Freed with lde_document_free. */
lde_document *lde_page_build(const lde_page_input *input);

#endif
