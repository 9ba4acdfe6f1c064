/* connect.h: the state of one resolve, shared by its steps. Inside model only. */
#ifndef LDE_MODEL_CONNECT_H
#define LDE_MODEL_CONNECT_H

#include "model/resolve.h"

/* Texts of a unique field → rows; a text that stands on several rows leads to LDE_AMBIGUOUS. */
typedef struct lde_resolve_by {
  const lde_field *field;
  lde_map rows;
} lde_resolve_by;
#define LDE_AMBIGUOUS (-2)

/* In a ref column between the two passes: the text of a reference to a generated id. */
#define LDE_REF_PENDING(code)      (-2 - (int64_t)(code))
#define LDE_REF_PENDING_CODE(value) ((int32_t)(-2 - (value)))

typedef struct lde_scale_entry {
  int32_t scale, level, label[3]; /* row of the scale; codes of label_nl, label_en, level's text; -1 none */
} lde_scale_entry;

typedef struct lde_resolve {
  lde_dataset *dataset;
  lde_diagnostics *found;
  unsigned char **alive; /* by entity, by row */
  bool *dropped;         /* by entity */
  bool changed;
  LDE_VEC(lde_resolve_by) by;
  LDE_VEC(lde_scale_entry) scale_levels; /* sorted by scale, then level */
  lde_map labels; /* scale and code of a label → level; see lde_scale_find */
  lde_map reported; /* values about which something was said; see lde_reported_key */
} lde_resolve;

static inline int64_t lde_reported_key(const lde_field *field, int32_t row)
{
  return (int64_t)field->entity->index << 48 | (int64_t)field->index << 32 | row;
}

void lde_report_row(lde_resolve *resolve, const lde_table *table, const lde_field *field,
                    int32_t row, const char *code, const char *help, const char *format, ...)
    __attribute__((format(printf, 7, 8)));

/* scales.c; `scale` is a row or LDE_NO_ROW. Called while references are still texts. */
void lde_scales_index(lde_resolve *resolve);
void lde_scale_bounds(const lde_resolve *resolve, int32_t scale, int32_t *bottom, int32_t *top);
int32_t lde_scale_find(lde_resolve *resolve, int32_t scale, int32_t label);
void lde_scale_describe(lde_resolve *resolve, int32_t scale, lde_buffer *out);

/* records.c: required fields, choices between fields, periods */
void lde_check_records(lde_resolve *resolve);
void lde_fill_defaults(lde_resolve *resolve);
/* identity.c: rows without a written id that share their natural key get #2, #3 */
void lde_number_duplicates(lde_dataset *dataset);
/* cycles.c */
void lde_check_cycles(lde_resolve *resolve);
/* intervals.c */
void lde_check_intervals(lde_resolve *resolve);

#endif
