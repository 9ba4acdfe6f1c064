/* draw_pictures FOLDER OUT LANGUAGE [PLURAL:ID …]: every picture of a project and its table, as files
 * in the folder OUT: of the plan as written (plan-*), of the offer that its script makes (offer-*), and
 * the thread of each record that is named. Prints the name, bytes and milliseconds of each. The points
 * of the Pareto curve are made up around the offer: this looks at the drawing, not at the solver. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/io.h"
#include "engine/internal.h"
#include "report/picture/picture.h"

typedef struct drawing {
  const char *folder, *set;
  lde_dataset *dataset;
  const lde_offer *offer;
  const lde_findings *findings;
  lde_picture_style style;
  struct timespec began;
} drawing;

static void begin(drawing *d)
{
  clock_gettime(CLOCK_MONOTONIC, &d->began);
}

static void keep(drawing *d, const char *name, const char *ending, lde_buffer *content)
{
  struct timespec now;
  lde_buffer path = {0};
  double took;

  clock_gettime(CLOCK_MONOTONIC, &now);
  took = (double)(now.tv_sec - d->began.tv_sec) * 1e3 + (double)(now.tv_nsec - d->began.tv_nsec) / 1e6;
  lde_buffer_printf(&path, "%s/%s-%s.%s", d->folder, d->set, name, ending);
  if (lde_file_write(path.data, lde_buffer_text(content), content->len, LDE_ENGLISH, NULL) != LDE_OK)
    exit(1);
  printf("%s-%s.%s\t%zu\t%.1f\n", d->set, name, ending, content->len, took);
  lde_buffer_free(content);
  lde_buffer_free(&path);
}

#define DRAW(d, name, function, ...)                                                               \
  do {                                                                                             \
    lde_buffer out_ = {0};                                                                         \
    begin(d);                                                                                      \
    function(&out_, __VA_ARGS__, &(d)->style);                                                     \
    keep((d), (name), "svg", &out_);                                                               \
    begin(d);                                                                                      \
    function##_table(&out_, __VA_ARGS__, &(d)->style);                                             \
    keep((d), (name), "html", &out_);                                                              \
  } while (0)

static void draw_waterfalls(drawing *d)
{
  lde_waterfall w = {0};

  lde_waterfall_of_budget(&w, d->dataset, d->offer, d->style.language);
  DRAW(d, "waterfall", lde_picture_waterfall, d->dataset, &w);
  lde_waterfall_free(&w);
  lde_waterfall_of_spending(&w, d->dataset, d->style.language);
  DRAW(d, "spending", lde_picture_waterfall, d->dataset, &w);
  lde_waterfall_free(&w);
  if (!d->offer)
    return;
  lde_offer less = *d->offer; /* borrowed: as if some lines had not been there */
  less.lines.len = less.lines.len - less.lines.len / 5;
  lde_waterfall_of_offers(&w, d->dataset, &less, d->offer, d->style.language);
  DRAW(d, "difference", lde_picture_waterfall, d->dataset, &w);
  lde_waterfall_free(&w);
}

static void draw_pareto(drawing *d)
{
  lde_pareto_point points[13];
  double value = d->offer ? d->offer->value : 0;
  int64_t cost = d->offer ? d->offer->cost : 0;

  for (int i = 0; i < 13; i++) {
    double share = i / 10.0;
    points[i] = (lde_pareto_point){.budget = llround((double)cost * share),
                                   .cost = llround((double)cost * share * 0.97),
                                   .value = value * (1 - exp(-3 * share)) / (1 - exp(-3)),
                                   .chosen = i == 10};
    points[i].bound = points[i].value * 1.02;
  }
  DRAW(d, "pareto", lde_picture_pareto, d->dataset, points, d->offer ? 13 : 0);
}

static void draw_all(drawing *d)
{
  const lde_picture_focus *none = NULL;

  DRAW(d, "thread", lde_picture_thread, d->dataset, d->offer, d->findings, none);
  DRAW(d, "coverage", lde_picture_coverage, d->dataset, d->offer);
  DRAW(d, "budgets", lde_picture_budget_bars, d->dataset, d->offer);
  draw_waterfalls(d);
  DRAW(d, "calendar", lde_picture_calendar, d->dataset, d->offer);
  draw_pareto(d);
  DRAW(d, "kpi", lde_picture_kpi, d->dataset);
}

static void draw_focus(drawing *d, const char *record)
{
  const char *colon = strchr(record, ':');
  char plural[64], name[160];
  lde_picture_focus focus = {0};
  const lde_entity *entity;

  snprintf(plural, sizeof plural, "%.*s", (int)(colon ? colon - record : 0), record);
  entity = lde_schema_find(d->dataset->schema, plural);
  if (!entity || (focus.row = lde_row_find(d->dataset, lde_dataset_table(d->dataset, entity->index), colon + 1,
                                           strlen(colon + 1))) == LDE_NO_ROW) {
    fprintf(stderr, "no %s\n", record);
    exit(1);
  }
  focus.entity = entity->index;
  snprintf(name, sizeof name, "focus-%s-%s", plural, colon + 1);
  DRAW(d, name, lde_picture_thread, d->dataset, d->offer, d->findings, &focus);
}

int main(int argc, char **argv)
{
  lde_project_options options = LDE_PROJECT_OPTIONS_INIT;
  lde_run_options run = LDE_RUN_OPTIONS_INIT;
  drawing d = {.set = "plan"};
  lde_result *offered, *checked;
  lde_project *project;
  lde_error err = {0};

  if (argc < 4)
    return 2;
  options.folder = argv[1];
  options.required = true;
  options.language = argv[3];
  options.rules_folder = LDE_SOURCE_DIR "/rules";
  if (lde_project_open(&project, &options, &err) != LDE_OK) {
    fprintf(stderr, "%s\n", err.message);
    return 1;
  }
  if (!project->valid) {
    fprintf(stderr, "the project has mistakes\n");
    return 1;
  }
  d.folder = argv[2];
  d.dataset = project->loaded.dataset;
  d.style = (lde_picture_style){.language = project->language, .alone = true};
  checked = lde_check(project, NULL);
  d.findings = &checked->findings;
  draw_all(&d);
  for (int i = 4; i < argc; i++)
    draw_focus(&d, argv[i]);
  offered = lde_run(project, &run);
  d.offer = offered->offer;
  d.set = "offer";
  if (d.offer) {
    draw_all(&d);
    for (int i = 4; i < argc; i++)
      draw_focus(&d, argv[i]);
  }
  lde_result_free(offered);
  lde_result_free(checked);
  lde_project_free(project);
  return 0;
}
