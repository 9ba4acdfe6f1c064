/* text.h: UTF-8 text: validity, width on a terminal, safe display, folding for loose comparison, and
 * suggestions for misspelt names. */
#ifndef LDE_BASE_TEXT_H
#define LDE_BASE_TEXT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buffer.h"

/* Length of the valid UTF-8 at the start of the bytes (no NUL, surrogates or overlong forms);
 * equal to len when all is valid. */
size_t lde_utf8_valid_length(const char *text, size_t len);
/* Decodes one code point of valid UTF-8; returns its bytes. */
size_t lde_utf8_decode(const char *text, size_t len, int *code_point);
/* Number of code points. */
size_t lde_utf8_count(const char *text, size_t len);
/* Columns that the text takes on a terminal. */
size_t lde_text_width(const char *text, size_t len);
/* Appends the text with control characters (C0, DEL, C1, bidi and line separators) written as
 * \n, \t, \u{1b}, and invalid bytes as \xff, so that it can be shown on one line of a terminal. */
void lde_text_append_safe(lde_buffer *out, const char *text, size_t len);
/* Appends at most `width` columns; what is cut ends in an ellipsis. */
void lde_text_append_cut(lde_buffer *out, const char *text, size_t width);
/* Appends the text, then blanks up to `width` columns. */
void lde_text_append_padded(lde_buffer *out, const char *text, size_t width);
/* Appends lower-case text without blanks at both ends, for comparison without case (Unicode). */
void lde_text_append_folded(lde_buffer *out, const char *text, size_t len);
/* Moves start and length over ASCII blanks, tabs and no-break spaces at both ends. */
void lde_text_trim(const char **text, size_t *len);

/* Damerau–Levenshtein distance (optimal string alignment) without case; `most` + 1 when larger. */
int lde_text_distance(const char *a, const char *b, int most);

/* Collects the nearest of the candidates that are offered, at most three, nearest first, ties in the
 * order offered. A candidate is near at a distance of at most 2 (1 for names up to 3 letters). */
typedef struct lde_suggestion {
  const char *wanted;
  const char *best[3];
  int distance[3], count;
} lde_suggestion;
void lde_suggestion_offer(lde_suggestion *suggestion, const char *candidate);

#endif
