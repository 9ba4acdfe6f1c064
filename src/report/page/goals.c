/* From mission to euro, and each goal with its KPIs, needs, offer and money. */
#include <stdlib.h>
#include <string.h>

#include "model/thread.h"
#include "report/page/internal.h"
#include "report/reasons.h"

static const lde_offer_goal *offer_goal(const lde_page *page, int32_t goal)
{
  for (size_t i = 0; i < page->offer->goals.len; i++)
    if (page->offer->goals.data[i].goal == goal)
      return &page->offer->goals.data[i];
  return NULL;
}

static bool is_active(const lde_page *page, int32_t goal)
{
  return lde_get(page->ds, goal, status, goal) == LDE_CHOICE_OF(goal_status, active);
}

/* The share of a need that goes to the goal; 0 when it does not serve it. */
static bool serves(lde_page *page, const lde_offer_need *need, int32_t goal)
{
  lde_goal_share *shares = NULL;
  size_t count = need->need != LDE_NO_ROW ? lde_need_goals(page->ds, need->need, &shares)
                 : need->competency != LDE_NO_ROW
                     ? lde_competency_goals(page->ds, need->competency, &shares)
                     : 0;
  bool found = false;

  for (size_t i = 0; i < count; i++)
    found |= shares[i].goal == goal;
  lde_free(shares);
  return found;
}

static void add_mission(lde_page *page)
{
  int32_t vision = lde_current_version(page->ds, LDE_E(mission_vision));

  if (vision == LDE_NO_ROW && lde_count(page->ds, mission_vision))
    vision = 0;
  if (vision != LDE_NO_ROW && lde_has(page->ds, mission_vision, text, vision))
    lde_document_add(page->document, LDE_BLOCK_QUOTE,
                     lde_text_of(page->ds, mission_vision, text, vision));
}

static bool has_subgoals(lde_page *page, int32_t goal)
{
  return PAGE_INVERSE(page->ds, goal, parent, goal, goal).count > 0;
}

/* Depth of a goal under its parents. */
static int depth_of(const lde_page *page, int32_t goal)
{
  int depth = 0;

  for (int32_t at = lde_get_row(page->ds, goal, parent, goal); at != LDE_NO_ROW && depth < 8;
       depth++)
    at = lde_get_row(page->ds, goal, parent, at);
  return depth;
}

static void add_goal_row(lde_page *page, int32_t row)
{
  lde_document *document = page->document;
  const lde_offer_goal *goal = offer_goal(page, row);
  int64_t weight = lde_get(page->ds, goal, total_weight, row);

  lde_document_row_add(document, LDE_TABLE_BODY)->indent = depth_of(page, row);
  lde_document_text(document, lde_page_label(page, LDE_E(goal), row))->link =
      lde_document_say(document, "goal-%d", (int)row + 1);
  lde_document_number(document, LDE_CELL_SHARE, weight / 100);
  if (!goal) {
    lde_document_nothing(document)->text = has_subgoals(page, row)
                                               ? PAGE_TR(page, "in its parts", "in de subdoelen")
                                               : PAGE_TR(page, "no need", "geen behoefte");
    lde_document_nothing(document);
    lde_document_nothing(document);
    return;
  }
  lde_document_number(document, LDE_CELL_SHARE, (int64_t)(goal->covered * 10000 + 0.5))->tone =
      goal->covered < 0.8 ? LDE_TONE_CARE : LDE_TONE_PLAIN;
  lde_document_number(document, LDE_CELL_INTEGER, goal->seats);
  lde_document_number(document, LDE_CELL_MONEY, goal->cost);
}

/* What no goal gets; amounts of goals are rounded to the cent, which shows here too. */
static void add_rest(lde_page *page)
{
  lde_document *document = page->document;
  int64_t rest = page->offer->cost;

  for (size_t i = 0; i < page->offer->goals.len; i++)
    rest -= page->offer->goals.data[i].cost;
  if (rest) {
    bool rounding = llabs((long long)rest) <= (long long)page->offer->goals.len;
    lde_document_row_add(document, LDE_TABLE_BODY);
    lde_document_text(document,
                      rounding ? PAGE_TR(page, "Rounding", "Afronding")
                               : PAGE_TR(page, "Learning without a goal", "Leren zonder doel"));
    lde_document_nothing(document);
    lde_document_nothing(document);
    lde_document_nothing(document);
    lde_document_number(document, LDE_CELL_MONEY, rest);
  }
  lde_document_row_add(document, LDE_TABLE_SUM);
  lde_document_text(document, PAGE_TR(page, "Total", "Totaal"));
  lde_document_nothing(document)->text = "";
  lde_document_nothing(document)->text = "";
  lde_document_nothing(document)->text = "";
  lde_document_number(document, LDE_CELL_MONEY, page->offer->cost);
}

static void add_goal_table(lde_page *page)
{
  lde_document *document = page->document;

  lde_document_table_add(
      document, PAGE_TR(page, "Goals", "Doelen"),
      PAGE_TR(
          page,
          "Per strategic goal: its weight, how many of the people who need learning for it get a seat, and the money that goes to it. A seat may serve several goals; money is divided.",
          "Per strategisch doel: het gewicht, welk deel van de mensen die ervoor moeten leren een plaats krijgt, en het geld dat ervoor gepland is. Een plaats kan aan meer doelen bijdragen; het geld is verdeeld."));
  lde_document_column(document, LDE_CELL_TEXT, PAGE_TR(page, "Goal", "Doel"));
  lde_document_column(document, LDE_CELL_SHARE, PAGE_TR(page, "Weight", "Gewicht"));
  lde_document_column(document, LDE_CELL_SHARE, PAGE_TR(page, "Covered", "Gedekt"));
  lde_document_column(document, LDE_CELL_INTEGER, PAGE_TR(page, "Seats", "Plaatsen"));
  lde_document_column(document, LDE_CELL_MONEY, PAGE_TR(page, "Cost", "Kosten"));
  for (int32_t row = 0; row < lde_count(page->ds, goal); row++)
    if (is_active(page, row) || offer_goal(page, row))
      add_goal_row(page, row);
  add_rest(page);
}

void lde_page_thread(lde_page *page)
{
  lde_document *document = page->document;

  if (!lde_count(page->ds, goal))
    return;
  lde_document_section_add(document, "thread",
                           PAGE_TR(page, "From mission to euro", "Van missie tot euro"));
  document->sections.data[document->sections.len - 1].new_page = true;
  add_mission(page);
  lde_document_add(
      document, LDE_BLOCK_TEXT,
      PAGE_TR(
          page,
          "The golden thread runs from the mission by way of goals, KPIs and needs to the activities and their money. Where it breaks, the picture shows the break.",
          "De rode draad loopt van de missie via doelen, KPI’s en leerbehoeften naar de activiteiten en het geld. Waar die breekt, laat de afbeelding dat zien."));
  add_goal_table(page);
  lde_page_picture_add(page, LDE_PAGE_PICTURE_THREAD, true);
}

/* ---- each goal ---- */

static const char *gap_sentence(lde_page *page, int32_t goal)
{
  switch (lde_goal_thread_gap(page->ds, goal, 0)) {
  case LDE_THREAD_NOT_ACTIVE:
    return PAGE_TR(page, "This goal is not active in the plan year.",
                   "Dit doel is in het planjaar niet actief.");
  case LDE_THREAD_NO_KPI:
    return PAGE_TR(
        page, "There is no KPI with a baseline and a target: the effect cannot be shown.",
        "Er is geen KPI met nulmeting en streefwaarde: het effect is niet aan te tonen.");
  case LDE_THREAD_NO_NEED:
    if (has_subgoals(page, goal))
      return PAGE_TR(page, "The learning for this goal stands under its parts.",
                     "Het leren voor dit doel staat bij de subdoelen.");
    return PAGE_TR(page, "Nobody recorded what people must learn for this goal.",
                   "Niet vastgelegd is wat mensen voor dit doel moeten leren.");
  default:
    return NULL; /* lines and evaluation belong to the plan; the offer is newer */
  }
}

static void add_kpi(lde_page *page, int32_t kpi)
{
  lde_document *document = page->document;
  lde_dataset *ds = page->ds;
  int32_t latest = lde_kpi_latest(ds, kpi);
  lde_buffer text = {0};

  if (lde_has(ds, kpi, baseline_value, kpi))
    lde_buffer_printf(&text, PAGE_TR(page, "baseline %s", "nulmeting %s"),
                      lde_page_value(page, lde_get(ds, kpi, baseline_value, kpi)));
  if (latest != LDE_NO_ROW)
    lde_buffer_printf(&text, PAGE_TR(page, "%snow %s", "%snu %s"), text.len ? ", " : "",
                      lde_page_value(page, lde_get(ds, kpi_measurement, value, latest)));
  if (lde_has(ds, kpi, target_value, kpi))
    lde_buffer_printf(&text, PAGE_TR(page, "%starget %s", "%sstreefwaarde %s"),
                      text.len ? ", " : "",
                      lde_page_value(page, lde_get(ds, kpi, target_value, kpi)));
  if (lde_has(ds, kpi, unit_of_measure, kpi))
    lde_buffer_printf(&text, "%s%s",
                      strcmp(lde_text_of(ds, kpi, unit_of_measure, kpi), "%") ? " " : "",
                      lde_text_of(ds, kpi, unit_of_measure, kpi));
  if (lde_has(ds, kpi, target_date, kpi))
    lde_buffer_printf(&text, PAGE_TR(page, " by %s", " op %s"),
                      lde_page_date(page, (int32_t)lde_get(ds, kpi, target_date, kpi)));
  lde_document_item_add(document,
                        lde_document_say(document, "%s:", lde_page_label(page, LDE_E(kpi), kpi)),
                        lde_document_take(document, &text));
}

static void add_kpis(lde_page *page, int32_t goal)
{
  lde_rows kpis = PAGE_INVERSE(page->ds, kpi, goal, goal, goal);

  if (!kpis.count)
    return;
  lde_document_add(page->document, LDE_BLOCK_LIST, NULL);
  for (size_t i = 0; i < kpis.count; i++)
    add_kpi(page, kpis.rows[i]);
}

/* The activities that give the need its seats, each once. */
static const char *activities_of(lde_page *page, const char *need)
{
  lde_buffer names = {0};
  int32_t last = LDE_NO_ROW;

  for (size_t i = 0; i < page->offer->lines.len; i++) {
    const lde_offer_line *line = &page->offer->lines.data[i];
    bool found = false;
    for (size_t s = 0; s < line->served.len; s++)
      found |= strcmp(line->served.data[s].need, need) == 0;
    if (!found || line->offering == last)
      continue;
    lde_buffer_printf(&names, "%s%s", names.len ? "; " : "",
                      lde_page_label(page, LDE_E(offering), line->offering));
    last = line->offering; /* lines of one offering stand together */
  }
  return lde_document_take(page->document, &names);
}

static const char *open_reason(lde_page *page, const char *need)
{
  for (size_t i = 0; i < page->offer->unmet.len; i++)
    if (strcmp(page->offer->unmet.data[i].need, need) == 0)
      return lde_reason_title(page->offer->unmet.data[i].reason, page->lang);
  return PAGE_TR(page, "no seat", "geen plaats");
}

static void add_need_row(lde_page *page, const lde_offer_need *need)
{
  lde_document *document = page->document;
  const char *activities = activities_of(page, need->id);

  lde_document_row_add(document, LDE_TABLE_BODY);
  lde_document_text(document, lde_page_need(page, need->id));
  lde_page_people_cell(page, need->heads);
  lde_page_people_cell(page, need->covered)->tone =
      need->covered < need->heads ? LDE_TONE_CARE : LDE_TONE_PLAIN;
  if (*activities)
    lde_document_text(document, activities)->below =
        need->covered < need->heads
            ? lde_document_say(document, PAGE_TR(page, "partly: %s", "deels: %s"),
                               open_reason(page, need->id))
            : NULL;
  else
    lde_document_text(document, lde_document_say(document, PAGE_TR(page, "none: %s", "geen: %s"),
                                                 open_reason(page, need->id)));
}

static void add_goal(lde_page *page, int32_t row)
{
  lde_document *document = page->document;
  const lde_offer_goal *goal = offer_goal(page, row);
  const char *gap = gap_sentence(page, row);
  bool any = false;

  lde_document_add(document, LDE_BLOCK_HEADING, lde_page_label(page, LDE_E(goal), row))->anchor =
      lde_document_say(document, "goal-%d", (int)row + 1);
  if (goal)
    lde_document_add(
        document, LDE_BLOCK_TEXT,
        lde_document_say(
            document,
            PAGE_TR(page, "Weight %s. %s of the people concerned get a seat; %s is planned for it.",
                    "Gewicht %s. %s van de betrokkenen krijgt een plaats; ervoor is %s gepland."),
            lde_page_share(page, goal->weight), lde_page_share(page, goal->covered),
            lde_page_money(page, goal->cost)));
  if (gap)
    lde_document_add(document, LDE_BLOCK_TEXT, gap);
  add_kpis(page, row);
  for (size_t i = 0; i < page->offer->needs.len; i++) {
    const lde_offer_need *need = &page->offer->needs.data[i];
    if (!serves(page, need, row))
      continue;
    if (!any) {
      lde_document_table_add(
          document, lde_page_label(page, LDE_E(goal), row),
          PAGE_TR(page, "Needs that contribute to this goal, and what they get",
                  "Leerbehoeften die aan dit doel bijdragen, en wat zij krijgen"));
      lde_document_column(document, LDE_CELL_TEXT, PAGE_TR(page, "Need", "Leerbehoefte"));
      lde_document_column(document, LDE_CELL_INTEGER, PAGE_TR(page, "People", "Mensen"));
      lde_document_column(document, LDE_CELL_INTEGER, PAGE_TR(page, "With a seat", "Met plaats"));
      lde_document_column(document, LDE_CELL_TEXT, PAGE_TR(page, "Activities", "Activiteiten"));
    }
    any = true;
    add_need_row(page, need);
  }
}

void lde_page_goals(lde_page *page)
{
  lde_document *document = page->document;

  if (!lde_count(page->ds, goal))
    return;
  lde_document_section_add(document, "goals",
                           PAGE_TR(page, "The goals, one by one", "De doelen, één voor één"));
  if (lde_count(page->ds, kpi))
    lde_page_picture_add(page, LDE_PAGE_PICTURE_KPI, true);
  for (int32_t row = 0; row < lde_count(page->ds, goal); row++)
    if (is_active(page, row) || offer_goal(page, row))
      add_goal(page, row);
}
