/* Texts in memory: read last, and in the place of the records of the same id. */
#include "load_fixture.h"

static void load_with(project *p, const char *text, const lde_setting *settings, size_t count)
{
  lde_load_text one = {"(memory)", text, strlen(text)};
  lde_load_options options = {.folder = p->folder,
                              .language = -1,
                              .settings = settings,
                              .setting_count = count,
                              .texts = &one,
                              .text_count = 1};
  p->status = lde_load(&p->loaded, &options, &p->found, NULL);
}

static void begin(project *p)
{
  project_begin(p);
  project_write(p, "ldengine.yaml",
                "ldengine: 1\norganisation: {id: o, name: O, country: NL, currency: EUR, language: en}\nyear: 2027\n"
                "sources: [plan.yaml]\n");
  project_write(p, "plan.yaml",
                "needs: [{id: n1, heads: 3}, {id: n2, heads: 3}]\n"
                "budgets: [{id: b, owner: central, period: 2027, setup: 10}]\n"
                "plan_lines:\n"
                "  - {id: a, seats_planned: 1, served: [{need: n1, seats: 1}], fundings: [{budget: b, amount: 1}]}\n"
                "  - {id: k, seats_planned: 2, served: [{need: n2, seats: 2}]}\n"
                "commitments: [{id: c1, plan_line: a, budget: b, amount: 1, date: 2027-02-01}]\n");
}

static int32_t row_of(project *p, const char *id)
{
  return lde_row_find(p->loaded.dataset, lde_dataset_table(p->loaded.dataset, LDE_E(plan_line)), id, strlen(id));
}

static void test_load_text__replaces_a_record_and_what_is_kept_inside_it(void **state)
{
  project p;
  lde_dataset *ds;

  (void)state;
  begin(&p);
  load_with(&p, "plan_lines:\n  - {id: a, seats_planned: 5, served: [{need: n2, seats: 5}]}\n  - {id: z, seats_planned: 7}\n",
            NULL, 0);
  assert_int_equal(p.status, LDE_OK);
  ds = p.loaded.dataset;
  assert_int_equal(lde_count(ds, plan_line), 3);
  assert_int_equal(lde_get(ds, plan_line, seats_planned, row_of(&p, "a")), 5);
  assert_int_equal(lde_get(ds, plan_line, seats_planned, row_of(&p, "k")), 2);
  assert_int_equal(lde_get(ds, plan_line, seats_planned, row_of(&p, "z")), 7);
  assert_int_equal(lde_count(ds, plan_line_need), 2); /* of k, and the new one of a */
  assert_int_equal(lde_count(ds, funding), 0);
  /* what only refers to the line stays, and refers to the new one */
  assert_int_equal(lde_count(ds, commitment), 1);
  assert_int_equal(lde_get_row(ds, commitment, plan_line, 0), row_of(&p, "a"));
  project_end(&p);
}

static void test_load_text__is_not_changed_by_what_ifs(void **state)
{
  static const lde_setting setting = {"plan_lines:*.seats_planned", "9"};
  project p;

  (void)state;
  begin(&p);
  load_with(&p, "plan_lines:\n  - {id: a, seats_planned: 5}\n", &setting, 1);
  assert_int_equal(p.status, LDE_OK);
  assert_int_equal(lde_get(p.loaded.dataset, plan_line, seats_planned, row_of(&p, "a")), 5);
  assert_int_equal(lde_get(p.loaded.dataset, plan_line, seats_planned, row_of(&p, "k")), 9);
  project_end(&p);
}

static void test_load_text__mistakes_are_reported_under_its_name(void **state)
{
  project p;

  (void)state;
  begin(&p);
  load_with(&p, "plan_lines:\n  - {id: a, seats_planned: many}\n", NULL, 0);
  assert_int_equal(p.status, LDE_ERROR_INPUT);
  assert_int_equal(p.found.errors, 1);
  assert_string_equal(p.found.items.data[0].file, "(memory)");
  assert_int_equal(p.found.items.data[0].line, 2);
  project_end(&p);
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_load_text__replaces_a_record_and_what_is_kept_inside_it),
      cmocka_unit_test(test_load_text__is_not_changed_by_what_ifs),
      cmocka_unit_test(test_load_text__mistakes_are_reported_under_its_name),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
