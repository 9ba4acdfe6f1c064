/* integer.h: sums and products of amounts that stop at the largest number instead of overflowing,
 * exact shares of a whole, and what numbers have in common. Written amounts fit in 64 bits one by one; what people add up may not. */
#ifndef LDE_BASE_INTEGER_H
#define LDE_BASE_INTEGER_H

#include <stdint.h>

static inline int64_t lde_add_capped(int64_t a, int64_t b)
{
  int64_t sum;
  if (!__builtin_add_overflow(a, b, &sum))
    return sum;
  return b > 0 ? INT64_MAX : INT64_MIN;
}

static inline int64_t lde_subtract_capped(int64_t a, int64_t b)
{
  int64_t difference;
  if (!__builtin_sub_overflow(a, b, &difference))
    return difference;
  return b < 0 ? INT64_MAX : INT64_MIN;
}

static inline int64_t lde_multiply_capped(int64_t a, int64_t b)
{
  int64_t product;
  if (!__builtin_mul_overflow(a, b, &product))
    return product;
  return (a < 0) == (b < 0) ? INT64_MAX : INT64_MIN;
}

/* The greatest common divisor, of sizes without their signs; gcd(0, n) is n. */
static inline int64_t lde_gcd(int64_t a, int64_t b)
{
  a = a < 0 ? -a : a;
  b = b < 0 ? -b : b;
  while (b) {
    int64_t rest = a % b;
    a = b;
    b = rest;
  }
  return a;
}

/* part ÷ whole in units of 1/one, rounded half up; 0 ≤ part ≤ whole, one ≤ a million. 0 of nothing. */
static inline int64_t lde_ratio(int64_t part, int64_t whole, int64_t one)
{
  while (whole > INT64_MAX / 2000001) { /* so large that the lost bit does not show */
    whole /= 2;
    part /= 2;
  }
  return whole > 0 ? (2 * part * one + whole) / (2 * whole) : 0;
}

/* amount × share ÷ one, rounded half up towards plus infinity; 0 ≤ share ≤ one ≤ a million. */
static inline int64_t lde_share_of(int64_t amount, int64_t share, int64_t one)
{
  int64_t whole = amount / one, rest = amount % one;
  if (rest < 0) {
    rest += one;
    whole--;
  }
  return whole * share + (2 * rest * share + one) / (2 * one);
}

#endif
