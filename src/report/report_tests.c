/* How the tests of rules went, as people read it. */
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

void lde_report_tests(lde_buffer *out, const lde_test_results *results, const lde_style *style)
{
  lde_language lang = style->language;

  for (size_t i = 0; i < results->items.len; i++) {
    const lde_test_case *one = &results->items.data[i];
    if (!one->passed)
      print_failure(out, one, style);
    else if (style->verbosity > 0)
      lde_buffer_printf(out, "%s %s %s%s%s\n", LDE_TR(lang, "passed", "geslaagd"), one->group, one->name,
                        *one->message ? ": " : "", one->message);
  }
  if (style->verbosity >= 0)
    lde_buffer_printf(out, LDE_TR(lang, "%zu passed, %zu failed\n", "%zu geslaagd, %zu mislukt\n"),
                      results->items.len - results->failed, results->failed);
}
