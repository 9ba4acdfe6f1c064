#include <stdarg.h>
#include <string.h>

#include "base/error.h"
#include "base/text.h"
#include "engine/batch/batch.h"
#include "engine/internal.h"
#include "engine/exchange/sheets.h"
#include "engine/whatif/whatif.h"
#include "engine/whatif/with_offer.h"
#include "report/page/document.h"

lde_result *lde_result_new(const char *command, lde_project *project, lde_language language)
{
  lde_result *result = lde_alloc(1, sizeof *result);

  result->command = command;
  result->project = project;
  result->language = language;
  result->diagnostics.language = language;
  if (project) {
    result->diagnostics.most = project->found.most;
    for (size_t i = 0; i < project->found.items.len; i++)
      lde_diagnostics_add(&result->diagnostics, &project->found.items.data[i]);
    result->diagnostics.errors = project->found.errors; /* also those not kept */
  }
  return result;
}

void lde_result_add(lde_result *result, const char *code, const char *help, const char *format, ...)
{
  lde_buffer message = {0};
  va_list args;

  va_start(args, format);
  lde_buffer_vprintf(&message, format, args);
  va_end(args);
  lde_diagnose(&result->diagnostics, LDE_ERROR, code, "", NULL, 0, 0, help, "%s",
               lde_buffer_text(&message));
  lde_buffer_free(&message);
}

void lde_result_add_failure(lde_result *result, const lde_project *project,
                            const lde_failure *failure)
{
  lde_buffer path = {0};
  bool found = *failure->file && lde_script_find(project, failure->file, &path);

  if (failure->outcome == LDE_OUTCOME_INTERRUPTED)
    result->interrupted = true;
  lde_diagnose(&result->diagnostics, LDE_ERROR, lde_outcome_code(failure->outcome), failure->file,
               found ? path.data : NULL, (uint32_t)failure->line, 0, NULL, "%s", failure->message);
  lde_buffer_free(&path);
}

void lde_result_describe_origin(lde_result *result)
{
  result->provenance.engine = "ldengine " LDE_VERSION;
  lde_dataset_digest(result->project->loaded.dataset, result->provenance.data);
}

lde_result *lde_result_usage(const char *command, const char *message, const char *help,
                             lde_language language)
{
  lde_result *result = lde_result_new("", NULL, language);

  result->command = lde_arena_strdup(&result->arena, command);
  lde_result_add(result, "usage/arguments", help, "%s", message);
  return result;
}

void lde_result_free(lde_result *result)
{
  if (!result)
    return;
  lde_diagnostics_free(&result->diagnostics);
  lde_offer_free(result->offer);
  lde_findings_free(&result->findings);
  lde_why_record_free(&result->why_record);
  lde_why_rule_free(&result->why_rule);
  lde_vec_free(&result->tests.items);
  lde_vec_free(&result->tests.coverage);
  lde_vec_free(&result->tests.gaps);
  lde_vec_free(&result->tests.mutation);
  lde_vec_free(&result->tests.survivors);
  lde_arena_free(&result->tests.arena);
  if (result->rows)
    lde_query_result_free(result->rows);
  lde_free(result->rows);
  lde_vec_free(&result->provenance.rules);
  lde_vec_free(&result->log);
  lde_buffer_free(&result->document);
  lde_batch_free(result->batch);
  lde_project_free(result->judged);
  lde_whatif_free(result->whatif);
  lde_document_free(result->report);
  lde_arena_free(&result->arena);
  lde_free(result);
}

static bool has_code(const lde_result *result, const char *prefix)
{
  for (size_t i = 0; i < result->diagnostics.items.len; i++)
    if (result->diagnostics.items.data[i].severity == LDE_ERROR &&
        strncmp(result->diagnostics.items.data[i].code, prefix, strlen(prefix)) == 0)
      return true;
  return false;
}

int lde_result_exit_code(const lde_result *result, lde_fail_on fail_on)
{
  if (result->interrupted)
    return 130;
  if (result->internal)
    return 70;
  if (result->batch)
    return lde_batch_exit_code(result->batch, fail_on);
  if (has_code(result, "usage/"))
    return 2;
  if (has_code(result, "load/"))
    return 3;
  if (has_code(result, "script/") || has_code(result, "limit/"))
    return 4;
  if (result->infeasible)
    return 5;
  if (result->diagnostics.errors)
    return 3;
  if (result->tests.failed || lde_test_is_thin(&result->tests) || result->unfit)
    return 1;
  return (fail_on != LDE_FAIL_ON_NEVER && result->findings.errors) ||
         (fail_on == LDE_FAIL_ON_WARNING && result->findings.warnings);
}

static lde_style style_of(const lde_output *output)
{
  return (lde_style){output->language, output->width, output->color, output->verbosity};
}

static bool is(const lde_output *output, const char *format)
{
  return strcmp(output->format, format) == 0;
}

static void print_json(const lde_result *result, const lde_output *output, lde_buffer *out)
{
  lde_envelope envelope = {
      .command = result->command,
      .ok = lde_result_exit_code(result, output->fail_on) == 0,
      .diagnostics = &result->diagnostics,
      .dataset = result->project ? result->project->loaded.dataset : NULL,
      .offer = result->offer,
      .provenance = &result->provenance,
      .rows = result->rows,
      .result = result->payload == LDE_PAYLOAD_DATA ? result->data : NULL,
      .log = result->log.data,
      .log_count = result->log.len,
      .why_record =
          result->payload == LDE_PAYLOAD_WHY_RECORD || result->payload == LDE_PAYLOAD_WHY_RULE
              ? &result->why_record
              : NULL,
      .why_rule = result->payload == LDE_PAYLOAD_WHY_RULE ? &result->why_rule : NULL,
      .tests = result->payload == LDE_PAYLOAD_TESTS ? &result->tests : NULL,
      .findings =
          result->has_findings || result->payload == LDE_PAYLOAD_CHECK ? &result->findings : NULL,
      .batch = result->batch ? &result->batch->report : NULL,
      .extra = result->payload == LDE_PAYLOAD_DATA ? NULL : result->data,
  };
  lde_report_json(out, &envelope);
}

static void print_text(const lde_result *result, const lde_style *style, lde_buffer *out)
{
  switch (result->payload) {
  case LDE_PAYLOAD_OFFER:
    lde_report_offer(out, result->project->loaded.dataset, result->offer, &result->provenance,
                     style);
    lde_whatif_print(result, "text", style, out);
    if (result->has_findings) {
      lde_buffer_putc(out, '\n');
      lde_report_findings(out, &result->findings, style);
    }
    break;
  case LDE_PAYLOAD_DATA:
    if (result->data)
      lde_report_data_text(out, result->data, style);
    break;
  case LDE_PAYLOAD_ROWS:
    lde_report_rows_text(out, result->rows, style);
    break;
  case LDE_PAYLOAD_DOCUMENT:
    lde_buffer_append(out, lde_buffer_text(&result->document), result->document.len);
    break;
  case LDE_PAYLOAD_SUMMARY: /* what was done: said unless asked to be quiet */
    if (style->verbosity >= 0)
      lde_buffer_append(out, lde_buffer_text(&result->document), result->document.len);
    break;
  case LDE_PAYLOAD_CHECK:
    if (result->has_findings)
      lde_report_findings(out, &result->findings, style);
    break;
  case LDE_PAYLOAD_TESTS:
    lde_report_tests(out, &result->tests, style);
    break;
  case LDE_PAYLOAD_REPORT: /* lde_result_print_report */
    break;
  case LDE_PAYLOAD_WHATIF:
    lde_whatif_print(result, "text", style, out);
    break;
  case LDE_PAYLOAD_BATCH:
    lde_report_batch_text(out, &result->batch->report, style);
    break;
  case LDE_PAYLOAD_WHY_RECORD:
    lde_report_why_record(out, result->project->loaded.dataset, &result->why_record, style);
    break;
  case LDE_PAYLOAD_WHY_RULE:
    lde_report_why_rule(out, result->project->loaded.dataset, &result->why_record,
                        &result->why_rule, style);
    break;
  case LDE_PAYLOAD_NONE:
    break;
  }
}

/* For a spreadsheet program rather than for another one. */
static bool is_sheet(const lde_output *output)
{
  return is(output, "xlsx") ||
         (is(output, "csv") && output->dialect && strcmp(output->dialect, "rfc") != 0);
}

static lde_status print_sheet(const lde_result *result, const lde_output *output, lde_buffer *out,
                              lde_error *err)
{
  const lde_dataset *dataset = result->project->loaded.dataset;

  return is(output, "xlsx")
             ? lde_query_workbook(result->rows, dataset->today, output->language, out, err)
             : lde_query_csv(result->rows, output->dialect, output->language, out, err);
}

/* JSON and HTML have escapes of their own; a workbook is bytes. */
static void seal(const lde_result *result, const lde_output *output, const lde_style *style,
                 lde_buffer *out)
{
  static const char *const own[] = {"json", "jsonl", "sarif", "gitlab", "html", "xlsx"};
  bool document = result->payload == LDE_PAYLOAD_DOCUMENT;

  for (size_t i = 0; i < sizeof own / sizeof *own; i++)
    if (is(output, own[i]))
      return;
  if (out->len && !(document && out->len > 4 && memcmp(out->data, "PK\3\4", 4) == 0))
    lde_report_seal(out, style, document || is(output, "csv"));
}

lde_status lde_result_print(const lde_result *result, const lde_output *output, char **text,
                            size_t *len, lde_error *err)
{
  lde_style style = style_of(output);
  lde_buffer out = {0};

  if (is(output, "json"))
    print_json(result, output, &out);
  else if (result->payload == LDE_PAYLOAD_ROWS && is_sheet(output)) {
    lde_status status = print_sheet(result, output, &out, err);
    if (status != LDE_OK) {
      lde_buffer_free(&out);
      return status;
    }
  }
  else if (lde_result_print_format(result, output, &out))
    ;
  else if (is(output, "csv") && result->payload == LDE_PAYLOAD_ROWS)
    lde_report_rows_csv(&out, result->rows);
  else if (!is(output, "text") && lde_whatif_print(result, output->format, &style, &out))
    ;
  else if (is(output, "yaml") && result->payload == LDE_PAYLOAD_OFFER)
    lde_offer_plan_lines(result->project->loaded.dataset, result->offer, true, output->language,
                         &out);
  else if (is(output, "markdown") && result->payload == LDE_PAYLOAD_ROWS)
    lde_report_rows_markdown(&out, result->rows);
  else if (result->payload == LDE_PAYLOAD_REPORT) {
    lde_status status = lde_result_print_report(result, output->format, &out, err);
    if (status != LDE_OK) {
      lde_buffer_free(&out);
      return status;
    }
  }
  else if (is(output, "text") || result->payload == LDE_PAYLOAD_NONE)
    print_text(result, &style, &out);
  else
    return lde_fail(err, LDE_ERROR_USAGE,
                    LDE_TR(output->language, "this cannot be printed as %s",
                           "dit kan niet als %s worden getoond"),
                    output->format);
  seal(result, output, &style, &out);
  *len = out.len;
  *text = out.data ? out.data : lde_strdup("");
  return LDE_OK;
}

void lde_result_messages(const lde_result *result, const lde_output *output, char **text,
                         size_t *len)
{
  lde_style style = style_of(output);
  lde_buffer out = {0};

  if (!is(output, "json")) {
    for (size_t i = 0; i < result->log.len; i++)
      lde_buffer_printf(&out, "%s\n", result->log.data[i]);
    if (!lde_result_format_carries(result, output->format))
      lde_report_diagnostics(&out, &result->diagnostics, &style);
    lde_report_seal(&out, &style, false);
  }
  *len = out.len;
  *text = out.data ? out.data : lde_strdup("");
}

lde_status lde_result_save(const lde_result *result, const lde_output *output, const char *path,
                           lde_error *err)
{
  char *text;
  size_t len;
  lde_status status = lde_result_print(result, output, &text, &len, err);

  if (status != LDE_OK)
    return status;
  if (len || lde_result_exit_code(result, output->fail_on) == 0) /* trouble does not empty the file */
    status = lde_file_write(path, text, len, output->language, err);
  lde_text_free(text);
  return status;
}

void lde_text_free(char *text)
{
  lde_free(text);
}

size_t lde_nearest(const char *wanted, const char *const *candidates, size_t count,
                   const char *best[3])
{
  lde_suggestion near = {.wanted = wanted};

  for (size_t i = 0; i < count; i++)
    lde_suggestion_offer(&near, candidates[i]);
  for (int i = 0; i < near.count; i++)
    best[i] = near.best[i];
  return (size_t)near.count;
}
