/* The decision in one minute: what is asked, what it costs, what it brings, what can go wrong, what it
 * does not do, and what happens without it. */
#include <string.h>

#include "report/page/internal.h"

static const char *asked(lde_page *page)
{
  lde_document *document = page->document;
  const char *activities = lde_page_count(page, (int64_t)page->offer->lines.len,
                                          PAGE_TR(page, "activity", "activiteit"),
                                          PAGE_TR(page, "activities", "activiteiten"));
  const char *seats = lde_page_count(page, page->seats, PAGE_TR(page, "seat", "plaats"),
                                     PAGE_TR(page, "seats", "plaatsen"));
  const char *people =
      page->people ? lde_document_say(document, PAGE_TR(page, " for %s", " voor %s"),
                                      lde_page_count(page, page->people,
                                                     PAGE_TR(page, "employee", "medewerker"),
                                                     PAGE_TR(page, "employees", "medewerkers")))
                   : "";

  if (!page->offer->lines.len)
    return lde_document_say(
        document,
        PAGE_TR(
            page, "There is no learning plan for %s to decide on yet: no activity is in.",
            "Er is nog geen opleidingsplan %s om te besluiten: er is geen enkele activiteit opgenomen."),
        page->ds->year);
  return lde_document_say(
      document,
      PAGE_TR(
          page,
          "Decision asked: adopt the learning plan for %s, with %s and %s%s, at a total cost of %s.",
          "Gevraagd besluit: stel het opleidingsplan %s vast, met %s en %s%s, voor in totaal %s."),
      page->ds->year, activities, seats, people, lde_page_money(page, page->offer->cost));
}

static const char *proof(lde_page *page)
{
  const lde_offer *offer = page->offer;
  const char *gap = lde_page_share(page, offer->gap);

  switch (offer->status) {
  case LDE_OFFER_OPTIMAL:
    return PAGE_TR(page,
                   "Within the budgets and agreements no better plan is possible; this is proven.",
                   "Binnen de budgetten en afspraken is geen beter plan mogelijk; dat is bewezen.");
  case LDE_OFFER_WITHIN_GAP:
    return lde_document_say(
        page->document,
        PAGE_TR(
            page,
            "The plan keeps to all budgets and agreements and is proven to be within %s of the best possible.",
            "Het plan blijft binnen alle budgetten en afspraken en komt aantoonbaar binnen %s van het best mogelijke."),
        gap);
  case LDE_OFFER_FEASIBLE:
    return lde_document_say(
        page->document,
        PAGE_TR(
            page,
            "The plan keeps to all budgets and agreements; a better one may exist, but at most %s better.",
            "Het plan blijft binnen alle budgetten en afspraken; een beter plan kan bestaan, maar hoogstens %s beter."),
        gap);
  case LDE_OFFER_INFEASIBLE:
    return PAGE_TR(
        page,
        "The limits that were set exclude each other; they must be changed before there can be a plan.",
        "De gestelde grenzen sluiten elkaar uit; pas na aanpassing is een plan mogelijk.");
  }
  return "";
}

static lde_document_item *figure(lde_page *page, const char *label, const char *value,
                                 const char *below)
{
  lde_document_item *item = lde_document_item_add(page->document, value, label);
  item->below = below;
  return item;
}

static void add_cost_figure(lde_page *page)
{
  double share = page->total.available > 0
                     ? (double)page->offer->cost / (double)page->total.available
                     : 0;
  const char *below =
      page->total.available > 0
          ? lde_document_say(
                page->document, PAGE_TR(page, "%s of the %s available", "%s van de beschikbare %s"),
                lde_page_share(page, share), lde_page_money(page, page->total.available))
          : PAGE_TR(page, "no budget on record", "geen budget vastgelegd");

  figure(page, PAGE_TR(page, "Cost", "Kosten"), lde_page_money(page, page->offer->cost), below);
}

static void add_goal_figure(lde_page *page)
{
  lde_document_item *item;

  if (page->coverage < 0)
    return;
  item = figure(page, PAGE_TR(page, "Coverage of the goals", "Dekking van de doelen"),
                lde_page_share(page, page->coverage),
                lde_document_say(page->document,
                                 PAGE_TR(page, "by weight; %d of %d goals at 80%% or more",
                                         "naar gewicht; %d van de %d doelen op 80%% of meer"),
                                 page->goals_well_covered, page->goals_with_needs));
  item->tone = page->coverage >= 0.8 ? LDE_TONE_GOOD : LDE_TONE_CARE;
}

static void add_mandatory_figure(lde_page *page)
{
  bool all = page->mandatory_covered >= page->mandatory_heads;
  lde_document_item *item;

  if (!page->mandatory_heads)
    return;
  item = figure(
      page, PAGE_TR(page, "Mandatory learning", "Verplichte scholing"),
      lde_page_share(page, (double)page->mandatory_covered / (double)page->mandatory_heads),
      lde_document_say(page->document,
                       PAGE_TR(page, "%s of %s required seats", "%s van %s vereiste plaatsen"),
                       lde_page_integer(page, page->mandatory_covered),
                       lde_page_integer(page, page->mandatory_heads)));
  item->tone = all ? LDE_TONE_GOOD : LDE_TONE_BAD;
}

static void add_open_figure(lde_page *page)
{
  figure(page, PAGE_TR(page, "Left open", "Blijft open"),
         lde_page_count(page, page->open_needs, PAGE_TR(page, "need", "behoefte"),
                        PAGE_TR(page, "needs", "behoeften")),
         lde_document_say(page->document, PAGE_TR(page, "%s without a seat", "%s zonder plaats"),
                          lde_page_people(page, page->open_people)));
}

/* What stays available, and where most of it is. */
static void add_left(lde_page *page)
{
  const lde_page_budget *most = NULL;
  const char *where = "";

  for (size_t i = 0; i < page->budgets.len; i++)
    if (!page->budgets.data[i].depth && page->budgets.data[i].left > (most ? most->left : 0))
      most = &page->budgets.data[i];
  if (most && most->left * 2 > page->total.left && page->budgets.len > 1)
    where = lde_document_say(
        page->document, PAGE_TR(page, ", of which %s in %s", ", waarvan %s bij %s"),
        lde_page_money(page, most->left), lde_page_budget_name(page, most->row));
  lde_document_item_add(page->document, NULL,
                        lde_document_say(page->document,
                                         PAGE_TR(page, "%s stays available in the budgets%s.",
                                                 "%s blijft in de budgetten beschikbaar%s."),
                                         lde_page_money(page, page->total.left), where));
}

static void add_brings(lde_page *page, int most)
{
  lde_document *document = page->document;
  int shown = 0;

  if (page->mandatory_heads && page->mandatory_covered >= page->mandatory_heads)
    lde_document_item_add(document, NULL,
                          PAGE_TR(page, "All mandatory learning has a seat.",
                                  "Alle verplichte scholing heeft een plaats."));
  if (page->coverage >= 0)
    lde_document_item_add(
        document, NULL,
        lde_document_say(
            document,
            PAGE_TR(
                page,
                "Learning that serves %d strategic goals; %d of them are covered for at least 80%%.",
                "Leren dat aan %d strategische doelen bijdraagt; %d daarvan zijn voor minstens 80%% gedekt."),
            page->goals_with_needs, page->goals_well_covered));
  for (size_t i = 0; i < page->offer->goals.len && shown < most; i++) {
    const lde_offer_goal *best = NULL;
    /* the goals with the most weight, in that order: nothing smaller than the last one shown again */
    size_t rank = 0;
    for (size_t g = 0; g < page->offer->goals.len && !best; g++) {
      rank = 0;
      for (size_t o = 0; o < page->offer->goals.len; o++)
        rank += page->offer->goals.data[o].weight > page->offer->goals.data[g].weight ||
                (page->offer->goals.data[o].weight == page->offer->goals.data[g].weight && o < g);
      if (rank == i)
        best = &page->offer->goals.data[g];
    }
    if (!best || best->covered < 0.8)
      continue;
    lde_document_item_add(document, lde_page_label(page, LDE_E(goal), best->goal),
                          lde_document_say(document, PAGE_TR(page, "(%s covered)", "(%s gedekt)"),
                                           lde_page_share(page, best->covered)));
    shown++;
  }
  if (page->total.available > 0 && page->total.left > 0)
    add_left(page);
}

void lde_page_decision(lde_page *page, bool board)
{
  lde_document *document = page->document;
  int most = board ? 3 : 5;

  lde_document_section_add(
      document, "decision",
      board ? PAGE_TR(page, "What we ask of you", "Wat wij u vragen")
            : PAGE_TR(page, "The decision in one minute", "Het besluit in één minuut"));
  lde_document_add(document, LDE_BLOCK_LEAD, asked(page));
  lde_document_add(document, LDE_BLOCK_TEXT, proof(page));
  lde_document_add(document, LDE_BLOCK_FIGURES, NULL);
  add_cost_figure(page);
  add_goal_figure(page);
  add_mandatory_figure(page);
  add_open_figure(page);
  lde_document_add(document, LDE_BLOCK_CARDS, NULL);
  lde_document_card(document, PAGE_TR(page, "What it brings", "Wat het oplevert"), LDE_TONE_GOOD);
  add_brings(page, board ? 2 : 3);
  lde_document_card(document, PAGE_TR(page, "What can go wrong", "De grootste risico’s"),
                    LDE_TONE_CARE);
  lde_page_risks(page, most);
  lde_document_card(document, PAGE_TR(page, "What it does not do", "Wat het plan niet doet"),
                    LDE_TONE_PLAIN);
  lde_page_not_done(page, most);
  lde_document_card(document, PAGE_TR(page, "If you decide nothing", "Als u niets besluit"),
                    LDE_TONE_BAD);
  lde_page_without(page, most);
}
