#include "base/decimal.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/date.h"

static bool is_digit(char c)
{
  return c >= '0' && c <= '9';
}

/* value * 10 + digit, kept negative so that the smallest number fits too. */
static bool add_digit(int64_t *value, int digit)
{
  return !__builtin_mul_overflow(*value, 10, value) &&
         !__builtin_sub_overflow(*value, digit, value);
}

/* A separator between groups must be followed by exactly three digits and then no further digit. */
static bool is_group(const char *text, size_t len, size_t at)
{
  return at + 3 < len + 0 && is_digit(text[at + 1]) && is_digit(text[at + 2]) &&
         is_digit(text[at + 3]) && !(at + 4 < len && is_digit(text[at + 4]));
}

lde_decimal_result lde_decimal_parse(const char *text, size_t len, char decimal, char thousands,
                                     int scale, int64_t *value)
{
  bool negative = false, grouped = false;
  int64_t result = 0;
  int decimals = 0, lead = 0;
  size_t at = 0;

  if (at < len && (text[at] == '-' || text[at] == '+'))
    negative = text[at++] == '-';
  if (at == len || !is_digit(text[at]))
    return LDE_DECIMAL_NOT_A_NUMBER;
  for (; at < len && text[at] != decimal; at++) {
    if (thousands && text[at] == thousands) {
      if (!is_group(text, len, at) || (!grouped && lead > 3))
        return LDE_DECIMAL_NOT_A_NUMBER;
      grouped = true;
      continue;
    }
    if (!is_digit(text[at]))
      return LDE_DECIMAL_NOT_A_NUMBER;
    if (!add_digit(&result, text[at] - '0'))
      return LDE_DECIMAL_RANGE;
    lead++;
  }
  if (at < len) {
    if (++at == len)
      return LDE_DECIMAL_NOT_A_NUMBER;
    for (; at < len; at++) {
      if (!is_digit(text[at]))
        return LDE_DECIMAL_NOT_A_NUMBER;
      if (decimals == scale) {
        if (text[at] != '0')
          return LDE_DECIMAL_TOO_PRECISE;
        continue;
      }
      if (!add_digit(&result, text[at] - '0'))
        return LDE_DECIMAL_RANGE;
      decimals++;
    }
  }
  for (; decimals < scale; decimals++)
    if (!add_digit(&result, 0))
      return LDE_DECIMAL_RANGE;
  if (!negative && result == INT64_MIN)
    return LDE_DECIMAL_RANGE;
  *value = negative ? result : -result;
  return LDE_DECIMAL_OK;
}

int lde_currency_decimals(const char *currency)
{
  static const char none[][4] = {"BIF", "CLP", "DJF", "GNF", "ISK", "JPY", "KMF", "KRW", "PYG",
                                 "RWF", "UGX", "VND", "VUV", "XAF", "XOF", "XPF"};
  static const char three[][4] = {"BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"};

  for (size_t i = 0; i < sizeof none / sizeof *none; i++)
    if (strcmp(currency, none[i]) == 0)
      return 0;
  for (size_t i = 0; i < sizeof three / sizeof *three; i++)
    if (strcmp(currency, three[i]) == 0)
      return 3;
  return 2;
}

bool lde_currency_is_valid(const char *currency)
{
  for (int i = 0; i < 3; i++)
    if (currency[i] < 'A' || currency[i] > 'Z')
      return false;
  return currency[3] == '\0';
}

static uint64_t magnitude(int64_t value)
{
  return value < 0 ? 0 - (uint64_t)value : (uint64_t)value;
}

static uint64_t power_of_ten(int exponent)
{
  uint64_t power = 1;
  while (exponent-- > 0)
    power *= 10;
  return power;
}

void lde_decimal_print_fixed(lde_buffer *out, int64_t value, int scale)
{
  uint64_t unit = power_of_ten(scale), amount = magnitude(value);

  if (value < 0)
    lde_buffer_putc(out, '-');
  lde_buffer_printf(out, "%" PRIu64, amount / unit);
  if (scale > 0)
    lde_buffer_printf(out, ".%0*" PRIu64, scale, amount % unit);
}

void lde_decimal_print(lde_buffer *out, int64_t value, int scale)
{
  while (scale > 0 && value % 10 == 0) {
    value /= 10;
    scale--;
  }
  lde_decimal_print_fixed(out, value, scale);
}

void lde_decimal_format(lde_buffer *out, int64_t value, int scale, int shown, lde_language lang)
{
  char whole[32];
  uint64_t amount = magnitude(value), unit;
  int len;

  if (shown < scale) {
    uint64_t cut = power_of_ten(scale - shown);
    amount = amount / cut + (amount % cut >= cut / 2 + cut % 2);
  } else {
    amount *= power_of_ten(shown - scale);
  }
  unit = power_of_ten(shown);
  if (value < 0 && amount)
    lde_buffer_putc(out, '-');
  len = snprintf(whole, sizeof whole, "%" PRIu64, amount / unit);
  for (int i = 0; i < len; i++) {
    lde_buffer_putc(out, whole[i]);
    if ((len - i - 1) % 3 == 0 && i + 1 < len)
      lde_buffer_putc(out, lang == LDE_DUTCH ? '.' : ',');
  }
  if (shown > 0)
    lde_buffer_printf(out, "%c%0*" PRIu64, lang == LDE_DUTCH ? ',' : '.', shown, amount % unit);
}

void lde_money_format(lde_buffer *out, int64_t minor, const char *currency, lde_language lang)
{
  static const char symbols[][2][8] = {{"EUR", "€"}, {"GBP", "£"}, {"USD", "$"}};
  const char *symbol = currency;
  int scale = lde_currency_decimals(currency);

  for (size_t i = 0; i < sizeof symbols / sizeof *symbols; i++)
    if (strcmp(symbols[i][0], currency) == 0)
      symbol = symbols[i][1];
  lde_buffer_printf(out, "%s ", symbol);
  lde_decimal_format(out, minor, scale, scale, lang);
}

void lde_hours_format(lde_buffer *out, int64_t minutes, lde_language lang)
{
  /* tenths of an hour are six minutes; rounded half away from zero */
  int64_t tenths = minutes / 6 + (minutes % 6 >= 3) - (minutes % 6 <= -3);
  lde_decimal_format(out, tenths, 1, tenths % 10 == 0 ? 0 : 1, lang);
}

void lde_date_format(lde_buffer *out, int32_t date, lde_language lang)
{
  static const char months[][12] = {"January",   "February", "March",    "April",
                                    "May",       "June",     "July",     "August",
                                    "September", "October",  "November", "December"};
  int year, month, day;

  lde_date_to_civil(date, &year, &month, &day);
  if (lang == LDE_DUTCH)
    lde_buffer_printf(out, "%d-%d-%d", day, month, year);
  else
    lde_buffer_printf(out, "%d %s %d", day, months[month - 1], year);
}
