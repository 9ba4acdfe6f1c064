#include "load_fixture.h"

static void test_records__nests_children_at_any_depth(void **state)
{
  project p;
  (void)state;
  project_begin(&p);
  project_load_file(&p, "year: 2027\n"
                        "goals:\n"
                        "  - label: One\n"
                        "    kpis:\n"
                        "      - {id: k1, kpi_measurements: [{date: 2026-01-01, value: 3.5}]}\n"
                        "    children: [{id: g2}]\n"
                        "    id: g1\n");
  project_expect_ok(&p);
  project_expect_value(&p, "kpis", "k1", "goal", "g1");
  project_expect_value(&p, "goals", "g2", "parent", "g1");
  project_expect_value(&p, "goals", "g1", "label_en", "One");
  project_expect_value(&p, "kpi_measurements", "k1/2026-01-01", "value", "3.5");
  project_end(&p);
}

static void test_records__keeps_the_place_of_every_value(void **state)
{
  project p;
  lde_place place;
  lde_dataset *ds;
  (void)state;
  project_begin(&p);
  project_load_file(&p, "year: 2027\ngoals:\n  - id: g1\n    weight:   0.5\n");
  project_expect_ok(&p);
  ds = p.loaded.dataset;
  place = lde_place_of(ds, lde_dataset_table(ds, LDE_E(goal)), LDE_F(goal, weight), 0);
  assert_int_equal(place.line, 4);
  assert_int_equal(place.column, 15);
  project_end(&p);
}

static void test_records__goal_of_a_need_is_a_contribution(void **state)
{
  project p;
  (void)state;
  project_begin(&p);
  project_load_file(&p, "year: 2027\ngoals: [{id: g1}, {id: g2}]\n"
                        "needs: [{goals: [g1, g2], id: n1}, {id: n2, goal: g2}]\n");
  project_expect_ok(&p);
  assert_int_equal(lde_count(p.loaded.dataset, goal_contribution), 3);
  project_expect_value(&p, "goal_contributions", "g2/n1", "expected_share", "1");
  project_expect_value(&p, "goal_contributions", "g2/n2", "evidence_grade", "assumption");
  project_end(&p);
}

static void test_records__types_come_from_the_field(void **state)
{
  project p;
  (void)state;
  project_begin(&p);
  project_load_file(&p, "year: 2027\n"
                        "organisation: {id: o, currency: EUR}\n"
                        "budgets:\n"
                        "  - {id: 012, setup: 1250.05, note: NO, lane: ~}\n"
                        "offerings:\n"
                        "  - {id: o1, minutes_contact: \"7:30\", languages: [nl, en]}\n"
                        "principles: [{id: p1, text: t, parameters: {a: 1.50, b: yes, c: true, d: \"1\"}}]\n");
  project_expect_ok(&p);
  project_expect_value(&p, "budgets", "012", "setup", "125005");
  project_expect_value(&p, "budgets", "012", "note", "NO");
  project_expect_value(&p, "budgets", "012", "lane", "");
  project_expect_value(&p, "offerings", "o1", "minutes_contact", "450");
  project_expect_value(&p, "offerings", "o1", "languages", "nl|en");
  project_expect_value(&p, "principles", "p1", "parameters",
                       "{\"a\":1.5,\"b\":\"yes\",\"c\":true,\"d\":\"1\"}");
  project_end(&p);
}

static void test_records__all_mistakes_in_one_run(void **state)
{
  project p;
  (void)state;
  project_begin(&p);
  project_load_file(&p, "year: 2027\n"
                        "goal: []\n"                          /* 2 */
                        "goals:\n"
                        "  - {id: g1, wieght: 0.5}\n"           /* 4 */
                        "  - {id: g2, weight: \"0.5\"}\n"       /* 5 */
                        "  - {id: g3, horizon_end: 04-03-2026}\n" /* 6 */
                        "  - {id: g4, parent: g11}\n"           /* 7 */
                        "  - {id: g4}\n"                        /* 8 */
                        "  - {id: g5, kpis: {id: k1}}\n"        /* 9 */
                        "  - g6\n"                              /* 10 */
                        "budgets:\n"
                        "  - {id: b1, setup: 1e999}\n"          /* 12 */
                        "  - {id: b2, setup: 1, planned: 3}\n"  /* 13 */
                        "  - {id: b3, setup: 1, currency: usd}\n" /* 14 */
                        "  - {id: b4}\n"                        /* 15 */
                        "gaps: []\n"                            /* 16 */
                        "movements: [{id: m1, goals: g1}]\n");  /* 17 */
  assert_int_equal(p.status, LDE_ERROR_INPUT);
  project_expect(&p, "load/unknown-key", 2, "'goals'");
  project_expect(&p, "load/unknown-key", 4, "'weight'");
  project_expect(&p, "load/type", 5, "quotes");
  project_expect(&p, "load/type", 6, "YYYY-MM-DD");
  project_expect(&p, "load/reference", 7, "'g1'");
  project_expect(&p, "load/duplicate", 8, NULL);
  project_expect(&p, "load/type", 9, "- ");
  project_expect(&p, "load/type", 10, NULL);
  project_expect(&p, "load/type", 12, NULL);
  project_expect(&p, "load/unknown-key", 13, NULL);
  project_expect(&p, "load/range", 14, NULL);
  project_expect(&p, "load/required", 15, NULL);
  project_expect(&p, "load/unknown-key", 16, NULL);
  project_expect(&p, "load/type", 17, "[g1]");
  assert_int_equal(p.found.errors, 14);
  project_end(&p);
}

static void test_records__exceptions_have_written_names(void **state)
{
  project p;
  (void)state;
  project_begin(&p);
  project_load_file(&p, "year: 2027\nexceptions:\n  - {rule: budget/over, match: {unit: it, quarter: 2}, "
                        "until: 2027-03-31, by: finance, reason: ok, limit: 5000}\n");
  project_expect_ok(&p);
  assert_int_equal(lde_get(p.loaded.dataset, exception, limit_size, 0), 5000000000);
  assert_string_equal(lde_text_of(p.loaded.dataset, exception, by_whom, 0), "finance");
  project_end(&p);
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_records__nests_children_at_any_depth),
      cmocka_unit_test(test_records__keeps_the_place_of_every_value),
      cmocka_unit_test(test_records__goal_of_a_need_is_a_contribution),
      cmocka_unit_test(test_records__types_come_from_the_field),
      cmocka_unit_test(test_records__all_mistakes_in_one_run),
      cmocka_unit_test(test_records__exceptions_have_written_names),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
