/* svg.h: draws one picture: shapes, text that fits its place, and the palette. Inside report/picture.
 *
 * Begin, draw, finish; the size is given at the end, when the picture knows it. Coordinates are CSS
 * pixels, written in tenths. The width of text is reckoned with a wide sans-serif, so that no reader's
 * font makes labels run into each other; what is cut keeps its whole text as a tooltip. Texts need not
 * be clean: what XML cannot hold is left out. */
#ifndef LDE_REPORT_PICTURE_SVG_H
#define LDE_REPORT_PICTURE_SVG_H

#include "report/picture/picture.h"

typedef enum lde_color {
  LDE_COLOR_NONE,
  LDE_COLOR_PAPER,
  LDE_COLOR_INK,
  LDE_COLOR_MUTED,
  LDE_COLOR_LINE,
  LDE_COLOR_BAND,
  LDE_COLOR_BLUE,
  LDE_COLOR_SKY,
  LDE_COLOR_ORANGE,
  LDE_COLOR_SAND,
  LDE_COLOR_TEAL,
  LDE_COLOR_MINT,
  LDE_COLOR_RED,
  LDE_COLOR_ROSE,
  LDE_COLOR_HEAT,                           /* five shades, the first the strongest */
  LDE_COLOR_HEAT_INK = LDE_COLOR_HEAT + 5,  /* of the text on each */
  LDE_COLOR_HATCH = LDE_COLOR_HEAT_INK + 5, /* stripes, not a plain colour */
  LDE_COLOR_HATCH_RED,
  LDE_COLOR_HATCH_ORANGE,
  LDE_COLOR_COUNT
} lde_color;

typedef enum lde_anchor { LDE_ANCHOR_START, LDE_ANCHOR_MIDDLE, LDE_ANCHOR_END } lde_anchor;

typedef struct lde_svg {
  lde_buffer body;
  const lde_picture_style *style;
  lde_language lang;
  double width;
} lde_svg;

typedef struct lde_svg_font {
  double size;
  bool bold;
  lde_color color;
  lde_anchor anchor;
} lde_svg_font;

/* Of a stroke: what is dashed, and how thick. */
typedef struct lde_svg_stroke {
  lde_color color;
  double width;
  bool dashed;
} lde_svg_stroke;

void lde_svg_begin(lde_svg *svg, const lde_picture_style *style);
/* Appends the whole picture to `out` and frees what was drawn. */
void lde_svg_finish(lde_svg *svg, lde_buffer *out, double height, const char *title,
                    const char *description);

/* People a number about people must stand for. */
int lde_picture_group_min(const lde_picture_style *style);

void lde_svg_rect(lde_svg *svg, double x, double y, double width, double height, double radius,
                  lde_color fill, lde_svg_stroke stroke);
void lde_svg_line(lde_svg *svg, double x1, double y1, double x2, double y2, lde_svg_stroke stroke);
/* Points x, y, x, y … joined; `closed` fills the shape. */
void lde_svg_points(lde_svg *svg, const double *points, size_t count, bool closed, lde_color fill,
                    lde_svg_stroke stroke);
/* A bend from left to right, as between two records. */
void lde_svg_curve(lde_svg *svg, double x1, double y1, double x2, double y2, lde_svg_stroke stroke);
void lde_svg_circle(lde_svg *svg, double x, double y, double radius, lde_color fill,
                    lde_svg_stroke stroke);
/* Signs: an arrow head that points right, a warning (filled where severe), a broken link. */
void lde_svg_arrow(lde_svg *svg, double x, double y, lde_color color);
void lde_svg_warning(lde_svg *svg, double x, double y, bool severe);
void lde_svg_break(lde_svg *svg, double x, double y);

/* Width that the text may take. */
double lde_svg_text_width(const char *text, double size, bool bold);
void lde_svg_text(lde_svg *svg, double x, double y, lde_svg_font font, const char *text);
/* Cut with an ellipsis to fit. */
void lde_svg_text_fit(lde_svg *svg, double x, double y, lde_svg_font font, double width,
                      const char *text);
/* In at most `lines` lines that fit, the first on the baseline y; returns how many there are. With
 * `svg` NULL nothing is drawn. */
int lde_svg_text_wrap(lde_svg *svg, double x, double y, lde_svg_font font, double width,
                      double line_height, int lines, const char *text);
/* As text_fit, turned so that it climbs to the right, from x, y on. */
void lde_svg_text_slanted(lde_svg *svg, double x, double y, lde_svg_font font, double width,
                          const char *text);

/* What is drawn between belongs together; `tip` (may be NULL) is shown by a pointer. */
void lde_svg_group(lde_svg *svg, const char *tip);
void lde_svg_group_end(lde_svg *svg);
void lde_svg_link(lde_svg *svg, const char *target, const char *label);
void lde_svg_link_end(lde_svg *svg);

/* Appends text as XML and HTML hold it. */
void lde_markup_escape(lde_buffer *out, const char *text);
/* As lde_buffer_printf with the text cleared first; returns the text. */
const char *lde_picture_print(lde_buffer *text, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
/* The amount in whole units, as a picture shows it: € 12.500. Appends. */
void lde_picture_money(lde_buffer *out, const lde_dataset *dataset, int64_t minor,
                       lde_language lang);
/* The amount with all decimals. Appends. */
void lde_picture_money_exact(lde_buffer *out, const lde_dataset *dataset, int64_t minor,
                             lde_language lang);
/* A round step, so that `most` is reached in at most `count` of them. */
double lde_picture_step(double most, int count);

/* A table with the content of a picture: begin, columns, cells row by row, end. */
typedef struct lde_html_table {
  lde_buffer *out;
  LDE_VEC(bool) numbers; /* by column */
  size_t column, rows;
} lde_html_table;
void lde_html_table_begin(lde_html_table *table, lde_buffer *out, const char *caption);
void lde_html_table_column(lde_html_table *table, const char *title, bool number);
/* The first cell of a row is its heading. */
void lde_html_table_cell(lde_html_table *table, const char *text);
/* The text of the buffer, which is emptied. */
void lde_html_table_take(lde_html_table *table, lde_buffer *text);
void lde_html_table_end(lde_html_table *table);

#endif
