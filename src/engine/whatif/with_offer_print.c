/* Plan lines as native YAML, as people would write them. */
#include <stdio.h>
#include <string.h>

#include "base/decimal.h"
#include "engine/exchange/sheets.h"
#include "engine/whatif/with_offer_internal.h"

static void put_text(lde_offer_writer *w, const char *key, const char *text)
{
  lde_buffer_printf(w->out, "    %s: ", key);
  lde_yaml_word(w->out, text);
  lde_buffer_putc(w->out, '\n');
}

static void put_number(lde_offer_writer *w, const char *key, int64_t value)
{
  lde_buffer_printf(w->out, "    %s: %lld\n", key, (long long)value);
}

static void put_row(lde_offer_writer *w, int entity, int32_t row)
{
  lde_buffer id = {0};

  lde_row_id(w->ds, lde_dataset_table(w->ds, entity), row, &id);
  lde_yaml_word(w->out, lde_buffer_text(&id));
  lde_buffer_free(&id);
}

static void put_reference(lde_offer_writer *w, const char *key, int entity, int32_t row)
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
static void put_fields(lde_offer_writer *w, int32_t row, const lde_offer_rest *rest)
{
  const lde_table *table = lde_dataset_table(w->ds, LDE_E(plan_line));

  for (int f = 0; f < table->entity->field_count; f++) {
    const lde_field *field = &table->entity->fields[f];
    if (f == LDE_F_ID || field->flags & (LDE_DERIVED | LDE_VIRTUAL) ||
        !lde_table_has(table, f, row) || lde_table_is_derived(table, f, row) ||
        (rest && (is_decided(f) || (rest->moved && f == LDE_F(plan_line, period)))))
      continue;
    lde_buffer_printf(w->out, "    %s: ", field->name);
    lde_yaml_field(w->ds, table, field, row, w->out);
    lde_buffer_putc(w->out, '\n');
  }
}

static void put_served_row(lde_offer_writer *w, const char *need, const char *unit, int64_t seats)
{
  lde_buffer_puts(w->out, "      - {need: ");
  lde_yaml_word(w->out, need);
  if (unit) {
    lde_buffer_puts(w->out, ", unit: ");
    lde_yaml_word(w->out, unit);
  }
  lde_buffer_printf(w->out, ", seats: %lld}\n", (long long)seats);
}

static void put_funding_row(lde_offer_writer *w, const char *budget, int64_t amount)
{
  lde_buffer_puts(w->out, "      - {budget: ");
  lde_yaml_word(w->out, budget);
  lde_buffer_puts(w->out, ", amount: ");
  lde_decimal_print_fixed(w->out, amount, w->ds->currency_decimals);
  lde_buffer_puts(w->out, "}\n");
}

/* What is kept inside a line that stays as it is. */
static void put_children(lde_offer_writer *w, int32_t row)
{
  lde_rows needs =
      lde_line_children(w, LDE_E(plan_line_need), LDE_F(plan_line_need, plan_line), row);
  lde_rows money = lde_line_children(w, LDE_E(funding), LDE_F(funding, plan_line), row);
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

static bool is_first_of_need(const lde_offer_rest *rest, size_t at)
{
  for (size_t i = 0; i < at; i++)
    if (rest->served[i] &&
        same_text(rest->line->served.data[i].need, rest->line->served.data[at].need))
      return false;
  return rest->served[at] > 0;
}

static void put_needs(lde_offer_writer *w, const lde_offer_rest *rest)
{
  const lde_offer_line *line = rest->line;
  const char *unit = NULL;
  bool one = true, any = false;

  lde_buffer_puts(w->out, "    needs: [");
  for (size_t i = 0; i < line->served.len; i++) {
    if (rest->served[i]) {
      one =
          one && line->served.data[i].unit && (!unit || same_text(unit, line->served.data[i].unit));
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
static void put_employees(lde_offer_writer *w, const lde_offer_rest *rest)
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

static void put_served(lde_offer_writer *w, const lde_offer_rest *rest)
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

static void put_fundings(lde_offer_writer *w, const lde_offer_rest *rest)
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

static const char *reason_of(const lde_offer_rest *rest)
{
  if (rest->shared && rest->line->reason == LDE_IN_LOCK) /* the part that is not locked */
    return rest->line->lane && strcmp(rest->line->lane, "mandatory") == 0 ? "IN_MANDATORY"
                                                                          : "IN_VALUE";
  return lde_reason_name(rest->line->reason);
}

static bool answers(const lde_offer_writer *w, int32_t row, const lde_offer_rest *rest)
{
  lde_rows needs = lde_get_list(w->ds, plan_line, needs, row);

  for (size_t n = 0; n < needs.count; n++)
    for (size_t i = 0; i < rest->line->served.len; i++)
      if (lde_line_is_id(w, LDE_E(need), needs.rows[n], rest->line->served.data[i].need))
        return true;
  return false;
}

/* The HRD programme of another line for the same offering, else of one for the same need. */
static int32_t programme_of(const lde_offer_writer *w, const lde_offer_rest *rest)
{
  for (int pass = 0; pass < 2; pass++)
    for (int32_t row = 0; row < lde_count(w->ds, plan_line); row++)
      if (lde_has(w->ds, plan_line, programme, row) &&
          (pass ? answers(w, row, rest)
                : lde_get_row(w->ds, plan_line, offering, row) == rest->line->offering))
        return lde_get_row(w->ds, plan_line, programme, row);
  return LDE_NO_ROW;
}

static void put_new_id(lde_offer_writer *w, const char *id)
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

static void put_id(lde_offer_writer *w, int32_t row)
{
  lde_buffer_puts(w->out, "  - id: ");
  put_row(w, LDE_E(plan_line), row);
  lde_buffer_putc(w->out, '\n');
}

static void put_rest(lde_offer_writer *w, const lde_offer_rest *rest)
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
  if (line->period &&
      (rest->row == LDE_NO_ROW || rest->moved || !lde_has(w->ds, plan_line, period, rest->row)))
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
static void put_aside(lde_offer_writer *w, int32_t row)
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

static bool levels_of(const lde_offer_writer *w, const lde_offer_need *need, long long *from,
                      long long *to)
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

static void put_gap_need(lde_offer_writer *w, const lde_offer_need *need)
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

void lde_offer_print_needs(lde_offer_writer *w)
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

void lde_offer_print_lines(lde_offer_writer *w, bool whole)
{
  size_t before = w->out->len, after;

  lde_buffer_puts(w->out, "plan_lines:\n");
  after = w->out->len;
  for (int32_t row = 0; row < lde_count(w->ds, plan_line); row++) {
    if (w->states[row] == LDE_LINE_SET_ASIDE) {
      put_aside(w, row);
    } else if (w->states[row] == LDE_LINE_TAKEN) {
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
