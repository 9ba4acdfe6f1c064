/* An offer as plan lines: which lines of the project stay, which are taken over, and what is new. */
#include "engine/with_offer.h"

#include <stdio.h>
#include <string.h>

#include "base/date.h"
#include "base/decimal.h"
#include "base/error.h"
#include "base/text.h"
#include "engine/save.h"
#include "engine/sheets.h"

/* What an offer line still has to give, beyond the lines that stay. */
typedef struct rest {
  const lde_offer_line *line;
  int64_t seats, sessions, cost;
  int64_t *served, *funding; /* by index in the line's lists */
  bool shared;               /* a line that stays gives a part of it */
  bool moved;                /* `row` was planned in another period */
  int32_t row;               /* the line of the project whose id it takes, or LDE_NO_ROW */
} rest;

typedef enum state { ELSEWHERE, STAYS, FREE, TAKEN, SET_ASIDE } state;

typedef struct writer {
  lde_dataset *ds;
  const lde_offer *offer;
  lde_buffer *out;
  rest *rests;
  state *states; /* by plan line */
  int32_t plan;  /* the annual plan of the year, or LDE_NO_ROW */
} writer;

/* ---- the lines that are there ---- */

static state state_of(const lde_dataset *ds, int32_t row)
{
  int64_t decision = lde_get(ds, plan_line, decision, row), status = lde_get(ds, plan_line, status, row);
  int32_t plan = lde_get_row(ds, plan_line, annual_plan, row);

  if (plan != LDE_NO_ROW && lde_has(ds, annual_plan, year, plan) &&
      strcmp(lde_text_of(ds, annual_plan, year, plan), ds->year) != 0)
    return ELSEWHERE;
  if (status == LDE_CHOICE_OF(plan_line_status, rejected) ||
      status == LDE_CHOICE_OF(plan_line_status, withdrawn) ||
      decision == LDE_CHOICE_OF(line_decision, locked_out))
    return ELSEWHERE;
  if (status != LDE_CHOICE_OF(plan_line_status, proposed))
    return decision == LDE_CHOICE_OF(line_decision, out) ? ELSEWHERE : STAYS;
  return decision == LDE_CHOICE_OF(line_decision, locked_in) ? STAYS : FREE;
}

/* Whether the line of the project falls in the period of the offer line: one without a period does. */
static bool fits(const writer *w, int32_t row, const lde_offer_line *line)
{
  int32_t first, last, from, to;

  if (!line->period || !lde_has(w->ds, plan_line, period, row) ||
      !lde_period_bounds(w->ds, lde_text_of(w->ds, plan_line, period, row), &first, &last) ||
      !lde_period_bounds(w->ds, line->period, &from, &to))
    return true;
  return first >= from && first <= to;
}

static bool same_lane(const writer *w, int32_t row, const lde_offer_line *line)
{
  static const char *const lanes[] = {"mandatory", "core", "strategic", "team", "individual"};
  int64_t lane = lde_get(w->ds, plan_line, lane, row);

  return lde_has(w->ds, plan_line, lane, row) && line->lane && lane >= 0 && lane < 5 &&
         strcmp(lanes[lane], line->lane) == 0;
}

/* The offer line that the row is part of, that of its own lane before others; NULL when there is none. */
static rest *find_rest(const writer *w, int32_t row, bool is_free, bool any_period)
{
  rest *found = NULL;

  for (size_t i = 0; i < w->offer->lines.len; i++) {
    rest *each = &w->rests[i];
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

static lde_rows children(const writer *w, int entity, int field, int32_t row)
{
  const lde_entity *child = lde_schema_entity(w->ds->schema, entity);
  return lde_dataset_inverse(w->ds, &child->fields[field], LDE_E(plan_line), row);
}

static bool is_id(const writer *w, int entity, int32_t row, const char *text)
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

/* Seats of the row by need; then, for what it does not say, from the first on. */
static void lower_served(writer *w, rest *rest, int32_t row, int64_t seats)
{
  lde_rows rows = children(w, LDE_E(plan_line_need), LDE_F(plan_line_need, plan_line), row);

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
        if (!is_id(w, LDE_E(need), need, served->need) ||
            (pass == 0 && !is_id(w, LDE_E(unit), unit, served->unit)))
          continue;
        took = lower(&rest->served[s], left);
        left -= took;
        seats -= took;
      }
    }
  for (size_t s = 0; s < rest->line->served.len && seats > 0; s++)
    seats -= lower(&rest->served[s], seats);
}

static void lower_funding(writer *w, rest *rest, int32_t row, int64_t cost)
{
  lde_rows rows = children(w, LDE_E(funding), LDE_F(funding, plan_line), row);
  int32_t budget = lde_get_row(w->ds, plan_line, budget, row);

  for (size_t i = 0; i < rows.count; i++)
    for (size_t f = 0; f < rest->line->funding.len; f++)
      if (is_id(w, LDE_E(budget), lde_get_row(w->ds, funding, budget, rows.rows[i]),
                rest->line->funding.data[f].budget))
        cost -= lower(&rest->funding[f], lde_get(w->ds, funding, amount, rows.rows[i]));
  for (size_t f = 0; f < rest->line->funding.len && budget != LDE_NO_ROW; f++)
    if (is_id(w, LDE_E(budget), budget, rest->line->funding.data[f].budget))
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

static void keep_line(writer *w, int32_t row)
{
  rest *rest = find_rest(w, row, false, false);
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

static void start(writer *w)
{
  const lde_offer *offer = w->offer;

  w->rests = lde_alloc(offer->lines.len + 1, sizeof *w->rests);
  for (size_t i = 0; i < offer->lines.len; i++) {
    const lde_offer_line *line = &offer->lines.data[i];
    rest *rest = &w->rests[i];
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

static void match(writer *w)
{
  int32_t count = lde_count(w->ds, plan_line);

  w->states = lde_alloc((size_t)count + 1, sizeof *w->states);
  for (int32_t row = 0; row < count; row++)
    if ((w->states[row] = state_of(w->ds, row)) == STAYS)
      keep_line(w, row);
  for (int pass = 0; pass < 2; pass++) /* in its own period, else moved to another */
    for (int32_t row = 0; row < count; row++) {
      rest *rest = w->states[row] == FREE ? find_rest(w, row, true, pass > 0) : NULL;
      if (!rest)
        continue;
      rest->row = row;
      rest->moved = pass > 0;
      w->states[row] = TAKEN;
    }
  for (int32_t row = 0; row < count; row++)
    if (w->states[row] == FREE)
      w->states[row] = lde_get(w->ds, plan_line, decision, row) == LDE_CHOICE_OF(line_decision, in)
                           ? SET_ASIDE
                           : ELSEWHERE;
}

static int32_t plan_of_year(const lde_dataset *ds)
{
  for (int32_t row = 0; row < lde_count(ds, annual_plan); row++)
    if (lde_has(ds, annual_plan, year, row) && !lde_has(ds, annual_plan, unit, row) &&
        strcmp(lde_text_of(ds, annual_plan, year, row), ds->year) == 0)
      return row;
  return LDE_NO_ROW;
}

/* ---- writing ---- */

static void put_text(writer *w, const char *key, const char *text)
{
  lde_buffer_printf(w->out, "    %s: ", key);
  lde_yaml_word(w->out, text);
  lde_buffer_putc(w->out, '\n');
}

static void put_number(writer *w, const char *key, int64_t value)
{
  lde_buffer_printf(w->out, "    %s: %lld\n", key, (long long)value);
}

static void put_row(writer *w, int entity, int32_t row)
{
  lde_buffer id = {0};

  lde_row_id(w->ds, lde_dataset_table(w->ds, entity), row, &id);
  lde_yaml_word(w->out, lde_buffer_text(&id));
  lde_buffer_free(&id);
}

static void put_reference(writer *w, const char *key, int entity, int32_t row)
{
  if (row == LDE_NO_ROW)
    return;
  lde_buffer_printf(w->out, "    %s: ", key);
  put_row(w, entity, row);
  lde_buffer_putc(w->out, '\n');
}

/* What the offer decides; the rest of a line is as people wrote it. */
static bool is_decided(int field)
{
  static const int decided[] = {
      LDE_F_ID, LDE_F(plan_line, needs), LDE_F(plan_line, offering), LDE_F(plan_line, lane),
      LDE_F(plan_line, unit), LDE_F(plan_line, employees), LDE_F(plan_line, seats_planned),
      LDE_F(plan_line, sessions_planned), LDE_F(plan_line, cost), LDE_F(plan_line, currency),
      LDE_F(plan_line, budget), LDE_F(plan_line, decision), LDE_F(plan_line, reason_code),
      LDE_F(plan_line, detail), LDE_F(plan_line, minutes_per_seat)};

  for (size_t i = 0; i < sizeof decided / sizeof *decided; i++)
    if (decided[i] == field)
      return true;
  return false;
}

/* The written fields of a row but its id; with `rest` only those that the offer leaves alone. */
static void put_fields(writer *w, int32_t row, const rest *rest)
{
  const lde_table *table = lde_dataset_table(w->ds, LDE_E(plan_line));

  for (int f = 0; f < table->entity->field_count; f++) {
    const lde_field *field = &table->entity->fields[f];
    if (f == LDE_F_ID || field->flags & (LDE_DERIVED | LDE_VIRTUAL) || !lde_table_has(table, f, row) ||
        lde_table_is_derived(table, f, row) || (rest && (is_decided(f) || (rest->moved && f == LDE_F(plan_line, period)))))
      continue;
    lde_buffer_printf(w->out, "    %s: ", field->name);
    lde_yaml_field(w->ds, table, field, row, w->out);
    lde_buffer_putc(w->out, '\n');
  }
}

static void put_served_row(writer *w, const char *need, const char *unit, int64_t seats)
{
  lde_buffer_puts(w->out, "      - {need: ");
  lde_yaml_word(w->out, need);
  if (unit) {
    lde_buffer_puts(w->out, ", unit: ");
    lde_yaml_word(w->out, unit);
  }
  lde_buffer_printf(w->out, ", seats: %lld}\n", (long long)seats);
}

static void put_funding_row(writer *w, const char *budget, int64_t amount)
{
  lde_buffer_puts(w->out, "      - {budget: ");
  lde_yaml_word(w->out, budget);
  lde_buffer_puts(w->out, ", amount: ");
  lde_decimal_print_fixed(w->out, amount, w->ds->currency_decimals);
  lde_buffer_puts(w->out, "}\n");
}

/* What is kept inside a line that stays as it is. */
static void put_children(writer *w, int32_t row)
{
  lde_rows needs = children(w, LDE_E(plan_line_need), LDE_F(plan_line_need, plan_line), row);
  lde_rows money = children(w, LDE_E(funding), LDE_F(funding, plan_line), row);
  lde_buffer a = {0}, b = {0};

  if (needs.count)
    lde_buffer_puts(w->out, "    served:\n");
  for (size_t i = 0; i < needs.count; i++) {
    int32_t need = lde_get_row(w->ds, plan_line_need, need, needs.rows[i]);
    int32_t unit = lde_get_row(w->ds, plan_line_need, unit, needs.rows[i]);
    lde_buffer_truncate(&a, 0);
    lde_buffer_truncate(&b, 0);
    lde_row_id(w->ds, lde_dataset_table(w->ds, LDE_E(need)), need, &a);
    if (unit != LDE_NO_ROW)
      lde_row_id(w->ds, lde_dataset_table(w->ds, LDE_E(unit)), unit, &b);
    put_served_row(w, lde_buffer_text(&a), unit == LDE_NO_ROW ? NULL : lde_buffer_text(&b),
                   lde_get(w->ds, plan_line_need, seats, needs.rows[i]));
  }
  if (money.count)
    lde_buffer_puts(w->out, "    fundings:\n");
  for (size_t i = 0; i < money.count; i++) {
    lde_buffer_truncate(&a, 0);
    lde_row_id(w->ds, lde_dataset_table(w->ds, LDE_E(budget)),
               lde_get_row(w->ds, funding, budget, money.rows[i]), &a);
    put_funding_row(w, lde_buffer_text(&a), lde_get(w->ds, funding, amount, money.rows[i]));
  }
  lde_buffer_free(&a);
  lde_buffer_free(&b);
}

static bool same_text(const char *a, const char *b)
{
  return a == b || (a && b && strcmp(a, b) == 0);
}

static bool is_first_of_need(const rest *rest, size_t at)
{
  for (size_t i = 0; i < at; i++)
    if (rest->served[i] && same_text(rest->line->served.data[i].need, rest->line->served.data[at].need))
      return false;
  return rest->served[at] > 0;
}

static void put_needs(writer *w, const rest *rest)
{
  const lde_offer_line *line = rest->line;
  const char *unit = NULL;
  bool one = true, any = false;

  lde_buffer_puts(w->out, "    needs: [");
  for (size_t i = 0; i < line->served.len; i++) {
    if (rest->served[i]) {
      one = one && line->served.data[i].unit && (!unit || same_text(unit, line->served.data[i].unit));
      unit = line->served.data[i].unit;
    }
    if (!is_first_of_need(rest, i))
      continue;
    lde_buffer_puts(w->out, any ? ", " : "");
    lde_yaml_word(w->out, line->served.data[i].need);
    any = true;
  }
  lde_buffer_puts(w->out, "]\n");
  if (one && unit)
    put_text(w, "unit", unit);
}

/* Names are given when every seat has one, and none of them is another line's already. */
static void put_employees(writer *w, const rest *rest)
{
  const lde_offer_line *line = rest->line;
  int64_t named = 0;
  bool first = true;

  for (size_t i = 0; i < line->served.len; i++)
    named += (int64_t)line->served.data[i].employees.count;
  if (rest->shared || !named || named != line->seats)
    return;
  lde_buffer_puts(w->out, "    employees: [");
  for (size_t i = 0; i < line->served.len; i++)
    for (size_t e = 0; e < line->served.data[i].employees.count; e++) {
      lde_buffer_puts(w->out, first ? "" : ", ");
      put_row(w, LDE_E(employee), line->served.data[i].employees.rows[e]);
      first = false;
    }
  lde_buffer_puts(w->out, "]\n");
}

static void put_served(writer *w, const rest *rest)
{
  const lde_offer_line *line = rest->line;

  lde_buffer_puts(w->out, "    served:\n");
  for (size_t i = 0; i < line->served.len; i++) {
    int64_t seats = 0;
    bool first = true;
    for (size_t j = 0; j < line->served.len; j++)
      if (same_text(line->served.data[i].need, line->served.data[j].need) &&
          same_text(line->served.data[i].unit, line->served.data[j].unit)) {
        first = first && j >= i;
        seats += rest->served[j];
      }
    if (first && seats)
      put_served_row(w, line->served.data[i].need, line->served.data[i].unit, seats);
  }
}

static void put_fundings(writer *w, const rest *rest)
{
  const lde_offer_line *line = rest->line;
  bool any = false;

  for (size_t i = 0; i < line->funding.len; i++)
    any = any || (rest->funding[i] && line->funding.data[i].budget);
  if (any)
    lde_buffer_puts(w->out, "    fundings:\n");
  for (size_t i = 0; i < line->funding.len; i++)
    if (rest->funding[i] && line->funding.data[i].budget)
      put_funding_row(w, line->funding.data[i].budget, rest->funding[i]);
}

static const char *reason_of(const rest *rest)
{
  if (rest->shared && rest->line->reason == LDE_IN_LOCK) /* the part that is not locked */
    return rest->line->lane && strcmp(rest->line->lane, "mandatory") == 0 ? "IN_MANDATORY" : "IN_VALUE";
  return lde_reason_name(rest->line->reason);
}

static bool answers(const writer *w, int32_t row, const rest *rest)
{
  lde_rows needs = lde_get_list(w->ds, plan_line, needs, row);

  for (size_t n = 0; n < needs.count; n++)
    for (size_t i = 0; i < rest->line->served.len; i++)
      if (is_id(w, LDE_E(need), needs.rows[n], rest->line->served.data[i].need))
        return true;
  return false;
}

/* The HRD programme of another line for the same offering, else of one for the same need. */
static int32_t programme_of(const writer *w, const rest *rest)
{
  for (int pass = 0; pass < 2; pass++)
    for (int32_t row = 0; row < lde_count(w->ds, plan_line); row++)
      if (lde_has(w->ds, plan_line, programme, row) &&
          (pass ? answers(w, row, rest)
                : lde_get_row(w->ds, plan_line, offering, row) == rest->line->offering))
        return lde_get_row(w->ds, plan_line, programme, row);
  return LDE_NO_ROW;
}

static void put_new_id(writer *w, const char *id)
{
  lde_table *table = lde_dataset_table(w->ds, LDE_E(plan_line));
  lde_buffer own = {0};

  lde_buffer_puts(&own, id);
  for (int number = 2; lde_row_find(w->ds, table, own.data, own.len) != LDE_NO_ROW; number++) {
    lde_buffer_truncate(&own, 0);
    lde_buffer_printf(&own, "%s#%d", id, number);
  }
  lde_buffer_puts(w->out, "  - id: ");
  lde_yaml_word(w->out, own.data);
  lde_buffer_putc(w->out, '\n');
  lde_buffer_free(&own);
}

static void put_id(writer *w, int32_t row)
{
  lde_buffer_puts(w->out, "  - id: ");
  put_row(w, LDE_E(plan_line), row);
  lde_buffer_putc(w->out, '\n');
}

static void put_rest(writer *w, const rest *rest)
{
  const lde_offer_line *line = rest->line;
  bool locked = line->reason == LDE_IN_LOCK && !rest->shared;

  if (rest->row != LDE_NO_ROW) {
    put_id(w, rest->row);
    put_fields(w, rest->row, rest);
  } else {
    put_new_id(w, line->id);
    put_reference(w, "annual_plan", LDE_E(annual_plan), w->plan);
    put_reference(w, "programme", LDE_E(programme), programme_of(w, rest));
  }
  if (line->period && (rest->row == LDE_NO_ROW || rest->moved || !lde_has(w->ds, plan_line, period, rest->row)))
    put_text(w, "period", line->period);
  put_reference(w, "offering", LDE_E(offering), line->offering);
  if (line->lane)
    put_text(w, "lane", line->lane);
  put_needs(w, rest);
  put_employees(w, rest);
  put_number(w, "seats_planned", rest->seats);
  put_number(w, "sessions_planned", rest->sessions);
  if (line->minutes_per_seat)
    put_number(w, "minutes_per_seat", line->minutes_per_seat);
  lde_buffer_puts(w->out, "    cost: ");
  lde_decimal_print_fixed(w->out, rest->cost, w->ds->currency_decimals);
  lde_buffer_putc(w->out, '\n');
  put_text(w, "decision", locked ? "locked_in" : "in");
  put_text(w, "reason_code", reason_of(rest));
  put_served(w, rest);
  put_fundings(w, rest);
}

/* A proposed line that the offer does without. */
static void put_aside(writer *w, int32_t row)
{
  const lde_table *table = lde_dataset_table(w->ds, LDE_E(plan_line));
  int32_t offering = lde_get_row(w->ds, plan_line, offering, row);
  const char *reason = NULL;

  put_id(w, row);
  for (int f = 0; f < table->entity->field_count; f++) {
    const lde_field *field = &table->entity->fields[f];
    if (f == LDE_F_ID || f == LDE_F(plan_line, decision) || f == LDE_F(plan_line, reason_code) ||
        f == LDE_F(plan_line, detail) || field->flags & (LDE_DERIVED | LDE_VIRTUAL) ||
        !lde_table_has(table, f, row) || lde_table_is_derived(table, f, row))
      continue;
    lde_buffer_printf(w->out, "    %s: ", field->name);
    lde_yaml_field(w->ds, table, field, row, w->out);
    lde_buffer_putc(w->out, '\n');
  }
  put_text(w, "decision", "out");
  for (size_t i = 0; i < w->offer->left_out.len && !reason; i++)
    if (offering != LDE_NO_ROW && w->offer->left_out.data[i].offering == offering)
      reason = lde_reason_name(w->offer->left_out.data[i].reason);
  if (reason)
    put_text(w, "reason_code", reason);
  put_children(w, row);
}

/* ---- needs that the offer made from gaps ---- */

static bool levels_of(const writer *w, const lde_offer_need *need, long long *from, long long *to)
{
  lde_buffer start = {0};
  bool found = false;

  lde_row_id(w->ds, lde_dataset_table(w->ds, LDE_E(unit)), need->unit, &start);
  lde_buffer_putc(&start, '/');
  lde_row_id(w->ds, lde_dataset_table(w->ds, LDE_E(competency)), need->competency, &start);
  lde_buffer_putc(&start, '/');
  if (strncmp(need->id, start.data, start.len) == 0)
    found = sscanf(need->id + start.len, "%lld-%lld", from, to) == 2;
  lde_buffer_free(&start);
  return found;
}

static void put_gap_need(writer *w, const lde_offer_need *need)
{
  long long from, to;

  lde_buffer_puts(w->out, "  - id: ");
  lde_yaml_word(w->out, need->id);
  lde_buffer_putc(w->out, '\n');
  put_reference(w, "unit", LDE_E(unit), need->unit);
  if (need->lane)
    put_text(w, "lane", need->lane);
  put_number(w, "heads", need->heads);
  if (need->competency == LDE_NO_ROW || !levels_of(w, need, &from, &to))
    return;
  lde_buffer_puts(w->out, "    competencies:\n      - {competency: ");
  put_row(w, LDE_E(competency), need->competency);
  lde_buffer_printf(w->out, ", from_level: %lld, to_level: %lld}\n", from, to);
}

static void put_gap_needs(writer *w)
{
  bool any = false;

  for (size_t i = 0; i < w->offer->needs.len; i++) {
    const lde_offer_need *need = &w->offer->needs.data[i];
    if (need->need != LDE_NO_ROW)
      continue;
    lde_buffer_puts(w->out, any ? "" : "needs:\n");
    put_gap_need(w, need);
    any = true;
  }
}

/* ---- all of it ---- */

static void put_lines(writer *w, bool whole)
{
  size_t before = w->out->len, after;

  lde_buffer_puts(w->out, "plan_lines:\n");
  after = w->out->len;
  for (int32_t row = 0; row < lde_count(w->ds, plan_line); row++) {
    if (w->states[row] == SET_ASIDE) {
      put_aside(w, row);
    } else if (w->states[row] == TAKEN) {
      for (size_t i = 0; i < w->offer->lines.len; i++)
        if (w->rests[i].row == row)
          put_rest(w, &w->rests[i]);
    } else if (whole) {
      put_id(w, row);
      put_fields(w, row, NULL);
      put_children(w, row);
    }
  }
  for (size_t i = 0; i < w->offer->lines.len; i++)
    if (w->rests[i].row == LDE_NO_ROW && w->rests[i].seats + w->rests[i].sessions > 0)
      put_rest(w, &w->rests[i]);
  if (w->out->len == after)
    lde_buffer_truncate(w->out, before);
}

void lde_offer_plan_lines(lde_dataset *dataset, const lde_offer *offer, bool whole, lde_language lang,
                          lde_buffer *out)
{
  writer w = {.ds = dataset, .offer = offer, .out = out, .plan = plan_of_year(dataset)};

  if (whole)
    lde_buffer_printf(out,
                      LDE_TR(lang, "# All plan lines, with the offer of %s. Takes the place of `plan_lines`\n"
                                   "# in the other files.\n",
                             "# Alle planregels, met het aanbod van %s. Komt in de plaats van `plan_lines`\n"
                             "# in de andere bestanden.\n"),
                      dataset->year);
  start(&w);
  match(&w);
  put_gap_needs(&w);
  put_lines(&w, whole);
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
