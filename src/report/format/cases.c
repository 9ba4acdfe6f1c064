/* Findings and test results as cases that pass or fail. */
#include <stdlib.h>
#include <string.h>

#include "report/format/format.h"

/* ---- trouble ---- */

/* Whether the trouble is that of a project: it says so in front of the place or of the message. */
static bool is_of(const lde_diagnostic *diagnostic, const lde_report_organisation *organisation)
{
  size_t len = strlen(organisation->folder);

  return (strncmp(diagnostic->file, organisation->folder, len) == 0 &&
          diagnostic->file[len] == '/') ||
         (strncmp(diagnostic->message, organisation->folder, len) == 0 &&
          diagnostic->message[len] == ':');
}

/* Of several organisations the first that it names; NULL: of none. */
static const lde_report_organisation *owner_of(const lde_report_check *check,
                                               const lde_diagnostic *diagnostic)
{
  for (size_t i = 0; i < check->count; i++)
    if (!check->several || is_of(diagnostic, &check->organisations[i]))
      return &check->organisations[i];
  return NULL;
}

/* A rule that could not judge has a diagnostic, too: "budget/over: why". */
static bool tells(const lde_diagnostic *diagnostic, const lde_finding_rule *rule)
{
  const char *at = rule->failure ? strstr(diagnostic->message, rule->id) : NULL;
  size_t len = strlen(rule->id);

  return at && strncmp(at + len, ": ", 2) == 0 && strcmp(at + len + 2, rule->failure) == 0;
}

static bool is_told(const lde_findings *findings, const lde_diagnostic *diagnostic)
{
  for (size_t r = 0; findings && findings->unknown && r < findings->judged.len; r++)
    if (tells(diagnostic, &findings->judged.data[r]))
      return true;
  return false;
}

static void add_trouble(lde_format_suites *suites, lde_format_suite *suite,
                        const lde_report_check *check)
{
  const lde_findings *findings = suite->organisation ? suite->organisation->findings : NULL;
  lde_buffer place = {0};

  for (size_t i = 0; i < check->diagnostics->items.len; i++) {
    const lde_diagnostic *diagnostic = &check->diagnostics->items.data[i];
    if (diagnostic->severity != LDE_ERROR || owner_of(check, diagnostic) != suite->organisation ||
        is_told(findings, diagnostic))
      continue;
    lde_buffer_truncate(&place, 0);
    lde_format_place(&place, diagnostic->file, diagnostic->sheet, diagnostic->line,
                     diagnostic->column);
    lde_vec_push(&suite->cases,
                 ((lde_format_case){.group = diagnostic->code,
                                    .name = place.len ? lde_arena_strdup(&suites->arena, place.data)
                                                      : diagnostic->code,
                                    .outcome = LDE_CASE_BROKEN,
                                    .type = diagnostic->code,
                                    .message = diagnostic->message,
                                    .diagnostic = diagnostic}));
  }
  lde_buffer_free(&place);
}

static bool has_trouble_of_none(const lde_report_check *check)
{
  for (size_t i = 0; i < check->diagnostics->items.len; i++)
    if (check->diagnostics->items.data[i].severity == LDE_ERROR &&
        !owner_of(check, &check->diagnostics->items.data[i]))
      return true;
  return false;
}

/* ---- findings ---- */

static int by_rule(const void *a, const void *b)
{
  const lde_format_item *x = *(const lde_format_item *const *)a,
                        *y = *(const lde_format_item *const *)b;
  int order = strcmp(x->finding->rule, y->finding->rule);

  return order ? order : (x > y) - (x < y); /* both stand in one array */
}

/* The same record twice under one rule would be one case to those who keep a history. */
static const char *name_case(lde_format_suites *suites, const lde_format_item *item)
{
  lde_buffer name = {0};
  const char *made;

  lde_format_record(&name, item->finding);
  if (item->same)
    lde_buffer_printf(&name, " (%zu)", item->same + 1);
  made = lde_arena_strdup(&suites->arena, name.data);
  lde_buffer_free(&name);
  return made;
}

static void add_finding(lde_format_suites *suites, lde_format_suite *suite,
                        const lde_format_item *item)
{
  const lde_finding *finding = item->finding;
  const char *name = name_case(suites, item);
  bool open = lde_format_is_open(finding);
  lde_buffer pardon = {0};

  if (!open)
    lde_format_pardon(&pardon, finding, item->organisation->language);
  lde_vec_push(&suite->cases,
               ((lde_format_case){.group = finding->rule,
                                  .name = name,
                                  .outcome = open ? LDE_CASE_FAILED : LDE_CASE_SKIPPED,
                                  .type = lde_severity_name(finding->severity),
                                  .message = open ? finding->message
                                                  : lde_arena_strdup(&suites->arena, pardon.data),
                                  .item = item}));
  lde_buffer_free(&pardon);
}

static void add_rule(lde_format_suite *suite, const lde_finding_rule *rule,
                     const lde_report_check *check)
{
  lde_format_case one = {.group = rule->id,
                         .name = *rule->title ? rule->title : rule->id,
                         .outcome = rule->failure ? LDE_CASE_BROKEN : LDE_CASE_PASSED,
                         .type = "unknown",
                         .message = rule->failure ? rule->failure : ""};

  for (size_t i = 0; rule->failure && !one.diagnostic && i < check->diagnostics->items.len; i++) {
    const lde_diagnostic *diagnostic = &check->diagnostics->items.data[i];
    if (owner_of(check, diagnostic) == suite->organisation && tells(diagnostic, rule))
      one.diagnostic = diagnostic;
  }
  lde_vec_push(&suite->cases, one);
}

static int compare_id(const void *key, const void *item)
{
  return strcmp(key, (*(const lde_format_item *const *)item)->finding->rule);
}

/* The findings of one rule stand together in `order`; where the first of them is. */
static const lde_format_item **first_of(const lde_format_item **order, size_t count,
                                        const char *rule)
{
  const lde_format_item **at =
      count ? bsearch(rule, order, count, sizeof *order, compare_id) : NULL;

  while (at && at > order && strcmp(at[-1]->finding->rule, rule) == 0)
    at--;
  return at;
}

/* Rules in the order loaded, each with what it found; then findings of no listed rule. */
static void add_organisation(lde_format_suites *suites, lde_format_suite *suite,
                             const lde_report_check *check)
{
  const lde_findings *findings = suite->organisation->findings;
  const lde_format_item **order = lde_alloc(suites->items.len + 1, sizeof *order);
  size_t count = 0;

  for (size_t i = 0; i < suites->items.len; i++)
    if (suites->items.data[i].organisation == suite->organisation)
      order[count++] = &suites->items.data[i];
  if (count)
    qsort(order, count, sizeof *order, by_rule);
  for (size_t r = 0; findings && r < findings->judged.len; r++) {
    const lde_finding_rule *rule = &findings->judged.data[r];
    const lde_format_item **at = first_of(order, count, rule->id);
    if (!at || rule->failure)
      add_rule(suite, rule, check);
    for (; at && at < order + count && strcmp((*at)->finding->rule, rule->id) == 0; at++)
      add_finding(suites, suite, *at);
  }
  for (size_t i = 0; i < count; i++)
    if (!lde_findings_rule(findings, order[i]->finding->rule))
      add_finding(suites, suite, order[i]);
  lde_free(order);
}

static lde_format_suite *add_suite(lde_format_suites *suites, const char *name,
                                   const lde_report_organisation *organisation)
{
  lde_vec_push(&suites->all, ((lde_format_suite){.name = name, .organisation = organisation}));
  return &suites->all.data[suites->all.len - 1];
}

void lde_format_suites_of_check(lde_format_suites *suites, const lde_report_check *check)
{
  suites->items = lde_format_items_of(check);
  for (size_t i = 0; i < check->count; i++) {
    const char *name = lde_format_organisation(&check->organisations[i]);
    lde_format_suite *suite =
        add_suite(suites, *name ? name : check->command, &check->organisations[i]);
    add_organisation(suites, suite, check);
    add_trouble(suites, suite, check);
  }
  if (has_trouble_of_none(check))
    add_trouble(suites, add_suite(suites, "ldengine", NULL), check);
}

/* ---- tests of rules ---- */

void lde_format_suites_of_tests(lde_format_suites *suites, const lde_report_check *about,
                                const lde_test_results *tests)
{
  lde_format_suite *suite = add_suite(suites, "ldengine test", NULL);

  for (size_t i = 0; tests && i < tests->items.len; i++) {
    const lde_test_case *test = &tests->items.data[i];
    lde_vec_push(&suite->cases,
                 ((lde_format_case){.group = test->group,
                                    .name = test->name,
                                    .outcome = test->passed ? LDE_CASE_PASSED : LDE_CASE_FAILED,
                                    .type = "test",
                                    .message = test->passed ? "" : test->message,
                                    .test = test}));
  }
  add_trouble(suites, suite, about);
}

size_t lde_format_count(const lde_format_suite *suite, lde_format_outcome outcome)
{
  size_t count = 0;

  for (size_t i = 0; i < suite->cases.len; i++)
    count += suite->cases.data[i].outcome == outcome;
  return count;
}

void lde_format_suites_free(lde_format_suites *suites)
{
  for (size_t i = 0; i < suites->all.len; i++)
    lde_vec_free(&suites->all.data[i].cases);
  lde_vec_free(&suites->all);
  lde_excerpts_free(&suites->excerpts);
  lde_format_items_free(&suites->items);
  lde_arena_free(&suites->arena);
}
