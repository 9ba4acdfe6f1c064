/* Types that are numbers: money, share, fte, number, integer, minutes, level. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/decimal.h"
#include "base/error.h"
#include "base/text.h"
#include "model/types.h"

#define LANG(parse) ((parse)->dataset->language)

static bool fail_number(lde_parse *parse, lde_decimal_result result, const char *text, size_t len,
                        int scale)
{
  lde_language lang = LANG(parse);
  char point = parse->dialect->decimal;

  switch (result) {
  case LDE_DECIMAL_TOO_PRECISE:
    if (scale == 0)
      return lde_mistake_set(parse, "load/type",
                             LDE_TR(lang, "'%.*s' is not a whole number", "'%.*s' is geen geheel getal"),
                             (int)len, text);
    lde_mistake_set(parse, "load/type",
                    LDE_TR(lang, "'%.*s' has more than %d decimals",
                           "'%.*s' heeft meer dan %d decimalen"),
                    (int)len, text, scale);
    lde_mistake_help(parse, LDE_TR(lang, "round it to at most %d decimals", "rond af op hoogstens %d decimalen"),
                     scale);
    return false;
  case LDE_DECIMAL_RANGE:
    return lde_mistake_set(parse, "load/range",
                           LDE_TR(lang, "'%.*s' is too large", "'%.*s' is te groot"), (int)len, text);
  default:
    lde_mistake_set(parse, "load/type",
                    LDE_TR(lang, "'%.*s' is not a number", "'%.*s' is geen getal"), (int)len, text);
    lde_mistake_help(parse,
                     LDE_TR(lang, "write digits, with '%c' before the decimals",
                            "schrijf cijfers, met '%c' voor de decimalen"),
                     point);
    return false;
  }
}

static bool parse_decimal(lde_parse *parse, const char *text, size_t len, int scale, int64_t *value)
{
  lde_decimal_result result = lde_decimal_parse(text, len, parse->dialect->decimal,
                                                parse->dialect->thousands, scale, value);
  return result == LDE_DECIMAL_OK || fail_number(parse, result, text, len, scale);
}

/* For types that are kept in four bytes. */
static bool fits(lde_parse *parse, const char *text, size_t len, int64_t value)
{
  if (value >= -2000000000 && value <= 2000000000)
    return true;
  return fail_number(parse, LDE_DECIMAL_RANGE, text, len, 0);
}

/* Takes a currency sign or code and blanks from both ends; false when it is another currency. */
static bool strip_currency(lde_parse *parse, const char **text, size_t *len)
{
  static const char signs[][2][8] = {{"€", "EUR"}, {"£", "GBP"}, {"$", "USD"}};
  const char *own = parse->dataset->currency;

  lde_text_trim(text, len);
  for (size_t i = 0; i < sizeof signs / sizeof *signs; i++)
    for (int form = 0; form < 2; form++) {
      size_t size = strlen(signs[i][form]);
      bool front = *len >= size && memcmp(*text, signs[i][form], size) == 0;
      if (!front && !(*len >= size && memcmp(*text + *len - size, signs[i][form], size) == 0))
        continue;
      if (strcmp(signs[i][1], own) != 0)
        return lde_mistake_set(parse, "load/type",
                               LDE_TR(LANG(parse), "the amount is in %s, the organisation's currency is %s",
                                      "het bedrag is in %s, de munt van de organisatie is %s"),
                               signs[i][1], own);
      *text += front ? size : 0;
      *len -= size;
      lde_text_trim(text, len);
      return true;
    }
  if (*len > 3 && memcmp(*text, own, 3) == 0) {
    *text += 3;
    *len -= 3;
    lde_text_trim(text, len);
  }
  return true;
}

static bool parse_money(lde_parse *parse, const lde_field *field, const char *text, size_t len,
                        int64_t *value)
{
  (void)field;
  if (parse->dialect->cells && !strip_currency(parse, &text, &len))
    return false;
  return parse_decimal(parse, text, len, parse->dataset->currency_decimals, value);
}

static void print_integer(lde_dataset *dataset, const lde_field *field, int64_t value, lde_buffer *out)
{
  (void)dataset;
  (void)field;
  lde_buffer_printf(out, "%" PRId64, value);
}

static void format_money(lde_dataset *dataset, const lde_field *field, int64_t value,
                         lde_language lang, lde_buffer *out)
{
  (void)field;
  lde_money_format(out, value, dataset->currency, lang);
}

static bool parse_scaled(lde_parse *parse, const lde_field *field, const char *text, size_t len,
                         int64_t *value)
{
  int scale = lde_type_scale(field->type);

  if (field->type != LDE_TYPE_NUMBER && len && text[len - 1] == '%') {
    len--;
    lde_text_trim(&text, &len);
    scale -= 2;
  }
  if (!parse_decimal(parse, text, len, scale, value))
    return false;
  return field->type == LDE_TYPE_NUMBER || fits(parse, text, len, *value);
}

static void print_scaled(lde_dataset *dataset, const lde_field *field, int64_t value, lde_buffer *out)
{
  (void)dataset;
  lde_decimal_print(out, value, lde_type_scale(field->type));
}

static void format_scaled(lde_dataset *dataset, const lde_field *field, int64_t value,
                          lde_language lang, lde_buffer *out)
{
  int scale = lde_type_scale(field->type), shown = scale;

  (void)dataset;
  if (field->type == LDE_TYPE_SHARE) { /* as a percentage */
    scale -= 2;
    shown = value % 100 == 0 ? 0 : value % 10 == 0 ? 1 : 2;
  } else {
    while (shown > 0 && value % 10 == 0) {
      value /= 10;
      shown--;
      scale--;
    }
  }
  lde_decimal_format(out, value, scale, shown, lang);
  if (field->type == LDE_TYPE_SHARE)
    lde_buffer_puts(out, "%");
}

static bool parse_integer(lde_parse *parse, const lde_field *field, const char *text, size_t len,
                          int64_t *value)
{
  (void)field;
  return parse_decimal(parse, text, len, 0, value);
}

/* Ten-thousandths of a unit of so many minutes, rounded half away from zero. */
static int64_t to_minutes(int64_t units, int64_t per_unit)
{
  int64_t minutes = units * per_unit;
  return (minutes + (minutes < 0 ? -5000 : 5000)) / 10000;
}

/* 90, 8h, 7:30; an export may give hours, with decimals. */
static bool parse_minutes(lde_parse *parse, const lde_field *field, const char *text, size_t len,
                          int64_t *value)
{
  const char *colon = memchr(text, ':', len);
  int64_t hours, minutes;

  (void)field;
  if (colon) {
    size_t head = (size_t)(colon - text);
    if (lde_decimal_parse(text, head, '.', 0, 0, &hours) == LDE_DECIMAL_OK && hours >= 0 &&
        hours < 1000000 && len - head == 3 &&
        lde_decimal_parse(colon + 1, 2, '.', 0, 0, &minutes) == LDE_DECIMAL_OK && minutes >= 0 &&
        minutes < 60) {
      *value = hours * 60 + minutes;
      return true;
    }
    lde_mistake_set(parse, "load/type",
                    LDE_TR(LANG(parse), "'%.*s' is not a duration", "'%.*s' is geen tijdsduur"),
                    (int)len, text);
    lde_mistake_help(parse, "%s",
                     LDE_TR(LANG(parse), "write minutes (90), hours (1.5h) or 1:30",
                            "schrijf minuten (90), uren (1.5h) of 1:30"));
    return false;
  }
  if (len > 1 && (text[len - 1] == 'h' || text[len - 1] == 'u')) {
    len--;
    lde_text_trim(&text, &len);
    return parse_decimal(parse, text, len, 4, &hours) && fits(parse, text, len, hours / 10000) &&
           fits(parse, text, len, *value = to_minutes(hours, 60));
  }
  if (parse->dialect->per_unit > 1) {
    return parse_decimal(parse, text, len, 4, &hours) && fits(parse, text, len, hours / 10000) &&
           fits(parse, text, len, *value = to_minutes(hours, parse->dialect->per_unit));
  }
  return parse_decimal(parse, text, len, 0, value) && fits(parse, text, len, *value);
}

static void format_minutes(lde_dataset *dataset, const lde_field *field, int64_t value,
                           lde_language lang, lde_buffer *out)
{
  (void)dataset;
  (void)field;
  lde_hours_format(out, value, lang);
  lde_buffer_puts(out, LDE_TR(lang, value == 60 ? " hour" : " hours", " uur"));
}

/* An ordinal, or the label of a level, which resolve looks up in the competency's scale. */
static bool parse_level(lde_parse *parse, const lde_field *field, const char *text, size_t len,
                        int64_t *value)
{
  lde_decimal_result result = lde_decimal_parse(text, len, parse->dialect->decimal, 0, 0, value);

  (void)field;
  if (result == LDE_DECIMAL_OK && *value >= 0)
    return fits(parse, text, len, *value);
  if (result == LDE_DECIMAL_OK || result == LDE_DECIMAL_RANGE)
    return lde_mistake_set(parse, "load/range",
                           LDE_TR(LANG(parse), "a level cannot be %.*s", "een niveau kan niet %.*s zijn"),
                           (int)len, text);
  *value = LDE_LEVEL_PENDING(lde_strings_intern(&parse->dataset->strings, text, len));
  return true;
}

const lde_type_class lde_type_money = {parse_money, print_integer, format_money, LDE_SHAPE_INTEGER};
const lde_type_class lde_type_scaled = {parse_scaled, print_scaled, format_scaled, LDE_SHAPE_NUMBER};
const lde_type_class lde_type_integer = {parse_integer, print_integer, NULL, LDE_SHAPE_INTEGER};
const lde_type_class lde_type_minutes = {parse_minutes, print_integer, format_minutes, LDE_SHAPE_INTEGER};
const lde_type_class lde_type_level = {parse_level, print_integer, NULL, LDE_SHAPE_INTEGER};
