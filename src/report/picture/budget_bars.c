/* Each budget: a track as long as the money there is, and in it what is planned, committed and spent. */
#include <string.h>

#include "base/error.h"
#include "report/picture/lines.h"
#include "report/reasons.h"

#define TITLE(lang)                                                                                \
  LDE_TR(lang, "Budgets: planned, committed and spent",                                            \
         "Budgetten: gepland, verplicht en uitgegeven")

enum { SHOWN_MAX = 16, LABEL = 250, NUMBERS = 270, LANE = 17, MEASURES = 3 };

typedef struct bars {
  lde_svg svg;
  lde_dataset *ds;
  lde_picture_budgets budgets;
  bool used[MEASURES]; /* does any budget have it? */
  double scale;        /* pixels per minor unit */
  lde_buffer text;
} bars;

static const struct {
  lde_color color;
} looks[MEASURES] = {{LDE_COLOR_BLUE}, {LDE_COLOR_HATCH_ORANGE}, {LDE_COLOR_TEAL}};

static const char *name_of(int measure, lde_language lang)
{
  switch (measure) {
  case 0:
    return LDE_TR(lang, "Planned", "Gepland");
  case 1:
    return LDE_TR(lang, "Committed", "Verplicht");
  default:
    return LDE_TR(lang, "Spent", "Uitgegeven");
  }
}

static int64_t amount_of(const lde_picture_budget *budget, int measure)
{
  return measure == 0 ? budget->planned : measure == 1 ? budget->committed : budget->executed;
}

static void draw_measure(bars *b, const lde_picture_budget *budget, int measure, double y)
{
  lde_language lang = b->svg.lang;
  int64_t money = lde_picture_budget_money(budget), amount = amount_of(budget, measure);
  double within = (double)(amount < money ? amount : money) * b->scale;
  double over = (double)(amount - money) * b->scale;
  lde_svg_font font = {12, amount > money, amount > money ? LDE_COLOR_RED : LDE_COLOR_INK,
                       LDE_ANCHOR_END};
  lde_svg_font label = {12, false, LDE_COLOR_MUTED, LDE_ANCHOR_START};
  lde_svg_stroke edge = {LDE_COLOR_ORANGE, 1, false};

  if (within > 0)
    lde_svg_rect(&b->svg, LABEL, y + 2, within, LANE - 5, 0, looks[measure].color,
                 measure == 1 ? edge : (lde_svg_stroke){0});
  if (amount > money)
    lde_svg_rect(&b->svg, LABEL + (money > 0 ? (double)money * b->scale : 0), y + 2, over, LANE - 5,
                 0, LDE_COLOR_HATCH_RED, (lde_svg_stroke){LDE_COLOR_RED, 1, false});
  lde_svg_text(&b->svg, b->svg.width - NUMBERS + 16, y + 12, label, name_of(measure, lang));
  lde_buffer_truncate(&b->text, 0);
  lde_picture_money(&b->text, b->ds, amount, lang);
  lde_svg_text(&b->svg, b->svg.width - 76, y + 12, font, b->text.data);
  lde_buffer_truncate(&b->text, 0);
  if (money > 0)
    lde_percentage_format(&b->text, (double)(amount * 1000 / money) / 1000, lang);
  else
    lde_buffer_puts(&b->text, "–");
  lde_svg_text(&b->svg, b->svg.width - 8, y + 12, font, lde_buffer_text(&b->text));
}

/* Whose it is and what for: "Zorg · verplicht · 2027-Q1". Ids alone say little. */
static const char *purpose_of(bars *b, int32_t row)
{
  int32_t unit = lde_get_row(b->ds, budget, unit, row);
  const lde_choices *owners = lde_choices_find("bearer"), *lanes = lde_choices_find("lane");
  const char *period = lde_text_of(b->ds, budget, period, row);

  if (unit != LDE_NO_ROW)
    lde_picture_label(&b->text, b->ds, LDE_E(unit), unit, b->svg.lang);
  else
    lde_picture_print(
        &b->text, "%s",
        owners->items[lde_get(b->ds, budget, owner, row)].label[b->svg.lang == LDE_DUTCH]);
  if (lde_has(b->ds, budget, lane, row))
    lde_buffer_printf(
        &b->text, " · %s",
        lanes->items[lde_get(b->ds, budget, lane, row)].label[b->svg.lang == LDE_DUTCH]);
  if (*period && strcmp(period, b->ds->year) != 0)
    lde_buffer_printf(&b->text, " · %s", period);
  return lde_buffer_text(&b->text);
}

static void draw_names(bars *b, const lde_picture_budget *budget, double y)
{
  lde_svg_font font = {13, true, LDE_COLOR_INK, LDE_ANCHOR_START};
  lde_svg_font small = {12, false, LDE_COLOR_MUTED, LDE_ANCHOR_START};
  double indent = 8 + 12.0 * (budget->depth < 6 ? budget->depth : 6);
  int64_t left = lde_picture_budget_money(budget) - budget->planned;
  lde_buffer amount = {0}, all = {0};

  lde_svg_text_fit(&b->svg, indent, y + 13, font, LABEL - 10 - indent,
                   lde_picture_label(&b->text, b->ds, LDE_E(budget), budget->row, b->svg.lang));
  lde_svg_text_fit(&b->svg, indent, y + 29, small, LABEL - 10 - indent, purpose_of(b, budget->row));
  lde_picture_money(&all, b->ds, lde_picture_budget_money(budget), b->svg.lang);
  lde_picture_money(&amount, b->ds, left < 0 ? -left : left, b->svg.lang);
  if (left < 0) {
    lde_picture_print(&b->text, LDE_TR(b->svg.lang, "%s too much on %s", "%s te veel op %s"),
                      amount.data, all.data);
    small.color = LDE_COLOR_RED;
    small.bold = true;
    lde_svg_warning(&b->svg, indent + 8, y + 41, true);
    indent += 20;
  } else {
    lde_picture_print(&b->text, LDE_TR(b->svg.lang, "%s left of %s", "%s over van %s"), amount.data,
                      all.data);
  }
  lde_svg_text_fit(&b->svg, indent, y + 45, small, LABEL - 10 - indent, b->text.data);
  lde_buffer_free(&amount);
  lde_buffer_free(&all);
}

static double draw_budget(bars *b, const lde_picture_budget *budget, double y)
{
  double money = (double)lde_picture_budget_money(budget) * b->scale, height = 0;

  for (int m = 0; m < MEASURES; m++)
    height += b->used[m] ? LANE : 0;
  if (height < 3 * LANE)
    height = 3 * LANE; /* room for the three lines of the names */
  lde_svg_line(&b->svg, 8, y - 8, b->svg.width - 8, y - 8,
               (lde_svg_stroke){LDE_COLOR_LINE, 1, false});
  if (money > 0)
    lde_svg_rect(&b->svg, LABEL, y, money, height, 0, LDE_COLOR_BAND, (lde_svg_stroke){0});
  draw_names(b, budget, y);
  for (int m = 0, lane = 0; m < MEASURES; m++)
    if (b->used[m] && (m == 0 || amount_of(budget, m)))
      draw_measure(b, budget, m, y + LANE * lane++);
  if (money >= 0)
    lde_svg_line(&b->svg, LABEL + money, y - 3, LABEL + money, y + height + 3,
                 (lde_svg_stroke){LDE_COLOR_INK, 2, false});
  return y + height + 18;
}

/* Marks with 1 the budgets to show when there are too many: the largest, with what stands above them. */
static size_t choose(const bars *b, unsigned char *shown)
{
  size_t count = b->budgets.len;

  if (count <= SHOWN_MAX) {
    for (size_t i = 0; i < count; i++)
      shown[i] = 1;
    return count;
  }
  for (int n = 0; n < SHOWN_MAX; n++) {
    size_t best = count;
    for (size_t i = 0; i < count; i++)
      if (!shown[i] && (best == count || lde_picture_budget_money(&b->budgets.data[i]) >
                                             lde_picture_budget_money(&b->budgets.data[best])))
        best = i;
    shown[best] = 1;
  }
  return SHOWN_MAX;
}

static void begin(bars *b, lde_dataset *ds, const lde_offer *offer, const lde_picture_style *style)
{
  int64_t most = 1;

  *b = (bars){.ds = ds};
  lde_svg_begin(&b->svg, style);
  lde_picture_budgets_find(&b->budgets, ds, offer);
  b->used[0] = true;
  for (size_t i = 0; i < b->budgets.len; i++) {
    const lde_picture_budget *budget = &b->budgets.data[i];
    if (lde_picture_budget_money(budget) > most)
      most = lde_picture_budget_money(budget);
    for (int m = 0; m < MEASURES; m++) {
      b->used[m] = b->used[m] || amount_of(budget, m) != 0;
      if (amount_of(budget, m) > most)
        most = amount_of(budget, m);
    }
  }
  b->scale = (b->svg.width - LABEL - NUMBERS) / (double)most;
}

static void end(bars *b)
{
  lde_vec_free(&b->budgets);
  lde_buffer_free(&b->text);
}

void lde_picture_budget_bars(lde_buffer *out, lde_dataset *ds, const lde_offer *offer,
                             const lde_picture_style *style)
{
  lde_language lang = style->language;
  const char *how = LDE_TR(lang,
                           "The track up to the thick mark is the money there is. What is beyond "
                           "the mark is too much. A budget contains the budgets that are indented "
                           "below it.",
                           "De baan tot de dikke streep is het beschikbare geld. Wat "
                           "voorbij de streep komt, is te veel. Een budget omvat de budgetten die "
                           "er ingesprongen onder staan.");
  unsigned char *shown;
  size_t count;
  double y;
  bars b;

  begin(&b, ds, offer, style);
  if (!b.budgets.len) {
    lde_buffer_free(&b.svg.body);
    end(&b);
    lde_picture_nothing(out, style, TITLE(lang),
                        LDE_TR(lang, "There are no budgets for this year.",
                               "Er zijn geen budgetten voor dit jaar."));
    return;
  }
  shown = lde_alloc(b.budgets.len, 1);
  count = choose(&b, shown);
  y = lde_picture_head(&b.svg, TITLE(lang), how) + 12;
  for (size_t i = 0; i < b.budgets.len; i++)
    if (shown[i])
      y = draw_budget(&b, &b.budgets.data[i], y);
  if (count < b.budgets.len) {
    lde_svg_font small = {12, false, LDE_COLOR_MUTED, LDE_ANCHOR_START};
    lde_svg_text(&b.svg, 8, y + 8, small,
                 lde_picture_print(
                     &b.text, LDE_TR(lang, "+ %zu smaller budgets", "+ %zu kleinere budgetten"),
                     b.budgets.len - count));
    y += 20;
  }
  lde_svg_finish(&b.svg, out, y, TITLE(lang), how);
  lde_free(shown);
  end(&b);
}

void lde_picture_budget_bars_table(lde_buffer *out, lde_dataset *ds, const lde_offer *offer,
                                   const lde_picture_style *style)
{
  lde_language lang = style->language;
  lde_html_table table;
  bars b;

  begin(&b, ds, offer, style);
  lde_html_table_begin(&table, out, TITLE(lang));
  lde_html_table_column(&table, "Budget", false);
  lde_html_table_column(&table, LDE_TR(lang, "Set", "Begroot"), true);
  lde_html_table_column(&table, LDE_TR(lang, "Carried in", "Overgeheveld"), true);
  for (int m = 0; m < MEASURES; m++)
    lde_html_table_column(&table, name_of(m, lang), true);
  lde_html_table_column(&table, LDE_TR(lang, "Left", "Over"), true);
  for (size_t i = 0; i < b.budgets.len; i++) {
    const lde_picture_budget *budget = &b.budgets.data[i];
    const int64_t amounts[] = {budget->setup,     budget->carry_in, budget->planned,
                               budget->committed, budget->executed,
                               lde_picture_budget_money(budget) - budget->planned};
    lde_html_table_cell(&table, lde_picture_label(&b.text, ds, LDE_E(budget), budget->row, lang));
    lde_buffer_truncate(&b.text, 0);
    for (size_t n = 0; n < sizeof amounts / sizeof *amounts; n++) {
      lde_picture_money_exact(&b.text, ds, amounts[n], lang);
      lde_html_table_take(&table, &b.text);
    }
  }
  lde_html_table_end(&table);
  end(&b);
}
