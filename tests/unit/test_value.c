#include "dataset_builder.h"

typedef struct value_case {
  const char *entity, *field, *text;
  int64_t value;
  const char *code; /* NULL = accepted */
} value_case;

static void check_cases(lde_dataset *ds, const lde_dialect *dialect, const value_case *cases, size_t count)
{
  for (size_t i = 0; i < count; i++) {
    lde_parse parse = {.dataset = ds, .dialect = dialect};
    const lde_field *field = lde_entity_field(lde_schema_find_singular(ds->schema, cases[i].entity), cases[i].field);
    int64_t value = 0;
    bool ok;
    assert_non_null(field);
    ok = lde_value_parse(&parse, field, cases[i].text, strlen(cases[i].text), &value);
    if (ok != (cases[i].code == NULL) || (ok && value != cases[i].value))
      fail_msg("%s '%s': %s %lld %s", cases[i].field, cases[i].text, ok ? "accepted" : "refused", (long long)value,
               lde_buffer_text(&parse.mistake.message));
    if (!ok)
      assert_string_equal(parse.mistake.code, cases[i].code);
    lde_mistake_deinit(&parse.mistake);
  }
}

static void test_value__as_people_write_yaml(void **state)
{
  static const lde_dialect dialect = LDE_DIALECT_INIT;
  static const value_case cases[] = {
      {"budget", "setup", "1250", 125000, NULL},
      {"budget", "setup", "1250.00", 125000, NULL},
      {"budget", "setup", "1250.005", 0, "load/type"},
      {"budget", "setup", "1.250,00", 0, "load/type"},
      {"budget", "setup", "-1", 0, "load/range"},
      {"budget", "setup", "99999999999999999999", 0, "load/range"},
      {"goal_contribution", "expected_share", "0.15", 1500, NULL},
      {"goal_contribution", "expected_share", "15%", 1500, NULL},
      {"goal_contribution", "expected_share", "1.5", 0, "load/range"},
      {"employee", "fte", "0.875", 875, NULL},
      {"offering", "minutes_contact", "90", 90, NULL},
      {"offering", "minutes_contact", "8h", 480, NULL},
      {"offering", "minutes_contact", "1.5h", 90, NULL},
      {"offering", "minutes_contact", "7:30", 450, NULL},
      {"offering", "minutes_contact", "7:75", 0, "load/type"},
      {"offering", "minutes_contact", "1.33h", 80, NULL},
      {"offering", "minutes_contact", "900000000000000h", 0, "load/range"},
      {"offering", "available_from", "2027-02-28", 20877, NULL},
      {"offering", "available_from", "2027-02-29", 0, "load/type"},
      {"offering", "available_from", "28-02-2027", 0, "load/type"},
      {"competency", "core", "true", 1, NULL},
      {"competency", "core", "yes", 0, "load/type"},
      {"offering", "kind", "formal", LDE_CHOICE_OF(offering_kind, formal), NULL},
      {"offering", "kind", "Formal", 0, "load/type"},
      {"stakeholder", "interest", "6", 0, "load/range"},
      {"measurement", "about", "p1", 0, "load/reference"},
      {"assessment", "level", "-1", 0, "load/range"},
  };
  lde_dataset *ds = build_dataset();
  (void)state;
  check_cases(ds, &dialect, cases, sizeof cases / sizeof *cases);
  lde_dataset_free(ds);
}

static void test_value__as_dutch_exports_write(void **state)
{
  static const lde_dialect dialect = {.decimal = ',', .thousands = '.', .date_order = LDE_DATE_DMY,
                                      .date_separator = '-', .cells = true, .per_unit = 60};
  static const value_case cases[] = {
      {"budget", "setup", "€ 1.250,00", 125000, NULL},
      {"budget", "setup", "1.250,00 EUR", 125000, NULL},
      {"budget", "setup", "£ 10", 0, "load/type"},
      {"budget", "setup", "1,250.00", 0, "load/type"},
      {"offering", "available_from", "28-02-2027", 20877, NULL},
      {"offering", "available_from", "28-02-2027 13:45", 20877, NULL},
      {"offering", "available_from", "8-2-2027", 0, "load/type"},
      {"offering", "available_from", "31-04-2027", 0, "load/type"},
      {"offering", "minutes_contact", "1,5", 90, NULL},
      {"offering", "kind", "FORMAL", LDE_CHOICE_OF(offering_kind, formal), NULL},
      {"competency", "core", "Ja", 1, NULL},
  };
  lde_dataset *ds = build_dataset();
  (void)state;
  check_cases(ds, &dialect, cases, sizeof cases / sizeof *cases);
  lde_dataset_free(ds);
}

static void test_value__near_choices_are_suggested(void **state)
{
  static const lde_dialect dialect = LDE_DIALECT_INIT;
  lde_dataset *ds = build_dataset();
  lde_parse parse = {.dataset = ds, .dialect = &dialect};
  const lde_field *field = lde_entity_field(lde_schema_find_singular(ds->schema, "plan_line"), "lane");
  int64_t value;
  (void)state;
  assert_false(lde_value_parse(&parse, field, "strategc", 8, &value));
  assert_string_equal(parse.mistake.help.data, "did you mean 'strategic'?");
  ds->language = LDE_DUTCH;
  assert_false(lde_value_parse(&parse, field, "xyz", 3, &value));
  assert_string_equal(parse.mistake.help.data, "kies uit mandatory, core, strategic, team, individual");
  lde_mistake_deinit(&parse.mistake);
  lde_dataset_free(ds);
}

static void check_text(lde_dataset *ds, const char *entity, const char *name, int64_t value, lde_language lang,
                       const char *expected)
{
  const lde_field *field = lde_entity_field(lde_schema_find_singular(ds->schema, entity), name);
  lde_buffer out = {0};
  lde_value_format(ds, field, value, lang, &out);
  assert_string_equal(out.data, expected);
  lde_buffer_free(&out);
}

static void test_value__for_people(void **state)
{
  lde_dataset *ds = build_dataset();
  (void)state;
  check_text(ds, "budget", "setup", 125000, LDE_DUTCH, "€ 1.250,00");
  check_text(ds, "goal_contribution", "expected_share", 1250, LDE_DUTCH, "12,5%");
  check_text(ds, "goal_contribution", "expected_share", 1500, LDE_ENGLISH, "15%");
  check_text(ds, "offering", "minutes_contact", 90, LDE_ENGLISH, "1.5 hours");
  check_text(ds, "plan_line", "lane", LDE_CHOICE_OF(lane, mandatory), LDE_DUTCH, "verplicht");
  lde_dataset_free(ds);
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_value__as_people_write_yaml),
      cmocka_unit_test(test_value__as_dutch_exports_write),
      cmocka_unit_test(test_value__near_choices_are_suggested),
      cmocka_unit_test(test_value__for_people),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
