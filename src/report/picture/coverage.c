/* Heat map: in which units which competencies are there, and where they lack. */
#include <stdlib.h>

#include "base/error.h"
#include "report/picture/lines.h"
#include "report/reasons.h"

#define TITLE(lang)                                                                                \
  LDE_TR(lang, "Who has the level that the work asks", "Wie heeft het niveau dat het werk vraagt")

enum {
  UNITS_MAX = 24,
  UNITS_MIN = 4,
  COMPETENCIES_MAX = 16,
  LABEL = 210,
  SLANT = 170,
  MARGIN = 130,
  CELL = 36
};

typedef struct cell {
  int64_t people, known, met, served;
} cell;

typedef struct map {
  lde_dataset *ds;
  const lde_picture_style *style;
  int32_t *unit_of;        /* unit row → row of the map; LDE_NO_ROW = none */
  int32_t *units;          /* row of the map → unit */
  int32_t *competency_of;  /* competency row → column */
  int32_t *competencies;   /* column → competency, most people without it first */
  size_t unit_count, competency_count;
  cell *cells;
  bool with_offer, rolled;
  lde_buffer text;
} map;

static cell *at(const map *m, size_t unit, size_t competency)
{
  return &m->cells[unit * m->competency_count + competency];
}

static int depth_of(const lde_dataset *ds, int32_t unit)
{
  int depth = 0;
  for (int32_t up = lde_get_row(ds, unit, parent, unit); up != LDE_NO_ROW && depth < 64;
       up = lde_get_row(ds, unit, parent, up))
    depth++;
  return depth;
}

static int32_t ancestor_at(const lde_dataset *ds, int32_t unit, int depth)
{
  for (int has = depth_of(ds, unit); has > depth; has--)
    unit = lde_get_row(ds, unit, parent, unit);
  return unit;
}

/* How many units there are when those below a depth are taken together. */
static size_t count_at(const map *m, const unsigned char *used, int depth)
{
  int32_t count = lde_count(m->ds, unit);
  unsigned char *stands = lde_alloc((size_t)count + 1, 1);
  size_t sum = 0;

  for (int32_t unit = 0; unit < count; unit++)
    if (used[unit])
      stands[ancestor_at(m->ds, unit, depth)] = 1;
  for (int32_t unit = 0; unit < count; unit++)
    sum += stands[unit];
  lde_free(stands);
  return sum;
}

/* Units that stand for those below them, as deep as still fits. */
static void find_units(map *m)
{
  int32_t count = lde_count(m->ds, unit);
  unsigned char *used = lde_alloc((size_t)count + 1, 1), *stands = lde_alloc((size_t)count + 1, 1);
  int deepest = 0;

  m->unit_of = lde_alloc((size_t)count + 1, sizeof *m->unit_of);
  m->units = lde_alloc((size_t)count + 1, sizeof *m->units);
  for (int32_t row = 0; row < lde_count(m->ds, gap); row++) {
    int32_t unit = lde_get_row(m->ds, gap, unit, row);
    if (unit != LDE_NO_ROW && !used[unit]) {
      int depth = depth_of(m->ds, unit);
      used[unit] = 1;
      deepest = depth > deepest ? depth : deepest;
    }
  }
  for (int depth = deepest; depth >= 0; depth--) {
    m->unit_count = 0;
    for (int32_t unit = 0; unit < count; unit++)
      stands[unit] = 0;
    for (int32_t unit = 0; unit < count; unit++) {
      m->unit_of[unit] = LDE_NO_ROW;
      if (used[unit])
        stands[m->unit_of[unit] = ancestor_at(m->ds, unit, depth)] = 1;
    }
    for (int32_t unit = 0; unit < count; unit++)
      m->unit_count += stands[unit];
    m->rolled = depth < deepest;
    if (m->unit_count <= UNITS_MAX || (depth > 0 && count_at(m, used, depth - 1) < UNITS_MIN))
      break; /* they fit, or the next level up says too little */
  }
  m->unit_count = 0;
  for (int32_t unit = 0; unit < count; unit++)
    if (stands[unit]) {
      stands[unit] = 0;
      m->units[m->unit_count++] = unit;
    }
  for (int32_t unit = 0; unit < count; unit++)
    for (size_t i = 0; used[unit] && i < m->unit_count; i++)
      if (m->units[i] == m->unit_of[unit]) {
        m->unit_of[unit] = (int32_t)i;
        break;
      }
  lde_free(used);
  lde_free(stands);
}

typedef struct lack {
  int32_t competency;
  int64_t people, missing;
} lack;

static int by_missing(const void *a, const void *b)
{
  const lack *x = a, *y = b;
  if (x->missing != y->missing)
    return x->missing < y->missing ? 1 : -1;
  if (x->people != y->people)
    return x->people < y->people ? 1 : -1;
  return (x->competency > y->competency) - (x->competency < y->competency);
}

static void find_competencies(map *m)
{
  int32_t count = lde_count(m->ds, competency);
  lack *lacks = lde_alloc((size_t)count + 1, sizeof *lacks);

  m->competency_of = lde_alloc((size_t)count + 1, sizeof *m->competency_of);
  m->competencies = lde_alloc((size_t)count + 1, sizeof *m->competencies);
  for (int32_t row = 0; row < count; row++)
    lacks[row].competency = row;
  for (int32_t row = 0; row < lde_count(m->ds, gap); row++) {
    lack *l = &lacks[lde_get_row(m->ds, gap, competency, row)];
    if (lde_get_row(m->ds, gap, unit, row) == LDE_NO_ROW)
      continue;
    l->people++;
    l->missing += lde_get(m->ds, gap, gap, row) > 0;
  }
  qsort(lacks, (size_t)count, sizeof *lacks, by_missing);
  for (int32_t i = 0; i < count; i++) {
    m->competency_of[lacks[i].competency] = LDE_NO_ROW;
    if (lacks[i].people) {
      m->competency_of[lacks[i].competency] = (int32_t)m->competency_count;
      m->competencies[m->competency_count++] = lacks[i].competency;
    }
  }
  lde_free(lacks);
}

static void serve(map *m, int32_t unit, int32_t competency, int64_t heads)
{
  if (unit != LDE_NO_ROW && competency != LDE_NO_ROW && m->unit_of[unit] != LDE_NO_ROW &&
      m->competency_of[competency] != LDE_NO_ROW)
    at(m, (size_t)m->unit_of[unit], (size_t)m->competency_of[competency])->served += heads;
}

static void add_offer(map *m, const lde_offer *offer)
{
  const lde_field *field = &lde_schema_entity(m->ds->schema, LDE_E(need_competency))
                                ->fields[LDE_F(need_competency, need)];

  for (size_t i = 0; i < offer->needs.len; i++) {
    const lde_offer_need *need = &offer->needs.data[i];
    lde_rows asked;
    if (need->need == LDE_NO_ROW) {
      serve(m, need->unit, need->competency, need->covered);
      continue;
    }
    asked = lde_dataset_inverse(m->ds, field, LDE_E(need), need->need);
    for (size_t c = 0; c < asked.count; c++)
      serve(m, need->unit, lde_get_row(m->ds, need_competency, competency, asked.rows[c]),
            need->covered);
  }
}

static void find(map *m, lde_dataset *ds, const lde_offer *offer, const lde_picture_style *style)
{
  *m = (map){.ds = ds, .style = style, .with_offer = offer != NULL};
  find_units(m);
  find_competencies(m);
  m->cells = lde_alloc(m->unit_count * m->competency_count + 1, sizeof *m->cells);
  for (int32_t row = 0; row < lde_count(ds, gap); row++) {
    int32_t unit = lde_get_row(ds, gap, unit, row);
    cell *c;
    if (unit == LDE_NO_ROW)
      continue;
    c = at(m, (size_t)m->unit_of[unit],
           (size_t)m->competency_of[lde_get_row(ds, gap, competency, row)]);
    c->people++;
    c->known += lde_has(ds, gap, gap, row);
    c->met += lde_has(ds, gap, gap, row) && lde_get(ds, gap, gap, row) == 0;
  }
  if (offer)
    add_offer(m, offer);
}

static void release(map *m)
{
  lde_free(m->unit_of);
  lde_free(m->units);
  lde_free(m->competency_of);
  lde_free(m->competencies);
  lde_free(m->cells);
  lde_buffer_free(&m->text);
}

static int64_t percent(int64_t part, int64_t whole)
{
  return part * 100 / whole; /* down: 100% is everybody */
}

static int64_t after(const cell *c)
{
  return c->met + c->served < c->known ? c->met + c->served : c->known;
}

static bool is_hidden(const map *m, const cell *c)
{
  return c->known < lde_picture_group_min(m->style);
}

/* Rows to draw: all, or those where most people lack a level. */
static size_t choose_units(const map *m, unsigned char *shown)
{
  int64_t *missing = lde_alloc(m->unit_count + 1, sizeof *missing);
  size_t count = m->unit_count < UNITS_MAX ? m->unit_count : UNITS_MAX;

  for (size_t u = 0; u < m->unit_count; u++)
    for (size_t c = 0; c < m->competency_count; c++)
      missing[u] += at(m, u, c)->known - at(m, u, c)->met;
  for (size_t n = 0; n < count; n++) {
    size_t best = m->unit_count;
    for (size_t u = 0; u < m->unit_count; u++)
      if (!shown[u] && (best == m->unit_count || missing[u] > missing[best]))
        best = u;
    shown[best] = 1;
  }
  lde_free(missing);
  return count;
}

/* Drawing */

static void draw_cell(lde_svg *svg, map *m, const cell *c, double x, double y, double width)
{
  lde_svg_stroke edge = {LDE_COLOR_PAPER, 1, false};
  lde_svg_font font = {12, true, LDE_COLOR_MUTED, LDE_ANCHOR_MIDDLE};
  lde_svg_font small = {10, false, LDE_COLOR_MUTED, LDE_ANCHOR_MIDDLE};
  int64_t share;
  bool more;
  int shade;

  if (!c->people)
    return;
  if (is_hidden(m, c)) {
    lde_svg_rect(svg, x, y, width, CELL, 2, LDE_COLOR_HATCH, edge);
    lde_svg_rect(svg, x + width / 2 - 14, y + CELL / 2 - 8, 28, 16, 2, LDE_COLOR_BAND,
                 (lde_svg_stroke){0});
    font.bold = false;
    lde_svg_text(
        svg, x + width / 2, y + CELL / 2 + 4, font,
        lde_picture_print(&m->text, c->known ? "<%d" : "?", lde_picture_group_min(m->style)));
    return;
  }
  share = percent(c->met, c->known);
  shade = share < 25 ? 0 : share < 50 ? 1 : share < 75 ? 2 : share < 100 ? 3 : 4;
  font.color = small.color = (lde_color)(LDE_COLOR_HEAT_INK + shade);
  lde_svg_rect(svg, x, y, width, CELL, 2, (lde_color)(LDE_COLOR_HEAT + shade), edge);
  more = m->with_offer && percent(after(c), c->known) > share;
  lde_svg_text(svg, x + width / 2, y + (more ? 15 : 22), font,
               lde_picture_print(&m->text, "%d%%", (int)share));
  if (more)
    lde_svg_text(svg, x + width / 2, y + 29, small,
                 lde_picture_print(&m->text, "→%d%%", (int)percent(after(c), c->known)));
}

static double draw_legend(lde_svg *svg, map *m, double y)
{
  static const char *const labels[] = {"<25%", "25–49%", "50–74%", "75–99%", "100%"};
  lde_svg_font font = {11, false, LDE_COLOR_MUTED, LDE_ANCHOR_START};
  double x = 8;

  for (int i = 0; i < 5; i++) {
    lde_svg_rect(svg, x, y, 16, 14, 2, (lde_color)(LDE_COLOR_HEAT + i),
                 (lde_svg_stroke){LDE_COLOR_LINE, 1, false});
    lde_svg_text(svg, x + 22, y + 11, font, labels[i]);
    x += 34 + lde_svg_text_width(labels[i], font.size, false);
  }
  lde_svg_rect(svg, x, y, 16, 14, 2, LDE_COLOR_HATCH, (lde_svg_stroke){LDE_COLOR_LINE, 1, false});
  lde_picture_print(
      &m->text,
      LDE_TR(svg->lang,
             "fewer than %d people with a known level (?: nobody assessed); empty: not asked",
             "minder dan %d mensen met bekend niveau (?: niemand beoordeeld); leeg: niet gevraagd"),
      lde_picture_group_min(m->style));
  lde_svg_text_fit(svg, x + 22, y + 11, font, svg->width - x - 30, m->text.data);
  return y + 26;
}

static void describe(const map *m, lde_buffer *how)
{
  lde_language lang = m->style->language;

  lde_buffer_puts(how,
                  LDE_TR(lang,
                         "Share of the assessed people who have the level that their role asks; "
                         "the stronger the colour, the more people lack it.",
                         "Deel van de beoordeelde mensen dat het niveau heeft dat hun functie "
                         "vraagt; hoe sterker de kleur, hoe meer mensen het missen."));
  if (m->with_offer)
    lde_buffer_puts(how, LDE_TR(lang, " After the arrow: who has it or gets a seat in the offer.",
                                " Na de pijl: wie het heeft of een plaats in het aanbod krijgt."));
  if (m->rolled)
    lde_buffer_puts(how, LDE_TR(lang, " Units include those below them.",
                                " Onderdelen zijn inclusief wat eronder valt."));
}

static bool is_empty(const map *m)
{
  return !m->unit_count || !m->competency_count;
}

void lde_picture_coverage(lde_buffer *out, lde_dataset *ds, const lde_offer *offer,
                          const lde_picture_style *style)
{
  lde_language lang = style->language;
  lde_svg_font label = {12, false, LDE_COLOR_INK, LDE_ANCHOR_START};
  lde_buffer how = {0};
  unsigned char *shown;
  size_t columns, units;
  double y, width;
  lde_svg svg;
  map m;

  find(&m, ds, offer, style);
  if (is_empty(&m)) {
    release(&m);
    lde_picture_nothing(out, style, TITLE(lang),
                        LDE_TR(lang, "No role asks a level of a competency yet.",
                               "Nog geen functie vraagt een niveau van een competentie."));
    return;
  }
  columns = m.competency_count < COMPETENCIES_MAX ? m.competency_count : COMPETENCIES_MAX;
  shown = lde_alloc(m.unit_count, 1);
  units = choose_units(&m, shown);
  describe(&m, &how);
  lde_svg_begin(&svg, style);
  y = lde_picture_head(&svg, TITLE(lang), how.data) + SLANT * 0.71 + 8;
  width = (svg.width - LABEL - MARGIN) / (double)columns;
  width = width > 64 ? 64 : width;
  for (size_t c = 0; c < columns; c++)
    lde_svg_text_slanted(
        &svg, LABEL + width * ((double)c + 0.5) + 4, y - 6, label, SLANT,
        lde_picture_label(&m.text, ds, LDE_E(competency), m.competencies[c], lang));
  for (size_t u = 0; u < m.unit_count; u++) {
    if (!shown[u])
      continue;
    lde_svg_text_fit(&svg, 8, y + 22, label, LABEL - 18,
                     lde_picture_label(&m.text, ds, LDE_E(unit), m.units[u], lang));
    for (size_t c = 0; c < columns; c++)
      draw_cell(&svg, &m, at(&m, u, c), LABEL + width * (double)c, y, width);
    y += CELL;
  }
  y = draw_legend(&svg, &m, y + 14);
  if (columns < m.competency_count || units < m.unit_count) {
    label.color = LDE_COLOR_MUTED;
    lde_picture_print(&m.text, "%s", LDE_TR(lang, "Not shown: ", "Niet getoond: "));
    if (columns < m.competency_count)
      lde_buffer_printf(&m.text,
                        LDE_TR(lang, "%zu competencies that fewer people lack. ",
                               "%zu competenties die minder mensen missen. "),
                        m.competency_count - columns);
    if (units < m.unit_count)
      lde_buffer_printf(&m.text, LDE_TR(lang, "%zu units where fewer people lack a level. ",
                               "%zu onderdelen waar minder mensen een niveau missen. "),
                        m.unit_count - units);
    lde_svg_text_fit(&svg, 8, y + 8, label, svg.width - 16, m.text.data);
    y += 20;
  }
  lde_svg_finish(&svg, out, y, TITLE(lang), how.data);
  lde_free(shown);
  lde_buffer_free(&how);
  release(&m);
}

void lde_picture_coverage_table(lde_buffer *out, lde_dataset *ds, const lde_offer *offer,
                                const lde_picture_style *style)
{
  lde_language lang = style->language;
  lde_html_table table;
  map m;

  find(&m, ds, offer, style);
  lde_html_table_begin(&table, out, TITLE(lang));
  lde_html_table_column(&table, LDE_TR(lang, "Competency", "Competentie"), false);
  for (size_t u = 0; u < m.unit_count; u++)
    lde_html_table_column(&table, lde_picture_label(&m.text, ds, LDE_E(unit), m.units[u], lang),
                          true);
  for (size_t c = 0; c < m.competency_count; c++) {
    lde_html_table_cell(&table,
                        lde_picture_label(&m.text, ds, LDE_E(competency), m.competencies[c], lang));
    lde_buffer_truncate(&m.text, 0);
    for (size_t u = 0; u < m.unit_count; u++) {
      const cell *each = at(&m, u, c);
      if (!each->people)
        lde_buffer_puts(&m.text, "–");
      else if (is_hidden(&m, each))
        lde_buffer_printf(&m.text, each->known ? "<%d" : "?", lde_picture_group_min(style));
      else
        lde_buffer_printf(&m.text, LDE_TR(lang, "%d%% of %d", "%d%% van %d"),
                          (int)percent(each->met, each->known), (int)each->known);
      if (each->people && !is_hidden(&m, each) && offer)
        lde_buffer_printf(&m.text, " → %d%%", (int)percent(after(each), each->known));
      lde_html_table_take(&table, &m.text);
    }
  }
  lde_html_table_end(&table);
  release(&m);
}
