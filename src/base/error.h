/* error.h: filling an lde_error, and choosing between the two languages of a text.
 *
 * A text that a user reads stands at the place where it is used, in both languages side by side, so
 * that neither can be forgotten and the compiler checks the format of both:
 *   lde_fail(err, LDE_ERROR_INPUT, LDE_TR(lang, "cannot read %s", "kan %s niet lezen"), path); */
#ifndef LDE_BASE_ERROR_H
#define LDE_BASE_ERROR_H

#include "ldengine/status.h"

#define LDE_TR(lang, english, dutch) ((lang) == LDE_DUTCH ? (dutch) : (english))

/* Fills `err` (may be NULL) and returns `status`, so that a function can end with `return
 * lde_fail(…)`. Texts longer than the message are cut at a character, and control characters are shown
 * as lde_text_append_safe does. */
lde_status lde_fail(lde_error *err, lde_status status, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

#endif
