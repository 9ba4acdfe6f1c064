/* JUnit's XML, strict enough for Ant's schema: a suite for each organisation. No clock is read: suites
 * carry the day for which was checked, and took no time. */
#include <string.h>

#include "base/text.h"
#include "report/format/format.h"

/* What XML 1.0 cannot hold becomes U+FFFD; line breaks in attributes are kept. */
static void escape(lde_buffer *out, const char *text, bool in_attribute)
{
  size_t len = text ? strlen(text) : 0;

  for (size_t at = 0; at < len;) {
    int code = 0;
    size_t used = lde_utf8_decode(text + at, len - at, &code);
    if (used == 0 || (code < 0x20 && code != '\n' && code != '\t') || code == 0xFFFE ||
        code == 0xFFFF)
      lde_buffer_puts(out, "\xEF\xBF\xBD");
    else if (code == '<')
      lde_buffer_puts(out, "&lt;");
    else if (code == '>')
      lde_buffer_puts(out, "&gt;");
    else if (code == '&')
      lde_buffer_puts(out, "&amp;");
    else if (code == '"' && in_attribute)
      lde_buffer_puts(out, "&quot;");
    else if ((code == '\n' || code == '\t') && in_attribute)
      lde_buffer_printf(out, "&#%d;", code);
    else
      lde_buffer_append(out, text + at, used);
    at += used ? used : 1;
  }
}

static void put_attribute(lde_buffer *out, const char *name, const char *text)
{
  lde_buffer_printf(out, " %s=\"", name);
  escape(out, text, true);
  lde_buffer_putc(out, '"');
}

/* What a person reads behind the headline. */
static void put_details(lde_buffer *out, const lde_format_case *one, const lde_report_check *check,
                        lde_excerpts *excerpts)
{
  lde_style style = {.language = one->item ? one->item->organisation->language : check->language};
  lde_buffer text = {0};

  if (one->item) {
    lde_finding_print(&text, one->item->finding, NULL, excerpts, &style);
    lde_buffer_printf(&text, "   fingerprint: %s\n", one->item->finding->fingerprint);
  } else if (one->diagnostic) {
    lde_report_diagnostic(&text, one->diagnostic, &style);
  } else if (one->test) {
    lde_format_place(&text, one->test->file, NULL,
                     one->test->line > 0 ? (uint32_t)one->test->line : 0, 0);
    lde_buffer_printf(&text, "%s%s\n", text.len ? ": " : "", one->message);
  } else {
    lde_buffer_puts(&text, one->message);
  }
  escape(out, lde_buffer_text(&text), false);
  lde_buffer_free(&text);
}

static void put_case(lde_buffer *out, const lde_format_case *one, const lde_report_check *check,
                     lde_excerpts *excerpts)
{
  static const char *const elements[] = {NULL, "failure", "error", "skipped"};
  const char *element = elements[one->outcome];

  lde_buffer_puts(out, "    <testcase");
  put_attribute(out, "name", one->name);
  put_attribute(out, "classname", one->group);
  lde_buffer_puts(out, " time=\"0\"");
  if (!element) {
    lde_buffer_puts(out, "/>\n");
    return;
  }
  lde_buffer_printf(out, ">\n      <%s", element);
  put_attribute(out, "message", one->message);
  if (one->outcome != LDE_CASE_SKIPPED)
    put_attribute(out, "type", one->type);
  lde_buffer_putc(out, '>');
  put_details(out, one, check, excerpts);
  lde_buffer_printf(out, "</%s>\n    </testcase>\n", element);
}

/* Trouble that is no error has no case. */
static void put_notes(lde_buffer *out, const lde_report_check *check)
{
  lde_style style = {.language = check->language};
  lde_buffer text = {0};

  for (size_t i = 0; i < check->diagnostics->items.len; i++)
    if (check->diagnostics->items.data[i].severity != LDE_ERROR)
      lde_report_diagnostic(&text, &check->diagnostics->items.data[i], &style);
  escape(out, lde_buffer_text(&text), false);
  lde_buffer_free(&text);
}

/* The day for which was checked; else the first of the plan year, as the engine takes it; else none. */
static void put_day(lde_buffer *out, const lde_report_check *check, const lde_format_suite *suite)
{
  const char *year = suite->organisation ? suite->organisation->year : "";

  if (check->today && *check->today)
    lde_buffer_puts(out, check->today);
  else if (strspn(year, "0123456789") == 4 && !year[4])
    lde_buffer_printf(out, "%s-01-01", year);
  else
    lde_buffer_puts(out, "1970-01-01");
}

static void put_suite(lde_buffer *out, const lde_report_check *check, lde_format_suites *suites,
                      size_t id)
{
  const lde_format_suite *suite = &suites->all.data[id];

  lde_buffer_puts(out, "  <testsuite");
  put_attribute(out, "name", suite->name);
  lde_buffer_printf(out, " package=\"ldengine\" id=\"%zu\" timestamp=\"", id);
  put_day(out, check, suite);
  lde_buffer_puts(out, "T00:00:00\" hostname=\"localhost\"");
  lde_buffer_printf(
      out, " tests=\"%zu\" failures=\"%zu\" errors=\"%zu\" skipped=\"%zu\" time=\"0\">\n",
      suite->cases.len, lde_format_count(suite, LDE_CASE_FAILED),
      lde_format_count(suite, LDE_CASE_BROKEN), lde_format_count(suite, LDE_CASE_SKIPPED));
  lde_buffer_puts(out, "    <properties>\n      <property name=\"engine\"");
  put_attribute(out, "value", check->engine);
  lde_buffer_puts(out, "/>\n    </properties>\n");
  for (size_t i = 0; i < suite->cases.len; i++)
    put_case(out, &suite->cases.data[i], check, &suites->excerpts);
  lde_buffer_puts(out, "    <system-out>");
  if (id == 0)
    put_notes(out, check);
  lde_buffer_puts(out, "</system-out>\n    <system-err></system-err>\n  </testsuite>\n");
}

void lde_format_junit(lde_buffer *out, const lde_report_check *check, lde_format_suites *suites)
{
  lde_buffer_puts(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites>\n");
  for (size_t i = 0; i < suites->all.len; i++)
    put_suite(out, check, suites, i);
  lde_buffer_puts(out, "</testsuites>\n");
}
