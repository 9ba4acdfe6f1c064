#include "model/diagnostic.h"

#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/text.h"

static const char *copy_safe(lde_arena *arena, const char *text)
{
  lde_buffer safe = {0};
  const char *copy;

  if (!text)
    return "";
  lde_text_append_safe(&safe, text, strlen(text));
  copy = lde_arena_strdup(arena, lde_buffer_text(&safe));
  lde_buffer_free(&safe);
  return copy;
}

void lde_diagnostics_add(lde_diagnostics *list, const lde_diagnostic *diagnostic)
{
  lde_diagnostic copy = *diagnostic;
  size_t *count = diagnostic->severity == LDE_ERROR     ? &list->errors
                  : diagnostic->severity == LDE_WARNING ? &list->warnings
                                                        : &list->notes;

  if (++*count > list->most && list->most && diagnostic->severity == LDE_ERROR)
    return;
  copy.code = lde_arena_strdup(&list->arena, diagnostic->code);
  copy.message = copy_safe(&list->arena, diagnostic->message);
  copy.file = copy_safe(&list->arena, diagnostic->file);
  copy.path = diagnostic->path ? lde_arena_strdup(&list->arena, diagnostic->path) : NULL;
  copy.sheet = diagnostic->sheet ? copy_safe(&list->arena, diagnostic->sheet) : NULL;
  copy.help = copy_safe(&list->arena, diagnostic->help);
  lde_vec_push(&list->items, copy);
}

void lde_diagnose(lde_diagnostics *list, lde_severity severity, const char *code, const char *file,
                  const char *path, uint32_t line, uint32_t column, const char *help,
                  const char *format, ...)
{
  lde_diagnostic diagnostic = {.code = code,
                               .severity = severity,
                               .file = file,
                               .path = path,
                               .line = line,
                               .column = column,
                               .help = help};
  lde_buffer message = {0};
  va_list args;

  va_start(args, format);
  lde_buffer_vprintf(&message, format, args);
  va_end(args);
  diagnostic.message = lde_buffer_text(&message);
  lde_diagnostics_add(list, &diagnostic);
  lde_buffer_free(&message);
}

static int compare_numbers(uint32_t a, uint32_t b)
{
  return (a > b) - (a < b);
}

static int compare(const lde_diagnostic *a, const lde_diagnostic *b)
{
  int order = strcmp(a->file, b->file);
  if (!order && a->sheet && b->sheet)
    order = strcmp(a->sheet, b->sheet);
  if (!order)
    order = compare_numbers(a->line, b->line);
  if (!order)
    order = compare_numbers(a->column, b->column);
  if (!order)
    order = strcmp(a->code, b->code);
  return order ? order : strcmp(a->message, b->message);
}

static int compare_items(const void *a, const void *b)
{
  return compare(a, b);
}

void lde_diagnostics_sort(lde_diagnostics *list)
{
  size_t to = 0;

  if (list->items.len < 2)
    return;
  qsort(list->items.data, list->items.len, sizeof *list->items.data, compare_items);
  for (size_t i = 1; i < list->items.len; i++)
    if (compare(&list->items.data[to], &list->items.data[i]) != 0)
      list->items.data[++to] = list->items.data[i];
  list->items.len = to + 1;
}

void lde_diagnostics_free(lde_diagnostics *list)
{
  lde_vec_free(&list->items);
  lde_arena_free(&list->arena);
  list->errors = list->warnings = list->notes = 0;
}

const char *lde_severity_name(lde_severity severity)
{
  static const char *const names[] = {"note", "warning", "error"};
  return names[severity];
}

void lde_suggestion_print(lde_buffer *out, const lde_suggestion *suggestion, lde_language lang)
{
  for (int i = 0; i < suggestion->count; i++) {
    lde_buffer_puts(out, i == 0 ? LDE_TR(lang, "did you mean ", "bedoelt u ")
                                : LDE_TR(lang, " or ", " of "));
    lde_buffer_printf(out, "'%s'", suggestion->best[i]);
  }
  if (suggestion->count)
    lde_buffer_putc(out, '?');
}
