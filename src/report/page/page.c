#include "report/page/page.h"

#include <stdlib.h>
#include <string.h>

#include "base/date.h"
#include "base/decimal.h"
#include "base/integer.h"
#include "base/text.h"
#include "report/page/internal.h"
#include "report/reasons.h"

/* ---- words ---- */

const char *lde_page_label(lde_page *page, int entity, int32_t row)
{
  lde_buffer text = {0};

  if (row != LDE_NO_ROW)
    lde_row_label(page->ds, lde_dataset_table(page->ds, entity), row, page->lang, &text);
  return lde_document_take(page->document, &text);
}

const lde_offer_need *lde_page_need_find(const lde_page *page, const char *id)
{
  int32_t at = lde_map_find(&page->needs, (int64_t)lde_hash(id, strlen(id)));

  return at == LDE_MAP_NONE ? NULL : &page->offer->needs.data[at];
}

const char *lde_page_need(lde_page *page, const char *id)
{
  const lde_offer_need *need = lde_page_need_find(page, id);

  if (need && need->need != LDE_NO_ROW)
    return lde_page_label(page, LDE_E(need), need->need);
  return need && need->label && *need->label ? need->label : id;
}

const char *lde_page_choice(lde_page *page, const char *set, const char *text)
{
  return text ? lde_choice_label(set, text, page->lang) : "";
}

const char *lde_page_money(lde_page *page, int64_t minor)
{
  lde_buffer text = {0};
  lde_amount_format(&text, page->ds, minor, page->lang);
  return lde_document_take(page->document, &text);
}

const char *lde_page_integer(lde_page *page, int64_t value)
{
  lde_buffer text = {0};
  lde_decimal_format(&text, value, 0, 0, page->lang);
  return lde_document_take(page->document, &text);
}

const char *lde_page_count(lde_page *page, int64_t count, const char *one, const char *many)
{
  lde_buffer text = {0};
  lde_count_format(&text, count, one, many, page->lang);
  return lde_document_take(page->document, &text);
}

const char *lde_page_share(lde_page *page, double share)
{
  lde_buffer text = {0};
  lde_percentage_format(&text, share, page->lang);
  return lde_document_take(page->document, &text);
}

const char *lde_page_date(lde_page *page, int32_t date)
{
  lde_buffer text = {0};
  lde_date_format(&text, date, page->lang);
  return lde_document_take(page->document, &text);
}

const char *lde_page_value(lde_page *page, int64_t millionths)
{
  lde_buffer text = {0};
  lde_number_format(&text, (double)millionths / 1e6, 2, page->lang);
  return lde_document_take(page->document, &text);
}

const char *lde_page_period(lde_page *page, const char *period)
{
  static const char months[][2][12] = {
      {"January", "januari"}, {"February", "februari"}, {"March", "maart"}, {"April", "april"},
      {"May", "mei"}, {"June", "juni"}, {"July", "juli"}, {"August", "augustus"},
      {"September", "september"}, {"October", "oktober"}, {"November", "november"},
      {"December", "december"}};
  size_t len = period ? strlen(period) : 0;
  bool other = len >= 4 && strncmp(period, page->ds->year, 4) != 0;
  int number = len == 7 ? atoi(period + 6) : 0;
  int32_t first, last;

  if (!len)
    return "";
  if (!lde_period_parse(period, len, &first, &last))
    return period;
  if (len == 4)
    return lde_document_say(page->document, PAGE_TR(page, "all of %s", "heel %s"), period);
  if (period[5] == 'Q')
    return lde_document_say(page->document, PAGE_TR(page, "Q%d%s%.4s", "%de kwartaal%s%.4s"),
                            number, other ? " " : "", other ? period : "");
  if (period[5] == 'H')
    return lde_document_say(page->document, PAGE_TR(page, "half %d%s%.4s", "%de halfjaar%s%.4s"),
                            number, other ? " " : "", other ? period : "");
  return lde_document_say(page->document, "%s %.4s",
                          months[(atoi(period + 5) + 11) % 12][page->lang], period);
}

const char *lde_page_budget_name(lde_page *page, int32_t budget)
{
  lde_dataset *ds = page->ds;
  const char *period = lde_text_of(ds, budget, period, budget);
  int32_t unit = lde_get_row(ds, budget, unit, budget),
          focus = lde_get_row(ds, budget, focus_area, budget);
  int32_t fund = lde_get_row(ds, budget, fund, budget);
  const lde_choices *lanes = lde_choices_find("lane");
  lde_buffer text = {0};

  if (fund != LDE_NO_ROW)
    lde_row_label(ds, lde_dataset_table(ds, LDE_E(fund)), fund, page->lang, &text);
  else if (unit != LDE_NO_ROW)
    lde_row_label(ds, lde_dataset_table(ds, LDE_E(unit)), unit, page->lang, &text);
  else if (lde_get(ds, budget, owner, budget) == LDE_CHOICE_OF(bearer, central))
    lde_buffer_puts(&text, PAGE_TR(page, "Central", "Centraal"));
  else
    lde_buffer_puts(
        &text,
        lde_choices_find("bearer")->items[lde_get(ds, budget, owner, budget)].label[page->lang]);
  if (lde_has(ds, budget, lane, budget))
    lde_buffer_printf(&text, ", %s",
                      lanes->items[lde_get(ds, budget, lane, budget)].label[page->lang]);
  if (focus != LDE_NO_ROW) {
    lde_buffer_puts(&text, ", ");
    lde_row_label(ds, lde_dataset_table(ds, LDE_E(focus_area)), focus, page->lang, &text);
  }
  if (*period && strcmp(period, ds->year) != 0)
    lde_buffer_printf(&text, ", %s", lde_page_period(page, period));
  return lde_document_take(page->document, &text);
}

bool lde_page_is_small(const lde_page *page, int64_t count)
{
  return count > 0 && count < page->group_min;
}

const char *lde_page_people(lde_page *page, int64_t count)
{
  if (lde_page_is_small(page, count))
    return lde_document_say(page->document,
                            PAGE_TR(page, "fewer than %s people", "minder dan %s mensen"),
                            lde_page_integer(page, page->group_min));
  return lde_page_count(page, count, PAGE_TR(page, "person", "persoon"),
                        PAGE_TR(page, "people", "mensen"));
}

lde_document_cell *lde_page_people_cell(lde_page *page, int64_t count)
{
  lde_document_cell *cell = lde_document_number(page->document, LDE_CELL_INTEGER, count);

  if (lde_page_is_small(page, count)) {
    cell->value = 0; /* a workbook must not tell it either */
    cell->text = lde_document_say(page->document, "< %s", lde_page_integer(page, page->group_min));
  }
  return cell;
}

const char *lde_page_cut(lde_page *page, const char *text, size_t width)
{
  lde_buffer cut = {0};
  lde_text_append_cut(&cut, text, width);
  return lde_document_take(page->document, &cut);
}

/* ---- sums that several sections show ---- */

static void sum_lines(lde_page *page)
{
  size_t employees = (size_t)lde_count(page->ds, employee);
  unsigned char *seen = lde_alloc(employees + 1, 1);
  int64_t named = 0;

  for (size_t i = 0; i < page->offer->lines.len; i++) {
    const lde_offer_line *line = &page->offer->lines.data[i];
    page->seats += line->seats;
    page->minutes = lde_add_capped(page->minutes, line->seats * line->minutes_per_seat);
    for (size_t s = 0; s < line->served.len; s++)
      for (size_t e = 0; e < line->served.data[s].employees.count; e++) {
        int32_t row = line->served.data[s].employees.rows[e];
        page->people += !seen[row];
        seen[row] = 1;
        named++;
      }
  }
  if (named < page->seats)
    page->people = 0;
  lde_free(seen);
}

static void sum_needs(lde_page *page)
{
  for (size_t i = 0; i < page->offer->needs.len; i++) {
    const lde_offer_need *need = &page->offer->needs.data[i];
    lde_map_put(&page->needs, (int64_t)lde_hash(need->id, strlen(need->id)), (int32_t)i);
    if (need->lane && strcmp(need->lane, "mandatory") == 0) {
      page->mandatory_heads += need->heads;
      page->mandatory_covered += need->covered;
    }
  }
  for (size_t i = 0; i < page->offer->unmet.len; i++) {
    page->open_needs++;
    page->open_people += page->offer->unmet.data[i].heads;
  }
}

static void sum_goals(lde_page *page)
{
  double weight = 0, sum = 0;

  for (size_t i = 0; i < page->offer->goals.len; i++) {
    const lde_offer_goal *goal = &page->offer->goals.data[i];
    page->goals_with_needs++;
    page->goals_well_covered += goal->covered >= 0.8;
    weight += goal->weight;
    sum += goal->weight * goal->covered;
  }
  page->coverage = weight > 0 ? sum / weight : -1;
}

static bool is_of_year(lde_page *page, int32_t budget)
{
  int32_t first = page->ds->year_first, last = page->ds->year_last;

  lde_period_bounds(page->ds, lde_text_of(page->ds, budget, period, budget), &first, &last);
  return first <= page->ds->year_last && last >= page->ds->year_first &&
         !lde_row_is_superseded(page->ds, lde_dataset_table(page->ds, LDE_E(budget)), budget);
}

/* Parents first, each with its children behind it. */
static void add_budgets(lde_page *page, int32_t parent, int32_t depth, const int64_t *planned)
{
  for (int32_t row = 0; row < lde_count(page->ds, budget); row++) {
    lde_page_budget budget = {.row = row, .depth = depth};
    if (lde_get_row(page->ds, budget, parent, row) != parent || !is_of_year(page, row) || depth > 8)
      continue;
    budget.available = lde_add_capped(lde_get(page->ds, budget, setup, row),
                                      lde_get(page->ds, budget, carry_in, row));
    budget.planned = planned[row];
    budget.committed = lde_get(page->ds, budget, committed, row);
    budget.spent = lde_get(page->ds, budget, executed, row);
    budget.left = lde_subtract_capped(budget.available, budget.planned);
    lde_vec_push(&page->budgets, budget);
    if (depth == 0) {
      page->total.available = lde_add_capped(page->total.available, budget.available);
      page->total.planned = lde_add_capped(page->total.planned, budget.planned);
      page->total.committed = lde_add_capped(page->total.committed, budget.committed);
      page->total.spent = lde_add_capped(page->total.spent, budget.spent);
      page->total.left = lde_add_capped(page->total.left, budget.left);
    }
    add_budgets(page, row, depth + 1, planned);
  }
}

/* What the offer takes from each budget, and from all above it. */
static void sum_budgets(lde_page *page)
{
  lde_dataset *ds = page->ds;
  lde_table *budgets = lde_dataset_table(ds, LDE_E(budget));
  int64_t *planned = lde_alloc((size_t)lde_table_count(budgets) + 1, sizeof *planned);

  for (size_t i = 0; i < page->offer->lines.len; i++) {
    const lde_offer_line *line = &page->offer->lines.data[i];
    for (size_t f = 0; f < line->funding.len; f++) {
      const char *id = line->funding.data[f].budget;
      int32_t row = id ? lde_row_find(ds, budgets, id, strlen(id)) : LDE_NO_ROW;
      if (row == LDE_NO_ROW && !line->funding.data[f].fund)
        page->unfunded = lde_add_capped(page->unfunded, line->funding.data[f].amount);
      for (int depth = 0; row != LDE_NO_ROW && depth < 64; depth++) {
        row = lde_row_newest(ds, budgets, row);
        planned[row] = lde_add_capped(planned[row], line->funding.data[f].amount);
        row = lde_get_row(ds, budget, parent, row);
      }
    }
  }
  add_budgets(page, LDE_NO_ROW, 0, planned);
  lde_free(planned);
}

/* ---- the pages ---- */

static void build_management(lde_page *page)
{
  page->document->contents = true;
  lde_page_decision(page, false);
  lde_page_thread(page);
  lde_page_goals(page);
  lde_page_offer(page);
  lde_page_money_sections(page);
  lde_page_gaps(page);
  lde_page_calendar(page);
  lde_page_left_out(page);
  lde_page_nothing(page);
  lde_page_findings(page);
  lde_page_origin(page);
}

static const char *title_of(lde_page *page, lde_page_kind kind)
{
  switch (kind) {
  case LDE_PAGE_MANAGEMENT:
    return PAGE_TR(page, "Learning plan %s", "Opleidingsplan %s");
  case LDE_PAGE_BOARD:
    return PAGE_TR(page, "Learning plan %s: your decision", "Opleidingsplan %s: uw besluit");
  case LDE_PAGE_EMPLOYEES:
    return PAGE_TR(page, "Learning in %s: what you can expect",
                   "Leren in %s: wat kun je verwachten");
  case LDE_PAGE_PERSON:
    return PAGE_TR(page, "Your learning in %s", "Jouw leerjaar %s");
  }
  return "%s";
}

static const char *organisation_of(lde_page *page)
{
  return lde_count(page->ds, organisation) && lde_has(page->ds, organisation, name, 0)
             ? lde_text_of(page->ds, organisation, name, 0)
             : "";
}

static void describe(lde_page *page, lde_page_kind kind)
{
  lde_document *document = page->document;
  lde_buffer title = {0};
  const char *format = title_of(page, kind), *mark = strstr(format, "%s");

  lde_buffer_append(&title, format, (size_t)(mark - format));
  lde_buffer_puts(&title, page->ds->year);
  lde_buffer_puts(&title, mark + 2);
  document->title = lde_document_take(document, &title);
  document->organisation = organisation_of(page);
  document->day = page->ds->today;
  document->date = lde_page_date(page, page->ds->today);
  document->subtitle =
      lde_document_say(document, PAGE_TR(page, "State of %s", "Stand van %s"), document->date);
  document->footer = lde_document_say(
      document,
      PAGE_TR(
          page,
          "Made with %s from data %.12s. The same data, rules and options give the same report.",
          "Gemaakt met %s uit gegevens %.12s. Dezelfde gegevens, regels en keuzes geven hetzelfde rapport."),
      page->provenance && page->provenance->engine ? page->provenance->engine : "ldengine",
      page->provenance ? page->provenance->data : "");
  document->one_page = kind == LDE_PAGE_BOARD;
}

lde_document *lde_page_build(const lde_page_input *input)
{
  lde_page page = {.ds = input->dataset,
                   .offer = input->offer,
                   .provenance = input->provenance,
                   .findings = input->findings,
                   .lang = input->language,
                   .person = input->person,
                   .group_min = input->group_min > 0 ? input->group_min : 5,
                   .document = lde_document_new(input->language, input->dataset->currency)};

  lde_do_nothing_find(&page.nothing, page.ds);
  sum_lines(&page);
  sum_needs(&page);
  sum_goals(&page);
  sum_budgets(&page);
  describe(&page, input->kind);
  switch (input->kind) {
  case LDE_PAGE_MANAGEMENT:
    build_management(&page);
    break;
  case LDE_PAGE_BOARD:
    lde_page_board(&page);
    break;
  case LDE_PAGE_EMPLOYEES:
    lde_page_employees(&page);
    break;
  case LDE_PAGE_PERSON:
    lde_page_person(&page);
    break;
  }
  lde_do_nothing_free(&page.nothing);
  lde_vec_free(&page.budgets);
  lde_map_free(&page.needs);
  return page.document;
}
