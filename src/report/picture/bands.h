/* bands.h: the golden thread per goal, as lists of what stands in each column; for the picture and its
 * table. Inside report/picture. Texts live in the arena. */
#ifndef LDE_REPORT_PICTURE_BANDS_H
#define LDE_REPORT_PICTURE_BANDS_H

#include "report/picture/lines.h"

typedef enum lde_band_column {
  LDE_BAND_KPI,
  LDE_BAND_COMPETENCY,
  LDE_BAND_NEED,
  LDE_BAND_LINE,
  LDE_BAND_COLUMNS
} lde_band_column;

typedef struct lde_band_item {
  const char *label, *detail; /* detail may be "" */
  int32_t entity, row;        /* row LDE_NO_ROW: not one record */
  int64_t size;               /* the largest first: money, heads, weight */
  int64_t money, heads, covered, seats;
  bool broken;
  const lde_finding *finding; /* the gravest about it, or NULL */
} lde_band_item;

typedef struct lde_band {
  int32_t goal; /* LDE_NO_ROW: what serves no goal */
  const char *label;
  int64_t weight; /* millionths */
  int64_t money;
  LDE_VEC(lde_band_item) columns[LDE_BAND_COLUMNS];
  int depth;       /* below other goals that are shown */
  bool has_parts;  /* goals below it are shown, and do the work */
  const char *breaks[LDE_BAND_COLUMNS + 1]; /* in words: what is missing there; the last: evaluation */
  bool broken;
  const lde_finding *finding;
} lde_band;

typedef struct lde_bands {
  lde_arena arena;
  lde_dataset *dataset;
  const lde_offer *offer;
  const lde_findings *findings;
  lde_language language;
  int group_min;
  lde_map about; /* lde_ref_pack of a record → number of its gravest finding */
  const char *vision; /* "" = none */
  int64_t money;
  LDE_VEC(lde_band) bands; /* heaviest goal first; the one without goal last, if there is one */
} lde_bands;

void lde_bands_find(lde_bands *out, lde_dataset *dataset, const lde_offer *offer,
                    const lde_findings *findings, const lde_picture_style *style);
void lde_bands_free(lde_bands *bands);
const char *lde_band_column_name(lde_band_column column, lde_language lang);
/* The gravest finding about a record that is more than a note, or NULL; `about` as in lde_bands. */
void lde_findings_index(lde_map *about, const lde_findings *findings);
const lde_finding *lde_findings_about(const lde_map *about, const lde_findings *findings,
                                      int32_t entity, int32_t row);

/* focus.c: the picture of one record and its table. */
void lde_picture_focus_draw(lde_buffer *out, lde_dataset *dataset, const lde_offer *offer,
                            const lde_findings *findings, const lde_picture_focus *focus,
                            const lde_picture_style *style);
void lde_picture_focus_table(lde_buffer *out, lde_dataset *dataset, const lde_offer *offer,
                             const lde_picture_focus *focus, const lde_picture_style *style);

#endif
