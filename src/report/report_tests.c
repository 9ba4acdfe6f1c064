/* How the tests of rules went, as people read it. */
#include <string.h>

#include "base/error.h"
#include "report/diagnostic_text.h"
#include "report/json.h"

static void print_failure(lde_buffer *out, const lde_test_case *one, const lde_style *style)
{
  lde_buffer head = {0};

  lde_paint_text(out, style, LDE_PAINT_RED, LDE_TR(style->language, "failed", "mislukt"));
  lde_place_print(&head, one->file, NULL, one->line > 0 ? (uint32_t)one->line : 0, 0);
  lde_paint_text(out, style, LDE_PAINT_BOLD, lde_buffer_text(&head));
  lde_buffer_printf(out, " %s %s: %s\n", one->group, one->name, one->message);
  lde_buffer_free(&head);
}

static double percent(size_t part, size_t whole)
{
  return whole ? 100.0 * (double)part / (double)whole : 100.0;
}

static void print_gap(lde_buffer *out, const lde_test_gap *gap, lde_language lang)
{
  const char *what = gap->is_line ? LDE_TR(lang, "never reached", "nooit bereikt")
                     : gap->never_true && gap->never_false
                         ? LDE_TR(lang, "never reached", "nooit bereikt")
                     : gap->never_true ? LDE_TR(lang, "never true", "nooit waar")
                                       : LDE_TR(lang, "never false", "nooit onwaar");

  lde_buffer_printf(out, "        %s:%d: %s %s: %s\n", gap->file, gap->line,
                    strcmp(gap->part, "line") == 0 ? LDE_TR(lang, "line", "regel") : gap->part,
                    what, gap->text);
}

/* Rules that are not reached throughout, with what is missing; verbose: all. */
static void print_coverage(lde_buffer *out, const lde_test_results *results, const lde_style *style)
{
  lde_language lang = style->language;

  for (size_t i = 0; i < results->coverage.len; i++) {
    const lde_test_coverage *one = &results->coverage.data[i];
    if (one->covered == one->total && style->verbosity <= 0)
      continue;
    lde_buffer_printf(out, "%5.1f%% %4zu/%-4zu %s\n", percent(one->covered, one->total),
                      one->covered, one->total, one->rule);
    for (size_t g = 0; g < results->gaps.len; g++)
      if (strcmp(results->gaps.data[g].rule, one->rule) == 0)
        print_gap(out, &results->gaps.data[g], lang);
  }
  lde_buffer_printf(out,
                    LDE_TR(lang, "Coverage: %.1f%% (%zu of %zu); rules: %zu\n",
                           "Dekking: %.1f%% (%zu van %zu); regels: %zu\n"),
                    percent(results->covered, results->total), results->covered, results->total,
                    results->coverage.len);
  if (lde_test_is_thin(results))
    lde_buffer_printf(out,
                      LDE_TR(lang, "That is less than the %g%% asked for.\n",
                             "Dat is minder dan de gevraagde %g%%.\n"),
                      results->min_coverage);
}

static void print_mutation(lde_buffer *out, const lde_test_results *results, const lde_style *style)
{
  lde_language lang = style->language;
  lde_buffer place = {0};

  for (size_t i = 0; i < results->survivors.len; i++) {
    const lde_test_mutant *one = &results->survivors.data[i];
    lde_buffer_truncate(&place, 0);
    lde_place_print(&place, one->file, NULL, (uint32_t)one->line, (uint32_t)one->column);
    lde_paint_text(out, style, LDE_PAINT_YELLOW, LDE_TR(lang, "survived", "overleefd"));
    lde_paint_text(out, style, LDE_PAINT_BOLD, lde_buffer_text(&place));
    lde_buffer_printf(out, " '%s' → '%s': %s\n", one->from, one->to, one->text);
  }
  for (size_t i = 0; i < results->mutation.len && style->verbosity > 0; i++) {
    const lde_test_mutation *one = &results->mutation.data[i];
    lde_buffer_printf(out, "%5.1f%% %4zu/%-4zu %s\n", percent(one->killed, one->total), one->killed,
                      one->total, one->file);
  }
  lde_buffer_printf(out,
                    LDE_TR(lang, "Mutants: %.1f%% killed (%zu of %zu)\n",
                           "Mutanten: %.1f%% gedood (%zu van %zu)\n"),
                    percent(results->killed, results->mutants), results->killed, results->mutants);
  lde_buffer_free(&place);
}

void lde_report_tests(lde_buffer *out, const lde_test_results *results, const lde_style *style)
{
  lde_language lang = style->language;

  for (size_t i = 0; i < results->items.len; i++) {
    const lde_test_case *one = &results->items.data[i];
    if (!one->passed)
      print_failure(out, one, style);
    else if (style->verbosity > 0)
      lde_buffer_printf(out, "%s %s %s%s%s\n", LDE_TR(lang, "passed", "geslaagd"), one->group,
                        one->name, *one->message ? ": " : "", one->message);
  }
  if (style->verbosity >= 0)
    lde_buffer_printf(out, LDE_TR(lang, "%zu passed, %zu failed\n", "%zu geslaagd, %zu mislukt\n"),
                      results->items.len - results->failed, results->failed);
  if (results->has_coverage)
    print_coverage(out, results, style);
  if (results->has_mutation)
    print_mutation(out, results, style);
}
