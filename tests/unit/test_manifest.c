#include "manifest_reader.h"

/* Every key there is. */
static const char whole[] =
    "ldengine: 1\n"
    "organisation: {id: gemeente-noord, name: Gemeente Noord, country: NL, currency: EUR, language: nl}\n"
    "year: 2027\n"
    "today: 2026-11-01\n"
    "sources:\n"
    "  - strategy.yaml\n"
    "  - file: data/medewerkers.csv\n"
    "    entity: employees\n"
    "    dialect: {delimiter: \";\", decimal: \",\", thousands: \".\", encoding: windows-1252, date: dd-mm-yyyy}\n"
    "    columns: {id: [Personeelsnummer, Pers.nr], unit: Afdeling, fte: Deeltijd, note: \"{Soort}-{Deeltijd}\"}\n"
    "    values: {status: {\"in dienst\": active}}\n"
    "    where: {Soort: [intern, extern]}\n"
    "    by: {unit: cost_centre}\n"
    "    set: {status: active}\n"
    "    pad: {id: 7}\n"
    "    units: {minutes_max: hours}\n"
    "    ignore: [Naam, E-mail]\n"
    "    lenient: {manager: empty, role: empty, unit: drop}\n"
    "    sheet: Blad1\n"
    "    header_row: 1\n"
    "  - file: data/skills.csv\n"
    "    entity: assessments\n"
    "    transform: rules/import.lua\n"
    "rules:\n"
    "  packs: [strategy, policy, nl]\n"
    "  files: [rules/*.lua]\n"
    "  severity: {offer/informal-share: note, budget/under-use: off, budget/over: {error: \"> 10\", warning: \"> 0\"}}\n"
    "  params: {t_big: 0.15, lambda: {2026-01-01: 0.2, 2027-01-01: 0.3, 2028-01-01: 0.4}, budget/over: {tolerance: 0.05}}\n"
    "exceptions:\n"
    "  - {rule: budget/over, record: \"budgets:IT-2027\", until: 2027-03-31, by: finance, reason: \"Approved\", limit: 5000}\n"
    "gaps: {current: highest, unknown: zero}\n"
    "offer:\n"
    "  script: rules/main.lua\n"
    "model:\n"
    "  fields: {employees: {badge: {type: text, nl: Pasnummer, en: Badge}}}\n"
    "  entities: {permits: {key: [holder, ends_on], fields: {holder: {type: reference, target: employees}, ends_on: {type: date}}}}\n"
    "load: {max_errors: 50}\n"
    "limits: {memory: 32MiB, steps: 200M, time: 1.5s, rule_file: 128KiB, input: 17MiB}\n";

static void test_manifest__reads_every_key(void **state)
{
  read_result r;
  const lde_source_spec *spec;
  (void)state;
  read_text(&r, LDE_DUTCH, whole);
  for (size_t i = 0; i < r.found.items.len; i++)
    print_error("%u: %s\n", r.found.items.data[i].line, r.found.items.data[i].message);
  assert_int_equal(r.found.items.len, 0);
  assert_int_equal(r.manifest.packs.len, 3);
  assert_string_equal(r.manifest.offer_script, "rules/main.lua");
  assert_int_equal(r.manifest.max_errors, 50);
  assert_true(r.manifest.limits.memory == 32u << 20);
  assert_true(r.manifest.limits.steps == 200000000);
  assert_true(r.manifest.limits.time > 1.49 && r.manifest.limits.time < 1.51);
  assert_true(r.manifest.limits.input == 17u << 20);
  assert_int_equal(r.specs.len, 3);
  assert_null(r.specs.data[0].entity);
  spec = &r.specs.data[1];
  assert_string_equal(spec->entity->plural, "employees");
  assert_string_equal(spec->path, "/nowhere/data/medewerkers.csv");
  assert_int_equal(spec->dialect.delimiter, ';');
  assert_int_equal(spec->dialect.encoding, LDE_ENCODING_WINDOWS_1252);
  assert_int_equal(spec->dialect.date, LDE_DATE_FORM_DD_MM_DASH);
  assert_int_equal(spec->columns.len, 4);
  assert_int_equal(spec->columns.data[0].count, 2);
  assert_true(spec->columns.data[3].composed);
  assert_string_equal(spec->values.data[0].from.text, "in dienst");
  assert_int_equal(spec->where.data[0].count, 2);
  assert_string_equal(spec->by.data[0].target_field->name, "cost_centre");
  assert_int_equal(spec->pad.data[0].width, 7);
  assert_int_equal(spec->units.data[0].per_unit, 60);
  assert_int_equal(spec->ignore.len, 2);
  assert_int_equal(spec->lenient.data[2].action, LDE_LENIENT_DROP);
  assert_string_equal(r.specs.data[2].transform.text, "rules/import.lua");
  assert_non_null(lde_entity_field(lde_schema_find(r.schema, "employees"), "badge"));
  assert_non_null(lde_schema_find(r.schema, "permits"));
  read_done(&r);
}

static void test_manifest__unknown_keys_at_every_level(void **state)
{
  static const struct {
    const char *text, *help;
  } cases[] = {
      {"ldengine: 1\nyaer: 2027\n", "'year'"},
      {"ldengine: 1\nrules: {pack: [nl]}\n", "'packs'"},
      {"ldengine: 1\nrules: {severity: {a/b: warn}}\n", "error"},
      {"ldengine: 1\ngaps: {curent: latest}\n", "'current'"},
      {"ldengine: 1\ngaps: {current: lastest}\n", "'latest'"},
      {"ldengine: 1\noffer: {scripts: x}\n", "'script'"},
      {"ldengine: 1\nload: {max_error: 3}\n", "'max_errors'"},
      {"ldengine: 1\nlimits: {memory: 64 apples}\n", "64MiB"},
      {"ldengine: 1\nmodel: {field: {}}\n", "'fields'"},
      {"ldengine: 1\nmodel: {fields: {employee: {}}}\n", "'employees'"},
      {"ldengine: 1\nmodel: {fields: {employees: {a: {type: txt}}}}\n", "'text'"},
      {"ldengine: 1\nsources: [{file: a.csv, entity: employee}]\n", "'employees'"},
      {"ldengine: 1\nsources: [{file: a.csv, entity: employees, colums: {}}]\n", "'columns'"},
      {"ldengine: 1\nsources: [{file: a.csv, entity: employees, columns: {untit: A}}]\n", "'unit'"},
      {"ldengine: 1\nsources: [{file: a.csv, entity: employees, by: {unit: cost_center}}]\n",
       "'cost_centre'"},
      {"ldengine: 1\nsources: [{file: a.csv, entity: employees, dialect: {dates: x}}]\n", "'date'"},
      {"ldengine: 1\nsources: [{file: a.csv, entity: employees, lenient: {unit: skip}}]\n", "drop"},
  };
  (void)state;
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    read_result r;
    read_text(&r, LDE_DUTCH, cases[i].text);
    if (r.found.items.len != 1 || r.found.items.data[0].line != 2 ||
        !strstr(r.found.items.data[0].help, cases[i].help))
      fail_msg("case %zu: %zu diagnostics, help '%s'", i, r.found.items.len,
               r.found.items.len ? r.found.items.data[0].help : "");
    read_done(&r);
  }
}

static void test_manifest__rule_files_are_sorted_and_sifted(void **state)
{
  static const char *const files[] = {"rules/b.lua",     "rules/a.lua",     "rules/offer.lua",
                                      "rules/offer2.lua", "rules/a_test.lua", "rules/import.lua",
                                      "rules/merge.lua", "data/x.csv"};
  project p;
  (void)state;
  project_begin(&p);
  for (size_t i = 0; i < sizeof files / sizeof *files; i++)
    project_write(&p, files[i], "id\n");
  project_write(&p, "ldengine.yaml",
                "ldengine: 1\nyear: 2027\ngaps: {current: rules/merge.lua}\n"
                "rules: {files: [rules/*.lua]}\n");
  project_load(&p, NULL, 0);
  project_expect_ok(&p);
  assert_int_equal(p.loaded.manifest.rule_files.len, 3);
  assert_string_equal(p.loaded.manifest.rule_files.data[0], "rules/a.lua");
  assert_string_equal(p.loaded.manifest.rule_files.data[2], "rules/import.lua");
  assert_string_equal(p.loaded.manifest.merge_script, "rules/merge.lua");
  project_end(&p);
}

static void test_manifest__settings_change_what_was_loaded(void **state)
{
  static const lde_setting settings[] = {{"budgets:*.setup", "-10%"},
                                         {"budgets:b.2.setup", "1250.00"},
                                         {"params.lambda", "0.25"},
                                         {"year", "FY27"}};
  project p;
  (void)state;
  project_begin(&p);
  project_write(&p, "ldengine.yaml", "ldengine: 1\nyear: 2026\nsources: ['*.yml']\n");
  project_write(&p, "a.yml", "budgets: [{id: b1, setup: 0.15}, {id: b.2, setup: 5}]\n"
                             "periods: [{id: FY27, starts_on: 2027-04-01, ends_on: 2028-03-31}]\n");
  project_load(&p, settings, 4);
  project_expect_ok(&p);
  project_expect_value(&p, "budgets", "b1", "setup", "14");
  project_expect_value(&p, "budgets", "b.2", "setup", "125000");
  assert_int_equal(p.loaded.dataset->lambda, 2500);
  assert_int_equal(p.loaded.dataset->today, 20909); /* 2027-04-01 */
  assert_string_equal(p.loaded.manifest.params_set.data[0].path, "lambda");
  project_end(&p);
}

static void test_manifest__unknown_setting_is_a_mistake_of_usage(void **state)
{
  static const lde_setting settings[] = {{"budgets:b2.setup", "1"}, {"budgets:b1.setpu", "1"},
                                         {"budget:b1.setup", "1"}, {"yaer", "1"}};
  static const char *const help[] = {"'b1'", "'setup'", "'budgets'", "'year'"};
  (void)state;
  for (size_t i = 0; i < 4; i++) {
    project p;
    project_begin(&p);
    project_load_file(&p, "year: 2027\n");
    lde_loaded_free(&p.loaded);
    project_write(&p, "ldengine.yaml", "ldengine: 1\nyear: 2027\nsources: [one.yaml]\n");
    project_write(&p, "one.yaml", "budgets: [{id: b1, setup: 1}]\n");
    project_load(&p, &settings[i], 1);
    assert_int_equal(p.status, LDE_ERROR_USAGE);
    project_expect(&p, "usage/set", 0, help[i]);
    project_end(&p);
  }
}

static void test_manifest__language_and_own_model(void **state)
{
  project p;
  (void)state;
  project_begin(&p);
  project_write(&p, "ldengine.yaml",
                "ldengine: 1\nyear: 2027\norganisation: {id: o, language: nl}\nsources: [a.yaml]\n"
                "model:\n  entities: {permits: {key: [holder, ends_on], fields: {holder: {type: "
                "reference, target: employees}, ends_on: {type: date}}}}\n");
  project_write(&p, "a.yaml", "units: [{id: u, label: Noord}]\nemployees: [{id: e1, unit: u, permits: "
                              "[{ends_on: 2027-05-01}]}]\n");
  project_load(&p, NULL, 0);
  project_expect_ok(&p);
  assert_int_equal(p.found.language, LDE_DUTCH);
  project_expect_value(&p, "units", "u", "label_nl", "Noord");
  project_expect_value(&p, "permits", "e1/2027-05-01", "holder", "e1");
  assert_int_equal(lde_count(p.loaded.dataset, import_batch), 3);
  project_end(&p);
}

static void test_manifest__missing_source_is_shown_in_the_manifest(void **state)
{
  project p;
  (void)state;
  project_begin(&p);
  project_write(&p, "ldengine.yaml", "ldengine: 1\nyear: 2027\nsources:\n  - strategie.yaml\n");
  project_load(&p, NULL, 0);
  assert_int_equal(p.status, LDE_ERROR_INPUT);
  project_expect(&p, "load/reference", 4, NULL);
  project_end(&p);
}

static void test_manifest__project_is_found_upwards(void **state)
{
  project p;
  lde_buffer start = {0}, folder = {0};
  (void)state;
  project_begin(&p);
  project_write(&p, "ldengine.yaml", "ldengine: 1\nyear: 2027\n");
  project_write(&p, "a/b/x", "");
  lde_buffer_printf(&start, "%s/a/b", p.folder);
  assert_true(lde_project_find(start.data, &folder));
  lde_buffer_puts(&start, "/../..");
  assert_string_equal(folder.data, start.data);
  lde_buffer_truncate(&folder, 0);
  assert_false(lde_project_find("/proc", &folder));
  lde_buffer_free(&start);
  lde_buffer_free(&folder);
  project_load(&p, NULL, 0);
  project_expect_ok(&p);
  project_end(&p);
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_manifest__reads_every_key),
      cmocka_unit_test(test_manifest__unknown_keys_at_every_level),
      cmocka_unit_test(test_manifest__rule_files_are_sorted_and_sifted),
      cmocka_unit_test(test_manifest__settings_change_what_was_loaded),
      cmocka_unit_test(test_manifest__unknown_setting_is_a_mistake_of_usage),
      cmocka_unit_test(test_manifest__language_and_own_model),
      cmocka_unit_test(test_manifest__missing_source_is_shown_in_the_manifest),
      cmocka_unit_test(test_manifest__project_is_found_upwards),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
