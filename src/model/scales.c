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
    entry.scale = lde_map_find(&scales->by_id, lde_get(dataset, scale_level, scale, row));
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

void lde_scale_bounds(const lde_resolve *resolve, int32_t scale, int32_t *bottom, int32_t *top)
{
  bool any = false;

  for (size_t i = 0; i < resolve->scale_levels.len; i++) {
    const lde_scale_entry *entry = &resolve->scale_levels.data[i];
    if (entry->scale != scale)
      continue;
    if (!any)
      *bottom = entry->level;
    *top = entry->level;
    any = true;
  }
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

/* The level with that label: exactly, else without case; -1 when there is none. */
int32_t lde_scale_find(lde_resolve *resolve, int32_t scale, int32_t label)
{
  for (int loose = 0; loose < 2 && scale != LDE_NO_ROW; loose++)
    for (size_t i = 0; i < resolve->scale_levels.len; i++) {
      const lde_scale_entry *entry = &resolve->scale_levels.data[i];
      for (int l = 0; entry->scale == scale && l < 2; l++)
        if (entry->label[l] >= 0 && (entry->label[l] == label ||
                                     (loose && same_text(resolve, entry->label[l], label))))
          return entry->level;
    }
  return -1;
}

void lde_scale_describe(lde_resolve *resolve, int32_t scale, lde_buffer *out)
{
  lde_dataset *dataset = resolve->dataset;
  lde_language lang = dataset->language;
  bool any = false;

  for (size_t i = 0; i < resolve->scale_levels.len; i++) {
    const lde_scale_entry *entry = &resolve->scale_levels.data[i];
    int32_t label = entry->label[lang == LDE_DUTCH ? 0 : 1];
    if (entry->scale != scale)
      continue;
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
