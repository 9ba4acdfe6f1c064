#include "report_fixture.h"

#include <jansson.h>

#include "report/lua_api.h"

static lde_schema *make_schema(void)
{
  lde_schema *schema = lde_schema_new();
  lde_entity *own = lde_schema_add_entity(schema, "permits", LDE_ID_KEY);
  lde_field holder = {
      .name = "holder", .type = LDE_TYPE_REFERENCE, .flags = LDE_KEY, .target_name = "employees"};
  lde_field badge = {.name = "badge", .type = LDE_TYPE_TEXT, .label = {"Badge", "Pasnummer"}};

  lde_schema_add_field(schema, own, &holder);
  lde_schema_add_field(schema, lde_schema_find(schema, "employees"), &badge);
  lde_schema_finish(schema);
  return schema;
}

/* The member at a path with slashes. */
static json_t *at(json_t *root, const char *path)
{
  char key[128];

  while (*path && root) {
    size_t len = strcspn(path, "/");
    snprintf(key, sizeof key, "%.*s", (int)len, path);
    root = json_object_get(root, key);
    path += len + (path[len] == '/');
  }
  return root;
}

static bool requires(json_t *list, const char *name)
{
  json_t *all = at(list, "items/allOf"),
         *required = json_object_get(json_array_get(all, 1), "required");
  size_t i;
  json_t *each;

  json_array_foreach(required, i, each)
  {
    if (strcmp(json_string_value(each), name) == 0)
      return true;
  }
  return false;
}

static void test_report_schema__json_schema_of_the_data(void **state)
{
  lde_schema *schema = make_schema();

  (void)state;
  for (int lang = 0; lang < 2; lang++) {
    lde_buffer out = {0};
    json_t *root, *kpis;
    lde_report_json_schema(&out, schema, (lde_language)lang);
    root = json_loads(out.data, JSON_REJECT_DUPLICATES, NULL);
    assert_non_null(root);
    assert_non_null(at(root, "properties/goals"));
    assert_null(at(root, "properties/gaps"));
    assert_null(at(root, "properties/rules"));
    assert_null(at(root, "definitions/unit/properties/path"));
    assert_non_null(at(root, "definitions/exception/properties/until"));
    assert_null(at(root, "definitions/exception/properties/ends_on"));
    kpis = at(root, "definitions/goal/properties/kpis");
    assert_string_equal(
        json_string_value(json_object_get(json_array_get(at(kpis, "items/allOf"), 0), "$ref")),
        "#/definitions/kpi");
    assert_true(requires(at(root, "properties/goals"), "id"));
    assert_true(requires(at(root, "properties/assessments"), "employee"));
    assert_false(requires(at(root, "definitions/employee/properties/assessments"), "employee"));
    assert_true(requires(at(root, "properties/permits"), "holder"));
    assert_false(requires(at(root, "definitions/employee/properties/permits"), "holder"));
    assert_string_equal(json_string_value(at(root, "definitions/employee/properties/badge/title")),
                        lang ? "Pasnummer" : "Badge");
    assert_true(json_is_false(at(root, "definitions/goal/additionalProperties")));
    /* one of need, competency, programme; nested under a need that is given */
    assert_int_equal(json_array_size(at(root, "properties/goal_contributions/items/allOf")), 3);
    assert_int_equal(
        json_array_size(at(root, "definitions/need/properties/contributions/items/allOf")), 2);
    json_decref(root);
    lde_buffer_free(&out);
  }
  lde_schema_free(schema);
}

static void test_report_schema__json_schema_of_the_manifest(void **state)
{
  (void)state;
  for (int lang = 0; lang < 2; lang++) {
    lde_buffer out = {0};
    json_t *root;
    lde_report_json_schema_manifest(&out, (lde_language)lang);
    root = json_loads(out.data, JSON_REJECT_DUPLICATES, NULL);
    assert_non_null(root);
    assert_non_null(at(root, "properties/organisation/properties/currency"));
    assert_non_null(at(root, "properties/exceptions/items/properties/until"));
    assert_non_null(
        at(json_array_get(at(root, "properties/sources/items/anyOf"), 1), "properties/lenient"));
    assert_null(at(root, "properties/id"));
    assert_non_null(at(root, "properties/limits/properties/rule_file"));
    json_decref(root);
    lde_buffer_free(&out);
  }
}

static void test_report_schema__lua_stubs_name_everything(void **state)
{
  lde_schema *schema = make_schema();
  lde_buffer out = {0};

  (void)state;
  lde_report_luals(&out, schema, LDE_ENGLISH);
  assert_non_null(strstr(out.data, "---@class ld.Goal: ld.Record\n---@field id string "));
  assert_non_null(strstr(out.data, "---@field kpis ld.Kpis_ "));
  assert_non_null(strstr(out.data, "---@field parent? ld.Goal "));
  assert_non_null(strstr(out.data, "---@field where fun(self: ld.Goals_, condition: "
                                   "string|fun(row: ld.Goal): any): ld.Goals_\n"));
  assert_non_null(strstr(out.data, "---@class ld.Permit: ld.Record\n"));
  assert_non_null(strstr(
      out.data, "\n---@param minor integer\n---@return string\nfunction ld.money(minor) end\n"));
  assert_non_null(strstr(
      out.data, "\n---@param date? string\n---@return any\nfunction ld.param(name, date) end\n"));
  assert_non_null(strstr(out.data, "function Offer:solve(options) end\n"));
  for (size_t e = 0; e < schema->entities.len; e++) {
    char line[128];
    snprintf(line, sizeof line, "\n---@field %s ld.", schema->entities.data[e]->plural);
    assert_non_null(strstr(out.data, line));
  }
  lde_buffer_free(&out);
  lde_schema_free(schema);
}

static void test_report_schema__lua_functions_are_documented_once(void **state)
{
  size_t count;
  const lde_lua_function *functions = lde_lua_functions(&count);

  (void)state;
  for (size_t i = 0; i < count; i++) {
    assert_true(*functions[i].doc[0] && *functions[i].doc[1]);
    assert_string_not_equal(functions[i].doc[0], functions[i].doc[1]);
    for (size_t j = 0; j < i; j++)
      assert_false(strcmp(functions[i].owner, functions[j].owner) == 0 &&
                   strcmp(functions[i].name, functions[j].name) == 0);
  }
}

static void test_report_schema__dictionary_has_every_field(void **state)
{
  lde_schema *schema = make_schema();

  (void)state;
  for (int lang = 0; lang < 2; lang++) {
    lde_buffer out = {0};
    lde_report_dictionary(&out, schema, (lde_language)lang);
    for (size_t e = 0; e < schema->entities.len; e++) {
      const lde_entity *entity = schema->entities.data[e];
      char line[128];
      const char *part;
      snprintf(line, sizeof line, "\n## %s\n", entity->plural);
      part = strstr(out.data, line);
      assert_non_null(part);
      for (int f = 0; f < entity->field_count; f++) {
        if (f && (entity->fields[f].flags & LDE_COMMON))
          continue;
        snprintf(line, sizeof line, "\n| `%s` | ", entity->fields[f].name);
        part = strstr(part, line);
        assert_non_null(part);
      }
    }
    assert_non_null(
        strstr(out.data, lang ? "Pasnummer | tekst | eigen veld" : "Badge | text | own field"));
    lde_buffer_free(&out);
  }
  lde_schema_free(schema);
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_report_schema__json_schema_of_the_data),
      cmocka_unit_test(test_report_schema__json_schema_of_the_manifest),
      cmocka_unit_test(test_report_schema__lua_stubs_name_everything),
      cmocka_unit_test(test_report_schema__lua_functions_are_documented_once),
      cmocka_unit_test(test_report_schema__dictionary_has_every_field),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
