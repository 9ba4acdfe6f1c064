/* An offer as plan lines: which lines of the project stay, which are taken over, and what is new. */
#include <string.h>

#include "base/error.h"
#include "engine/save.h"
#include "engine/whatif/with_offer_internal.h"

lde_rows lde_line_children(const lde_offer_writer *w, int entity, int field, int32_t row)
{
  const lde_entity *child = lde_schema_entity(w->ds->schema, entity);
  return lde_dataset_inverse(w->ds, &child->fields[field], LDE_E(plan_line), row);
}

bool lde_line_is_id(const lde_offer_writer *w, int entity, int32_t row, const char *text)
{
  lde_buffer id = {0};
  bool same;

  if (row == LDE_NO_ROW || !text)
    return row == LDE_NO_ROW && !text;
  lde_row_id(w->ds, lde_dataset_table(w->ds, entity), row, &id);
  same = strcmp(lde_buffer_text(&id), text) == 0;
  lde_buffer_free(&id);
  return same;
}

/* ---- the lines that are there ---- */

static lde_line_state state_of(const lde_dataset *ds, int32_t row)
{
  int64_t decision = lde_get(ds, plan_line, decision, row),
          status = lde_get(ds, plan_line, status, row);
  int32_t plan = lde_get_row(ds, plan_line, annual_plan, row);

  if (plan != LDE_NO_ROW && lde_has(ds, annual_plan, year, plan) &&
      strcmp(lde_text_of(ds, annual_plan, year, plan), ds->year) != 0)
    return LDE_LINE_ELSEWHERE;
  if (status == LDE_CHOICE_OF(plan_line_status, rejected) ||
      status == LDE_CHOICE_OF(plan_line_status, withdrawn) ||
      decision == LDE_CHOICE_OF(line_decision, locked_out))
    return LDE_LINE_ELSEWHERE;
  if (status != LDE_CHOICE_OF(plan_line_status, proposed))
    return decision == LDE_CHOICE_OF(line_decision, out) ? LDE_LINE_ELSEWHERE : LDE_LINE_STAYS;
  return decision == LDE_CHOICE_OF(line_decision, locked_in) ? LDE_LINE_STAYS : LDE_LINE_FREE;
}

/* Whether the line of the project falls in the period of the offer line: one without a period does. */
static bool fits(const lde_offer_writer *w, int32_t row, const lde_offer_line *line)
{
  int32_t first, last, from, to;

  if (!line->period || !lde_has(w->ds, plan_line, period, row) ||
      !lde_period_bounds(w->ds, lde_text_of(w->ds, plan_line, period, row), &first, &last) ||
      !lde_period_bounds(w->ds, line->period, &from, &to))
    return true;
  return first >= from && first <= to;
}

static bool same_lane(const lde_offer_writer *w, int32_t row, const lde_offer_line *line)
{
  static const char *const lanes[] = {"mandatory", "core", "strategic", "team", "individual"};
  int64_t lane = lde_get(w->ds, plan_line, lane, row);

  return lde_has(w->ds, plan_line, lane, row) && line->lane && lane >= 0 && lane < 5 &&
         strcmp(lanes[lane], line->lane) == 0;
}

/* The offer line that the row is part of, that of its own lane before others; NULL when there is none. */
static lde_offer_rest *find_rest(const lde_offer_writer *w, int32_t row, bool is_free,
                                 bool any_period)
{
  lde_offer_rest *found = NULL;

  for (size_t i = 0; i < w->offer->lines.len; i++) {
    lde_offer_rest *each = &w->rests[i];
    if (lde_get_row(w->ds, plan_line, offering, row) != each->line->offering ||
        (!any_period && !fits(w, row, each->line)) ||
        (is_free && (each->row != LDE_NO_ROW || !each->seats)))
      continue;
    if (same_lane(w, row, each->line))
      return each;
    if (!found)
      found = each;
  }
  return found;
}

static int64_t lower(int64_t *from, int64_t by)
{
  int64_t took = by < *from ? by : *from;

  if (took < 0)
    took = 0;
  *from -= took;
  return took;
}

/* Seats of the row by need; then, for what it does not say, from the first on. */
static void lower_served(lde_offer_writer *w, lde_offer_rest *rest, int32_t row, int64_t seats)
{
  lde_rows rows =
      lde_line_children(w, LDE_E(plan_line_need), LDE_F(plan_line_need, plan_line), row);

  for (int pass = 0; pass < 2; pass++) /* the unit as written, then any unit */
    for (size_t i = 0; i < rows.count; i++) {
      int32_t need = lde_get_row(w->ds, plan_line_need, need, rows.rows[i]);
      int32_t unit = lde_get_row(w->ds, plan_line_need, unit, rows.rows[i]);
      int64_t left = lde_get(w->ds, plan_line_need, seats, rows.rows[i]);
      if (left > seats)
        left = seats;
      for (size_t s = 0; s < rest->line->served.len && left > 0; s++) {
        const lde_offer_served *served = &rest->line->served.data[s];
        int64_t took;
        if (!lde_line_is_id(w, LDE_E(need), need, served->need) ||
            (pass == 0 && !lde_line_is_id(w, LDE_E(unit), unit, served->unit)))
          continue;
        took = lower(&rest->served[s], left);
        left -= took;
        seats -= took;
      }
    }
  for (size_t s = 0; s < rest->line->served.len && seats > 0; s++)
    seats -= lower(&rest->served[s], seats);
}

static void lower_funding(lde_offer_writer *w, lde_offer_rest *rest, int32_t row, int64_t cost)
{
  lde_rows rows = lde_line_children(w, LDE_E(funding), LDE_F(funding, plan_line), row);
  int32_t budget = lde_get_row(w->ds, plan_line, budget, row);

  for (size_t i = 0; i < rows.count; i++)
    for (size_t f = 0; f < rest->line->funding.len; f++)
      if (lde_line_is_id(w, LDE_E(budget), lde_get_row(w->ds, funding, budget, rows.rows[i]),
                rest->line->funding.data[f].budget))
        cost -= lower(&rest->funding[f], lde_get(w->ds, funding, amount, rows.rows[i]));
  for (size_t f = 0; f < rest->line->funding.len && budget != LDE_NO_ROW; f++)
    if (lde_line_is_id(w, LDE_E(budget), budget, rest->line->funding.data[f].budget))
      cost -= lower(&rest->funding[f], cost);
  for (size_t f = 0; f < rest->line->funding.len && cost > 0; f++)
    cost -= lower(&rest->funding[f], cost);
}

static int64_t seats_of(const lde_dataset *ds, int32_t row)
{
  if (lde_has(ds, plan_line, seats_planned, row))
    return lde_get(ds, plan_line, seats_planned, row);
  return (int64_t)lde_get_list(ds, plan_line, employees, row).count;
}

static void keep_line(lde_offer_writer *w, int32_t row)
{
  lde_offer_rest *rest = find_rest(w, row, false, false);
  int64_t cost = lde_get(w->ds, plan_line, cost, row);

  if (!rest)
    return;
  rest->shared = true;
  lower_served(w, rest, row, seats_of(w->ds, row));
  lower_funding(w, rest, row, cost);
  lower(&rest->seats, seats_of(w->ds, row));
  lower(&rest->sessions, lde_get(w->ds, plan_line, sessions_planned, row));
  rest->cost = 0;
  for (size_t f = 0; f < rest->line->funding.len; f++)
    rest->cost += rest->funding[f];
}

/* ---- which line becomes which ---- */

static void start(lde_offer_writer *w)
{
  const lde_offer *offer = w->offer;

  w->rests = lde_alloc(offer->lines.len + 1, sizeof *w->rests);
  for (size_t i = 0; i < offer->lines.len; i++) {
    const lde_offer_line *line = &offer->lines.data[i];
    lde_offer_rest *rest = &w->rests[i];
    rest->line = line;
    rest->seats = line->seats;
    rest->sessions = line->sessions;
    rest->cost = line->cost;
    rest->row = LDE_NO_ROW;
    rest->served = lde_alloc(line->served.len + 1, sizeof *rest->served);
    rest->funding = lde_alloc(line->funding.len + 1, sizeof *rest->funding);
    for (size_t s = 0; s < line->served.len; s++)
      rest->served[s] = line->served.data[s].seats;
    for (size_t f = 0; f < line->funding.len; f++)
      rest->funding[f] = line->funding.data[f].amount;
  }
}

static void match(lde_offer_writer *w)
{
  int32_t count = lde_count(w->ds, plan_line);

  w->states = lde_alloc((size_t)count + 1, sizeof *w->states);
  for (int32_t row = 0; row < count; row++)
    if ((w->states[row] = state_of(w->ds, row)) == LDE_LINE_STAYS)
      keep_line(w, row);
  for (int pass = 0; pass < 2; pass++) /* in its own period, else moved to another */
    for (int32_t row = 0; row < count; row++) {
      lde_offer_rest *rest =
          w->states[row] == LDE_LINE_FREE ? find_rest(w, row, true, pass > 0) : NULL;
      if (!rest)
        continue;
      rest->row = row;
      rest->moved = pass > 0;
      w->states[row] = LDE_LINE_TAKEN;
    }
  for (int32_t row = 0; row < count; row++)
    if (w->states[row] == LDE_LINE_FREE)
      w->states[row] = lde_get(w->ds, plan_line, decision, row) == LDE_CHOICE_OF(line_decision, in)
                           ? LDE_LINE_SET_ASIDE
                           : LDE_LINE_ELSEWHERE;
}

static int32_t plan_of_year(const lde_dataset *ds)
{
  for (int32_t row = 0; row < lde_count(ds, annual_plan); row++)
    if (lde_has(ds, annual_plan, year, row) && !lde_has(ds, annual_plan, unit, row) &&
        strcmp(lde_text_of(ds, annual_plan, year, row), ds->year) == 0)
      return row;
  return LDE_NO_ROW;
}

/* ---- all of it ---- */

void lde_offer_plan_lines(lde_dataset *dataset, const lde_offer *offer, bool whole,
                          lde_language lang, lde_buffer *out)
{
  lde_offer_writer w = {.ds = dataset, .offer = offer, .out = out, .plan = plan_of_year(dataset)};

  if (whole)
    lde_buffer_printf(
        out,
        LDE_TR(lang,
               "# All plan lines, with the offer of %s. Takes the place of `plan_lines`\n"
               "# in the other files.\n",
               "# Alle planregels, met het aanbod van %s. Komt in de plaats van `plan_lines`\n"
               "# in de andere bestanden.\n"),
        dataset->year);
  start(&w);
  match(&w);
  lde_offer_print_needs(&w);
  lde_offer_print_lines(&w, whole);
  for (size_t i = 0; i < offer->lines.len; i++) {
    lde_free(w.rests[i].served);
    lde_free(w.rests[i].funding);
  }
  lde_free(w.rests);
  lde_free(w.states);
}

/* ---- judging it ---- */

static const char *const shown = "(offer)";

void lde_offer_check(lde_project *project, lde_result *result, const char *database)
{
  static const lde_check_options all_rules = LDE_CHECK_OPTIONS_INIT;
  lde_buffer text = {0};
  lde_load_text lines;
  lde_project *with;

  lde_offer_plan_lines(project->loaded.dataset, result->offer, false, result->language, &text);
  lines = (lde_load_text){shown, lde_buffer_text(&text), text.len};
  with = lde_project_again(project, NULL, 0, &lines, 1);
  with->texts = NULL;
  with->text_count = 0;
  result->judged = with;
  if (with->valid) {
    lde_history_load(with, database, &result->diagnostics);
    lde_project_judge(with, result, &all_rules);
  } else {
    result->internal = true;
    for (size_t i = 0; i < with->found.items.len; i++)
      lde_diagnostics_add(&result->diagnostics, &with->found.items.data[i]);
  }
  for (size_t i = 0; i < result->findings.items.len; i++) { /* no file has these lines */
    lde_finding *finding = &result->findings.items.data[i];
    if (finding->place.file && strcmp(finding->place.file, shown) == 0)
      finding->place.line = finding->place.column = 0;
  }
  lde_buffer_free(&text);
}
