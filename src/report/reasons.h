/* reasons.h: the reason codes of an offer in words, in both languages, in one place for every
 * format and for `why`. Sentences have no capital and no full stop, so that they can follow a
 * colon; what was left out by the offer layer (an unknown budget, no period) is left out of the
 * sentence too. Numbers and amounts for people are here as well. */
#ifndef LDE_REPORT_REASONS_H
#define LDE_REPORT_REASONS_H

#include "base/buffer.h"
#include "model/dataset.h"
#include "model/offer.h"

/* What the reason is about, as a heading: "No room in the budget". */
const char *lde_reason_title(lde_reason reason, lde_language lang);
/* Why, with the detail: "budget 'IT' has no room left in 2027-Q2". `detail` may be NULL. */
void lde_reason_sentence(lde_buffer *out, lde_dataset *dataset, lde_reason reason,
                         const lde_reason_detail *detail, lde_language lang);
/* What would bring it in: "comes in with € 1,200 more in budget 'IT'"; nothing when none is known.
 */
void lde_enters_if_sentence(lde_buffer *out, lde_dataset *dataset, const lde_enters_if *change,
                            lde_language lang);
/* The value of a choice that the offer knows by its text, such as a lane: "verplicht". */
const char *lde_choice_label(const char *set, const char *text, lde_language lang);
/* The label of a record of that plural, with the id behind it where they differ; else the id. */
void lde_record_name(lde_buffer *out, lde_dataset *dataset, const char *plural, const char *id,
                     lde_language lang);

/* An amount in a sentence: without decimals when it has none. */
void lde_amount_format(lde_buffer *out, lde_dataset *dataset, int64_t minor, lde_language lang);
/* At most `decimals`, without zeros at the end. */
void lde_number_format(lde_buffer *out, double value, int decimals, lde_language lang);
/* With all its decimals, so that numbers under or beside each other look alike: 385.60. */
void lde_fixed_format(lde_buffer *out, double value, int decimals, lde_language lang);
/* A share as a percentage: 86%, 0.8%, less than 0.1%. */
void lde_percentage_format(lde_buffer *out, double share, lde_language lang);
/* "1 group", "12 groups". */
void lde_count_format(lde_buffer *out, int64_t count, const char *one, const char *many,
                      lde_language lang);

#endif
