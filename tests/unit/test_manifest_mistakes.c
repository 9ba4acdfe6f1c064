/* What can be wrong in a manifest or in a native file is told in both languages; and a model of one's own. */
#include "manifest_reader.h"

#include "load/project.h"

typedef struct mistake {
  const char *text, *message;
} mistake;

/* One mistake each, told in line 2; in Dutch it is told as well, in other words. */
static void expect_mistakes(const mistake *cases, size_t count)
{
  for (size_t i = 0; i < count; i++) {
    read_result en, nl;
    lde_buffer text = {0};
    const lde_diagnostic *first;
    lde_buffer_printf(&text, "ldengine: 1\n%s\n", cases[i].text);
    read_text(&en, LDE_ENGLISH, lde_buffer_text(&text));
    read_text(&nl, LDE_DUTCH, lde_buffer_text(&text));
    if (en.found.items.len != 1 || nl.found.items.len != 1)
      fail_msg("%s\n  %zu messages, the first: %s", cases[i].text, en.found.items.len,
               en.found.items.len ? en.found.items.data[0].message : "");
    first = &en.found.items.data[0];
    if (!strstr(first->message, cases[i].message) || first->line != 2)
      fail_msg("%s\n  line %u: %s", cases[i].text, first->line, first->message);
    if (strcmp(first->message, nl.found.items.data[0].message) == 0)
      fail_msg("%s\n  in Dutch: %s", cases[i].text, nl.found.items.data[0].message);
    lde_buffer_free(&text);
    read_done(&en);
    read_done(&nl);
  }
}

static void test_manifest_mistakes__of_an_own_model(void **state)
{
  static const mistake cases[] = {
      {"model: 5", "model"},
      {"model: {fields: 5}", "model.fields"},
      {"model: {fields: {employees: 5}}", "employees"},
      {"model: {fields: {employees: {Badge: text}}}", "'Badge' cannot be a name in the model"},
      {"model: {fields: {employees: {1st: text}}}", "'1st' cannot be a name in the model"},
      {"model: {fields: {employees: {select: text}}}", "'select' cannot be a name in the model"},
      {"model: {fields: {employees: {while: text}}}", "'while' cannot be a name in the model"},
      {"model: {fields: {employees: {unit: text}}}", "employees already has a field 'unit'"},
      {"model: {fields: {employees: {badge: txt}}}", "there is no type 'txt'"},
      {"model: {fields: {employees: {badge: choice}}}", "choices must be a list of words"},
      {"model: {fields: {employees: {badge: {type: choice, choices: []}}}}", "choices must be a list of words"},
      {"model: {fields: {employees: {badge: {type: choice, choices: {a: b}}}}}", "choices must be a list of words"},
      {"model: {fields: {employees: {badge: {type: reference}}}}", "a reference needs a target that exists"},
      {"model: {fields: {employees: {badge: {type: reference, target: employes}}}}", "a reference needs a target that exists"},
      {"model: {entities: 5}", "model.entities"},
      {"model: {entities: {Permits: {}}}", "'Permits' cannot be a name in the model"},
      {"model: {entities: {employees: {}}}", "there already is an entity 'employees'"},
      {"model: {entities: {permits: {key: holder, fields: {holder: text}}}}", "key must be a list of fields"},
      {"model: {entities: {permits: {key: [holdre], fields: {holder: text}}}}", "permits has no field 'holdre' for its key"},
  };

  (void)state;
  expect_mistakes(cases, sizeof cases / sizeof *cases);
}

#define SOURCE(text) "sources: [{file: a.csv, entity: employees, " text "}]"

static void test_manifest_mistakes__of_a_source(void **state)
{
  static const mistake cases[] = {
      {"sources: a.csv", "sources must be a list, not "},
      {"sources: [{entity: employees}]", "a source needs a file"},
      {"sources: [{file: [a.csv], entity: employees}]", "file"},
      {"sources: ['none/*.csv']", "no file matches 'none/*.csv'"},
      {"sources: [a.csv]", "'a.csv' needs an entity"},
      {"sources: [{file: a.csv, entity: [employees]}]", "entity"},
      {"sources: [{file: a.csv, entity: gaps}]", "gaps are made by the program and cannot be loaded"},
      {"sources: [{file: a.yaml, entity: employees}]", "'entity' is for exports, not for YAML"},
      {SOURCE("columns: 5"), "columns"},
      {SOURCE("columns: {id: {a: b}}"), "columns"},
      {SOURCE("columns: {age: A}"), "employees have no field 'age'"},
      {SOURCE("columns: {note: ['{A}-{B}', C]}"), "a composed value such as \"{A}-{B}\" stands alone, not in a list"},
      {SOURCE("by: {note: id}"), "note is no reference"},
      {SOURCE("by: {unit: [id]}"), "by"},
      {SOURCE("by: {unit: cost_center}"), "units have no field 'cost_center'"},
      {SOURCE("pad: {id: 0}"), "the width of id must be a number from 1 to 200"},
      {SOURCE("pad: {id: 201}"), "the width of id must be a number from 1 to 200"},
      {SOURCE("pad: {id: seven}"), "the width of id must be a number from 1 to 200"},
      {SOURCE("units: {minutes_max: days}"), "minutes_max cannot be read in 'days'"},
      {SOURCE("units: {fte: hours}"), "fte cannot be read in 'hours'"},
      {SOURCE("lenient: {unit: skip}"), "'skip' is no way to be lenient"},
      {SOURCE("dialect: [nl]"), "dialect"},
      {SOURCE("dialect: {delimiter: ab}"), "'ab' is not one character"},
      {SOURCE("dialect: {delimiter: [a]}"), "delimiter"},
      {SOURCE("dialect: {encoding: ascii}"), "'ascii' is not known here"},
      {SOURCE("dialect: fr"), "'fr' is not known here"},
      {SOURCE("header_row: 0"), "header_row must be the number of a row"},
      {SOURCE("header_row: first"), "header_row must be the number of a row"},
      {SOURCE("sheet: [a]"), "sheet"},
  };

  (void)state;
  expect_mistakes(cases, sizeof cases / sizeof *cases);
}

static void test_manifest_mistakes__of_the_rest(void **state)
{
  static const mistake cases[] = {
      {"rules: {severity: 5}", "rules.severity"}, {"rules: {params: 5}", "rules.params"},
      {"offer: {script: [a]}", "script"},
      {"load: {max_errors: 0}", "max_errors"},    {"limits: 5", "limits"},
  };

  (void)state;
  expect_mistakes(cases, sizeof cases / sizeof *cases);
}

static void test_manifest_mistakes__dialects_in_words(void **state)
{
  read_result r;
  const lde_dialect_spec *dialect;

  (void)state;
  read_text(&r, LDE_ENGLISH,
            "ldengine: 1\nsources:\n- {file: a.csv, entity: employees, dialect: {delimiter: tab, thousands: space}}\n"
            "- {file: b.csv, entity: employees, dialect: {delimiter: '\\t', decimal: auto, date: auto}}\n"
            "- {file: c.csv, entity: employees, dialect: nl}\n");
  assert_int_equal(r.found.items.len, 0);
  assert_int_equal(r.specs.len, 3);
  dialect = &r.specs.data[0].dialect;
  assert_true(dialect->delimiter == '\t' && dialect->thousands == ' ' && dialect->thousands_written);
  dialect = &r.specs.data[1].dialect;
  assert_true(dialect->delimiter == '\t' && dialect->decimal == 0 && dialect->date == LDE_DATE_FORM_AUTO);
  assert_int_equal(r.specs.data[2].dialect.preset, LDE_PRESET_NL);
  read_done(&r);
}

/* ---- a model of one's own ---- */

static void test_manifest_mistakes__an_own_model_is_loaded(void **state)
{
  project p;

  (void)state;
  project_begin(&p);
  project_write(&p, "ldengine.yaml",
                "ldengine: 1\nyear: 2027\nsources: [a.yaml]\nmodel:\n  fields:\n    employees:\n      badge: text\n"
                "      colour: {type: choice, choices: [red, green], en: Colour, nl: Kleur}\n"
                "      talents: {list: true}\n      clearance: {type: integer, unit: level, default: 1, doc_en: How far}\n"
                "  entities:\n    permits: {id: true, en: Permits, nl: Vergunningen, fields: {holder: {type: reference, "
                "target: employees, required: true}}}\n");
  project_write(&p, "a.yaml",
                "units: [{id: u}]\nemployees: [{id: e1, unit: u, badge: B7, colour: green, talents: [a, b]}]\n"
                "permits: [{id: p1, holder: e1}]\n");
  project_load(&p, NULL, 0);
  project_expect_ok(&p);
  project_expect_value(&p, "employees", "e1", "badge", "B7");
  project_expect_value(&p, "employees", "e1", "colour", "green");
  project_expect_value(&p, "employees", "e1", "clearance", "1");
  project_expect_value(&p, "permits", "p1", "holder", "e1");
  assert_string_equal(lde_schema_find(p.loaded.dataset->schema, "permits")->label[LDE_DUTCH], "Vergunningen");
  project_end(&p);
}

static void test_manifest_mistakes__own_fields_are_checked(void **state)
{
  project p;

  (void)state;
  project_begin(&p);
  project_write(&p, "ldengine.yaml",
                "ldengine: 1\nyear: 2027\nsources: [a.yaml]\nmodel: {fields: {employees: {colour: {type: choice, "
                "choices: [red, green]}, badge: {type: text, required: true}}}}\n");
  project_write(&p, "a.yaml", "units: [{id: u}]\nemployees:\n- {id: e1, unit: u, badge: B7, colour: gren}\n- {id: e2, unit: u}\n");
  project_load(&p, NULL, 0);
  project_expect(&p, "load/type", 3, "green");
  project_expect(&p, "load/required", 4, NULL);
  project_end(&p);
}

/* ---- native files ---- */

static void test_manifest_mistakes__of_a_native_file(void **state)
{
  static const struct {
    const char *text, *code;
    uint32_t line;
  } cases[] = {
      {"units: [{id: u}]\nemployees: [{id: e1, unit: [u, v]}]\n", "load/type", 2},
      {"units: [{id: u}]\nemployees: [{id: e1, unit: u, fte: ''}]\n", "load/type", 2},
      {"units: [{id: u}]\nemployees: [{id: e1, unit: u, fte: 'half'}]\n", "load/type", 2},
      {"units: [{id: u}]\nemployees: [{id: e1, unit: u, contract_from: tomorrow}]\n", "load/type", 2},
      {"units: [{id: u}]\nemployees: [{id: e1, unit: u, colour: red}]\n", "load/unknown-key", 2},
      {"units: [{id: u}]\nemployees: [5]\n", "load/type", 2},
      {"units: 5\n", "load/type", 1},
      {"gaps: [{id: g}]\n", "load/unknown-key", 1},
      {"units: [{id: u}]\nunits_: []\n", "load/unknown-key", 2},
  };

  (void)state;
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    project p;
    project_begin(&p);
    project_load_file(&p, cases[i].text);
    project_expect(&p, cases[i].code, cases[i].line, NULL);
    project_end(&p);
  }
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_manifest_mistakes__of_an_own_model),
      cmocka_unit_test(test_manifest_mistakes__of_a_source),
      cmocka_unit_test(test_manifest_mistakes__of_the_rest),
      cmocka_unit_test(test_manifest_mistakes__dialects_in_words),
      cmocka_unit_test(test_manifest_mistakes__an_own_model_is_loaded),
      cmocka_unit_test(test_manifest_mistakes__own_fields_are_checked),
      cmocka_unit_test(test_manifest_mistakes__of_a_native_file),
  };

  return cmocka_run_group_tests(tests, NULL, NULL);
}
