#include "model/value.h"

#include <stdarg.h>

#include "base/decimal.h"
#include "base/error.h"
#include "model/types.h"

static const lde_type_class *const classes[LDE_TYPE_COUNT] = {
    [LDE_TYPE_TEXT] = &lde_type_text,           [LDE_TYPE_MONEY] = &lde_type_money,
    [LDE_TYPE_SHARE] = &lde_type_scaled,        [LDE_TYPE_FTE] = &lde_type_scaled,
    [LDE_TYPE_NUMBER] = &lde_type_scaled,       [LDE_TYPE_INTEGER] = &lde_type_integer,
    [LDE_TYPE_MINUTES] = &lde_type_minutes,     [LDE_TYPE_LEVEL] = &lde_type_level,
    [LDE_TYPE_DATE] = &lde_type_date,           [LDE_TYPE_TIMESTAMP] = &lde_type_timestamp,
    [LDE_TYPE_PERIOD] = &lde_type_text,         [LDE_TYPE_BOOL] = &lde_type_bool,
    [LDE_TYPE_CHOICE] = &lde_type_choice,       [LDE_TYPE_REFERENCE] = &lde_type_reference,
    [LDE_TYPE_REF] = &lde_type_ref,             [LDE_TYPE_MAP] = &lde_type_text,
};

const lde_type_class *lde_type_class_of(lde_type type)
{
  return classes[type];
}

void lde_mistake_deinit(lde_mistake *mistake)
{
  lde_buffer_free(&mistake->message);
  lde_buffer_free(&mistake->help);
}

bool lde_mistake_set(lde_parse *parse, const char *code, const char *format, ...)
{
  va_list args;

  parse->mistake.code = code;
  lde_buffer_truncate(&parse->mistake.message, 0);
  lde_buffer_truncate(&parse->mistake.help, 0);
  va_start(args, format);
  lde_buffer_vprintf(&parse->mistake.message, format, args);
  va_end(args);
  return false;
}

void lde_mistake_help(lde_parse *parse, const char *format, ...)
{
  va_list args;
  lde_buffer_truncate(&parse->mistake.help, 0);
  va_start(args, format);
  lde_buffer_vprintf(&parse->mistake.help, format, args);
  va_end(args);
}

static int64_t one_of(const lde_parse *parse, const lde_field *field)
{
  int64_t one = 1;
  int scale = field->type == LDE_TYPE_MONEY ? parse->dataset->currency_decimals
                                            : lde_type_scale(field->type);
  while (scale-- > 0)
    one *= 10;
  return one;
}

static bool in_range(lde_parse *parse, const lde_field *field, const char *text, size_t len,
                     int64_t value)
{
  lde_language lang = parse->dataset->language;
  int64_t one = one_of(parse, field), low = INT64_MIN, high = INT64_MAX;
  const char *range = "";

  switch (field->range) {
  case LDE_RANGE_ANY:
    return true;
  case LDE_RANGE_NOT_NEGATIVE:
    low = 0;
    range = LDE_TR(lang, "zero or more", "nul of meer");
    break;
  case LDE_RANGE_POSITIVE:
    low = 1;
    range = LDE_TR(lang, "more than zero", "meer dan nul");
    break;
  case LDE_RANGE_SHARE_0_1:
    low = 0;
    high = one;
    range = LDE_TR(lang, "from 0 to 1 (or 0% to 100%)", "van 0 tot en met 1 (of 0% tot en met 100%)");
    break;
  case LDE_RANGE_FROM_1_TO_5:
    low = one;
    high = 5 * one;
    range = LDE_TR(lang, "from 1 to 5", "van 1 tot en met 5");
    break;
  case LDE_RANGE_FROM_0_TO_100:
    low = 0;
    high = 100 * one;
    range = LDE_TR(lang, "from 0 to 100", "van 0 tot en met 100");
    break;
  }
  if (value >= low && value <= high)
    return true;
  lde_mistake_set(parse, "load/range",
                  LDE_TR(lang, "'%.*s' is out of range for %s", "'%.*s' ligt buiten het bereik van %s"),
                  (int)len, text, parse->called ? parse->called : field->name);
  lde_mistake_help(parse, LDE_TR(lang, "write a number %s", "schrijf een getal: %s"), range);
  return false;
}

static bool is_numeric(lde_type type)
{
  return type == LDE_TYPE_MONEY || type == LDE_TYPE_SHARE || type == LDE_TYPE_FTE ||
         type == LDE_TYPE_NUMBER || type == LDE_TYPE_INTEGER || type == LDE_TYPE_MINUTES;
}

bool lde_value_parse(lde_parse *parse, const lde_field *field, const char *text, size_t len,
                     int64_t *value)
{
  return classes[field->type]->parse(parse, field, text, len, value) &&
         (!is_numeric(field->type) || in_range(parse, field, text, len, *value));
}

void lde_value_print(lde_dataset *dataset, const lde_field *field, int64_t value, lde_buffer *out)
{
  classes[field->type]->print(dataset, field, value, out);
}

void lde_value_format(lde_dataset *dataset, const lde_field *field, int64_t value,
                      lde_language lang, lde_buffer *out)
{
  if (classes[field->type]->format)
    classes[field->type]->format(dataset, field, value, lang, out);
  else
    lde_value_print(dataset, field, value, out);
}

static void print_json_text(const char *text, lde_buffer *out)
{
  lde_buffer_putc(out, '"');
  for (; *text; text++) {
    if (*text == '"' || *text == '\\')
      lde_buffer_printf(out, "\\%c", *text);
    else if ((unsigned char)*text < 0x20)
      lde_buffer_printf(out, "\\u%04x", (unsigned)*text);
    else
      lde_buffer_putc(out, *text);
  }
  lde_buffer_putc(out, '"');
}

/* A map as JSON text, members in the order written. */
static void print_map(const lde_dataset *dataset, lde_rows items, lde_buffer *out)
{
  lde_buffer_putc(out, '{');
  for (size_t i = 0; i + 2 < items.count; i += 3) {
    if (i)
      lde_buffer_putc(out, ',');
    print_json_text(lde_strings_get(&dataset->strings, items.rows[i]), out);
    lde_buffer_putc(out, ':');
    if (items.rows[i + 1] == LDE_MAP_TEXT)
      print_json_text(lde_strings_get(&dataset->strings, items.rows[i + 2]), out);
    else if (items.rows[i + 1] == LDE_MAP_NUMBER)
      lde_buffer_puts(out, lde_strings_get(&dataset->strings, items.rows[i + 2]));
    else
      lde_buffer_puts(out, items.rows[i + 2] ? "true" : "false");
  }
  lde_buffer_putc(out, '}');
}

void lde_field_print(lde_dataset *dataset, const lde_table *table, const lde_field *field,
                     int32_t row, lde_buffer *out)
{
  if (field->flags & LDE_VIRTUAL) {
    lde_row_label(dataset, table, row, dataset->language, out);
    return;
  }
  if (!lde_table_has(table, field->index, row))
    return;
  if (field->flags & LDE_LIST || field->type == LDE_TYPE_MAP) {
    lde_rows items = lde_table_list(table, field->index, row);
    if (field->type == LDE_TYPE_MAP) {
      print_map(dataset, items, out);
      return;
    }
    for (size_t i = 0; i < items.count; i++) {
      if (i)
        lde_buffer_putc(out, '|');
      lde_value_print(dataset, field, items.rows[i], out);
    }
    return;
  }
  lde_value_print(dataset, field, lde_table_get(table, field->index, row), out);
}
