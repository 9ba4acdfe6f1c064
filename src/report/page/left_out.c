/* What is not done, and why: needs that stay open, and what was weighed but left out, by reason. */
#include <string.h>

#include "report/page/internal.h"
#include "report/reasons.h"

enum { MOST_PER_REASON = 12 };

static const char *sentence(lde_page *page, lde_reason reason, const lde_reason_detail *detail)
{
  lde_buffer text = {0};
  lde_reason_sentence(&text, page->ds, reason, detail, page->lang);
  return lde_document_take(page->document, &text);
}

static const char *enters_if(lde_page *page, const lde_enters_if *change)
{
  lde_buffer text = {0};
  lde_enters_if_sentence(&text, page->ds, change, page->lang);
  return lde_document_take(page->document, &text);
}

/* Of the activities that were weighed for the need: what brings one in, money before other changes and
 * the least of it first. */
static const char *remedy_of(lde_page *page, const char *need)
{
  const lde_enters_if *best = NULL;

  for (size_t i = 0; i < page->offer->left_out.len; i++) {
    const lde_offer_left_out *left = &page->offer->left_out.data[i];
    bool money = left->enters_if.change && strcmp(left->enters_if.change, "budget") == 0;
    bool best_money = best && strcmp(best->change, "budget") == 0;
    if (!left->need || strcmp(left->need, need) != 0 || !left->enters_if.change)
      continue;
    if (!best || (money && (!best_money || left->enters_if.by < best->by)))
      best = &left->enters_if;
  }
  return best ? enters_if(page, best) : "–";
}

static void add_unmet(lde_page *page, bool mandatory)
{
  lde_document *document = page->document;

  for (size_t i = 0; i < page->offer->unmet.len; i++) {
    const lde_offer_unmet *unmet = &page->offer->unmet.data[i];
    if (unmet->mandatory != mandatory)
      continue;
    lde_document_row_add(document, LDE_TABLE_BODY);
    lde_document_text(document, lde_page_need(page, unmet->need))->below =
        mandatory ? PAGE_TR(page, "mandatory", "verplicht") : NULL;
    lde_page_people_cell(page, unmet->heads)->tone = mandatory ? LDE_TONE_BAD : LDE_TONE_PLAIN;
    lde_document_text(document, sentence(page, unmet->reason, &unmet->detail));
    lde_document_text(document, remedy_of(page, unmet->need));
  }
}

static void add_open_needs(lde_page *page)
{
  lde_document *document = page->document;

  lde_document_add(document, LDE_BLOCK_HEADING,
                   PAGE_TR(page, "Needs that stay open", "Behoeften die open blijven"));
  if (!page->offer->unmet.len) {
    lde_document_add(document, LDE_BLOCK_TEXT,
                     PAGE_TR(page, "Every recorded need has its seats.",
                             "Elke vastgelegde behoefte heeft zijn plaatsen."));
    return;
  }
  lde_document_table_add(document, PAGE_TR(page, "Open needs", "Open behoeften"),
                         PAGE_TR(page, "People without a seat, why, and what would change it",
                                 "Mensen zonder plaats, waarom, en wat dat zou veranderen"));
  lde_document_column(document, LDE_CELL_TEXT, PAGE_TR(page, "Need", "Leerbehoefte"));
  lde_document_column(document, LDE_CELL_INTEGER, PAGE_TR(page, "People", "Mensen"));
  lde_document_column(document, LDE_CELL_TEXT, PAGE_TR(page, "Why", "Waarom"));
  lde_document_column(document, LDE_CELL_TEXT,
                      PAGE_TR(page, "What would change it", "Wat dat zou veranderen"));
  add_unmet(page, true);
  add_unmet(page, false);
}

static void add_candidate(lde_page *page, const lde_offer_left_out *left)
{
  lde_document *document = page->document;
  const char *name =
      left->offering == LDE_NO_ROW ? "–" : lde_page_label(page, LDE_E(offering), left->offering);

  lde_document_row_add(document, LDE_TABLE_BODY);
  lde_document_text(document, name);
  lde_document_text(document, left->need ? lde_page_need(page, left->need) : "–");
  lde_document_text(document, sentence(page, left->reason, &left->detail))->below =
      left->enters_if.change ? enters_if(page, &left->enters_if) : NULL;
}

static void add_reason(lde_page *page, lde_reason reason)
{
  lde_document *document = page->document;
  int64_t count = 0, shown = 0;

  for (size_t i = 0; i < page->offer->left_out.len; i++)
    count += page->offer->left_out.data[i].reason == reason;
  if (!count)
    return;
  lde_document_row_add(document, LDE_TABLE_GROUP);
  lde_document_text(document,
                    lde_document_say(document, "%s (%s)", lde_reason_title(reason, page->lang),
                                     lde_page_integer(page, count)));
  for (size_t i = 0; i < page->offer->left_out.len && shown < MOST_PER_REASON; i++)
    if (page->offer->left_out.data[i].reason == reason) {
      add_candidate(page, &page->offer->left_out.data[i]);
      shown++;
    }
  if (shown == count)
    return;
  lde_document_row_add(document, LDE_TABLE_BODY);
  lde_document_text(document,
                    lde_document_say(document, PAGE_TR(page, "… and %s more", "… en nog %s"),
                                     lde_page_integer(page, count - shown)));
  lde_document_text(document, "");
  lde_document_text(document,
                    PAGE_TR(page, "all of them: ldengine run -v", "allemaal: ldengine run -v"));
}

void lde_page_left_out(lde_page *page)
{
  lde_document *document = page->document;

  lde_document_section_add(
      document, "not-done",
      PAGE_TR(page, "What is not done, and why", "Wat niet gebeurt, en waarom"));
  document->sections.data[document->sections.len - 1].new_page = true;
  add_open_needs(page);
  if (!page->offer->left_out.len)
    return;
  lde_document_add(document, LDE_BLOCK_HEADING,
                   PAGE_TR(page, "Weighed and left out", "Afgewogen en niet opgenomen"));
  lde_document_table_add(
      document, PAGE_TR(page, "Left out", "Niet opgenomen"),
      PAGE_TR(
          page, "Activities that were weighed for a need, by the reason why they are not in",
          "Activiteiten die voor een behoefte zijn afgewogen, naar de reden waarom ze er niet in zitten"));
  lde_document_column(document, LDE_CELL_TEXT, PAGE_TR(page, "Activity", "Activiteit"));
  lde_document_column(document, LDE_CELL_TEXT, PAGE_TR(page, "For", "Voor"));
  lde_document_column(document, LDE_CELL_TEXT,
                      PAGE_TR(page, "Why not, and when it would", "Waarom niet, en wanneer wel"));
  for (int reason = 0; reason <= LDE_OUT_LOCK; reason++)
    add_reason(page, (lde_reason)reason);
}
