/* offer_text.h: the parts of the text report of an offer. They share what a report looks up again
 * and again: the needs of the offer by id, whether amounts show cents. Inside the report layer. */
#ifndef LDE_REPORT_OFFER_TEXT_H
#define LDE_REPORT_OFFER_TEXT_H

#include "base/map.h"
#include "report/layout.h"
#include "report/report.h"

typedef struct lde_offer_text {
  lde_buffer *out;
  lde_dataset *dataset;
  const lde_offer *offer;
  const lde_provenance *provenance; /* may be NULL */
  const lde_style *style;
  lde_language lang;
  lde_map needs; /* hash of the id → index into offer->needs */
  bool whole;    /* no amount of the offer has cents */
} lde_offer_text;

/* Amount in a table: with or without cents, the same everywhere in the report. */
void lde_offer_text_amount(const lde_offer_text *text, lde_buffer *out, int64_t minor);
/* What people call a need: its label, else its id. */
const char *lde_offer_text_need(const lde_offer_text *text, const char *id);
void lde_offer_text_label(const lde_offer_text *text, lde_buffer *out, int entity, int32_t row);
/* A line or more in that paint. */
void lde_offer_text_painted(const lde_offer_text *text, const char *title, lde_paint paint);
/* A bold line with an empty one before it. */
void lde_offer_text_heading(const lde_offer_text *text, const char *title);
/* A wrapped paragraph, or one with a dash in front; empties the buffer. */
void lde_offer_text_paragraph(const lde_offer_text *text, lde_buffer *paragraph);
void lde_offer_text_item(const lde_offer_text *text, lde_buffer *item);
/* How many of a long list are shown: all of them when verbose. */
size_t lde_offer_text_most(const lde_offer_text *text, size_t count);
/* "… and 12 more (use -v or --format json)"; nothing when `more` is 0. */
void lde_offer_text_more(const lde_offer_text *text, size_t more);

void lde_offer_text_shortage(const lde_offer_text *text);
void lde_offer_text_lines(const lde_offer_text *text);
void lde_offer_text_budgets(const lde_offer_text *text);
void lde_offer_text_goals(const lde_offer_text *text);
void lde_offer_text_unmet(const lde_offer_text *text);
void lde_offer_text_left_out(const lde_offer_text *text);
void lde_offer_text_end(const lde_offer_text *text);

#endif
