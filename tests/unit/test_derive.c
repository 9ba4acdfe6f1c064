#include "dataset_builder.h"
#include "model/derived.h"

static void test_derive__gaps_unknown_is_not_zero(void **state)
{
  lde_dataset *ds = build_dataset();
  (void)state;
  build_row(ds, "roles", "id=nurse");
  build_row(ds, "competencies", "id=digital");
  build_row(ds, "competencies", "id=care");
  build_row(ds, "role_requirements", "role=nurse; competency=digital; required_level=3; criticality=2");
  build_row(ds, "role_requirements", "role=nurse; competency=care; required_level=2");
  build_row(ds, "employees", "id=e1; role=nurse");
  build_row(ds, "employees", "id=e2; role=nurse; status=left");
  build_row(ds, "employees", "id=e3; role=nurse; contract_to=2026-12-31");
  build_row(ds, "assessments", "employee=e1; competency=digital; date=2026-01-01; level=1");
  build_row(ds, "assessments", "employee=e1; competency=digital; date=2026-05-01; level=2");
  build_row(ds, "assessments", "employee=e1; competency=digital; date=2026-06-01; level=0; status=draft");
  build_row(ds, "assessments", "employee=e1; competency=digital; date=2026-07-01; level=0; valid_until=2026-12-01");
  build_resolve(ds);
  assert_int_equal(lde_count(ds, gap), 2);
  assert_true(lde_get(ds, gap, current, 0) == 2 && lde_get(ds, gap, gap, 0) == 1);
  assert_true(lde_get(ds, gap, criticality, 0) == 2 && lde_get(ds, gap, criticality, 1) == 1);
  assert_false(lde_has(ds, gap, current, 1));
  assert_false(lde_has(ds, gap, gap, 1));
  assert_int_equal(lde_current_level(ds, 0, 0), 2);
  assert_int_equal(lde_current_level(ds, 0, 1), -1);
  lde_dataset_free(ds);
}

static void test_derive__merge_rules(void **state)
{
  static const struct {
    lde_merge merge;
    int32_t level;
  } cases[] = {{LDE_MERGE_LATEST, 2}, {LDE_MERGE_HIGHEST, 4}, {LDE_MERGE_MANAGER_FIRST, 3}};
  (void)state;
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    lde_dataset *ds = build_dataset();
    ds->merge = cases[i].merge;
    build_row(ds, "competencies", "id=c");
    build_row(ds, "employees", "id=e");
    build_row(ds, "assessments", "employee=e; competency=c; date=2026-01-01; method=self; level=4");
    build_row(ds, "assessments", "employee=e; competency=c; date=2026-02-01; method=manager; level=3");
    build_row(ds, "assessments", "id=b10; employee=e; competency=c; date=2026-03-01; method=self; level=2");
    build_row(ds, "assessments", "id=b9; employee=e; competency=c; date=2026-03-01; method=test; level=1");
    build_resolve(ds);
    assert_int_equal(lde_current_level(ds, 0, 0), cases[i].level);
    lde_dataset_free(ds);
  }
}

static void test_derive__goal_weights_multiply_down_the_tree(void **state)
{
  lde_dataset *ds = build_dataset();
  (void)state;
  build_row(ds, "goals", "id=a; weight=0.6");
  build_row(ds, "goals", "id=b; weight=0.4");
  build_row(ds, "goals", "id=c; weight=0.5; status=dropped");
  build_row(ds, "goals", "id=a1; parent=a");
  build_row(ds, "goals", "id=a2; parent=a");
  build_resolve(ds);
  assert_true(lde_get(ds, goal, total_weight, 0) == 600000);
  assert_true(lde_get(ds, goal, total_weight, 1) == 400000);
  assert_true(lde_get(ds, goal, total_weight, 2) == 0);
  assert_true(lde_get(ds, goal, total_weight, 3) == 300000);
  lde_dataset_free(ds);
}

static void test_derive__push_pull_and_priority(void **state)
{
  lde_dataset *ds = build_dataset();
  (void)state;
  build_row(ds, "goals", "id=a; weight=0.75");
  build_row(ds, "goals", "id=b; weight=0.25");
  build_row(ds, "units", "id=u");
  build_row(ds, "units", "id=v; parent=u");
  build_row(ds, "roles", "id=r");
  for (int i = 0; i < 4; i++) {
    char fields[64];
    snprintf(fields, sizeof fields, "id=e%d; unit=%s; role=r", i, i < 3 ? "v" : "u");
    build_row(ds, "employees", fields);
  }
  build_row(ds, "competencies", "id=c1");
  build_row(ds, "competencies", "id=c2; core=true");
  build_row(ds, "role_requirements", "role=r; competency=c1; required_level=3; criticality=3");
  build_row(ds, "needs", "id=n1; unit=v");
  build_row(ds, "need_competencies", "need=n1; competency=c1; from_level=1; to_level=2");
  build_row(ds, "needs", "id=n2; unit=u");
  build_row(ds, "need_competencies", "need=n2; competency=c2; to_level=2; heads=2");
  build_row(ds, "needs", "id=n3; employees=e0|e1; level=individual; priority=0.9");
  build_row(ds, "goal_contributions", "goal=a; need=n1; expected_share=0.4");
  build_row(ds, "goal_contributions", "goal=b; need=n2; weight=3");
  build_row(ds, "goal_contributions", "goal=b; need=n1; weight=1");
  build_resolve(ds);
  assert_true(lde_get(ds, need, heads, 0) == 3);
  assert_true(lde_get(ds, need, heads, 1) == 4);
  assert_true(lde_get(ds, need, heads, 2) == 2);
  /* push: n1 0.75·0.4 + 0.25·0.25 = 0.3625, n2 0.25·0.75 = 0.1875; divided by the largest */
  assert_true(lde_get(ds, need, push, 0) == 1000000);
  assert_true(lde_get(ds, need, push, 1) == 517241);
  /* pull: n1 3·1·3/3 = 3, n2 2·2·1/4 = 1 */
  assert_true(lde_get(ds, need, pull, 0) == 1000000);
  assert_true(lde_get(ds, need, pull, 1) == 333333);
  assert_true(lde_get(ds, need, priority, 1) == 425287);
  assert_true(lde_get(ds, need, priority, 2) == 900000);
  assert_int_equal(lde_get(ds, need, lane, 0), LDE_CHOICE_OF(lane, strategic));
  assert_int_equal(lde_get(ds, need, lane, 1), LDE_CHOICE_OF(lane, core));
  assert_int_equal(lde_get(ds, need, lane, 2), LDE_CHOICE_OF(lane, individual));
  assert_int_equal(lde_get_row(ds, need, goal, 0), 0);
  lde_dataset_free(ds);
}

static void test_derive__budgets_count_what_lines_take(void **state)
{
  lde_dataset *ds = build_dataset();
  const lde_relation *lines = NULL;
  (void)state;
  build_row(ds, "offerings", "id=o; cost_per_seat=100; cost_per_session=1000");
  build_row(ds, "budgets", "id=top; setup=10000; carry_in=500");
  build_row(ds, "budgets", "id=sub; setup=4000; parent=top");
  build_row(ds, "plan_lines", "id=l1; offering=o; seats_planned=3; sessions_planned=1; budget=sub; period=2027-Q2");
  build_row(ds, "plan_lines", "id=l2; cost=700; period=2027");
  build_row(ds, "fundings", "plan_line=l2; budget=top; amount=300");
  build_row(ds, "fundings", "plan_line=l2; budget=sub; amount=400");
  build_row(ds, "plan_lines", "id=l3; cost=999; budget=sub; decision=out");
  build_row(ds, "commitments", "budget=sub; date=2027-01-05; amount=250");
  build_resolve(ds);
  assert_true(lde_get(ds, plan_line, cost, 0) == 130000);
  assert_true(lde_get(ds, plan_line, quarter, 0) == 2);
  assert_false(lde_has(ds, plan_line, quarter, 1));
  assert_true(lde_get(ds, budget, planned, 1) == 170000);
  assert_true(lde_get(ds, budget, planned, 0) == 200000);
  assert_true(lde_get(ds, budget, left, 0) == 850000);
  assert_true(lde_get(ds, budget, committed, 0) == 25000);
  assert_string_equal(lde_text_of(ds, budget, period, 0), "2027");
  lines = lde_entity_relation(lde_schema_find(ds->schema, "budgets"), "plan_lines");
  assert_int_equal(lde_dataset_inverse(ds, lines->field, LDE_E(budget), 1).count, 3);
  assert_int_equal(lde_dataset_inverse(ds, lines->field, LDE_E(budget), 0).count, 1);
  lde_dataset_free(ds);
}

static void test_derive__costs_are_the_components_in_force(void **state)
{
  lde_dataset *ds = build_dataset();
  (void)state;
  build_row(ds, "offerings", "id=o; cost_per_seat=10");
  build_row(ds, "cost_components", "offering=o; kind=tuition; basis=per_seat; amount=90");
  build_row(ds, "cost_components", "offering=o; kind=exam; basis=per_seat; amount=5; valid_to=2026-12-31");
  build_row(ds, "cost_components", "offering=o; kind=room; basis=per_session; amount=250");
  build_resolve(ds);
  assert_true(lde_get(ds, offering, cost_per_seat, 0) == 10000);
  assert_true(lde_get(ds, offering, cost_per_session, 0) == 25000);
  lde_dataset_derive(ds); /* a second time changes nothing */
  assert_true(lde_get(ds, offering, cost_per_seat, 0) == 10000);
  lde_dataset_free(ds);
}

/* A signature covers the content: a change of a principle voids it, a change of status does not. */
static void test_derive__content_hash(void **state)
{
  char hash[3][65];
  (void)state;
  for (int i = 0; i < 3; i++) {
    lde_dataset *ds = build_dataset();
    build_row(ds, "policies", i == 1 ? "id=p; version=1; status=approved" : "id=p; version=1; status=draft");
    build_row(ds, "principles", i == 2 ? "id=q; policy=p; text=b" : "id=q; policy=p; text=a");
    build_row(ds, "documents", "id=d; kind=policy; about=policies:p");
    build_resolve(ds);
    snprintf(hash[i], sizeof hash[i], "%s", lde_text_of(ds, document, content_hash, 0));
    lde_dataset_free(ds);
  }
  assert_string_equal(hash[0], hash[1]);
  assert_string_not_equal(hash[0], hash[2]);
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_derive__gaps_unknown_is_not_zero),
      cmocka_unit_test(test_derive__merge_rules),
      cmocka_unit_test(test_derive__goal_weights_multiply_down_the_tree),
      cmocka_unit_test(test_derive__push_pull_and_priority),
      cmocka_unit_test(test_derive__budgets_count_what_lines_take),
      cmocka_unit_test(test_derive__costs_are_the_components_in_force),
      cmocka_unit_test(test_derive__content_hash),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
