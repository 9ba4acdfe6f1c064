/* The seats and sessions of an earlier offer, from a file or a stored run, for a new one that stays near it. */
#include <jansson.h>
#include <string.h>
#include <sys/stat.h>

#include "base/error.h"
#include "base/io.h"
#include "engine/json_read.h"
#include "engine/whatif/whatif.h"
#include "store/plan_db.h"

enum { FILE_MAX = 256 << 20 };

static const char *text_of(lde_result *result, const json_t *object, const char *key)
{
  const char *text = json_string_value(json_object_get(object, key));
  return text ? lde_arena_strdup(&result->arena, text) : NULL;
}

static void add_served(lde_result *result, lde_earlier *out, const char *offering,
                       const char *period, const json_t *list)
{
  size_t i;
  const json_t *each;

  json_array_foreach(list, i, each)
  {
    lde_earlier_seats one = {.offering = offering,
                             .period = period,
                             .need = text_of(result, each, "need"),
                             .unit = text_of(result, each, "unit"),
                             .seats = json_integer_value(json_object_get(each, "seats"))};
    if (one.offering && one.period && one.need && one.seats > 0)
      lde_vec_push(out, one);
  }
}

static void add_line(lde_earlier *out, const char *offering, const char *period, int64_t sessions,
                     int64_t seats)
{
  if (offering && period && sessions > 0)
    lde_vec_push(
        out, ((lde_earlier_seats){
                 .offering = offering, .period = period, .seats = seats, .sessions = sessions}));
}

static bool read_file(lde_result *result, const char *path, lde_earlier *out)
{
  lde_buffer text = {0};
  lde_error err = {0};
  json_t *root = NULL, *lines = NULL;
  const json_t *each;
  size_t i;

  if (lde_file_read(path, FILE_MAX, &text, result->language, &err) == LDE_OK)
    root = lde_json_read(lde_buffer_text(&text), text.len, 0, NULL);
  lines = json_object_get(json_object_get(json_object_get(root, "data"), "offer"), "lines");
  json_array_foreach(lines, i, each)
  {
    const char *offering = text_of(result, each, "offering"),
               *period = text_of(result, each, "period");
    add_line(out, offering, period, json_integer_value(json_object_get(each, "sessions")),
             json_integer_value(json_object_get(each, "seats")));
    add_served(result, out, offering, period, json_object_get(each, "served"));
  }
  if (!json_is_array(lines))
    lde_result_add(result, "usage/replan",
                   LDE_TR(result->language, "make it with: ldengine run --format json -o FILE",
                          "maak het met: ldengine run --format json -o BESTAND"),
                   LDE_TR(result->language, "%s: this is no JSON output of run",
                          "%s: dit is geen JSON-uitvoer van run"),
                   path);
  i = json_is_array(lines);
  json_decref(root);
  lde_buffer_free(&text);
  return i > 0;
}

static bool read_stored(lde_result *result, lde_project *project, const char *database,
                        const char *id, lde_earlier *out)
{
  const char *path = lde_database_path(project, database);
  lde_run_record run = {0};
  lde_plan_db *db = NULL;
  lde_error err = {0};
  bool read = false;

  if (lde_plan_db_open(&db, path, LDE_PLAN_DB_READ, result->language, &err) == LDE_OK &&
      lde_plan_db_load(db, strcmp(id, "latest") == 0 ? NULL : id, &result->arena, &run, &err) ==
          LDE_OK)
    read = true;
  else
    lde_result_add(
        result, "usage/replan",
        LDE_TR(
            result->language,
            "keep runs with --save; the ids are shown by: ldengine sql \"SELECT id FROM runs\"",
            "bewaar uitvoeringen met --save; de id's staan in: ldengine sql \"SELECT id FROM runs\""),
        "%s", err.message);
  for (size_t i = 0; read && i < run.line_count; i++) {
    const lde_run_line *line = &run.lines[i];
    json_t *served =
        strcmp(line->decision, "out") != 0 ? lde_json_read_stored(result, line->served) : NULL;
    if (strcmp(line->decision, "out") != 0)
      add_line(out, line->offering, line->period, line->sessions, line->seats);
    add_served(result, out, line->offering, line->period, served);
    json_decref(served);
  }
  lde_plan_db_close(db);
  return read;
}

bool lde_earlier_read(lde_result *result, lde_project *project, const char *database,
                      const char *name, lde_earlier *out)
{
  struct stat info;

  return stat(name, &info) == 0 ? read_file(result, name, out)
                                : read_stored(result, project, database, name, out);
}
