/* An offer as a manager reads it: the decision first, then what is in, what it costs, what stays
 * out and why, and at the end how it was made. */
#include <inttypes.h>
#include <string.h>

#include "base/decimal.h"
#include "base/error.h"
#include "base/strings.h"
#include "base/text.h"
#include "report/offer_text.h"
#include "report/reasons.h"
#include "report/whatif.h"

enum { SHOWN_OF_A_LIST = 5 };

void lde_offer_text_amount(const lde_offer_text *text, lde_buffer *out, int64_t minor)
{
  if (text->whole)
    lde_amount_format(out, text->dataset, minor, text->lang);
  else
    lde_money_format(out, minor, text->dataset->currency, text->lang);
}

const char *lde_offer_text_need(const lde_offer_text *text, const char *id)
{
  int32_t at = lde_map_find(&text->needs, (int64_t)lde_hash(id, strlen(id)));
  const lde_offer_need *need = at == LDE_MAP_NONE ? NULL : &text->offer->needs.data[at];
  return need && strcmp(need->id, id) == 0 && need->label && *need->label ? need->label : id;
}

void lde_offer_text_label(const lde_offer_text *text, lde_buffer *out, int entity, int32_t row)
{
  if (row != LDE_NO_ROW)
    lde_row_label(text->dataset, lde_dataset_table(text->dataset, entity), row, text->lang, out);
}

void lde_offer_text_painted(const lde_offer_text *text, const char *title, lde_paint paint)
{
  lde_buffer safe = {0}, lines = {0};

  lde_text_append_safe(&safe, title, strlen(title));
  lde_wrap(&lines, lde_buffer_text(&safe), 0, 0, lde_style_columns(text->style));
  lde_buffer_truncate(&lines, lines.len - 1);
  lde_paint_text(text->out, text->style, paint, lde_buffer_text(&lines));
  lde_buffer_putc(text->out, '\n');
  lde_buffer_free(&safe);
  lde_buffer_free(&lines);
}

void lde_offer_text_heading(const lde_offer_text *text, const char *title)
{
  lde_buffer_putc(text->out, '\n');
  lde_offer_text_painted(text, title, LDE_PAINT_BOLD);
}

static void print_paragraph(const lde_offer_text *text, lde_buffer *paragraph, const char *mark)
{
  lde_buffer safe = {0};
  size_t indent = strlen(mark);

  lde_text_append_safe(&safe, lde_buffer_text(paragraph), paragraph->len);
  lde_buffer_puts(text->out, mark);
  lde_wrap(text->out, lde_buffer_text(&safe), indent, indent, lde_style_columns(text->style));
  lde_buffer_truncate(paragraph, 0);
  lde_buffer_free(&safe);
}

void lde_offer_text_paragraph(const lde_offer_text *text, lde_buffer *paragraph)
{
  print_paragraph(text, paragraph, "");
}

void lde_offer_text_item(const lde_offer_text *text, lde_buffer *item)
{
  print_paragraph(text, item, "  - ");
}

size_t lde_offer_text_most(const lde_offer_text *text, size_t count)
{
  /* one more than shown is shown too: the line that tells of it would take its place */
  return text->style->verbosity > 0 || count <= SHOWN_OF_A_LIST + 1 ? count : SHOWN_OF_A_LIST;
}

void lde_offer_text_more(const lde_offer_text *text, size_t more)
{
  lde_buffer line = {0};

  if (!more)
    return;
  lde_buffer_puts(&line, LDE_TR(text->lang, "… and ", "… en nog "));
  lde_decimal_format(&line, (int64_t)more, 0, 0, text->lang);
  lde_buffer_puts(&line, LDE_TR(text->lang, " more (use -v or --format json)",
                                " (gebruik -v of --format json)"));
  print_paragraph(text, &line, "    ");
  lde_buffer_free(&line);
}

/* Budgets that are part of another one in the list are in its amount already. */
static bool is_part(const lde_offer_text *text, const char *id)
{
  lde_dataset *ds = text->dataset;
  lde_table *table = lde_dataset_table(ds, LDE_E(budget));
  int32_t row = lde_row_find(ds, table, id, strlen(id));
  return row != LDE_NO_ROW && lde_get_row(ds, budget, parent, row) != LDE_NO_ROW;
}

static void append_budget_share(const lde_offer_text *text, lde_buffer *line)
{
  int64_t available = 0, planned = 0;

  for (size_t i = 0; i < text->offer->budgets.len; i++) {
    const lde_offer_budget *budget = &text->offer->budgets.data[i];
    if (is_part(text, budget->budget))
      continue;
    available += budget->planned + budget->left;
    planned += budget->planned;
  }
  if (available <= 0)
    return;
  lde_buffer_puts(line, LDE_TR(text->lang, ". That takes ", ". Daarmee is "));
  lde_percentage_format(line, (double)planned / (double)available, text->lang);
  lde_buffer_puts(line, LDE_TR(text->lang, " of the budget of ", " van het budget van "));
  lde_amount_format(line, text->dataset, available, text->lang);
  lde_buffer_puts(line, LDE_TR(text->lang, "", " gepland"));
}

static void append_reach(const lde_offer_text *text, lde_buffer *line, int64_t seats)
{
  int64_t people = lde_offer_named_people(text->offer);

  lde_count_format(line, seats, LDE_TR(text->lang, "seat", "plaats"),
                   LDE_TR(text->lang, "seats", "plaatsen"), text->lang);
  if (people < 0)
    return;
  lde_buffer_puts(line, LDE_TR(text->lang, " for ", " voor "));
  lde_count_format(line, people, LDE_TR(text->lang, "person", "medewerker"),
                   LDE_TR(text->lang, "people", "medewerkers"), text->lang);
}

/* "6 activities with 44 seats for € 16,500. That takes 86% of the budget of € 19,200." */
static void print_decision(const lde_offer_text *text)
{
  lde_buffer line = {0};
  int64_t seats = 0;

  for (size_t i = 0; i < text->offer->lines.len; i++)
    seats += text->offer->lines.data[i].seats;
  lde_count_format(&line, (int64_t)text->offer->lines.len,
                   LDE_TR(text->lang, "activity with ", "activiteit met "),
                   LDE_TR(text->lang, "activities with ", "activiteiten met "), text->lang);
  append_reach(text, &line, seats);
  lde_buffer_puts(&line, LDE_TR(text->lang, ", cost ", ", kosten "));
  lde_amount_format(&line, text->dataset, text->offer->cost, text->lang);
  append_budget_share(text, &line);
  lde_buffer_putc(&line, '.');
  lde_offer_text_paragraph(text, &line);
  lde_buffer_free(&line);
}

static void append_clash(const lde_offer_text *text, lde_buffer *line)
{
  lde_buffer_puts(line,
                  LDE_TR(text->lang, "No offer is possible: these limits cannot hold together: ",
                         "Er is geen aanbod mogelijk: deze grenzen gaan niet samen: "));
  for (size_t i = 0; i < text->offer->clash.len; i++)
    lde_buffer_printf(line, "%s%s", i ? ", " : "", text->offer->clash.data[i]);
  lde_buffer_putc(line, '.');
  if (text->offer->repair)
    lde_buffer_printf(
        line, LDE_TR(text->lang, " The cheapest way out: %s.", " De goedkoopste uitweg: %s."),
        text->offer->repair);
}

static const char *stop_words(const char *stopped_by, lde_language lang)
{
  if (!stopped_by || strcmp(stopped_by, "gap") == 0)
    return "";
  if (strcmp(stopped_by, "work") == 0)
    return LDE_TR(
        lang, " The search ended at its limit on work; more work may improve it.",
        " Het zoeken stopte bij de grens op rekenwerk; meer rekenwerk kan het verbeteren.");
  if (strcmp(stopped_by, "clock") == 0)
    return LDE_TR(
        lang, " The search ended at its time limit; another run may differ.",
        " Het zoeken stopte bij de tijdslimiet; een volgende keer kan het anders uitvallen.");
  if (strcmp(stopped_by, "interrupt") == 0)
    return LDE_TR(lang, " The search was interrupted.", " Het zoeken is onderbroken.");
  return "";
}

/* How good the offer is, and what is proven about that. */
static void print_status(const lde_offer_text *text)
{
  lde_buffer line = {0};
  const lde_offer *offer = text->offer;

  switch (offer->status) {
  case LDE_OFFER_OPTIMAL:
    lde_buffer_puts(
        &line,
        LDE_TR(text->lang, "Proven optimal: no other offer within these limits is worth more.",
               "Aantoonbaar optimaal: binnen deze grenzen is geen ander aanbod meer waard."));
    break;
  case LDE_OFFER_WITHIN_GAP:
    lde_buffer_puts(&line, LDE_TR(text->lang, "Proven to be within ", "Aantoonbaar binnen "));
    lde_percentage_format(&line, offer->gap, text->lang);
    lde_buffer_puts(&line,
                    LDE_TR(text->lang, " of the best possible.", " van het best mogelijke."));
    break;
  case LDE_OFFER_FEASIBLE:
    lde_buffer_puts(
        &line, LDE_TR(text->lang, "Keeps to every limit, but a better offer may exist: at most ",
                      "Past binnen alle grenzen, maar een beter aanbod kan bestaan: hoogstens "));
    lde_percentage_format(&line, offer->gap, text->lang);
    lde_buffer_puts(&line, LDE_TR(text->lang, " better.", " beter."));
    break;
  case LDE_OFFER_INFEASIBLE:
    append_clash(text, &line);
    break;
  }
  lde_buffer_puts(&line, offer->status == LDE_OFFER_INFEASIBLE
                             ? ""
                             : stop_words(offer->stopped_by, text->lang));
  lde_offer_text_paragraph(text, &line);
  lde_buffer_free(&line);
}

static void print_title(const lde_offer_text *text)
{
  lde_dataset *ds = text->dataset;
  lde_buffer title = {0};

  lde_buffer_printf(&title, LDE_TR(text->lang, "Learning offer %s", "Opleidingsaanbod %s"),
                    ds->year ? ds->year : "");
  if (lde_count(ds, organisation) > 0 && lde_has(ds, organisation, name, 0))
    lde_buffer_printf(&title, " – %s", lde_text_of(ds, organisation, name, 0));
  lde_offer_text_painted(text, title.data, LDE_PAINT_BOLD);
  lde_buffer_putc(text->out, '\n');
  lde_buffer_free(&title);
}

static bool amounts_are_whole(const lde_dataset *dataset, const lde_offer *offer)
{
  int64_t unit = 1;
  bool whole = true;

  for (int i = 0; i < dataset->currency_decimals; i++)
    unit *= 10;
  for (size_t i = 0; i < offer->lines.len; i++)
    whole = whole && offer->lines.data[i].cost % unit == 0;
  for (size_t i = 0; i < offer->budgets.len; i++)
    whole = whole && offer->budgets.data[i].setup % unit == 0 &&
            offer->budgets.data[i].planned % unit == 0 && offer->budgets.data[i].left % unit == 0;
  for (size_t i = 0; i < offer->goals.len; i++)
    whole = whole && offer->goals.data[i].cost % unit == 0;
  return whole;
}

void lde_report_offer(lde_buffer *out, lde_dataset *dataset, const lde_offer *offer,
                      const lde_provenance *provenance, const lde_style *style)
{
  lde_offer_text text = {.out = out,
                         .dataset = dataset,
                         .offer = offer,
                         .provenance = provenance,
                         .style = style,
                         .lang = style->language,
                         .whole = amounts_are_whole(dataset, offer)};

  for (size_t i = 0; i < offer->needs.len; i++) {
    const char *id = offer->needs.data[i].id;
    lde_map_add(&text.needs, (int64_t)lde_hash(id, strlen(id)), (int32_t)i);
  }
  print_title(&text);
  if (offer->status != LDE_OFFER_INFEASIBLE)
    print_decision(&text);
  print_status(&text);
  lde_offer_text_shortage(&text);
  if (offer->status != LDE_OFFER_INFEASIBLE) {
    lde_offer_text_lines(&text);
    lde_offer_text_budgets(&text);
    lde_offer_text_goals(&text);
    lde_offer_text_unmet(&text);
    lde_offer_text_left_out(&text);
  }
  lde_offer_text_end(&text);
  lde_map_free(&text.needs);
}
