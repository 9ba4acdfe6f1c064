/* date.h: civil dates as whole days since 1970-01-01, in the proleptic Gregorian calendar. No clock,
 * no time zone, no locale. Timestamps are whole minutes since 1970-01-01T00:00. */
#ifndef LDE_BASE_DATE_H
#define LDE_BASE_DATE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { LDE_DATE_TEXT_SIZE = 24 };

int32_t lde_date_from_civil(int year, int month, int day);
void lde_date_to_civil(int32_t date, int *year, int *month, int *day);
bool lde_date_is_valid(int year, int month, int day);
int lde_days_in_month(int year, int month);

/* YYYY-MM-DD exactly, years 0001 to 9999. `impossible` (may be NULL) tells a date of the right shape
 * that the calendar does not have, such as 2026-02-30. */
bool lde_date_parse(const char *text, size_t len, int32_t *date, bool *impossible);
/* YYYY-MM-DDThh:mm. */
bool lde_timestamp_parse(const char *text, size_t len, int64_t *minutes, bool *impossible);
/* Both return `text`, which has LDE_DATE_TEXT_SIZE bytes. */
char *lde_date_print(int32_t date, char *text);
char *lde_timestamp_print(int64_t minutes, char *text);

/* The same day `months` later, or the last day of that month when it has no such day. */
int32_t lde_date_add_months(int32_t date, int months);
/* 1 to 4. */
int lde_date_quarter(int32_t date);
/* 0 = Monday … 6 = Sunday. */
int lde_date_weekday(int32_t date);

/* A written period that needs no record: 2027, 2027-H1, 2027-Q1, 2027-03. First and last day. */
bool lde_period_parse(const char *text, size_t len, int32_t *first, int32_t *last);

#endif
