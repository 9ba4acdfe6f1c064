/* `diff`: two offers, or the findings of two checks, from files or from the plan database. */
#include <jansson.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/error.h"
#include "base/io.h"
#include "engine/json_read.h"
#include "engine/whatif/whatif.h"
#include "ldengine/whatif.h"
#include "store/plan_db.h"

enum { FILE_MAX = 256 << 20 };

/* Seats of one line for one need; the person is NULL when not known by name. */
typedef struct seat {
  const char *need, *person;
  int64_t seats;
} seat;

typedef struct line {
  const char *offering, *period;
  int64_t seats, sessions, cost;
} line;

typedef struct share {
  const char *id;
  int64_t seats, cost;
  double covered;
} share;

/* One of the two that are compared. */
typedef struct side {
  bool has_offer, has_findings, named, knows_unmet;
  const char *status, *currency;
  double value;
  int64_t cost;
  LDE_VEC(line) lines;
  LDE_VEC(seat) seats;
  LDE_VEC(share) goals, budgets, unmet;
  LDE_VEC(lde_diff_finding) findings;
} side;

typedef struct comparing {
  lde_project *project;
  lde_result *result;
  const lde_diff_options *options;
  lde_plan_diff *diff;
  side sides[2];
} comparing;

/* ---- reading JSON ---- */

static const char *keep(comparing *c, const char *text)
{
  return text ? lde_arena_strdup(&c->diff->arena, text) : NULL;
}

static const char *text_of(comparing *c, const json_t *object, const char *key)
{
  return keep(c, json_string_value(json_object_get(object, key)));
}

static int64_t integer_of(const json_t *object, const char *key)
{
  return json_integer_value(json_object_get(object, key));
}

static double number_of(const json_t *object, const char *key, double otherwise)
{
  const json_t *value = json_object_get(object, key);
  return json_is_number(value) ? json_number_value(value) : otherwise;
}

static void read_served(comparing *c, side *to, const json_t *list)
{
  size_t i, e;
  const json_t *each, *person;

  json_array_foreach(list, i, each)
  {
    const char *need = text_of(c, each, "need");
    const json_t *people = json_object_get(each, "employees");
    int64_t seats = integer_of(each, "seats");
    if (!need)
      continue;
    if (json_array_size(people) != (size_t)seats) {
      to->named = false;
      lde_vec_push(&to->seats, ((seat){need, NULL, seats}));
      continue;
    }
    json_array_foreach(people, e, person)
      lde_vec_push(&to->seats, ((seat){need, keep(c, json_string_value(person)), 1}));
  }
}

/* Of a run of an older version goals have no figures of their own: the line's seats and cost go to each. */
static void add_goals(comparing *c, side *to, const json_t *goals, const line *from)
{
  size_t i;
  const json_t *each;

  json_array_foreach(goals, i, each) if (json_is_string(each)) lde_vec_push(
      &to->goals, ((share){keep(c, json_string_value(each)), from->seats, from->cost, -1}));
}

static void read_line(comparing *c, side *to, const json_t *from, bool with_goals)
{
  line one = {.offering = text_of(c, from, "offering"),
              .period = text_of(c, from, "period"),
              .seats = integer_of(from, "seats"),
              .sessions = integer_of(from, "sessions"),
              .cost = integer_of(from, "cost")};

  if (!one.offering)
    return;
  lde_vec_push(&to->lines, one);
  read_served(c, to, json_object_get(from, "served"));
  if (with_goals)
    add_goals(c, to, json_object_get(from, "goals"), &one);
}

static void read_offer(comparing *c, side *to, const json_t *offer)
{
  const json_t *goals = json_object_get(offer, "goals"), *each;
  size_t i;

  to->has_offer = to->knows_unmet = true;
  to->status = text_of(c, offer, "status");
  to->currency = text_of(c, offer, "currency");
  to->value = number_of(offer, "value", 0);
  to->cost = integer_of(offer, "cost");
  json_array_foreach(json_object_get(offer, "lines"), i, each)
    read_line(c, to, each, false);
  json_array_foreach(goals, i, each)
    if (json_is_string(json_object_get(each, "goal")))
      lde_vec_push(&to->goals, ((share){text_of(c, each, "goal"), integer_of(each, "seats"),
                                        integer_of(each, "cost"), number_of(each, "covered", -1)}));
  json_array_foreach(json_object_get(offer, "budgets"), i,
                     each) if (json_is_string(json_object_get(each, "budget")))
      lde_vec_push(&to->budgets,
                   ((share){text_of(c, each, "budget"), 0, integer_of(each, "planned"), -1}));
  json_array_foreach(json_object_get(offer, "unmet"), i,
                     each) if (json_is_string(json_object_get(each, "need")))
      lde_vec_push(&to->unmet,
                   ((share){text_of(c, each, "need"), integer_of(each, "heads"), 0, -1}));
}

static void read_findings(comparing *c, side *to, const json_t *list)
{
  size_t i;
  const json_t *each;

  to->has_findings = true;
  json_array_foreach(list, i, each)
  {
    lde_diff_finding one = {.fingerprint = text_of(c, each, "fingerprint"),
                            .rule = text_of(c, each, "rule"),
                            .severity = text_of(c, each, "severity"),
                            .entity = text_of(c, each, "entity"),
                            .id = text_of(c, each, "id"),
                            .message = text_of(c, each, "message"),
                            .file = text_of(c, each, "file"),
                            .line = integer_of(each, "line")};
    if (one.fingerprint && one.rule && !json_is_object(json_object_get(each, "exception")))
      lde_vec_push(&to->findings, one);
  }
}

static bool read_file(comparing *c, side *to, const char *path)
{
  lde_language lang = c->result->language;
  lde_buffer text = {0};
  lde_error err = {0};
  json_error_t where;
  json_t *root = NULL, *data, *each;
  size_t i;

  if (lde_file_read(path, FILE_MAX, &text, lang, &err) != LDE_OK) {
    lde_result_add(c->result, "usage/diff", NULL, "%s", err.message);
    return false;
  }
  root = lde_json_read(lde_buffer_text(&text), text.len, 0, &where);
  data = json_object_get(root, "data");
  if (json_is_object(json_object_get(data, "offer")))
    read_offer(c, to, json_object_get(data, "offer"));
  if (json_is_array(json_object_get(data, "findings")))
    read_findings(c, to, json_object_get(data, "findings"));
  json_array_foreach(json_object_get(data, "organisations"), i, each)
    read_findings(c, to, json_object_get(each, "findings"));
  json_decref(root);
  lde_buffer_free(&text);
  if (to->has_offer || to->has_findings)
    return true;
  lde_diagnose(&c->result->diagnostics, LDE_ERROR, "load/syntax", path, NULL, 0, 0,
               LDE_TR(lang, "make it with: ldengine run --format json -o FILE, or check",
                      "maak het met: ldengine run --format json -o BESTAND, of met check"),
               "%s",
               LDE_TR(lang, "this is no JSON output of run or check",
                      "dit is geen JSON-uitvoer van run of check"));
  return false;
}

/* ---- reading the plan database ---- */

static void read_stored_line(comparing *c, side *to, const lde_run_line *from)
{
  line one = {keep(c, from->offering), keep(c, from->period), from->seats, from->sessions,
              from->cost_minor};
  json_t *served = lde_json_read_stored(c->result, from->served);
  json_t *goals = lde_json_read_stored(c->result, from->goals);

  if (one.offering && strcmp(from->decision, "out") != 0) {
    lde_vec_push(&to->lines, one);
    read_served(c, to, served);
    if (!to->knows_unmet)
      add_goals(c, to, goals, &one);
  }
  json_decref(served);
  json_decref(goals);
}

static void read_run(comparing *c, side *to, const lde_run_record *run)
{
  to->has_offer = run->status != NULL;
  to->knows_unmet = run->knows_shares;
  to->has_findings = !to->has_offer || run->finding_count;
  to->status = keep(c, run->status);
  to->currency = keep(c, run->currency);
  to->value = (double)run->value_micro / 1e6;
  to->cost = run->cost_minor;
  for (size_t i = 0; i < run->line_count; i++)
    read_stored_line(c, to, &run->lines[i]);
  for (size_t i = 0; i < run->unmet_count; i++)
    lde_vec_push(&to->unmet, ((share){keep(c, run->unmet[i].need), run->unmet[i].heads, 0, -1}));
  for (size_t i = 0; i < run->goal_count; i++)
    lde_vec_push(&to->goals,
                 ((share){keep(c, run->goals[i].goal), run->goals[i].seats,
                          run->goals[i].cost_minor, (double)run->goals[i].covered_micro / 1e6}));
  for (size_t i = 0; i < run->budget_count; i++)
    lde_vec_push(&to->budgets,
                 ((share){keep(c, run->budgets[i].budget), 0, run->budgets[i].planned_minor, -1}));
  for (size_t i = 0; i < run->finding_count; i++) {
    const lde_run_finding *from = &run->findings[i];
    lde_diff_finding one = {
        keep(c, from->fingerprint), keep(c, from->rule),   keep(c, from->severity),
        keep(c, from->entity),      keep(c, from->record), keep(c, from->message),
        keep(c, from->file),        (int64_t)from->line,   LDE_DIFF_STILL};
    if (!from->exception)
      lde_vec_push(&to->findings, one);
  }
}

/* "latest", "latest~1", or an id; NULL when there are not that many. */
static const char *run_id(lde_plan_db *db, lde_arena *arena, const char *name, lde_error *err)
{
  lde_run_record *runs;
  size_t count, back = 0;

  if (strncmp(name, "latest", 6) != 0 || (name[6] && name[6] != '~'))
    return name;
  if (name[6])
    back = strtoul(name + 7, NULL, 10);
  if (lde_plan_db_list(db, arena, &runs, &count, err) != LDE_OK)
    return NULL;
  return back < count ? runs[back].id : name;
}

static bool read_stored(comparing *c, side *to, const char *name)
{
  lde_language lang = c->result->language;
  const char *path = c->project || c->options->database
                         ? lde_database_path(c->project, c->options->database)
                         : NULL;
  lde_arena arena = {0};
  lde_run_record run = {0};
  lde_plan_db *db = NULL;
  lde_error err = {0};
  const char *id;
  bool read = false;

  if (!path || !lde_plan_db_exists(path)) {
    lde_result_add(
        c->result, "usage/diff",
        LDE_TR(
            lang, "keep runs with --save, or give files made with --format json",
            "bewaar uitvoeringen met --save, of geef bestanden die met --format json zijn gemaakt"),
        LDE_TR(lang, "there is no file %s, and no plan database to look for such a run",
               "er is geen bestand %s, en geen plandatabase om zo'n uitvoering in te zoeken"),
        name);
    return false;
  }
  if (lde_plan_db_open(&db, path, LDE_PLAN_DB_READ, lang, &err) == LDE_OK &&
      (id = run_id(db, &arena, name, &err)) &&
      lde_plan_db_load(db, id, &arena, &run, &err) == LDE_OK) {
    read_run(c, to, &run);
    read = true;
  } else {
    lde_result_add(c->result, "usage/diff",
                   LDE_TR(lang, "the ids are shown by: ldengine sql \"SELECT id FROM runs\"",
                          "de id's staan in: ldengine sql \"SELECT id FROM runs\""),
                   "%s", err.message);
  }
  lde_plan_db_close(db);
  lde_arena_free(&arena);
  return read;
}

static bool read_side(comparing *c, int which, const char *name)
{
  side *to = &c->sides[which];
  struct stat info;

  to->named = true;
  c->diff->name[which] = keep(c, name);
  return strcmp(name, "-") == 0 || stat(name, &info) == 0 ? read_file(c, to, name)
                                                          : read_stored(c, to, name);
}

/* ---- comparing offers ---- */

static int by_id(const void *a, const void *b)
{
  return strcmp(((const lde_diff_row *)a)->id, ((const lde_diff_row *)b)->id);
}

/* The row of that id, added when it is not there yet. Rows are few: what differs between two plans. */
static lde_diff_row *row_of(lde_diff_rows *rows, const char *id)
{
  for (size_t i = rows->len; i-- > 0;)
    if (strcmp(rows->data[i].id, id) == 0)
      return &rows->data[i];
  lde_vec_push(rows, ((lde_diff_row){.id = id, .covered = {-1, -1}}));
  return &rows->data[rows->len - 1];
}

static const char *add_period(comparing *c, const char *periods, const char *period)
{
  if (!period)
    return periods;
  if (!periods)
    return period;
  return strstr(periods, period) ? periods
                                 : lde_arena_printf(&c->diff->arena, "%s, %s", periods, period);
}

static bool same(const char *a, const char *b)
{
  return a == b || (a && b && strcmp(a, b) == 0);
}

static bool row_differs(const lde_diff_row *row)
{
  return row->seats[0] != row->seats[1] || row->sessions[0] != row->sessions[1] ||
         row->cost[0] != row->cost[1] || !same(row->periods[0], row->periods[1]) ||
         row->unmet[0] != row->unmet[1] ||
         (row->covered[0] >= 0 && row->covered[1] >= 0 && row->covered[0] != row->covered[1]);
}

/* Keeps what differs, in the order of the ids. */
static void finish_rows(lde_diff_rows *rows)
{
  size_t kept = 0;

  for (size_t i = 0; i < rows->len; i++)
    if (row_differs(&rows->data[i]))
      rows->data[kept++] = rows->data[i];
  rows->len = kept;
  if (kept)
    qsort(rows->data, kept, sizeof *rows->data, by_id);
}

static void compare_offerings(comparing *c)
{
  lde_diff_rows *rows = &c->diff->offerings;

  for (int s = 0; s < 2; s++)
    for (size_t i = 0; i < c->sides[s].lines.len; i++) {
      const line *from = &c->sides[s].lines.data[i];
      lde_diff_row *row = row_of(rows, from->offering);
      row->seats[s] += from->seats;
      row->sessions[s] += from->sessions;
      row->cost[s] += from->cost;
      row->periods[s] = add_period(c, row->periods[s], from->period);
      row->unmet[s] = 0;
      c->diff->seats[s] += from->seats;
      row->covered[s] = 1; /* it is there on this side */
    }
  for (size_t i = 0; i < rows->len; i++) {
    lde_diff_row *row = &rows->data[i];
    row->state = row->covered[0] < 0   ? LDE_DIFF_ADDED
                 : row->covered[1] < 0 ? LDE_DIFF_DROPPED
                                       : LDE_DIFF_CHANGED;
    row->covered[0] = row->covered[1] = -1;
  }
  finish_rows(rows);
  for (size_t i = 0; i < rows->len; i++)
    c->diff->counts[rows->data[i].state]++;
}

static void compare_shares(comparing *c)
{
  c->diff->knows_unmet = c->sides[0].knows_unmet && c->sides[1].knows_unmet;
  for (int s = 0; s < 2; s++) {
    const side *from = &c->sides[s];
    for (size_t i = 0; i < from->goals.len; i++) {
      lde_diff_row *row = row_of(&c->diff->goals, from->goals.data[i].id);
      row->seats[s] += from->goals.data[i].seats;
      row->cost[s] += from->goals.data[i].cost;
      row->covered[s] = from->goals.data[i].covered;
    }
    for (size_t i = 0; i < from->budgets.len; i++)
      row_of(&c->diff->budgets, from->budgets.data[i].id)->cost[s] += from->budgets.data[i].cost;
    for (size_t i = 0; i < from->seats.len; i++)
      row_of(&c->diff->needs, from->seats.data[i].need)->seats[s] += from->seats.data[i].seats;
    for (size_t i = 0; i < from->unmet.len && c->diff->knows_unmet; i++)
      row_of(&c->diff->needs, from->unmet.data[i].id)->unmet[s] += from->unmet.data[i].seats;
  }
  finish_rows(&c->diff->goals);
  finish_rows(&c->diff->budgets);
  finish_rows(&c->diff->needs);
}

static int by_seat(const void *a, const void *b)
{
  const seat *x = a, *y = b;
  int order = strcmp(x->person, y->person);
  return order ? order : strcmp(x->need, y->need);
}

/* People who have a seat for a need on one side and not on the other. */
static void compare_people(comparing *c)
{
  side *a = &c->sides[0], *b = &c->sides[1];
  size_t i = 0, j = 0;

  c->diff->named = a->named && b->named && a->seats.len && b->seats.len;
  if (!c->diff->named)
    return;
  qsort(a->seats.data, a->seats.len, sizeof *a->seats.data, by_seat);
  qsort(b->seats.data, b->seats.len, sizeof *b->seats.data, by_seat);
  while (i < a->seats.len || j < b->seats.len) {
    int order = i == a->seats.len   ? 1
                : j == b->seats.len ? -1
                                    : by_seat(&a->seats.data[i], &b->seats.data[j]);
    if (order == 0) {
      i++;
      j++;
    } else if (order < 0) {
      const char *who = a->seats.data[i++].person;
      if (!c->diff->lost.len || strcmp(c->diff->lost.data[c->diff->lost.len - 1], who) != 0)
        lde_vec_push(&c->diff->lost, who);
    } else {
      const char *who = b->seats.data[j++].person;
      if (!c->diff->gained.len || strcmp(c->diff->gained.data[c->diff->gained.len - 1], who) != 0)
        lde_vec_push(&c->diff->gained, who);
    }
  }
}

static void compare_offers(comparing *c)
{
  for (int s = 0; s < 2; s++) {
    c->diff->status[s] = c->sides[s].status;
    c->diff->value[s] = c->sides[s].value;
    c->diff->cost[s] = c->sides[s].cost;
  }
  compare_offerings(c);
  compare_shares(c);
  compare_people(c);
}

/* ---- comparing findings ---- */

static int by_fingerprint(const void *a, const void *b)
{
  return strcmp(((const lde_diff_finding *)a)->fingerprint,
                ((const lde_diff_finding *)b)->fingerprint);
}

static int by_state(const void *a, const void *b)
{
  const lde_diff_finding *x = a, *y = b;
  int order = (int)x->state - (int)y->state;

  if (!order)
    order = strcmp(x->file ? x->file : "", y->file ? y->file : "");
  if (!order && x->line != y->line)
    order = x->line < y->line ? -1 : 1;
  if (!order)
    order = strcmp(x->rule, y->rule);
  return order ? order : by_fingerprint(a, b);
}

static void add_finding(comparing *c, const lde_diff_finding *from, lde_diff_state state)
{
  lde_diff_finding one = *from;

  one.state = state;
  lde_vec_push(&c->diff->findings, one);
  c->diff->counts[state]++;
}

static void compare_findings(comparing *c)
{
  side *a = &c->sides[0], *b = &c->sides[1];
  size_t i = 0, j = 0;

  if (a->findings.len)
    qsort(a->findings.data, a->findings.len, sizeof *a->findings.data, by_fingerprint);
  if (b->findings.len)
    qsort(b->findings.data, b->findings.len, sizeof *b->findings.data, by_fingerprint);
  while (i < a->findings.len || j < b->findings.len) {
    int order = i == a->findings.len   ? 1
                : j == b->findings.len ? -1
                                       : by_fingerprint(&a->findings.data[i], &b->findings.data[j]);
    if (order < 0)
      add_finding(c, &a->findings.data[i], LDE_DIFF_DROPPED);
    else
      add_finding(c, &b->findings.data[j], order ? LDE_DIFF_ADDED : LDE_DIFF_STILL);
    i += order <= 0;
    j += order >= 0;
  }
  if (c->diff->findings.len)
    qsort(c->diff->findings.data, c->diff->findings.len, sizeof *c->diff->findings.data, by_state);
}

/* ---- all of it ---- */

static bool compare(comparing *c)
{
  lde_language lang = c->result->language;
  const side *a = &c->sides[0], *b = &c->sides[1];

  c->diff->currency = a->currency ? a->currency : b->currency ? b->currency : "EUR";
  if (a->has_offer && b->has_offer) {
    c->diff->of_offers = true;
    compare_offers(c);
  } else if (a->has_findings && b->has_findings) {
    compare_findings(c);
  } else {
    lde_result_add(
        c->result, "usage/diff",
        LDE_TR(lang, "give two offers, or the findings of two checks",
               "geef twee keer een aanbod, of de bevindingen van twee controles"),
        "%s", LDE_TR(lang, "these two cannot be compared", "deze twee zijn niet te vergelijken"));
    return false;
  }
  return true;
}

static void free_side(side *side)
{
  lde_vec_free(&side->lines);
  lde_vec_free(&side->seats);
  lde_vec_free(&side->goals);
  lde_vec_free(&side->budgets);
  lde_vec_free(&side->unmet);
  lde_vec_free(&side->findings);
}

lde_result *lde_diff(lde_project *project, const lde_diff_options *options, lde_language language)
{
  lde_result *result = lde_result_new("diff", NULL, language);
  lde_whatif *whatif = lde_alloc(1, sizeof *whatif);
  comparing c = {.project = project && project->loaded.dataset ? project : NULL,
                 .result = result,
                 .options = options,
                 .diff = &whatif->diff};

  result->whatif = whatif;
  if (read_side(&c, 0, options->before) && read_side(&c, 1, options->after) && compare(&c)) {
    lde_data *data = lde_data_new(&result->arena, LDE_DATA_OBJECT);
    whatif->has_diff = true;
    result->project = c.project;
    result->payload = LDE_PAYLOAD_WHATIF;
    lde_data_put(&result->arena, data, "diff", 4,
                 lde_report_diff_data(&result->arena, &whatif->diff));
    result->data = data;
    result->unfit = options->exit_code && lde_plan_diff_any(&whatif->diff);
  }
  free_side(&c.sides[0]);
  free_side(&c.sides[1]);
  return result;
}
