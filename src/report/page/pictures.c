#include "report/page/internal.h"
#include "report/picture/picture.h"

void lde_page_picture_add(lde_page *page, lde_page_picture picture, bool table)
{
  static const char *const prefixes[] = {"thread",    "coverage", "budgets",
                                         "waterfall", "calendar", "kpi"};
  lde_picture_style style = {.language = page->lang,
                             .group_min = (int)page->group_min,
                             .prefix = prefixes[picture],
                             .links = page->findings != NULL};
  static const char *const labels[][2] = {
      {"Golden thread", "Rode draad"},
      {"Levels by unit and competency", "Niveaus per onderdeel en competentie"},
      {"Budgets as bars", "Budgetten als balken"},
      {"From budget to what is left", "Van begroot naar over"},
      {"The plan year", "Het planjaar"},
      {"KPIs from baseline to target", "KPI’s van nulmeting naar streefwaarde"}};
  lde_buffer svg = {0}, rows = {0};
  lde_waterfall waterfall = {0};

  switch (picture) {
  case LDE_PAGE_PICTURE_THREAD:
    lde_picture_thread(&svg, page->ds, page->offer, page->findings, NULL, &style);
    if (table)
      lde_picture_thread_table(&rows, page->ds, page->offer, page->findings, NULL, &style);
    break;
  case LDE_PAGE_PICTURE_COVERAGE:
    lde_picture_coverage(&svg, page->ds, page->offer, &style);
    if (table)
      lde_picture_coverage_table(&rows, page->ds, page->offer, &style);
    break;
  case LDE_PAGE_PICTURE_BUDGETS:
    lde_picture_budget_bars(&svg, page->ds, page->offer, &style);
    if (table)
      lde_picture_budget_bars_table(&rows, page->ds, page->offer, &style);
    break;
  case LDE_PAGE_PICTURE_WATERFALL:
    lde_waterfall_of_budget(&waterfall, page->ds, page->offer, page->lang);
    lde_picture_waterfall(&svg, page->ds, &waterfall, &style);
    if (table)
      lde_picture_waterfall_table(&rows, page->ds, &waterfall, &style);
    lde_waterfall_free(&waterfall);
    break;
  case LDE_PAGE_PICTURE_CALENDAR:
    lde_picture_calendar(&svg, page->ds, page->offer, &style);
    if (table)
      lde_picture_calendar_table(&rows, page->ds, page->offer, &style);
    break;
  case LDE_PAGE_PICTURE_KPI:
    lde_picture_kpi(&svg, page->ds, &style);
    if (table)
      lde_picture_kpi_table(&rows, page->ds, &style);
    break;
  }
  lde_document_picture(page->document, labels[picture][page->lang], &svg, &rows);
}
