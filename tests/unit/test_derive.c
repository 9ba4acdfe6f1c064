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

static void test_derive__equal_goals_go_by_id(void **state)
{
  lde_dataset *ds = build_dataset();
  (void)state;
  build_row(ds, "goals", "id=z; weight=0.5");
  build_row(ds, "goals", "id=a; weight=0.5");
  build_row(ds, "needs", "id=n; heads=3");
  build_row(ds, "goal_contributions", "goal=z; need=n; expected_share=0.5");
  build_row(ds, "goal_contributions", "goal=a; need=n; expected_share=0.5");
  build_resolve(ds);
  assert_int_equal(lde_get_row(ds, need, goal, 0), 1);
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

/* What was taken from a corrected budget is the correction's, once; also in the budget above. */
static void test_derive__corrected_budgets_do_not_count_twice(void **state)
{
  lde_dataset *ds = build_dataset();
  (void)state;
  build_row(ds, "budgets", "id=top; setup=9000");
  build_row(ds, "budgets", "id=b1; setup=4000; parent=top");
  build_row(ds, "budgets", "id=b2; setup=5000; parent=top; supersedes=b1");
  build_row(ds, "plan_lines", "id=l1; cost=1000; budget=b1");
  build_row(ds, "plan_lines", "id=l2; cost=700; budget=b2");
  build_row(ds, "actuals", "budget=b1; date=2027-02-01; amount=300");
  build_resolve(ds);
  assert_true(lde_get(ds, budget, planned, 0) == 170000);
  assert_false(lde_has(ds, budget, planned, 1));
  assert_false(lde_has(ds, budget, left, 1));
  assert_true(lde_get(ds, budget, planned, 2) == 170000);
  assert_true(lde_get(ds, budget, left, 2) == 330000);
  assert_true(lde_get(ds, budget, executed, 2) == 30000);
  assert_true(lde_row_is_superseded(ds, lde_dataset_table(ds, LDE_E(budget)), 1));
  assert_int_equal(lde_row_newest(ds, lde_dataset_table(ds, LDE_E(budget)), 1), 2);
  lde_dataset_free(ds);
}

/* `budget` pays all of it, or fundings do: never both. */
static void test_derive__fundings_instead_of_the_whole(void **state)
{
  lde_dataset *ds = build_dataset();
  (void)state;
  build_row(ds, "budgets", "id=b; setup=9000");
  build_row(ds, "plan_lines", "id=l; cost=1000; budget=b");
  build_row(ds, "fundings", "plan_line=l; budget=b; amount=400");
  build_resolve(ds);
  assert_true(lde_get(ds, budget, planned, 0) == 40000);
  lde_dataset_free(ds);
}

static void test_derive__a_draft_corrects_nothing(void **state)
{
  lde_dataset *ds = build_dataset();
  (void)state;
  build_row(ds, "competencies", "id=c");
  build_row(ds, "employees", "id=e");
  build_row(ds, "assessments", "id=a1; employee=e; competency=c; date=2026-01-01; level=3");
  build_row(ds, "assessments", "id=a2; employee=e; competency=c; date=2026-02-01; level=1; status=draft; supersedes=a1");
  build_resolve(ds);
  assert_int_equal(lde_current_level(ds, 0, 0), 3);
  lde_dataset_free(ds);
}

static void test_derive__huge_amounts_do_not_overflow(void **state)
{
  lde_dataset *ds = build_dataset();
  (void)state;
  build_row(ds, "suppliers", "id=s");
  build_row(ds, "offerings", "id=o; supplier=s; cost_per_seat=90000000000000000");
  build_row(ds, "budgets", "id=b; setup=90000000000000000; carry_in=90000000000000000");
  build_row(ds, "plan_lines", "id=l1; offering=o; seats_planned=9000000000000000000; budget=b");
  build_row(ds, "plan_lines", "id=l2; offering=o; seats_planned=1; budget=b");
  build_row(ds, "competencies", "id=c");
  build_row(ds, "needs", "id=n; heads=9000000000000000000");
  build_row(ds, "need_competencies", "need=n; competency=c; to_level=100");
  build_row(ds, "goals", "id=g");
  build_row(ds, "goal_contributions", "goal=g; need=n; weight=9000000000000");
  build_row(ds, "goal_contributions", "goal=g; competency=c; weight=3000000000000");
  build_resolve(ds);
  assert_true(lde_get(ds, budget, planned, 0) == INT64_MAX);
  assert_true(lde_get(ds, supplier, dependency_share, 0) == 10000);
  assert_true(lde_get(ds, need, push, 0) == 1000000);
  lde_dataset_free(ds);
}

static void test_derive__shares_of_a_line_sum_to_one(void **state)
{
  lde_dataset *ds = build_dataset();
  lde_goal_share *shares;
  lde_goal_sum *sums;
  int32_t *needs;
  (void)state;
  build_row(ds, "goals", "id=a");
  build_row(ds, "goals", "id=b");
  build_row(ds, "goals", "id=c");
  build_row(ds, "needs", "id=n1");
  build_row(ds, "needs", "id=n2");
  build_row(ds, "goal_contributions", "goal=c; need=n1; expected_share=0.2");
  build_row(ds, "goal_contributions", "goal=a; need=n1; expected_share=0.1");
  build_row(ds, "goal_contributions", "goal=a; need=n2; expected_share=0.1");
  build_row(ds, "goal_contributions", "goal=b; need=n2; expected_share=0.2");
  build_row(ds, "plan_lines", "id=l1; needs=n1; cost=100.01; minutes_per_seat=60; seats_planned=10");
  build_row(ds, "plan_line_needs", "plan_line=l1; need=n2; seats=5");
  build_row(ds, "plan_line_needs", "plan_line=l1; need=n1; seats=5");
  build_row(ds, "plan_lines", "id=l2; cost=50; decision=locked_in");
  build_row(ds, "plan_lines", "id=l3; needs=n1; cost=50; decision=locked_out");
  build_resolve(ds);
  assert_int_equal(lde_line_needs(ds, 0, &needs), 2);
  lde_free(needs);
  assert_int_equal(lde_line_goals(ds, 0, &shares), 3);
  assert_true(shares[0].goal == 0 && shares[0].share == 3333);
  assert_true(shares[1].goal == 1 && shares[1].share == 3334);
  assert_true(shares[2].goal == 2 && shares[2].share == 3333);
  lde_free(shares);
  assert_int_equal(lde_line_goals(ds, 1, &shares), 1);
  assert_true(shares[0].goal == LDE_NO_ROW && shares[0].share == 10000);
  lde_free(shares);
  sums = lde_goal_sums(ds);
  assert_true(sums[0].money + sums[1].money + sums[2].money == 10001);
  assert_true(sums[0].minutes == 200 && sums[1].minutes == 200 && sums[2].minutes == 200);
  assert_true(sums[3].money == 5000);
  lde_free(sums);
  lde_dataset_free(ds);
}

static void test_derive__the_current_version(void **state)
{
  lde_dataset *ds = build_dataset();
  (void)state;
  build_row(ds, "policies", "id=p1; version=1");
  build_row(ds, "policies", "id=p2; version=2; status=approved; valid_to=2027-06-30");
  build_row(ds, "policies", "id=p3; version=3; status=draft");
  build_row(ds, "policies", "id=p4; version=4; valid_from=2027-07-01");
  build_row(ds, "hrd_plans", "id=h1; version=1; starts_on=2020-01-01; ends_on=2026-12-31");
  build_resolve(ds);
  assert_int_equal(lde_current_version(ds, LDE_E(policy)), 1);
  assert_int_equal(lde_current_version(ds, LDE_E(hrd_plan)), LDE_NO_ROW);
  assert_int_equal(lde_current_version(ds, LDE_E(goal)), LDE_NO_ROW);
  lde_dataset_free(ds);
}

static void test_derive__quarters_of_a_written_year(void **state)
{
  (void)state;
  for (int written = 0; written < 2; written++) {
    lde_dataset *ds = build_dataset();
    int32_t first, last;
    ds->year = "FY2027";
    ds->year_first = lde_date_from_civil(2026, 9, 1);
    ds->year_last = lde_date_from_civil(2027, 8, 31);
    build_row(ds, "periods", "id=FY2027; kind=year; starts_on=2026-09-01; ends_on=2027-08-31");
    if (written) {
      build_row(ds, "periods", "id=lente; kind=quarter; parent=FY2027; starts_on=2027-02-01; ends_on=2027-05-14");
      build_row(ds, "periods", "id=herfst; kind=quarter; parent=FY2027; starts_on=2026-09-01; ends_on=2026-10-31");
      build_row(ds, "periods", "id=winter; kind=quarter; parent=FY2027; starts_on=2026-11-01; ends_on=2027-01-31");
      build_row(ds, "periods", "id=zomer; kind=quarter; parent=FY2027; starts_on=2027-05-15; ends_on=2027-08-31");
    }
    build_row(ds, "plan_lines", written ? "id=l; period=lente" : "id=l; period=FY2027-Q3");
    build_row(ds, "plan_lines", "id=m; period=2026-11");
    build_row(ds, "plan_lines", "id=n; period=FY2027");
    build_row(ds, "plan_lines", "id=o; period=2027-Q2"); /* begins in April */
    build_resolve(ds);
    assert_true(lde_get(ds, plan_line, quarter, 0) == 3);
    assert_true(lde_get(ds, plan_line, quarter, 1) == (written ? 2 : 1));
    assert_false(lde_has(ds, plan_line, quarter, 2));
    assert_true(lde_get(ds, plan_line, quarter, 3) == 3);
    lde_quarter_bounds(ds, 2, &first, &last);
    assert_int_equal(last, written ? lde_date_from_civil(2027, 1, 31) : lde_date_from_civil(2027, 2, 28));
    lde_dataset_free(ds);
  }
}

static void test_derive__what_empty_means(void **state)
{
  lde_dataset *ds = build_dataset();
  (void)state;
  build_row(ds, "annual_plans", "id=old; year=2026");
  build_row(ds, "annual_plans", "id=team; unit=u");
  build_row(ds, "annual_plans", "id=plan");
  build_row(ds, "units", "id=u");
  build_row(ds, "plan_lines", "id=l; cost=1");
  build_row(ds, "offerings", "id=o");
  build_row(ds, "cost_components", "offering=o; kind=exam; basis=per_seat; amount=1");
  build_row(ds, "cost_components", "offering=o; kind=room; basis=per_session; amount=1");
  build_row(ds, "competencies", "id=c");
  build_row(ds, "needs", "id=n; heads=7");
  build_row(ds, "need_competencies", "need=n; competency=c; to_level=1");
  build_resolve(ds);
  assert_int_equal(lde_get_row(ds, plan_line, annual_plan, 0), 2);
  assert_true(lde_get(ds, cost_component, bearer, 0) == LDE_CHOICE_OF(bearer, unit));
  assert_true(lde_get(ds, cost_component, bearer, 1) == LDE_CHOICE_OF(bearer, central));
  assert_true(lde_get(ds, need_competency, heads, 0) == 7);
  lde_dataset_free(ds);
}

/* People work where and as what their assignments say; nobody counts twice. */
static void test_derive__people_of_needs(void **state)
{
  static const size_t heads[] = {2, 1, 1, 1, 4};
  lde_dataset *ds = build_dataset();
  (void)state;
  build_row(ds, "units", "id=u");
  build_row(ds, "units", "id=v; parent=u");
  build_row(ds, "units", "id=w");
  build_row(ds, "roles", "id=r");
  build_row(ds, "roles", "id=s");
  build_row(ds, "employees", "id=e1; unit=v; role=r");
  build_row(ds, "employees", "id=e2; unit=w; role=r");
  build_row(ds, "employees", "id=e3; unit=w");
  build_row(ds, "employees", "id=e4");
  build_row(ds, "employees", "id=e5; unit=u; role=r; status=left");
  build_row(ds, "role_assignments", "employee=e2; role=s; unit=v; share=0.5");
  build_row(ds, "role_assignments", "employee=e2; role=s; unit=w; share=0.5");
  build_row(ds, "role_assignments", "employee=e3; role=r; unit=v; valid_to=2026-12-31");
  build_row(ds, "needs", "id=n0; unit=u");
  build_row(ds, "needs", "id=n1; unit=u; role=s");
  build_row(ds, "needs", "id=n2; role=r");
  build_row(ds, "needs", "id=n3; employees=e1|e1");
  build_row(ds, "needs", "id=n4");
  build_resolve(ds);
  for (int32_t need = 0; need < 5; need++)
    assert_int_equal(lde_get(ds, need, heads, need), heads[need]);
  lde_dataset_free(ds);
}

/* A requirement that is over makes nothing mandatory. */
static void test_derive__requirements_that_are_over(void **state)
{
  lde_dataset *ds = build_dataset();
  (void)state;
  build_row(ds, "roles", "id=r");
  build_row(ds, "competencies", "id=c");
  build_row(ds, "role_requirements", "role=r; competency=c; required_level=1; mandatory=true; valid_to=2026-12-31");
  build_row(ds, "employees", "id=e; role=r");
  build_row(ds, "needs", "id=n; role=r");
  build_row(ds, "need_competencies", "need=n; competency=c; to_level=1");
  build_resolve(ds);
  assert_int_equal(lde_get(ds, need, lane, 0), LDE_CHOICE_OF(lane, team));
  lde_dataset_free(ds);
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_derive__gaps_unknown_is_not_zero),
      cmocka_unit_test(test_derive__merge_rules),
      cmocka_unit_test(test_derive__goal_weights_multiply_down_the_tree),
      cmocka_unit_test(test_derive__push_pull_and_priority),
      cmocka_unit_test(test_derive__equal_goals_go_by_id),
      cmocka_unit_test(test_derive__budgets_count_what_lines_take),
      cmocka_unit_test(test_derive__costs_are_the_components_in_force),
      cmocka_unit_test(test_derive__content_hash),
      cmocka_unit_test(test_derive__corrected_budgets_do_not_count_twice),
      cmocka_unit_test(test_derive__fundings_instead_of_the_whole),
      cmocka_unit_test(test_derive__a_draft_corrects_nothing),
      cmocka_unit_test(test_derive__huge_amounts_do_not_overflow),
      cmocka_unit_test(test_derive__shares_of_a_line_sum_to_one),
      cmocka_unit_test(test_derive__the_current_version),
      cmocka_unit_test(test_derive__quarters_of_a_written_year),
      cmocka_unit_test(test_derive__what_empty_means),
      cmocka_unit_test(test_derive__people_of_needs),
      cmocka_unit_test(test_derive__requirements_that_are_over),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
