/* Trouble with usage, reading and running, as people read it. */
#include <string.h>

#include "base/error.h"
#include "report/diagnostic_text.h"
#include "report/layout.h"

const char *lde_severity_word(lde_severity severity, lde_language lang)
{
  switch (severity) {
  case LDE_ERROR:
    return LDE_TR(lang, "error", "fout");
  case LDE_WARNING:
    return LDE_TR(lang, "warning", "waarschuwing");
  default:
    return LDE_TR(lang, "note", "opmerking");
  }
}

static lde_paint severity_paint(lde_severity severity)
{
  return severity == LDE_ERROR     ? LDE_PAINT_RED
         : severity == LDE_WARNING ? LDE_PAINT_YELLOW
                                   : LDE_PAINT_CYAN;
}

/* Column 28 of a sheet is AB. */
static void append_sheet_column(lde_buffer *out, uint32_t column)
{
  char letters[8];
  size_t count = 0;

  for (; column > 0; column = (column - 1) / 26)
    letters[count++] = (char)('A' + (column - 1) % 26);
  while (count)
    lde_buffer_putc(out, letters[--count]);
}

void lde_place_print(lde_buffer *out, const char *file, const char *sheet, uint32_t line,
                     uint32_t column)
{
  if (!file || !*file)
    return;
  lde_buffer_printf(out, " %s", file);
  if (sheet && *sheet) {
    lde_buffer_printf(out, ":%s", sheet);
    if (line) {
      lde_buffer_putc(out, '!');
      append_sheet_column(out, column);
      lde_buffer_printf(out, "%u", line);
    }
  } else if (line) {
    lde_buffer_printf(out, ":%u", line);
    if (column)
      lde_buffer_printf(out, ":%u", column);
  }
  lde_buffer_putc(out, ':');
}

void lde_labelled_print(lde_buffer *out, const char *label, const char *text,
                        const lde_style *style)
{
  size_t indent = 3 + lde_text_width(label, strlen(label)) + 2;

  if (!text || !*text)
    return;
  lde_buffer_printf(out, "   %s: ", label);
  if (style->width > 0)
    lde_wrap(out, text, indent, indent, lde_style_columns(style));
  else
    lde_buffer_printf(out, "%s\n", text);
}

void lde_diagnostic_print(lde_buffer *out, const lde_diagnostic *diagnostic,
                          lde_excerpts *excerpts, const lde_style *style)
{
  lde_buffer head = {0};
  lde_paint paint = severity_paint(diagnostic->severity);

  lde_buffer_printf(&head, "%s[%s]", lde_severity_word(diagnostic->severity, style->language),
                    diagnostic->code);
  lde_paint_text(out, style, paint, head.data);
  lde_buffer_truncate(&head, 0);
  lde_place_print(&head, diagnostic->file, diagnostic->sheet, diagnostic->line, diagnostic->column);
  if (!head.len)
    lde_buffer_putc(&head, ':');
  lde_paint_text(out, style, LDE_PAINT_BOLD, head.data);
  lde_buffer_printf(out, " %s\n", diagnostic->message);
  lde_buffer_free(&head);
  if (diagnostic->path && !diagnostic->sheet)
    lde_excerpt_print(out, excerpts, diagnostic->path, diagnostic->line, diagnostic->column,
                      diagnostic->width, paint, style);
}

static void print_one(lde_buffer *out, const lde_diagnostic *diagnostic, lde_excerpts *excerpts,
                      const lde_style *style)
{
  lde_diagnostic_print(out, diagnostic, excerpts, style);
  lde_labelled_print(out, LDE_TR(style->language, "help", "hulp"), diagnostic->help, style);
}

void lde_report_diagnostic(lde_buffer *out, const lde_diagnostic *diagnostic,
                           const lde_style *style)
{
  lde_excerpts excerpts = {0};

  print_one(out, diagnostic, &excerpts, style);
  lde_excerpts_free(&excerpts);
}

static void append_count(lde_buffer *out, size_t count, const char *one, const char *many)
{
  if (count)
    lde_buffer_printf(out, "%s%zu %s", out->len ? ", " : "", count, count == 1 ? one : many);
}

void lde_counts_print(lde_buffer *out, const size_t count[3], lde_language lang)
{
  lde_buffer line = {0};

  append_count(&line, count[LDE_ERROR], LDE_TR(lang, "error", "fout"),
               LDE_TR(lang, "errors", "fouten"));
  append_count(&line, count[LDE_WARNING], LDE_TR(lang, "warning", "waarschuwing"),
               LDE_TR(lang, "warnings", "waarschuwingen"));
  append_count(&line, count[LDE_NOTE], LDE_TR(lang, "note", "opmerking"),
               LDE_TR(lang, "notes", "opmerkingen"));
  lde_buffer_puts(out, lde_buffer_text(&line));
  lde_buffer_free(&line);
}

/* "2 errors, 1 warning; 4 of the errors are not shown". */
static void print_summary(lde_buffer *out, const size_t count[3], size_t hidden, lde_language lang)
{
  size_t all[3] = {count[0], count[1], count[2]};

  all[LDE_ERROR] += hidden;
  lde_counts_print(out, all, lang);
  if (hidden == 1)
    lde_buffer_puts(out, LDE_TR(lang, "; 1 of the errors is not shown",
                                "; 1 van de fouten wordt niet getoond"));
  else if (hidden)
    lde_buffer_printf(out,
                      LDE_TR(lang, "; %zu of the errors are not shown",
                             "; %zu van de fouten worden niet getoond"),
                      hidden);
  lde_buffer_putc(out, '\n');
}

void lde_report_diagnostics(lde_buffer *out, const lde_diagnostics *list, const lde_style *style)
{
  lde_excerpts excerpts = {0};
  size_t count[3] = {0};
  /* sorting removes repeats, so that more were added than are shown: those are not hidden */
  size_t hidden = list->most && list->errors > list->most ? list->errors - list->most : 0;

  for (size_t i = 0; i < list->items.len; i++) {
    const lde_diagnostic *diagnostic = &list->items.data[i];
    if (diagnostic->severity == LDE_NOTE && style->verbosity < 0)
      continue;
    print_one(out, diagnostic, &excerpts, style);
    count[diagnostic->severity]++;
  }
  if (count[LDE_ERROR] + count[LDE_WARNING] + count[LDE_NOTE] + hidden > 1)
    print_summary(out, count, hidden, style->language);
  lde_excerpts_free(&excerpts);
}
