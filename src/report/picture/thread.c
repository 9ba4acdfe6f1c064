/* The golden thread as a whole: a band for each goal, from what it is for to what is done for it. */
#include "base/error.h"
#include "report/picture/bands.h"
#include "report/reasons.h"

#define TITLE(lang)                                                                                \
  LDE_TR(lang, "The golden thread: from goal to euro", "De rode draad: van doel tot euro")

enum { BANDS_MAX = 12, GAP = 22, PAD = 8, LINE = 15 };

/* The columns by width: the goal and the four of the bands. */
static const int parts[LDE_BAND_COLUMNS + 1] = {168, 152, 166, 186, 184};

typedef struct overview {
  lde_svg svg;
  lde_bands bands;
  double x[LDE_BAND_COLUMNS + 1], width[LDE_BAND_COLUMNS + 1];
  size_t items_max;
  lde_buffer text;
} overview;

static void place_columns(overview *o)
{
  double room = o->svg.width - 2 * PAD - GAP * LDE_BAND_COLUMNS, sum = 0, x = PAD;

  for (int i = 0; i <= LDE_BAND_COLUMNS; i++)
    sum += parts[i];
  for (int i = 0; i <= LDE_BAND_COLUMNS; i++) {
    o->x[i] = x;
    o->width[i] = parts[i] * room / sum;
    x += o->width[i] + GAP;
  }
  o->items_max = o->bands.bands.len <= 2   ? 10
                 : o->bands.bands.len <= 4 ? 6
                 : o->bands.bands.len <= 6 ? 4
                                           : 3;
}

/* A sign that says what was found about it, and leads there. */
static void put_sign(overview *o, const lde_finding *finding, double x, double y)
{
  lde_buffer anchor = {0};
  bool linked = finding && o->svg.style->links;

  if (linked) {
    lde_picture_finding_anchor(&anchor, finding);
    lde_svg_link(&o->svg, anchor.data, finding->message);
  }
  lde_svg_warning(&o->svg, x, y, !finding || finding->severity == LDE_ERROR);
  if (linked)
    lde_svg_link_end(&o->svg);
  lde_buffer_free(&anchor);
}

/* One item; returns its height. With `draw` false it is only measured. */
static double put_item(overview *o, const lde_band_item *item, int column, double y, bool draw)
{
  lde_svg_font font = {12, false, LDE_COLOR_INK, LDE_ANCHOR_START};
  lde_svg_font small = {11, false, item->broken ? LDE_COLOR_RED : LDE_COLOR_MUTED,
                        LDE_ANCHOR_START};
  bool marked = item->finding || item->broken;
  double x = o->x[column], width = o->width[column], room = width - 12 - (marked ? 20 : 0), height;
  int lines = lde_svg_text_wrap(NULL, 0, 0, font, room, LINE, 2, item->label);

  lines = lines ? lines : 1;
  height = 8 + LINE * lines + (*item->detail ? 14 : 0);
  if (!draw)
    return height;
  lde_svg_group(&o->svg, item->finding ? item->finding->message : NULL);
  lde_svg_rect(&o->svg, x, y, width, height, 4, item->broken ? LDE_COLOR_ROSE : LDE_COLOR_PAPER,
               (lde_svg_stroke){item->broken ? LDE_COLOR_RED : LDE_COLOR_LINE, 1, item->broken});
  lde_svg_text_wrap(&o->svg, x + 6, y + 15, font, room, LINE, 2, item->label);
  if (*item->detail)
    lde_svg_text_fit(&o->svg, x + 6, y + 14 + LINE * lines, small, room, item->detail);
  if (marked)
    put_sign(o, item->finding, x + width - 13, y + 13);
  lde_svg_group_end(&o->svg);
  return height;
}

/* "+ 12 more · € 4.500" */
static void put_more(overview *o, const lde_band *band, int column, size_t from, double y)
{
  lde_svg_font font = {12, false, LDE_COLOR_MUTED, LDE_ANCHOR_START};
  int64_t money = 0;

  for (size_t i = from; i < band->columns[column].len; i++)
    money += band->columns[column].data[i].money;
  lde_picture_print(&o->text, LDE_TR(o->svg.lang, "+ %zu more", "+ %zu meer"),
                    band->columns[column].len - from);
  if (money) {
    lde_buffer_puts(&o->text, " · ");
    lde_picture_money(&o->text, o->bands.dataset, money, o->svg.lang);
  }
  lde_svg_text_fit(&o->svg, o->x[column + 1] + 6, y + 13, font, o->width[column + 1] - 8,
                   o->text.data);
}

static double put_cell(overview *o, const lde_band *band, int column, double y, bool draw)
{
  size_t count = band->columns[column].len, shown = count <= o->items_max ? count : o->items_max;
  double at = y;

  for (size_t i = 0; i < shown; i++)
    at += put_item(o, &band->columns[column].data[i], column + 1, at, draw) + 5;
  if (shown < count) {
    if (draw)
      put_more(o, band, column, shown, at);
    at += 20;
  }
  return at - y;
}

/* Is nothing there where the thread breaks? Then the words stand there, else at the goal. */
static bool is_missing(const lde_band *band, int column)
{
  return band->goal != LDE_NO_ROW && band->breaks[column] && !band->columns[column].len;
}

static const char *said_at_goal(const lde_band *band)
{
  for (int c = 0; c <= LDE_BAND_COLUMNS; c++)
    if (band->breaks[c] && (c == LDE_BAND_COLUMNS || !is_missing(band, c)))
      return band->breaks[c];
  return "";
}

static double put_goal(overview *o, const lde_band *band, double y, bool draw)
{
  lde_svg_font font = {13, true, LDE_COLOR_INK, LDE_ANCHOR_START};
  lde_svg_font small = {12, false, LDE_COLOR_MUTED, LDE_ANCHOR_START};
  lde_svg_font alarm = {12, true, LDE_COLOR_RED, LDE_ANCHOR_START};
  const char *said = said_at_goal(band);
  double x = o->x[0] + 10 + 10 * (band->depth < 3 ? band->depth : 3);
  double room = o->x[0] + o->width[0] - x - (band->finding ? 20 : 4);
  int lines = lde_svg_text_wrap(draw ? &o->svg : NULL, x, y + 15, font, room, 17, 5, band->label);
  double at = y + 15 + 17 * lines;

  if (!draw)
    return 17 * lines + 46 + 15 * lde_svg_text_wrap(NULL, 0, 0, alarm, room, LINE, 3, said);
  lde_buffer_truncate(&o->text, 0);
  lde_picture_money(&o->text, o->bands.dataset, band->money, o->svg.lang);
  small.bold = true;
  small.color = LDE_COLOR_INK;
  lde_svg_text_fit(&o->svg, x, at + 2, small, room, o->text.data);
  small.bold = false;
  small.color = LDE_COLOR_MUTED;
  if (band->goal != LDE_NO_ROW) {
    lde_buffer_truncate(&o->text, 0);
    lde_buffer_puts(&o->text, LDE_TR(o->svg.lang, "weight ", "gewicht "));
    lde_percentage_format(&o->text, (double)band->weight / 1e6, o->svg.lang);
    if (band->has_parts)
      lde_buffer_puts(&o->text, LDE_TR(o->svg.lang, " in total", " totaal"));
    lde_svg_text_fit(&o->svg, x, at + 19, small, room, o->text.data);
  }
  lde_svg_text_wrap(&o->svg, x, at + 36, alarm, room, LINE, 3, said);
  if (band->finding)
    put_sign(o, band->finding, o->x[0] + o->width[0] - 8, y + 11);
  return at + 36 - y;
}

/* The way between two columns: whole, or broken where the first link is missing. */
static void put_link(overview *o, const lde_band *band, int column, double y)
{
  double x = o->x[column] + o->width[column] + 2, end = o->x[column + 1] - 2;
  bool here = band->breaks[column] != NULL;
  lde_svg_stroke stroke = {here ? LDE_COLOR_RED : LDE_COLOR_MUTED, here ? 2 : 1.5, here};

  if (band->goal == LDE_NO_ROW || (!here && !band->columns[column].len))
    return;
  lde_svg_line(&o->svg, x, y, end - 4, y, stroke);
  if (here)
    lde_svg_break(&o->svg, (x + end) / 2, y);
  else
    lde_svg_arrow(&o->svg, end, y, LDE_COLOR_MUTED);
}

/* What is missing, in words, where it should stand. */
static void put_missing(overview *o, const lde_band *band, int column, double y)
{
  lde_svg_font font = {12, true, LDE_COLOR_RED, LDE_ANCHOR_START};
  double x = o->x[column + 1], width = o->width[column + 1];

  lde_svg_rect(&o->svg, x, y, width, 40, 4, LDE_COLOR_ROSE,
               (lde_svg_stroke){LDE_COLOR_RED, 1.5, true});
  lde_svg_text_wrap(&o->svg, x + 6, y + 16, font, width - 12, LINE, 2, band->breaks[column]);
}

static double put_band(overview *o, const lde_band *band, double y)
{
  double height = put_goal(o, band, y, false);

  for (int c = 0; c < LDE_BAND_COLUMNS; c++) {
    double cell = put_cell(o, band, c, y, false);
    height = cell > height ? cell : height;
  }
  lde_svg_rect(&o->svg, PAD / 2, y - 8, o->svg.width - PAD, height + 12, 6, LDE_COLOR_BAND,
               (lde_svg_stroke){0});
  lde_svg_rect(&o->svg, PAD / 2, y - 8, 4, height + 12, 2,
               band->broken ? LDE_COLOR_RED : LDE_COLOR_BLUE, (lde_svg_stroke){0});
  put_goal(o, band, y, true);
  for (int c = 0; c < LDE_BAND_COLUMNS; c++) {
    put_link(o, band, c, y + 16);
    put_cell(o, band, c, y, true);
    if (is_missing(band, c))
      put_missing(o, band, c, y);
  }
  return y + height + 16;
}

static double put_vision(overview *o, double y)
{
  lde_svg_font font = {12, false, LDE_COLOR_INK, LDE_ANCHOR_START};
  lde_svg_font head = {12, true, LDE_COLOR_MUTED, LDE_ANCHOR_START};
  int lines;

  if (!*o->bands.vision)
    return y;
  lines = lde_svg_text_wrap(NULL, 0, 0, font, o->svg.width - 4 * PAD - 150, 16, 3, o->bands.vision);
  lde_svg_rect(&o->svg, PAD / 2, y, o->svg.width - PAD, 16 * lines + 14, 6, LDE_COLOR_SKY,
               (lde_svg_stroke){0});
  head.color = LDE_COLOR_INK;
  lde_svg_text(&o->svg, 2 * PAD, y + 18, head,
               LDE_TR(o->svg.lang, "Mission and vision", "Missie en visie"));
  lde_svg_text_wrap(&o->svg, 2 * PAD + 150, y + 18, font, o->svg.width - 4 * PAD - 150, 16, 3,
                    o->bands.vision);
  return y + 16 * lines + 22;
}

static bool has_signs(const overview *o)
{
  for (size_t i = 0; i < o->bands.bands.len; i++) {
    const lde_band *band = &o->bands.bands.data[i];
    if (band->finding)
      return true;
    for (int c = 0; c < LDE_BAND_COLUMNS; c++)
      for (size_t n = 0; n < band->columns[c].len; n++)
        if (band->columns[c].data[n].finding)
          return true;
  }
  return false;
}

static void describe(overview *o, lde_buffer *how)
{
  lde_language lang = o->svg.lang;
  size_t broken = 0, goals = 0;
  lde_buffer money = {0};

  for (size_t i = 0; i < o->bands.bands.len; i++) {
    goals += o->bands.bands.data[i].goal != LDE_NO_ROW;
    broken += o->bands.bands.data[i].goal != LDE_NO_ROW && o->bands.bands.data[i].broken;
  }
  lde_picture_money(&money, o->bands.dataset, o->bands.money, lang);
  lde_count_format(how, (int64_t)goals, LDE_TR(lang, "goal", "doel"),
                   LDE_TR(lang, "goals", "doelen"), lang);
  lde_buffer_printf(how, LDE_TR(lang, ", %s of learning. ", ", voor %s aan leren. "), money.data);
  if (broken)
    lde_buffer_printf(how,
                      LDE_TR(lang, "%zu of the threads break; red and dashed shows where.",
                             "Bij %zu breekt de draad; rood en gestippeld staat waar."),
                      broken);
  else
    lde_buffer_puts(how, LDE_TR(lang, "Every thread runs from goal to offering.",
                                "Elke draad loopt van doel tot opleiding."));
  lde_buffer_puts(
      how, LDE_TR(lang, " What serves several goals stands at each, with its part of the money.",
                  " Wat meer doelen dient, staat bij elk, met zijn deel van het geld."));
  if (has_signs(o))
    lde_buffer_puts(
        how, LDE_TR(lang, " A triangle marks what the rules warn of; a filled one is an error.",
                    " Een driehoek staat bij een bevinding; is hij gevuld, dan is het een fout."));
  lde_buffer_free(&money);
}

static void draw_overview(lde_buffer *out, overview *o)
{
  lde_language lang = o->svg.lang;
  lde_svg_font head = {12, true, LDE_COLOR_MUTED, LDE_ANCHOR_START};
  const lde_band *bands = o->bands.bands.data;
  size_t count = o->bands.bands.len, stray = bands[count - 1].goal == LDE_NO_ROW;
  size_t shown = count - stray <= BANDS_MAX ? count - stray : BANDS_MAX;
  lde_buffer how = {0};
  double y;

  place_columns(o);
  describe(o, &how);
  y = put_vision(o, lde_picture_head(&o->svg, TITLE(lang), how.data) + 2);
  lde_svg_text(&o->svg, o->x[0] + 10, y + 12, head, LDE_TR(lang, "Goals", "Doelen"));
  for (int c = 0; c < LDE_BAND_COLUMNS; c++)
    lde_svg_text(&o->svg, o->x[c + 1], y + 12, head,
                 lde_band_column_name((lde_band_column)c, lang));
  y += 30;
  for (size_t i = 0; i < shown; i++)
    y = put_band(o, &bands[i], y);
  if (shown < count - stray) {
    lde_buffer_truncate(&o->text, 0);
    lde_buffer_puts(&o->text, "+ ");
    lde_count_format(&o->text, (int64_t)(count - stray - shown),
                     LDE_TR(lang, "other goal", "ander doel"),
                     LDE_TR(lang, "other goals", "andere doelen"), lang);
    lde_svg_text(&o->svg, o->x[0], y + 2, head, o->text.data);
    y += 22;
  }
  if (stray)
    y = put_band(o, &bands[count - 1], y);
  lde_svg_finish(&o->svg, out, y, TITLE(lang), how.data);
  lde_buffer_free(&how);
}

void lde_picture_thread(lde_buffer *out, lde_dataset *ds, const lde_offer *offer,
                        const lde_findings *findings, const lde_picture_focus *focus,
                        const lde_picture_style *style)
{
  overview o = {0};

  if (focus) {
    lde_picture_focus_draw(out, ds, offer, findings, focus, style);
    return;
  }
  lde_bands_find(&o.bands, ds, offer, findings, style);
  if (!o.bands.bands.len) {
    lde_picture_nothing(out, style, TITLE(style->language),
                        LDE_TR(style->language, "There are no goals, needs or offerings yet.",
                               "Er zijn nog geen doelen, behoeften of opleidingen."));
  } else {
    lde_svg_begin(&o.svg, style);
    draw_overview(out, &o);
  }
  lde_bands_free(&o.bands);
  lde_buffer_free(&o.text);
}

static void put_list(lde_html_table *table, const lde_band *band, int column, lde_buffer *text)
{
  lde_buffer_truncate(text, 0);
  for (size_t i = 0; i < band->columns[column].len; i++) {
    const lde_band_item *item = &band->columns[column].data[i];
    lde_buffer_printf(text, "%s%s", i ? "; " : "", item->label);
    if (*item->detail)
      lde_buffer_printf(text, " (%s)", item->detail);
  }
  if (!text->len)
    lde_buffer_puts(text, "–");
  lde_html_table_take(table, text);
}

void lde_picture_thread_table(lde_buffer *out, lde_dataset *ds, const lde_offer *offer,
                              const lde_findings *findings, const lde_picture_focus *focus,
                              const lde_picture_style *style)
{
  lde_language lang = style->language;
  lde_html_table table;
  lde_buffer text = {0};
  lde_bands bands;

  if (focus) {
    lde_picture_focus_table(out, ds, offer, focus, style);
    return;
  }
  lde_bands_find(&bands, ds, offer, findings, style);
  lde_html_table_begin(&table, out, TITLE(lang));
  lde_html_table_column(&table, LDE_TR(lang, "Goal", "Doel"), false);
  lde_html_table_column(&table, LDE_TR(lang, "Weight", "Gewicht"), true);
  for (int c = 0; c < LDE_BAND_COLUMNS; c++)
    lde_html_table_column(&table, lde_band_column_name((lde_band_column)c, lang), false);
  lde_html_table_column(&table, LDE_TR(lang, "Money", "Geld"), true);
  lde_html_table_column(&table, LDE_TR(lang, "Thread", "Draad"), false);
  for (size_t i = 0; i < bands.bands.len; i++) {
    const lde_band *band = &bands.bands.data[i];
    lde_html_table_cell(&table, band->label);
    if (band->goal != LDE_NO_ROW)
      lde_percentage_format(&text, (double)band->weight / 1e6, lang);
    lde_html_table_take(&table, &text);
    for (int c = 0; c < LDE_BAND_COLUMNS; c++)
      put_list(&table, band, c, &text);
    lde_picture_money_exact(&text, ds, band->money, lang);
    lde_html_table_take(&table, &text);
    for (int c = 0; c <= LDE_BAND_COLUMNS; c++)
      if (band->breaks[c])
        lde_buffer_printf(&text, "%s%s", text.len ? "; " : LDE_TR(lang, "broken: ", "gebroken: "),
                          band->breaks[c]);
    if (!band->broken)
      lde_buffer_puts(&text, band->goal == LDE_NO_ROW ? "–" : LDE_TR(lang, "complete", "volledig"));
    lde_html_table_take(&table, &text);
  }
  lde_html_table_end(&table);
  lde_buffer_free(&text);
  lde_bands_free(&bands);
}
