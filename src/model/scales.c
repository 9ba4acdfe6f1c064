/* Levels of proficiency scales, looked up while references are still texts. */
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/text.h"
#include "model/connect.h"

static int compare(const void *a, const void *b)
{
  const lde_scale_entry *x = a, *y = b;
  return x->scale != y->scale ? (x->scale > y->scale) - (x->scale < y->scale)
                              : (x->level > y->level) - (x->level < y->level);
}

void lde_scales_index(lde_resolve *resolve)
{
  lde_dataset *dataset = resolve->dataset;
  const lde_table *scales = lde_dataset_table(dataset, LDE_E(scale));

  for (int32_t row = 0; row < lde_count(dataset, scale_level); row++) {
    lde_scale_entry entry = {.label = {-1, -1, -1}};
    if (!lde_has(dataset, scale_level, scale, row) || !lde_has(dataset, scale_level, level, row))
      continue;
    entry.scale = lde_codes_find(&scales->by_id, (int32_t)lde_get(dataset, scale_level, scale, row));
    if (entry.scale == LDE_MAP_NONE)
      continue;
    entry.level = (int32_t)lde_get(dataset, scale_level, level, row);
    if (lde_has(dataset, scale_level, label_nl, row))
      entry.label[0] = (int32_t)lde_get(dataset, scale_level, label_nl, row);
    if (lde_has(dataset, scale_level, label_en, row))
      entry.label[1] = (int32_t)lde_get(dataset, scale_level, label_en, row);
    lde_vec_push(&resolve->scale_levels, entry);
  }
  if (resolve->scale_levels.len)
    qsort(resolve->scale_levels.data, resolve->scale_levels.len, sizeof *resolve->scale_levels.data,
          compare);
}

/* The first entry of the scale, or where it would stand. */
static size_t first_of(const lde_resolve *resolve, int32_t scale)
{
  size_t low = 0, high = resolve->scale_levels.len;

  while (low < high) {
    size_t middle = low + (high - low) / 2;
    if (resolve->scale_levels.data[middle].scale < scale)
      low = middle + 1;
    else
      high = middle;
  }
  return low;
}

static bool is_of(const lde_resolve *resolve, size_t at, int32_t scale)
{
  return at < resolve->scale_levels.len && resolve->scale_levels.data[at].scale == scale;
}

void lde_scale_bounds(const lde_resolve *resolve, int32_t scale, int32_t *bottom, int32_t *top)
{
  size_t first = first_of(resolve, scale);

  if (is_of(resolve, first, scale))
    *bottom = resolve->scale_levels.data[first].level;
  for (size_t i = first; is_of(resolve, i, scale); i++)
    *top = resolve->scale_levels.data[i].level;
}

static bool same_text(lde_resolve *resolve, int32_t a, int32_t b)
{
  lde_buffer fa = {0}, fb = {0};
  const lde_strings *strings = &resolve->dataset->strings;
  bool same;

  lde_text_append_folded(&fa, lde_strings_get(strings, a), lde_strings_length(strings, a));
  lde_text_append_folded(&fb, lde_strings_get(strings, b), lde_strings_length(strings, b));
  same = strcmp(lde_buffer_text(&fa), lde_buffer_text(&fb)) == 0;
  lde_buffer_free(&fa);
  lde_buffer_free(&fb);
  return same;
}

static int32_t find_label(lde_resolve *resolve, int32_t scale, int32_t label)
{
  size_t first = first_of(resolve, scale);

  for (int loose = 0; loose < 2; loose++)
    for (size_t i = first; is_of(resolve, i, scale); i++) {
      const lde_scale_entry *entry = &resolve->scale_levels.data[i];
      for (int l = 0; l < 2; l++)
        if (entry->label[l] >= 0 && (entry->label[l] == label ||
                                     (loose && same_text(resolve, entry->label[l], label))))
          return entry->level;
    }
  return -1;
}

/* The level with that label: exactly, else without case; -1 when there is none. Remembered, because a
 * million assessments use a handful of labels. */
int32_t lde_scale_find(lde_resolve *resolve, int32_t scale, int32_t label)
{
  int64_t key;
  int32_t level;

  if (scale == LDE_NO_ROW)
    return -1;
  key = (int64_t)scale << 32 | (uint32_t)label;
  level = lde_map_find(&resolve->labels, key);
  if (level == LDE_MAP_NONE) {
    level = find_label(resolve, scale, label);
    lde_map_put(&resolve->labels, key, level);
  }
  return level;
}

void lde_scale_describe(lde_resolve *resolve, int32_t scale, lde_buffer *out)
{
  lde_dataset *dataset = resolve->dataset;
  lde_language lang = dataset->language;
  bool any = false;

  for (size_t i = first_of(resolve, scale); is_of(resolve, i, scale); i++) {
    const lde_scale_entry *entry = &resolve->scale_levels.data[i];
    int32_t label = entry->label[lang == LDE_DUTCH ? 0 : 1];
    if (label < 0)
      label = entry->label[lang == LDE_DUTCH ? 1 : 0];
    lde_buffer_puts(out, any ? ", " : LDE_TR(lang, "the scale has ", "de schaal kent "));
    lde_buffer_printf(out, "%d", entry->level);
    if (label >= 0)
      lde_buffer_printf(out, " (%s)", lde_strings_get(&dataset->strings, label));
    any = true;
  }
  if (!any)
    lde_buffer_puts(out, LDE_TR(lang, "write a number from 0 to 100 (no scale was given)",
                                "schrijf een getal van 0 tot en met 100 (er is geen schaal opgegeven)"));
}
