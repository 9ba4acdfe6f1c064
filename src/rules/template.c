/* Texts with values in them: "{id} plans {planned|money} of {setup + carry_in|money}". A brace that
 * is meant is doubled. Without a format a field is shown as its type is, another value plainly. */
#include <math.h>
#include <string.h>

#include "base/date.h"
#include "base/decimal.h"
#include "model/value.h"
#include "rules/internal.h"

static const char *const format_names[] = {"",      "money",  "date",  "share",
                                           "hours", "number", "label", "count"};
enum { FORMATS = sizeof format_names / sizeof *format_names };

/* ---- reading ---- */

/* The brace that closes the one before `at`, over strings and inner braces; NULL when there is
 * none. `bar`: the last | outside of both. */
static const char *find_close(const char *at, const char *end, const char **bar)
{
  int depth = 0;

  *bar = NULL;
  for (; at < end; at++) {
    if (*at == '\'' || *at == '"') {
      char quote = *at++;
      while (at < end && *at != quote)
        at += *at == '\\' ? 2 : 1;
    } else if (*at == '{') {
      depth++;
    } else if (*at == '}' && depth-- == 0) {
      return at;
    } else if (*at == '|' && depth == 0) {
      *bar = at;
    }
  }
  return NULL;
}

static void add_text(lde_rule *rule, lde_template *out, lde_buffer *literal)
{
  lde_template_part part = {0};

  if (literal->len) {
    part.text = lde_arena_strdup(&rule->file->arena, literal->data);
    lde_vec_push(&out->parts, part);
  }
  lde_buffer_truncate(literal, 0);
}

/* The format behind the bar; PLAIN with a complaint when there is none of that name. */
static lde_template_format read_format(lde_rule *rule, const char *key, const char *name,
                                       size_t len)
{
  const char *copy;
  lde_suggestion suggestion = {0};

  lde_text_trim(&name, &len);
  copy = lde_arena_strndup(&rule->file->arena, name, len);
  suggestion.wanted = copy;
  for (int f = 1; f < FORMATS; f++) {
    if (strcmp(copy, format_names[f]) == 0)
      return (lde_template_format)f;
    lde_suggestion_offer(&suggestion, format_names[f]);
  }
  lde_rule_complain(
      rule->file, rule, key, lde_rule_suggest(rule->file, &suggestion),
      LDE_TR(rule->file->rules->lang, "%s: there is no format '%s'", "%s: er is geen opmaak '%s'"),
      key, copy);
  return LDE_FORMAT_PLAIN;
}

/* `at` behind the brace; returns what is behind its end, NULL after a complaint. */
static const char *read_value(lua_State *L, lde_rule *rule, const char *key,
                              const lde_entity *entity, const char *const *extras, const char *at,
                              const char *end, lde_template *out)
{
  const char *bar, *close = find_close(at, end, &bar);
  lde_template_part part = {0};

  if (!close) {
    lde_rule_complain(
        rule->file, rule, key,
        LDE_TR(rule->file->rules->lang, "write {{ for a brace", "schrijf {{ voor een accolade"),
        LDE_TR(rule->file->rules->lang, "%s: a { has no }", "%s: een { heeft geen }"), key);
    return NULL;
  }
  if (bar && bar > at && bar[-1] != '|' &&
      bar[1] != '|') /* | between numbers is not used in texts */
    part.format = read_format(rule, key, bar + 1, (size_t)(close - bar - 1));
  else
    bar = close;
  part.expression = lde_rule_compile(L, rule, key, entity, extras, at, (size_t)(bar - at));
  lde_vec_push(&out->parts, part);
  return close + 1;
}

void lde_template_read(lua_State *L, lde_rule *rule, const char *key, const lde_entity *entity,
                       const char *const *extras, const char *text, size_t len, lde_template *out)
{
  const char *end = text + len, *at = text;
  /* scratch of the arena's kind: what is lost at an abandoned state must be nobody's */
  char *literal = lde_arena_alloc(&rule->file->arena, len + 1);
  size_t filled = 0;
  lde_buffer part = {literal, 0, len + 1};

  out->set = true;
  while (at && at < end) {
    if ((*at == '{' || *at == '}') && at + 1 < end && at[1] == *at) {
      literal[filled++] = *at;
      at += 2;
    } else if (*at != '{') {
      literal[filled++] = *at++;
    } else {
      literal[filled] = '\0';
      part.len = filled;
      add_text(rule, out, &part);
      filled = 0;
      at = read_value(L, rule, key, entity, extras, at + 1, end, out);
    }
  }
  literal[filled] = '\0';
  part.len = filled;
  add_text(rule, out, &part);
}

/* ---- rendering ---- */

static void put_number(lua_State *L, int index, int decimals, double factor, lde_language lang,
                       lde_buffer *out)
{
  double one = pow(10, decimals), number = lua_tonumber(L, index) * factor;
  int64_t scaled;
  int shown = decimals;

  if (!isfinite(number) || fabs(number) * one > 9e17) {
    lde_buffer_printf(out, "%g", number);
    return;
  }
  scaled = llround(number * one);
  for (int64_t rest = scaled; shown > 0 && rest % 10 == 0; rest /= 10)
    shown--;
  lde_decimal_format(out, scaled, decimals, shown, lang);
}

static void put_record(lde_rules *rules, const lde_record *record, bool label, lde_buffer *out)
{
  lde_table *table = lde_dataset_table(rules->dataset, record->entity);

  if (label)
    lde_row_label(rules->dataset, table, record->row, rules->lang, out);
  else
    lde_row_id(rules->dataset, table, record->row, out);
}

static void put_label(lua_State *L, int index, const lde_field *field, lde_rules *rules,
                      lde_buffer *out)
{
  size_t len;
  const char *text = lua_tolstring(L, index, &len);
  int choice =
      field && field->type == LDE_TYPE_CHOICE ? lde_choices_index(field->choices, text, len) : -1;

  if (choice >= 0)
    lde_buffer_puts(out, field->choices->items[choice].label[rules->lang]);
  else
    lde_buffer_append(out, text, len);
}

static lde_template_format format_of(const lde_field *field)
{
  switch (field ? field->type : LDE_TYPE_TEXT) {
  case LDE_TYPE_MONEY:
    return LDE_FORMAT_MONEY;
  case LDE_TYPE_DATE:
    return LDE_FORMAT_DATE;
  case LDE_TYPE_SHARE:
    return LDE_FORMAT_SHARE;
  case LDE_TYPE_CHOICE:
    return LDE_FORMAT_LABEL;
  default:
    return LDE_FORMAT_PLAIN;
  }
}

static void put_formatted_number(lua_State *L, int index, lde_template_format format,
                                 lde_rules *rules, lde_buffer *out)
{
  double number = lua_tonumber(L, index);

  if (format == LDE_FORMAT_MONEY && fabs(number) < 9e18)
    lde_money_format(out, lua_isinteger(L, index) ? lua_tointeger(L, index) : llround(number),
                     rules->dataset->currency, rules->lang);
  else if (format == LDE_FORMAT_HOURS && fabs(number) < 9e17)
    lde_hours_format(out, llround(number), rules->lang);
  else if (format == LDE_FORMAT_SHARE) {
    put_number(L, index, 1, 100, rules->lang, out);
    lde_buffer_putc(out, '%');
  } else if (format == LDE_FORMAT_COUNT)
    put_number(L, index, 0, 1, rules->lang, out);
  else if (format == LDE_FORMAT_NUMBER || !lua_isinteger(L, index))
    put_number(L, index, 2, 1, rules->lang, out);
  else
    lde_buffer_printf(out, "%lld", (long long)lua_tointeger(L, index));
}

static void put_text_value(lua_State *L, int index, const lde_field *field,
                           lde_template_format format, lde_rules *rules, lde_buffer *out)
{
  size_t len;
  const char *text = lua_tolstring(L, index, &len);
  int32_t date;

  if (format == LDE_FORMAT_DATE && len >= 10 && lde_date_parse(text, 10, &date, NULL))
    lde_date_format(out, date, rules->lang);
  else if (format == LDE_FORMAT_LABEL)
    put_label(L, index, field, rules, out);
  else
    lde_buffer_append(out, text, len);
}

void lde_rule_format(lua_State *L, int index, const lde_field *field, lde_template_format format,
                     lde_buffer *out)
{
  lde_rules *rules =
      ((lde_rule_file *)lde_script_attached(lde_script_of(L), LDE_RULES_DESK))->rules;
  const lde_record *record = lde_record_test(L, index);
  const lde_collection *collection =
      lua_isuserdata(L, index) ? lde_collection_test(L, index) : NULL;

  if (format == LDE_FORMAT_PLAIN)
    format = format_of(field);
  if (lua_isnil(L, index)) {
    lde_buffer_puts(out, LDE_TR(rules->lang, "(empty)", "(leeg)"));
  } else if (record) {
    put_record(rules, record, format == LDE_FORMAT_LABEL, out);
  } else if (collection && format == LDE_FORMAT_COUNT) {
    lde_buffer_printf(out, "%zu", collection->count);
  } else if (collection) {
    for (size_t i = 0; i < collection->count && i < 10; i++) {
      lde_record one = {0, collection->entity->index, lde_collection_row(collection, i)};
      lde_buffer_puts(out, i ? ", " : "");
      put_record(rules, &one, format == LDE_FORMAT_LABEL, out);
    }
    if (collection->count > 10)
      lde_buffer_puts(out, ", …");
  } else if (lua_isboolean(L, index)) {
    lde_buffer_puts(out, lua_toboolean(L, index) ? LDE_TR(rules->lang, "yes", "ja")
                                                 : LDE_TR(rules->lang, "no", "nee"));
  } else if (lua_type(L, index) == LUA_TNUMBER) {
    put_formatted_number(L, index, format, rules, out);
  } else if (lua_type(L, index) == LUA_TSTRING) {
    put_text_value(L, index, field, format, rules, out);
  } else {
    lde_buffer_puts(out, luaL_typename(L, index));
  }
}

void lde_template_render(lde_evaluation *evaluation, lde_rule_run *run,
                         const lde_template *template, int32_t row, int extras, lde_buffer *out)
{
  lua_State *L = evaluation->L;

  for (size_t i = 0; i < template->parts.len; i++) {
    const lde_template_part *part = &template->parts.data[i];
    const lde_expression *expression;
    if (part->text) {
      lde_buffer_puts(out, part->text);
      continue;
    }
    lde_rule_push(evaluation, run, part->expression, row, extras);
    lua_rawgeti(L, run->compiled, part->expression);
    expression = lua_touserdata(L, -1);
    lua_pop(L, 1);
    lde_rule_format(L, lua_gettop(L), lde_expression_field(expression), part->format, out);
    lua_pop(L, 1);
  }
}
