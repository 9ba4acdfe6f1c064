/* The Test Anything Protocol, version 13: a line for each case, and a YAML block for what is wrong. */
#include <string.h>

#include "base/text.h"
#include "report/format/format.h"
#include "report/json.h"

/* A description is one line; # would start a directive. */
static void escape(lde_buffer *out, const char *text)
{
  lde_buffer safe = {0};

  lde_text_append_safe(&safe, text, strlen(text));
  for (const char *c = lde_buffer_text(&safe); *c; c++) {
    if (*c == '#')
      lde_buffer_putc(out, '\\');
    lde_buffer_putc(out, *c);
  }
  lde_buffer_free(&safe);
}

/* A JSON text is a YAML text. */
static void put_text(lde_buffer *out, const char *key, const char *text)
{
  lde_json json = {.out = out};

  if (!text || !*text)
    return;
  lde_buffer_printf(out, "  %s: ", key);
  lde_json_text(&json, text);
  lde_buffer_putc(out, '\n');
}

static void put_place(lde_buffer *out, const char *file, const char *sheet, uint32_t line,
                      uint32_t column)
{
  put_text(out, "file", file);
  put_text(out, "sheet", sheet);
  if (line)
    lde_buffer_printf(out, "  line: %u\n", line);
  if (column)
    lde_buffer_printf(out, "  column: %u\n", column);
}

static void put_block(lde_buffer *out, const lde_format_case *one)
{
  lde_buffer_puts(out, "  ---\n");
  put_text(out, "message", one->message);
  put_text(out, "severity", one->type);
  if (one->item) {
    const lde_finding *finding = one->item->finding;
    put_place(out, finding->place.file, finding->place.sheet, finding->place.line,
              finding->place.column);
    put_text(out, "help", finding->help);
    put_text(out, "fingerprint", finding->fingerprint);
  } else if (one->diagnostic) {
    put_place(out, one->diagnostic->file, one->diagnostic->sheet, one->diagnostic->line,
              one->diagnostic->column);
    put_text(out, "help", one->diagnostic->help);
  } else if (one->test) {
    put_place(out, one->test->file, NULL, one->test->line > 0 ? (uint32_t)one->test->line : 0, 0);
  }
  lde_buffer_puts(out, "  ...\n");
}

static void put_case(lde_buffer *out, const lde_format_case *one, size_t number, const char *suite)
{
  bool right = one->outcome == LDE_CASE_PASSED || one->outcome == LDE_CASE_SKIPPED;

  lde_buffer_printf(out, "%s %zu - ", right ? "ok" : "not ok", number);
  if (suite) {
    escape(out, suite);
    lde_buffer_puts(out, ": ");
  }
  escape(out, one->group);
  lde_buffer_putc(out, ' ');
  escape(out, one->name);
  if (one->outcome == LDE_CASE_SKIPPED) {
    lde_buffer_puts(out, " # SKIP ");
    escape(out, one->message);
  }
  lde_buffer_putc(out, '\n');
  if (one->outcome != LDE_CASE_PASSED)
    put_block(out, one);
}

/* Trouble that is no error is a comment. */
static void put_notes(lde_buffer *out, const lde_report_check *check)
{
  lde_buffer place = {0};

  for (size_t i = 0; i < check->diagnostics->items.len; i++) {
    const lde_diagnostic *diagnostic = &check->diagnostics->items.data[i];
    if (diagnostic->severity == LDE_ERROR)
      continue;
    lde_buffer_truncate(&place, 0);
    lde_place_print(&place, diagnostic->file, diagnostic->sheet, diagnostic->line,
                    diagnostic->column);
    lde_buffer_printf(out, "# %s[%s]%s %s\n",
                      lde_severity_word(diagnostic->severity, check->language), diagnostic->code,
                      place.len ? place.data : ":", diagnostic->message);
  }
  lde_buffer_free(&place);
}

void lde_format_tap(lde_buffer *out, const lde_report_check *check, lde_format_suites *suites)
{
  size_t count = 0, number = 0;

  for (size_t i = 0; i < suites->all.len; i++)
    count += suites->all.data[i].cases.len;
  lde_buffer_printf(out, "TAP version 13\n1..%zu%s\n", count, count ? "" : " # SKIP no rules");
  put_notes(out, check);
  for (size_t i = 0; i < suites->all.len; i++)
    for (size_t c = 0; c < suites->all.data[i].cases.len; c++)
      put_case(out, &suites->all.data[i].cases.data[c], ++number,
               check->several ? suites->all.data[i].name : NULL);
}
