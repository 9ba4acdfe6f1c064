/* picture.h: a plan in pictures, as our own SVG, and each picture once more as an HTML table for those
 * who listen to it or copy numbers from it. Every function appends to a buffer, decides nothing and
 * writes no file; the same input gives the same bytes.
 *
 * A picture is one <svg role="img"> element with title and description, strict XML, without scripts and
 * style attributes; colours stand as attributes for light paper. The dark scheme comes from the style
 * sheet of lde_picture_css, which a page includes once; a picture on its own carries it. Colour is
 * never the only sign. What does not fit legibly is drawn together and counted ("+ 12 more"); the table
 * has all of it, apart from what the smallest group hides. Offers and findings are borrowed. */
#ifndef LDE_REPORT_PICTURE_PICTURE_H
#define LDE_REPORT_PICTURE_PICTURE_H

#include "base/buffer.h"
#include "model/dataset.h"
#include "model/finding.h"
#include "model/offer.h"

typedef struct lde_picture_style {
  lde_language language;
  int width;          /* of the drawing in CSS pixels, 0 = 960; a page scales it down */
  int group_min;      /* people behind a number about people; 0 = 5, 1 = no minimum */
  bool alone;         /* a file of its own: XML declaration, own style sheet, background */
  const char *prefix; /* of the ids in this picture, unique in the page; NULL = "picture" */
  bool links;         /* signs of findings link to lde_picture_finding_anchor */
} lde_picture_style;

/* The style sheet of all pictures and their tables, without <style> around it. */
void lde_picture_css(lde_buffer *out);
/* The id under which the page shows a finding: "finding-" and the start of its fingerprint. */
void lde_picture_finding_anchor(lde_buffer *out, const lde_finding *finding);

/* Golden thread: vision → goal → KPI → competency → need → offering with money, one band a goal;
 * threads that break are drawn as such. With an offer its lines stand for those of the plan. With a
 * focus: that record, with what it serves and what serves it, as many steps as asked (0 = all). */
typedef struct lde_picture_focus {
  int32_t entity, row;
  int32_t up, down;
} lde_picture_focus;
void lde_picture_thread(lde_buffer *out, lde_dataset *dataset, const lde_offer *offer,
                        const lde_findings *findings, const lde_picture_focus *focus,
                        const lde_picture_style *style);
void lde_picture_thread_table(lde_buffer *out, lde_dataset *dataset, const lde_offer *offer,
                              const lde_findings *findings, const lde_picture_focus *focus,
                              const lde_picture_style *style);

/* Heat map, unit × competency: the part of the people who have the level that their role asks; with
 * an offer (else NULL) also the part that has it or gets a seat. */
void lde_picture_coverage(lde_buffer *out, lde_dataset *dataset, const lde_offer *offer,
                          const lde_picture_style *style);
void lde_picture_coverage_table(lde_buffer *out, lde_dataset *dataset, const lde_offer *offer,
                                const lde_picture_style *style);

/* Each budget with what is planned, committed and spent of it. With an offer, planned is the offer's. */
void lde_picture_budget_bars(lde_buffer *out, lde_dataset *dataset, const lde_offer *offer,
                             const lde_picture_style *style);
void lde_picture_budget_bars_table(lde_buffer *out, lde_dataset *dataset, const lde_offer *offer,
                                   const lde_picture_style *style);

/* Waterfall: amounts that lead from one total to another, to the cent. Fill one with a function below
 * or by hand: a step of kind TOTAL shows the sum of what stands before it (the first: its own amount). */
typedef enum lde_waterfall_kind { LDE_WATERFALL_TOTAL, LDE_WATERFALL_STEP } lde_waterfall_kind;
typedef struct lde_waterfall {
  lde_arena arena;
  const char *title; /* in the language of the picture */
  LDE_VEC(struct lde_waterfall_step {
    lde_waterfall_kind kind;
    const char *label;
    int64_t amount; /* minor units, signed */
  })
  steps;
} lde_waterfall;
/* From the money there is to what is left of it, by lane; offer may be NULL: the plan's own lines. */
void lde_waterfall_of_budget(lde_waterfall *waterfall, lde_dataset *dataset, const lde_offer *offer,
                             lde_language language);
/* From the cost of one offer to that of another, by offering; the largest differences first. */
void lde_waterfall_of_offers(lde_waterfall *waterfall, lde_dataset *dataset,
                             const lde_offer *before, const lde_offer *after,
                             lde_language language);
/* From what is planned over what is committed to what is spent. */
void lde_waterfall_of_spending(lde_waterfall *waterfall, lde_dataset *dataset,
                               lde_language language);
void lde_waterfall_free(lde_waterfall *waterfall);
void lde_picture_waterfall(lde_buffer *out, lde_dataset *dataset, const lde_waterfall *waterfall,
                           const lde_picture_style *style);
void lde_picture_waterfall_table(lde_buffer *out, lde_dataset *dataset,
                                 const lde_waterfall *waterfall, const lde_picture_style *style);

/* The plan year by month: sessions that have dates, and for lines without them the period in which they
 * run. Offer may be NULL: the plan's own lines. */
void lde_picture_calendar(lde_buffer *out, lde_dataset *dataset, const lde_offer *offer,
                          const lde_picture_style *style);
void lde_picture_calendar_table(lde_buffer *out, lde_dataset *dataset, const lde_offer *offer,
                                const lde_picture_style *style);

/* Budget against value: what each amount of money brings. Points in the order of their budget. */
typedef struct lde_pareto_point {
  int64_t budget, cost; /* minor units */
  double value, bound;  /* reached; proven to be the most */
  double below, above;  /* proven for a little less and a little more money, straight to the neighbours; 0 = `bound` */
  bool chosen;          /* the budget of the plan at hand */
} lde_pareto_point;
void lde_picture_pareto(lde_buffer *out, lde_dataset *dataset, const lde_pareto_point *points,
                        size_t count, const lde_picture_style *style);
void lde_picture_pareto_table(lde_buffer *out, lde_dataset *dataset, const lde_pareto_point *points,
                              size_t count, const lde_picture_style *style);

/* A small chart for each KPI: baseline, measurements, target. */
void lde_picture_kpi(lde_buffer *out, lde_dataset *dataset, const lde_picture_style *style);
void lde_picture_kpi_table(lde_buffer *out, lde_dataset *dataset, const lde_picture_style *style);

#endif
