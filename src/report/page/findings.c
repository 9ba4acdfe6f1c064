/* What the rules say about the plan. Findings about persons are only counted: a report for management
 * names nobody. */
#include <string.h>

#include "report/page/internal.h"
#include "report/picture/picture.h"

enum { MOST_PER_SEVERITY = 60 };

static bool is_about_people(const lde_finding *finding)
{
  static const char *const plurals[] = {"employees", "gaps", "levels", "assessments", "credentials",
                                        "participations", "learning_requests", "entitlement_uses",
                                        "role_assignments", "informal_activities", "measurements"};

  for (size_t i = 0; i < sizeof plurals / sizeof *plurals; i++)
    if (strcmp(finding->entity, plurals[i]) == 0)
      return true;
  return false;
}

static const char *title_of(lde_page *page, lde_severity severity)
{
  switch (severity) {
  case LDE_ERROR:
    return PAGE_TR(page, "To solve first", "Eerst oplossen");
  case LDE_WARNING:
    return PAGE_TR(page, "To look at", "Aandachtspunten");
  default:
    return PAGE_TR(page, "Remarks", "Opmerkingen");
  }
}

static void add_finding(lde_page *page, const lde_finding *finding)
{
  lde_document *document = page->document;
  lde_document_cell *cell;
  lde_buffer anchor = {0}, place = {0};

  lde_picture_finding_anchor(&anchor, finding);
  if (finding->place.file && *finding->place.file)
    lde_buffer_printf(&place, finding->place.line ? "%s:%u" : "%s", finding->place.file, finding->place.line);
  lde_document_row_add(document, LDE_TABLE_BODY);
  cell = lde_document_text(document, finding->message);
  cell->anchor = lde_document_take(document, &anchor);
  cell->below = finding->exception
                    ? lde_document_say(document, PAGE_TR(page, "accepted until %s by %s: %s", "geaccepteerd tot en met %s door %s: %s"),
                                       lde_page_date(page, finding->exception->until), finding->exception->by,
                                       finding->exception->reason)
                    : NULL;
  lde_document_text(document, finding->help ? finding->help : "");
  lde_document_text(document, lde_document_take(document, &place))->below =
      finding->code && *finding->code ? lde_document_say(document, "%s %s", finding->code, finding->rule) : finding->rule;
}

/* One row a rule for what it says about people. */
static void add_people(lde_page *page, lde_severity severity)
{
  const lde_findings *list = page->findings;
  lde_document *document = page->document;

  for (size_t i = 0; i < list->items.len; i++) {
    const lde_finding *finding = &list->items.data[i];
    int64_t count = 0;
    bool first = true;
    if (finding->severity != severity || !is_about_people(finding) || finding->exception)
      continue;
    for (size_t j = 0; j < list->items.len; j++) {
      const lde_finding *other = &list->items.data[j];
      if (other->severity != severity || !is_about_people(other) || other->exception ||
          strcmp(other->rule, finding->rule) != 0)
        continue;
      first = first && j >= i;
      count++;
    }
    if (!first)
      continue;
    lde_document_row_add(document, LDE_TABLE_BODY);
    lde_document_text(document, lde_document_say(document, PAGE_TR(page, "About people: %s", "Over mensen: %s"),
                                                 lde_page_is_small(page, count)
                                                     ? lde_document_say(document, PAGE_TR(page, "fewer than %s records", "minder dan %s gegevens"),
                                                                        lde_page_integer(page, page->group_min))
                                                     : lde_page_count(page, count, PAGE_TR(page, "record", "gegeven"),
                                                                      PAGE_TR(page, "records", "gegevens"))));
    lde_document_text(document, finding->help ? finding->help : "");
    lde_document_text(document, "")->below =
        finding->code && *finding->code ? lde_document_say(document, "%s %s", finding->code, finding->rule) : finding->rule;
  }
}

static void add_severity(lde_page *page, lde_severity severity)
{
  lde_document *document = page->document;
  int64_t count = 0, about_people = 0, shown = 0;

  for (size_t i = 0; i < page->findings->items.len; i++)
    if (page->findings->items.data[i].severity == severity) {
      count++;
      about_people += is_about_people(&page->findings->items.data[i]);
    }
  if (!count)
    return;
  lde_document_row_add(document, LDE_TABLE_GROUP);
  lde_document_text(document, lde_document_say(document, "%s (%s)", title_of(page, severity), lde_page_integer(page, count)));
  add_people(page, severity);
  for (size_t i = 0; i < page->findings->items.len && shown < MOST_PER_SEVERITY; i++) {
    const lde_finding *finding = &page->findings->items.data[i];
    if (finding->severity != severity || is_about_people(finding))
      continue;
    add_finding(page, finding);
    shown++;
  }
  if (shown == count - about_people)
    return;
  lde_document_row_add(document, LDE_TABLE_BODY);
  lde_document_text(document, lde_document_say(document, PAGE_TR(page, "… and %s more", "… en nog %s"),
                                               lde_page_integer(page, count - about_people - shown)));
  lde_document_text(document, PAGE_TR(page, "all of them: ldengine check", "allemaal: ldengine check"));
  lde_document_text(document, "");
}

void lde_page_findings(lde_page *page)
{
  const lde_findings *list = page->findings;
  lde_document *document = page->document;

  if (!list)
    return;
  lde_document_section_add(document, "findings", PAGE_TR(page, "What the rules found", "Wat de regels vonden"));
  document->sections.data[document->sections.len - 1].new_page = true;
  lde_document_add(document, LDE_BLOCK_TEXT,
                   lde_document_say(document,
                                    PAGE_TR(page, "%s looked at the plan: %s, %s and %s.",
                                            "%s beoordeelden het plan: %s, %s en %s."),
                                    lde_page_count(page, (int64_t)list->rules, PAGE_TR(page, "rule", "regel"), PAGE_TR(page, "rules", "regels")),
                                    lde_page_count(page, (int64_t)list->errors, PAGE_TR(page, "thing to solve first", "punt om eerst op te lossen"),
                                                   PAGE_TR(page, "things to solve first", "punten om eerst op te lossen")),
                                    lde_page_count(page, (int64_t)list->warnings, PAGE_TR(page, "thing to look at", "aandachtspunt"),
                                                   PAGE_TR(page, "things to look at", "aandachtspunten")),
                                    lde_page_count(page, (int64_t)list->notes, PAGE_TR(page, "remark", "opmerking"),
                                                   PAGE_TR(page, "remarks", "opmerkingen"))));
  if (list->unknown)
    lde_document_add(document, LDE_BLOCK_TEXT,
                     lde_document_say(document, PAGE_TR(page, "%s could not be judged.", "%s konden niet worden beoordeeld."),
                                      lde_page_count(page, (int64_t)list->unknown, PAGE_TR(page, "rule", "regel"), PAGE_TR(page, "rules", "regels"))));
  if (!list->items.len)
    return;
  lde_document_table_add(document, PAGE_TR(page, "Findings", "Bevindingen"),
                         PAGE_TR(page, "Findings with the remedy, the place in the files and the rule",
                                 "Bevindingen met de remedie, de plaats in de bestanden en de regel"));
  lde_document_column(document, LDE_CELL_TEXT, PAGE_TR(page, "Finding", "Bevinding"));
  lde_document_column(document, LDE_CELL_TEXT, PAGE_TR(page, "What to do", "Wat te doen"));
  lde_document_column(document, LDE_CELL_TEXT, PAGE_TR(page, "Where", "Waar"));
  add_severity(page, LDE_ERROR);
  add_severity(page, LDE_WARNING);
  add_severity(page, LDE_NOTE);
}
