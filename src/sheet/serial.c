#include "sheet/serial.h"

#include <locale.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/date.h"

lde_serial_kind lde_serial_of_number(int format)
{
  if ((format >= 14 && format <= 17) || format == 22 || (format >= 27 && format <= 31) ||
      format == 36 || (format >= 50 && format <= 58))
    return LDE_SERIAL_DATE;
  if (format == 46)
    return LDE_SERIAL_DURATION;
  return (format >= 18 && format <= 21) || (format >= 32 && format <= 35) || format == 45 ||
                 format == 47
             ? LDE_SERIAL_TIME
             : LDE_SERIAL_NUMBER;
}

/* Behind what is between brackets at `at`: colours, conditions, currencies; or elapsed time. */
static const char *skip_brackets(const char *at, bool *elapsed)
{
  const char *close = strchr(at, ']');

  if (!close)
    return at + strlen(at);
  if (strspn(at + 1, "hHmMsSuU") == (size_t)(close - at - 1) && close > at + 1)
    *elapsed = true;
  return close + 1;
}

lde_serial_kind lde_serial_of_code(const char *code)
{
  bool day = false, month = false, clock = false, elapsed = false;

  while (*code && *code != ';') { /* the first section is the one for positive numbers */
    char c = *code;
    if (c == '"') {
      code = strchr(code + 1, '"');
      if (!code)
        break;
      code++;
    } else if (c == '[') {
      code = skip_brackets(code, &elapsed);
    } else if ((c == '\\' || c == '_' || c == '*') && code[1]) {
      code += 2;
    } else if (strncmp(code, "General", 7) == 0) {
      code += 7;
    } else {
      day = day || strchr("dDyYjJ", c);
      month = month || strchr("mM", c);
      clock = clock || strchr("hHsSuU", c);
      code++;
    }
  }
  return elapsed          ? LDE_SERIAL_DURATION
         : day            ? LDE_SERIAL_DATE
         : clock          ? LDE_SERIAL_TIME
         : month          ? LDE_SERIAL_DATE
                          : LDE_SERIAL_NUMBER;
}

/* Digits that mean what they say: at most 15, one point at most, no exponent. */
static bool is_plain(const char *text, size_t len)
{
  size_t digits = 0, points = 0;

  for (size_t i = 0; i < len; i++)
    if (text[i] >= '0' && text[i] <= '9')
      digits++;
    else if (text[i] == '.' && i > 0 && i + 1 < len && text[i - 1] != '-')
      points++;
    else if (!(text[i] == '-' && i == 0))
      return false;
  return digits > 0 && digits <= 15 && points <= 1;
}

/* Whole number and power of ten are both exact, so that their quotient is the nearest double. */
static double plain_value(const char *text, size_t len)
{
  int64_t whole = 0;
  double one = 1;
  bool behind_point = false;

  for (size_t i = *text == '-'; i < len; i++) {
    if (text[i] == '.') {
      behind_point = true;
      continue;
    }
    whole = whole * 10 + (text[i] - '0');
    one *= behind_point ? 10 : 1;
  }
  return (*text == '-' ? -(double)whole : (double)whole) / one;
}

/* Without the process's locale, whose decimal sign may be a comma. */
bool lde_serial_value(const char *text, size_t len, double *value)
{
  char copy[64], *end;
  locale_t plain, before;

  if (is_plain(text, len)) {
    *value = plain_value(text, len);
    return true;
  }
  if (len == 0 || len >= sizeof copy)
    return false;
  memcpy(copy, text, len);
  copy[len] = '\0';
  plain = newlocale(LC_NUMERIC_MASK, "C", (locale_t)0);
  before = uselocale(plain);
  *value = strtod(copy, &end);
  uselocale(before);
  freelocale(plain);
  return *end == '\0' && isfinite(*value);
}

bool lde_serial_number(lde_buffer *out, const char *text, size_t len)
{
  char digits[64], *point;
  double value;
  int decimals = 0;
  locale_t plain, before;
  size_t used;

  if (is_plain(text, len)) {
    lde_buffer_append(out, text, len);
    return true;
  }
  if (!lde_serial_value(text, len, &value) || fabs(value) >= 1e18)
    return false;
  if (value != 0)
    decimals = 14 - (int)floor(log10(fabs(value)));
  decimals = decimals < 0 ? 0 : decimals > 30 ? 30 : decimals;
  plain = newlocale(LC_NUMERIC_MASK, "C", (locale_t)0);
  before = uselocale(plain);
  used = (size_t)snprintf(digits, sizeof digits, "%.*f", decimals, value);
  uselocale(before);
  freelocale(plain);
  point = strchr(digits, '.');
  while (point && (digits[used - 1] == '0' || digits[used - 1] == '.'))
    if (digits[--used] == '.')
      break;
  lde_buffer_append(out, digits, used);
  return true;
}

static void put_clock(lde_buffer *out, double days, bool wide)
{
  long minutes = lround(days * 1440);
  lde_buffer_printf(out, wide ? "%02ld:%02ld" : "%ld:%02ld", minutes / 60, minutes % 60);
}

bool lde_serial_date(lde_buffer *out, const char *text, size_t len, lde_serial_kind kind,
                     bool from_1904)
{
  char day[LDE_DATE_TEXT_SIZE];
  double value, whole, rest;
  int32_t date;

  if (!lde_serial_value(text, len, &value) || value < 0 || value >= 2958466)
    return false;
  if (kind == LDE_SERIAL_DURATION || (kind == LDE_SERIAL_TIME && value < 1)) {
    put_clock(out, value, false);
    return true;
  }
  whole = floor(value);
  rest = value - whole;
  if (rest * 86400 > 86399.5) {
    whole++;
    rest = 0;
  }
  if (from_1904)
    date = (int32_t)whole - 24107;
  else if (whole < 1 || (int)whole == 60)
    return false;
  else
    date = (int32_t)whole - (whole > 60 ? 25569 : 25568);
  lde_buffer_puts(out, lde_date_print(date, day));
  if (lround(rest * 1440) > 0 && lround(rest * 1440) < 1440) {
    lde_buffer_putc(out, 'T');
    put_clock(out, rest, true);
  }
  return true;
}
