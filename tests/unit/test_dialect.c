/* What the texts of an export prove about how it writes numbers and dates. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "load/dialect.h"

static lde_number_style style(const char *text)
{
  return lde_number_style_of(text, strlen(text), false);
}

static void test_dialect__numbers_prove_a_decimal_sign(void **state)
{
  (void)state;
  assert_int_equal(style("1.234,56"), LDE_NUMBER_COMMA);
  assert_int_equal(style("1,234.56"), LDE_NUMBER_POINT);
  assert_int_equal(style("12,5"), LDE_NUMBER_COMMA);
  assert_int_equal(style("-0.80"), LDE_NUMBER_POINT);
  assert_int_equal(style("€ 1.250,00"), LDE_NUMBER_COMMA);
  assert_int_equal(style("1.234.567"), LDE_NUMBER_COMMA);
  assert_int_equal(style("1,234,567"), LDE_NUMBER_POINT);
  assert_int_equal(style("0,125"), LDE_NUMBER_COMMA);
  assert_int_equal(style("1234,567"), LDE_NUMBER_COMMA);
  assert_int_equal(style("12,5 %"), LDE_NUMBER_COMMA);
}

static void test_dialect__numbers_that_prove_nothing(void **state)
{
  (void)state;
  assert_int_equal(style("1.234"), LDE_NUMBER_AMBIGUOUS);
  assert_int_equal(style("€ 12,345"), LDE_NUMBER_AMBIGUOUS);
  assert_int_equal(style("1250"), LDE_NUMBER_ANY);
  assert_int_equal(style(""), LDE_NUMBER_ANY);
  assert_int_equal(style("n/a"), LDE_NUMBER_ANY);
  assert_int_equal(style("2.C.1.e"), LDE_NUMBER_ANY);
  assert_int_equal(style("12.05.2026"), LDE_NUMBER_ANY);
  assert_int_equal(lde_number_style_of("1.000", 5, true), LDE_NUMBER_POINT);
}

static lde_date_form form(const char *text)
{
  return lde_date_form_of(text, strlen(text));
}

static void test_dialect__dates_have_a_shape(void **state)
{
  (void)state;
  assert_int_equal(form("2026-02-22"), LDE_DATE_FORM_YYYY_MM_DD);
  assert_int_equal(form("2026-02-22T10:00"), LDE_DATE_FORM_YYYY_MM_DD);
  assert_int_equal(form("20260222"), LDE_DATE_FORM_YYYYMMDD);
  assert_int_equal(form("22-02-2026"), LDE_DATE_FORM_D_M_DASH);
  assert_int_equal(form("1-3-2026 09:15"), LDE_DATE_FORM_D_M_DASH);
  assert_int_equal(form("22/02/2026"), LDE_DATE_FORM_DD_MM_SLASH);
  assert_int_equal(form("12/25/2026"), LDE_DATE_FORM_DD_MM_SLASH); /* never month first by itself */
  assert_int_equal(form("22.02.2026"), LDE_DATE_FORM_DD_MM_DOT);
  assert_int_equal(form("45000"), LDE_DATE_FORM_AUTO);
  assert_int_equal(form("3/4/26"), LDE_DATE_FORM_AUTO);
  assert_int_equal(form("08/2023"), LDE_DATE_FORM_AUTO);
  assert_int_equal(form("onbekend"), LDE_DATE_FORM_AUTO);
}

static char delimiter(const char *text)
{
  return lde_dialect_delimiter(text, strlen(text));
}

static void test_dialect__delimiter(void **state)
{
  (void)state;
  assert_int_equal(delimiter("id;name;amount\n1;Jansen;1.234,56\n2;de Vries;0,5\n"), ';');
  assert_int_equal(delimiter("id,amount\n1,2\n"), ',');
  assert_int_equal(delimiter("id,amount\n1,12,5\n"), ',');
  assert_int_equal(delimiter("id\tname\n1\ta, b; c\n"), '\t');
  assert_int_equal(delimiter("id|name\n1|a,b\n"), '|');
  assert_int_equal(delimiter("Naam, voornaam;Afdeling\nA, B;x\nC;y\n"), ';');
  assert_int_equal(delimiter("id;\"a,b,c\"\n1;\"x,y,z\"\n"), ';');
  assert_int_equal(delimiter("id\n1\n"), ',');
  assert_int_equal(delimiter(""), ',');
}

static void test_dialect__sep_line(void **state)
{
  size_t used = 0;

  (void)state;
  assert_int_equal(lde_dialect_sep_line("sep=;\r\nid;n", 11, &used), ';');
  assert_int_equal(used, 7);
  assert_int_equal(lde_dialect_sep_line("SEP=\t\n", 6, &used), '\t');
  assert_int_equal(lde_dialect_sep_line("sep=;id\n", 8, &used), 0);
  assert_int_equal(lde_dialect_sep_line("sep=\n", 5, &used), 0);
  assert_int_equal(lde_dialect_sep_line("separate\n", 9, &used), 0);
}

static void test_dialect__presets_yield_to_written_keys(void **state)
{
  lde_dialect_spec nl = {.preset = LDE_PRESET_NL, .delimiter = ','},
                   rfc = {.preset = LDE_PRESET_RFC}, full;

  (void)state;
  full = lde_dialect_expand(&nl);
  assert_int_equal(full.delimiter, ',');
  assert_int_equal(full.decimal, ',');
  assert_int_equal(full.thousands, '.');
  assert_int_equal(full.date, LDE_DATE_FORM_D_M_DASH);
  full = lde_dialect_expand(&rfc);
  assert_int_equal(full.delimiter, ',');
  assert_int_equal(full.decimal, '.');
  assert_int_equal(full.thousands, 0);
  assert_int_equal(full.date, LDE_DATE_FORM_YYYY_MM_DD);
  full = lde_dialect_expand(&(lde_dialect_spec){.decimal = ','});
  assert_int_equal(full.delimiter, 0);
  assert_int_equal(full.date, LDE_DATE_FORM_AUTO);
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_dialect__numbers_prove_a_decimal_sign),
      cmocka_unit_test(test_dialect__numbers_that_prove_nothing),
      cmocka_unit_test(test_dialect__dates_have_a_shape),
      cmocka_unit_test(test_dialect__delimiter),
      cmocka_unit_test(test_dialect__sep_line),
      cmocka_unit_test(test_dialect__presets_yield_to_written_keys),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
