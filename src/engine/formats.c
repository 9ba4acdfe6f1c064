/* What was found, in the formats of other programs: gathers from a result what report/format needs. */
#include <limits.h>
#include <string.h>
#include <unistd.h>

#include "base/date.h"
#include "engine/batch/batch.h"
#include "engine/internal.h"

static bool is_command(const lde_result *result, const char *name)
{
  return result->payload == LDE_PAYLOAD_NONE && strcmp(result->command, name) == 0;
}

/* Also a call of that verb that went no further than its arguments. */
static bool is_check(const lde_result *result)
{
  return result->payload == LDE_PAYLOAD_CHECK || result->payload == LDE_PAYLOAD_BATCH ||
         is_command(result, "check");
}

static bool is_test(const lde_result *result)
{
  return result->payload == LDE_PAYLOAD_TESTS || is_command(result, "test");
}

static lde_report_organisation single_of(const lde_result *result, lde_buffer *id)
{
  lde_report_organisation one = {
      .folder = "", .id = "", .name = "", .year = "", .language = result->language};
  lde_dataset *dataset = result->project->loaded.dataset;
  const char *folder = result->project->loaded.manifest.folder;

  if (folder && strcmp(folder, ".") != 0)
    one.folder = folder;
  if (result->has_findings)
    one.findings = &result->findings;
  if (!dataset)
    return one;
  one.year = dataset->year ? dataset->year : "";
  if (lde_count(dataset, organisation) == 0)
    return one;
  lde_row_id(dataset, lde_dataset_table(dataset, LDE_E(organisation)), 0, id);
  one.id = lde_buffer_text(id);
  if (lde_has(dataset, organisation, name, 0))
    one.name = lde_text_of(dataset, organisation, name, 0);
  return one;
}

bool lde_result_print_format(const lde_result *result, const lde_output *output, lde_buffer *out)
{
  char root[PATH_MAX], today[LDE_DATE_TEXT_SIZE];
  lde_report_organisation single;
  lde_buffer id = {0};
  lde_report_check check = {.command = result->command,
                            .engine = "ldengine " LDE_VERSION,
                            .diagnostics = &result->diagnostics,
                            .root = getcwd(root, sizeof root),
                            .language = output->language,
                            .exit_code = lde_result_exit_code(result, output->fail_on)};
  bool printed = false;

  if (result->batch) {
    check.organisations = result->batch->report.organisations;
    check.count = result->batch->report.count;
    check.several = true;
  } else if (result->payload == LDE_PAYLOAD_CHECK) {
    single = single_of(result, &id);
    check.organisations = &single;
    check.count = 1;
  }
  if (result->project && result->project->loaded.dataset)
    check.today = lde_date_print(result->project->loaded.dataset->today, today);
  if (is_check(result))
    printed = lde_report_check_as(out, output->format, &check);
  else if (is_test(result))
    printed = lde_report_tests_as(out, output->format, &check, &result->tests);
  lde_buffer_free(&id);
  return printed;
}

bool lde_result_format_carries(const lde_result *result, const char *format)
{
  bool cases = strcmp(format, "junit") == 0 || strcmp(format, "tap") == 0;

  return lde_report_carries_diagnostics(format) && (is_check(result) || (cases && is_test(result)));
}
