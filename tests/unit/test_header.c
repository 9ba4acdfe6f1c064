/* The names on sheets and above columns lead back to what they name, in both languages. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/text.h"
#include "load/header.h"

static lde_schema *schema;

static int set_up(void **state)
{
  (void)state;
  schema = lde_schema_new();
  lde_schema_finish(schema);
  return 0;
}

static int tear_down(void **state)
{
  (void)state;
  lde_schema_free(schema);
  return 0;
}

static bool is_filled_in(const lde_entity *entity)
{
  return entity->origin == LDE_ORIGIN_WRITTEN && entity->index != LDE_E(organisation);
}

static void test_header__every_sheet_is_found_by_its_name(void **state)
{
  (void)state;
  for (size_t e = 0; e < schema->entities.len; e++)
    for (int lang = 0; lang < 2 && is_filled_in(schema->entities.data[e]); lang++) {
      const lde_entity *entity = schema->entities.data[e];
      const char *name = lde_sheet_name(entity, (lde_language)lang);
      assert_true(lde_utf8_count(name, strlen(name)) <= 31);
      assert_null(strpbrk(name, "[]:*?/\\"));
      if (lde_sheet_entity(schema, name, strlen(name)) != entity)
        fail_msg("%s is not %s", name, entity->plural);
      if (!entity->own && strcmp(name, entity->plural) == 0)
        fail_msg("%s has no name of its own", entity->plural);
    }
}

static void test_header__spellings_of_files(void **state)
{
  static const struct {
    const char *name;
    int entity;
  } cases[] = {{"functie_eisen", LDE_E(role_requirement)}, {"Functie-eisen", LDE_E(role_requirement)},
               {"KPIs", LDE_E(kpi)},                       {"kpi's", LDE_E(kpi)},
               {"AANBOD", LDE_E(offering)},                {"offerings", LDE_E(offering)},
               {"role requirements", LDE_E(role_requirement)}, {"doelen", LDE_E(goal)},
               {"Strategisch doel", LDE_E(goal)}};
  (void)state;
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    const lde_entity *found = lde_sheet_entity(schema, cases[i].name, strlen(cases[i].name));
    assert_non_null(found);
    assert_int_equal(found->index, cases[i].entity);
  }
  assert_null(lde_sheet_entity(schema, "Blad1", 5));
  assert_null(lde_sheet_entity(schema, "organisation", 12));
}

/* What is written above a column has to be read as that column again, whoever reads it. */
static void test_header__every_heading_leads_back(void **state)
{
  (void)state;
  for (size_t e = 0; e < schema->entities.len; e++)
    for (int f = 0; f < schema->entities.data[e]->field_count; f++)
      for (int way = 0; way < 4; way++) {
        const lde_field *field = &schema->entities.data[e]->fields[f];
        lde_language lang = (lde_language)(way & 1), written = (lde_language)(way >> 1);
        const char *head = lde_header_of(field, lang, written);
        if (field->flags & (LDE_DERIVED | LDE_VIRTUAL))
          continue;
        if (lde_header_field(field->entity, head, strlen(head), written) != field)
          fail_msg("%s.%s: '%s' leads elsewhere", field->entity->plural, field->name, head);
      }
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test_setup_teardown(test_header__every_sheet_is_found_by_its_name, set_up, tear_down),
      cmocka_unit_test_setup_teardown(test_header__spellings_of_files, set_up, tear_down),
      cmocka_unit_test_setup_teardown(test_header__every_heading_leads_back, set_up, tear_down),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
