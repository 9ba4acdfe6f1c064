/* Scenarios of an offer in a result. */
#include <string.h>

#include "engine/whatif/whatif.h"
#include "report/page/html.h"

static void add_row(lde_whatif *whatif, const char *name, bool standard, const lde_offer *offer)
{
  lde_scenario_row row = {name, standard, offer};
  lde_vec_push(&whatif->rows, row);
}

static lde_scenario_table table_of(const lde_whatif *whatif)
{
  return (lde_scenario_table){whatif->rows.data, whatif->rows.len,
                              whatif->has_nothing ? &whatif->nothing : NULL};
}

void lde_scenarios_keep(lde_result *result, lde_scenarios *scenarios)
{
  lde_dataset *dataset = result->project->loaded.dataset;
  lde_whatif *whatif = lde_alloc(1, sizeof *whatif);
  lde_scenario_table table;
  lde_data *data;

  whatif->scenarios = *scenarios;
  *scenarios = (lde_scenarios){0};
  result->whatif = whatif;
  add_row(whatif, "base", true, result->offer);
  for (size_t i = 0; i < whatif->scenarios.items.len; i++) {
    const lde_scenario *each = &whatif->scenarios.items.data[i];
    add_row(whatif, each->name, each->kind != LDE_SCENARIO_NAMED, each->offer);
  }
  lde_do_nothing_find(&whatif->nothing, dataset);
  whatif->has_nothing = true;
  table = table_of(whatif);
  data = lde_data_new(&result->arena, LDE_DATA_OBJECT);
  lde_data_put(&result->arena, data, "scenarios", 9,
               lde_report_scenarios_data(&result->arena, dataset, &table));
  lde_data_put(&result->arena, data, "process_steps", 13,
               lde_report_steps_data(&result->arena, dataset));
  lde_data_put(&result->arena, data, "do_nothing", 10,
               lde_report_nothing_data(&result->arena, dataset, &whatif->nothing));
  result->data = data;
}

static bool print_curve(const lde_result *result, const char *format, const lde_style *style,
                        lde_buffer *out)
{
  lde_dataset *dataset = result->project->loaded.dataset;
  const lde_curve *curve = &result->whatif->curve;

  if (strcmp(format, "text") == 0)
    lde_report_curve(out, dataset, curve, style);
  else if (strcmp(format, "markdown") == 0)
    lde_report_curve_markdown(out, dataset, curve, style->language);
  else if (strcmp(format, "csv") == 0)
    lde_report_data_csv(out, lde_data_member(result->data, "points"));
  else if (strcmp(format, "svg") == 0)
    lde_report_curve_svg(out, dataset, curve, style->language);
  else if (strcmp(format, "html") == 0)
    lde_report_curve_html(out, dataset, curve, style->language);
  else
    return false;
  return true;
}

static bool print_scenarios(const lde_result *result, const char *format, const lde_style *style,
                            lde_buffer *out)
{
  lde_dataset *dataset = result->project->loaded.dataset;
  lde_scenario_table table = table_of(result->whatif);

  if (strcmp(format, "text") == 0)
    lde_report_scenarios(out, dataset, &table, style);
  else if (strcmp(format, "markdown") == 0)
    lde_report_scenarios_markdown(out, dataset, &table, style->language);
  else if (strcmp(format, "csv") == 0)
    lde_report_data_csv(out, lde_data_member(result->data, "scenarios"));
  else
    return false;
  return true;
}

static bool print_diff_document(lde_dataset *dataset, const lde_plan_diff *diff, const char *format,
                                lde_language language, lde_buffer *out)
{
  bool html = strcmp(format, "html") == 0, printed = html || strcmp(format, "xlsx") == 0;
  lde_document *document = printed ? lde_document_of_diff(dataset, diff, language) : NULL;

  if (html)
    lde_document_html(out, document);
  else if (printed)
    printed = lde_document_workbook(out, document, NULL) == LDE_OK;
  lde_document_free(document);
  return printed;
}

static bool print_diff(const lde_result *result, const char *format, const lde_style *style,
                       lde_buffer *out)
{
  lde_dataset *dataset = result->project ? result->project->loaded.dataset : NULL;
  const lde_plan_diff *diff = &result->whatif->diff;

  if (strcmp(format, "text") == 0)
    lde_report_diff(out, dataset, diff, style);
  else if (strcmp(format, "markdown") == 0)
    lde_report_diff_markdown(out, dataset, diff, style->language);
  else
    return print_diff_document(dataset, diff, format, style->language, out);
  return true;
}

bool lde_whatif_print(const lde_result *result, const char *format, const lde_style *style,
                      lde_buffer *out)
{
  if (result->whatif && result->whatif->points.len)
    return print_curve(result, format, style, out);
  if (result->whatif && result->whatif->has_diff)
    return print_diff(result, format, style, out);
  return result->whatif && result->whatif->rows.len && print_scenarios(result, format, style, out);
}

void lde_whatif_free(lde_whatif *whatif)
{
  if (!whatif)
    return;
  lde_scenarios_free(&whatif->scenarios);
  lde_vec_free(&whatif->rows);
  lde_vec_free(&whatif->points);
  lde_plan_diff_free(&whatif->diff);
  lde_do_nothing_free(&whatif->nothing);
  lde_free(whatif);
}
