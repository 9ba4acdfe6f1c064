#include "dataset_builder.h"

static lde_schema *finished(void)
{
  lde_schema *schema = lde_schema_new();
  lde_schema_finish(schema);
  return schema;
}

/* y after a consonant → ies, ch → ches, else s */
static void plural_of(const char *name, char *plural, size_t size)
{
  size_t len = strlen(name);
  if (strcmp(name, "organisation") == 0)
    snprintf(plural, size, "%s", name);
  else if (name[len - 1] == 'y' && !strchr("aeiou", name[len - 2]))
    snprintf(plural, size, "%.*sies", (int)len - 1, name);
  else if (len > 2 && strcmp(name + len - 2, "ch") == 0)
    snprintf(plural, size, "%ses", name);
  else
    snprintf(plural, size, "%ss", name);
}

static void test_schema__names_follow_the_rules(void **state)
{
  static const char *const reserved[] = {"and",    "break", "do",    "else",   "elseif", "end",   "false", "for",
                                         "function", "goto", "if",   "in",     "local",  "nil",   "not",   "or",
                                         "repeat", "return", "then", "true",   "until",  "while", "select", "from",
                                         "where",  "group",  "order", "table", "index",  "limit", "by",    "to",
                                         "values", "when"};
  lde_schema *schema = finished();
  (void)state;
  for (size_t e = 0; e < schema->entities.len; e++) {
    const lde_entity *entity = schema->entities.data[e];
    char plural[64];
    plural_of(entity->name, plural, sizeof plural);
    assert_string_equal(entity->plural, plural);
    for (int f = 0; f < entity->field_count; f++) {
      const lde_field *field = &entity->fields[f];
      assert_ptr_equal(lde_entity_field(entity, field->name), field); /* no name twice */
      for (size_t i = 0; i < sizeof reserved / sizeof *reserved; i++)
        assert_string_not_equal(field->name, reserved[i]);
      for (int lang = 0; lang < 2; lang++) {
        assert_true(*field->label[lang]);
        assert_true(*field->doc[lang]);
      }
      if (field->type == LDE_TYPE_CHOICE)
        assert_non_null(field->choices);
      if (field->type == LDE_TYPE_REFERENCE)
        assert_non_null(field->target);
    }
  }
  lde_schema_free(schema);
}

static void test_schema__relations_named_by_the_specification(void **state)
{
  static const char *const relations[][2] = {
      {"goal", "kpis"},          {"goal", "children"},      {"goal", "contributions"},
      {"need", "contributions"}, {"need", "need_competencies"}, {"need", "plan_lines"},
      {"unit", "employees"},     {"movement", "milestones"}, {"programme", "envelopes"},
      {"session", "parts"},      {"plan_line", "served"},   {"plan_line", "fundings"},
      {"resource", "capacities"}, {"evaluation_plan", "levels"}, {"offering", "ext"},
      {"competency", "relations"}, {"competency", "inverse_relations"}, {"budget", "plan_lines"}};
  lde_schema *schema = finished();
  (void)state;
  for (size_t i = 0; i < sizeof relations / sizeof *relations; i++)
    if (!lde_entity_relation(lde_schema_find_singular(schema, relations[i][0]), relations[i][1]))
      fail_msg("%s has no %s", relations[i][0], relations[i][1]);
  lde_schema_free(schema);
}

static void test_schema__own_fields_and_entities(void **state)
{
  lde_schema *schema = lde_schema_new();
  lde_entity *permits = lde_schema_add_entity(schema, "permits", LDE_ID_KEY);
  lde_field holder = {.name = "holder", .type = LDE_TYPE_REFERENCE, .target_name = "employees", .flags = LDE_KEY};
  lde_field badge = {.name = "badge", .type = LDE_TYPE_TEXT};
  (void)state;
  assert_string_equal(permits->name, "permit");
  assert_true(lde_schema_add_field(schema, permits, &holder));
  assert_true(lde_schema_add_field(schema, lde_schema_find(schema, "employees"), &badge));
  assert_false(lde_schema_add_field(schema, lde_schema_find(schema, "employees"), &badge));
  badge.name = "note";
  assert_false(lde_schema_add_field(schema, permits, &badge));
  assert_null(lde_schema_add_entity(schema, "goals", LDE_ID_OWN_ID));
  lde_schema_finish(schema);
  assert_non_null(lde_entity_relation(lde_schema_find(schema, "employees"), "permits"));
  lde_schema_free(schema);
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_schema__names_follow_the_rules),
      cmocka_unit_test(test_schema__relations_named_by_the_specification),
      cmocka_unit_test(test_schema__own_fields_and_entities),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
