/* The difference between two offers, or between two checks, as a document: for HTML and for a workbook. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/decimal.h"
#include "base/error.h"
#include "report/page/document.h"
#include "report/picture/picture.h"
#include "report/reasons.h"
#include "report/whatif.h"

enum { STEPS_MOST = 18 }; /* of the picture; the table has all */

typedef struct page {
  lde_document *document;
  lde_dataset *ds; /* NULL: ids alone, and no picture */
  const lde_plan_diff *diff;
  lde_language lang;
} page;

static const char *name_of(const page *p, const char *plural, const char *id)
{
  lde_buffer name = {0};

  if (!p->ds)
    return lde_document_say(p->document, "%s", id);
  lde_record_name(&name, p->ds, plural, id, p->lang);
  return lde_document_take(p->document, &name);
}

/* ---- the sentence that matters ---- */

static const char *money(const page *p, int64_t minor)
{
  lde_buffer text = {0};

  lde_buffer_puts(&text, minor > 0 ? "+ " : minor < 0 ? "− " : "");
  lde_money_format(&text, minor < 0 ? -minor : minor, p->diff->currency, p->lang);
  return lde_document_take(p->document, &text);
}

static const char *number(const page *p, double value, bool is_signed)
{
  lde_buffer text = {0};

  lde_buffer_puts(&text, is_signed && value > 0 ? "+ " : is_signed && value < 0 ? "− " : "");
  lde_number_format(&text, is_signed ? fabs(value) : value, 1, p->lang);
  return lde_document_take(p->document, &text);
}

static void add_figures(const page *p)
{
  const lde_plan_diff *diff = p->diff;
  lde_document *document = p->document;
  lde_buffer before = {0};

  lde_document_add(document, LDE_BLOCK_FIGURES, NULL);
  lde_document_item_add(document, number(p, diff->value[1] - diff->value[0], true),
                        LDE_TR(p->lang, "value", "waarde"))
      ->below = lde_document_say(document, "%s → %s", number(p, diff->value[0], false),
                                 number(p, diff->value[1], false));
  lde_money_format(&before, diff->cost[0], diff->currency, p->lang);
  lde_buffer_puts(&before, " → ");
  lde_money_format(&before, diff->cost[1], diff->currency, p->lang);
  lde_document_item_add(document, money(p, diff->cost[1] - diff->cost[0]),
                        LDE_TR(p->lang, "cost", "kosten"))
      ->below = lde_document_take(document, &before);
  lde_document_item_add(document, number(p, (double)(diff->seats[1] - diff->seats[0]), true),
                        LDE_TR(p->lang, "seats", "plaatsen"))
      ->below = lde_document_say(document, "%s → %s", number(p, (double)diff->seats[0], false),
                                 number(p, (double)diff->seats[1], false));
  if (diff->named) {
    lde_document_item_add(
        document, number(p, (double)diff->gained.len, false),
        LDE_TR(p->lang, "people get a seat more", "mensen krijgen er een plaats bij"));
    lde_document_item_add(document, number(p, (double)diff->lost.len, false),
                          LDE_TR(p->lang, "people lose a seat", "mensen verliezen een plaats"));
  }
}

/* ---- from the cost of one to that of the other ---- */

/* Rows of the picture: largest differences first, the smallest together. */
static int by_difference(const void *a, const void *b)
{
  const lde_diff_row *x = *(const lde_diff_row *const *)a, *y = *(const lde_diff_row *const *)b;
  int64_t left = x->cost[1] - x->cost[0], right = y->cost[1] - y->cost[0];

  left = left < 0 ? -left : left;
  right = right < 0 ? -right : right;
  return left != right ? (left > right ? -1 : 1) : strcmp(x->id, y->id);
}

static void fill_waterfall(const page *p, lde_waterfall *w)
{
  size_t count = p->diff->offerings.len, kept = 0;
  const lde_diff_row **order = lde_alloc(count + 1, sizeof *order);
  int64_t told = p->diff->cost[0];

  w->title = LDE_TR(p->lang, "From the cost of one offer to that of the other",
                    "Van de kosten van het ene aanbod naar die van het andere");
  lde_vec_push(&w->steps,
               ((struct lde_waterfall_step){LDE_WATERFALL_TOTAL, name_of(p, "", p->diff->name[0]),
                                            p->diff->cost[0]}));
  for (size_t i = 0; i < count; i++)
    if (p->diff->offerings.data[i].cost[0] != p->diff->offerings.data[i].cost[1])
      order[kept++] = &p->diff->offerings.data[i];
  if (kept)
    qsort(order, kept, sizeof *order, by_difference);
  for (size_t i = 0; i < kept && i < STEPS_MOST; i++) {
    int64_t by = order[i]->cost[1] - order[i]->cost[0];
    lde_vec_push(&w->steps, ((struct lde_waterfall_step){
                                LDE_WATERFALL_STEP, name_of(p, "offerings", order[i]->id), by}));
    told += by;
  }
  if (told != p->diff->cost[1])
    lde_vec_push(&w->steps,
                 ((struct lde_waterfall_step){
                     LDE_WATERFALL_STEP,
                     lde_document_say(p->document,
                                      LDE_TR(p->lang, "%zu others together", "%zu andere samen"),
                                      kept > STEPS_MOST ? kept - STEPS_MOST : 0),
                     p->diff->cost[1] - told}));
  lde_vec_push(&w->steps,
               ((struct lde_waterfall_step){LDE_WATERFALL_TOTAL, name_of(p, "", p->diff->name[1]),
                                            p->diff->cost[1]}));
  lde_free(order);
}

static void add_waterfall(const page *p)
{
  lde_picture_style style = {.language = p->lang, .prefix = "cost"};
  lde_waterfall waterfall = {0};
  lde_buffer svg = {0}, table = {0};

  if (!p->ds || p->diff->cost[0] == p->diff->cost[1])
    return;
  fill_waterfall(p, &waterfall);
  lde_picture_waterfall(&svg, p->ds, &waterfall, &style);
  lde_picture_waterfall_table(&table, p->ds, &waterfall, &style);
  lde_document_picture(p->document, waterfall.title, &svg, &table);
  lde_waterfall_free(&waterfall);
}

/* ---- tables ---- */

static void pair_columns(const page *p, lde_document_kind kind, const char *what)
{
  lde_document_column(
      p->document, kind,
      lde_document_say(p->document, LDE_TR(p->lang, "%s before", "%s eerst"), what));
  lde_document_column(p->document, kind,
                      lde_document_say(p->document, LDE_TR(p->lang, "%s after", "%s nu"), what));
}

static void put_pair(const page *p, lde_document_kind kind, const int64_t value[2])
{
  lde_document_number(p->document, kind, value[0]);
  lde_document_number(p->document, kind, value[1]);
}

static void seats_and_cost_columns(const page *p)
{
  pair_columns(p, LDE_CELL_INTEGER, LDE_TR(p->lang, "Seats", "Plaatsen"));
  pair_columns(p, LDE_CELL_MONEY, LDE_TR(p->lang, "Cost", "Kosten"));
}

static void put_seats_and_cost(const page *p, const lde_diff_row *row)
{
  put_pair(p, LDE_CELL_INTEGER, row->seats);
  put_pair(p, LDE_CELL_MONEY, row->cost);
}

/* A row of a table about records of an entity begins with which record. */
static void begin_row(const page *p, const char *plural, const lde_diff_row *row)
{
  lde_document_row_add(p->document, LDE_TABLE_BODY);
  lde_document_text(p->document, name_of(p, plural, row->id));
}

static void put_covered(const page *p, const double covered[2])
{
  for (int s = 0; s < 2; s++)
    if (covered[s] >= 0)
      lde_document_number(p->document, LDE_CELL_SHARE, llround(covered[s] * 10000));
    else
      lde_document_nothing(p->document);
}

static const char *state_name(const page *p, lde_diff_state state)
{
  return state == LDE_DIFF_ADDED     ? LDE_TR(p->lang, "added", "erbij")
         : state == LDE_DIFF_DROPPED ? LDE_TR(p->lang, "dropped", "eruit")
                                     : LDE_TR(p->lang, "changed", "veranderd");
}

static void add_offerings(const page *p)
{
  lde_document *document = p->document;
  int64_t total[2] = {0, 0};

  if (!p->diff->offerings.len)
    return;
  lde_document_section_add(document, "offerings",
                           LDE_TR(p->lang, "Added, dropped, changed", "Erbij, eruit, veranderd"));
  lde_document_table_add(
      document, LDE_TR(p->lang, "Offerings", "Leeraanbod"),
      LDE_TR(p->lang, "What differs in the offer", "Wat er verschilt in het aanbod"));
  lde_document_column(document, LDE_CELL_TEXT, LDE_TR(p->lang, "Offering", "Leeraanbod"));
  lde_document_narrow_column(document, LDE_TR(p->lang, "State", "Toestand"));
  lde_document_column(document, LDE_CELL_TEXT, LDE_TR(p->lang, "Period before", "Periode eerst"));
  lde_document_column(document, LDE_CELL_TEXT, LDE_TR(p->lang, "Period after", "Periode nu"));
  pair_columns(p, LDE_CELL_INTEGER, LDE_TR(p->lang, "Groups", "Groepen"));
  seats_and_cost_columns(p);
  lde_document_column(document, LDE_CELL_MONEY, LDE_TR(p->lang, "Difference", "Verschil"));
  for (size_t i = 0; i < p->diff->offerings.len; i++) {
    const lde_diff_row *row = &p->diff->offerings.data[i];
    begin_row(p, "offerings", row);
    lde_document_text(document, state_name(p, row->state));
    for (int s = 0; s < 2; s++)
      lde_document_text(document,
                        row->periods[s] ? lde_document_say(document, "%s", row->periods[s]) : "");
    put_pair(p, LDE_CELL_INTEGER, row->sessions);
    put_seats_and_cost(p, row);
    lde_document_number(document, LDE_CELL_MONEY, row->cost[1] - row->cost[0]);
    total[0] += row->cost[0];
    total[1] += row->cost[1];
  }
  lde_document_row_add(document, LDE_TABLE_SUM);
  lde_document_text(document, LDE_TR(p->lang, "Together", "Samen"));
  for (int i = 0; i < 3; i++)
    lde_document_text(document, "");
  for (int i = 0; i < 4; i++)
    lde_document_nothing(document);
  put_pair(p, LDE_CELL_MONEY, total);
  lde_document_number(document, LDE_CELL_MONEY, total[1] - total[0]);
}

static void add_goals(const page *p)
{
  lde_document *document = p->document;

  if (!p->diff->goals.len)
    return;
  lde_document_section_add(document, "goals", LDE_TR(p->lang, "Goals affected", "Geraakte doelen"));
  lde_document_table_add(document, LDE_TR(p->lang, "Goals", "Doelen"),
                         LDE_TR(p->lang, "What each goal gets", "Wat elk doel krijgt"));
  lde_document_column(document, LDE_CELL_TEXT, LDE_TR(p->lang, "Goal", "Doel"));
  seats_and_cost_columns(p);
  pair_columns(p, LDE_CELL_SHARE, LDE_TR(p->lang, "Covered", "Gedekt"));
  for (size_t i = 0; i < p->diff->goals.len; i++) {
    const lde_diff_row *row = &p->diff->goals.data[i];
    begin_row(p, "goals", row);
    put_seats_and_cost(p, row);
    put_covered(p, row->covered);
  }
}

static void add_needs(const page *p)
{
  lde_document *document = p->document;

  if (!p->diff->needs.len)
    return;
  lde_document_section_add(document, "needs",
                           LDE_TR(p->lang, "Coverage of needs", "Dekking van behoeften"));
  lde_document_table_add(document, LDE_TR(p->lang, "Needs", "Leerbehoeften"),
                         LDE_TR(p->lang, "Seats of each need, and people without",
                                "Plaatsen per behoefte, en mensen zonder"));
  lde_document_column(document, LDE_CELL_TEXT, LDE_TR(p->lang, "Need", "Leerbehoefte"));
  pair_columns(p, LDE_CELL_INTEGER, LDE_TR(p->lang, "Seats", "Plaatsen"));
  if (p->diff->knows_unmet)
    pair_columns(p, LDE_CELL_INTEGER, LDE_TR(p->lang, "Without seat", "Zonder plaats"));
  for (size_t i = 0; i < p->diff->needs.len; i++) {
    const lde_diff_row *row = &p->diff->needs.data[i];
    begin_row(p, "needs", row);
    put_pair(p, LDE_CELL_INTEGER, row->seats);
    if (p->diff->knows_unmet)
      put_pair(p, LDE_CELL_INTEGER, row->unmet);
  }
}

static void add_budgets(const page *p)
{
  lde_document *document = p->document;

  if (!p->diff->budgets.len)
    return;
  lde_document_section_add(document, "budgets", LDE_TR(p->lang, "Budgets", "Budgetten"));
  lde_document_table_add(document, LDE_TR(p->lang, "Budgets", "Budgetten"),
                         LDE_TR(p->lang, "Planned in each budget", "Gepland per budget"));
  lde_document_column(document, LDE_CELL_TEXT, "Budget");
  pair_columns(p, LDE_CELL_MONEY, LDE_TR(p->lang, "Planned", "Gepland"));
  lde_document_column(document, LDE_CELL_MONEY, LDE_TR(p->lang, "Difference", "Verschil"));
  for (size_t i = 0; i < p->diff->budgets.len; i++) {
    const lde_diff_row *row = &p->diff->budgets.data[i];
    begin_row(p, "budgets", row);
    put_pair(p, LDE_CELL_MONEY, row->cost);
    lde_document_number(document, LDE_CELL_MONEY, row->cost[1] - row->cost[0]);
  }
}

static void add_findings(const page *p)
{
  lde_document *document = p->document;

  lde_document_table_add(
      document, LDE_TR(p->lang, "Findings", "Bevindingen"),
      LDE_TR(p->lang, "New, fixed, and still there", "Nieuw, opgelost, en nog steeds"));
  lde_document_narrow_column(document, LDE_TR(p->lang, "State", "Toestand"));
  lde_document_narrow_column(document, LDE_TR(p->lang, "Rule", "Regel"));
  lde_document_column(document, LDE_CELL_TEXT, LDE_TR(p->lang, "Finding", "Bevinding"));
  lde_document_column(document, LDE_CELL_TEXT, LDE_TR(p->lang, "Place", "Plaats"));
  for (size_t i = 0; i < p->diff->findings.len; i++) {
    const lde_diff_finding *each = &p->diff->findings.data[i];
    lde_document_row_add(document, LDE_TABLE_BODY);
    lde_document_text(document, each->state == LDE_DIFF_ADDED ? LDE_TR(p->lang, "new", "nieuw")
                                : each->state == LDE_DIFF_DROPPED
                                    ? LDE_TR(p->lang, "fixed", "opgelost")
                                    : LDE_TR(p->lang, "still there", "nog steeds"));
    lde_document_text(document, lde_document_say(document, "%s", each->rule));
    lde_document_text(document,
                      lde_document_say(document, "%s", each->message ? each->message : ""));
    lde_document_text(document, !each->file || !*each->file ? ""
                                : each->line ? lde_document_say(document, "%s:%lld", each->file,
                                                                (long long)each->line)
                                             : lde_document_say(document, "%s", each->file));
  }
}

lde_document *lde_document_of_diff(lde_dataset *dataset, const lde_plan_diff *diff,
                                   lde_language language)
{
  lde_document *document = lde_document_new(language, diff->currency);
  page p = {document, dataset, diff, language};

  document->title = lde_document_say(document, LDE_TR(language, "From %s to %s", "Van %s naar %s"),
                                     diff->name[0], diff->name[1]);
  document->organisation = "";
  if (dataset)
    document->day = dataset->today;
  lde_document_section_add(document, "difference",
                           LDE_TR(language, "The difference", "Het verschil"));
  if (!lde_plan_diff_any(diff)) {
    lde_document_add(document, LDE_BLOCK_LEAD,
                     LDE_TR(language, "Nothing differs.", "Er is geen verschil."));
  } else if (diff->of_offers) {
    add_figures(&p);
    add_waterfall(&p);
    add_offerings(&p);
    add_goals(&p);
    add_needs(&p);
    add_budgets(&p);
  } else {
    add_findings(&p);
  }
  return document;
}
