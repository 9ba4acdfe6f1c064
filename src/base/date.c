#include "base/date.h"

#include <stdio.h>

/* Day counts after Howard Hinnant, "chrono-compatible low-level date algorithms" (public domain):
 * years start in March so that the leap day is the last of its year. */
int32_t lde_date_from_civil(int year, int month, int day)
{
  int y = month <= 2 ? year - 1 : year;
  int era = (y >= 0 ? y : y - 399) / 400;
  int year_of_era = y - era * 400;
  int day_of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
  int day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
  return era * 146097 + day_of_era - 719468;
}

void lde_date_to_civil(int32_t date, int *year, int *month, int *day)
{
  int32_t z = date + 719468;
  int32_t era = (z >= 0 ? z : z - 146096) / 146097;
  int32_t doe = z - era * 146097;
  int32_t yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
  int32_t doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
  int32_t mp = (5 * doy + 2) / 153;
  *day = doy - (153 * mp + 2) / 5 + 1;
  *month = mp < 10 ? mp + 3 : mp - 9;
  *year = yoe + era * 400 + (*month <= 2);
}

int lde_days_in_month(int year, int month)
{
  static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  bool leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
  return month == 2 && leap ? 29 : days[month - 1];
}

bool lde_date_is_valid(int year, int month, int day)
{
  return year >= 1 && year <= 9999 && month >= 1 && month <= 12 && day >= 1 &&
         day <= lde_days_in_month(year, month);
}

/* Exactly `count` digits. */
static bool digits(const char *text, int count, int *value)
{
  *value = 0;
  for (int i = 0; i < count; i++) {
    if (text[i] < '0' || text[i] > '9')
      return false;
    *value = *value * 10 + (text[i] - '0');
  }
  return true;
}

bool lde_date_parse(const char *text, size_t len, int32_t *date, bool *impossible)
{
  int year, month, day;

  if (impossible)
    *impossible = false;
  if (len != 10 || text[4] != '-' || text[7] != '-' || !digits(text, 4, &year) ||
      !digits(text + 5, 2, &month) || !digits(text + 8, 2, &day))
    return false;
  if (!lde_date_is_valid(year, month, day)) {
    if (impossible)
      *impossible = true;
    return false;
  }
  *date = lde_date_from_civil(year, month, day);
  return true;
}

bool lde_timestamp_parse(const char *text, size_t len, int64_t *minutes, bool *impossible)
{
  int32_t date;
  int hour, minute;

  if (impossible)
    *impossible = false;
  if (len != 16 || (text[10] != 'T' && text[10] != ' ') || text[13] != ':' ||
      !digits(text + 11, 2, &hour) || !digits(text + 14, 2, &minute))
    return false;
  if (!lde_date_parse(text, 10, &date, impossible))
    return false;
  if (hour > 23 || minute > 59) {
    if (impossible)
      *impossible = true;
    return false;
  }
  *minutes = (int64_t)date * 1440 + hour * 60 + minute;
  return true;
}

char *lde_date_print(int32_t date, char *text)
{
  int year, month, day;
  lde_date_to_civil(date, &year, &month, &day);
  snprintf(text, LDE_DATE_TEXT_SIZE, "%04d-%02d-%02d", year, month, day);
  return text;
}

char *lde_timestamp_print(int64_t minutes, char *text)
{
  int64_t date = minutes / 1440, rest = minutes % 1440;
  int year, month, day;

  if (rest < 0) {
    rest += 1440;
    date--;
  }
  lde_date_to_civil((int32_t)date, &year, &month, &day);
  snprintf(text, LDE_DATE_TEXT_SIZE, "%04d-%02d-%02dT%02d:%02d", year, month, day, (int)(rest / 60),
           (int)(rest % 60));
  return text;
}

int32_t lde_date_add_months(int32_t date, int months)
{
  int year, month, day, last;

  lde_date_to_civil(date, &year, &month, &day);
  months += year * 12 + month - 1;
  year = months >= 0 ? months / 12 : (months - 11) / 12;
  month = months - year * 12 + 1;
  last = lde_days_in_month(year, month);
  return lde_date_from_civil(year, month, day < last ? day : last);
}

int lde_date_quarter(int32_t date)
{
  int year, month, day;
  lde_date_to_civil(date, &year, &month, &day);
  return (month - 1) / 3 + 1;
}

int lde_date_weekday(int32_t date)
{
  int32_t day = (date + 3) % 7; /* 1970-01-01 was a Thursday */
  return day < 0 ? day + 7 : day;
}

bool lde_period_parse(const char *text, size_t len, int32_t *first, int32_t *last)
{
  int year, from, months, part;

  if (len < 4 || !digits(text, 4, &year) || year < 1)
    return false;
  if (len == 4) {
    from = 1;
    months = 12;
  } else if (len == 7 && text[4] == '-' && text[5] == 'Q' && text[6] >= '1' && text[6] <= '4') {
    from = (text[6] - '1') * 3 + 1;
    months = 3;
  } else if (len == 7 && text[4] == '-' && text[5] == 'H' && text[6] >= '1' && text[6] <= '2') {
    from = (text[6] - '1') * 6 + 1;
    months = 6;
  } else if (len == 7 && text[4] == '-' && digits(text + 5, 2, &part) && part >= 1 && part <= 12) {
    from = part;
    months = 1;
  } else {
    return false;
  }
  *first = lde_date_from_civil(year, from, 1);
  *last = lde_date_add_months(*first, months) - 1;
  return true;
}
