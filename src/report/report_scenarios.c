/* Scenarios of an offer side by side, and what happens when nothing is done. */
#include <string.h>

#include "base/date.h"
#include "base/decimal.h"
#include "base/error.h"
#include "report/reasons.h"
#include "report/whatif.h"

enum { SMALLEST_GROUP = 5, MOST = 8 };

typedef struct page {
  lde_buffer *out;
  lde_dataset *ds;
  lde_language lang;
  const lde_style *style; /* NULL: Markdown */
  bool markdown;
} page;

/* ---- figures of one scenario ---- */

/* The supplier that most of the money goes to, and its share of the cost. */
static int32_t largest_supplier(lde_dataset *ds, const lde_offer *offer, double *share)
{
  int32_t count = lde_count(ds, supplier), best = LDE_NO_ROW;
  int64_t *sums = lde_alloc((size_t)count + 1, sizeof *sums);

  for (size_t i = 0; i < offer->lines.len; i++) {
    int32_t supplier = lde_get_row(ds, offering, supplier, offer->lines.data[i].offering);
    if (supplier != LDE_NO_ROW)
      sums[supplier] += offer->lines.data[i].cost;
  }
  for (int32_t row = 0; row < count; row++)
    if (sums[row] > 0 && (best == LDE_NO_ROW || sums[row] > sums[best]))
      best = row;
  *share = best == LDE_NO_ROW || !offer->cost ? 0 : (double)sums[best] / (double)offer->cost;
  lde_free(sums);
  return best;
}

static bool is_named(const lde_scenario_row *row, const char *name)
{
  return row->standard && strcmp(row->name, name) == 0;
}

static const char *label_of(const lde_scenario_row *row, lde_language lang)
{
  if (is_named(row, "base"))
    return LDE_TR(lang, "this plan", "dit plan");
  if (is_named(row, "nothing"))
    return LDE_TR(lang, "do nothing", "niets doen");
  if (is_named(row, "mandatory_only"))
    return LDE_TR(lang, "mandatory only", "alleen verplicht");
  if (is_named(row, "outsource_design"))
    return LDE_TR(lang, "outsource design", "ontwerp uitbesteden");
  if (is_named(row, "outsource_delivery"))
    return LDE_TR(lang, "outsource delivery", "uitvoering uitbesteden");
  if (is_named(row, "budgets_less"))
    return LDE_TR(lang, "budgets −10%", "budgetten −10%");
  if (is_named(row, "budgets_more"))
    return LDE_TR(lang, "budgets +10%", "budgetten +10%");
  return row->name;
}

/* ---- the table ---- */

static void take_signed(lde_grid *grid, lde_buffer *cell, double value, lde_language lang)
{
  if (value > 0)
    lde_buffer_putc(cell, '+');
  lde_fixed_format(cell, value, 1, lang);
  lde_grid_take(grid, cell);
}

static void take_count(lde_grid *grid, lde_buffer *cell, int64_t count, lde_language lang)
{
  lde_decimal_format(cell, count, 0, 0, lang);
  lde_grid_take(grid, cell);
}

static void add_row(const page *p, lde_grid *grid, const lde_scenario_row *row,
                    const lde_offer *base)
{
  const lde_offer *offer = row->offer;
  lde_buffer cell = {0};
  double share;
  int32_t supplier = largest_supplier(p->ds, offer, &share);

  lde_buffer_puts(&cell, label_of(row, p->lang));
  lde_grid_take(grid, &cell);
  lde_fixed_format(&cell, offer->value, 1, p->lang);
  lde_grid_take(grid, &cell);
  take_signed(grid, &cell, offer == base ? 0 : offer->value - base->value, p->lang);
  lde_amount_format(&cell, p->ds, offer->cost, p->lang);
  lde_grid_take(grid, &cell);
  take_count(grid, &cell, lde_offer_people(offer), p->lang);
  take_count(grid, &cell, lde_offer_shortfall(offer), p->lang);
  take_count(grid, &cell, lde_offer_offerings(offer), p->lang);
  if (offer->status == LDE_OFFER_INFEASIBLE)
    lde_buffer_puts(&cell, LDE_TR(p->lang, "no plan", "geen plan"));
  else if (offer->gap > 0)
    lde_percentage_format(&cell, offer->gap, p->lang);
  else
    lde_buffer_puts(&cell, "0%");
  lde_grid_take(grid, &cell);
  if (supplier == LDE_NO_ROW) {
    lde_buffer_puts(&cell, "–");
  } else {
    lde_row_label(p->ds, lde_dataset_table(p->ds, LDE_E(supplier)), supplier, p->lang, &cell);
    lde_buffer_putc(&cell, ' ');
    lde_percentage_format(&cell, share, p->lang);
  }
  lde_grid_take(grid, &cell);
  lde_buffer_free(&cell);
}

static void end_grid(const page *p, lde_grid *grid)
{
  if (p->markdown)
    lde_grid_markdown(p->out, grid);
  else
    lde_grid_print(p->out, grid, 2, p->style);
  lde_grid_free(grid);
}

static void put_title(const page *p, const char *title)
{
  lde_buffer_putc(p->out, '\n');
  if (p->markdown)
    lde_buffer_printf(p->out, "## %s\n\n", title);
  else {
    lde_paint_text(p->out, p->style, LDE_PAINT_BOLD, title);
    lde_buffer_putc(p->out, '\n');
  }
}

static void put_paragraph(const page *p, const char *text)
{
  if (p->markdown)
    lde_buffer_printf(p->out, "%s\n\n", text);
  else {
    lde_buffer_fill(p->out, ' ', 2);
    lde_wrap(p->out, text, 2, 2, lde_style_columns(p->style));
  }
}

static void put_table(const page *p, const lde_scenario_table *table)
{
  lde_grid grid = {0};

  put_title(p, LDE_TR(p->lang, "What if", "Wat als"));
  lde_grid_column(&grid, "Scenario", LDE_GRID_TEXT);
  lde_grid_column(&grid, LDE_TR(p->lang, "Value", "Waarde"), LDE_GRID_NUMBER);
  lde_grid_column(&grid, LDE_TR(p->lang, "Difference", "Verschil"), LDE_GRID_NUMBER);
  lde_grid_column(&grid, LDE_TR(p->lang, "Cost", "Kosten"), LDE_GRID_NUMBER);
  lde_grid_column(&grid, LDE_TR(p->lang, "People", "Mensen"), LDE_GRID_NUMBER);
  lde_grid_column(&grid, LDE_TR(p->lang, "Mandatory without seat", "Verplicht zonder plaats"),
                  LDE_GRID_NUMBER);
  lde_grid_column(&grid, LDE_TR(p->lang, "Offerings", "Leeraanbod"), LDE_GRID_NUMBER);
  lde_grid_column(&grid, LDE_TR(p->lang, "At most better", "Hooguit beter"), LDE_GRID_NUMBER);
  lde_grid_column(&grid, LDE_TR(p->lang, "Largest provider", "Grootste opleider"), LDE_GRID_TEXT);
  for (size_t i = 0; i < table->count; i++)
    add_row(p, &grid, &table->rows[i], table->rows[0].offer);
  end_grid(p, &grid);
}

/* ---- nothing ---- */

/* People in a cell: small groups are not shown as such. */
static void take_people(const page *p, lde_grid *grid, lde_buffer *cell, int64_t count)
{
  if (count > 0 && count < SMALLEST_GROUP)
    lde_buffer_printf(cell, "< %d", SMALLEST_GROUP);
  else
    lde_decimal_format(cell, count, 0, 0, p->lang);
  lde_grid_take(grid, cell);
}

static void put_quarters(const page *p, const lde_do_nothing *nothing)
{
  lde_grid grid = {0};
  lde_buffer cell = {0};

  lde_grid_column(&grid, LDE_TR(p->lang, "Quarter", "Kwartaal"), LDE_GRID_FIXED);
  lde_grid_column(&grid, LDE_TR(p->lang, "Certificates lapse", "Certificaten verlopen"),
                  LDE_GRID_NUMBER);
  lde_grid_column(&grid, LDE_TR(p->lang, "Required, invalid", "Vereist, ongeldig"),
                  LDE_GRID_NUMBER);
  lde_grid_column(&grid, LDE_TR(p->lang, "Levels missing", "Niveaus te kort"), LDE_GRID_NUMBER);
  lde_grid_column(&grid, LDE_TR(p->lang, "Needs overdue", "Behoeften te laat"), LDE_GRID_NUMBER);
  lde_grid_column(&grid, LDE_TR(p->lang, "Seats short", "Plaatsen te kort"), LDE_GRID_NUMBER);
  lde_grid_column(&grid, LDE_TR(p->lang, "KPIs due", "KPI's op streefdatum"), LDE_GRID_NUMBER);
  lde_grid_column(&grid, LDE_TR(p->lang, "Unused money", "Ongebruikt geld"), LDE_GRID_NUMBER);
  for (int q = 0; q < 4; q++) {
    const lde_do_nothing_quarter *quarter = &nothing->quarters[q];
    lde_buffer_printf(&cell, "%s-Q%d", p->ds->year, q + 1);
    lde_grid_take(&grid, &cell);
    take_people(p, &grid, &cell, quarter->lapsing);
    take_people(p, &grid, &cell, quarter->invalid);
    take_people(p, &grid, &cell, quarter->levels_due);
    take_count(&grid, &cell, quarter->needs_due, p->lang);
    take_people(p, &grid, &cell, quarter->people_due);
    take_count(&grid, &cell, quarter->kpis_due, p->lang);
    lde_amount_format(&cell, p->ds, quarter->unused, p->lang);
    lde_grid_take(&grid, &cell);
  }
  end_grid(p, &grid);
  lde_buffer_free(&cell);
}

static void append_label(const page *p, lde_buffer *out, int entity, int32_t row)
{
  lde_row_label(p->ds, lde_dataset_table(p->ds, entity), row, p->lang, out);
}

/* "Goals without support: Digital council (4 needs); …" */
/* "0, 1, 6, 52": of the four quarters. */
static void append_quarters(lde_buffer *out, const int64_t *count, lde_language lang)
{
  for (int q = 0; q < 4; q++) {
    lde_buffer_puts(out, q ? ", " : "");
    lde_decimal_format(out, count[q], 0, 0, lang);
  }
}

static bool any_quarter(const int64_t *count)
{
  return count[0] || count[1] || count[2] || count[3];
}

static void put_goals(const page *p, const lde_do_nothing *nothing)
{
  lde_buffer text = {0};

  if (!nothing->goals.len)
    return;
  lde_buffer_puts(&text, LDE_TR(p->lang, "Goals without the learning they count on: ",
                                "Doelen zonder het leren waarop ze rekenen: "));
  for (size_t i = 0; i < nothing->goals.len && i < MOST; i++) {
    lde_buffer_puts(&text, i ? "; " : "");
    append_label(p, &text, LDE_E(goal), nothing->goals.data[i].goal);
    lde_buffer_puts(&text, " (");
    lde_count_format(&text, nothing->goals.data[i].needs, LDE_TR(p->lang, "need", "behoefte"),
                     LDE_TR(p->lang, "needs", "behoeften"), p->lang);
    if (any_quarter(nothing->goals.data[i].needs_due)) {
      lde_buffer_puts(&text, LDE_TR(p->lang, ", due by quarter ", ", uiterlijk per kwartaal "));
      append_quarters(&text, nothing->goals.data[i].needs_due, p->lang);
    }
    lde_buffer_putc(&text, ')');
  }
  lde_buffer_puts(&text, nothing->goals.len > MOST ? " …" : ".");
  put_paragraph(p, text.data);
  lde_buffer_free(&text);
}

static void put_kpis(const page *p, const lde_do_nothing *nothing)
{
  lde_buffer text = {0};

  if (!nothing->kpis.len)
    return;
  lde_buffer_puts(&text, LDE_TR(p->lang, "KPIs of those goals that are not on target: ",
                                "KPI's van die doelen die nog niet op de streefwaarde zijn: "));
  for (size_t i = 0; i < nothing->kpis.len && i < MOST; i++) {
    lde_buffer_puts(&text, i ? "; " : "");
    append_label(p, &text, LDE_E(kpi), nothing->kpis.data[i].kpi);
  }
  lde_buffer_puts(&text, nothing->kpis.len > MOST ? " …" : ".");
  put_paragraph(p, text.data);
  lde_buffer_free(&text);
}

static void put_units(const page *p, const lde_do_nothing *nothing)
{
  lde_grid grid = {0};
  lde_buffer cell = {0};

  if (!nothing->units.len)
    return;
  lde_buffer_putc(p->out, '\n');
  lde_grid_column(&grid,
                  LDE_TR(p->lang, "Unit with gaps that stay", "Onderdeel met kloven die blijven"),
                  LDE_GRID_TEXT);
  lde_grid_column(&grid, LDE_TR(p->lang, "People", "Mensen"), LDE_GRID_NUMBER);
  lde_grid_column(&grid, LDE_TR(p->lang, "Below level", "Onder niveau"), LDE_GRID_NUMBER);
  lde_grid_column(&grid, LDE_TR(p->lang, "Levels to gain", "Te winnen niveaus"), LDE_GRID_NUMBER);
  lde_grid_column(&grid, LDE_TR(p->lang, "Asked by quarter", "Gevraagd per kwartaal"),
                  LDE_GRID_NUMBER);
  for (size_t i = 0; i < nothing->units.len; i++) {
    const lde_do_nothing_unit *unit = &nothing->units.data[i];
    if (unit->unit == LDE_NO_ROW)
      lde_buffer_puts(&cell, LDE_TR(p->lang, "no unit", "geen onderdeel"));
    else
      append_label(p, &cell, LDE_E(unit), unit->unit);
    lde_grid_take(&grid, &cell);
    take_people(p, &grid, &cell, unit->people);
    take_people(p, &grid, &cell, unit->people_short);
    if (unit->people_short > 0 && unit->people_short < SMALLEST_GROUP)
      lde_buffer_puts(&cell, "–");
    else
      lde_decimal_format(&cell, unit->levels, 0, 0, p->lang);
    lde_grid_take(&grid, &cell);
    if (unit->people_short > 0 && unit->people_short < SMALLEST_GROUP)
      lde_buffer_puts(&cell, "–");
    else
      append_quarters(&cell, unit->levels_due, p->lang);
    lde_grid_take(&grid, &cell);
  }
  end_grid(p, &grid);
  lde_buffer_free(&cell);
}

static void put_nothing(const page *p, const lde_do_nothing *nothing)
{
  put_title(p, LDE_TR(p->lang, "If nothing is done", "Als er niets gebeurt"));
  put_quarters(p, nothing);
  lde_buffer_putc(p->out, '\n');
  put_goals(p, nothing);
  put_kpis(p, nothing);
  put_units(p, nothing);
}

/* Design and delivery change the offer and stand in the table above; of the other steps it is told what they take. */
static void put_steps(const page *p)
{
  lde_grid grid = {0};

  if (!lde_report_steps(&grid, p->ds, p->lang)) {
    lde_grid_free(&grid);
    return;
  }
  put_title(p, LDE_TR(p->lang, "Steps that could go to a supplier, per year",
                      "Stappen die naar een leverancier kunnen, per jaar"));
  end_grid(p, &grid);
}

void lde_report_scenarios(lde_buffer *out, lde_dataset *dataset, const lde_scenario_table *table,
                          const lde_style *style)
{
  page page = {out, dataset, style->language, style, false};

  put_table(&page, table);
  put_steps(&page);
  if (table->nothing)
    put_nothing(&page, table->nothing);
}

void lde_report_scenarios_markdown(lde_buffer *out, lde_dataset *dataset,
                                   const lde_scenario_table *table, lde_language language)
{
  page page = {out, dataset, language, NULL, true};

  lde_buffer_printf(out, LDE_TR(language, "# What if: %s\n", "# Wat als: %s\n"), dataset->year);
  put_table(&page, table);
  put_steps(&page);
  if (table->nothing)
    put_nothing(&page, table->nothing);
}

/* ---- data ---- */

lde_data *lde_report_scenarios_data(lde_arena *arena, lde_dataset *dataset,
                                    const lde_scenario_table *table)
{
  lde_data *list = lde_data_new(arena, LDE_DATA_LIST);

  for (size_t i = 0; i < table->count; i++) {
    const lde_offer *offer = table->rows[i].offer, *base = table->rows[0].offer;
    lde_data *row = lde_data_add(list, lde_data_new(arena, LDE_DATA_OBJECT));
    double share;
    int32_t supplier = largest_supplier(dataset, offer, &share);
    lde_data_put_text(arena, row, "name", table->rows[i].name);
    lde_data_put_text(arena, row, "status", lde_offer_status_name(offer->status));
    lde_data_put_number(arena, row, "value", offer->value);
    lde_data_put_number(arena, row, "bound", offer->bound);
    lde_data_put_number(arena, row, "gap", offer->gap);
    lde_data_put_integer(arena, row, "cost", offer->cost);
    lde_data_put_integer(arena, row, "seats", lde_offer_seats(offer));
    lde_data_put_integer(arena, row, "people", lde_offer_people(offer));
    lde_data_put_integer(arena, row, "mandatory_shortfall", lde_offer_shortfall(offer));
    lde_data_put_integer(arena, row, "open_offerings", lde_offer_offerings(offer));
    lde_data_put_number(arena, row, "difference", offer->value - base->value);
    lde_data_put_integer(arena, row, "cost_difference", offer->cost - base->cost);
    lde_data_put_row(arena, row, "largest_supplier", dataset, LDE_E(supplier), supplier);
    lde_data_put_number(arena, row, "largest_supplier_share", share);
  }
  return list;
}

static void put_quarter_data(lde_arena *arena, lde_data *list,
                             const lde_do_nothing_quarter *quarter)
{
  lde_data *row = lde_data_add(list, lde_data_new(arena, LDE_DATA_OBJECT));
  char day[LDE_DATE_TEXT_SIZE];

  lde_data_put_text(arena, row, "first", lde_date_print(quarter->first, day));
  lde_data_put_text(arena, row, "last", lde_date_print(quarter->last, day));
  lde_data_put_integer(arena, row, "lapsing", quarter->lapsing);
  lde_data_put_integer(arena, row, "obliged", quarter->obliged);
  lde_data_put_integer(arena, row, "invalid", quarter->invalid);
  lde_data_put_integer(arena, row, "levels_due", quarter->levels_due);
  lde_data_put_integer(arena, row, "needs_due", quarter->needs_due);
  lde_data_put_integer(arena, row, "people_due", quarter->people_due);
  lde_data_put_integer(arena, row, "kpis_due", quarter->kpis_due);
  lde_data_put_integer(arena, row, "unused", quarter->unused);
}

static void put_lapses_data(lde_arena *arena, lde_data *to, lde_dataset *dataset,
                            const lde_do_nothing *nothing)
{
  lde_data *list = lde_data_put_new(arena, to, "lapses", LDE_DATA_LIST);

  for (size_t i = 0; i < nothing->lapses.len; i++) {
    const lde_do_nothing_lapse *lapse = &nothing->lapses.data[i];
    lde_data *row = lde_data_add(list, lde_data_new(arena, LDE_DATA_OBJECT)), *quarters;
    lde_data_put_row(arena, row, "credential_type", dataset, LDE_E(credential_type),
                     lapse->credential_type);
    lde_data_put_row(arena, row, "unit", dataset, LDE_E(unit), lapse->unit);
    quarters = lde_data_put_new(arena, row, "by_quarter", LDE_DATA_LIST);
    for (int q = 0; q < 4; q++)
      lde_data_add(quarters, lde_data_integer(arena, lapse->by_quarter[q]));
    lde_data_put_integer(arena, row, "obliged", lapse->obliged);
  }
}

static void put_by_quarter(lde_arena *arena, lde_data *to, const char *key, const int64_t *count)
{
  lde_data *list = lde_data_put_new(arena, to, key, LDE_DATA_LIST);

  for (int q = 0; q < 4; q++)
    lde_data_add(list, lde_data_integer(arena, count[q]));
}

static void put_gaps_data(lde_arena *arena, lde_data *to, lde_dataset *dataset,
                          const lde_do_nothing *nothing)
{
  lde_data *list = lde_data_put_new(arena, to, "units", LDE_DATA_LIST);

  for (size_t i = 0; i < nothing->units.len; i++) {
    const lde_do_nothing_unit *unit = &nothing->units.data[i];
    lde_data *row = lde_data_add(list, lde_data_new(arena, LDE_DATA_OBJECT));
    lde_data_put_row(arena, row, "unit", dataset, LDE_E(unit), unit->unit);
    lde_data_put_integer(arena, row, "people", unit->people);
    lde_data_put_integer(arena, row, "people_short", unit->people_short);
    lde_data_put_integer(arena, row, "levels", unit->levels);
    lde_data_put_integer(arena, row, "unknown", unit->unknown);
    put_by_quarter(arena, row, "levels_due", unit->levels_due);
  }
}

static void put_goals_data(lde_arena *arena, lde_data *to, lde_dataset *dataset,
                           const lde_do_nothing *nothing)
{
  lde_data *goals = lde_data_put_new(arena, to, "goals", LDE_DATA_LIST);
  lde_data *kpis = lde_data_put_new(arena, to, "kpis", LDE_DATA_LIST);
  char day[LDE_DATE_TEXT_SIZE];

  for (size_t i = 0; i < nothing->goals.len; i++) {
    lde_data *row = lde_data_add(goals, lde_data_new(arena, LDE_DATA_OBJECT));
    lde_data_put_row(arena, row, "goal", dataset, LDE_E(goal), nothing->goals.data[i].goal);
    lde_data_put_integer(arena, row, "needs", nothing->goals.data[i].needs);
    lde_data_put_integer(arena, row, "people", nothing->goals.data[i].people);
    put_by_quarter(arena, row, "needs_due", nothing->goals.data[i].needs_due);
  }
  for (size_t i = 0; i < nothing->kpis.len; i++) {
    const lde_do_nothing_kpi *kpi = &nothing->kpis.data[i];
    lde_data *row = lde_data_add(kpis, lde_data_new(arena, LDE_DATA_OBJECT));
    lde_data_put_row(arena, row, "kpi", dataset, LDE_E(kpi), kpi->kpi);
    lde_data_put_row(arena, row, "goal", dataset, LDE_E(goal), kpi->goal);
    if (kpi->has_value)
      lde_data_put_number(arena, row, "value", (double)kpi->value / 1e6);
    else
      lde_data_put_text(arena, row, "value", NULL);
    lde_data_put_text(arena, row, "due", kpi->due ? lde_date_print(kpi->due, day) : NULL);
  }
}

lde_data *lde_report_nothing_data(lde_arena *arena, lde_dataset *dataset,
                                  const lde_do_nothing *nothing)
{
  lde_data *to = lde_data_new(arena, LDE_DATA_OBJECT);
  lde_data *quarters = lde_data_put_new(arena, to, "quarters", LDE_DATA_LIST);

  for (int q = 0; q < 4; q++)
    put_quarter_data(arena, quarters, &nothing->quarters[q]);
  put_lapses_data(arena, to, dataset, nothing);
  put_gaps_data(arena, to, dataset, nothing);
  put_goals_data(arena, to, dataset, nothing);
  lde_data_put_integer(arena, to, "lapsing", nothing->lapsing);
  lde_data_put_integer(arena, to, "obliged", nothing->obliged);
  lde_data_put_integer(arena, to, "already_invalid", nothing->already_invalid);
  lde_data_put_integer(arena, to, "people_short", nothing->people_short);
  lde_data_put_integer(arena, to, "levels", nothing->levels);
  lde_data_put_integer(arena, to, "available", nothing->available);
  lde_data_put_integer(arena, to, "unused", nothing->unused);
  return to;
}
