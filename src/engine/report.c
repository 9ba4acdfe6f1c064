/* `report`: the offer and the findings, laid out for those who decide, work and learn. */
#include "report/page/page.h"

#include <string.h>

#include "base/error.h"
#include "engine/internal.h"
#include "ldengine/report.h"
#include "report/page/html.h"

typedef struct wanted {
  lde_page_kind kind;
  int32_t person;
} wanted;

/* What the options ask for; false after saying what is wrong with them. */
static bool read_audience(lde_result *result, lde_dataset *dataset,
                          const lde_report_options *options, wanted *wanted)
{
  lde_language lang = result->language;
  const char *audience = options->audience;

  wanted->kind = options->board ? LDE_PAGE_BOARD : LDE_PAGE_MANAGEMENT;
  wanted->person = LDE_NO_ROW;
  if (!audience || strcmp(audience, "management") == 0)
    return true;
  if (options->board) {
    lde_result_add(result, "usage/audience",
                   LDE_TR(lang, "give one of the two", "geef één van de twee"),
                   LDE_TR(lang, "the board's page is for the board, not for %s",
                          "de bestuurspagina is voor het bestuur, niet voor %s"),
                   audience);
    return false;
  }
  if (strcmp(audience, "employees") == 0) {
    wanted->kind = LDE_PAGE_EMPLOYEES;
    return true;
  }
  if (strncmp(audience, "person:", 7) != 0) {
    lde_result_add(result, "usage/audience", "management | employees | person:ID",
                   LDE_TR(lang, "there is no report for '%s'", "er is geen rapport voor '%s'"),
                   audience);
    return false;
  }
  wanted->kind = LDE_PAGE_PERSON;
  wanted->person = lde_row_find(dataset, lde_dataset_table(dataset, LDE_E(employee)), audience + 7,
                                strlen(audience + 7));
  if (wanted->person == LDE_NO_ROW)
    lde_result_add(
        result, "usage/audience",
        LDE_TR(
            lang,
            "the ids are those of employees; ldengine sql \"SELECT id FROM employees\" lists them",
            "het gaat om de id's van employees; ldengine sql \"SELECT id FROM employees\" toont ze"),
        LDE_TR(lang, "there is no employee '%s'", "er is geen medewerker '%s'"), audience + 7);
  return wanted->person != LDE_NO_ROW;
}

static void build(lde_project *project, lde_result *result, const lde_report_options *options,
                  const wanted *wanted)
{
  lde_page_input input = {.kind = wanted->kind,
                          .language = project->language,
                          .dataset = project->loaded.dataset,
                          .offer = result->offer,
                          .provenance = &result->provenance,
                          .findings = result->has_findings ? &result->findings : NULL,
                          .person = wanted->person,
                          .group_min = options->group_min};

  result->report = lde_page_build(&input);
  result->report->mail = options->mail;
  result->payload = LDE_PAYLOAD_REPORT;
}

lde_result *lde_report(lde_project *project, const lde_report_options *options)
{
  static const lde_check_options all_rules = LDE_CHECK_OPTIONS_INIT;
  lde_run_options run = LDE_RUN_OPTIONS_INIT;
  lde_result *result;
  wanted wanted = {.person = LDE_NO_ROW};

  if (project->valid) {
    result = lde_result_new("report", project, project->language);
    if (!read_audience(result, project->loaded.dataset, options, &wanted))
      return result;
    lde_result_free(result);
  }
  run.script = options->script;
  result = lde_run(project, &run);
  result->command = "report";
  if (!project->valid || result->interrupted)
    return result;
  if (!result->offer) {
    if (!result->diagnostics.errors)
      lde_result_add(result, "script/error",
                     LDE_TR(project->language, "let it end with: return offer:solve()",
                            "laat het eindigen met: return offer:solve()"),
                     LDE_TR(project->language, "the script returned no offer to report on",
                            "het script gaf geen aanbod om over te rapporteren"));
    return result;
  }
  if (wanted.kind == LDE_PAGE_MANAGEMENT || wanted.kind == LDE_PAGE_BOARD)
    lde_project_judge(project, result, &all_rules);
  if (!result->interrupted)
    build(project, result, options, &wanted);
  return result;
}

lde_status lde_result_print_report(const lde_result *result, const char *format, lde_buffer *out,
                                   lde_error *err)
{
  const lde_document *report = result->report;

  if (strcmp(format, "xlsx") == 0)
    return lde_document_workbook(out, report, err);
  if (strcmp(format, "html") == 0 && report->mail)
    lde_document_mail(out, report);
  else if (strcmp(format, "html") == 0)
    lde_document_html(out, report);
  else if (strcmp(format, "markdown") == 0 || strcmp(format, "text") == 0)
    lde_document_markdown(out, report);
  else
    return lde_fail(err, LDE_ERROR_USAGE,
                    LDE_TR(result->language, "a report cannot be printed as %s",
                           "een rapport kan niet als %s worden getoond"),
                    format);
  return LDE_OK;
}
