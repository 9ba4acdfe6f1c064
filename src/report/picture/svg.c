#include "report/picture/svg.h"

#include <math.h>
#include <stdarg.h>
#include <string.h>

#include "base/decimal.h"
#include "base/error.h"
#include "base/text.h"

enum { WIDTH = 960, GROUP_MIN = 5 };

/* Colours on light and on dark paper. Blue, orange and teal stay apart for every kind of colour
 * blindness; texts have a contrast of 4.5 or more on what they stand on. */
static const struct {
  const char *name, *light, *dark;
} palette[LDE_COLOR_COUNT] = {
    [LDE_COLOR_NONE] = {"none", "none", "none"},
    [LDE_COLOR_PAPER] = {"paper", "#ffffff", "#16191d"},
    [LDE_COLOR_INK] = {"ink", "#1b1f24", "#e8eaed"},
    [LDE_COLOR_MUTED] = {"muted", "#57606a", "#a8b0ba"},
    [LDE_COLOR_LINE] = {"line", "#c9d1d9", "#454c55"},
    [LDE_COLOR_BAND] = {"band", "#f3f5f8", "#21262c"},
    [LDE_COLOR_BLUE] = {"blue", "#0b5cad", "#6cb0f5"},
    [LDE_COLOR_SKY] = {"sky", "#cfe3f6", "#1d4063"},
    [LDE_COLOR_ORANGE] = {"orange", "#b35900", "#f0a24b"},
    [LDE_COLOR_SAND] = {"sand", "#fbe7cd", "#553811"},
    [LDE_COLOR_TEAL] = {"teal", "#0f766e", "#4fc9bb"},
    [LDE_COLOR_MINT] = {"mint", "#cdece6", "#154a45"},
    [LDE_COLOR_RED] = {"red", "#b3261e", "#ff8a80"},
    [LDE_COLOR_ROSE] = {"rose", "#fce8e6", "#4b1c19"},
    [LDE_COLOR_HEAT] = {"heat0", "#8a3c00", "#ffb765"},
    [LDE_COLOR_HEAT + 1] = {"heat1", "#b35900", "#d98a34"},
    [LDE_COLOR_HEAT + 2] = {"heat2", "#f2bd80", "#8a5417"},
    [LDE_COLOR_HEAT + 3] = {"heat3", "#fbe4c8", "#4d3417"},
    [LDE_COLOR_HEAT + 4] = {"heat4", "#f3f5f8", "#262b31"},
    [LDE_COLOR_HEAT_INK] = {"heatink0", "#ffffff", "#1b1f24"},
    [LDE_COLOR_HEAT_INK + 1] = {"heatink1", "#ffffff", "#1b1f24"},
    [LDE_COLOR_HEAT_INK + 2] = {"heatink2", "#1b1f24", "#ffffff"},
    [LDE_COLOR_HEAT_INK + 3] = {"heatink3", "#1b1f24", "#e8eaed"},
    [LDE_COLOR_HEAT_INK + 4] = {"heatink4", "#1b1f24", "#e8eaed"},
    [LDE_COLOR_HATCH] = {"hatch", NULL, NULL},
    [LDE_COLOR_HATCH_RED] = {"hatch-red", NULL, NULL},
    [LDE_COLOR_HATCH_ORANGE] = {"hatch-orange", NULL, NULL},
};

static const char *prefix_of(const lde_picture_style *style)
{
  return style->prefix ? style->prefix : "picture";
}

int lde_picture_group_min(const lde_picture_style *style)
{
  return style->group_min > 0 ? style->group_min : GROUP_MIN;
}

/* Style sheet */

static void add_rules(lde_buffer *out, bool dark)
{
  for (int c = LDE_COLOR_PAPER; c < LDE_COLOR_HATCH; c++) {
    const char *value = dark ? palette[c].dark : palette[c].light;
    lde_buffer_printf(out, ".lp-f-%s{fill:%s}.lp-s-%s{stroke:%s}\n", palette[c].name, value,
                      palette[c].name, value);
  }
}

void lde_picture_css(lde_buffer *out)
{
  lde_buffer_puts(
      out,
      ".lp{display:block;max-width:100%;height:auto}\n"
      ".lp text{font-variant-numeric:tabular-nums}\n"
      ".lp a:focus{outline:2px solid #0b5cad}\n"
      ".lp-table{border-collapse:collapse;font-variant-numeric:tabular-nums}\n"
      ".lp-table caption{text-align:left;font-weight:bold;padding:4px 0}\n"
      ".lp-table th,.lp-table td{border-bottom:1px solid #c9d1d9;padding:3px 10px 3px 0;"
      "text-align:left;vertical-align:top}\n"
      ".lp-table .lp-n{text-align:right;white-space:nowrap}\n"
      "@media screen and (prefers-color-scheme:dark){\n");
  add_rules(out, true);
  lde_buffer_puts(out, ".lp-table th,.lp-table td{border-color:#454c55}\n"
                       ".lp a:focus{outline-color:#6cb0f5}\n}\n");
}

void lde_picture_finding_anchor(lde_buffer *out, const lde_finding *finding)
{
  lde_buffer_printf(out, "finding-%.12s", finding->fingerprint);
}

/* Numbers and texts */

/* In tenths, by integers: printf would follow the locale. */
static void put_number(lde_buffer *out, double value)
{
  long long tenths = llround(value * 10);

  if (tenths < 0) {
    lde_buffer_putc(out, '-');
    tenths = -tenths;
  }
  lde_buffer_printf(out, "%lld", tenths / 10);
  if (tenths % 10)
    lde_buffer_printf(out, ".%lld", tenths % 10);
}

static void put_attribute(lde_svg *svg, const char *name, double value)
{
  lde_buffer_printf(&svg->body, " %s=\"", name);
  put_number(&svg->body, value);
  lde_buffer_putc(&svg->body, '"');
}

static void escape(lde_buffer *out, const char *text, size_t len)
{
  while (len) {
    size_t valid = lde_utf8_valid_length(text, len);
    for (size_t i = 0; i < valid; i++) {
      unsigned char c = (unsigned char)text[i];
      if (c == '&')
        lde_buffer_puts(out, "&amp;");
      else if (c == '<')
        lde_buffer_puts(out, "&lt;");
      else if (c == '>')
        lde_buffer_puts(out, "&gt;");
      else if (c == '"')
        lde_buffer_puts(out, "&quot;");
      else if (c == 0xEF && i + 2 < valid && (unsigned char)text[i + 1] == 0xBF &&
               (unsigned char)text[i + 2] >= 0xBE)
        i += 2; /* U+FFFE and U+FFFF, which XML refuses */
      else if (c == '\n' || c == '\t' || c == '\r')
        lde_buffer_putc(out, ' ');
      else if (c >= ' ' && c != 127)
        lde_buffer_putc(out, (char)c);
    }
    text += valid;
    len -= valid;
    if (len) { /* a byte that is no text */
      lde_buffer_puts(out, "\xEF\xBF\xBD");
      text++;
      len--;
    }
  }
}

void lde_markup_escape(lde_buffer *out, const char *text)
{
  escape(out, text, strlen(text));
}

const char *lde_picture_print(lde_buffer *text, const char *format, ...)
{
  va_list args;

  lde_buffer_truncate(text, 0);
  va_start(args, format);
  lde_buffer_vprintf(text, format, args);
  va_end(args);
  return lde_buffer_text(text);
}

void lde_picture_money_exact(lde_buffer *out, const lde_dataset *ds, int64_t minor,
                             lde_language lang)
{
  lde_money_format(out, minor, ds->currency, lang);
}

void lde_picture_money(lde_buffer *out, const lde_dataset *ds, int64_t minor, lde_language lang)
{
  int64_t one = 1, whole;
  size_t from = out->len;

  for (int i = 0; i < ds->currency_decimals; i++)
    one *= 10;
  whole = minor / one + (minor % one * 2 >= one) - (minor % one * 2 <= -one);
  lde_money_format(out, whole * one, ds->currency, lang);
  if (ds->currency_decimals && out->len - from > (size_t)ds->currency_decimals + 1)
    lde_buffer_truncate(out, out->len - (size_t)ds->currency_decimals - 1);
}

double lde_picture_step(double most, int count)
{
  double step;

  if (!(most > 0))
    return 1;
  step = pow(10, floor(log10(most / count)));
  if (step * count >= most)
    return step;
  if (step * 2 * count >= most)
    return step * 2;
  return step * 5 * count >= most ? step * 5 : step * 10;
}

/* Width of text: glyphs of a wide sans-serif in hundredths of the size, from the blank to the tilde. */
static const unsigned char glyphs[2][95] = {
    {32, 40, 46, 84, 64, 95, 78, 27, 39, 39, 50, 84, 32, 36,  32, 34, 64, 64, 64,
     64, 64, 64, 64, 64, 64, 64, 34, 34, 84, 84, 84, 53, 100, 68, 69, 70, 77, 63,
     58, 77, 75, 29, 29, 66, 56, 86, 75, 79, 60, 79, 69, 63,  61, 73, 68, 99, 69,
     61, 69, 39, 34, 39, 84, 50, 50, 61, 63, 55, 63, 62, 35,  63, 63, 28, 28, 58,
     28, 97, 63, 61, 63, 63, 41, 52, 39, 63, 59, 82, 59, 59,  52, 64, 34, 64, 84},
    {35, 46,  52, 84, 70, 100, 87, 31,  46, 46, 52, 84, 38, 42,  38, 37, 70, 70,  70,
     70, 70,  70, 70, 70, 70,  70, 40,  40, 84, 84, 84, 58, 100, 77, 76, 73, 83,  68,
     68, 82,  84, 37, 37, 77,  64, 100, 84, 85, 73, 85, 77, 72,  68, 81, 77, 110, 77,
     72, 73,  46, 37, 46, 84,  50, 50,  67, 72, 59, 72, 68, 44,  72, 71, 34, 34,  67,
     34, 104, 71, 69, 72, 72,  49, 60,  48, 71, 65, 92, 65, 65,  58, 71, 37, 71,  84}};

static double glyph_width(const char *text, size_t len, bool bold, size_t *size)
{
  int code = 0;

  *size = 1;
  if ((unsigned char)*text < 128)
    return *text >= 32 && *text < 127 ? glyphs[bold][*text - 32] : 0;
  if (!lde_utf8_valid_length(text, len < 4 ? len : 4))
    return 100;
  *size = lde_utf8_decode(text, len, &code);
  if (code == 0xA0 || code == 0xB7 || code == 0x2019 || code == 0x202F)
    return 38;
  if (code == 0x2013)
    return 50;
  if (code < 0x250)
    return (code < 0xC0 ? 60 : 78) + (bold ? 8 : 0); /* accents, and the wider letters among them */
  if (code == 0x20AC)
    return bold ? 70 : 64;
  return 100 * (lde_text_width(text, *size) > 1 ? 1.1 : 1);
}

static double measure(const char *text, size_t len, double size, bool bold)
{
  double sum = 0;

  for (size_t at = 0, step; at < len; at += step)
    sum += glyph_width(text + at, len - at, bold, &step);
  return sum * size / 100;
}

double lde_svg_text_width(const char *text, double size, bool bold)
{
  return measure(text, strlen(text), size, bold);
}

/* Bytes of the text that fit; all of them, or as many as leave room for an ellipsis. */
static size_t fitting(const char *text, size_t len, double size, bool bold, double width)
{
  double room = width - size, sum = 0;
  size_t at = 0, step;

  if (measure(text, len, size, bold) <= width)
    return len;
  while (at < len) {
    sum += glyph_width(text + at, len - at, bold, &step) * size / 100;
    if (sum > room)
      break;
    at += step;
  }
  while (at && text[at - 1] == ' ')
    at--;
  return at;
}

/* Picture */

void lde_svg_begin(lde_svg *svg, const lde_picture_style *style)
{
  *svg = (lde_svg){.style = style,
                   .lang = style->language,
                   .width = style->width > 0 ? style->width : WIDTH};
}

static void add_pattern(const lde_svg *svg, lde_buffer *out, lde_color pattern, lde_color ground,
                        lde_color stripe)
{
  lde_buffer_printf(
      out,
      "<pattern id=\"%s-%s\" width=\"6\" height=\"6\" patternUnits=\"userSpaceOnUse\" "
      "patternTransform=\"rotate(45)\"><rect width=\"6\" height=\"6\" fill=\"%s\" "
      "class=\"lp-f-%s\"/><rect width=\"2\" height=\"6\" fill=\"%s\" "
      "class=\"lp-f-%s\"/></pattern>\n",
      prefix_of(svg->style), palette[pattern].name, palette[ground].light, palette[ground].name,
      palette[stripe].light, palette[stripe].name);
}

void lde_svg_finish(lde_svg *svg, lde_buffer *out, double height, const char *title,
                    const char *description)
{
  const char *prefix = prefix_of(svg->style);

  if (svg->style->alone)
    lde_buffer_puts(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
  /* an image hides what is in it from those who listen: one with links is a group */
  lde_buffer_printf(out,
                    "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"lp\" role=\"%s\" "
                    "aria-labelledby=\"%s-title %s-desc\" lang=\"%s\" width=\"",
                    strstr(lde_buffer_text(&svg->body), "<a href=") ? "group" : "img", prefix,
                    prefix, LDE_TR(svg->lang, "en", "nl"));
  put_number(out, svg->width);
  lde_buffer_puts(out, "\" height=\"");
  put_number(out, height);
  lde_buffer_puts(out, "\" viewBox=\"0 0 ");
  put_number(out, svg->width);
  lde_buffer_putc(out, ' ');
  put_number(out, height);
  lde_buffer_puts(out, "\" font-family=\"'Segoe UI','Helvetica Neue',Arial,'Liberation Sans',"
                       "sans-serif\">\n");
  lde_buffer_printf(out, "<title id=\"%s-title\">", prefix);
  lde_markup_escape(out, title);
  lde_buffer_printf(out, "</title>\n<desc id=\"%s-desc\">", prefix);
  lde_markup_escape(out, description);
  lde_buffer_puts(out, "</desc>\n");
  if (svg->style->alone) {
    lde_buffer_puts(out, "<style>\n");
    lde_picture_css(out);
    lde_buffer_puts(out, "</style>\n");
  }
  lde_buffer_puts(out, "<defs>\n");
  add_pattern(svg, out, LDE_COLOR_HATCH, LDE_COLOR_BAND, LDE_COLOR_LINE);
  add_pattern(svg, out, LDE_COLOR_HATCH_RED, LDE_COLOR_ROSE, LDE_COLOR_RED);
  add_pattern(svg, out, LDE_COLOR_HATCH_ORANGE, LDE_COLOR_SAND, LDE_COLOR_ORANGE);
  lde_buffer_puts(out, "</defs>\n");
  if (svg->style->alone)
    lde_buffer_printf(out,
                      "<rect width=\"100%%\" height=\"100%%\" fill=\"%s\" class=\"lp-f-paper\"/>\n",
                      palette[LDE_COLOR_PAPER].light);
  lde_buffer_append(out, lde_buffer_text(&svg->body), svg->body.len);
  lde_buffer_puts(out, "</svg>\n");
  lde_buffer_free(&svg->body);
}

/* Shapes */

static void put_paint(lde_svg *svg, lde_color fill, lde_svg_stroke stroke)
{
  bool stroked = stroke.color != LDE_COLOR_NONE && stroke.width > 0;
  lde_buffer *out = &svg->body;

  if (fill >= LDE_COLOR_HATCH)
    lde_buffer_printf(out, " fill=\"url(#%s-%s)\"", prefix_of(svg->style), palette[fill].name);
  else
    lde_buffer_printf(out, " fill=\"%s\"", palette[fill].light);
  if (stroked) {
    lde_buffer_printf(out, " stroke=\"%s\"", palette[stroke.color].light);
    put_attribute(svg, "stroke-width", stroke.width);
    if (stroke.dashed)
      lde_buffer_puts(out, " stroke-dasharray=\"5 4\"");
  }
  if ((fill != LDE_COLOR_NONE && fill < LDE_COLOR_HATCH) || stroked) {
    lde_buffer_puts(out, " class=\"");
    if (fill != LDE_COLOR_NONE && fill < LDE_COLOR_HATCH)
      lde_buffer_printf(out, "lp-f-%s%s", palette[fill].name, stroked ? " " : "");
    if (stroked)
      lde_buffer_printf(out, "lp-s-%s", palette[stroke.color].name);
    lde_buffer_putc(out, '"');
  }
}

void lde_svg_rect(lde_svg *svg, double x, double y, double width, double height, double radius,
                  lde_color fill, lde_svg_stroke stroke)
{
  lde_buffer_puts(&svg->body, "<rect");
  put_attribute(svg, "x", x);
  put_attribute(svg, "y", y);
  put_attribute(svg, "width", width > 0 ? width : 0);
  put_attribute(svg, "height", height > 0 ? height : 0);
  if (radius > 0)
    put_attribute(svg, "rx", radius);
  put_paint(svg, fill, stroke);
  lde_buffer_puts(&svg->body, "/>\n");
}

void lde_svg_line(lde_svg *svg, double x1, double y1, double x2, double y2, lde_svg_stroke stroke)
{
  lde_buffer_puts(&svg->body, "<line");
  put_attribute(svg, "x1", x1);
  put_attribute(svg, "y1", y1);
  put_attribute(svg, "x2", x2);
  put_attribute(svg, "y2", y2);
  put_paint(svg, LDE_COLOR_NONE, stroke);
  lde_buffer_puts(&svg->body, "/>\n");
}

void lde_svg_points(lde_svg *svg, const double *points, size_t count, bool closed, lde_color fill,
                    lde_svg_stroke stroke)
{
  lde_buffer_printf(&svg->body, "<%s points=\"", closed ? "polygon" : "polyline");
  for (size_t i = 0; i < 2 * count; i++) {
    if (i)
      lde_buffer_putc(&svg->body, i % 2 ? ',' : ' ');
    put_number(&svg->body, points[i]);
  }
  lde_buffer_putc(&svg->body, '"');
  put_paint(svg, fill, stroke);
  lde_buffer_puts(&svg->body, "/>\n");
}

void lde_svg_curve(lde_svg *svg, double x1, double y1, double x2, double y2, lde_svg_stroke stroke)
{
  const double at[] = {x1, y1, (x1 + x2) / 2, y1, (x1 + x2) / 2, y2, x2, y2};

  lde_buffer_puts(&svg->body, "<path d=\"");
  for (size_t i = 0; i < 8; i++) {
    if (i)
      lde_buffer_putc(&svg->body, ' ');
    if (i == 0)
      lde_buffer_putc(&svg->body, 'M');
    if (i == 2)
      lde_buffer_putc(&svg->body, 'C');
    put_number(&svg->body, at[i]);
  }
  lde_buffer_putc(&svg->body, '"');
  put_paint(svg, LDE_COLOR_NONE, stroke);
  lde_buffer_puts(&svg->body, "/>\n");
}

void lde_svg_circle(lde_svg *svg, double x, double y, double radius, lde_color fill,
                    lde_svg_stroke stroke)
{
  lde_buffer_puts(&svg->body, "<circle");
  put_attribute(svg, "cx", x);
  put_attribute(svg, "cy", y);
  put_attribute(svg, "r", radius);
  put_paint(svg, fill, stroke);
  lde_buffer_puts(&svg->body, "/>\n");
}

void lde_svg_arrow(lde_svg *svg, double x, double y, lde_color color)
{
  const double points[] = {x - 6, y - 4, x, y, x - 6, y + 4};
  lde_svg_points(svg, points, 3, true, color, (lde_svg_stroke){0});
}

void lde_svg_warning(lde_svg *svg, double x, double y, bool severe)
{
  const double points[] = {x, y - 7, x + 7.5, y + 6, x - 7.5, y + 6};
  lde_color color = severe ? LDE_COLOR_RED : LDE_COLOR_ORANGE;
  lde_color mark = severe ? LDE_COLOR_PAPER : LDE_COLOR_ORANGE;

  lde_svg_points(svg, points, 3, true, severe ? color : LDE_COLOR_PAPER,
                 (lde_svg_stroke){color, severe ? 0 : 1.5, false});
  lde_svg_line(svg, x, y - 3, x, y + 1.5, (lde_svg_stroke){mark, 1.8, false});
  lde_svg_circle(svg, x, y + 3.7, 1, mark, (lde_svg_stroke){0});
}

void lde_svg_break(lde_svg *svg, double x, double y)
{
  lde_svg_stroke cross = {LDE_COLOR_PAPER, 2, false};
  lde_svg_circle(svg, x, y, 8, LDE_COLOR_RED, (lde_svg_stroke){0});
  lde_svg_line(svg, x - 3, y - 3, x + 3, y + 3, cross);
  lde_svg_line(svg, x - 3, y + 3, x + 3, y - 3, cross);
}

/* Texts */

static void put_text(lde_svg *svg, double x, double y, lde_svg_font font, const char *text,
                     size_t len, const char *end, const char *whole, bool slanted)
{
  static const char *const anchors[] = {"start", "middle", "end"};
  lde_buffer *out = &svg->body;

  lde_buffer_puts(out, "<text");
  put_attribute(svg, "x", x);
  put_attribute(svg, "y", y);
  put_attribute(svg, "font-size", font.size);
  if (font.bold)
    lde_buffer_puts(out, " font-weight=\"700\"");
  if (font.anchor != LDE_ANCHOR_START)
    lde_buffer_printf(out, " text-anchor=\"%s\"", anchors[font.anchor]);
  if (slanted) {
    lde_buffer_puts(out, " transform=\"rotate(-45 ");
    put_number(out, x);
    lde_buffer_putc(out, ' ');
    put_number(out, y);
    lde_buffer_puts(out, ")\"");
  }
  put_paint(svg, font.color, (lde_svg_stroke){0});
  lde_buffer_putc(out, '>');
  if (whole) {
    lde_buffer_puts(out, "<title>");
    lde_markup_escape(out, whole);
    lde_buffer_puts(out, "</title>");
  }
  escape(out, text, len);
  lde_buffer_puts(out, end);
  lde_buffer_puts(out, "</text>\n");
}

void lde_svg_text(lde_svg *svg, double x, double y, lde_svg_font font, const char *text)
{
  put_text(svg, x, y, font, text, strlen(text), "", NULL, false);
}

static void text_fit(lde_svg *svg, double x, double y, lde_svg_font font, double width,
                     const char *text, bool slanted)
{
  size_t len = strlen(text), fits = fitting(text, len, font.size, font.bold, width);
  put_text(svg, x, y, font, text, fits, fits < len ? "…" : "", fits < len ? text : NULL, slanted);
}

void lde_svg_text_fit(lde_svg *svg, double x, double y, lde_svg_font font, double width,
                      const char *text)
{
  text_fit(svg, x, y, font, width, text, false);
}

void lde_svg_text_slanted(lde_svg *svg, double x, double y, lde_svg_font font, double width,
                          const char *text)
{
  text_fit(svg, x, y, font, width, text, true);
}

/* Bytes of the next line: up to the last blank that fits, or as much of a word as fits. */
static size_t next_line(const char *text, size_t len, lde_svg_font font, double width, bool *split)
{
  double sum = 0, hyphen = glyphs[font.bold]['-' - 32] * font.size / 100;
  size_t at = 0, blank = 0, whole = 0, step;

  *split = false;
  while (at < len) {
    sum += glyph_width(text + at, len - at, font.bold, &step) * font.size / 100;
    if (sum > width && at) {
      *split = text[at] != ' ' && !blank;
      return text[at] == ' ' ? at : blank ? blank : whole ? whole : at;
    }
    at += step;
    if (sum + hyphen <= width)
      whole = at; /* so much of the word leaves room for a hyphen */
    if (text[at - step] == ' ' && !(at > 3 && memcmp(text + at - 4, "€", 3) == 0))
      blank = at; /* an amount stays whole */
    else if (text[at - step] == '-' && at < len && text[at] != ' ')
      blank = at;
  }
  return len;
}

int lde_svg_text_wrap(lde_svg *svg, double x, double y, lde_svg_font font, double width,
                      double line_height, int lines, const char *text)
{
  const char *at = text;
  int count = 0;

  while (*at && count < lines) {
    bool split;
    size_t left = strlen(at), len = next_line(at, left, font, width, &split), shown = len;
    bool cut = count == lines - 1 && len < left;
    if (cut)
      shown = fitting(at, left, font.size, font.bold, width);
    while (!cut && shown && at[shown - 1] == ' ')
      shown--;
    if (svg)
      put_text(svg, x, y + count * line_height, font, at, shown, cut ? "…" : split ? "-" : "",
               cut ? text : NULL, false);
    at += len;
    at += strspn(at, " ");
    count++;
  }
  return count;
}

/* Groups */

void lde_svg_group(lde_svg *svg, const char *tip)
{
  lde_buffer_puts(&svg->body, "<g>");
  if (tip) {
    lde_buffer_puts(&svg->body, "<title>");
    lde_markup_escape(&svg->body, tip);
    lde_buffer_puts(&svg->body, "</title>");
  }
  lde_buffer_putc(&svg->body, '\n');
}

void lde_svg_group_end(lde_svg *svg)
{
  lde_buffer_puts(&svg->body, "</g>\n");
}

void lde_svg_link(lde_svg *svg, const char *target, const char *label)
{
  lde_buffer_puts(&svg->body, "<a href=\"#");
  lde_markup_escape(&svg->body, target);
  lde_buffer_puts(&svg->body, "\" aria-label=\"");
  lde_markup_escape(&svg->body, label);
  lde_buffer_puts(&svg->body, "\">");
}

void lde_svg_link_end(lde_svg *svg)
{
  lde_buffer_puts(&svg->body, "</a>\n");
}
