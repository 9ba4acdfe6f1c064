/* What the rules say about the plan. Findings about persons are only counted: a report for management
 * names nobody. */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/strings.h"
#include "report/page/internal.h"
#include "report/picture/picture.h"

enum { MOST_PER_RULE = 5 };

/* Does the text hold the id of an employee as a word? Short numbers are no ids: they count something. */
static bool names_somebody(const lde_page *page, const char *text)
{
  lde_table *employees = lde_dataset_table(page->ds, LDE_E(employee));
  bool found = false;

  for (size_t len; *text && !found; text += len ? len : 1) {
    bool letter = false;
    for (len = 0;
         isalnum((unsigned char)text[len]) ||
         (len && strchr("_-.", text[len]) && text[len] && isalnum((unsigned char)text[len + 1]));
         len++)
      letter = letter || isalpha((unsigned char)text[len]);
    found =
        len && (letter || len > 3) && lde_row_find(page->ds, employees, text, len) != LDE_NO_ROW;
  }
  return found;
}

/* Of people when its records are, when it names one, or when it tells a number of them that is too small
 * to show. */
static bool is_about_people(const lde_page *page, const lde_finding *finding)
{
  static const char *const plurals[] = {"employees", "gaps", "levels", "assessments", "credentials",
                                        "participations", "learning_requests", "entitlement_uses",
                                        "role_assignments", "informal_activities", "measurements"};

  for (size_t i = 0; i < sizeof plurals / sizeof *plurals; i++)
    if (strcmp(finding->entity, plurals[i]) == 0)
      return true;
  for (size_t i = 0; i < finding->value_count; i++)
    if ((strcmp(finding->values[i].name, "heads") == 0 ||
         strcmp(finding->values[i].name, "people") == 0) &&
        lde_page_is_small(page, atoll(finding->values[i].text)))
      return true;
    else if (strcmp(finding->values[i].name, "employee") == 0)
      return true;
  return names_somebody(page, finding->message) ||
         (finding->help && names_somebody(page, finding->help));
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

static const char *anchor_of(lde_page *page, const lde_finding *finding)
{
  lde_buffer anchor = {0};
  lde_picture_finding_anchor(&anchor, finding);
  return lde_document_take(page->document, &anchor);
}

static void add_finding(lde_page *page, const lde_finding *finding)
{
  lde_document *document = page->document;
  lde_document_cell *cell;
  lde_buffer place = {0};

  if (finding->place.file && *finding->place.file)
    lde_buffer_printf(&place, finding->place.line ? "%s:%u" : "%s", finding->place.file,
                      finding->place.line);
  lde_document_row_add(document, LDE_TABLE_BODY);
  cell = lde_document_text(document, finding->message);
  cell->anchor = anchor_of(page, finding);
  cell->below = finding->exception
                    ? lde_document_say(document,
                                       PAGE_TR(page, "accepted until %s by %s: %s",
                                               "geaccepteerd tot en met %s door %s: %s"),
                                       lde_page_date(page, finding->exception->until),
                                       finding->exception->by, finding->exception->reason)
                    : NULL;
  lde_document_text(document, lde_document_take(document, &place));
}

/* What is not told one by one: findings about people, and more than a few. The places that pictures
 * link to are here then. */
static void add_rest(lde_page *page, const char *text, lde_buffer *anchors)
{
  lde_document *document = page->document;

  lde_document_row_add(document, LDE_TABLE_BODY);
  lde_document_text(document, text)->anchor = lde_document_take(document, anchors);
  lde_document_text(document, "");
}

/* All findings of the rule with that severity: what to do, then the findings. */
static void add_rule(lde_page *page, size_t first)
{
  const lde_findings *list = page->findings;
  const lde_finding *head = &list->items.data[first];
  lde_document *document = page->document;
  int64_t people = 0, shown = 0, more = 0;
  lde_buffer of_people = {0}, of_more = {0};

  lde_document_row_add(document, LDE_TABLE_GROUP);
  lde_document_text(document, head->help && *head->help && !names_somebody(page, head->help)
                                  ? head->help
                                  : head->rule)
      ->below = lde_document_say(document, "%s – %s%s%s", title_of(page, head->severity),
                                 head->code ? head->code : "", head->code && *head->code ? " " : "",
                                 head->rule);
  for (size_t i = first; i < list->items.len; i++) {
    const lde_finding *finding = &list->items.data[i];
    bool of_person = is_about_people(page, finding);
    if (finding->severity != head->severity || strcmp(finding->rule, head->rule) != 0)
      continue;
    if (!of_person && shown < MOST_PER_RULE) {
      add_finding(page, finding);
      shown++;
      continue;
    }
    lde_buffer_printf(of_person ? &of_people : &of_more, "%s ", anchor_of(page, finding));
    people += of_person;
    more += !of_person;
  }
  if (more)
    add_rest(page,
             lde_document_say(document,
                              PAGE_TR(page, "… and %s more; ldengine check tells all",
                                      "… en nog %s; ldengine check noemt ze alle"),
                              lde_page_integer(page, more)),
             &of_more);
  if (people)
    add_rest(page,
             lde_page_is_small(page, people)
                 ? lde_document_say(document,
                                    PAGE_TR(page, "fewer than %s about one or a few people",
                                            "minder dan %s over één of enkele mensen"),
                                    lde_page_integer(page, page->group_min))
                 : lde_document_say(document,
                                    PAGE_TR(page, "%s about one or a few people each",
                                            "%s over telkens één of enkele mensen"),
                                    lde_page_integer(page, people)),
             &of_people);
}

static void add_severity(lde_page *page, lde_severity severity)
{
  const lde_findings *list = page->findings;
  lde_map seen = {0};

  for (size_t i = 0; i < list->items.len; i++) {
    const lde_finding *finding = &list->items.data[i];
    int64_t key = (int64_t)lde_hash(finding->rule, strlen(finding->rule));
    if (finding->severity == severity && lde_map_put(&seen, key, 1) == LDE_MAP_NONE)
      add_rule(page, i);
  }
  lde_map_free(&seen);
}

void lde_page_findings(lde_page *page)
{
  const lde_findings *list = page->findings;
  lde_document *document = page->document;

  if (!list)
    return;
  lde_document_section_add(document, "findings",
                           PAGE_TR(page, "What the rules found", "Wat de regels vonden"));
  document->sections.data[document->sections.len - 1].new_page = true;
  lde_document_add(
      document, LDE_BLOCK_TEXT,
      lde_document_say(
          document,
          PAGE_TR(page, "%s looked at the plan: %s, %s and %s.",
                  "%s beoordeelden het plan: %s, %s en %s."),
          lde_page_count(page, (int64_t)list->rules, PAGE_TR(page, "rule", "regel"),
                         PAGE_TR(page, "rules", "regels")),
          lde_page_count(page, (int64_t)list->errors,
                         PAGE_TR(page, "thing to solve first", "punt om eerst op te lossen"),
                         PAGE_TR(page, "things to solve first", "punten om eerst op te lossen")),
          lde_page_count(page, (int64_t)list->warnings,
                         PAGE_TR(page, "thing to look at", "aandachtspunt"),
                         PAGE_TR(page, "things to look at", "aandachtspunten")),
          lde_page_count(page, (int64_t)list->notes, PAGE_TR(page, "remark", "opmerking"),
                         PAGE_TR(page, "remarks", "opmerkingen"))));
  if (list->unknown)
    lde_document_add(
        document, LDE_BLOCK_TEXT,
        lde_document_say(
            document, PAGE_TR(page, "%s could not be judged.", "%s konden niet worden beoordeeld."),
            lde_page_count(page, (int64_t)list->unknown, PAGE_TR(page, "rule", "regel"),
                           PAGE_TR(page, "rules", "regels"))));
  if (!list->items.len)
    return;
  lde_document_table_add(document, PAGE_TR(page, "Findings", "Bevindingen"),
                         PAGE_TR(page, "By rule: what to do about it, then where it was found",
                                 "Per regel: wat eraan te doen is, en dan waar het is gevonden"));
  lde_document_column(document, LDE_CELL_TEXT, PAGE_TR(page, "Finding", "Bevinding"));
  lde_document_column(document, LDE_CELL_TEXT, PAGE_TR(page, "Where", "Waar"));
  add_severity(page, LDE_ERROR);
  add_severity(page, LDE_WARNING);
  add_severity(page, LDE_NOTE);
}
