/* The functions of `math` and `ld`, and the methods of texts, as the script layer has them. */
#include <math.h>
#include <string.h>

#include "base/date.h"
#include "base/error.h"
#include "expr/run.h"
#include "model/derived.h"

/* ---- math ---- */

static bool fail_number(lde_expr_run *run, const lde_expr_node *node, const lde_expr_value *value)
{
  return lde_expr_fail(
      run, node,
      LDE_TR(run->lang, "a number is needed here, not %s", "hier hoort een getal, niet %s"),
      lde_expr_tag_name(run->lang, value->tag));
}

static bool call_least(lde_expr_run *run, const lde_expr_node *node, const lde_expr_value *args,
                       lde_expr_value *out)
{
  int best = 0;
  bool less;

  for (int i = 1; i < node->arg_count; i++) {
    bool good = node->op == LDE_PURE_MIN
                    ? lde_expr_less(run, node, false, &args[i], &args[best], &less)
                    : lde_expr_less(run, node, false, &args[best], &args[i], &less);
    if (!good)
      return false;
    if (less)
      best = i;
  }
  *out = args[best];
  return true;
}

static bool call_rounding(lde_expr_run *run, const lde_expr_node *node, const lde_expr_value *arg,
                          lde_expr_value *out)
{
  double number;

  if (arg->tag == LDE_EXPR_INTEGER) {
    *out = *arg;
    if (node->op == LDE_PURE_ABS && arg->integer < 0)
      out->integer = (int64_t)(0 - (uint64_t)arg->integer);
    return true;
  }
  if (!lde_expr_to_number(arg, &number))
    return fail_number(run, node, arg);
  out->tag = LDE_EXPR_FLOAT;
  if (node->op == LDE_PURE_ABS) {
    out->number = fabs(number);
    return true;
  }
  number = node->op == LDE_PURE_FLOOR ? floor(number) : ceil(number);
  if (lde_expr_float_to_integer(number, &out->integer))
    out->tag = LDE_EXPR_INTEGER;
  else
    out->number = number;
  return true;
}

/* ---- dates ---- */

static bool check_date(lde_expr_run *run, const lde_expr_node *node, const lde_expr_value *value,
                       int32_t *date)
{
  bool impossible = false;
  int64_t minutes;

  if (value->tag == LDE_EXPR_DAY) {
    *date = (int32_t)value->integer;
    return true;
  }
  if (value->tag != LDE_EXPR_TEXT)
    return lde_expr_fail(
        run, node,
        LDE_TR(run->lang, "a date is needed here, not %s", "hier hoort een datum, niet %s"),
        lde_expr_tag_name(run->lang, value->tag));
  if (lde_date_parse(value->text, value->len, date, &impossible))
    return true;
  if (!impossible && lde_timestamp_parse(value->text, value->len, &minutes, &impossible)) {
    *date = (int32_t)((minutes - (minutes % 1440 + 1440) % 1440) / 1440);
    return true;
  }
  return lde_expr_fail(run, node,
                       impossible
                           ? LDE_TR(run->lang, "'%.*s' is not a day of the calendar",
                                    "'%.*s' is geen dag op de kalender")
                           : LDE_TR(run->lang, "'%.*s' is not a date; write it as 2027-03-01",
                                    "'%.*s' is geen datum; schrijf die als 2027-03-01"),
                       value->len > 60 ? 60 : (int)value->len, value->text);
}

static bool give_date(lde_expr_run *run, const lde_expr_node *node, int64_t date,
                      lde_expr_value *out)
{
  if (date < lde_date_from_civil(1, 1, 1) || date > lde_date_from_civil(9999, 12, 31))
    return lde_expr_fail(run, node, "%s",
                         LDE_TR(run->lang, "the date is outside the years 1 to 9999",
                                "de datum ligt buiten de jaren 1 tot en met 9999"));
  *out = (lde_expr_value){.tag = LDE_EXPR_DAY, .integer = date};
  return true;
}

static bool call_add(lde_expr_run *run, const lde_expr_node *node, const lde_expr_value *args,
                     lde_expr_value *out)
{
  int year, month, day;
  int32_t date;
  int64_t by, months;

  if (!check_date(run, node, &args[0], &date))
    return false;
  if (!lde_expr_to_integer(&args[1], &by))
    return fail_number(run, node, &args[1]);
  if (node->op == LDE_PURE_ADD_DAYS)
    return give_date(run, node, by > -10000000 && by < 10000000 ? date + by : INT64_MAX, out);
  if (by <= -200000 || by >= 200000)
    return give_date(run, node, INT64_MAX, out);
  lde_date_to_civil(date, &year, &month, &day);
  months = 12 * (int64_t)year + month - 1 + by;
  if (months / 12 < 1 || months / 12 > 9999)
    return give_date(run, node, INT64_MAX, out);
  return give_date(run, node, lde_date_add_months(date, (int)by), out);
}

static bool call_quarter(lde_expr_run *run, const lde_expr_node *node, const lde_expr_value *arg,
                         lde_expr_value *out)
{
  const lde_dataset *ds = run->dataset;
  int32_t date;
  int quarter = 4;

  if (!check_date(run, node, arg, &date))
    return false;
  if (date < ds->year_first || date > ds->year_last)
    quarter = lde_date_quarter(date);
  else
    while (quarter > 1 && date < lde_date_add_months(ds->year_first, (quarter - 1) * 3))
      quarter--;
  *out = (lde_expr_value){.tag = LDE_EXPR_INTEGER, .integer = quarter};
  return true;
}

static bool call_days(lde_expr_run *run, const lde_expr_node *node, const lde_expr_value *args,
                      lde_expr_value *out)
{
  int32_t from, to;

  if (!check_date(run, node, &args[1], &to) || !check_date(run, node, &args[0], &from))
    return false;
  *out = (lde_expr_value){.tag = LDE_EXPR_INTEGER, .integer = (int64_t)to - from};
  return true;
}

/* ---- levels ---- */

/* The row of an argument that is a record of that entity or its id. */
static bool check_row(lde_expr_run *run, const lde_expr_node *node, const lde_expr_value *value,
                      int entity, int32_t *row)
{
  lde_table *table = lde_dataset_table(run->dataset, entity);

  if (value->tag == LDE_EXPR_RECORD && value->entity == entity) {
    *row = (int32_t)value->integer;
    return true;
  }
  if (value->tag != LDE_EXPR_TEXT && value->tag != LDE_EXPR_DAY)
    return lde_expr_fail(run, node,
                         LDE_TR(run->lang, "a record of %s or its id is needed here, not %s",
                                "hier hoort een gegeven uit %s of het id ervan, niet %s"),
                         table->entity->plural, lde_expr_tag_name(run->lang, value->tag));
  {
    lde_expr_value text = *value;
    lde_expr_print_day(&text, &run->texts);
    *row = lde_row_find(run->dataset, table, text.text, text.len);
    if (*row < 0)
      return lde_expr_fail(
          run, node, LDE_TR(run->lang, "%s have no record '%.*s'", "%s hebben geen gegeven '%.*s'"),
          table->entity->plural, text.len > 60 ? 60 : (int)text.len, text.text);
  }
  return true;
}

static bool call_level(lde_expr_run *run, const lde_expr_node *node, const lde_expr_value *args,
                       lde_expr_value *out)
{
  int32_t employee, competency, level;

  if (!check_row(run, node, &args[0], LDE_E(employee), &employee) ||
      !check_row(run, node, &args[1], LDE_E(competency), &competency))
    return false;
  level = lde_current_level(run->dataset, employee, competency);
  if (level >= 0)
    *out = (lde_expr_value){.tag = LDE_EXPR_INTEGER, .integer = level};
  return true;
}

/* `out` is nil when it comes in. */
bool lde_expr_call_pure(lde_expr_run *run, const lde_expr_node *node, lde_expr_value *args,
                        lde_expr_value *out)
{
  if (node->op == LDE_PURE_MIN || node->op == LDE_PURE_MAX)
    return call_least(run, node, args, out);
  if (node->op <= LDE_PURE_CEIL)
    return call_rounding(run, node, args, out);
  for (int i = 0; i < node->arg_count; i++)
    if (args[i].tag == LDE_EXPR_NIL)
      return true; /* what they need is empty */
  switch ((lde_expr_pure)node->op) {
  case LDE_PURE_DAYS:
    return call_days(run, node, args, out);
  case LDE_PURE_QUARTER:
    return call_quarter(run, node, args, out);
  case LDE_PURE_LEVEL:
    return call_level(run, node, args, out);
  case LDE_PURE_DATE: {
    int32_t date;
    return check_date(run, node, &args[0], &date) && give_date(run, node, date, out);
  }
  default:
    return call_add(run, node, args, out);
  }
}

/* ---- texts ---- */

static void change_case(lde_expr_run *run, const lde_expr_node *node, const lde_expr_value *of,
                        lde_expr_value *out)
{
  char *text = lde_arena_strndup(&run->texts, of->text, of->len);

  for (uint32_t i = 0; i < of->len; i++) {
    char c = text[i];
    if (node->op == LDE_TEXT_LOWER ? c >= 'A' && c <= 'Z' : c >= 'a' && c <= 'z')
      text[i] = (char)(c ^ 0x20);
  }
  *out = (lde_expr_value){.tag = LDE_EXPR_TEXT, .len = of->len, .text = text};
}

static bool take_part(lde_expr_run *run, const lde_expr_node *node, const lde_expr_value *of,
                      const lde_expr_value *args, lde_expr_value *out)
{
  int64_t len = of->len, from, to = -1;

  if (!lde_expr_to_integer(&args[0], &from))
    return fail_number(run, node, &args[0]);
  if (node->arg_count > 1 && args[1].tag != LDE_EXPR_NIL && !lde_expr_to_integer(&args[1], &to))
    return fail_number(run, node, &args[1]);
  from = from > 0 ? from : from == 0 || from < -len ? 1 : len + from + 1;
  to = to > len ? len : to >= 0 ? to : to < -len ? 0 : len + to + 1;
  *out = (lde_expr_value){.tag = LDE_EXPR_TEXT, .len = 0, .text = ""};
  if (from <= to) {
    out->len = (uint32_t)(to - from + 1);
    out->text = lde_arena_strndup(&run->texts, of->text + from - 1, out->len);
  }
  return true;
}

bool lde_expr_call_text(lde_expr_run *run, const lde_expr_node *node, lde_expr_value *of,
                        const lde_expr_value *args, lde_expr_value *out)
{
  if (of->tag == LDE_EXPR_NIL)
    return true;
  lde_expr_print_day(of, &run->texts);
  if (of->tag != LDE_EXPR_TEXT)
    return lde_expr_fail(
        run, node,
        LDE_TR(run->lang, "'%s' needs a text, not %s", "'%s' werkt op een tekst, niet op %s"),
        node->text, lde_expr_tag_name(run->lang, of->tag));
  if (node->op == LDE_TEXT_SUB)
    return take_part(run, node, of, args, out);
  change_case(run, node, of, out);
  return true;
}
