/* Types of time: date and timestamp. */
#include <string.h>

#include "base/date.h"
#include "base/decimal.h"
#include "base/error.h"
#include "model/types.h"

#define LANG(parse) ((parse)->dataset->language)

static bool fail_date(lde_parse *parse, const char *text, size_t len, bool impossible,
                      const char *shape)
{
  if (impossible) {
    lde_mistake_set(parse, "load/type",
                    LDE_TR(LANG(parse), "the calendar has no day '%.*s'",
                           "de kalender kent geen dag '%.*s'"),
                    (int)len, text);
    return false;
  }
  lde_mistake_set(parse, "load/type",
                  LDE_TR(LANG(parse), "'%.*s' is not a date", "'%.*s' is geen datum"), (int)len, text);
  lde_mistake_help(parse, LDE_TR(LANG(parse), "write dates as %s", "schrijf datums als %s"), shape);
  return false;
}

/* Up to `most` digits; returns how many. */
static size_t number(const char *text, size_t len, size_t most, int *value)
{
  size_t count = 0;
  *value = 0;
  while (count < len && count < most && text[count] >= '0' && text[count] <= '9')
    *value = *value * 10 + (text[count++] - '0');
  return count;
}

/* Day, month, year with one separator. Returns how much was read, 0 when the shape is wrong. */
static size_t read_dmy(const lde_dialect *dialect, const char *text, size_t len, int part[3])
{
  size_t at = 0, digits;
  for (int i = 0; i < 3; i++) {
    digits = number(text + at, len - at, i == 2 ? 4 : 2, &part[i]);
    if (digits == 0 || (i == 2 ? digits != 4 : digits == 1 && !dialect->loose_days))
      return 0;
    at += digits;
    if (i < 2 && (at == len || text[at++] != dialect->date_separator))
      return 0;
  }
  return at;
}

static size_t read_date(const lde_dialect *dialect, const char *text, size_t len, int32_t *date,
                        bool *impossible)
{
  int part[3], year = 0, month = 0, day = 0;
  size_t used = 0;

  if (dialect->date_order == LDE_DATE_YMD) {
    used = number(text, len, 4, &year) == 4 && len >= 8 &&
                   number(text + 4, len - 4, 2, &month) == 2 &&
                   number(text + 6, len - 6, 2, &day) == 2
               ? 8
               : 0;
  } else if (dialect->date_order == LDE_DATE_DMY) {
    used = read_dmy(dialect, text, len, part);
    day = part[dialect->month_first ? 1 : 0];
    month = part[dialect->month_first ? 0 : 1];
    year = part[2];
  } else {
    return len >= 10 && lde_date_parse(text, 10, date, impossible) ? 10 : 0;
  }
  if (!used)
    return 0;
  if (!lde_date_is_valid(year, month, day)) {
    *impossible = true;
    return 0;
  }
  *date = lde_date_from_civil(year, month, day);
  return used;
}

static void shape_of(const lde_dialect *dialect, char *shape, lde_language lang)
{
  const char *d = dialect->loose_days ? "d" : "dd", *m = dialect->loose_days ? "m" : "mm";
  lde_buffer out = {0};

  if (dialect->date_order == LDE_DATE_ISO)
    lde_buffer_puts(&out, LDE_TR(lang, "YYYY-MM-DD", "JJJJ-MM-DD"));
  else if (dialect->date_order == LDE_DATE_YMD)
    lde_buffer_puts(&out, LDE_TR(lang, "YYYYMMDD", "JJJJMMDD"));
  else
    lde_buffer_printf(&out, "%s%c%s%c%s", dialect->month_first ? m : d, dialect->date_separator,
                      dialect->month_first ? d : m, dialect->date_separator,
                      LDE_TR(lang, "yyyy", "jjjj"));
  memcpy(shape, out.data, out.len + 1);
  lde_buffer_free(&out);
}

/* In an export a time may follow: it is dropped, and the loader tells so once per file. */
static bool is_time(const char *text, size_t len)
{
  if (len < 5 || (text[0] != ' ' && text[0] != 'T'))
    return false;
  for (size_t i = 1; i < len; i++)
    if (!(text[i] >= '0' && text[i] <= '9') && !strchr(":.+-Z ", text[i]))
      return false;
  return true;
}

static bool parse_date(lde_parse *parse, const lde_field *field, const char *text, size_t len,
                       int64_t *value)
{
  const lde_dialect *dialect = parse->dialect;
  bool impossible = false;
  char shape[32];
  int32_t date;
  size_t used = read_date(dialect, text, len, &date, &impossible);

  (void)field;
  if (used && used < len && dialect->cells && is_time(text + used, len - used)) {
    parse->time_dropped = true;
    used = len;
  }
  if (!used || used != len) {
    shape_of(dialect, shape, LANG(parse));
    return fail_date(parse, text, len, impossible, shape);
  }
  *value = date;
  return true;
}

static void print_date(lde_dataset *dataset, const lde_field *field, int64_t value, lde_buffer *out)
{
  char text[LDE_DATE_TEXT_SIZE];
  (void)dataset;
  (void)field;
  lde_buffer_puts(out, lde_date_print((int32_t)value, text));
}

static void format_date(lde_dataset *dataset, const lde_field *field, int64_t value,
                        lde_language lang, lde_buffer *out)
{
  (void)dataset;
  (void)field;
  lde_date_format(out, (int32_t)value, lang);
}

static bool parse_timestamp(lde_parse *parse, const lde_field *field, const char *text, size_t len,
                            int64_t *value)
{
  bool impossible;

  if (lde_timestamp_parse(text, len, value, &impossible))
    return true;
  if (!impossible && parse_date(parse, field, text, len, value)) {
    *value *= 1440;
    return true;
  }
  return fail_date(parse, text, len, impossible,
                   LDE_TR(LANG(parse), "YYYY-MM-DDThh:mm", "JJJJ-MM-DDTuu:mm"));
}

static void print_timestamp(lde_dataset *dataset, const lde_field *field, int64_t value,
                            lde_buffer *out)
{
  char text[LDE_DATE_TEXT_SIZE];
  (void)dataset;
  (void)field;
  lde_buffer_puts(out, lde_timestamp_print(value, text));
}

const lde_type_class lde_type_date = {parse_date, print_date, format_date, LDE_SHAPE_TEXT};
const lde_type_class lde_type_timestamp = {parse_timestamp, print_timestamp, NULL, LDE_SHAPE_TEXT};
