#include "base/packed.h"

#include <string.h>

#include "base/memory.h"

static unsigned width_of(int64_t value)
{
  if (value >= 0 && value <= UINT16_MAX)
    return value == 0 ? 0 : value <= UINT8_MAX ? 1 : 2;
  return value == (int32_t)value ? 4 : 8;
}

static void store(lde_packed *packed, size_t at, int64_t value)
{
  switch (packed->width) {
  case 1:
    ((uint8_t *)packed->data)[at] = (uint8_t)value;
    break;
  case 2:
    ((uint16_t *)packed->data)[at] = (uint16_t)value;
    break;
  case 4:
    ((int32_t *)packed->data)[at] = (int32_t)value;
    break;
  default:
    ((int64_t *)packed->data)[at] = value;
  }
}

/* Values move within their own block: from the last on when they widen, else from the first. */
static void set_width(lde_packed *packed, unsigned width)
{
  lde_packed from = *packed;

  if (width > from.width)
    packed->data = from.data = lde_realloc(from.data, packed->capacity, width);
  packed->width = width;
  if (width > from.width)
    for (size_t i = packed->len; i-- > 0;)
      store(packed, i, lde_packed_get(&from, i));
  else
    for (size_t i = 0; i < packed->len; i++)
      store(packed, i, lde_packed_get(&from, i));
}

void lde_packed_put(lde_packed *packed, size_t at, int64_t value)
{
  unsigned width = width_of(value);

  if (at >= packed->len && !width)
    return;
  if (width > packed->width)
    set_width(packed, width);
  if (at >= packed->capacity) {
    packed->capacity = lde_capacity(packed->capacity, at + 1);
    packed->data = lde_realloc(packed->data, packed->capacity, packed->width);
  }
  if (at >= packed->len) {
    memset((char *)packed->data + packed->len * packed->width, 0, (at - packed->len) * packed->width);
    packed->len = at + 1;
  }
  store(packed, at, value);
}

void lde_packed_fit(lde_packed *packed, size_t count)
{
  unsigned width = 0;

  if (packed->len > count)
    packed->len = count;
  for (size_t i = 0; i < packed->len && width < packed->width; i++) {
    unsigned one = width_of(lde_packed_get(packed, i));
    width = one > width ? one : width;
  }
  if (!width) {
    lde_packed_free(packed);
    return;
  }
  if (width < packed->width)
    set_width(packed, width);
  packed->capacity = packed->len;
  packed->data = lde_realloc(packed->data, packed->capacity, width);
}

#define READ(name, type)                                                                           \
  void name(const lde_packed *packed, size_t first, size_t count, type *out)                       \
  {                                                                                                \
    size_t there = first < packed->len ? packed->len - first : 0;                                  \
    if (there > count)                                                                             \
      there = count;                                                                               \
    switch (packed->width) {                                                                       \
    case 1:                                                                                        \
      for (size_t i = 0; i < there; i++)                                                           \
        out[i] = ((const uint8_t *)packed->data)[first + i];                                       \
      break;                                                                                       \
    case 2:                                                                                        \
      for (size_t i = 0; i < there; i++)                                                           \
        out[i] = ((const uint16_t *)packed->data)[first + i];                                      \
      break;                                                                                       \
    case 4:                                                                                        \
      for (size_t i = 0; i < there; i++)                                                           \
        out[i] = ((const int32_t *)packed->data)[first + i];                                       \
      break;                                                                                       \
    default:                                                                                       \
      for (size_t i = 0; i < there; i++)                                                           \
        out[i] = (type)((const int64_t *)packed->data)[first + i];                                 \
    }                                                                                              \
    memset(out + there, 0, (count - there) * sizeof *out);                                         \
  }
READ(lde_packed_read_32, int32_t)
READ(lde_packed_read_64, int64_t)

void lde_packed_free(lde_packed *packed)
{
  lde_free(packed->data);
  *packed = (lde_packed){0};
}
