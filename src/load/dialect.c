#include "load/dialect.h"

#include <string.h>

#include "load/csv.h"

lde_dialect_spec lde_dialect_expand(const lde_dialect_spec *spec)
{
  lde_dialect_spec full = *spec;
  bool nl = spec->preset == LDE_PRESET_NL;

  if (spec->preset == LDE_PRESET_AUTO)
    return full;
  if (!full.delimiter)
    full.delimiter = nl ? ';' : ',';
  if (!full.decimal)
    full.decimal = nl ? ',' : '.';
  if (!full.thousands && !full.thousands_written) {
    full.thousands = nl ? '.' : 0;
    full.thousands_written = true;
  }
  if (full.date == LDE_DATE_FORM_AUTO)
    full.date = nl ? LDE_DATE_FORM_D_M_DASH : LDE_DATE_FORM_YYYY_MM_DD;
  return full;
}

char lde_dialect_sep_line(const char *text, size_t len, size_t *used)
{
  size_t at = 5;

  if (len < 5 || (text[0] | 32) != 's' || (text[1] | 32) != 'e' || (text[2] | 32) != 'p' ||
      text[3] != '=' || text[4] == '\n' || text[4] == '\r')
    return 0;
  if (at < len && text[at] == '\r')
    at++;
  if (at < len && text[at] == '\n')
    at++;
  if (at == 5 && len > 5)
    return 0;
  *used = at;
  return text[4];
}

/* How well the first records of the text fit a delimiter. */
typedef struct fit {
  size_t cells;         /* of the header */
  size_t records, even; /* read; with as many cells as the header */
  size_t stray;         /* cells with a quote that quotes nothing: cut in the wrong place */
} fit;

static fit try_delimiter(const char *text, size_t len, char delimiter)
{
  enum { SAMPLE = 100 };
  fit found = {0};
  lde_csv csv;

  lde_csv_init(&csv, text, len, delimiter);
  while (found.records < SAMPLE) {
    lde_csv_result result = lde_csv_next(&csv);
    if (result == LDE_CSV_END)
      break;
    found.records++;
    if (found.records == 1)
      found.cells = csv.cells.len;
    found.even += result == LDE_CSV_RECORD && csv.cells.len == found.cells;
    for (size_t i = 0; i < csv.cells.len; i++)
      found.stray += csv.cells.data[i].text == csv.cells.data[i].raw &&
                     memchr(csv.cells.data[i].text, '"', csv.cells.data[i].len);
  }
  lde_csv_deinit(&csv);
  return found;
}

static bool is_better(fit a, fit b)
{
  bool splits_a = a.cells > 1, splits_b = b.cells > 1;

  if (splits_a != splits_b)
    return splits_a;
  if (a.even * b.records != b.even * a.records)
    return a.even * b.records > b.even * a.records;
  if (a.stray != b.stray)
    return a.stray < b.stray;
  return a.cells > b.cells;
}

char lde_dialect_delimiter(const char *text, size_t len)
{
  static const char candidates[] = {';', ',', '\t', '|'};
  char best = ',';
  fit best_fit = {0};

  for (size_t i = 0; i < sizeof candidates; i++) {
    fit this = try_delimiter(text, len, candidates[i]);
    if (is_better(this, best_fit)) {
      best_fit = this;
      best = candidates[i];
    }
  }
  return best_fit.cells > 1 ? best : ',';
}

static bool is_digit(char c)
{
  return c >= '0' && c <= '9';
}

lde_number_style lde_number_style_of(const char *text, size_t len, bool small)
{
  const char *end = text + len, *last = NULL;
  size_t count[2] = {0, 0}, whole, decimals; /* of points and commas */

  while (text < end && !is_digit(*text)) /* a sign, a currency */
    text++;
  while (end > text && !is_digit(end[-1]))
    end--;
  for (const char *at = text; at < end; at++) {
    if (*at == '.' || *at == ',') {
      count[*at == ',']++;
      last = at;
    } else if (!is_digit(*at) && *at != ' ' && *at != '\'') { /* these two only group */
      return LDE_NUMBER_ANY;
    }
  }
  if (!last)
    return LDE_NUMBER_ANY;
  if (count[0] && count[1])
    return count[*last == ','] > 1 ? LDE_NUMBER_ANY
           : *last == ','          ? LDE_NUMBER_COMMA
                                   : LDE_NUMBER_POINT;
  if (count[0] > 1 || count[1] > 1) /* only groups of thousands may repeat */
    return end - last == 4 ? (*last == ',' ? LDE_NUMBER_POINT : LDE_NUMBER_COMMA) : LDE_NUMBER_ANY;
  whole = (size_t)(last - text);
  decimals = (size_t)(end - last) - 1;
  if (decimals == 3 && whole <= 3 && *text != '0' && !small) /* a digit comes first: whole > 0 */
    return LDE_NUMBER_AMBIGUOUS;
  return *last == ',' ? LDE_NUMBER_COMMA : LDE_NUMBER_POINT;
}

/* Digits at the start of the text. */
static size_t digits(const char *text, size_t len)
{
  size_t count = 0;
  while (count < len && is_digit(text[count]))
    count++;
  return count;
}

lde_date_form lde_date_form_of(const char *text, size_t len)
{
  size_t first = digits(text, len), second, third;
  char separator = first < len ? text[first] : '\0';

  if (first == 8)
    return first == len || separator == ' ' || separator == 'T' ? LDE_DATE_FORM_YYYYMMDD
                                                                : LDE_DATE_FORM_AUTO;
  if (first == 0 || first == len)
    return LDE_DATE_FORM_AUTO;
  second = digits(text + first + 1, len - first - 1);
  if (second == 0 || second > 2 || first + second + 1 >= len ||
      text[first + second + 1] != separator)
    return LDE_DATE_FORM_AUTO;
  third = digits(text + first + second + 2, len - first - second - 2);
  if (first == 4 && separator == '-' && third == 2)
    return LDE_DATE_FORM_YYYY_MM_DD;
  if (first > 2 || third != 4)
    return LDE_DATE_FORM_AUTO;
  return separator == '-'   ? LDE_DATE_FORM_D_M_DASH
         : separator == '/' ? LDE_DATE_FORM_DD_MM_SLASH
         : separator == '.' ? LDE_DATE_FORM_DD_MM_DOT
                            : LDE_DATE_FORM_AUTO;
}

void lde_dialect_set_date(lde_dialect *dialect, lde_date_form form)
{
  static const char separators[] = {'-', '-', '-', '-', '-', '/', '.', '/'};

  dialect->date_order = form == LDE_DATE_FORM_YYYYMMDD     ? LDE_DATE_YMD
                        : form <= LDE_DATE_FORM_YYYY_MM_DD ? LDE_DATE_ISO
                                                           : LDE_DATE_DMY;
  dialect->date_separator = separators[form];
  dialect->month_first = form == LDE_DATE_FORM_MM_DD_SLASH;
  dialect->loose_days = form == LDE_DATE_FORM_D_M_DASH;
}
