/* Several organisations on one sheet: a row for each, then what was found in each. */
#include <string.h>

#include "base/error.h"
#include "base/text.h"
#include "report/layout.h"

static void put_count(lde_grid *grid, size_t count)
{
  lde_buffer cell = {0};

  lde_buffer_printf(&cell, "%zu", count);
  lde_grid_take(grid, &cell);
  lde_buffer_free(&cell);
}

static const char *result_of(const lde_report_organisation *of, lde_language lang)
{
  const lde_findings *findings = of->findings;

  if (!findings)
    return LDE_TR(lang, "not judged", "niet beoordeeld");
  if (of->partly || findings->unknown)
    return LDE_TR(lang, "partly judged", "deels beoordeeld");
  return findings->errors || findings->warnings ? LDE_TR(lang, "findings", "bevindingen")
                                                : LDE_TR(lang, "clean", "schoon");
}

static void put_row(lde_grid *grid, const lde_report_organisation *each, lde_language lang)
{
  static const lde_findings none = {0};
  const lde_findings *findings = each->findings ? each->findings : &none;
  const char *name = *each->name ? each->name : each->id;
  const char *result = result_of(each, lang);

  lde_grid_cell(grid, each->folder, strlen(each->folder));
  lde_grid_cell(grid, name, strlen(name));
  put_count(grid, findings->errors);
  put_count(grid, findings->warnings);
  put_count(grid, findings->notes);
  put_count(grid, findings->excepted);
  lde_grid_cell(grid, result, strlen(result));
}

static void print_rows(lde_buffer *out, const lde_report_batch *batch, const lde_style *style)
{
  lde_language lang = style->language;
  lde_grid grid = {0};

  lde_grid_column(&grid, LDE_TR(lang, "Folder", "Map"), LDE_GRID_TEXT);
  lde_grid_column(&grid, LDE_TR(lang, "Organisation", "Organisatie"), LDE_GRID_TEXT);
  lde_grid_column(&grid, LDE_TR(lang, "Errors", "Fouten"), LDE_GRID_NUMBER);
  lde_grid_column(&grid, LDE_TR(lang, "Warnings", "Waarschuwingen"), LDE_GRID_NUMBER);
  lde_grid_column(&grid, LDE_TR(lang, "Notes", "Opmerkingen"), LDE_GRID_NUMBER);
  lde_grid_column(&grid, LDE_TR(lang, "Excepted", "Uitgezonderd"), LDE_GRID_NUMBER);
  lde_grid_column(&grid, LDE_TR(lang, "Result", "Uitkomst"), LDE_GRID_FIXED);
  for (size_t i = 0; i < batch->count; i++)
    put_row(&grid, &batch->organisations[i], lang);
  lde_grid_print(out, &grid, 0, style);
  lde_grid_free(&grid);
}

static void print_missing(lde_buffer *out, const lde_report_batch *batch, const lde_style *style)
{
  lde_language lang = style->language;

  if (!batch->missing_count)
    return;
  lde_buffer_putc(out, '\n');
  lde_buffer_puts(
      out,
      batch->unsafe
          ? LDE_TR(
                lang, "Rules ran without full isolation (--unsafe-no-isolation). Missing:",
                "Regels draaiden zonder volledige afscherming (--unsafe-no-isolation). Ontbreekt:")
          : LDE_TR(lang, "One lock of the workers could not be had here:",
                   "Eén slot van de werkprocessen is hier niet te krijgen:"));
  for (size_t i = 0; i < batch->missing_count; i++)
    lde_buffer_printf(out, "%s %s", i ? "," : "", batch->missing[i]);
  lde_buffer_puts(out, LDE_TR(lang, ". See: ldengine doctor\n", ". Zie: ldengine doctor\n"));
}

/* Whether anything is printed of them besides the counts. */
static bool is_shown(const lde_findings *findings)
{
  return findings->errors + findings->warnings + findings->notes > 0;
}

void lde_report_batch_text(lde_buffer *out, const lde_report_batch *batch, const lde_style *style)
{
  lde_buffer head = {0};

  print_rows(out, batch, style);
  print_missing(out, batch, style);
  for (size_t i = 0; i < batch->count; i++) {
    const lde_report_organisation *each = &batch->organisations[i];
    lde_style own = *style;
    if (!each->findings || (style->verbosity < 0 && !is_shown(each->findings)))
      continue;
    own.language = each->language;
    lde_buffer_truncate(&head, 0);
    lde_text_append_safe(&head, each->folder, strlen(each->folder));
    lde_buffer_putc(out, '\n');
    lde_paint_text(out, style, LDE_PAINT_BOLD, head.data);
    lde_buffer_putc(out, '\n');
    lde_report_findings(out, each->findings, &own);
  }
  lde_buffer_free(&head);
}
