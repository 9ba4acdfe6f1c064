/* Amounts that lead from one total to another: a row each, so that long names stay legible. */
#include "base/error.h"
#include "base/integer.h"
#include "report/picture/lines.h"

enum { LABEL = 330, NUMBERS = 150, ROW = 32 };

typedef struct span {
  int64_t from, to;
} span;

/* Where each bar begins and ends; a total begins at nothing. */
static span *spans_of(const lde_waterfall *w, int64_t *least, int64_t *most)
{
  span *spans = lde_alloc(w->steps.len + 1, sizeof *spans);
  int64_t sum = 0;

  *least = *most = 0;
  for (size_t i = 0; i < w->steps.len; i++) {
    const struct lde_waterfall_step *step = &w->steps.data[i];
    if (step->kind == LDE_WATERFALL_TOTAL) {
      if (i == 0)
        sum = step->amount;
      spans[i] = (span){0, sum};
    } else {
      spans[i].from = sum;
      sum = lde_add_capped(sum, step->amount);
      spans[i].to = sum;
    }
    if (sum < *least)
      *least = sum;
    if (sum > *most)
      *most = sum;
  }
  if (*most == *least)
    *most = *least + 1;
  return spans;
}

/* "+ € 120,00": the sign apart, so that gains and losses differ without colour. */
static const char *print_amount(lde_buffer *text, const lde_dataset *ds,
                                const struct lde_waterfall_step *step, int64_t sum,
                                lde_language lang)
{
  int64_t amount = step->kind == LDE_WATERFALL_TOTAL ? sum : step->amount;

  lde_buffer_truncate(text, 0);
  if (step->kind == LDE_WATERFALL_STEP)
    lde_buffer_puts(text, amount < 0 ? "− " : "+ ");
  lde_picture_money_exact(text, ds,
                          step->kind == LDE_WATERFALL_STEP && amount < 0 ? -amount : amount, lang);
  return text->data;
}

void lde_picture_waterfall(lde_buffer *out, lde_dataset *ds, const lde_waterfall *w,
                           const lde_picture_style *style)
{
  const char *how = LDE_TR(style->language,
                           "Read from top to bottom: each bar begins where the one above it ended.",
                           "Lees van boven naar beneden: elke balk begint waar de vorige eindigt.");
  int64_t least, most;
  span *spans = spans_of(w, &least, &most);
  lde_buffer text = {0};
  double y, scale, zero;
  lde_svg svg;

  lde_svg_begin(&svg, style);
  y = lde_picture_head(&svg, w->title, how) + 8;
  scale = (svg.width - LABEL - NUMBERS - 16) / ((double)most - (double)least);
  zero = LABEL - (double)least * scale;
  lde_svg_line(&svg, zero, y - 4, zero, y + ROW * (double)w->steps.len,
               (lde_svg_stroke){LDE_COLOR_LINE, 1, false});
  for (size_t i = 0; i < w->steps.len; i++, y += ROW) {
    const struct lde_waterfall_step *step = &w->steps.data[i];
    bool total = step->kind == LDE_WATERFALL_TOTAL;
    double from = zero + (double)spans[i].from * scale, to = zero + (double)spans[i].to * scale;
    lde_svg_font font = {13, total, LDE_COLOR_INK, LDE_ANCHOR_START};
    lde_color color = total ? LDE_COLOR_BLUE : step->amount < 0 ? LDE_COLOR_TEAL : LDE_COLOR_ORANGE;
    double left = from < to ? from : to, length = from < to ? to - from : from - to;
    if (total && spans[i].to < 0)
      color = LDE_COLOR_RED;
    lde_svg_text_fit(&svg, total ? 8 : 20, y + 19, font, LABEL - (total ? 20 : 32), step->label);
    lde_svg_rect(&svg, left, y + 5, length < 1 ? 1 : length, ROW - 12, 0, color,
                 (lde_svg_stroke){0});
    if (i + 1 < w->steps.len)
      lde_svg_line(&svg, to, y + ROW - 7, to, y + ROW + 5,
                   (lde_svg_stroke){LDE_COLOR_MUTED, 1, false});
    font.anchor = LDE_ANCHOR_END;
    lde_svg_text(&svg, svg.width - 8, y + 19, font,
                 print_amount(&text, ds, step, spans[i].to, style->language));
  }
  lde_svg_finish(&svg, out, y + 8, w->title, how);
  lde_buffer_free(&text);
  lde_free(spans);
}

void lde_picture_waterfall_table(lde_buffer *out, lde_dataset *ds, const lde_waterfall *w,
                                 const lde_picture_style *style)
{
  lde_language lang = style->language;
  int64_t least, most;
  span *spans = spans_of(w, &least, &most);
  lde_html_table table;
  lde_buffer text = {0};

  lde_html_table_begin(&table, out, w->title);
  lde_html_table_column(&table, LDE_TR(lang, "Step", "Stap"), false);
  lde_html_table_column(&table, LDE_TR(lang, "Amount", "Bedrag"), true);
  lde_html_table_column(&table, LDE_TR(lang, "Running total", "Lopend totaal"), true);
  for (size_t i = 0; i < w->steps.len; i++) {
    lde_html_table_cell(&table, w->steps.data[i].label);
    lde_html_table_cell(&table, print_amount(&text, ds, &w->steps.data[i], spans[i].to, lang));
    lde_buffer_truncate(&text, 0);
    lde_picture_money_exact(&text, ds, spans[i].to, lang);
    lde_html_table_take(&table, &text);
  }
  lde_html_table_end(&table);
  lde_buffer_free(&text);
  lde_free(spans);
}
