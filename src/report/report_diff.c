/* What differs between two offers, or between the findings of two checks. */
#include <string.h>

#include "base/decimal.h"
#include "base/error.h"
#include "report/reasons.h"
#include "report/whatif.h"

typedef struct page {
  lde_buffer *out;
  lde_dataset *ds; /* NULL: ids alone */
  const lde_plan_diff *diff;
  lde_language lang;
  const lde_style *style; /* NULL: Markdown */
} page;

static const char *const signs[] = {"+", "−", "~", "="};

bool lde_plan_diff_any(const lde_plan_diff *diff)
{
  if (!diff->of_offers)
    return diff->counts[LDE_DIFF_ADDED] + diff->counts[LDE_DIFF_DROPPED] > 0;
  return diff->offerings.len || diff->needs.len || diff->budgets.len || diff->gained.len ||
         diff->lost.len || diff->value[0] != diff->value[1] || diff->cost[0] != diff->cost[1];
}

void lde_plan_diff_free(lde_plan_diff *diff)
{
  lde_vec_free(&diff->offerings);
  lde_vec_free(&diff->needs);
  lde_vec_free(&diff->goals);
  lde_vec_free(&diff->budgets);
  lde_vec_free(&diff->gained);
  lde_vec_free(&diff->lost);
  lde_vec_free(&diff->findings);
  lde_arena_free(&diff->arena);
}

/* ---- parts ---- */

static void put_line(const page *p, lde_buffer *text)
{
  if (!p->style)
    lde_buffer_printf(p->out, "%s\n\n", lde_buffer_text(text));
  else
    lde_wrap(p->out, lde_buffer_text(text), 0, 0, lde_style_columns(p->style));
  lde_buffer_truncate(text, 0);
}

static void put_title(const page *p, const char *title)
{
  lde_buffer_putc(p->out, '\n');
  if (!p->style) {
    lde_buffer_printf(p->out, "## %s\n\n", title);
    return;
  }
  lde_paint_text(p->out, p->style, LDE_PAINT_BOLD, title);
  lde_buffer_putc(p->out, '\n');
}

static void end_grid(const page *p, lde_grid *grid)
{
  if (p->style)
    lde_grid_print(p->out, grid, 2, p->style);
  else
    lde_grid_markdown(p->out, grid);
  lde_grid_free(grid);
}

static void money(const page *p, lde_buffer *out, int64_t minor)
{
  lde_money_format(out, minor, p->diff->currency, p->lang);
}

/* With its sign in front. */
static void money_signed(const page *p, lde_buffer *out, int64_t minor)
{
  lde_buffer_puts(out, minor > 0 ? "+" : minor < 0 ? "-" : "");
  money(p, out, minor < 0 ? -minor : minor);
}

static void count(const page *p, lde_buffer *out, int64_t value)
{
  lde_decimal_format(out, value, 0, 0, p->lang);
}

/* "12 → 14", or one of the two when they are the same. */
static void take_counts(const page *p, lde_grid *grid, lde_buffer *cell, const int64_t value[2])
{
  count(p, cell, value[0]);
  if (value[0] != value[1]) {
    lde_buffer_puts(cell, " → ");
    count(p, cell, value[1]);
  }
  lde_grid_take(grid, cell);
}

static void take_money(const page *p, lde_grid *grid, lde_buffer *cell, int64_t minor,
                       bool is_signed)
{
  if (is_signed)
    money_signed(p, cell, minor);
  else
    money(p, cell, minor);
  lde_grid_take(grid, cell);
}

static void take_record(const page *p, lde_grid *grid, lde_buffer *cell, const char *plural,
                        const char *id)
{
  if (p->ds)
    lde_record_name(cell, p->ds, plural, id, p->lang);
  else
    lde_buffer_puts(cell, id);
  lde_grid_take(grid, cell);
}

/* ---- offers ---- */

static void put_totals(const page *p)
{
  const lde_plan_diff *diff = p->diff;
  lde_buffer line = {0};
  int64_t cost = diff->cost[1] - diff->cost[0], seats = diff->seats[1] - diff->seats[0];
  double value = diff->value[1] - diff->value[0];

  lde_buffer_printf(&line, LDE_TR(p->lang, "Value %s", "Waarde %s"), value > 0 ? "+" : "");
  lde_number_format(&line, value, 1, p->lang);
  lde_buffer_puts(&line, " (");
  lde_number_format(&line, diff->value[0], 1, p->lang);
  lde_buffer_puts(&line, " → ");
  lde_number_format(&line, diff->value[1], 1, p->lang);
  lde_buffer_puts(&line, LDE_TR(p->lang, "), cost ", "), kosten "));
  money_signed(p, &line, cost);
  lde_buffer_puts(&line, " (");
  money(p, &line, diff->cost[0]);
  lde_buffer_puts(&line, " → ");
  money(p, &line, diff->cost[1]);
  lde_buffer_printf(&line, LDE_TR(p->lang, "), seats %s", "), plaatsen %s"), seats > 0 ? "+" : "");
  count(p, &line, seats);
  lde_buffer_puts(&line, " (");
  count(p, &line, diff->seats[0]);
  lde_buffer_puts(&line, " → ");
  count(p, &line, diff->seats[1]);
  lde_buffer_puts(&line, ").");
  put_line(p, &line);
  if (diff->named) {
    lde_count_format(&line, (int64_t)diff->gained.len,
                     LDE_TR(p->lang, "person gets", "medewerker krijgt"),
                     LDE_TR(p->lang, "people get", "medewerkers krijgen"), p->lang);
    lde_buffer_puts(&line, LDE_TR(p->lang, " a seat more; ", " er een plaats bij; "));
    lde_count_format(&line, (int64_t)diff->lost.len,
                     LDE_TR(p->lang, "person loses one", "medewerker verliest er een"),
                     LDE_TR(p->lang, "people lose one", "medewerkers verliezen er een"), p->lang);
    lde_buffer_putc(&line, '.');
    put_line(p, &line);
  }
  lde_buffer_free(&line);
}

static void put_offerings(const page *p)
{
  lde_grid grid = {0};
  lde_buffer cell = {0};

  if (!p->diff->offerings.len)
    return;
  put_title(p, LDE_TR(p->lang, "Added (+), dropped (−), changed (~)",
                      "Erbij (+), eruit (−), veranderd (~)"));
  lde_grid_column(&grid, "", LDE_GRID_FIXED);
  lde_grid_column(&grid, LDE_TR(p->lang, "Offering", "Leeraanbod"), LDE_GRID_TEXT);
  lde_grid_column(&grid, LDE_TR(p->lang, "Period", "Periode"), LDE_GRID_TEXT);
  lde_grid_column(&grid, LDE_TR(p->lang, "Groups", "Groepen"), LDE_GRID_NUMBER);
  lde_grid_column(&grid, LDE_TR(p->lang, "Seats", "Plaatsen"), LDE_GRID_NUMBER);
  lde_grid_column(&grid, LDE_TR(p->lang, "Cost", "Kosten"), LDE_GRID_NUMBER);
  lde_grid_column(&grid, LDE_TR(p->lang, "Difference", "Verschil"), LDE_GRID_NUMBER);
  for (size_t i = 0; i < p->diff->offerings.len; i++) {
    const lde_diff_row *row = &p->diff->offerings.data[i];
    const char *before = row->periods[0] ? row->periods[0] : "",
               *after = row->periods[1] ? row->periods[1] : "";
    lde_grid_cell(&grid, signs[row->state], strlen(signs[row->state]));
    take_record(p, &grid, &cell, "offerings", row->id);
    if (*before && *after && strcmp(before, after) != 0)
      lde_buffer_printf(&cell, "%s → %s", before, after);
    else
      lde_buffer_puts(&cell, *before ? before : after);
    lde_grid_take(&grid, &cell);
    take_counts(p, &grid, &cell, row->sessions);
    take_counts(p, &grid, &cell, row->seats);
    take_money(p, &grid, &cell, row->cost[1], false);
    take_money(p, &grid, &cell, row->cost[1] - row->cost[0], true);
  }
  end_grid(p, &grid);
  lde_buffer_free(&cell);
}

static void take_covered(const page *p, lde_grid *grid, lde_buffer *cell, const double covered[2])
{
  for (int s = 0; s < 2; s++) {
    if (covered[s] >= 0)
      lde_percentage_format(cell, covered[s], p->lang);
    else
      lde_buffer_puts(cell, "–");
    lde_buffer_puts(cell, s ? "" : " → ");
  }
  lde_grid_take(grid, cell);
}

static void put_goals(const page *p)
{
  lde_grid grid = {0};
  lde_buffer cell = {0};

  if (!p->diff->goals.len)
    return;
  put_title(p, LDE_TR(p->lang, "Goals affected", "Geraakte doelen"));
  lde_grid_column(&grid, LDE_TR(p->lang, "Goal", "Doel"), LDE_GRID_TEXT);
  lde_grid_column(&grid, LDE_TR(p->lang, "Seats", "Plaatsen"), LDE_GRID_NUMBER);
  lde_grid_column(&grid, LDE_TR(p->lang, "Cost difference", "Verschil in kosten"), LDE_GRID_NUMBER);
  lde_grid_column(&grid, LDE_TR(p->lang, "Covered", "Gedekt"), LDE_GRID_NUMBER);
  for (size_t i = 0; i < p->diff->goals.len; i++) {
    const lde_diff_row *row = &p->diff->goals.data[i];
    take_record(p, &grid, &cell, "goals", row->id);
    take_counts(p, &grid, &cell, row->seats);
    take_money(p, &grid, &cell, row->cost[1] - row->cost[0], true);
    take_covered(p, &grid, &cell, row->covered);
  }
  end_grid(p, &grid);
  lde_buffer_free(&cell);
}

static void put_needs(const page *p)
{
  lde_grid grid = {0};
  lde_buffer cell = {0};

  if (!p->diff->needs.len)
    return;
  put_title(p, LDE_TR(p->lang, "Coverage of needs", "Dekking van behoeften"));
  lde_grid_column(&grid, LDE_TR(p->lang, "Need", "Leerbehoefte"), LDE_GRID_TEXT);
  lde_grid_column(&grid, LDE_TR(p->lang, "Seats", "Plaatsen"), LDE_GRID_NUMBER);
  if (p->diff->knows_unmet)
    lde_grid_column(&grid, LDE_TR(p->lang, "Without seat", "Zonder plaats"), LDE_GRID_NUMBER);
  for (size_t i = 0; i < p->diff->needs.len; i++) {
    const lde_diff_row *row = &p->diff->needs.data[i];
    take_record(p, &grid, &cell, "needs", row->id);
    take_counts(p, &grid, &cell, row->seats);
    if (p->diff->knows_unmet)
      take_counts(p, &grid, &cell, row->unmet);
  }
  end_grid(p, &grid);
  lde_buffer_free(&cell);
}

static void put_budgets(const page *p)
{
  lde_grid grid = {0};
  lde_buffer cell = {0};

  if (!p->diff->budgets.len)
    return;
  put_title(p, LDE_TR(p->lang, "Budgets", "Budgetten"));
  lde_grid_column(&grid, "Budget", LDE_GRID_TEXT);
  lde_grid_column(&grid, LDE_TR(p->lang, "Planned before", "Eerst gepland"), LDE_GRID_NUMBER);
  lde_grid_column(&grid, LDE_TR(p->lang, "Planned after", "Nu gepland"), LDE_GRID_NUMBER);
  lde_grid_column(&grid, LDE_TR(p->lang, "Difference", "Verschil"), LDE_GRID_NUMBER);
  for (size_t i = 0; i < p->diff->budgets.len; i++) {
    const lde_diff_row *row = &p->diff->budgets.data[i];
    take_record(p, &grid, &cell, "budgets", row->id);
    take_money(p, &grid, &cell, row->cost[0], false);
    take_money(p, &grid, &cell, row->cost[1], false);
    take_money(p, &grid, &cell, row->cost[1] - row->cost[0], true);
  }
  end_grid(p, &grid);
  lde_buffer_free(&cell);
}

/* ---- findings ---- */

static const char *state_title(lde_diff_state state, lde_language lang)
{
  return state == LDE_DIFF_ADDED     ? LDE_TR(lang, "New", "Nieuw")
         : state == LDE_DIFF_DROPPED ? LDE_TR(lang, "Fixed", "Opgelost")
                                     : LDE_TR(lang, "Still there", "Nog steeds");
}

static const char *severity_title(const char *severity, lde_language lang)
{
  if (!severity || strcmp(severity, "error") == 0)
    return LDE_TR(lang, "error", "fout");
  return strcmp(severity, "warning") == 0 ? LDE_TR(lang, "warning", "waarschuwing")
                                          : LDE_TR(lang, "note", "opmerking");
}

static void put_findings(const page *p, lde_diff_state state)
{
  lde_buffer line = {0};

  if (!p->diff->counts[state])
    return;
  put_title(p, state_title(state, p->lang));
  for (size_t i = 0; i < p->diff->findings.len; i++) {
    const lde_diff_finding *each = &p->diff->findings.data[i];
    if (each->state != state)
      continue;
    lde_buffer_printf(&line, "%s[%s] ", severity_title(each->severity, p->lang), each->rule);
    if (each->file && *each->file)
      lde_buffer_printf(&line, each->line ? "%s:%lld " : "%s ", each->file, (long long)each->line);
    lde_buffer_puts(&line, each->message ? each->message : "");
    if (p->style) {
      lde_buffer_puts(p->out, "  ");
      lde_wrap(p->out, line.data, 2, 4, lde_style_columns(p->style));
    } else {
      lde_buffer_puts(p->out, "- ");
      lde_markdown_append(p->out, line.data, line.len);
      lde_buffer_putc(p->out, '\n');
    }
    lde_buffer_truncate(&line, 0);
  }
  lde_buffer_free(&line);
}

static void put_counts(const page *p)
{
  const size_t *counts = p->diff->counts;
  lde_buffer line = {0};

  lde_buffer_printf(&line,
                    LDE_TR(p->lang, "%zu new, %zu fixed, %zu still there.",
                           "%zu nieuw, %zu opgelost, %zu nog steeds."),
                    counts[LDE_DIFF_ADDED], counts[LDE_DIFF_DROPPED], counts[LDE_DIFF_STILL]);
  put_line(p, &line);
  lde_buffer_free(&line);
}

/* ---- all of it ---- */

static void put_all(const page *p)
{
  lde_buffer line = {0};

  if (!lde_plan_diff_any(p->diff)) {
    lde_buffer_puts(&line, LDE_TR(p->lang, "Nothing differs.", "Er is geen verschil."));
    put_line(p, &line);
  } else if (p->diff->of_offers) {
    put_totals(p);
    put_offerings(p);
    put_goals(p);
    put_needs(p);
    put_budgets(p);
  } else {
    put_counts(p);
    put_findings(p, LDE_DIFF_ADDED);
    put_findings(p, LDE_DIFF_DROPPED);
    if (p->style && p->style->verbosity > 0)
      put_findings(p, LDE_DIFF_STILL);
  }
  lde_buffer_free(&line);
}

void lde_report_diff(lde_buffer *out, lde_dataset *dataset, const lde_plan_diff *diff,
                     const lde_style *style)
{
  page page = {out, dataset, diff, style->language, style};
  lde_buffer title = {0};

  lde_buffer_printf(&title, LDE_TR(style->language, "From %s to %s", "Van %s naar %s"),
                    diff->name[0], diff->name[1]);
  lde_paint_text(out, style, LDE_PAINT_BOLD, title.data);
  lde_buffer_putc(out, '\n');
  put_all(&page);
  lde_buffer_free(&title);
}

void lde_report_diff_markdown(lde_buffer *out, lde_dataset *dataset, const lde_plan_diff *diff,
                              lde_language language)
{
  page page = {out, dataset, diff, language, NULL};

  lde_buffer_puts(out, LDE_TR(language, "# From ", "# Van "));
  lde_markdown_append(out, diff->name[0], strlen(diff->name[0]));
  lde_buffer_puts(out, LDE_TR(language, " to ", " naar "));
  lde_markdown_append(out, diff->name[1], strlen(diff->name[1]));
  lde_buffer_puts(out, "\n\n");
  put_all(&page);
}

/* ---- data ---- */

static lde_data *pair(lde_arena *arena, lde_data *object, const char *key, const int64_t value[2])
{
  lde_data *list = lde_data_put_new(arena, object, key, LDE_DATA_LIST);

  lde_data_add(list, lde_data_integer(arena, value[0]));
  return lde_data_add(list, lde_data_integer(arena, value[1]));
}

static void texts(lde_arena *arena, lde_data *object, const char *key, const char *const value[2])
{
  lde_data *list = lde_data_put_new(arena, object, key, LDE_DATA_LIST);

  for (int s = 0; s < 2; s++)
    lde_data_add(list, value[s] ? lde_data_text(arena, value[s], strlen(value[s]))
                                : lde_data_new(arena, LDE_DATA_NULL));
}

static void numbers(lde_arena *arena, lde_data *object, const char *key, const double value[2])
{
  lde_data *list = lde_data_put_new(arena, object, key, LDE_DATA_LIST);

  for (int s = 0; s < 2; s++)
    lde_data_add(list, value[s] >= 0 ? lde_data_number(arena, value[s])
                                     : lde_data_new(arena, LDE_DATA_NULL));
}

static lde_data *start_row(lde_arena *arena, lde_data *list, const char *key,
                           const lde_diff_row *row)
{
  lde_data *object = lde_data_add(list, lde_data_new(arena, LDE_DATA_OBJECT));
  lde_data_put_text(arena, object, key, row->id);
  return object;
}

static void put_state(lde_arena *arena, lde_data *to, const lde_plan_diff *diff, const char *key,
                      lde_diff_state state)
{
  lde_data *list = lde_data_put_new(arena, to, key, LDE_DATA_LIST);

  for (size_t i = 0; i < diff->offerings.len; i++) {
    const lde_diff_row *row = &diff->offerings.data[i];
    lde_data *object;
    if (row->state != state)
      continue;
    object = start_row(arena, list, "offering", row);
    texts(arena, object, "periods", row->periods);
    pair(arena, object, "sessions", row->sessions);
    pair(arena, object, "seats", row->seats);
    pair(arena, object, "cost", row->cost);
  }
}

static void put_people(lde_arena *arena, lde_data *to, const lde_plan_diff *diff)
{
  lde_data *people = diff->named ? lde_data_put_new(arena, to, "people", LDE_DATA_OBJECT)
                                 : lde_data_put_new(arena, to, "people", LDE_DATA_NULL);
  lde_data *gained, *lost;

  if (!diff->named)
    return;
  gained = lde_data_put_new(arena, people, "gained", LDE_DATA_LIST);
  for (size_t i = 0; i < diff->gained.len; i++)
    lde_data_add(gained, lde_data_text(arena, diff->gained.data[i], strlen(diff->gained.data[i])));
  lost = lde_data_put_new(arena, people, "lost", LDE_DATA_LIST);
  for (size_t i = 0; i < diff->lost.len; i++)
    lde_data_add(lost, lde_data_text(arena, diff->lost.data[i], strlen(diff->lost.data[i])));
}

static void put_offers_data(lde_arena *arena, lde_data *to, const lde_plan_diff *diff)
{
  lde_data *list;

  texts(arena, to, "status", diff->status);
  list = lde_data_put_new(arena, to, "value", LDE_DATA_LIST);
  lde_data_add(list, lde_data_number(arena, diff->value[0]));
  lde_data_add(list, lde_data_number(arena, diff->value[1]));
  pair(arena, to, "cost", diff->cost);
  pair(arena, to, "seats", diff->seats);
  put_state(arena, to, diff, "added", LDE_DIFF_ADDED);
  put_state(arena, to, diff, "dropped", LDE_DIFF_DROPPED);
  put_state(arena, to, diff, "changed", LDE_DIFF_CHANGED);
  put_people(arena, to, diff);
  list = lde_data_put_new(arena, to, "goals", LDE_DATA_LIST);
  for (size_t i = 0; i < diff->goals.len; i++) {
    lde_data *object = start_row(arena, list, "goal", &diff->goals.data[i]);
    pair(arena, object, "seats", diff->goals.data[i].seats);
    pair(arena, object, "cost", diff->goals.data[i].cost);
    numbers(arena, object, "covered", diff->goals.data[i].covered);
  }
  list = lde_data_put_new(arena, to, "needs", LDE_DATA_LIST);
  for (size_t i = 0; i < diff->needs.len; i++) {
    lde_data *object = start_row(arena, list, "need", &diff->needs.data[i]);
    pair(arena, object, "seats", diff->needs.data[i].seats);
    if (diff->knows_unmet)
      pair(arena, object, "unmet", diff->needs.data[i].unmet);
    else
      lde_data_put_text(arena, object, "unmet", NULL);
  }
  list = lde_data_put_new(arena, to, "budgets", LDE_DATA_LIST);
  for (size_t i = 0; i < diff->budgets.len; i++)
    pair(arena, start_row(arena, list, "budget", &diff->budgets.data[i]), "planned",
         diff->budgets.data[i].cost);
}

static void put_findings_data(lde_arena *arena, lde_data *to, const lde_plan_diff *diff)
{
  static const char *const keys[] = {"new", "fixed", NULL, "still"};

  for (int state = 0; state < 4; state++) {
    lde_data *list = keys[state] ? lde_data_put_new(arena, to, keys[state], LDE_DATA_LIST) : NULL;
    for (size_t i = 0; i < diff->findings.len && list; i++) {
      const lde_diff_finding *each = &diff->findings.data[i];
      lde_data *object;
      if ((int)each->state != state)
        continue;
      object = lde_data_add(list, lde_data_new(arena, LDE_DATA_OBJECT));
      lde_data_put_text(arena, object, "fingerprint", each->fingerprint);
      lde_data_put_text(arena, object, "rule", each->rule);
      lde_data_put_text(arena, object, "severity", each->severity);
      lde_data_put_text(arena, object, "entity", each->entity);
      lde_data_put_text(arena, object, "id", each->id);
      lde_data_put_text(arena, object, "message", each->message);
      lde_data_put_text(arena, object, "file", each->file);
      if (each->line)
        lde_data_put_integer(arena, object, "line", each->line);
      else
        lde_data_put_text(arena, object, "line", NULL);
    }
  }
}

lde_data *lde_report_diff_data(lde_arena *arena, const lde_plan_diff *diff)
{
  lde_data *to = lde_data_new(arena, LDE_DATA_OBJECT);

  lde_data_put_text(arena, to, "of", diff->of_offers ? "offers" : "findings");
  lde_data_put_text(arena, to, "before", diff->name[0]);
  lde_data_put_text(arena, to, "after", diff->name[1]);
  lde_data_put(arena, to, "differs", 7, lde_data_bool(arena, lde_plan_diff_any(diff)));
  if (diff->of_offers)
    put_offers_data(arena, to, diff);
  else
    put_findings_data(arena, to, diff);
  return to;
}
