/* What Lua's operators do to two values. */
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/date.h"
#include "base/error.h"
#include "expr/run.h"
#include "expr/token.h"

bool lde_expr_fail(lde_expr_run *run, const lde_expr_node *node, const char *format, ...)
{
  va_list args;

  if (run->failed)
    return false;
  run->failed = true;
  run->failed_at = node->at;
  va_start(args, format);
  vsnprintf(run->message, sizeof run->message, format, args);
  va_end(args);
  lde_expr_clean(run->message, sizeof run->message);
  return false;
}

const char *lde_expr_tag_name(lde_language lang, lde_expr_tag tag)
{
  switch (tag) {
  case LDE_EXPR_NIL:
    return LDE_TR(lang, "nothing", "niets");
  case LDE_EXPR_BOOL:
    return LDE_TR(lang, "true or false", "waar of onwaar");
  case LDE_EXPR_INTEGER:
  case LDE_EXPR_FLOAT:
    return LDE_TR(lang, "a number", "een getal");
  case LDE_EXPR_RECORD:
    return LDE_TR(lang, "a record", "een gegeven");
  default:
    return LDE_TR(lang, "a text", "een tekst");
  }
}

void lde_expr_print_day(lde_expr_value *value, lde_arena *texts)
{
  char text[LDE_DATE_TEXT_SIZE];

  if (value->tag != LDE_EXPR_DAY)
    return;
  lde_date_print((int32_t)value->integer, text);
  value->tag = LDE_EXPR_TEXT;
  value->len = (uint32_t)strlen(text);
  value->text = lde_arena_strndup(texts, text, value->len);
}

static bool is_text(const lde_expr_value *value)
{
  return value->tag == LDE_EXPR_TEXT || value->tag == LDE_EXPR_DAY;
}

static bool is_number(const lde_expr_value *value)
{
  return value->tag == LDE_EXPR_INTEGER || value->tag == LDE_EXPR_FLOAT;
}

/* ---- conversions ---- */

bool lde_expr_float_to_integer(double number, int64_t *integer)
{
  double whole = floor(number);

  if (whole != number || number < -9223372036854775808.0 || number >= 9223372036854775808.0)
    return false;
  *integer = (int64_t)number;
  return true;
}

/* The number that a value is or that its text says; false when neither. A day is never a number. */
static bool as_number(const lde_expr_value *value, lde_expr_value *out)
{
  if (is_number(value)) {
    *out = *value;
    return true;
  }
  if (value->tag != LDE_EXPR_TEXT)
    return false;
  *out = (lde_expr_value){.tag = LDE_EXPR_INTEGER};
  switch (lde_expr_number_of(value->text, value->len, &out->integer, &out->number)) {
  case 1:
    return true;
  case 2:
    out->tag = LDE_EXPR_FLOAT;
    return true;
  default:
    return false;
  }
}

static double number_of(const lde_expr_value *value)
{
  return value->tag == LDE_EXPR_INTEGER ? (double)value->integer : value->number;
}

bool lde_expr_to_number(const lde_expr_value *value, double *number)
{
  lde_expr_value converted;

  if (!as_number(value, &converted))
    return false;
  *number = number_of(&converted);
  return true;
}

bool lde_expr_to_integer(const lde_expr_value *value, int64_t *integer)
{
  lde_expr_value converted;

  if (!as_number(value, &converted))
    return false;
  if (converted.tag == LDE_EXPR_FLOAT)
    return lde_expr_float_to_integer(converted.number, integer);
  *integer = converted.integer;
  return true;
}

/* ---- arithmetic ---- */

static int64_t floor_div(int64_t a, int64_t b)
{
  int64_t q;

  if (b == -1)
    return (int64_t)(0 - (uint64_t)a);
  q = a / b;
  return (a ^ b) < 0 && a % b != 0 ? q - 1 : q;
}

static int64_t floor_mod(int64_t a, int64_t b)
{
  int64_t r;

  if (b == -1)
    return 0;
  r = a % b;
  return r != 0 && (r ^ b) < 0 ? r + b : r;
}

double lde_expr_float_mod(double a, double b)
{
  double r = fmod(a, b);

  if (r > 0 ? b < 0 : r < 0 && b > 0)
    r += b;
  return r;
}

static bool integers(lde_expr_run *run, const lde_expr_node *node, int op, int64_t a, int64_t b,
                     lde_expr_value *out)
{
  uint64_t x = (uint64_t)a, y = (uint64_t)b;

  out->tag = LDE_EXPR_INTEGER;
  switch (op) {
  case LDE_OP_ADD:
    out->integer = (int64_t)(x + y);
    return true;
  case LDE_OP_SUB:
    out->integer = (int64_t)(x - y);
    return true;
  case LDE_OP_MUL:
    out->integer = (int64_t)(x * y);
    return true;
  default:
    if (b == 0)
      return lde_expr_fail(run, node, "%s",
                           op == LDE_OP_MOD
                               ? LDE_TR(run->lang, "the remainder of a division by zero",
                                        "de rest van een deling door nul")
                               : LDE_TR(run->lang, "a division by zero", "een deling door nul"));
    out->integer = op == LDE_OP_MOD ? floor_mod(a, b) : floor_div(a, b);
    return true;
  }
}

static void floats(int op, double a, double b, lde_expr_value *out)
{
  out->tag = LDE_EXPR_FLOAT;
  switch (op) {
  case LDE_OP_ADD:
    out->number = a + b;
    return;
  case LDE_OP_SUB:
    out->number = a - b;
    return;
  case LDE_OP_MUL:
    out->number = a * b;
    return;
  case LDE_OP_DIV:
    out->number = a / b;
    return;
  case LDE_OP_IDIV:
    out->number = floor(a / b);
    return;
  case LDE_OP_MOD:
    out->number = lde_expr_float_mod(a, b);
    return;
  default:
    out->number = b == 2 ? a * a : pow(a, b);
  }
}

static bool arithmetic(lde_expr_run *run, const lde_expr_node *node, int op,
                       const lde_expr_value *a, const lde_expr_value *b, lde_expr_value *out)
{
  lde_expr_value x, y;
  bool left = as_number(a, &x);

  if (!left || !as_number(b, &y))
    return lde_expr_fail(
        run, node, LDE_TR(run->lang, "one cannot calculate with %s", "met %s is niet te rekenen"),
        lde_expr_tag_name(run->lang, left ? b->tag : a->tag));
  if (x.tag == LDE_EXPR_INTEGER && y.tag == LDE_EXPR_INTEGER && op != LDE_OP_DIV &&
      op != LDE_OP_POW)
    return integers(run, node, op, x.integer, y.integer, out);
  floats(op, number_of(&x), number_of(&y), out);
  return true;
}

static int64_t shift_left(int64_t a, int64_t by)
{
  if (by <= -64 || by >= 64)
    return 0;
  return (int64_t)(by >= 0 ? (uint64_t)a << by : (uint64_t)a >> -by);
}

static bool bits(lde_expr_run *run, const lde_expr_node *node, int op, const lde_expr_value *a,
                 const lde_expr_value *b, lde_expr_value *out)
{
  int64_t x, y;

  if (!is_number(a) || !is_number(b) || !lde_expr_to_integer(a, &x) || !lde_expr_to_integer(b, &y))
    return lde_expr_fail(run, node, "%s",
                         LDE_TR(run->lang, "bitwise operators need integers",
                                "bitbewerkingen werken op gehele getallen"));
  out->tag = LDE_EXPR_INTEGER;
  switch (op) {
  case LDE_OP_BAND:
    out->integer = x & y;
    return true;
  case LDE_OP_BOR:
    out->integer = x | y;
    return true;
  case LDE_OP_BXOR:
    out->integer = x ^ y;
    return true;
  case LDE_OP_SHL:
    out->integer = shift_left(x, y);
    return true;
  default:
    out->integer = shift_left(x, y == INT64_MIN ? 64 : -y);
    return true;
  }
}

/* ---- texts ---- */

static bool append(lde_buffer *out, const lde_expr_value *value)
{
  char text[64];

  switch (value->tag) {
  case LDE_EXPR_TEXT:
    lde_buffer_append(out, value->text, value->len);
    return true;
  case LDE_EXPR_DAY:
    lde_buffer_puts(out, lde_date_print((int32_t)value->integer, text));
    return true;
  case LDE_EXPR_INTEGER:
    lde_buffer_printf(out, "%lld", (long long)value->integer);
    return true;
  case LDE_EXPR_FLOAT:
    snprintf(text, sizeof text, "%.14g", value->number);
    lde_buffer_puts(out, text);
    if (text[strspn(text, "-0123456789")] == '\0')
      lde_buffer_puts(out, ".0");
    return true;
  default:
    return false;
  }
}

static bool concat(lde_expr_run *run, const lde_expr_node *node, const lde_expr_value *a,
                   const lde_expr_value *b, lde_expr_value *out)
{
  lde_buffer text = {0};
  bool left = append(&text, a), good = left && append(&text, b);

  if (good) {
    out->tag = LDE_EXPR_TEXT;
    out->len = (uint32_t)text.len;
    out->text = lde_arena_strndup(&run->texts, lde_buffer_text(&text), text.len);
  } else {
    lde_expr_fail(
        run, node,
        LDE_TR(run->lang, "%s cannot be joined to a text", "%s is niet aan een tekst te plakken"),
        lde_expr_tag_name(run->lang, left ? b->tag : a->tag));
  }
  lde_buffer_free(&text);
  return good;
}

int lde_expr_order_texts(const lde_expr_value *a, const lde_expr_value *b)
{
  char text[LDE_DATE_TEXT_SIZE], other[LDE_DATE_TEXT_SIZE];
  const char *x = a->text, *y = b->text;
  size_t x_len = a->len, y_len = b->len, shorter;
  int order;

  if (a->tag == LDE_EXPR_DAY && b->tag == LDE_EXPR_DAY)
    return (a->integer > b->integer) - (a->integer < b->integer);
  if (a->tag == LDE_EXPR_DAY)
    x_len = strlen(x = lde_date_print((int32_t)a->integer, text));
  if (b->tag == LDE_EXPR_DAY)
    y_len = strlen(y = lde_date_print((int32_t)b->integer, other));
  shorter = x_len < y_len ? x_len : y_len;
  order = shorter ? memcmp(x, y, shorter) : 0;
  return order != 0 ? order : (x_len > y_len) - (x_len < y_len);
}

/* ---- comparing ---- */

bool lde_expr_integer_below(int64_t integer, double number, bool or_equal)
{
  if (integer >= -(INT64_C(1) << 53) && integer <= INT64_C(1) << 53)
    return or_equal ? (double)integer <= number : (double)integer < number;
  if (number >= 9223372036854775808.0)
    return true;
  if (!(number >= -9223372036854775808.0)) /* NaN too */
    return false;
  return or_equal ? integer <= (int64_t)floor(number) : integer < (int64_t)ceil(number);
}

bool lde_expr_number_below(double number, int64_t integer, bool or_equal)
{
  return number == number && !lde_expr_integer_below(integer, number, !or_equal);
}

static bool equal_numbers(const lde_expr_value *a, const lde_expr_value *b)
{
  int64_t whole;

  if (a->tag == b->tag)
    return a->tag == LDE_EXPR_INTEGER ? a->integer == b->integer : a->number == b->number;
  if (a->tag == LDE_EXPR_FLOAT)
    return lde_expr_float_to_integer(a->number, &whole) && whole == b->integer;
  return lde_expr_float_to_integer(b->number, &whole) && whole == a->integer;
}

bool lde_expr_equal(const lde_expr_value *a, const lde_expr_value *b)
{
  if (is_number(a) && is_number(b))
    return equal_numbers(a, b);
  if (is_text(a) && is_text(b))
    return lde_expr_order_texts(a, b) == 0;
  if (a->tag != b->tag)
    return false;
  return a->tag == LDE_EXPR_NIL ||
         (a->integer == b->integer && (a->tag != LDE_EXPR_RECORD || a->entity == b->entity));
}

bool lde_expr_less(lde_expr_run *run, const lde_expr_node *node, bool or_equal,
                   const lde_expr_value *a, const lde_expr_value *b, bool *out)
{
  *out = false;
  if (a->tag == LDE_EXPR_NIL || b->tag == LDE_EXPR_NIL)
    return true;
  if (is_text(a) && is_text(b)) {
    int order = lde_expr_order_texts(a, b);
    *out = or_equal ? order <= 0 : order < 0;
    return true;
  }
  if (!is_number(a) || !is_number(b))
    return lde_expr_fail(
        run, node,
        LDE_TR(run->lang, "%s cannot be compared with %s", "%s is niet te vergelijken met %s"),
        lde_expr_tag_name(run->lang, a->tag), lde_expr_tag_name(run->lang, b->tag));
  if (a->tag == LDE_EXPR_INTEGER)
    *out = b->tag == LDE_EXPR_FLOAT ? lde_expr_integer_below(a->integer, b->number, or_equal)
           : or_equal               ? a->integer <= b->integer
                                    : a->integer < b->integer;
  else
    *out = b->tag == LDE_EXPR_INTEGER ? lde_expr_number_below(a->number, b->integer, or_equal)
           : or_equal                 ? a->number <= b->number
                                      : a->number < b->number;
  return true;
}

int lde_expr_order_numbers(const lde_expr_value *a, const lde_expr_value *b)
{
  bool nan_a = a->tag == LDE_EXPR_FLOAT && isnan(a->number);
  bool nan_b = b->tag == LDE_EXPR_FLOAT && isnan(b->number);
  bool less;

  if (nan_a || nan_b)
    return nan_a - nan_b;
  if (equal_numbers(a, b))
    return 0;
  lde_expr_less(NULL, NULL, false, a, b, &less);
  return less ? -1 : 1;
}

/* ---- all ---- */

static bool compare(lde_expr_run *run, const lde_expr_node *node, int op, const lde_expr_value *a,
                    const lde_expr_value *b, lde_expr_value *out)
{
  bool truth = false, good = true;

  switch (op) {
  case LDE_OP_EQ:
  case LDE_OP_NE:
    truth = lde_expr_equal(a, b) == (op == LDE_OP_EQ);
    break;
  case LDE_OP_LT:
  case LDE_OP_LE:
    good = lde_expr_less(run, node, op == LDE_OP_LE, a, b, &truth);
    break;
  default:
    good = lde_expr_less(run, node, op == LDE_OP_GE, b, a, &truth);
  }
  *out = (lde_expr_value){.tag = LDE_EXPR_BOOL, .integer = truth};
  return good;
}

bool lde_expr_calculate(lde_expr_run *run, const lde_expr_node *node, int op,
                        const lde_expr_value *a, const lde_expr_value *b, lde_expr_value *out)
{
  if (lde_expr_is_compare(op))
    return compare(run, node, op, a, b, out);
  *out = (lde_expr_value){.tag = LDE_EXPR_NIL};
  if (a->tag == LDE_EXPR_NIL || b->tag == LDE_EXPR_NIL)
    return true;
  if (op == LDE_OP_CONCAT)
    return concat(run, node, a, b, out);
  if (op >= LDE_OP_BAND && op <= LDE_OP_SHR)
    return bits(run, node, op, a, b, out);
  return arithmetic(run, node, op, a, b, out);
}

bool lde_expr_negate(lde_expr_run *run, const lde_expr_node *node, int op, const lde_expr_value *a,
                     lde_expr_value *out)
{
  lde_expr_value x;
  int64_t whole;

  *out = (lde_expr_value){.tag = LDE_EXPR_NIL};
  if (a->tag == LDE_EXPR_NIL)
    return true;
  if (op == LDE_OP_LEN) {
    if (!is_text(a))
      return lde_expr_fail(run, node, LDE_TR(run->lang, "%s has no length", "%s heeft geen lengte"),
                           lde_expr_tag_name(run->lang, a->tag));
    *out =
        (lde_expr_value){.tag = LDE_EXPR_INTEGER, .integer = a->tag == LDE_EXPR_DAY ? 10 : a->len};
    return true;
  }
  if (op == LDE_OP_BNOT) {
    if (!is_number(a) || !lde_expr_to_integer(a, &whole))
      return lde_expr_fail(run, node, "%s",
                           LDE_TR(run->lang, "bitwise operators need integers",
                                  "bitbewerkingen werken op gehele getallen"));
    *out = (lde_expr_value){.tag = LDE_EXPR_INTEGER, .integer = ~whole};
    return true;
  }
  if (!as_number(a, &x))
    return lde_expr_fail(
        run, node, LDE_TR(run->lang, "one cannot calculate with %s", "met %s is niet te rekenen"),
        lde_expr_tag_name(run->lang, a->tag));
  *out = x;
  if (x.tag == LDE_EXPR_INTEGER)
    out->integer = (int64_t)(0 - (uint64_t)x.integer);
  else
    out->number = -x.number;
  return true;
}
