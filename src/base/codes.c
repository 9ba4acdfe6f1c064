#include "base/codes.h"

/* The array may be so many times as long as there are codes in it. */
enum { SPREAD = 4, SPREAD_OF_FEW = 1024 };

int32_t lde_codes_add(lde_codes *codes, int32_t code, int32_t row)
{
  int32_t before = lde_codes_find(codes, code);

  if (before != LDE_MAP_NONE)
    return before;
  if (!codes->count)
    codes->first = code;
  if (code < codes->first || (size_t)(code - codes->first) > codes->count * SPREAD + SPREAD_OF_FEW)
    return lde_map_add(&codes->far, code, row);
  lde_packed_put(&codes->rows, (size_t)(code - codes->first), (int64_t)row + 1);
  codes->count++;
  return row;
}

void lde_codes_free(lde_codes *codes)
{
  lde_packed_free(&codes->rows);
  lde_map_free(&codes->far);
  *codes = (lde_codes){0};
}
