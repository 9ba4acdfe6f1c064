/* decimal.h: decimal numbers read exactly into scaled integers, and written for people. No floating
 * point, no locale. `scale` is the number of decimals kept: money in euro has 2 (cents), shares 4,
 * numbers 6. */
#ifndef LDE_BASE_DECIMAL_H
#define LDE_BASE_DECIMAL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buffer.h"
#include "ldengine/status.h"

typedef enum lde_decimal_result {
  LDE_DECIMAL_OK,
  LDE_DECIMAL_NOT_A_NUMBER,
  LDE_DECIMAL_TOO_PRECISE, /* more decimals than `scale` keeps */
  LDE_DECIMAL_RANGE        /* does not fit in 64 bits */
} lde_decimal_result;

/* Optional sign, digits, optional `decimal` and digits. When `thousands` is not 0 it may stand
 * between groups of exactly three digits. Nothing else: no exponent, hex, blanks, inf or nan. */
lde_decimal_result lde_decimal_parse(const char *text, size_t len, char decimal, char thousands,
                                     int scale, int64_t *value);

/* Decimals of a currency after ISO 4217: 2 unless it is one of the few others. */
int lde_currency_decimals(const char *currency);
/* Three upper-case letters. */
bool lde_currency_is_valid(const char *currency);

/* As a machine reads it: point, no grouping, no trailing zeros: 12.5. */
void lde_decimal_print(lde_buffer *out, int64_t value, int scale);
/* As a machine writes money: all decimals of the currency: 1250.00. */
void lde_decimal_print_fixed(lde_buffer *out, int64_t value, int scale);
/* As a person in that language reads it: grouped, `shown` decimals, rounded half away from zero. */
void lde_decimal_format(lde_buffer *out, int64_t value, int scale, int shown, lde_language lang);
/* € 1.250,00 or € 1,250.00; other currencies by their code. */
void lde_money_format(lde_buffer *out, int64_t minor, const char *currency, lde_language lang);
/* Minutes as hours with one decimal: "12,5". */
void lde_hours_format(lde_buffer *out, int64_t minutes, lde_language lang);
/* A date for people: 1-3-2027 in Dutch, 1 March 2027 in English. */
void lde_date_format(lde_buffer *out, int32_t date, lde_language lang);

#endif
