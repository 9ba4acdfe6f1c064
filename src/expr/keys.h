/* keys.h: values as keys of groups and joins: equal values get equal codes, in the sense of `==`.
 *
 * A coder numbers the values it has seen from 1; nil is 0. A text that is a day and that day are
 * one key, an integer and the equal float too. A key of several values chains the codes. */
#ifndef LDE_EXPR_KEYS_H
#define LDE_EXPR_KEYS_H

#include "base/map.h"
#include "expr/run.h"

typedef struct lde_expr_coder {
  lde_map codes[6]; /* by kind of payload */
  lde_strings texts;
  bool has_texts;
  int32_t count;
} lde_expr_coder;

enum { LDE_EXPR_NO_CODE = -1 };

/* The code; `add` false: NO_CODE for a value that was not seen. */
int32_t lde_expr_code(lde_expr_coder *coder, const lde_expr_value *value, bool add);
/* Of a key of two codes: the second joins what stands for those before it. */
int32_t lde_expr_chain(lde_expr_coder *coder, int32_t before, int32_t code, bool add);
void lde_expr_coder_free(lde_expr_coder *coder);

/* The values of a block in row order without copies of texts; they live until the next block of
 * this run. */
void lde_expr_read_block(lde_expr_run *run, const lde_expr_block *block, const uint8_t *active,
                         lde_expr_value *values, lde_expr_failures *failures);

#endif
