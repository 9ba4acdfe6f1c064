/* Short lists for the top of a report: risks, what stays open, what happens without the plan. Each line
 * names the fact and its size; the sections below have the rest. */
#include <stdlib.h>
#include <string.h>

#include "model/thread.h"
#include "report/page/internal.h"
#include "report/reasons.h"

typedef struct risk_list {
  lde_page *page;
  int left;
} risk_list;

static void add(risk_list *list, lde_tone tone, const char *strong, const char *text,
                const char *link)
{
  lde_document_item *item;

  if (list->left-- <= 0)
    return;
  item = lde_document_item_add(list->page->document, strong, text);
  item->tone = tone;
  item->link = list->page->document->one_page ? NULL : link; /* the sections are not there */
}

static void risk_of_clash(risk_list *list)
{
  const lde_offer *offer = list->page->offer;

  if (offer->status == LDE_OFFER_INFEASIBLE)
    add(list, LDE_TONE_BAD,
        PAGE_TR(list->page, "No plan is possible.", "Er is geen plan mogelijk."), offer->repair,
        NULL);
}

static void risk_of_mandatory(risk_list *list)
{
  lde_page *page = list->page;
  int64_t heads = 0;

  for (size_t i = 0; i < page->offer->unmet.len; i++)
    if (page->offer->unmet.data[i].mandatory)
      heads += page->offer->unmet.data[i].heads;
  if (heads)
    add(list, LDE_TONE_BAD,
        PAGE_TR(page, "Mandatory learning is not covered.", "Verplichte scholing is niet gedekt."),
        lde_document_say(page->document,
                         PAGE_TR(page, "%s stay without a seat.", "%s zonder plaats."),
                         lde_page_people(page, heads)),
        "not-done");
}

/* Does a line of the offer lead to the certificate? */
static bool is_renewed_by_offer(lde_page *page, int32_t type)
{
  lde_rows renewals = lde_get_list(page->ds, credential_type, renewal_offerings, type);

  for (size_t i = 0; i < page->offer->lines.len; i++) {
    int32_t offering = page->offer->lines.data[i].offering;
    if (lde_get_row(page->ds, offering, credential_type, offering) == type)
      return true;
    for (size_t r = 0; r < renewals.count; r++)
      if (renewals.rows[r] == offering)
        return true;
  }
  return false;
}

/* Certificates that lapse and for which the plan has nothing. */
static void risk_of_lapses(risk_list *list)
{
  lde_page *page = list->page;
  const char *first = NULL;
  int64_t obliged = 0;

  for (size_t i = 0; i < page->nothing.lapses.len; i++) {
    const lde_do_nothing_lapse *lapse = &page->nothing.lapses.data[i];
    if (!lapse->obliged || is_renewed_by_offer(page, lapse->credential_type))
      continue;
    obliged += lapse->obliged;
    if (!first)
      first = lde_page_label(page, LDE_E(credential_type), lapse->credential_type);
  }
  if (obliged)
    add(list, LDE_TONE_BAD,
        PAGE_TR(page, "Certificates lapse without renewal.",
                "Certificaten verlopen zonder verlenging."),
        lde_document_say(
            page->document,
            PAGE_TR(page,
                    "%s that somebody must hold, among them %s, and no activity that renews them.",
                    "%s die iemand moet hebben, waaronder %s, en geen activiteit die ze verlengt."),
            lde_page_is_small(page, obliged)
                ? lde_document_say(page->document, PAGE_TR(page, "Fewer than %s", "Minder dan %s"),
                                   lde_page_integer(page, page->group_min))
                : lde_page_integer(page, obliged),
            first),
        "nothing");
}

static void risk_of_goals(risk_list *list)
{
  lde_page *page = list->page;
  lde_buffer names = {0};
  int count = 0;

  for (size_t i = 0; i < page->offer->goals.len; i++) {
    const lde_offer_goal *goal = &page->offer->goals.data[i];
    if (goal->covered >= 0.8)
      continue;
    if (count++ < 2)
      lde_buffer_printf(&names, "%s%s (%s)", names.len ? "; " : "",
                        lde_page_label(page, LDE_E(goal), goal->goal),
                        lde_page_share(page, goal->covered));
  }
  if (count > 2)
    lde_buffer_printf(&names, PAGE_TR(page, "; %d more", "; nog %d"), count - 2);
  if (count)
    add(list, LDE_TONE_CARE,
        count == 1 ? PAGE_TR(page, "One goal is covered for less than 80%:",
                             "Eén doel is voor minder dan 80% gedekt:")
                   : PAGE_TR(page, "Goals covered for less than 80%:",
                             "Doelen die voor minder dan 80% gedekt zijn:"),
        lde_document_take(page->document, &names), "goals");
  else
    lde_buffer_free(&names);
}

/* Active goals with weight that no need, or no KPI, stands behind. */
static void risk_of_threads(risk_list *list)
{
  lde_page *page = list->page;
  int no_kpi = 0, no_need = 0;

  for (int32_t goal = 0; goal < lde_count(page->ds, goal); goal++) {
    lde_thread_gap gap = lde_goal_thread_gap(page->ds, goal, 0);
    no_kpi += gap == LDE_THREAD_NO_KPI;
    no_need += gap == LDE_THREAD_NO_NEED && /* a goal with parts has its learning there */
               !PAGE_INVERSE(page->ds, goal, parent, goal, goal).count;
  }
  if (no_kpi)
    add(list, LDE_TONE_CARE,
        PAGE_TR(page, "The effect cannot be shown.", "Het effect is niet aan te tonen."),
        lde_document_say(page->document,
                         no_kpi == 1
                             ? PAGE_TR(page, "%d goal has no KPI with a baseline and a target.",
                                       "%d doel heeft geen KPI met nulmeting en streefwaarde.")
                             : PAGE_TR(page, "%d goals have no KPI with a baseline and a target.",
                                       "%d doelen hebben geen KPI met nulmeting en streefwaarde."),
                         no_kpi),
        "goals");
  if (no_need)
    add(list, LDE_TONE_CARE,
        PAGE_TR(page, "Goals without learning.", "Doelen zonder leerbehoefte."),
        lde_document_say(
            page->document,
            no_need == 1 ? PAGE_TR(page, "For %d goal nobody recorded what people must learn.",
                                   "Voor %d doel is niet vastgelegd wat mensen moeten leren.")
                         : PAGE_TR(page, "For %d goals nobody recorded what people must learn.",
                                   "Voor %d doelen is niet vastgelegd wat mensen moeten leren."),
            no_need),
        "goals");
}

static void risk_of_findings(risk_list *list)
{
  lde_page *page = list->page;
  int64_t errors = page->findings ? (int64_t)page->findings->errors : 0;

  if (errors)
    add(list, LDE_TONE_CARE,
        PAGE_TR(page, "The plan breaks own rules.", "Het plan wijkt af van eigen regels."),
        lde_document_say(
            page->document,
            PAGE_TR(page, "%s to solve or to except.", "%s, op te lossen of te verantwoorden."),
            lde_page_count(page, errors, PAGE_TR(page, "serious finding", "ernstige bevinding"),
                           PAGE_TR(page, "serious findings", "ernstige bevindingen"))),
        "findings");
}

static void risk_of_tight_budgets(risk_list *list)
{
  lde_page *page = list->page;
  lde_buffer names = {0};
  int count = 0;

  for (size_t i = 0; i < page->budgets.len; i++) {
    const lde_page_budget *budget = &page->budgets.data[i];
    if (budget->depth || budget->available <= 0 || budget->left * 50 >= budget->available)
      continue;
    if (count++ < 2)
      lde_buffer_printf(&names, "%s%s", names.len ? "; " : "",
                        lde_page_budget_name(page, budget->row));
  }
  if (count > 2)
    lde_buffer_printf(&names, PAGE_TR(page, "; %d more", "; nog %d"), count - 2);
  if (count)
    add(list, LDE_TONE_CARE,
        PAGE_TR(page, "No room for setbacks: less than 2% left in",
                "Geen ruimte voor tegenvallers: minder dan 2% over bij"),
        lde_document_take(page->document, &names), "budgets");
  else
    lde_buffer_free(&names);
}

static void risk_of_unknown(risk_list *list)
{
  lde_page *page = list->page;
  int64_t unknown = 0, all = lde_count(page->ds, gap);

  for (size_t i = 0; i < page->nothing.units.len; i++)
    unknown += page->nothing.units.data[i].unknown;
  if (all && unknown * 10 > all)
    add(list, LDE_TONE_CARE, PAGE_TR(page, "Much is unknown.", "Veel is onbekend."),
        lde_document_say(page->document,
                         PAGE_TR(page, "%s of the required levels were never assessed.",
                                 "%s van de vereiste niveaus is nooit beoordeeld."),
                         lde_page_share(page, (double)unknown / (double)all)),
        "gaps");
}

void lde_page_risks(lde_page *page, int most)
{
  risk_list list = {page, most};

  risk_of_clash(&list);
  risk_of_mandatory(&list);
  risk_of_lapses(&list);
  risk_of_goals(&list);
  risk_of_threads(&list);
  risk_of_findings(&list);
  risk_of_tight_budgets(&list);
  risk_of_unknown(&list);
  if (list.left == most)
    lde_document_item_add(page->document, NULL,
                          PAGE_TR(page, "Nothing on record points to a large risk.",
                                  "De gegevens wijzen niet op een groot risico."));
}

/* ---- what is not done ---- */

static int compare_unmet(const void *a, const void *b)
{
  const lde_offer_unmet *x = *(const lde_offer_unmet *const *)a,
                        *y = *(const lde_offer_unmet *const *)b;
  if (x->mandatory != y->mandatory)
    return x->mandatory ? -1 : 1;
  if (x->heads != y->heads)
    return x->heads > y->heads ? -1 : 1;
  return strcmp(x->need, y->need);
}

void lde_page_not_done(lde_page *page, int most)
{
  size_t count = page->offer->unmet.len, shown = count < (size_t)most ? count : (size_t)most;
  const lde_offer_unmet **order = lde_alloc(count + 1, sizeof *order);

  for (size_t i = 0; i < count; i++)
    order[i] = &page->offer->unmet.data[i];
  if (count)
    qsort(order, count, sizeof *order, compare_unmet);
  if (shown < count) /* the last line says how many more there are */
    shown--;
  for (size_t i = 0; i < shown; i++)
    lde_document_item_add(
        page->document, lde_page_cut(page, lde_page_need(page, order[i]->need), 70),
        lde_document_say(page->document, "(%s): %s", lde_page_people(page, order[i]->heads),
                         lde_reason_title(order[i]->reason, page->lang)));
  if (shown < count)
    lde_document_item_add(
        page->document, NULL,
        lde_document_say(
            page->document,
            PAGE_TR(page, "%s with people without a seat.", "Nog %s met mensen zonder plaats."),
            lde_page_count(page, (int64_t)(count - shown), PAGE_TR(page, "more need", "behoefte"),
                           PAGE_TR(page, "more needs", "behoeften"))))
        ->link = NULL;
  if (!count)
    lde_document_item_add(page->document, NULL,
                          PAGE_TR(page, "Every recorded need has its seats.",
                                  "Elke vastgelegde behoefte heeft zijn plaatsen."));
  lde_free(order);
}

/* ---- without the plan ---- */

void lde_page_without(lde_page *page, int most)
{
  const lde_do_nothing *nothing = &page->nothing;
  risk_list list = {page, most};
  lde_document *document = page->document;

  if (nothing->obliged)
    add(&list, LDE_TONE_PLAIN, NULL,
        lde_document_say(document,
                         PAGE_TR(page, "%s that people must hold lapse in %s.",
                                 "%s die verplicht zijn, verlopen in %s."),
                         lde_page_is_small(page, nothing->obliged)
                             ? PAGE_TR(page, "A few certificates", "Enkele certificaten")
                             : lde_page_count(page, nothing->obliged,
                                              PAGE_TR(page, "certificate", "certificaat"),
                                              PAGE_TR(page, "certificates", "certificaten")),
                         page->ds->year),
        "nothing");
  if (nothing->goals.len)
    add(&list, LDE_TONE_PLAIN, NULL,
        lde_document_say(document, "%s; %s.",
                         lde_page_count(page, (int64_t)nothing->goals.len,
                                        PAGE_TR(page, "goal loses the learning it counts on",
                                                "doel verliest het leren waarop het rekent"),
                                        PAGE_TR(page, "goals lose the learning they count on",
                                                "doelen verliezen het leren waarop ze rekenen")),
                         lde_page_count(page, (int64_t)nothing->kpis.len,
                                        PAGE_TR(page, "KPI is exposed", "KPI loopt risico"),
                                        PAGE_TR(page, "KPIs are exposed", "KPI’s lopen risico"))),
        "nothing");
  if (nothing->people_short)
    add(&list, LDE_TONE_PLAIN, NULL,
        lde_document_say(document,
                         PAGE_TR(page, "%s stay below the level that their role asks.",
                                 "%s blijven onder het niveau dat hun functie vraagt."),
                         lde_page_people(page, nothing->people_short)),
        "nothing");
  if (nothing->unused)
    add(&list, LDE_TONE_PLAIN, NULL,
        lde_document_say(
            document,
            PAGE_TR(page, "%s of budget stays unused.", "%s aan budget blijft ongebruikt."),
            lde_page_money(page, nothing->unused)),
        "nothing");
  if (list.left == most)
    lde_document_item_add(document, NULL,
                          PAGE_TR(page, "Nothing on record changes in this year.",
                                  "Uit de gegevens volgt dit jaar geen verandering."));
}
